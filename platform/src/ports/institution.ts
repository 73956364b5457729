/**
 * What we ask of the ways to a bank, an operator or a platform: orders and list changes handed over once for each id.
 * The institution's answer comes back by itself, as a command on the matter. Which wire it is (its desk in this
 * program, a webhook, ISO 20022) is the adapter's business. Promises are checked by institution.conformance.ts.
 */

export interface InstitutionMessage {
  /** Stable: the same message handed over again has the same id and counts once. */
  readonly id: string;
  /** What is asked: "stop-payment.request", "freeze.request", "list.withdraw" … */
  readonly what: string;
  /** The matter to answer on. */
  readonly matter: string;
  /** Organisation it goes to. */
  readonly to: string;
  /** Fields of the request; identifiers of people opened for this delivery alone. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface HandOver {
  /** The institution's own reference, or ours when it gives none. */
  readonly reference: string;
  readonly acceptedAtMs: number;
}

export interface InstitutionLink {
  /**
   * Hands messages over, many at a time. Resolves with one result a message, in their order: accepted, or why not.
   * Handing over the same id again gives the first reference. `retry` says whether trying later can help.
   */
  deliver(messages: readonly InstitutionMessage[]): Promise<readonly (HandOver | { readonly refused: string; readonly retry: boolean })[]>;
}
