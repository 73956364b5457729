/**
 * Openings of cards and accounts: one row of 64 bytes for an applicant (how many openings, at which branches) and one of
 * the same form for a contact phone (which applicants give it). Both live in one table; their keys differ in type.
 */
import { M, type Moment } from "./moment.ts";
import { RowTable } from "./row-table.ts";
import { countRecent, enterRecent, purgeRecent, rollRecent, tag16 } from "./recent-set.ts";
import { Slots } from "./slots.ts";
import { HOUR_MS, MONTH_MS, WEEK_MS, bucketsBetween, bumpCount, countOf, halfOf, rollCount, weightOf } from "./window.ts";

export const OPENING_FEATURES = ["applicant.openings7d", "applicant.branches7d", "contact.applicants30d"] as const;

const OPENINGS_7D = 4;
const MEMBERS = 5;
/** Branches of an applicant, or applicants of a contact phone; rules ask for three. */
export const OPENING_PLACES = 11;
const WORDS = 16;
export const WEEK_HOURS = 168;
export const MONTH_HOURS = 720;

export class OpeningRows {
  readonly table: RowTable;
  readonly slots = new Slots(OPENING_FEATURES);
  late = 0;
  readonly #latenessMs: number;
  readonly #moment: Moment;

  constructor(rows: number, latenessMs: number, moment: Moment) {
    this.table = new RowTable("openings", rows, WORDS, MONTH_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
  }

  /** `branchHash` is 0 where no branch is named. */
  applicant(lo: number, hi: number, hash: number, branchHash: number, facts: Float64Array): void {
    const at = this.#enter(lo, hi, hash, branchHash, WEEK_HOURS);
    const base = this.#base;
    const u = this.table.i32;
    const s = this.slots.of;
    if (s[0] >= 0) facts[s[0]] = countOf(u[base + OPENINGS_7D], weightOf(at, WEEK_MS));
    if (s[1] >= 0) {
      const n = countRecent(u, base + MEMBERS, OPENING_PLACES, Math.floor(at / HOUR_MS) | 0, WEEK_HOURS);
      facts[s[1]] = n === 0 ? NaN : n;
    }
  }

  /** `hi` is 0 where no contact phone is given: nobody could know. */
  contact(lo: number, hi: number, hash: number, applicantHash: number, facts: Float64Array): void {
    const slot = this.slots.of[2];
    if (hi === 0) {
      if (slot >= 0) facts[slot] = NaN;
      return;
    }
    const at = this.#enter(lo, hi, hash, applicantHash, MONTH_HOURS);
    if (slot >= 0) facts[slot] = countRecent(this.table.i32, this.#base + MEMBERS, OPENING_PLACES, Math.floor(at / HOUR_MS) | 0, MONTH_HOURS);
  }

  #base = 0;

  /** Counts the opening and enters the member; gives the moment the row is at. */
  #enter(lo: number, hi: number, hash: number, memberHash: number, windowHours: number): number {
    const t = this.#moment[M.t];
    const table = this.table;
    const base = table.claim(lo, hi, hash);
    this.#base = base;
    const u = table.i32;
    const f = table.f64;
    const half = base >> 1;
    let at = t;
    if (table.fresh) f[half + 1] = t;
    else {
      const clock = f[half + 1];
      if (t > clock) {
        const weeks = bucketsBetween(clock, t, WEEK_MS);
        if (weeks > 0) rollCount(u, base + OPENINGS_7D, weeks);
        rollRecent(u, base + MEMBERS, OPENING_PLACES, (Math.floor(t / HOUR_MS) - Math.floor(clock / HOUR_MS)) | 0, windowHours);
        purgeRecent(u, base + MEMBERS, OPENING_PLACES, Math.floor(t / HOUR_MS) | 0, windowHours);
        f[half + 1] = t;
      } else {
        at = clock;
        if (t < clock - this.#latenessMs) {
          this.late++;
          return at;
        }
      }
    }
    bumpCount(u, base + OPENINGS_7D, halfOf(at === t ? 0 : bucketsBetween(t, at, WEEK_MS)));
    if (memberHash !== 0) enterRecent(u, base + MEMBERS, OPENING_PLACES, tag16(memberHash), Math.floor(t / HOUR_MS) | 0, Math.floor(at / HOUR_MS) | 0, windowHours);
    return at;
  }
}
