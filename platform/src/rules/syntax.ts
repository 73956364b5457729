// The shape of a rule expression as written: a documented subset of CEL (Common Expression Language). Positions are kept
// for diagnostics; meaning (types, slots) is added by check.ts.

/** Half-open range of UTF-16 offsets in the expression. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ComparisonOp = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type ArithmeticOp = "+" | "-" | "*" | "/" | "%";

export type Expression =
  | { readonly kind: "bool"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "number"; readonly type: "int" | "double"; readonly value: number; readonly span: Span }
  | { readonly kind: "text"; readonly value: string; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: "not" | "negate"; readonly operand: Expression; readonly span: Span }
  /** `a && b && c` is one node of three operands: the operators are associative, and long chains stay shallow. */
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: "compare";
      readonly op: ComparisonOp;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | { readonly kind: "in"; readonly item: Expression; readonly list: Expression; readonly span: Span }
  | {
      readonly kind: "arithmetic";
      readonly op: ArithmeticOp;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "choose";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly nameSpan: Span;
      /** `text.contains("x")` has the receiver `text`; `size(text)` has none. */
      readonly receiver: Expression | undefined;
      readonly args: readonly Expression[];
      readonly span: Span;
    };
