/** The client against a server of its own: what it asks, and how it tells the ways in which things go wrong apart. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DeskClient, DuanliuClient, DuanliuProblem, DuanliuUnreachable, KINDS, loadKind, type MatterKind } from "../src/index.ts";
import { newItems } from "../src/live.ts";

const asked: { readonly method: string; readonly url: string; readonly language: string; readonly body: string }[] = [];
let answer: (response: ServerResponse) => void = (response) => response.end("{}");

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    asked.push({ method: request.method ?? "", url: request.url ?? "", language: request.headers["accept-language"] ?? "", body });
    answer(response);
  });
});
let client: DuanliuClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new DuanliuClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, language: () => "zh" });
});
afterAll(() => server.close());

test("an id is one path segment, whatever is in it", async () => {
  answer = (response) => response.end('{"receivedAtMs":5}');
  expect(await client.event("a/b?c=1 号")).toEqual({ receivedAtMs: 5 });
  expect(asked.at(-1)).toMatchObject({ method: "GET", url: "/v1/events/a%2Fb%3Fc%3D1%20%E5%8F%B7", language: "zh" });
});

test("a problem of the server arrives whole", async () => {
  const document = { type: "urn:x", title: "没有找到", status: 404, detail: "no event", code: "not-found" };
  answer = (response) => response.writeHead(404, { "content-type": "application/problem+json" }).end(JSON.stringify(document));
  const error = await client.event("x").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DuanliuProblem);
  expect((error as DuanliuProblem).problem).toEqual(document);
});

test("an answer that is none of ours, and no answer, are both unreachable", async () => {
  answer = (response) => response.writeHead(502).end("<html>");
  await expect(client.stats()).rejects.toBeInstanceOf(DuanliuUnreachable);
  answer = (response) => response.destroy();
  await expect(client.stats()).rejects.toBeInstanceOf(DuanliuUnreachable);
});

test("many events go as lines and come back as verdicts and refusals, in order", async () => {
  const refusal = { line: 2, field: "kind", value: "x", expected: "one of" };
  answer = (response) => response.end(`{"eventId":"1"}\n${JSON.stringify({ refused: refusal })}\n`);
  const events = [
    { id: "1", kind: "call", occurredAt: "2026-01-01T00:00:00Z" },
    { id: "2", kind: "x", occurredAt: "" },
  ];
  expect(await client.sendEvents(events)).toEqual([
    { kind: "verdict", verdict: { eventId: "1" } },
    { kind: "refused", ...refusal },
  ]);
  expect(
    asked
      .at(-1)!
      .body.trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(events);
});

test("live items pass once; a restarted server counts anew", () => {
  const isNew = newItems();
  const seen = (number: number, receivedAtMs: number): boolean => isNew({ number, receivedAtMs });
  expect([seen(1, 10), seen(2, 10), seen(1, 10), seen(2, 10), seen(3, 11)]).toEqual([true, true, false, false, true]);
  expect([seen(1, 50), seen(2, 50), seen(1, 50)]).toEqual([true, true, false]);
});

test("a desk asks for what it is told to, and a command says which version was looked at", async () => {
  const desk = new DeskClient(client);
  answer = (response) => response.end('{"items":[],"next":null}');
  expect(await desk.list("stop-payment", { states: ["proposed", "approved"], open: true, mine: false, limit: 20 })).toEqual({ items: [], next: null });
  expect(asked.at(-1)?.url).toBe("/v1/stop-payments?state=proposed%2Capproved&open=true&limit=20");
  await desk.list("warning");
  expect(asked.at(-1)?.url).toBe("/v1/warnings");
  await desk.act("warning", { id: "wrn_1", command: "hold-line", input: { desk: "org_1" }, version: 7 });
  expect(asked.at(-1)).toMatchObject({ method: "POST", url: "/v1/warnings/wrn_1/hold-line", body: '{"input":{"desk":"org_1"},"version":7}' });
  await desk.act("warning", { id: "wrn_1", command: "sign" });
  expect(asked.at(-1)?.body).toBe('{"input":{}}');
  expect(await desk.openPersonal("wrn_1", "warn-and-dissuade", ["t"])).toEqual([]);
  expect(asked.at(-1)).toMatchObject({ url: "/v1/personal/open", body: '{"matter":"wrn_1","purpose":"warn-and-dissuade","tokens":["t"]}' });
});

test("every kind of matter has its description", async () => {
  for (const kind of Object.keys(KINDS) as MatterKind[]) {
    const { name, states, commands } = await loadKind(kind);
    expect(name).toBe(kind);
    expect(Object.values(states).some((state) => state.end)).toBe(true);
    expect(Object.values(commands).some((command) => command.who.length > 0)).toBe(true);
  }
});
