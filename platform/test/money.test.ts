/**
 * Following money in the running program: from the log to the graph, to the watched traces of accepted reports, to links
 * and proposed stops; what people see of it, masked and for a purpose; and what is left after a stop of the process.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { armFaultPoint } from "../src/base/fault-point.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { stopPayment } from "../src/orders/stop-payment/kind.ts";
import type { RaceAnswer, SourcesAnswer, TraceAnswer } from "../src/trace/money-answers.ts";
import { MONEY_PROPOSERS } from "../src/trace/money-routes.ts";
import { DAY, MINUTE } from "./case-room.ts";
import { moved } from "./money-frames.ts";
import { moneyRoom, type MoneyRoom } from "./money-room.ts";
import { answer } from "./order-desk.ts";
import { accepted, account, events, filed, matters, paid, phone, reported } from "./report-desk.ts";

let m: MoneyRoom;
const opened: MoneyRoom[] = [];
beforeEach(async () => {
  m = await moneyRoom();
  opened.push(m);
});
afterEach(async () => {
  await opened.pop()?.close();
});

const VICTIM = account(900);
const [A, B, C] = [account(1), account(2, "CCB"), account(3, "ABC")];
const FOR = { purpose: "investigate" };

const ago = (minutes: number): number => m.room.world.nowMs() - minutes * MINUTE;
const t = (id: string, minutesAgo: number, from: string, to: string, amountMinor: string, more: object = {}): object =>
  moved({ id, from, to, amountMinor, atMs: ago(minutesAgo), more });
const analyst = () => m.room.as("analyst");
const trace = (matter: string, more: object = {}): Promise<TraceAnswer> => m.call(analyst(), "GET /v1/money/trace", { query: { matter, ...FOR, ...more } });
const race = (matter: string): Promise<RaceAnswer> => m.call(analyst(), "GET /v1/money/race", { query: { matter, ...FOR } });
const edges = (found: TraceAnswer): readonly string[] => found.edges.map((e) => `${e.transfer} ${e.tier} ${e.taintedMinor} ${e.source}`);
const ledger = (event: string) =>
  m.room.store.snapshot((sql) =>
    sql.query<{ readonly matter: string | null; readonly actor: string; readonly detail: object }>("select matter, actor, detail from ledger where event = $1 order by seq", [
      event,
    ]),
  );
const proposals = async () =>
  (await m.room.all(stopPayment)).map(({ state, openedBy, body }) => `${body.account.masked} ${body.amountMinor} ${body.scope} tier ${body.tier} ${state} by ${openedBy}`).sort();

/** A victim paid 50 000.00 to A; A paid 30 000.00 on to B. */
async function known(): Promise<MatterId> {
  const { id } = await accepted(m.room, { payments: [paid(m.room, { to: A, toName: "王某", from: VICTIM, amountMinor: "5000000", agoMs: 30 * MINUTE })] });
  await m.stream(t("x1", 30, VICTIM, A, "5000000"), t("x2", 20, A, B, "3000000"));
  return id;
}

test("the trace of a report: masked accounts, tiers on transfers, sums that add up, the method that was asked for", async () => {
  const report = await known();
  const answer = await trace(report);
  expect(edges(answer)).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream"]);
  expect(answer.payments).toMatchObject([{ report, transfer: "x1", seen: true }]);
  expect(answer.sums).toEqual({ stolenMinor: "5000000", stillMinor: "5000000", heldMinor: "0", exitedMinor: "0", returnedMinor: "0" });
  expect(answer.nodes.map(({ masked, role, state, stillMinor }) => ({ masked, role, state, stillMinor }))).toEqual([
    { masked: "ICBC 6222 **** 0900", role: "victim", state: "left", stillMinor: "0" },
    { masked: "ICBC 6222 **** 0001", role: "holds", state: "still-there", stillMinor: "2000000" },
    { masked: "CCB 6222 **** 0002", role: "holds", state: "still-there", stillMinor: "3000000" },
  ]);
  // Nothing of an account but its masked form is in the answer.
  expect(JSON.stringify(answer)).not.toMatch(/6222020000/);
  await m.stream(t("x0", 25, account(50), A, "1000000"));
  expect(edges(await trace(report))).toEqual(["x1 1 5000000 stream", "x2 2 2500000 stream"]);
  expect(edges(await trace(report, { method: "fifo" }))).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream"]);
  expect(edges(await trace(report, { method: "lifo" }))).toEqual(["x1 1 5000000 stream", "x2 2 2000000 stream"]);
});

