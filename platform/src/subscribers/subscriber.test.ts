import fc from "fast-check";
import { expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { ProblemError, type Problem } from "../base/problem.ts";
import { scoreBoostedTrees, trainBoostedTrees, type BoostSettings } from "../../../scripts/train/boost.ts";
import { SUBSCRIBER_FEATURES } from "./features.ts";
import { explainSubscriber, loadSubscriberModel, saveSubscriberModel, scoreSubscriber } from "./subscriber-model.ts";
import { SubscriberTableReader, type SubscriberRow } from "./table.ts";

const columns = SUBSCRIBER_FEATURES.map((f) => f.column);
const header = ["phone_no_m", ...columns, "label"].join(",");

/** Our own made subscribers: scam numbers call many parties once, from few places, with little data. */
function madeTable(count: number): string {
  const random = new Prng(3);
  const lines = [header];
  for (let i = 0; i < count; i++) {
    const scam = i % 3 === 0;
    const cells = columns.map((column) => {
      if (random.chance(0.03)) return "";
      if (column === "opposite_unique") return String(random.int(40) + (scam ? 120 : 5));
      if (column === "flow_sum") return (random.next() * 1_000 + (scam ? 0 : 800)).toFixed(2);
      return random.int(50).toString();
    });
    lines.push([`made-${i}`, ...cells, i % 10 === 9 ? "" : scam ? "1" : "0"].join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}

const readAll = (text: string): SubscriberRow[] => {
  const reader = new SubscriberTableReader();
  return [...reader.read(text), ...reader.end()];
};
const problemOf = (text: string): Problem => {
  try {
    readAll(text);
  } catch (e) {
    if (e instanceof ProblemError) return e.problem;
    throw e;
  }
  throw new Error("accepted");
};

const settings: BoostSettings = { trees: 30, depthMax: 3, rate: 0.2, shrink: 2, leafRowsMin: 5, rowShare: 0.8, featureShare: 0.6, cutsMax: 31, seed: 1 };
const rows = readAll(madeTable(300));
const labelled = rows.filter((row) => row.label !== null);
const table = {
  columns: columns.map((_, f) => Float64Array.from(labelled, (row) => row.values[f] ?? Number.NaN)),
  labels: Uint8Array.from(labelled, (row) => (row.label === true ? 1 : 0)),
};
const trained = trainBoostedTrees(table, Int32Array.from(labelled.keys()), settings);
const bytes = saveSubscriberModel({
  version: "test-1",
  columns,
  base: trained.base,
  trees: trained.trees.map((tree) => tree.map((n) => [n.feature, n.cut, n.missingLeft ? 1 : 0, n.left, n.right, n.value] as const)),
});
const model = loadSubscriberModel(bytes);

test("the table is read as it was written: ids, gaps, labels", () => {
  expect(rows).toHaveLength(300);
  expect(rows[0]).toMatchObject({ id: "made-0", label: true, line: 2 });
  expect(rows[9]?.label).toBeNull();
  expect(rows.some((row) => Number.isNaN(row.values[5]))).toBe(true);
});

test("quoted fields, other column orders, a byte-order mark and pieces of any size make no difference", () => {
  const text = madeTable(20);
  const lines = text
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  const turned = `\ufeff${lines.map(([id = "", ...cells]) => [`"${id}"`, ...cells.reverse()].join(",")).join("\n")}`;
  expect(readAll(turned).map((row) => [row.id, row.label, ...row.values])).toEqual(readAll(text).map((row) => [row.id, row.label, ...row.values]));
  const reader = new SubscriberTableReader();
  const pieces: SubscriberRow[] = [];
  for (let i = 0; i < text.length; i += 7) pieces.push(...reader.read(text.slice(i, i + 7)));
  expect([...pieces, ...reader.end()]).toEqual(readAll(text));
});

const line = (id: string, cell: string): string => [id, ...columns.map(() => cell), "0"].join(",");
test.each([
  ["a missing column", header.replace("opposite_count,", ""), /1 columns are missing: opposite_count/],
  ["an unknown column", `${header},shoe_size`, /shoe_size/],
  ["a column twice", `${header},imeis`, /each column once/],
  ["too few fields", `${header}\nx,1,2`, /Line 2.*3 fields/],
  ["a word for a number", `${header}\n${line("x", "many")}`, /Line 2, column opposite_count.*many/],
  ["an infinite number", `${header}\n${line("x", "1e999")}`, /1e999/],
  ["no id", `${header}\n${line("", "1")}`, /an id/],
  ["another label", `${header}\n${line("x", "1").replace(/0$/, "yes")}`, /column label.*yes/],
  ["nothing at all", "", /a header line/],
  ["an open quotation mark", `${header}\n"${"x".repeat(70_000)}`, /quotation mark/],
])("%s is a clear problem", (_, text, message) => {
  const problem = problemOf(text);
  expect(problem.code).toBe("malformed-input");
  expect(problem.detail).toMatch(message);
  expect(problem.detail.length).toBeLessThan(600);
});

test("the flattened scorer says what the trainer's trees say", () => {
  for (const row of rows) {
    const z = scoreBoostedTrees(trained, (f) => row.values[f] ?? Number.NaN);
    expect(scoreSubscriber(model, row.values)).toBeCloseTo(1 / (1 + Math.exp(-z)), 12);
  }
});

test("it has learnt: unlabelled rows fall on their side, and the figure that matters is named first", () => {
  const wrong = rows.filter((row, i) => row.label === null && scoreSubscriber(model, row.values) > 0.5 !== (i % 3 === 0));
  expect(wrong.length).toBeLessThanOrEqual(2);
  const scam = rows[0];
  expect(scam === undefined ? "" : explainSubscriber(model, scam.values, 2)[0]?.column).toBe("opposite_unique");
});

test("contributions with the rest sum to the score's log-odds", () => {
  for (const row of rows.slice(0, 30)) {
    const all = explainSubscriber(model, row.values, 1_000);
    const score = scoreSubscriber(model, row.values);
    const roots = trained.trees.reduce((sum, tree) => sum + (tree[0]?.value ?? 0), 0);
    expect(trained.base + roots + all.reduce((sum, r) => sum + r.contribution, 0)).toBeCloseTo(Math.log(score / (1 - score)), 6);
  }
});

test("more different parties called never lowers the score of made data that depends on it", () => {
  const at = columns.indexOf("opposite_unique");
  const base = Float64Array.from(columns, () => 25);
  base[columns.indexOf("flow_sum")] = 500;
  const low = base.slice();
  const high = base.slice();
  low[at] = 10;
  high[at] = 150;
  expect(scoreSubscriber(model, high)).toBeGreaterThan(scoreSubscriber(model, low) + 0.3);
});

test("training twice gives the same trees", () => {
  expect(trainBoostedTrees(table, Int32Array.from(labelled.keys()), settings)).toEqual(trained);
});

test("a row of nothing but gaps gets a score, and a row of the wrong length is a bug", () => {
  const score = scoreSubscriber(model, new Float64Array(columns.length).fill(Number.NaN));
  expect(score > 0 && score < 1).toBe(true);
  expect(() => scoreSubscriber(model, new Float64Array(3))).toThrow(/bug/);
});

test("a damaged model is refused", () => {
  const refused = (b: Uint8Array): boolean => {
    try {
      loadSubscriberModel(b);
      return false;
    } catch (e) {
      return e instanceof ProblemError && e.problem.code === "model-invalid";
    }
  };
  expect(refused(bytes)).toBe(false);
  for (const at of [0, 15, 16, 17, 200, bytes.length - 5]) {
    const bad = bytes.slice();
    bad[at] = (bad[at] ?? 0) ^ 1;
    expect([at, refused(bad)]).toEqual([at, true]);
  }
  for (const length of [0, 10, 17, bytes.length >> 1]) expect([length, refused(bytes.subarray(0, length))]).toEqual([length, true]);
  // A right checksum over nonsense is no better.
  expect(refused(saveSubscriberModel({ version: "x", columns: ["a"], base: 0, trees: [] }))).toBe(true);
  expect(refused(saveSubscriberModel({ version: "x", columns, base: 0, trees: [[[0, 1, 0, 0, 0, 1]]] }))).toBe(true);
});

test("arbitrary text is rows or a problem, never anything else", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 200 }),
        fc.string({ maxLength: 200 }).map((s) => `${header}\n${s}`),
      ),
      (text) => {
        try {
          readAll(text);
        } catch (e) {
          expect(e).toBeInstanceOf(ProblemError);
        }
      },
    ),
    { seed: 42, numRuns: 2_000 },
  );
});
