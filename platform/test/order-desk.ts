/** Short ways to orders for tests: reported, approved, answered by the bank, held. Everything goes through the real desk. */
import type { Scope } from "../src/access/scope.ts";
import type { MatterId, MatterKindName } from "../src/domain/matter.ts";
import type { Matter } from "../src/matters/matter.ts";
import { stopPayment } from "../src/orders/stop-payment/kind.ts";
import type { Stop } from "../src/orders/stop-payment/order.ts";
import type { Room } from "./case-room.ts";
import { account, accepted, instantOf, paid } from "./report-desk.ts";

export const MATCH = { name: true, account: true, amount: true, time: true };

export type StopDraft = NonNullable<(typeof stopPayment)["draft"]>;

/** A proposal that is complete, about an account that the report does not name: with the slip. */
export function stopDraft(room: Room, parent: MatterId, more: Partial<StopDraft> = {}): StopDraft {
  return {
    parent,
    account: account(1),
    holderName: "张三",
    amountMinor: "5000000",
    currency: "CNY",
    paidAt: instantOf(room.world.nowMs() - 10 * 60_000),
    reason: "reported-payment",
    evidence: [{ kind: "statement", ref: "slip-1" }],
    ...more,
  };
}

/** A report with one payment, and the stop that was proposed in the same breath. */
export async function proposed(room: Room, payment: Parameters<typeof paid>[1] = {}, org = "org_shinan"): Promise<{ readonly report: MatterId; readonly stop: Stop }> {
  const { id } = await accepted(room, { payments: [paid(room, { toName: "张三", ...payment })] }, room.as("intake", org));
  const [stop] = (await room.all(stopPayment)).filter((one) => one.body.report === id);
  return { report: id, stop };
}

/** A command on a matter of a slice that the test must not import. */
export async function give(room: Room, who: Scope, kind: MatterKindName, id: MatterId, command: string, input: object = {}): Promise<Matter> {
  const [matter] = await room.desk.work(who, (work) => work.actAny(kind, [{ id, command, input }]));
  return matter;
}

export async function approve(room: Room, stop: MatterId, org = "org_shinan", input: object = {}): Promise<Stop> {
  return room.act(stopPayment, room.as("dutyLead", org), stop, "approve", input);
}

/** The bank's answer that it stopped, now. */
export function stoppedNow(room: Room, heldMinor = "5000000", more: object = {}): object {
  return { result: "stopped", at: instantOf(room.world.nowMs()), heldMinor, match: MATCH, ...more };
}

export async function answer(room: Room, stop: MatterId, input: object, bank: Scope = room.as("bankOps")): Promise<Stop> {
  return room.act(stopPayment, bank, stop, "answer", input);
}

/** Reported, approved, handed over and stopped by the bank. */
export async function stopped(room: Room, payment: Parameters<typeof paid>[1] = {}, heldMinor = "5000000"): Promise<{ readonly report: MatterId; readonly stop: Stop }> {
  const { report, stop } = await proposed(room, payment);
  await approve(room, stop.id);
  await room.settle();
  return { report, stop: await answer(room, stop.id, stoppedNow(room, heldMinor), bankOf(room, stop)) };
}

export function bankOf(room: Room, order: { readonly partner: string | null }): Scope {
  return room.as("bankOps", order.partner ?? "");
}

/** What was handed to institutions, by what it is. */
export function handedAs(room: Room, what: string): readonly (typeof room.handed.institution)[number][] {
  return room.handed.institution.filter((one) => one.what === what);
}

/** Texts of the notices of a matter, by template, in the order in which they were made. */
export async function told(room: Room, matter: MatterId): Promise<readonly { readonly template: string; readonly zh: string; readonly en: string; readonly delivered: boolean }[]> {
  const notices = await room.desk.notices(room.system, matter);
  return notices.map(({ template, text, deliveredAtMs }) => ({ template, ...text, delivered: deliveredAtMs !== null }));
}
