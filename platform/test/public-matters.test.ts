/**
 * What somebody without an account does with the code from a notice, over HTTP on a real server and database: sees what
 * limits them, objects, hands in papers, withdraws, complains, claims. And what a code does not open, and what guessing gets.
 */
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCESS_SETTINGS, type AccessParts } from "../src/access/parts.ts";
import { openSecrets } from "../src/adapters/system/secrets.ts";
import { APPEALS_ROUTES } from "../src/appeals/appeals-routes.ts";
import { appeal } from "../src/appeals/appeal/kind.ts";
import { complaint } from "../src/appeals/complaint/kind.ts";
import { compensation } from "../src/appeals/compensation/kind.ts";
import type { MyMatter } from "../src/appeals/my-matter.ts";
import { KINDS } from "../src/app/kinds.ts";
import { mountRoutes } from "../src/http/mount.ts";
import { openDoor } from "../src/http/principal.ts";
import { problemDocument, problemOf } from "../src/http/problem-document.ts";
import { appendAccessLines } from "../src/matters/access-ledger.ts";
import { routesOfKind } from "../src/matters/matter-routes.ts";
import { trackingCode } from "../src/matters/tracking.ts";
import { smallCountry } from "./access-desk.ts";
import { codeFor, decided, paper, REJECTED, UPHELD } from "./appeal-desk.ts";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "./case-room.ts";
import { activeFreeze, filedCase } from "./freeze-desk.ts";
import { handedAs, stopped } from "./order-desk.ts";
import { accepted, account } from "./report-desk.ts";

