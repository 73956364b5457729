/**
 * All lists of one installation: named sets that are added to, taken from, replaced and dropped by one writer while any
 * number of readers look up without waiting. Protections stand in front and cannot be removed. It explains every entry
 * number it ever gave out, and does not read or write files.
 */
import { hashText } from "../base/hash.ts";
import { isMalformed, type Malformed } from "../base/problem.ts";
import type { EventBatch } from "../domain/record.ts";
import {
  EVIDENCE_RULE,
  LIST_NAME_EXPECTED,
  isListName,
  parseEntryIdentifier,
  sourceWords,
  type EntryDraft,
  type EntryIdentifier,
  type EntryKind,
  type EntryTerms,
  type EntryType,
} from "./entry.ts";
import { Intake, refused, type Refused } from "./intake.ts";
import { ListContents, type ListedEntry } from "./list-contents.ts";
import { ProtectedSet, PROTECTION_WORDS, type ProtectedOptions } from "./protected.ts";
import { TermsBook } from "./terms-book.ts";
import { IntelView, type Finding, type ViewHandle } from "./view.ts";

/** Every list is asked for every identifier: a few are free, hundreds are not. */
export const LISTS_MAX = 32;
const HOST_BYTES_MAX = 512;

export interface IntelOptions {
  /** What the operator protects besides the built-in numbers and domains. */
  readonly protect?: ProtectedOptions;
  /** Told whenever tables were replaced, so that readers in other threads can attach again. */
  readonly onSwap?: (handle: ViewHandle) => void;
}

export type AddOutcome = { readonly kind: "added" | "changed" | "same"; readonly entry: number; readonly loweredFrom: EntryKind | null } | Refused;

export interface ListSummary {
  readonly name: string;
  readonly entries: number;
  readonly byType: Readonly<Partial<Record<EntryType, number>>>;
  readonly byKind: Readonly<Record<EntryKind, number>>;
  readonly bytes: number;
  readonly digest: string;
  /** Entries whose review is due, and entries that have ended but were not swept yet. */
  readonly reviewDue: number;
  readonly ended: number;
}

export type Explanation =
  | { readonly kind: "protected"; readonly because: { readonly zh: string; readonly en: string } }
  | { readonly kind: EntryKind; readonly terms: EntryTerms; readonly because: { readonly zh: string; readonly en: string } };

const KIND_WORDS: Readonly<Record<EntryKind, { readonly zh: string; readonly en: string }>> = {
  block: { zh: "封堵", en: "block" },
  flag: { zh: "标记", en: "flag" },
  watch: { zh: "关注", en: "watch" },
  allow: { zh: "放行", en: "allow" },
};

export class IntelLists {
  readonly #book = new TermsBook();
  readonly #protected: ProtectedSet;
  readonly #lists = new Map<string, ListContents>();
  readonly #onSwap: ((handle: ViewHandle) => void) | undefined;
  readonly #hostBytes = new Uint8Array(HOST_BYTES_MAX);
  #view: IntelView;
  #version = "";

  constructor(options: IntelOptions = {}) {
    this.#protected = new ProtectedSet(options.protect);
    this.#onSwap = options.onSwap;
    this.#view = this.#newView();
  }

  /** For reading: the tables of this moment. Hold it for a batch, not for longer. */
  get view(): IntelView {
    return this.#view;
  }

  get book(): TermsBook {
    return this.#book;
  }

  get protections(): ProtectedSet {
    return this.#protected;
  }

