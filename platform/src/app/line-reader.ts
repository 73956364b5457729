/**
 * Cuts a stream of bytes into lines and lines into batches of records, without copying what it can point at. It tells
 * of every refused line by number; blank lines count but say nothing. A line too long to be an event is skipped to its
 * end, so that one bad sender cannot fill the memory.
 */
import { assert } from "../base/assert.ts";
import { BatchFull, decodeOrRefuse, TOO_LONG, type LineRefusal } from "../domain/decode-event.ts";
import { EVENT_LINE_BYTES_MAX } from "../domain/event-fields.ts";
import { EventBatch, RECORD_WORDS } from "../domain/record.ts";
import { SIGNATURE_BYTES } from "../screen/annotate.ts";
import { LIMITS } from "./limits.ts";

export interface LineReaderSink {
  /** A full or last batch. Its rows and strings are valid only until this returns. `lines[i]` is event i's line. */
  batch(batch: EventBatch, lines: Float64Array): void;
  refused(problem: LineRefusal): void;
}

const NEWLINE = 10;
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

export class LineReader {
  readonly #sink: LineReaderSink;
  readonly #batch = new EventBatch(LIMITS.batchEvents);
  readonly #lines = new Float64Array(LIMITS.batchEvents);
  readonly #buffer: Uint8Array;
  /** The buffer without the room that signatures need: strings that are rewritten stay inside. */
  readonly #forStrings: Uint8Array;
  readonly ignored = new Map<string, number>();
  /** Bytes of an unfinished line at the start of the buffer. */
  #carried = 0;
  /** Where the data of this round end; rewritten strings come behind. */
  #dataEnd = 0;
  #line = 0;
  #skipping = false;
  /** Bytes of a byte-order mark seen at the very start, which may come one by one; -1 when it is settled. */
  #mark = 0;

  constructor(sink: LineReaderSink) {
    this.#sink = sink;
    const signatures = LIMITS.batchEvents * SIGNATURE_BYTES;
    const bytes = EVENT_LINE_BYTES_MAX + LIMITS.chunkBytes + LIMITS.chunkSlackBytes + signatures;
    // A fresh buffer of its own, aligned, so that one view over it serves every line.
    this.#buffer = new Uint8Array(new ArrayBuffer(bytes));
    this.#forStrings = this.#buffer.subarray(0, bytes - signatures);
  }

  /** Ready for another input, as if new. */
  reset(): void {
    this.#batch.words.fill(0);
    this.#batch.count = 0;
    this.#carried = 0;
    this.#dataEnd = 0;
    this.#line = 0;
    this.#skipping = false;
    this.#mark = 0;
    this.ignored.clear();
  }

  /** Lines seen so far, blank ones included. */
  get linesRead(): number {
    return this.#line;
  }

  /** Takes any number of bytes; calls the sink for every batch that became full. */
  push(bytes: Uint8Array): void {
    const input = this.#mark < 0 ? bytes : this.#withoutMark(bytes);
    for (let at = 0; at < input.length; at += LIMITS.chunkBytes) this.#round(input.subarray(at, at + LIMITS.chunkBytes));
  }

  /** Takes a byte-order mark off the start of the input. */
  #withoutMark(bytes: Uint8Array): Uint8Array {
    let at = 0;
    while (at < bytes.length && bytes[at] === BYTE_ORDER_MARK[this.#mark]) {
      at++;
      if (++this.#mark === BYTE_ORDER_MARK.length) {
        this.#mark = -1;
        return bytes.subarray(at);
      }
    }
    if (at === bytes.length) return bytes.subarray(at);
    // It only began like one.
    const held = BYTE_ORDER_MARK.subarray(0, this.#mark);
    this.#mark = -1;
    if (held.length === 0) return bytes;
    const whole = new Uint8Array(held.length + bytes.length - at);
    whole.set(held);
    whole.set(bytes.subarray(at), held.length);
    return whole;
  }

  /** Ends the input: judges a last line without a newline and the last batch. */
  end(): void {
    if (this.#mark > 0) {
      const held = BYTE_ORDER_MARK.subarray(0, this.#mark);
      this.#mark = -1;
      this.#round(held);
    }
    if (this.#skipping) this.#line++;
    else if (this.#carried > 0) {
      this.#buffer[this.#carried] = NEWLINE;
      const end = this.#carried;
      this.#dataEnd = end + 1;
      this.#batch.heapEnd = this.#dataEnd;
      this.#takeLine(0, end);
    }
    this.#carried = 0;
    this.#flush();
  }

  #round(chunk: Uint8Array): void {
    const buffer = this.#buffer;
    let from = 0;
    if (this.#skipping) {
      const end = chunk.indexOf(NEWLINE);
      if (end < 0) return;
      this.#skipping = false;
      this.#line++;
      from = end + 1;
    }
    buffer.set(from === 0 ? chunk : chunk.subarray(from), this.#carried);
    const dataEnd = this.#carried + chunk.length - from;
    this.#dataEnd = dataEnd;
    this.#batch.heapEnd = dataEnd;
    let start = 0;
    // Looks no further than the data: behind it lie old bytes, and one event must not pay for searching them.
    const data = buffer.subarray(0, dataEnd);
    for (let end = data.indexOf(NEWLINE, this.#carried); end >= 0; end = data.indexOf(NEWLINE, start)) {
      this.#takeLine(start, end);
      start = end + 1;
    }
    // The rows point into this buffer, so they are judged before it moves.
    this.#flush();
    const rest = dataEnd - start;
    if (rest > EVENT_LINE_BYTES_MAX) {
      this.#skipping = true;
      this.#carried = 0;
      this.#sink.refused({ ...TOO_LONG, line: this.#line + 1 });
      return;
    }
    buffer.copyWithin(0, start, dataEnd);
    this.#carried = rest;
  }

  #takeLine(start: number, end: number): void {
    this.#line++;
    const buffer = this.#buffer;
    // Counted before blanks are taken off, as where the line came in pieces.
    if (end - start > EVENT_LINE_BYTES_MAX) {
      this.#flush();
      this.#sink.refused({ ...TOO_LONG, line: this.#line });
      return;
    }
    let stop = end;
    while (stop > start && (buffer[stop - 1] === 13 || buffer[stop - 1] === 32 || buffer[stop - 1] === 9)) stop--;
    if (stop === start) return;
    const batch = this.#batch;
    batch.heap = this.#forStrings;
    let problem: LineRefusal | null;
    try {
      problem = decodeOrRefuse(this.#forStrings, start, stop, batch, batch.count, this.#line, this.ignored);
    } catch (error) {
      if (!(error instanceof BatchFull)) throw error;
      assert(batch.count > 0, "an empty batch has room for one line");
      this.#flush();
      problem = decodeOrRefuse(this.#forStrings, start, stop, batch, batch.count, this.#line, this.ignored);
    }
    if (problem !== null) {
      // What came before is answered before: answers stand in the order of the lines.
      this.#flush();
      this.#sink.refused(problem);
      return;
    }
    this.#lines[batch.count++] = this.#line;
    if (batch.count === batch.capacity) this.#flush();
  }

  #flush(): void {
    const batch = this.#batch;
    // The row after the last may hold half of a line for which there was no room.
    const used = Math.min(batch.capacity, batch.count + 1);
    if (batch.count > 0) {
      batch.heap = this.#buffer;
      this.#sink.batch(batch, this.#lines);
      batch.count = 0;
    }
    batch.words.fill(0, 0, used * RECORD_WORDS);
    batch.heapEnd = this.#dataEnd;
  }
}
