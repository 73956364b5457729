/**
 * Undoes the disguises that messages wear to slip past filters: full-width, circled and mathematical forms, traditional
 * characters, look-alikes and homophones, signs and invisible characters put between characters, split digits. Works in
 * arrays of its own that are reused, so a message allocates nothing; says how much it had to undo, which is a sign in
 * itself. Does not judge, does not translate, and reads only the first 2,000 code units (and says so).
 */
import {
  ATTRIBUTES,
  COUNTS,
  DIGIT,
  DIGIT_OF,
  ENTRY,
  EXPANDS,
  EXPANSIONS,
  GAP,
  HAN,
  HIDDEN,
  LATIN,
  NUMERAL,
  ORDINARY,
  OTHER_LETTER,
  RARE_HAN,
  SIMPLIFIED,
  SPACE,
  SWAPS,
  SYMBOL,
  TRADITIONAL,
  astralPlain,
  latinName,
  swapAt,
} from "./normalise-entries.ts";

export { DIGIT, HAN, LATIN, OTHER_LETTER, SPACE, SYMBOL, classOfUnit } from "./normalise-entries.ts";

/** More than twenty ordinary messages; what a long page says after that rarely decides what it is. */
export const UNITS_MAX = 2000;

/** What `fold` met, so that passes with nothing to do are left out. */
const SEEN_GAP = 1;
const SEEN_DIGIT = 2;
const SEEN_SWAP = 4;
const SEEN_ALL = 7;

/** Which model reads a text: by its letters, not by its signs. `other` is a script or a text that neither model knows. */
export type Language = "zh" | "en" | "other";

/**
 * Holds the normalised form of the last text given to `run` or `runUtf8`. `units[0 … length)` are folded code units;
 * `origin[i]` is the index, in the source, of the unit that `units[i]` came from.
 */
export class Normaliser {
  readonly units: Uint16Array = new Uint16Array(UNITS_MAX + 8);
  readonly origin: Uint16Array = new Uint16Array(UNITS_MAX + 8);
  /** Class of each unit in the low four bits; the rest is the normaliser's own. */
  readonly classes: Uint8Array = new Uint8Array(UNITS_MAX + 8);
  length = 0;
  truncated = false;
  /** Disguised units per thousand letters and digits; 1000 at most. */
  disguisePermille = 0;
  language: Language = "other";

  readonly #source: Uint16Array = new Uint16Array(UNITS_MAX);
  #undone = 0;
  #foreignLookalikes = 0;

  /** Normalises a string; lone surrogates become signs. Never throws. */
  run(text: string): void {
    const source = this.#source;
    const n = text.length < UNITS_MAX ? text.length : UNITS_MAX;
    for (let i = 0; i < n; i++) source[i] = text.charCodeAt(i);
    this.truncated = text.length > UNITS_MAX;
    this.#normalise(n);
  }

  /** The same from UTF-8 bytes [start, end), without a string. Malformed sequences become signs. */
  runUtf8(bytes: Uint8Array, start: number, end: number): void {
    const source = this.#source;
    let n = 0;
    let i = start;
    while (i < end && n < UNITS_MAX) {
      const b = bytes[i++];
      if (b < 0x80) {
        source[n++] = b;
        continue;
      }
      const more = b >= 0xf0 && b < 0xf5 ? 3 : b >= 0xe0 ? 2 : 1;
      if (b < 0xc2 || b > 0xf4) {
        source[n++] = 0xfffd;
        continue;
      }
      let c = more === 3 ? b & 7 : more === 2 ? b & 15 : b & 31;
      let k = 0;
      while (k < more && i < end && (bytes[i] & 0xc0) === 0x80) {
        c = (c << 6) | (bytes[i++] & 63);
        k++;
      }
      if (k < more || (more === 2 && (c < 0x800 || (c & 0xf800) === 0xd800)) || (more === 3 && (c < 0x10000 || c > 0x10ffff))) source[n++] = 0xfffd;
      else if (c < 0x10000) source[n++] = c;
      else {
        source[n++] = 0xd7c0 + (c >> 10);
        if (n < UNITS_MAX) source[n++] = 0xdc00 | (c & 0x3ff);
      }
    }
    this.truncated = i < end;
    this.#normalise(n);
  }

  /** The normalised text; for people and tests, not for the hot path. */
  text(): string {
    return String.fromCharCode(...this.units.subarray(0, this.length));
  }

