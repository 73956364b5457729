/**
 * What a number (or a sender's name) does outwards: one row of 256 bytes for its calls and messages. The row's clock is
 * the latest event time it has seen; an event older than the lateness changes nothing, and all values are as of the clock.
 */
import { RECORD_DOUBLES, RECORD_WORDS, W } from "../domain/record.ts";
import { CALL_ANSWERED, CALL_ANSWERED_SET, CALL_DURATION, CALL_DURATION_SET, CALL_RING, CALL_RING_SET } from "./event-bits.ts";
import { M, type Moment } from "./moment.ts";
import { countRecent, enterRecent, purgeRecent, rollRecent, tag16 } from "./recent-set.ts";
import { RowTable } from "./row-table.ts";
import { Slots } from "./slots.ts";
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  TEN_MINUTES_MS,
  THREE_DAYS_MS,
  addSum,
  bucketsBetween,
  bumpCount,
  countExact,
  countOf,
  distinctOf,
  halfOf,
  isNight,
  linearCounting,
  markDistinct,
  permilleOf,
  rollCount,
  rollDistinct,
  rollSum,
  secondsOf,
  sumOf,
  weightOf,
} from "./window.ts";

export const CALLER_FEATURES = [
  "from.callsOut1m",
  "from.callsOut10m",
  "from.callsOut1h",
  "from.callsOut24h",
  "from.callsOut3d",
  "from.distinctCallees1h",
  "from.distinctCallees24h",
  "from.answeredPermille1h",
  "from.answeredPermille24h",
  "from.talkMs1h",
  "from.shortRings24h",
  "from.sequentialRun10m",
  "from.mainCellPermille24h",
  "from.activeHours24h",
  "from.nightPermille24h",
  "from.devices7d",
  "from.messagesOut1h",
  "from.messagesOut24h",
  "from.distinctRecipients1h",
  "from.firstSeenDays",
  "from.quietDays",
] as const;
const [
  F_CALLS_1M,
  F_CALLS_10M,
  F_CALLS_1H,
  F_CALLS_24H,
  F_CALLS_3D,
  F_CALLEES_1H,
  F_CALLEES_24H,
  F_ANSWERED_1H,
  F_ANSWERED_24H,
  F_TALK_1H,
  F_SHORT_24H,
  F_RUN_10M,
  F_CELL_24H,
  F_HOURS_24H,
  F_NIGHT_24H,
  F_DEVICES_7D,
  F_MESSAGES_1H,
  F_MESSAGES_24H,
  F_RECIPIENTS_1H,
  F_FIRST,
  F_QUIET,
] = CALLER_FEATURES.map((_, i) => i) as unknown as readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

// The row, in words. 0–1 key, 2–3 clock.
const FIRST = 4;
const CALLS_1M = 5;
const CALLS_10M = 6;
const CALLS_1H = 7;
const CALLS_24H = 8;
const CALLS_3D = 9;
const KNOWN_1H = 10;
const ANSWERED_1H = 11;
const KNOWN_24H = 12;
const ANSWERED_24H = 13;
const SHORT_24H = 14;
const STEPS_10M = 15;
const LAST_CALLEE = 16;
const MAIN_CELL = 17;
const MAIN_24H = 18;
const CELLS_24H = 19;
const HOURS = 20;
const NIGHT_24H = 21;
const MESSAGES_1H = 22;
const MESSAGES_24H = 23;
const ONES_1H = 24;
const ONES_24H = 25;
const ONES_RECIPIENTS = 26;
const TALK_DOUBLE = 14;
const BITS_24H = 32;
const BITS_24H_WORDS = 8;
const BITS_1H = 48;
const BITS_1H_WORDS = 4;
const BITS_RECIPIENTS = 56;
const BITS_RECIPIENTS_WORDS = 2;
const DEVICES = 60;
/** Devices a row remembers; rules ask for four. */
export const DEVICE_PLACES = 4;
const WORDS = 64;

export const CALLEES_24H_BITS = BITS_24H_WORDS * 32;
export const CALLEES_1H_BITS = BITS_1H_WORDS * 32;
export const RECIPIENTS_1H_BITS = BITS_RECIPIENTS_WORDS * 32;
const ESTIMATE_24H = linearCounting(CALLEES_24H_BITS);
const ESTIMATE_1H = linearCounting(CALLEES_1H_BITS);
const ESTIMATE_RECIPIENTS = linearCounting(RECIPIENTS_1H_BITS);

