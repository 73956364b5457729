/**
 * A typed client of the platform's HTTP interface, for the console and for other programs, in a browser or in Node. It
 * needs only `fetch` (and `EventSource` for `live`) and throws two errors: `DuanliuProblem` when the server answered
 * with a problem, `DuanliuUnreachable` when it did not answer. It does not repeat requests by itself.
 */
import type { EventAnswer, EventJson, Health, JudgedEvent, Lists, ProblemDocument, Recent, Rules, Stats, Verdict } from "./types.ts";
import { openLive, type LiveHandlers } from "./live.ts";

export interface ClientOptions {
  /** Where the server is, without a slash at the end; the page's own origin when absent. */
  readonly baseUrl?: string;
  /** Language of problem titles. */
  readonly language?: () => "zh" | "en";
  readonly fetch?: typeof globalThis.fetch;
}

/** The server answered that it could not do it, and why. */
export class DuanliuProblem extends Error {
  readonly problem: ProblemDocument;
  /** How long the server wants one to wait, where it said so. */
  readonly retryAfterMs: number | null;

  constructor(problem: ProblemDocument, retryAfterMs: number | null = null) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = "DuanliuProblem";
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** There was no answer, or none that this client understands. */
export class DuanliuUnreachable extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "DuanliuUnreachable";
  }
}

export class DuanliuClient {
  readonly #baseUrl: string;
  readonly #language: () => "zh" | "en";
  readonly #fetch: typeof globalThis.fetch;

  constructor(options: ClientOptions = {}) {
    this.#baseUrl = options.baseUrl ?? "";
    this.#language = options.language ?? (() => "en");
    // Called as a plain function: a browser's fetch refuses another `this`.
    const send = options.fetch ?? globalThis.fetch;
    this.#fetch = (input, init) => send(input, init);
  }

  health(signal?: AbortSignal): Promise<Health> {
    return this.#get("/healthz", signal);
  }

  stats(signal?: AbortSignal): Promise<Stats> {
    return this.#get("/v1/stats", signal);
  }

  recent(signal?: AbortSignal): Promise<Recent> {
    return this.#get("/v1/recent", signal);
  }

  /** One event with its verdict. Throws `DuanliuProblem` with code `not-found` when no event of this id is kept. */
  event(id: string, signal?: AbortSignal): Promise<JudgedEvent> {
    return this.#get(`/v1/events/${encodeURIComponent(id)}`, signal);
  }

  rules(signal?: AbortSignal): Promise<Rules> {
    return this.#get("/v1/rules", signal);
  }

  lists(signal?: AbortSignal): Promise<Lists> {
    return this.#get("/v1/lists", signal);
  }

  /** Judges one event. Throws `DuanliuProblem` with code `malformed-input` when it is refused. */
  async sendEvent(event: EventJson, signal?: AbortSignal): Promise<Verdict> {
    return (await this.#json(await this.#ask("/v1/events", "application/json", JSON.stringify(event), signal))) as Verdict;
  }

  /** Judges many events and answers each in order. A refused one does not stop the rest. */
  async sendEvents(events: readonly EventJson[], signal?: AbortSignal): Promise<readonly EventAnswer[]> {
    const body = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    const response = await this.#ask("/v1/events", "application/x-ndjson", body, signal);
    const text = await response.text();
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => answerOf(JSON.parse(line) as Record<string, unknown>));
  }

  /** Follows the verdicts as they happen and comes back by itself after a break. Returns what ends it. */
  live(handlers: LiveHandlers): () => void {
    return openLive(`${this.#baseUrl}/v1/live`, handlers);
  }

  /** The address of a path, for what the browser opens by itself. */
  urlOf(path: string): string {
    return `${this.#baseUrl}${path}`;
  }

  /** The answer of any route that reads. The types of casework's answers are in the server's OpenAPI document. */
  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#get(path, signal);
  }

  /** The answer of any route that does something. `body` is sent as JSON, an empty object when there is nothing to say. */
  async post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
    return (await this.#json(await this.#ask(path, "application/json", JSON.stringify(body), signal))) as T;
  }

  async #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await this.#json(await this.#ask(path, undefined, undefined, signal))) as T;
  }

  async #ask(path: string, contentType: string | undefined, body: string | undefined, signal: AbortSignal | undefined): Promise<Response> {
    const headers: Record<string, string> = { "accept-language": this.#language() };
    if (contentType !== undefined) headers["content-type"] = contentType;
    let response: Response;
    try {
      response = await this.#fetch(`${this.#baseUrl}${path}`, { method: body === undefined ? "GET" : "POST", headers, body, signal });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new DuanliuUnreachable(`${path}: no answer`, { cause: error });
    }
    if (response.ok) return response;
    const problem = await this.#json(response);
    if (isProblem(problem)) throw new DuanliuProblem(problem, waitOf(response));
    throw new DuanliuUnreachable(`${path}: HTTP ${response.status}`);
  }

  async #json(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (error) {
      throw new DuanliuUnreachable(`${response.url}: the answer (HTTP ${response.status}) is not JSON`, { cause: error });
    }
  }
}

function waitOf(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

function isProblem(value: unknown): value is ProblemDocument {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value && "title" in value;
}

function answerOf(line: Record<string, unknown>): EventAnswer {
  if (line["refused"] !== undefined) {
    return { kind: "refused", ...(line["refused"] as { line: number; field: string; value: string; expected: string }) };
  }
  if (line["problem"] !== undefined) return { kind: "problem", problem: line["problem"] as ProblemDocument };
  return { kind: "verdict", verdict: line as unknown as Verdict };
}
