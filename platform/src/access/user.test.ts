/** Accounts: roles that fit, links that work once, and rules that hold against administrators too. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessDesk, PASSWORD, signedIn, type AccessDesk } from "../../test/access-desk.ts";
import { ProblemError } from "../base/problem.ts";
import type { AccessParts } from "./parts.ts";
import type { Role } from "./role.ts";
import { systemScope, type Scope } from "./scope.ts";
import { findSession } from "./session.ts";
import { lookAtLink, signIn, usePasswordLink } from "./sign-in.ts";
import { changeUser, createUser, disableUser, enableUser, endUsersSessions, issueLink, listUsers, userChange, userDraft } from "./user.ts";

let desk: AccessDesk;
let city: string;
let admin: { readonly id: string; readonly scope: Scope };
beforeEach(async () => {
  desk = await accessDesk();
  city = await desk.organisation("police", "11/1101");
  admin = await desk.person(city, "admin.one", ["admin"]);
});
afterEach(() => desk.close());

const FROM = { address: "192.0.2.9", local: false };
const secretOf = (path: string): string => path.slice(path.indexOf("#") + 1);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error.problem.at?.field === undefined ? error.problem.code : `${error.problem.code} ${error.problem.at.field}`;
  throw new Error(`not refused: ${String(error)}`);
}

const make = (login: string, roles: readonly string[], org = city, scope = admin.scope) => createUser(desk.parts, scope, userDraft.parse({ login, name: "Li", org, roles }));

test("who gets an account sets a password with a link that works once, and signs in", async () => {
  const { account, link } = await make("li.si", ["intake", "analyst", "intake"]);
  expect(account).toMatchObject({ login: "li.si", roles: ["intake", "analyst"], hasPassword: false, disabled: false, provider: null });
  const secret = secretOf(link?.path ?? "");
  expect(link?.path).toMatch(/^\/password#[\w-]{43}$/);
  expect(await codeOf(signIn(desk.parts, { login: "li.si", password: PASSWORD }, FROM))).toBe("not-signed-in");
  expect(await lookAtLink(desk.parts, secret)).toMatchObject({ login: "li.si", name: "Li" });
  expect(await codeOf(usePasswordLink(desk.parts, { secret, password: "too short" }, FROM.address))).toBe("malformed-input password");
  expect(await usePasswordLink(desk.parts, { secret, password: PASSWORD }, FROM.address)).toEqual({ login: "li.si" });
  expect(await codeOf(usePasswordLink(desk.parts, { secret, password: `${PASSWORD}2` }, FROM.address))).toBe("not-allowed");
  const session = await signIn(desk.parts, { login: "li.si", password: PASSWORD }, FROM);
  expect((await findSession(desk.parts, session.secret, false))?.principal.roles).toEqual(["intake", "analyst"]);
  expect((await desk.ledger()).map((line) => line.event).slice(-7)).toEqual([
    "password-set",
    "user-created",
    "link-issued",
    "sign-in-refused",
    "password-set",
    "link-refused",
    "signed-in",
  ]);
});

test("a link used by two at once sets one password", async () => {
  const { link } = await make("li.si", ["intake"]);
  const secret = secretOf(link?.path ?? "");
  const both = await Promise.allSettled(["first of two words", "second of two words"].map((password) => usePasswordLink(desk.parts, { secret, password }, FROM.address)));
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a link is good for a day, and a new one voids the one before", async () => {
  const first = secretOf((await make("li.si", ["intake"])).link?.path ?? "");
  const [{ id }] = (await listUsers(desk.parts, admin.scope, { limit: 10 })).filter((user) => user.login === "li.si");
  const second = secretOf((await issueLink(desk.parts, admin.scope, id)).path);
  expect(await codeOf(lookAtLink(desk.parts, first))).toBe("not-allowed");
  desk.nowMs += 24 * 3_600_000 - 1;
  expect((await lookAtLink(desk.parts, second)).login).toBe("li.si");
  desk.nowMs += 1;
  expect(await codeOf(lookAtLink(desk.parts, second))).toBe("not-allowed");
  expect(await codeOf(usePasswordLink(desk.parts, { secret: second, password: PASSWORD }, FROM.address))).toBe("not-allowed");
});

test("roles fit the kind of organisation, and the tier where the law gives a power to one", async () => {
  const bank = await desk.organisation("bank", "11/1101");
  const county = await desk.organisation("police", "11/1101/110101");
  const tried: readonly (readonly [string, string, Role, string])[] = [
    ["a1", city, "bankOps", "malformed-input roles"],
    ["a2", bank, "intake", "malformed-input roles"],
    ["a3", bank, "admin", "malformed-input roles"],
    ["a4", city, "countyChief", "malformed-input roles"],
    ["a5", "org_nowhere", "intake", "not-found"],
  ];
  for (const [login, org, role, code] of tried) expect(await codeOf(make(login, [role], org)), role).toBe(code);
  for (const [login, org, role] of [
    ["b1", bank, "bankOps"],
    ["b2", county, "countyChief"],
    // The profile only assumes where intake sits: that refuses nobody.
    ["b3", city, "intake"],
  ] as const)
    expect((await make(login, [role], org)).account.roles).toEqual([role]);
});

test("a login belongs to one, whatever its case and whoever asks at once", async () => {
  const both = await Promise.allSettled([make("Li.Si", ["intake"]), make("li.si ", ["intake"])]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await codeOf(make("LI.SI", ["intake"]))).toBe("malformed-input login");
  for (const login of ["", "x", ".li", "li si", "李四", "a".repeat(65), "li/si"]) expect(userDraft.safeParse({ login, name: "x", org: "x", roles: [] }).success, login).toBe(false);
});

test("whoever gets other roles or is disabled is signed out at once", async () => {
  const { id } = await desk.person(city, "li.si", ["intake"]);
  const first = await signedIn(desk, "li.si");
  await changeUser(desk.parts, admin.scope, id, userChange.parse({ name: "Li Si" }));
  expect(await findSession(desk.parts, first, false)).not.toBeNull();
  await changeUser(desk.parts, admin.scope, id, userChange.parse({ roles: ["intake", "dutyLead"] }));
  expect(await findSession(desk.parts, first, false)).toBeNull();
  const second = await signedIn(desk, "li.si");
  const link = secretOf((await issueLink(desk.parts, admin.scope, id)).path);
  expect((await disableUser(desk.parts, admin.scope, id)).disabled).toBe(true);
  expect(await findSession(desk.parts, second, false)).toBeNull();
  expect(await codeOf(signIn(desk.parts, { login: "li.si", password: PASSWORD }, FROM))).toBe("not-signed-in");
  expect(await codeOf(usePasswordLink(desk.parts, { secret: link, password: PASSWORD }, FROM.address))).toBe("not-allowed");
  expect(await codeOf(issueLink(desk.parts, admin.scope, id))).toBe("not-now");
  await enableUser(desk.parts, admin.scope, id);
  const third = await signedIn(desk, "li.si");
  expect(await endUsersSessions(desk.parts, admin.scope, id)).toEqual({ ended: 1 });
  expect(await findSession(desk.parts, third, false)).toBeNull();
});

test("the only administrator may take on a role; with a second, only the other may give it", async () => {
  const alone = await changeUser(desk.parts, admin.scope, admin.id, userChange.parse({ roles: ["admin", "dutyLead"] }));
  expect(alone.roles).toEqual(["admin", "dutyLead"]);
  const second = await desk.person(city, "admin.two", ["admin"]);
  const more = userChange.parse({ roles: ["admin", "dutyLead", "caseOfficer"] });
  expect(await codeOf(changeUser(desk.parts, admin.scope, admin.id, more))).toBe("not-allowed");
  expect(await codeOf(disableUser(desk.parts, admin.scope, admin.id))).toBe("not-allowed");
  expect((await changeUser(desk.parts, second.scope, admin.id, more)).roles).toEqual(["admin", "dutyLead", "caseOfficer"]);
  // A name is no right.
  expect((await changeUser(desk.parts, admin.scope, admin.id, userChange.parse({ name: "New name" }))).name).toBe("New name");
});

test("the last administrator stays one", async () => {
  expect(await codeOf(disableUser(desk.parts, admin.scope, admin.id))).toBe("not-now");
  expect(await codeOf(changeUser(desk.parts, admin.scope, admin.id, userChange.parse({ roles: ["dutyLead"] })))).toBe("not-now");
  expect(await codeOf(disableUser(desk.parts, systemScope("test"), admin.id))).toBe("not-now");
});

test("two administrators who disable each other at once leave one", async () => {
  const second = await desk.person(city, "admin.two", ["admin"]);
  // The first has decided and not yet committed while the second decides, if nothing keeps the second waiting.
  let other: Promise<unknown> | undefined;
  const slow: AccessParts = {
    ...desk.parts,
    append: async (sql, lines) => {
      other = disableUser(desk.parts, second.scope, admin.id).catch((error: unknown) => error);
      await Promise.race([other, new Promise((resolve) => setTimeout(resolve, 300))]);
      await desk.parts.append(sql, lines);
    },
  };
  await disableUser(slow, admin.scope, second.id);
  expect(await other).toBeInstanceOf(ProblemError);
  expect(await desk.query("select id from app_user where disabled_at_ms is null")).toEqual([{ id: admin.id }]);
});

test("whatever administrators do, one remains, and nobody raised themselves beside another", async () => {
  const people = [admin, await desk.person(city, "admin.two", ["admin"]), await desk.person(city, "admin.three", ["admin"])];
  const step = fc.record({ who: fc.nat(2), whom: fc.nat(2), what: fc.constantFrom("disable", "enable", "roles"), roles: fc.subarray<Role>(["admin", "dutyLead", "reviewer"]) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25, size: "max" }), async (steps) => {
      for (const { who, whom, what, roles } of steps) {
        const before = await active();
        // Somebody who is no administrator any more has no such scope.
        if (!before.some((user) => user.id === people[who].id)) continue;
        const { scope } = people[who];
        const { id } = people[whom];
        const work =
          what === "disable"
            ? disableUser(desk.parts, scope, id)
            : what === "enable"
              ? enableUser(desk.parts, scope, id)
              : changeUser(desk.parts, scope, id, userChange.parse({ roles }));
        const done = await work.then(
          () => true,
          (error: unknown) => {
            if (error instanceof ProblemError) return false;
            throw error;
          },
        );
        const after = await active();
        expect(after.length).toBeGreaterThan(0);
        const same = (a: readonly { readonly id: string; readonly roles: readonly string[] }[]): string => JSON.stringify(a.find((user) => user.id === id)?.roles ?? []);
        if (done && who === whom && before.length > 1) expect(same(after)).toBe(same(before));
      }
    }),
    { seed: 9, numRuns: 8 },
  );
  async function active(): Promise<readonly { readonly id: string; readonly roles: readonly string[] }[]> {
    return desk.query("select id, roles from app_user where 'admin' = any(roles) and disabled_at_ms is null");
  }
});

test("an administrator of one place does not find people of another, nor move anybody there", async () => {
  const other = await desk.organisation("police", "12");
  const { id: stranger } = await desk.person(other, "wang.wu", ["intake"]);
  const { id } = await desk.person(city, "li.si", ["intake"]);
  for (const work of [disableUser, enableUser, issueLink, endUsersSessions]) expect(await codeOf(work(desk.parts, admin.scope, stranger))).toBe("not-found");
  expect(await codeOf(changeUser(desk.parts, admin.scope, stranger, { name: "x" }))).toBe("not-found");
  expect(await codeOf(changeUser(desk.parts, admin.scope, id, { org: other }))).toBe("not-found");
  expect(await codeOf(make("new.one", ["intake"], other))).toBe("not-found");
  expect((await listUsers(desk.parts, admin.scope, { limit: 10 })).map((user) => user.login)).toEqual(["admin.one", "li.si"]);
});

test("only administrators keep accounts", async () => {
  const { scope } = await desk.person(city, "li.si", ["dutyLead", "auditor"]);
  for (const work of [disableUser, enableUser, issueLink, endUsersSessions]) expect(await codeOf(work(desk.parts, scope, admin.id))).toBe("not-allowed");
  expect(await codeOf(make("new.one", ["intake"], city, scope))).toBe("not-allowed");
  expect(await codeOf(listUsers(desk.parts, scope, { limit: 10 }))).toBe("not-allowed");
});

test("a subject needs an identity provider in the settings", async () => {
  expect(await codeOf(createUser(desk.parts, admin.scope, userDraft.parse({ login: "li.si", name: "Li", org: city, roles: [], subject: "abc" })))).toBe("not-now subject");
});
