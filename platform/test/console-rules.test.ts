/**
 * Rules at the console, in a real browser against the real server and the sample town: a rule is read, changed in the editor,
 * replayed on what happened, run in shadow, approved by somebody else in the other language, published and rolled back.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide, until } from "./console-desk.ts";

let server: ConsoleServer;
let browser: ConsoleBrowser;
beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  browser = await openBrowser((text) => /status of (?:401|403|404|409|422|429)/.test(text));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => expect(await browser.endTest()).toEqual([]));

const ANALYST = "ministry.analyst.1";
const LEAD = "ministry.dutylead.1";

interface Rulebook {
  readonly version: string;
}
interface Pack {
  readonly id: string;
  readonly rules: readonly { readonly id: string; readonly mode: string }[];
}
const version = async (page: Page): Promise<string> => (await ask<Rulebook>(page, "/v1/rules")).version;

/** Puts a whole text in the place of what stands in the editor, as somebody would who pastes. */
async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Rules", exact: true }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** A button that leads to a form, and the form's own button of the same name. */
async function give(page: Page, name: string, fill?: readonly [label: string, text: string]): Promise<void> {
  // Two Chinese characters on a button stand apart.
  const written = new RegExp(`^${[...name].join("\\s?")}$`);
  await page.locator(".next-line").getByRole("button", { name: written }).click();
  const form = page.getByRole("group", { name, exact: true });
  if (fill !== undefined) await form.getByLabel(fill[0]).fill(fill[1]);
  await form.getByRole("button", { name: written }).click();
  await form.waitFor({ state: "detached" });
}

let change: string;
let rule: string;
let before: string;

