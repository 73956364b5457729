/**
 * An OpenID Connect provider (OpenID Connect Core 1.0, authorization code flow with PKCE) through openid-client: discovery,
 * state, nonce, issuer and signature are checked there. Discovery happens at the first sign-in and again when it failed,
 * so that a provider that is down does not keep the program from starting. It keeps no token of the provider.
 */
import * as client from "openid-client";
import { ProblemError } from "../../base/problem.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Identity, IdentityProvider, SignInFlow } from "../../ports/identity-provider.ts";

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a client that has none. */
  readonly clientSecret: string | null;
  /** Where the provider sends the browser back to: this program's own callback, as people reach it. */
  readonly redirectUri: string;
  readonly title: Bilingual;
  /**
   * The claim by which an administrator may announce a person before their subject is known: `email`, taken only where the
   * provider says it is verified, or another that the provider keeps unique, such as `preferred_username`. Null for none.
   */
  readonly claim: string | null;
}

/** Longer than a sign-in page should keep somebody waiting. */
const TIMEOUT_SECONDS = 10;

export function openIdentityProvider(options: OidcOptions): IdentityProvider {
  const issuer = issuerUrl(options.issuer);
  let found: Promise<client.Configuration> | undefined;
  const configuration = async (): Promise<client.Configuration> => {
    try {
      return await (found ??= discover(issuer, options));
    } catch (error) {
      // The next sign-in asks again.
      found = undefined;
      throw unreachableProvider(error);
    }
  };
  return {
    issuer: options.issuer,
    title: options.title,
    async begin(flow) {
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: options.redirectUri,
        scope: options.claim === null ? "openid" : options.claim === "email" ? "openid email" : "openid profile",
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: "S256",
      });
      return url.href;
    },
    async finish(answer, flow) {
      const config = await configuration();
      const url = new URL(options.redirectUri);
      url.search = answer.toString();
      return identityOf(config, url, flow, options.claim);
    },
  };
}

async function identityOf(config: client.Configuration, url: URL, flow: SignInFlow, claim: string | null): Promise<Identity> {
  let tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;
  try {
    tokens = await client.authorizationCodeGrant(config, url, { pkceCodeVerifier: flow.verifier, expectedState: flow.state, expectedNonce: flow.nonce, idTokenExpected: true });
  } catch (error) {
    throw isNetwork(error) ? unreachableProvider(error) : refused(error);
  }
  const claims = tokens.claims();
  if (claims === undefined) throw refused(undefined);
  if (claim === null) return { subject: claims.sub, claim: null };
  const fromToken = announced(claims, claim);
  // Many providers give such claims only at the userinfo endpoint.
  if (fromToken !== null || config.serverMetadata().userinfo_endpoint === undefined) return { subject: claims.sub, claim: fromToken };
  try {
    return { subject: claims.sub, claim: announced(await client.fetchUserInfo(config, tokens.access_token, claims.sub), claim) };
  } catch (error) {
    throw isNetwork(error) ? unreachableProvider(error) : refused(error);
  }
}

function announced(claims: Readonly<Record<string, unknown>>, claim: string): string | null {
  const value = claims[claim];
  if (typeof value !== "string" || value === "") return null;
  return claim === "email" && claims["email_verified"] !== true ? null : value.toLowerCase();
}

async function discover(issuer: URL, options: OidcOptions): Promise<client.Configuration> {
  const authentication = options.clientSecret === null ? client.None() : client.ClientSecretPost(options.clientSecret);
  // Without TLS only to this machine itself, for tests and for a provider that runs beside.
  const execute = issuer.protocol === "http:" ? [client.allowInsecureRequests] : [];
  return client.discovery(issuer, options.clientId, undefined, authentication, { execute, timeout: TIMEOUT_SECONDS });
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function issuerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname)))) {
    throw new ProblemError({ code: "config-invalid", detail: "the identity provider's issuer is no https address", expected: "an address that begins with https://" });
  }
  return url;
}

/** Whether nobody answered, or said that it cannot now, as against an answer that does not fit. */
function isNetwork(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  if (error instanceof client.ResponseBodyError) return error.status >= 500;
  if (!(error instanceof client.ClientError)) return false;
  return error.code === "OAUTH_TIMEOUT" || (error.cause instanceof Response && error.cause.status >= 500);
}

function unreachableProvider(error: unknown): ProblemError {
  return new ProblemError({ code: "provider-unreachable", detail: `the identity provider does not answer as expected (${codeOf(error)})` });
}

/** The code alone: a provider's own words may name the person. */
function refused(error: unknown): ProblemError {
  return new ProblemError({ code: "not-signed-in", detail: `the identity provider's answer does not fit this sign-in (${codeOf(error)})` });
}

function codeOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) return /^[a-z_]{1,60}$/.test(error.error) ? error.error : "refused";
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === "string" ? code : "no code";
}