let room: Room;
let server: FastifyInstance;
let url: string;
let bugs: unknown[];
beforeEach(async () => {
  room = await caseRoom();
  bugs = [];
  const { store, parts } = room.desk;
  const access: AccessParts = {
    store,
    world: room.world,
    secrets: openSecrets({ ln: 4, r: 8, p: 1 }),
    vault: parts.vault,
    append: appendAccessLines,
    places: smallCountry,
    profile: () => parts.law.current(room.world.nowMs()),
    provider: null,
    sample: false,
    settings: ACCESS_SETTINGS,
  };
  server = fastify();
  server.setErrorHandler((error, request, reply) => {
    const { problem, status, bug } = problemOf(error);
    if (bug) bugs.push(error);
    void reply
      .status(status)
      .type("application/problem+json")
      .send(JSON.stringify(problemDocument(problem, request.headers["accept-language"])));
  });
  const door = await openDoor(server, { access, secureCookies: false, onBug: (error) => bugs.push(error) });
  mountRoutes(server, APPEALS_ROUTES, { access, desk: room.desk }, door);
  mountRoutes(server, routesOfKind(KINDS, appeal), { desk: room.desk }, door);
  url = await server.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await server.close();
  expect(bugs).toEqual([]);
  expect(room.stuck).toEqual([]);
  await room.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/** What is asked with a code: the code stands in the body, never in an address. */
interface Coded {
  readonly path: string;
  readonly code: string;
}

async function send(where: string | Coded, body: object = {}): Promise<Answer> {
  const [path, whole] = typeof where === "string" ? [where, body] : [where.path, { ...body, code: where.code }];
  const response = await fetch(`${url}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(whole) });
  return { status: response.status, text: await response.text(), retryAfter: response.headers.get("retry-after") };
}
const mine = (code: string, what = ""): Coded => ({ path: `/v1/public/matter${what}`, code });
async function seen(where: Coded, body?: object): Promise<MyMatter> {
  const answer = await send(where, body);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.anything()]);
  return JSON.parse(answer.text) as MyMatter;
}
const problem = ({ text }: Answer): string => (JSON.parse(text) as { readonly code: string }).code;
/** From another place. */
const elsewhere = async (address: string, code: string): Promise<number> =>
  (await server.inject({ method: "POST", url: mine(code).path, payload: { code }, remoteAddress: address })).statusCode;

test("the code shows what limits its holder, why, on which basis, by which unit, until when, and what can be done; and nobody's name or number", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  const code = await codeFor(room, stop.id);
  const view = await seen(mine(code.toLowerCase().replaceAll("-", " ")));
  expect(view).toMatchObject({
    serial: stop.serial,
    restrictions: [
      {
        kind: "stop-payment",
        about: "ICBC 6222 **** 0001",
        inForce: true,
        startedAtMs: stop.body.stoppedAtMs,
        endsAtMs: stop.body.endsAtMs,
        heldMinor: "5000000",
        currency: "CNY",
        reason: { en: "somebody reported having been deceived into paying into it" },
        decider: { en: "Shinan anti-fraud centre" },
      },
    ],
    remedy: { answeredWithin: { en: "24 hours" }, next: { en: expect.stringContaining("administrative reconsideration") } },
    appeals: [],
    can: ["appeal", "complain"],
  });
  expect(view.restrictions[0]?.basis.zh).not.toBe("");
  expect(view.notices).toHaveLength(1);
  expect(view.notices[0]?.text.en).toContain(code);
  const all = JSON.stringify(view);
  for (const hidden of ["622202000000", "张三", "usr_", "13800000001", "slip-1"]) expect(all).not.toContain(hidden);
});

test("objecting, papers, withdrawing, objecting again: all by the code, answered through the bank where no number was left", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  const code = await codeFor(room, stop.id);
  const made = await seen(mine(code, "/appeals"), { grounds: ["good-faith"], statement: "I sold wheat" });
  expect(made).toMatchObject({
    can: ["complain"],
    appeals: [
      { state: "received", unit: { en: "Qingdao anti-fraud centre" }, channel: { en: "Online" }, dueAtMs: room.world.nowMs() + 24 * HOUR, can: ["add-papers", "withdraw"] },
    ],
  });
  await room.settle();
  expect(handedAs(room, "notice").at(-1)).toMatchObject({ to: "org_icbc", fields: { text: { en: expect.stringContaining("We have received your appeal") } } });
  expect(problem(await send(mine(code, "/appeals"), { grounds: ["other"] }))).toBe("not-now");
  expect((await seen(mine(code, "/papers"), { papers: [paper("weigh-slip")] })).appeals[0]?.papers).toMatchObject([{ kind: "weigh-slip" }]);
  // The receipt has a code of its own, and it opens the same.
  const receipt = await codeFor(room, made.appeals[0]!.id as never);
  expect(receipt).not.toBe(code);
  expect((await seen(mine(receipt))).appeals[0]).toMatchObject({ state: "received", serial: made.appeals[0]?.serial });
  expect((await seen(mine(receipt, "/withdraw"), {})).appeals[0]).toMatchObject({ state: "withdrawn", can: [] });
  expect(problem(await send(mine(code, "/withdraw"), {}))).toBe("not-now");
  expect((await seen(mine(code, "/appeals"), { grounds: ["not-involved"], contact: "+8613800138077" })).appeals.map(({ state }) => state)).toEqual(["withdrawn", "received"]);
  expect((await room.all(appeal)).map(({ openedBy }) => openedBy)).toEqual(["public", "public"]);
});

test("what was decided is read by the code, with reasons and the next instance; upheld, what it cost is claimed with the same code", async () => {
  const frozen = await activeFreeze(room, await filedCase(room));
  await room.settle();
  const code = await codeFor(room, frozen.id);
  const claim = { losses: [{ kind: "fees", amountMinor: "1000" }] };
  expect(problem(await send(mine(code, "/claims"), claim))).toBe("not-now");
  await seen(mine(code, "/appeals"), { grounds: ["not-involved"] });
  const [first] = await room.all(appeal);
  await decided(room, first!, REJECTED, room.as("reviewer"));
  const rejected = await seen(mine(code));
  expect(rejected.appeals[0]?.decision).toMatchObject({
    result: "rejected",
    reasons: [{ en: expect.stringContaining("money from a fraud was traced") }],
    remedy: { en: expect.stringContaining("the police organ one level up") },
  });
  expect(JSON.stringify(rejected)).not.toContain(REJECTED.note);
  await room.pass(20 * DAY);
  await seen(mine(code, "/appeals"), { grounds: ["not-involved"], papers: [paper("contract")] });
  const second = (await room.all(appeal)).find(({ state }) => state === "received")!;
  await decided(room, second, UPHELD, room.as("reviewer", "org_shinan", 2));
  const lifted = await seen(mine(code));
  expect(lifted).toMatchObject({
    restrictions: [{ inForce: false }],
    can: ["complain", "claim"],
    compensations: [{ state: "prepared", cost: { interestMinor: "4110" }, can: ["claim"] }],
  });
  const claimed = await seen(mine(code, "/claims"), claim);
  expect(claimed.compensations).toMatchObject([{ state: "claimed", claimedMinor: "5110", unit: { en: "Shinan anti-fraud centre" } }]);
  expect((await room.all(compensation))[0]?.hands["claim"]).toBe("public");
});

test("where nothing was held a loss can still be claimed on what was found wrong", async () => {
  const { stop } = await stopped(room, {}, "1");
  await room.settle();
  const code = await codeFor(room, stop.id);
  await seen(mine(code, "/appeals"), { grounds: ["not-involved"] });
  await decided(room, (await room.all(appeal))[0]!, UPHELD);
  expect(await room.all(compensation)).toEqual([]);
  expect((await seen(mine(code, "/claims"), { losses: [{ kind: "income", amountMinor: "90000" }] })).compensations).toMatchObject([{ state: "claimed", claimedMinor: "90000" }]);
  expect(problem(await send(mine(code, "/claims"), { losses: [{ kind: "income", amountMinor: "90000" }] }))).toBe("not-now");
});

test("complaints: by the code, and without one where a number is left", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  const code = await codeFor(room, stop.id);
  const view = await seen(mine(code, "/complaints"), { subject: "not-told" });
  expect(view.complaints).toMatchObject([
    { state: "received", subject: { en: expect.stringContaining("not told") }, unit: { en: "Shinan anti-fraud centre" }, can: ["add-papers", "withdraw"] },
  ]);
  // An open appeal beside it: which one is withdrawn is said.
  await seen(mine(code, "/appeals"), { grounds: ["other"] });
  expect((await seen(mine(code, "/withdraw"), { of: view.complaints[0]!.id })).complaints[0]?.state).toBe("withdrawn");
  expect((await seen(mine(code))).appeals[0]?.state).toBe("received");

  expect(problem(await send("/v1/public/complaints", { subject: "contacts" }))).toBe("malformed-input");
  const answer = await send("/v1/public/complaints", { subject: "contacts", contact: "+8613800138077", place: "33/3307/330782" });
  const { code: given, progress } = JSON.parse(answer.text) as { readonly code: string; readonly progress: { readonly unit: object } };
  expect(progress.unit).toMatchObject({ en: "Yiwu police" });
  expect((await seen(mine(given))).complaints).toHaveLength(1);
  // Neither is a way to have messages sent without end.
  for (let i = 0; i < 5; i++) await seen(mine(code, "/complaints"), { subject: "other" });
  expect(problem(await send(mine(code, "/complaints"), { subject: "other" }))).toBe("not-now");
  let last = 200;
  for (let i = 0; i < 30 && last === 200; i++) last = (await send("/v1/public/complaints", { subject: "other", contact: "+8613800138079" })).status;
  expect(last).toBe(429);
});

test("a code opens its holder's own and nothing else, whatever id is sent along", async () => {
  const first = await stopped(room);
  const second = await stopped(room, { to: account(2, "CCB"), toName: "李四" });
  await room.settle();
  const codes = [await codeFor(room, first.stop.id), await codeFor(room, second.stop.id)] as const;
  const made = await seen(mine(codes[0], "/appeals"), { grounds: ["other"] });
  const other = await seen(mine(codes[1]));
  expect([other.appeals, other.restrictions.map(({ about }) => about)]).toEqual([[], ["CCB 6222 **** 0002"]]);
  expect(problem(await send(mine(codes[1], "/withdraw"), { of: made.appeals[0]!.id }))).toBe("not-now");
  expect(problem(await send(mine(codes[1], "/papers"), { of: made.appeals[0]!.id, papers: [paper("contract")] }))).toBe("not-now");
  // What a body may not carry: another matter, another holder; nor does an address carry a code.
  for (const more of [{ against: first.stop.id }, { holder: { token: "x" } }])
    expect(problem(await send(mine(codes[1], "/appeals"), { grounds: ["other"], ...more }))).toBe("malformed-input");
  for (const path of [`/v1/public/matters/${codes[1]}`, `/v1/public/matter?code=${codes[1]}`]) expect((await send(path)).status).toBeGreaterThanOrEqual(400);
  // Nor do the routes that every kind has know anybody without a code.
  const generic = [{ code: codes[1] }, { against: second.stop.id }, { against: second.stop.id, holder: { ref: { type: "account", token: "x", masked: "x" } } }];
  for (const input of generic) expect((await send("/v1/appeals", { input: { grounds: ["other"], ...input } })).status).toBeGreaterThanOrEqual(400);
  expect((await send(`/v1/appeals/${made.appeals[0]!.id}/withdraw`, { input: {} })).status).toBe(404);
  expect((await room.all(appeal)).map(({ state }) => state)).toEqual(["received"]);
});

test("who is told by message and through the bank is one person; what somebody else said about a report is not theirs", async () => {
  const draft = {
    by: { kind: "own" },
    account: account(1),
    payee: account(2, "CCB"),
    contact: "+8613800138077",
    amountMinor: "8000000",
    currency: "CNY",
    transfer: "T-1",
    orderedAt: new Date(room.world.nowMs()).toISOString(),
    reason: "on-the-phone",
  };
  const held = await room.desk.work(room.as("bankOps"), (work) => work.openAny("hold", draft));
  await room.settle();
  const rows = await room.store.snapshot((sql) => sql.query<{ readonly recipient: string }>("select recipient from tracking where matter = $1 order by recipient", [held.id]));
  const codes = rows.map(({ recipient }) => trackingCode(room.desk.parts.vault, held.id, recipient));
  expect(codes).toHaveLength(2);
  // Each reads what was sent to them, with the code that stood in it.
  for (const code of codes) expect((await seen(mine(code))).notices.map(({ text }) => text.en.includes(code))).toEqual([true]);
  const made = await seen(mine(codes[0]!, "/appeals"), { grounds: ["needs-it"] });
  expect(made.appeals).toHaveLength(1);
  expect((await seen(mine(codes[1]!))).appeals).toEqual(made.appeals);

  const { id } = await accepted(room);
  await room.settle();
  await room.open(complaint, room.as("intake", "org_shinan", 9), { about: id, subject: "conduct", contact: "+8613800138078" });
  expect((await seen(mine(await codeFor(room, id)))).complaints).toEqual([]);
});

test("a wrong code gets one and the same answer, each costs a try of its address, and then it waits, with a right one too", async () => {
  const { stop } = await stopped(room);
  await room.settle();
  const code = await codeFor(room, stop.id);
  // Right ones cost nothing.
  for (let i = 0; i < 25; i++) expect((await send(mine(code))).status).toBe(200);
  const wrong = ["AAAA-AAAA-AAAA", "nonsense", "%2e%2e", code.slice(0, -1), `${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`, stop.id, "'; drop table matter; --"];
  const answers = await Promise.all(wrong.map((one) => send(mine(one))));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect([answers[0]!.status, problem(answers[0]!)]).toEqual([404, "not-found"]);
  for (const what of ["/appeals", "/papers", "/withdraw", "/complaints", "/claims"]) {
    const body = what === "/appeals" ? { grounds: ["other"] } : what === "/complaints" ? { subject: "other" } : {};
    expect((await send(mine("AAAA-AAAA-AAAA", what), body)).text, what).toBe(answers[0]!.text);
  }
  // A hundred at once are a hundred.
  const burst = await Promise.all(Array.from({ length: 40 }, (_, i) => send(mine(`BBBB-BBBB-BB${String(i + 10)}`))));
  const away = burst.filter(({ status }) => status === 429);
  expect(away.length).toBeGreaterThanOrEqual(30);
  expect(Number(away[0]?.retryAfter)).toBeGreaterThan(0);
  expect((await send(mine(code))).status).toBe(429);
  expect(await elsewhere("203.0.113.9", code)).toBe(200);
  await room.pass(31 * MINUTE);
  expect((await send(mine(code))).status).toBe(200);
  // What was typed and where from is written down nowhere.
  const lines = await room.store.snapshot((sql) => sql.query<{ readonly event: string; readonly detail: object }>("select event, detail from ledger where event like 'code-%'"));
  expect(lines.map(({ event }) => event)).toContain("code-refused");
  for (const hidden of ["BBBB", "AAAA", "127.0.0.1", code]) expect(JSON.stringify(lines)).not.toContain(hidden);
});
