/** The real randomness and scrypt: the suite of the port, today's parameters, and how many are made at once. */
import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import type { ProblemError } from "../../base/problem.ts";
import { secretsConformance } from "../../ports/secrets.conformance.ts";
import { openSecrets } from "./secrets.ts";

const CHEAP = { ln: 4, r: 8, p: 1 };

secretsConformance(() => ({ secrets: openSecrets(CHEAP), others: openSecrets({ ...CHEAP, ln: 5 }) }));

test("a digest carries OWASP's parameters, and is scrypt of the password and its salt", async () => {
  const secrets = openSecrets();
  const digest = await secrets.hashPassword("九月的风吹过铁桥");
  const [, name, parameters, salt, hash] = digest.split("$");
  expect([name, parameters]).toEqual(["scrypt", "ln=17,r=8,p=1"]);
  const again = scryptSync("九月的风吹过铁桥", Buffer.from(salt, "base64url"), 32, { N: 131_072, r: 8, p: 1, maxmem: 1 << 28 });
  expect(hash).toBe(again.toString("base64url"));
  expect(await secrets.checkPassword("九月的风吹过铁桥", digest)).toBe("right");
});

test("too many at once are sent away, and the others are served", async () => {
  const secrets = openSecrets({ ln: 12, r: 8, p: 1 });
  const results = await Promise.allSettled(Array.from({ length: 60 }, () => secrets.checkPassword("correct horse battery", null)));
  const served = results.filter((result) => result.status === "fulfilled");
  const away = results.filter((result) => result.status === "rejected");
  expect(served).toHaveLength(2 + 32);
  for (const { reason } of away) expect((reason as ProblemError).problem.code).toBe("overloaded");
  // The gate is free again.
  expect(await secrets.checkPassword("correct horse battery", null)).toBe("wrong");
});

test("a digest that asks for far more work than ours is not computed", async () => {
  const secrets = openSecrets(CHEAP);
  const digest = await secrets.hashPassword("correct horse battery");
  expect(await secrets.checkPassword("correct horse battery", digest.replace("ln=4", "ln=31"))).toBe("wrong");
});
