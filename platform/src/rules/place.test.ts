/** Where a problem lies in the text that somebody edits, also inside a condition and behind escapes. */
import { expect, test } from "vitest";
import { placeInFile } from "./place.ts";

const TEXT = `{
  "id": "calls",
  "rules": [
    { "id": "a", "if": "x > 1" },
    { "id": "b", "if": "name == \\"q\\" &&\\n  wrnog > 2" }
  ]
}`;
const at = (from: number): string => TEXT.slice(from);

test("a value is found by its path, with its line and column", () => {
  const place = placeInFile(TEXT, { jsonPath: "rules[1].id" });
  expect([place.line, place.column, TEXT.slice(place.from, place.to)]).toEqual([5, 13, '"b"']);
  expect(TEXT.slice(placeInFile(TEXT, { jsonPath: "id" }).from).startsWith('"calls"')).toBe(true);
});

test("a place inside a condition is the word it is about, through escaped quotes and line breaks", () => {
  const place = placeInFile(TEXT, { jsonPath: "rules[1].if", line: 2, column: 3 });
  expect(TEXT.slice(place.from, place.to)).toBe("wrnog");
  expect(place.line).toBe(5);
  const first = placeInFile(TEXT, { jsonPath: "rules[1].if", line: 1, column: 9 });
  expect(at(first.from).startsWith('\\"q')).toBe(true);
});

test("a path that leads nowhere ends at the last value there is; broken JSON says where it breaks", () => {
  const missing = placeInFile(TEXT, { jsonPath: "rules[0].weight" });
  expect([missing.line, TEXT.slice(missing.from, missing.to)]).toEqual([4, '{ "id": "a", "if": "x > 1" }']);
  expect(placeInFile("{", { jsonPath: "rules[3].if" })).toEqual({ line: 1, column: 1, from: 0, to: 1 });
  const broken = '{\n "a": 1,\n b}';
  const said = placeInFile(broken, {
    jsonPath: "",
    code: "json",
    message: { zh: "", en: "not valid JSON: Expected double-quoted property name in JSON at position 12 (line 3 column 2)" },
  });
  expect([said.line, said.column, said.from]).toEqual([3, 2, 12]);
  for (const text of ["", "[", '{"a', '{"a":', "null", '{"a":[1,2'])
    for (const jsonPath of ["", "a", "a[3]", "a.b", "[0]"]) {
      const { from, to } = placeInFile(text, { jsonPath, line: 1, column: 4 });
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThanOrEqual(Math.max(text.length, 0));
    }
});
