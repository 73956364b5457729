/**
 * Every set of terms that entries ever had, numbered once and for good. An entry number in a verdict therefore explains
 * itself years later, after the list that held it was replaced. What the look-up needs (span, strength) stands in shared
 * arrays; the words stand in plain objects of the writing thread.
 */
import { hashText } from "../base/hash.ts";
import { ENTRY_KINDS, type CheckedTerms, type EntryTerms } from "./entry.ts";

/** Numbers below are the built-in protections (protected.ts); 0 means no entry. */
export const FIRST_ENTRY_NUMBER = 16;
/** A million different terms: more means that a list writes a note of its own on every row, which belongs elsewhere. */
export const TERMS_MAX = 1 << 20;
/** Words of the digest of one set of terms. */
export const DIGEST_LANES = 4;

/** What readers in other threads need. */
export interface TermsHandle {
  readonly spans: SharedArrayBuffer;
  readonly strengths: SharedArrayBuffer;
}

/** Strength: the rank of the kind above the confidence, so that one comparison finds the strongest entry. */
export const STRENGTH_KIND_SHIFT = 10;

export class TermsBook {
  readonly #numbers = new Map<string, number>();
  /** By entry number less the first; null where a stored number's terms are no longer known. */
  readonly #terms: (CheckedTerms | null)[] = [];
  /** [from, until) pairs in milliseconds, by entry number. Grows in place under its readers. */
  readonly #spansBuffer = new SharedArrayBuffer(1024 * 16, { maxByteLength: (TERMS_MAX + FIRST_ENTRY_NUMBER) * 16 });
  readonly #strengthsBuffer = new SharedArrayBuffer(1024 * 4, { maxByteLength: (TERMS_MAX + FIRST_ENTRY_NUMBER) * 4 });
  readonly spans = new Float64Array(this.#spansBuffer);
  readonly strengths = new Uint32Array(this.#strengthsBuffer);
  /** Four words of digest per entry number. */
  #digests = new Uint32Array(1024 * DIGEST_LANES);

  constructor() {
    // Protections hold at any time and outweigh everything.
    for (let n = 1; n < FIRST_ENTRY_NUMBER; n++) {
      this.spans[n * 2] = -Infinity;
      this.spans[n * 2 + 1] = Infinity;
      this.strengths[n] = ((ENTRY_KINDS.length + 1) << STRENGTH_KIND_SHIFT) | 1000;
    }
  }

  /** Number of these terms, given out if they are new; -1 when the book is full. */
  number(terms: CheckedTerms): number {
    const text = termsText(terms);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#terms.length >= TERMS_MAX) return -1;
    const n = FIRST_ENTRY_NUMBER + this.#terms.length;
    this.#terms.push(null);
    this.#put(n, text, terms);
    return n;
  }

  /**
   * Puts stored terms back under their old number. The number they have now: another one if the old one has been given
   * to other terms meanwhile, -1 when the book is full.
   */
  restore(entry: number, terms: CheckedTerms): number {
    const text = termsText(terms);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (entry - FIRST_ENTRY_NUMBER >= TERMS_MAX) return -1;
    this.reserve(entry + 1);
    if (entry < FIRST_ENTRY_NUMBER || this.#terms[entry - FIRST_ENTRY_NUMBER] !== null) return this.number(terms);
    this.#put(entry, text, terms);
    return entry;
  }

  /** Numbers below `end` were given out once and are not given to anything else. */
  reserve(end: number): void {
    while (this.end < Math.min(end, TERMS_MAX + FIRST_ENTRY_NUMBER)) this.#terms.push(null);
  }

  #put(n: number, text: string, terms: CheckedTerms): void {
    while (this.#strengthsBuffer.byteLength < (n + 1) * 4) {
      this.#strengthsBuffer.grow(Math.min(this.#strengthsBuffer.byteLength * 2, this.#strengthsBuffer.maxByteLength));
      this.#spansBuffer.grow(Math.min(this.#spansBuffer.byteLength * 2, this.#spansBuffer.maxByteLength));
    }
    if (this.#digests.length < (n + 1) * DIGEST_LANES) {
      const larger = new Uint32Array(Math.max(this.#digests.length * 2, (n + 1) * DIGEST_LANES));
      larger.set(this.#digests);
      this.#digests = larger;
    }
    for (let lane = 0; lane < DIGEST_LANES; lane++) this.#digests[n * DIGEST_LANES + lane] = hashText(text, 0x811c9dc5 ^ Math.imul(lane + 1, 0x9e3779b1));
    this.spans[n * 2] = terms.validFromMs;
    this.spans[n * 2 + 1] = terms.validUntilMs;
    this.strengths[n] = ((ENTRY_KINDS.indexOf(terms.kind) + 1) << STRENGTH_KIND_SHIFT) | terms.confidencePermille;
    // Through text and back: words cut from an import's buffer would keep the whole buffer alive.
    this.#terms[n - FIRST_ENTRY_NUMBER] = JSON.parse(JSON.stringify(terms)) as CheckedTerms;
    this.#numbers.set(text, n);
  }

  get(entry: number): EntryTerms | null {
    return this.#terms[entry - FIRST_ENTRY_NUMBER] ?? null;
  }

  /** One past the highest entry number. */
  get end(): number {
    return FIRST_ENTRY_NUMBER + this.#terms.length;
  }

  digestLane(entry: number, lane: number): number {
    return this.#digests[entry * DIGEST_LANES + lane];
  }

  /** With their numbers, in order, for saving. */
  *all(): IterableIterator<readonly [number, CheckedTerms]> {
    for (const [i, terms] of this.#terms.entries()) if (terms !== null) yield [FIRST_ENTRY_NUMBER + i, terms];
  }

  handle(): TermsHandle {
    return { spans: this.#spansBuffer, strengths: this.#strengthsBuffer };
  }
}

/** Canonical: equal terms have equal texts. */
function termsText(t: EntryTerms): string {
  return JSON.stringify([t.list, t.kind, t.evidence, t.source, t.note, t.confidencePermille, t.validFromMs, t.validUntilMs, t.reviewAtMs, t.sharing, t.lifeAssumed]);
}