test("nothing about money without a matter of one's scope, a purpose and a role; every refusal and every view is in the ledger", async () => {
  const report = await known();
  const ask = (who: ReturnType<typeof analyst>, query: object) =>
    m.call(who, "GET /v1/money/trace", { query }).then(
      () => "answered",
      (error: { readonly problem?: { readonly code: string } }) => error.problem?.code,
    );
  expect(await ask(analyst(), FOR)).toBe("purpose-missing");
  expect(await ask(analyst(), { matter: report })).toBe("purpose-missing");
  expect(await ask(analyst(), { matter: report, purpose: "curiosity" })).toBe("purpose-missing");
  // Another county, a bank that is not asked, a matter of which nobody knows.
  expect(await ask(m.room.as("analyst", "org_shibei"), { matter: report, ...FOR })).toBe("not-found");
  expect(await ask(m.room.as("bankOps"), { matter: report, ...FOR })).toBe("not-found");
  expect(await ask(analyst(), { matter: "rep_nobodyknows", ...FOR })).toBe("not-found");
  // Of the same place, but no task of theirs.
  expect(await ask(m.room.as("gridOfficer"), { matter: report, ...FOR })).toBe("not-allowed");
  expect(await ledger("data-refused")).toHaveLength(7);
  expect(await ledger("money-viewed")).toEqual([]);
  expect(await ask(analyst(), { matter: report, ...FOR })).toBe("answered");
  // A view that stays open is one line; another purpose is another.
  await ask(analyst(), { matter: report, ...FOR });
  await ask(analyst(), { matter: report, purpose: "execute-order" });
  m.room.world.advance(m.room.world.nowMs() + 16 * MINUTE);
  await ask(analyst(), { matter: report, ...FOR });
  expect(await ledger("money-viewed")).toMatchObject([
    { matter: report, actor: analyst().actor, detail: { purpose: "investigate", what: "trace" } },
    { detail: { purpose: "execute-order" } },
    { detail: { purpose: "investigate" } },
  ]);
});

test("what the stream shows is proposed by itself, over the traced sum, once, and only somebody else approves; what moves on takes its place", async () => {
  const report = await known();
  expect(await proposals()).toEqual([
    "CCB 6222 **** 0002 3000000 amount tier 2 drafted by system:money",
    expect.stringMatching(/ICBC 6222 \*\*\*\* 0001 5000000 .* tier 1 drafted/),
  ]);
  await m.stream();
  await m.stream(t("y1", 5, account(70), account(71), "100"));
  expect(await proposals()).toHaveLength(2);
  // B sends all of it on: its proposal, which nobody decided, goes; C gets one of its own.
  await m.stream(t("x3", 4, B, C, "3000000"));
  expect(await proposals()).toEqual(
    expect.arrayContaining(["CCB 6222 **** 0002 3000000 amount tier 2 withdrawn by system:money", "ABC 6222 **** 0003 3000000 amount tier 3 drafted by system:money"]),
  );
  const [drafted] = (await m.room.all(stopPayment)).filter(({ body }) => body.tier === 3);
  expect(drafted.body).toMatchObject({ report, reason: { key: "moved-on" } });
  await expect(m.room.act(stopPayment, m.room.as("analyst"), drafted.id, "approve")).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  await m.room.act(stopPayment, m.room.as("analyst"), drafted.id, "supply", { holderName: "李某" });
  expect((await m.room.act(stopPayment, m.room.as("dutyLead"), drafted.id, "approve")).state).toBe("approved");
});

test("where anything speaks for a holder's good faith nothing is proposed by itself; the race shows the signs beside the stop", async () => {
  const { id: report } = await accepted(m.room, { payments: [paid(m.room, { to: A, from: VICTIM, amountMinor: "5000000", agoMs: 30 * MINUTE })] });
  await m.stream(t("x1", 30, VICTIM, A, "5000000"), t("x2", 20, A, B, "3000000", { goodsTrade: true }));
  expect((await proposals()).filter((one) => one.includes("CCB"))).toEqual([]);
  const found = await race(report);
  const branch = found.branches.find(({ institution }) => institution === "CCB");
  expect(branch).toMatchObject({
    tier: 2,
    taintedMinor: "3000000",
    notNow: null,
    stop: { scope: "amount", amountMinor: "3000000", downstream: true, goodFaith: [{ id: "trade-evidence" }] },
  });
  expect(found.branches.find(({ institution }) => institution === "ICBC")?.notNow).toMatchObject({ en: expect.stringContaining("there is an order already") });
  expect(found.orders).toEqual({ waiting: 1, sent: 0, answered: 0 });
});

