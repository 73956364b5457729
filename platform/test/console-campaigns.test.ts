/**
 * Campaigns at the console, in a real browser against the real server and the sample town: an idea and its leads, two signatures,
 * packages to two units, a unit that signs, verifies and returns by keys, a conflict settled by name, leads taken back, the day,
 * the assessment and the end, in both languages. The people here are of a city of their own, where the sample's have no hand.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NOTHING_YET, openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide } from "./console-desk.ts";

const PASSWORD = "nine lanterns down the quay";
const CHINESE: Screen = { locale: "zh-CN", width: 1280 };

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly territory: string;
  readonly body: { readonly subjects: readonly { readonly ref: { readonly masked: string } }[] };
}

let server: ConsoleServer;
let browser: ConsoleBrowser;
/** What the first test opens and the others go on with. */
let campaign = "";

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  browser = await openBrowser((text) => /status of (?:401|403|404|409|422|503)/.test(text));
  const admin = await openAs(browser, server.address, "ministry.admin.1");
  const settle = async (en: string, zh: string, territory: string, people: Readonly<Record<string, string>>): Promise<void> => {
    const org = await ask<{ readonly id: string }>(admin, "/v1/organisations", { kind: "police", name: { zh, en }, territory });
    for (const [login, role] of Object.entries(people)) {
      const { link } = await ask<{ readonly link: { readonly path: string } }>(admin, "/v1/users", { login, name: login, org: org.id, roles: [role] });
      await ask(admin, "/v1/password-link", { secret: link.path.split("#").at(-1), password: PASSWORD });
    }
  };
  await settle("Bay city", "海湾市局", "37/3706", { "bay.analyst": "analyst", "bay.chief": "cityChief" });
  await settle("Bay north", "海湾北区", "37/3706/370602", { "north.officer": "caseOfficer" });
  await settle("Bay south", "海湾南区", "37/3706/370611", { "south.officer": "caseOfficer" });
  await browser.endTest();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => expect(await browser.endTest()).toEqual([]));

async function at(login: string, hash: string, screen: Screen = {}): Promise<Page> {
  const page = await browser.open(server.address, NOTHING_YET, screen);
  await ask(page, "/v1/sign-in", { login, password: PASSWORD });
  await page.goto(`${server.address}/${hash}`);
  return page;
}

const sound = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
};
/** Two Chinese characters on a button stand apart. */
const written = (name: string): RegExp => new RegExp(`^${[...name].join("\\s?")}$`);
const state = (page: Page, words: string): Promise<void> => page.locator(".state-tag").getByText(words, { exact: true }).waitFor();
const leadsOf = async (page: Page): Promise<readonly Seen[]> => (await ask<{ readonly items: readonly Seen[] }>(page, `/v1/campaigns/${campaign}/leads`)).items;

/** A button among what can be done, and the form's own button of the same name. */
async function give(page: Page, name: string, fill: Readonly<Record<string, string>> = {}): Promise<void> {
  await page
    .locator(".order-acts")
    .getByRole("button", { name: written(name) })
    .click();
  const form = page.getByRole("group", { name, exact: true });
  for (const [label, text] of Object.entries(fill)) await form.getByLabel(label, { exact: true }).fill(text);
  await form.getByRole("button", { name: written(name) }).click();
  await form.waitFor({ state: "detached" });
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByLabel(label, { exact: true }).fill(option);
  await page.keyboard.press("Enter");
}

