/**
 * Cases and series at the console, in a real browser against the real server: what is proposed as belonging together is seen
 * side by side and decided by keys, a case goes on in another and comes back as it was, a case finds its competent unit; in
 * both languages. The people are of units of their own, in a province where nobody of the sample works.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NOTHING_YET, openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide, until } from "./console-desk.ts";

const PASSWORD = "seven herons over the weir";
const CHINESE: Screen = { locale: "zh-CN", width: 1280 };
const PHONE: Screen = { width: 390, height: 800 };
const PAYEE = "TIDE:6217000000002222";
const DEVICE = "imei-351756051523999";

interface Matter {
  readonly id: string;
  readonly serial: string;
  readonly state: string;
  readonly org: string;
  readonly version: number;
}
interface Series extends Matter {
  readonly body: {
    readonly members: readonly { readonly id: string }[];
    readonly candidates: readonly { readonly id: string }[];
    readonly refused: readonly { readonly id: string; readonly why: string }[];
  };
}
interface Case extends Matter {
  readonly body: { readonly into: { readonly case: string; readonly from: string } | null; readonly merged: readonly string[]; readonly reports: readonly string[] };
}

let server: ConsoleServer;
let browser: ConsoleBrowser;
let first: Case;
let second: Case;
let series: Series;
let other = "";
let caller = 0;

const settle = async (admin: Page, en: string, territory: string, people: Readonly<Record<string, readonly string[]>>): Promise<string> => {
  const org = await ask<{ readonly id: string }>(admin, "/v1/organisations", { kind: "police", name: { zh: `${en}（测试）`, en }, territory });
  for (const [login, roles] of Object.entries(people)) {
    const { link } = await ask<{ readonly link: { readonly path: string } }>(admin, "/v1/users", { login, name: login, org: org.id, roles });
    await ask(admin, "/v1/password-link", { secret: link.path.split("#").at(-1), password: PASSWORD });
  }
  return org.id;
};

/** Somebody signed in with their password, who has not looked at anything yet. */
async function signedIn(login: string, screen: Screen = {}): Promise<Page> {
  const page = await browser.open(server.address, NOTHING_YET, screen);
  await ask(page, "/v1/sign-in", { login, password: PASSWORD });
  return page;
}

/** The same, at their page. */
async function at(login: string, hash: string, screen: Screen = {}): Promise<Page> {
  const page = await signedIn(login, screen);
  await page.goto(`${server.address}/${hash}`);
  return page;
}

/** An accepted report of somebody who paid. */
async function told(desk: Page, more: object): Promise<Matter> {
  caller += 1;
  const input = {
    channel: "counter",
    role: "victim",
    reporter: { number: `1391234${String(5000 + caller)}` },
    axes: { lure: "CS_REFUND", channel: null, rail: null, authorised: null },
    ...more,
  };
  const { id } = await ask<Matter>(desk, "/v1/reports", { input });
  return ask<Matter>(desk, `/v1/reports/${id}/accept`, { input: {} });
}
const paid = (to: string, amountMinor: string): object => ({ payments: [{ to, amountMinor, currency: "CNY", paidAt: new Date(Date.now() - 3_600_000).toISOString() }] });
const seriesNow = (page: Page): Promise<Series> => ask<Series>(page, `/v1/series/${series.id}`);
/** Presses a key once the page has come to rest: a part that was just drawn listens a moment later. */
const press = async (page: Page, key: string): Promise<void> => {
  await page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 500 }))");
  await page.keyboard.press(key);
};
const sound = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
};

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  browser = await openBrowser((text) => /status of (?:401|403|404|409|422|503)/.test(text));
  const admin = await openAs(browser, server.address, "ministry.admin.1");
  await settle(admin, "Yiwu", "33/3307/330782", {
    "yiwu.desk": ["intake", "caseOfficer"],
    "yiwu.analyst": ["analyst"],
    "yiwu.chief": ["countyChief"],
  });
  other = await settle(admin, "Dongyang", "33/3307/330783", { "dongyang.lead": ["dutyLead"] });
  const desk = await signedIn("yiwu.desk");
  const chief = await signedIn("yiwu.chief");
  const filed = async (report: Matter, summary: string): Promise<Case> => {
    const opened = await ask<Case>(desk, "/v1/cases", { input: { reports: [report.id], summary } });
    return ask<Case>(chief, `/v1/cases/${opened.id}/file`, { input: {} });
  };
  first = await filed(await told(desk, { ...paid(PAYEE, "5000000"), traits: [{ type: "device", value: DEVICE }] }), "a false refund");
  second = await filed(await told(desk, paid(PAYEE, "1200050")), "another false refund");
  [series] = await until(
    async () => (await ask<{ readonly items: readonly Series[] }>(chief, "/v1/series?state=proposed")).items,
    (all) => all.length === 1,
  );
  await browser.endTest();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => expect(await browser.endTest()).toEqual([]));

