/**
 * Host names and web addresses, parsed once. A `HostName` is lower-case, in A-label (punycode) form, without port, user
 * or trailing dot; IP addresses are hosts too and can be told apart. It judges form only: whether a name resolves, or is
 * good or bad, is known elsewhere.
 * Sources: WHATWG URL (the parser of the runtime), RFC 1035 and 5890 (lengths, A-labels), the public suffix list (tldts).
 */
import { domainToUnicode } from "node:url";
import { confusablesMap } from "confusables";
import { parse as parseSuffix } from "tldts";
import type { Brand } from "../base/brand.ts";
import { malformed, type Malformed } from "../base/problem.ts";

export type HostName = Brand<string, "HostName">;
/** The name that one party registered: one label below a public suffix, shared hosting included. */
export type RegistrableDomain = Brand<string, "RegistrableDomain">;

/** Browsers take more, but nobody is sent more; the schema of events says the same. */
export const URL_CHARACTERS_MAX = 2_048;
/** A name has at most 253 characters in A-label form; other scripts are shorter in their own letters. */
export const HOST_CHARACTERS_MAX = 512;

const EXPECTED_HOST = `a host name such as pay.example.com or an IP address, at most ${HOST_CHARACTERS_MAX} characters`;
const EXPECTED_URL = `a web address (http or https) with a host, at most ${URL_CHARACTERS_MAX} characters`;

export interface WebAddress {
  /** Canonical address, without user name and password. */
  readonly url: string;
  readonly host: HostName;
  /** Path with its leading slash, without query and fragment. */
  readonly path: string;
  /** Query with its question mark, or empty. */
  readonly query: string;
  /** Given port, or null for the scheme's own. */
  readonly port: number | null;
  readonly secure: boolean;
  readonly ip: boolean;
  /** `https://bank.example@other.example/` shows one name and opens another. */
  readonly hadUserInfo: boolean;
}