test("one call proposes stops over what is traced now, never more, not twice, not where the money is not", async () => {
  const { id: report } = await accepted(m.room, { payments: [paid(m.room, { to: A, from: VICTIM, amountMinor: "5000000", agoMs: 30 * MINUTE })] });
  // Trade evidence everywhere: people decide.
  await m.stream(t("x1", 30, VICTIM, A, "5000000", { goodsTrade: true }), t("x2", 20, A, B, "3000000", { goodsTrade: true }), t("x3", 15, B, C, "1000000", { goodsTrade: true }));
  const before = (await proposals()).length;
  const found = await trace(report);
  const tokenOf = (institution: string): string => found.nodes.find((one) => one.institution === institution && one.role !== "victim")?.account ?? "";
  const propose = (accounts: readonly string[], who = analyst()): Promise<{ readonly proposed: readonly { readonly id: MatterId; readonly amountMinor: string }[] }> =>
    m.call(who, "POST /v1/money/stops", { body: { matter: report, ...FOR, accounts } });
  const made = await propose([tokenOf("CCB"), tokenOf("ABC")]);
  expect(made.proposed.map(({ amountMinor }) => amountMinor)).toEqual(["2000000", "1000000"]);
  expect(await proposals()).toHaveLength(before + 2);
  const stop = await m.room.get(stopPayment, made.proposed[0].id);
  expect(stop).toMatchObject({ openedBy: analyst().actor, body: { report, scope: "amount", amountMinor: "2000000", tier: 2, reason: { key: "moved-on" } } });
  // All or none: one account has an order already.
  await expect(propose([tokenOf("CCB")])).rejects.toMatchObject({ problem: { code: "not-now" } });
  await expect(propose(["no-such-token"])).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(propose([tokenOf("ABC")], m.room.as("analyst", "org_yiwu"))).rejects.toMatchObject({ problem: { code: "not-found" } });
  expect([...MONEY_PROPOSERS].sort()).toEqual([...stopPayment.opening.who].sort());
});

test("the race: held money is not counted as savable, an institution's usual answer time is observed, most lost by a minute comes first", async () => {
  const report = await known();
  const [toA] = (await m.room.all(stopPayment)).filter(({ body }) => body.tier === 1);
  await m.room.act(stopPayment, m.room.as("dutyLead"), toA.id, "approve");
  await m.room.settle();
  await m.room.pass(4 * MINUTE);
  await answer(m.room, toA.id, {
    result: "stopped",
    at: new Date(m.room.world.nowMs()).toISOString(),
    heldMinor: "1500000",
    match: { name: true, account: true, amount: true, time: true },
  });
  const found = await race(report);
  expect(found.sums).toMatchObject({ stolenMinor: "5000000", stillMinor: "5000000", heldMinor: "1500000" });
  const branchA = found.branches.find(({ institution }) => institution === "ICBC");
  expect(branchA).toMatchObject({ heldMinor: "1500000", answer: { ms: 4 * MINUTE, n: 1, assumed: false } });
  expect(found.branches.find(({ institution }) => institution === "CCB")).toMatchObject({ heldMinor: "0", answer: { n: 0, assumed: true } });
  expect(found.orders).toEqual({ waiting: 1, sent: 0, answered: 1 });
  expect((await trace(report)).nodes.find(({ institution, role }) => institution === "ICBC" && role !== "victim")).toMatchObject({
    state: "held",
    orders: [{ id: toA.id, state: "stopped" }],
  });
});

