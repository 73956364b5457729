/**
 * The tables behind the normaliser, built once from the baked Unicode data and the swap rules: what a code unit folds
 * to, what attributes it has, and which pairs of units stand for which. Pure look-ups; the passes are in normalise.ts.
 */
import { inflateRawSync } from "node:zlib";
import { JOINED, LATIN_NAMES, SWAP_PHRASES } from "./disguise-rules.ts";
import { ASTRAL_RANGES, EXPANSIONS, PACKED_TABLE } from "./normalise-table.ts";

/** Classes of a code unit, in the low four bits of a kind or of attributes. */
export const SYMBOL = 0;
export const HAN = 1;
export const LATIN = 2;
export const DIGIT = 3;
export const SPACE = 4;
export const HIDDEN = 5;
export const OTHER_LETTER = 6;
export const EXPANDS = 7;
export const COUNTS = 0x10;
export const TRADITIONAL = 0x20;
export const SIMPLIFIED = 0x40;
/** 〓, the printers' sign for a character that is not in the case: stands for Chinese characters beyond the BMP. */
export const RARE_HAN = 0x3013;

// Attributes of a normalised unit, kept beside its class in `classes` (high four bits) so that each pass reads one array.
export const ORDINARY = 0x10;
export const GAP = 0x20;
export const NUMERAL = 0x40;
export const SWAPS = 0x80;