  /** Digest of the contents of all lists and of the protections; equal contents give equal versions. */
  get version(): string {
    if (this.#version === "") {
      const text = [...this.#lists.values()]
        .filter((l) => l.size > 0)
        .map((l) => `${l.name}:${l.digest()}`)
        .sort()
        .join("\n");
      const lanes = [1, 2, 3, 4].map((lane) => hashText(`${this.#protected.digest}\n${text}`, Math.imul(lane, 0x9e3779b1)));
      this.#version = `intel-${lanes.map((lane) => lane.toString(16).padStart(8, "0")).join("")}`;
    }
    return this.#version;
  }

  /** Fills the list words of events [from, to); see `IntelView.lookup`. */
  lookup(batch: EventBatch, from: number, to: number): void {
    this.#view.lookup(batch, from, to);
  }

  /** See `IntelView.lookupHost`. The finding is valid until the next call. */
  lookupHost(bytes: Uint8Array, start: number, end: number, atMs: number): Finding {
    return this.#view.lookupHost(bytes, start, end, atMs);
  }

  /** The same for a canonical host in a text. */
  lookupHostText(host: string, atMs: number): Finding {
    const bytes = this.#hostBytes;
    const length = Math.min(host.length, HOST_BYTES_MAX);
    for (let i = 0; i < length; i++) bytes[i] = host.charCodeAt(i);
    return this.#view.lookupHost(bytes, 0, length, atMs);
  }

  /** What the lists say of one identifier as a person writes it. Hosts and addresses are asked with their suffixes. */
  ask(identifier: string, type: string | undefined, atMs: number): (Finding & { readonly id: EntryIdentifier }) | Malformed {
    const id = parseEntryIdentifier(identifier, type);
    if (isMalformed(id)) return id;
    if (id.type === "host") return { ...this.lookupHostText(id.text, atMs), id };
    if (id.type !== "url") return { ...this.#view.lookupIdentifier(id, atMs), id };
    const bytes = new TextEncoder().encode(`http://${id.text}`);
    const end = id.text.search(/[/?:]/);
    return { ...this.#view.lookupUrl(bytes, 0, bytes.length, 7, end < 0 ? bytes.length : 7 + end, atMs), id };
  }

  /** Adds one entry, or gives an identifier of the list other terms. */
  add(list: string, draft: EntryDraft, nowMs: number): AddOutcome {
    if (!isListName(list)) return refused("malformed-terms", list, LIST_NAME_EXPECTED);
    const taken = new Intake(list, this.#book, this.#protected, nowMs).take(draft);
    if (taken.kind === "refused") return taken;
    return this.put(list, taken.id, taken.entry, taken.loweredFrom);
  }

  /** For the import: an entry that has passed the intake. */
  put(list: string, id: EntryIdentifier, entry: number, loweredFrom: EntryKind | null): AddOutcome {
    let contents = this.#lists.get(list);
    if (contents === undefined) {
      if (this.#lists.size >= LISTS_MAX) return refused("list-full", list, `at most ${LISTS_MAX} lists`);
      contents = new ListContents(list, this.#book);
      this.#lists.set(list, contents);
    }
    const set = contents.set(id, entry);
    if (set.kind === "full") return refused("list-full", id.type, "fewer entries in one list");
    this.#version = "";
    if (set.swapped) this.#swap();
    return { kind: set.kind, entry, loweredFrom };
  }

  /** Takes one identifier out of one list. False if it was not there. */
  remove(list: string, identifier: string, type?: string): boolean {
    const id = parseEntryIdentifier(identifier, type);
    const contents = this.#lists.get(list);
    if (isMalformed(id) || contents === undefined || !contents.remove(id)) return false;
    this.#version = "";
    return true;
  }

  /** An empty list that is filled beside the live one; `replace` makes it the list of its name. */
  build(list: string): ListContents | Malformed {
    return isListName(list) ? new ListContents(list, this.#book) : { kind: "malformed", what: list.slice(0, 64), expected: LIST_NAME_EXPECTED };
  }

  /** Swaps the whole list in one step: a reader sees the old contents or the new, never a mixture. */
  replace(contents: ListContents): Refused | null {
    if (!this.#lists.has(contents.name) && this.#lists.size >= LISTS_MAX) return refused("list-full", contents.name, `at most ${LISTS_MAX} lists`);
    this.#lists.set(contents.name, contents);
    this.#swap();
    return null;
  }

  /** Removes a whole list. False if there is none. */
  drop(list: string): boolean {
    if (!this.#lists.delete(list)) return false;
    this.#swap();
    return true;
  }

  /** Takes out what has ended. The look-up ignores it anyway; this frees the room. How many. */
  expire(nowMs: number): number {
    let removed = 0;
    for (const contents of this.#lists.values()) {
      const ended = new Set([...contents.uses.keys()].filter((entry) => this.#book.spans[entry * 2 + 1] <= nowMs));
      if (ended.size > 0) removed += contents.sweep((entry) => ended.has(entry));
    }
    if (removed > 0) this.#version = "";
    return removed;
  }

  list(name: string): ListContents | null {
    return this.#lists.get(name) ?? null;
  }

  *entries(list: string): IterableIterator<ListedEntry> {
    yield* this.#lists.get(list)?.entries() ?? [];
  }

  summaries(nowMs: number): readonly ListSummary[] {
    return [...this.#lists.values()].map((contents) => {
      const byKind: Record<EntryKind, number> = { watch: 0, flag: 0, block: 0, allow: 0 };
      let reviewDue = 0;
      let ended = 0;
      for (const [entry, uses] of contents.uses) {
        const terms = this.#book.get(entry)!;
        byKind[terms.kind] += uses;
        if (terms.validUntilMs <= nowMs) ended += uses;
        else if (terms.reviewAtMs <= nowMs) reviewDue += uses;
      }
      const byType = Object.fromEntries(contents.tables.filter((t) => t.size > 0).map((t) => [t.type, t.size]));
      return { name: contents.name, entries: contents.size, byType, byKind, bytes: contents.bytes, digest: contents.digest(), reviewDue, ended };
    });
  }

  /** Why an entry number of a verdict matched, in words, whether or not the list still holds it; null if never given out. */
  explainEntry(entry: number): Explanation | null {
    const protection = PROTECTION_WORDS[entry];
    if (protection !== undefined) return { kind: "protected", because: protection };
    const terms = this.#book.get(entry);
    if (terms === null) return null;
    const ground = EVIDENCE_RULE[terms.evidence];
    const source = sourceWords(terms.source);
    const until = new Date(terms.validUntilMs).toISOString().slice(0, 10);
    // What is marked red stays with its addressee: the note is not passed on in a reason.
    const note = terms.note === "" || terms.sharing === "red" ? "" : terms.note;
    return {
      kind: terms.kind,
      terms,
      because: {
        zh: `名单“${terms.list}”：${KIND_WORDS[terms.kind].zh}；来源：${source.zh}；依据：${ground.zh}；可信度${terms.confidencePermille}‰；有效至${until}${note === "" ? "" : `；${note}`}`,
        en: `List "${terms.list}": ${KIND_WORDS[terms.kind].en}; source: ${source.en}; ground: ${ground.en}; confidence ${terms.confidencePermille}‰; until ${until}${note === "" ? "" : `; ${note}`}`,
      },
    };
  }

  /** For readers in other threads; attach with `IntelView.attach`, again after every `onSwap`. */
  share(): ViewHandle {
    return this.#view.handle();
  }

  #newView(): IntelView {
    const tables = [this.#protected.numbers, this.#protected.hosts];
    for (const contents of this.#lists.values()) tables.push(...contents.tables);
    return new IntelView(this.#book.handle(), tables);
  }

  #swap(): void {
    this.#version = "";
    this.#view = this.#newView();
    this.#onSwap?.(this.#view.handle());
  }
}
