/** After the plan of a return: one share paused and no other, four findings by a head, the bank's days, what could not be paid. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../../test/case-room.ts";
import { give, handedAs } from "../../../test/order-desk.ts";
import {
  approveRefund,
  bankPays,
  claimInput,
  deposit,
  FINDINGS,
  frozen,
  paysOut,
  plan,
  sharesOf,
  statesOf,
  threeInProportion,
  victimsInCase,
  withClaims,
} from "../../../test/refund-desk.ts";
import { account, events, instantOf, phone, refusals } from "../../../test/report-desk.ts";
import type { SessionReply } from "../../access/route.ts";
import { authorise } from "../../access/scope.ts";
import { freeze } from "../freeze/kind.ts";
import { refund } from "./kind.ts";
import type { PublicNotice } from "./public-notice.ts";
import { REFUND_ROUTES } from "./refund-routes.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const officer = () => room.as("caseOfficer");
const chief = () => room.as("countyChief");
const reviewer = () => room.as("reviewer");

async function call<T>(method: string, path: string, params: Readonly<Record<string, string>> = {}, body?: unknown): Promise<T> {
  const found = REFUND_ROUTES.find((one) => one.method === method && one.path === path);
  if (found?.run === undefined) throw new Error(`no route ${method} ${path}`);
  const scope = authorise({ kind: "public", matter: "" }, found.permission);
  const query = found.query?.parse({});
  return (await found.run({ scope, params, query, body: found.body?.parse(body), language: "zh", address: "192.0.2.1", session: {} as SessionReply }, { desk: room.desk })) as T;
}

// --- objections ------------------------------------------------------------------------------------------------------

test("an objection sets one share aside and pays the others; a reviewer decides; then a head orders the rest", async () => {
  const { refund: noticed } = await threeInProportion(room);
  const [a, b, c] = noticed.body.claims;
  const { notice } = await call<{ notice: PublicNotice }>(
    "POST",
    "/v1/public/notices/:serial/objections",
    { serial: noticed.serial },
    {
      claim: b.id,
      by: "other",
      contact: phone(60),
      ground: "not-a-victim",
      statement: "this person told me that nothing was lost",
    },
  );
  expect(notice.shares.map((one) => one.shareMinor)).toEqual(["23333", "6667", "3333"]);
  await room.settle();
  expect(room.handed.messenger.at(-1)).toMatchObject({ to: phone(2), text: { en: expect.stringContaining("66.67 CNY") } });
  await room.pass(14 * DAY);
  const [objection] = (await room.get(refund, noticed.id)).body.objections;
  await room.pass(20 * DAY);
  await approveRefund(room, noticed.id);
  let now = await paysOut(room, noticed.id);
  expect([now.state, statesOf(now), sharesOf(now)]).toEqual(["ordered", ["paid", "set-aside", "paid"], ["23333", "6667", "3333"]]);
  expect(a.shareMinor).toBe(now.body.claims[0].shareMinor);
  expect(c.shareMinor).toBe(now.body.claims[2].shareMinor);
  // Not by who made the plan, nor by who approved it.
  await expect(room.act(refund, officer(), noticed.id, "decide-objection", { result: "dismissed", objection: objection.id, reason: "claim-proved" })).rejects.toMatchObject({
    problem: { code: "not-allowed" },
  });
  now = await room.act(refund, reviewer(), noticed.id, "decide-objection", { result: "dismissed", objection: objection.id, reason: "claim-proved" });
  expect(statesOf(now)).toEqual(["paid", "cleared", "paid"]);
  await room.settle();
  expect(room.handed.messenger.slice(-2).map((one) => [one.to, one.text.zh.includes("损失属实")])).toEqual([
    [phone(2), true],
    [phone(60), true],
  ]);
  await room.act(refund, chief(), noticed.id, "order", { claims: [{ claim: b.id }] });
  await room.settle();
  expect(await paysOut(room, noticed.id)).toMatchObject({ state: "executed", body: { returnedMinor: "33333" } });
});

test("an objection that is upheld lowers that share alone; what is left over stays frozen", async () => {
  const { refund: noticed, held } = await threeInProportion(room);
  const [, , c] = noticed.body.claims;
  await room.act(refund, officer(), noticed.id, "object", { claim: c.id, by: "claimant", contact: phone(3), ground: "loss-too-high" });
  const [objection] = (await room.get(refund, noticed.id)).body.objections;
  const after = await room.act(refund, reviewer(), noticed.id, "decide-objection", { result: "upheld", objection: objection.id, reason: "loss-corrected", lossMinor: "5000" });
  expect(sharesOf(after)).toEqual(["23333", "6667", "1666"]);
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  expect(await paysOut(room, noticed.id)).toMatchObject({ state: "executed", body: { returnedMinor: "31666" } });
  expect(await room.get(freeze, held.id)).toMatchObject({ state: "active", body: { frozenMinor: "1667" } });
});

test("somebody who lost nothing is struck off; a loss put too low is mended in a return of its own", async () => {
  const { refund: noticed } = await threeInProportion(room);
  const [a, b] = noticed.body.claims;
  for (const [claim, ground] of [
    [a, "not-a-victim"],
    [b, "loss-too-low"],
  ] as const)
    await room.act(refund, officer(), noticed.id, "object", { claim: claim.id, by: "other", contact: phone(60), ground });
  const [first, second] = (await room.get(refund, noticed.id)).body.objections;
  await room.act(refund, reviewer(), noticed.id, "decide-objection", { result: "upheld", objection: first.id, reason: "no-loss-found", lossMinor: "0" });
  const now = await room.act(refund, reviewer(), noticed.id, "decide-objection", { result: "upheld", objection: second.id, reason: "loss-corrected", lossMinor: "25000" });
  expect([statesOf(now), sharesOf(now)]).toEqual([
    ["struck", "cleared", "listed"],
    ["0", "6667", "3333"],
  ]);
});

test("an objection that nobody reviews goes to the organ above, and the share stays set aside", async () => {
  const { refund: noticed } = await threeInProportion(room);
  await room.act(refund, officer(), noticed.id, "object", { claim: noticed.body.claims[0].id, by: "other", contact: phone(60), ground: "already-repaid" });
  await room.pass(17 * DAY);
  const [copy] = handedAs(room, "supervision.copy");
  expect([copy.to, copy.fields["about"]]).toEqual(["org_qd", "objection-overdue"]);
  await room.pass(20 * DAY);
  expect(statesOf(await room.get(refund, noticed.id))).toEqual(["set-aside", "listed", "listed"]);
});

test("who says that the frozen money is their own is answered before anybody approves", async () => {
  const { refund: noticed } = await threeInProportion(room);
  await expect(
    room.act(refund, officer(), noticed.id, "object", { claim: noticed.body.claims[0].id, by: "holder", contact: phone(61), ground: "own-money" }),
  ).rejects.toMatchObject({ problem: { at: { field: "claim" } } });
  await room.act(refund, officer(), noticed.id, "object", { by: "holder", contact: phone(61), ground: "own-money" });
  await room.pass(34 * DAY);
  await expect(approveRefund(room, noticed.id)).rejects.toThrow("their own");
  const [objection] = (await room.get(refund, noticed.id)).body.objections;
  await room.act(refund, reviewer(), noticed.id, "decide-objection", { result: "dismissed", objection: objection.id, reason: "other-procedure" });
  expect((await approveRefund(room, noticed.id)).state).toBe("ordered");
});

// --- approval and the bank ---------------------------------------------------------------------------------------------

test("a head of the right level, who did not make the plan, with a finding on each of the four points", async () => {
  const { case: id, victims } = await victimsInCase(room, ["70000"]);
  const held = await frozen(room, id, "50000");
  const draft = await withClaims(room, id, [held], [claimInput(victims[0], { deposits: [deposit(held, "70000", room.world.nowMs(), "50000")] })]);
  await plan(room, draft.id);
  const { facts: _missing, ...three } = FINDINGS;
  await expect(room.act(refund, chief(), draft.id, "approve", { findings: three })).rejects.toMatchObject({
    problem: { code: "malformed-input", at: { field: "findings.facts" } },
  });
  await expect(room.act(refund, room.as("countyChief", "org_shinan_s1"), draft.id, "approve", { findings: FINDINGS })).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(room.act(refund, officer(), draft.id, "approve", { findings: FINDINGS })).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  expect((await approveRefund(room, draft.id)).state).toBe("ordered");
});

test("the plan falls with the freeze, and is not approved over less than it takes", async () => {
  const { refund: noticed, held } = await threeInProportion(room);
  await room.act(freeze, officer(), held.id, "ask-reduction", { toMinor: "100", reason: "trace-lower" });
  await room.act(freeze, room.as("countyChief", "org_shinan", 2), held.id, "reduce", {});
  await room.pass(34 * DAY);
  await expect(approveRefund(room, noticed.id)).rejects.toMatchObject({ problem: { code: "limit-of-law", expected: "a new plan over what is frozen" } });
  await room.act(freeze, chief(), held.id, "lift", { reason: "unrelated" });
  expect(await room.get(refund, noticed.id)).toMatchObject({ state: "fallen", body: { outcome: `freeze ${held.id}` } });
});

test("the bank has three working days; overdue it is said, and nothing is taken back", async () => {
  const { refund: noticed } = await threeInProportion(room);
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  await room.pass(7 * DAY);
  expect((await room.desk.history(room.system, noticed.id)).filter((line) => line.detail["overdue"] === "refund.bankExecute")).toHaveLength(1);
  expect((await room.get(refund, noticed.id)).state).toBe("ordered");
});

test("what the bank could not pay is ordered again to an account that works, or given up and stays frozen", async () => {
  const { refund: noticed, held, victims } = await threeInProportion(room);
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  const [a, b, c] = noticed.body.claims;
  const bank = room.as("bankOps");
  let now = await room.act(refund, bank, noticed.id, "answer", {
    results: [
      { claim: a.id, result: "paid", at: instantOf(room.world.nowMs()), reference: "s1" },
      { claim: b.id, result: "failed", why: "the account is closed" },
      { claim: c.id, result: "failed", why: "the account is closed" },
    ],
  });
  expect([now.state, now.level, statesOf(now)]).toEqual(["ordered", 3, ["paid", "failed", "failed"]]);
  expect(await room.get(freeze, held.id)).toMatchObject({ body: { frozenMinor: "10000", returnedMinor: "23333" } });
  await room.act(refund, chief(), noticed.id, "order", { claims: [{ claim: b.id, payee: { account: account(77, "ABC"), holderName: victims[1].name } }] });
  await room.act(refund, chief(), noticed.id, "give-up", { claim: c.id, why: "cannot be found" });
  await room.settle();
  expect(handedAs(room, "refund.order").at(-1)?.fields["payee0"]).toBe(account(77, "ABC"));
  now = await paysOut(room, noticed.id);
  expect([now.state, statesOf(now)]).toEqual(["partly", ["paid", "paid", "given-up"]]);
  expect(await room.get(freeze, held.id)).toMatchObject({ state: "active", body: { frozenMinor: "3333" } });
});

test("the bank answers for what it was ordered, once, and sees nobody else's claim", async () => {
  const { refund: noticed } = await threeInProportion(room);
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  const bank = room.as("bankOps");
  await expect(room.act(refund, room.as("bankOps", "org_ccb"), noticed.id, "answer", bankPays(room, noticed.body.claims))).rejects.toMatchObject({
    problem: { code: "not-found" },
  });
  await room.act(refund, bank, noticed.id, "answer", bankPays(room, noticed.body.claims.slice(0, 1)));
  await expect(room.act(refund, bank, noticed.id, "answer", bankPays(room, noticed.body.claims.slice(0, 1)))).rejects.toMatchObject({ problem: { code: "not-now" } });
  const seen = refund.show(await room.get(refund, noticed.id), bank) as { readonly claims: readonly object[] };
  expect(Object.keys(seen.claims[0]).sort()).toEqual(["id", "paidAtMs", "parts", "payee", "said", "shareMinor", "state"]);
});

test("an order that reaches no bank is said and waits for a head; nothing is lost", async () => {
  const { refund: noticed } = await threeInProportion(room);
  await room.pass(34 * DAY);
  room.refuse = { refused: "no such desk", retry: false };
  await approveRefund(room, noticed.id);
  const now = await room.get(refund, noticed.id);
  expect([now.state, now.level, statesOf(now)]).toEqual(["ordered", 3, ["failed", "failed", "failed"]]);
  room.refuse = null;
  await room.act(refund, chief(), noticed.id, "order", { claims: noticed.body.claims.map(({ id }) => ({ claim: id })) });
  await room.settle();
  expect(await paysOut(room, noticed.id)).toMatchObject({ state: "executed" });
});

test("when the freeze cannot follow, the bank's answer is not taken either", async () => {
  const { refund: noticed, held } = await threeInProportion(room);
  await room.pass(34 * DAY);
  await approveRefund(room, noticed.id);
  await room.store.transaction((sql) => sql.query("update matter set body = jsonb_set(body, '{asset}', '\"gone\"') || '{\"frozenMinor\": \"x\"}' where id = $1", [held.id]));
  await expect(paysOut(room, noticed.id)).rejects.toThrow("BigInt");
  expect(await room.get(refund, noticed.id)).toMatchObject({ state: "ordered", body: { returnedMinor: "0" } });
  await room.store.transaction((sql) => sql.query('update matter set body = body || \'{"frozenMinor": "33333", "asset": "deposit"}\' where id = $1', [held.id]));
});

test("nobody without the role gives a command, and a plan that nobody decides is said", async () => {
  const { refund: noticed } = await threeInProportion(room);
  await room.pass(34 * DAY);
  await room.pass(10 * DAY);
  expect((await room.desk.history(room.system, noticed.id)).some((line) => line.detail["overdue"] === "refund.decide")).toBe(true);
  const codes = await refusals(room, refund, noticed.id, {
    "add-claim": { report: "rep_00000001", name: "甲", payee: { account: account(1), holderName: "甲" }, lossMinor: "1", evidence: "e" },
    "remove-claim": { claim: "c", why: "w" },
    object: { by: "other", contact: phone(1), ground: "own-money" },
    "decide-objection": { result: "dismissed", objection: "o", reason: "next-round" },
    approve: { findings: FINDINGS },
    decline: { why: "w" },
    withdraw: { why: "w" },
    answer: { results: [{ claim: "c", result: "failed", why: "w" }] },
    order: { claims: [{ claim: "c" }] },
    "give-up": { claim: "c", why: "w" },
    "notice-over": { key: "k", dueAtMs: 1 },
    "objection-overdue": { key: "k", dueAtMs: 1 },
    "decide-overdue": { key: "k", dueAtMs: 1 },
    "bank-overdue": { key: "k", dueAtMs: 1 },
    sent: { effect: "e", reference: "r", atMs: 1 },
    unreachable: { effect: "e", problem: "p" },
    fall: { freeze: "frz_00000001" },
    move: {},
  });
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});

test("merged into another case the return goes on there, and comes back with its freezes", async () => {
  const { refund: noticed, case: id } = await threeInProportion(room);
  const into = await victimsInCase(room, ["100"], 30);
  await give(room, chief(), "case", id, "merge", { into: into.case, ground: "chain" });
  expect((await room.get(refund, noticed.id)).body.case).toBe(into.case);
  await room.pass(34 * DAY);
  await give(room, chief(), "case", id, "unmerge", { why: "two different groups" });
  expect((await room.get(refund, noticed.id)).body.case).toBe(id);
  expect((await events(room, noticed.id)).slice(0, 2)).toEqual(["open", "add-claim"]);
  expect((await approveRefund(room, noticed.id)).state).toBe("ordered");
});
