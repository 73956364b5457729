/** How a site is visited: one row of 128 bytes a host. Counts are whole words, because a busy site passes 65,535 an hour. */
import { M, type Moment } from "./moment.ts";
import { RowTable } from "./row-table.ts";
import { Slots } from "./slots.ts";
import { DAY_MS, HOUR_MS, bucketsBetween, distinctOf, linearCounting, markDistinct, rollDistinct, secondsOf, weightOf } from "./window.ts";

export const HOST_FEATURES = ["host.visits1h", "host.visitors24h", "host.firstSeenDays"] as const;

const FIRST = 4;
const ONES_24H = 5;
const VISITS = 6;
const VISITS_BEFORE = 7;
const BITS_24H = 8;
const BITS_24H_WORDS = 8;
const WORDS = 32;

export const VISITORS_24H_BITS = BITS_24H_WORDS * 32;
const ESTIMATE_24H = linearCounting(VISITORS_24H_BITS);

export class HostRows {
  readonly table: RowTable;
  readonly slots = new Slots(HOST_FEATURES);
  late = 0;
  readonly #latenessMs: number;
  readonly #moment: Moment;

  constructor(rows: number, latenessMs: number, moment: Moment) {
    this.table = new RowTable("hosts", rows, WORDS, DAY_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
  }

  measure(lo: number, hi: number, hash: number, visitorHash: number, facts: Float64Array): void {
    const t = this.#moment[M.t];
    const table = this.table;
    const base = table.claim(lo, hi, hash);
    const u = table.i32;
    const f = table.f64;
    const half = base >> 1;
    let at = t;
    let late = false;
    if (table.fresh) {
      f[half + 1] = t;
      u[base + FIRST] = secondsOf(t);
    } else {
      const clock = f[half + 1];
      if (t > clock) {
        const hours = bucketsBetween(clock, t, HOUR_MS);
        if (hours > 0) {
          u[base + VISITS_BEFORE] = hours === 1 ? u[base + VISITS] : 0;
          u[base + VISITS] = 0;
          const days = bucketsBetween(clock, t, DAY_MS);
          if (days > 0) rollDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, days);
        }
        f[half + 1] = t;
      } else {
        at = clock;
        late = t < clock - this.#latenessMs;
      }
    }
    if (late) this.late++;
    else {
      if (secondsOf(t) < u[base + FIRST] >>> 0) u[base + FIRST] = secondsOf(t);
      const age1h = at === t ? 0 : bucketsBetween(t, at, HOUR_MS);
      if (age1h <= 1) u[base + (age1h === 0 ? VISITS : VISITS_BEFORE)] += 1;
      markDistinct(u, base + ONES_24H, base + BITS_24H, BITS_24H_WORDS, visitorHash & (VISITORS_24H_BITS - 1), at === t ? 0 : bucketsBetween(t, at, DAY_MS));
    }
    const s = this.slots.of;
    if (s[0] >= 0) facts[s[0]] = Math.floor(u[base + VISITS] + u[base + VISITS_BEFORE] * weightOf(at, HOUR_MS) + 0.5);
    if (s[1] >= 0) facts[s[1]] = distinctOf(u[base + ONES_24H], ESTIMATE_24H, weightOf(at, DAY_MS));
    if (s[2] >= 0) facts[s[2]] = (at - (u[base + FIRST] >>> 0) * 1000) / DAY_MS;
  }
}
