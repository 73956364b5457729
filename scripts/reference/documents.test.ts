/**
 * What the guides tell a person to type works as written: every shell block is read, requests are sent to a server that
 * was started the way the guide says, and commands run in a folder with the samples in it and end well.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandsOf, type DocCommand } from "./shell-blocks.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const DUANLIU = path.join(ROOT, "platform/bin/duanliu.cjs");
const folder = mkdtempSync(path.join(tmpdir(), "duanliu-documents-"));
/** Small tables, because every command sets its own up; the tunables as they are, because the launcher would start twice to set them. */
const small = Object.fromEntries(["NUMBERS", "ACCOUNTS", "DEVICES", "HOSTS", "PERSONS", "SCRIPTS"].map((name) => [`DUANLIU_${name}`, "1024"]));
const env = { GLIBC_TUNABLES: "", ...process.env, ...small, DUANLIU_DATA: path.join(folder, "data"), DUANLIU_PORT: "0", LC_ALL: "C" };

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly said: string;
}

function run(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [DUANLIU, ...args], {
    cwd: folder,
    env: { ...env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, out, said })));
}

let server: ChildProcess;
let address = "";
let ended: Promise<number | null>;
/** What `curl -c FILE` kept, by file. */
const jars = new Map<string, string>();

async function startServer(args: readonly string[]): Promise<void> {
  const started = spawn(process.execPath, [DUANLIU, "serve", ...args], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  server = started;
  ended = new Promise((resolve) => started.on("close", resolve));
  let said = "";
  address = await new Promise<string>((resolve, reject) => {
    started.stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    started.on("close", () => reject(new Error(`the server ended: ${said}`)));
  });
}

beforeAll(async () => {
  cpSync(path.join(ROOT, "samples"), path.join(folder, "samples"), { recursive: true });
  cpSync(path.join(ROOT, "rulepacks"), path.join(folder, "rulepacks"), { recursive: true });
  await startServer([]);
});

afterAll(async () => {
  server.kill("SIGKILL");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

/** A request as curl would send it, to the server at hand. Only the options that our documents use. */
async function curl(words: readonly string[]): Promise<Response> {
  let url = "";
  let body: string | undefined;
  let jar: string | undefined;
  const headers: Record<string, string> = {};
  const rest = words[Symbol.iterator]();
  for (const word of rest) {
    const value = (): string => String(rest.next().value);
    if (word === "-sS") continue;
    else if (word === "-H") {
      const [name = "", ...text] = value().split(":");
      headers[name] = text.join(":").trim();
    } else if (word === "-c") jar = value();
    else if (word === "-b") headers["cookie"] = jars.get(value()) ?? "";
    else if (word === "-d" || word === "--data-binary") {
      const given = value();
      body = given.startsWith("@") ? readFileSync(path.join(folder, given.slice(1)), "utf8") : given;
    } else if (word.startsWith("http://127.0.0.1:7070/")) url = word.replace("http://127.0.0.1:7070", address);
    else throw new Error(`curl ${word}: not an option that this test knows`);
  }
  const response = await fetch(url, { headers, ...(body === undefined ? {} : { method: "POST", body }) });
  const [cookie] = (response.headers.get("set-cookie") ?? "").split(";");
  if (jar !== undefined) jars.set(jar, cookie);
  return response;
}

async function follow(command: DocCommand): Promise<void> {
  const [program, ...args] = command.words;
  const where = `line ${command.line}: ${command.words.join(" ").slice(0, 120)}`;
  if (program === "curl") {
    const response = await curl(args);
    const text = await response.text();
    expect(response.status, `${where}\n${text}`).toBe(200);
    // A stream says in its lines what it refused.
    expect(text, where).not.toMatch(/"refused":|"problem":/);
  } else if (program === "cp") {
    const [from = "", to = ""] = args.slice(-2);
    cpSync(path.join(folder, from), path.join(folder, to), { recursive: true });
  } else if (program === "npx" && args[0] === "duanliu") {
    // A server would not end; this file has started one, the same way.
    if (args[1] === "serve") return;
    const { exitCode, said } = await run(args.slice(1), command.settings);
    expect(exitCode, `${where}\n${said}`).toBe(0);
  } else if (program !== "npm") {
    throw new Error(`${where}: not a command that this test knows`);
  }
}

// In this order: the guide to operating replays what was sent while the first guide was followed.
test("docs/start.md works as written", async () => {
  const commands = commandsOf(readFileSync(path.join(ROOT, "docs/start.md"), "utf8"));
  expect(commands.filter((c) => c.words[0] === "curl").length).toBe(3);
  for (const command of commands) await follow(command);
  const found = await (await fetch(`${address}/v1/events/my-first-event`)).json();
  expect(found).toMatchObject({ event: { from: "154****0002" }, verdict: { eventId: "my-first-event" } });
});

test("the server ends well when it is told to", async () => {
  server.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test.each(["docs/operating.md", "samples/README.md", "README.md", "CONTRIBUTING.md"])("%s works as written", async (file) => {
  for (const command of commandsOf(readFileSync(path.join(ROOT, file), "utf8"))) await follow(command);
});

test("docs/casework.md works as written, with the sample town", async () => {
  await startServer(["--sample"]);
  const commands = commandsOf(readFileSync(path.join(ROOT, "docs/casework.md"), "utf8"));
  for (const command of commands) await follow(command);
  expect(jars.get("jar")).toMatch(/^duanliu-session=/);
  server.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("replay finds what was sent, and the same verdicts", async () => {
  const { out, exitCode } = await run(["replay", "--json"]);
  expect(exitCode).toBe(0);
  const report = JSON.parse(out) as { readonly events: number; readonly identical: number };
  const stream = readFileSync(path.join(ROOT, "samples/scams/cs-refund.ndjson"), "utf8").trimEnd().split("\n").length;
  expect(report).toMatchObject({ events: stream + 1, identical: stream + 1 });
});

test("the exit code of a file with mistakes is 2, as the guide says", async () => {
  const { exitCode } = await run(["screen", "samples/with-mistakes.ndjson", "--out", "mistakes.ndjson"]);
  expect(exitCode).toBe(2);
  expect(readFileSync(path.join(folder, "mistakes.ndjson.rejects.ndjson"), "utf8").trimEnd().split("\n").length).toBe(4);
});

test("blocks are read as commands, and what is not understood is refused", () => {
  const text = '# T\n\n```sh\nA=1 npx duanliu x "a b"  # why\n# nothing\ncurl -d \'{\n "id": 1 }\' u#x\n```\n';
  expect(commandsOf(text)).toEqual([
    { line: 4, settings: { A: "1" }, words: ["npx", "duanliu", "x", "a b"] },
    { line: 6, settings: {}, words: ["curl", "-d", '{\n "id": 1 }', "u#x"] },
  ]);
  expect(() => commandsOf("```sh\ncat a | b\n```\n")).toThrow(/line 2: "\|"/);
});
