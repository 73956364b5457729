/** The server from outside: each resource by what it answers, and that nothing is answered before it is kept. */
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Prng } from "../src/base/prng.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { LIMITS } from "../src/app/limits.ts";
import type { LiveItem } from "../src/app/live-feed.ts";
import { isMalformed, PROBLEMS } from "../src/base/problem.ts";
import type { World } from "../src/base/world.ts";
import { EVENT_KINDS } from "../src/domain/event-fields.ts";
import type { Verdict } from "../src/domain/verdict.ts";
import { JSON_EVENTS_MAX } from "../src/http/event-routes.ts";
import { SCREENING_ROUTES } from "../src/http/routes.ts";
import { decodeFrame } from "../src/screen/frame.ts";
import { startServer, temporaryFolder, type RunningServer } from "./running-server.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
/** The clock of the server: the tests of live verdicts move it, because so many are shown a second. */
let skewMs = 0;
const world: World = { ...systemWorld, nowMs: () => systemWorld.nowMs() + skewMs, at: (atMs, task) => systemWorld.at(atMs - skewMs, task) };

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer(folder.path, world);
});
afterAll(async () => {
  await server.stop();
  expect(server.bugs).toEqual([]);
  await folder.remove();
});

const call = (id: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({ id, kind: "call", occurredAt: "2026-11-01T08:00:00.000Z", from: "+8613900000001", to: "+8613800000002", ...more });
const JSON_TYPE = { "content-type": "application/json" };
const NDJSON_TYPE = { "content-type": "application/x-ndjson" };
const post = (body: string | ReadableStream<Uint8Array>, headers: Record<string, string> = JSON_TYPE): Promise<Response> => fetch(`${server.url}/v1/events`, { method: "POST", headers, body, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) });

type RawAnswer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string };

/** A request with any header, also those that fetch does not let through. */
async function raw(method: string, path: string, headers: Record<string, string> = {}, body = ""): Promise<RawAnswer> {
  const request = http.request({ port: server.port, host: "127.0.0.1", method, path, headers, agent: false });
  // A server that has said no may hang up before it has read all.
  request.on("error", () => undefined);
  request.end(body);
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode!, headers: response.headers, text };
}

async function logged(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { payload } of server.app.service.log.read("start")) {
    const frame = decodeFrame(payload);
    if (isMalformed(frame)) throw new Error(frame.expected);
    for (let i = 0; i < frame.batch.count; i++) ids.push(frame.batch.text(i, 0));
  }
  return ids;
}

describe("one event", () => {
  test("gets its verdict, and is in the log by then", async () => {
    const answer = await post(JSON.stringify(call("one-1", { answered: true, durationMs: 61_000 })));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    const verdict = (await answer.json()) as Verdict;
    expect(verdict).toMatchObject({ eventId: "one-1", hits: expect.any(Array), unknown: expect.any(Array), degraded: expect.any(Boolean), digest: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(["allow", "flag", "warn", "hold", "block"]).toContain(verdict.action);
    expect(verdict.scorePermille).toBeGreaterThanOrEqual(0);
    expect(Object.keys(verdict.versions).sort()).toEqual(["host", "lists", "program", "response", "rules", "text"]);
    expect((await logged()).filter((id) => id === "one-1")).toHaveLength(1);
  });

  test.each([
    [call("", {}), "id"],
    [call("r1", { from: "not a number" }), "from"],
    [call("r2", { occurredAt: "yesterday" }), "occurredAt"],
    [{ id: "r3", kind: "nope" }, "kind"],
    ["a text", ""],
    [null, ""],
    [3, ""],
  ])("that is wrong is a problem that names the field: %j", async (event, field) => {
    const answer = await post(JSON.stringify(event), { ...JSON_TYPE, "accept-language": "zh-CN,zh" });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ type: "urn:duanliu:problem:malformed-input", title: PROBLEMS["malformed-input"].title.zh, status: 400, code: "malformed-input" });
    expect((problem["at"] as { field: string } | undefined)?.field ?? "").toBe(field);
  });

  test("repeated is answered with the same bytes and logged once", async () => {
    const event = JSON.stringify(call("again-1", { answered: false }));
    const first = await (await post(event)).text();
    for (let n = 0; n < 3; n++) expect(await (await post(event)).text()).toBe(first);
    const spaced = JSON.stringify(JSON.parse(event), null, 2);
    expect(await (await post(spaced)).text()).toBe(first);
    expect((await logged()).filter((id) => id === "again-1")).toHaveLength(1);
  });

  test("with an id that another event had is refused, and the first stays", async () => {
    const first = await (await post(JSON.stringify(call("taken-1")))).text();
    const other = await post(JSON.stringify(call("taken-1", { to: "+8613800000009" })));
    expect(other.status).toBe(400);
    expect(await other.json()).toMatchObject({ code: "malformed-input", at: { field: "id" }, value: "taken-1" });
    expect(await (await post(JSON.stringify(call("taken-1")))).text()).toBe(first);
  });
});

