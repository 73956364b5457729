/**
 * The money graph as bytes and back, exactly: the same transfers under the same numbers, each run tight and in order, so
 * that every trace after equals every trace before. Chunks are a few megabytes; their order matters. A snapshot of
 * another version, or a damaged one, is refused as a whole, and the log is read instead.
 */
import { assert } from "../base/assert.ts";
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import { MoneyGraph } from "./graph.ts";
import { POCKET_HASH_PROBE } from "./pockets.ts";
import type { Runs } from "./runs.ts";

const FORMAT = "duanliu-money-graph";
/** Raised whenever a layout or a hash changes. */
const VERSION = 1;
/** Doubles of entries in one chunk: 4 MB. A longer run has a chunk of its own. */
const CHUNK_DOUBLES = 1 << 19;

const SECTIONS = ["rows", "ids", "idIndex", "stated", "lines", "pockets", "pocketIndex", "pocketTexts", "payments", "receipts"] as const;
/** First byte of the last chunk, which says how many came before it. */
const END = 255;
type Section = (typeof SECTIONS)[number];

interface Header {
  readonly format: string;
  readonly version: number;
  readonly hashProbe: number;
  readonly institutions: readonly string[];
  readonly currencies: readonly number[];
  readonly still: readonly (readonly [number, number, number])[];
  readonly counts: { readonly transfers: number; readonly pockets: number; readonly entries: number };
}

/** A snapshot that cannot be taken: of another version, or damaged. */
export class GraphSnapshotRefused extends Error {
  override readonly name = "GraphSnapshotRefused";
}

function refuse(why: string): never {
  throw new GraphSnapshotRefused(`money graph snapshot refused: ${why}`);
}

/** A header, then each chunk behind eight bytes that name its section, then an end that counts them. The graph must not change until the last was taken. */
export function* writeGraph(graph: MoneyGraph): Generator<Uint8Array> {
  const { version } = graph;
  const { rows, ids, idIndex, stated, lines, still } = graph.parts();
  const pockets = graph.pockets.parts();
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    hashProbe: POCKET_HASH_PROBE,
    ...graph.pockets.head(),
    still: [...still].map(([row, { atMs, amount }]) => [row, atMs, amount]),
    counts: { transfers: graph.count, pockets: graph.pockets.count, entries: graph.payments.entries },
  };
  yield new TextEncoder().encode(JSON.stringify(header));
  let count = 0;
  const sections: readonly (readonly [Section, Iterable<Uint8Array>])[] = [
    ["rows", rows.chunks()],
    ["ids", ids.chunks()],
    ["idIndex", idIndex.chunks()],
    ["stated", stated.chunks()],
    ["lines", lines.chunks()],
    ["pockets", pockets.rows.chunks()],
    ["pocketIndex", pockets.index.chunks()],
    ["pocketTexts", pockets.texts.chunks()],
    ["payments", runChunks(graph.payments, graph.pockets.count)],
    ["receipts", runChunks(graph.receipts, graph.pockets.count)],
  ];
  for (const [name, chunks] of sections) {
    for (const bytes of chunks) {
      assert(graph.version === version, "the graph is not changed while its snapshot is written");
      const chunk = new Uint8Array(8 + bytes.byteLength);
      chunk[0] = SECTIONS.indexOf(name);
      chunk.set(bytes, 8);
      count++;
      yield chunk;
    }
  }
  const end = new Uint32Array(2);
  end[0] = END;
  end[1] = count;
  yield new Uint8Array(end.buffer);
}

/** Each chunk: number of runs; then for each its pocket, its length and its entries. All doubles. */
function* runChunks(runs: Runs, pockets: number): Generator<Uint8Array> {
  let chunk = new Float64Array(CHUNK_DOUBLES);
  let at = 1;
  for (let pocket = 0; pocket < pockets; pocket++) {
    const length = runs.lengthOf(pocket);
    if (length === 0) continue;
    const needed = 2 + length * ENTRY_DOUBLES;
    if (at + needed > chunk.length) {
      if (at > 1) yield new Uint8Array(chunk.buffer, 0, at * 8);
      chunk = new Float64Array(Math.max(CHUNK_DOUBLES, 1 + needed));
      at = 1;
    }
    chunk[0]++;
    chunk[at] = pocket;
    chunk[at + 1] = length;
    at += 2;
    for (let piece = 0, pieces = 1; piece < pieces; piece++) {
      runs.seat(pocket, piece);
      pieces = runs.pieces;
      chunk.set(runs.doubles.subarray(runs.base, runs.base + runs.length * ENTRY_DOUBLES), at);
      at += runs.length * ENTRY_DOUBLES;
    }
  }
  if (at > 1) yield new Uint8Array(chunk.buffer, 0, at * 8);
}

