// The plain twin of the compiler: walks a checked condition and gives CEL's three-valued answer in the most literal way.
// The property test compares every compiled form with it. Slow on purpose; not for the hot path.

import type { CheckedCondition, Condition, Numeric, Text } from "./condition.ts";
import type { TextSource } from "./environment.ts";

/** What a rule says of one event. A miss includes "does not apply". */
export type RuleState = "miss" | "hit" | "unknown" | "failed";

type Gap = "unknown" | "failed";
type Result<T> = { readonly value: T } | { readonly gap: Gap };

const unknown: { readonly gap: Gap } = { gap: "unknown" };
const failed: { readonly gap: Gap } = { gap: "failed" };
const truth = (value: boolean): Result<boolean> => ({ value });

/** CEL's rule for operators that need all operands: an unknown operand outweighs a failed one. */
function gapOf(results: readonly Result<unknown>[]): { readonly gap: Gap } | undefined {
  if (results.some((r) => "gap" in r && r.gap === "unknown")) return unknown;
  return results.some((r) => "gap" in r) ? failed : undefined;
}

function both<A, B, T>(left: Result<A>, right: Result<B>, then: (a: A, b: B) => Result<T>): Result<T> {
  if ("gap" in left || "gap" in right) return gapOf([left, right]) ?? failed;
  return then(left.value, right.value);
}

function evaluateText(text: Text, facts: Float64Array, texts: TextSource): Result<string> {
  switch (text.kind) {
    case "text":
      return { value: text.value };
    case "free": {
      if (Number.isNaN(facts[text.slot])) return unknown;
      try {
        const value: unknown = texts.text(text.slot);
        return typeof value === "string" ? { value } : failed;
      } catch {
        return failed;
      }
    }
    case "listed": {
      const index = facts[text.slot];
      if (Number.isNaN(index)) return unknown;
      const value: string | undefined = text.values[index];
      return value === undefined ? failed : { value };
    }
  }
}

function evaluateNumber(node: Numeric, facts: Float64Array, texts: TextSource): Result<number> {
  switch (node.kind) {
    case "number":
      return { value: node.value };
    case "fact":
      return Number.isNaN(facts[node.slot]) ? unknown : { value: facts[node.slot] };
    case "negate": {
      const of = evaluateNumber(node.of, facts, texts);
      return "gap" in of ? of : { value: -of.value };
    }
    case "arithmetic":
      return both(evaluateNumber(node.left, facts, texts), evaluateNumber(node.right, facts, texts), (a, b) => {
        if ((node.op === "/" || node.op === "%") && b === 0) return failed;
        const value = node.op === "+" ? a + b : node.op === "-" ? a - b : node.op === "*" ? a * b : node.op === "%" ? a % b : node.type === "int" ? Math.trunc(a / b) : a / b;
        return Number.isNaN(value) ? failed : { value };
      });
    case "to-int": {
      const of = evaluateNumber(node.of, facts, texts);
      if ("gap" in of) return of;
      const value = Math.trunc(of.value);
      return Number.isSafeInteger(value) ? { value } : failed;
    }
    case "size": {
      const of = evaluateText(node.of, facts, texts);
      return "gap" in of ? of : { value: [...of.value].length };
    }
    case "choose": {
      const condition = evaluateCondition(node.condition, facts, texts);
      return "gap" in condition ? condition : evaluateNumber(condition.value ? node.yes : node.no, facts, texts);
    }
  }
}

function compare(op: string, a: number, b: number): boolean {
  switch (op) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}

function evaluateCondition(node: Condition, facts: Float64Array, texts: TextSource): Result<boolean> {
  const condition = (of: Condition): Result<boolean> => evaluateCondition(of, facts, texts);
  const numeric = (of: Numeric): Result<number> => evaluateNumber(of, facts, texts);
  const text = (of: Text): Result<string> => evaluateText(of, facts, texts);
  switch (node.kind) {
    case "constant":
      return truth(node.value);
    case "flag":
      return facts[node.slot] === 1 ? truth(true) : facts[node.slot] === 0 ? truth(false) : unknown;
    case "has":
      return truth(!Number.isNaN(facts[node.slot]));
    case "not": {
      const of = condition(node.of);
      return "gap" in of ? of : truth(!of.value);
    }
    case "and":
    case "or": {
      // One false decides an `and`, one true an `or`, wherever it stands and whatever the others are.
      const deciding = node.kind === "or";
      const results = node.of.map(condition);
      if (results.some((r) => "value" in r && r.value === deciding)) return truth(deciding);
      return gapOf(results) ?? truth(!deciding);
    }
    case "same":
      return both(condition(node.left), condition(node.right), (a, b) => truth(a === b));
    case "compare":
      return both(numeric(node.left), numeric(node.right), (a, b) => truth(compare(node.op, a, b)));
    case "one-of": {
      const item = numeric(node.item);
      return "gap" in item ? item : truth(node.list.includes(item.value));
    }
    case "text-one-of": {
      const item = text(node.item);
      return "gap" in item ? item : truth(node.list.includes(item.value));
    }
    case "text-same":
      return both(text(node.left), text(node.right), (a, b) => truth(a === b));
    case "text-test":
      return both(text(node.text), text(node.part), (a, b) => truth(node.test === "contains" ? a.includes(b) : node.test === "startsWith" ? a.startsWith(b) : a.endsWith(b)));
    case "choose": {
      const of = condition(node.condition);
      return "gap" in of ? of : condition(of.value ? node.yes : node.no);
    }
  }
}

/** The state of one condition for one event. Never throws; a failing text source makes the comparison `failed`. */
export function interpret(condition: Condition, facts: Float64Array, texts: TextSource): RuleState {
  const result = evaluateCondition(condition, facts, texts);
  return "gap" in result ? result.gap : result.value ? "hit" : "miss";
}

/** A rule's guard and condition together: a guard that is false or unknown means that the rule does not apply (miss). */
export function interpretRule(rule: { readonly when: CheckedCondition | undefined; readonly condition: CheckedCondition }, facts: Float64Array, texts: TextSource): RuleState {
  if (rule.when !== undefined) {
    const guard = interpret(rule.when.condition, facts, texts);
    if (guard === "failed") return "failed";
    if (guard !== "hit") return "miss";
  }
  return interpret(rule.condition.condition, facts, texts);
}
