/**
 * The other end of a webhook, on a real socket: checks every signature by its own reckoning, counts each id once, and has
 * the troubles that receivers have. What it says on the wire is docs/webhooks.md, not the adapters' code.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What happens to a request: before or after it was counted. */
export type Trouble =
  | { readonly kind: "drop-before" }
  | { readonly kind: "drop-after" }
  | { readonly kind: "drop-in-answer" }
  | { readonly kind: "status"; readonly status: number; readonly counted: boolean; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: "slow-after" }
  | { readonly kind: "slow-body" }
  | { readonly kind: "answer"; readonly body: string }
  | { readonly kind: "answer-without-bodies" };

export interface ReceivedRequest {
  readonly path: string;
  readonly webhookId: string;
  readonly body: string;
}

export class WebhookReceiver {
  static readonly key = Buffer.from("0123456789abcdef0123456789abcdef");
  static readonly secret = `whsec_${WebhookReceiver.key.toString("base64")}`;

  /** Counted, in order of arrival: an id counts once. */
  readonly counted: Readonly<Record<string, unknown>>[] = [];
  readonly requests: ReceivedRequest[] = [];
  /** Requests whose signature or time was wrong. */
  readonly forged: string[] = [];
  readonly refusals = new Map<string, { readonly retry: boolean; readonly reason: string }>();
  /** Whole requests with one of these ids are refused with 422. */
  readonly poison = new Set<string>();
  /** Asked for each request; undefined for none. */
  trouble: (request: ReceivedRequest) => Trouble | undefined = () => undefined;
  nowMs: () => number = () => Date.now();
  /** How far a request's time may be off; more where the made-up time runs faster than a crowded machine answers. */
  offMsMax = 300_000;
  readonly #references = new Map<string, string>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on("request", (request, response) => {
      receiver.#take(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/duanliu`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString("utf8");
    const received: ReceivedRequest = { path: request.url ?? "", webhookId: String(request.headers["webhook-id"]), body };
    this.requests.push(received);
    if (!this.#isGenuine(request, body)) {
      this.forged.push(received.webhookId);
      response.writeHead(401).end();
      return;
    }
    const trouble = this.trouble(received);
    if (trouble?.kind === "drop-before") {
      request.socket.destroy();
      return;
    }
    if (trouble?.kind === "status" && !trouble.counted) {
      response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? "");
      return;
    }
    const answer = this.#count(JSON.parse(body) as Readonly<Record<string, unknown>>);
    this.#answer(request, response, answer, trouble);
  }

  #answer(request: IncomingMessage, response: ServerResponse, answer: { readonly status: number; readonly body: string }, trouble: Trouble | undefined): void {
    switch (trouble?.kind) {
      case "drop-after":
        request.socket.destroy();
        return;
      case "drop-in-answer":
        response.writeHead(200, { "content-type": "application/json", "content-length": String(answer.body.length + 10) });
        response.write(answer.body.slice(0, 5), () => request.socket.destroy());
        return;
      case "slow-after":
        // Never: the sender gives up first.
        return;
      case "slow-body":
        response.writeHead(200, { "content-type": "application/json" });
        response.write(answer.body.slice(0, 5));
        return;
      case "status":
        response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? "");
        return;
      case "answer":
        response.writeHead(200).end(trouble.body);
        return;
      case "answer-without-bodies":
        response.writeHead(204).end();
        return;
      default:
        response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    }
  }

  #isGenuine(request: IncomingMessage, body: string): boolean {
    const id = request.headers["webhook-id"];
    const timestamp = request.headers["webhook-timestamp"];
    const signature = request.headers["webhook-signature"];
    if (typeof id !== "string" || typeof timestamp !== "string" || typeof signature !== "string") return false;
    if (Math.abs(Number(timestamp) * 1000 - this.nowMs()) > this.offMsMax) return false;
    const expected = Buffer.from(createHmac("sha256", WebhookReceiver.key).update(`${id}.${timestamp}.${body}`).digest("base64"));
    const given = Buffer.from(signature.replace(/^v1,/, ""));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #count(value: Readonly<Record<string, unknown>>): { readonly status: number; readonly body: string } {
    if (value["kind"] === "message") return { status: 200, body: JSON.stringify({ reference: this.#once(value) }) };
    const messages = value["messages"] as readonly Readonly<Record<string, unknown>>[];
    if (messages.some((one) => this.poison.has(String(one["id"])))) return { status: 422, body: "one of the orders cannot be read" };
    const results = messages.map((one) => {
      const id = String(one["id"]);
      const refusal = this.refusals.get(id);
      return refusal === undefined ? { id, accepted: true, reference: this.#once(one) } : { id, accepted: false, ...refusal };
    });
    // In another order than asked: results are found by id.
    return { status: 200, body: JSON.stringify({ results: results.reverse() }) };
  }

  #once(value: Readonly<Record<string, unknown>>): string {
    const id = String(value["id"]);
    const known = this.#references.get(id);
    if (known !== undefined) return known;
    this.counted.push(value);
    const reference = `R-${this.counted.length}`;
    this.#references.set(id, reference);
    return reference;
  }
}
