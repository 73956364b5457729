/**
 * What the lists that screening reads can say besides the matters: how often entries were hit lately, and what stands in a
 * list that was imported as a whole. Given by the running program; identifiers of people leave it masked.
 */
import type { Bilingual } from "../domain/verdict.ts";
import type { EntryKind, EntryType, Evidence, SharingMark } from "../intel/entry.ts";

export interface Hits {
  readonly hits: number;
  readonly lastAtMs: number;
}

/** Since when hits were counted, and whether all were. */
export interface HitWindow {
  readonly sinceMs: number;
  readonly complete: boolean;
}

/** One entry of an imported list. Entries that were imported with the same terms share their hits. */
export interface ListedRow {
  readonly type: EntryType;
  readonly about: string;
  readonly kind: EntryKind;
  readonly evidence: Evidence;
  readonly evidenceWords: Bilingual;
  readonly source: Bilingual;
  readonly confidencePermille: number;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly reviewAtMs: number;
  readonly lifeAssumed: boolean;
  readonly sharing: SharingMark;
  /** Entries that have these terms together, and the hits of all of them. */
  readonly sharedBy: number;
  readonly hits: Hits | null;
}

export interface ListedQuery {
  readonly type?: EntryType;
  readonly kind?: EntryKind;
  readonly page: number;
  readonly size: number;
}

export interface ListedPage {
  readonly items: readonly ListedRow[];
  readonly total: number;
  readonly window: HitWindow;
}

export interface ListLooks {
  /** Hits of entries that were decided one by one, by their serial number. */
  hitsOf(serials: readonly string[]): { readonly window: HitWindow; readonly bySerial: ReadonlyMap<string, Hits> };
  /** Null when there is no such list. */
  listed(list: string, query: ListedQuery): ListedPage | null;
}
