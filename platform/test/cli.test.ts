/** The command from outside: what each verb writes where, how it ends, and that no failure shows a stack trace. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PROBLEMS } from "../src/base/problem.ts";
import { EVENT_LINE_BYTES_MAX } from "../src/domain/event-fields.ts";
import type { Verdict } from "../src/domain/verdict.ts";
import { loadReference } from "../src/sim/reference.ts";
import { TownStream } from "../src/sim/stream.ts";
import { startServer, temporaryFolder } from "./running-server.ts";

const COMMAND = fileURLToPath(new URL("../bin/duanliu.cjs", import.meta.url));
const RULEPACKS = fileURLToPath(new URL("../../rulepacks", import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = path.join(folder.path, "data");
});
afterAll(() => folder.remove());

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in the test's folder, in English unless said otherwise. */
function duanliu(args: readonly string[], more: { readonly input?: string | Uint8Array; readonly env?: Record<string, string> } = {}): Ended {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("DUANLIU_") || key === "DUANLIU_MODELS"));
  const small = { DUANLIU_NUMBERS: "4096", DUANLIU_ACCOUNTS: "4096", DUANLIU_DEVICES: "1024", DUANLIU_HOSTS: "1024", DUANLIU_PERSONS: "4096", DUANLIU_SCRIPTS: "1024" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder.path,
    encoding: "utf8",
    input: more.input ?? "",
    maxBuffer: 1 << 28,
    env: { ...env, ...small, DUANLIU_DATA: data, LC_ALL: "C", ...more.env },
  });
  expect(stderr).not.toMatch(/\n\s+at /);
  return { status, stdout, stderr };
}

function file(name: string, lines: readonly unknown[]): string {
  const full = path.join(folder.path, name);
  writeFileSync(full, `${lines.map((l) => (typeof l === "string" ? l : JSON.stringify(l))).join("\n")}\n`);
  return full;
}

const ndjson = <T>(text: string): readonly T[] =>
  text
    .split("\n")
    .filter((l) => l !== "")
    .map((l) => JSON.parse(l) as T);
const call = (id: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id,
  kind: "call",
  occurredAt: "2026-11-01T08:00:00Z",
  from: "+8613900000001",
  to: "+8613800000002",
  ...more,
});

