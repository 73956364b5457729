/** Whatever is sent, the server answers with verdicts, refusals or a problem, never with a bug, and goes on. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyEvent } from "../src/domain/event.conformance.ts";
import { startServer, temporaryFolder, type RunningServer } from "./running-server.ts";

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

const event = anyEvent.map((e) => JSON.stringify(e));
const body = fc.oneof(
  fc.uint8Array({ maxLength: 500 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  event.map((text) => new TextEncoder().encode(text)),
  fc.array(fc.oneof(event, fc.json(), fc.string({ unit: "binary", maxLength: 30 })), { maxLength: 8 }).map((lines) => new TextEncoder().encode(lines.join("\n"))),
  fc.array(event, { maxLength: 8 }).map((events) => new TextEncoder().encode(`[${events.join(",")}]`)),
);

test("bodies of any kind", async () => {
  let verdicts = 0;
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom("application/json", "application/x-ndjson"), async (bytes, type) => {
      const answer = await fetch(`${server.url}/v1/events`, { method: "POST", headers: { "content-type": type }, body: bytes.slice().buffer });
      const text = await answer.text();
      expect(answer.status).toBeLessThan(500);
      if (answer.status === 200) {
        verdicts += text.split('"eventId"').length - 1;
        if (type === "application/json") JSON.parse(text);
        else for (const line of text.split("\n")) if (line !== "") JSON.parse(line);
        if (type === "application/x-ndjson") expect(text).not.toContain('"problem"');
      } else expect(answer.headers.get("content-type")).toMatch(/problem\+json/);
    }),
    { seed: 42, numRuns: 400 },
  );
  expect(verdicts).toBeGreaterThan(200);
  expect(server.bugs).toEqual([]);
});

test("ids and addresses of any kind", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: "binary", maxLength: 40 }).map(encodeURIComponent), fc.stringMatching(/^[A-Za-z0-9%._~/?#&=-]{1,60}$/)),
      fc.constantFrom("/v1/events/", "/v1/", "/"),
      async (name, prefix) => {
        // A live stream never ends: that one is asked for elsewhere.
        fc.pre(!`${prefix}${name}`.startsWith("/v1/live"));
        const answer = await fetch(`${server.url}${prefix}${name}`);
        await answer.arrayBuffer();
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { seed: 42, numRuns: 300 },
  );
  expect(server.bugs).toEqual([]);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});
