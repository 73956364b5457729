/**
 * Imports a list as it streams in, in any of four formats, and reports line by line what was taken and what was refused
 * and why. Memory stays bounded by the table that is built. A whole-list import builds beside the live list and swaps it
 * in at the end; a file from which nothing could be taken leaves the live list as it was.
 */
import { ProblemError, isMalformed, shorten } from "../base/problem.ts";
import type { EntryDraft, EntryKind, EntryType } from "./entry.ts";
import { Intake, REFUSAL_WORDS, type IntakeCap, type Refused, type RefusalReason } from "./intake.ts";
import {
  detectFormat,
  isRowRefusal,
  parseCsvHead,
  parseCsvRow,
  parseHostsRow,
  parseNdjsonRow,
  parsePlainRow,
  type CsvHead,
  type ImportFormat,
  type RowResult,
} from "./import-row.ts";
import type { ListContents } from "./list-contents.ts";
import type { IntelLists } from "./lists.ts";

export const IMPORT_LIMITS = {
  /** Characters of a line; a longer one is refused and skipped. */
  lineCharactersMax: 16_384,
  /** Refused lines that are shown one by one; all are counted. */
  refusedShown: 1_000,
  /** Innocent giants that are named; all are counted among the refused. */
  giantsShown: 1_000,
  /** Unknown field names that are counted apart. */
  ignoredNames: 50,
} as const;

export interface ImportOptions {
  readonly list: string;
  /** When it is imported: entries without a beginning begin now. */
  readonly nowMs: number;
  /** `replace` makes the file the whole list; `add` joins it to what is there. */
  readonly mode: "replace" | "add";
  /** Recognised from the first line where absent. */
  readonly format?: ImportFormat;
  /** What rows leave open. `source` is needed here or in every row. */
  readonly defaults?: Omit<EntryDraft, "identifier">;
  /** What whoever imports may say at most; rows that ask for more are lowered and counted. */
  readonly cap?: IntakeCap;
  /** Told what became of each entry of a line, in the order of the lines; comments and blank lines are nothing. */
  readonly onLine?: (line: number, outcome: LineOutcome) => void;
}

/** New, with other terms than before, known already (also from an earlier line of the file), refused. */
export type LineOutcome = "new" | "changed" | "known" | "refused";

export interface RefusedLine {
  readonly line: number;
  readonly reason: RefusalReason;
  /** Shortened; accounts are masked. */
  readonly value: string;
  readonly why: { readonly zh: string; readonly en: string };
  readonly expected: string;
}

export interface CaughtGiant {
  readonly line: number;
  readonly host: string;
  /** The innocent or protected domain that it is or lies under. */
  readonly giant: string;
}

export interface ImportReport {
  readonly list: string;
  readonly mode: "replace" | "add";
  readonly format: ImportFormat | "empty";
  /** False when a replacing file gave nothing: the live list stays. */
  readonly applied: boolean;
  readonly lines: number;
  /** Entries that were written: new ones and those that got other terms. */
  readonly taken: number;
  readonly updated: number;
  /** Rows that said what was known, or named an identifier that an earlier row of the file had named. */
  readonly duplicates: number;
  /** Entries whose evidence, or host, carries only a weaker kind than was asked: `block→watch` and so on. */
  readonly lowered: Readonly<Record<string, number>>;
  readonly takenByType: Readonly<Partial<Record<EntryType, number>>>;
  readonly takenByKind: Readonly<Partial<Record<EntryKind, number>>>;
  readonly refusedTotal: number;
  readonly refusedByReason: Readonly<Partial<Record<RefusalReason, number>>>;
  readonly refused: readonly RefusedLine[];
  readonly innocentGiants: readonly CaughtGiant[];
  readonly ignoredFields: Readonly<Record<string, number>>;
}

const LINE_OUTCOME = { added: "new", changed: "changed", same: "known" } as const;

