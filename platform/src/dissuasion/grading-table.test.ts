/** The grading table: exactly one row for every combination, and what it must never do. */
import { expect, test } from "vitest";
import { hit, longCall, oneCall, openedLink, paying } from "../../test/warning-room.ts";
import { START } from "../../test/case-room.ts";
import { everyGrading, GRADING_ROWS, gradingFacts, gradingRow, gradingRowApplies } from "./grading-table.ts";

const combinations = [...everyGrading()];

test("exactly one row applies to every combination of facts, and every row to some", () => {
  expect(combinations).toHaveLength(5 * 3 * 2 * 2 * 10 * 2 * 2);
  const used = new Set<string>();
  for (const facts of combinations) {
    const rows = GRADING_ROWS.filter((row) => gradingRowApplies(row, facts));
    expect(
      rows.map((row) => row.label),
      JSON.stringify(facts),
    ).toHaveLength(1);
    used.add(rows[0]!.label);
  }
  expect([...used].sort()).toEqual(GRADING_ROWS.map((row) => row.label).sort());
});

test("what people reported alone warns nobody, however much of it there is", () => {
  for (const facts of combinations) if (facts.grounds === "none") expect(gradingRow(facts).level).toBeNull();
  const mass = oneCall("e1", {
    action: "block",
    scorePermille: 1000,
    urgent: true,
    families: true,
    stage: "S7",
    hits: Array.from({ length: 50 }, (_, i) => hit(`C${20 + i}`, "report")),
  });
  expect(gradingFacts(mass, 0).grounds).toBe("none");
  expect(gradingRow(gradingFacts(mass, 0)).level).toBeNull();
});

test("urgent needs two families, or somebody who leads the person while money moves", () => {
  for (const facts of combinations) {
    if (gradingRow(facts).level === "urgent") expect(facts.grounds === "several" || (facts.urgent && facts.money), JSON.stringify(facts)).toBe(true);
  }
});

test("money that moves never lowers a level, nor does a second family, an urgent sign or a later action", () => {
  const order = [null, "low", "medium", "high", "urgent"];
  const rank = (facts: Parameters<typeof gradingRow>[0]): number => order.indexOf(gradingRow(facts).level);
  for (const facts of combinations) {
    if (!facts.money) expect(rank({ ...facts, money: true }), JSON.stringify(facts)).toBeGreaterThanOrEqual(rank(facts));
    if (!facts.urgent) expect(rank({ ...facts, urgent: true }), JSON.stringify(facts)).toBeGreaterThanOrEqual(rank(facts));
    if (facts.grounds === "one") expect(rank({ ...facts, grounds: "several" }), JSON.stringify(facts)).toBeGreaterThanOrEqual(rank(facts));
    if (facts.action === "flag") expect(rank({ ...facts, action: "warn" }), JSON.stringify(facts)).toBeGreaterThanOrEqual(rank(facts));
    if (!facts.fresh) expect(rank({ ...facts, fresh: true, action: facts.action === "block" ? "hold" : facts.action }), JSON.stringify(facts)).toBeGreaterThanOrEqual(0);
  }
});

test("what was let through or blocked before it arrived troubles nobody", () => {
  for (const facts of combinations) {
    if (facts.action === "allow") expect(gradingRow(facts).level).toBeNull();
    if (facts.action === "block" && facts.fresh && !facts.money && !facts.urgent && ["unknown", "S0", "S1"].includes(facts.stage)) expect(gradingRow(facts).level).toBeNull();
  }
});

test("the typical grounds of the field get their levels", () => {
  const level = (signal: Parameters<typeof gradingFacts>[0]): string | null => gradingRow(gradingFacts(signal, 0)).level;
  expect(level(paying("e"))).toBe("urgent");
  expect(level(paying("e", { families: false, hits: [hit("C11", "call")] }))).toBe("urgent");
  expect(level(paying("e", { families: false, urgent: false, hits: [hit("T01", "payment")] }))).toBe("high");
  expect(level(longCall("e"))).toBe("high");
  expect(level(longCall("e", { stage: "S3", hits: [hit("A04", "app")] }))).toBe("high");
  expect(level(openedLink("e"))).toBe("medium");
  expect(level(oneCall("e"))).toBe("low");
  expect(level(oneCall("e", { stage: "S8" }))).toBe("medium");
  expect(level(oneCall("e", { action: "block" }))).toBeNull();
  // Of last week, read only now: nobody is called within minutes for it.
  expect(gradingRow(gradingFacts(paying("e"), START)).level).toBe("medium");
});

test("two families count only where the verdict counts them, and reports are none of them", () => {
  expect(gradingFacts(longCall("e", { families: false, hits: [hit("C09", "call"), hit("M10", "message")] }), 0).grounds).toBe("one");
  expect(gradingFacts(longCall("e", { families: true, hits: [hit("C09", "call"), hit("C20", "report")] }), 0).grounds).toBe("one");
  expect(gradingFacts(longCall("e", { families: true, hits: [hit("C09", "call"), hit("M10", "message")] }), 0).grounds).toBe("several");
});
