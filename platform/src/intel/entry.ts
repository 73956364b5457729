/**
 * One list entry: what it names, what it asks for, on whose word, how sure, for how long. It cannot be written without an
 * end, a review and a source, and what people report alone never blocks. It says nothing of where entries are kept.
 */
import type { Brand } from "../base/brand.ts";
import { isMalformed, malformed, shorten, type Malformed } from "../base/problem.ts";
import { accountText, identifierKey, numberKey, parseCertificate, parseDevice, type Key } from "../domain/identifier.ts";
import { maskAccount, parseAccountNumber, parseInstitution } from "../domain/account.ts";
import { parseHostName, parseUrl } from "../domain/host-name.ts";
import { parsePhoneNumber } from "../domain/number.ts";
import { hashHost, hashUrlText } from "./suffix-hash.ts";

export const ENTRY_TYPES = ["number", "number-prefix", "host", "url", "certificate", "account", "device"] as const;
/** `host` covers the host and everything below it; `url` a host with everything below a path. */
export type EntryType = (typeof ENTRY_TYPES)[number];

/** In order of strength, weakest first: allow outweighs block. */
export const ENTRY_KINDS = ["watch", "flag", "block", "allow"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** How far an entry may be passed on (FIRST Traffic Light Protocol 2.0). */
export const SHARING_MARKS = ["clear", "green", "amber", "red"] as const;
export type SharingMark = (typeof SHARING_MARKS)[number];

export const EVIDENCE = ["case-confirmed", "authority-instruction", "reviewed-signals", "operator-decision", "published-feed", "user-report"] as const;
export type Evidence = (typeof EVIDENCE)[number];

/**
 * What each ground can carry at most, and whether it can allow. A block needs a confirmed case, an authority, or
 * independent signals that a person reviewed; the operator's own decision is such a review. A feed that nobody here
 * reviewed flags; a report alone is watched, however many there are.
 */
export const EVIDENCE_RULE: Readonly<Record<Evidence, { readonly strongest: "block" | "flag" | "watch"; readonly mayAllow: boolean; readonly zh: string; readonly en: string }>> = {
  "case-confirmed": { strongest: "block", mayAllow: true, zh: "案件查实", en: "confirmed in a case" },
  "authority-instruction": { strongest: "block", mayAllow: true, zh: "主管机关指令", en: "instruction of an authority" },
  "reviewed-signals": { strongest: "block", mayAllow: true, zh: "两类以上独立信号并经人工复核", en: "two or more independent kinds of signal, reviewed by a person" },
  "operator-decision": { strongest: "block", mayAllow: true, zh: "运营方复核决定", en: "decided by the operator after review" },
  "published-feed": { strongest: "flag", mayAllow: false, zh: "公开情报源，未经本方复核", en: "published feed, not reviewed here" },
  "user-report": { strongest: "watch", mayAllow: false, zh: "群众举报，尚未核实", en: "reported by the public, not verified" },
};

/** Between a source's Chinese and its English name, where it has both. */
const BOTH = "｜";

export function sourceOf({ zh, en }: { readonly zh: string; readonly en: string }): string {
  return zh === "" || en === "" ? `${zh}${en}` : `${zh}${BOTH}${en}`;
}

/** A source as each language names it; the same in both where it has one name. */
export function sourceWords(source: string): { readonly zh: string; readonly en: string } {
  const at = source.indexOf(BOTH);
  return at < 0 ? { zh: source, en: source } : { zh: source.slice(0, at), en: source.slice(at + BOTH.length) };
}

const DAY_MS = 86_400_000;
/** Longer is forever in disguise: nobody would look again. Assumed. */
export const LIFE_MAX_MS = 5 * 366 * DAY_MS;
export const SOURCE_CHARACTERS_MAX = 120;
export const NOTE_CHARACTERS_MAX = 500;

interface Life {
  readonly days: number;
  /** Days to the first review; half the life where nothing is said. */
  readonly reviewDays?: number;
  /** No law gives these figures; the operator may set others per entry. */
  readonly assumed: true;
}

const life = (days: number, reviewDays?: number): Life => (reviewDays === undefined ? { days, assumed: true } : { days, reviewDays, assumed: true });

/**
 * Lives where an entry names none. Numbers are short-lived because they are recycled; names on the web are looked at
 * again every week because a cleaned-up site must not stay blocked.
 */
export const DEFAULT_LIVES: Readonly<Record<EntryType, Readonly<Record<EntryKind, Life>>>> = {
  number: { block: life(30), flag: life(90), watch: life(30), allow: life(365) },
  "number-prefix": { block: life(30), flag: life(90), watch: life(30), allow: life(365) },
  host: { block: life(180, 7), flag: life(180), watch: life(30), allow: life(365) },
  url: { block: life(180, 7), flag: life(180), watch: life(30), allow: life(365) },
  certificate: { block: life(365), flag: life(365), watch: life(90), allow: life(365) },
  account: { block: life(90), flag: life(90), watch: life(30), allow: life(365) },
  device: { block: life(180), flag: life(180), watch: life(30), allow: life(365) },
};

/** What an entry says besides its identifier. Equal terms are kept once, under one entry number. */
export interface EntryTerms {
  /** Name of the list. */
  readonly list: string;
  readonly kind: EntryKind;
  readonly evidence: Evidence;
  /** Who says so. */
  readonly source: string;
  /** Case number, reference, reason; may be empty. */
  readonly note: string;
  readonly confidencePermille: number;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly reviewAtMs: number;
  readonly sharing: SharingMark;
  /** The end was not given but taken from `DEFAULT_LIVES`. */
  readonly lifeAssumed: boolean;
}

/** A parsed identifier and the key under which the tables know it. */
export interface EntryIdentifier {
  readonly type: EntryType;
  /** Canonical text; an account is written institution:account. */
  readonly text: string;
  /** What a hit is compared with, byte for byte; equals `text` except for accounts. */
  readonly exact: string;
  readonly lo: number;
  /** Without the key type: 18 bits for numbers, 28 for hashes. */
  readonly hi: number;
}

/** Says which entry, in words; whatever is missing is filled from the list's defaults. */
export interface EntryDraft {
  /** Guessed from the identifier where absent. */
  readonly type?: string;
  /** A number, a prefix ending in `*`, a host, an address, a fingerprint, institution:account, a device token. */
  readonly identifier: string;
  readonly kind?: string;
  readonly evidence?: string;
  readonly source?: string;
  readonly note?: string;
  readonly confidencePermille?: number;
  readonly validFromMs?: number;
  readonly validUntilMs?: number;
  readonly reviewAtMs?: number;
  readonly sharing?: string;
}

/** An entry whose terms hold together. Only `makeTerms` makes one. */
export type CheckedTerms = Brand<EntryTerms, "CheckedTerms">;

export interface TermsRefusal {
  readonly field: "kind" | "evidence" | "source" | "note" | "confidencePermille" | "validFrom" | "validUntil" | "reviewAt" | "sharing" | "list";
  readonly malformed: Malformed;
}

export interface MadeTerms {
  readonly terms: CheckedTerms;
  /** The kind that was asked for, where the evidence carries only a weaker one. */
  readonly loweredFrom: EntryKind | null;
}

/** Fills the defaults of a type and checks the terms against the evidence rule and the lives. `nowMs`: when it is written. */
export function makeTerms(list: string, type: EntryType, draft: Omit<EntryDraft, "identifier" | "type">, nowMs: number): MadeTerms | TermsRefusal {
  const no = (field: TermsRefusal["field"], value: unknown, expected: string): TermsRefusal => ({ field, malformed: malformed(value, expected) });
  if (!isListName(list)) return no("list", list, LIST_NAME_EXPECTED);
  const asked = oneOf(ENTRY_KINDS, draft.kind ?? "flag");
  if (asked === null) return no("kind", draft.kind, `one of ${ENTRY_KINDS.join(", ")}`);
  const evidence = oneOf(EVIDENCE, draft.evidence ?? "published-feed");
  if (evidence === null) return no("evidence", draft.evidence, `one of ${EVIDENCE.join(", ")}`);
  const rule = EVIDENCE_RULE[evidence];
  if (asked === "allow" && !rule.mayAllow) return no("evidence", evidence, "stronger evidence: what nobody reviewed cannot allow");
  const kind = asked !== "allow" && ENTRY_KINDS.indexOf(asked) > ENTRY_KINDS.indexOf(rule.strongest) ? rule.strongest : asked;
  const source = (draft.source ?? "").trim();
  if (source.length === 0 || source.length > SOURCE_CHARACTERS_MAX || CONTROL.test(source)) {
    return no("source", source === "" ? "nothing" : source, `who says so, 1 to ${SOURCE_CHARACTERS_MAX} characters`);
  }
  const note = (draft.note ?? "").trim();
  if (note.length > NOTE_CHARACTERS_MAX || CONTROL.test(note)) return no("note", note, `at most ${NOTE_CHARACTERS_MAX} characters on one line`);
  const confidencePermille = draft.confidencePermille ?? 500;
  if (!Number.isInteger(confidencePermille) || confidencePermille < 1 || confidencePermille > 1000) {
    return no("confidencePermille", draft.confidencePermille, "a whole number from 1 to 1000");
  }
  const sharing = oneOf(SHARING_MARKS, draft.sharing ?? "amber");
  if (sharing === null) return no("sharing", draft.sharing, `one of ${SHARING_MARKS.join(", ")}`);
  const lives = DEFAULT_LIVES[type][kind];
  const validFromMs = draft.validFromMs ?? nowMs;
  if (!Number.isSafeInteger(validFromMs)) return no("validFrom", draft.validFromMs, "an instant");
  const validUntilMs = draft.validUntilMs ?? validFromMs + lives.days * DAY_MS;
  if (!Number.isSafeInteger(validUntilMs) || validUntilMs <= validFromMs) return no("validUntil", draft.validUntilMs, "an instant after validFrom");
  const lifeMs = validUntilMs - validFromMs;
  if (lifeMs > LIFE_MAX_MS) return no("validUntil", days(lifeMs), `at most ${days(LIFE_MAX_MS)} after validFrom: every entry ends`);
  if (validUntilMs <= nowMs) return no("validUntil", new Date(validUntilMs).toISOString(), "an instant in the future: the entry has ended");
  const latestReviewMs = validFromMs + Math.floor(lifeMs / 2);
  const reviewAtMs = draft.reviewAtMs ?? (lives.reviewDays === undefined ? latestReviewMs : Math.min(latestReviewMs, validFromMs + lives.reviewDays * DAY_MS));
  if (!Number.isSafeInteger(reviewAtMs) || reviewAtMs < validFromMs || reviewAtMs > latestReviewMs) {
    return no("reviewAt", draft.reviewAtMs, "an instant in the first half of the entry's life");
  }
  const terms: EntryTerms = {
    list,
    kind,
    evidence,
    source,
    note,
    confidencePermille,
    validFromMs,
    validUntilMs,
    reviewAtMs,
    sharing,
    lifeAssumed: draft.validUntilMs === undefined,
  };
  return { terms: terms as CheckedTerms, loweredFrom: kind === asked ? null : asked };
}

const CONTROL = /[\u0000-\u001f\u007f]/;
const days = (ms: number): string => `${Math.round(ms / DAY_MS)} days`;

export const LIST_NAME_EXPECTED = "a list name: 1 to 64 of the characters a–z 0–9 . _ -";
export function isListName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name);
}

