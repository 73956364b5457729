/**
 * Money and rings over HTTP on the whole server: people sign in, a report is taken, transfers are sent in, the trace grows,
 * a stop is proposed by itself and approved by another person, watchers are told, and a restart knows all of it.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RaceAnswer, TraceAnswer } from "../src/trace/money-answers.ts";
import { moved } from "./money-frames.ts";
import { startServer, temporaryFolder, type RunningServer } from "./running-server.ts";

const PASSWORD = "seven herons over the weir";
const JSON_TYPE = { "content-type": "application/json" };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer(folder.path);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

class Person {
  #cookie = "";

  async send(method: "GET" | "POST", path: string, body?: object): Promise<Response> {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : JSON_TYPE), ...(this.#cookie === "" ? {} : { cookie: this.#cookie }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#cookie = line.split(";")[0] ?? "";
    return response;
  }

  async ok<T = Record<string, unknown>>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
    const response = await this.send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }

  signIn(login: string): Promise<unknown> {
    return this.ok("POST", "/v1/sign-in", { login, password: PASSWORD });
  }
}

/** Asks again until it is so; what never comes ends the test by its time limit. */
async function until<T>(ask: () => Promise<T>, is: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (is(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("from a call to a stop: told, traced, proposed, approved by somebody else, seen live, and still known after a restart", { timeout: 180_000 }, async () => {
  const admin = new Person();
  const secret = ((await server.centre.setUpLink())?.path ?? "").split("#")[1];
  await admin.ok("POST", "/v1/set-up", {
    secret,
    organisation: { name: { zh: "部级反诈中心", en: "National centre" }, territory: "" },
    administrator: { login: "first.admin", name: "First", password: PASSWORD },
  });
  const people = { intake: new Person(), analyst: new Person(), dutyLead: new Person() };
  const { items } = await admin.ok<{ readonly items: readonly { readonly id: string }[] }>("GET", "/v1/organisations");
  await admin.ok("POST", "/v1/organisations", { kind: "bank", name: { zh: "甲银行", en: "Bank A" }, territory: "", institution: "ICBC" });
  await admin.ok("POST", "/v1/organisations", { kind: "bank", name: { zh: "乙银行", en: "Bank B" }, territory: "", institution: "CCB" });
  for (const [role, person] of Object.entries(people)) {
    const made = await admin.ok<{ readonly link: { readonly path: string } }>("POST", "/v1/users", {
      login: `the.${role.toLowerCase()}`,
      name: role,
      org: items[0].id,
      roles: [role],
    });
    await person.ok("POST", "/v1/password-link", { secret: made.link.path.split("#")[1], password: PASSWORD });
    await person.signIn(`the.${role.toLowerCase()}`);
  }
  const nowMs = Date.now();
  const paidAt = new Date(nowMs - 20 * 60_000).toISOString();
  const report = await people.intake.ok<{ readonly id: string }>("POST", "/v1/reports", {
    input: {
      channel: "hotline",
      role: "victim",
      reporter: { number: "+8613800000001" },
      payments: [{ from: "ICBC:6222020000000900", to: "ICBC:6222020000000001", toName: "王某", amountMinor: "5000000", currency: "CNY", paidAt }],
    },
  });
  await people.intake.ok("POST", `/v1/reports/${report.id}/accept`, {});

  const watching = new AbortController();
  const changes = await fetch(`${server.url}/v1/changes`, { headers: { cookie: await cookieOf(people.analyst) }, signal: watching.signal });
  const told = readUntil(changes, '"about":"money"');
  const send = (events: readonly object[]): Promise<Response> =>
    fetch(`${server.url}/v1/events`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: events.map((one) => `${JSON.stringify(one)}\n`).join("") });
  const at = (minutesAgo: number): number => nowMs - minutesAgo * 60_000;
  await (
    await send([
      moved({ id: "x1", from: "ICBC:6222020000000900", to: "ICBC:6222020000000001", amountMinor: "5000000", atMs: at(20), more: { device: "dev-1" } }),
      moved({ id: "x2", from: "ICBC:6222020000000001", to: "CCB:6222020000000002", amountMinor: "3000000", atMs: at(10), more: { device: "dev-2" } }),
    ])
  ).text();
  const q = `matter=${report.id}&purpose=investigate`;
  const traced = await until(
    () => people.analyst.ok<TraceAnswer>("GET", `/v1/money/trace?${q}`),
    ({ edges }) => edges.length === 2,
  );
  expect(traced.edges.map(({ transfer, tier, taintedMinor, source }) => `${transfer} ${tier} ${taintedMinor} ${source}`)).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream"]);
  expect(await told).toContain(`"id":"${report.id}"`);
  watching.abort();

  const race = await until(
    () => people.analyst.ok<RaceAnswer>("GET", `/v1/money/race?${q}`),
    ({ orders }) => orders.waiting === 2,
  );
  const branch = race.branches.find(({ institution }) => institution === "CCB");
  expect(branch).toMatchObject({ masked: "CCB 6222 **** 0002", stop: { scope: "amount", amountMinor: "3000000" }, orders: [{ kind: "stop-payment", state: "drafted" }] });
  const first = race.branches.find(({ tier }) => tier === 1)?.orders[0].id ?? "";
  expect((await people.analyst.send("POST", `/v1/stop-payments/${first}/approve`, {})).status).toBe(403);
  expect(await people.dutyLead.ok("POST", `/v1/stop-payments/${first}/approve`, {})).toMatchObject({ state: "approved" });

  expect((await people.analyst.send("GET", `/v1/money/trace?matter=${report.id}`)).status).toBe(403);
  expect((await new Person().send("GET", `/v1/money/trace?${q}`)).status).toBe(401);
  const sheet = await people.analyst.send("GET", `/v1/money/evidence-sheet?${q}&language=zh`);
  expect(sheet.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await sheet.text()).toContain("资金流向追踪清单");
  expect(await people.analyst.ok("GET", "/v1/rings")).toEqual({ items: [], next: null });
  const document = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: { readonly 200: { readonly content: object } } }>>>>;
  };
  expect(document.paths["/v1/money/race"]["get"].responses[200].content).toHaveProperty([
    "application/json",
    "schema",
    "properties",
    "branches",
    "items",
    "properties",
    "secondsLeft",
  ]);
  await until(
    async () => (await fetch(`${server.url}/metrics`)).text(),
    (text) => /\nduanliu_money_transfers 2\n/.test(text) && /\nduanliu_ring_links 2\n/.test(text),
  );
  expect(server.bugs).toEqual([]);

  await server.stop();
  server = await startServer(folder.path);
  await people.analyst.signIn("the.analyst");
  const again = await until(
    () => people.analyst.send("GET", `/v1/money/trace?${q}`),
    ({ status }) => status === 200,
  );
  expect(((await again.json()) as TraceAnswer).edges).toEqual(traced.edges);
  expect(server.told.filter((line) => line.startsWith("error"))).toEqual([]);
});

/** A person's session, for a stream that is read apart. */
async function cookieOf(person: Person): Promise<string> {
  const response = await person.send("POST", "/v1/sign-in", { login: "the.analyst", password: PASSWORD });
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

async function readUntil(response: Response, text: string): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  if (response.body === null) throw new Error("no stream");
  for await (const chunk of response.body) {
    read += decoder.decode(chunk as Uint8Array, { stream: true });
    const found = read.split("\n").find((line) => line.includes(text));
    if (found !== undefined) return found;
  }
  throw new Error(`the stream ended without ${text}`);
}
