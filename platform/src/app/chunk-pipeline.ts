/**
 * Decoding and annotating in threads beside the one that judges: chunks go out in turn and come back in order. What is
 * judged, and in which order, is the same as without threads.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { EVENT_LINE_BYTES_MAX } from "../domain/event-fields.ts";
import { newChunkBuffers, type DecodedChunk } from "./chunk-decoder.ts";
import type { DecodeAnswer, DecodeRequest, DecodeWorkerData, Slot } from "./decode-worker.ts";
import { LIMITS } from "./limits.ts";

/** Chunks in flight per thread: one at work, one waiting, one being judged. */
const IN_FLIGHT = 3;
const NEWLINE = 10;

export interface PipelineSink {
  chunk(decoded: DecodedChunk): void;
  read(bytes: number): void;
}

interface Thread {
  readonly worker: Worker;
  readonly slots: readonly Slot[];
  readonly free: number[];
  readonly resolvers: ((answer: DecodeAnswer) => void)[];
}

function startThread(data: Omit<DecodeWorkerData, "slots">): Thread {
  const slots = Array.from({ length: IN_FLIGHT }, newChunkBuffers);
  const workerData: DecodeWorkerData = { ...data, slots };
  const worker = new Worker(new URL("./decode-worker.ts", import.meta.url), { workerData });
  const resolvers: ((answer: DecodeAnswer) => void)[] = [];
  worker.on("message", (answer: DecodeAnswer) => resolvers.shift()?.(answer));
  return { worker, slots, free: slots.map((_, n) => n), resolvers };
}

/** Runs `input` through `threads` workers and hands decoded chunks to `sink` in order. Rejects with what a worker threw. */
export async function pipeChunks(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  threads: number,
  data: Omit<DecodeWorkerData, "slots">,
  sink: PipelineSink,
): Promise<void> {
  const pool = Array.from({ length: threads }, () => startThread(data));
  const waiting: { readonly thread: Thread; readonly answer: Promise<DecodeAnswer> }[] = [];
  let sent = 0;
  let line = 0;
  const failed = Promise.race(
    pool.map(async ({ worker }) => {
      const [error] = (await once(worker, "error")) as [Error];
      throw error;
    }),
  );
  failed.catch(() => null);
  const takeOne = async (): Promise<void> => {
    const { thread, answer } = waiting.shift()!;
    const { slot, grown, ...rest } = await Promise.race([answer, failed]);
    const { heap, rows } = thread.slots[slot];
    sink.chunk({ ...rest, heap: grown ?? heap, rows });
    thread.free.push(slot);
  };
  const send = async (bytes: Uint8Array): Promise<void> => {
    if (waiting.length >= threads * IN_FLIGHT) await takeOne();
    const thread = pool[sent++ % threads];
    const slot = thread.free.pop()!;
    new Uint8Array(thread.slots[slot].heap).set(bytes);
    const request: DecodeRequest = { slot, dataEnd: bytes.length, lineBefore: line };
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) line++;
    waiting.push({ thread, answer: new Promise((resolve) => thread.resolvers.push(resolve)) });
    thread.worker.postMessage(request);
  };
  try {
    const cutter = new LineCutter();
    for await (const bytes of input) {
      for (const whole of cutter.push(bytes)) await send(whole);
      sink.read(bytes.length);
    }
    const last = cutter.end();
    if (last !== null) await send(last);
    while (waiting.length > 0) await takeOne();
  } finally {
    await Promise.all(pool.map(({ worker }) => worker.terminate()));
  }
}

/**
 * Cuts bytes into runs of whole lines of at most a chunk. Of a line over the limit the first bytes go on, one more than
 * is allowed, so that it is refused in its place; the rest is skipped.
 */
class LineCutter {
  readonly #buffer = new Uint8Array(LIMITS.fileChunkBytes);
  #end = 0;
  #skipping = false;
  #first = true;

  /** Views are valid until the next step of the generator. */
  *push(input: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    if (this.#first && input.length > 0) {
      this.#first = false;
      if (input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf) at = 3;
    }
    while (at < input.length) {
      if (this.#skipping) {
        const end = input.indexOf(NEWLINE, at);
        if (end < 0) return;
        this.#skipping = false;
        at = end + 1;
        continue;
      }
      const take = Math.min(input.length - at, this.#buffer.length - this.#end);
      this.#buffer.set(input.subarray(at, at + take), this.#end);
      this.#end += take;
      at += take;
      if (this.#end < this.#buffer.length) return;
      const whole = this.#buffer.lastIndexOf(NEWLINE) + 1;
      if (whole > 0) yield this.#buffer.subarray(0, whole);
      this.#buffer.copyWithin(0, whole);
      this.#end -= whole;
      if (this.#end > EVENT_LINE_BYTES_MAX + 1) {
        this.#buffer[EVENT_LINE_BYTES_MAX + 1] = NEWLINE;
        yield this.#buffer.subarray(0, EVENT_LINE_BYTES_MAX + 2);
        this.#end = 0;
        this.#skipping = true;
        // What was read of the long line is gone; a newline in it would have been found above.
      }
    }
  }

  /** What is left, with a newline at its end; null when nothing is. */
  end(): Uint8Array | null {
    if (this.#skipping || this.#end === 0) return null;
    if (this.#buffer[this.#end - 1] !== NEWLINE) this.#buffer[this.#end++] = NEWLINE;
    return this.#buffer.subarray(0, this.#end);
  }
}
