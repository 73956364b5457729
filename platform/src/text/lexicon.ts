/**
 * Finds all words of all groups in one pass over a normalised text: an Aho–Corasick automaton (Aho and Corasick, 1975)
 * whose goto function is a hash table, because Chinese has too many characters for a dense one. Returns a set of bits,
 * one per group; does not say where, and weighs nothing.
 */
import { LEXICON_NAMES, LEXICON_WORDS, type LexiconName } from "./lexicon-words.ts";
import { LATIN, SPACE, SYMBOL, classOfUnit, type Normaliser } from "./normalise.ts";

export { LEXICON_LABELS, LEXICON_NAMES, type LexiconName } from "./lexicon-words.ts";

/** Bit of each group in `TextJudgement.lexicon`. Bits are stable: groups are only appended. */
export const LEXICON_BITS: Readonly<Record<LexiconName, number>> = Object.freeze(Object.fromEntries(LEXICON_NAMES.map((name, i) => [name, 1 << i])) as Record<LexiconName, number>);

/** Groups whose bit is set, in order. */
export function lexiconNames(bits: number): LexiconName[] {
  return LEXICON_NAMES.filter((name) => (bits & LEXICON_BITS[name]) !== 0);
}

const BLANK = 0x20;

/** Signs and spaces all read as one blank; Latin words are compared whole, so a word is stored with its blanks. */
function patternUnits(word: string): number[] {
  const units: number[] = [];
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i);
    const cls = classOfUnit(c);
    const u = cls === SYMBOL || cls === SPACE ? BLANK : c;
    if (u !== BLANK || units[units.length - 1] !== BLANK) units.push(u);
  }
  if (classOfUnit(units[0]) === LATIN && units.every((u) => u < 0x80)) {
    units.unshift(BLANK);
    if (units[units.length - 1] !== BLANK) units.push(BLANK);
  }
  return units;
}

/** All patterns with the bit of their group; also what the plain twin searches for. */
export function lexiconPatterns(): { readonly units: readonly number[]; readonly bit: number }[] {
  const patterns: { units: number[]; bit: number }[] = [];
  for (const name of LEXICON_NAMES) {
    for (const word of [...LEXICON_WORDS[name].zh, ...LEXICON_WORDS[name].en]) patterns.push({ units: patternUnits(word), bit: LEXICON_BITS[name] });
  }
  return patterns;
}

/** An automaton over given patterns. Build once; `find` allocates nothing. */
export class Lexicon {
  readonly #slots: number;
  readonly #shift: number;
  readonly #key: Int32Array; // state << 16 | unit, plus one so that zero means empty
  readonly #to: Uint16Array;
  readonly #root: Uint16Array = new Uint16Array(65536);
  readonly #fail: Uint16Array;
  readonly #bits: Int32Array;

  constructor(patterns: readonly { readonly units: readonly number[]; readonly bit: number }[] = lexiconPatterns()) {
    const children: Map<number, number>[] = [new Map()];
    const bits: number[] = [0];
    for (const pattern of patterns) {
      let state = 0;
      for (const u of pattern.units) {
        let next = children[state].get(u);
        if (next === undefined) {
          next = children.length;
          children[state].set(u, next);
          children.push(new Map());
          bits.push(0);
        }
        state = next;
      }
      bits[state] |= pattern.bit;
    }
    const states = children.length;
    if (states > 32767) throw new Error(`lexicon too large: ${states} states, at most 32767`);
    const fail = new Uint16Array(states);
    const queue: number[] = [...children[0].values()];
    for (let at = 0; at < queue.length; at++) {
      const state = queue[at];
      for (const [u, next] of children[state]) {
        queue.push(next);
        let f = fail[state];
        while (f !== 0 && !children[f].has(u)) f = fail[f]!;
        fail[next] = children[f].get(u) ?? 0;
        bits[next] |= bits[fail[next]];
      }
    }
    let log = 6;
    while (1 << log < states * 3) log++;
    this.#slots = 1 << log;
    this.#shift = 32 - log;
    this.#key = new Int32Array(this.#slots);
    this.#to = new Uint16Array(this.#slots);
    this.#fail = fail;
    this.#bits = Int32Array.from(bits);
    for (let state = 0; state < states; state++) {
      for (const [u, next] of children[state]) {
        if (state === 0) {
          this.#root[u] = next;
          continue;
        }
        const key = ((state << 16) | u) + 1;
        let slot = Math.imul(key, 0x9e3779b1) >>> this.#shift;
        while (this.#key[slot] !== 0) slot = (slot + 1) & (this.#slots - 1);
        this.#key[slot] = key;
        this.#to[slot] = next;
      }
    }
  }

  /** Bits of every group that has a word in the normalised text. */
  find(text: Normaliser): number {
    return this.findUnits(text.units, text.classes, text.length);
  }

  findUnits(units: Uint16Array, classes: Uint8Array, length: number): number {
    const keys = this.#key;
    const tos = this.#to;
    const root = this.#root;
    const fails = this.#fail;
    const bits = this.#bits;
    const shift = this.#shift;
    const mask = this.#slots - 1;
    let state = root[BLANK];
    let previous = BLANK;
    let found = 0;
    for (let i = 0; i <= length; i++) {
      let u = BLANK;
      if (i < length) {
        const cls = classes[i] & 15;
        if (cls !== SYMBOL && cls !== SPACE) u = units[i]!;
      }
      if (u === BLANK && previous === BLANK) continue;
      previous = u;
      for (;;) {
        if (state === 0) {
          state = root[u]!;
          break;
        }
        const key = ((state << 16) | u) + 1;
        let slot = Math.imul(key, 0x9e3779b1) >>> shift;
        while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
        if (keys[slot] === key) {
          state = tos[slot]!;
          break;
        }
        state = fails[state]!;
      }
      found |= bits[state];
    }
    return found;
  }
}

/** The plain twin: the same answer by looking for each word in turn. */
export function findPlain(patterns: readonly { readonly units: readonly number[]; readonly bit: number }[], units: Uint16Array, classes: Uint8Array, length: number): number {
  let text = " ";
  for (let i = 0; i < length; i++) {
    const cls = classes[i] & 15;
    const s = cls === SYMBOL || cls === SPACE ? " " : String.fromCharCode(units[i]);
    if (s !== " " || !text.endsWith(" ")) text += s;
  }
  if (!text.endsWith(" ")) text += " ";
  let found = 0;
  for (const pattern of patterns) if (text.includes(String.fromCharCode(...pattern.units))) found |= pattern.bit;
  return found;
}
