/**
 * The console in a real browser, against the real server: events are sent over HTTP, and a person sees each verdict with
 * its reason, in both languages, finds it by its id, and opens it; also on a phone, without a request to anywhere else.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DuanliuClient, type Verdict } from "../../client/src/index.ts";
import { openBrowser, PATIENCE_MS, startConsoleServer, type ConsoleBrowser, type ConsoleServer, type Screen } from "./console-browser.ts";

const NOW = Date.now();
const at = (secondsAgo: number): string => new Date(NOW - secondsAgo * 1000).toISOString();

/** An ordinary call, and events whose own fields already say that something is wrong. */
const EVENTS = [
  {
    id: "t-call-ordinary",
    kind: "call",
    occurredAt: at(40),
    from: "+8613912345678",
    to: "+8613700001111",
    answered: true,
    durationMs: 60_000,
    ringMs: 4_000,
    origin: "domestic",
    contact: true,
  },
  {
    id: "t-app/imitation 1",
    kind: "app-install",
    occurredAt: at(30),
    subject: "+8613800138000",
    package: "com.example.fakebank",
    name: "Example",
    source: "link",
    appClass: "bank",
    imitatesOfficial: true,
    permissions: ["sms", "accessibility", "overlay"],
  },
  {
    id: "t-visit",
    kind: "visit",
    occurredAt: at(20),
    subject: "+8613800138000",
    host: "login-example-verify.top",
    domainAgeDays: 1,
    asksCardAndCode: true,
    formElsewhere: true,
    cloaked: true,
    templateMatches: 12,
    licensed: false,
  },
  {
    id: "t-transfer",
    kind: "transfer",
    occurredAt: at(10),
    from: { institution: "ICBC", account: "6222020000001111" },
    to: { institution: "CCB", account: "6217000000002222" },
    amountMinor: "12345678",
    currency: "CNY",
    channel: "mobile",
    payeeNew: true,
    remoteHelp: true,
    nameCheck: "none",
  },
] as const;

let server: ConsoleServer;
let client: DuanliuClient;
let browser: ConsoleBrowser;
let verdicts: ReadonlyMap<string, Verdict>;

