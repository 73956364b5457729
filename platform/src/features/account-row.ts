/**
 * Money in and out of one account in one currency: one row of 320 bytes, since amounts of two currencies cannot be added.
 * An account that deals in two currencies has two rows. Sums are doubles in the smallest unit, exact to 2^53.
 */
import { CURRENCIES, minorDigits } from "../domain/currency.ts";
import { M, type Moment } from "./moment.ts";
import { countGrouped, enterGrouped, rollRecent, tag16 } from "./recent-set.ts";
import { RowTable } from "./row-table.ts";
import { Slots } from "./slots.ts";
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  MONTH_MS,
  TEN_MINUTES_MS,
  WEEK_MS,
  addSum,
  bucketsBetween,
  bumpCount,
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

export const PAYER_FEATURES = [
  "payer.outCount1h",
  "payer.outCount24h",
  "payer.outMinor24h",
  "payer.inCount24h",
  "payer.inMinor24h",
  "payer.distinctPayees24h",
  "payer.distinctPayers24h",
  "payer.fastPasses24h",
  "payer.dwellMs",
  "payer.nightPermille24h",
  "payer.quietDays",
  "payer.firstSeenDays",
  "payer.usualDailyMinor",
  "payer.turnoverMinor30d",
  "payer.testRatio1h",
  "payer.minutesSinceTaint",
  "payer.taintOutPermille",
  "payer.amountGrowth",
  "payer.linkedPayees24h",
] as const;
export const PAYEE_FEATURES = [
  "payee.inCount1h",
  "payee.inCount24h",
  "payee.inMinor24h",
  "payee.distinctPayers24h",
  "payee.distinctPayees24h",
  "payee.outMinor24h",
  "payee.fastPasses24h",
  "payee.quietDays",
  "payee.firstSeenDays",
  "payee.usualDailyMinor",
  "payee.testRatio1h",
  "payee.roundPermille24h",
  "payee.symmetryPermille24h",
] as const;

// The row, in words. 0–1 key, 2–3 clock.
const FIRST = 4;
const ACTIVE_DAYS = 5;
const OUT_1H = 6;
const OUT_24H = 7;
const IN_1H = 8;
const IN_24H = 9;
const ROUND_24H = 10;
const PASSES_24H = 11;
const ONES_PAYEES = 12;
const ONES_PAYERS = 13;
const TAINT_AT = 14;
const REWARD_AT = 15;
// Doubles, from double 8 (word 16) on.
const OUT_SUM = 8;
const IN_SUM = 10;
const NIGHT_SUM = 12;
const TURNOVER = 14;
const TODAY = 16;
const PAST = 17;
const POOL_AT = 18;
const POOL_IN = 19;
const POOL_OUT = 20;
const TAINT_IN = 21;
const TAINT_OUT = 22;
const BASE_OUT = 23;
const TEST_AMOUNT = 24;
const LAST_IN = 25;
const TEST_AT = 52;
const PAYEE_BITS = 54;
const PAYER_BITS = 58;
const BITS_WORDS = 2;
const LINKED = 62;
/** Payees an account remembers with their person; rules ask for three of one. */
export const PAYEE_PLACES = 9;
const WORDS = 80;

export const PARTNERS_24H_BITS = BITS_WORDS * 32;
const ESTIMATE = linearCounting(PARTNERS_24H_BITS);
export const DAY_MINUTES = 1440;

/** Main units up to which a payment may be a test of the way (domain: rule K03) or a reward that baits (T04). */
export const TEST_UNITS = 10;
export const REWARD_UNITS = 200;
/** A round amount is a multiple of this many main units (domain: rule K11). */
export const ROUND_UNITS = 100;
/** Share of an inflow that has to leave within ten minutes for a fast pass (domain: rule K01). */
export const PASS_SHARE = 0.8;
/** How long reported money is followed to the next account, and how long a reward is remembered. */
export const TAINT_FOLLOWED_MS = DAY_MS;
export const REWARD_REMEMBERED_MS = WEEK_MS;

