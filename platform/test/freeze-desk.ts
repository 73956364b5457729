/** Short ways to freezes for tests: a filed case, proposed, approved by a head, frozen at the bank. */
import type { Scope } from "../src/access/scope.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { freeze } from "../src/orders/freeze/kind.ts";
import type { FreezeMatter } from "../src/orders/freeze/order.ts";
import type { Room } from "./case-room.ts";
import { accepted, account, filed, instantOf } from "./report-desk.ts";

export type FreezeDraft = NonNullable<(typeof freeze)["draft"]>;

export function freezeDraft(filedCase: MatterId, more: Partial<FreezeDraft> = {}): FreezeDraft {
  return {
    case: filedCase,
    account: account(1),
    holderName: "张三",
    amountMinor: "5000000",
    currency: "CNY",
    tracedMinor: "5000000",
    trace: "trace-7 v3",
    reason: "case-funds",
    ...more,
  };
}

export async function filedCase(room: Room, org = "org_shinan"): Promise<MatterId> {
  const { id } = await accepted(room, {}, room.as("intake", org));
  return (await filed(room, [id], org)).id;
}

/** Approved by the head that fits the unit, and handed over. */
export async function sentFreeze(
  room: Room,
  filedIn: MatterId,
  more: Partial<FreezeDraft> = {},
  org = "org_shinan",
  chief: Scope = room.as("countyChief", org),
): Promise<FreezeMatter> {
  const proposed = await room.open(freeze, room.as("caseOfficer", org), freezeDraft(filedIn, more));
  await room.act(freeze, chief, proposed.id, "approve");
  await room.settle();
  return room.get(freeze, proposed.id);
}

export function frozenNow(room: Room, frozenMinor = "5000000", balanceMinor = frozenMinor): object {
  return { result: "frozen", at: instantOf(room.world.nowMs()), frozenMinor, balanceMinor };
}

export async function answerFreeze(room: Room, order: Pick<FreezeMatter, "id" | "partner">, input: object): Promise<FreezeMatter> {
  return room.act(freeze, room.as("bankOps", order.partner ?? ""), order.id, "answer", input);
}

export async function activeFreeze(
  room: Room,
  filedIn: MatterId,
  more: Partial<FreezeDraft> = {},
  frozenMinor = more.amountMinor ?? "5000000",
  balanceMinor = "10000000",
): Promise<FreezeMatter> {
  return answerFreeze(room, await sentFreeze(room, filedIn, more), frozenNow(room, frozenMinor, balanceMinor));
}
