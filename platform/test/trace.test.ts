/** `duanliu trace` and `duanliu transfers import` from outside: what they print and write, how they end, what they say of bad input. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const COMMAND = fileURLToPath(new URL("../bin/duanliu.cjs", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "duanliu-trace-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function duanliu(args: readonly string[], more: { readonly input?: string; readonly language?: string } = {}): Ended {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("DUANLIU_")));
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    encoding: "utf8",
    input: more.input ?? "",
    maxBuffer: 1 << 28,
    env: { ...env, DUANLIU_DATA: path.join(folder, "data"), LC_ALL: more.language ?? "C" },
  });
  expect(stderr).not.toMatch(/\n\s+at /);
  return { status, stdout, stderr };
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
const ndjson = (rows: readonly unknown[]): string => `${rows.map((r) => (typeof r === "string" ? r : JSON.stringify(r))).join("\n")}\n`;
const t = (id: string, second: number, from: string, to: string, amountMinor: string, institution = "B"): Record<string, unknown> => ({
  id,
  kind: "transfer",
  occurredAt: new Date(Date.UTC(2026, 10, 1, 8, 0, second)).toISOString(),
  from: { institution: "B", account: from },
  to: { institution, account: to },
  amountMinor,
  currency: "CNY",
});

interface Found {
  readonly stolenMinor: string;
  readonly hops: readonly { readonly transfer: string; readonly tier: number; readonly taintedMinor: string; readonly line: number }[];
  readonly held: readonly { readonly account: string; readonly institution: string; readonly taintedMinor: string }[];
}
const found = (ended: Ended): Found => JSON.parse(ended.stdout) as Found;

const TOWN = [t("t0", 0, "clean", "m1", "10000"), t("t1", 1, "victim", "m1", "30000"), t("t2", 2, "m1", "m2", "20000"), t("t3", 3, "m2", "m3", "20000")];

describe("trace", () => {
  test("prints the hops with their tier and stolen part and where the money is; shuffled lines give the same", () => {
    const ended = duanliu(["trace", file("town.ndjson", ndjson(TOWN)), "--from", "t1", "--method", "pro-rata", "--hops", "8", "--json"]);
    expect(ended.status, ended.stderr).toBe(0);
    expect(found(ended).hops.map((h) => [h.transfer, h.tier, h.taintedMinor, h.line])).toEqual([
      ["t1", 1, "30000", 2],
      ["t2", 2, "15000", 3],
      ["t3", 3, "15000", 4],
    ]);
    expect(found(ended).held.map((h) => [h.institution, h.account, h.taintedMinor])).toEqual([
      ["B", "m1", "15000"],
      ["B", "m3", "15000"],
    ]);
    const shuffled = duanliu(["trace", "-", "--from", "B:victim", "--json"], { input: ndjson([TOWN[3], TOWN[1], TOWN[0], TOWN[2]]) });
    const withoutLines = (f: Found): unknown => ({ ...f, hops: f.hops.map((h) => ({ ...h, line: 0 })) });
    expect(withoutLines(found(shuffled))).toEqual(withoutLines(found(ended)));
  });

  test("refused lines are named by line, kept for their owner, and the rest is traced: exit 2", () => {
    const name = file(
      "bad.ndjson",
      ndjson([
        TOWN[0],
        '{"id":',
        TOWN[1],
        { ...TOWN[1], amountMinor: "1" },
        { id: "c", kind: "call", occurredAt: "2026-11-01T08:00:00Z", from: "+8613900000001", to: "+8613800000002" },
      ]),
    );
    const ended = duanliu(["trace", name, "--from", "t1", "--json"]);
    expect(ended.status).toBe(2);
    expect(found(ended).stolenMinor).toBe("30000");
    expect(ended.stderr).toMatch(/line 2:/);
    expect(ended.stderr).toMatch(/line 4, field id/);
    expect(ended.stderr).toMatch(/1 other events left aside/);
    expect(read("bad.ndjson.rejects.ndjson").trim().split("\n")).toHaveLength(2);
  });

  test("an account of one name at two institutions, an unknown one, and wrong options are problems, each with its exit code", () => {
    file("two.ndjson", ndjson([...TOWN, t("t4", 4, "x", "victim", "5", "C"), { ...t("t5", 5, "victim", "x", "5"), from: { institution: "C", account: "victim" } }]));
    const several = duanliu(["trace", "two.ndjson", "--from", "victim"]);
    expect(several.status).toBe(64);
    expect(several.stderr).toMatch(/B, C; say INSTITUTION:ACCOUNT/);
    expect(duanliu(["trace", "two.ndjson", "--from", "nobody"]).status).toBe(66);
    expect(duanliu(["trace", "nothing.ndjson", "--from", "t1"]).status).toBe(66);
    for (const wrong of [
      ["--method", "newest"],
      ["--hops", "0"],
      ["--since", "yesterday"],
      ["--backward", "--csv", "x.csv"],
    ]) {
      expect(duanliu(["trace", "two.ndjson", "--from", "t1", ...wrong]).status, wrong.join(" ")).toBe(64);
    }
    expect(existsSync(path.join(folder, "two.ndjson.rejects.ndjson"))).toBe(false);
  });

  test("the table and the evidence sheet are in the person's language; the sheet names the file by its digest", () => {
    const name = file("sheet.ndjson", ndjson(TOWN));
    const ended = duanliu(["trace", name, "--from", "t1", "--evidence", "sheet.html", "--csv", "sheet.csv", "--graphml", "sheet.graphml"], { language: "zh_CN.UTF-8" });
    expect(ended.status).toBe(0);
    expect(ended.stdout).toMatch(/收款账户/);
    expect(read("sheet.html")).toContain(createHash("sha256").update(ndjson(TOWN)).digest("hex"));
    expect(read("sheet.html")).toMatch(/<html lang="zh-Hans">[^]*资金流向追踪清单/);
    expect(read("sheet.csv").split("\r\n")).toHaveLength(5);
    expect(read("sheet.graphml")).toMatch(/<edge /);
    expect(duanliu(["trace", name, "--from", "t1"]).stdout).toMatch(/Where the money was last seen/);
  });

  test("backward from an account to its sources", () => {
    const ended = duanliu(["trace", file("back.ndjson", ndjson(TOWN)), "--from", "m3", "--backward", "--json", "--method", "fifo"]);
    expect(ended.status, ended.stderr).toBe(0);
    const { sources } = JSON.parse(ended.stdout) as { sources: { transfer: string; reachedMinor: string }[] };
    expect(sources.map((s) => [s.transfer, s.reachedMinor])).toEqual([
      ["t0", "10000"],
      ["t1", "10000"],
    ]);
  });
});

describe("transfers import", () => {
  const STATEMENT = [
    "账号: 6222000011112222",
    "交易日期,交易时间,摘要,支出金额,收入金额,余额,对方账号,对方户名,对方开户行",
    "2026-11-01,08:00:00,转账,,300.00,300.00,6217000000000001,甲,建设银行",
    "2026-11-01,08:05:00,转账,200.00,,100.00,6217000000000002,乙,农业银行",
    "2026-11-01,08:06:00,转账,1.2万,,100.00,6217000000000002,乙,农业银行",
    "合计,,,200.00,300.00,,,,",
  ].join("\n");

  test("a statement becomes events that can be traced; refused rows are named and the exit code says so", () => {
    const ended = duanliu(["transfers", "import", file("s.csv", STATEMENT), "--out", "t.ndjson", "--institution", "ICBC", "--index", "i.ndjson"]);
    expect(ended.status, ended.stderr).toBe(2);
    expect(ended.stderr).toMatch(/line 5, field out: "1\.2万"; expected an amount in the main unit/);
    expect(ended.stderr).toMatch(/2 transfers; 1 lines left out \(totals 1\); 1 lines refused/);
    const index = read("i.ndjson")
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l) as { id: string; line: number });
    expect(index.map((i) => i.line)).toEqual([3, 4]);
    const traced = duanliu(["trace", "t.ndjson", "--from", "CCB:6217000000000001", "--json"]);
    expect(traced.status, traced.stderr).toBe(0);
    expect(found(traced).hops.map((h) => [h.transfer, h.tier, h.taintedMinor])).toEqual([
      [index[0].id, 1, "30000"],
      [index[1].id, 2, "20000"],
    ]);
  });

  test("what is not said is asked for, and wrong options are told apart from wrong files", () => {
    file("n.csv", "日期,金额,收支\n2026-11-01,1,支\n");
    expect(duanliu(["transfers", "import", "n.csv", "--account", "1"]).stderr).toMatch(/--institution/);
    expect(duanliu(["transfers", "import", "n.csv", "--map", "colour=1"]).status).toBe(64);
    expect(duanliu(["transfers", "import", file("x.csv", "a,b\n1,2\n")]).status).toBe(65);
    expect(duanliu(["transfers", "import", "missing.csv"]).status).toBe(66);
  });
});
