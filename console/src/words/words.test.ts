/** Every word exists in both languages, with the same places for values, and every listed value of an event has one. */
import { loadFieldWords } from "@duanliu/client";
import { expect, test } from "vitest";
import { en } from "./en.ts";
import type { PlaceWords } from "./place-words.ts";
import { zh } from "./zh.ts";

interface Tree {
  readonly [key: string]: string | Tree;
}

/** The frame's own words and those beside each place: `<place>/words.ts` exports `words`, and so does `<place>/help-words.ts` where there are many. */
const ofPlaces = import.meta.glob<{ readonly words: PlaceWords<Tree> }>(["../*/words.ts", "../*/help-words.ts"], { eager: true });
const PAIRS: readonly (readonly [string, Tree, Tree])[] = [["frame", en, zh], ...Object.entries(ofPlaces).map(([file, { words }]) => [file, words.en, words.zh] as const)];

function leaves(tree: Tree, path = ""): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`)));
}

const slots = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();

test.each(PAIRS)("%s: both languages have the same keys, and each text the same places for values", (_, english, other) => {
  const chinese = new Map(leaves(other));
  for (const [key, text] of leaves(english)) {
    const said = chinese.get(key);
    expect(said, key).toBeDefined();
    // "One rule" names its number in words.
    if (!key.endsWith("_one")) expect(slots(said ?? ""), key).toEqual(slots(text));
  }
  expect(chinese.size).toBe(leaves(english).length);
});

test.each(PAIRS)("%s: Chinese has Chinese where English has words", (_, _english, chinese) => {
  for (const [key, text] of leaves(chinese)) {
    const bare = text.replace(/\{\{\w+\}\}/g, "");
    if (/[a-z]{4}/i.test(bare) && !/\p{Script=Han}/u.test(bare)) throw new Error(`${key} is not Chinese: ${text}`);
  }
});

test.each(PAIRS)("%s: English has no Chinese", (_, english) => {
  const mixed = leaves(english).filter(([, text]) => /\p{Script=Han}/u.test(text));
  expect(mixed).toEqual([]);
});

test("no two places keep their words under one name, and none under the frame's", () => {
  const names = Object.values(ofPlaces).map(({ words }) => words.place);
  expect(names.length).toBeGreaterThan(1);
  expect(new Set([...names, "translation"]).size).toBe(names.length + 1);
});

test("every listed value of an event's field has a word", async () => {
  const fields = Object.values(await loadFieldWords()).flat();
  const values = new Set(fields.flatMap((field) => field.values ?? []));
  expect(values.size).toBeGreaterThan(40);
  expect([...values].filter((value) => !Object.hasOwn(en.value, value))).toEqual([]);
});
