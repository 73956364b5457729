/**
 * Does a host dress up as a protected brand? Three ways are told apart: it looks the same letter by letter (homograph),
 * it is one or two letters off, or it carries the brand's name in a domain that the brand does not own. A hit is one fact
 * among others: resellers and fans write brand names too, so nothing may be blocked for it alone. Most hosts leave
 * after one pass over their letters and a few bit probes.
 */
import { BRANDS, brandOwning, type ProtectedBrand } from "../domain/brand.ts";
import { hostParts, skeleton, skeletonOf, type HostName } from "../domain/host-name.ts";

export interface BrandLookalike {
  readonly brand: ProtectedBrand;
  readonly how: "skeleton" | "edit-distance" | "keyword";
  /** The part of the host that gave it away, as written. */
  readonly part: string;
}

interface Token {
  readonly text: string;
  readonly skeleton: string;
  readonly brand: ProtectedBrand;
  /** An ordinary word or a very short token: whole part beside a word that asks for trust. */
  readonly plain: boolean;
}

/** Words that ask for trust, money or haste; beside a brand name they turn a coincidence into a costume. */
const TRUST_WORDS = new Set(
  (
    "login signin sign logon account accounts verify verification verified secure security safe auth authentication id ids appleid support help helpdesk service services " +
    "customer care center centre online bank banking ebank card credit loan pay payment payments wallet wallets refund claim claims reward rewards bonus gift gifts prize " +
    "airdrop mint stake staking swap bridge connect sync validate restore recovery recover unlock update upgrade confirm confirmation alert notice notification billing invoice " +
    "delivery deliver parcel package post track tracking express shipment redelivery customs toll fine tax office mail webmail cloud app apps apk download vip mall shop store official " +
    "invest investment trade trading trader exchange crypto coin coins token otc pro plus net web site portal user users my member sso passport kf kefu tuikuan"
  ).split(" "),
);

/** Country suffixes sold to anyone, cheaply, and so no sign of a brand's own national site. */
const OPEN_COUNTRY = new Set("cc tv me co io ai pw ws tk ml ga cf gq la to so sh ac ly gg im vc sc mn bz ag cm st ms nu in.net su ru.com us.com".split(" "));

const TOKENS: readonly Token[] = BRANDS.flatMap((brand) =>
  brand.tokens.map((t) => {
    const text = t.replace("~", "");
    return { text, skeleton: skeletonOf(text), brand, plain: t.startsWith("~") || text.length < 4 };
  }),
);
const BY_SKELETON = new Map(TOKENS.map((token) => [token.skeleton, token] as const));

/** A bit table of part hashes. 2^20 bits for some 20,000 entries: about one part in fifty goes on to the exact check. */
const BITS = 20;
const MASK = (1 << BITS) - 1;
const parts = new Uint32Array(1 << (BITS - 5));
const grams = new Uint32Array(1 << (BITS - 5));

function mark(table: Uint32Array, hash: number): void {
  table[(hash & MASK) >>> 5] |= 1 << (hash & 31);
}
function marked(table: Uint32Array, hash: number): boolean {
  return ((table[(hash & MASK) >>> 5] ?? 0) & (1 << (hash & 31))) !== 0;
}

/** Multiplier of the polynomial hash; odd and larger than any code unit. */
const BASE = 0x01000193;
const POWERS = new Int32Array(64);
POWERS[0] = 1;
for (let i = 1; i < POWERS.length; i++) POWERS[i] = Math.imul(POWERS[i - 1] ?? 0, BASE);

