/**
 * The tables as bytes and back, exactly: the same rows in the same places, so that a run continued from a snapshot equals
 * one that was never interrupted. Only rows in use are written. Chunks are a few megabytes; their order matters.
 */
import { assert } from "../base/assert.ts";
import type { RowTable } from "./row-table.ts";

const FORMAT = "duanliu-features";
/** Raised whenever a row's layout or a hash changes: an older snapshot is then refused and the log replayed instead. */
const VERSION = 1;
/** Words of row data in one chunk: 4 MB. */
const CHUNK_WORDS = 1 << 20;

interface Header {
  readonly format: string;
  readonly version: number;
  readonly settings: string;
  readonly counters: readonly number[];
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly words: number; readonly live: number; readonly evicted: number; readonly expired: number }[];
}

/** A snapshot that cannot be taken: of another version, of other limits, or damaged. The log must be replayed instead. */
export class SnapshotRefused extends Error {
  override readonly name = "SnapshotRefused";
}

function refuse(why: string): never {
  throw new SnapshotRefused(`feature snapshot refused: ${why}`);
}

/** `settings` are what a continuing run must share; `counters` are the engine's own numbers. */
export function* writeSnapshot(tables: readonly RowTable[], settings: string, counters: readonly number[]): Generator<Uint8Array> {
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    settings,
    counters,
    tables: tables.map(({ name, rows, words, live, evicted, expired }) => ({ name, rows, words, live, evicted, expired })),
  };
  yield new TextEncoder().encode(JSON.stringify(header));
  for (let number = 0; number < tables.length; number++) yield* rowChunks(tables[number], number);
}

/** Each chunk: table number, count; then for each row its place, its tag and its words. */
function* rowChunks(table: RowTable, number: number): Generator<Uint8Array> {
  const { words, tags, i32 } = table;
  const perChunk = Math.max(1, Math.floor(CHUNK_WORDS / (words + 2)));
  let left = table.live;
  let row = 0;
  while (left > 0) {
    const count = Math.min(left, perChunk);
    const chunk = new Int32Array(2 + count * (words + 2));
    chunk[0] = number;
    chunk[1] = count;
    let at = 2;
    for (let n = 0; n < count; row++) {
      assert(row < table.rows, `table "${table.name}" counts more rows than it holds`);
      if (tags[row] === 0) continue;
      chunk[at] = row;
      chunk[at + 1] = tags[row]!;
      chunk.set(i32.subarray(row * words, (row + 1) * words), at + 2);
      at += words + 2;
      n++;
    }
    left -= count;
    yield new Uint8Array(chunk.buffer);
  }
}

/** Fills the tables; gives the counters. On `SnapshotRefused` the tables are empty. */
export function readSnapshot(tables: readonly RowTable[], settings: string, chunks: readonly Uint8Array[]): readonly number[] {
  for (const table of tables) table.clear();
  try {
    return fill(tables, settings, chunks);
  } catch (error) {
    for (const table of tables) table.clear();
    throw error;
  }
}

function readHeader(first: Uint8Array | undefined): Header {
  if (first === undefined) refuse("it is empty");
  try {
    return JSON.parse(new TextDecoder().decode(first)) as Header;
  } catch {
    return refuse("its first chunk is not a header");
  }
}

function fill(tables: readonly RowTable[], settings: string, chunks: readonly Uint8Array[]): readonly number[] {
  const header = readHeader(chunks[0]);
  if (header?.format !== FORMAT) refuse("it is not a feature snapshot");
  if (header.version !== VERSION) refuse(`version ${header.version}, expected ${VERSION}`);
  if (header.settings !== settings) refuse(`made with limits ${header.settings}, expected ${settings}`);
  if (!Array.isArray(header.tables) || header.tables.length !== tables.length) refuse("its list of tables is not this engine's");
  const filled = tables.map(() => 0);
  for (let k = 1; k < chunks.length; k++) {
    const bytes = chunks[k];
    if (bytes.byteLength % 4 !== 0 || bytes.byteLength < 8) refuse(`chunk ${k} has ${bytes.byteLength} bytes`);
    const chunk = bytes.byteOffset % 4 === 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4) : new Int32Array(bytes.slice().buffer);
    const table = tables[chunk[0]];
    if (table === undefined) refuse(`chunk ${k} names table ${chunk[0]}`);
    const { words } = table;
    if (chunk.length !== 2 + chunk[1] * (words + 2)) refuse(`chunk ${k} of "${table.name}" is cut off`);
    for (let at = 2; at < chunk.length; at += words + 2) {
      const row = chunk[at];
      if (row < 0 || row >= table.rows || chunk[at + 1] === 0 || table.tags[row] !== 0) refuse(`chunk ${k} of "${table.name}" has a wrong row ${row}`);
      table.tags[row] = chunk[at + 1]!;
      table.i32.set(chunk.subarray(at + 2, at + 2 + words), row * words);
    }
    filled[chunk[0]] += chunk[1];
  }
  tables.forEach((table, k) => {
    const { rows, words, live, evicted, expired, name } = header.tables[k];
    if (name !== table.name || rows !== table.rows || words !== table.words) refuse(`table "${name}" has ${rows} rows of ${words} words, expected ${table.rows} of ${table.words}`);
    if (filled[k] !== live) refuse(`table "${name}" has ${filled[k]} rows, expected ${live}`);
    table.live = live;
    table.evicted = evicted;
    table.expired = expired;
  });
  return header.counters;
}
