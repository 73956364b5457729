/**
 * What we ask of an OpenID Connect provider: a page where a person proves who they are, and an answer that says who it
 * was. Which accounts exist here and what they may do is never the provider's to say. Promises are checked by
 * identity-provider.conformance.ts.
 */
import type { Bilingual } from "../domain/verdict.ts";

/** What binds an answer to its question; each is 256 bits of one sign-in and never used again. */
export interface SignInFlow {
  /** Comes back with the answer: it was this browser that asked. */
  readonly state: string;
  /** Stands in the signed identity: it was made for this sign-in. */
  readonly nonce: string;
  /** Proof Key for Code Exchange (RFC 7636): who redeems the code is who asked for it. */
  readonly verifier: string;
}

export interface Identity {
  /** Never given to somebody else by this issuer, unlike names and addresses. */
  readonly subject: string;
  /** By which an administrator may have announced the person: an address the provider has verified, or what the settings name; lower case. */
  readonly claim: string | null;
}

export interface IdentityProvider {
  /** As its discovery document says. */
  readonly issuer: string;
  /** What the button says. */
  readonly title: Bilingual;

  /** Where to send the browser. Rejects with `provider-unreachable`. */
  begin(flow: SignInFlow): Promise<string>;

  /**
   * Who it was, from the parameters that came back. Rejects with `not-signed-in` when anything does not fit: refused by the
   * person or the provider, another state, nonce, verifier or issuer, a code used before; with `provider-unreachable`.
   */
  finish(answer: URLSearchParams, flow: SignInFlow): Promise<Identity>;
}
