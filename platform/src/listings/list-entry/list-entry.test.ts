/** List entries from the first proposal to the last receiver, as an analyst, a duty lead, a holder and a bank live them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { approve, entries, give, involved, liveLists, now, propose, type LiveLists } from "../../../test/list-desk.ts";
import { give as order, told } from "../../../test/order-desk.ts";
import { account, refusals } from "../../../test/report-desk.ts";
import { ProblemError } from "../../base/problem.ts";
import { listEntry } from "./kind.ts";

let room: Room;
let live: LiveLists;
beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await live.close();
  await room.close();
});

const NUMBER = "+8613900139000";
const analyst = () => room.as("analyst");
const lead = () => room.as("dutyLead");
const authority = { kind: "authority", authority: "Communications administration", document: "doc-7" } as const;
const signals = (families: readonly string[], scorePermille = 850) => ({ kind: "signals", families, scorePermille, event: `evt-${families.join("-")}` }) as never;

async function codeOf(task: Promise<unknown>): Promise<string> {
  return task.then(
    () => "done",
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  );
}

test("found involved in a filed case: proposed, approved by another, in the lists at once, told, shared with the operators; ended by the clock", async () => {
  const { entry } = await involved(room, "number", NUMBER);
  expect(entry).toMatchObject({ state: "proposed", org: "org_shinan", body: { strength: "block", about: "139****9000" } });
  expect(live.says(NUMBER)).toBe(null);

  const active = await approve(room, entry);
  expect(active.state).toBe("active-block");
  expect(live.says(NUMBER)).toBe("block");
  // 30 days, each to its end; looked at again in the first half.
  expect(active.body).toMatchObject({ lifeAssumed: true, endsAtMs: Date.parse("2026-04-12T00:00:00+08:00"), reviewAtMs: Date.parse("2026-03-27T00:00:00+08:00") });
  const [notice] = await told(room, entry.id);
  expect(notice).toMatchObject({ template: "list-entry.blocked", delivered: true });
  expect(notice.en).toMatch(/139\*\*\*\*9000.*found to be involved in a filed case.*ending by itself at 00:00 on 12 April 2026.*Shinan.*object free of charge.*identity document/s);
  expect(room.handed.messenger.filter(({ to }) => to === NUMBER)).toHaveLength(1);
  const shares = room.handed.institution.filter(({ what }) => what === "list-entry.share");
  expect(shares.map(({ to }) => to)).toEqual(["org_telco", "org_telco2"]);
  expect(shares[0].fields).toMatchObject({ identifier: NUMBER, strength: "block", evidence: "case-confirmed", sharing: "amber", entry: entry.id });

  await room.pass(15 * DAY);
  expect((await now(room, entry)).body.reviewDue).toBe(true);
  await room.pass(17 * DAY);
  expect(live.says(NUMBER)).toBe(null);
  const ended = await now(room, entry);
  // Receivers had it: over when they say so.
  expect(ended).toMatchObject({ state: "recalling", body: { ends: "expired", outcome: "expired" } });
  expect((await told(room, entry.id)).map(({ template }) => template)).toEqual(["list-entry.blocked", "list-entry.expired"]);
});

test("an entry explains itself: who stands behind it, on which ground, under which number", async () => {
  const active = await approve(room, (await involved(room, "number", NUMBER)).entry);
  const found = live.lists.ask(NUMBER, "number", room.world.nowMs());
  if ("kind" in found) throw new Error(found.expected);
  const { en, zh } = live.lists.explainEntry(found.entry)?.because ?? { en: "", zh: "" };
  expect(en).toBe(`List "casework": block; source: Shinan anti-fraud centre; ground: confirmed in a case; confidence 950‰; until 2026-04-11; ${active.serial}`);
  // Each language names who decided in its own words, and nothing of the other's.
  expect(zh).toBe(`名单“casework”：封堵；来源：市南分局反诈中心；依据：案件查实；可信度950‰；有效至2026-04-11；${active.serial}`);
});

test("four eyes, and no more than was proposed and than its grounds carry", async () => {
  const proposed = await propose(room, { type: "number", identifier: NUMBER, strength: "flag", grounds: [authority] });
  expect(await codeOf(give(room, analyst(), proposed, "approve"))).toBe("not-allowed");
  const both = room.as("dutyLead");
  const own = await room.open(listEntry, analyst(), { type: "number", identifier: "+8613900139001", strength: "flag", grounds: [authority] });
  await room.store.transaction((sql) => sql.query("update matter set hands = jsonb_build_object('open', $2::text) where id = $1", [own.id, both.actor]));
  expect(await codeOf(give(room, both, own, "approve"))).toBe("not-allowed");
  expect(await codeOf(give(room, lead(), proposed, "approve", { strength: "block" }))).toBe("limit-of-law");
  expect((await approve(room, proposed, { strength: "watch" })).state).toBe("watch");
  expect(live.says(NUMBER)).toBe("watch");
  // A watch takes nothing: nobody is told, and nobody gets it.
  expect(await told(room, proposed.id)).toEqual([]);
  expect(room.handed.institution.filter(({ what }) => what.startsWith("list-entry"))).toEqual([]);
});

test("what the operator protects is refused by the lists, before anybody is told or given anything", async () => {
  live.lists.add("own", { identifier: NUMBER, kind: "allow", evidence: "operator-decision", source: "hospital" }, room.world.nowMs());
  const { entry } = await involved(room, "number", NUMBER);
  const refused = await approve(room, entry);
  expect(refused).toMatchObject({ state: "revoked", level: 3, body: { outcome: "not-listable", trouble: "another list allows it" } });
  expect(live.says(NUMBER)).toBe("allow");
  expect(room.handed.messenger.filter(({ to }) => to === NUMBER)).toEqual([]);
  expect(room.handed.institution).toEqual([]);
});

test("an account is told through its bank and shared with the banks; where the bank has no desk here nobody can be told, and that stands", async () => {
  const { entry } = await involved(room, "account", account(7));
  const active = await approve(room, entry);
  expect(active).toMatchObject({ state: "active-flag", partner: "org_icbc" });
  expect(live.says(account(7), "account")).toBe("flag");
  expect(room.handed.institution.filter(({ what }) => what === "notice").map(({ to }) => to)).toEqual(["org_icbc"]);
  expect(room.handed.institution.filter(({ what }) => what === "list-entry.share").map(({ to }) => to)).toEqual(["org_abc", "org_ccb", "org_icbc"]);
  const elsewhere = await approve(room, (await involved(room, "account", account(8, "NOBANK"))).entry);
  expect(elsewhere).toMatchObject({ state: "active-flag", partner: null });
  expect(await told(room, elsewhere.id)).toEqual([]);
});

test("the mark decides who gets it: red nobody, amber who needs it, green all institutions", async () => {
  const to = async (sharing: "red" | "amber" | "green", n: number): Promise<readonly string[]> => {
    const entry = await approve(room, await propose(room, { type: "device", identifier: `dev-${n}`, strength: "flag", grounds: [authority], sharing }));
    return room.handed.institution.filter(({ what, matter }) => what === "list-entry.share" && matter === entry.id).map((one) => one.to);
  };
  expect(await to("red", 1)).toEqual([]);
  expect(await to("amber", 2)).toEqual(["org_abc", "org_ccb", "org_icbc", "org_platform"]);
  expect(await to("green", 3)).toEqual(["org_abc", "org_ccb", "org_icbc", "org_platform", "org_telco", "org_telco2"]);
});

test("told later on a written ground, within the law's limit; told before it is over in any case", async () => {
  const one = await approve(room, (await involved(room, "number", NUMBER)).entry, { tellLater: "the person behind it would move the money" });
  expect(await told(room, one.id)).toEqual([]);
  const delay = room.desk.parts.law.current(room.world.nowMs()).due("notice.delay", room.world.nowMs()).dueAtMs - room.world.nowMs();
  await room.pass(delay + MINUTE);
  expect((await told(room, one.id)).map(({ template }) => template)).toEqual(["list-entry.blocked"]);
  const two = await approve(room, (await involved(room, "number", "+8613900139002")).entry, { tellLater: "as before" });
  await give(room, lead(), two, "revoke", { reason: "mistake" });
  await room.settle();
  expect((await told(room, two.id)).map(({ template }) => template)).toEqual(["list-entry.blocked", "list-entry.withdrawn"]);
});

test("not decided in time, a proposal is over", async () => {
  const { entry } = await involved(room, "number", NUMBER);
  await room.pass(9 * DAY);
  expect(await now(room, entry)).toMatchObject({ state: "lapsed", body: { outcome: "lapsed" } });
  expect(live.says(NUMBER)).toBe(null);
});

test("extended on new evidence only, approved by another than who asked, and not by reports", async () => {
  const active = await approve(room, (await involved(room, "number", NUMBER)).entry);
  const ask = (grounds: readonly unknown[]) => codeOf(give(room, analyst(), active, "ask-extension", { grounds, note: "it goes on" }));
  expect(await ask([{ kind: "case", matter: (active.body.grounds[0] as { matter: string }).matter }])).toBe("limit-of-law");
  expect(await codeOf(give(room, lead(), active, "extend"))).toBe("not-now");
  await room.pass(20 * DAY);
  expect(await ask([authority])).toBe("done");
  expect(await codeOf(give(room, analyst(), active, "extend"))).toBe("not-allowed");
  const after = await give(room, lead(), active, "extend");
  await room.settle();
  expect(after).toMatchObject({ state: "active-block", body: { endsAtMs: Date.parse("2026-05-02T00:00:00+08:00"), asked: null } });
  expect((await told(room, active.id)).map(({ template }) => template)).toEqual(["list-entry.blocked", "list-entry.extended"]);
  expect(room.handed.institution.filter(({ what }) => what === "list-entry.share").map(({ fields }) => fields["validUntil"])).toEqual([
    "2026-04-11T16:00:00.000Z",
    "2026-04-11T16:00:00.000Z",
    "2026-05-01T16:00:00.000Z",
    "2026-05-01T16:00:00.000Z",
  ]);
  // The old clock does not end it.
  await room.pass(20 * DAY);
  expect(live.says(NUMBER)).toBe("block");
  await room.pass(12 * DAY);
  expect(live.says(NUMBER)).toBe(null);
});

test("an entry whose review nobody does ends anyhow, and one that was reviewed is reviewed again or ends", async () => {
  const flagged = await approve(room, await propose(room, { type: "number", identifier: NUMBER, strength: "flag", grounds: [authority] }));
  await room.pass(46 * DAY);
  expect((await now(room, flagged)).body.reviewDue).toBe(true);
  expect(await codeOf(give(room, room.as("intake"), flagged, "review", { note: "still so" }))).toBe("not-allowed");
  await give(room, room.as("reviewer"), flagged, "review", { note: "still so" });
  expect((await now(room, flagged)).body.reviewDue).toBe(false);
  await room.pass(46 * DAY);
  expect((await now(room, flagged)).state).toBe("recalling");
});

test("a site is checked again every week; in order again means out at once", async () => {
  const site = await approve(room, await propose(room, { type: "host", identifier: "refund-center.example", strength: "block", grounds: [signals(["web", "message"])] }));
  expect(live.says("pay.refund-center.example", "host")).toBe("block");
  await room.pass(8 * DAY);
  expect((await now(room, site)).body.recheckDue).toBe(true);
  await give(room, analyst(), site, "recheck", { result: "unchanged", evidence: "shot-1" });
  expect((await now(room, site)).body.recheckDue).toBe(false);
  await room.pass(8 * DAY);
  expect((await now(room, site)).body.recheckDue).toBe(true);
  await give(room, analyst(), site, "recheck", { result: "clean", evidence: "shot-2" });
  await room.settle();
  expect(live.says("pay.refund-center.example", "host")).toBe(null);
  expect((await now(room, site)).body.outcome).toBe("clean-again");
});

test("a stronger entry takes the place of a weaker one; one that says as much is not made twice", async () => {
  const weak = await approve(room, await propose(room, { type: "number", identifier: NUMBER, strength: "watch", grounds: [signals(["call"])] }));
  expect(await codeOf(propose(room, { type: "number", identifier: NUMBER, strength: "watch", grounds: [authority] }))).toBe("not-now");
  const strong = await propose(room, { type: "number", identifier: NUMBER, strength: "flag", grounds: [authority] });
  expect(await codeOf(propose(room, { type: "number", identifier: NUMBER, strength: "block", grounds: [authority] }))).toBe("not-now");
  await approve(room, strong);
  expect(live.says(NUMBER)).toBe("flag");
  expect(await now(room, weak)).toMatchObject({ state: "superseded", body: { outcome: "superseded" } });
  // Found involved, it only gets one more ground where it is blocked already; here it is proposed as a block.
  const { entry } = await involved(room, "number", NUMBER);
  await approve(room, entry);
  expect(live.says(NUMBER)).toBe("block");
  expect((await now(room, strong)).state).toBe("recalling");
});

test("two officers propose the same number at the same moment: one entry", async () => {
  await room.settle();
  const tries = await Promise.allSettled([1, 2, 3, 4].map((n) => propose(room, { type: "number", identifier: NUMBER, strength: "flag", grounds: [authority] }, n)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await entries(room)).toHaveLength(1);
});

test("while its holder's appeal is open, what would limit them needs a third person", async () => {
  const { entry } = await involved(room, "number", NUMBER);
  await room.store.transaction(async (sql) => {
    await sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, parent, opened_at_ms, changed_at_ms, opened_by, hands, body)
       values ('apl_open', 'appeal', 'received', 1, 's-apl', 'x', '', 'org_shinan', null, 0, 0, 'public', '{}', '{}')`,
    );
    await sql.query("insert into mention (token, matter, role) values ($1, 'apl_open', 'appellant')", [entry.subject ?? ""]);
  });
  expect(await codeOf(give(room, lead(), entry, "approve"))).toBe("limit-of-law");
  await give(room, room.as("reviewer"), entry, "second-approval", { why: "the case is clear" });
  expect((await approve(room, entry)).state).toBe("active-block");
});

test("every command is refused to whoever has none of its roles; the system's own to everybody", async () => {
  const { entry } = await involved(room, "number", NUMBER);
  const id = entry.id;
  const inputs = {
    reject: { why: "x" },
    "second-approval": { why: "x" },
    review: { note: "x" },
    recheck: { result: "clean", evidence: "x" },
    "ask-extension": { grounds: [authority], note: "x" },
    lower: { to: "watch", why: "x" },
    revoke: { reason: "mistake" },
    "withdraw-ground": { ground: 0, why: "x" },
    "add-ground": { ground: authority },
    "move-ground": { from: "cas_0001", to: "cas_0002" },
    reweigh: { fallen: [], why: "x" },
    end: { reason: "reassigned" },
    supersede: { by: id },
    suspend: { appeal: "apl_0001" },
    restore: { appeal: "apl_0001" },
    listed: { effect: "x", reference: "x", atMs: 0 },
    "not-listed": { effect: "x", problem: "x" },
    "not-unlisted": { effect: "x", problem: "x" },
    ...Object.fromEntries(["unlist-again", "revocation-overdue", "lapse", "review-due", "recheck-due", "tell-holder", "expire"].map((name) => [name, { key: "x", dueAtMs: 0 }])),
  };
  const codes = await refusals(room, listEntry, id, inputs);
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});

test("the case is withdrawn: the entry goes with it in the same transaction, the holder and the receivers are told", async () => {
  const { entry, case: filedCase } = await involved(room, "number", NUMBER);
  await approve(room, entry);
  await order(room, room.as("countyChief"), "case", filedCase.id, "withdraw", { reason: "no crime" });
  expect((await now(room, entry)).state).toBe("recalling");
  await room.settle();
  expect(live.says(NUMBER)).toBe(null);
  expect((await told(room, entry.id)).at(-1)).toMatchObject({ template: "list-entry.withdrawn", delivered: true });
  expect(room.handed.institution.filter(({ what }) => what === "list-entry.withdraw").map(({ to, fields }) => [to, fields["identifier"]])).toEqual([
    ["org_telco", NUMBER],
    ["org_telco2", NUMBER],
  ]);
  await room.pass(HOUR);
});