  #normalise(n: number): void {
    this.#undone = 0;
    const seen = this.#fold(n);
    // A rule can make room for another (a sign between two halves of one character): repeat until quiet. Every round
    // shortens the text or replaces a swapped unit by a plain one, so it ends; the bound is a guard, not a plan.
    for (let round = 0; round < 16; round++) {
      let changed = false;
      if ((seen & SEEN_GAP) !== 0) {
        // Dropping signs alone leaves nothing new to drop, unless what it brought together is joined or swapped.
        const dropped = this.#separators();
        if (dropped && round > 0) changed = true;
        if ((seen & SEEN_DIGIT) !== 0 && this.#numbers()) changed = true;
      }
      if ((seen & SEEN_SWAP) !== 0 && this.#swaps()) changed = true;
      if (!changed) break;
    }
    this.#weigh();
  }

  /** Folds each unit by the table; returns which kinds of later work there may be. */
  #fold(n: number): number {
    const source = this.#source;
    const units = this.units;
    const origin = this.origin;
    const classes = this.classes;
    const entries = ENTRY;
    let m = 0;
    let seen = 0;
    let other = 0;
    let undone = 0;
    let lookalikes = 0;
    let traditional = 0;
    let simplified = 0;
    for (let i = 0; i < n; i++) {
      if (m >= UNITS_MAX) {
        this.truncated = true;
        break;
      }
      const c = source[i];
      const e = entries[c];
      const how = e >>> 24;
      const attributes = (e >>> 16) & 0xff;
      const cls = attributes & 15;
      if (cls === HAN) {
        if (how !== 0) {
          if ((how & TRADITIONAL) !== 0) traditional++;
          else if ((how & SIMPLIFIED) !== 0) simplified++;
        }
        if (attributes >= NUMERAL) seen |= SEEN_SWAP;
      } else if (cls === HIDDEN) {
        // Only between letters or digits is it a trick; after an emoji it is how emoji are written.
        if ((how & COUNTS) !== 0 && m > 0 && (classes[m - 1] & 15) !== SYMBOL && (classes[m - 1] & 15) !== SPACE) undone++;
        continue;
      } else if (cls === EXPANDS) {
        const s = EXPANSIONS[e & 0xffff];
        if ((how & COUNTS) !== 0) undone++;
        for (let j = 0; j < s.length && m < UNITS_MAX; j++) {
          const u = s.charCodeAt(j);
          units[m] = u;
          classes[m] = ATTRIBUTES[u]!;
          origin[m++] = i;
        }
        seen = SEEN_ALL;
        continue;
      } else if (cls === SYMBOL || cls === SPACE) {
        seen |= SEEN_GAP;
        if (c >= 0xd800 && c < 0xdc00 && i + 1 < n && (source[i + 1] & 0xfc00) === 0xdc00) {
          const cp = 0x10000 + ((c & 0x3ff) << 10) + (source[i + 1] & 0x3ff);
          i++;
          if (cp >= 0xe0000 && cp < 0xe1000) {
            undone++; // tags and variation selectors: invisible
            continue;
          }
          let to = astralPlain(cp);
          if (to !== 0) {
            undone++;
            seen = SEEN_ALL;
          } else to = cp >= 0x20000 && cp < 0x323b0 ? RARE_HAN : 0xfffd;
          units[m] = to;
          classes[m] = ATTRIBUTES[to]!;
          origin[m++] = i - 1;
          continue;
        }
      } else {
        if (cls === OTHER_LETTER) other++;
        else if (cls === DIGIT) {
          seen |= SEEN_DIGIT;
          if ((how & COUNTS) !== 0) undone++;
        } else if ((how & COUNTS) !== 0) lookalikes++;
        if (attributes >= NUMERAL) seen |= SEEN_SWAP;
      }
      units[m] = e & 0xffff;
      classes[m] = attributes;
      origin[m++] = i;
    }
    this.length = m;
    // Cyrillic or Greek that also has letters of its own is a language; without any, it was chosen for its looks.
    this.#foreignLookalikes = other > 0 ? lookalikes : 0;
    if (other === 0) undone += lookalikes;
    // A text in traditional characters is not disguised; one that mixes both scripts is.
    undone += traditional < simplified ? traditional : simplified;
    this.#undone = undone;
    return seen;
  }

