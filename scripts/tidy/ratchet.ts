/**
 * Two escapes from the type checker, `any` and the non-null `!`, counted in the product's code. The counts recorded in
 * scripts/tidy/ratchet.json may only fall: whoever removes some records the lower count with `npm run check -- --update`.
 */
import { fail, isTest, sourcesOf, walkNodes } from "./tree.ts";
import type { Finding, Tree } from "./tree.ts";

export const RATCHET = "scripts/tidy/ratchet.json";

export interface Escapes {
  readonly any: number;
  readonly nonNull: number;
}

/** Counts in platform, client and console, without tests and benchmarks. */
export function countEscapes(tree: Tree): Escapes {
  let any = 0;
  let nonNull = 0;
  for (const source of sourcesOf(tree)) {
    if (!/^(?:platform|client|console)\/src\//.test(source.file) || isTest(source.file)) continue;
    walkNodes(source.program, (node) => {
      if (node.type === "TSAnyKeyword") any += 1;
      if (node.type === "TSNonNullExpression") nonNull += 1;
    });
  }
  return { any, nonNull };
}

export function checkRatchet(tree: Tree): readonly Finding[] {
  const text = tree.get(RATCHET);
  if (text === undefined) return [fail(RATCHET, 0, "is missing: npm run check -- --update")];
  const recorded = JSON.parse(text) as Escapes;
  const counted = countEscapes(tree);
  return (["any", "nonNull"] as const).flatMap((kind): readonly Finding[] => {
    const name = kind === "any" ? "`any`" : "non-null `!`";
    if (counted[kind] > recorded[kind]) return [fail(RATCHET, 0, `${counted[kind]} ${name} in the product; the record is ${recorded[kind]} and may only fall`)];
    if (counted[kind] === recorded[kind]) return [];
    return [
      {
        file: RATCHET,
        line: 0,
        severity: "note",
        message: `${counted[kind]} ${name}, recorded ${recorded[kind]}: record it with npm run check -- --update`,
      },
    ];
  });
}
