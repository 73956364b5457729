/** `duanliu screen FILE|-`: events in as NDJSON, verdicts out as NDJSON in the same order, without a server and a log. */
import fs from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { ProblemError } from "../base/problem.ts";
import { composeEngine } from "../app/compose.ts";
import type { Config } from "../app/config.ts";
import { Counters } from "../app/counters.ts";
import { LineReader } from "../app/line-reader.ts";
import { CHUNK_ROWS } from "../app/chunk-decoder.ts";
import { pipeChunks } from "../app/chunk-pipeline.ts";
import type { Engine } from "../app/engine.ts";
import type { LineRefusal } from "../domain/decode-event.ts";
import { EventBatch, RECORD_WORDS, W } from "../domain/record.ts";
import { ACTIONS } from "../domain/verdict.ts";
import { VERDICT_FLAG, VerdictBatch } from "../screen/verdict-batch.ts";
import { Progress, type Terminal } from "./terminal.ts";

export interface ScreenOptions {
  /** A file, or - for standard input. */
  readonly input: string;
  /** A file, or - for standard output. */
  readonly out: string;
  readonly rejects: string | undefined;
}

/** Exit code 0 when every line was accepted, 2 when some were refused (the rest is still judged). */
const SOME_REFUSED = 2;
/** Large enough that a write is worth a call, small enough to stay in the cache. */
const WRITE_BYTES = 1 << 18;
const READ_BYTES = 1 << 20;

export async function screen(config: Config, options: ScreenOptions, terminal: Terminal): Promise<number> {
  const input = options.input === "-" ? null : openInput(options.input);
  const engine = composeEngine(config);
  const out = options.out === "-" ? 1 : fs.openSync(options.out, "w");
  const rejectsFile = options.rejects ?? `${options.out !== "-" ? options.out : options.input === "-" ? "stdin" : path.basename(options.input)}.rejects.ndjson`;
  fs.rmSync(rejectsFile, { force: true });
  let rejects: number | null = null;
  const counters = new Counters();
  let events = 0;
  const { writer } = engine;
  const judged = (batch: EventBatch, verdicts: VerdictBatch): void => {
    for (let i = 0; i < batch.count; i++) {
      writer.write(batch, verdicts, i);
      counters.totals[batch.words[i * RECORD_WORDS + W.kind] * ACTIONS.length + verdicts.actionCode(i)]++;
      if ((verdicts.flags(i) & VERDICT_FLAG.degraded) !== 0) counters.degraded++;
    }
    events += batch.count;
    if (writer.length >= WRITE_BYTES) writeAll(out, writer.view());
  };
  const refused = (problem: LineRefusal): void => {
    counters.refused++;
    terminal.refusal(problem);
    rejects ??= fs.openSync(rejectsFile, "w", 0o600);
    fs.writeSync(rejects, `${JSON.stringify({ line: problem.line, field: problem.field, value: problem.what, expected: problem.expected })}\n`);
  };
  const started = performance.now();
  const progress = new Progress(input?.bytes ?? null, terminal.language);
  let bytes = 0;
  let ignored: ReadonlyMap<string, number> = new Map();
  const read = (count: number): void => {
    bytes += count;
    progress.update(bytes, events);
  };
  try {
    const source = input === null ? standardInput() : chunksOf(input.handle);
    ignored =
      threads(input?.bytes ?? 0) > 0
        ? await screenInThreads(source, threads(input!.bytes), config, engine, { judged, refused, read })
        : await screenHere(source, engine, { judged, refused, read });
    writeAll(out, writer.view());
  } finally {
    progress.end();
    if (input !== null) fs.closeSync(input.handle);
    if (out !== 1) fs.closeSync(out);
    if (rejects !== null) fs.closeSync(rejects);
  }
  summarise(terminal, counters, events, (performance.now() - started) / 1000, ignored, counters.refused > 0 ? rejectsFile : null);
  return counters.refused > 0 ? SOME_REFUSED : 0;
}

