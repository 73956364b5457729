/** Identity over HTTP on a real fastify and database: cookies, proxies, forms of other sites, permissions of every route, refusals in the ledger. */
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Browser, codeOf, FAR, serveAccess } from "../../test/access-browser.ts";
import { accessDesk, PASSWORD, type AccessDesk } from "../../test/access-desk.ts";
import { ACCESS_ROUTES } from "../access/access-routes.ts";
import { ROLES, type Role } from "../access/role.ts";
import type { Route } from "../access/route.ts";
import { systemScope } from "../access/scope.ts";
import { setUpLink } from "../access/set-up.ts";
import { createToken, tokenDraft } from "../access/token.ts";
import { createUser, userDraft } from "../access/user.ts";

let desk: AccessDesk;
let server: FastifyInstance;
let bugs: unknown[];
beforeEach(async () => {
  desk = await accessDesk();
  bugs = [];
  server = await serveAccess(desk.parts, bugs);
});
afterEach(async () => {
  expect(bugs).toEqual([]);
  await server.close();
  await desk.close();
});

const visitor = (address?: string): Browser => new Browser(server, address);

async function officer(roles: readonly Role[] = ["intake"], login = "zhang.san"): Promise<string> {
  const org = await desk.organisation("police", "11/1101");
  return (await desk.person(org, login, roles)).id;
}

// --- sessions ------------------------------------------------------------------------------------------------------------

test("a browser signs in, is known, and signs out", async () => {
  const id = await officer(["intake", "dutyLead"]);
  const browser = visitor();
  expect(codeOf(await browser.send("GET", "/v1/me"))).toBe("not-signed-in");
  await browser.signIn("zhang.san");
  const me = (await browser.send("GET", "/v1/me")).json() as Record<string, unknown>;
  expect(me).toMatchObject({
    user: { id, login: "zhang.san", name: "Person zhang.san", sample: false },
    org: { kind: "police" },
    roles: [
      { id: "intake", zh: "接警员", en: "Intake officer" },
      { id: "dutyLead", zh: "值班长", en: "Duty lead" },
    ],
    territory: { path: "11/1101", name: { zh: "甲一市" } },
    session: { via: "password" },
    sample: null,
  });
  const stolen = browser.cookies.get("duanliu-session")?.value ?? "";
  await browser.send("POST", "/v1/sign-out");
  expect(browser.cookies.size).toBe(0);
  expect(codeOf(await browser.send("GET", "/v1/me", undefined, { cookie: `duanliu-session=${stolen}` }))).toBe("not-signed-in");
});

test("the cookie is for no script, no other site, and as long as the session", async () => {
  await officer();
  const browser = await visitor().signIn("zhang.san");
  const { line } = browser.cookies.get("duanliu-session") ?? { line: "" };
  expect(line).toMatch(/; Path=\/(;|$)/);
  for (const attribute of ["HttpOnly", "SameSite=Strict", "Max-Age=43200"]) expect(line).toContain(attribute);
  expect(line).not.toContain("Secure");
  await server.close();
  server = await serveAccess(desk.parts, bugs, { secure: true });
  const secure = await visitor().signIn("zhang.san");
  expect([...secure.cookies.keys()]).toEqual(["__Host-duanliu-session"]);
  expect(secure.cookies.get("__Host-duanliu-session")?.line).toContain("Secure");
  // Planted without the prefix, it is nobody's.
  expect(codeOf(await visitor().send("GET", "/v1/me", undefined, { cookie: `duanliu-session=${secure.cookies.get("__Host-duanliu-session")?.value}` }))).toBe("not-signed-in");
});

test("signing in again leaves no session behind", async () => {
  await officer();
  const browser = await visitor().signIn("zhang.san");
  const first = browser.cookies.get("duanliu-session")?.value;
  await browser.signIn("zhang.san");
  expect(await desk.query("select 1 from session")).toHaveLength(1);
  expect(browser.cookies.get("duanliu-session")?.value).not.toBe(first);
});

test("a form of another site changes nothing, signed in or not", async () => {
  await officer(["admin"]);
  const browser = await visitor().signIn("zhang.san");
  for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""]) {
    for (const url of ["/v1/organisations", "/v1/sign-out", "/v1/sign-in", "/v1/set-up"]) {
      expect(codeOf(await browser.send("POST", url, {}, { "content-type": type })), `${url} ${type}`).toBe("unsupported-media");
    }
  }
  expect((await browser.send("GET", "/v1/me")).statusCode).toBe(200);
});