test("an idea, its leads in one form each, and the application: whoever applied finds no way to approve", async () => {
  const page = await at("bay.analyst", "#/campaigns/new");
  await page.getByLabel("Name", { exact: true }).fill("Clear Wind");
  await page.getByLabel("What is supposed, and why (no names of people)").fill("One group takes the money of several reports.");
  await page.getByRole("checkbox", { name: "Money" }).check();
  await page.getByRole("button", { name: "Propose a cluster campaign" }).click();
  await page.waitForURL(/#\/campaigns\/cmg_/);
  campaign = new URL(page.url()).hash.split("/")[2] ?? "";
  await page.getByText("No lead yet.").waitFor();

  await page.keyboard.press("l");
  await choose(page, "Unit that is to work on it", "Bay north");
  await page.getByLabel("Task: what is to be done").fill("Find out who draws the money.");
  await page.getByLabel("What is known (the intelligence)").fill("Passed on within minutes.");
  await page.getByLabel("Which", { exact: true }).fill("ICBC:6222000000000017");
  await page.getByLabel("Number or id").fill("analysis 12");
  await page.getByRole("radio", { name: "protected: only that there is one" }).check();
  await sound(page);
  await page.getByRole("button", { name: "Draft, and another like it" }).click();
  await page.getByText(/Drafted for Bay north/).waitFor();
  // The task and the sources stay; another unit, the same account.
  await choose(page, "Unit that is to work on it", "Bay south");
  await page.getByLabel("Which", { exact: true }).fill("ICBC:6222000000000017");
  await page.getByLabel("Which", { exact: true }).press("Control+Enter");
  await page.getByText("2 leads are drafted and not issued yet.").waitFor();

  await give(page, "Apply for it", { "Plan: who does what, until when": "Verify quietly, then one day for all." });
  await state(page, "Applied for");
  expect(await page.locator(".signatures").innerText()).toMatch(/Analyst, Bay city.*waits for somebody other than who applied/s);
  expect(await page.locator(".order-acts").getByRole("button", { name: "Approve" }).count()).toBe(0);
});

test("另一人批准后下发；承办单位只凭键盘签收、核查并反馈，看不到受保护的来源，牵头单位随即看到", async () => {
  const chief = await at("bay.chief", "#/campaigns", CHINESE);
  await chief.locator(".queue-rows li").first().waitFor();
  await chief.keyboard.press("j");
  await chief.keyboard.press("Enter");
  await state(chief, "已申请，待审批");
  await give(chief, "批准");
  await state(chief, "已批准，待下发");
  const analyst = await at("bay.analyst", `#/campaigns/${campaign}`);
  await give(analyst, "Issue the packages");
  await state(analyst, "Packages issued");

  const officer = await at("north.officer", "#/campaigns", CHINESE);
  await officer.getByText("时限内 · 1").waitFor();
  await officer.keyboard.press("n");
  await officer.waitForURL(/#\/campaigns\/led_/);
  await officer.getByText("来源不便公开").waitFor();
  expect(await officer.locator("main").innerText()).not.toContain("analysis 12");
  // The time is our own assumption, and says so.
  await officer.locator(".lead-clocks").getByText("暂定").first().waitFor();
  await sound(officer);
  // The one thing that is asked stands open, with the hands on it.
  await officer.getByRole("group", { name: "签收", exact: true }).waitFor();
  await officer.keyboard.press("Enter");
  const verify = officer.getByRole("group", { name: "反馈核查结论", exact: true });
  await verify.getByRole("radio", { name: "属实", exact: true }).check();
  await verify.getByLabel("备注").fill("卡由他人使用");
  await verify.getByLabel("备注").press("Control+Enter");
  await state(officer, "已核查");
  await officer.locator(".order-acts").getByRole("button", { name: "反馈结果" }).click();
  const result = officer.getByRole("group", { name: "反馈结果", exact: true });
  await result
    .getByRole("button", { name: written("添加") })
    .last()
    .click();
  await result.getByRole("radio", { name: "现金" }).check();
  await result.getByLabel("金额", { exact: true }).fill("1,234.50");
  await result.getByLabel("备注").fill("已固定录像");
  await result.getByLabel("备注").press("Control+Enter");
  await state(officer, "已反馈");
  // Nobody touched the other page.
  await analyst.locator(".campaign-figures").getByText("1,235 CNY").or(analyst.locator(".campaign-figures").getByText("1,234.5")).first().waitFor();
  await analyst.locator(".packages").getByText("1 true · 0 partly · 0 not").waitFor();
  expect((await leadsOf(analyst)).map(({ state: one }) => one).toSorted((a, b) => a.localeCompare(b))).toEqual(["issued", "returned"]);
});

test("a returned lead is sent back, a conflict found and settled by name, a lead taken back; then the day, the assessment, and the end by somebody else", async () => {
  const analyst = await at("bay.analyst", `#/campaigns/${campaign}`);
  await state(analyst, "Being verified");
  await analyst.getByRole("button", { name: "Send back" }).click();
  const back = analyst.getByRole("group", { name: "Send a returned lead back", exact: true });
  await back.getByLabel("Why").fill("whose account is it?");
  await back.getByRole("button", { name: "Send a returned lead back" }).click();
  await back.waitFor({ state: "detached" });
  // What was returned is finished with; sent back, it is worked on again, and so by two.
  await give(analyst, "Look for conflicts of operations");
  await analyst.getByText("Bay north and Bay south work on one thing").or(analyst.getByText("Bay south and Bay north work on one thing")).waitFor();
  // Who does not answer for a unit does not settle it.
  await analyst.getByText("Somebody who leads a duty or heads a unit settles it, by name.").waitFor();

  const chief = await at("bay.chief", `#/campaigns/${campaign}`);
  await chief.getByText("One conflict of operations has to be settled").waitFor();
  await chief.locator(".conflicts").getByRole("button", { name: "Settle", exact: true }).click();
  const settle = chief.getByRole("group", { name: "Settle a conflict", exact: true });
  await settle.getByRole("radio", { name: "Act together" }).check();
  await settle.getByLabel("Note").fill("north leads, south helps");
  await settle.getByRole("button", { name: "Settle a conflict" }).click();
  await chief.locator(".conflicts").getByText("Settled: Act together").waitFor();
  await sound(chief);

  const south = (await leadsOf(analyst)).find(({ territory }) => territory.endsWith("370611"));
  await analyst.getByRole("checkbox").last().check();
  await analyst.getByRole("button", { name: "Take back 1 leads" }).click();
  const take = analyst.getByRole("group", { name: "Take leads back", exact: true });
  await take.getByLabel("Why").fill("one unit is enough");
  await take.getByRole("button", { name: "Take leads back" }).click();
  await take.waitFor({ state: "detached" });
  const after = await leadsOf(analyst);
  expect(after.find(({ id }) => id === south?.id)?.state).toBe("withdrawn");
  expect(after.find(({ id }) => id !== south?.id)?.state).toBe("signed");

  const soon = Date.now() + 1_500;
  await ask(chief, `/v1/campaigns/${campaign}/set-window`, { input: { from: new Date(soon).toISOString(), until: new Date(soon + 3_600_000).toISOString() } });
  await chief.getByText("closes in").waitFor();
  await give(chief, "Begin the take-down");
  await state(chief, "Take-down");
  await ask(analyst, `/v1/campaigns/${campaign}/settle`, {});
  await state(analyst, "Settling what came of it");
  await give(analyst, "Assess", {
    Summary: "one account",
    "What is to be done otherwise next time": "ask the bank first",
    "Why it is assessed before all leads are returned": "north goes on",
  });
  await state(analyst, "Assessed");
  expect(await analyst.locator(".order-acts").getByRole("button", { name: "Close" }).count()).toBe(0);
  await give(chief, "Close", { "How it ended": "handed to the prosecutor" });
  await state(chief, "Closed");
});

test("on a phone and on the wall it is read as well; a unit that has no part sees nothing of it", async () => {
  const phone = await at("bay.analyst", `#/campaigns/${campaign}`, { width: 390, height: 800 });
  await state(phone, "Closed");
  await phone.locator(".packages").waitFor();
  expect(await tooWide(phone)).toEqual([]);
  const wall = await at("bay.chief", `#/campaigns/${campaign}`);
  await wall.evaluate("localStorage.setItem('duanliu.look', 'dark')");
  await wall.reload();
  await state(wall, "Closed");
  await wall.locator(".packages").waitFor();
  expect(await seriousFaults(wall)).toEqual([]);
  const other = await at("south.officer", "#/campaigns/campaigns");
  await other.getByText("No campaign yet.").waitFor();
});
