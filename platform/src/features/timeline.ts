/**
 * What happened to one person across channels: one row of 128 bytes, written only when something noteworthy happens and
 * read only when a rule asks. It keeps the last time of each thing, the talk that goes on, and the day's cash; it never
 * keeps texts, hosts or counterparties.
 */
import { M, type Moment } from "./moment.ts";
import { RowTable } from "./row-table.ts";
import { Slots } from "./slots.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, MONTH_MS, addSum, bucketsBetween, rollSum, secondsOf, sumOf, weightOf } from "./window.ts";

export const PERSON_FEATURES = [
  "person.onCallMs",
  "person.onCallFlagged",
  "person.minutesSinceFlaggedTalk",
  "person.cashMinor24h",
  "person.firstCrypto",
  "person.families24h",
  "person.minutesSinceOverseasCall",
  "person.minutesSinceScamMessage",
  "person.minutesSinceScamSite",
  "person.minutesSinceOffStoreApp",
  "person.minutesSinceRemoteTool",
  "person.minutesSinceNewChatApp",
  "person.minutesSinceForwarding",
  "person.minutesSinceNewPayee",
  "person.minutesSinceSimReplacement",
  "person.minutesSinceGold",
  "person.minutesSinceMoneyMoved",
  "person.minutesSinceListedApp",
] as const;
/** The features from here on are times since a mark, in the order of `MARK`. */
const FIRST_SINCE = 6;

// The row. 0–1 key, 2–3 clock; doubles 2–7 (words 4–15); then words.
const TALK_FROM = 2;
const TALK_TO = 3;
const LISTED_FROM = 4;
const LISTED_TO = 5;
const CASH = 6;
const CASH_CURRENCY = 16;
const MARKS = 17;
const WORDS = 32;

/** Things whose last time is kept (seconds, 0 = never). The first twelve have a feature each. */
export const MARK = {
  overseasCall: 0,
  scamMessage: 1,
  scamSite: 2,
  offStoreApp: 3,
  remoteTool: 4,
  newChatApp: 5,
  forwarding: 6,
  newPayee: 7,
  simReplacement: 8,
  gold: 9,
  moneyMoved: 10,
  listedApp: 11,
  /** A call from or to a listed number, talked or not. */
  listedContact: 12,
  /** A payment that is worrying in itself: new payee, gold, crypto, listed payee. */
  worryingPayment: 13,
  /** The first crypto purchase: the only mark that keeps the earliest time. */
  crypto: 14,
} as const;
const MARKS_COUNT = 15;

/** Marks that count as a worrying sign, by channel. A call from overseas alone is everyday life for many. */
export const FAMILIES: readonly (readonly number[])[] = [
  [MARK.listedContact, MARK.forwarding],
  [MARK.scamMessage],
  [MARK.scamSite, MARK.offStoreApp, MARK.remoteTool, MARK.listedApp],
  [MARK.worryingPayment],
  [MARK.simReplacement],
];

/** A call that nobody reported ended is taken to have ended after this. */
export const TALK_MAX_MS = 4 * HOUR_MS;

export class Timeline {
  readonly table: RowTable;
  readonly slots = new Slots(PERSON_FEATURES);
  late = 0;
  readonly #latenessMs: number;
  readonly #moment: Moment;
  /** The row that `open` or `look` found, or -1, and whether `open` found the event too late. */
  #base = -1;
  #late = false;
  #firstCrypto = false;

  constructor(rows: number, latenessMs: number, moment: Moment) {
    this.table = new RowTable("timelines", rows, WORDS, MONTH_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
  }

  /** Turns to a person for reading. */
  look(lo: number, hi: number, hash: number): void {
    this.#base = this.table.find(lo, hi, hash);
    this.#firstCrypto = false;
  }

  /** Turns to a person for writing, and moves the row on to the event. */
  open(lo: number, hi: number, hash: number): void {
    const t = this.#moment[M.t];
    const table = this.table;
    const base = table.claim(lo, hi, hash);
    const f = table.f64;
    const clockAt = (base >> 1) + 1;
    this.#base = base;
    this.#firstCrypto = false;
    this.#late = false;
    if (table.fresh) f[clockAt] = t;
    else this.#moveOn(base, t);
    if (t < f[clockAt] - this.#latenessMs) {
      this.#late = true;
      this.late++;
    }
  }

  #moveOn(base: number, t: number): void {
    const f = this.table.f64;
    const clockAt = (base >> 1) + 1;
    const clock = f[clockAt];
    if (t <= clock) return;
    const days = bucketsBetween(clock, t, DAY_MS);
    if (days > 0) rollSum(f, (base >> 1) + CASH, days);
    f[clockAt] = t;
  }

