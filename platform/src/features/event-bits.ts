/**
 * Where the measured fields sit in a record, as plain numbers: read once from the table of fields, so that the hot path
 * compares words and the table stays the only place that decides. Presence masks end in `_SET`. Below them, what the
 * measuring asks of a record.
 */
import { EVENT_KINDS, fieldOf, type EventKind } from "../domain/event-fields.ts";
import { INTEL, INTEL_BITS, NUMBER_FLAG, RECORD_DOUBLES, RECORD_WORDS, W } from "../domain/record.ts";

function fieldSpec(kind: EventKind, name: string) {
  const spec = fieldOf(kind, name);
  if (spec === undefined) throw new Error(`bug: ${kind} has no field "${name}"`);
  return spec;
}

/** Mask in the presence word. */
function set(kind: EventKind, name: string): number {
  return 1 << fieldSpec(kind, name).bit;
}

/** Mask in the bool word. A bool's bit is 0 where the field is absent. */
function flag(kind: EventKind, name: string): number {
  const spec = fieldSpec(kind, name);
  if (spec.type !== "bool") throw new Error(`bug: ${kind}.${name} is not a bool`);
  return 1 << spec.boolBit;
}

/** Shift of an enum's byte in the enums word. */
function shift(kind: EventKind, name: string): number {
  const spec = fieldSpec(kind, name);
  if (spec.type !== "enum") throw new Error(`bug: ${kind}.${name} is not an enum`);
  return spec.enumByte * 8;
}

/** A bit per value of an enum, for membership in one test; values beyond 32 cannot be named. */
function values(kind: EventKind, name: string, ...members: readonly string[]): number {
  const spec = fieldSpec(kind, name);
  if (spec.type !== "enum") throw new Error(`bug: ${kind}.${name} is not an enum`);
  let mask = 0;
  for (const member of members) {
    const index = spec.values.indexOf(member);
    if (index < 0 || index > 31) throw new Error(`bug: ${kind}.${name} has no value "${member}"`);
    mask |= 1 << index;
  }
  return mask;
}

/** Double offset of a numeric field within the record. */
function num(kind: EventKind, name: string): number {
  const spec = fieldSpec(kind, name);
  if (spec.type !== "number" && spec.type !== "money") throw new Error(`bug: ${kind}.${name} is not numeric`);
  return W.numsDouble + spec.num;
}

export const KIND = Object.fromEntries(EVENT_KINDS.map((kind, i) => [kind, i])) as Readonly<Record<EventKind, number>>;

export const CALL_ANSWERED_SET = set("call", "answered");
export const CALL_ANSWERED = flag("call", "answered");
export const CALL_DURATION_SET = set("call", "durationMs");
export const CALL_DURATION = num("call", "durationMs");
export const CALL_RING_SET = set("call", "ringMs");
export const CALL_RING = num("call", "ringMs");
export const CALL_ORIGIN_SET = set("call", "origin");
export const CALL_ORIGIN_SHIFT = shift("call", "origin");
export const CALL_ORIGIN_ABROAD = values("call", "origin", "overseas", "gateway");
export const CALL_ORIGIN_UNKNOWN = values("call", "origin", "unknown");
export const CALL_FORWARDING = flag("call", "forwardingSet");
export const CALL_SCREEN_SHARE = flag("call", "screenShare");
export const CALL_CONTACT = flag("call", "contact");

export const APP_SOURCE_SET = set("app-install", "source");
export const APP_SOURCE_SHIFT = shift("app-install", "source");
export const APP_SOURCE_OFF_STORE = values("app-install", "source", "link", "sideload");
export const APP_ACTION_SET = set("app-install", "action");
export const APP_ACTION_SHIFT = shift("app-install", "action");
export const APP_ACTION_OPEN = values("app-install", "action", "open");
export const APP_CLASS_SET = set("app-install", "appClass");
export const APP_CLASS_SHIFT = shift("app-install", "appClass");
export const APP_CLASS_REMOTE = values("app-install", "appClass", "remote-control", "screen-share");
export const APP_CLASS_CHAT = values("app-install", "appClass", "meeting", "chat");
export const APP_ASSISTIVE = flag("app-install", "assistive");

