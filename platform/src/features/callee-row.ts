/**
 * What comes in to a number: one row of 128 bytes for the calls it receives. Also read, without being changed, for the
 * number that calls (how often is it called itself), and only when a rule asks, because that is one more cache miss.
 */
import { mix32 } from "../base/hash.ts";
import { numberOfKey } from "../domain/identifier.ts";
import { RECORD_WORDS, W } from "../domain/record.ts";
import { M, type Moment } from "./moment.ts";
import { countGrouped, enterGrouped, rollRecent, tag16 } from "./recent-set.ts";
import { RowTable } from "./row-table.ts";
import { Slots } from "./slots.ts";
import {
  DAY_MS,
  HALF_YEAR_MS,
  HOUR_MS,
  MINUTE_MS,
  THREE_DAYS_MS,
  bucketsBetween,
  bumpCount,
  countOf,
  distinctOf,
  halfOf,
  linearCounting,
  markDistinct,
  rollCount,
  rollDistinct,
  rolledWord,
  weightOf,
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
  const number = numberOfKey(lo >>> 0, hi);
  return number < 0 ? 0 : tag16(mix32(Math.floor(number / BLOCK_SIZE)) | 0);
}

export class CalleeRows {
  readonly table: RowTable;
  readonly slots = new Slots(CALLEE_FEATURES);
  readonly callerSlots = new Slots(CALLER_IN_FEATURES);
  late = 0;
  /** First word of the row of the last `measure`. */
  #base = 0;
  readonly #latenessMs: number;
  readonly #moment: Moment;

  constructor(rows: number, latenessMs: number, moment: Moment) {
    this.table = new RowTable("callees", rows, WORDS, HALF_YEAR_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
  }

  measure(w: Int32Array, i: number, abroad: boolean, hashA: number, hashB: number, facts: Float64Array): void {
    const t = this.#moment[M.t];
    const e = i * RECORD_WORDS;
    const table = this.table;
    const base = table.claim(w[e + W.keys + 2], w[e + W.keys + 3], hashB);
    this.#base = base;
    const u = table.i32;
    const f = table.f64;
    const half = base >> 1;
    let at = t;
    let late = false;
    if (table.fresh) f[half + 1] = t;
    else {
      const clock = f[half + 1];
      if (t > clock) {
        this.#roll(base, Math.floor(clock / MINUTE_MS) | 0, Math.floor(t / MINUTE_MS) | 0);
        f[half + 1] = t;
      } else {
        at = clock;
        late = t < clock - this.#latenessMs;
      }
    }
    const minute = Math.floor(at / MINUTE_MS) | 0;
    const device = w[e + W.keys + 5] === 0 ? 0 : tag16(w[e + W.keys + 4]);
    const groups = (blockTag(w[e + W.keys], w[e + W.keys + 1]) << 16) | device;
    if (late) this.late++;
    else {
      let age24h = 0;
      let half1h = 0xffff;
      let half24h = 0xffff;
      let half3d = 0xffff;
      let half180d = 0xffff;
      if (at !== t) {
        age24h = bucketsBetween(t, at, DAY_MS);
        half1h = halfOf(bucketsBetween(t, at, HOUR_MS));
        half24h = halfOf(age24h);
        half3d = halfOf(bucketsBetween(t, at, THREE_DAYS_MS));
        half180d = halfOf(bucketsBetween(t, at, HALF_YEAR_MS));
      }
      bumpCount(u, base + IN_1H, half1h);
      bumpCount(u, base + IN_24H, half24h);
      bumpCount(u, base + IN_3D, half3d);
      if (abroad) bumpCount(u, base + OVERSEAS_180D, half180d);
      markDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, hashA & (CALLERS_24H_BITS - 1), age24h);
      enterGrouped(u, base + LINKED, LINKED_PLACES, tag16(hashA), groups, Math.floor(t / MINUTE_MS) | 0, minute, LINKED_WINDOW_MINUTES);
    }
    if (!this.slots.any) return;
    const s = this.slots.of;
    if (s[0] >= 0) facts[s[0]] = countOf(u[base + IN_1H], weightOf(at, HOUR_MS));
    const w24h = weightOf(at, DAY_MS);
    if (s[1] >= 0) facts[s[1]] = countOf(u[base + IN_24H], w24h);
    if (s[2] >= 0) facts[s[2]] = distinctOf(u[base + ONES_24H], ESTIMATE_24H, w24h);
    if (s[3] >= 0) facts[s[3]] = countGrouped(u, base + LINKED, LINKED_PLACES, groups, minute, LINKED_WINDOW_MINUTES);
    if (s[4] >= 0) facts[s[4]] = countOf(u[base + OVERSEAS_180D], weightOf(at, HALF_YEAR_MS));
  }

  /** Whether a call to the number of the last `measure` was reported while it went on and has not been reported ended. */
  get open(): boolean {
    return this.table.i32[this.#base + OPEN] !== 0;
  }

  setOpen(open: boolean): void {
    this.table.i32[this.#base + OPEN] = open ? 1 : 0;
  }

  /** Writes how often key A is called itself. */
  measureCaller(lo: number, hi: number, hash: number, facts: Float64Array): void {
    const t = this.#moment[M.t];
    const s = this.callerSlots.of;
    const base = this.table.find(lo, hi, hash);
    const day = s[0];
    const three = s[1];
    if (base < 0) {
      if (day >= 0) facts[day] = 0;
      if (three >= 0) facts[three] = 0;
      return;
    }
    const u = this.table.i32;
    const clock = this.table.f64[(base >> 1) + 1];
    const at = t > clock ? t : clock;
    if (day >= 0) facts[day] = countOf(rolledWord(u[base + IN_24H], bucketsBetween(clock, at, DAY_MS)), weightOf(at, DAY_MS));
    if (three >= 0) facts[three] = countOf(rolledWord(u[base + IN_3D], bucketsBetween(clock, at, THREE_DAYS_MS)), weightOf(at, THREE_DAYS_MS));
  }

  /** From minute `m0` to minute `m1`. */
  #roll(base: number, m0: number, m1: number): void {
    if (m0 === m1) return;
    const u = this.table.i32;
    rollRecent(u, base + LINKED, 2 * LINKED_PLACES, m1 - m0, LINKED_WINDOW_MINUTES);
    const hours = ((m1 / 60) | 0) - ((m0 / 60) | 0);
    if (hours === 0) return;
    rollCount(u, base + IN_1H, hours);
    const days = ((m1 / 1440) | 0) - ((m0 / 1440) | 0);
    if (days === 0) return;
    rollCount(u, base + IN_24H, days);
    rollDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, days);
    const threes = ((m1 / 4320) | 0) - ((m0 / 4320) | 0);
    if (threes === 0) return;
    rollCount(u, base + IN_3D, threes);
    const halves = ((m1 / 259_200) | 0) - ((m0 / 259_200) | 0);
    if (halves !== 0) rollCount(u, base + OVERSEAS_180D, halves);
  }
}
