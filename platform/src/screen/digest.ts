/**
 * Digest of what a verdict was made from: the record without its string places, the event's id, and every measured
 * fact that rules read. Two lanes of 32 bits, for telling whether a replay saw the same; proof against tampering is
 * the log's checksums, not this.
 */
import { RECORD_WORDS, W } from "../domain/record.ts";

const C1 = 0x9e3779b1;
const C2 = 0x85ebca77;
/** Words 14…29 say where strings lie in a buffer, 60 and 61 when we received the event: neither is part of what it says. */
const FIRST_END = W.refs;
const SECOND_START = W.intel;
const SECOND_END = W.receivedAtDouble * 2;
const NAN_WORD = 0x7ff80000;

/** Writes lo and hi to `out[at]` and `out[at + 1]`. Even words go into one lane and odd ones into the
 * other; both end in both. A state is folded, not turned: turned, its top bit met one single bit of the next word. */
export function digestEvent(words: Uint32Array, heap: Uint8Array, i: number, factWords: Uint32Array, slots: Int32Array, seed: number, out: Uint32Array, at: number): void {
  const base = i * RECORD_WORDS;
  let a = seed | 0;
  let b = ~seed;
  for (let w = base; w < base + FIRST_END; w += 2) {
    a = Math.imul(a ^ (a >>> 15) ^ words[w], C1);
    b = Math.imul(b ^ (b >>> 13) ^ words[w + 1], C2);
  }
  for (let w = base + SECOND_START; w < base + SECOND_END; w += 2) {
    a = Math.imul(a ^ (a >>> 15) ^ words[w], C1);
    b = Math.imul(b ^ (b >>> 13) ^ words[w + 1], C2);
  }
  for (let s = 0; s < slots.length; s++) {
    const slot = slots[s] * 2;
    const lo = factWords[slot];
    const hi = factWords[slot + 1];
    // Any NaN means "unknown"; its other bits may differ from run to run.
    const nan = (hi & 0x7ff00000) === 0x7ff00000 && ((hi & 0xfffff) | lo) !== 0;
    a = Math.imul(a ^ (a >>> 15) ^ (nan ? 0 : lo), C1);
    b = Math.imul(b ^ (b >>> 13) ^ (nan ? NAN_WORD : hi), C2);
  }
  const idStart = words[base + W.refs];
  const idEnd = idStart + words[base + W.refs + 1];
  for (let p = idStart; p < idEnd; p++) a = Math.imul(a ^ (a >>> 15) ^ heap[p], C1);
  b ^= a >>> 7;
  a = Math.imul(a ^ (a >>> 16) ^ Math.imul(b, C1), 0x85ebca6b);
  b = Math.imul(b ^ (b >>> 15) ^ Math.imul(a, C2), 0xc2b2ae35);
  out[at] = a ^ (a >>> 13);
  out[at + 1] = b ^ (b >>> 16);
}
