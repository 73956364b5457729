/** Busy is asked again, everything else is told at once. */
import { DuanliuProblem, DuanliuUnreachable } from "@duanliu/client";
import { expect, test } from "vitest";
import { withPatience } from "./patience.ts";

const problem = (code: string): DuanliuProblem => new DuanliuProblem({ type: "", title: "", status: 503, detail: "", code });
const failing = (errors: readonly Error[]): { readonly ask: () => Promise<string>; readonly asked: () => number } => {
  let n = 0;
  return { ask: () => (n < errors.length ? Promise.reject(errors[n++]!) : (n++, Promise.resolve("done"))), asked: () => n };
};

test("a busy server is asked again, so often and no more", async () => {
  const busy = problem("overloaded");
  const twice = failing([busy, busy]);
  expect(await withPatience(twice.ask, [1, 1, 1])).toBe("done");
  expect(twice.asked()).toBe(3);
  const always = failing([busy, busy, busy, busy, busy]);
  await expect(withPatience(always.ask, [1, 1])).rejects.toBe(busy);
  expect(always.asked()).toBe(3);
});

test("a refusal, and no answer at all, are told at once", async () => {
  for (const error of [problem("not-now"), problem("changed-meanwhile"), new DuanliuUnreachable("gone")]) {
    const once = failing([error]);
    await expect(withPatience(once.ask, [1, 1])).rejects.toBe(error);
    expect(once.asked()).toBe(1);
  }
});
