/** Signing in through a real identity provider and a real browser's cookies; and what a thief of the whole database could do with it. */
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Browser, codeOf, FAR, serveAccess } from "../../test/access-browser.ts";
import { accessDesk, PASSWORD, type AccessDesk } from "../../test/access-desk.ts";
import { startIdentityProvider, type RealProvider } from "../../test/real-identity-provider.ts";
import { systemScope } from "../access/scope.ts";
import { setUpLink } from "../access/set-up.ts";
import { createToken, tokenDraft } from "../access/token.ts";
import { changeUser, createUser, userChange, userDraft } from "../access/user.ts";
import { openIdentityProvider } from "../adapters/oidc/identity-provider.ts";

let desk: AccessDesk;
let server: FastifyInstance;
let real: RealProvider;
let org: string;
let bugs: unknown[];

const CALLBACK = "https://fanzha.example/v1/sign-in/provider/callback";

beforeEach(async () => {
  real = await startIdentityProvider(CALLBACK, {
    "subject-1": { email: "li@example.org", email_verified: true, preferred_username: "li" },
    "subject-2": { email: "wang@example.org", email_verified: false, preferred_username: "wang" },
  });
  const provider = openIdentityProvider({
    issuer: real.issuer,
    clientId: real.clientId,
    clientSecret: real.clientSecret,
    redirectUri: CALLBACK,
    title: { zh: "统一身份认证", en: "Single sign-on" },
    claim: "email",
  });
  desk = await accessDesk({ provider });
  bugs = [];
  server = await serveAccess(desk.parts, bugs);
  org = await desk.organisation("police", "11/1101");
});
afterEach(async () => {
  expect(bugs).toEqual([]);
  await server.close();
  await desk.close();
  await real.close();
});

const visitor = (address?: string): Browser => new Browser(server, address);

/** Goes to the provider and back; gives where the browser ends. */
async function throughProvider(browser: Browser, subject: string, returnTo = "/"): Promise<{ readonly back: URL; readonly end: string }> {
  const start = await browser.send("GET", `/v1/sign-in/provider?returnTo=${encodeURIComponent(returnTo)}`);
  expect(start.statusCode).toBe(302);
  const back = await real.signIn(String(start.headers.location), subject);
  expect(back.href.startsWith(CALLBACK)).toBe(true);
  const end = await browser.send("GET", back.pathname + back.search);
  return { back, end: String(end.headers.location) };
}

test("people of the identity provider sign in to the accounts that an administrator made", async () => {
  await createUser(desk.parts, systemScope("test"), userDraft.parse({ login: "li", name: "Li", org, roles: ["intake"], claim: "LI@example.org" }));
  await createUser(desk.parts, systemScope("test"), userDraft.parse({ login: "wang", name: "Wang", org, roles: ["analyst"], subject: "subject-2" }));
  await createUser(desk.parts, systemScope("test"), userDraft.parse({ login: "wang.too", name: "Wang", org, roles: ["dutyLead"], claim: "wang@example.org" }));
  const li = visitor();
  expect((await throughProvider(li, "subject-1", "/#/warnings")).end).toBe("/#/warnings");
  expect((await li.send("GET", "/v1/me")).json()).toMatchObject({ user: { login: "li" }, roles: [{ id: "intake" }], session: { via: "oidc" } });
  // Bound to the subject now: the claim is used up.
  expect(await desk.query("select oidc_claim, oidc_subject from app_user where login = 'li'")).toEqual([{ oidc_claim: null, oidc_subject: `${real.issuer} subject-1` }]);
  // By the subject; an address that the provider has not verified is worth nothing.
  const wang = visitor();
  await throughProvider(wang, "subject-2");
  expect((await wang.send("GET", "/v1/me")).json()).toMatchObject({ user: { login: "wang" } });
  expect([...wang.cookies.keys()]).toEqual(["duanliu-session"]);
});

