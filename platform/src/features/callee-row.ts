/**
 * What comes in to a number: one row of 128 bytes for the calls it receives. Also read, without being changed, for the
 * number that calls (how often is it called itself), and only when a rule asks, because that is one more cache miss.
 */
import { hashPair, mix32 } from "../base/hash.ts";
import { numberOfKey } from "../domain/identifier.ts";
import { RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { countGrouped, enterGrouped, rollRecent, tag16 } from "./recent-set.ts";
import { RowTable } from "./row-table.ts";
import { Slots } from "./slots.ts";
import {
  DAY_MS, HALF_YEAR_MS, HOUR_MS, MINUTE_MS, THREE_DAYS_MS, bucketsBetween, bumpCount, countOf, distinctOf, linearCounting, markDistinct,
  rollCount, rollDistinct, rolledWord, weightOf,
} from "./window.ts";

export const CALLEE_FEATURES = ["to.callsIn1h", "to.callsIn24h", "to.distinctCallers24h", "to.linkedCallers2h", "to.overseasCalls180d"] as const;
/** Of the calling number's own incoming row. */
export const CALLER_IN_FEATURES = ["from.callsIn24h", "from.callsIn3d"] as const;

// The row, in words. 0–1 key, 2–3 clock.
const IN_1H = 4;
const IN_24H = 5;
const IN_3D = 6;
const OVERSEAS_180D = 7;
const ONES_24H = 8;
const BITS_24H = 9;
const BITS_24H_WORDS = 2;
const LINKED = 13;
/** Callers a row remembers with their block and device; one gang's numbers within two hours are few. */
export const LINKED_PLACES = 7;
const OPEN = 27;
const WORDS = 32;

export const CALLERS_24H_BITS = BITS_24H_WORDS * 32;
const ESTIMATE_24H = linearCounting(CALLERS_24H_BITS);
export const LINKED_WINDOW_MINUTES = 120;
/** A block is a number without its last four digits: the unit in which number ranges are given out and bought. */
export const BLOCK_SIZE = 10_000;

/** Tag of a number's block, 0 for a key that is not a number. */
export function blockTag(lo: number, hi: number): number {
  const number = numberOfKey(lo, hi);
  return number < 0 ? 0 : tag16(mix32(Math.floor(number / BLOCK_SIZE)));
}

export class CalleeRows {
  readonly table: RowTable;
  readonly slots = new Slots(CALLEE_FEATURES);
  readonly callerSlots = new Slots(CALLER_IN_FEATURES);
  late = 0;
  /** First word of the row of the last `measure`. */
  #base = 0;
  readonly #latenessMs: number;

  constructor(rows: number, latenessMs: number) {
    this.table = new RowTable("callees", rows, WORDS, HALF_YEAR_MS);
    this.#latenessMs = latenessMs;
  }

  measure(batch: EventBatch, i: number, t: number, abroad: boolean, hashA: number, hashB: number, facts: Float64Array): void {
    const w = batch.words;
    const e = i * RECORD_WORDS;
    const table = this.table;
    const base = table.claim(w[e + W.keys + 2]!, w[e + W.keys + 3]!, hashB, t);
    this.#base = base;
    const u = table.u32;
    const f = table.f64;
    const half = base >> 1;
    let at = t;
    let late = false;
    if (table.fresh) f[half + 1] = t;
    else {
      const clock = f[half + 1]!;
      if (t > clock) {
        this.#roll(base, clock, t);
        f[half + 1] = t;
      } else {
        at = clock;
        late = t < clock - this.#latenessMs;
      }
    }
    const minute = Math.floor(at / MINUTE_MS);
    const device = w[e + W.keys + 5] === 0 ? 0 : tag16(hashPair(w[e + W.keys + 4]!, w[e + W.keys + 5]!));
    const groups = ((blockTag(w[e + W.keys]!, w[e + W.keys + 1]!) << 16) | device) >>> 0;
    if (late) this.late++;
    else {
      let age1h = 0;
      let age24h = 0;
      let age3d = 0;
      let age180d = 0;
      if (at !== t) {
        age1h = bucketsBetween(t, at, HOUR_MS);
        age24h = bucketsBetween(t, at, DAY_MS);
        age3d = bucketsBetween(t, at, THREE_DAYS_MS);
        age180d = bucketsBetween(t, at, HALF_YEAR_MS);
      }
      bumpCount(u, base + IN_1H, age1h);
      bumpCount(u, base + IN_24H, age24h);
      bumpCount(u, base + IN_3D, age3d);
      if (abroad) bumpCount(u, base + OVERSEAS_180D, age180d);
      markDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, hashA & (CALLERS_24H_BITS - 1), age24h);
      enterGrouped(u, base + LINKED, LINKED_PLACES, tag16(hashA), groups, Math.floor(t / MINUTE_MS), minute, LINKED_WINDOW_MINUTES);
    }
    if (!this.slots.any) return;
    const s = this.slots.of;
    if (s[0]! >= 0) facts[s[0]!] = countOf(u[base + IN_1H]!, weightOf(at, HOUR_MS));
    const w24h = weightOf(at, DAY_MS);
    if (s[1]! >= 0) facts[s[1]!] = countOf(u[base + IN_24H]!, w24h);
    if (s[2]! >= 0) facts[s[2]!] = distinctOf(u[base + ONES_24H]!, ESTIMATE_24H, w24h);
    if (s[3]! >= 0) facts[s[3]!] = countGrouped(u, base + LINKED, LINKED_PLACES, groups, minute, LINKED_WINDOW_MINUTES);
    if (s[4]! >= 0) facts[s[4]!] = countOf(u[base + OVERSEAS_180D]!, weightOf(at, HALF_YEAR_MS));
  }

  /** Whether a call to the number of the last `measure` was reported while it went on and has not been reported ended. */
  get open(): boolean {
    return this.table.u32[this.#base + OPEN] !== 0;
  }

  setOpen(open: boolean): void {
    this.table.u32[this.#base + OPEN] = open ? 1 : 0;
  }

  /** Writes how often key A is called itself, as of `t`. */
  measureCaller(lo: number, hi: number, hash: number, t: number, facts: Float64Array): void {
    const s = this.callerSlots.of;
    const base = this.table.find(lo, hi, hash);
    const day = s[0]!;
    const three = s[1]!;
    if (base < 0) {
      if (day >= 0) facts[day] = 0;
      if (three >= 0) facts[three] = 0;
      return;
    }
    const u = this.table.u32;
    const clock = this.table.f64[(base >> 1) + 1]!;
    const at = t > clock ? t : clock;
    if (day >= 0) facts[day] = countOf(rolledWord(u[base + IN_24H]!, bucketsBetween(clock, at, DAY_MS)), weightOf(at, DAY_MS));
    if (three >= 0) facts[three] = countOf(rolledWord(u[base + IN_3D]!, bucketsBetween(clock, at, THREE_DAYS_MS)), weightOf(at, THREE_DAYS_MS));
  }

  #roll(base: number, from: number, to: number): void {
    const u = this.table.u32;
    rollRecent(u, base + LINKED, 2 * LINKED_PLACES, to - from, LINKED_WINDOW_MINUTES * MINUTE_MS);
    const hours = bucketsBetween(from, to, HOUR_MS);
    if (hours === 0) return;
    rollCount(u, base + IN_1H, hours);
    const days = bucketsBetween(from, to, DAY_MS);
    if (days === 0) return;
    rollCount(u, base + IN_24H, days);
    rollDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, days);
    const threes = bucketsBetween(from, to, THREE_DAYS_MS);
    if (threes === 0) return;
    rollCount(u, base + IN_3D, threes);
    const halves = bucketsBetween(from, to, HALF_YEAR_MS);
    if (halves !== 0) rollCount(u, base + OVERSEAS_180D, halves);
  }
}
