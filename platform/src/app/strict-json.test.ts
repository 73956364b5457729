import fc from "fast-check";
import { expect, test } from "vitest";
import { repeatedKey } from "./strict-json.ts";

test("a key that stands twice in one object is found with its path", () => {
  expect(repeatedKey('{"a": 1, "b": {"c": 1, "a": 2, "c": 3}}')).toBe("b.c");
  expect(repeatedKey('{"a": [{"x": 1}, {"x": 1, "y": ":", "x": 2}]}')).toBe("a.1.x");
  expect(repeatedKey('{"a\\"b": 1, "a\\u0022b": 2}')).toBe('a"b');
});

test("any written object has none, whatever its strings contain", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "a", "键") }), (value) => {
      expect(repeatedKey(JSON.stringify(value))).toBeNull();
    }),
    { seed: 5, numRuns: 500 },
  );
});
