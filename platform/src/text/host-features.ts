/**
 * What the host model sees of a host: hashed letter groups of the registered name and of what stands before it, plus a few
 * traits (suffix, length, shape, vowels). The trainer and the judge share this file, so they cannot drift apart. Nothing
 * is allocated per host; the order of the features is fixed.
 */

/** Kinds of feature, for explanations: letter groups know their place, traits are named. */
export const FEATURE = {
  coreLetters: 0,
  subLetters: 1,
  suffix: 2,
  lastLabel: 3,
  coreLength: 4,
  labelCount: 5,
  suffixDepth: 6,
  shape: 7,
  hyphens: 8,
  vowels: 9,
  suffixAndLength: 10,
  suffixAndShape: 11,
  suffixAndSub: 12,
  vowelsAndLength: 13,
  subLength: 14,
  word: 15,
} as const;

/** Letter groups of one to five letters: six and seven did not help on later hosts. */
export const GRAM_MAX = 5;
/** A host has at most 253 letters; each starts at most five groups, each word adds one, and traits are few. */
export const FEATURES_MAX = 1_600;
/** Only the last letters of long subdomains count: they are often random, and the time for a host stays bounded. */
const SUB_MAX = 40;

export interface HostFeatures {
  count: number;
  readonly index: Int32Array;
  /** kind | start << 8 | length << 16, start and length in the host as given. */
  readonly place: Int32Array;
}

export function newHostFeatures(): HostFeatures {
  return { count: 0, index: new Int32Array(FEATURES_MAX), place: new Int32Array(FEATURES_MAX) };
}

const SECOND_LEVEL = new Set(["co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go"]);

/**
 * Where the public suffix starts, by the suffixes the model brings (those of its training data) and the usual second
 * levels of country domains. Not the full public suffix list: that costs more than the model itself, and a suffix the
 * model has never seen carries no weight.
 */
export function suffixStart(host: string, suffixes: ReadonlySet<string>): number {
  const last = host.lastIndexOf(".");
  if (last < 0) return host.length;
  let dot = last;
  let start = last + 1;
  for (let depth = 0; depth < 3; depth++) {
    dot = dot === 0 ? -1 : host.lastIndexOf(".", dot - 1);
    // The whole host being a suffix leaves nothing to judge: keep one label as the name.
    if (dot < 0) break;
    if (suffixes.has(host.slice(dot + 1))) start = dot + 1;
    else if (depth === 0 && host.length - last === 3 && SECOND_LEVEL.has(host.slice(dot + 1, last))) start = dot + 1;
  }
  return start;
}

const PRIME = 0x01000193;

function spread(h: number): number {
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return h ^ (h >>> 15);
}
function seedOf(kind: number): number {
  return Math.imul(kind + 1, 0x9e3779b1) ^ 0x811c9dc5;
}
function hashSlice(text: string, start: number, end: number, seed: number): number {
  let h = seed;
  for (let i = start; i < end; i++) h = Math.imul(h ^ text.charCodeAt(i), PRIME);
  return h;
}