interface Work {
  judged(batch: EventBatch, verdicts: VerdictBatch): void;
  refused(problem: LineRefusal): void;
  read(bytes: number): void;
}

/** Files below this size are done before a thread has loaded its models. */
const THREADS_FROM_BYTES = 4 << 20;
const THREADS_MAX = 3;

/** Threads that decode beside the one that judges; none on a single core or for a small file. */
function threads(fileBytes: number): number {
  return fileBytes < THREADS_FROM_BYTES ? 0 : Math.min(THREADS_MAX, availableParallelism() - 1);
}

async function screenHere(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, engine: Engine, work: Work): Promise<ReadonlyMap<string, number>> {
  const reader = new LineReader({ batch: (batch) => work.judged(batch, engine.judge(batch)), refused: (problem) => work.refused(problem) });
  for await (const chunk of source) {
    reader.push(chunk);
    work.read(chunk.length);
  }
  reader.end();
  return reader.ignored;
}

async function screenInThreads(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  count: number,
  config: Config,
  engine: Engine,
  work: Work,
): Promise<ReadonlyMap<string, number>> {
  const verdicts = new VerdictBatch(CHUNK_ROWS);
  const ignored = new Map<string, number>();
  await pipeChunks(
    source,
    count,
    { modelsDir: config.modelsDir, dataDir: config.dataDir },
    {
      chunk(decoded) {
        const batch = new EventBatch(CHUNK_ROWS, decoded.rows);
        batch.count = decoded.count;
        batch.heap = new Uint8Array(decoded.heap);
        engine.screener.screen(batch, 0, batch.count, verdicts);
        work.judged(batch, verdicts);
        for (const problem of decoded.refused) work.refused(problem);
        for (const [name, n] of decoded.ignored) ignored.set(name, (ignored.get(name) ?? 0) + n);
      },
      read: (bytes) => work.read(bytes),
    },
  );
  return ignored;
}

function openInput(file: string): { readonly handle: number; readonly bytes: number } {
  const stat = fs.statSync(file);
  if (stat.isDirectory()) throw new ProblemError({ code: "input-missing", detail: `${file} is a folder; expected a file of NDJSON lines`, at: { file } });
  return { handle: fs.openSync(file, "r"), bytes: stat.isFile() ? stat.size : 0 };
}

function* chunksOf(handle: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(READ_BYTES);
  for (let read = fs.readSync(handle, buffer); read > 0; read = fs.readSync(handle, buffer)) yield buffer.subarray(0, read);
}

async function* standardInput(): AsyncGenerator<Uint8Array> {
  for await (const chunk of process.stdin) yield chunk as Uint8Array;
}

/** Writes everything, also to a pipe that takes only part of it at a time. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // The reader of the pipe is slow: wait a moment instead of spinning.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function summarise(terminal: Terminal, counters: Counters, events: number, seconds: number, ignored: ReadonlyMap<string, number>, rejectsFile: string | null): void {
  const byAction = ACTIONS.map((action, a) => {
    let sum = 0;
    for (let c = a; c < counters.totals.length; c += ACTIONS.length) sum += counters.totals[c];
    return `${action} ${sum}`;
  }).join(" · ");
  const rate = Math.round(events / Math.max(seconds, 1e-3)).toLocaleString("en-US");
  terminal.say({
    zh: `已判定 ${events} 个事件（每秒 ${rate}）：${byAction}；信息不全 ${counters.degraded}；未接收 ${counters.refused} 行${rejectsFile === null ? "" : `，见 ${rejectsFile}`}`,
    en: `${events} events judged (${rate} a second): ${byAction}; degraded ${counters.degraded}; ${counters.refused} lines refused${rejectsFile === null ? "" : `, see ${rejectsFile}`}`,
  });
  if (ignored.size > 0) {
    const names = [...ignored].map(([name, n]) => `${name} ×${n}`).join(", ");
    terminal.say({ zh: `未知字段已忽略：${names}`, en: `Unknown fields were ignored: ${names}` });
  }
}
