/**
 * Mounts the routes on fastify and serves the console. It answers only to names of this machine and the one it is reached
 * by (a page elsewhere must not reach it through a borrowed name), refuses cross-site posts, lets nobody in but by the
 * door, and turns everything thrown into a problem document.
 */
import fs from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { PAGES } from "../access/parts.ts";
import { openAuditDesk } from "../app/audit-run.ts";
import { openFigures } from "../app/briefing.ts";
import { healthOf } from "../app/health.ts";
import { readOperatorMap } from "../app/operator-map.ts";
import type { Centre } from "../app/centre.ts";
import type { Config } from "../app/config.ts";
import type { SampleStatus } from "../app/sample-status.ts";
import { ProblemError, shorten } from "../base/problem.ts";
import { ALL_ROUTES } from "./all-routes.ts";
import { CHANGES_ROUTE, changesStream } from "./changes-route.ts";
import { judgeJson, judgeStream } from "./event-routes.ts";
import { liveStream } from "./live-route.ts";
import { metricsRegistry } from "./metrics.ts";
import { mountRoutes } from "./mount.ts";
import { openApiDocument } from "./openapi.ts";
import { openDoor } from "./principal.ts";
import type { SystemServices } from "./system-routes.ts";
import { problemDocument, problemOf } from "./problem-document.ts";

/** One JSON body: a list of the largest number of ordinary events. */
const JSON_BYTES_MAX = 8 << 20;
export const CONTENT_SECURITY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export interface HttpServer {
  readonly instance: FastifyInstance;
  readonly address: string;
  close(): Promise<void>;
}

export interface HttpOptions {
  readonly centre: Centre;
  readonly sample: () => SampleStatus;
  /** Where the built console is; without it a plain page says how to build it. */
  readonly consoleDir: string;
  readonly onBug: (error: unknown) => void;
}

export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { app, access, casework, checks } = options.centre;
  const { publicUrl } = app.config;
  const server = fastify({
    bodyLimit: JSON_BYTES_MAX,
    forceCloseConnections: true,
    // Whose word about the caller's address is taken; without proxies nobody's.
    trustProxy: app.config.trustedProxies.length === 0 ? false : [...app.config.trustedProxies],
    routerOptions: { maxParamLength: 256 },
    // Addresses that cannot be read get a problem document too.
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply, options.onBug),
  });
  // Names under which this server may be asked for.
  const names = new Set([...LOCAL_NAMES, app.config.host.toLowerCase(), ...(publicUrl === null ? [] : [new URL(publicUrl).hostname.toLowerCase()])]);
  const registry = metricsRegistry(app, options.centre.money);
  const openApi = openApiDocument();

  // The stream is read by the route itself, chunk by chunk.
  server.addContentTypeParser("application/x-ndjson", (_request, payload, done) => done(null, payload));
  // Nor is plain text taken: a page elsewhere may send that without asking.
  server.removeContentTypeParser(["application/json", "text/plain"]);
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(new ProblemError({ code: "malformed-input", detail: `the body is not JSON: "${shorten(body)}"`, expected: "one event as a JSON object, or a list of them" }), undefined);
    }
  });
  server.addHook("onRequest", async (request, reply) => guard(request, reply, names));
  server.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, options.onBug));
  server.setNotFoundHandler((request, reply) =>
    answerProblem(new ProblemError({ code: "not-found", detail: `${request.method} ${shorten(request.url, 80)}` }), request, reply, options.onBug),
  );

  const system: SystemServices["system"] = {
    health: () => healthOf(options.centre),
    audit: openAuditDesk(access, casework.vault, app.config.dataDir),
    law: () => casework.desk.parts.law.current(casework.desk.world.nowMs()),
    map: await readOperatorMap(app.config.mapDir),
  };
  const door = await openDoor(server, { access, secureCookies: publicUrl?.startsWith("https:") ?? false, onBug: options.onBug });
  mountRoutes(
    server,
    ALL_ROUTES,
    {
      app,
      sample: options.sample,
      access,
      desk: casework.desk,
      checks,
      lists: options.centre.lists,
      looks: options.centre.looks,
      ...options.centre.money.services,
      rulebook: options.centre.rulebook,
      ...openFigures(options.centre),
      system,
    },
    door,
  );
  const local = { preHandler: async (request: FastifyRequest): Promise<void> => void (await door.enter(request, "local")) };
  server.get("/v1/openapi.json", local, async () => openApi);
  server.get("/metrics", local, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  // Without HEAD, which would open a stream that nobody reads.
  server.get("/v1/live", { ...local, exposeHeadRoute: false }, (request, reply) => liveStream(app.service, request, reply));
  server.get(CHANGES_ROUTE.path, { exposeHeadRoute: false }, async (request, reply) => {
    const { scope } = await door.enter(request, CHANGES_ROUTE.permission);
    const stillAllowed = (): Promise<boolean> =>
      door.enter(request, CHANGES_ROUTE.permission).then(
        () => true,
        () => false,
      );
    changesStream(casework.desk, scope, request, reply, stillAllowed);
    return reply;
  });
  server.post("/v1/events", local, async (request, reply) => {
    if (request.headers["content-type"]?.startsWith("application/x-ndjson") === true) {
      await judgeStream(app.service, request.raw, reply.raw, () => void reply.hijack());
      return reply;
    }
    return reply.type("application/json").send(await judgeJson(app.service, request.body));
  });
  await mountConsole(server, options.consoleDir);
  const address = await listen(server, app.config);
  return { instance: server, address, close: () => server.close() };
}

async function listen(server: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE") throw error;
    throw new ProblemError({ code: "port-in-use", detail: `${host}:${port} is in use; set DUANLIU_PORT to another` });
  }
}

/** Names of this machine itself. */
const LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"];

async function guard(request: FastifyRequest, reply: FastifyReply, names: ReadonlySet<string>): Promise<void> {
  reply.header("x-content-type-options", "nosniff").header("referrer-policy", "no-referrer").header("content-security-policy", CONTENT_SECURITY);
  const host = (request.headers.host ?? "").toLowerCase();
  const name = host.replace(/:\d+$/, "");
  if (!names.has(name)) {
    throw new ProblemError({ code: "cross-origin", detail: `this server does not answer to the name "${shorten(name)}"`, expected: "localhost or its own address" });
  }
  const { origin } = request.headers;
  if (request.method !== "GET" && request.method !== "HEAD" && origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw new ProblemError({ code: "cross-origin", detail: `a page of ${shorten(origin)} may not send events` });
  }
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, onBug: (error: unknown) => void): void {
  const { problem, status, bug } = problemOf(error);
  if (bug) onBug(error);
  if (status === 503) reply.header("retry-after", "1");
  void reply
    .status(status)
    .type("application/problem+json")
    .send(JSON.stringify(problemDocument(problem, request.headers["accept-language"])));
}

export async function mountConsole(server: FastifyInstance, dir: string): Promise<void> {
  if (fs.existsSync(path.join(dir, "index.html"))) {
    await server.register(fastifyStatic, { root: dir, index: ["index.html"], cacheControl: true, maxAge: 3_600_000, immutable: false });
    // Links that are sent to people; what follows their # is for the page alone.
    // Whoever is restricted has a page of their own, which loads nothing of the desk.
    for (const page of Object.values(PAGES)) server.get(page, async (_request, reply) => reply.sendFile(page === PAGES.my ? "my.html" : "index.html"));
    return;
  }
  const page =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Duanliu 断流</title><p>The console is not built yet: run <code>npm start</code> once. 控制台尚未构建：请先运行一次 <code>npm start</code>。';
  server.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
}
