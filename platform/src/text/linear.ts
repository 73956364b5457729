/**
 * From a normalised text to the numbers that a linear model adds up: a stream of tokens (characters, and one token for
 * each link, number or account name, so that the model learns "a link", not this link), then hashed n-grams of that
 * stream as slot numbers. Training and judging share this code, so they cannot drift. Knows nothing of classes.
 */
import { LOOKALIKE_FAMILIES } from "./disguise-rules.ts";
import { DIGIT, HAN, LATIN, OTHER_LETTER, UNITS_MAX, type Normaliser } from "./normalise.ts";

/** Raised whenever tokens or hashing change: a model made by another version must not be used. */
export const FEATURE_VERSION = 1;

const EDGE = 0xe000;
const LINK = 0xe001;
const NAME = 0xe002; // letters and digits mixed: an account name
const MAIL = 0xe003;
const NUMBER = 0xe010; // + length, at most 15
const MOBILE = 0xe020;
const LANDLINE = 0xe021;
const SERVICE_400 = 0xe022;
const SERVICE_SHORT = 0xe023;
const DECIMAL = 0xe024;
const PREFIX = 0xe030; // + first two digits of a long number, in English streams

/** What the shape of the text showed; the model's own bits, after those of the lexicon. */
export const SHAPE = {
  url: 1,
  phone: 2,
  accountName: 4,
  money: 8,
  shortCode: 16,
  exclamation: 32,
  mail: 64,
  premium: 128,
  long: 256,
  veryShort: 512,
  disguised: 1024,
  manyDigits: 2048,
} as const;
export const SHAPE_BITS = 12;

const FAMILY = new Uint16Array(65536);
for (let c = 0; c < 65536; c++) FAMILY[c] = c;
for (const family of LOOKALIKE_FAMILIES) for (let i = 1; i < family.length; i++) FAMILY[family.charCodeAt(i)] = family.charCodeAt(0);

/** 1 = may stand inside a link; 2 = money sign; 4 = kept as a token of its own. */
const SIGN = new Uint8Array(65536);
for (const s of "abcdefghijklmnopqrstuvwxyz0123456789.:/?=&_%~#@+-") SIGN[s.charCodeAt(0)] = 1;
for (const s of "$£€¥￥₹") SIGN[s.charCodeAt(0)] = 6;
for (const s of "%!") SIGN[s.charCodeAt(0)] |= 4;

const GRAMS_MAX = (UNITS_MAX + 8) * 8;

/** The tokens of the last text and where each began in the normalised units. Reused; holds one text at a time. */
export class TokenStream {
  readonly tokens: Uint16Array = new Uint16Array(UNITS_MAX * 2 + 16);
  /** Index of each token's first normalised unit; `ends` is one past its last. */
  readonly starts: Uint16Array = new Uint16Array(UNITS_MAX * 2 + 16);
  readonly ends: Uint16Array = new Uint16Array(UNITS_MAX * 2 + 16);
  length = 0;
  shape = 0;