function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  const at = values.indexOf(value.trim().toLowerCase() as T);
  return at < 0 ? null : values[at];
}

const key: Key = { lo: 0, hi: 0 };
const LOW_28 = 0x0fffffff;

/** Parses an identifier as a list writes it. Without `type` it is guessed from its form; a device is never guessed. */
export function parseEntryIdentifier(text: string, type?: string): EntryIdentifier | Malformed {
  const given = text.trim();
  const chosen = type === undefined || type === "" ? guessType(given) : oneOf(ENTRY_TYPES, type);
  if (chosen === null)
    return type === undefined || type === "" ? malformed(text, "a number, host, address, fingerprint or institution:account") : malformed(type, `one of ${ENTRY_TYPES.join(", ")}`);
  switch (chosen) {
    case "number": {
      const number = parsePhoneNumber(given);
      if (isMalformed(number)) return number;
      numberKey(Number(number.slice(1)), key);
      return { type: chosen, text: number, exact: number, lo: key.lo, hi: key.hi & LOW_28 };
    }
    case "number-prefix":
      return parsePrefix(given);
    case "host": {
      const host = parseHostName(given.replace(/^\*?\.(?=.)/, ""));
      if (isMalformed(host)) return host;
      hashHost(host, key);
      return { type: chosen, text: host, exact: host, lo: key.lo, hi: key.hi };
    }
    case "url": {
      const url = parseUrl(given);
      if (isMalformed(url)) return url;
      // A bare host's address is that host and every path on it, without the hosts below.
      const canonical = `${url.host}${url.path}`.replace(/\/+$/, "") + url.query;
      hashUrlText(canonical, key);
      return { type: chosen, text: canonical, exact: canonical, lo: key.lo, hi: key.hi };
    }
    case "certificate": {
      const certificate = parseCertificate(given);
      return isMalformed(certificate) ? certificate : hashed(chosen, "certificate", certificate, certificate);
    }
    case "device": {
      const device = parseDevice(given);
      return isMalformed(device) ? device : hashed(chosen, "device", device, device);
    }
    case "account": {
      const at = given.indexOf(":");
      if (at < 1) return malformed(maskAccount(given), "an account as institution:account");
      const institution = parseInstitution(given.slice(0, at));
      if (isMalformed(institution)) return institution;
      const account = parseAccountNumber(given.slice(at + 1));
      return isMalformed(account) ? account : hashed(chosen, "account", accountText(institution, account), `${institution}:${account}`);
    }
  }
}

