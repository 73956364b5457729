/** `duanliu brief`: what it prints in both languages, what it refuses, and that nobody is in it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { briefText, valueOf } from "../src/cli/brief.ts";
import { metricOf, type Counts, type Metric, type MetricWords } from "../src/briefing/metric.ts";
import type { Briefing } from "../src/briefing/briefing.ts";
import { town } from "./briefing-town.ts";
import { caseRoom, HOUR, type Room } from "./case-room.ts";
import { stopped } from "./order-desk.ts";
import { account } from "./report-desk.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(() => room.close());

const printed = (options: Parameters<typeof briefText>[1], language: "zh" | "en") =>
  briefText({ store: room.store, law: room.desk.parts.law, nowMs: room.world.nowMs() }, options, language);

test("a table in both languages: every figure with its count, rights beside success", async () => {
  await stopped(room, {}, "3120000");
  await room.pass(HOUR);
  const en = await printed({}, "en");
  expect(en).toContain("## Money");
  expect(en).toMatch(/Held +CNY 31,200\.00 \(n=1\)/);
  expect(en).toMatch(/Stops that held something +100\.0% \(1\/1; 20\.6%–100\.0%\)/);
  expect(en).toMatch(/Time to stop +0 s, p90 0 s \(n=1\)/);
  expect(en).toMatch(/Loss per case +mean CNY 50,000\.00, median CNY 50,000\.00 \(n=1\)/);
  expect(en.indexOf("## Rights")).toBeGreaterThan(en.indexOf("## Money"));
  expect(en).toMatch(/Wrongful restriction \(block\) +0\.0% \(0\/1; 0\.0%–79\.3%\)/);
  expect(en).toContain("No alarm.");
  expect(en).toContain("Not measured here: Grid replies");
  const zh = await printed({}, "zh");
  expect(zh).toContain("## 权利保障");
  expect(zh).toMatch(/实际止住金额 +CNY 31,200\.00 \(n=1\)/);
  expect(zh).toContain("统计截至");
});

test("days are days of the country's zone; what is no day, and a period that ends before it begins, is refused", async () => {
  const made = JSON.parse(await printed({ from: "2026-03-01", to: "2026-03-12T09:30:00+08:00", json: true }, "en")) as Briefing;
  expect(made.period).toEqual({ from: "2026-02-28T16:00:00.000Z", until: "2026-03-12T01:30:00.000Z" });
  await expect(printed({ from: "yesterday" }, "en")).rejects.toMatchObject({ problem: { code: "bad-arguments", at: { field: "from" } } });
  await expect(printed({ from: "2026-03-02", to: "2026-03-01" }, "en")).rejects.toMatchObject({ problem: { code: "bad-arguments" } });
});

test("an alarm is marked and named", async () => {
  const { stop } = await stopped(room);
  await room.desk.work(room.as("dutyLead"), (work) => work.actAny("stop-payment", [{ id: stop.id, command: "release", input: { reason: "mistaken-account", note: "x" } }]));
  const text = await printed({ to: "2026-03-13" }, "en");
  expect(text).toMatch(/^! Wrongful restriction \(block\) +100\.0% \(1\/1/m);
  expect(text).toMatch(/Alarms: .*Wrongful restriction \(block\)/);
});

test("nobody is in it: no token, no masked form, no id", async () => {
  await town(room, 5, 25);
  await stopped(room, { to: account(9) });
  const text = await printed({ json: true }, "en");
  const known = await room.store.snapshot((sql) => sql.query<{ readonly token: string; readonly masked: string }>("select token, masked from personal"));
  expect(known.length).toBeGreaterThan(10);
  for (const { token, masked } of known) {
    expect(text).not.toContain(token);
    // A narrative's masked form is its length.
    if (!/^\(\d+\)$/.test(masked)) expect(text).not.toContain(masked);
  }
  expect(text).not.toMatch(/"(wrn|rep|cas|stp|frz|led|cmg)_/);
});

test("values read as people read them", () => {
  const profile = room.desk.parts.law.current(room.world.nowMs());
  const words = (measure: MetricWords["measure"], key = "x.y"): MetricWords => ({
    key,
    section: "money",
    measure,
    title: { zh: "", en: "" },
    formula: { zh: "", en: "" },
    dedup: { zh: "", en: "" },
    lateChanges: false,
  });
  const counts = (more: Partial<Counts>): Counts => ({ currency: null, n: 0, hits: 0, sumMinor: null, baseMinor: null, mean: null, p50: null, p90: null, ...more });
  const read = (measure: MetricWords["measure"], ...rows: readonly Partial<Counts>[]): string =>
    valueOf(metricOf(words(measure), rows.map(counts), { fromMs: 0, untilMs: 1 }, 1, profile) satisfies Metric, "en");
  expect(read("share")).toBe("— (0/0)");
  expect(read("share", { n: 2_000, hits: 500 })).toBe("25.0% (500/2000)");
  expect(read("spread")).toBe("— (n=0)");
  expect(read("spread", { n: 3, p50: "5400000", p90: "259200000" })).toBe("90 min, p90 3.0 d (n=3)");
  expect(read("sum", { currency: "JPY", n: 1, sumMinor: "1234567" }, { currency: "CNY", n: 2, sumMinor: "5" })).toBe("JPY 1,234,567 (n=1); CNY 0.05 (n=2)");
  expect(read("ratio", { currency: "CNY", n: 1, sumMinor: "5", baseMinor: "0" })).toBe("— (CNY 0.05 / CNY 0.00, n=1)");
});