/** Canonicalises a host, with or without port, user, defanging or trailing dot. A whole address is refused. */
export function parseHostName(text: string): HostName | Malformed {
  if (text.length <= 253 && isPlainHost(text)) return text as HostName;
  if (text.length > HOST_CHARACTERS_MAX) return malformed(text, EXPECTED_HOST);
  const plain = undoDefang(text.trim());
  // What would end the host in an address must not silently cut it off here.
  if (plain === "" || /[/?#\\\s]/.test(plain)) return malformed(text, EXPECTED_HOST);
  const address = tryUrl(`http://${plain}/`);
  const host = address === null ? null : canonicalHost(address.hostname);
  return host ?? malformed(text, EXPECTED_HOST);
}

/** Parses a web address as people pass it on: scheme may be missing, `hxxp` and `[.]` are undone. */
export function parseUrl(text: string): WebAddress | Malformed {
  if (text.length > URL_CHARACTERS_MAX) return malformed(text, EXPECTED_URL);
  let plain = text.trim();
  // Only the part that can hold the host is repaired; brackets in a path stay as they are.
  const start = /^[a-z][a-z0-9+.-]*(?::|\[:\])\/\//i.exec(plain)?.[0].length ?? 0;
  const end = indexOfAny(plain, "/?#\\", start);
  plain = undoDefang(plain.slice(0, end)) + plain.slice(end);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(plain)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    // "mailto:a@b" and "javascript:…" would otherwise pass as user names.
    if (/^[a-z][a-z0-9+-]*:(?!\d)/i.test(plain)) return malformed(text, EXPECTED_URL);
    plain = plain.startsWith("//") ? `http:${plain}` : `http://${plain}`;
  } else if (scheme !== "http" && scheme !== "https") return malformed(text, EXPECTED_URL);
  const address = tryUrl(plain);
  if (address === null) return malformed(text, EXPECTED_URL);
  const host = canonicalHost(address.hostname);
  if (host === null) return malformed(text, EXPECTED_URL);
  const hadUserInfo = address.username !== "" || address.password !== "";
  address.username = "";
  address.password = "";
  if (address.hostname !== host) address.hostname = host;
  return {
    url: address.href,
    host,
    path: address.pathname,
    query: address.search,
    port: address.port === "" ? null : Number(address.port),
    secure: address.protocol === "https:",
    ip: isIpHost(host),
    hadUserInfo,
  };
}

/** An IPv4 address in dotted form or an IPv6 address in brackets; hosts are canonical, so the form decides. */
export function isIpHost(host: HostName): boolean {
  if (host.charCodeAt(0) === 91) return true;
  const last = host.charCodeAt(host.length - 1);
  return last >= 48 && last <= 57 && /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

export interface HostParts {
  /** Null for an IP address and for a bare public suffix. */
  readonly registrable: RegistrableDomain | null;
  /** The public suffix, private section included: `com.cn`, `pages.dev`. Empty for an IP address. */
  readonly suffix: string;
  /** The label below the suffix, or empty. */
  readonly core: string;
  /** What stands before the registrable domain, without the dot, or empty. */
  readonly sub: string;
  /** The suffix belongs to a hosting service whose customers share it. */
  readonly shared: boolean;
}

const SUFFIX_OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/** Splits a host by the public suffix list, private section included: 43 % of phishing sits on shared hosting. */
export function hostParts(host: HostName): HostParts {
  const p = parseSuffix(host, SUFFIX_OPTIONS);
  return {
    registrable: p.domain as RegistrableDomain | null,
    suffix: p.publicSuffix ?? "",
    core: p.domainWithoutSuffix ?? "",
    sub: p.subdomain ?? "",
    shared: p.isPrivate === true,
  };
}

export function registrableDomain(host: HostName): RegistrableDomain | null {
  return parseSuffix(host, SUFFIX_OPTIONS).domain as RegistrableDomain | null;
}

/** Letters that the confusables data leaves alone or sends elsewhere, as they look in an address bar. */
const OWN_LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ["аɑαａ", "a"],
  ["ЬьᏏƄ", "b"],
  ["сϲⅽ", "c"],
  ["ԁⅾ", "d"],
  ["еєҽεɛ", "e"],
  ["ɡց", "g"],
  ["һհ", "h"],
  ["іıɩιì", "i"],
  ["јϳ", "j"],
  ["кκ", "k"],
  ["ӏⅼ", "l"],
  ["мⅿ", "m"],
  ["пոη", "n"],
  ["оοօөσ", "o"],
  ["рρ", "p"],
  ["ԛզ", "q"],
  ["гг", "r"],
  ["ѕꜱ", "s"],
  ["тτ", "t"],
  ["υսц", "u"],
  ["ѵν", "v"],
  ["ԝѡω", "w"],
  ["хχ", "x"],
  ["уүγ", "y"],
  ["ʐᴢ", "z"],
  ["øð", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ħ", "h"],
  ["ŧ", "t"],
  ["ß", "b"],
  ["–—‐‑ー一", "-"],
];

const LOOK_ALIKE = new Map<number, string>();
for (const [from, to] of confusablesMap) {
  // Only what looks like a plain letter or digit counts; CJK strokes and symbols stay what they are.
  if ([...from].length === 1 && /^[a-z0-9]$/i.test(to)) LOOK_ALIKE.set(from.codePointAt(0) ?? 0, to.toLowerCase());
}
for (const [letters, to] of OWN_LOOK_ALIKES) for (const letter of letters) LOOK_ALIKE.set(letter.codePointAt(0) ?? 0, to);

/**
 * What a host looks like: two hosts that a person would confuse have equal skeletons. Punycode is decoded, accents are
 * dropped, look-alike letters of other scripts and 0, 1, rn, vv become o, l, m, w. A comparison key, not a name.
 * Method: Unicode TS 39 skeleton, reduced to what can stand in a host, with 0/1 and letter pairs added.
 */
export function skeleton(host: HostName): string {
  const decoded = host.includes("xn--") ? domainToUnicode(host) || host : host;
  return skeletonOf(decoded);
}

/** The same for one label or word in Unicode form. */
export function skeletonOf(text: string): string {
  let seen = text;
  if (/[^\x00-\x7f]/.test(text)) {
    seen = "";
    for (const letter of text.toLowerCase().normalize("NFKD")) {
      const code = letter.codePointAt(0) ?? 0;
      if (code >= 0x300 && code <= 0x36f) continue;
      seen += code < 0x80 ? letter : (LOOK_ALIKE.get(code) ?? letter);
    }
  }
  return seen.replaceAll("0", "o").replaceAll("1", "l").replaceAll("rn", "m").replaceAll("vv", "w");
}

function tryUrl(text: string): URL | null {
  return URL.parse(text);
}

/** The runtime lets `*`, quotes and empty labels pass; names on the wire do not have them. */
function canonicalHost(hostname: string): HostName | null {
  const host = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  if (host.startsWith("[")) return host as HostName;
  if (host.length > 253 || !host.includes(".")) return null;
  for (const label of host.split(".")) if (!/^[a-z0-9_-]{1,63}$/.test(label)) return null;
  return host as HostName;
}

/** Already canonical: most hosts are, and need neither a URL nor garbage. */
function isPlainHost(text: string): boolean {
  let label = 0;
  let dots = 0;
  let lettersOnly = true;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 46) {
      if (label === 0 || text.charCodeAt(i - 1) === 45) return false;
      label = 0;
      dots++;
      lettersOnly = true;
      continue;
    }
    const letter = c >= 97 && c <= 122;
    if (!letter && !(c >= 48 && c <= 57) && c !== 45) return false;
    if (!letter) lettersOnly = false;
    // A leading hyphen, and xn-- or another reserved form, are for the careful way.
    if (c === 45 && (label === 0 || (label === 3 && text.charCodeAt(i - 1) === 45))) return false;
    if (++label > 63) return false;
  }
  return dots > 0 && label >= 2 && lettersOnly;
}

function undoDefang(text: string): string {
  let plain = /^hxxps?[:[]/i.test(text) ? `http${text.slice(4)}` : text;
  if (!plain.includes("[") && !plain.includes("(") && !plain.includes("{")) return plain;
  plain = plain.replace(/\[:\]|\[:\/\/\]/g, (m) => m.slice(1, -1));
  return plain.replace(/\s*(?:\[\s*(?:\.|dot)\s*\]|\(\s*(?:\.|dot)\s*\)|\{\s*(?:\.|dot)\s*\})\s*/gi, ".");
}

function indexOfAny(text: string, stops: string, from: number): number {
  for (let i = from; i < text.length; i++) if (stops.includes(text[i] ?? "")) return i;
  return text.length;
}
