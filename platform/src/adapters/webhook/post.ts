/**
 * One signed POST of JSON and what came of it. Signed as Standard Webhooks says (standardwebhooks.com: HMAC-SHA-256 over
 * id, time and body), so that receivers can check it with a ready library. Follows no redirect, reads no more than a
 * limit, waits no longer than a limit, and says of every failure whether trying later can help.
 */
import { createHmac } from "node:crypto";
import type { WebhookTarget } from "./target.ts";

export interface PostLimits {
  /** From the first byte sent to the last byte read. */
  readonly requestMsMax: number;
  readonly answerBytesMax: number;
}

export const POST_LIMITS: PostLimits = { requestMsMax: 10_000, answerBytesMax: 1 << 20 };

export type PostOutcome =
  | { readonly kind: "answered"; readonly status: number; readonly body: unknown }
  /** `status` is null when there was no answer. */
  | { readonly kind: "failed"; readonly status: number | null; readonly why: string; readonly retry: boolean };

/** Request Timeout, Too Early, Too Many Requests: the only refusals of a client that end by themselves. */
const RETRY_STATUSES = new Set([408, 425, 429]);
const WHY_CHARACTERS_MAX = 160;

export function signatureOf(target: WebhookTarget, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac("sha256", target.secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** `id` is the same whenever the same thing is sent again: the receiver's key against doing it twice. */
export async function postSigned(target: WebhookTarget, id: string, value: unknown, nowMs: number, limits: PostLimits = POST_LIMITS): Promise<PostOutcome> {
  const body = JSON.stringify(value);
  const timestamp = String(Math.floor(nowMs / 1000));
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "user-agent": "duanliu",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signatureOf(target, id, timestamp, body),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(limits.requestMsMax),
    });
    const text = await readLimited(response, limits.answerBytesMax);
    return outcomeOf(response.status, text);
  } catch (error) {
    return { kind: "failed", status: null, why: causeOf(error), retry: true };
  }
}

/** The answer's text, or null when it is longer than the limit. */
async function readLimited(response: Response, bytesMax: number): Promise<string | null> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the rest.
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function outcomeOf(status: number, text: string | null): PostOutcome {
  if (status >= 300) {
    const why = status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}${text === null || text.trim() === "" ? "" : `: ${plainWhy(text)}`}`;
    return { kind: "failed", status, why, retry: status >= 500 || RETRY_STATUSES.has(status) };
  }
  // It may have been taken: handing it over again finds out, and counts once.
  if (text === null) return { kind: "failed", status, why: "the answer is larger than the limit", retry: true };
  if (text.trim() === "") return { kind: "answered", status, body: null };
  try {
    return { kind: "answered", status, body: JSON.parse(text) as unknown };
  } catch {
    return { kind: "failed", status, why: "the answer is no JSON", retry: true };
  }
}

/** What a receiver says, fit to be kept: short, one line, and without numbers long enough to be somebody's. */
export function plainWhy(text: string): string {
  const plain = text
    .replace(/[\u0000-\u001f\u007f]+/g, " ")
    .replace(/\d[\d\s-]{3,}\d/g, "…")
    .trim()
    .toWellFormed();
  return [...plain].slice(0, WHY_CHARACTERS_MAX).join("");
}

/** A code such as ECONNREFUSED, or that it took too long. No address: it may hold a key of the receiver's. */
function causeOf(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return "no answer in time";
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const { code } = one as NodeJS.ErrnoException;
    if (typeof code === "string") return `no answer: ${code}`;
  }
  return "no answer: the connection broke";
}