/** Smallest units in a main unit, by the record's currency number. */
export const MINOR_PER_UNIT: Float64Array = Float64Array.from(CURRENCIES, (currency) => 10 ** minorDigits(currency));

/** Low word of the row's key: the account's own, told apart by currency. */
export function accountLo(lo: number, currency: number): number {
  return lo ^ Math.imul(currency, 0x9e3779b1);
}

export class AccountRows {
  readonly table: RowTable;
  readonly payerSlots = new Slots(PAYER_FEATURES);
  readonly payeeSlots = new Slots(PAYEE_FEATURES);
  late = 0;
  readonly #latenessMs: number;
  readonly #timeZoneOffsetMinutes: number;
  readonly #moment: Moment;
  #base = 0;
  #late = false;

  constructor(rows: number, latenessMs: number, timeZoneOffsetMinutes: number, moment: Moment) {
    this.table = new RowTable("accounts", rows, WORDS, MONTH_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
    this.#timeZoneOffsetMinutes = timeZoneOffsetMinutes;
  }

  /**
   * Books the moment's amount out of the account towards a payee (`payeeHash`, of the person `groupTag`) and writes the
   * payer's features. `caseMoney`: the institution says the account holds reported money. Leaves in the moment how much
   * of the payment is reported money that this account is known to hold.
   */
  pay(lo: number, hi: number, hash: number, payeeHash: number, groupTag: number, caseMoney: boolean, facts: Float64Array): void {
    this.#enter(lo, hi, hash);
    const moment = this.#moment;
    const t = moment[M.t];
    const amount = moment[M.amount];
    const base = this.#base;
    const half = base >> 1;
    const at = moment[M.at];
    const u = this.table.i32;
    const f = this.table.f64;
    const ratio = this.#testRatio();
    const minute = Math.floor(at / MINUTE_MS) | 0;
    const groups = groupTag << 16;
    let tainted = 0;
    let growth = 0;
    if (this.#late) this.late++;
    else {
      const age24h = this.#book();
      bumpCount(u, base + OUT_1H, halfOf(at === t ? 0 : bucketsBetween(t, at, HOUR_MS)));
      bumpCount(u, base + OUT_24H, halfOf(age24h));
      addSum(f, half + OUT_SUM, amount, age24h);
      markDistinct(u, base + ONES_PAYEES, base + PAYEE_BITS, BITS_WORDS, payeeHash & (PARTNERS_24H_BITS - 1), age24h);
      enterGrouped(u, base + LINKED, PAYEE_PLACES, tag16(payeeHash), groups, Math.floor(t / MINUTE_MS) | 0, minute, DAY_MINUTES);
      this.#poolOut(age24h);
      const taintAt = (u[base + TAINT_AT] >>> 0) * 1000;
      if (taintAt !== 0) {
        const held = f[half + TAINT_IN] - f[half + TAINT_OUT];
        const part = amount < held ? amount : held;
        f[half + TAINT_OUT] += part;
        if (at - taintAt <= TAINT_FOLLOWED_MS) tainted = part;
      }
      const rewardAt = (u[base + REWARD_AT] >>> 0) * 1000;
      if (rewardAt !== 0 && at - rewardAt <= REWARD_REMEMBERED_MS) {
        if (f[half + BASE_OUT] === 0) f[half + BASE_OUT] = amount;
        growth = amount === 0 ? 0 : amount / f[half + BASE_OUT];
      }
    }
    if (this.payerSlots.any) {
      const s = this.payerSlots.of;
      const w24h = weightOf(at, DAY_MS);
      if (s[0] >= 0) facts[s[0]] = countOf(u[base + OUT_1H], weightOf(at, HOUR_MS));
      if (s[1] >= 0) facts[s[1]] = countOf(u[base + OUT_24H], w24h);
      if (s[2] >= 0) facts[s[2]] = sumOf(f, half + OUT_SUM, w24h);
      if (s[3] >= 0) facts[s[3]] = countOf(u[base + IN_24H], w24h);
      if (s[4] >= 0) facts[s[4]] = sumOf(f, half + IN_SUM, w24h);
      if (s[5] >= 0) facts[s[5]] = distinctOf(u[base + ONES_PAYEES], ESTIMATE, w24h);
      if (s[6] >= 0) facts[s[6]] = distinctOf(u[base + ONES_PAYERS], ESTIMATE, w24h);
      if (s[7] >= 0) facts[s[7]] = countOf(u[base + PASSES_24H], w24h);
      if (s[8] >= 0) facts[s[8]] = f[half + LAST_IN] === 0 ? Infinity : at - f[half + LAST_IN];
      if (s[9] >= 0) {
        const moved = sumOf(f, half + OUT_SUM, w24h) + sumOf(f, half + IN_SUM, w24h);
        facts[s[9]] = moved === 0 ? 0 : (1000 * sumOf(f, half + NIGHT_SUM, w24h)) / moved;
      }
      if (s[10] >= 0) facts[s[10]] = moment[M.quietMs] / DAY_MS;
      if (s[11] >= 0) facts[s[11]] = (at - (u[base + FIRST] >>> 0) * 1000) / DAY_MS;
      if (s[12] >= 0) facts[s[12]] = this.#usualDaily();
      if (s[13] >= 0) facts[s[13]] = sumOf(f, half + TURNOVER, weightOf(at, MONTH_MS));
      if (s[14] >= 0) facts[s[14]] = ratio;
      const taintAt = (u[base + TAINT_AT] >>> 0) * 1000;
      // The institution says the money is there, but nobody told us when it came or how much it was.
      const unseen = caseMoney && taintAt === 0;
      if (s[15] >= 0) facts[s[15]] = unseen ? NaN : taintAt === 0 ? Infinity : (at - taintAt) / MINUTE_MS;
      if (s[16] >= 0) facts[s[16]] = unseen ? NaN : taintAt === 0 ? 0 : (1000 * f[half + TAINT_OUT]) / f[half + TAINT_IN];
      if (s[17] >= 0) facts[s[17]] = growth;
      if (s[18] >= 0) {
        // A payee without a link is a group of its own: it counts as one.
        const n = groupTag === 0 ? 1 : countGrouped(u, base + LINKED, PAYEE_PLACES, groups, minute, DAY_MINUTES);
        facts[s[18]] = n === 0 ? 1 : n;
      }
    }
    moment[M.tainted] = tainted;
  }

  /** Books the moment's amount into the account from a payer, with what of it is reported money, and writes the payee's features. */
  receive(lo: number, hi: number, hash: number, payerHash: number, facts: Float64Array): void {
    this.#enter(lo, hi, hash);
    const moment = this.#moment;
    const t = moment[M.t];
    const amount = moment[M.amount];
    const unit = moment[M.unit];
    const tainted = moment[M.tainted];
    const base = this.#base;
    const half = base >> 1;
    const at = moment[M.at];
    const u = this.table.i32;
    const f = this.table.f64;
    const ratio = this.#testRatio();
    if (this.#late) this.late++;
    else {
      const age24h = this.#book();
      bumpCount(u, base + IN_1H, halfOf(at === t ? 0 : bucketsBetween(t, at, HOUR_MS)));
      bumpCount(u, base + IN_24H, halfOf(age24h));
      if (amount % (ROUND_UNITS * unit) === 0) bumpCount(u, base + ROUND_24H, halfOf(age24h));
      addSum(f, half + IN_SUM, amount, age24h);
      markDistinct(u, base + ONES_PAYERS, base + PAYER_BITS, BITS_WORDS, payerHash & (PARTNERS_24H_BITS - 1), age24h);
      if (t > f[half + LAST_IN]) f[half + LAST_IN] = t;
      this.#poolIn();
      if (amount > 0 && amount <= REWARD_UNITS * unit) {
        const rewardAt = (u[base + REWARD_AT] >>> 0) * 1000;
        if (rewardAt === 0 || t - rewardAt > REWARD_REMEMBERED_MS) f[half + BASE_OUT] = 0;
        if (secondsOf(t) > u[base + REWARD_AT] >>> 0) u[base + REWARD_AT] = secondsOf(t);
      }
      if (tainted > 0) {
        const taintAt = (u[base + TAINT_AT] >>> 0) * 1000;
        if (taintAt === 0 || t - taintAt > TAINT_FOLLOWED_MS) {
          f[half + TAINT_IN] = 0;
          f[half + TAINT_OUT] = 0;
        }
        f[half + TAINT_IN] += tainted;
        if (secondsOf(t) > u[base + TAINT_AT] >>> 0) u[base + TAINT_AT] = secondsOf(t);
      }
    }
    if (!this.payeeSlots.any) return;
    const s = this.payeeSlots.of;
    const w24h = weightOf(at, DAY_MS);
    if (s[0] >= 0) facts[s[0]] = countOf(u[base + IN_1H], weightOf(at, HOUR_MS));
    if (s[1] >= 0) facts[s[1]] = countOf(u[base + IN_24H], w24h);
    if (s[2] >= 0) facts[s[2]] = sumOf(f, half + IN_SUM, w24h);
    if (s[3] >= 0) facts[s[3]] = distinctOf(u[base + ONES_PAYERS], ESTIMATE, w24h);
    if (s[4] >= 0) facts[s[4]] = distinctOf(u[base + ONES_PAYEES], ESTIMATE, w24h);
    if (s[5] >= 0) facts[s[5]] = sumOf(f, half + OUT_SUM, w24h);
    if (s[6] >= 0) facts[s[6]] = countOf(u[base + PASSES_24H], w24h);
    if (s[7] >= 0) facts[s[7]] = moment[M.quietMs] / DAY_MS;
    if (s[8] >= 0) facts[s[8]] = (at - (u[base + FIRST] >>> 0) * 1000) / DAY_MS;
    if (s[9] >= 0) facts[s[9]] = this.#usualDaily();
    if (s[10] >= 0) facts[s[10]] = ratio;
    if (s[11] >= 0) facts[s[11]] = permilleOf(u[base + ROUND_24H], u[base + IN_24H], w24h);
    if (s[12] >= 0) {
      const inSum = sumOf(f, half + IN_SUM, w24h);
      const outSum = sumOf(f, half + OUT_SUM, w24h);
      const larger = inSum > outSum ? inSum : outSum;
      facts[s[12]] = larger === 0 ? 0 : (1000 * (inSum + outSum - larger)) / larger;
    }
  }

  /** Finds or begins the row and moves it on to the event. */
  #enter(lo: number, hi: number, hash: number): void {
    const moment = this.#moment;
    const t = moment[M.t];
    const table = this.table;
    const base = table.claim(lo, hi, hash);
    const f = table.f64;
    const half = base >> 1;
    this.#base = base;
    moment[M.at] = t;
    this.#late = false;
    if (table.fresh) {
      f[half + 1] = t;
      table.i32[base + FIRST] = secondsOf(t);
      moment[M.quietMs] = NaN;
      return;
    }
    const clock = f[half + 1];
    if (t > clock) {
      moment[M.quietMs] = t - clock;
      this.#roll(Math.floor(clock / MINUTE_MS) | 0, Math.floor(t / MINUTE_MS) | 0);
      f[half + 1] = t;
    } else {
      moment[M.quietMs] = 0;
      moment[M.at] = clock;
      this.#late = t < clock - this.#latenessMs;
    }
  }

  /** What a payment does in either direction; gives the age of its day's bucket. */
  #book(): number {
    const base = this.#base;
    const half = base >> 1;
    const moment = this.#moment;
    const t = moment[M.t];
    const at = moment[M.at];
    const amount = moment[M.amount];
    const u = this.table.i32;
    const f = this.table.f64;
    if (secondsOf(t) < u[base + FIRST] >>> 0) u[base + FIRST] = secondsOf(t);
    const age24h = at === t ? 0 : bucketsBetween(t, at, DAY_MS);
    if (isNight(t, this.#timeZoneOffsetMinutes)) addSum(f, half + NIGHT_SUM, amount, age24h);
    addSum(f, half + TURNOVER, amount, at === t ? 0 : bucketsBetween(t, at, MONTH_MS));
    f[half + TODAY] += amount;
    if (amount > 0 && amount <= TEST_UNITS * moment[M.unit]) {
      f[half + TEST_AMOUNT] = amount;
      u[base + TEST_AT] = secondsOf(t);
    }
    return age24h;
  }

  #testRatio(): number {
    const testAt = (this.table.i32[this.#base + TEST_AT] >>> 0) * 1000;
    return testAt !== 0 && this.#moment[M.at] - testAt <= HOUR_MS ? this.#moment[M.amount] / this.table.f64[(this.#base >> 1) + TEST_AMOUNT] : 0;
  }

  #usualDaily(): number {
    const days = this.table.i32[this.#base + ACTIVE_DAYS];
    return days === 0 ? NaN : this.table.f64[(this.#base >> 1) + PAST] / days;
  }

  /** Inflows within ten minutes of the first form one pool; once four fifths of it have left in time, it has passed. */
  #poolIn(): void {
    const t = this.#moment[M.t];
    const amount = this.#moment[M.amount];
    const f = this.table.f64;
    const half = this.#base >> 1;
    const since = t - f[half + POOL_AT];
    if (f[half + POOL_IN] !== 0 && since < 0) return;
    if (f[half + POOL_IN] !== 0 && since <= TEN_MINUTES_MS) f[half + POOL_IN] += amount;
    else {
      f[half + POOL_AT] = t;
      f[half + POOL_IN] = amount;
      f[half + POOL_OUT] = 0;
    }
  }

  #poolOut(age24h: number): void {
    const t = this.#moment[M.t];
    const amount = this.#moment[M.amount];
    const f = this.table.f64;
    const half = this.#base >> 1;
    const since = t - f[half + POOL_AT];
    if (f[half + POOL_IN] === 0 || since < 0 || since > TEN_MINUTES_MS) return;
    f[half + POOL_OUT] += amount;
    if (f[half + POOL_OUT] >= PASS_SHARE * f[half + POOL_IN]) {
      bumpCount(this.table.i32, this.#base + PASSES_24H, halfOf(age24h));
      f[half + POOL_IN] = 0;
    }
  }

  /** From minute `m0` to minute `m1`. */
  #roll(m0: number, m1: number): void {
    if (m0 === m1) return;
    const base = this.#base;
    const half = base >> 1;
    const u = this.table.i32;
    const f = this.table.f64;
    rollRecent(u, base + LINKED, 2 * PAYEE_PLACES, m1 - m0, DAY_MINUTES);
    const hours = ((m1 / 60) | 0) - ((m0 / 60) | 0);
    if (hours === 0) return;
    rollCount(u, base + OUT_1H, hours);
    rollCount(u, base + IN_1H, hours);
    const days = ((m1 / 1440) | 0) - ((m0 / 1440) | 0);
    if (days === 0) return;
    rollCount(u, base + OUT_24H, days);
    rollCount(u, base + IN_24H, days);
    rollCount(u, base + ROUND_24H, days);
    rollCount(u, base + PASSES_24H, days);
    rollDistinct(u, base + ONES_PAYEES, base + PAYEE_BITS, BITS_WORDS, days);
    rollDistinct(u, base + ONES_PAYERS, base + PAYER_BITS, BITS_WORDS, days);
    rollSum(f, half + OUT_SUM, days);
    rollSum(f, half + IN_SUM, days);
    rollSum(f, half + NIGHT_SUM, days);
    f[half + PAST] += f[half + TODAY];
    f[half + TODAY] = 0;
    u[base + ACTIVE_DAYS] += 1;
    const months = ((m1 / 43_200) | 0) - ((m0 / 43_200) | 0);
    if (months !== 0) rollSum(f, half + TURNOVER, months);
  }
}
