/** Bytes drawn from the pool: as many as asked, each once, over several pools. */
import { expect, test } from "vitest";
import { drawBytes } from "./random.ts";

test("no draw repeats another, and none is left empty", () => {
  const drawn = Array.from({ length: 10_000 }, (_, i) => drawBytes(8 + (i % 9)));
  expect(drawn.map((bytes) => bytes.length)).toEqual(Array.from({ length: 10_000 }, (_, i) => 8 + (i % 9)));
  expect(new Set(drawn.map((bytes) => Buffer.from(bytes).subarray(0, 8).toString("hex"))).size).toBe(10_000);
  expect(drawn.every((bytes) => bytes.some((byte) => byte !== 0))).toBe(true);
});

test("what was given out does not change when more is drawn", () => {
  const first = drawBytes(16);
  const kept = Buffer.from(first).toString("hex");
  for (let i = 0; i < 5_000; i++) drawBytes(16);
  expect(Buffer.from(first).toString("hex")).toBe(kept);
});