export class ListImport {
  readonly #lists: IntelLists;
  readonly #options: ImportOptions;
  readonly #defaults: Omit<EntryDraft, "identifier">;
  readonly #intake: Intake;
  /** The list that is built beside; null when rows go to the live one. */
  readonly #beside: ListContents | null;
  readonly #decoder = new TextDecoder("utf-8");
  #rest = "";
  #skipping = false;
  #started = false;
  #wrongEncoding = false;
  #format: ImportFormat | null;
  #head: CsvHead | null = null;
  #line = 0;
  #taken = 0;
  #updated = 0;
  #duplicates = 0;
  #refusedTotal = 0;
  readonly #lowered = new Map<string, number>();
  readonly #byType = new Map<EntryType, number>();
  readonly #byKind = new Map<EntryKind, number>();
  readonly #byReason = new Map<RefusalReason, number>();
  readonly #ignored = new Map<string, number>();
  readonly #refused: RefusedLine[] = [];
  readonly #giants: CaughtGiant[] = [];
  readonly #countIgnored = (name: string): void => {
    const shown = this.#ignored.has(shorten(name)) || this.#ignored.size < IMPORT_LIMITS.ignoredNames ? shorten(name) : "…";
    this.#ignored.set(shown, (this.#ignored.get(shown) ?? 0) + 1);
  };

  /** Throws a `ProblemError` when the list's name cannot be. */
  constructor(lists: IntelLists, options: ImportOptions) {
    this.#lists = lists;
    this.#options = options;
    this.#defaults = options.defaults ?? {};
    this.#format = options.format ?? null;
    this.#intake = new Intake(options.list, lists.book, lists.protections, options.nowMs, options.cap);
    const contents = lists.build(options.list);
    if (isMalformed(contents)) throw new ProblemError({ code: "bad-arguments", detail: `${contents.what} is not a list name`, value: contents.what, expected: contents.expected });
    this.#beside = options.mode === "replace" ? contents : null;
  }

  /** Lines read so far, for a progress bar. */
  get lines(): number {
    return this.#line;
  }

  /** Takes the next bytes of the file, cut anywhere. */
  push(chunk: Uint8Array): void {
    if (this.#wrongEncoding || chunk.length === 0) return;
    if (!this.#started) {
      this.#started = true;
      // A UTF-16 mark: every second byte of the file would be a zero.
      if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)) {
        this.#wrongEncoding = true;
        this.#line = 1;
        this.#refuse("not-utf8", "UTF-16", "a file saved as UTF-8");
        return;
      }
    }
    this.#text(this.#decoder.decode(chunk, { stream: true }));
  }

  /** Ends the file, swaps a replaced list in, and reports. */
  finish(): ImportReport {
    if (!this.#wrongEncoding) {
      this.#text(this.#decoder.decode());
      if (this.#rest !== "") this.#row(this.#rest);
      this.#rest = "";
    }
    let applied = true;
    if (this.#beside !== null) {
      applied = this.#beside.size > 0;
      if (applied) {
        const full = this.#lists.replace(this.#beside);
        if (full !== null) {
          applied = false;
          this.#refuse(full.reason, full.value, full.expected);
        }
      }
    }
    return {
      list: this.#options.list,
      mode: this.#options.mode,
      format: this.#format ?? "empty",
      applied,
      lines: this.#line,
      taken: this.#taken,
      updated: this.#updated,
      duplicates: this.#duplicates,
      lowered: Object.fromEntries(this.#lowered),
      takenByType: Object.fromEntries(this.#byType),
      takenByKind: Object.fromEntries(this.#byKind),
      refusedTotal: this.#refusedTotal,
      refusedByReason: Object.fromEntries(this.#byReason),
      refused: this.#refused,
      innocentGiants: this.#giants,
      ignoredFields: Object.fromEntries(this.#ignored),
    };
  }

  #text(text: string): void {
    let at = 0;
    for (;;) {
      const end = text.indexOf("\n", at);
      if (end < 0) break;
      if (this.#skipping) this.#skipping = false;
      else this.#row(this.#rest + text.slice(at, end));
      this.#rest = "";
      at = end + 1;
    }
    if (this.#skipping) return;
    this.#rest += text.slice(at);
    if (this.#rest.length > IMPORT_LIMITS.lineCharactersMax) {
      this.#row(this.#rest);
      this.#rest = "";
      this.#skipping = true;
    }
  }

  #row(raw: string): void {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    this.#line++;
    if (line.length > IMPORT_LIMITS.lineCharactersMax) return this.#refuse("line-too-long", line, `at most ${IMPORT_LIMITS.lineCharactersMax} characters`);
    if (line.trim() === "") return;
    if (line.includes("\ufffd")) return this.#refuse("not-utf8", line, "UTF-8");
    if (this.#format === null) {
      if (/^\s*[#!]/.test(line)) return;
      this.#format = detectFormat(line);
    }
    if (this.#format === "csv" && this.#head === null) {
      if (line.startsWith("#")) return;
      this.#head = parseCsvHead(line);
      if (this.#head === null) {
        // Without names nothing after it can be read either: each line says so.
        this.#refuse("malformed-line", line, "a first line with the columns' names, one of them identifier");
        return;
      }
      for (const name of this.#head.unknown) if (name.trim() !== "") this.#countIgnored(name.trim());
      return;
    }
    const row = this.#parse(this.#format, line);
    if (isRowRefusal(row)) return this.#refuse(row.reason, row.malformed.what, row.malformed.expected);
    for (const draft of row) this.#take(draft);
  }

  #parse(format: ImportFormat, line: string): RowResult {
    switch (format) {
      case "csv":
        return parseCsvRow(line, this.#head!);
      case "ndjson":
        return parseNdjsonRow(line, this.#countIgnored);
      case "hosts":
        return parseHostsRow(line);
      case "plain":
        return parsePlainRow(line);
    }
  }

  #take(draft: EntryDraft): void {
    const taken = this.#intake.take(draft, this.#defaults);
    if (taken.kind === "refused") {
      if (taken.guarded !== undefined && (taken.reason === "innocent-giant" || taken.reason === "protected-host") && this.#giants.length < IMPORT_LIMITS.giantsShown) {
        this.#giants.push({ line: this.#line, host: taken.value, giant: taken.guarded });
      }
      return this.#refuse(taken.reason, taken.value, taken.expected);
    }
    let outcome: "added" | "changed" | "same" | Refused;
    if (this.#beside === null) {
      const put = this.#lists.put(this.#options.list, taken.id, taken.entry, taken.loweredFrom);
      outcome = put.kind === "refused" ? put : put.kind;
    } else {
      const set = this.#beside.set(taken.id, taken.entry);
      if (set.kind === "full") return this.#refuse("list-full", taken.id.type, "fewer entries in one list");
      // In a new list an identifier that is there already came from an earlier row; the later one counts.
      outcome = set.kind === "changed" ? "same" : set.kind;
    }
    if (typeof outcome !== "string") return this.#refuse(outcome.reason, outcome.value, outcome.expected);
    this.#options.onLine?.(this.#line, LINE_OUTCOME[outcome]);
    if (outcome === "same") {
      this.#duplicates++;
      return;
    }
    this.#taken++;
    if (outcome === "changed") this.#updated++;
    count(this.#byType, taken.id.type);
    count(this.#byKind, taken.entryKind);
    if (taken.loweredFrom !== null) count(this.#lowered, `${taken.loweredFrom}→${taken.entryKind}`);
  }

  #refuse(reason: RefusalReason, value: string, expected: string): void {
    this.#options.onLine?.(this.#line, "refused");
    this.#refusedTotal++;
    count(this.#byReason, reason);
    if (this.#refused.length < IMPORT_LIMITS.refusedShown) {
      this.#refused.push({ line: this.#line, reason, value: shorten(value), why: REFUSAL_WORDS[reason], expected });
    }
  }
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
