/**
 * What the plain twins share: events read from records by the table of fields, and the windows over plain lists of them,
 * each as one filter. The approximations are the engine's; the way is the obvious one.
 */
import { hashBytes } from "../base/hash.ts";
import { EVENT_FIELDS, EVENT_KINDS, type EventKind } from "../domain/event-fields.ts";
import { INTEL, INTEL_BITS, NUMBER_FLAG, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { tag16 } from "./recent-set.ts";
import { keyHash } from "./row-table.ts";
import { boundedTimeMs, weightOf } from "./window.ts";

export interface PlainKey {
  readonly lo: number;
  readonly hi: number;
  readonly name: string;
  readonly hash: number;
  readonly listed: boolean;
}

export interface PlainEvent {
  readonly kind: EventKind;
  readonly t: number;
  /** A, B, C, D; undefined where absent. */
  readonly keys: readonly (PlainKey | undefined)[];
  /** Optional fields that are present: bools, numbers, words of enums. */
  readonly fields: Readonly<Record<string, boolean | number | string>>;
  readonly fraudPermille: number;
  readonly hostPermille: number;
  readonly callerForeign: boolean;
  readonly branchTag: number;
}

/** Reads a record by the table of fields. */
export function plainEvent(batch: EventBatch, i: number): PlainEvent {
  const w = batch.words;
  const e = i * RECORD_WORDS;
  const kind = EVENT_KINDS[w[e + W.kind]];
  const keys = [0, 1, 2, 3].map((k) => {
    const lo = w[e + W.keys + 2 * k];
    const hi = w[e + W.keys + 2 * k + 1];
    const listed = ((w[e + W.intel] >>> (k * INTEL_BITS)) & (INTEL.block | INTEL.flag)) !== 0;
    return hi === 0 ? undefined : { lo, hi, name: `${hi}:${lo}`, hash: keyHash(lo, hi), listed };
  });
  const fields: Record<string, boolean | number | string> = {};
  for (const field of EVENT_FIELDS[kind]) {
    if ((w[e + W.present] & (1 << field.bit)) === 0) continue;
    if (field.type === "bool") fields[field.name] = (w[e + W.bools] & (1 << field.boolBit)) !== 0;
    else if (field.type === "number" || field.type === "money") fields[field.name] = batch.doubles[i * RECORD_DOUBLES + W.numsDouble + field.num]!;
    else if (field.type === "enum") fields[field.name] = field.values[(w[e + W.enums] >>> (8 * field.enumByte)) & 0xff]!;
  }
  const branch = { lo: 0, hi: 0 };
  const at = w[e + W.refs + 2];
  const length = w[e + W.refs + 3];
  if (kind === "opening" && length > 0) hashBytes(batch.heap, at, at + length, branch);
  return {
    kind,
    t: boundedTimeMs(batch.doubles[i * RECORD_DOUBLES]),
    keys,
    fields,
    fraudPermille: w[e + W.textFraudIllegal] & 0xffff,
    hostPermille: w[e + W.disguiseHost] >>> 16,
    callerForeign: (w[e + W.numberFlags] & NUMBER_FLAG.overseas) !== 0,
    branchTag: branch.lo === 0 ? 0 : tag16(branch.lo),
  };
}

/** What a row has taken in, given everything that was sent to it in this order. */
export interface Kept<T> {
  readonly kept: readonly T[];
  /** The row's clock: every value is as of it. */
  readonly at: number;
  /** Silence before the last event; NaN if it was the first. */
  readonly quietMs: number;
}

export function keep<T extends { readonly t: number }>(events: readonly T[], latenessMaxMs: number): Kept<T> {
  const kept: T[] = [];
  let at = -Infinity;
  let quietMs = NaN;
  events.forEach((event, k) => {
    quietMs = k === 0 ? NaN : Math.max(0, event.t - at);
    at = Math.max(at, event.t);
    if (event.t >= at - latenessMaxMs) kept.push(event);
  });
  return { kept, at, quietMs };
}

/** Sum of a two-bucket window that ends at `at`. */
export function windowSum<T extends { readonly t: number }>(events: readonly T[], at: number, lengthMs: number, value: (event: T) => number): number {
  const bucket = Math.floor(at / lengthMs);
  const present = events.filter((event) => Math.floor(event.t / lengthMs) === bucket).reduce((sum, event) => sum + value(event), 0);
  const before = events.filter((event) => Math.floor(event.t / lengthMs) === bucket - 1).reduce((sum, event) => sum + value(event), 0);
  return present + before * weightOf(at, lengthMs);
}

export function windowCount<T extends { readonly t: number }>(events: readonly T[], at: number, lengthMs: number): number {
  return Math.floor(windowSum(events, at, lengthMs, () => 1) + 0.5);
}

export function windowDistinct<T extends { readonly t: number }>(events: readonly T[], at: number, lengthMs: number, bits: number, hash: (event: T) => number): number {
  const estimate = (ones: number): number => -bits * Math.log(Math.max(1, bits - ones) / bits);
  const bucket = Math.floor(at / lengthMs);
  const inBucket = (b: number): number[] => events.filter((event) => Math.floor(event.t / lengthMs) === b).map((event) => hash(event) & (bits - 1));
  const present = estimate(new Set(inBucket(bucket)).size);
  const both = estimate(new Set([...inBucket(bucket), ...inBucket(bucket - 1)]).size);
  return Math.floor(present + (both - present) * weightOf(at, lengthMs) + 0.5);
}

/** Different tags last seen fewer than `window` units of `unitMs` before `at`, at most `places`. */
export function recentTags<T extends { readonly t: number }>(events: readonly T[], at: number, unitMs: number, window: number, places: number, tag: (event: T) => number): number {
  const now = Math.floor(at / unitMs);
  return Math.min(places, new Set(events.filter((event) => now - Math.floor(event.t / unitMs) < window).map(tag)).size);
}

export function abroadPlain(event: PlainEvent): boolean {
  const origin = event.fields["origin"];
  return origin === undefined || origin === "unknown" ? event.callerForeign : origin !== "domestic";
}