beforeAll(async () => {
  server = await startConsoleServer();
  client = new DuanliuClient({ baseUrl: server.address });
  expect((await client.health()).status).toBe("ok");
  const answers = await client.sendEvents(EVENTS);
  verdicts = new Map(answers.map((answer) => (answer.kind === "verdict" ? [answer.verdict.eventId, answer.verdict] : ["", undefined as never])));
  // The browser itself reports the answer 404, which is what a search for an unknown id earns.
  browser = await openBrowser((text, url) => text.includes("404") && url.includes("/v1/events/"));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

afterEach(async () => expect(await browser.endTest()).toEqual([]));

const openPage = (screen: Screen = {}, hash = ""): Promise<Page> => browser.open(server.address, `/${hash}`, screen);

const rowOf = (page: Page, id: string) => page.locator("tbody tr", { has: page.locator(`a[href="#/live/${encodeURIComponent(id)}"]`) });
const verdictOf = (id: string): Verdict => verdicts.get(id)!;

/** The id of an event that earned more than "allow": the page's rows are compared with what the server answered. */
function foundId(): string {
  const found = [...verdicts.values()].find((verdict) => verdict.action !== "allow" && verdict.hits.length > 0);
  if (found === undefined) throw new Error(`none of the telling events was flagged: ${JSON.stringify([...verdicts.values()])}`);
  return found.eventId;
}

test("verdicts appear with action and first reason, also those that arrive while one watches", async () => {
  const page = await openPage();
  for (const { id } of EVENTS) await rowOf(page, id).waitFor();
  const id = foundId();
  expect(await rowOf(page, id).innerText()).toContain(verdictOf(id).hits[0].because.en);
  expect(await rowOf(page, "t-call-ordinary").innerText()).toContain("Allow");
  // Masked by the server: watching is not a purpose.
  expect(await page.locator("main").innerText()).not.toContain("13912345678");

  await client.sendEvent({ id: "t-late", kind: "call", occurredAt: at(1), from: "+8613912345678", to: "+8613700001111", answered: false });
  await rowOf(page, "t-late").waitFor();
  expect(await page.locator("tbody tr a").first().getAttribute("href")).toBe("#/live/t-late");

  // A row a kind: what the table of rates says is what was sent.
  const rates = page.locator(".rates tbody tr");
  await expect.poll(async () => (await rates.first().locator("td").last().innerText()).split(/\s+/).at(-1), { timeout: PATIENCE_MS }).toBe("2");

  await page.getByRole("group", { name: "By kind" }).getByRole("button", { name: "Visit" }).click();
  expect(await page.locator(".verdict-table tbody tr").count()).toBe(1);
  await rowOf(page, "t-visit").waitFor();
});

test("the page speaks the browser's language, the other one on request, and remembers it", async () => {
  const page = await openPage({ locale: "zh-CN" });
  const id = foundId();
  await rowOf(page, id).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
  expect(await rowOf(page, id).innerText()).toContain(verdictOf(id).hits[0].because.zh);
  expect(await rowOf(page, "t-call-ordinary").innerText()).toContain("放行");

  await page.getByText("English", { exact: true }).click();
  await page.getByRole("link", { name: "Rules" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await rowOf(page, id).innerText()).toContain(verdictOf(id).hits[0].because.en);
  expect(await page.locator("main").innerText()).not.toContain("放行");

  await page.reload();
  await rowOf(page, "t-call-ordinary").waitFor();
  expect(await rowOf(page, "t-call-ordinary").innerText()).toContain("Allow");
});

test("an event is found by its exact id, with everything that explains it; an unknown id says so", async () => {
  const page = await openPage();
  const id = foundId();
  const verdict = verdictOf(id);
  await rowOf(page, id).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
  const pane = page.locator(".verdict-pane");
  await pane.getByText("For the record").waitFor();
  const text = await pane.innerText();
  for (const hit of verdict.hits) {
    expect(text).toContain(hit.because.en);
    expect(text).toContain(hit.notIf!.en);
  }
  for (const one of [verdict.digest, verdict.versions.rules, `${verdict.scorePermille} of 1000`, "How it ends"]) expect(text).toContain(one);

  await pane.locator("summary").first().click();
  await pane.getByText(verdict.hits[0].outcome, { exact: true }).waitFor();

  await page.keyboard.press("Escape");
  await pane.waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("no-such-event");
  await page.keyboard.press("Enter");
  await pane.getByText("No event with the id “no-such-event” is kept.").waitFor();
});

test("an event that is no longer on the page comes from the log", async () => {
  // Opened straight at the event, before the feed has anything.
  const page = await openPage({}, `#/live/${encodeURIComponent("t-app/imitation 1")}`);
  await page.locator(".verdict-pane").getByText("com.example.fakebank").waitFor();
  expect(await page.locator(".verdict-pane h2").innerText()).toContain("t-app/imitation 1");
});

test("keys move, open, close and hold the list", async () => {
  const page = await openPage();
  await rowOf(page, "t-call-ordinary").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = page.locator(".verdict-table tbody tr").nth(1);
  await expect.poll(async () => second.getAttribute("class")).toContain("here");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  const pane = page.locator(".verdict-pane");
  await pane.waitFor();
  const first = await page.locator(".verdict-table tbody tr a").first().getAttribute("href");
  expect(new URL(page.url()).hash).toBe(first);
  await page.keyboard.press("Escape");
  await pane.waitFor({ state: "detached" });

  await page.keyboard.press("p");
  await page.getByText("Held still: 0 newer").waitFor();
  await client.sendEvent({
    id: "t-while-held",
    kind: "call",
    occurredAt: at(1),
    from: "+8613912345678",
    to: "+8613700001111",
    answered: false,
  });
  await page.getByText("Held still: 1 newer").waitFor();
  expect(await rowOf(page, "t-while-held").count()).toBe(0);
  await page.keyboard.press("p");
  await rowOf(page, "t-while-held").waitFor();

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
});

test("rules, lists and the data have their places", async () => {
  const page = await openPage();
  const rules = await client.rules();
  const rule = rules.packs[0].rules[0];
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByRole("heading", { name: "Published rules" }).waitFor();
  await page.getByLabel("Find a rule").fill(rule.outcome);
  await page.locator(".ant-table-row", { hasText: rule.id }).first().click();
  await page.getByText(rule.notIf.en).first().waitFor();
  expect(await page.locator(".responses tbody tr").count()).toBe(rules.responses.length);

  await page.getByRole("link", { name: "Lists" }).click();
  await page.getByText("There is no list yet.").waitFor();
  await page.getByRole("link", { name: "The data" }).click();
  await page.getByText("No sample is running").waitFor();
});

test("a phone needs no sideways scrolling, in either language, in any place", async () => {
  for (const locale of ["en-GB", "zh-CN"]) {
    const page = await openPage({ width: 360, height: 740, locale });
    await rowOf(page, "t-call-ordinary").waitFor();
    await page.locator(".rates-folded summary").click();
    for (const hash of ["#/live", `#/live/${encodeURIComponent(foundId())}`, "#/rules", "#/lists", "#/data"]) {
      await page.goto(`${server.address}/${hash}`);
      await page
        .locator(hash.startsWith("#/live/") ? ".record" : hash === "#/live" ? ".rates tfoot" : ".page > *:last-child")
        .first()
        .waitFor();
      // As text: the page has a document, this file's types do not.
      const tooWide = await page.evaluate(`[document.documentElement, ...document.querySelectorAll("main, .verdict-pane")]
        .filter((box) => box.scrollWidth > box.clientWidth)
        .map((box) => box.tagName + " " + box.scrollWidth + " > " + box.clientWidth)`);
      expect(tooWide, `${locale} ${hash}`).toEqual([]);
    }
  }
});

test("the client's types name what the server answers", async () => {
  const stats = await client.stats();
  const keys = [
    "nowMs",
    "startedAtMs",
    "totals",
    "lastMinute",
    "lastTenSeconds",
    "refused",
    "repeated",
    "degraded",
    "ruleHits",
    "notShown",
    "watchers",
    "versions",
    "recovered",
    "log",
    "state",
    "limits",
    "sample",
  ] satisfies (keyof typeof stats)[];
  expect(Object.keys(stats).sort()).toEqual([...keys].sort());
  expect(Object.keys(await client.rules()).sort()).toEqual(["features", "packs", "responses", "version"]);
  expect(Object.keys(await client.lists()).sort()).toEqual(["lists", "version"]);
  expect(Object.keys(await client.recent()).sort()).toEqual(["items", "notShown"]);
  for (const name of ["live", "evicted", "expired", "late", "bytes"] as const) expect(stats.state.features[name]).toBeTypeOf("number");
  expect(await client.event("t-visit")).toMatchObject({ event: { id: "t-visit" }, verdict: verdictOf("t-visit") });
  await expect(client.sendEvent({ id: "t-bad", kind: "nonsense", occurredAt: at(0) })).rejects.toMatchObject({
    problem: { code: "malformed-input" },
  });
});
