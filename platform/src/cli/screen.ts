/** `duanliu screen FILE|-`: events in as NDJSON, verdicts out as NDJSON in the same order, without a server and a log. */
import fs from "node:fs";
import path from "node:path";
import { ProblemError } from "../base/problem.ts";
import { composeEngine } from "../app/compose.ts";
import type { Config } from "../app/config.ts";
import { Counters } from "../app/counters.ts";
import { LineReader } from "../app/line-reader.ts";
import { RECORD_WORDS, W } from "../domain/record.ts";
import { ACTIONS } from "../domain/verdict.ts";
import { VERDICT_FLAG } from "../screen/verdict-batch.ts";
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
const READ_BYTES = 1 << 18;

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
  const reader = new LineReader({
    batch(batch) {
      const verdicts = engine.judge(batch);
      for (let i = 0; i < batch.count; i++) {
        writer.write(batch, verdicts, i);
        counters.totals[batch.words[i * RECORD_WORDS + W.kind]! * ACTIONS.length + verdicts.actionCode(i)]!++;
        if ((verdicts.flags(i) & VERDICT_FLAG.degraded) !== 0) counters.degraded++;
      }
      events += batch.count;
      if (writer.length >= WRITE_BYTES) writeAll(out, writer.view());
    },
    refused(problem) {
      counters.refused++;
      terminal.refusal(problem);
      rejects ??= fs.openSync(rejectsFile, "w", 0o600);
      fs.writeSync(rejects, `${JSON.stringify({ line: problem.line, field: problem.field, value: problem.what, expected: problem.expected })}\n`);
    },
  });
  const started = performance.now();
  const progress = new Progress(input?.bytes ?? null, terminal.language);
  let bytes = 0;
  try {
    for await (const chunk of input === null ? standardInput() : chunksOf(input.handle)) {
      reader.push(chunk);
      bytes += chunk.length;
      progress.update(bytes, events);
    }
    reader.end();
    writeAll(out, writer.view());
  } finally {
    progress.end();
    if (input !== null) fs.closeSync(input.handle);
    if (out !== 1) fs.closeSync(out);
    if (rejects !== null) fs.closeSync(rejects);
  }
  summarise(terminal, counters, events, (performance.now() - started) / 1000, reader.ignored, counters.refused > 0 ? rejectsFile : null);
  return counters.refused > 0 ? SOME_REFUSED : 0;
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
  for (let at = 0; at < bytes.length; ) {
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
    for (let c = a; c < counters.totals.length; c += ACTIONS.length) sum += counters.totals[c]!;
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