describe("a list of events", () => {
  test("gets a list of verdicts in order, with refusals in their places", async () => {
    const answer = await post(JSON.stringify([call("l1"), { id: "l2", kind: "nope" }, call("l3"), null, call("l1"), call("l4")]));
    expect(answer.status).toBe(200);
    const list = (await answer.json()) as Record<string, unknown>[];
    expect(list.map((v) => v["eventId"] ?? (v["refused"] as { line: number; field: string }).field)).toEqual(["l1", "kind", "l3", "", "l1", "l4"]);
    expect(list.map((v) => (v["refused"] as { line: number } | undefined)?.line)).toEqual([undefined, 2, undefined, 4, undefined, undefined]);
    expect(list[4]).toEqual(list[0]);
  });

  test("that is empty gets an empty list; one that is too long is refused whole", async () => {
    expect(await (await post("[]")).json()).toEqual([]);
    const before = server.app.service.log.nextSequence;
    const answer = await post(JSON.stringify(Array.from({ length: JSON_EVENTS_MAX + 1 }, () => 0)));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "too-large" });
    expect(server.app.service.log.nextSequence).toBe(before);
  });
});

describe("what is not events", () => {
  test.each([
    ["{", JSON_TYPE, 400, "malformed-input"],
    ["", JSON_TYPE, 400, "malformed-input"],
    ["{}", { "content-type": "text/plain" }, 415, "unsupported-media"],
    ["<a/>", { "content-type": "application/xml" }, 415, "unsupported-media"],
    ["a=1", { "content-type": "application/x-www-form-urlencoded" }, 415, "unsupported-media"],
    [`"${"x".repeat(9 << 20)}"`, JSON_TYPE, 413, "too-large"],
  ])("is a problem: %.20s as %j is %d", async (body, headers, status, code) => {
    const answer = await raw("POST", "/v1/events", headers, body);
    expect([answer.status, (JSON.parse(answer.text) as { code: string; status: number }).code]).toEqual([status, code]);
    expect((JSON.parse(answer.text) as { status: number }).status).toBe(status);
    expect(answer.headers["content-type"]).toMatch(/problem\+json/);
  });

  test.each([
    ["GET", "/v1/events", 404],
    ["PUT", "/v1/events", 404],
    ["DELETE", "/v1/events/one-1", 404],
    ["GET", "/v1/nothing", 404],
    ["GET", "/../../etc/passwd", 404],
    ["GET", `/v1/events/${"x".repeat(300)}`, 400],
    ["GET", "/v1/events/%ff", 400],
  ])("%s %.40s is a problem document", async (method, path, status) => {
    const answer = await raw(method, path);
    expect([method, path.slice(0, 30), answer.status]).toEqual([method, path.slice(0, 30), status]);
    expect(JSON.parse(answer.text)).toMatchObject({ status });
    expect(answer.text).not.toMatch(/\bat .*\.ts:/);
  });
});

