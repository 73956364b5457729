/**
 * The one way in for entries, single or imported: parse the identifier, fill and check the terms, apply the evidence
 * rule, stop what would hit protected or innocent hosts and numbers. It never writes into a list itself.
 */
import { isMalformed, shorten } from "../base/problem.ts";
import { ENTRY_KINDS, makeTerms, maskIdentifier, parseEntryIdentifier, type EntryDraft, type EntryIdentifier, type EntryKind, type EntryType, type TermsRefusal } from "./entry.ts";
import type { GuardReason, ProtectedSet } from "./protected.ts";
import type { TermsBook } from "./terms-book.ts";

export type RefusalReason =
  | GuardReason
  | "malformed-line"
  | "malformed-identifier"
  | "malformed-terms"
  | "ended"
  | "evidence-too-weak"
  | "line-too-long"
  | "not-utf8"
  | "too-many-terms"
  | "list-full";

export const REFUSAL_WORDS: Readonly<Record<RefusalReason, { readonly zh: string; readonly en: string }>> = {
  "protected-number": {
    zh: "受保护号码（紧急、医院、政府、官方客服），任何人不得封堵",
    en: "Protected number (emergency, hospital, government, official service): nobody can block it",
  },
  "protected-host": { zh: "品牌或国家机关的官方域名，任何人不得封堵", en: "A brand's or state body's own domain: nobody can block it" },
  "innocent-giant": {
    zh: "大型正常网站，整站列入会误伤大量用户；可列入具体网址",
    en: "A very large innocent site: listing all of it would hit many people; list the page instead",
  },
  "public-suffix": { zh: "公共后缀，其下是互不相关的网站", en: "A public suffix: unrelated sites stand below it" },
  "prefix-too-broad": { zh: "号段过宽，会误伤大量号码", en: "The prefix is too broad and would hit many numbers" },
  "prefix-covers-protected": { zh: "号段包含受保护号码", en: "The prefix covers a protected number" },
  "malformed-line": { zh: "该行无法读取", en: "The line cannot be read" },
  "malformed-identifier": { zh: "标识格式有误", en: "The identifier is malformed" },
  "malformed-terms": { zh: "条目内容有误", en: "What the entry says is malformed" },
  ended: { zh: "条目已过期", en: "The entry has already ended" },
  "evidence-too-weak": { zh: "依据不足以放行", en: "The evidence is too weak to allow" },
  "line-too-long": { zh: "该行过长", en: "The line is too long" },
  "not-utf8": { zh: "不是UTF-8编码", en: "Not UTF-8" },
  "too-many-terms": { zh: "不同的来源、备注、期限组合过多", en: "Too many different combinations of source, note and dates" },
  "list-full": { zh: "名单已满", en: "The list is full" },
};

export interface Refused {
  readonly kind: "refused";
  readonly reason: RefusalReason;
  readonly why: { readonly zh: string; readonly en: string };
  /** Shortened and, for accounts, masked. */
  readonly value: string;
  readonly expected: string;
  /** For protected hosts and innocent giants: which one. */
  readonly guarded?: string;
}

export interface Accepted {
  readonly kind: "accepted";
  readonly id: EntryIdentifier;
  /** Entry number of its terms. */
  readonly entry: number;
  readonly entryKind: EntryKind;
  /** The kind that was asked for, where the evidence or a protected host allows only a weaker one. */
  readonly loweredFrom: EntryKind | null;
}

export function refused(reason: RefusalReason, value: unknown, expected: string, guarded?: string): Refused {
  return { kind: "refused", reason, why: REFUSAL_WORDS[reason], value: shorten(value), expected, ...(guarded === undefined ? {} : { guarded }) };
}

const EXPECTED_GUARD: Readonly<Record<GuardReason, string>> = {
  "protected-number": "a number that nobody depends on",
  "protected-host": "a host of its own, or the address of one page",
  "innocent-giant": "the address of one page, or the customer's own host",
  "public-suffix": "a name that somebody registered below the suffix",
  "prefix-too-broad": "a longer prefix, or the kind flag or watch",
  "prefix-covers-protected": "a longer prefix that leaves it out",
};

/** What whoever brings entries may say at most, where that is less than what the evidence carries. */
export interface IntakeCap {
  readonly strongest: (type: EntryType) => Exclude<EntryKind, "allow">;
  readonly mayAllow: boolean;
}

export class Intake {
  readonly #book: TermsBook;
  readonly #guards: ProtectedSet;
  readonly #list: string;
  readonly #nowMs: number;
  readonly #cap: IntakeCap | null;
  /** Terms of drafts that say nothing of their own, by type and defaults: most rows of a large list. */
  readonly #usual = new Map<string, { readonly entry: number; readonly kind: EntryKind; readonly loweredFrom: EntryKind | null }>();
  #usualDefaults: Omit<EntryDraft, "identifier" | "type"> | null = null;