const packed = inflateRawSync(Buffer.from(PACKED_TABLE, "base64"));
const KIND = packed.subarray(131072, 196608);
const ASTRAL = packed.subarray(196608);
/** Class and attributes by normalised unit. */
export const ATTRIBUTES = new Uint8Array(65536);
for (let c = 0; c < 65536; c++) ATTRIBUTES[c] = KIND[c] & 15;
ATTRIBUTES[RARE_HAN] = HAN;
// Signs that people write between Chinese characters anyway; any other sign there was put in to break the word up.
for (const s of ",。!?;:、“”‘’「」『』【】《》〈〉()…—[]{}\"'%&￥¥$£€+=") ATTRIBUTES[s.charCodeAt(0)] |= ORDINARY;
// What may stand between the groups of one number.
for (const s of " .-_*~·—–|/•") ATTRIBUTES[s.charCodeAt(0)] |= GAP;
/** Spoken and written numerals that appear in spelled-out phone and account numbers. */
export const DIGIT_OF = new Map<number, number>();
for (const digits of ["零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "〇幺两"]) {
  for (let i = 0; i < digits.length; i++) {
    DIGIT_OF.set(digits.charCodeAt(i), 0x30 + i);
    ATTRIBUTES[digits.charCodeAt(i)] |= NUMERAL;
  }
}

/** Class of a code unit that the normaliser may put out (see the constants above). */
export function classOfUnit(unit: number): number {
  return ATTRIBUTES[unit] & 15;
}

// Pair rules by (first, second): open addressing over 4,096 slots keeps them in the nearest cache.
const PAIR_SLOTS = 4096;
const pairKey = new Int32Array(PAIR_SLOTS);
const pairTo = new Int32Array(PAIR_SLOTS); // two units, or one unit and zero
const pairGuard: (null | { readonly before: Uint8Array; readonly after: Uint8Array })[] = new Array(PAIR_SLOTS).fill(null);
const SINGLE_TO = new Map<number, number>();

function pairSlot(key: number): number {
  let slot = (Math.imul(key, 0x9e3779b1) >>> 20) & (PAIR_SLOTS - 1);
  while (pairKey[slot] !== 0 && pairKey[slot] !== key) slot = (slot + 1) & (PAIR_SLOTS - 1);
  return slot;
}

function addPair(a: number, b: number, to: string, guard: { before: string; after: string } | undefined): void {
  const slot = pairSlot((a << 16) | b);
  if (pairKey[slot] !== 0) return; // the first rule that was written wins
  pairKey[slot] = (a << 16) | b;
  pairTo[slot] = (to.charCodeAt(0) << 16) | (to.length > 1 ? to.charCodeAt(1) : 0);
  ATTRIBUTES[a] |= SWAPS;
  if (guard !== undefined) {
    const before = new Uint8Array(65536);
    const after = new Uint8Array(65536);
    for (const s of guard.before) before[s.charCodeAt(0)] = 1;
    for (const s of guard.after) after[s.charCodeAt(0)] = 1;
    pairGuard[slot] = { before, after };
  }
}
for (const rule of SWAP_PHRASES) {
  const [p, q] = [rule.plain[0], rule.plain[1]];
  for (const a of p + rule.first) {
    for (const b of q + rule.second) if (a !== p || b !== q) addPair(a.charCodeAt(0), b.charCodeAt(0), rule.plain, rule.guard);
  }
}
for (const [pair, plain] of JOINED) {
  if (pair.length === 1) SINGLE_TO.set(pair.charCodeAt(0), plain.charCodeAt(0));
  else addPair(pair.charCodeAt(0), pair.charCodeAt(1), plain, undefined);
}
for (const [from] of LATIN_NAMES) ATTRIBUTES[from.charCodeAt(0)] |= SWAPS;

/** Per source unit: what it folds to (16 bits), class and attributes of that (8), how it got there (8). One read per unit. */
export const ENTRY = new Uint32Array(65536);
for (let c = 0; c < 65536; c++) {
  const kind = KIND[c];
  const cls = kind & 15;
  const v = packed[2 * c] | (packed[2 * c + 1] << 8);
  const to = SINGLE_TO.get(c) ?? (cls === EXPANDS || cls === HIDDEN ? v : v ^ c);
  const attributes = cls === EXPANDS || cls === HIDDEN ? cls : ATTRIBUTES[to];
  ENTRY[c] = (kind & 0xf0) * 0x1000000 + (attributes << 16) + to;
}

/** The plain pair (or single unit, in the high half) for the swapped pair at `i`; 0 when there is none here. */
export function swapAt(units: Uint16Array, classes: Uint8Array, i: number, m: number, n: number): number {
  const slot = pairSlot((units[i] << 16) | units[i + 1]);
  if (pairKey[slot] === 0) return 0;
  const before = m > 0 ? classes[m - 1] & 15 : SPACE;
  const after = i + 2 < n ? classes[i + 2] & 15 : SPACE;
  // Part of a longer Latin word is not a stand-in for a character.
  if ((classes[i] & 15) === LATIN && before === LATIN) return 0;
  if ((classes[i + 1] & 15) === LATIN && after === LATIN) return 0;
  const guard = pairGuard[slot]!;
  if (guard !== null) {
    const fits = (m > 0 && guard.before[units[m - 1]] === 1) || after === DIGIT || after === LATIN || (i + 2 < n && guard.after[units[i + 2]] === 1);
    if (!fits) return 0;
  }
  return pairTo[slot];
}

/** The chat app whose Latin name is the whole word at `i`, beside a Chinese character or a digit; null otherwise. */
export function latinName(units: Uint16Array, classes: Uint8Array, i: number, m: number, n: number): readonly [string, string] | null {
  let end = i;
  while (end < n && (classes[end] & 15) === LATIN) end++;
  const before = m > 0 ? classes[m - 1] & 15 : SPACE;
  if (before !== HAN && before !== DIGIT && (end >= n || (classes[end] & 15) !== HAN)) return null;
  for (const name of LATIN_NAMES) {
    const s = name[0];
    if (s.length !== end - i) continue;
    let same = true;
    for (let j = 0; j < s.length && same; j++) same = units[i + j] === s.charCodeAt(j);
    if (same) return name;
  }
  return null;
}

/** The plain letter or digit that a code point beyond the BMP stands for; 0 when it is a sign. */
export function astralPlain(cp: number): number {
  let at = 0;
  for (const [from, to] of ASTRAL_RANGES) {
    if (cp >= from && cp <= to) return ASTRAL[at + cp - from];
    at += to - from + 1;
  }
  return 0;
}

export { EXPANSIONS };
