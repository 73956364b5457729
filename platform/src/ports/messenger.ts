/**
 * What we ask of the ways to reach a person: a message handed over once for each id, with a receipt. Which network
 * carries it is the adapter's business; whether and what to say was decided before. Promises are checked by
 * messenger.conformance.ts.
 */
import type { Bilingual } from "../domain/verdict.ts";

export interface OutgoingMessage {
  /** Stable: the same message handed over again has the same id and reaches the person once. */
  readonly id: string;
  readonly channel: "sms" | "letter" | "app" | "desk";
  /** Registered sender; nothing goes out under another name. */
  readonly sender: string;
  /** The person's number or address, opened for this delivery alone. */
  readonly to: string;
  readonly text: Bilingual;
}

export interface MessageReceipt {
  /** The carrier's own reference. */
  readonly reference: string;
  readonly acceptedAtMs: number;
}

export interface Messenger {
  /**
   * Hands one message over. Resolves once it is accepted for delivery; handing over the same id again gives the first
   * receipt and sends nothing. Rejects with `overloaded` (try later) or `malformed-input` (it can never be sent).
   */
  send(message: OutgoingMessage): Promise<MessageReceipt>;
}
