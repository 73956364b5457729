/** The house rules on this repository. */
import path from "node:path";
import { expect, test } from "vitest";
import { findingsOf, format } from "./rules.ts";
import { readTree } from "./tree.ts";

test("the repository keeps the house rules", () => {
  const tree = readTree(path.resolve(import.meta.dirname, "../.."));
  // A reader that found nothing would find no breach either.
  expect(tree.has("platform/src/domain/event-fields.ts")).toBe(true);
  const failures = findingsOf(tree).filter((finding) => finding.severity === "fail");
  expect(failures.map(format)).toEqual([]);
});
