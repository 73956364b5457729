/**
 * What an appeal that was upheld does to orders: what it is about ends in the same transaction, the institution and the
 * holder are told, and what rested on it alone falls with it. Who decides an appeal, and by when, is not decided here.
 */
import { unreachable } from "../base/assert.ts";
import type { AnnouncementOf } from "../domain/announcement.ts";
import { kindOfId, type MatterId } from "../domain/matter.ts";
import type { Work } from "../matters/work.ts";
import type { ReleaseReason } from "./reasons.ts";

const ABOUT_ORDERS = ["stop-payment", "freeze", "protective-stop", "hold"] as const;
type OrderKind = (typeof ABOUT_ORDERS)[number];

/** Does nothing about matters of other kinds, nor about orders that are over. */
export async function orderAppealUpheld(work: Work, { appeal, against, ground }: AnnouncementOf<"appeal-upheld">): Promise<void> {
  const kind = ABOUT_ORDERS.find((one) => one === kindOfId(against));
  if (kind === undefined) return;
  const { state, closedAtMs } = await work.loadAny(kind, against);
  if (closedAtMs !== null) {
    work.note({ event: "appeal-upheld-late", matter: against, kind, detail: { appeal, state } });
    return;
  }
  const { command, input } = ending(kind, state, ground === "good-faith" ? "good-faith" : "appeal-upheld", appeal);
  await work.actAny(kind, [{ id: against, command, input }], "consequence");
}

/** 仅保留涉案金额: what is beyond the sum that stays is given back at once. Only what holds money becomes smaller. */
export async function orderAppealPartly(work: Work, { against, keepMinor, ground }: AnnouncementOf<"appeal-partly">): Promise<void> {
  const kind = (["stop-payment", "freeze"] as const).find((one) => one === kindOfId(against));
  if (kind === undefined) return;
  const reason: ReleaseReason = ground === "good-faith" || ground === "trace-lower" ? ground : "appeal-upheld";
  await work.actAny(kind, [{ id: against, command: "reduce", input: { toMinor: keepMinor, reason } }], "consequence");
}

/** How an order of each kind ends, by whether it limits somebody already. */
function ending(kind: OrderKind, state: string, reason: ReleaseReason, appeal: MatterId): { readonly command: string; readonly input: object } {
  const withdraw = { command: "withdraw", input: { why: `appeal ${appeal}` } };
  switch (kind) {
    case "stop-payment":
      return state === "stopped" ? { command: "release", input: { reason } } : withdraw;
    case "freeze":
      return state === "active" || state === "partial" ? { command: "lift", input: { reason } } : withdraw;
    case "protective-stop":
      return state === "active" ? { command: "cancel", input: { reason: "appeal-upheld" } } : withdraw;
    case "hold":
      return { command: "release", input: { reason: "appeal-upheld" } };
    default:
      return unreachable(kind);
  }
}