test("whom nobody announced has no account here, whatever the provider says", async () => {
  const stranger = visitor();
  expect((await throughProvider(stranger, "subject-1")).end).toBe("/sign-in#not-signed-in");
  const { account } = await createUser(desk.parts, systemScope("test"), userDraft.parse({ login: "li", name: "Li", org, roles: ["intake"], subject: "subject-1" }));
  await desk.person(org, "admin", ["admin"]);
  expect((await throughProvider(stranger, "subject-1")).end).toBe("/");
  // Another subject for the account: the old one is a stranger again, and signed out.
  await changeUser(desk.parts, systemScope("test"), account.id, userChange.parse({ subject: "subject-9" }));
  expect(codeOf(await stranger.send("GET", "/v1/me"))).toBe("not-signed-in");
  expect((await throughProvider(stranger, "subject-1")).end).toBe("/sign-in#not-signed-in");
  // An account that has a subject is not given to another by a claim.
  await changeUser(desk.parts, systemScope("test"), account.id, userChange.parse({ claim: "li@example.org" }));
  expect((await throughProvider(stranger, "subject-1")).end).toBe("/sign-in#not-signed-in");
  expect(await desk.lines("sign-in-refused")).toEqual([
    { reason: "unknown", via: "oidc" },
    { reason: "unknown", via: "oidc" },
    { reason: "unknown", via: "oidc" },
  ]);
});

test("an answer of the provider is worth something once, soon, and in the browser that asked", async () => {
  await createUser(desk.parts, systemScope("test"), userDraft.parse({ login: "li", name: "Li", org, roles: ["intake"], subject: "subject-1" }));
  const failed = "/sign-in#not-signed-in";
  // Another browser gets the address, as an attacker would send it to somebody.
  const attacker = visitor();
  const start = await attacker.send("GET", "/v1/sign-in/provider");
  expect(attacker.cookies.get("duanliu-flow")?.line).toMatch(/HttpOnly.*SameSite=Lax/);
  const back = await real.signIn(String(start.headers.location), "subject-1");
  const victim = visitor();
  expect((await victim.send("GET", back.pathname + back.search)).headers.location).toBe(failed);
  await victim.send("GET", "/v1/sign-in/provider");
  expect((await victim.send("GET", back.pathname + back.search)).headers.location).toBe(failed);
  expect(codeOf(await victim.send("GET", "/v1/me"))).toBe("not-signed-in");
  // Too late.
  desk.nowMs += 10 * 60_000;
  expect((await attacker.send("GET", back.pathname + back.search)).headers.location).toBe(failed);
  // Twice.
  const li = visitor();
  const { back: used, end } = await throughProvider(li, "subject-1");
  expect(end).toBe("/");
  expect((await li.send("GET", used.pathname + used.search)).headers.location).toBe(failed);
  // Twice, with a new code for the same question, by somebody who kept the cookie.
  const keeper = visitor();
  const question = String((await keeper.send("GET", "/v1/sign-in/provider")).headers.location);
  const kept = keeper.cookies.get("duanliu-flow")?.value ?? "";
  const [one, two] = [await real.signIn(question, "subject-1"), await real.signIn(question, "subject-1")];
  expect((await keeper.send("GET", one.pathname + one.search)).headers.location).toBe("/");
  expect((await keeper.send("GET", two.pathname + two.search, undefined, { cookie: `duanliu-flow=${kept}` })).headers.location).toBe(failed);
  // Refused at the provider's page.
  const shy = visitor();
  const cancelled = await real.cancel(String((await shy.send("GET", "/v1/sign-in/provider")).headers.location));
  expect((await shy.send("GET", cancelled.pathname + cancelled.search)).headers.location).toBe(failed);
  expect(await desk.lines("sign-in-refused")).toHaveLength(6);
});

