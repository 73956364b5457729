/**
 * The server as a process of its own with its durable log on the disk, and this process as its client, on the same two
 * cores: NDJSON throughput over several connections, then single events at half that load. Every answer is read and
 * counted. Run alone: node platform/bench/http.ts [seconds]
 */
import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { once } from "node:events";
import type { BenchRow } from "./bench-row.ts";
import { chunk, CHUNK_EVENTS, load, type LoadOrder } from "./http-load.ts";

const main = path.resolve(import.meta.dirname, "../src/cli/main.ts");
const CONNECTIONS = 4;
const BAR_EVENTS_PER_SECOND = 250_000;
const BAR_P99_MS = 5;

async function startServer(dir: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, "serve"], {
    env: { ...process.env, DUANLIU_DATA: dir, DUANLIU_PORT: String(port), DUANLIU_LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let n = 0; n < 300; n++) {
    await sleep(100);
    if (
      await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return child;
  }
  throw new Error("the server did not start within 30 seconds");
}

/** One event, one answer; milliseconds. */
function single(port: number, agent: http.Agent, body: string): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(
      { port, agent, method: "POST", path: "/v1/events", headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        response.on("end", () => (response.statusCode === 200 ? resolve(performance.now() - start) : reject(new Error(`status ${response.statusCode}`))));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

export async function benchHttp(seconds = 6): Promise<BenchRow[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "bench-http-"));
  const port = 17_070 + (process.pid % 1000);
  const server = await startServer(dir, port);
  try {
    // Made beforehand, so that the client's own work does not count against the server.
    const perConnection = Math.ceil((seconds * 600_000) / CONNECTIONS / CHUNK_EVENTS);
    const work = Array.from({ length: CONNECTIONS }, () => Array.from({ length: perConnection }, chunk));
    const streams = work.map((chunks) => load(port, chunks, null));
    await sleep(1_000);
    const from = streams.reduce((sum, s) => sum + s.answered(), 0);
    const start = performance.now();
    await sleep(seconds * 1000);
    const answered = streams.reduce((sum, s) => sum + s.answered(), 0) - from;
    const rate = answered / ((performance.now() - start) / 1000);
    await Promise.all(streams.map((s) => s.stop()));

    const order: LoadOrder = { port, perSecond: rate / 2, seconds: seconds + 2 };
    const background = new Worker(new URL("./http-load.ts", import.meta.url), { workerData: order });
    await once(background, "message");
    await sleep(1_000);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    const bodies = Array.from({ length: 10 }, () => chunk("s").toString().trimEnd().split("\n")).flat();
    const times: number[] = [];
    const until = performance.now() + seconds * 900;
    while (performance.now() < until && times.length < bodies.length) {
      times.push(await single(port, agent, bodies[times.length]));
      await sleep(1);
    }
    background.postMessage("stop");
    await once(background, "message");
    await background.terminate();
    agent.destroy();
    times.sort((a, b) => a - b);
    const p = (share: number): number => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] * 100) / 100;
    return [
      {
        name: `HTTP NDJSON with the durable log, ${CONNECTIONS} connections, client on the same machine`,
        ours: Math.round(rate),
        peer: "bar: 250,000 events/s",
        peerValue: BAR_EVENTS_PER_SECOND,
        ratio: rate / BAR_EVENTS_PER_SECOND,
        unit: "events/s",
      },
      {
        name: "one event over HTTP at half that load, p99",
        ours: p(0.99),
        peer: "bar: 5 ms",
        peerValue: BAR_P99_MS,
        ratio: BAR_P99_MS / p(0.99),
        unit: "ms",
        note: `p50 ${p(0.5)}, p90 ${p(0.9)}, p99.9 ${p(0.999)} ms over ${times.length} events`,
      },
    ];
  } finally {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await benchHttp(Number(process.argv[2] ?? 6)));