describe("strangers", () => {
  test.each(["evil.example", "evil.example:7070", "127.0.0.1.evil.example", "localhost.evil.example:80", " "])("a request for the name %j is refused", async (host) => {
    const answer = await raw("GET", "/healthz", { host });
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([403, "cross-origin"]);
  });

  test.each(["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:7070"])("a request for %s is answered", async (host) => {
    expect((await raw("GET", "/healthz", { host })).status).toBe(200);
  });

  test.each(["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"])("a page of %s may not send events", async (origin) => {
    const before = server.app.service.log.nextSequence;
    for (const type of [JSON_TYPE, NDJSON_TYPE]) {
      const answer = await raw("POST", "/v1/events", { ...type, origin }, JSON.stringify(call("cross")));
      expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([403, "cross-origin"]);
    }
    expect(server.app.service.log.nextSequence).toBe(before);
    // Nor may it read: no answer carries a permission.
    expect((await raw("GET", "/v1/recent", { origin })).headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("our own console may", async () => {
    const origin = `http://127.0.0.1:${server.port}`;
    expect((await raw("POST", "/v1/events", { ...JSON_TYPE, origin, host: `127.0.0.1:${server.port}` }, JSON.stringify(call("own")))).status).toBe(200);
  });
});

/** A body that comes in chunks of the given sizes, again and again. */
function chunked(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let n = 0;
  return new ReadableStream({
    pull(controller) {
      const size = sizes[n++ % sizes.length];
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
      if (at >= bytes.length) controller.close();
    },
  });
}

describe("a stream of events", () => {
  test("of five thousand mixed lines in odd chunks gets one answer a line, in order, and the log has each once", async () => {
    const prng = new Prng(5);
    const expected: string[] = [];
    const lines: string[] = [];
    const kept: string[] = [];
    for (let n = 0; n < 5_000; n++) {
      const id = `s-${n}`;
      const dice = prng.next();
      if (dice < 0.02) lines.push(prng.pick(["", "  ", "\r"]));
      else if (dice < 0.04) {
        lines.push(prng.pick(["{", '{"id":1}', `{"id":"${id}","kind":"nope"}`, "[]"]));
        expected.push(`refused ${lines.length}`);
      } else if (dice < 0.07 && kept.length > 0) {
        // The same event again, from anywhere before.
        const earlier = prng.pick(kept);
        lines.push(JSON.stringify(event(Number(earlier.slice(2)))));
        expected.push(earlier);
      } else {
        lines.push(JSON.stringify(event(n)));
        expected.push(id);
        kept.push(id);
      }
    }
    const bytes = new TextEncoder().encode(lines.join("\n"));
    const answer = await post(chunked(bytes, [1, 70_000, 13, 4_096, 333, 100_001, 2]), NDJSON_TYPE);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/x-ndjson/);
    const answers = (await answer.text()).trimEnd().split("\n").map((line) => JSON.parse(line) as Verdict & { refused?: { line: number } });
    expect(answers.map((a) => a.eventId ?? `refused ${a.refused!.line}`)).toEqual(expected);
    const byId = new Map<string, string>();
    for (const a of answers) {
      if (a.eventId === undefined) continue;
      const text = JSON.stringify(a);
      expect(byId.get(a.eventId) ?? text).toBe(text);
      byId.set(a.eventId, text);
    }
    expect((await logged()).filter((id) => id.startsWith("s-"))).toEqual(kept);

    function event(n: number): Record<string, unknown> {
      const occurredAt = new Date(Date.UTC(2026, 10, 2) + n * 500).toISOString();
      const common = { id: `s-${n}`, occurredAt };
      const person = (k: number): string => `+86154${String(10_000_000 + ((n * 7 + k) % 90)).padStart(8, "0")}`;
      switch (EVENT_KINDS[n % 7]) {
        case "call":
          return { ...common, kind: "call", from: person(1), to: person(2), answered: n % 3 === 0, durationMs: n };
        case "message":
          return { ...common, kind: "message", from: person(3), to: person(4), text: `短信 ${n} "引号" \\ 您的验证码是 ${n}` };
        case "visit":
          return { ...common, kind: "visit", subject: person(5), url: `https://shop${n % 50}.example.com/p?n=${n}` };
        case "app-install":
          return { ...common, kind: "app-install", subject: person(6), package: `com.example.a${n % 9}`, permissions: ["sms"] };
        case "transfer":
          return { ...common, kind: "transfer", from: { institution: "ICBC", account: `9${n % 77}` }, to: { institution: "CCB", account: `8${n % 55}` }, amountMinor: String(n * 100), currency: "CNY" };
        case "opening":
          return { ...common, kind: "opening", subject: `per_${n % 40}`, product: "sim", number: person(7) };
        case "link":
          return { ...common, kind: "link", number: person(8), device: `dev_${n % 60}` };
      }
    }
  });

  test("answers while the request goes on", async () => {
    const request = http.request({ port: server.port, host: "127.0.0.1", method: "POST", path: "/v1/events", headers: NDJSON_TYPE, agent: false });
    request.write(`${JSON.stringify(call("live-1"))}\n`);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    const read = response[Symbol.asyncIterator]();
    expect(String((await read.next()).value)).toContain('"eventId":"live-1"');
    request.end(JSON.stringify(call("live-2")));
    expect(String((await read.next()).value)).toContain('"eventId":"live-2"');
    expect((await read.next()).done).toBe(true);
  });

  test("that breaks off keeps what was answered and forgets the half line", async () => {
    const request = http.request({ port: server.port, host: "127.0.0.1", method: "POST", path: "/v1/events", headers: NDJSON_TYPE, agent: false });
    request.on("error", () => undefined);
    request.write(`${JSON.stringify(call("broken-1"))}\n{"id":"broken-2"`);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    response.on("error", () => undefined);
    await once(response, "data");
    request.destroy();
    expect(await (await post(`${JSON.stringify(call("after-broken"))}\n`, NDJSON_TYPE)).text()).toContain('"eventId":"after-broken"');
    expect((await logged()).filter((id) => id.startsWith("broken"))).toEqual(["broken-1"]);
  });

  test("finds no place while too many are open, is told so, and finds one when they end", async () => {
    const open: http.ClientRequest[] = [];
    const first: Promise<unknown>[] = [];
    for (let n = 0; n < LIMITS.streamsMax; n++) {
      const request = http.request({ port: server.port, host: "127.0.0.1", method: "POST", path: "/v1/events", headers: NDJSON_TYPE, agent: false });
      request.on("error", () => undefined);
      request.write(`${JSON.stringify(call(`many-${n}`))}\n`);
      open.push(request);
      first.push(once(request, "response"));
    }
    await Promise.all(first);
    for (const type of [NDJSON_TYPE, JSON_TYPE]) {
      const answer = await raw("POST", "/v1/events", type, JSON.stringify(call("one-too-many")));
      expect([answer.status, (JSON.parse(answer.text) as { code: string }).code, answer.headers["retry-after"]]).toEqual([503, "overloaded", "1"]);
    }
    for (const request of open) request.destroy();
    await expect.poll(async () => (await post(`${JSON.stringify(call("place-again"))}\n`, NDJSON_TYPE)).status).toBe(200);
  });

  test("whose sender does not read its answers is slowed down: little waits in memory, and nothing is lost", async () => {
    const socket = net.connect(server.port, "127.0.0.1");
    await once(socket, "connect");
    socket.pause();
    socket.write(`POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`);
    const before = server.app.service.log.nextSequence;
    let sent = 0;
    let still = 0;
    // Until the server has taken nothing for a while although there is more.
    while (still < 40 && sent < 400_000) {
      const taken = server.app.service.log.nextSequence;
      if (!socket.writableNeedDrain) {
        const lines = Array.from({ length: 500 }, () => `${JSON.stringify(call(`slow-${sent++}`))}\n`).join("");
        socket.write(`${Buffer.byteLength(lines).toString(16)}\r\n${lines}\r\n`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      still = socket.writableNeedDrain && server.app.service.log.nextSequence === taken ? still + 1 : 0;
    }
    const taken = server.app.service.log.nextSequence - before;
    // What waits: the answers that fill the sockets' buffers, and a bounded number of pieces behind them.
    expect(sent - taken).toBeGreaterThan(0);
    let answered = 0;
    let rest = "";
    const ended = once(socket, "close");
    socket.on("data", (chunk) => {
      const text = rest + String(chunk);
      answered += text.split('"eventId":"slow-').length - 1;
      rest = text.slice(text.lastIndexOf('"eventId":"slow-') + 1).slice(-15);
    });
    socket.resume();
    socket.write("0\r\n\r\n");
    await ended;
    expect(server.app.service.log.nextSequence - before).toBe(sent);
    expect(answered).toBe(sent);
  });
});

describe("an event by its id", () => {
  test("shows the event masked and the verdict as it was given", async () => {
    const event = { id: "find/me 1", kind: "transfer", occurredAt: "2026-11-01T08:00:00.000Z", from: { institution: "ICBC", account: "6222000000000001" }, to: { institution: "CCB", account: "6217000000000002" }, amountMinor: "5000000", currency: "CNY" };
    const verdict = (await (await post(JSON.stringify(event))).json()) as Verdict;
    const answer = await fetch(`${server.url}/v1/events/${encodeURIComponent(event.id)}`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ event: { id: event.id, amountMinor: "5000000", from: { institution: "ICBC", account: "6222 **** 0001" } }, receivedAtMs: expect.any(Number) });
    expect((JSON.parse(text) as { verdict: Verdict }).verdict).toEqual(verdict);
    expect(text).not.toContain("6222000000000001");
  });

  test("that nobody sent is not found, without saying more", async () => {
    const answer = await fetch(`${server.url}/v1/events/no-such-id`, { headers: { "accept-language": "zh" } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "not-found", title: PROBLEMS["not-found"].title.zh });
  });

  test("does not bring back the text of a message that was let through", async () => {
    const text = "明天上午十点在老地方见面";
    const verdict = (await (await post(JSON.stringify({ id: "quiet-message", kind: "message", occurredAt: "2026-11-01T08:00:00Z", from: "+8613900000077", to: "+8613800000078", text, contact: true }))).json()) as Verdict;
    expect(verdict.action).toBe("allow");
    const found = await (await fetch(`${server.url}/v1/events/quiet-message`)).text();
    expect(found).not.toContain(text);
  });
});

/** Reads server-sent events until `count` items came. */
async function watch(count: number, headers: Record<string, string> = {}, ready: () => Promise<unknown> = async () => undefined): Promise<readonly LiveItem[]> {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}/v1/live`, { headers, signal: stop.signal });
  expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const items: LiveItem[] = [];
  let rest = "";
  const done = ready();
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop()!;
    for (const block of blocks) {
      const [id, data] = block.split("\n");
      if (data === undefined) continue;
      const item = JSON.parse(data.replace(/^data: /, "")) as LiveItem;
      expect(id).toBe(`id: ${item.number}`);
      items.push(item);
    }
    if (items.length >= count) break;
  }
  await done;
  stop.abort();
  return items;
}

describe("live verdicts", () => {
  const seconds = (n: number): void => void (skewMs += n * 1000);

  test("come as they happen, masked, with their verdict; a watcher that comes back gets what it missed", async () => {
    seconds(2);
    const items = await watch(1, { "last-event-id": String(server.app.service.live.recent().at(-1)?.number ?? 0) }, () => post(JSON.stringify(call("watched-1"))));
    expect(items.map((i) => i.event.id)).toEqual(["watched-1"]);
    const item = items[0];
    expect(item).toMatchObject({ sample: false, event: { from: "139****0001", to: "138****0002" }, verdict: { eventId: "watched-1" } });
    expect(JSON.stringify(item)).not.toContain("13800000002");
    for (const id of ["watched-2", "watched-3", "watched-4"]) await post(JSON.stringify(call(id)));
    expect((await watch(3, { "last-event-id": String(item.number) })).map((i) => i.event.id)).toEqual(["watched-2", "watched-3", "watched-4"]);
    expect((await watch(1, { "last-event-id": "99999999" })).length).toBeGreaterThan(0);
    expect((await watch(1, { "last-event-id": "nonsense" })).length).toBeGreaterThan(0);
  });

  test("are also given as a list", async () => {
    const recent = (await (await fetch(`${server.url}/v1/recent`)).json()) as { items: LiveItem[]; notShown: number };
    expect(recent.items.at(-1)!.event.id).toBe("watched-4");
    expect(recent.notShown).toBeGreaterThan(0);
  });

  test("HEAD opens no stream", async () => {
    const before = server.app.service.live.watchers;
    expect((await raw("HEAD", "/v1/live")).status).toBe(404);
    expect(server.app.service.live.watchers).toBe(before);
  });

  test("a watcher that does not read is let go, and the server goes on", async () => {
    await expect.poll(() => server.app.service.live.watchers).toBe(0);
    const socket = net.connect(server.port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.pause();
    socket.write("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(() => server.app.service.live.watchers).toBe(1);
    let sent = 0;
    while (server.app.service.live.watchers === 1 && sent < 100_000) {
      seconds(1);
      const text = "长".repeat(499);
      const lines = Array.from({ length: 50 }, () => JSON.stringify({ id: `flood-${sent++}`, kind: "message", occurredAt: "2026-11-01T08:00:00Z", from: "ICBC", to: "+8613800000002", text }));
      await (await post(lines.join("\n"), NDJSON_TYPE)).text();
    }
    expect(server.app.service.live.watchers).toBe(0);
    expect((await post(JSON.stringify(call("after-flood")))).status).toBe(200);
    socket.destroy();
  });
});

describe("what the server says of itself", () => {
  test("health names the versions that every verdict carries", async () => {
    const health = (await (await fetch(`${server.url}/healthz`)).json()) as { status: string; versions: unknown };
    const verdict = (await (await post(JSON.stringify(call("health-1")))).json()) as Verdict;
    expect(health.status).toBe("ok");
    expect(health.versions).toEqual(verdict.versions);
  });

  test("metrics count what happened", async () => {
    const value = async (name: string): Promise<number> => Number(new RegExp(`^${name.replace(/[{}"]/g, "\\$&")} (\\S+)$`, "m").exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);
    const names = ["duanliu_refused_total", "duanliu_repeated_total", "duanliu_log_frames_total", "duanliu_log_pending_bytes", "duanliu_live_watchers"];
    const before = await Promise.all(names.map(value));
    const events = async (): Promise<number> => [...(await (await fetch(`${server.url}/metrics`)).text()).matchAll(/^duanliu_events_total\{.*kind="opening".*\} (\d+)$/gm)].reduce((sum, m) => sum + Number(m[1]), 0);
    const openings = await events();
    const lines = [JSON.stringify({ id: "metric-1", kind: "opening", occurredAt: "2026-11-01T08:00:00Z", subject: "per_1", product: "sim" }), "nonsense", JSON.stringify(call("health-1"))];
    await (await post(lines.join("\n"), NDJSON_TYPE)).text();
    const after = await Promise.all(names.map(value));
    expect(after.map((n, k) => n - before[k]).slice(0, 2)).toEqual([1, 1]);
    expect(after[2] - before[2]).toBeGreaterThanOrEqual(1);
    expect(after[3]).toBe(0);
    expect((await events()) - openings).toBe(1);
  });

  test("every route of the table is there, in the description too", async () => {
    const document = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
    for (const route of SCREENING_ROUTES) {
      expect(document.paths[route.path.replace(/:(\w+)/g, "{$1}")]?.[route.method.toLowerCase()]).toBeDefined();
      if (route.method !== "GET" || route.path === "/v1/live") continue;
      const answer = await fetch(`${server.url}${route.path.replace(":id", "health-1")}`);
      expect([route.path, answer.status]).toEqual([route.path, 200]);
      expect(answer.headers.get("content-type")).toContain(route.gives);
      if (route.gives.includes("json")) expect(await answer.json()).toBeTypeOf("object");
    }
  });

  test("rules, lists and counts are shown without a person in them", async () => {
    const stats = (await (await fetch(`${server.url}/v1/stats`)).json()) as { totals: Record<string, Record<string, number>>; repeated: number; log: { nextSequence: number } };
    const total = Object.values(stats.totals).flatMap((actions) => Object.values(actions)).reduce((a, b) => a + b, 0);
    expect(total).toBe(stats.log.nextSequence);
    expect(stats.repeated).toBeGreaterThan(0);
    const rules = (await (await fetch(`${server.url}/v1/rules`)).json()) as { packs: unknown[]; responses: unknown[] };
    expect(rules.packs.length).toBeGreaterThan(0);
    expect(rules.responses.length).toBeGreaterThan(10);
  });

  test("there is a page at the root, with headers that keep others out", async () => {
    const answer = await fetch(`${server.url}/`);
    expect(await answer.text()).toMatch(/<!doctype html/i);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });
});
