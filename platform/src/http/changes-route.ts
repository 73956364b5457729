/**
 * What changes in casework, as server-sent events, within what the watcher may see: which matter, its state and version,
 * never what is in it. A page asks for the rest as it needs it.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Route } from "../access/route.ts";
import type { Scope } from "../access/scope.ts";
import { LIMITS } from "../app/limits.ts";
import { ProblemError } from "../base/problem.ts";
import type { Desk } from "../matters/desk.ts";
import { openEventStream } from "./event-stream.ts";

/** The server handles the connection itself. */
export const CHANGES_ROUTE: Route<unknown> = {
  method: "GET",
  path: "/v1/changes",
  permission: "signed-in",
  gives: "text/event-stream",
  summary: { zh: "业务变化的实时通知（SSE）", en: "Changes of matters as they happen (server-sent events)" },
};

/** `stillAllowed` is asked now and then: a session that ended watches nothing. */
export function changesStream(desk: Desk, scope: Scope, request: FastifyRequest, reply: FastifyReply, stillAllowed: () => Promise<boolean>): void {
  if (desk.watchers >= LIMITS.liveWatchersMax) throw new ProblemError({ code: "overloaded", detail: `${LIMITS.liveWatchersMax} watchers are connected` });
  const stream = openEventStream(request, reply, desk.world, stillAllowed);
  let number = 0;
  const stop = desk.watch((changes) => {
    for (const change of changes) if (scope.sees(change)) stream.send(++number, change);
  });
  stream.closed(stop);
}
