/**
 * Signing in by the organisation's identity provider. Accounts exist before: an administrator made them with the
 * provider's subject, or with a claim by which the subject is learnt once. Roles never come from there. State, nonce and
 * verifier are derived from a secret in this browser's cookie, so that the database holds nothing that completes a sign-in.
 */
import { createHmac } from "node:crypto";
import { ProblemError } from "../base/problem.ts";
import type { Identity, IdentityProvider, SignInFlow } from "../ports/identity-provider.ts";
import { type Sql } from "../ports/store.ts";
import { digestOf, keep, NOBODY, PAGES, type AccessParts } from "./parts.ts";
import { beginSession, mayAct, type NewSession } from "./session.ts";
import { byId } from "./sign-in.ts";
import { subjectKey } from "./user.ts";

/** Leaves for the provider: where to go, and the secret for the cookie. */
export async function beginOidc(parts: AccessParts, returnTo: string): Promise<{ readonly url: string; readonly secret: string; readonly untilMs: number }> {
  const provider = providerOf(parts);
  const secret = parts.secrets.newSecret();
  const untilMs = await keep(parts, async (sql, _note, nowMs) => {
    const [{ running }] = await sql.query<{ readonly running: number }>("select count(*) as running from oidc_flow where expires_at_ms > $1", [nowMs]);
    if (running >= parts.settings.flowsMax) throw new ProblemError({ code: "overloaded", detail: "too many sign-ins have begun and not ended" });
    const expires = nowMs + parts.settings.flowMs;
    await sql.query("insert into oidc_flow (digest, return_to, created_at_ms, expires_at_ms) values ($1, $2, $3, $4)", [digestOf(secret), ownPath(returnTo), nowMs, expires]);
    return expires;
  });
  return { url: await provider.begin(flowOf(secret)), secret, untilMs };
}

/** Comes back from the provider. Whatever does not fit is `not-signed-in` and a line of the ledger; each flow ends here, once. */
export async function finishOidc(
  parts: AccessParts,
  secret: string | null,
  answer: URLSearchParams,
  local: boolean,
): Promise<{ readonly session: NewSession; readonly returnTo: string }> {
  const provider = providerOf(parts);
  const flow = secret === null ? undefined : await takeFlow(parts, secret);
  if (secret === null || flow === undefined) {
    await refused(parts, "no-flow");
    throw notSignedIn("this sign-in was not begun in this browser, or too long ago");
  }
  let identity: Identity;
  try {
    identity = await provider.finish(answer, flowOf(secret));
  } catch (error) {
    await refused(parts, error instanceof ProblemError && error.problem.code === "provider-unreachable" ? "unreachable" : "answer");
    throw error;
  }
  const session = await keep(parts, async (sql, note, nowMs) => {
    const id = await userOf(sql, provider, identity);
    const user = id === null ? undefined : await byId(sql, id);
    if (user === undefined || !mayAct(parts, user, local)) {
      note({ ...NOBODY, event: "sign-in-refused", detail: { reason: user === undefined ? "unknown" : "disabled", via: "oidc", ...(user === undefined ? {} : { user: user.id }) } });
      return null;
    }
    return beginSession(sql, parts, note, nowMs, user, "oidc");
  });
  if (session === null) throw notSignedIn("the provider knows you, but there is no account for you here: ask an administrator");
  return { session, returnTo: flow.returnTo };
}

export function providerOf(parts: AccessParts): IdentityProvider {
  if (parts.provider === null) throw new ProblemError({ code: "not-found", detail: "there is no identity provider in the settings" });
  return parts.provider;
}

/** Three values that only who has the secret can make. */
export function flowOf(secret: string): SignInFlow {
  const derive = (use: string): string => createHmac("sha256", secret).update(`duanliu oidc ${use}`).digest("base64url");
  return { state: derive("state"), nonce: derive("nonce"), verifier: derive("verifier") };
}

/** A path of this program, never a way to somewhere else. */
export function ownPath(text: string): string {
  return /^\/(?![/\\])[^\\\s\u0000-\u001f]{0,500}$/.test(text) ? text : "/";
}

/** The page that says what went wrong, after the `#` like everything else about a person. */
export function failedPath(code: string): string {
  return `${PAGES.signIn}#${code}`;
}

async function takeFlow(parts: AccessParts, secret: string): Promise<{ readonly returnTo: string } | undefined> {
  return parts.store.transaction(async (sql) => {
    const [row] = await sql.query<{ readonly return_to: string; readonly expires_at_ms: number }>("delete from oidc_flow where digest = $1 returning return_to, expires_at_ms", [
      digestOf(secret),
    ]);
    return row === undefined || row.expires_at_ms <= parts.world.nowMs() ? undefined : { returnTo: row.return_to };
  });
}

/** By the subject; failing that, by the claim of an account that waits for its subject, which is bound to it from now on. */
async function userOf(sql: Sql, provider: IdentityProvider, identity: Identity): Promise<string | null> {
  const subject = subjectKey(provider.issuer, identity.subject);
  const [known] = await sql.query<{ readonly id: string }>("select id from app_user where oidc_subject = $1", [subject]);
  if (known !== undefined) return known.id;
  if (identity.claim === null) return null;
  const [bound] = await sql.query<{ readonly id: string }>(
    "update app_user set oidc_subject = $2, oidc_claim = null where oidc_claim = $1 and oidc_subject is null and disabled_at_ms is null returning id",
    [identity.claim, subject],
  );
  return bound?.id ?? null;
}

async function refused(parts: AccessParts, reason: string): Promise<void> {
  await keep(parts, async (_sql, note) => note({ ...NOBODY, event: "sign-in-refused", detail: { reason, via: "oidc" } }));
}

function notSignedIn(detail: string): ProblemError {
  return new ProblemError({ code: "not-signed-in", detail });
}