function hashOf(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, BASE) + text.charCodeAt(i)) | 0;
  return spread(h);
}
function spread(h: number): number {
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** Letters that may be off: none below 6 letters, one to 11, two beyond; shorter words have too many honest neighbours. */
function editsAllowed(length: number): number {
  return length >= 12 ? 2 : length >= 6 ? 1 : 0;
}

/** Tokens that may be near or inside, by what a lookup has at hand: the first letter, and the first four letters. */
const NEAR_BY_FIRST = new Map<number, Token[]>();
const INSIDE_BY_FOUR = new Map<number, Token[]>();
const push = (map: Map<number, Token[]>, key: number, token: Token): void => void (map.get(key)?.push(token) ?? map.set(key, [token]));

// One edit apart means: one of the two, or one of their forms with a letter left out, is the same string. Two edits in
// twelve letters leave four in a row untouched; only two swapped pairs at unlucky places slip through here.
for (const token of TOKENS) {
  mark(parts, hashOf(token.skeleton));
  if (token.plain) continue;
  const edits = editsAllowed(token.text.length);
  for (let i = 0; i + 4 <= token.skeleton.length; i++) if (i === 0 || edits === 2) mark(grams, hashOf(token.skeleton.slice(i, i + 4)));
  push(INSIDE_BY_FOUR, hashOf(token.skeleton.slice(0, 4)), token);
  if (edits === 0) continue;
  push(NEAR_BY_FIRST, token.skeleton.charCodeAt(0), token);
  for (let i = 0; i < token.skeleton.length; i++) mark(parts, hashOf(token.skeleton.slice(0, i) + token.skeleton.slice(i + 1)));
}

const letters = new Uint8Array(256);
const prefix = new Int32Array(257);
const suffix = new Int32Array(257);

/** Whether the host needs a closer look: its skeleton is built and probed in one pass, without a string. */
function mayDressUp(host: string): boolean {
  let n = 0;
  const length = Math.min(host.length, 255);
  for (let i = 0; i <= length; i++) {
    let c = i < length ? host.charCodeAt(i) : 46;
    if (c === 46 || c === 45) {
      // Punycode and other reserved forms say nothing before they are decoded.
      if (c === 45 && host.charCodeAt(i - 1) === 45) return true;
      if (partMayMatch(n)) return true;
      n = 0;
      continue;
    }
    if (c === 48) c = 111;
    else if (c === 49) c = 108;
    else if (n > 0 && c === 110 && letters[n - 1] === 114) {
      letters[n - 1] = 109;
      continue;
    } else if (n > 0 && c === 118 && letters[n - 1] === 118) {
      letters[n - 1] = 119;
      continue;
    }
    letters[n++] = c;
  }
  return false;
}

function partMayMatch(n: number): boolean {
  if (n < 2 || n > 63) return false;
  prefix[0] = 0;
  const power4 = POWERS[4] ?? 0;
  for (let i = 0; i < n; i++) {
    prefix[i + 1] = (Math.imul(prefix[i] ?? 0, BASE) + (letters[i] ?? 0)) | 0;
    if (i >= 3 && marked(grams, spread(((prefix[i + 1] ?? 0) - Math.imul(prefix[i - 3] ?? 0, power4)) | 0))) return true;
  }
  if (marked(parts, spread(prefix[n] ?? 0))) return true;
  // Tokens open to one edit have 6 to 11 letters, so a part has 5 to 12; longer ones are found by their letters in a row.
  if (n < 5 || n > 12) return false;
  suffix[n] = 0;
  for (let i = n - 1; i >= 0; i--) {
    const tail = suffix[i + 1] ?? 0;
    if (marked(parts, spread((Math.imul(prefix[i] ?? 0, POWERS[n - i - 1] ?? 0) + tail) | 0))) return true;
    suffix[i] = (Math.imul(letters[i] ?? 0, POWERS[n - i - 1] ?? 0) + tail) | 0;
  }
  return false;
}

/** What one label shows, before it is known whether the label is a public suffix. */
interface Finding {
  readonly token: Token;
  readonly how: BrandLookalike["how"];
  /** The label is the bare token, spelt right. */
  readonly bare: boolean;
}

/** The brand that this host dresses up as, or null. Never one for a brand's own domains, their subdomains, or the state's. */
export function brandLookalike(host: HostName): BrandLookalike | null {
  if (!mayDressUp(host)) return null;
  const labels = host.split(".");
  const seen = skeleton(host).split(".");
  let found: Finding | null = null;
  let at = labels.length - 1;
  for (; at >= 0 && found === null; at--) found = judgeLabel(labels[at] ?? "", seen[at] ?? "");
  if (found === null || brandOwning(host) !== null) return null;
  const split = hostParts(host);
  const suffixLabels = split.suffix === "" ? 0 : split.suffix.split(".").length;
  const core = labels.length - suffixLabels - 1;
  // `github` in `someone.github.io` is the hosting service itself; look on to the left of it.
  for (at++; at > core; at--) found = null;
  for (; at >= 0; at--) {
    found ??= judgeLabel(labels[at] ?? "", seen[at] ?? "");
    if (found !== null && found.bare && at === core && maybeOwnNationalSite(split.suffix, split.shared)) found = null;
    if (found !== null) return { brand: found.token.brand, how: found.how, part: labels[at] ?? "" };
  }
  return null;
}

function judgeLabel(label: string, seen: string): Finding | null {
  const whole = BY_SKELETON.get(seen);
  if (whole !== undefined) {
    if (label !== whole.text) return whole.text.length < 4 ? null : { token: whole, how: "skeleton", bare: false };
    return whole.plain ? null : { token: whole, how: "keyword", bare: true };
  }
  const pieces = seen.split("-");
  const written = label.startsWith("xn--") ? pieces : label.split("-");
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] ?? "";
    if (piece.length < 2) continue;
    const token = BY_SKELETON.get(piece);
    if (token !== undefined) {
      if (!token.plain) return { token, how: (written[i] ?? piece) === token.text ? "keyword" : "skeleton", bare: false };
      if (pieces.some((other, j) => j !== i && isTrustWord(other))) return { token, how: "keyword", bare: false };
      continue;
    }
    const near = nearToken(piece);
    if (near !== null) return { token: near, how: "edit-distance", bare: false };
    const inside = insideToken(piece);
    if (inside !== null) return { token: inside, how: "keyword", bare: false };
  }
  return null;
}