test("from an account of the matter back to its victims; accounts of nobody's matter are not looked up", async () => {
  const report = await known();
  const second = await accepted(m.room, { reporter: { number: phone(2) }, payments: [paid(m.room, { to: B, from: account(901), amountMinor: "700000", agoMs: 40 * MINUTE })] });
  await m.stream(t("z1", 40, account(901), B, "700000"), t("z2", 60, account(80), account(81), "5000"));
  const found = await trace(report);
  const token = found.nodes.find(({ institution }) => institution === "CCB")?.account ?? "";
  const sources = (who: ReturnType<typeof analyst>, of: string): Promise<SourcesAnswer> => m.call(who, "GET /v1/money/sources", { query: { matter: report, ...FOR, account: of } });
  const back = await sources(analyst(), token);
  expect(back).toMatchObject({ masked: "CCB 6222 **** 0002", receivedMinor: "3700000", balanceMinor: "3700000" });
  expect(back.sources.map((one) => `${one.transfer} ${one.reachedMinor} ${one.reports.join()}`)).toEqual([`x1 3000000 ${report}`, `z1 700000 ${second.id}`]);
  const elsewhere = m.room.desk.parts.vault.token("account", account(81));
  await expect(sources(analyst(), elsewhere)).rejects.toMatchObject({ problem: { code: "not-found", at: { field: "account" } } });
});

test("papers name accounts in full, and each is recorded as opened data", async () => {
  const report = await known();
  const who = m.room.as("caseOfficer");
  const csv: string = await m.call(who, "GET /v1/money/trace.csv", { query: { matter: report, ...FOR } });
  expect(
    csv
      .split("\r\n")
      .slice(1, 3)
      .map((line) => line.split(",")[1]),
  ).toEqual(["x1", "x2"]);
  expect(csv).toContain("6222020000000001");
  const graphml: string = await m.call(who, "GET /v1/money/trace.graphml", { query: { matter: report, ...FOR } });
  expect(graphml.match(/<edge /g)).toHaveLength(2);
  const sheet: string = await m.call(who, "GET /v1/money/evidence-sheet", { query: { matter: report, ...FOR, language: "en", method: "fifo" } });
  expect(sheet).toContain("first in, first out (fifo)");
  expect(sheet).toContain("transfer record sent by an institution");
  expect(sheet).toContain(report);
  const lines = await ledger("data-opened");
  expect(lines.map(({ detail }) => detail)).toMatchObject([{ as: "csv", purpose: "investigate", values: 3 }, { as: "graphml" }, { as: "evidence-sheet", method: "fifo" }]);
  await expect(m.call(who, "GET /v1/money/trace.csv", { query: { matter: report } })).rejects.toMatchObject({ problem: { code: "purpose-missing" } });
});

test("two reports whose money meets in one account after two hops are linked at once, before any bank tells; nobody is joined", async () => {
  const one = await known();
  const two = await accepted(m.room, {
    reporter: { number: phone(3) },
    payments: [paid(m.room, { to: account(40), from: account(902), amountMinor: "900000", agoMs: 25 * MINUTE })],
  });
  await m.stream(t("w1", 25, account(902), account(40), "900000"), t("w2", 15, account(40), B, "900000"));
  const links = await m.room.store.snapshot((sql) => sql.query<{ readonly a: string; readonly b: string; readonly kind: string }>("select a, b, kind from case_link"));
  expect(links).toEqual([{ a: [one, two.id].sort()[0], b: [one, two.id].sort()[1], kind: "downstream" }]);
  // A hypothesis: people are asked from 800 on.
  expect(await matters(m.room, "series")).toMatchObject([{ state: "hypothesis", openedBy: "system:money", body: { strengthPermille: 600, confirmedAtMs: null } }]);
  // What nobody accepted is followed for nobody.
  await reported(m.room, {
    role: "witness",
    reporter: { number: phone(4) },
    payments: [paid(m.room, { to: account(41), from: account(903), amountMinor: "100000", agoMs: 20 * MINUTE })],
  });
  const before = (await proposals()).length;
  await m.stream(t("v1", 20, account(903), account(41), "100000"), t("v2", 10, account(41), account(42), "100000"));
  expect(await proposals()).toHaveLength(before);
});

