/**
 * The way in, in a real browser: the set-up link of the first start makes an administrator who is signed in, works once,
 * and wrong passwords are refused; the sample town's people can be chosen from this machine, and every page says what it is.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer } from "./console-browser.ts";

let browser: ConsoleBrowser;
beforeAll(async () => {
  // The browser reports answers that refuse; what the page says of them is what is tested.
  browser = await openBrowser((text) => /status of (?:401|403|404|429)/.test(text));
});
afterAll(() => browser?.close());

async function withServer(args: readonly string[], task: (server: ConsoleServer) => Promise<void>): Promise<void> {
  const server = await startConsoleServer(args);
  try {
    await task(server);
    // Before the server goes: a page that lost it complains, and rightly.
    expect(await browser.endTest()).toEqual([]);
  } finally {
    await browser.endTest();
    await server.stop();
  }
}

const PASSWORD = "seven herons over the weir";

test("the printed link makes the first organisation and its administrator, once; then one signs in with the password", () =>
  withServer([], async (server) => {
    const page = await browser.open(server.address, server.setUpPath ?? "");
    await page.getByLabel("Name in Chinese").fill("市反诈中心");
    await page.getByLabel("Name in English").fill("City centre");
    await page.getByLabel("Its place").click();
    await page.getByRole("menuitemcheckbox", { name: "Shandong" }).click();
    await page.getByRole("menuitemcheckbox", { name: "青岛市" }).click();
    await page.keyboard.press("Escape");
    await page.getByLabel("Name", { exact: true }).fill("Administrator");
    await page.getByLabel("Name to sign in with").fill("first.admin");
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same once more").fill(PASSWORD);
    // Nothing of the secret stays in the address.
    expect(new URL(page.url()).hash).toBe("");
    await page.getByRole("button", { name: "Set up" }).click();
    await page.getByRole("button", { name: "Administrator" }).click();
    await page.getByText("City centre").waitFor();
    await page.getByText("青岛市").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();

    await page.getByLabel("Name to sign in with").fill("first.admin");
    await page.getByLabel("Password").fill("something else entirely");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("That did not work").waitFor();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Administrator" }).waitFor();

    const again = await browser.open(server.address, server.setUpPath ?? "");
    await again.getByText("This link does not work any more").waitFor();
  }));

test("示例城镇：选择身份即可进入，处处说明是示例", () =>
  withServer(["--sample"], async (server) => {
    const page = await browser.open(server.address, "/sign-in", { locale: "zh-CN", width: 390, height: 800 });
    await page.getByText("示例模式：人员、账户和案件均为虚构").waitFor();
    await page.getByLabel("选择身份").click();
    await page.keyboard.type("劝阻员");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "以此身份进入" }).click();
    await page.getByRole("button", { name: "示例 · 劝阻员" }).click();
    await page.getByText("示例账户只能在本机使用").waitFor();
    const cookies = await page.context().cookies();
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([{ httpOnly: true, sameSite: "Strict" }]);
  }));
