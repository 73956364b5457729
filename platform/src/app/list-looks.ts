/** Looks into the lists of the running program for people: hits by serial number, and the entries of one list page by page. */
import { maskNumber } from "../domain/number.ts";
import { EVIDENCE_RULE, maskIdentifier, parseEntryIdentifier, sourceWords, type EntryTerms } from "../intel/entry.ts";
import type { IntelLists } from "../intel/lists.ts";
import type { ListedEntry } from "../intel/list-contents.ts";
import { CASEWORK_LIST } from "../listings/list-entry/outward.ts";
import type { Hits, ListedPage, ListedQuery, ListedRow, ListLooks } from "../listings/looks.ts";
import { isMalformed } from "../base/problem.ts";
import { maskAccount } from "../domain/account.ts";
import type { ListHits } from "./list-hits.ts";

export class Looks implements ListLooks {
  readonly #lists: IntelLists;
  readonly #hits: ListHits;
  readonly #nowMs: () => number;

  constructor(lists: IntelLists, hits: ListHits, nowMs: () => number) {
    this.#lists = lists;
    this.#hits = hits;
    this.#nowMs = nowMs;
  }

  hitsOf(serials: readonly string[]): ReturnType<ListLooks["hitsOf"]> {
    const { sinceMs, complete, byEntry } = this.#hits.lately(this.#nowMs());
    const wanted = new Set(serials);
    const bySerial = new Map<string, Hits>();
    for (const [entry, found] of byEntry) {
      const terms = this.#lists.book.get(entry);
      if (terms === null || terms.list !== CASEWORK_LIST || !wanted.has(terms.note)) continue;
      // An entry that was lowered or extended has other terms since: they are one entry all the same.
      bySerial.set(terms.note, added(bySerial.get(terms.note), found));
    }
    return { window: { sinceMs, complete }, bySerial };
  }

  listed(list: string, { type, kind, page, size }: ListedQuery): ListedPage | null {
    const contents = this.#lists.list(list);
    if (contents === null) return null;
    const { sinceMs, complete, byEntry } = this.#hits.lately(this.#nowMs());
    const items: ListedRow[] = [];
    let total = 0;
    for (const entry of contents.entries()) {
      if ((type !== undefined && entry.type !== type) || (kind !== undefined && entry.terms.kind !== kind)) continue;
      const at = total++ - (page - 1) * size;
      if (at >= 0 && at < size) items.push(rowOf(entry, contents.uses.get(entry.entry) ?? 1, byEntry.get(entry.entry) ?? null));
    }
    return { items, total, window: { sinceMs, complete } };
  }
}

function added(a: Hits | undefined, b: Hits): Hits {
  return a === undefined ? { hits: b.hits, lastAtMs: b.lastAtMs } : { hits: a.hits + b.hits, lastAtMs: Math.max(a.lastAtMs, b.lastAtMs) };
}

function rowOf({ type, identifier, terms }: ListedEntry, sharedBy: number, hits: Hits | null): ListedRow {
  const { kind, evidence, source, confidencePermille, validFromMs, validUntilMs, reviewAtMs, lifeAssumed, sharing } = terms satisfies EntryTerms;
  const { zh, en } = EVIDENCE_RULE[evidence];
  return {
    type,
    about: masked(type, identifier),
    kind,
    evidence,
    evidenceWords: { zh, en },
    source: sourceWords(source),
    confidencePermille,
    validFromMs,
    validUntilMs,
    reviewAtMs,
    lifeAssumed,
    sharing,
    sharedBy,
    hits,
  };
}

/** Sites, apps and prefixes are nobody's secret; whatever may be somebody's is masked. */
function masked(type: ListedEntry["type"], identifier: string): string {
  if (type === "number") return maskNumber(identifier);
  if (type === "device") return maskAccount(identifier);
  const id = parseEntryIdentifier(identifier, type);
  return isMalformed(id) ? "" : maskIdentifier(id);
}