function hashed(type: EntryType, keyType: "certificate" | "device" | "account", exact: string, text: string): EntryIdentifier {
  identifierKey(keyType, exact, key);
  return { type, text, exact, lo: key.lo, hi: key.hi & LOW_28 };
}

/** Fewer digits would name a country or an operator: nobody lists that by prefix. */
export const PREFIX_DIGITS_MIN = 3;
/** A blocked prefix covers at most 10^7 Chinese mobile numbers, of which most have holders who did nothing. Assumed. */
export const BLOCK_PREFIX_DIGITS_MIN = 7;
const PREFIX_EXPECTED = `the beginning of a number, such as +86170* or +2245*: ${PREFIX_DIGITS_MIN} to 14 digits with the country code`;

/** `+` or `00` is international; otherwise it is Chinese, with or without trunk zero or 86. */
function parsePrefix(given: string): EntryIdentifier | Malformed {
  const plain = given.replace(/[*x]+$/i, "").replace(/[\s()-]/g, "");
  const m = /^(\+|00)?(\d+)$/.exec(plain);
  if (m === null) return malformed(given, PREFIX_EXPECTED);
  let digits = m[2];
  if (m[1] === undefined) {
    if (digits.startsWith("0")) digits = digits.slice(1);
    // No Chinese area code or mobile range begins with 86.
    if (!digits.startsWith("86")) digits = `86${digits}`;
  }
  if (digits.length < PREFIX_DIGITS_MIN || digits.length > 14 || digits.startsWith("0")) return malformed(given, PREFIX_EXPECTED);
  prefixKey(Number(digits), digits.length, key);
  return { type: "number-prefix", text: `+${digits}*`, exact: `+${digits}*`, lo: key.lo, hi: key.hi };
}

