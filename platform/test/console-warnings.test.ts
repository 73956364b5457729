/**
 * Warnings at the console, in a real browser against the real server and the sample town: taken and worked by keys alone, in
 * both languages, by two officers at once, at the desk and on a phone; what is done there is what the server keeps.
 */
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide, until } from "./console-desk.ts";

const OFFICER = "county-a.dissuader.1";
const COLLEAGUE = "county-a.dissuader.2";

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly level: number;
  readonly org: string;
  readonly assignee: string | null;
  readonly body: {
    readonly number: unknown;
    readonly attempts: readonly { readonly outcome: string | null; readonly channel: string; readonly by: string }[];
    readonly units: readonly unknown[];
  };
  readonly history: readonly { readonly event: string; readonly role: string }[];
}

let server: ConsoleServer;
let browser: ConsoleBrowser;

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  // The browser reports answers that refuse; what the page says of them is what is tested. A crowded machine is asked again.
  browser = await openBrowser((text) => /status of (?:401|403|404|409|503)/.test(text));
  const page = await openAs(browser, server.address, COLLEAGUE);
  await until(
    () => ask<{ readonly items: readonly Shown[] }>(page, "/v1/warnings?state=dispatched&order=due&limit=200"),
    ({ items }) => items.filter((one) => one.level === 3).length >= 12,
  );
  await browser.endTest();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => expect(await browser.endTest()).toEqual([]));

const atDesk = (login = OFFICER, screen: Screen = {}): Promise<Page> => openAs(browser, server.address, login, "", screen);
const shown = (page: Page, id: string): Promise<Shown> => ask(page, `/v1/warnings/${id}`);
const openId = (page: Page): string => new URL(page.url()).hash.split("/")[2] ?? "";

/** Presses `n` and waits until the warning stands there. */
async function takeNext(page: Page): Promise<string> {
  await page.locator(".queue-rows li").first().waitFor();
  const before = openId(page);
  await page.keyboard.press("n");
  await expect.poll(() => openId(page) !== before && openId(page) !== "", { timeout: 120_000 }).toBe(true);
  await page.locator(".warning-head h1").waitFor();
  await page.locator(".say dl").waitFor();
  return openId(page);
}

test("one key takes a warning, one key more records what came of the call; the server has both, and what comes next is said", async () => {
  const page = await atDesk();
  const id = await takeNext(page);
  const text = await page.locator(".warning-work").innerText();
  for (const part of ["Why", "Say", "Urgent", "Signed for", "with you", "96110"]) expect(text).toContain(part);
  expect(text).toMatch(/\d\d:\d\d left/);

  // From the open warning to the first outcome: one press.
  await page.keyboard.press("3");
  await page.getByText("Recorded: Busy").waitFor();
  const after = await shown(page, id);
  const me = await ask<{ readonly user: { readonly id: string } }>(page, "/v1/me");
  expect(after.body.attempts).toEqual([expect.objectContaining({ channel: "call", outcome: "busy", by: me.user.id })]);
  expect(after.state).toBe("unreachable");
  await page.getByText("Go and see them.").waitFor();
  await page.locator(".warning-timeline").getByText("Call · Busy").waitFor();

  const next = await takeNext(page);
  expect(next).not.toBe(id);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("take the next warning").waitFor();
});

test("两名劝阻员同时领取，各得一件，各办各的", async () => {
  const pages = await Promise.all([atDesk(OFFICER, { locale: "zh-CN" }), atDesk(COLLEAGUE, { locale: "zh-CN" })]);
  const taken = await Promise.all(pages.map(async (page) => [await takeNext(page), await takeNext(page)]));
  expect(new Set(taken.flat()).size).toBe(4);
  for (const [i, page] of pages.entries()) {
    const users = await Promise.all(taken[i].map(async (id) => (await shown(page, id)).assignee));
    expect(new Set(users).size).toBe(1);
    await page.getByText("由您办理").waitFor();
  }
  // What one does, the other sees without asking.
  const [, theirs] = taken[0];
  await pages[1].goto(`${server.address}/#/warnings/${theirs}`);
  await pages[1].getByText("请打电话").waitFor();
  await pages[0].keyboard.press("c");
  await pages[1].locator(".warning-timeline").getByText("开始联系").waitFor();
});

test("说明用途后才看得到号码；已劝阻须逐项确认，登记后预警结束", async () => {
  const page = await atDesk(OFFICER, { locale: "zh-CN" });
  let id = await takeNext(page);
  for (let i = 0; i < 8 && (await shown(page, id)).body.number === null; i++) id = await takeNext(page);
  const person = page.locator(".warning-person");
  expect(await person.innerText()).toContain("***");
  await page.getByRole("button", { name: "说明用途后查看" }).click();
  await page.getByText("均留痕").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("查看用途：预警劝阻").waitFor();
  // A number can be called with one thumb.
  const number = person.locator("a.personal").first();
  expect(await number.innerText()).toMatch(/^\+?\d{11,}$/);
  expect(await number.getAttribute("href")).toBe(`tel:${await number.innerText()}`);
  expect(await person.innerText()).not.toContain("***");
  await page.getByRole("button", { name: "恢复掩码" }).click();
  expect(await person.innerText()).toContain("***");

  await page.keyboard.press("1");
  await page.getByLabel("本人知道这是哪种骗局").waitFor();
  // Nothing is recorded that was not confirmed.
  await page.getByRole("group", { name: "已劝阻" }).getByRole("button", { name: "已劝阻" }).click();
  await page.getByText("此项必填").first().waitFor();
  expect((await shown(page, id)).body.attempts).toEqual([]);
  for (const box of ["本人知道这是哪种骗局", "本人已停止与对方联系", "本人知道对方接下来会做什么", "未安装"]) await page.getByLabel(box).check();
  await page.getByLabel("编号或存放处").fill("REC-1");
  await page.keyboard.press("Enter");
  await page.getByText("已登记：已劝阻").waitFor();
  expect((await shown(page, id)).state).toBe("awakened");
});