test("answers are for nobody's cache, and a bug shows nothing of its inside", async () => {
  const response = await visitor().send("GET", "/v1/sign-in");
  expect(response.headers["cache-control"]).toBe("no-store");
  const broken = await visitor().send("GET", "/probe/broken");
  expect([broken.statusCode, codeOf(broken), broken.body.includes("secret")]).toEqual([500, "bug", false]);
  expect(broken.headers["cache-control"]).toBe("no-store");
});

test("input that does not fit is refused with its field and without its value", async () => {
  await officer();
  const browser = await visitor().signIn("zhang.san");
  const short = await browser.send("POST", "/probe/input?limit=7", { deep: { secret: "abc9" } });
  expect(short.json()).toMatchObject({ code: "malformed-input", at: { field: "deep.secret" }, expected: "at least 5 characters" });
  expect(short.body).not.toContain("abc9");
  expect((await browser.send("POST", "/probe/input?limit=11", { deep: { secret: "abcdef" } })).json()).toMatchObject({ code: "malformed-input", at: { field: "limit" } });
  expect(codeOf(await browser.send("POST", "/probe/input", { deep: { secret: "abcdef" }, more: 1 }))).toBe("malformed-input");
  expect((await browser.send("POST", "/probe/input", { deep: { secret: "abcdef" } })).json()).toEqual({ query: { limit: 5 }, length: 6 });
  const me = await browser.send("GET", "/probe/me/%E5%8F%B7%2F1", undefined, { "accept-language": "zh-CN,zh;q=0.9" });
  expect(me.json()).toMatchObject({ id: "号/1", language: "zh", amountMinor: "12345678901234567890" });
});

// --- permissions ---------------------------------------------------------------------------------------------------------

test("every route has a permission, and lets in exactly whom it names", async () => {
  const everyRoute = ACCESS_ROUTES as readonly Route<unknown>[];
  const org = { police: await desk.organisation("police", "11/1101/110101"), bank: await desk.organisation("bank", ""), telco: await desk.organisation("telco", "") };
  const community = await desk.organisation("community", "11/1101/110101");
  const platform = await desk.organisation("platform", "");
  const at = (role: Role): string => ({ bankOps: org.bank, telcoOps: org.telco, platformOps: platform, gridOfficer: community })[role as string] ?? org.police;
  const people: { readonly role: Role; readonly browser: Browser }[] = [];
  for (const role of Object.keys(ROLES) as Role[]) {
    await desk.person(at(role), role.toLowerCase(), [role]);
    people.push({ role, browser: await visitor().signIn(role.toLowerCase()) });
  }
  const { secret } = await createToken(desk.parts, systemScope("test"), tokenDraft.parse({ org: org.bank, name: "core", roles: ["bankOps"], days: 1 }));
  const { secret: feed } = await createToken(desk.parts, systemScope("test"), tokenDraft.parse({ org: org.police, name: "feed", roles: [], feed: true, days: 1 }));
  const refusals = async (): Promise<number> => (await desk.lines("refused")).length;

  for (const row of everyRoute) {
    const url = row.path.replaceAll(/:\w+/g, "usr_00000000");
    const name = `${row.method} ${row.path}`;
    expect(row.permission === "public" || row.permission === "local" || row.permission === "signed-in" || row.permission.length > 0, name).toBe(true);
    expect(row.summary.zh.length > 0 && row.summary.en.length > 0, name).toBe(true);
    const nobody = await visitor().send(row.method, url);
    // No input is right here, so whoever is let in gets another refusal, or an answer.
    if (row.permission !== "public") expect(codeOf(nobody), name).toBe("not-signed-in");
    else expect(codeOf(nobody), name).not.toBe("not-allowed");
    const asFeed = await visitor().send(row.method, url, {}, { authorization: `Bearer ${feed}` });
    if (row.permission === "signed-in" || typeof row.permission !== "string") expect(codeOf(asFeed), `${name} as a feed`).toBe("not-allowed");
    if (typeof row.permission === "string") continue;
    for (const { role, browser } of people) {
      const before = await refusals();
      const response = await browser.send(row.method, url);
      const may = row.permission.includes(role);
      expect(response.statusCode === 403, `${name} as ${role}`).toBe(!may);
      if (!may) expect(await refusals(), `${name} as ${role} in the ledger`).toBe(before + 1);
    }
    expect(codeOf(await visitor().send(row.method, url, {}, { authorization: `Bearer ${secret}` })), `${name} as a program`).toBe("not-allowed");
  }
  const paths = everyRoute.map((row) => `${row.method} ${row.path}`);
  expect(new Set(paths).size).toBe(paths.length);
});