  #push(token: number, start: number, end: number): void {
    const at = this.length++;
    this.tokens[at] = token;
    this.starts[at] = start;
    this.ends[at] = end;
  }

  /** Reads a text the Chinese way: one token per character, signs left out, so that punctuation decides nothing. */
  fillZh(text: Normaliser): void {
    const units = text.units;
    const classes = text.classes;
    const n = text.length;
    this.length = 0;
    this.shape = 0;
    const tokens = this.tokens;
    const starts = this.starts;
    const ends = this.ends;
    const family = FAMILY;
    this.#push(EDGE, 0, 0);
    for (let i = 0; i < n;) {
      const cls = classes[i] & 15;
      if (cls === HAN) {
        const at = this.length++;
        tokens[at] = family[units[i]]!;
        starts[at] = i;
        ends[at] = ++i;
      } else if (cls === LATIN || cls === DIGIT) i = this.#word(units, classes, i, n, true);
      else {
        if (cls === OTHER_LETTER || (SIGN[units[i]] & 4) !== 0) this.#push(units[i], i, i + 1);
        this.#sign(units[i]);
        i++;
      }
    }
    this.#push(EDGE, n, n);
    this.#size(text);
  }

  /** Reads a text word by word: letters with an edge between words, numbers by length and first digits. */
  fillEn(text: Normaliser): void {
    const units = text.units;
    const classes = text.classes;
    const n = text.length;
    this.length = 0;
    this.shape = 0;
    this.#push(EDGE, 0, 0);
    for (let i = 0; i < n;) {
      const cls = classes[i] & 15;
      if (cls === LATIN || cls === DIGIT) {
        if (this.tokens[this.length - 1] !== EDGE) this.#push(EDGE, i, i);
        i = this.#word(units, classes, i, n, false);
      } else if (cls === HAN || cls === OTHER_LETTER) {
        this.#push(units[i], i, i + 1);
        i++;
      } else {
        const u = units[i];
        if ((SIGN[u] & 4) !== 0) {
          if (this.tokens[this.length - 1] !== EDGE) this.#push(EDGE, i, i);
          this.#push(u, i, i + 1);
        } else if (u !== 0x27 && this.tokens[this.length - 1] !== EDGE) this.#push(EDGE, i, i); // it's → its
        this.#sign(u);
        i++;
      }
    }
    if (this.tokens[this.length - 1] !== EDGE) this.#push(EDGE, n, n);
    this.#size(text);
  }

  #sign(u: number): void {
    if ((SIGN[u] & 2) !== 0) this.shape |= SHAPE.money;
    else if (u === 0x21) this.shape |= SHAPE.exclamation;
  }

  #size(text: Normaliser): void {
    const n = this.length;
    if (n > 72) this.shape |= SHAPE.long;
    else if (n < 14) this.shape |= SHAPE.veryShort;
    if (text.disguisePermille > 60) this.shape |= SHAPE.disguised;
  }

  /** One run of Latin letters, digits and the signs of links; returns where it ended. */
  #word(units: Uint16Array, classes: Uint8Array, from: number, n: number, zh: boolean): number {
    let end = from;
    let dots = 0;
    let lastDot = -1;
    let slash = -1;
    let at = -1;
    while (end < n && (SIGN[units[end]] & 1) === 1) {
      const u = units[end];
      if (u === 0x2e) {
        dots++;
        if (slash < 0) lastDot = end;
      } else if (u === 0x2f && slash < 0 && end > from && units[end - 1] !== 0x2f && units[end - 1] !== 0x3a && units[end + 1] !== 0x2f) slash = end;
      else if (u === 0x40) at = end;
      end++;
    }
    if (dots > 0 || (end - from > 8 && units[from + 4] === 0x3a)) {
      // A host ends in a label of letters; 3.5 and 10.30 do not.
      const hostEnd = slash > 0 ? slash : end;
      let label = lastDot + 1;
      while (label < hostEnd && (classes[label] & 15) === LATIN) label++;
      const letters = label - lastDot - 1;
      const www = units[from] === 0x77 && units[from + 1] === 0x77 && units[from + 2] === 0x77;
      const scheme = units[from] === 0x68 && units[from + 1] === 0x74 && units[from + 2] === 0x74;
      const host = lastDot > from && letters >= 2 && letters <= 6 && (classes[lastDot - 1] & 15) !== 0 && (zh || www || scheme || slash > 0 || knownEnd(units, lastDot + 1, label));
      if (www || scheme || host) {
        const mail = at > from && at < lastDot;
        this.#push(mail ? MAIL : LINK, from, end);
        this.shape |= mail ? SHAPE.mail : SHAPE.url;
        return end;
      }
    }
    // Not a link: letters and digits only, up to the next sign.
    end = from;
    let letters = 0;
    let digits = 0;
    let masked = 0;
    while (end < n) {
      const cls = classes[end] & 15;
      if (cls === LATIN) {
        letters++;
        if (units[end] === 0x78) masked++;
      } else if (cls === DIGIT) digits++;
      else if (!(digits > 0 && letters === 0 && (units[end] === 0x2e || units[end] === 0x2c) && end + 1 < n && (classes[end + 1] & 15) === DIGIT)) break;
      end++;
    }
    if (letters === 0) this.#number(units, from, end, digits, zh);
    else if (zh && masked === letters) this.#number(units, from, end, end - from, true); // xxxx stands for masked digits
    else if (zh && digits > 0 && end - from >= 5) {
      this.#push(NAME, from, end);
      this.shape |= SHAPE.accountName;
    } else {
      for (let i = from; i < end;) {
        if ((classes[i] & 15) === LATIN) {
          if (!zh || i - from < 12) this.#push(units[i], i, i + 1);
          i++;
          continue;
        }
        let stop = i;
        while (stop < end && (classes[stop] & 15) === DIGIT) stop++;
        if (stop > i) this.#number(units, i, stop, stop - i, zh);
        i = stop > i ? stop : i + 1; // the point of 1.5kg
      }
    }
    return end;
  }

  #number(units: Uint16Array, from: number, end: number, digits: number, zh: boolean): void {
    const a = units[from];
    const b = end - from > 1 ? units[from + 1] : 0;
    if (digits >= 7) this.shape |= SHAPE.manyDigits;
    if (zh) {
      let token = NUMBER + (digits < 15 ? digits : 15);
      if (digits !== end - from) token = DECIMAL;
      else if ((digits === 11 && a === 0x31) || (digits === 13 && a === 0x38)) token = MOBILE;
      else if (digits >= 10 && digits <= 12 && a === 0x30) token = LANDLINE;
      else if (digits === 10 && (a === 0x34 || a === 0x38) && b === 0x30) token = SERVICE_400;
      else if (digits === 5 && ((a === 0x39 && b === 0x35) || (a === 0x31 && (b === 0x30 || b === 0x32)))) token = SERVICE_SHORT;
      if (token >= MOBILE && token <= SERVICE_400) this.shape |= SHAPE.phone;
      this.#push(token, from, end);
      return;
    }
    this.#push(NUMBER + (digits < 15 ? digits : 15), from, end);
    if (digits >= 9) {
      this.shape |= SHAPE.phone;
      if (a === 0x30 && b === 0x39) this.shape |= SHAPE.premium;
      if (a >= 0x30 && a <= 0x39 && b >= 0x30 && b <= 0x39) this.#push(PREFIX + (a - 0x30) * 10 + b - 0x30, from, end);
    } else if (digits === 5 && digits === end - from) this.shape |= SHAPE.shortCode;
  }
}