/** Fills `out` with the features of a canonical host. `mask` is the table size less one (a power of two). */
export function hostFeatures(host: string, suffixes: ReadonlySet<string>, mask: number, out: HostFeatures): void {
  const index = out.index;
  const place = out.place;
  let n = 0;
  // Lists of scam hosts keep "www.", lists of harmless ones drop it: it must not weigh.
  const from = host.startsWith("www.") && host.indexOf(".", 4) > 0 ? 4 : 0;
  const suffix = suffixStart(host, suffixes);
  const coreEnd = suffix - 1;
  let coreStart = coreEnd <= from ? from : host.lastIndexOf(".", coreEnd - 1) + 1;
  if (coreStart < from) coreStart = from;
  const subEnd = coreStart - 1;

  for (let part = 0; part < 2; part++) {
    const start = part === 0 ? coreStart : Math.max(from, subEnd - SUB_MAX);
    const end = part === 0 ? coreEnd : subEnd;
    if (end <= start) continue;
    const seed = seedOf(part);
    // One step beyond each end stands for the boundary.
    for (let i = start - 1; i <= end; i++) {
      let h = seed;
      const stop = Math.min(end, i + GRAM_MAX - 1);
      for (let j = i; j <= stop; j++) {
        const c = j < start ? 60 : j >= end ? 62 : host.charCodeAt(j);
        h = Math.imul(h ^ c, PRIME);
        if (j === i && (i < start || i === end)) continue;
        index[n] = spread(h) & mask;
        place[n++] = part | (Math.max(i, start) << 8) | ((Math.min(j + 1, end) - Math.max(i, start)) << 16);
      }
    }
  }

  let hyphens = 0;
  let vowels = 0;
  let labels = 1;
  let shape = seedOf(FEATURE.shape);
  let shapeRun = 0;
  let shapeBefore = 0;
  let shapeLength = 0;
  let wordStart = coreStart;
  for (let i = coreStart; i <= coreEnd; i++) {
    const c = i < coreEnd ? host.charCodeAt(i) : 45;
    const digit = c >= 48 && c <= 57;
    if (digit || c === 45) {
      if (i - wordStart > 1 && n < FEATURES_MAX - 16) {
        index[n] = spread(hashSlice(host, wordStart, i, seedOf(FEATURE.word))) & mask;
        place[n++] = FEATURE.word | (wordStart << 8) | ((i - wordStart) << 16);
      }
      wordStart = i + 1;
    }
    if (i === coreEnd) break;
    if (c === 45) hyphens++;
    if (c === 97 || c === 101 || c === 105 || c === 111 || c === 117) vowels++;
    // A run of letters counts once, digits up to three times.
    const kind = digit ? 48 : c === 45 ? 45 : 97;
    shapeRun = kind === shapeBefore ? shapeRun + 1 : 1;
    shapeBefore = kind;
    if ((kind === 97 ? shapeRun === 1 : kind === 48 ? shapeRun <= 3 : true) && shapeLength < 12) {
      shape = Math.imul(shape ^ kind, PRIME);
      shapeLength++;
    }
  }
  for (let i = from; i < host.length; i++) if (host.charCodeAt(i) === 46) labels++;
  let suffixDepth = 1;
  for (let i = suffix; i < host.length; i++) if (host.charCodeAt(i) === 46) suffixDepth++;
  const coreLength = Math.max(0, coreEnd - coreStart);
  const lengthStep = Math.min(24, coreLength);
  const subLength = Math.max(0, subEnd - from);
  const vowelStep = coreLength === 0 ? 9 : Math.round((8 * vowels) / coreLength);
  const suffixHash = hashSlice(host, suffix, host.length, seedOf(FEATURE.suffix));

  const trait = (kind: number, a: number, b: number, start: number, end: number): void => {
    index[n] = spread(Math.imul(Math.imul(seedOf(kind) ^ a, PRIME) ^ b, PRIME)) & mask;
    place[n++] = kind | (Math.max(0, start) << 8) | (Math.max(0, end - start) << 16);
  };
  const whole = host.length;
  trait(FEATURE.suffix, suffixHash, 0, suffix, whole);
  trait(FEATURE.lastLabel, hashSlice(host, host.lastIndexOf(".") + 1, whole, seedOf(FEATURE.lastLabel)), 0, host.lastIndexOf(".") + 1, whole);
  trait(FEATURE.coreLength, lengthStep, 0, coreStart, coreEnd);
  trait(FEATURE.labelCount, labels, 0, from, whole);
  trait(FEATURE.suffixDepth, suffixDepth, 0, suffix, whole);
  trait(FEATURE.shape, shape, 0, coreStart, coreEnd);
  trait(FEATURE.hyphens, hyphens, 0, coreStart, coreEnd);
  trait(FEATURE.vowels, vowelStep, 0, coreStart, coreEnd);
  trait(FEATURE.suffixAndLength, suffixHash, lengthStep, coreStart, whole);
  trait(FEATURE.suffixAndShape, suffixHash, shape, coreStart, whole);
  trait(FEATURE.suffixAndSub, suffixHash, subLength > 0 ? 1 : 0, from, whole);
  trait(FEATURE.vowelsAndLength, vowelStep, lengthStep, coreStart, coreEnd);
  trait(FEATURE.subLength, Math.min(12, subLength), 0, from, Math.max(from, subEnd));
  out.count = n;
}