/** A ring this short, unanswered, invites a call back (domain: rule C14). */
export const SHORT_RING_MS = 3_000;
export const WEEK_HOURS = 168;

function bitsSet24(mask: number): number {
  let n = mask & 0xffffff;
  n -= (n >>> 1) & 0x55555555;
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export class CallerRows {
  readonly table: RowTable;
  readonly slots = new Slots(CALLER_FEATURES);
  late = 0;
  readonly #latenessMs: number;
  readonly #moment: Moment;
  readonly #timeZoneOffsetMinutes: number;

  constructor(rows: number, latenessMs: number, timeZoneOffsetMinutes: number, moment: Moment) {
    this.table = new RowTable("callers", rows, WORDS, THREE_DAYS_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
    this.#timeZoneOffsetMinutes = timeZoneOffsetMinutes;
  }

  /** Counts call or message `i` of records `w`, `d` for key A (`hashA`) towards key B and writes the bound features. */
  measure(w: Int32Array, d: Float64Array, i: number, isCall: boolean, hashA: number, hashB: number, facts: Float64Array): void {
    const moment = this.#moment;
    const t = moment[M.t];
    const e = i * RECORD_WORDS;
    const table = this.table;
    const base = table.claim(w[e + W.keys], w[e + W.keys + 1], hashA);
    const u = table.i32;
    const f = table.f64;
    const half = base >> 1;
    let quietMs = NaN;
    let at = t;
    let late = false;
    if (table.fresh) {
      f[half + 1] = t;
      u[base + FIRST] = secondsOf(t);
    } else {
      const clock = f[half + 1];
      quietMs = t > clock ? t - clock : 0;
      if (t > clock) {
        this.#roll(base, Math.floor(clock / MINUTE_MS) | 0, Math.floor(t / MINUTE_MS) | 0);
        f[half + 1] = t;
      } else {
        at = clock;
        late = t < clock - this.#latenessMs;
      }
    }
    moment[M.at] = at;
    moment[M.quietMs] = quietMs;
    if (late) this.late++;
    else {
      if (at !== t && secondsOf(t) < u[base + FIRST] >>> 0) u[base + FIRST] = secondsOf(t);
      const age24h = at === t ? 0 : bucketsBetween(t, at, DAY_MS);
      if (isNight(t, this.#timeZoneOffsetMinutes)) bumpCount(u, base + NIGHT_24H, halfOf(age24h));
      if (w[e + W.keys + 5] !== 0) {
        const device = tag16(w[e + W.keys + 4]);
        enterRecent(u, base + DEVICES, DEVICE_PLACES, device, Math.floor(t / HOUR_MS) | 0, Math.floor(at / HOUR_MS) | 0, WEEK_HOURS);
      }
      if (isCall) this.#call(w, d, i, base, hashB, age24h);
      else {
        const age1h = at === t ? 0 : bucketsBetween(t, at, HOUR_MS);
        bumpCount(u, base + MESSAGES_1H, halfOf(age1h));
        bumpCount(u, base + MESSAGES_24H, halfOf(age24h));
        markDistinct(u, base + ONES_RECIPIENTS, base + BITS_RECIPIENTS, BITS_RECIPIENTS_WORDS, hashB & (RECIPIENTS_1H_BITS - 1), age1h);
      }
    }
    this.#write(base, isCall, facts);
  }

  #call(w: Int32Array, d: Float64Array, i: number, base: number, hashB: number, age24h: number): void {
    const t = this.#moment[M.t];
    const at = this.#moment[M.at];
    const e = i * RECORD_WORDS;
    const u = this.table.i32;
    let age1h = 0;
    let half1m = 0xffff;
    let half10m = 0xffff;
    let half1h = 0xffff;
    let half24h = 0xffff;
    let half3d = 0xffff;
    if (at !== t) {
      age1h = bucketsBetween(t, at, HOUR_MS);
      half1m = halfOf(bucketsBetween(t, at, MINUTE_MS));
      half10m = halfOf(bucketsBetween(t, at, TEN_MINUTES_MS));
      half1h = halfOf(age1h);
      half24h = halfOf(age24h);
      half3d = halfOf(bucketsBetween(t, at, THREE_DAYS_MS));
    }
    bumpCount(u, base + CALLS_1M, half1m);
    bumpCount(u, base + CALLS_10M, half10m);
    bumpCount(u, base + CALLS_1H, half1h);
    bumpCount(u, base + CALLS_24H, half24h);
    bumpCount(u, base + CALLS_3D, half3d);
    markDistinct(u, base + ONES_1H, base + BITS_1H, BITS_1H_WORDS, hashB & (CALLEES_1H_BITS - 1), age1h);
    markDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, hashB & (CALLEES_24H_BITS - 1), age24h);
    const present = w[e + W.present];
    if ((present & CALL_ANSWERED_SET) !== 0) {
      bumpCount(u, base + KNOWN_1H, half1h);
      bumpCount(u, base + KNOWN_24H, half24h);
      if ((w[e + W.bools] & CALL_ANSWERED) !== 0) {
        bumpCount(u, base + ANSWERED_1H, half1h);
        bumpCount(u, base + ANSWERED_24H, half24h);
      } else if ((present & CALL_RING_SET) !== 0 && d[i * RECORD_DOUBLES + CALL_RING] <= SHORT_RING_MS) bumpCount(u, base + SHORT_24H, half24h);
    }
    if ((present & CALL_DURATION_SET) !== 0) addSum(this.table.f64, (base >> 1) + TALK_DOUBLE, d[i * RECORD_DOUBLES + CALL_DURATION], age1h);
    const callee = w[e + W.keys + 2];
    const step = (callee - u[base + LAST_CALLEE]) | 0;
    if (step === 1 || step === -1) bumpCount(u, base + STEPS_10M, half10m);
    u[base + LAST_CALLEE] = callee;
    if (age1h < 24) u[base + HOURS] |= 1 << age1h;
    if (w[e + W.keys + 7] !== 0) this.#cell(base, w[e + W.keys + 6] | 1, half24h);
  }

  /** `cell` is the low word of its key, which is a hash. The candidate stays until other cells together outweigh it, so a device that never moves is never displaced. */
  #cell(base: number, cell: number, half: number): void {
    if (half === 0) return;
    const u = this.table.i32;
    bumpCount(u, base + CELLS_24H, half);
    if (u[base + MAIN_CELL] === cell) {
      bumpCount(u, base + MAIN_24H, half);
      return;
    }
    const main = countExact(u[base + MAIN_24H], 1);
    if (countExact(u[base + CELLS_24H], 1) - main <= main) return;
    u[base + MAIN_CELL] = cell;
    u[base + MAIN_24H] = 0;
    bumpCount(u, base + MAIN_24H, half);
  }

  /** From minute `m0` to minute `m1`. All buckets begin with a minute. */
  #roll(base: number, m0: number, m1: number): void {
    const u = this.table.i32;
    if (m0 === m1) return;
    rollCount(u, base + CALLS_1M, m1 - m0);
    const tens = ((m1 / 10) | 0) - ((m0 / 10) | 0);
    if (tens === 0) return;
    rollCount(u, base + CALLS_10M, tens);
    rollCount(u, base + STEPS_10M, tens);
    const hour = (m1 / 60) | 0;
    const hours = hour - ((m0 / 60) | 0);
    if (hours === 0) return;
    rollCount(u, base + CALLS_1H, hours);
    rollCount(u, base + KNOWN_1H, hours);
    rollCount(u, base + ANSWERED_1H, hours);
    rollCount(u, base + MESSAGES_1H, hours);
    rollSum(this.table.f64, (base >> 1) + TALK_DOUBLE, hours);
    rollDistinct(u, base + ONES_1H, base + BITS_1H, BITS_1H_WORDS, hours);
    rollDistinct(u, base + ONES_RECIPIENTS, base + BITS_RECIPIENTS, BITS_RECIPIENTS_WORDS, hours);
    u[base + HOURS] = hours < 24 ? u[base + HOURS] << hours : 0;
    rollRecent(u, base + DEVICES, DEVICE_PLACES, hours, WEEK_HOURS);
    purgeRecent(u, base + DEVICES, DEVICE_PLACES, hour, WEEK_HOURS);
    const days = ((m1 / 1440) | 0) - ((m0 / 1440) | 0);
    if (days === 0) return;
    rollCount(u, base + CALLS_24H, days);
    rollCount(u, base + KNOWN_24H, days);
    rollCount(u, base + ANSWERED_24H, days);
    rollCount(u, base + SHORT_24H, days);
    rollCount(u, base + MAIN_24H, days);
    rollCount(u, base + CELLS_24H, days);
    rollCount(u, base + NIGHT_24H, days);
    rollCount(u, base + MESSAGES_24H, days);
    rollDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, days);
    const threes = ((m1 / 4320) | 0) - ((m0 / 4320) | 0);
    if (threes !== 0) rollCount(u, base + CALLS_3D, threes);
  }

  #write(base: number, isCall: boolean, facts: Float64Array): void {
    if (!this.slots.any) return;
    const at = this.#moment[M.at];
    const quietMs = this.#moment[M.quietMs];
    const s = this.slots.of;
    const u = this.table.i32;
    const f = this.table.f64;
    const w1h = weightOf(at, HOUR_MS);
    const w24h = weightOf(at, DAY_MS);
    const nightSlot = s[F_NIGHT_24H];
    if (nightSlot >= 0) {
      const all = countExact(u[base + CALLS_24H], w24h) + countExact(u[base + MESSAGES_24H], w24h);
      facts[nightSlot] = all === 0 ? NaN : (1000 * countExact(u[base + NIGHT_24H], w24h)) / all;
    }
    const deviceSlot = s[F_DEVICES_7D];
    if (deviceSlot >= 0) {
      const n = countRecent(u, base + DEVICES, DEVICE_PLACES, Math.floor(at / HOUR_MS) | 0, WEEK_HOURS);
      facts[deviceSlot] = n === 0 ? NaN : n;
    }
    if (s[F_FIRST] >= 0) facts[s[F_FIRST]] = (at - (u[base + FIRST] >>> 0) * 1000) / DAY_MS;
    if (s[F_QUIET] >= 0) facts[s[F_QUIET]] = quietMs / DAY_MS;
    if (!isCall) {
      if (s[F_MESSAGES_1H] >= 0) facts[s[F_MESSAGES_1H]] = countOf(u[base + MESSAGES_1H], w1h);
      if (s[F_MESSAGES_24H] >= 0) facts[s[F_MESSAGES_24H]] = countOf(u[base + MESSAGES_24H], w24h);
      if (s[F_RECIPIENTS_1H] >= 0) facts[s[F_RECIPIENTS_1H]] = distinctOf(u[base + ONES_RECIPIENTS], ESTIMATE_RECIPIENTS, w1h);
      return;
    }
    if (s[F_CALLS_1M] >= 0) facts[s[F_CALLS_1M]] = countOf(u[base + CALLS_1M], weightOf(at, MINUTE_MS));
    if (s[F_CALLS_10M] >= 0) facts[s[F_CALLS_10M]] = countOf(u[base + CALLS_10M], weightOf(at, TEN_MINUTES_MS));
    if (s[F_CALLS_1H] >= 0) facts[s[F_CALLS_1H]] = countOf(u[base + CALLS_1H], w1h);
    if (s[F_CALLS_24H] >= 0) facts[s[F_CALLS_24H]] = countOf(u[base + CALLS_24H], w24h);
    if (s[F_CALLS_3D] >= 0) facts[s[F_CALLS_3D]] = countOf(u[base + CALLS_3D], weightOf(at, THREE_DAYS_MS));
    if (s[F_CALLEES_1H] >= 0) facts[s[F_CALLEES_1H]] = distinctOf(u[base + ONES_1H], ESTIMATE_1H, w1h);
    if (s[F_CALLEES_24H] >= 0) facts[s[F_CALLEES_24H]] = distinctOf(u[base + ONES_24H], ESTIMATE_24H, w24h);
    if (s[F_ANSWERED_1H] >= 0) facts[s[F_ANSWERED_1H]] = permilleOf(u[base + ANSWERED_1H], u[base + KNOWN_1H], w1h);
    if (s[F_ANSWERED_24H] >= 0) facts[s[F_ANSWERED_24H]] = permilleOf(u[base + ANSWERED_24H], u[base + KNOWN_24H], w24h);
    if (s[F_TALK_1H] >= 0) facts[s[F_TALK_1H]] = sumOf(f, (base >> 1) + TALK_DOUBLE, w1h);
    if (s[F_SHORT_24H] >= 0) facts[s[F_SHORT_24H]] = countOf(u[base + SHORT_24H], w24h);
    if (s[F_RUN_10M] >= 0) facts[s[F_RUN_10M]] = 1 + countOf(u[base + STEPS_10M], weightOf(at, TEN_MINUTES_MS));
    if (s[F_CELL_24H] >= 0) facts[s[F_CELL_24H]] = permilleOf(u[base + MAIN_24H], u[base + CELLS_24H], w24h);
    if (s[F_HOURS_24H] >= 0) facts[s[F_HOURS_24H]] = bitsSet24(u[base + HOURS]);
  }
}