test("a form that somebody else overtook does nothing and says so; two units and the line stand side by side", async () => {
  const page = await atDesk();
  let id = await takeNext(page);
  // A line can be held where there is one.
  for (let i = 0; i < 8 && (await shown(page, id)).body.number === null; i++) id = await takeNext(page);
  const looked = await shown(page, id);
  const { items } = await ask<{ readonly items: readonly { readonly id: string; readonly kind: string; readonly name: { readonly en: string } }[] }>(page, "/v1/organisations");
  await page.keyboard.press("u");
  await page.getByRole("group", { name: "Send a second unit" }).getByRole("combobox").click();
  await page.keyboard.type("City");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Send a second unit" }).click();
  await page.locator(".units").getByText("City centre (sample)").waitFor();
  expect((await shown(page, id)).body.units.length).toBe(2);
  await page.keyboard.press("o");
  await page.locator(".units").getByText("on the scene since").waitFor();
  await page.locator(".units").getByText("stood down").waitFor();

  await page.keyboard.press("l");
  await page.getByRole("group", { name: "Ask to hold the line" }).waitFor();
  const telco = items.find((one) => one.kind === "telco");
  const version = (await shown(page, id)).version;
  // Sent as one who looked at something older: the page's own version is older after this.
  await ask(page, `/v1/warnings/${id}/hold-line`, { input: { desk: telco?.id }, version });
  expect(version).toBeGreaterThan(looked.version);
  await page
    .locator(".units")
    .getByText(/was asked|has taken/)
    .waitFor();

  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  const form = page.getByRole("group", { name: "Escalate" });
  await form.getByLabel("Why").fill("keeps the caller on the line");
  // Meanwhile, before the page can hear of it.
  await page.route("**/v1/warnings/*/escalate", async (route) => {
    const body = route.request().postDataJSON() as { readonly version: number };
    await route.continue({ postData: JSON.stringify({ ...body, version: body.version - 1 }) });
  });
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.getByText("Somebody changed this meanwhile").waitFor();
  expect((await shown(page, id)).state).not.toBe("escalated");
  await page.unroute("**/v1/warnings/*/escalate");
  // The sample's operator may change it once more meanwhile, or its clock take it up a tier first; a person would look and press again.
  await expect
    .poll(
      async () => {
        if (!(await form.isVisible())) await page.keyboard.press("e");
        const why = form.getByLabel("Why");
        await why.fill("keeps the caller on the line", { timeout: 1_000 }).catch(() => undefined);
        await why.press("ControlOrMeta+Enter", { timeout: 1_000 }).catch(() => undefined);
        return (await shown(page, id)).state;
      },
      { interval: 1_000 },
    )
    .toBe("escalated");
});

test("whoever only oversees sees the queue and the history, and nothing that they may not do", async () => {
  const page = await atDesk("ministry.auditor.1");
  await page.getByText("Open here").waitFor();
  await page.locator(".queue-rows a").first().click();
  await page.locator(".warning-timeline li").first().waitFor();
  expect(await page.getByRole("button", { name: "Take the next" }).count()).toBe(0);
  expect(await page.locator(".outcomes, .say, .next-line").count()).toBe(0);
  const before = openId(page);
  await page.keyboard.press("n");
  await page.keyboard.press("3");
  expect(openId(page)).toBe(before);
  expect((await shown(page, before)).history.every(({ role }) => role !== "auditor")).toBe(true);
});

test("axe finds nothing serious, in either language and look, at the desk and on a phone; a phone has the outcomes in reach", async () => {
  for (const screen of [
    { locale: "en-GB", width: 1280, height: 800 },
    { locale: "zh-CN", width: 390, height: 844 },
  ]) {
    const page = await atDesk(OFFICER, screen);
    await page.locator(".queue-rows li").first().waitFor();
    expect(await seriousFaults(page), `queue ${screen.locale}`).toEqual([]);
    await page.getByRole("button", { name: screen.locale === "zh-CN" ? "领取下一件" : "Take the next" }).click();
    await page.locator(".say dl").waitFor();
    expect(await seriousFaults(page), `warning ${screen.locale}`).toEqual([]);
    await page.getByRole("button", { name: screen.locale === "zh-CN" ? "深色" : "Dark" }).click();
    expect(await seriousFaults(page), `dark ${screen.locale}`).toEqual([]);
    expect(await tooWide(page)).toEqual([]);
    // Within the screen, above the bar of places, without scrolling.
    const box = await page.getByRole("button", { name: screen.locale === "zh-CN" ? "无人接听" : "No answer" }).boundingBox();
    expect(box!.y + box!.height).toBeLessThanOrEqual(screen.height);
    await page.reload();
    await page.locator(".say dl").waitFor();
    expect(await page.locator("html").getAttribute("data-look")).toBe("dark");
  }
});

test("the first screen of somebody who warns is under 300 kB of script, compressed", async () => {
  const page = await atDesk();
  await page.locator(".queue-rows li").first().waitFor();
  const names = await page.evaluate<readonly string[]>(`performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.endsWith(".js"))`);
  const sizes = await Promise.all(names.map(async (name) => [name, gzipSync(await (await page.request.get(name)).body()).length] as const));
  expect(sizes.length).toBeGreaterThan(3);
  expect(
    sizes.reduce((sum, [, bytes]) => sum + bytes, 0),
    JSON.stringify(sizes),
  ).toBeLessThan(300_000);
});