const KNOWN_ENDS = new Set([
  "com",
  "net",
  "org",
  "uk",
  "co",
  "in",
  "info",
  "biz",
  "cn",
  "cc",
  "ly",
  "tv",
  "mobi",
  "me",
  "io",
  "top",
  "xyz",
  "us",
  "eu",
  "ca",
  "au",
  "sg",
  "gl",
  "gy",
  "gd",
  "app",
  "shop",
  "site",
  "online",
  "club",
  "vip",
  "link",
  "live",
]);

function knownEnd(units: Uint16Array, from: number, to: number): boolean {
  let s = "";
  for (let i = from; i < to; i++) s += String.fromCharCode(units[i]);
  return KNOWN_ENDS.has(s);
}

/** How n-grams are taken; part of a model's file. */
export interface GramPlan {
  readonly language: "zh" | "en";
  /** Longest run of tokens, 1 … 5. */
  readonly runMax: number;
  /** Pairs with one token between them: they survive one swapped character. */
  readonly skip: boolean;
  /** Whole words and pairs of words (English). */
  readonly words: boolean;
  /** log2 of the number of slots. */
  readonly slotsLog2: number;
}

/** Slot numbers of the last text, one per n-gram, repeats included; `from`/`to` give the tokens of each for explaining. */
export class Grams {
  readonly slots: Int32Array = new Int32Array(GRAMS_MAX);
  readonly from: Uint16Array = new Uint16Array(GRAMS_MAX);
  readonly to: Uint16Array = new Uint16Array(GRAMS_MAX);
  length = 0;