test("a rule is found, opened in the editor, marked where it is wrong, and saved as a draft with Ctrl S", async () => {
  const page = await openAs(browser, server.address, ANALYST, "#/rules");
  await page.getByRole("heading", { name: "Published rules" }).waitFor();
  const { packs } = await ask<{ readonly packs: readonly Pack[] }>(page, "/v1/rules");
  const pack = packs.find(({ id }) => id === "calls");
  rule = pack?.rules.find(({ mode }) => mode === "live")?.id ?? "";
  before = await version(page);
  await page.keyboard.press("f");
  await page.keyboard.type(rule);
  await page.locator(`tr[data-row-key="${rule}"]`).click();
  await page.getByRole("button", { name: "Change this rule" }).click();
  await page.waitForURL(`**/#/rules/new/calls/${rule}`);
  await page.getByText("Nothing is wrong with it.").waitFor();

  const { text } = await ask<{ readonly text: string }>(page, "/v1/rulebook/packs/calls");
  const wrong = JSON.parse(text) as { rules: { id: string; mode: string; if: string }[] };
  const found = wrong.rules.find(({ id }) => id === rule);
  if (found === undefined) throw new Error(`no ${rule}`);
  const good = found.if;
  found.if = "from.callsOut1hh >= 3";
  await paste(page, JSON.stringify(wrong, null, 2));
  const finding = page.locator(".rule-findings li").first();
  await finding.waitFor();
  expect(await finding.innerText()).toMatch(/line \d+, column \d+.*no such name.*did you mean `from.callsOut1h`/s);
  // What is wrong is gone to by a press, and marked there.
  await finding.getByRole("button").click();
  await page.locator(".cm-lintRange-error").first().waitFor();
  expect(await page.locator(".cm-lintRange-error").first().innerText()).toBe("from.callsOut1hh");
  expect(await seriousFaults(page)).toEqual([]);

  found.if = good;
  found.mode = "shadow";
  await paste(page, JSON.stringify(wrong, null, 2));
  await page.getByText("Nothing is wrong with it.").waitFor();
  await page.locator(".rule-differences").getByText("live → on trial").waitFor();
  await page.getByLabel("Why it is needed").fill("It troubles hotlines; look at it again.");
  await page.keyboard.press("Control+s");
  await page.waitForURL(/#\/rules\/rlc_/);
  change = new URL(page.url()).hash.split("/")[2] ?? "";
  await page.getByText("Being written").waitFor();
});

test("the bill of what happened, the shadow run, and the way to whoever approves", async () => {
  const page = await openAs(browser, server.address, ANALYST, `#/rules/${change}`);
  await page.getByText("Being written").waitFor();
  await give(page, "Start the shadow run");
  await page.getByText("In a shadow run").waitFor();
  await until(
    () => ask<{ readonly runs: readonly { readonly events: number }[] }>(page, `/v1/rule-changes/${change}/shadow`),
    ({ runs }) => (runs[0]?.events ?? 0) > 5,
  );
  await page.keyboard.press("3");
  await page.locator(".shadow-run").getByText("running", { exact: true }).waitFor();
  await page.keyboard.press("2");
  await page.getByText("last hour").click();
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  await page.locator(".bill-figures").waitFor();
  const bill = await page.locator(".bill-figures").innerText();
  for (const part of ["What would be done", "Known to be innocent, told all the same", "People warned now who would not be", "Visits"]) expect(bill).toContain(part);
  expect(await seriousFaults(page)).toEqual([]);
  const asked = await ask<{ readonly items: readonly { readonly report: { readonly events: number; readonly faithful: { readonly same: number; readonly of: number } } }[] }>(
    page,
    `/v1/rule-changes/${change}/replays`,
  );
  expect(asked.items[0].report.events).toBeGreaterThan(20);
  // From the beginning of the log by the same rules: everything comes out as it did.
  expect(asked.items[0].report.faithful.same).toBe(asked.items[0].report.faithful.of);
  await give(page, "Send for approval");
  await page.getByText("Waiting for approval").waitFor();
  expect(await page.locator(".next-line").getByRole("button", { name: "Approve" }).count()).toBe(0);
});

test("另一人审批、发布并回滚：写明理由，两人签署，规则即时生效又即时恢复", async () => {
  const page = await openAs(browser, server.address, LEAD, "#/rules/changes", { locale: "zh-CN" });
  await page
    .getByRole("link", { name: /通话|电话/ })
    .first()
    .click();
  await page.waitForURL(`**/#/rules/${change}`);
  await page.getByText("待审批").waitFor();
  await give(page, "批准", ["未满一天影子运行或未重放而批准的理由", "热线被误拦，先改为试行"]);
  await page.getByText("已批准，待发布").waitFor();
  expect(await page.locator(".signatures").innerText()).toContain("热线被误拦，先改为试行");
  await give(page, "发布生效");
  await page.locator(".state-tag").getByText("已生效").waitFor();
  await until(
    () => version(page),
    (now) => now !== before,
  );
  const { packs } = await ask<{ readonly packs: readonly Pack[] }>(page, "/v1/rules");
  expect(packs.find(({ id }) => id === "calls")?.rules.find(({ id }) => id === rule)?.mode).toBe("shadow");
  await give(page, "回滚", ["原因", "热线问题已另行解决"]);
  await page.locator(".state-tag").getByText("已回滚").waitFor();
  await until(
    () => version(page),
    (now) => now === before,
  );
  await page.goto(`${server.address}/#/rules/published`);
  await page.locator(".publications").getByText("回滚").first().waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});

test("on a phone and on the wall it is read as well; somebody from another unit may read and not approve", async () => {
  const phone = await openAs(browser, server.address, ANALYST, `#/rules/${change}/bill`, { width: 390, height: 800 });
  await phone.locator(".bill-figures").waitFor();
  expect(await tooWide(phone)).toEqual([]);
  const wall = await openAs(browser, server.address, ANALYST, `#/rules/${change}`);
  await wall.evaluate("localStorage.setItem('duanliu.look', 'dark')");
  await wall.reload();
  await wall.locator(".rule-editor .cm-line").first().waitFor();
  expect(await seriousFaults(wall)).toEqual([]);
  const auditor = await openAs(browser, server.address, "ministry.auditor.1", `#/rules/${change}`);
  await auditor.getByText("Rolled back").first().waitFor();
  expect(await auditor.locator(".next-line").getByRole("button").count()).toBe(0);
});
