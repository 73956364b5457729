/** Closing an organisation over HTTP: what ends with it, what may not be closed, who may not, and what the ledger says of it. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, codeOf, serveAccess } from "../../test/access-browser.ts";
import { accessDesk, type AccessDesk } from "../../test/access-desk.ts";
import { closeOrganisation } from "./closing.ts";
import { ROLES, type Role } from "./role.ts";
import { unitFor } from "./organisation.ts";
import { authorise, systemScope } from "./scope.ts";
import { createToken, findBearer, tokenDraft } from "./token.ts";
import type { Territory } from "../domain/territory.ts";

let desk: AccessDesk;
let server: FastifyInstance;
const bugs: unknown[] = [];
let admin: Browser;
let ministry: string;
beforeAll(async () => {
  desk = await accessDesk();
  server = await serveAccess(desk.parts, bugs);
  ministry = await desk.organisation("police", "");
  await desk.person(ministry, "chief.admin", ["admin"]);
  admin = await new Browser(server).signIn("chief.admin");
});
afterAll(async () => {
  expect(bugs).toEqual([]);
  await server.close();
  await desk.close();
});

const post = (who: Browser, path: string, body?: unknown) => who.send("POST", path, body);
const system = systemScope("test");

test("its people are signed out and do not come back in, its tokens are void, its code is free, and the ledger says so", async () => {
  const bank = await desk.organisation("bank", "", { institution: "GONE" });
  await desk.person(bank, "bank.desk", ["bankOps"]);
  const clerk = await new Browser(server).signIn("bank.desk");
  const { secret } = await createToken(desk.parts, system, tokenDraft.parse({ org: bank, name: "core", roles: ["bankOps"], days: 30 }));
  const closed = await post(admin, `/v1/organisations/${bank}/close`);
  expect(closed.json()).toMatchObject({ organisation: { id: bank, institution: null, closedAtMs: desk.nowMs }, sessionsEnded: 1, tokensRevoked: 1 });
  expect(codeOf(await clerk.send("GET", "/v1/me"))).toBe("not-signed-in");
  await expect(new Browser(server).signIn("bank.desk")).rejects.toThrow(/not let in/);
  await expect(findBearer(desk.parts, secret, "192.0.2.9")).rejects.toMatchObject({ problem: { code: "not-signed-in" } });
  // The code may go to whoever took over.
  const heir = await desk.organisation("bank", "", { institution: "GONE" });
  expect(await desk.lines("organisation-closed")).toEqual([{ organisation: bank, institution: "GONE", sessionsEnded: 1, tokensRevoked: 1 }]);
  expect(codeOf(await post(admin, "/v1/users", { login: "late.clerk", name: "Late", org: bank, roles: ["bankOps"] }))).toBe("not-now");
  expect(codeOf(await post(admin, "/v1/tokens", { org: bank, name: "late", roles: ["bankOps"], days: 3 }))).toBe("not-now");
  expect(codeOf(await post(admin, `/v1/organisations/${bank}`, { name: { zh: "新", en: "New" } }))).toBe("not-now");
  // Closing twice changes nothing and is one line.
  expect((await post(admin, `/v1/organisations/${bank}/close`)).statusCode).toBe(200);
  expect((await post(admin, `/v1/organisations/${bank}/open`)).json()).toMatchObject({ closedAtMs: null });
  await new Browser(server).signIn("bank.desk");
  await expect(findBearer(desk.parts, secret, "192.0.2.9")).rejects.toMatchObject({ problem: { code: "not-signed-in" } });
  expect([(await desk.lines("organisation-closed")).length, await desk.lines("organisation-opened")]).toEqual([1, [{ organisation: bank }]]);
  expect(codeOf(await post(admin, `/v1/organisations/${bank}`, { institution: "GONE" }))).toBe("malformed-input");
  expect(heir).not.toBe(bank);
});

test("nothing new is routed to a closed unit, and nothing is put below it", async () => {
  const province = await desk.organisation("police", "11");
  const city = await desk.organisation("police", "11/1101");
  const place = "11/1101/110101" as Territory;
  expect(await desk.parts.store.snapshot((sql) => unitFor(sql, "police", place))).toBe(city);
  expect((await post(admin, `/v1/organisations/${city}/close`)).statusCode).toBe(200);
  expect(await desk.parts.store.snapshot((sql) => unitFor(sql, "police", place))).toBe(province);
  const below = await post(admin, "/v1/organisations", { kind: "police", territory: place, name: { zh: "县", en: "County" }, parent: city });
  expect([codeOf(below), below.json().at]).toEqual(["malformed-input", { field: "parent" }]);
});

test("what waits at it, on its way to it, or belongs to it keeps it open, and so does the last administrator", async () => {
  const telco = await desk.organisation("telco", "");
  const unit = await desk.organisation("police", "12/1201");
  const close = async (id: string): Promise<readonly [string, string]> => {
    const response = await post(admin, `/v1/organisations/${id}/close`);
    return [codeOf(response), String(response.json().detail)];
  };
  await desk.parts.store.transaction(async (sql) => {
    await sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, partner, level, opened_at_ms, changed_at_ms, opened_by, hands, body)
       values ('nua_00000001', 'number-action', 'asked', 1, 's1', 'CN@2026-01-01', '12/1201', $1, $2, 0, 0, 0, 'usr', '{}', '{}')`,
      [unit, telco],
    );
    await sql.query(
      `insert into effect (id, matter, channel, addressee, payload, opens, next_at_ms, created_at_ms) values ('eff_1', 'nua_00000001', 'institution', $1, '{}', '{}', 0, 0)`,
      [telco],
    );
  });
  expect(await close(unit)).toEqual(["not-now", expect.stringContaining("1 open matters")]);
  expect(await close(telco)).toEqual(["not-now", expect.stringContaining("1 open orders")]);
  await desk.parts.store.transaction((sql) => sql.query("update matter set closed_at_ms = 1 where id = 'nua_00000001'"));
  expect(await close(telco)).toEqual(["not-now", expect.stringContaining("1 messages")]);
  await desk.parts.store.transaction((sql) => sql.query("update effect set state = 'delivered' where id = 'eff_1'"));
  expect(await close(telco)).toEqual(["status 200", "undefined"]);
  const station = await desk.organisation("police", "12/1201/120101", { parent: unit });
  expect(await close(unit)).toEqual(["not-now", expect.stringContaining("1 organisations belong")]);
  expect(await close(station)).toEqual(["status 200", "undefined"]);
  // This program itself belongs to none, and leaves the only administrator where they are.
  const refused = await closeOrganisation(desk.parts, system, ministry).catch((error: unknown) => error);
  expect(refused).toMatchObject({ problem: { code: "not-now" } });
});

test("nobody but an administrator of the place, and nobody their own; each refusal of somebody known is in the ledger", async () => {
  const province = await desk.organisation("police", "12");
  const other = await desk.organisation("police", "11/1102");
  await desk.person(province, "province.admin", ["admin"]);
  const local = await new Browser(server).signIn("province.admin");
  const before = (await desk.lines("refused")).length;
  expect(codeOf(await post(admin, `/v1/organisations/${ministry}/close`))).toBe("not-allowed");
  expect(codeOf(await post(local, `/v1/organisations/${province}/close`))).toBe("not-allowed");
  for (const verb of ["close", "open"]) {
    expect(codeOf(await post(local, `/v1/organisations/${other}/${verb}`))).toBe("not-found");
    expect(codeOf(await post(new Browser(server), `/v1/organisations/${other}/${verb}`))).toBe("not-signed-in");
  }
  let n = 0;
  for (const role of Object.keys(ROLES) as Role[]) {
    if (role === "admin" || !(ROLES[role].of as readonly string[]).includes("police") || role === "countyChief") continue;
    const { scope } = await desk.person(province, `other.${role.toLowerCase()}`, [role]);
    expect(() => authorise(scope.principal, ["admin"])).toThrow(/roles admin/);
    const one = await new Browser(server).signIn(`other.${role.toLowerCase()}`);
    expect(codeOf(await post(one, `/v1/organisations/${other}/close`))).toBe("not-allowed");
    n++;
  }
  expect((await desk.lines("refused")).length).toBe(before + 2 + n);
});
