/**
 * One of everything that takes something from somebody, in the state in which it is taken, on the real desk: for the checks
 * that hold for all of them alike. What is missing here is found by `restrictionsOf`, which reads the kinds' own tables.
 */
import { expect } from "vitest";
import { appeal } from "../../src/appeals/appeal/kind.ts";
import { KINDS } from "../../src/app/kinds.ts";
import { lineBreak } from "../../src/dissuasion/line-break/kind.ts";
import type { MatterId, MatterKindName } from "../../src/domain/matter.ts";
import type { MeasureKind } from "../../src/domain/jurisdiction-words.ts";
import { hold } from "../../src/orders/hold/kind.ts";
import { protectiveStop } from "../../src/orders/protective-stop/kind.ts";
import { appealed, reviewer } from "../appeal-desk.ts";
import type { Room } from "../case-room.ts";
import { ACCOUNT, clerk, counter, givenScreen, verdictWith } from "../counter.ts";
import { activeFreeze, filedCase } from "../freeze-desk.ts";
import { approve as approveEntry, involved, propose } from "../list-desk.ts";
import { numberDesk } from "../number-desk.ts";
import { stopped } from "../order-desk.ts";
import { accepted, account, instantOf, phone } from "../report-desk.ts";
import { lead, officer, paying, VICTIM, warned } from "../warning-room.ts";

export interface Restriction {
  readonly kind: MatterKindName;
  readonly state: string;
  readonly id: MatterId;
  /** Whose papers and remedy the notice has to name; null where the person stands at a counter and hears it there. */
  readonly measure: MeasureKind | null;
}

/** Every state in which something is taken from somebody, by the kinds' own tables. */
export function restrictingStates(): readonly string[] {
  return [...KINDS.values()].flatMap((kind) => kind.restricting.map((state) => `${kind.name} ${state}`));
}

export const numberOf = (n: number): string => `+861380015${String(1_000 + n)}`;

/**
 * One matter in each of those states, all at once. Numbers come first: a limit needs a notice of a day. What passes through
 * several states stands in the last of them and was in the others on its way.
 */
export async function everyRestriction(room: Room): Promise<readonly Restriction[]> {
  const taken: Restriction[] = [];
  const add = (kind: MatterKindName, states: string | readonly string[], { id }: { readonly id: MatterId }, measure: MeasureKind | null): void => {
    for (const state of [states].flat()) taken.push({ kind, state, id, measure });
  };
  const desk = numberDesk(room);
  const actions: MatterId[] = [];
  for (const n of [0, 1, 2]) {
    const action = await desk.raise({ number: numberOf(n) });
    await desk.give(desk.ben(), action, "notify");
    actions.push(action.id);
  }
  for (const [i, grade] of (["outgoing", "incoming", "suspend"] as const).entries()) {
    // The first notice was given with the question; each further step is announced a day before.
    if (i > 0) for (const id of actions.slice(i)) await desk.give(desk.ben(), { id }, "announce", { grade });
    await room.pass(25 * 3_600_000);
    for (const id of actions.slice(i)) {
      await desk.give(desk.ben(), { id }, "whereabouts", { where: "home" });
      await desk.done(await desk.give(desk.ben(), { id }, "impose", { grade }));
    }
  }
  for (const [i, state] of ["outgoing-limited", "incoming-limited", "suspended"].entries()) add("number-action", state, { id: actions[i]! }, "number-action");

  const signs = { kind: "signals", families: ["call", "message"], scorePermille: 300, event: "evt-1" } as const;
  add("list-entry", "active-block", await approveEntry(room, (await involved(room, "number", numberOf(10))).entry), "list-entry");
  add(
    "list-entry",
    "active-flag",
    await approveEntry(room, await propose(room, { type: "number", identifier: numberOf(11), strength: "flag", grounds: [signs] } as never)),
    "list-entry",
  );
  add(
    "list-entry",
    "watch",
    await approveEntry(room, await propose(room, { type: "number", identifier: numberOf(12), strength: "watch", grounds: [signs] } as never)),
    "list-entry",
  );
  const suspended = await approveEntry(room, await propose(room, { type: "number", identifier: numberOf(13), strength: "flag", grounds: [signs] } as never));
  await room.act(appeal, reviewer(room), (await appealed(room, suspended.id)).id, "suspend", { note: "the number was reassigned" });
  add("list-entry", "suspended-by-appeal", suspended, "list-entry");

  const filedIn = await filedCase(room);
  add("freeze", "active", await activeFreeze(room, filedIn, { account: account(70) }), "freeze");
  add("freeze", "partial", await activeFreeze(room, filedIn, { account: account(71) }, "1200000", "1200000"), "freeze");
  add("stop-payment", "stopped", (await stopped(room, { to: account(72) })).stop, "stop-payment");

  const { id: parent } = await accepted(room);
  const protection = await room.open(protectiveStop, room.as("dissuader"), {
    parent,
    person: "370202195505051234",
    account: account(73),
    contact: phone(55),
    currency: "CNY",
    reason: "payment-imminent",
    basis: { kind: "danger", ground: "on the phone with somebody who says he is a prosecutor" },
    tried: ["message", "call", "visit"],
  });
  await room.act(protectiveStop, room.as("dutyLead"), protection.id, "approve");
  await room.settle();
  add(
    "protective-stop",
    "active",
    await room.act(protectiveStop, room.as("bankOps"), protection.id, "answer", { result: "stopped", at: instantOf(room.world.nowMs()) }),
    "protective-stop",
  );

  add(
    "hold",
    "held",
    await room.open(hold, room.as("bankOps"), {
      by: { kind: "own" },
      account: account(74),
      payee: account(75, "CCB"),
      contact: VICTIM,
      amountMinor: "8000000",
      currency: "CNY",
      orderedAt: instantOf(room.world.nowMs()),
      reason: "on-the-phone",
    }),
    "transaction-hold",
  );

  const looked = await counter(
    room,
    givenScreen(() => verdictWith(["O04"], { action: "hold" })),
  ).check(clerk(room), { ...ACCOUNT });
  add("opening", "escalated", { id: looked.opening as MatterId }, null);

  const nowMs = room.world.nowMs();
  const warning = await warned(room, [paying("e1", { occurredAtMs: nowMs - 60_000, victim: { type: "number", text: phone(90) } })]);
  const line = await room.open(lineBreak, officer(room), {
    warning: warning.id,
    operator: "org_telco",
    consent: { how: "recorded-call", ref: "rec-1" },
    ground: "about to transfer",
  });
  await room.act(lineBreak, lead(room), line.id, "approve");
  await room.settle();
  await room.act(lineBreak, room.as("telcoOps"), line.id, "answer", { result: "suspended", at: instantOf(room.world.nowMs()), emergencyCallsWork: true });
  add("line-break", ["approved", "sent", "suspended"], line, "line-suspension");

  await room.settle();
  expect(new Set(taken.map(({ kind, state }) => `${kind} ${state}`))).toEqual(new Set(restrictingStates()));
  return taken;
}
