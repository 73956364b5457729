/**
 * What every `IdentityProvider` must do, as tests, with a provider that really answers: the right answer gives the person,
 * and an answer with anything exchanged gives nobody.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ProblemError, type ProblemCode } from "../base/problem.ts";
import type { IdentityProvider, SignInFlow } from "./identity-provider.ts";

export interface IdentityHarness {
  readonly provider: IdentityProvider;
  /** Where `provider` sends browsers back to. */
  readonly redirectUri: string;
  /** A person proves who they are at the page; gives where the browser is sent back to. */
  signIn(url: string, subject: "anna" | "bao"): Promise<URL>;
  cancel(url: string): Promise<URL>;
  /** The claims by which the two may be announced; bao's is one that the provider does not vouch for. */
  readonly claims: { readonly anna: string; readonly bao: null };
  /** The same, with nobody answering. */
  readonly unreachable: IdentityProvider;
  remove(): Promise<void>;
}

let made = 0;
function newFlow(): SignInFlow {
  made++;
  const value = (what: string): string => Buffer.from(`${what}${made}`.padEnd(32, "-")).toString("base64url");
  return { state: value("state"), nonce: value("nonce"), verifier: value("verifier") };
}

async function codeOf(work: Promise<unknown>): Promise<ProblemCode> {
  const error = await work.then(
    () => new Error("it was accepted"),
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error.problem.code;
  throw error;
}

export function identityProviderConformance(make: () => Promise<IdentityHarness>): void {
  describe("an identity provider", () => {
    let harness: IdentityHarness;
    beforeAll(async () => {
      harness = await make();
    });
    afterAll(() => harness.remove());

    const answerFor = async (flow: SignInFlow, subject: "anna" | "bao" = "anna"): Promise<URLSearchParams> => {
      const back = await harness.signIn(await harness.provider.begin(flow), subject);
      expect(back.href.startsWith(harness.redirectUri)).toBe(true);
      return back.searchParams;
    };

    test("says who signed in, by subject and by the claim that it vouches for", async () => {
      for (const who of ["anna", "bao"] as const) {
        const flow = newFlow();
        expect(await harness.provider.finish(await answerFor(flow, who), flow)).toEqual({ subject: who, claim: harness.claims[who] });
      }
    });

    test("the address to go to holds the state and neither the verifier nor a secret", async () => {
      const flow = newFlow();
      const url = await harness.provider.begin(flow);
      expect(new URL(url).searchParams.get("state")).toBe(flow.state);
      expect(new URL(url).searchParams.get("code_challenge_method")).toBe("S256");
      expect(url).not.toContain(flow.verifier);
      expect(url).not.toContain("secret");
    });

    test("an answer is good once", async () => {
      const flow = newFlow();
      const answer = await answerFor(flow);
      await harness.provider.finish(answer, flow);
      expect(await codeOf(harness.provider.finish(answer, flow))).toBe("not-signed-in");
    });

    test.each(["state", "nonce", "verifier"] as const)("an answer to another %s is refused", async (part) => {
      const flow = newFlow();
      const answer = await answerFor(flow);
      expect(await codeOf(harness.provider.finish(answer, { ...flow, [part]: newFlow()[part] }))).toBe("not-signed-in");
    });

    test("an answer of another issuer, without a code, or with another's code is refused", async () => {
      const flow = newFlow();
      const answer = await answerFor(flow);
      const changed = (change: (params: URLSearchParams) => void): URLSearchParams => {
        const params = new URLSearchParams(answer);
        change(params);
        return params;
      };
      for (const wrong of [
        changed((params) => params.set("iss", "https://elsewhere.example")),
        changed((params) => params.delete("code")),
        changed((params) => params.delete("state")),
        changed((params) => params.set("code", "guessed")),
        new URLSearchParams(),
      ]) {
        expect(await codeOf(harness.provider.finish(wrong, flow)), wrong.toString()).toBe("not-signed-in");
      }
      const other = newFlow();
      const theirs = await answerFor(other, "bao");
      expect(
        await codeOf(
          harness.provider.finish(
            changed((params) => params.set("code", theirs.get("code") ?? "")),
            flow,
          ),
        ),
      ).toBe("not-signed-in");
    });

    test("who refuses at the page is not signed in", async () => {
      const flow = newFlow();
      const back = await harness.cancel(await harness.provider.begin(flow));
      expect(await codeOf(harness.provider.finish(back.searchParams, flow))).toBe("not-signed-in");
    });

    test("a provider that does not answer is said to be unreachable", async () => {
      expect(await codeOf(harness.unreachable.begin(newFlow()))).toBe("provider-unreachable");
      expect(await codeOf(harness.unreachable.finish(new URLSearchParams("code=x&state=y"), newFlow()))).toBe("provider-unreachable");
    });
  });
}