function isTrustWord(word: string): boolean {
  return TRUST_WORDS.has(word) || TRUST_WORDS.has(word.replace(/\d+$/, ""));
}

/** `google.ru` and `ebay.it` are mostly the brand's own; `taobao.vip` and `okex.cc` mostly are not. */
function maybeOwnNationalSite(suffixText: string, shared: boolean): boolean {
  if (shared) return false;
  const last = suffixText.slice(suffixText.lastIndexOf(".") + 1);
  return last === "com" || last === "net" || last === "org" || (last.length === 2 && !OPEN_COUNTRY.has(last));
}

function nearToken(piece: string): Token | null {
  if (piece.length < 5) return null;
  // People read the first letter right, and honest neighbours often differ in it (bank, tank).
  for (const token of NEAR_BY_FIRST.get(piece.charCodeAt(0)) ?? []) {
    const allowed = editsAllowed(token.text.length);
    if (Math.abs(token.skeleton.length - piece.length) > allowed) continue;
    if (editDistance(token.skeleton, piece, allowed) <= allowed) return token;
  }
  return null;
}

/** A distinctive name run together with a word that asks for trust, or with digits: `mypaypal`, `coinbase24`. */
function insideToken(piece: string): Token | null {
  for (let at = 0; at + 5 <= piece.length; at++) {
    const gram = hashOf(piece.slice(at, at + 4));
    if (!marked(grams, gram)) continue;
    for (const token of INSIDE_BY_FOUR.get(gram) ?? []) {
      if (token.skeleton.length < 5 || !piece.startsWith(token.skeleton, at)) continue;
      if (asksForTrust(piece.slice(0, at)) && asksForTrust(piece.slice(at + token.skeleton.length))) return token;
    }
  }
  return null;
}

/** The skeleton has turned digits 0 and 1 into letters already. */
function asksForTrust(rest: string): boolean {
  return rest === "" || /^[\dlo]{1,6}$/.test(rest) || isTrustWord(rest);
}

const rowA = new Uint8Array(80);
const rowB = new Uint8Array(80);
const rowC = new Uint8Array(80);

/** Optimal string alignment distance (swapped neighbours count once), cut off above `max`; both at most 70 letters. */
function editDistance(a: string, b: string, max: number): number {
  let before = rowA;
  let previous = rowB;
  let current = rowC;
  if (b.length > 70) return max + 1;
  for (let j = 0; j <= b.length; j++) previous[j] = j;
  for (let i = 1; i <= a.length; i++) {
    current[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let d = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) d = Math.min(d, (before[j - 2] ?? 0) + 1);
      current[j] = d;
      if (d < least) least = d;
    }
    if (least > max) return max + 1;
    const spare = before;
    before = previous;
    previous = current;
    current = spare;
  }
  return previous[b.length] ?? max + 1;
}
