/** Live verdicts as server-sent events. A watcher that reads too slowly is let go; its browser comes back and resumes. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../base/problem.ts";
import { LIMITS } from "../app/limits.ts";
import type { LiveItem } from "../app/live-feed.ts";
import type { Service } from "../app/service.ts";

/** Bytes that may wait for a slow browser before it is let go. */
const WAITING_BYTES_MAX = 1 << 20;
const KEEP_ALIVE_MS = 15_000;

export function liveStream(service: Service, request: FastifyRequest, reply: FastifyReply): void {
  const raw = reply.raw;
  const send = (item: LiveItem): void => {
    if (raw.destroyed) return;
    if (raw.writableLength > WAITING_BYTES_MAX) {
      raw.destroy();
      return;
    }
    raw.write(`id: ${item.number}\ndata: ${JSON.stringify(item)}\n\n`);
  };
  const stop = service.live.watch(send);
  if (stop === null) throw new ProblemError({ code: "overloaded", detail: `${LIMITS.liveWatchersMax} watchers are connected` });
  reply.hijack();
  raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache", "x-accel-buffering": "no", "x-content-type-options": "nosniff" });
  const after = Number(request.headers["last-event-id"] ?? 0);
  const { world } = service;
  for (const item of service.live.recent(Number.isInteger(after) && after > 0 ? after : 0).slice(-LIMITS.recentVerdictsMax)) send(item);
  let cancel: () => void = () => undefined;
  const beat = (): void => {
    raw.write(": still here\n\n");
    cancel = world.at(world.nowMs() + KEEP_ALIVE_MS, beat);
  };
  beat();
  raw.on("error", () => undefined);
  raw.on("close", () => {
    stop();
    cancel();
  });
}
