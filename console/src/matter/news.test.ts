/** What is there at first is no news, what comes later is, and what goes and stays is not. */
import { expect, test } from "vitest";
import { cameIn } from "./news.ts";

test("only what came into a list that was there is news", () => {
  expect([...cameIn(null, ["a", "b"])]).toEqual([]);
  expect([...cameIn(new Set(["a", "b"]), ["c", "a", "d"])]).toEqual(["c", "d"]);
  expect([...cameIn(new Set(), ["a"])]).toEqual(["a"]);
  expect([...cameIn(new Set(["a", "b"]), ["b"])]).toEqual([]);
});