  /** Language and share of disguise, from what is left at the end. */
  #weigh(): void {
    const units = this.units;
    const classes = this.classes;
    let han = 0;
    let latin = -this.#foreignLookalikes;
    let other = this.#foreignLookalikes;
    let digits = 0;
    let links = 0; // letters of links
    let pointed = 0; // letters since a point inside a word: a host goes on until a space or a Chinese character
    for (let i = 0, n = this.length; i < n; i++) {
      const cls = classes[i] & 15;
      if (cls === LATIN) {
        latin++;
        if (pointed > 0) links++;
        continue;
      }
      if (cls === SYMBOL) {
        if (units[i] === 0x2e && i > 0 && i + 1 < n && (classes[i - 1] & 15) === LATIN && (classes[i + 1] & 15) === LATIN) pointed = 1;
        continue;
      }
      if (cls === DIGIT) {
        digits++;
        continue;
      }
      pointed = 0;
      if (cls === HAN) han++;
      else if (cls === OTHER_LETTER) other++;
    }
    // One Chinese character says as much as a Latin word, and a link is Latin in any language.
    this.language = han > 0 && han * 8 >= latin - links && han >= other ? "zh" : latin >= 2 && latin >= other ? "en" : "other";
    const letters = han + (latin > 0 ? latin : 0) + digits + other;
    const undone = this.#undone;
    this.disguisePermille = undone === 0 ? 0 : Math.round((1000 * undone) / (letters > undone ? letters : undone));
  }

  /** Drops spaces and signs that split Chinese words or spelled-out Latin ones. True when something changed. */
  #separators(): boolean {
    const units = this.units;
    const origin = this.origin;
    const classes = this.classes;
    const n = this.length;
    let m = 0;
    let segment = 0; // letters since the last sign or space
    let joinedBefore = false;
    let undone = 0;
    for (let i = 0; i < n; i++) {
      const cls = classes[i] & 15;
      if (cls !== SYMBOL && cls !== SPACE) {
        if (m !== i) {
          units[m] = units[i]!;
          classes[m] = classes[i]!;
          origin[m] = origin[i]!;
        }
        m++;
        segment++;
        continue;
      }
      let end = i;
      let ordinary = 0;
      let odd = 0;
      let spaces = 0;
      let strange = 0; // signs that no keyboard offers
      for (; end < n; end++) {
        const a = classes[end];
        if ((a & 15) === SPACE) spaces++;
        else if ((a & 15) !== SYMBOL) break;
        else if ((a & ORDINARY) !== 0) ordinary++;
        else {
          odd++;
          if (units[end] > 0x7f) strange++;
        }
      }
      const prev = m > 0 ? classes[m - 1] & 15 : SPACE;
      const next = end < n ? classes[end] & 15 : SPACE;
      const chained: boolean = joinedBefore;
      joinedBefore = false;
      let drop = false;
      if (prev === HAN && next === HAN) {
        const nextSingle = end + 1 >= n || isGap(classes[end + 1]);
        drop = ordinary === 0 || (ordinary === 1 && ((nextSingle && end + 1 < n) || chained));
        if (drop && (odd > 0 || (ordinary > 0 && chained) || (ordinary === 0 && segment === 1 && nextSingle))) undone++;
        joinedBefore = drop && nextSingle;
      } else if ((prev === HAN && (next === LATIN || next === DIGIT)) || (next === HAN && (prev === LATIN || prev === DIGIT))) {
        drop = ordinary === 0 && odd === strange;
        if (drop && odd > 0) undone++;
      } else if (prev === LATIN && next === LATIN && segment === 1 && end === i + 1 && ordinary === 0) {
        const run = singleLetterRun(units, classes, i, n);
        if (run >= (spaces > 0 ? 3 : 2)) {
          // The whole chain goes at once: its later links would no longer look like single letters.
          for (let k = 0; k < run; k++) {
            const j = i + 2 * k + 1;
            units[m] = units[j]!;
            classes[m] = classes[j]!;
            origin[m++] = origin[j]!;
          }
          undone += run;
          segment = run;
          i += 2 * run - 1;
          continue;
        }
      }
      if (!drop) {
        const betweenDigits = prev === DIGIT && next === DIGIT;
        let wroteSpace = m === 0;
        for (let j = i; j < end; j++) {
          const u = units[j];
          const a = classes[j];
          if ((a & 15) === SPACE || (u > 0x7f && (a & ORDINARY) === 0 && !betweenDigits)) {
            if (wroteSpace || end >= n) continue;
            units[m] = 0x20;
            classes[m] = SPACE | GAP;
            wroteSpace = true;
          } else {
            units[m] = u;
            classes[m] = a;
            wroteSpace = false;
          }
          origin[m++] = origin[j]!;
        }
      }
      segment = 0;
      i = end - 1;
    }
    this.#undone += undone;
    this.length = m;
    return m !== n;
  }

  /** Joins the groups of one number that was split to hide it: `1 3 8-0 0 …`, `138 0013 8000`. */
  #numbers(): boolean {
    const units = this.units;
    const origin = this.origin;
    const classes = this.classes;
    const n = this.length;
    let m = 0;
    for (let i = 0; i < n;) {
      let end = i + 1;
      let groups = 1;
      if ((classes[i] & 15) === DIGIT && (i === 0 || (classes[i - 1] & 15) !== LATIN)) {
        let digits = 0;
        end = i;
        for (;;) {
          while (end < n && (classes[end] & 15) === DIGIT) {
            end++;
            digits++;
          }
          let gap = end;
          while (gap < n && gap - end < 3 && ((classes[gap] & GAP) !== 0 || classes[gap] === SYMBOL)) gap++;
          if (gap === end || gap >= n || (classes[gap] & 15) !== DIGIT) break;
          groups++;
          end = gap;
        }
        if (groups > 1) {
          const first = units[i];
          const phoneLike = (first === 0x31 && digits === 11) || (first === 0x30 && digits >= 10 && digits <= 12) || (first === 0x38 && digits === 13);
          const shredded = groups >= 4 && digits < groups * 2;
          if (shredded) this.#undone += groups - 1;
          if (!phoneLike && !shredded) groups = 1;
        }
      }
      for (; i < end; i++) {
        if (groups > 1 && (classes[i] & 15) !== DIGIT) continue;
        if (m !== i) {
          units[m] = units[i]!;
          classes[m] = classes[i]!;
          origin[m] = origin[i]!;
        }
        m++;
      }
    }
    this.length = m;
    return m !== n;
  }

  /** Undoes swapped characters, split characters, Latin names of chat apps and spelled-out digits. */
  #swaps(): boolean {
    const units = this.units;
    const origin = this.origin;
    const classes = this.classes;
    const n = this.length;
    let m = 0;
    let undone = 0;
    for (let i = 0; i < n; i++) {
      const a = classes[i];
      if (a >= NUMERAL) {
        if ((a & SWAPS) !== 0) {
          const to = i + 1 < n ? swapAt(units, classes, i, m, n) : 0;
          if (to !== 0) {
            const first = to >>> 16;
            const second = to & 0xffff;
            units[m] = first;
            classes[m] = ATTRIBUTES[first]!;
            origin[m++] = origin[i]!;
            if (second === 0) i++;
            else {
              // The second half may itself begin a swapped word: put it back and go on from there.
              units[i + 1] = second;
              classes[i + 1] = ATTRIBUTES[second]!;
            }
            undone++;
            continue;
          }
          const name = (a & 15) === LATIN && (m === 0 || (classes[m - 1] & 15) !== LATIN) ? latinName(units, classes, i, m, n) : null;
          if (name !== null) {
            const last = i + name[0].length - 1;
            for (let j = 0; j < 2; j++) {
              units[m] = name[1].charCodeAt(j);
              classes[m] = ATTRIBUTES[units[m]]!;
              origin[m++] = origin[j === 0 ? i : last]!;
            }
            i = last;
            undone++;
            continue;
          }
        }
        if ((a & NUMERAL) !== 0) {
          let from = m; // digits already written belong to the same number
          while (from > 0 && (classes[from - 1] & 15) === DIGIT) from--;
          let end = i;
          let spelled = 0;
          for (; end < n && ((classes[end] & 15) === DIGIT || (classes[end] & NUMERAL) !== 0); end++) if ((classes[end] & 15) !== DIGIT) spelled++;
          // Six in a row, none of them 十 or 百, is a number read out, not an amount or a year.
          const isNumber = m - from + end - i >= 6;
          for (; i < end; i++) {
            const u = units[i];
            const plain = isNumber ? (DIGIT_OF.get(u) ?? u) : u;
            units[m] = plain;
            classes[m] = ATTRIBUTES[plain]!;
            origin[m++] = origin[i]!;
          }
          i--;
          if (isNumber) undone += spelled;
          continue;
        }
      }
      if (m !== i) {
        units[m] = units[i]!;
        classes[m] = a;
        origin[m] = origin[i]!;
      }
      m++;
    }
    this.length = m;
    this.#undone += undone;
    return undone > 0;
  }
}

function isGap(attributes: number): boolean {
  const cls = attributes & 15;
  return cls === SYMBOL || cls === SPACE;
}

/** How many single letters follow from the separator at `i`, each after one separator of the same kind. */
function singleLetterRun(units: Uint16Array, classes: Uint8Array, i: number, n: number): number {
  let run = 0;
  for (let j = i; j + 1 < n; j += 2) {
    if (units[j] !== units[i] || (classes[j + 1] & 15) !== LATIN) break;
    if (j + 2 < n && !isGap(classes[j + 2])) break;
    run++;
  }
  return run;
}
