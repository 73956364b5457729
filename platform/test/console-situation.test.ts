/**
 * The situation and the administration in a real browser, against the real server and the sample town: a figure on the wall is
 * as long as the list it opens, the map goes down and up by hand and by keys, an account is made and used and ended, the audit
 * chain is verified; in both languages and looks, and on a phone.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Situation } from "../../client/src/index.ts";
import { openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide, until } from "./console-desk.ts";

const LEAD = "ministry.dutylead.1";
const ADMIN = "ministry.admin.1";
const AUDITOR = "ministry.auditor.1";

let server: ConsoleServer;
let browser: ConsoleBrowser;

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  browser = await openBrowser((text) => /status of (?:401|403|404|409|503)|net::ERR_FAILED/.test(text));
  const page = await openAs(browser, server.address, LEAD);
  await until(
    () => ask<Situation>(page, "/v1/situation"),
    ({ warnings }) => warnings.total.n >= 12,
  );
  await browser.endTest();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => expect(await browser.endTest()).toEqual([]));

const open = (login: string, where: string, screen: Screen = {}): Promise<Page> => openAs(browser, server.address, login, where, screen);
const rowsOf = (page: Page) => page.locator(".figure-list tbody tr.ant-table-row");

test("a figure opens the list that it counted, and Escape goes back to the wall", async () => {
  const page = await open(LEAD, "#/situation/at/all/day");
  const urgent = page.locator(".situation-clocks tbody tr").first().locator("a").first();
  await urgent.waitFor();
  const href = (await urgent.getAttribute("href")) ?? "";
  // The list as it was given to the page: the town goes on, and a list that is asked for beside it is another one.
  const given = page.waitForResponse((response) => response.url().includes("/v1/situation/list?"));
  await urgent.click();
  await page.getByText("What this figure counted").waitFor();
  await rowsOf(page).first().waitFor();
  const answer = await given;
  const { items } = (await answer.json()) as { readonly items: readonly { readonly matter: string }[] };
  expect(await rowsOf(page).count()).toBe(items.length);
  // What was asked is what stands behind the figure.
  const asked = new URL(answer.url()).searchParams;
  const parameters = new URLSearchParams(decodeURIComponent(href).split("/v1/situation/list/")[1] ?? "");
  expect(parameters.get("metric")).toMatch(/^now\.warnings\.urgent\./);
  for (const [name, value] of parameters) expect([name, asked.get(name)]).toEqual([name, value]);
  await expect.poll(() => page.locator(".figure-list a[href^='#/warnings/wrn_']").count()).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await page.locator(".situation-clocks").waitFor();
});

test("态势：地图与表格逐级下钻，键盘返回，期间可切换，地图来源如实说明", async () => {
  const page = await open(LEAD, "#/situation/at/all/day", { locale: "zh-CN" });
  await page.locator(".map-box svg path").nth(30).waitFor({ state: "attached" });
  await page.getByText("约为 2017 年的界线，不是经审核的地图").waitFor();
  expect(await page.locator(".map-box").getAttribute("aria-label")).toContain("全国地图：待劝阻预警");
  await page.getByRole("button", { name: "查看山东省" }).click();
  await page.getByRole("button", { name: "查看青岛市" }).waitFor();
  await page.locator(".map-box svg path").nth(15).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "查看青岛市" }).click();
  await page.getByText("青岛市没有地图轮廓，各地数字见表格。").waitFor();
  await page.keyboard.press("u");
  await page.getByRole("button", { name: "查看青岛市" }).waitFor();
  await page.keyboard.press("u");
  await page.keyboard.press("3");
  await expect.poll(() => new URL(page.url()).hash).toBe("#/situation/at/all/month");
  // Rights stand beside success, each with what it is a part of.
  await page.locator(".success-and-rights").getByText("误限制率（拦截）", { exact: true }).waitFor();
  await page.locator(".success-and-rights").getByText("预警指令数", { exact: true }).waitFor();
  // A press on the map does what the table does.
  const label = page.locator(".map-box svg text").filter({ hasText: /^\d/ }).first();
  await label.waitFor();
  const box = await label.boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await expect.poll(() => decodeURIComponent(new URL(page.url()).hash)).toBe("#/situation/at/37/month");
});

test("the wall is dark on a light page, says every share's whole, is left by Escape, and comes back by itself after a break", async () => {
  const page = await open(LEAD, "#/situation/at/all/day", { width: 1920, height: 1080 });
  await page.locator(".situation-clocks").waitFor();
  await page.keyboard.press("w");
  await expect.poll(() => new URL(page.url()).hash).toBe("#/situation/wall/all");
  const wall = page.locator(".wall");
  await wall.locator(".map-box svg path").nth(30).waitFor({ state: "attached" });
  expect(await page.evaluate("document.documentElement.dataset.look")).toBe("light");
  expect(await page.evaluate("getComputedStyle(document.querySelector('.wall')).backgroundColor")).toBe("rgb(15, 20, 29)");
  // No share without what it is a part of, or the word that there is nothing yet.
  expect(await wall.locator(".wall-shares dt").allInnerTexts()).toHaveLength(4);
  for (const note of await wall.locator(".wall-shares .note").allInnerTexts()) expect(note).toMatch(/ of |÷|nothing to count yet/);
  await wall.locator(".wall-rows li .clock").first().waitFor();
  // Nobody touches it: it says that the server is away, and goes on when it is back.
  await page.route("**/v1/situation?*", (route) => route.abort());
  await wall.getByText("It is asked again by itself").waitFor();
  await page.unroute("**/v1/situation?*");
  await wall.getByText("It is asked again by itself").waitFor({ state: "detached" });
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => new URL(page.url()).hash).toBe("#/situation/at/all/day");
});

