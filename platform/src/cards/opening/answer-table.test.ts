import { expect, test } from "vitest";
import { answerRows, ANSWERS, type AnswerFacts } from "./answer-table.ts";

const bit = (n: number, at: number): boolean => (n & (1 << at)) !== 0;
const everything = Array.from({ length: 16 }, (_, n): AnswerFacts => ({ look: bit(n, 0), limit: bit(n, 1), reverify: bit(n, 2), ask: bit(n, 3) }));

test("exactly one row applies to every combination of facts", () => {
  for (const facts of everything) expect({ facts, rows: answerRows(facts).length }).toEqual({ facts, rows: 1 });
});

test("every answer is given by some combination, and none of them refuses", () => {
  expect(new Set(everything.flatMap(answerRows))).toEqual(new Set(ANSWERS));
  expect(ANSWERS.filter((answer) => /refus|reject|den/.test(answer))).toEqual([]);
});

test("more facts never make an answer milder", () => {
  for (const facts of everything)
    for (const more of ["look", "limit", "reverify", "ask"] as const) {
      const [before] = answerRows(facts);
      const [after] = answerRows({ ...facts, [more]: true });
      expect(ANSWERS.indexOf(after)).toBeGreaterThanOrEqual(ANSWERS.indexOf(before));
    }
});
