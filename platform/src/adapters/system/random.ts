/**
 * Random bytes of the machine, drawn many at a time: a call for twelve costs as much as one for thousands, and a package of
 * orders needs thousands. Every byte is given out once and never kept.
 */
import { randomFillSync } from "node:crypto";

const POOL_BYTES = 1 << 14;
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/** A copy of its own. `count` is small: at most a pool's worth. */
export function drawBytes(count: number): Uint8Array {
  if (used + count > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const drawn = pool.slice(used, used + count);
  pool.fill(0, used, used + count);
  used += count;
  return drawn;
}
