/**
 * Whole lines of one chunk to annotated rows, in place. The same work as the line reader's, but for a chunk that can be
 * handed between threads: rows and strings lie in two shared buffers that one thread at a time works in. (Transferring
 * buffers instead cost more than the judging.)
 */
import { BatchFull, decodeOrRefuse, TOO_LONG, type LineRefusal } from "../domain/decode-event.ts";
import { EVENT_LINE_BYTES_MAX } from "../domain/event-fields.ts";
import { EventBatch, RECORD_BYTES, RECORD_WORDS } from "../domain/record.ts";
import { SIGNATURE_BYTES, type Annotator } from "../screen/annotate.ts";
import { LIMITS } from "./limits.ts";

/** Shorter than any line that can be an event: so a chunk never holds more events than this many rows. */
const LINE_BYTES_MIN = 64;
export const CHUNK_ROWS = LIMITS.fileChunkBytes / LINE_BYTES_MIN;
const SLACK_BYTES = LIMITS.chunkSlackBytes;
export const CHUNK_HEAP_BYTES = LIMITS.fileChunkBytes + SLACK_BYTES + CHUNK_ROWS * SIGNATURE_BYTES;

export interface Chunk {
  /** Lines, then room for rewritten strings and signatures. */
  readonly heap: SharedArrayBuffer;
  readonly rows: SharedArrayBuffer;
  /** Bytes of whole lines in the heap, the last newline included. */
  readonly dataEnd: number;
  /** Number of the line before the first. */
  readonly lineBefore: number;
}

export interface DecodedChunk {
  readonly heap: SharedArrayBuffer;
  readonly rows: SharedArrayBuffer;
  readonly count: number;
  readonly lines: number;
  readonly refused: readonly LineRefusal[];
  readonly ignored: readonly (readonly [string, number])[];
}

export function newChunkBuffers(): Pick<Chunk, "heap" | "rows"> {
  return { heap: new SharedArrayBuffer(CHUNK_HEAP_BYTES), rows: new SharedArrayBuffer(CHUNK_ROWS * RECORD_BYTES) };
}

/** `dirtyRows` is how many rows the chunk before left in the buffer. */
export function decodeChunk(chunk: Chunk, annotator: Annotator, dirtyRows: number): DecodedChunk {
  const batch = new EventBatch(CHUNK_ROWS, chunk.rows);
  const refused: LineRefusal[] = [];
  const ignored = new Map<string, number>();
  let heap = chunk.heap;
  let bytes = new Uint8Array(heap);
  let room = roomForStrings(bytes);
  batch.heapEnd = chunk.dataEnd;
  // Rows of the chunk before; all at once costs less than one by one.
  batch.words.fill(0, 0, Math.min(CHUNK_ROWS, dirtyRows + 1) * RECORD_WORDS);
  let line = chunk.lineBefore;
  for (let start = 0; start < chunk.dataEnd;) {
    const end = bytes.indexOf(10, start);
    line++;
    let stop = end;
    // Counted before blanks are taken off, as the line reader does.
    if (end - start > EVENT_LINE_BYTES_MAX) {
      refused.push({ ...TOO_LONG, line });
      start = end + 1;
      continue;
    }
    while (stop > start && (bytes[stop - 1] === 13 || bytes[stop - 1] === 32 || bytes[stop - 1] === 9)) stop--;
    if (stop > start) {
      batch.heap = room;
      try {
        const problem = decodeOrRefuse(room, start, stop, batch, batch.count, line, ignored);
        if (problem === null) batch.count++;
        else refused.push(problem);
      } catch (error) {
        if (!(error instanceof BatchFull)) throw error;
        // Strings that need rewriting are rare; a chunk full of them gets a larger heap and the line is read again.
        heap = new SharedArrayBuffer(heap.byteLength + 4 * SLACK_BYTES);
        const bigger = new Uint8Array(heap);
        bigger.set(bytes.subarray(0, batch.heapEnd));
        bytes = bigger;
        room = roomForStrings(bytes);
        line--;
        batch.words.fill(0, batch.count * RECORD_WORDS, (batch.count + 1) * RECORD_WORDS);
        continue;
      }
    }
    start = end + 1;
  }
  batch.heap = bytes;
  annotator.annotate(batch, 0, batch.count);
  return { heap, rows: chunk.rows, count: batch.count, lines: line - chunk.lineBefore, refused, ignored: [...ignored] };
}

function roomForStrings(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length - CHUNK_ROWS * SIGNATURE_BYTES);
}
