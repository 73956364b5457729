/**
 * What can never be blocked, by anyone: emergency, hospital, government and official service numbers, hosts of the state
 * and the real domains of brands, and what the operator adds. It is an ordinary table that the look-up asks first, and a
 * guard that every entry passes on its way in. It takes nothing away.
 */
import { BRANDS, SERVICE_NUMBERS, STATE_SUFFIXES } from "../domain/brand.ts";
import { hostParts, type HostName } from "../domain/host-name.ts";
import { isMalformed } from "../base/problem.ts";
import { BLOCK_PREFIX_DIGITS_MIN, parseEntryIdentifier, type EntryIdentifier, type EntryKind, type EntryType } from "./entry.ts";
import { customerHosting, innocentGiant } from "./innocent-giants.ts";
import { KeyTable } from "./key-table.ts";
import { hashHost } from "./suffix-hash.ts";

/** Entry numbers of the protections; a verdict that names one can always explain it. */
export const PROTECTION = { emergency: 1, service: 2, brand: 3, state: 4, operator: 5 } as const;

export const PROTECTION_WORDS: Readonly<Record<number, { readonly zh: string; readonly en: string }>> = {
  1: { zh: "紧急号码，任何人不得封堵", en: "Emergency number: nobody can block it" },
  2: { zh: "政府、医院或官方客服号码，任何人不得封堵", en: "Government, hospital or official service number: nobody can block it" },
  3: { zh: "品牌官方域名，任何人不得封堵", en: "A brand's own domain: nobody can block it" },
  4: { zh: "国家机关域名，任何人不得封堵", en: "A state body's domain: nobody can block it" },
  5: { zh: "运营方设定的受保护对象，任何人不得封堵", en: "Protected by the operator: nobody can block it" },
};

/** Dialled for help somewhere in the world; refused before they are read as anything else. */
const EMERGENCY = new Set([
  "110",
  "112",
  "119",
  "120",
  "122",
  "911",
  "999",
  "000",
  "111",
  "113",
  "117",
  "118",
  "108",
  "102",
  "100",
  "101",
  "103",
  "995",
  "997",
  "998",
  "990",
  "15",
  "17",
  "18",
]);
/** Three digits with which people in China call for help or for a public service; all of 1xx is set aside for that. */
const CHINESE_EMERGENCY = new Set(["110", "112", "119", "120", "122", "999"]);

/** Codes that are handed out as a block: operators, government hotlines, banks and insurers (MIIT numbering plan). */
function serviceCodes(): string[] {
  const codes = [...SERVICE_NUMBERS, "12110", "12122", "12119"];
  for (let n = 0; n < 100; n++) {
    const two = String(n).padStart(2, "0");
    codes.push(`1${two}`, `100${two}`, `123${two}`, `955${two}`);
  }
  return codes;
}

export interface ProtectedOptions {
  /** Hospitals, utilities and others that the operator vouches for. */
  readonly numbers?: readonly string[];
  readonly hosts?: readonly string[];
}

export type GuardReason = "protected-number" | "protected-host" | "innocent-giant" | "public-suffix" | "prefix-too-broad" | "prefix-covers-protected";

export interface GuardRefusal {
  readonly reason: GuardReason;
  /** What is being guarded. */
  readonly guarded: string;
}

export class ProtectedSet {
  readonly numbers: KeyTable;
  readonly hosts: KeyTable;
  /** Digits of every protected number, for prefixes. */
  readonly #digits = new Set<string>();
  readonly #domains = new Set<string>();
  /** Hosts that have a protected domain below them. */
  readonly #parents = new Set<string>();
  /** Protections that were given in a form that cannot be read. */
  readonly malformed: readonly string[];
  /** Changes with what is protected. */
  readonly digest: string;