test("what an institution told of is in the matter's trace, before the stream shows it, and in no other's", async () => {
  const { id: report } = await accepted(m.room, { payments: [paid(m.room, { to: A, from: VICTIM, amountMinor: "5000000", agoMs: 30 * MINUTE, toName: "王某" })] });
  await m.stream(t("x1", 30, VICTIM, A, "5000000"));
  const [stop] = await m.room.all(stopPayment);
  await m.room.act(stopPayment, m.room.as("dutyLead"), stop.id, "approve");
  await m.room.settle();
  await answer(m.room, stop.id, { result: "no-funds", next: [{ account: B, amountMinor: "5000000", currency: "CNY", at: new Date(ago(10)).toISOString() }] });
  await m.stream();
  expect(edges(await trace(report))).toEqual(["x1 1 5000000 stream", `told.${stop.id}.0 2 5000000 told`]);
  await m.stream(t("x2", 10, A, B, "5000000"), t("x3", 5, B, C, "2000000"));
  expect(edges(await trace(report))).toEqual(["x1 1 5000000 stream", "x2 2 5000000 stream", "x3 3 2000000 stream"]);
});

test("an imported statement is in this matter's trace alone, once however often it is sent, sealed, and read by who may", async () => {
  const report = await known();
  const csv = [
    "when,out,other,bank,serial",
    `${new Date(ago(12)).toISOString().slice(0, 19).replace("T", " ")},"12,000.00",6222020000000777,XYZ,s1`,
    "not a time,5.00,1,XYZ,s2",
  ].join("\n");
  const body = {
    matter: report,
    ...FOR,
    content: Buffer.from(csv).toString("base64"),
    zone: "UTC",
    currency: "CNY",
    institution: "CCB",
    account: B.slice(4),
    map: { date: "when", out: "out", account: "other", institution: "bank", serial: "serial" },
  };
  const officer = m.room.as("caseOfficer");
  const kept: { readonly id: string } = await m.call(officer, "POST /v1/money/statements", { body });
  expect(kept).toMatchObject({ transfers: 1, refusedInAll: 1, refused: [{ line: 3 }] });
  expect(await m.call(officer, "POST /v1/money/statements", { body })).toMatchObject({ id: kept.id });
  expect(await m.call(analyst(), "GET /v1/money/statements", { query: { matter: report, ...FOR } })).toMatchObject({ items: [{ id: kept.id, transfers: 1, refused: 1 }] });
  expect(edges(await trace(report)).slice(2)).toEqual([expect.stringMatching(/^st\..* 3 1200000 statement$/)]);
  await m.stream();
  // The next account has no desk here: that is noted, and nothing is proposed.
  expect((await ledger("no-desk-for-stop")).map(({ detail }) => detail)).toContainEqual({ institutions: ["XYZ"], accounts: 1 });
  // Back from it, through the statement into what the stream shows.
  const back: SourcesAnswer = await m.call(analyst(), "GET /v1/money/sources", {
    query: { matter: report, ...FOR, account: (await trace(report)).nodes.find(({ institution }) => institution === "XYZ")?.account },
  });
  expect(back.sources.map((one) => `${one.transfer} ${one.reachedMinor} ${one.reports.join()}`)).toEqual([`x1 1200000 ${report}`]);
  const other = await accepted(m.room, { reporter: { number: phone(6) }, payments: [paid(m.room, { to: B, from: account(906), amountMinor: "100000", agoMs: 13 * MINUTE })] });
  expect((await trace(other.id)).edges.map(({ source }) => source)).not.toContain("statement");
  expect(await ledger("statement-imported")).toMatchObject([{ matter: report, detail: { transfers: 1, refused: 1 } }]);
  const rows = await m.room.store.snapshot((sql) => sql.query<{ readonly sealed: Uint8Array }>("select sealed from money_statement"));
  expect(rows).toHaveLength(1);
  expect(Buffer.from(rows[0].sealed).includes("6222020000000777")).toBe(false);
});

test("a case has the money of its reports; a stop is looked at as its report", async () => {
  const report = await known();
  const second = await accepted(m.room, { reporter: { number: phone(5) }, payments: [paid(m.room, { to: A, from: account(904), amountMinor: "100000", agoMs: 35 * MINUTE })] });
  await m.stream(t("u1", 35, account(904), A, "100000"));
  const made = await filed(m.room, [report, second.id]);
  expect((await trace(made.id)).sums.stolenMinor).toBe("5100000");
  const [stop] = (await m.room.all(stopPayment)).filter(({ body }) => body.report === report);
  expect((await trace(stop.id)).sums.stolenMinor).toBe("5000000");
});

