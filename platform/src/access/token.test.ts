/** Tokens of programs: for partners and feeds, shown once, revocable, never for what people decide. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessDesk, type AccessDesk } from "../../test/access-desk.ts";
import { ProblemError } from "../base/problem.ts";
import { admit } from "./caller.ts";
import { systemScope, type Permission } from "./scope.ts";
import { createToken, findBearer, listTokens, revokeToken, tokenDraft } from "./token.ts";

let desk: AccessDesk;
let bank: string;
let police: string;
beforeEach(async () => {
  desk = await accessDesk();
  police = await desk.organisation("police", "11");
  bank = await desk.organisation("bank", "11");
});
afterEach(() => desk.close());

const system = systemScope("test");
const ADDRESS = "192.0.2.9";
const make = (draft: Readonly<Record<string, unknown>>) =>
  createToken(desk.parts, system, tokenDraft.parse({ name: "core system", org: bank, roles: ["bankOps"], days: 30, ...draft }));

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error.problem.at?.field === undefined ? error.problem.code : `${error.problem.code} ${error.problem.at.field}`;
  throw new Error(`not refused: ${String(error)}`);
}

test("a partner's program acts in its organisation, under the token's own name", async () => {
  const { secret, id } = await make({});
  expect(secret).toMatch(/^dlt_[\w-]{43}$/);
  const { principal, feed } = await findBearer(desk.parts, secret, ADDRESS);
  expect(principal).toMatchObject({ kind: "user", user: id, org: bank, orgKind: "bank", roles: ["bankOps"] });
  expect(feed).toBe(false);
  expect(JSON.stringify(await listTokens(desk.parts, system, { limit: 10 }))).not.toContain(secret.slice(4));
});

test("a token is good until it expires or is revoked, and each wrong one is recorded", async () => {
  const { secret, id } = await make({ days: 2 });
  desk.nowMs += 2 * 86_400_000 - 1;
  expect((await findBearer(desk.parts, secret, ADDRESS)).principal.user).toBe(id);
  desk.nowMs += 1;
  expect(await codeOf(findBearer(desk.parts, secret, ADDRESS))).toBe("not-signed-in");
  const second = await make({});
  await revokeToken(desk.parts, system, second.id);
  expect(await codeOf(findBearer(desk.parts, second.secret, ADDRESS))).toBe("not-signed-in");
  expect(await codeOf(findBearer(desk.parts, "dlt_guess", ADDRESS))).toBe("not-signed-in");
  expect(await desk.lines("token-refused")).toEqual([{ reason: "expired", token: id }, { reason: "revoked", token: second.id }, { reason: "unknown" }]);
  expect(await codeOf(revokeToken(desk.parts, system, "tok_nowhere"))).toBe("not-found");
});

test("an address that keeps coming with wrong tokens waits; right ones are let through", async () => {
  const { secret } = await make({});
  for (let i = 0; i < 21; i++) expect(await codeOf(findBearer(desk.parts, `dlt_${i}`, ADDRESS))).toBe("not-signed-in");
  expect(await codeOf(findBearer(desk.parts, "dlt_x", ADDRESS))).toBe("too-many-attempts");
  await findBearer(desk.parts, secret, ADDRESS);
});

test("a token has no more than its organisation may have, and a year", async () => {
  expect(await codeOf(make({ roles: ["telcoOps"] }))).toBe("malformed-input roles");
  expect(await codeOf(make({ roles: ["dutyLead"] }))).toBe("malformed-input roles");
  expect(await codeOf(make({ roles: [] }))).toBe("malformed-input roles");
  expect(await codeOf(make({ org: police, roles: ["dutyLead"] }))).toBe("malformed-input org");
  expect(await codeOf(make({ org: police, roles: ["admin"] }))).toBe("malformed-input org");
  expect(await codeOf(make({ days: 367 }))).toBe("malformed-input days");
  expect(await codeOf(make({ feed: true }))).toBe("malformed-input roles");
  expect(tokenDraft.safeParse({ name: "x", org: bank, roles: [], days: 0 }).success).toBe(false);
});

test("an administrator keeps the tokens of their own place", async () => {
  const { scope } = await desk.person(await desk.organisation("police", "12"), "admin.12", ["admin"]);
  const { id } = await make({});
  expect(await codeOf(createToken(desk.parts, scope, tokenDraft.parse({ name: "x", org: bank, roles: ["bankOps"], days: 1 })))).toBe("not-found");
  expect(await codeOf(revokeToken(desk.parts, scope, id))).toBe("not-found");
  expect(await listTokens(desk.parts, scope, { limit: 10 })).toEqual([]);
});

test("a feed sends, and does nothing else", async () => {
  const { secret } = await make({ org: police, roles: [], feed: true });
  const { principal, feed } = await findBearer(desk.parts, secret, ADDRESS);
  expect(feed).toBe(true);
  const caller = { kind: "feed", person: principal } as const;
  const arrival = { local: false, address: ADDRESS, reads: false };
  const may = (permission: Permission, reads: boolean): string => {
    try {
      return admit(caller, permission, { ...arrival, reads }).principal.kind;
    } catch (error) {
      return (error as ProblemError).problem.code;
    }
  };
  expect(may("local", false)).toBe("public");
  expect(may("local", true)).toBe("not-allowed");
  expect(may("signed-in", true)).toBe("not-allowed");
  expect(may(["dutyLead"], false)).toBe("not-allowed");
  expect(may("public", true)).toBe("public");
});

test("from this machine nobody needs a name for what is local; through a proxy or from elsewhere they do", async () => {
  const { principal: program } = await findBearer(desk.parts, (await make({})).secret, ADDRESS);
  const { scope } = await desk.person(police, "zhang.san", ["intake"]);
  const { scope: clerk } = await desk.person(bank, "clerk", ["bankOps"]);
  if (scope.principal.kind !== "user" || clerk.principal.kind !== "user") throw new Error("people");
  const callers = {
    nobody: { kind: "nobody" },
    officer: { kind: "session", person: scope.principal, via: "password", untilMs: 0 },
    clerk: { kind: "session", person: clerk.principal, via: "password", untilMs: 0 },
    program: { kind: "token", person: program },
  } as const;
  const outcome = (name: keyof typeof callers, local: boolean, reads: boolean): string => {
    try {
      return admit(callers[name], "local", { local, reads, address: ADDRESS }).principal.kind;
    } catch (error) {
      return (error as ProblemError).problem.code;
    }
  };
  for (const reads of [true, false]) {
    expect(outcome("nobody", true, reads)).toBe("public");
    expect(outcome("nobody", false, reads)).toBe("not-signed-in");
    expect(outcome("clerk", false, reads)).toBe("not-allowed");
    expect(outcome("program", false, reads)).toBe("not-allowed");
    expect(outcome("clerk", true, reads)).toBe("public");
  }
  expect(outcome("officer", false, true)).toBe("user");
  expect(outcome("officer", false, false)).toBe("not-allowed");
});
