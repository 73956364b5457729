/** Every word exists in both languages, with the same places for values, and every listed value of an event has one. */
import { loadFieldWords } from "@duanliu/client";
import { expect, test } from "vitest";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

interface Tree {
  readonly [key: string]: string | Tree;
}

function leaves(tree: Tree, path = ""): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`)));
}

const slots = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();

test("both languages have the same keys, and each text the same places for values", () => {
  const chinese = new Map(leaves(zh));
  for (const [key, text] of leaves(en)) {
    const other = chinese.get(key);
    expect(other, key).toBeDefined();
    // "One rule" names its number in words.
    if (!key.endsWith("_one")) expect(slots(other ?? ""), key).toEqual(slots(text));
  }
  expect(chinese.size).toBe(leaves(en).length);
});

test("Chinese has Chinese where English has words", () => {
  for (const [key, text] of leaves(zh)) {
    const bare = text.replace(/\{\{\w+\}\}/g, "");
    if (/[a-z]{4}/i.test(bare) && !/\p{Script=Han}/u.test(bare)) throw new Error(`${key} is not Chinese: ${text}`);
  }
});

test("every listed value of an event's field has a word", async () => {
  const fields = Object.values(await loadFieldWords()).flat();
  const values = new Set(fields.flatMap((field) => field.values ?? []));
  expect(values.size).toBeGreaterThan(40);
  expect([...values].filter((value) => !Object.hasOwn(en.value, value))).toEqual([]);
});