  constructor(options: ProtectedOptions = {}) {
    const outcome = { replaced: 0 };
    const malformed: string[] = [];
    let numbers = KeyTable.empty("number", 1_024);
    let hosts = KeyTable.empty("host", 2_048);
    const put = (type: "number" | "host", text: string, entry: number): void => {
      const id = parseEntryIdentifier(text, type);
      if (isMalformed(id)) {
        if (entry === PROTECTION.operator) malformed.push(text);
        return;
      }
      const table = (type === "number" ? numbers : hosts).set(id.lo, id.hi, id.exact, entry, outcome)!;
      if (type === "number") {
        numbers = table;
        this.#digits.add(id.text.slice(1));
        return;
      }
      hosts = table;
      this.#domains.add(id.text);
      for (let dot = id.text.indexOf("."); dot >= 0; dot = id.text.indexOf(".", dot + 1)) this.#parents.add(id.text.slice(dot + 1));
    };
    const putSuffix = (suffix: string, entry: number): void => {
      // A bare label is no host name, but it is a suffix.
      const id = suffixIdentifier(suffix);
      hosts = hosts.set(id.lo, id.hi, id.exact, entry, outcome)!;
    };
    // With the country code, so that a code is taken even where the numbering plan's parser does not know its form.
    for (const code of serviceCodes()) put("number", `+86${code}`, CHINESE_EMERGENCY.has(code) ? PROTECTION.emergency : PROTECTION.service);
    for (const brand of BRANDS) for (const domain of brand.realDomains) put("host", domain, PROTECTION.brand);
    for (const suffix of STATE_SUFFIXES) putSuffix(suffix, PROTECTION.state);
    for (const number of options.numbers ?? []) put("number", number, PROTECTION.operator);
    for (const host of options.hosts ?? []) put("host", host, PROTECTION.operator);
    this.numbers = numbers;
    this.hosts = hosts;
    this.malformed = malformed;
    this.digest = [...this.#digits, ...this.#domains].sort().join(" ");
  }

  /** Is this text, as it stands in a list, a number that people dial for help? */
  isEmergencyText(text: string): boolean {
    return EMERGENCY.has(text.replace(/[\s()+-]/g, ""));
  }

  /** Why such an entry cannot be taken, or null. Allowing is never refused here, but for public suffixes. */
  guard(id: EntryIdentifier, kind: EntryKind): GuardRefusal | null {
    switch (id.type) {
      case "number":
        if (kind === "allow") return null;
        return this.numbers.findText(id.lo, id.hi, id.exact) >= 0 ? { reason: "protected-number", guarded: id.text } : null;
      case "number-prefix":
        return this.#guardPrefix(id, kind);
      case "host":
        return this.#guardHost(id.text, kind);
      case "url": {
        // A page on a large host may be named; the host in the guise of an address may not.
        const path = id.text.search(/[/?]/);
        return path < 0 ? this.#guardHost(id.text.replace(/:\d+$/, ""), kind) : null;
      }
      case "certificate":
      case "account":
      case "device":
        return null;
    }
  }

  /** A page on a protected host is people's content, not the brand's word: it may be flagged, not blocked. */
  strongestFor(id: EntryIdentifier): EntryKind {
    if (id.type !== "url") return "block";
    const path = id.text.search(/[/?]/);
    return path > 0 && this.protectedSuffix(id.text.slice(0, path)) !== null ? "flag" : "block";
  }

  #guardPrefix(id: EntryIdentifier, kind: EntryKind): GuardRefusal | null {
    const digits = id.text.slice(1, -1);
    if (kind === "allow" || kind === "watch") return null;
    if (kind === "block" && digits.length < BLOCK_PREFIX_DIGITS_MIN) return { reason: "prefix-too-broad", guarded: id.text };
    for (const known of this.#digits) if (known.startsWith(digits)) return { reason: "prefix-covers-protected", guarded: `+${known}` };
    return null;
  }

  #guardHost(host: string, kind: EntryKind): GuardRefusal | null {
    const parts = hostParts(host as HostName);
    if (parts.registrable === null && parts.suffix === host && !(parts.shared && isWildcard(host))) return { reason: "public-suffix", guarded: host };
    if (kind === "allow") return null;
    const suffix = this.protectedSuffix(host);
    if (suffix !== null) return { reason: "protected-host", guarded: suffix };
    if (this.#parents.has(host)) return { reason: "protected-host", guarded: host };
    const giant = innocentGiant(host);
    return giant === null ? null : { reason: "innocent-giant", guarded: giant };
  }

  /** The protected domain that covers a host; what customers keep on a brand's shared hosting is not covered. */
  protectedSuffix(host: string): string | null {
    for (let at = 0; ;) {
      const suffix = at === 0 ? host : host.slice(at);
      const id = suffixIdentifier(suffix);
      if (this.hosts.findText(id.lo, id.hi, id.exact) >= 0) return at === 0 || coversBelow(suffix.length, host) ? suffix : null;
      const dot = host.indexOf(".", at);
      if (dot < 0) return null;
      at = dot + 1;
    }
  }
}

/** Does a domain of that length speak for this host below it? Not where a shared-hosting suffix lies between. */
export function coversBelow(suffixLength: number, host: string): boolean {
  if (customerHosting(host) >= suffixLength) return false;
  const parts = hostParts(host as HostName);
  return !parts.shared || parts.suffix.length < suffixLength;
}

/** A customer's own host where the suffix list says "everything below this": any other label would be a suffix too. */
function isWildcard(host: string): boolean {
  const sibling = `any-other-label-${host.length}${host.slice(host.indexOf("."))}`;
  return hostParts(sibling as HostName).suffix === sibling;
}

function suffixIdentifier(suffix: string): EntryIdentifier {
  const key = { lo: 0, hi: 0 };
  hashHost(suffix, key);
  return { type: "host" satisfies EntryType, text: suffix, exact: suffix, lo: key.lo, hi: key.hi };
}
