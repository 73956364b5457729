/**
 * Which numbers, accounts and devices belong to one person, as `link` events say. A key without a link is a person of its
 * own. The table is bounded: the link that was confirmed longest ago is forgotten first. One key has one person; a link
 * by use outweighs a link by holding, because the user is the one who may be at risk.
 */
import { M, type Moment } from "./moment.ts";
import { RowTable, keyHash } from "./row-table.ts";
import { HALF_YEAR_MS } from "./window.ts";

const PERSON = 4;
const USES = 6;
const WORDS = 8;

export class Links {
  readonly table: RowTable;
  /** The person that the last `personOf` found. */
  lo = 0;
  hi = 0;

  readonly #moment: Moment;

  constructor(rows: number, moment: Moment) {
    this.table = new RowTable("links", rows, WORDS, HALF_YEAR_MS, moment);
    this.#moment = moment;
  }

  /** Sets `lo` and `hi` to the person of a key: the linked one, or the key itself. True if linked. */
  personOf(lo: number, hi: number, hash: number): boolean {
    const base = this.table.find(lo, hi, hash);
    const u = this.table.i32;
    if (base < 0 || u[base + PERSON + 1] === 0) {
      this.lo = lo;
      this.hi = hi;
      return false;
    }
    this.lo = u[base + PERSON]!;
    this.hi = u[base + PERSON + 1]!;
    return true;
  }

  /** Gives the key to a person. False where a link by use to somebody else stands against a link by holding. */
  join(lo: number, hi: number, personLo: number, personHi: number, uses: boolean): boolean {
    const t = this.#moment[M.t];
    const table = this.table;
    const base = table.claim(lo, hi, keyHash(lo, hi));
    const u = table.i32;
    const same = u[base + PERSON] === personLo && u[base + PERSON + 1] === personHi;
    if (u[base + PERSON + 1] !== 0 && !same && u[base + USES] === 1 && !uses) return false;
    if (!same) u[base + USES] = 0;
    if (uses) u[base + USES] = 1;
    u[base + PERSON] = personLo;
    u[base + PERSON + 1] = personHi;
    const clock = (base >> 1) + 1;
    if (t > table.f64[clock]) table.f64[clock] = t;
    return true;
  }

  /** Ends the key's link; where a person is named (`personHi` not 0), only a link to that person. */
  end(lo: number, hi: number, personLo: number, personHi: number): void {
    const base = this.table.find(lo, hi, keyHash(lo, hi));
    if (base < 0) return;
    const u = this.table.i32;
    if (personHi !== 0 && (u[base + PERSON] !== personLo || u[base + PERSON + 1] !== personHi)) return;
    u[base + PERSON] = 0;
    u[base + PERSON + 1] = 0;
    u[base + USES] = 0;
  }
}
