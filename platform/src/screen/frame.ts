/**
 * A batch of judged events as bytes: what the log keeps, what travels between processes, what a replay reads. Rows are
 * kept as they are in memory, so that decoding is a check and a view. The text of messages that were let through is
 * left out (least data); what the models said of it stays in the row.
 *
 * Layout, little-endian: magic, format, count, heap bytes, versions bytes, 3 spare words; versions (JSON, padded to 8);
 * `count` records of 256 bytes; `count` verdict rows of 32 bytes; heap.
 */
import { malformed, type Malformed } from "../base/problem.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { EventBatch, RECORD_BYTES, RECORD_WORDS, STORED, W } from "../domain/record.ts";
import { ACTIONS, type Versions } from "../domain/verdict.ts";
import { V, VERDICT_WORDS, VerdictBatch, type VerdictDetails } from "./verdict-batch.ts";

const MAGIC = 0x31464c44; // "DLF1"
const FORMAT = 1;
const HEADER_BYTES = 32;
const VERDICT_BYTES = VERDICT_WORDS * 4;
const REFS = 8;
const TEXT_REF = 1;
const MESSAGE = EVENT_KINDS.indexOf("message");
const ALLOW = ACTIONS.indexOf("allow");
export const FRAME_EVENTS_MAX = 65_535;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const pad8 = (n: number): number => (n + 7) & ~7;

/** Versions as they stand in a frame; made once per set of versions. */
export function encodeVersions(versions: Versions): Uint8Array {
  return encoder.encode(JSON.stringify(versions));
}

/** Whether the text of a message with this action is kept once it is judged. */
export type KeepsText = (actionCode: number) => boolean;
export const keepsTextUnlessAllowed: KeepsText = (action) => action !== ALLOW;

/** Encodes events [from, to) with their verdicts. The result is a fresh buffer of exact length. */
export function encodeFrame(batch: EventBatch, from: number, to: number, verdicts: VerdictBatch, versions: Uint8Array, keepsText: KeepsText): Uint8Array {
  const count = to - from;
  const details: (Uint8Array | null)[] = [];
  let heapBytes = 0;
  for (let i = from; i < to; i++) {
    const base = i * RECORD_WORDS;
    const erase = batch.words[base + W.kind] === MESSAGE && !keepsText(verdicts.actionCode(i));
    for (let r = 0; r < REFS; r++) if (!(erase && r === TEXT_REF)) heapBytes += batch.words[base + W.refs + r * 2 + 1];
    const found = verdicts.details[i]!;
    const bytes = found === null || found === undefined ? null : encoder.encode(JSON.stringify([found.hits, found.unknown, found.failed, found.lowered, found.shadow]));
    details.push(bytes);
    heapBytes += bytes?.length ?? 0;
  }
  const versionsBytes = pad8(versions.length);
  const recordsAt = HEADER_BYTES + versionsBytes;
  const verdictsAt = recordsAt + count * RECORD_BYTES;
  const heapAt = verdictsAt + count * VERDICT_BYTES;
  const out = new Uint8Array(heapAt + heapBytes);
  const head = new Uint32Array(out.buffer, 0, 8);
  head[0] = MAGIC;
  head[1] = FORMAT;
  head[2] = count;
  head[3] = heapBytes;
  head[4] = versions.length;
  out.set(versions, HEADER_BYTES);
  out.set(batch.bytes.subarray(from * RECORD_BYTES, to * RECORD_BYTES), recordsAt);
  out.set(new Uint8Array(verdicts.words.buffer, verdicts.words.byteOffset + from * VERDICT_BYTES, count * VERDICT_BYTES), verdictsAt);
  const records = new Uint32Array(out.buffer, recordsAt, count * RECORD_WORDS);
  const rows = new Uint32Array(out.buffer, verdictsAt, count * VERDICT_WORDS);
  const heap = batch.heap;
  let at = 0;
  for (let n = 0; n < count; n++) {
    const base = n * RECORD_WORDS;
    const erase = records[base + W.kind] === MESSAGE && !keepsText(verdicts.actionCode(from + n));
    for (let r = 0; r < REFS; r++) {
      const ref = base + W.refs + r * 2;
      const length = records[ref + 1];
      if (length === 0) {
        records[ref] = 0;
        continue;
      }
      if (erase && r === TEXT_REF) {
        records[ref] = 0;
        records[ref + 1] = 0;
        records[base + W.stored] |= STORED.textErased;
        continue;
      }
      const start = records[ref];
      // Short strings, and most are, are copied faster by hand than by a call.
      if (length < 48) for (let k = 0; k < length; k++) out[heapAt + at + k] = heap[start + k]!;
      else out.set(heap.subarray(start, start + length), heapAt + at);
      records[ref] = at;
      at += length;
    }
    const found = details[n]!;
    const row = n * VERDICT_WORDS + V.details;
    rows[row] = found === null ? 0 : at;
    rows[row + 1] = found?.length ?? 0;
    if (found !== null) {
      out.set(found, heapAt + at);
      at += found.length;
    }
  }
  return out;
}