test("an account is made, its link is shown once and used, its sign-ins are ended, and it is disabled", async () => {
  const page = await open(ADMIN, "#/administration/people");
  await page.getByRole("button", { name: "New person" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name to sign in with").fill("new.lead");
  await form.getByLabel("Person").fill("New Lead");
  await form.getByLabel("Organisation").click();
  await page.keyboard.type("Province centre");
  await page.keyboard.press("Enter");
  await form.getByLabel("Roles").click();
  await page.keyboard.type("Duty lead");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await form.getByRole("button", { name: "Create the account" }).click();
  const once = page.getByRole("textbox", { name: "New Lead" });
  await once.waitFor();
  const link = await once.inputValue();
  expect(link).toMatch(/\/password#[\w-]{20,}$/);
  await page.getByRole("button", { name: "I have it" }).click();
  await expect.poll(() => page.content()).not.toContain(link.split("#")[1]);

  const other = await browser.open(server.address, link.slice(server.address.length), {});
  await other.getByLabel("New password").fill("seven herons over the weir");
  await other.getByLabel("The same once more").fill("seven herons over the weir");
  await other.getByRole("button", { name: "Set the password" }).click();
  await other.getByText("To the sign-in page").click();
  await other.getByLabel("Name to sign in with").fill("new.lead");
  await other.getByLabel("Password").fill("seven herons over the weir");
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByRole("button", { name: "Duty lead" }).waitFor();

  await page.reload();
  await page.getByLabel("Find by name or id").fill("new.lead");
  const row = page.locator("tr", { hasText: "new.lead" });
  await row.getByText("signed in once").waitFor();
  await row.getByRole("button", { name: "Disable" }).click();
  await page.getByText("They are signed out at once").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await row.getByText("disabled").waitFor();
  expect(await ask(other, "/v1/me").catch((error: unknown) => String(error))).toContain("not-signed-in");
});

test("管理：新建并关闭单位，令牌只显示一次并可吊销，审计链核验完整", async () => {
  const page = await open(ADMIN, "#/administration/organisations", { locale: "zh-CN" });
  await page.getByRole("button", { name: "新建单位" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("类别").click();
  await page.getByTitle("电信运营商").click();
  await form.getByLabel("中文名称").fill("临时运营商");
  await form.getByLabel("英文名称").fill("Passing operator");
  await form.getByLabel("辖区").click();
  await page.getByRole("menuitemcheckbox", { name: "全国" }).click();
  await form.getByRole("button", { name: "确认新建" }).click();
  await page.getByLabel("按名称或编号查找").fill("临时运营商");
  const row = page.locator("tr", { hasText: "临时运营商" });
  await row.waitFor();

  await page.locator(".admin-parts").getByRole("link", { name: "程序令牌" }).click();
  await page.getByRole("button", { name: "新建令牌" }).click();
  const token = page.getByRole("dialog");
  await token.getByLabel("单位").click();
  await page.keyboard.type("临时运营商");
  await page.keyboard.press("Enter");
  await token.getByLabel("用途").fill("核心系统");
  await token.getByLabel("角色").click();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await token.getByRole("button", { name: "确认新建" }).click();
  expect(await page.getByRole("textbox", { name: "核心系统" }).inputValue()).toMatch(/^dlt_/);
  await page.getByRole("button", { name: "已保存好" }).click();
  await page
    .locator("tr", { hasText: "核心系统" })
    .getByRole("button", { name: /吊\s*销/ })
    .waitFor();

  await page.locator(".admin-parts").getByRole("link", { name: "单位" }).click();
  await page.getByLabel("按名称或编号查找").fill("临时运营商");
  await row.getByRole("button", { name: /关\s*闭/ }).click();
  await page.getByText("撤销办法：恢复该单位").waitFor();
  await page.locator(".ant-modal-footer .ant-btn-primary").click();
  await page.getByText("已关闭：结束 0 个登录，吊销 1 个令牌。").waitFor();

  await page.locator(".admin-parts").getByRole("link", { name: "审计链" }).click();
  await page.getByRole("button", { name: "立即核验审计链" }).click();
  await page.getByText("审计链完整").waitFor();
  await page.locator("tr", { hasText: "完整" }).first().waitFor();
  await page.locator(".admin-parts").getByRole("link", { name: "适用法律" }).click();
  await page.locator(".law-status.assumed").first().waitFor();
  await page.locator(".admin-parts").getByRole("link", { name: "系统状况" }).click();
  await page.getByText("台账行数").waitFor();
});

test("who only checks sees what is to be checked, and others are told whose place it is", async () => {
  const page = await open(AUDITOR, "#/administration/organisations");
  await page.locator(".admin-parts").getByRole("link", { name: "Audit chain" }).waitFor();
  expect(await page.locator(".admin-parts a").allInnerTexts()).toEqual(["The law here", "Audit chain", "System"]);
  const other = await open("county-a.dissuader.1", "#/administration");
  await other
    .getByText("Administrator, Auditor and Data protection officer")
    .or(other.getByText(/Administrator/))
    .first()
    .waitFor();
  expect(await other.locator(".admin-parts").count()).toBe(0);
});

test("axe finds nothing serious in either place, language and look; a phone has one column", async () => {
  for (const [login, where, ready, screen] of [
    [LEAD, "#/situation/at/all/week", ".bar-box svg", { locale: "zh-CN" }],
    [LEAD, "#/situation/at/37/week", ".bar-box svg", { width: 390, height: 800 }],
    [LEAD, "#/situation/wall/37", ".map-box svg", { width: 390, height: 800, locale: "zh-CN" }],
    [ADMIN, "#/administration/people", "tr.ant-table-row", {}],
    [ADMIN, "#/administration/law", "tr.ant-table-row", { width: 390, height: 800, locale: "zh-CN" }],
    [ADMIN, "#/administration/system", ".health-groups", { locale: "zh-CN" }],
  ] as const) {
    const page = await open(login, where, screen);
    await page.locator(ready).first().waitFor();
    expect([where, await seriousFaults(page)]).toEqual([where, []]);
    expect([where, await tooWide(page)]).toEqual([where, []]);
    // The wall is dark already, and covers the choice.
    if (!where.startsWith("#/situation/wall")) await page.getByRole("button", { name: /Dark|深色/ }).click();
    expect([where, "dark", await seriousFaults(page)]).toEqual([where, "dark", []]);
    await browser.endTest();
  }
});
