/**
 * Keys of hosts and addresses. A host is hashed from its last byte to its first, so that one pass over a host gives the
 * key of every suffix at its dots; an address from first to last, so that one pass gives the key of every path prefix.
 * 60 bits, not cryptographic: every hit is confirmed against the text.
 */
import { mix32 } from "../base/hash.ts";
import type { Key } from "../domain/identifier.ts";

/** Starting values and steps of two independent FNV-like lanes. */
export const LANE_A = 0x811c9dc5 | 0;
export const LANE_B = 0x1b873593 | 0;
const STEP_A = 0x01000193;
const STEP_B = 0x5bd1e995;

export function stepA(lane: number, byte: number): number {
  return Math.imul(lane ^ byte, STEP_A);
}

export function stepB(lane: number, byte: number): number {
  const x = Math.imul(lane ^ byte, STEP_B);
  return (x << 13) | (x >>> 19);
}

export function finishLo(a: number): number {
  return mix32(a);
}

/** 28 bits: what the tables keep of a hash's high word. */
export function finishHi(b: number): number {
  return mix32(b) >>> 4;
}

/** Key of a canonical host; ASCII. */
export function hashHost(host: string, out: Key): void {
  let a = LANE_A;
  let b = LANE_B;
  for (let i = host.length - 1; i >= 0; i--) {
    const c = host.charCodeAt(i);
    a = stepA(a, c);
    b = stepB(b, c);
  }
  out.lo = finishLo(a);
  out.hi = finishHi(b);
}

/** Key of a canonical address without scheme: host, path without trailing slash, query. ASCII after parsing. */
export function hashUrlText(text: string, out: Key): void {
  let a = LANE_A;
  let b = LANE_B;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = stepA(a, c);
    b = stepB(b, c);
  }
  out.lo = finishLo(a);
  out.hi = finishHi(b);
}