test("a refusal in the ledger says who and what, and neither address nor secret", async () => {
  const id = await officer();
  const browser = await visitor().signIn("zhang.san");
  expect(codeOf(await browser.send("POST", "/v1/tokens", { org: "org_1", name: "n", roles: [], days: 1 }))).toBe("not-allowed");
  const [line] = await desk.query<{ actor: string; detail: Record<string, unknown> }>("select actor, detail from ledger where event = 'refused'");
  expect(line).toMatchObject({ actor: id, detail: { what: "POST /v1/tokens" } });
  const all = JSON.stringify(await desk.query("select * from ledger"));
  expect(all).not.toContain(FAR);
  expect(all).not.toContain(browser.cookies.get("duanliu-session")?.value);
});

test("what the product itself refuses inside a route is in the ledger too", async () => {
  const first = await officer(["admin"], "admin.one");
  await officer(["admin"], "admin.two");
  const browser = await visitor().signIn("admin.one");
  expect(codeOf(await browser.send("POST", `/v1/users/${first}/disable`))).toBe("not-allowed");
  expect(await desk.lines("refused")).toMatchObject([{ what: "POST /v1/users/:id/disable" }]);
});

test("local is this machine itself: no proxy, no other peer", async () => {
  const from = async (address: string, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
    const response = await visitor(address).send("GET", "/probe/local", undefined, headers);
    return response.statusCode === 200 ? "in" : codeOf(response);
  };
  for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) expect(await from(address), address).toBe("in");
  for (const address of [FAR, "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "127.0.0.1.example", "1127.0.0.1"]) expect(await from(address), address).toBe("not-signed-in");
  for (const header of ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "x-forwarded-proto", "via"]) {
    expect(await from("127.0.0.1", { [header]: "127.0.0.1" }), header).toBe("not-signed-in");
    expect(await from("127.0.0.1", { [header]: "" }), `${header} empty`).toBe("not-signed-in");
  }
});

test("over a real connection too: local without a name, not through a proxy", async () => {
  const address = await server.listen({ host: "127.0.0.1", port: 0 });
  expect((await fetch(`${address}/probe/local`)).status).toBe(200);
  expect((await fetch(`${address}/probe/local`, { headers: { "x-forwarded-for": "127.0.0.1" } })).status).toBe(401);
  expect((await fetch(`${address}/v1/me`)).status).toBe(401);
});

test("how orders reach an institution is shown to the administrator who keeps it", async () => {
  const bank = await desk.organisation("bank", "11/1101", { delivery: { kind: "webhook", url: "https://bank.example/hook" } });
  await officer(["admin"], "admin.here");
  await officer(["intake"], "zhang.san");
  await desk.person(await desk.organisation("police", "12"), "admin.elsewhere", ["admin"]);
  const seen = async (login: string): Promise<unknown> => {
    const { items } = (await (await visitor().signIn(login)).send("GET", "/v1/organisations")).json() as { items: { id: string; delivery: unknown }[] };
    return items.find((one) => one.id === bank)?.delivery;
  };
  expect(await seen("admin.here")).toEqual({ kind: "webhook", url: "https://bank.example/hook" });
  expect(await seen("admin.elsewhere")).toBeNull();
  expect(await seen("zhang.san")).toBeNull();
});

test("a program's token opens its organisation's things, and a wrong one opens nothing", async () => {
  const bank = await desk.organisation("bank", "");
  const { secret, id } = await createToken(desk.parts, systemScope("test"), tokenDraft.parse({ org: bank, name: "core", roles: ["bankOps"], days: 1 }));
  const me = await visitor().send("GET", "/v1/me", undefined, { authorization: `Bearer ${secret}` });
  expect(me.json()).toMatchObject({ user: { id, login: null, name: "core" }, org: { id: bank }, session: null });
  const wrong = await visitor().send("GET", "/v1/me", undefined, { authorization: "Bearer dlt_wrong" });
  expect(codeOf(wrong)).toBe("not-signed-in");
  // A token needs no cookie and is no form: what it sends need not prove that it is JSON.
  expect((await visitor().send("POST", "/v1/sign-out", {}, { authorization: `Bearer ${secret}`, "content-type": "application/json" })).statusCode).toBe(200);
});