test("after signing in nobody is sent to another site", async () => {
  await createUser(desk.parts, systemScope("test"), userDraft.parse({ login: "li", name: "Li", org, roles: ["intake"], subject: "subject-1" }));
  for (const elsewhere of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""]) {
    expect((await throughProvider(visitor(), "subject-1", elsewhere)).end, elsewhere).toBe("/");
  }
});

test("a provider that is down is said, and passwords still work", async () => {
  await desk.person(org, "zhang.san", ["intake"]);
  real.setDown(true);
  expect(codeOf(await visitor().send("GET", "/v1/sign-in/provider"))).toBe("provider-unreachable");
  await visitor().signIn("zhang.san");
});

// --- theft ---------------------------------------------------------------------------------------------------------------

test("who steals the database has nothing that opens anything", async () => {
  const secrets: string[] = [PASSWORD, "wrong wrong wrong"];
  secrets.push((await setUpLink(desk.parts))?.path.split("#")[1] ?? "");
  await desk.person(org, "admin", ["admin"]);
  const browser = await visitor().signIn("admin");
  secrets.push(browser.cookies.get("duanliu-session")?.value ?? "");
  const made = (await browser.send("POST", "/v1/users", { login: "li", name: "Li", org, roles: ["intake"] })).json() as { link: { path: string } };
  secrets.push(made.link.path.split("#")[1]);
  const bank = await desk.organisation("bank", "");
  const other = (await createToken(desk.parts, systemScope("test"), tokenDraft.parse({ org: bank, name: "core", roles: ["bankOps"], days: 1 }))).secret;
  secrets.push(other);
  const away = visitor();
  const start = new URL(String((await away.send("GET", "/v1/sign-in/provider")).headers.location));
  secrets.push(away.cookies.get("duanliu-flow")?.value ?? "", start.searchParams.get("state") ?? "", start.searchParams.get("nonce") ?? "");
  await visitor().send("POST", "/v1/sign-in", { login: "admin", password: "wrong wrong wrong" });
  await visitor().send("POST", "/v1/sign-in", { login: "my own password", password: "wrong wrong wrong" });
  secrets.push("my own password", FAR, "192.0.2.1", real.clientSecret);

  // Everything that is in it, as a thief would read it.
  const tables = await desk.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
  let dump = "";
  const values: string[] = [];
  for (const { name } of tables) {
    const rows = await desk.query<Record<string, unknown>>(`select * from "${name}"`);
    dump += JSON.stringify(rows);
    for (const row of rows) for (const value of Object.values(row)) if (typeof value === "string" && value.length >= 16) values.push(value);
  }
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5);
    for (const form of [secret, Buffer.from(secret).toString("base64").replace(/=+$/, ""), Buffer.from(secret).toString("hex")]) expect(dump.includes(form), secret).toBe(false);
  }
  expect(values.length).toBeGreaterThan(12);
  // Each of it tried wherever a secret is asked for. Each from an address of its own, so that no wait hides an answer.
  for (const [i, value] of values.entries()) {
    const thief = (): Browser => visitor(`2001:db8:${i.toString(16)}::1`);
    const cookie = encodeURIComponent(value);
    expect(codeOf(await thief().send("GET", "/v1/me", undefined, { cookie: `duanliu-session=${cookie}` })), value).toBe("not-signed-in");
    expect(codeOf(await thief().send("GET", "/v1/me", undefined, { authorization: `Bearer ${value.replace(/[^\w.~+/=-]/g, "")}` })), value).toBe("not-signed-in");
    expect((await thief().send("POST", "/v1/set-up/look", { secret: value.slice(0, 200) })).json(), value).toEqual({ valid: false });
    expect(codeOf(await thief().send("POST", "/v1/password-link/look", { secret: value.slice(0, 200) })), value).toBe("not-allowed");
    desk.nowMs += 3_600_000 / 60;
  }
  expect(codeOf(await visitor("2001:db8:ffff::1").send("POST", "/v1/sign-in", { login: "admin", password: values.find((value) => value.startsWith("$scrypt")) }))).toBe(
    "not-signed-in",
  );
});
