/**
 * Money stopped at the console, in a real browser against the real server and the sample town: from the call to the orders on
 * their way in one form and one approval, the bank's answer on one screen, what came of it everywhere at once, in both languages.
 * The people here are of a unit, a bank and an operator of their own, so that the sample's own people do not work for them.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NOTHING_YET, openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, openAs, seriousFaults, tooWide, until } from "./console-desk.ts";

const PASSWORD = "seven herons over the weir";
const CHINESE: Screen = { locale: "zh-CN", width: 1280 };
const PHONE: Screen = { width: 390, height: 800 };

interface Stop {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly parent: string;
  readonly body: { readonly account: { readonly masked: string }; readonly amountMinor: string; readonly heldMinor: string | null; readonly tier: number; readonly report: string };
}

let server: ConsoleServer;
let browser: ConsoleBrowser;
/** What the first test opens and the others go on with. */
let report = "";

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  // The browser reports answers that refuse; what the page says of them is what is tested. A crowded machine is asked again.
  browser = await openBrowser((text) => /status of (?:401|403|404|409|422|503)/.test(text));
  const admin = await openAs(browser, server.address, "ministry.admin.1");
  const settle = async (kind: string, en: string, territory: string, people: Readonly<Record<string, readonly string[]>>, institution?: string): Promise<void> => {
    const org = await ask<{ readonly id: string }>(admin, "/v1/organisations", {
      kind,
      name: { zh: `${en}（测试）`, en },
      territory,
      ...(institution === undefined ? {} : { institution }),
    });
    for (const [login, roles] of Object.entries(people)) {
      const { link } = await ask<{ readonly link: { readonly path: string } }>(admin, "/v1/users", { login, name: login, org: org.id, roles });
      await ask(admin, "/v1/password-link", { secret: link.path.split("#").at(-1), password: PASSWORD });
    }
  };
  await settle("police", "Coast district", "37/3702/370211", { "coast.intake": ["intake"], "coast.lead": ["dutyLead"], "coast.both": ["intake", "dutyLead"] });
  await settle("bank", "Tide bank desk", "", { "tide.desk": ["bankOps"] }, "TIDE");
  await settle("telco", "Gull telecom desk", "", { "gull.one": ["telcoOps"], "gull.two": ["telcoOps"] });
  await browser.endTest();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => expect(await browser.endTest()).toEqual([]));

/** Somebody at their page, signed in with their password. */
async function at(login: string, hash: string, screen: Screen = {}): Promise<Page> {
  const page = await browser.open(server.address, NOTHING_YET, screen);
  await ask(page, "/v1/sign-in", { login, password: PASSWORD });
  await page.goto(`${server.address}/${hash}`);
  return page;
}

const stopsOf = async (page: Page, parent: string): Promise<readonly Stop[]> => (await ask<{ readonly items: readonly Stop[] }>(page, `/v1/stop-payments?parent=${parent}`)).items;
const sound = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
};
const minutesAgo = (minutes: number): string => {
  const then = new Date(Date.now() - minutes * 60_000);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace("T", " ");
};

