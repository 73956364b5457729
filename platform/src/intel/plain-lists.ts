/**
 * The look-up in its plainest form: maps and string comparisons, one identifier at a time. It is the truth that the fast
 * tables are tested against, and small enough to be read. Slow, and without protections of its own: it is given them.
 */
import { ENTRY_KINDS, type EntryKind, type EntryTerms, type EntryType } from "./entry.ts";
import { INTEL } from "../domain/record.ts";

interface PlainEntry {
  readonly entry: number;
  readonly kind: EntryKind | "protected";
  readonly confidencePermille: number;
  readonly validFromMs: number;
  readonly validUntilMs: number;
}

export interface PlainFinding {
  readonly bits: number;
  readonly entry: number;
  readonly outweighed: boolean;
}

const RANK: readonly (EntryKind | "protected")[] = [...ENTRY_KINDS, "protected"];

export class PlainLists {
  readonly #lists = new Map<string, Map<string, PlainEntry>>();

  set(list: string, type: EntryType, text: string, entry: number, terms: EntryTerms): void {
    let entries = this.#lists.get(list);
    if (entries === undefined) this.#lists.set(list, (entries = new Map()));
    entries.set(`${type} ${text}`, { ...terms, entry });
  }

  protect(type: EntryType, text: string, entry: number): void {
    let entries = this.#lists.get("");
    if (entries === undefined) this.#lists.set("", (entries = new Map()));
    entries.set(`${type} ${text}`, { entry, kind: "protected", confidencePermille: 1000, validFromMs: -Infinity, validUntilMs: Infinity });
  }

  remove(list: string, type: EntryType, text: string): boolean {
    return this.#lists.get(list)?.delete(`${type} ${text}`) ?? false;
  }

  drop(list: string): void {
    this.#lists.delete(list);
  }

  /** Takes out what has ended; how many. */
  expire(nowMs: number): number {
    let removed = 0;
    for (const entries of this.#lists.values()) {
      for (const [name, entry] of entries) if (entry.validUntilMs <= nowMs && entries.delete(name)) removed++;
    }
    return removed;
  }

  find(type: EntryType, text: string, atMs: number): PlainFinding {
    return this.#judge(this.#matches([[type, text]], atMs));
  }

  /** A number and every prefix of its digits. */
  findNumber(e164: string, atMs: number): PlainFinding {
    const names: [EntryType, string][] = [["number", e164]];
    for (let n = 2; n <= e164.length; n++) names.push(["number-prefix", `${e164.slice(0, n)}*`]);
    return this.#judge(this.#matches(names, atMs));
  }

  /** A host and every suffix at a dot. */
  findHost(host: string, atMs: number): PlainFinding {
    return this.#judge(this.#matches(suffixes(host), atMs));
  }

  /** An address without scheme, port and fragment. */
  findUrl(host: string, pathAndQuery: string, atMs: number): PlainFinding {
    const hosts = this.#matches(suffixes(host), atMs);
    const mark = pathAndQuery.indexOf("?");
    const path = mark < 0 ? pathAndQuery : pathAndQuery.slice(0, mark);
    const query = mark < 0 ? "" : pathAndQuery.slice(mark);
    const steps = path.split("/").filter((_, i) => i > 0);
    const texts = new Set([host]);
    for (let n = 1; n <= steps.length; n++) texts.add(`${host}/${steps.slice(0, n).join("/")}`);
    texts.add(`${host}${path}`.replace(/\/+$/, "") + query);
    const pages = this.#matches(
      [...texts].map((text): [EntryType, string] => ["url", text]),
      atMs,
    );
    return this.#judge(pages.length > 0 ? [...hosts.filter((e) => e.kind !== "protected"), ...pages] : hosts);
  }

  #matches(names: readonly (readonly [EntryType, string])[], atMs: number): PlainEntry[] {
    const found: PlainEntry[] = [];
    for (const entries of this.#lists.values()) {
      for (const [type, text] of names) {
        const entry = entries.get(`${type} ${text}`);
        if (entry !== undefined && atMs >= entry.validFromMs && atMs < entry.validUntilMs) found.push(entry);
      }
    }
    return found;
  }

  #judge(found: readonly PlainEntry[]): PlainFinding {
    if (found.length === 0) return { bits: 0, entry: 0, outweighed: false };
    const order = (e: PlainEntry): number => RANK.indexOf(e.kind) * 1_000_000_000 + e.confidencePermille * 100_000 - e.entry;
    const best = found.reduce((a, b) => (order(b) > order(a) ? b : a));
    const kinds = new Set(found.map((e) => e.kind));
    const wins = kinds.has("allow") || kinds.has("protected");
    const shown = [...kinds].filter((kind) => !wins || kind === "allow" || kind === "protected");
    return {
      bits: shown.reduce((bits, kind) => bits | INTEL[kind], 0),
      entry: best.entry,
      outweighed: shown.length < kinds.size,
    };
  }
}

function suffixes(host: string): [EntryType, string][] {
  const labels = host.split(".");
  return labels.map((_, n): [EntryType, string] => ["host", labels.slice(n).join(".")]);
}