  mark(mark: number): void {
    if (this.#late) return;
    const t = this.#moment[M.t];
    const at = this.#base + MARKS + mark;
    const u = this.table.i32;
    const s = secondsOf(t);
    if (mark === MARK.crypto) {
      if (u[at] === 0) this.#firstCrypto = true;
      if (u[at] === 0 || s < u[at] >>> 0) u[at] = s;
    } else if (s > u[at] >>> 0) u[at] = s;
  }

  /**
   * A talk with somebody who is not a contact (`listed`: with a listed number), from now until `end`. `end` 0: nobody
   * talked, so a talk taken to have begun at that very moment never was; earlier talks stay.
   */
  talk(listed: boolean, end: number): void {
    if (this.#late) return;
    const t = this.#moment[M.t];
    const f = this.table.f64;
    const from = (this.#base >> 1) + (listed ? LISTED_FROM : TALK_FROM);
    if (end === 0) {
      if (f[from] !== t) return;
      f[from] = 0;
      f[from + 1] = 0;
    } else if (t >= f[from]) {
      f[from] = t;
      f[from + 1] = end;
    }
  }

  /** Cash in another currency starts the sum anew: two currencies cannot be added. */
  cash(currency: number): void {
    if (this.#late) return;
    const t = this.#moment[M.t];
    const f = this.table.f64;
    const u = this.table.i32;
    const sum = (this.#base >> 1) + CASH;
    if (u[this.#base + CASH_CURRENCY] !== currency + 1) {
      u[this.#base + CASH_CURRENCY] = currency + 1;
      f[sum] = 0;
      f[sum + 1] = 0;
    }
    const clock = f[(this.#base >> 1) + 1];
    addSum(f, sum, this.#moment[M.amount], t === clock ? 0 : bucketsBetween(t, clock, DAY_MS));
  }

  /** Moves what is known under a key of its own to the person it turns out to belong to. */
  merge(fromLo: number, fromHi: number, fromHash: number, toLo: number, toHi: number, toHash: number): void {
    const table = this.table;
    if (table.find(fromLo, fromHi, fromHash) < 0) return;
    // The claim may push out any row of its line, the source included, so the source is looked up again afterwards.
    const clock = table.f64[(table.find(fromLo, fromHi, fromHash) >> 1) + 1];
    const to = table.claim(toLo, toHi, toHash);
    const u = table.i32;
    const f = table.f64;
    if (table.fresh) f[(to >> 1) + 1] = clock;
    const from = table.find(fromLo, fromHi, fromHash);
    if (from < 0) return;
    const latest = Math.max(clock, f[(to >> 1) + 1]);
    this.#moveOn(from, latest);
    this.#moveOn(to, latest);
    for (let k = 0; k < MARKS_COUNT; k++) {
      const a = u[from + MARKS + k] >>> 0;
      const b = u[to + MARKS + k] >>> 0;
      if (k === MARK.crypto) u[to + MARKS + k] = a === 0 || (b !== 0 && b < a) ? b : a;
      else if (a > b) u[to + MARKS + k] = a;
    }
    for (const talk of [TALK_FROM, LISTED_FROM]) {
      const a = (from >> 1) + talk;
      const b = (to >> 1) + talk;
      if (f[a] > f[b]) {
        f[b] = f[a]!;
        f[b + 1] = f[a + 1]!;
      }
    }
    if (u[from + CASH_CURRENCY] !== 0 && (u[to + CASH_CURRENCY] === 0 || u[to + CASH_CURRENCY] === u[from + CASH_CURRENCY])) {
      u[to + CASH_CURRENCY] = u[from + CASH_CURRENCY]!;
      f[(to >> 1) + CASH] += f[(from >> 1) + CASH];
      f[(to >> 1) + CASH + 1] += f[(from >> 1) + CASH + 1];
    }
    u.fill(0, from + 4, from + WORDS);
  }

  /** Writes the bound features of the person turned to, as of the event or the row's clock if that is later. */
  write(facts: Float64Array): void {
    const t = this.#moment[M.t];
    const s = this.slots.of;
    const base = this.#base;
    if (base < 0) {
      if (s[0] >= 0) facts[s[0]] = 0;
      if (s[1] >= 0) facts[s[1]] = 0;
      if (s[2] >= 0) facts[s[2]] = Infinity;
      if (s[3] >= 0) facts[s[3]] = 0;
      if (s[4] >= 0) facts[s[4]] = 0;
      if (s[5] >= 0) facts[s[5]] = 0;
      for (let k = FIRST_SINCE; k < PERSON_FEATURES.length; k++) if (s[k] >= 0) facts[s[k]] = Infinity;
      return;
    }
    const u = this.table.i32;
    const f = this.table.f64;
    const half = base >> 1;
    const clock = f[half + 1];
    const at = t > clock ? t : clock;
    if (s[0] >= 0) facts[s[0]] = f[half + TALK_FROM] <= at && at < f[half + TALK_TO] ? at - f[half + TALK_FROM] : 0;
    if (s[1] >= 0) facts[s[1]] = f[half + LISTED_FROM] <= at && at < f[half + LISTED_TO] ? 1 : 0;
    if (s[2] >= 0) {
      const end = f[half + LISTED_TO];
      facts[s[2]] = end === 0 ? Infinity : at < end ? 0 : (at - end) / MINUTE_MS;
    }
    if (s[3] >= 0) {
      const days = bucketsBetween(clock, at, DAY_MS);
      const w = weightOf(at, DAY_MS);
      facts[s[3]] = days === 0 ? sumOf(f, half + CASH, w) : days === 1 ? f[half + CASH] * w : 0;
    }
    if (s[4] >= 0) facts[s[4]] = this.#firstCrypto ? 1 : 0;
    if (s[5] >= 0) facts[s[5]] = this.#families(at);
    for (let k = FIRST_SINCE; k < PERSON_FEATURES.length; k++) {
      if (s[k] < 0) continue;
      const last = u[base + MARKS + k - FIRST_SINCE] >>> 0;
      facts[s[k]] = last === 0 ? Infinity : (at - last * 1000) / MINUTE_MS;
    }
  }

  #families(at: number): number {
    const u = this.table.i32;
    const marks = this.#base + MARKS;
    let n = 0;
    for (let family = 0; family < FAMILIES.length; family++) {
      const members = FAMILIES[family];
      for (let k = 0; k < members.length; k++) {
        const last = u[marks + members[k]] >>> 0;
        if (last !== 0 && at - last * 1000 < DAY_MS) {
          n++;
          break;
        }
      }
    }
    return n;
  }
}
