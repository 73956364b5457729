/**
 * How often entries of the lists were hit lately: counted where events are judged, by the entry's number, in hours, and
 * forgotten after a day. In memory and since the start of the program only, and it says since when. An event that hits one
 * entry with several parties counts once.
 */
import { RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";

const HOUR_MS = 3_600_000;
const HOURS = 24;
const SLOTS = 4;
/** Different entries in one hour; whatever comes after them is not counted, and that is said. */
const ENTRIES_MAX = 20_000;

export interface HitCount {
  readonly hits: number;
  readonly lastAtMs: number;
}

interface Hour {
  hour: number;
  readonly hits: Map<number, { n: number; lastAtMs: number }>;
}

export class ListHits {
  readonly #startedAtMs: number;
  readonly #hours: Hour[] = Array.from({ length: HOURS }, () => ({ hour: -1, hits: new Map() }));
  #full = false;

  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  /** Event `i` of a batch that was judged now. */
  add(batch: EventBatch, i: number, nowMs: number): void {
    const { words } = batch;
    const at = i * RECORD_WORDS + W.intelEntries;
    for (let slot = 0; slot < SLOTS; slot++) {
      const entry = words[at + slot];
      if (entry === 0 || (slot > 0 && before(words, at, slot, entry))) continue;
      this.#count(entry, nowMs);
    }
  }

  /** What was counted of each entry number, from `sinceMs` on: the last day in whole hours, or since the start. */
  lately(nowMs: number): { readonly sinceMs: number; readonly complete: boolean; readonly byEntry: ReadonlyMap<number, HitCount> } {
    const first = Math.floor(nowMs / HOUR_MS) - HOURS + 1;
    const sums = new Map<number, { hits: number; lastAtMs: number }>();
    for (const { hour, hits } of this.#hours) {
      if (hour < first) continue;
      for (const [entry, { n, lastAtMs }] of hits) {
        const sum = sums.get(entry);
        if (sum === undefined) sums.set(entry, { hits: n, lastAtMs });
        else {
          sum.hits += n;
          sum.lastAtMs = Math.max(sum.lastAtMs, lastAtMs);
        }
      }
    }
    return { sinceMs: Math.max(this.#startedAtMs, first * HOUR_MS), complete: !this.#full, byEntry: sums };
  }

  #count(entry: number, nowMs: number): void {
    const hour = Math.floor(nowMs / HOUR_MS);
    const slot = this.#hours[hour % HOURS];
    if (slot.hour !== hour) {
      slot.hour = hour;
      slot.hits.clear();
    }
    const found = slot.hits.get(entry);
    if (found !== undefined) {
      found.n++;
      found.lastAtMs = nowMs;
    } else if (slot.hits.size < ENTRIES_MAX) slot.hits.set(entry, { n: 1, lastAtMs: nowMs });
    else this.#full = true;
  }
}

function before(words: EventBatch["words"], at: number, slot: number, entry: number): boolean {
  for (let earlier = 0; earlier < slot; earlier++) if (words[at + earlier] === entry) return true;
  return false;
}
