// A checked expression: names are slots, enumerated texts are numbers, every node has a type. The interpreter, the
// compiler and the index all read this one tree; only check.ts makes it.

import type { Binding } from "./environment.ts";
import type { ArithmeticOp, ComparisonOp } from "./syntax.ts";

/** Gives true, false, unknown or failed. */
export type Condition =
  | { readonly kind: "constant"; readonly value: boolean }
  /** A bool binding: 1 is true, 0 is false, anything else is unknown. */
  | { readonly kind: "flag"; readonly slot: number }
  | { readonly kind: "has"; readonly slot: number }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] }
  /** `==` of two conditions. */
  | { readonly kind: "same"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "compare"; readonly op: ComparisonOp; readonly left: Numeric; readonly right: Numeric }
  /** A number, or the index of an enumerated text, is one of these. */
  | { readonly kind: "one-of"; readonly item: Numeric; readonly list: readonly number[] }
  | { readonly kind: "text-one-of"; readonly item: Text; readonly list: readonly string[] }
  | { readonly kind: "text-same"; readonly left: Text; readonly right: Text }
  | { readonly kind: "text-test"; readonly test: TextTest; readonly text: Text; readonly part: Text }
  | { readonly kind: "choose"; readonly condition: Condition; readonly yes: Condition; readonly no: Condition };

export type TextTest = "contains" | "startsWith" | "endsWith";

export type Numeric =
  | { readonly kind: "number"; readonly value: number }
  /** An int or double binding, or the index of an enumerated text. */
  | { readonly kind: "fact"; readonly slot: number }
  | { readonly kind: "negate"; readonly of: Numeric }
  | {
      readonly kind: "arithmetic";
      readonly op: ArithmeticOp;
      readonly type: "int" | "double";
      readonly left: Numeric;
      readonly right: Numeric;
    }
  | { readonly kind: "to-int"; readonly of: Numeric }
  | { readonly kind: "size"; readonly of: Text }
  | { readonly kind: "choose"; readonly condition: Condition; readonly yes: Numeric; readonly no: Numeric };

export type Text =
  | { readonly kind: "text"; readonly value: string }
  /** A free text, asked from the TextSource when the slot is not NaN. */
  | { readonly kind: "free"; readonly slot: number }
  | { readonly kind: "listed"; readonly slot: number; readonly values: readonly string[] };

/** What the checker learnt of one expression. */
export interface CheckedCondition {
  readonly source: string;
  readonly condition: Condition;
  /** Every binding it reads, each once, in order of appearance. */
  readonly reads: readonly Binding[];
}