  fill(stream: TokenStream, plan: GramPlan): void {
    if (plan.language === "zh") this.#fillZh(stream, plan);
    else this.#fillEn(stream, plan);
  }

  #fillZh(stream: TokenStream, plan: GramPlan): void {
    const tokens = stream.tokens;
    const n = stream.length;
    const slots = this.slots;
    const from = this.from;
    const to = this.to;
    const shift = 32 - plan.slotsLog2;
    const runMax = plan.runMax;
    const skip = plan.skip;
    let m = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    for (let i = 0; i < n && m < GRAMS_MAX - 8; i++) {
      const t = tokens[i];
      const h1 = Math.imul(t, 0x9e3779b1);
      slots[m] = slotOf(h1 ^ 0x51ed270b, shift);
      from[m] = i;
      to[m++] = i;
      if (i >= 1) {
        const h2 = Math.imul(t1, 0x85ebca6b) + h1;
        slots[m] = slotOf(h2 ^ 0x2545f491, shift);
        from[m] = i - 1;
        to[m++] = i;
        if (i >= 2) {
          const h3 = Math.imul(t2, 0xc2b2ae35) + h2;
          if (runMax >= 3) {
            slots[m] = slotOf(h3 ^ 0x7feb352d, shift);
            from[m] = i - 2;
            to[m++] = i;
          }
          if (skip) {
            slots[m] = slotOf(((Math.imul(t2, 0x27d4eb2f) + h1) | 0) ^ 0x165667b1, shift);
            from[m] = i - 2;
            to[m++] = i;
          }
          if (runMax >= 4 && i >= 3) {
            slots[m] = slotOf(((Math.imul(t3, 0x1b873593) + h3) | 0) ^ 0x3c6ef372, shift);
            from[m] = i - 3;
            to[m++] = i;
          }
        }
      }
      t3 = t2;
      t2 = t1;
      t1 = t;
    }
    this.length = m;
  }

  #fillEn(stream: TokenStream, plan: GramPlan): void {
    const tokens = stream.tokens;
    const n = stream.length;
    const slots = this.slots;
    const from = this.from;
    const to = this.to;
    const shift = 32 - plan.slotsLog2;
    const runMax = plan.runMax;
    let m = 0;
    let word = 0;
    let previousWord = 0;
    let wordFrom = 0;
    let previousFrom = 0;
    for (let i = 0; i < n && m < GRAMS_MAX - 8; i++) {
      const t = tokens[i];
      let h = Math.imul(t, 0x9e3779b1);
      // Character runs stay inside a word and its two edges.
      for (let k = 1; k < runMax && i - k >= 0; k++) {
        const s = tokens[i - k];
        h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) + Math.imul(s, 0x85ebca6b);
        if (k >= 1) {
          slots[m] = slotOf(h ^ (k * 0x3c6ef372), shift);
          from[m] = i - k;
          to[m++] = i;
        }
        if (s === EDGE) break;
      }
      if (!plan.words) continue;
      if (t !== EDGE) {
        if (word === 0) wordFrom = i;
        word = Math.imul(word ^ t, 0x01000193) + 0x811c9dc5;
        continue;
      }
      if (word !== 0) {
        slots[m] = slotOf(word ^ 0x51ed270b, shift);
        from[m] = wordFrom;
        to[m++] = i - 1;
        if (previousWord !== 0) {
          slots[m] = slotOf((Math.imul(previousWord, 0xc2b2ae35) + word) ^ 0x7feb352d, shift);
          from[m] = previousFrom;
          to[m++] = i - 1;
        }
        previousWord = word;
        previousFrom = wordFrom;
        word = 0;
      }
    }
    this.length = m;
  }
}

function slotOf(h: number, shift: number): number {
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h << 7)) >>> shift;
}
