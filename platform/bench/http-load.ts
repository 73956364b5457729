/** The client's load: NDJSON streams of calls. Also a thread of its own, so that it does not delay who measures latency. */
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

export const CHUNK_EVENTS = 500;

let made = 0;
/** Calls between numbers of a range that is not in service; ids never repeat. */
export function chunk(prefix = "b"): Buffer {
  let text = "";
  for (let n = 0; n < CHUNK_EVENTS; n++) {
    const i = made++;
    const at = new Date(Date.UTC(2026, 10, 2) + Math.floor(i / 50)).toISOString();
    text += `{"id":"${prefix}-${i}","kind":"call","occurredAt":"${at}","from":"+86154${String((i * 7919) % 100_000_000).padStart(8, "0")}","to":"+86154${String((i * 104_729 + 17) % 100_000_000).padStart(8, "0")}","answered":${i % 3 > 0},"durationMs":${i % 3 > 0 ? (i * 37) % 200_000 : 0},"ringMs":${3000 + (i % 20_000)},"origin":"domestic"}\n`;
  }
  return Buffer.from(text);
}

export interface StreamLoad {
  /** Answer lines read so far. */
  answered(): number;
  stop(): Promise<void>;
}

/** `perSecond` bounds what one connection sends; null is as fast as the server takes it. */
export function load(port: number, chunks: readonly Buffer[], perSecond: number | null): StreamLoad {
  let lines = 0;
  let stopping = false;
  const request = http.request({ port, method: "POST", path: "/v1/events", headers: { "content-type": "application/x-ndjson" } });
  const ended = new Promise<void>((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      response.on("data", (data: Buffer) => {
        for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) lines++;
      });
      response.on("end", resolve);
    });
  });
  const write = async (): Promise<void> => {
    const started = performance.now();
    for (let n = 0; n < chunks.length && !stopping; n++) {
      if (perSecond !== null) {
        const due = started + (n * CHUNK_EVENTS * 1000) / perSecond;
        const wait = due - performance.now();
        if (wait > 1) await sleep(wait);
      }
      if (!request.write(chunks[n])) await new Promise((resolve) => request.once("drain", resolve));
    }
    request.end();
  };
  const writing = write();
  return {
    answered: () => lines,
    async stop() {
      stopping = true;
      await writing;
      await ended;
    },
  };
}

/** As a thread: one stream at a bounded rate until it is told to stop. */
export interface LoadOrder {
  readonly port: number;
  readonly perSecond: number;
  readonly seconds: number;
}

if (parentPort !== null) {
  const { port, perSecond, seconds } = workerData as LoadOrder;
  const chunks = Array.from({ length: Math.ceil((seconds * perSecond) / CHUNK_EVENTS) }, () => chunk("h"));
  parentPort.postMessage("ready");
  const stream = load(port, chunks, perSecond);
  parentPort.once("message", () => void stream.stop().then(() => parentPort?.postMessage("done")));
}
