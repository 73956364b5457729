/**
 * Hands messages to a carrier that takes them by webhook, one a request. The carrier keeps the id and sends each once; what
 * it answers as its reference is the receipt. So many are on the way at once and no more: the rest wait their turn, and
 * one that waits too long is told to come back.
 */
import { ProblemError } from "../../base/problem.ts";
import type { World } from "../../base/world.ts";
import type { MessageReceipt, Messenger, OutgoingMessage } from "../../ports/messenger.ts";
import { checkMessage } from "../message-check.ts";
import { POST_LIMITS, postSigned, type PostLimits } from "./post.ts";
import type { WebhookTarget } from "./target.ts";

export interface WebhookMessengerOptions extends Partial<PostLimits> {
  readonly target: WebhookTarget;
  readonly world: World;
  /** Requests on the way at once. */
  readonly requestsMax?: number;
  /** Longest wait for one's turn: with the request itself it stays under the time for which the outbox claims an effect. */
  readonly waitMsMax?: number;
}

const REQUESTS_MAX = 16;
const WAIT_MS_MAX = 30_000;
export const REFERENCE_CHARACTERS_MAX = 200;

export function openWebhookMessenger(options: WebhookMessengerOptions): Messenger {
  const { target, world, requestsMax = REQUESTS_MAX, waitMsMax = WAIT_MS_MAX } = options;
  const limits: PostLimits = { ...POST_LIMITS, ...options };
  const turn = turns(requestsMax, waitMsMax);
  return {
    async send(message) {
      checkMessage(message);
      const end = await turn();
      try {
        return await post(target, world, message, limits);
      } finally {
        end();
      }
    },
  };
}

async function post(target: WebhookTarget, world: World, message: OutgoingMessage, limits: PostLimits): Promise<MessageReceipt> {
  const { id, channel, sender, to, text } = message;
  const outcome = await postSigned(target, id, { kind: "message", id, channel, sender, to, text: { zh: text.zh, en: text.en } }, world.nowMs(), limits);
  if (outcome.kind === "failed") {
    throw new ProblemError({ code: outcome.retry ? "overloaded" : "malformed-input", detail: `the carrier did not take the message: ${outcome.why}` });
  }
  return { reference: referenceIn(outcome.body) ?? id, acceptedAtMs: world.nowMs() };
}

/** The receiver's own reference, if it gave one that can be kept. */
export function referenceIn(body: unknown): string | null {
  const reference = (body as { readonly reference?: unknown } | null)?.reference;
  return typeof reference === "string" && reference !== "" && reference.length <= REFERENCE_CHARACTERS_MAX && !/[\u0000-\u001f]/.test(reference) ? reference : null;
}

/** Gives turns, at most so many at once, in the order in which they were asked for. What it resolves with ends the turn. */
function turns(max: number, waitMsMax: number): () => Promise<() => void> {
  let taken = 0;
  const queue: { readonly sinceMs: number; readonly start: (late: boolean) => void }[] = [];
  const end = (): void => {
    taken--;
    // Those who waited too long are told; the first who did not gets the turn.
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const late = performance.now() - next.sinceMs > waitMsMax;
      if (!late) taken++;
      next.start(late);
      if (!late) return;
    }
  };
  return () =>
    new Promise((resolve, reject) => {
      if (taken < max) {
        taken++;
        resolve(end);
        return;
      }
      queue.push({
        sinceMs: performance.now(),
        start: (late) => {
          if (late) reject(new ProblemError({ code: "overloaded", detail: "too many messages wait for the carrier" }));
          else resolve(end);
        },
      });
    });
}
