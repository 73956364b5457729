import { describe, expect, test } from "vitest";
import { everyCombination, flattenResponses, HEALTHS, LEVELS, LISTED, RESPONSE_ROWS, responseIndex, rowApplies, STREAMS, type ResponseFacts } from "./response-table.ts";
import { ACTIONS } from "../domain/verdict.ts";

const all = [...everyCombination()];
const flat = flattenResponses();
const severity = (f: ResponseFacts): number =>
  ACTIONS.indexOf(flat[responseIndex(STREAMS.indexOf(f.stream), LISTED.indexOf(f.listed), LEVELS.indexOf(f.level), +f.families, +f.urgent, HEALTHS.indexOf(f.health))].action);

describe("the response table", () => {
  test("has exactly one row for every combination", () => {
    expect(all).toHaveLength(4 * 5 * 3 * 2 * 2 * 3);
    for (const facts of all) expect(RESPONSE_ROWS.filter((row) => rowApplies(row, facts)).map((r) => r.label)).toHaveLength(1);
  });

  test("has no row that never applies", () => {
    for (const row of RESPONSE_ROWS)
      expect(
        all.some((facts) => rowApplies(row, facts)),
        row.label,
      ).toBe(true);
  });

  test("its flat form is read by the same order", () => {
    all.forEach((facts, n) =>
      expect(flat[n].action).toBe(
        flat[responseIndex(STREAMS.indexOf(facts.stream), LISTED.indexOf(facts.listed), LEVELS.indexOf(facts.level), +facts.families, +facts.urgent, HEALTHS.indexOf(facts.health))]
          .action,
      ),
    );
  });

  test("blocks only on a reviewed block entry, never money, never an opening", () => {
    for (const f of all) if (ACTIONS[severity(f)] === "block") expect([f.listed, f.stream]).toEqual(["block", "contact"]);
  });

  test("never holds or blocks somebody protected or allowed", () => {
    for (const f of all) if (f.listed === "protected" || f.listed === "allow") expect(severity(f)).toBeLessThan(ACTIONS.indexOf("hold"));
  });

  test("one family of signs alone never holds a contact back", () => {
    for (const f of all) if (f.stream === "contact" && !f.families && f.listed !== "block") expect(severity(f)).toBeLessThan(ACTIONS.indexOf("hold"));
  });

  test("never answers a broken rule as if all were quiet", () => {
    for (const f of all) if (f.health === "failed" && f.listed === "none" && f.stream !== "join") expect(severity(f)).toBeGreaterThan(0);
  });

  test("more signs never earn a milder response", () => {
    for (const f of all) {
      const level = LEVELS.indexOf(f.level);
      if (level < 2) expect(severity({ ...f, level: LEVELS[level + 1] })).toBeGreaterThanOrEqual(severity(f));
      expect(severity({ ...f, urgent: true })).toBeGreaterThanOrEqual(severity({ ...f, urgent: false }));
      expect(severity({ ...f, families: true })).toBeGreaterThanOrEqual(severity({ ...f, families: false }));
    }
  });
});
