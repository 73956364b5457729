/**
 * Who uses a device (a phone, a terminal, a cash machine): one row of 128 bytes with the last few numbers and accounts.
 * Counts stop at fourteen; rules ask for three to five.
 */
import { M, type Moment } from "./moment.ts";
import { RowTable } from "./row-table.ts";
import { countRecent, enterRecent, purgeRecent, rollRecent, tag16 } from "./recent-set.ts";
import { Slots } from "./slots.ts";
import { DAY_MS, MINUTE_MS } from "./window.ts";

export const DEVICE_NUMBER_FEATURES = ["device.numbers24h"] as const;
export const DEVICE_ACCOUNT_FEATURES = ["device.accounts30m", "device.accounts24h"] as const;

const NUMBERS = 4;
const ACCOUNTS = 18;
export const MEMBER_PLACES = 14;
const WORDS = 32;
export const DAY_MINUTES = 1440;
export const HALF_HOUR_MINUTES = 30;

export class DeviceRows {
  readonly table: RowTable;
  readonly numberSlots = new Slots(DEVICE_NUMBER_FEATURES);
  readonly accountSlots = new Slots(DEVICE_ACCOUNT_FEATURES);
  late = 0;
  readonly #latenessMs: number;
  readonly #moment: Moment;

  constructor(rows: number, latenessMs: number, moment: Moment) {
    this.table = new RowTable("devices", rows, WORDS, DAY_MS, moment);
    this.#moment = moment;
    this.#latenessMs = latenessMs;
  }

  /** Enters a number (or an account) that used the device and writes the bound features of that kind. */
  measure(lo: number, hi: number, hash: number, isNumber: boolean, memberHash: number, facts: Float64Array): void {
    const t = this.#moment[M.t];
    const table = this.table;
    const base = table.claim(lo, hi, hash);
    const u = table.i32;
    const f = table.f64;
    const half = base >> 1;
    let at = t;
    let late = false;
    if (table.fresh) f[half + 1] = t;
    else {
      const clock = f[half + 1];
      if (t > clock) {
        rollRecent(u, base + NUMBERS, 2 * MEMBER_PLACES, (Math.floor(t / MINUTE_MS) - Math.floor(clock / MINUTE_MS)) | 0, DAY_MINUTES);
        f[half + 1] = t;
      } else {
        at = clock;
        late = t < clock - this.#latenessMs;
      }
    }
    const now = Math.floor(at / MINUTE_MS) | 0;
    purgeRecent(u, base + NUMBERS, 2 * MEMBER_PLACES, now, DAY_MINUTES);
    const set = base + (isNumber ? NUMBERS : ACCOUNTS);
    if (late) this.late++;
    else enterRecent(u, set, MEMBER_PLACES, tag16(memberHash), Math.floor(t / MINUTE_MS) | 0, now, DAY_MINUTES);
    if (isNumber) {
      const slot = this.numberSlots.of[0];
      if (slot >= 0) facts[slot] = countRecent(u, set, MEMBER_PLACES, now, DAY_MINUTES);
      return;
    }
    const s = this.accountSlots.of;
    if (s[0] >= 0) facts[s[0]] = countRecent(u, set, MEMBER_PLACES, now, HALF_HOUR_MINUTES);
    if (s[1] >= 0) facts[s[1]] = countRecent(u, set, MEMBER_PLACES, now, DAY_MINUTES);
  }

  /** The event names no device: nobody could know. */
  static unknown(slots: Slots, facts: Float64Array): void {
    for (let k = 0; k < slots.of.length; k++) if (slots.of[k] >= 0) facts[slots.of[k]] = NaN;
  }
}