  constructor(list: string, book: TermsBook, guards: ProtectedSet, nowMs: number, cap: IntakeCap | null = null) {
    this.#list = list;
    this.#book = book;
    this.#guards = guards;
    this.#nowMs = nowMs;
    this.#cap = cap;
  }

  /** `defaults` fills what the draft leaves open. */
  take(draft: EntryDraft, defaults: Omit<EntryDraft, "identifier"> = {}): Accepted | Refused {
    const text = draft.identifier;
    if (this.#guards.isEmergencyText(text) && this.#kindOf(draft, defaults) !== "allow") {
      return refused("protected-number", text, EXPECTED_GUARD["protected-number"], text);
    }
    const id = parseEntryIdentifier(text, draft.type ?? defaults.type);
    if (isMalformed(id)) return { ...refused("malformed-identifier", "", id.expected), value: id.what };
    const plain =
      draft.kind === undefined &&
      draft.evidence === undefined &&
      draft.source === undefined &&
      draft.note === undefined &&
      draft.confidencePermille === undefined &&
      draft.validFromMs === undefined &&
      draft.validUntilMs === undefined &&
      draft.reviewAtMs === undefined &&
      draft.sharing === undefined;
    if (this.#usualDefaults !== defaults) {
      this.#usual.clear();
      this.#usualDefaults = defaults;
    }
    const guarded = this.#guards.strongestFor(id);
    const capped = this.#cap?.strongest(id.type) ?? guarded;
    const strongest = ENTRY_KINDS.indexOf(capped) < ENTRY_KINDS.indexOf(guarded) ? capped : guarded;
    if (this.#cap?.mayAllow === false && this.#kindOf(draft, defaults) === "allow")
      return refused("evidence-too-weak", maskIdentifier(id), "block, flag or watch: what allows is decided by the operator");
    const known = plain ? this.#usual.get(`${id.type} ${strongest}`) : undefined;
    if (known !== undefined) {
      const guard = this.#guards.guard(id, known.kind);
      if (guard !== null) return refused(guard.reason, maskIdentifier(id), EXPECTED_GUARD[guard.reason], guard.guarded);
      return { kind: "accepted", id, entry: known.entry, entryKind: known.kind, loweredFrom: known.loweredFrom };
    }
    const { type: _, ...rest } = defaults;
    const wanted: Omit<EntryDraft, "identifier" | "type"> = { ...rest, ...dropUndefined(draft) };
    let made = makeTerms(this.#list, id.type, wanted, this.#nowMs);
    if ("field" in made) return termsRefusal(made);
    let loweredFrom = made.loweredFrom;
    if (made.terms.kind !== "allow" && ENTRY_KINDS.indexOf(made.terms.kind) > ENTRY_KINDS.indexOf(strongest)) {
      loweredFrom ??= made.terms.kind;
      made = makeTerms(this.#list, id.type, { ...wanted, kind: strongest }, this.#nowMs);
      if ("field" in made) return termsRefusal(made);
    }
    const guard = this.#guards.guard(id, made.terms.kind);
    if (guard !== null) return refused(guard.reason, maskIdentifier(id), EXPECTED_GUARD[guard.reason], guard.guarded);
    const entry = this.#book.number(made.terms);
    if (entry < 0) return refused("too-many-terms", maskIdentifier(id), "fewer different sources, notes and dates");
    if (plain) this.#usual.set(`${id.type} ${strongest}`, { entry, kind: made.terms.kind, loweredFrom });
    return { kind: "accepted", id, entry, entryKind: made.terms.kind, loweredFrom };
  }

  #kindOf(draft: EntryDraft, defaults: Omit<EntryDraft, "identifier">): string {
    return (draft.kind ?? defaults.kind ?? "flag").trim().toLowerCase();
  }
}

function termsRefusal(r: TermsRefusal): Refused {
  const reason: RefusalReason =
    r.field === "evidence" && r.malformed.expected.startsWith("stronger")
      ? "evidence-too-weak"
      : r.field === "validUntil" && r.malformed.expected.includes("future")
        ? "ended"
        : "malformed-terms";
  return { ...refused(reason, "", `${r.field}: ${r.malformed.expected}`), value: r.malformed.what };
}

function dropUndefined(draft: EntryDraft): Omit<EntryDraft, "identifier" | "type"> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(draft)) if (value !== undefined && name !== "identifier" && name !== "type") out[name] = value;
  return out;
}
