/**
 * Shared memory that starts on a cache-line boundary. A table bucket is one 64-byte line only if the buffer itself is
 * aligned; the runtime's own allocator hands out page + 16 bytes, which makes every bucket straddle two lines and a
 * miss three times slower. WebAssembly memory always starts on a page, and needs no module to be used as plain memory.
 */

/** Below this a table sits in the cache anyway, and each WebAssembly memory reserves much address space. */
const ALIGNED_FROM_BYTES = 1 << 20;
const WASM_PAGE_BYTES = 65_536;

/** The part of the runtime's WebAssembly that is used here; the DOM's types are not loaded. */
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => { readonly buffer: SharedArrayBuffer };
};

/** A zeroed SharedArrayBuffer of at least `bytes`; aligned to 64 bytes from one mebibyte on. */
export function alignedShared(bytes: number): SharedArrayBuffer {
  if (bytes < ALIGNED_FROM_BYTES) return new SharedArrayBuffer(bytes);
  const pages = Math.ceil(bytes / WASM_PAGE_BYTES);
  // 65,536 pages is the 4 GiB that 32-bit WebAssembly can name; beyond it correctness stays, alignment goes.
  if (pages > 65_536) return new SharedArrayBuffer(bytes);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
}
