/**
 * One connection of server-sent events: headers, a sign of life, and an end for a reader that is too slow or may no longer
 * read; its browser comes back and resumes. What is sent is the caller's.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { World } from "../base/world.ts";

/** Bytes that may wait for a slow browser before it is let go. */
const WAITING_BYTES_MAX = 1 << 20;
const KEEP_ALIVE_MS = 15_000;

export interface EventStream {
  /** Number of the last event that the reader has, 0 when it begins. */
  readonly after: number;
  send(id: number, value: unknown): void;
  /** Runs when the connection ends, whoever ended it. */
  closed(then: () => void): void;
}

export function openEventStream(request: FastifyRequest, reply: FastifyReply, world: World, stillAllowed: () => Promise<boolean> = () => Promise.resolve(true)): EventStream {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache", "x-accel-buffering": "no", "x-content-type-options": "nosniff" });
  let cancel: () => void = () => undefined;
  const beat = (): void => {
    raw.write(": still here\n\n");
    cancel = world.at(world.nowMs() + KEEP_ALIVE_MS, () => {
      stillAllowed().then(
        (allowed) => (allowed && !raw.destroyed ? beat() : raw.destroy()),
        () => raw.destroy(),
      );
    });
  };
  beat();
  raw.on("error", () => undefined);
  raw.on("close", () => cancel());
  const after = Number(request.headers["last-event-id"] ?? 0);
  return {
    after: Number.isInteger(after) && after > 0 ? after : 0,
    send(id, value) {
      if (raw.destroyed) return;
      if (raw.writableLength > WAITING_BYTES_MAX) raw.destroy();
      else raw.write(`id: ${id}\ndata: ${JSON.stringify(value)}\n\n`);
    },
    closed: (then) => void raw.on("close", then),
  };
}