test("from a call to orders on their way: one form with a pasted statement, one approval, and whoever took the call sees it happen", async () => {
  const intake = await at("coast.intake", "#/stop/new");
  const box = intake.getByLabel("Paste a statement, a slip or a bank's message");
  await box.fill(
    [
      "交易时间\t交易金额\t对方户名\t对方账号\t对方开户行",
      `${minutesAgo(12)}\t50,000.00\t李四\t6217000000002222\tTIDE`,
      `${minutesAgo(9)}\t12,000.50\t王五\t6217000000003333\tTIDE`,
      "the line after which the paper was torn",
    ].join("\n"),
  );
  await intake.getByRole("button", { name: "Read into rows" }).click();
  await intake.getByText("2 payments read").waitFor();
  // The bank is none that the table knows: nothing is guessed, and it is said.
  await intake.getByText("2 of them lack something").waitFor();
  await intake.getByText("the line after which the paper was torn").first().waitFor();
  const banks = intake.getByLabel("To: bank");
  expect(await banks.count()).toBe(2);
  for (const n of [0, 1]) await banks.nth(n).fill("tide");
  await intake.getByLabel("Name", { exact: true }).fill("赵六");
  await intake.getByLabel("Phone number").fill("13912345678");
  await sound(intake);
  await intake.getByLabel("Phone number").press("Control+Enter");
  await expect.poll(() => new URL(intake.url()).hash, { timeout: 120_000 }).toMatch(/^#\/stop\/rep_/);
  report = new URL(intake.url()).hash.split("/").at(-1) ?? "";
  await intake.getByText("Somebody else with the power to approve has to sign").waitFor();
  const drafted = await stopsOf(intake, report);
  expect(drafted.map(({ state, body }) => `${state} ${body.amountMinor}`).toSorted((a, b) => a.localeCompare(b))).toEqual(["drafted 1200050", "drafted 5000000"]);

  const lead = await at("coast.lead", "#/stop");
  await lead.getByText("Wait for a second signature").waitFor();
  await lead.locator(".orders-queue li").first().waitFor();
  await lead.keyboard.press("j");
  await lead.keyboard.press("Enter");
  await lead.getByText("2 orders over 62,000.50 CNY go to the banks at once").waitFor();
  await sound(lead);
  await lead.keyboard.press("a");
  await lead.getByText("2 orders approved and on their way.").waitFor();
  // Nobody touched the other page.
  await expect.poll(() => intake.locator("tr.on-way").count(), { timeout: 120_000 }).toBe(2);
  expect((await stopsOf(intake, report)).every(({ state }) => state === "approved" || state === "sent")).toBe(true);
});

test("银行经办：只见发给本机构的指令，同屏反馈，粘贴下游账户；公安一侧随即看到止住金额和延伸止付", async () => {
  const desk = await at("tide.desk", "#/partner", CHINESE);
  await desk.getByText("待反馈 · 2").waitFor();
  const mine = await ask<{ readonly items: readonly Stop[] }>(desk, "/v1/stop-payments?limit=200");
  expect(mine.items).toHaveLength(2);
  const [first, second] = ["5000000", "1200050"].map((amount) => mine.items.find(({ body }) => body.amountMinor === amount));
  expect(first !== undefined && second !== undefined).toBe(true);

  await desk.goto(`${server.address}/#/partner/${first!.id}`);
  // Whoever carries an order out has to know who gave it.
  await desk.locator(".order-head").getByText("来自Coast district（测试）").waitFor();
  await desk.getByLabel("已部分止付").check();
  await desk.getByLabel("止住金额").fill("60000");
  await desk.getByRole("button", { name: "发送反馈" }).click();
  // More than the order names, and the four fields not compared: said before anything is sent.
  await desk.getByText("超过指令金额", { exact: true }).waitFor();
  await desk.getByText("四项必须全部一致，否则不得止付。").waitFor();
  await desk.getByLabel("止住金额").fill("31,200");
  for (const field of ["户名", "账号", "金额", "时间"]) await desk.getByRole("checkbox", { name: field, exact: true }).check();
  await desk.getByLabel("粘贴流水、回单或银行短信").fill(`交易时间：${minutesAgo(6)}\n收款户名：孙七\n收款账号：6217000000004444\n收款银行：TIDE\n金额：18800元`);
  await desk.getByRole("button", { name: "识别成行" }).click();
  await desk.locator(".hop-row").getByLabel("银行", { exact: true }).fill("TIDE");
  await sound(desk);
  await desk.locator(".hop-row").getByLabel("户名").press("Control+Enter");
  await desk.getByText("目前无须反馈。").waitFor();

  await desk.goto(`${server.address}/#/partner/${second!.id}`);
  await desk.getByLabel("拒绝或无法执行（说明理由）").check();
  await desk.getByLabel("理由", { exact: true }).fill("账户不在本机构");
  await desk.getByRole("button", { name: "发送反馈" }).click();
  await desk.getByText("本项已结束。").waitFor();

  const lead = await at("coast.lead", `#/stop/${report}`, CHINESE);
  await lead.locator("tr.stopped").getByText("3.12 万 CNY").waitFor();
  // The next account, proposed for its own amount, waits for its own approval.
  await lead.locator(".approve").getByText("1.88 万 CNY").waitFor();
  const next = await until(
    () => stopsOf(lead, first!.id),
    (all) => all.length === 1,
  );
  expect(next[0]).toMatchObject({ state: "drafted", body: { amountMinor: "1880000", tier: 2, report } });
  await sound(lead);
});

test("the race proposes a stop over just what is there, by one key; the second signature is somebody else's", async () => {
  const both = await at("coast.both", `#/stop/${report}`);
  const before = (await stopsOf(both, report)).length;
  const branch = both.locator(".branch.first");
  await branch.getByRole("button", { name: /Propose a stop over 12,001 CNY/ }).waitFor();
  await both.keyboard.press("p");
  await both.getByText("Proposed: 12,000.50 CNY, waits for a second signature.").waitFor();
  const after = await stopsOf(both, report);
  expect(after).toHaveLength(before + 1);
  const made = after.find(({ state }) => state === "drafted");
  expect(made?.body.amountMinor).toBe("1200050");

  // The bank compares the name: the order waits for it, and whoever knows it adds it there.
  const row = both.locator(".approve-rows li").filter({ has: both.locator("form") });
  await row.getByLabel("Holder's name").fill("王五");
  await row.getByRole("button", { name: "Add" }).click();
  await expect.poll(() => both.locator(".approve-rows form").count(), { timeout: 120_000 }).toBe(0);
  // One person is one pair of eyes, whatever their roles.
  const own = both.locator(".approve-rows li").filter({ hasText: "12,001 CNY" }).getByRole("checkbox");
  expect(await own.isDisabled()).toBe(true);
});

test("what somebody else did meanwhile is said, nothing is done over it, and the history tells both signatures", async () => {
  const lead = await at("coast.lead", `#/stop/${report}`);
  const made = (await stopsOf(lead, report)).find(({ state }) => state === "drafted");
  expect(made).toBeDefined();
  const other = await at("coast.lead", `#/stop/${made!.id}`);
  // The page of the other desk must not hear of it before it is pressed: from its start it is told of nothing, and told not to ask again.
  await other.route("**/v1/changes*", (route) => route.fulfill({ contentType: "text/event-stream", body: "retry: 600000\n\n" }));
  await other.reload();
  await other.getByText("waits for somebody other than who proposed it").waitFor();
  await other
    .getByRole("button", { name: "Not approve" })
    .or(other.getByRole("button", { name: "Decline", exact: true }))
    .click();
  await other.getByLabel("Why").fill("looked at too quickly");
  await ask(lead, `/v1/stop-payments/${made!.id}/approve`, { input: {} });
  await other.getByRole("group", { name: "Decline" }).getByRole("button", { name: "Decline" }).click();
  await other.getByText("Somebody changed this meanwhile").or(other.getByText("Not possible now")).first().waitFor();
  expect(["approved", "sent"]).toContain((await ask<Stop>(lead, `/v1/stop-payments/${made!.id}`)).state);
  await other.locator(".signatures").getByText("Duty lead, Coast district").waitFor();
});

test("an operator's desk: a check before opening that never refuses, and a number whose holder is asked to verify by a second person", async () => {
  const one = await at("gull.one", "#/partner");
  await one.getByText("Nothing waits for an answer.").waitFor();
  await one.keyboard.press("o");
  await one.getByLabel("phone card").check();
  await one.getByLabel("Applicant's document").fill("doc-4711");
  await one.getByLabel("accompanied by somebody who directs").check();
  await one.getByRole("button", { name: "Check", exact: false }).last().click();
  await one.locator(".check-answer h2").waitFor();
  await one.getByText("Say", { exact: true }).waitFor();
  await sound(one);

  const { id } = await ask<Stop>(one, "/v1/number-actions", { input: { number: "13700137000", risk: "often-flagged", evidence: [{ kind: "document", ref: "notice-17" }] } });
  const two = await at("gull.two", `#/partner/${id}`);
  await two.getByRole("button", { name: "Ask the holder to verify" }).click();
  await two.getByRole("group", { name: "Ask the holder to verify" }).getByRole("button", { name: "Ask the holder to verify" }).click();
  await until(
    () => ask<Stop>(two, `/v1/number-actions/${id}`),
    ({ state }) => state === "reverifying",
  );
  await sound(two);
});

test("on a phone one thing at a time, nothing wider than the screen, and other people's places stay theirs", async () => {
  const lead = await at("coast.lead", `#/stop/${report}`, PHONE);
  await lead.locator(".branch").first().waitFor();
  expect(await lead.locator(".orders-queue").isVisible()).toBe(false);
  await sound(lead);
  await lead.getByRole("button", { name: "Back to the list" }).click();
  await lead.locator(".orders-queue li").first().waitFor();
  await sound(lead);
  const desk = await at("tide.desk", "#/stop", PHONE);
  await desk.getByText("This place is for").or(desk.locator(".not-for-you")).first().waitFor();
  await desk.goto(`${server.address}/#/partner`);
  await desk.locator(".orders-queue li").first().waitFor();
  await sound(desk);
});
