/**
 * From an NDJSON file to a verdicts file, beside a plain JSON.parse loop over the same file, each as a process of its own.
 * The file is the sample town's traffic. Run alone: node platform/bench/file.ts [events]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { loadReference } from "../src/sim/reference.ts";
import { TownStream } from "../src/sim/stream.ts";
import type { BenchRow } from "./bench-row.ts";

const main = path.resolve(import.meta.dirname, "../src/cli/main.ts");
const parse = path.resolve(import.meta.dirname, "json-parse-loop.ts");

/** Writes the town's first `events` events (or calls only) as NDJSON. One in fifty is a scam's: still more than life has. */
export function writeTownFile(file: string, events: number, calls: boolean): void {
  const stream = new TownStream({ seed: 7, startMs: Date.UTC(2026, 10, 2, 1), perSecond: 8, ordinaryShare: 0.98 }, loadReference());
  const out = fs.openSync(file, "w");
  for (let n = 0; n < events;) {
    let text = "";
    for (let k = 0; k < 5_000 && n < events;) {
      const { line } = stream.next();
      if (calls && !line.includes('"kind":"call"')) continue;
      text += `${line}\n`;
      k++;
      n++;
    }
    fs.writeSync(out, text);
  }
  fs.closeSync(out);
}

function seconds(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const start = performance.now();
  const run = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${args.join(" ")} ended with ${run.status}: ${run.stderr}`);
  return (performance.now() - start) / 1000;
}

export function benchFile(events = 1_500_000, rounds = 3): Promise<BenchRow[]> {
  return Promise.resolve([benchOne("calls", events, true, rounds), benchOne("mixed events, a quarter of them messages", events, false, rounds)]);
}

function benchOne(what: string, events: number, calls: boolean, rounds: number): BenchRow {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "bench-file-"));
  try {
    const file = path.join(dir, "events.ndjson");
    writeTownFile(file, events, calls);
    const env = { ...process.env, DUANLIU_DATA: path.join(dir, "data") };
    const pairs = Array.from({ length: rounds }, () => ({
      theirs: seconds([parse, file], env),
      ours: seconds([main, "screen", file, "--out", path.join(dir, "verdicts.ndjson")], env),
    })).sort((a, b) => a.ours / a.theirs - b.ours / b.theirs);
    const { ours, theirs } = pairs[rounds >> 1];
    return {
      name: `file of ${events / 1e6} M ${what} (${Math.round(fs.statSync(file).size / 1e6)} MB) → verdicts file`,
      ours: Math.round(events / ours),
      peer: "JSON.parse loop",
      peerValue: Math.round(events / theirs),
      ratio: theirs / ours,
      unit: "events/s",
      note: `${(ours / theirs).toFixed(2)} times the loop's time; the bar is 2`,
    };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await benchFile(Number(process.argv[2] ?? 1_500_000)));
