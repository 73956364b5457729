/**
 * The contents of one named list: a table per identifier type, how many entries have which terms, and a digest that does
 * not depend on the order in which they came. It checks nothing; what comes in has passed the intake.
 */
import { mix32 } from "../base/hash.ts";
import { DIGEST_LANES, type TermsBook } from "./terms-book.ts";
import { ENTRY_TYPES, type EntryIdentifier, type EntryTerms, type EntryType } from "./entry.ts";
import { KeyTable } from "./key-table.ts";

export interface ListedEntry {
  readonly type: EntryType;
  readonly identifier: string;
  readonly entry: number;
  readonly terms: EntryTerms;
}

export class ListContents {
  readonly name: string;
  readonly #book: TermsBook;
  readonly #tables = new Map<EntryType, KeyTable>();
  /** Entries by entry number. */
  readonly #uses = new Map<number, number>();
  readonly #lanes = new Uint32Array(DIGEST_LANES);
  readonly #outcome = { replaced: 0 };

  constructor(name: string, book: TermsBook) {
    this.name = name;
    this.#book = book;
  }

  get size(): number {
    let n = 0;
    for (const table of this.#tables.values()) n += table.size;
    return n;
  }

  get bytes(): number {
    let n = 0;
    for (const table of this.#tables.values()) n += table.bytes;
    return n;
  }

  get tables(): readonly KeyTable[] {
    return [...this.#tables.values()];
  }

  /** Entries by entry number. */
  get uses(): ReadonlyMap<number, number> {
    return this.#uses;
  }

  /** 128 bits in hexadecimal; equal contents have equal digests. */
  digest(): string {
    return [...this.#lanes].map((lane) => lane.toString(16).padStart(8, "0")).join("");
  }

  has(id: EntryIdentifier): boolean {
    return (this.#tables.get(id.type)?.findText(id.lo, id.hi, id.exact) ?? -1) >= 0;
  }

  /** Room for so many entries at once, so that a large import need not grow step by step. */
  reserve(type: EntryType, entries: number): void {
    if (!this.#tables.has(type)) this.#tables.set(type, KeyTable.empty(type, entries));
  }

  /** Adds an identifier or gives it other terms. Says which, and whether a table was replaced by a larger one. */
  set(id: EntryIdentifier, entry: number): { readonly kind: "added" | "changed" | "same" | "full"; readonly swapped: boolean } {
    const table = this.#tables.get(id.type) ?? KeyTable.empty(id.type);
    const now = table.set(id.lo, id.hi, id.exact, entry, this.#outcome);
    if (now === null) return { kind: "full", swapped: false };
    const swapped = now !== this.#tables.get(id.type);
    if (swapped) this.#tables.set(id.type, now);
    const before = this.#outcome.replaced;
    if (before === entry) return { kind: "same", swapped };
    if (before !== 0) this.#count(id.lo, id.hi, id.type, before, -1);
    this.#count(id.lo, id.hi, id.type, entry, 1);
    return { kind: before === 0 ? "added" : "changed", swapped };
  }

  remove(id: EntryIdentifier): boolean {
    const before = this.#tables.get(id.type)?.remove(id.lo, id.hi, id.exact) ?? 0;
    if (before !== 0) this.#count(id.lo, id.hi, id.type, before, -1);
    return before !== 0;
  }

  /** Removes entries whose terms are no longer wanted; how many. */
  sweep(unwanted: (entry: number) => boolean): number {
    let removed = 0;
    const key = { lo: 0, hi: 0 };
    for (const { type, table } of this.#tables.values()) {
      for (let slot = 0; slot < table.words.length; slot++) {
        if (!table.keyAt(slot, key) || !unwanted(table.values[slot])) continue;
        const entry = table.values[slot];
        table.remove(slot);
        this.#count(key.lo, key.hi, type, entry, -1);
        removed++;
      }
    }
    return removed;
  }

  *entries(): IterableIterator<ListedEntry> {
    for (const { type, identifier, entry } of this.identifiers()) {
      const terms = this.#book.get(entry);
      if (terms !== null) yield { type, identifier, entry, terms };
    }
  }

  /** Identifiers as a person writes them, with their entry numbers; in no order that means anything. */
  *identifiers(): IterableIterator<{ readonly type: EntryType; readonly identifier: string; readonly entry: number }> {
    const key = { lo: 0, hi: 0 };
    for (const type of ENTRY_TYPES) {
      const found = this.#tables.get(type);
      if (found === undefined) continue;
      for (let slot = 0; slot < found.table.words.length; slot++) {
        if (found.table.keyAt(slot, key)) yield { type, identifier: found.textOf(slot).replace("\u001f", ":"), entry: found.table.values[slot] };
      }
    }
  }

  /** What a file keeps beside the tables. */
  tally(): { readonly uses: readonly (readonly [number, number])[]; readonly lanes: readonly number[] } {
    return { uses: [...this.#uses], lanes: [...this.#lanes] };
  }

  /** Takes over tables that were loaded, with their tally. */
  adopt(tables: readonly KeyTable[], tally: { readonly uses: readonly (readonly [number, number])[]; readonly lanes: readonly number[] }): void {
    for (const table of tables) this.#tables.set(table.type, table);
    for (const [entry, uses] of tally.uses) this.#uses.set(entry, uses);
    this.#lanes.set(tally.lanes.slice(0, DIGEST_LANES));
  }

  /** The terms under which an entry number is known here, for a file that must stand by itself. */
  termsOf(entry: number): EntryTerms | null {
    return this.#book.get(entry);
  }

  get termsEnd(): number {
    return this.#book.end;
  }

  /** A sum of independent hashes of the entries: order plays no part, and taking an entry out is subtracting it. */
  #count(lo: number, hi: number, type: EntryType, entry: number, by: 1 | -1): void {
    const uses = (this.#uses.get(entry) ?? 0) + by;
    if (uses === 0) this.#uses.delete(entry);
    else this.#uses.set(entry, uses);
    const key = mix32(lo ^ mix32(hi + Math.imul(ENTRY_TYPES.indexOf(type) + 1, 0x9e3779b1)));
    for (let lane = 0; lane < DIGEST_LANES; lane++) {
      const hash = mix32(key ^ mix32(lo + lane)) ^ this.#book.digestLane(entry, lane);
      this.#lanes[lane] += Math.imul(mix32(hash), by);
    }
  }
}
