/**
 * A small town of matters for tests of figures: from a seed, people are deceived and warned, money is stopped and released,
 * cards are opened and found involved, leads go out and come back. Everything goes through the real desk; what it refuses
 * is left out, as in life.
 */
import type { Scope } from "../src/access/scope.ts";
import { Prng } from "../src/base/prng.ts";
import { ProblemError } from "../src/base/problem.ts";
import { lead } from "../src/campaigns/lead/kind.ts";
import { numberAction } from "../src/cards/number-action/kind.ts";
import { policeCase } from "../src/cases/case/kind.ts";
import { warning } from "../src/dissuasion/warning/kind.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { listEntry } from "../src/listings/list-entry/kind.ts";
import { openPersonal } from "../src/matters/personal-access.ts";
import { freeze } from "../src/orders/freeze/kind.ts";
import { hold } from "../src/orders/hold/kind.ts";
import { stopPayment } from "../src/orders/stop-payment/kind.ts";
import { issued, officerOf, SHINAN, YIWU } from "./campaign-desk.ts";
import { HOUR, MINUTE, type Room } from "./case-room.ts";
import { counter, givenScreen, shop, verdictWith } from "./counter.ts";
import { activeFreeze } from "./freeze-desk.ts";
import { answer, approve, bankOf, stoppedNow } from "./order-desk.ts";
import { accepted, account, filed, instantOf, paid, phone } from "./report-desk.ts";
import { CHECKLIST, longCall, oneCall, openedLink, paying, take } from "./warning-room.ts";

const ORGS = ["org_shinan", "org_yiwu"] as const;