test("what is proposed is seen side by side and decided by keys: looked at, confirmed, one refused with a reason, one taken in", async () => {
  const page = await at("yiwu.analyst", "#/cases/series");
  await page.locator(".orders-queue li").first().waitFor();
  await press(page, "j");
  await press(page, "Enter");
  await page.getByRole("heading", { name: "Do these two belong together?" }).waitFor();
  // The two matters next to each other; between them the account, masked, with where it stands on either side.
  await page.locator(".matter-card", { hasText: first.serial }).waitFor();
  await page.locator(".matter-card", { hasText: second.serial }).waitFor();
  const shared = page.locator(".shared");
  await shared.getByText("the same account was paid").waitFor();
  await shared.getByText("TIDE 6217 **** 2222").waitFor();
  expect(await shared.getByText(/(?:left|right): \d+REP\d+/).count()).toBeGreaterThan(1);
  expect(await page.content()).not.toContain("6217000000002222");
  await sound(page);
  // Nothing is confirmed by having looked at one pair.
  await press(page, "y");
  await page.getByRole("heading", { name: "Is this one group's work?" }).waitFor();
  expect((await seriesNow(page)).state).toBe("proposed");
  await press(page, "y");
  await page.getByText("Nothing waits for a decision.").waitFor();
  expect((await seriesNow(page)).state).toBe("confirmed");

  const desk = await signedIn("yiwu.desk");
  const third = await told(desk, { traits: [{ type: "device", value: DEVICE }] });
  await page.getByRole("heading", { name: "Does the matter on the right belong to the series?" }).waitFor();
  await page.locator(".matter-card.right", { hasText: third.serial }).waitFor();
  await press(page, "x");
  await page.getByLabel("Why", { exact: true }).fill("a phone bought second hand");
  await page.getByText("The one on the right is taken out").waitFor();
  await page.getByLabel("Why", { exact: true }).press("Control+Enter");
  await page.getByText("Nothing waits for a decision.").waitFor();
  expect((await seriesNow(page)).body.refused).toMatchObject([{ id: third.id, why: "a phone bought second hand" }]);

  const fourth = await told(desk, paid(PAYEE, "300000"));
  await page.locator(".matter-card.right", { hasText: fourth.serial }).waitFor();
  await press(page, "y");
  await page.getByText("Nothing waits for a decision.").waitFor();
  expect((await seriesNow(page)).body.members.map(({ id }) => id)).toContain(fourth.id);
});

test("并案与撤销并案：并排比对后并入，金额合并而五项分列；撤销后恢复原状态", async () => {
  const chief = await at("yiwu.chief", `#/cases/${second.id}`, CHINESE);
  // 损失、申请止付、止付在账、查明、返还各是各的。
  await chief.locator(".case-sums dt").first().waitFor();
  expect(await chief.locator(".case-sums dt").allTextContents()).toEqual(["损失", "申请止付", "止付在账", "查明", "返还"]);
  await chief.locator(".case-sums").getByText("1.2 万 CNY").waitFor();
  await chief.locator(".link-rows").getByText(`案件 ${first.serial}`).click();
  await chief.getByText("两者均在串并案").waitFor();
  await chief.getByRole("button", { name: "并入他案" }).click();
  await chief.getByLabel("使用同一网站、通讯群组、资金账户或窝点").check();
  await chief.getByText("“撤销并案”后恢复到目前的状态").waitFor();
  await sound(chief);
  await chief.getByRole("group", { name: "并入他案" }).getByRole("button", { name: "并入他案" }).click();
  await until(
    () => ask<Case>(chief, `/v1/cases/${second.id}`),
    ({ state, body }) => state === "merged" && body.into?.case === first.id && body.into.from === "filed",
  );
  await chief.goto(`${server.address}/#/cases/${first.id}`);
  await chief.getByRole("heading", { name: "并入本案的案件" }).waitFor();
  await chief.locator(".merged").getByText(second.serial).waitFor();
  await chief.locator(".case-sums").getByText("6.2 万 CNY").waitFor();

  await chief.locator(".merged").getByText(second.serial).click();
  await chief.getByRole("button", { name: "撤销并案" }).click();
  await chief.getByLabel("理由").fill("两案账户实为不同团伙租用");
  await chief.getByRole("group", { name: "撤销并案" }).getByRole("button", { name: "撤销并案" }).click();
  const parted = await until(
    () => ask<Case>(chief, `/v1/cases/${second.id}`),
    ({ state }) => state === "filed",
  );
  expect(parted.body.into).toBeNull();
  await chief.locator(".case-sums").getByText("1.2 万 CNY").waitFor();
});

test("a case finds its competent unit against a clock, on a phone too, and its ways to the money are there", async () => {
  const officer = await at("yiwu.desk", `#/cases/${second.id}`, PHONE);
  await officer.getByRole("link", { name: "Stop the money" }).waitFor();
  expect(await officer.getByRole("link", { name: "Where the money went" }).getAttribute("href")).toBe(`#/money/${second.id}`);
  await officer.locator(".link-rows li").first().waitFor();
  expect(await officer.locator(".orders-queue").isVisible()).toBe(false);
  await sound(officer);
  await officer.getByRole("button", { name: "Find that another unit is competent" }).click();
  await officer.getByLabel("Ground").fill("the loss arose in Dongyang");
  await officer.getByRole("group").getByRole("button", { name: "Find that another unit is competent" }).click();
  await officer.locator("header .clock").waitFor();
  await officer.getByRole("button", { name: "Hand over" }).click();
  await officer.getByLabel("Unit that is competent").click();
  await officer.locator(".ant-select-item-option").getByText("Dongyang").click();
  await officer.getByText("Until it has taken it over, yours answers.").waitFor();
  await officer.getByRole("group").getByRole("button", { name: "Hand over" }).click();
  // It lies with the other unit now, and this desk says so of what it still shows.
  await officer.getByText("It may lie with another unit now").waitFor();
  const lead = await at("dongyang.lead", "#/cases");
  expect(await ask<Case>(lead, `/v1/cases/${second.id}`)).toMatchObject({ state: "handed-over", org: other });
  await lead.getByText("Which unit is competent · 1").waitFor();
  await lead.getByText("Figures of cases").waitFor();
  await sound(lead);
  await press(lead, "j");
  await press(lead, "Enter");
  await lead.getByRole("button", { name: "Take over" }).click();
  await lead.getByRole("group", { name: "Take over" }).getByRole("button", { name: "Take over" }).click();
  await until(
    () => ask<Case>(lead, `/v1/cases/${second.id}`),
    ({ state, org }) => state === "filed" && org === other,
  );
});
