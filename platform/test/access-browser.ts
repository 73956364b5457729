/**
 * Identity over HTTP for tests: a real fastify with its routes and some of the tests' own, and browsers that keep cookies
 * as browsers do. It listens nowhere unless a test says so.
 */
import fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from "fastify";
import { z } from "zod";
import { ACCESS_ROUTES } from "../src/access/access-routes.ts";
import type { AccessParts } from "../src/access/parts.ts";
import { route, type Route } from "../src/access/route.ts";
import { mountRoutes } from "../src/http/mount.ts";
import { openDoor, RATE_LIMITS, type RateLimits } from "../src/http/principal.ts";
import { problemDocument, problemOf } from "../src/http/problem-document.ts";
import { PASSWORD } from "./access-desk.ts";

interface Probe {
  readonly access: AccessParts;
}

/** Rows that only tests have: one of each permission, and inputs of each kind. */
const PROBES: readonly Route<Probe>[] = [
  route({ method: "GET", path: "/probe/local", permission: "local", summary: { zh: "", en: "" }, run: ({ scope }) => ({ kind: scope.principal.kind }) }),
  route({ method: "POST", path: "/probe/local", permission: "local", summary: { zh: "", en: "" }, run: ({ scope }) => ({ kind: scope.principal.kind }) }),
  route({
    method: "GET",
    path: "/probe/me/:id",
    permission: "signed-in",
    summary: { zh: "", en: "" },
    run: ({ scope, params, language }) => ({ actor: scope.actor, id: params["id"], language, amountMinor: 12_345_678_901_234_567_890n }),
  }),
  route({
    method: "POST",
    path: "/probe/input",
    permission: "signed-in",
    summary: { zh: "", en: "" },
    query: z.object({ limit: z.coerce.number().int().max(10).default(5) }),
    body: z.strictObject({ deep: z.object({ secret: z.string().min(5, "at least 5 characters") }) }),
    run: ({ query, body }) => ({ query, length: body.deep.secret.length }),
  }),
  route({ method: "GET", path: "/probe/broken", permission: "public", summary: { zh: "", en: "" }, run: () => Promise.reject(new Error("a secret inside")) }),
];

/** A server with all routes of identity. What breaks in it goes to `bugs`, which a test expects to be empty. */
export async function serveAccess(access: AccessParts, bugs: unknown[], options: { readonly secure?: boolean; readonly limits?: RateLimits } = {}): Promise<FastifyInstance> {
  const instance = fastify();
  instance.setErrorHandler((error, request, reply) => {
    const { problem, status, bug } = problemOf(error);
    if (bug && !String((error as Error).message).includes("a secret inside")) bugs.push(error);
    void reply
      .status(status)
      .type("application/problem+json")
      .send(JSON.stringify(problemDocument(problem, request.headers["accept-language"])));
  });
  const door = await openDoor(instance, { access, secureCookies: options.secure ?? false, onBug: (error) => bugs.push(error), limits: options.limits ?? RATE_LIMITS });
  mountRoutes(instance, ACCESS_ROUTES, { access }, door);
  mountRoutes(instance, PROBES, { access }, door);
  await instance.ready();
  return instance;
}

/** Where people are when it does not matter. */
export const FAR = "198.51.100.7";
const JSON_TYPE = { "content-type": "application/json" };

/** A browser: keeps cookies as one does, and sends them where their path says. */
export class Browser {
  readonly cookies = new Map<string, { readonly value: string; readonly path: string; readonly line: string }>();
  readonly address: string;
  readonly #server: FastifyInstance;

  constructor(server: FastifyInstance, address = FAR) {
    this.#server = server;
    this.address = address;
  }

  async send(method: "GET" | "POST", url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    const path = url.replace(/\?.*$/, "");
    const cookie = [...this.cookies].filter(([, one]) => path.startsWith(one.path)).map(([name, one]) => `${name}=${one.value}`);
    const options: InjectOptions = {
      method,
      url,
      remoteAddress: this.address,
      headers: { ...(method === "POST" ? JSON_TYPE : {}), ...(cookie.length === 0 ? {} : { cookie: cookie.join("; ") }), ...headers },
      ...(method === "POST" ? { payload: JSON.stringify(body ?? {}) } : {}),
    };
    const response = await this.#server.inject(options);
    for (const line of [response.headers["set-cookie"] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const cookiePath = /; Path=([^;]+)/.exec(line)?.[1] ?? "/";
      if (value === "" || /Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, { value, path: cookiePath, line });
    }
    return response;
  }

  async signIn(login: string): Promise<this> {
    const response = await this.send("POST", "/v1/sign-in", { login, password: PASSWORD });
    if (response.statusCode !== 200) throw new Error(`${login} is not let in: ${response.body}`);
    return this;
  }
}

/** The problem's code, or the status where there is no problem. */
export const codeOf = (response: LightMyRequestResponse): string =>
  (response.body === "" ? null : (response.json() as { code?: string } | null))?.code ?? `status ${response.statusCode}`;
