/**
 * Fast, non-cryptographic mixing for table keys and input digests: two 32-bit lanes held in numbers, because BigInt is
 * two to five times slower. Not a defence against someone who crafts collisions; intel confirms every hit exactly.
 */

/** MurmurHash3's 32-bit finaliser (Appleby, public domain): every input bit reaches every output bit. */
export function mix32(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hash of two words to one, unsigned. */
export function hashPair(lo: number, hi: number): number {
  return mix32(Math.imul(lo, 0x9e3779b1) ^ mix32(hi ^ 0x7f4a7c15));
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 code units. `seed` gives independent lanes. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    h = Math.imul(h ^ (c & 0xff), 0x01000193);
    if (c > 0xff) h = Math.imul(h ^ (c >>> 8), 0x01000193);
  }
  return mix32(h);
}

/** Two 32-bit lanes of one run of bytes, each mixed; together 64 bits. Lane two rotates, so the lanes fail apart. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, out: { lo: number; hi: number }): void {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
    b = (b << 13) | (b >>> 19);
  }
  out.lo = mix32(a);
  out.hi = mix32(b ^ (end - start));
}