test("watchers are told which matter's money moved, within their scope, and nothing else", async () => {
  const report = await known();
  const seen: object[] = [];
  const stop = m.room.desk.watch((changes) => seen.push(...changes.filter(({ about }) => about === "money")));
  await m.stream(t("y1", 5, account(70), account(71), "100"));
  expect(seen).toEqual([]);
  await m.stream(t("x3", 4, B, C, "1000000"));
  stop();
  expect(seen).toMatchObject([{ id: report, kind: "report", about: "money", org: "org_shinan" }]);
  expect(JSON.stringify(seen)).not.toContain("6222");
});

test("started again from its snapshot and the rest of the log it knows the same, and proposes nothing twice", async () => {
  const report = await known();
  await m.keeper.save();
  await m.append([t("x3", 4, B, C, "1000000")]);
  const again = await m.restarted();
  opened.push(again);
  m = again;
  opened.splice(0, opened.length, again);
  await m.keeper.step();
  expect(m.keeper.transfers).toBe(3);
  // Nothing that the snapshot has was read again.
  expect(m.keeper.counts.repeated).toBe(0);
  expect(edges(await trace(report))).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream", "x3 3 1000000 stream"]);
  expect((await proposals()).filter((one) => one.includes("drafted"))).toHaveLength(3);
  const all = await events(m.room, report);
  await m.stream();
  expect(await events(m.room, report)).toEqual(all);
});

test("where the log was restored from an older copy the snapshot is not believed, and the operator is told", async () => {
  const report = await known();
  await m.stream(t("x3", 4, B, C, "1000000"));
  await m.keeper.save();
  m = await m.restarted(1);
  opened.splice(0, opened.length, m);
  await m.keeper.step();
  expect(m.told).toEqual([expect.stringContaining("cannot be used; it is rebuilt from the log")]);
  expect(edges(await trace(report))).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream"]);
});

test("a process that dies after announcing, before it remembers, does nothing a second time", async () => {
  const { id: report } = await accepted(m.room, { payments: [paid(m.room, { to: A, from: VICTIM, amountMinor: "5000000", agoMs: 30 * MINUTE })] });
  await m.append([t("x1", 30, VICTIM, A, "5000000"), t("x2", 20, A, B, "3000000")]);
  const disarm = armFaultPoint("money.announced", () => {
    throw new Error("killed here");
  });
  await expect(m.keeper.step()).rejects.toThrow("killed here");
  disarm();
  const before = await proposals();
  expect(before).toHaveLength(2);
  m = await m.restarted();
  opened.splice(0, opened.length, m);
  await m.keeper.step();
  expect(await proposals()).toEqual(before);
  expect(edges(await trace(report))).toHaveLength(2);
});

test("with too many transfers the oldest leave, with a word to the operator; what the log erased leaves within a day", async () => {
  await m.close();
  m = await moneyRoom({ transfersMax: 40, keptDays: 2 });
  opened.splice(0, opened.length, m);
  for (let i = 0; i < 41; i++) await m.append([t(`o${i}`, 300 - i, account(500 + i), account(600 + i), "100")]);
  await m.keeper.step();
  expect(m.keeper.transfers).toBe(41);
  await m.keeper.step();
  expect(m.keeper.transfers).toBe(30);
  expect(m.told).toEqual([expect.stringContaining("the newest 30 of 41 are kept")]);
  expect(m.keeper.traces.wide.find("o10")).toBe(-1);
  expect(m.keeper.traces.wide.find("o11")).toBeGreaterThanOrEqual(0);
  m = await m.restarted();
  opened.splice(0, opened.length, m);
  m.room.world.advance(m.room.world.nowMs() + 4 * DAY);
  await m.stream(t("new", 1, account(1), account(2), "100"));
  await m.stream();
  // The day is over for what was received then; the log still has it, and what was left out stays out.
  expect(m.keeper.transfers).toBe(31);
  await m.log.erase({ receivedBeforeMs: m.room.world.nowMs() - DAY, fateOf: () => ({ kind: "drop" }) });
  m.room.world.advance(m.room.world.nowMs() + DAY);
  await m.keeper.step();
  expect(m.keeper.transfers).toBe(1);
  const again = await m.restarted();
  opened.splice(0, opened.length, again);
  await again.keeper.step();
  expect(again.keeper.transfers).toBe(1);
});

test("while the log is being read nobody is shown half a graph", async () => {
  const { id: report } = await accepted(m.room, { payments: [paid(m.room, { to: A, from: VICTIM })] });
  await expect(trace(report)).rejects.toMatchObject({ problem: { code: "overloaded" } });
});
