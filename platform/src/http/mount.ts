/**
 * Mounts rows of a table of routes on fastify: who it is, whether they may, input parsed or refused with the field and
 * what was expected, JSON out that nobody caches. What a route does is its own.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Call, Route } from "../access/route.ts";
import { ProblemError, shorten } from "../base/problem.ts";
import { retryAfterSeconds, type Door } from "./principal.ts";

/** Mounts the rows that have a function; the others (streams) are the server's, which asks `door.enter` itself. */
export function mountRoutes<Services>(server: FastifyInstance, routes: readonly Route<Services>[], services: Services, door: Door): void {
  for (const route of routes) {
    if (route.run === undefined) continue;
    server.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: false,
      onRequest: door.gate(route.permission),
      handler: (request, reply) => answer(route, services, door, request, reply),
    });
  }
}

async function answer<Services>(route: Route<Services>, services: Services, door: Door, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  void reply.header("cache-control", "no-store");
  try {
    const entered = await door.enter(request, route.permission);
    const session = door.sessionReply(request, reply, entered);
    const call: Call = {
      scope: entered.scope,
      params: request.params as Readonly<Record<string, string>>,
      query: parsed(route.query, request.query, "the query"),
      body: parsed(route.body, request.body, "the body"),
      language: /^\s*zh/i.test(request.headers["accept-language"] ?? "") ? "zh" : "en",
      address: entered.arrival.address,
      session,
    };
    let value: unknown;
    try {
      value = await route.run?.(call, services);
    } catch (error) {
      await door.refused(request, entered.caller, error);
      throw error;
    }
    if (session.sent.redirect !== null) return await reply.redirect(session.sent.redirect, route.method === "GET" ? 302 : 303);
    return await reply.type(route.gives).send(bodyOf(value, route.gives));
  } catch (error) {
    const seconds = retryAfterSeconds(error);
    if (seconds !== null) void reply.header("retry-after", seconds);
    throw error;
  }
}

function bodyOf(value: unknown, gives: string): string | Uint8Array {
  if (!gives.includes("json") && (typeof value === "string" || value instanceof Uint8Array)) return value;
  // Money is a decimal string outside; a number would be rounded by whoever reads it.
  return JSON.stringify(value ?? null, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part));
}

/** Input as the route's schema gives it, or a problem that names the first field that does not fit. Never its value: it may be a secret. */
export function parsed(schema: z.ZodType | undefined, input: unknown, where: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = shorten(issue.path.map(String).join("."), 80);
  const expected = shorten(issue.message, 200);
  throw new ProblemError({ code: "malformed-input", detail: `${field === "" ? where : field}: ${expected}`, at: field === "" ? {} : { field }, expected });
}
