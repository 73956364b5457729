/**
 * Hands orders to an institution that takes them by webhook, many a request, with one result each. A request that is
 * refused as a whole because of one order in it is divided until that order stands alone, so that it holds up no other. What
 * has no clear answer is handed over again later, under the same ids.
 */
import { createHash } from "node:crypto";
import type { World } from "../../base/world.ts";
import type { HandOver, InstitutionLink, InstitutionMessage } from "../../ports/institution.ts";
import { referenceIn } from "./messenger.ts";
import { plainWhy, POST_LIMITS, postSigned, type PostLimits } from "./post.ts";
import type { WebhookTarget } from "./target.ts";

export interface WebhookInstitutionOptions extends Partial<PostLimits> {
  readonly target: WebhookTarget;
  readonly world: World;
  readonly messagesMax?: number;
  readonly requestBytesMax?: number;
  /** For all requests of one hand-over together; with the last request it stays under the time for which the outbox claims an effect. */
  readonly deliverMsMax?: number;
}

type Result = HandOver | { readonly refused: string; readonly retry: boolean };

const MESSAGES_MAX = 200;
const REQUEST_BYTES_MAX = 1 << 19;
const DELIVER_MS_MAX = 40_000;
/** Bad Request, Content Too Large, Unprocessable Content: refusals that may be about one of the orders. */
const ABOUT_CONTENT = new Set([400, 413, 422]);

export function openWebhookInstitution(options: WebhookInstitutionOptions): InstitutionLink {
  return { deliver: (messages) => new Delivery(options).run(messages) };
}

class Delivery {
  readonly #options: WebhookInstitutionOptions;
  readonly #limits: PostLimits;
  readonly #untilMs: number;
  readonly #results = new Map<string, Result>();

  constructor(options: WebhookInstitutionOptions) {
    this.#options = options;
    this.#limits = { ...POST_LIMITS, ...options };
    this.#untilMs = performance.now() + (options.deliverMsMax ?? DELIVER_MS_MAX);
  }

  async run(messages: readonly InstitutionMessage[]): Promise<readonly Result[]> {
    // The same id twice is the same order.
    const distinct = [...new Map(messages.map((message) => [message.id, message])).values()];
    // One after the other: orders arrive in the order in which they were decided.
    for (const part of this.#parts(distinct)) await this.#hand(part);
    return messages.map(({ id }) => this.#results.get(id) ?? { refused: "not handed over in time", retry: true });
  }

  *#parts(messages: readonly InstitutionMessage[]): Generator<readonly InstitutionMessage[]> {
    const { messagesMax = MESSAGES_MAX, requestBytesMax = REQUEST_BYTES_MAX } = this.#options;
    let part: InstitutionMessage[] = [];
    let bytes = 0;
    for (const message of messages) {
      const size = Buffer.byteLength(JSON.stringify(message));
      if (part.length > 0 && (part.length >= messagesMax || bytes + size > requestBytesMax)) {
        yield part;
        part = [];
        bytes = 0;
      }
      part.push(message);
      bytes += size;
    }
    if (part.length > 0) yield part;
  }

  async #hand(part: readonly InstitutionMessage[]): Promise<void> {
    if (performance.now() > this.#untilMs) return;
    const { target, world } = this.#options;
    const body = { kind: "orders", messages: part.map(({ id, what, matter, to, fields }) => ({ id, what, matter, to, fields })) };
    const outcome = await postSigned(target, batchId(part), body, world.nowMs(), this.#limits);
    if (outcome.kind === "answered") {
      const said = outcome.status === 204 ? null : resultsIn(outcome.body);
      for (const { id } of part) this.#results.set(id, outcome.status === 204 ? this.#taken(id) : this.#resultOf(id, said?.get(id)));
      return;
    }
    if (part.length > 1 && outcome.status !== null && ABOUT_CONTENT.has(outcome.status)) {
      const half = part.length >> 1;
      await this.#hand(part.slice(0, half));
      await this.#hand(part.slice(half));
      return;
    }
    for (const { id } of part) this.#results.set(id, { refused: outcome.why, retry: outcome.retry });
  }

  #taken(reference: string): HandOver {
    return { reference, acceptedAtMs: this.#options.world.nowMs() };
  }

  #resultOf(id: string, said: Readonly<Record<string, unknown>> | undefined): Result {
    if (said?.["accepted"] === true) return this.#taken(referenceIn(said) ?? id);
    if (said?.["accepted"] === false) {
      const { reason } = said;
      return { refused: typeof reason === "string" ? plainWhy(reason) : "refused without a reason", retry: said["retry"] === true };
    }
    return { refused: "the answer says nothing about this order", retry: true };
  }
}

/** Results by order; null when the answer has another form. */
function resultsIn(body: unknown): ReadonlyMap<string, Readonly<Record<string, unknown>>> | null {
  const results = (body as { readonly results?: unknown } | null)?.results;
  if (!Array.isArray(results)) return null;
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const one of results as readonly unknown[]) {
    if (typeof one !== "object" || one === null) continue;
    const { id } = one as { readonly id?: unknown };
    if (typeof id === "string") found.set(id, one as Readonly<Record<string, unknown>>);
  }
  return found;
}

/** The same orders again are the same request. */
function batchId(part: readonly InstitutionMessage[]): string {
  const digest = createHash("sha256").update(part.map(({ id }) => id).join("\n"));
  return `batch_${digest.digest("hex").slice(0, 32)}`;
}
