/** `duanliu rings` from outside: what it prints, what it accepts and refuses, and how it ends. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "./running-server.ts";

const COMMAND = fileURLToPath(new URL("../bin/duanliu.cjs", import.meta.url));
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

function rings(
  lines: readonly unknown[],
  args: readonly string[] = ["--json"],
  env: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const file = path.join(folder.path, "transfers.ndjson");
  writeFileSync(file, `${lines.map((l) => (typeof l === "string" ? l : JSON.stringify(l))).join("\n")}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "rings", file, ...args], {
    cwd: folder.path,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", ...env },
  });
  expect(stderr).not.toMatch(/\n\s+at /);
  return { status, stdout, stderr };
}

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const transfer = (from: string, to: string, n: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: `t${from}${to}${n}`,
  kind: "transfer",
  occurredAt: day(n),
  from: { institution: "B", account: from },
  to: { institution: "B", account: to },
  amountMinor: "10000",
  currency: "CNY",
  ...more,
});
/** Five who pay around twice, among forty who pay once here and there. */
const FILE = [
  ...[0, 1].flatMap((round) => [1, 2, 3, 4, 5].map((i) => transfer(`m${i}`, `m${(i % 5) + 1}`, round * 60 + i * 9))),
  ...Array.from({ length: 40 }, (_, i) => transfer(`p${i}`, `p${(i * 7 + 3) % 40}`, (i * 13) % 90)),
];

interface Answer {
  readonly accounts: readonly {
    readonly account: string;
    readonly institution: string;
    readonly score: number;
    readonly ring: string | null;
    readonly because?: readonly { readonly with: string; readonly weighed: readonly unknown[] }[];
  }[];
  readonly rings: readonly {
    readonly id: string;
    readonly accounts: readonly string[];
    readonly amountMinor: Readonly<Record<string, string>>;
    readonly motifs: readonly { readonly kind: string }[];
  }[];
}
const answer = (stdout: string): Answer => JSON.parse(stdout) as Answer;

test("every account has a score and a ring or none, and the ring names its accounts, sums and shapes", () => {
  const { status, stdout } = rings(FILE);
  expect(status).toBe(0);
  const { accounts, rings: found } = answer(stdout);
  expect(accounts).toHaveLength(45);
  for (const a of accounts) expect(a.score >= 0 && a.score <= 1 && (a.ring === null || found.some((r) => r.id === a.ring && r.accounts.includes(a.account)))).toBe(true);
  const ring = found.find((r) => r.accounts.includes("m1"));
  expect(ring?.accounts).toEqual(["m1", "m2", "m3", "m4", "m5"]);
  expect(ring?.amountMinor).toEqual({ CNY: "100000" });
  expect(ring?.motifs.some((m) => m.kind === "cycle")).toBe(true);
  const score = (name: string): number => accounts.find((a) => a.account === name)?.score ?? -1;
  expect(score("m1")).toBeGreaterThan(score("p1"));
});

test("scores are the same with amounts hidden, with days or steps for times, and with repeated rows", () => {
  const scores = (lines: readonly unknown[]): readonly (readonly [string, number, string | null])[] =>
    answer(rings(lines).stdout).accounts.map((a) => [a.account, a.score, a.ring]);
  const base = scores(FILE);
  expect(scores(FILE.map((t, i) => ({ ...t, amountMinor: String(i) })))).toEqual(base);
  expect(scores(FILE.map((t) => ({ ...t, amountMinor: undefined, currency: undefined })))).toEqual(base);
  expect(scores(FILE.map((t) => ({ ...t, occurredAt: String(t["occurredAt"]).slice(0, 10) })))).toEqual(base);
  expect(scores(FILE.map((t) => ({ ...t, occurredAt: (Date.parse(String(t["occurredAt"])) - Date.UTC(2026, 0, 1)) / 86_400_000 })))).toEqual(base);
  expect(scores([...FILE, ...FILE.slice(3, 9)])).toEqual(base);
});

test("refused lines are named and the rest is answered; other events are passed over", () => {
  const { status, stdout, stderr } = rings([
    ...FILE,
    "{",
    { kind: "call" },
    transfer("a", "b", 1, { occurredAt: "soon" }),
    transfer("a", "", 1),
    transfer("a", "b", 1, { amountMinor: 5 }),
  ]);
  expect(status).toBe(2);
  expect(answer(stdout).accounts).toHaveLength(45);
  for (const line of [51, 53, 54, 55]) expect(stderr).toContain(`line ${line}`);
  expect(stderr).toContain("4 lines refused");
  expect(stderr).toContain("1 events of other kinds");
});

test("with --explain each scored account says which links and figures weighed, in both languages", () => {
  const { accounts } = answer(rings(FILE, ["--json", "--explain"]).stdout);
  const [first] = accounts.find((a) => a.account === "m1")?.because ?? [];
  expect(["m2", "m5"]).toContain(first.with);
  expect(first.weighed[0]).toMatchObject({ zh: expect.any(String) as string, en: expect.any(String) as string, contribution: expect.any(Number) as number });
});

test("without --json a table for people, accounts masked, in the person's language", () => {
  const zh = rings(FILE, [], { LC_ALL: "zh_CN.UTF-8" });
  expect(zh.stdout).toMatch(/^团伙 +得分/);
  expect(zh.stdout).toContain("资金回流");
  const en = rings(
    FILE.map((t) => JSON.stringify(t).replaceAll('"m1"', '"6222000000000001"')),
    ["--explain"],
  );
  expect(en.stdout).toMatch(/^ring +score/);
  expect(en.stdout).toContain("6222 **** 0001");
  expect(en.stdout).not.toContain("6222000000000001");
});

test("an empty file has no accounts, and a missing one is said without a stack", () => {
  expect(answer(rings([]).stdout)).toMatchObject({ accounts: [], rings: [] });
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, "rings", "nowhere.ndjson"], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  expect([status, stderr.includes("nowhere.ndjson"), /\n\s+at /.test(stderr)]).toEqual([66, true, false]);
});