export interface Frame {
  readonly batch: EventBatch;
  readonly verdicts: VerdictBatch;
  readonly versions: Versions;
}

/** Checks a frame and views it; nothing is copied unless `bytes` is not aligned to 8. */
export function decodeFrame(bytes: Uint8Array): Frame | Malformed {
  const wrong = (expected: string): Malformed => malformed(`a frame of ${bytes.length} bytes`, expected);
  if (bytes.length < HEADER_BYTES) return wrong(`at least ${HEADER_BYTES} bytes`);
  // Not `slice`: that of a Buffer is a view that lies just as askew.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset } = aligned;
  const head = new Uint32Array(buffer, byteOffset, 8);
  const [magic, format, count, heapBytes, versionsLength] = [head[0], head[1], head[2], head[3], head[4]];
  if (magic !== MAGIC || format !== FORMAT) return wrong(`magic and format ${FORMAT} of a frame`);
  if (count > FRAME_EVENTS_MAX) return wrong(`at most ${FRAME_EVENTS_MAX} events`);
  if (versionsLength > bytes.length) return wrong("versions that fit into it");
  const recordsAt = HEADER_BYTES + pad8(versionsLength);
  const verdictsAt = recordsAt + count * RECORD_BYTES;
  const heapAt = verdictsAt + count * VERDICT_BYTES;
  if (heapAt + heapBytes !== bytes.length) return wrong(`${heapAt + heapBytes} bytes as its header says`);
  const batch = new EventBatch(count, buffer, byteOffset + recordsAt);
  batch.count = count;
  batch.heap = aligned.subarray(heapAt);
  batch.heapEnd = heapBytes;
  const verdicts = new VerdictBatch(count, buffer, byteOffset + verdictsAt);
  for (let i = 0; i < count; i++) {
    const base = i * RECORD_WORDS;
    if (batch.words[base + W.kind] >= EVENT_KINDS.length) return wrong(`a known kind of event at place ${i}`);
    for (let r = 0; r < REFS; r++) {
      const ref = base + W.refs + r * 2;
      if (batch.words[ref] + batch.words[ref + 1] > heapBytes) return wrong(`strings inside the heap at place ${i}`);
    }
    const row = i * VERDICT_WORDS;
    if ((verdicts.words[row] & 0xff) >= ACTIONS.length || verdicts.words[row + V.details] + verdicts.words[row + V.details + 1] > heapBytes) {
      return wrong(`a verdict row at place ${i}`);
    }
  }
  let versions: Versions;
  try {
    versions = JSON.parse(decoder.decode(aligned.subarray(HEADER_BYTES, HEADER_BYTES + versionsLength))) as Versions;
  } catch {
    return wrong("versions as JSON");
  }
  if (typeof versions !== "object" || versions === null) return wrong("versions as a JSON object");
  return { batch, verdicts, versions };
}

/** Reads the details of one verdict out of a decoded frame; null when nothing was found. */
export function readDetails(frame: Frame, i: number): VerdictDetails | null {
  const row = i * VERDICT_WORDS + V.details;
  const start = frame.verdicts.words[row];
  const length = frame.verdicts.words[row + 1];
  if (length === 0) return null;
  const [hits, unknown, failed, lowered, shadow] = JSON.parse(decoder.decode(frame.batch.heap.subarray(start, start + length))) as [
    VerdictDetails["hits"],
    readonly string[],
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  return { hits, unknown, failed, lowered, shadow };
}
