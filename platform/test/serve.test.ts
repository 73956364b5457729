/** `duanliu serve` as a process: it says where it is, keeps what it answered over a stop, and ends cleanly when told to. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { PROBLEMS } from "../src/base/problem.ts";
import { temporaryFolder } from "./running-server.ts";

const COMMAND = fileURLToPath(new URL("../bin/duanliu.cjs", import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(() => folder.remove());

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  /** What stands on stderr so far. */
  said(): string;
  /** Ends it with a signal; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

async function serve(data: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Served> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("DUANLIU_") || key === "DUANLIU_MODELS"));
  const child = spawn(process.execPath, [COMMAND, "serve", ...args], {
    cwd: folder.path,
    env: { ...own, LC_ALL: "C", DUANLIU_DATA: data, DUANLIU_PORT: "0", DUANLIU_SAMPLE_PER_SECOND: "50", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let text = "";
  child.stderr.on("data", (chunk) => (text += String(chunk)));
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  const said = async (): Promise<void> => {
    await expect.poll(() => text, { timeout: 60_000, interval: 50 }).toMatch(/running at http:\S+ /);
  };
  await Promise.race([said(), ended]);
  return {
    child,
    url: /running at (http:\S+) /.exec(text)?.[1] ?? "",
    said: () => text,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

const call = (id: string): string => JSON.stringify({ id, kind: "call", occurredAt: "2026-11-01T08:00:00Z", from: "+8613900000001", to: "+8613800000002" });
const send = async (url: string, id: string): Promise<string> =>
  (await fetch(`${url}/v1/events`, { method: "POST", headers: { "content-type": "application/json" }, body: call(id) })).text();

test.each(["SIGTERM", "SIGINT"] as const)("stopped by %s it saves its state, ends with 0, and knows the event again after the next start", async (signal) => {
  const data = path.join(folder.path, signal);
  const first = await serve(data);
  const verdict = await send(first.url, "e1");
  expect(JSON.parse(verdict)).toMatchObject({ eventId: "e1" });
  expect(await first.stop(signal)).toBe(0);
  expect(first.said()).toMatch(/Stopped; the state is saved/);
  const second = await serve(data);
  expect(await send(second.url, "e1")).toBe(verdict);
  expect(await (await fetch(`${second.url}/v1/stats`)).json()).toMatchObject({ recovered: { fromSnapshot: true, eventsReplayed: 0, differed: 0 }, repeated: 1 });
  // A watcher is no reason to stay.
  const watching = await fetch(`${second.url}/v1/live`);
  expect(await second.stop(signal)).toBe(0);
  await watching.body?.cancel().catch(() => null);
});

test("with the sample it plays the town, says that it is one, and writes nothing of a person into its own log", async () => {
  const data = path.join(folder.path, "sample");
  // At its usual pace: two hours of a busier town take a while to judge.
  const server = await serve(data, ["--sample"], { DUANLIU_SAMPLE_PER_SECOND: "8" });
  interface Stats {
    readonly sample: { readonly running: boolean; readonly real: readonly { readonly count: number }[]; readonly simulated: readonly unknown[] };
    readonly totals: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly refused: number;
  }
  const stats = async (): Promise<Stats> => (await fetch(`${server.url}/v1/stats`)).json() as Promise<Stats>;
  await expect
    .poll(
      async () =>
        Object.values((await stats()).totals)
          .flatMap((a) => Object.values(a))
          .reduce((x, y) => x + y, 0),
      { timeout: 60_000 },
    )
    .toBeGreaterThan(3_000);
  const { sample, refused } = await stats();
  expect([sample.running, refused]).toEqual([true, 0]);
  expect(sample.real.every((r) => r.count > 0)).toBe(true);
  expect(sample.simulated.length).toBeGreaterThan(0);
  // Shown when they are durable, a little after they are counted.
  const recent = async (): Promise<readonly { readonly sample: boolean }[]> =>
    ((await (await fetch(`${server.url}/v1/recent`)).json()) as { items: readonly { readonly sample: boolean }[] }).items;
  await expect.poll(async () => (await recent()).length, { timeout: 60_000 }).toBeGreaterThan(10);
  expect((await recent()).every((i) => i.sample)).toBe(true);
  // Its people are at their desks: somebody signs for a warning, which the program itself never does for one that has to be acted on.
  const headers = { "content-type": "application/json" };
  const signedIn = await fetch(`${server.url}/v1/sign-in/sample`, { method: "POST", headers, body: JSON.stringify({ login: "ministry.dutylead.1" }) });
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(";")[0]);
  const taken = async (): Promise<readonly { readonly level: number }[]> =>
    (
      (await (await fetch(`${server.url}/v1/warnings?state=signed&order=due`, { headers: { cookie: cookie.join("; ") } })).json()) as {
        items: readonly { readonly level: number }[];
      }
    ).items.filter(({ level }) => level > 0);
  await expect.poll(async () => (await taken()).length, { timeout: 90_000, interval: 500 }).toBeGreaterThan(0);
  expect(await server.stop()).toBe(0);
  // Simulated events are kept apart from a real log.
  const where = /\(data in (.+), Ctrl-C/.exec(server.said())![1];
  expect(where).toBe(path.join(data, "sample"));
  expect(server.said()).not.toMatch(/\n\s+at /);
  expect(readFileSync(path.join(where, "duanliu.log"), "utf8")).not.toMatch(/86154\d{8}/);
});

test("a port or a data folder that another has ends with one sentence and its code", async () => {
  const data = path.join(folder.path, "shared");
  const first = await serve(data);
  const samePort = await serve(path.join(folder.path, "other"), [], { DUANLIU_PORT: new URL(first.url).port });
  expect(await samePort.stop()).toBe(PROBLEMS["port-in-use"].exit);
  expect(samePort.said()).toMatch(/is in use; set DUANLIU_PORT/);
  const sameData = await serve(data);
  expect(await sameData.stop()).toBe(PROBLEMS["log-busy"].exit);
  for (const other of [samePort, sameData]) expect(other.said()).not.toMatch(/\n\s+at /);
  expect(await send(first.url, "still")).toContain('"eventId":"still"');
  expect(await first.stop()).toBe(0);
});