/** Prefixes of different length never meet: the length stands in the four bits above the digits. */
export function prefixKey(digits: number, length: number, out: Key): void {
  out.lo = digits >>> 0;
  out.hi = Math.floor(digits / 4294967296) | (length << 18);
}

function guessType(text: string): EntryType | null {
  if (/^\+?[\d\s()-]+\*$/.test(text)) return "number-prefix";
  if (/^(?:[0-9a-f]{2}:){19,31}[0-9a-f]{2}$|^(?=.*[a-f])(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)) return "certificate";
  if (/^[+＋]?[\d０-９\s()-]{3,24}$/.test(text)) return "number";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^[^\s/:]+\.[^\s/]+[/?]/.test(text)) return "url";
  if (/^[^\s/]+\.[^\s/]+$/.test(text) && !/^[^:]+:\d{6,}$/.test(text)) return "host";
  if (/^[^:]{1,64}:[A-Za-z0-9._@*: -]{4,64}$/.test(text)) return "account";
  return null;
}

/** For reports and screens: who holds an account or device is not everybody's to read. */
export function maskIdentifier(id: EntryIdentifier): string {
  if (id.type !== "account") return shorten(id.text, 60);
  const at = id.text.indexOf(":");
  return `${id.text.slice(0, at)}:${maskAccount(id.text.slice(at + 1))}`;
}
