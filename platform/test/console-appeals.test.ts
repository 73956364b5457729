/**
 * Appeals at the console, in a real browser against the real server: entered at a counter with the code that is handed over,
 * taken by one key and by one reviewer alone, papers asked for once, decided after what will happen was said, which then
 * happens; a complaint answered, a compensation decided and paid by two people; in both languages, and on a phone. The people
 * here are of units and a bank of their own, so that the sample's own people do not work for them.
 */
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NOTHING_YET, openBrowser, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";
import { ask, seriousFaults, tooWide, until } from "./console-desk.ts";

const PASSWORD = "nine lanterns by the mill";
const CHINESE: Screen = { locale: "zh-CN", width: 1280 };
const PHONE: Screen = { width: 390, height: 800 };

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly serial: string;
  readonly assignee?: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

let server: ConsoleServer;
let browser: ConsoleBrowser;
/** Stops in force, of one report each. */
let stops: readonly string[] = [];
/** What the first test enters and the others go on with. */
let appeal = "";
let code = "";
/** Who took it: one of two. */
let taker = "";
let clerkDesk: Desk;

beforeAll(async () => {
  server = await startConsoleServer(["--sample"]);
  // The browser reports answers that refuse; what the page says of them is what is tested.
  browser = await openBrowser((text) => /status of (?:401|403|404|409|422|503)/.test(text));
  const admin = await deskOf("ministry.admin.1", true);
  const settle = async (kind: string, en: string, territory: string, people: Readonly<Record<string, readonly string[]>>, institution?: string): Promise<void> => {
    const org = await admin<Seen>("/v1/organisations", { kind, name: { zh: `${en}（测试）`, en }, territory, ...(institution === undefined ? {} : { institution }) });
    for (const [login, roles] of Object.entries(people)) {
      const { link } = await admin<{ readonly link: { readonly path: string } }>("/v1/users", { login, name: login, org: org.id, roles });
      await admin("/v1/password-link", { secret: link.path.split("#").at(-1), password: PASSWORD });
    }
  };
  await settle("police", "Harbour city", "37/3710", { "harbour.one": ["reviewer"], "harbour.two": ["reviewer"], "harbour.chief": ["cityChief"] });
  await settle("police", "Reed district", "37/3710/371002", { "reed.clerk": ["intake"], "reed.lead": ["dutyLead", "caseOfficer"] });
  await settle("bank", "Ebb bank desk", "", { "ebb.desk": ["bankOps"] }, "EBB");
  clerkDesk = await deskOf("reed.clerk");
  // Two accounts stopped, as a report, an approval and the bank's answers leave them.
  const desks = [clerkDesk, await deskOf("reed.lead"), await deskOf("ebb.desk")] as const;
  stops = await Promise.all(["6217000000005551", "6217000000005552"].map((account) => stopped(desks, account)));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => expect(await browser.endTest()).toEqual([]));

type Desk = <T>(route: string, body?: unknown) => Promise<T>;

/** Somebody who is signed in, without a page: what their work beside the console leaves. */
async function deskOf(login: string, sample = false): Promise<Desk> {
  const post = (route: string, body: unknown, cookie = ""): Promise<Response> =>
    fetch(server.address + route, { method: "POST", headers: { "content-type": "application/json", cookie }, body: JSON.stringify(body) });
  const cookie = (await (sample ? post("/v1/sign-in/sample", { login }) : post("/v1/sign-in", { login, password: PASSWORD }))).headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return async <T>(route: string, body?: unknown) => {
    const answer = await (body === undefined ? fetch(server.address + route, { headers: { cookie } }) : post(route, body, cookie));
    if (!answer.ok) throw new Error(`${route}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}

/** Somebody at their page, signed in with their password. */
async function at(login: string, hash: string, screen: Screen = {}): Promise<Page> {
  const page = await browser.open(server.address, NOTHING_YET, screen);
  await ask(page, "/v1/sign-in", { login, password: PASSWORD });
  await page.goto(`${server.address}/${hash}`);
  return page;
}

async function stopped([intake, lead, desk]: readonly [Desk, Desk, Desk], account: string): Promise<string> {
  const paidAt = new Date(Date.now() - 10 * 60_000).toISOString();
  const payments = [{ from: "EBB:6217000000001111", to: `EBB:${account}`, toName: "李四", amountMinor: "5000000", currency: "CNY", paidAt }];
  const { id } = await intake<Seen>("/v1/reports", { input: { channel: "hotline", role: "victim", reporter: { number: "13912340000" }, narrative: "被骗转账", payments } });
  const [stop] = (await intake<{ readonly items: readonly Seen[] }>(`/v1/stop-payments?parent=${id}`)).items;
  await lead(`/v1/stop-payments/${stop!.id}/approve`, { input: {} });
  await until(
    () => desk<Seen>(`/v1/stop-payments/${stop!.id}`),
    ({ state }) => state === "sent",
  );
  const match = { name: true, account: true, amount: true, time: true };
  await desk(`/v1/stop-payments/${stop!.id}/answer`, { input: { result: "stopped", match, heldMinor: "5000000", at: new Date().toISOString() } });
  return stop!.id;
}

const sound = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
};
const shown = (page: Page, kind: string, id: string): Promise<Seen> => ask<Seen>(page, `/v1/${kind}/${id}`);

test("at a counter: one form, papers by their fingerprint, and the code that is handed over opens the person's own page", async () => {
  const clerk = await at("reed.clerk", "#/appeals");
  await clerk.getByRole("button", { name: "Enter for somebody" }).click();
  await clerk.getByRole("button", { name: "Enter it" }).click();
  await clerk.getByText("The code, or the id of the measure").waitFor();
  await clerk.getByLabel("The measure, by its id").fill(stops[0]!);
  await clerk.getByLabel("it takes more than the disputed sum").check();
  await clerk.getByLabel("What they say", { exact: true }).fill("I sold two carts of wheat for this money.");
  await clerk.getByLabel("Number for the answer").fill("13900000077");
  await clerk.locator("input[type=file]").setInputFiles({ name: "slip.txt", mimeType: "text/plain", buffer: Buffer.from("weighed: 2,140 kg") });
  await clerk.getByText("slip.txt").waitFor();
  await sound(clerk);
  await clerk.getByLabel("Number for the answer").press("Control+Enter");
  code = await clerk.locator(".their-code b").innerText();
  await sound(clerk);
  const mine = await ask<{ readonly appeals: readonly { readonly id: string; readonly papers: readonly { readonly sha256: string }[] }[] }>(clerk, "/v1/public/matter", { code });
  appeal = mine.appeals[0]!.id;
  // Of "weighed: 2,140 kg", computed elsewhere.
  expect(mine.appeals[0]!.papers.map(({ sha256 }) => sha256)).toEqual([createHash("sha256").update("weighed: 2,140 kg").digest("hex")]);
  await clerk.goto(`${server.address}/my#${code}`);
  await clerk.getByText("I sold").or(clerk.getByText("Received")).first().waitFor();
  // The page takes the code out of its address, and nothing it asked carried one.
  expect(clerk.url()).not.toContain(code);
});

test("one key takes it, and of two reviewers at once only one has it; both sides are seen, papers are asked for once", async () => {
  const [one, two] = [await at("harbour.one", "#/appeals"), await at("harbour.two", "#/appeals")];
  await Promise.all([one, two].map((page) => page.locator(".orders-queue li").first().waitFor()));
  await Promise.all([one, two].map((page) => page.keyboard.press("n")));
  const has = async (page: Page): Promise<boolean> => {
    await page.locator(".decide, .none-free").first().waitFor();
    return (await page.locator(".decide").count()) > 0;
  };
  const taken = [await has(one), await has(two)];
  expect(taken.filter(Boolean)).toHaveLength(1);
  const page = taken[0] === true ? one : two;
  taker = taken[0] === true ? "harbour.one" : "harbour.two";
  expect(new URL(page.url()).hash).toBe(`#/appeals/${appeal}`);
  await page.locator(".appeal-sides").getByText("somebody reported having been deceived into paying into it").waitFor();
  await page.locator(".appeal-sides").getByText("it takes more than the disputed sum").waitFor();
  // What they wrote is opened for a purpose, and only then.
  expect(await page.getByText("two carts of wheat").count()).toBe(0);
  await page.getByRole("button", { name: "Show for a purpose" }).click();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("two carts of wheat").waitFor();
  await page.locator(".signatures").getByText("Duty lead", { exact: false }).waitFor();
  await sound(page);
  await page.keyboard.press("a");
  await page.getByLabel("your identity document").check();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.locator(".order-head").getByText("waits for papers").waitFor();
  expect(await page.getByRole("button", { name: "Ask for papers" }).count()).toBe(0);
  expect((await shown(page, "appeals", appeal)).body["papersAsked"]).toMatchObject({ papers: [{ en: "your identity document" }] });
});

test("快速通道；部分成立：先说明将会发生什么，决定后正是如此；被驳回的一方能看到下一步", async () => {
  await clerkDesk("/v1/public/matter/papers", { code, papers: [{ kind: "weigh-slip", sha256: "ab".repeat(32), type: "image/jpeg", bytes: 90_000 }] });
  const page = await at(taker, `#/appeals/${appeal}`, CHINESE);
  await page.locator(".order-head").getByText("快速通道").waitFor();
  await page.locator(".decide").waitFor();
  await page.keyboard.press("2");
  await page.getByRole("checkbox", { name: "仅保留查明的涉案金额" }).check();
  await page.getByLabel("继续控制的金额（CNY）").fill("50000");
  await page.getByText("须少于 50,000.00 CNY").first().waitFor();
  expect(await page.locator(".foreseen").count()).toBe(0);
  await page.getByLabel("继续控制的金额（CNY）").fill("12,000");
  await page.locator(".foreseen").getByText("Ebb bank desk（测试）: 仅控制较小金额").waitFor();
  await page.locator(".foreseen").getByText("部分成立").first().waitFor();
  expect((await shown(page, "stop-payments", stops[0]!)).body["heldMinor"]).toBe("5000000");
  await sound(page);
  await page.getByRole("button", { name: "决定：部分成立" }).click();
  await page.locator(".decided").getByText("仅保留查明的涉案金额").waitFor();
  expect(await shown(page, "stop-payments", stops[0]!)).toMatchObject({ state: "stopped", body: { heldMinor: "1200000" } });
  const seen = await clerkDesk<{ readonly appeals: readonly object[] }>("/v1/public/matter", { code });
  expect(seen.appeals[0]).toMatchObject({ state: "partly", decision: { remedy: { zh: expect.stringContaining("行政复议") } } });
});

test("upheld, it is gone everywhere at once; what it cost is claimed with the same code, decided by a head and paid by somebody else", async () => {
  const made = await clerkDesk<Seen>("/v1/appeals", { input: { against: stops[1], grounds: ["not-involved"], contact: "13900000078" } });
  const receipt = await clerkDesk<{ readonly code: string }>(`/v1/appeals/${made.id}/receipt`, {});
  const page = await at("harbour.two", `#/appeals/${made.id}`);
  await page.getByRole("button", { name: "Take it" }).waitFor();
  await page.keyboard.press("t");
  await page.locator(".decide").waitFor();
  await page.keyboard.press("1");
  await page.getByLabel("on review it has nothing to do with the case").check();
  await page.locator(".foreseen").getByText("Ebb bank desk: let the money go").waitFor();
  await page.locator(".foreseen").getByText("held 1 day is stated by itself").waitFor();
  await page.getByRole("button", { name: "Decide: Upheld" }).click();
  await page.locator(".decided").waitFor();
  expect((await shown(page, "stop-payments", stops[1]!)).state).toBe("released");

  await clerkDesk("/v1/public/matter/claims", { code: receipt.code, losses: [{ kind: "fees", amountMinor: "30000" }] });
  const chief = await at("harbour.chief", "#/appeals/compensations");
  await chief.locator(".orders-queue li a").first().click();
  await chief.getByText("302 CNY").first().waitFor();
  await chief.getByRole("button", { name: "Decide", exact: true }).click();
  await chief.getByLabel("granted", { exact: true }).check();
  await chief.getByLabel("the loss is shown by papers", { exact: true }).check();
  await sound(chief);
  await chief.getByRole("group", { name: "Decide" }).getByRole("button", { name: "Decide" }).click();
  await chief.locator(".order-head").getByText("Granted, being paid").waitFor();
  const [claim] = (await ask<{ readonly items: readonly Seen[] }>(chief, "/v1/compensations?open=true")).items;
  // Whoever decided is offered no payment.
  expect(await chief.getByRole("button", { name: "Record the payment" }).count()).toBe(0);
  const officer = await at("reed.lead", `#/appeals/${claim!.id}`);
  await officer.getByRole("button", { name: "Record the payment" }).click();
  await officer.getByLabel("Payment reference").fill("F-2026-17");
  await officer.getByRole("group", { name: "Record the payment" }).getByRole("button", { name: "Record the payment" }).click();
  await officer.locator(".order-head").getByText("Paid", { exact: true }).waitFor();
});

test("投诉：代为录入、领取、答复；经办过的人不能复核；手机上一次只看一件", async () => {
  const clerk = await at("reed.clerk", "#/appeals/new", CHINESE);
  await clerk.getByLabel("投诉：办理方式有问题").check();
  await clerk.getByLabel("联系过于频繁").check();
  await clerk.getByLabel("答复用号码").fill("13900000079");
  await clerk.getByRole("button", { name: /^录\s*入/ }).click();
  await clerk.locator(".their-code b").waitFor();
  const reviewer = await at("harbour.one", "#/appeals/complaints", { ...PHONE, locale: "zh-CN" });
  await reviewer.locator(".orders-queue li a").first().click();
  expect(await reviewer.locator(".orders-queue").isVisible()).toBe(false);
  await reviewer.getByRole("button", { name: /^答\s*复$/ }).click();
  await reviewer.getByLabel("属实", { exact: true }).check();
  await reviewer.getByLabel("情况属实，向您道歉").check();
  await reviewer.getByLabel("内部备注（不对外告知）").fill("已提醒各组");
  await sound(reviewer);
  await reviewer
    .getByRole("group", { name: "答复" })
    .getByRole("button", { name: /^答\s*复$/ })
    .click();
  await reviewer.getByText("情况属实，向您道歉").first().waitFor();

  // A stop of the district's own: seen, and said that it is for somebody else.
  const again = await clerkDesk<Seen>("/v1/appeals", {
    input: { against: stops[0], grounds: ["too-much"], contact: "13900000077", papers: [{ kind: "contract", sha256: "cd".repeat(32), type: "application/pdf", bytes: 9_000 }] },
  });
  const blocked = await at(taker, `#/appeals/${again.id}`, PHONE);
  await blocked.getByText("A second appeal needs").waitFor();
  await blocked.getByText("Not for you to decide: has decided an appeal about it before.").waitFor();
  expect(await blocked.getByRole("button", { name: "Take it" }).count()).toBe(0);
  await sound(blocked);
});