export const TRANSFER_AMOUNT = num("transfer", "amountMinor");
export const TRANSFER_CURRENCY_SHIFT = shift("transfer", "currency");
export const TRANSFER_CHANNEL_SET = set("transfer", "channel");
export const TRANSFER_CHANNEL_SHIFT = shift("transfer", "channel");
export const TRANSFER_CHANNEL_CASH = values("transfer", "channel", "cash-withdrawal");
export const TRANSFER_CHANNEL_CRYPTO = values("transfer", "channel", "crypto");
export const TRANSFER_PAYEE_NEW = flag("transfer", "payeeNew");
export const TRANSFER_PAYEE_TYPE_SET = set("transfer", "payeeType");
export const TRANSFER_PAYEE_TYPE_SHIFT = shift("transfer", "payeeType");
export const TRANSFER_PAYEE_GOLD = values("transfer", "payeeType", "gold", "gift-card");
export const TRANSFER_PAYEE_CRYPTO = values("transfer", "payeeType", "crypto");
export const TRANSFER_PAYEE_OWN = values("transfer", "payeeType", "own-account");
export const TRANSFER_CASE_TIER = flag("transfer", "caseTier");
export const TRANSFER_REPORTED = flag("transfer", "reportedVictim");

export const OPENING_PRODUCT_SHIFT = shift("opening", "product");
export const OPENING_REPLACEMENT = values("opening", "product", "sim-replacement");
const BRANCH = fieldSpec("opening", "branch");
export const OPENING_BRANCH_REF = BRANCH.type === "text" ? BRANCH.ref : 0;

export const LINK_RELATION_SET = set("link", "relation");
export const LINK_RELATION_SHIFT = shift("link", "relation");
export const LINK_USES = values("link", "relation", "uses");
export const LINK_ENDED = flag("link", "ended");

const LISTED = INTEL.block | INTEL.flag;

/** Whether the lists hold key 0…3 (A…D) of the record at word `e` as blocked or flagged. */
export function listed(w: Int32Array, e: number, key: number): boolean {
  return ((w[e + W.intel] >>> (key * INTEL_BITS)) & LISTED) !== 0;
}

/** Whether an optional enum is present and one of `values` (a bit each). */
export function has(w: Int32Array, e: number, set: number, shift: number, values: number): boolean {
  return (w[e + W.present] & set) !== 0 && ((1 << ((w[e + W.enums] >>> shift) & 31)) & values) !== 0;
}

/** A call that came from abroad: the origin says so, or nobody knows the origin and the calling number is foreign. */
export function abroad(w: Int32Array, e: number): boolean {
  if ((w[e + W.present] & CALL_ORIGIN_SET) !== 0) {
    const origin = 1 << ((w[e + W.enums] >>> CALL_ORIGIN_SHIFT) & 31);
    if ((origin & CALL_ORIGIN_UNKNOWN) === 0) return (origin & CALL_ORIGIN_ABROAD) !== 0;
  }
  return (w[e + W.numberFlags] & NUMBER_FLAG.overseas) !== 0;
}

/** A call that was reported while it went on: no duration yet, and not said to be unanswered. */
export function goesOn(w: Int32Array, e: number): boolean {
  const present = w[e + W.present];
  return (present & CALL_DURATION_SET) === 0 && ((present & CALL_ANSWERED_SET) === 0 || (w[e + W.bools] & CALL_ANSWERED) !== 0);
}

/** When the talk of an ended call ended; 0 where nobody talked. */
export function talkEnd(w: Int32Array, d: Float64Array, i: number, t: number): number {
  const e = i * RECORD_WORDS;
  const present = w[e + W.present];
  if ((present & CALL_ANSWERED_SET) !== 0 && (w[e + W.bools] & CALL_ANSWERED) === 0) return 0;
  const duration = (present & CALL_DURATION_SET) === 0 ? 0 : d[i * RECORD_DOUBLES + CALL_DURATION];
  return duration > 0 ? t + duration : 0;
}
