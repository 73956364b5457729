/**
 * Who stands behind a request: cookies and tokens in, a caller and a scope out. Cookies are unreadable for scripts and go
 * with requests of our own pages alone; a request that may change something must say it is JSON, which a form of another
 * site cannot. Who may do what is access/caller.ts's to say.
 */
import fastifyCookie from "@fastify/cookie";
import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { admit, identifyCaller, recordRefusal, type Arrival, type Caller } from "../access/caller.ts";
import type { AccessParts } from "../access/parts.ts";
import type { SessionReply } from "../access/route.ts";
import type { Permission, Scope } from "../access/scope.ts";
import { addressUnit, TooManyAttempts } from "../access/attempts.ts";
import { ProblemError, shorten } from "../base/problem.ts";

export interface DoorOptions {
  readonly access: AccessParts;
  /** People reach this program by https: cookies then travel by https alone. */
  readonly secureCookies: boolean;
  readonly onBug: (error: unknown) => void;
  readonly limits?: RateLimits;
}

export interface RateLimits {
  /** Requests a minute from one address to all routes that need no identity, and to all others. */
  readonly publicPerMinute: number;
  readonly perMinute: number;
}

/** Assumed: many people sit behind one address; a page asks a few times a second at the most. */
export const RATE_LIMITS: RateLimits = { publicPerMinute: 300, perMinute: 30_000 };

export interface Entered {
  readonly caller: Caller;
  readonly scope: Scope;
  readonly arrival: Arrival;
}

/** What a route that redirects has said. */
export interface Sent {
  readonly redirect: string | null;
}

/** Where the sign-in by a provider begins and ends: its cookie goes nowhere else. */
const FLOW_PATH = "/v1/sign-in/provider";
/** Headers by which a proxy says that it speaks for somebody else. */
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"];
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;

/**
 * Before any route is mounted: cookies, and how often one address may call, counted in memory. Attempts at signing in are
 * counted in the database besides.
 */
export async function openDoor(server: FastifyInstance, options: DoorOptions): Promise<Door> {
  await server.register(fastifyCookie);
  await server.register(fastifyRateLimit, {
    global: false,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: (request) => addressUnit(request.ip),
    // What it gives is thrown, and answered like everything thrown.
    errorResponseBuilder: (_request, context) => new TooManyAttempts(context.ttl),
    addHeaders: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false, "retry-after": true },
    addHeadersOnExceeding: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
  });
  const { publicPerMinute, perMinute } = options.limits ?? RATE_LIMITS;
  return new Door(options, { public: server.rateLimit({ max: publicPerMinute }), others: server.rateLimit({ max: perMinute }) });
}

type Gate = onRequestAsyncHookHandler;

export class Door {
  readonly #options: DoorOptions;
  readonly #gates: { readonly public: Gate; readonly others: Gate };
  readonly #session: string;
  readonly #flow: string;

  constructor(options: DoorOptions, gates: { readonly public: Gate; readonly others: Gate }) {
    this.#options = options;
    this.#gates = gates;
    // Names with which browsers themselves demand https and this host.
    this.#session = options.secureCookies ? "__Host-duanliu-session" : "duanliu-session";
    this.#flow = options.secureCookies ? "__Secure-duanliu-flow" : "duanliu-flow";
  }

  /** What counts requests to routes of a permission; all routes of one kind share a count. */
  gate(permission: Permission): Gate {
    return permission === "public" ? this.#gates.public : this.#gates.others;
  }

  /** Lets a request in for what `permission` names, or throws; a refusal of somebody known is in the ledger. */
  async enter(request: FastifyRequest, permission: Permission): Promise<Entered> {
    const arrival = arrivalOf(request);
    const token = bearerOf(request);
    if (!arrival.reads && token === null) demandJson(request);
    const caller = await identifyCaller(this.#options.access, { token, session: this.#cookie(request, this.#session) }, arrival);
    try {
      return { caller, arrival, scope: admit(caller, permission, arrival) };
    } catch (error) {
      await this.refused(request, caller, error);
      throw error;
    }
  }

  /** Records that somebody known was not allowed something. */
  async refused(request: FastifyRequest, caller: Caller, error: unknown): Promise<void> {
    if (!(error instanceof ProblemError) || error.problem.code !== "not-allowed") return;
    const what = `${request.method} ${request.routeOptions.url ?? ""}`;
    await recordRefusal(this.#options.access, caller, what, shorten(error.problem.detail, 200)).catch(this.#options.onBug);
  }

  /** What a route may do to the browser's cookies, and what it has said in `sent`. */
  sessionReply(request: FastifyRequest, reply: FastifyReply, { caller, arrival }: Entered): SessionReply & { readonly sent: Sent } {
    const secure = this.#options.secureCookies;
    const seconds = (untilMs: number): number => Math.max(0, Math.floor((untilMs - this.#options.access.world.nowMs()) / 1000));
    const session = { path: "/", httpOnly: true, sameSite: "strict", secure } as const;
    // Lax: the browser comes from the provider's site when this is needed.
    const flow = { path: FLOW_PATH, httpOnly: true, sameSite: "lax", secure } as const;
    const sent = { redirect: null as string | null };
    return {
      secret: this.#cookie(request, this.#session),
      signedIn: caller.kind === "session" ? { via: caller.via, untilMs: caller.untilMs } : null,
      local: arrival.local,
      flow: this.#cookie(request, this.#flow),
      begin: (secret, untilMs) => void reply.setCookie(this.#session, secret, { ...session, maxAge: seconds(untilMs) }),
      end: () => void reply.clearCookie(this.#session, session),
      beginFlow: (secret, untilMs) => void reply.setCookie(this.#flow, secret, { ...flow, maxAge: seconds(untilMs) }),
      endFlow: () => void reply.clearCookie(this.#flow, flow),
      redirect: (url) => {
        sent.redirect = url;
      },
      sent,
    };
  }

  #cookie(request: FastifyRequest, name: string): string | null {
    const value = request.cookies[name];
    return value === undefined || value === "" || value.length > 200 ? null : value;
  }
}

/** How long an error says to wait, in whole seconds; null when it says nothing. */
export function retryAfterSeconds(error: unknown): number | null {
  return error instanceof TooManyAttempts ? Math.ceil(error.waitMs / 1000) : null;
}

export function arrivalOf(request: FastifyRequest): Arrival {
  return { local: isLocal(request), address: request.ip, reads: request.method === "GET" || request.method === "HEAD" };
}

/** The peer itself, whatever a header says; a proxy on this machine is a peer that speaks for others. */
function isLocal(request: FastifyRequest): boolean {
  return LOOPBACK.test(request.socket.remoteAddress ?? "") && !FORWARDED.some((name) => request.headers[name] !== undefined);
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer +([\w.~+/=-]{1,200})$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

function demandJson(request: FastifyRequest): void {
  const type = (request.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase();
  if (type === "application/json" || type === "application/x-ndjson") return;
  throw new ProblemError({
    code: "unsupported-media",
    detail: "what changes something says that it is JSON, also when its body is empty",
    expected: "content-type: application/json",
  });
}