describe("screen", () => {
  test("writes a verdict a line, in order, sums up on stderr, and ends with 0", () => {
    const events = [
      call("c1", { answered: true, durationMs: 61_000 }),
      { id: "m1", kind: "message", occurredAt: "2026-11-01T08:00:01Z", from: "+8613900000001", to: "+8613800000002", text: "您好，您的快递已放在门口" },
      { id: "v1", kind: "visit", occurredAt: "2026-11-01T08:00:02Z", subject: "+8613800000002", url: "https://example.com/a?b=c" },
      {
        id: "t1",
        kind: "transfer",
        occurredAt: "2026-11-01T08:00:03Z",
        from: { institution: "ICBC", account: "6222000000000001" },
        to: { institution: "CCB", account: "6217000000000002" },
        amountMinor: "5000000",
        currency: "CNY",
      },
    ];
    const input = file("good.ndjson", events);
    const toFile = duanliu(["screen", input, "--out", "verdicts.ndjson"]);
    expect([toFile.status, toFile.stdout]).toEqual([0, ""]);
    expect(toFile.stderr).toMatch(/^4 events judged .*allow \d+ · flag \d+ · warn \d+ · hold \d+ · block \d+.*; 0 lines refused\n$/);
    const written = readFileSync(path.join(folder.path, "verdicts.ndjson"), "utf8");
    expect(ndjson<Verdict>(written).map((v) => v.eventId)).toEqual(["c1", "m1", "v1", "t1"]);
    expect(existsSync(path.join(folder.path, "verdicts.ndjson.rejects.ndjson"))).toBe(false);
    const fromPipe = duanliu(["screen", "-"], { input: readFileSync(input) });
    expect([fromPipe.status, fromPipe.stdout]).toEqual([0, written]);
    // Nothing of a person is left behind.
    expect(existsSync(data)).toBe(false);
  });

  test("with refused lines ends with 2, judges the rest, and says which and why on stderr and in the rejects", () => {
    const input = file("mixed.ndjson", [call("a"), '{"id":', { id: "x", kind: "nope" }, "", call("b", { from: "abc" }), call("c", { unknown1: 1, unknown2: 2 })]);
    const { status, stderr, stdout } = duanliu(["screen", input, "--rejects", "no.ndjson"]);
    expect(status).toBe(2);
    expect(ndjson<Verdict>(stdout).map((v) => v.eventId)).toEqual(["a", "c"]);
    expect(stderr).toMatch(/line 2: .*one JSON object a line/);
    expect(stderr).toMatch(/line 3, field kind: "nope"; expected one of call/);
    expect(stderr).toMatch(/3 lines refused, see no\.ndjson/);
    expect(stderr).toMatch(/unknown1 ×1, unknown2 ×1/);
    expect(ndjson(readFileSync(path.join(folder.path, "no.ndjson"), "utf8"))).toEqual([
      { line: 2, field: "", value: '{"id":', expected: "one JSON object a line" },
      { line: 3, field: "kind", value: "nope", expected: expect.stringContaining("call") },
      { line: 5, field: "from", value: "abc", expected: expect.stringContaining("telephone number") },
    ]);
  });

  test("shows the first refusals and not all of many; the file has all", () => {
    const { status, stderr } = duanliu([
      "screen",
      file(
        "bad.ndjson",
        Array.from({ length: 300 }, () => "bad"),
      ),
    ]);
    expect(status).toBe(2);
    expect(stderr.split("\n").filter((l) => /^line \d+/.test(l))).toHaveLength(20);
    expect(ndjson(readFileSync(path.join(folder.path, "bad.ndjson.rejects.ndjson"), "utf8"))).toHaveLength(300);
  });

  test("says the same of a large file, which threads decode, as of a pipe, which one reads", () => {
    const stream = new TownStream({ seed: 5, startMs: Date.UTC(2026, 10, 2, 1), perSecond: 10 }, loadReference());
    const lines: string[] = [];
    for (let n = 0; n < 24_000; n++) {
      const { line } = stream.next();
      // Escapes, other forms and what is no event, here and there.
      if (n % 97 === 0) lines.push(n % 2 === 0 ? "" : "{no");
      if (n === 5_000) lines.push(`{"id":"${"x".repeat(EVENT_LINE_BYTES_MAX)}"}`, " ".repeat(EVENT_LINE_BYTES_MAX + 5), `${"y".repeat(400_000)}`);
      if (n === 9_000)
        for (let k = 0; k < 60; k++)
          lines.push(JSON.stringify({ id: `esc-${k}`, kind: "message", occurredAt: "2026-11-02T09:00:00Z", from: "ICBC", to: "13800000002", text: `\\${"中".repeat(2_600)}` }));
      lines.push(n % 50 === 0 ? line.replace("{", '{ "zz":1 , ').replace(/:"\+86/, ':"86') : n % 31 === 0 ? `${line}  \r` : line);
    }
    const input = file("large.ndjson", [`\ufeff${lines[0]}`, ...lines.slice(1)]);
    const bytes = readFileSync(input);
    expect(bytes.length).toBeGreaterThan(5 << 20);
    const threaded = duanliu(["screen", input, "--rejects", "threads.ndjson"]);
    const piped = duanliu(["screen", "-", "--rejects", "pipe.ndjson"], { input: bytes });
    expect([threaded.status, piped.status]).toEqual([2, 2]);
    expect(threaded.stdout === piped.stdout).toBe(true);
    const rejects = (name: string): string => readFileSync(path.join(folder.path, name), "utf8");
    expect(rejects("threads.ndjson")).toBe(rejects("pipe.ndjson"));
    expect(ndjson(threaded.stdout)).toHaveLength(24_060);
    const counts = (text: string): string => text.replace(/\(.*? a second\)/, "").replace(/see \S+/, "");
    expect(counts(threaded.stderr)).toBe(counts(piped.stderr));
  });

  test.each([
    [["screen", "no-such-file"], "input-missing"],
    [["screen", "."], "input-missing"],
    [["screen", "good.ndjson", "--out", "no-such-folder/out"], "input-missing"],
    [["screen"], "bad-arguments"],
    [["screen", "a", "b"], "bad-arguments"],
    [["screen", "good.ndjson", "--nope"], "bad-arguments"],
    [["nope"], "bad-arguments"],
    [["score", "text", "no-such-file"], "input-missing"],
    [["lists", "import", "a", "no-such-file", "--source", "x"], "input-missing"],
    [["lists", "import", "a", "good.ndjson"], "bad-arguments"],
    [["lists", "import", "a", "good.ndjson", "--source", "x", "--confidence", "2000"], "bad-arguments"],
    [["lists", "import", "a", "good.ndjson", "--source", "x", "--format", "xml"], "bad-arguments"],
    [["lists", "export", "no-such-list"], "not-found"],
    [["lists", "show", "not a thing"], "bad-arguments"],
    [["replay", "--rulepacks", "no-such-folder"], "input-missing"],
  ] as const)("%j ends with the code of %s and one sentence", (args, code) => {
    const { status, stdout, stderr } = duanliu(args);
    expect([args, status, stdout]).toEqual([args, PROBLEMS[code].exit, ""]);
    expect(stderr.length).toBeGreaterThan(10);
    expect(stderr).not.toMatch(/a bug/);
  });

  test("a wrong setting, a broken rulepack and a broken model are said, each with its place", () => {
    expect(duanliu(["screen", "-"], { env: { DUANLIU_PROT: "1" } })).toMatchObject({ status: PROBLEMS["config-invalid"].exit, stderr: expect.stringContaining("DUANLIU_PROT") });
    const packs = path.join(folder.path, "packs", "broken");
    mkdirSync(packs, { recursive: true });
    writeFileSync(path.join(packs, "pack.json"), readFileSync(path.join(RULEPACKS, "calls", "pack.json"), "utf8").replace(/"if": "/, '"if": "nonsense.name > 3 && '));
    expect(duanliu(["screen", "-"], { env: { DUANLIU_RULEPACKS: path.dirname(packs) } })).toMatchObject({
      status: PROBLEMS["rulepack-invalid"].exit,
      stderr: expect.stringMatching(/broken\/pack\.json:\d+.*nonsense\.name/s),
    });
    const models = path.join(folder.path, "models");
    mkdirSync(models);
    for (const name of ["text-zh.bin", "text-en.bin", "host.bin"]) writeFileSync(path.join(models, name), "not a model");
    expect(duanliu(["screen", "-"], { env: { DUANLIU_MODELS: models } })).toMatchObject({ status: PROBLEMS["model-invalid"].exit, stderr: expect.stringContaining("text-zh.bin") });
    expect(duanliu(["screen", "-"], { env: { DUANLIU_MODELS: path.join(folder.path, "none") } })).toMatchObject({ status: PROBLEMS["input-missing"].exit });
  });

  test("speaks the language of the terminal", () => {
    expect(duanliu(["screen", "no-such-file"], { env: { LC_ALL: "zh_CN.UTF-8" } }).stderr).toContain(PROBLEMS["input-missing"].title.zh);
    expect(duanliu(["screen", "-"], { env: { LC_ALL: "zh_CN.UTF-8" } }).stderr).toContain("已判定 0 个事件");
    expect(duanliu(["--help"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/serve.*screen.*score.*lists.*replay/s) });
    expect(duanliu(["--version"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test("a file that may not be read is said, not taken for a bug", () => {
    const secret = file("secret.ndjson", [call("s")]);
    chmodSync(secret, 0);
    const { status, stderr } = duanliu(["screen", secret]);
    // Root may read everything.
    if (process.getuid?.() !== 0) expect(status).toBe(PROBLEMS["input-missing"].exit);
    expect(stderr).not.toMatch(/a bug/);
  });
});

describe("lists", () => {
  test("are imported with a report, summed up, looked up, exported and read back; a screening knows them", () => {
    const plain = file("numbers.txt", ["+8613900000001", "13900000002", "nonsense", "110", "+8613900000001"]);
    const imported = duanliu(["lists", "import", "caught", plain, "--type", "number", "--kind", "block", "--evidence", "case-confirmed", "--source", "unit test"]);
    expect(imported.status).toBe(2);
    expect(JSON.parse(imported.stdout)).toMatchObject({ list: "caught", applied: true, taken: 2, lines: 5 });
    expect(imported.stderr).toContain("nonsense");
    const shown = duanliu(["lists", "show"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ version: expect.stringMatching(/^intel-/), lists: [expect.objectContaining({ name: "caught" })] });
    const found = duanliu(["lists", "show", "139 0000 0001"]);
    expect(found).toMatchObject({ status: 0, stdout: expect.stringContaining("block") });
    expect(found.stdout).toContain("unit test");
    expect(duanliu(["lists", "show", "+8613900000009"])).toMatchObject({ status: 0, stdout: "" });
    const exported = duanliu(["lists", "export", "caught"]);
    expect(exported.status).toBe(0);
    expect(ndjson(exported.stdout)).toHaveLength(2);
    writeFileSync(path.join(folder.path, "again.ndjson"), exported.stdout);
    expect(JSON.parse(duanliu(["lists", "import", "copy", "again.ndjson", "--source", "x"]).stdout)).toMatchObject({ taken: 2, refusedTotal: 0 });
    // An entry holds from when it was taken: what happened before is not judged by it.
    const occurredAt = new Date(Date.now() + 60_000).toISOString();
    const calls = [call("blocked", { occurredAt }), call("free", { occurredAt, from: "+8613900000003" }), call("earlier")];
    const { stdout } = duanliu(["screen", "-"], { input: calls.map((c) => JSON.stringify(c)).join("\n") });
    expect(ndjson<Verdict>(stdout).map((v) => [v.eventId, v.action])).toEqual([
      ["blocked", "block"],
      ["free", "allow"],
      ["earlier", "allow"],
    ]);
  });

  test("a damaged list file refuses to start and is named", () => {
    const stored = path.join(data, "lists", "caught.list");
    const good = readFileSync(stored);
    writeFileSync(stored, good.subarray(0, good.length - 5));
    expect(duanliu(["screen", "-"])).toMatchObject({ status: PROBLEMS["malformed-input"].exit, stderr: expect.stringContaining("caught.list") });
    writeFileSync(stored, good);
  });
});

describe("lists under a running server", () => {
  test("what is imported counts from the next event on, without a restart; taken back it no longer does; its own list takes no import", async () => {
    const own = path.join(folder.path, "running");
    const env = { DUANLIU_DATA: own };
    const server = await startServer(own);
    const occurredAt = new Date(Date.now() + 60_000).toISOString();
    let count = 0;
    const action = async (): Promise<string> => {
      const body = JSON.stringify(call(`live-${++count}`, { occurredAt, from: "+8613900000007" }));
      const answer = await fetch(`${server.url}/v1/events`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body });
      return ndjson<Verdict>(await answer.text())[0].action;
    };
    expect(await action()).toBe("allow");
    const terms = ["--type", "number", "--kind", "block", "--evidence", "case-confirmed", "--source", "unit test"];
    expect(duanliu(["lists", "import", "feed", file("feed.txt", ["+8613900000007"]), ...terms], { env }).status).toBe(0);
    await vi.waitFor(async () => expect(await action()).toBe("block"), { timeout: 30_000, interval: 100 });
    expect(duanliu(["lists", "import", "feed", file("feed.txt", ["+8613900000008"]), "--replace", ...terms], { env }).status).toBe(0);
    await vi.waitFor(async () => expect(await action()).toBe("allow"), { timeout: 30_000, interval: 100 });
    const refused = duanliu(["lists", "import", "casework", file("feed.txt", ["+8613900000007"]), ...terms], { env });
    expect(refused).toMatchObject({ status: PROBLEMS["bad-arguments"].exit, stderr: expect.stringContaining("takes no import") });
    await server.stop();
  });
});

describe("replay", () => {
  interface Report {
    readonly events: number;
    readonly identical: number;
    readonly actionChanged: number;
    readonly table: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly rules: Readonly<Record<string, { readonly before: number; readonly now: number }>>;
    readonly textGone: number;
    readonly textGoneIds: readonly string[];
  }

  beforeAll(async () => {
    const server = await startServer(data);
    const stream = new TownStream({ seed: 5, startMs: Date.UTC(2026, 10, 2, 1), perSecond: 10 }, loadReference());
    const lines = Array.from({ length: 5_000 }, () => stream.next().line);
    const answer = await fetch(`${server.url}/v1/events`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: lines.join("\n") });
    expect(ndjson(await answer.text())).toHaveLength(lines.length);
    const busy = duanliu(["replay"]);
    expect(busy).toMatchObject({ status: PROBLEMS["log-busy"].exit });
    await server.stop();
  });

  test("under the same rules changes nothing, though lists are other ones by now", () => {
    duanliu([
      "lists",
      "import",
      "caught",
      file("none.txt", ["+8613900000077"]),
      "--type",
      "number",
      "--kind",
      "block",
      "--evidence",
      "case-confirmed",
      "--source",
      "unit test",
      "--replace",
    ]);
    const { status, stdout } = duanliu(["replay", "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ events: 5_000, identical: 5_000, actionChanged: 0 });
    const report = JSON.parse(stdout) as Report;
    for (const { before, now } of Object.values(report.rules)) expect(now).toBe(before);
  });

  test("under other thresholds shows which answers change", () => {
    const packs = path.join(folder.path, "strict");
    for (const name of ["accounts", "calls", "messages", "openings-and-lines", "payments", "web-and-apps"]) {
      mkdirSync(path.join(packs, name), { recursive: true });
      // Everything that hits at all is now worth telling.
      writeFileSync(path.join(packs, name, "pack.json"), readFileSync(path.join(RULEPACKS, name, "pack.json"), "utf8").replace(/"tellPermille": \d+/g, '"tellPermille": 1'));
    }
    const { status, stdout } = duanliu(["replay", "--json", "--rulepacks", packs]);
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(report.events).toBe(5_000);
    expect(report.actionChanged).toBeGreaterThan(0);
    let off = 0;
    for (const [before, row] of Object.entries(report.table)) for (const [now, count] of Object.entries(row)) if (before !== now) off += count;
    expect(off).toBe(report.actionChanged);
    expect(report.table["allow"]["flag"] + report.table["allow"]["warn"]).toBeGreaterThan(0);
    // Rules hit as before: only what follows from a hit has changed.
    for (const { before, now } of Object.values(report.rules)) expect(now).toBe(before);
    const shown = duanliu(["replay", "--rulepacks", packs]);
    expect(shown.stderr).toMatch(/5000 events replayed under rules-[0-9a-f]+: \d+ identical, \d+ with another action/);
    expect(shown.stdout).toMatch(/logged ↓ now → +allow +flag +warn +hold +block/);
  });

  test("with models says how many messages they cannot judge because their text was not kept", () => {
    const models = process.env["DUANLIU_MODELS"] ?? fileURLToPath(new URL("../models", import.meta.url));
    const report = JSON.parse(duanliu(["replay", "--json", "--models", models]).stdout) as Report;
    expect(report.events).toBe(5_000);
    expect(report.textGone).toBeGreaterThan(50);
    expect(new Set(report.textGoneIds).size).toBe(Math.min(report.textGone, 1_000));
    // The same models and lists say the same again: nothing of what they said before may linger in the rows.
    expect(report.identical).toBe(5_000);
  });
});