/** Takes chunks one after the other; `end` gives the graph, or refuses what is not whole. */
export class GraphReader {
  readonly #graph = new MoneyGraph();
  #header: Header | undefined;
  #chunks = 0;
  #ended = false;

  take(chunk: Uint8Array): void {
    if (this.#header === undefined) {
      this.#header = readHeader(chunk);
      this.#graph.pockets.takeHead(this.#header);
      const { still } = this.#graph.parts();
      for (const [row, atMs, amount] of this.#header.still) still.set(row, { atMs, amount });
      return;
    }
    if (this.#ended) refuse("it goes on behind its end");
    if (chunk.byteLength === 8 && chunk[0] === END) {
      const [, count] = new Uint32Array(chunk.slice().buffer);
      if (count !== this.#chunks) refuse(`it has ${this.#chunks} chunks, expected ${count}`);
      this.#ended = true;
      return;
    }
    this.#chunks++;
    if (chunk.byteLength < 8) refuse(`chunk ${this.#chunks} is cut off`);
    const section = SECTIONS[chunk[0]];
    if (section === undefined || !this.#takeSection(section, chunk.subarray(8))) refuse(`chunk ${this.#chunks} (${section ?? "unknown"}) is damaged`);
  }

  #takeSection(section: Section, bytes: Uint8Array): boolean {
    const parts = this.#graph.parts();
    const pockets = this.#graph.pockets.parts();
    switch (section) {
      case "rows":
        return parts.rows.takeChunk(bytes);
      case "ids":
        return parts.ids.takeChunk(bytes);
      case "idIndex":
        return parts.idIndex.takeChunk(bytes);
      case "stated":
        return parts.stated.takeChunk(bytes);
      case "lines":
        return parts.lines.takeChunk(bytes);
      case "pockets":
        return pockets.rows.takeChunk(bytes);
      case "pocketIndex":
        return pockets.index.takeChunk(bytes);
      case "pocketTexts":
        return pockets.texts.takeChunk(bytes);
      case "payments":
        return this.#takeRuns(this.#graph.payments, bytes);
      case "receipts":
        return this.#takeRuns(this.#graph.receipts, bytes);
    }
  }

  #takeRuns(runs: Runs, bytes: Uint8Array): boolean {
    if (bytes.byteLength % 8 !== 0) return false;
    this.#graph.ensureRuns();
    const doubles = new Float64Array(bytes.byteLength / 8);
    new Uint8Array(doubles.buffer).set(bytes);
    const words = new Uint32Array(doubles.buffer);
    const { pockets, count } = this.#graph;
    let at = 1;
    for (let n = 0; n < doubles[0]; n++) {
      const pocket = doubles[at];
      const length = doubles[at + 1];
      const end = at + 2 + length * ENTRY_DOUBLES;
      if (!(pocket >= 0 && pocket < pockets.count && length > 0 && end <= doubles.length) || runs.lengthOf(pocket) !== 0) return false;
      for (let d = at + 2; d < end; d += ENTRY_DOUBLES) {
        if (words[d * 2 + OTHER] >= pockets.count || (words[d * 2 + ROW] & ROW_MASK) >= count) return false;
      }
      runs.takeRun(pocket, doubles.subarray(at + 2, end), length);
      at = end;
    }
    return at === doubles.length;
  }

  end(): MoneyGraph {
    const header = this.#header ?? refuse("it is empty");
    if (!this.#ended) refuse("its end is missing");
    this.#graph.ensureRuns();
    const { count, pockets, payments, receipts } = this.#graph;
    const { idIndex } = this.#graph.parts();
    const { transfers, pockets: pocketCount, entries } = header.counts;
    if (count !== transfers || pockets.count !== pocketCount || payments.entries !== entries || receipts.entries !== entries || idIndex.count !== transfers) {
      refuse(`it has ${count} transfers, ${pockets.count} pockets and ${payments.entries} and ${receipts.entries} entries; expected ${transfers}, ${pocketCount} and ${entries}`);
    }
    return this.#graph;
  }
}

function readHeader(chunk: Uint8Array): Header {
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder().decode(chunk)) as Header;
  } catch {
    return refuse("its first chunk is not a header");
  }
  if (header?.format !== FORMAT) refuse("it is not a money graph");
  if (header.version !== VERSION || header.hashProbe !== POCKET_HASH_PROBE) refuse(`version ${header.version}, expected ${VERSION}`);
  return header;
}

export function readGraph(chunks: Iterable<Uint8Array>): MoneyGraph {
  const reader = new GraphReader();
  for (const chunk of chunks) reader.take(chunk);
  return reader.end();
}
