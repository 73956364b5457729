/** Signing in at a real OpenID Connect provider, and what only this adapter promises: https, and asking again after a failure. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { ProblemError } from "../../base/problem.ts";
import { identityProviderConformance } from "../../ports/identity-provider.conformance.ts";
import { startIdentityProvider } from "../../../test/real-identity-provider.ts";
import { openIdentityProvider, type OidcOptions } from "./identity-provider.ts";

const REDIRECT = "https://fanzha.example/v1/sign-in/provider/callback";
const OPTIONS: OidcOptions = {
  issuer: "https://sso.example",
  clientId: "duanliu-test",
  clientSecret: null,
  redirectUri: REDIRECT,
  title: { zh: "统一身份认证", en: "Single sign-on" },
  claim: null,
};
const PEOPLE = {
  anna: { email: "Anna@Example.org", email_verified: true, preferred_username: "anna.li" },
  bao: { email: "bao@example.org", email_verified: false, preferred_username: "bao.wu" },
};

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

identityProviderConformance(async () => {
  const real = await startIdentityProvider(REDIRECT, PEOPLE);
  const options = { ...OPTIONS, issuer: real.issuer, clientId: real.clientId, clientSecret: real.clientSecret, claim: "email" };
  return {
    provider: openIdentityProvider(options),
    redirectUri: REDIRECT,
    signIn: (url, subject) => real.signIn(url, subject),
    cancel: (url) => real.cancel(url),
    claims: { anna: "anna@example.org", bao: null },
    unreachable: openIdentityProvider({ ...options, issuer: `http://127.0.0.1:${await closedPort()}` }),
    remove: () => real.close(),
  };
});

test("another claim is taken as the settings name it", async () => {
  const real = await startIdentityProvider(REDIRECT, PEOPLE);
  try {
    const provider = openIdentityProvider({ ...OPTIONS, issuer: real.issuer, clientId: real.clientId, clientSecret: real.clientSecret, claim: "preferred_username" });
    const flow = { state: "s".repeat(43), nonce: "n".repeat(43), verifier: "v".repeat(43) };
    const back = await real.signIn(await provider.begin(flow), "bao");
    expect(await provider.finish(back.searchParams, flow)).toEqual({ subject: "bao", claim: "bao.wu" });
  } finally {
    await real.close();
  }
});

test("an issuer without TLS is taken on this machine only", () => {
  for (const issuer of ["http://sso.example", "http://10.0.0.1", "ftp://sso.example", "sso.example", ""]) {
    expect(() => openIdentityProvider({ ...OPTIONS, issuer }), issuer).toThrow(ProblemError);
  }
  expect(openIdentityProvider({ ...OPTIONS, issuer: "http://127.0.0.1:1" }).issuer).toBe("http://127.0.0.1:1");
});

test("a provider that was down is asked again, also in the middle of a sign-in", async () => {
  const real = await startIdentityProvider(REDIRECT, PEOPLE);
  const flow = { state: "s".repeat(43), nonce: "n".repeat(43), verifier: "v".repeat(43) };
  try {
    const provider = openIdentityProvider({ ...OPTIONS, issuer: real.issuer, clientId: real.clientId, clientSecret: real.clientSecret });
    real.setDown(true);
    await expect(provider.begin(flow)).rejects.toMatchObject({ problem: { code: "provider-unreachable" } });
    real.setDown(false);
    const back = await real.signIn(await provider.begin(flow), "anna");
    real.setDown(true);
    await expect(provider.finish(back.searchParams, flow)).rejects.toMatchObject({ problem: { code: "provider-unreachable" } });
    real.setDown(false);
    expect(await provider.finish(back.searchParams, flow)).toEqual({ subject: "anna", claim: null });
  } finally {
    await real.close();
  }
});

test("a provider that says it is another than in the settings is not used", async () => {
  const real = await startIdentityProvider(REDIRECT, PEOPLE);
  try {
    const provider = openIdentityProvider({ ...OPTIONS, issuer: real.issuer.replace("127.0.0.1", "localhost") });
    await expect(provider.begin({ state: "s", nonce: "n", verifier: "v".repeat(43) })).rejects.toMatchObject({ problem: { code: "provider-unreachable" } });
  } finally {
    await real.close();
  }
});
