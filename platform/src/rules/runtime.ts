// The functions that generated rule code calls. Total: none throws, whatever the facts or the text source do; what is not
// known or cannot be computed is NaN (numbers, tri-values) or undefined (texts).

/** Functions that generated code calls. Texts are `undefined` when unknown or failed; tests give 1, 0 or NaN. */
export const runtime = {
  free(texts: { text(slot: number): string }, presence: number, slot: number): string | undefined {
    if (presence !== presence) return undefined;
    try {
      const value: unknown = texts.text(slot);
      return typeof value === "string" ? value : undefined;
    } catch {
      return undefined;
    }
  },
  contains: (a: string | undefined, b: string | undefined): number => (a === undefined || b === undefined ? NaN : a.includes(b) ? 1 : 0),
  startsWith: (a: string | undefined, b: string | undefined): number => (a === undefined || b === undefined ? NaN : a.startsWith(b) ? 1 : 0),
  endsWith: (a: string | undefined, b: string | undefined): number => (a === undefined || b === undefined ? NaN : a.endsWith(b) ? 1 : 0),
  same: (a: string | undefined, b: string | undefined): number => (a === undefined || b === undefined ? NaN : a === b ? 1 : 0),
  oneOf: (a: string | undefined, list: readonly string[]): number => (a === undefined ? NaN : list.includes(a) ? 1 : 0),
  /** Number of characters (code points), as CEL counts. */
  size(a: string | undefined): number {
    if (a === undefined) return NaN;
    let n = 0;
    for (let i = 0; i < a.length; i++) {
      const unit = a.charCodeAt(i);
      if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < a.length) {
        const next = a.charCodeAt(i + 1);
        if (next >= 0xdc00 && next < 0xe000) i++;
      }
      n++;
    }
    return n;
  },
  flag: (a: number): number => (a === 1 ? 1 : a === 0 ? 0 : NaN),
  below: (a: number, b: number): number => (a < b ? 1 : a >= b ? 0 : NaN),
  equal: (a: number, b: number): number => (a === b ? 1 : a !== a || b !== b ? NaN : 0),
  among: (a: number, list: readonly number[]): number => (a !== a ? NaN : list.includes(a) ? 1 : 0),
  both: (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a === 1 && b === 1 ? 1 : NaN),
  either: (a: number, b: number): number => (a === 1 || b === 1 ? 1 : a === 0 && b === 0 ? 0 : NaN),
  choose: (c: number, yes: number, no: number): number => (c === 1 ? yes : c === 0 ? no : NaN),
  divideInt: (a: number, b: number): number => (b === 0 ? NaN : Math.trunc(a / b)),
  divide: (a: number, b: number): number => (b === 0 ? NaN : a / b),
  toInt(a: number): number {
    const value = Math.trunc(a);
    return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? value : NaN;
  },
} as const;

const runtimeNames = Object.keys(runtime).join(", ");

/** First line of a generated factory: makes the runtime functions local names. */
export const runtimePrelude = `"use strict"; const { ${runtimeNames} } = runtime;`;