export async function town(room: Room, seed: number, steps: number): Promise<void> {
  const chance = new Prng(seed);
  const at = counter(
    room,
    givenScreen(() => verdictWith(chance.chance(0.6) ? ["O05"] : [])),
  );
  const person = (): string => phone(1 + chance.int(8));
  const money = (): string => String(1_000 + chance.int(9_000_000));
  let serial = 0;
  const filedCases: { readonly id: MatterId; readonly org: string }[] = [];
  const cards: string[] = [];

  const dissuade = async (): Promise<void> => {
    const make = chance.pick([longCall, oneCall, openedLink, paying]);
    const event = `evt-${seed}-${++serial}`;
    const { opened: made } = await take(room, [make(event, { victim: { type: "number", text: person() }, occurredAtMs: room.world.nowMs() - MINUTE })]);
    // Somebody who is looked after already gets no second warning.
    if (made.length === 0) return;
    const [id] = made;
    const officer = room.as("dissuader", "org_shinan_s1", 1 + chance.int(2));
    const give = (command: string, input: unknown = {}) => room.act(warning, officer, id, command, input);
    await room.pass(chance.int(40) * MINUTE);
    if ((await room.get(warning, id)).state === "dispatched") await give("sign");
    await room.pass(chance.int(10) * MINUTE);
    await give("contact", { channel: chance.pick(["call", "visit"]) });
    await room.pass(chance.int(5) * MINUTE);
    const outcome = chance.int(4);
    if (outcome === 0) await give("result", { outcome: "awakened", checklist: CHECKLIST, proof: { kind: "signature", ref: "proof-1" } });
    else if (outcome === 1) await give("result", { outcome: "not-a-target", why: "the caller is a relative" });
    else if (outcome === 2) await give("result", { outcome: "no-answer", ringMs: 30_000 });
    else
      await give("result", {
        outcome: "already-paid",
        payments: [{ to: account(chance.int(5)), amountMinor: money(), currency: "CNY", at: instantOf(room.world.nowMs() - 5 * MINUTE) }],
      });
  };

  const deceived = async (): Promise<void> => {
    const org = chance.pick(ORGS);
    const payments = Array.from({ length: 1 + chance.int(2) }, () =>
      paid(room, { to: account(chance.int(6)), toName: "张三", amountMinor: money(), agoMs: (1 + chance.int(200)) * MINUTE }),
    );
    const otherLosses = chance.chance(0.3) ? [{ amountMinor: money(), currency: "USD", what: "gift-cards" as const }] : [];
    const { id: report } = await accepted(room, { reporter: { number: person() }, payments, otherLosses }, room.as("intake", org));
    for (const stop of (await room.all(stopPayment)).filter((one) => one.body.report === report)) {
      await approve(room, stop.id, org);
      await room.settle();
      await room.pass(chance.int(30) * MINUTE);
      const next = chance.chance(0.4)
        ? [{ account: account(20 + chance.int(5), "CCB"), holderName: "王五", amountMinor: "100000", currency: "CNY", at: instantOf(room.world.nowMs() - MINUTE) }]
        : [];
      if (chance.chance(0.2)) await answer(room, stop.id, { result: "no-funds", next }, bankOf(room, stop));
      else await answer(room, stop.id, stoppedNow(room, String(1 + chance.int(Number(stop.body.amountMinor))), { next }), bankOf(room, stop));
      if (chance.chance(0.3)) {
        await room.pass(chance.int(40) * HOUR);
        await room.act(stopPayment, room.as("dutyLead", org), stop.id, "release", { reason: chance.pick(["good-faith", "other", "mistaken-account"]), note: "looked into" });
      }
    }
    for (const further of (await room.all(stopPayment)).filter((one) => one.state === "drafted" && one.body.report === report)) {
      await approve(room, further.id, org);
      await room.settle();
      await answer(room, further.id, stoppedNow(room, "50000"), bankOf(room, further));
      if (chance.chance(0.5)) await room.act(stopPayment, room.as("dutyLead", org), further.id, "release", { reason: "good-faith", note: "goods were delivered" });
    }
    if (chance.chance(0.6)) filedCases.push({ id: (await filed(room, [report], org)).id, org });
  };

  const investigated = async (): Promise<void> => {
    if (filedCases.length === 0) return;
    const { id, org } = chance.pick(filedCases);
    const officer = room.as("caseOfficer", org);
    const what = chance.int(4);
    if (what === 0 && org === "org_shinan") {
      const { id: frozen } = await activeFreeze(
        room,
        id,
        { account: account(40 + chance.int(20)), amountMinor: "400000", tracedMinor: chance.pick(["400000", "300000"]), fullGround: "interest" },
        "400000",
      );
      if (chance.chance(0.3)) await room.act(freeze, room.as("countyChief"), frozen, "lift", { reason: "unrelated", note: "another person's" });
      else if (chance.chance(0.5))
        await room.desk.work(room.system, (work) => work.act(freeze, [{ id: frozen, command: "return", input: { refund: "rfd_00000001", amountMinor: "100000" } }], "consequence"));
      return;
    }
    if (what === 1) {
      await room.act(policeCase, officer, id, "investigate");
      await room.act(policeCase, officer, id, "identify-holder", { persons: ["p-1"], evidence: "statement" });
      await room.act(policeCase, officer, id, "catch", { persons: 1 + chance.int(3) });
      return;
    }
    const value = cards.length > 0 && chance.chance(0.7) ? chance.pick(cards) : account(60 + chance.int(10));
    await room.act(policeCase, officer, id, "find-involved", { type: "account", value, ground: "it received the money" });
    for (const entry of await room.all(listEntry)) {
      if (entry.state !== "proposed") continue;
      await room.act(listEntry, room.as("dutyLead", "org_ministry"), entry.id, "approve", chance.chance(0.5) ? { strength: "flag" } : {});
      await room.settle();
      if (chance.chance(0.3)) await room.act(listEntry, room.as("reviewer", "org_ministry"), entry.id, "revoke", { reason: "mistake" });
    }
  };

  const atTheCounter = async (): Promise<void> => {
    const who = room.as("bankOps", "org_icbc", 1 + chance.int(2));
    const { check, answer: said } = (await at.check(who, {
      subject: `37020219900101${1_000 + chance.int(50)}`,
      product: "account",
      branch: chance.pick(["b-1", "b-2"]),
      territory: chance.pick([SHINAN, YIWU]),
      contactNumber: person(),
    })) as { readonly check: string; readonly answer: string };
    const card = account(100 + ++serial);
    if (said !== "go-ahead" && chance.chance(0.5)) await at.decides(who, check, { decision: chance.pick(["left", "limited"]) });
    else {
      await at.decides(who, check, { decision: "opened", card });
      cards.push(card);
    }
  };

  const number = async (): Promise<void> => {
    const [anna, ben, cora]: readonly Scope[] = [shop(room, 1), shop(room, 2), shop(room, 3)];
    const { id } = await room.open(numberAction, anna, { number: phone(200 + ++serial), risk: "silent", evidence: [{ kind: "event", ref: "evt-1" }], whereabouts: "home" });
    await room.act(numberAction, ben, id, "notify");
    await room.pass(25 * HOUR);
    await room.act(numberAction, ben, id, "whereabouts", { where: "home" });
    await room.act(numberAction, ben, id, "impose", { grade: "outgoing" });
    await room.act(numberAction, cora, id, "answer", { result: "done", at: instantOf(room.world.nowMs()), emergencyCallsWork: true });
    await room.settle();
    if (chance.chance(0.5)) await room.act(numberAction, ben, id, "lift", { reason: "mistake" });
  };

  const held = async (): Promise<void> => {
    const bank = room.as("bankOps", "org_icbc");
    const draft = {
      by: { kind: "own" as const },
      account: account(1),
      payee: account(80 + chance.int(5), "CCB"),
      amountMinor: money(),
      currency: "CNY",
      orderedAt: instantOf(room.world.nowMs()),
      reason: "unusual-payment" as const,
    };
    const { id } = await room.open(hold, bank, draft);
    await room.pass(chance.int(3) * HOUR);
    await room.act(hold, bank, id, "release", { reason: chance.pick(["verified", "false-alarm"]) });
    await room.act(hold, bank, id, "report-costs", { feesMinor: "100", interestMinor: String(chance.int(50)) });
  };

  const struck = async (): Promise<void> => {
    const { leads } = await issued(room, [SHINAN, YIWU, SHINAN].slice(0, 1 + chance.int(3)));
    await room.pass(chance.int(40) * HOUR);
    for (const { id, org } of leads) {
      if (chance.chance(0.3)) continue;
      await room.act(lead, officerOf(room, org), id, "sign");
      await room.act(lead, officerOf(room, org), id, "verify", { finding: chance.pick(["true", "partly", "false"]), note: "looked into", involved: [] });
      if (chance.chance(0.7)) await room.act(lead, officerOf(room, org), id, "return", { result: { persons: [], dens: [], platforms: [], devices: [], money: [] }, note: "done" });
    }
  };

  const lookedAt = async (): Promise<void> => {
    const [one] = (await room.desk.list(room.system, { kind: "report", limit: 1 })).matters;
    await openPersonal(room.desk, room.as(chance.pick(["caseOfficer", "auditor"]), "org_shinan"), { matter: one?.id, purpose: chance.pick(["investigate", "curiosity"]) });
  };

  const acts: readonly (readonly [number, () => Promise<void>])[] = [
    [4, dissuade],
    [4, deceived],
    [5, investigated],
    [3, atTheCounter],
    [1, number],
    [1, held],
    [1, struck],
    [1, lookedAt],
  ];
  const urn = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));
  for (let step = 0; step < steps; step++) {
    try {
      await chance.pick(urn)();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
    await room.pass(chance.int(8) * HOUR);
  }
}
