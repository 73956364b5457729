/** Live verdicts as server-sent events. A watcher that comes back gets what it missed, as far as it is kept. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../base/problem.ts";
import { LIMITS } from "../app/limits.ts";
import type { LiveItem } from "../app/live-feed.ts";
import type { Service } from "../app/service.ts";
import { openEventStream, type EventStream } from "./event-stream.ts";

export function liveStream(service: Service, request: FastifyRequest, reply: FastifyReply): void {
  // Asked for before the answer begins, so that a full house can still be said.
  let stream: EventStream | null = null;
  const stop = service.live.watch((item: LiveItem) => stream?.send(item.number, item));
  if (stop === null) throw new ProblemError({ code: "overloaded", detail: `${LIMITS.liveWatchersMax} watchers are connected` });
  stream = openEventStream(request, reply, service.world);
  for (const item of service.live.recent(stream.after).slice(-LIMITS.recentVerdictsMax)) stream.send(item.number, item);
  stream.closed(stop);
}