test("too many attempts say how long to wait, over HTTP", async () => {
  await officer();
  for (let i = 0; i < 6; i++) expect(codeOf(await visitor().send("POST", "/v1/sign-in", { login: "zhang.san", password: "wrong wrong wrong" }))).toBe("not-signed-in");
  const response = await visitor().send("POST", "/v1/sign-in", { login: "zhang.san", password: PASSWORD });
  expect([response.statusCode, codeOf(response), response.headers["retry-after"]]).toEqual([429, "too-many-attempts", "2"]);
});

test("one address may call so often a minute; others are not held up", async () => {
  await server.close();
  server = await serveAccess(desk.parts, bugs, { limits: { publicPerMinute: 3, perMinute: 5 } });
  const codes: number[] = [];
  for (let i = 0; i < 5; i++) codes.push((await visitor("2001:db8::1").send("GET", "/v1/sign-in")).statusCode);
  expect(codes).toEqual([200, 200, 200, 429, 429]);
  const over = await visitor("2001:db8::ffff").send("POST", "/v1/set-up/look", { secret: "x" });
  expect([over.statusCode, codeOf(over)]).toEqual([429, "too-many-attempts"]);
  expect(Number(over.headers["retry-after"])).toBeGreaterThan(0);
  expect((await visitor("2001:db8:0:1::1").send("GET", "/v1/sign-in")).statusCode).toBe(200);
});

// --- set-up and sample ---------------------------------------------------------------------------------------------------

test("an empty installation is set up in the browser, from places that exist", async () => {
  expect((await visitor().send("GET", "/v1/sign-in")).json()).toMatchObject({ setUpNeeded: true, provider: null, sample: null, sampleAccounts: [] });
  const secret = (await setUpLink(desk.parts))?.path.split("#")[1];
  const browser = visitor();
  expect((await browser.send("POST", "/v1/set-up/look", { secret })).json()).toEqual({ valid: true });
  const places = (await browser.send("GET", "/v1/territories?under=11")).json() as { places: { territory: string }[] };
  expect(places.places.map((place) => place.territory)).toEqual(["11/1101", "11/1102"]);
  const body = {
    secret,
    organisation: { territory: "11/1101", name: { zh: "甲一市公安局", en: "City police" } },
    administrator: { login: "zhao", name: "Zhao", password: PASSWORD },
  };
  const wrong = await browser.send("POST", "/v1/set-up", { ...body, organisation: { ...body.organisation, territory: "77" } });
  expect(wrong.json()).toMatchObject({ code: "malformed-input", at: { field: "territory" } });
  expect((await browser.send("POST", "/v1/set-up", body)).statusCode).toBe(200);
  expect((await browser.send("GET", "/v1/me")).json()).toMatchObject({ user: { login: "zhao" }, roles: [{ id: "admin" }], session: { via: "set-up" } });
  expect((await visitor().send("GET", "/v1/sign-in")).json()).toMatchObject({ setUpNeeded: false });
});

test("in sample mode every page is told so, and its accounts work on this machine alone", async () => {
  await server.close();
  await desk.close();
  desk = await accessDesk({ sample: true });
  server = await serveAccess(desk.parts, bugs);
  const org = await desk.organisation("police", "11/1101");
  await createUser(desk.parts, systemScope("sim"), userDraft.parse({ login: "sample.lead", name: "示例值班长", org, roles: ["dutyLead"] }), { sample: true });
  const here = visitor("127.0.0.1");
  const door = (await here.send("GET", "/v1/sign-in")).json() as { sample: { words: unknown }; sampleAccounts: { login: string }[] };
  expect(door.sampleAccounts.map((one) => one.login)).toEqual(["sample.lead"]);
  expect((await here.send("POST", "/v1/sign-in/sample", { login: "sample.lead" })).statusCode).toBe(200);
  expect((await here.send("GET", "/v1/me")).json()).toMatchObject({ user: { sample: true }, sample: { words: { en: expect.stringContaining("Sample mode") as string } } });
  const there = visitor();
  expect(((await there.send("GET", "/v1/sign-in")).json() as { sampleAccounts: unknown[] }).sampleAccounts).toEqual([]);
  expect(codeOf(await there.send("POST", "/v1/sign-in/sample", { login: "sample.lead" }))).toBe("not-signed-in");
  expect(codeOf(await there.send("GET", "/v1/me", undefined, { cookie: `duanliu-session=${here.cookies.get("duanliu-session")?.value}` }))).toBe("not-signed-in");
});
