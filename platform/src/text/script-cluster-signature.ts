/**
 * Turns the words of a message into a short signature by which near-duplicate scripts (话术) are recognised. It promises
 * that digits, links, contact codes, punctuation, spaces between Chinese characters and letter case do not matter, that
 * equal words give equal signatures on every machine, and that nothing is allocated. It leaves out the undoing of
 * disguises (look-alike characters, traditional forms): that is the normaliser's work, before.
 */

/** One-permutation MinHash: 32 bins of one 32-bit minimum each. Standard error of the similarity: at most 0.09. */
export const SIGNATURE_BINS = 32;

/** Words of a signature: the bins, then the count of shingles (3-grams), repeats included. */
export const SIGNATURE_WORDS = SIGNATURE_BINS + 1;

/** A bin that no shingle fell into. */
export const EMPTY_BIN = 0xffffffff;

/** Shorter texts say too little to be a script: three ordinary words of greeting would join strangers. */
export const SHINGLES_MIN = 8;

// Classes of code units that are not letters. Letters fold to a code above these.
const GAP = 0;
const DIGIT = 1;
/** Stands between two words of a script that writes spaces, so that "pay now" and "payn ow" differ. */
const BOUNDARY = 2;

const ASCII_END = 0x80;
const FULLWIDTH_FIRST = 0xff01;
const FULLWIDTH_LAST = 0xff5e;
const FULLWIDTH_SHIFT = 0xfee0;

/**
 * Code unit to what it counts as: 0 = gap, 1 = digit, else the folded letter. Half of a surrogate pair is a gap: nearly
 * all of them are emoji, and the rare characters beyond the basic plane are few in messages.
 */
const FOLD: Uint16Array = makeFold();

const JOIN_INSIDE = 1;
const JOIN_CODE = 2;
/** Joins an ASCII run into one link, address or code: the value says how (1 = only inside, 2 = makes the run a code). */
const JOIN: Uint8Array = makeJoin();

function makeFold(): Uint16Array {
  const fold = new Uint16Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) {
    const plain = unit >= FULLWIDTH_FIRST && unit <= FULLWIDTH_LAST ? unit - FULLWIDTH_SHIFT : unit;
    const isVariationSelector = plain >= 0xfe00 && plain <= 0xfe0f;
    const text = String.fromCharCode(plain);
    if (/\p{Nd}|\p{No}/u.test(text)) fold[unit] = DIGIT;
    else if (/\p{L}|\p{M}/u.test(text) && !isVariationSelector) {
      const lower = text.toLowerCase();
      fold[unit] = lower.length === 1 ? lower.charCodeAt(0) : plain;
    } else fold[unit] = GAP;
  }
  return fold;
}

function makeJoin(): Uint8Array {
  const join = new Uint8Array(0x10000);
  const set = (characters: string, how: number): void => {
    for (const c of characters) {
      const unit = c.charCodeAt(0);
      join[unit] = how;
      join[unit + FULLWIDTH_SHIFT] = how;
    }
  };
  set("-~#+%&?", JOIN_INSIDE);
  set("./@_=", JOIN_CODE);
  return join;
}

/**
 * Writes the signature of `units[0 .. length)` to `out` and returns the count of shingles, which is also its last word.
 * Fewer than `SHINGLES_MIN` shingles is a valid signature that joins no cluster. Empty bins stay empty: the comparison
 * leaves them out (one-permutation hashing, Li, Owen and Zhang 2012), the bands fill them.
 * `out` needs `SIGNATURE_WORDS` words from `at`; a worker may fill one large array for many texts.
 */
export function signature(units: Uint16Array, length: number, out: Uint32Array, at = 0): number {
  const fold = FOLD;
  const join = JOIN;
  for (let bin = 0; bin < SIGNATURE_BINS; bin++) out[at + bin] = EMPTY_BIN;
  let before = 0;
  let last = 0;
  let count = 0;
  let i = 0;
  while (i < length) {
    const letter = fold[units[i]];
    if (letter === GAP) {
      i++;
      continue;
    }
    if (letter >= ASCII_END) {
      if (before !== 0) {
        addShingle(before, last, letter, out, at);
        count++;
      }
      before = last;
      last = letter;
      i++;
      continue;
    }
    // A run of ASCII letters and digits, with the signs that join them into an address. With a digit or such a sign it
    // is a link, a mail address, a contact name or an order number: what changes from one copy of a script to the next.
    let end = i + 1;
    let isCode = letter === DIGIT;
    for (let j = i + 1, joined = 0; j < length; j++) {
      const unit = units[j];
      const next = fold[unit];
      if (next !== GAP) {
        if (next >= ASCII_END) break;
        isCode = isCode || next === DIGIT || joined === JOIN_CODE;
        joined = 0;
        end = j + 1;
      } else {
        const how = join[unit];
        // A colon joins only before a slash ("http://"), not in "Note: call".
        if (how === 0 && !((unit === 0x3a || unit === 0xff1a) && j + 1 < length && join[units[j + 1]] === JOIN_CODE)) break;
        if (how > joined) joined = how;
      }
    }
    if (!isCode) {
      if (last > BOUNDARY && last < ASCII_END) {
        if (before !== 0) {
          addShingle(before, last, BOUNDARY, out, at);
          count++;
        }
        before = last;
        last = BOUNDARY;
      }
      for (; i < end; i++) {
        const c = fold[units[i]];
        if (c === GAP) continue;
        if (before !== 0) {
          addShingle(before, last, c, out, at);
          count++;
        }
        before = last;
        last = c;
      }
    }
    i = end;
  }
  out[at + SIGNATURE_BINS] = count;
  return count;
}

/** Three products that do not wait for one another, then MurmurHash3's finaliser; the top five bits choose the bin. */
function addShingle(a: number, b: number, c: number, out: Uint32Array, at: number): void {
  let h = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77) + Math.imul(c, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  const bin = at + (h >>> 27);
  // Unsigned "less than" on signed words, which stay integers.
  if ((h ^ 0x80000000) < (out[bin] ^ 0x80000000)) out[bin] = h;
}

/**
 * Estimated Jaccard similarity of the shingle sets behind two signatures, 0 … 1000. Bins empty on both sides say nothing
 * and are left out.
 */
export function similarityPermille(a: Uint32Array, aAt: number, b: Uint32Array, bAt: number): number {
  let equal = 0;
  let empty = 0;
  for (let bin = 0; bin < SIGNATURE_BINS; bin++) {
    // As signed words, without a branch: unsigned ones would be compared as doubles, and which bins agree is chance.
    const x = a[aAt + bin] | 0;
    const isEqual = +(x === (b[bAt + bin] | 0));
    const isEmpty = +(x === -1);
    equal += isEqual;
    empty += isEqual & isEmpty;
  }
  const used = SIGNATURE_BINS - empty;
  return used === 0 ? 0 : Math.floor(((equal - empty) * 1000) / used);
}
