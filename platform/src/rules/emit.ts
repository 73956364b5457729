// Turns checked conditions into JavaScript source. Every condition has three forms: "maybe" (not false), "definite"
// (true) and "lacking" (unknown rather than failed, given that it is neither). Facts are read as f[slot]; NaN makes the
// definite form false and the maybe form true by itself, so absence costs no test. Where a part would be needed twice it
// is written once in a "tri" form (1, 0 or NaN), so source grows with the tree and never exponentially. Only slots,
// finite numbers and JSON-quoted constants ever reach the source text.

import type { Condition, Numeric, Text } from "./condition.ts";

/** Can the condition fail (and not only be unknown)? */
export function fallible(node: Condition): boolean {
  switch (node.kind) {
    case "constant":
    case "flag":
    case "has":
      return false;
    case "not":
      return fallible(node.of);
    case "and":
    case "or":
      return node.of.some(fallible);
    case "same":
      return fallible(node.left) || fallible(node.right);
    case "compare":
      return fallibleNumber(node.left) || fallibleNumber(node.right);
    case "one-of":
      return fallibleNumber(node.item);
    case "text-one-of":
    case "text-same":
    case "text-test":
      return true;
    case "choose":
      return fallible(node.condition) || fallible(node.yes) || fallible(node.no);
  }
}

function fallibleNumber(node: Numeric): boolean {
  switch (node.kind) {
    case "number":
    case "fact":
      return false;
    case "negate":
      return fallibleNumber(node.of);
    case "arithmetic":
    case "to-int":
    case "size":
      return true;
    case "choose":
      return fallible(node.condition) || fallibleNumber(node.yes) || fallibleNumber(node.no);
  }
}

/** Source of one fact; a caller that keeps hot facts in locals supplies its own. */
export type FactSource = (slot: number) => string;
export const factFromArray: FactSource = (slot) => `f[${slot}]`;

/** A longer list is searched by a function; a shorter one is compared in line. */
const inlineListMax = 8;

/** Writes the forms of conditions. `fact` says how a slot is read. */
export class Emitter {
  readonly #fact: FactSource;
  readonly #tables: string[] = [];

  constructor(fact: FactSource = factFromArray) {
    this.#fact = fact;
  }

  /** Declarations of the constant tables that the emitted source uses; they belong before it, outside the function. */
  tables(): string {
    return this.#tables.map((table, i) => `const T${i} = ${table};`).join(" ");
  }

  #table(values: readonly (string | number)[]): string {
    const source = JSON.stringify(values);
    const at = this.#tables.indexOf(source);
    return `T${at >= 0 ? at : this.#tables.push(source) - 1}`;
  }

  /** JavaScript boolean: the condition is true. */
  definite(node: Condition): string {
    switch (node.kind) {
      case "constant":
        return String(node.value);
      case "flag":
        return `${this.#fact(node.slot)} === 1`;
      case "has":
        return `${this.#fact(node.slot)} === ${this.#fact(node.slot)}`;
      case "not":
        return `!(${this.maybe(node.of)})`;
      case "and":
      case "or":
        return `(${node.of.map((c) => this.definite(c)).join(node.kind === "and" ? " && " : " || ")})`;
      case "compare": {
        if (!isPlain(node.left) || !isPlain(node.right)) return `${this.tri(node)} === 1`;
        const a = this.number(node.left);
        const b = this.number(node.right);
        // NaN differs from everything, so "differs" must be said as "is below or above".
        if (node.op === "!=") return `(${a} < ${b} || ${a} > ${b})`;
        return `${a} ${node.op === "==" ? "===" : node.op} ${b}`;
      }
      case "one-of": {
        if (!isPlain(node.item) || node.list.length > inlineListMax) return `${this.tri(node)} === 1`;
        const item = this.number(node.item);
        return `(${node.list.map((v) => `${item} === ${constant(v)}`).join(" || ")})`;
      }
      case "text-one-of":
      case "text-same":
      case "text-test":
      case "same":
      case "choose":
        return `${this.tri(node)} === 1`;
    }
  }

  /** JavaScript boolean: the condition is not false (true, unknown or failed). */
  maybe(node: Condition): string {
    switch (node.kind) {
      case "constant":
        return String(node.value);
      case "flag":
        return `${this.#fact(node.slot)} !== 0`;
      case "has":
        return this.definite(node);
      case "not":
        return `!(${this.definite(node.of)})`;
      case "and":
      case "or":
        return `(${node.of.map((c) => this.maybe(c)).join(node.kind === "and" ? " && " : " || ")})`;
      case "compare": {
        if (!isPlain(node.left) || !isPlain(node.right)) return `${this.tri(node)} !== 0`;
        const a = this.number(node.left);
        const b = this.number(node.right);
        switch (node.op) {
          case "==":
            return `!(${a} < ${b} || ${a} > ${b})`;
          case "!=":
            return `${a} !== ${b}`;
          case "<":
            return `!(${a} >= ${b})`;
          case "<=":
            return `!(${a} > ${b})`;
          case ">":
            return `!(${a} <= ${b})`;
          case ">=":
            return `!(${a} < ${b})`;
        }
        break;
      }
      case "one-of": {
        if (!isPlain(node.item) || node.list.length > inlineListMax) return `${this.tri(node)} !== 0`;
        const item = this.number(node.item);
        return `(${item} !== ${item} || ${node.list.map((v) => `${item} === ${constant(v)}`).join(" || ")})`;
      }
      case "text-one-of":
      case "text-same":
      case "text-test":
      case "same":
      case "choose":
        return `${this.tri(node)} !== 0`;
    }
    throw new TypeError("unreachable comparison");
  }

  /** JavaScript number: 1 true, 0 false, NaN neither. Each part appears once. */
  tri(node: Condition): string {
    switch (node.kind) {
      case "constant":
        return node.value ? "1" : "0";
      case "flag":
        return `flag(${this.#fact(node.slot)})`;
      case "has":
        return `(${this.definite(node)} ? 1 : 0)`;
      case "not":
        return `(1 - ${this.tri(node.of)})`;
      case "and":
        return node.of.map((c) => this.tri(c)).reduce((a, b) => `both(${a}, ${b})`);
      case "or":
        return node.of.map((c) => this.tri(c)).reduce((a, b) => `either(${a}, ${b})`);
      case "same":
        return `equal(${this.tri(node.left)}, ${this.tri(node.right)})`;
      case "compare": {
        const a = this.number(node.left);
        const b = this.number(node.right);
        switch (node.op) {
          case "==":
            return `equal(${a}, ${b})`;
          case "!=":
            return `(1 - equal(${a}, ${b}))`;
          case "<":
            return `below(${a}, ${b})`;
          case ">=":
            return `(1 - below(${a}, ${b}))`;
          case ">":
            return `below(${b}, ${a})`;
          case "<=":
            return `(1 - below(${b}, ${a}))`;
        }
        break;
      }
      case "one-of":
        return `among(${this.number(node.item)}, ${this.#table(node.list)})`;
      case "text-one-of":
        return `oneOf(${this.#text(node.item)}, ${this.#table(node.list)})`;
      case "text-same":
        return `same(${this.#text(node.left)}, ${this.#text(node.right)})`;
      case "text-test":
        return `${node.test}(${this.#text(node.text)}, ${this.#text(node.part)})`;
      case "choose":
        return `choose(${this.tri(node.condition)}, ${this.tri(node.yes)}, ${this.tri(node.no)})`;
    }
    throw new TypeError("unreachable comparison");
  }

  /** JavaScript boolean: the condition is unknown. Exact, whatever the other forms say. */
  lacking(node: Condition): string {
    switch (node.kind) {
      case "constant":
      case "has":
        return "false";
      case "flag":
        return `(${this.#fact(node.slot)} !== 0 && ${this.#fact(node.slot)} !== 1)`;
      case "not":
        return this.lacking(node.of);
      case "and":
        return `(${this.maybe(node)} && ${anyOf(node.of.map((c) => this.lacking(c)))})`;
      case "or":
        return `(!${this.definite(node)} && ${anyOf(node.of.map((c) => this.lacking(c)))})`;
      case "same":
        return anyOf([this.lacking(node.left), this.lacking(node.right)]);
      case "compare":
        return anyOf([this.#lackingNumber(node.left), this.#lackingNumber(node.right)]);
      case "one-of":
        return this.#lackingNumber(node.item);
      case "text-one-of":
        return this.#lackingText(node.item);
      case "text-same":
        return anyOf([this.#lackingText(node.left), this.#lackingText(node.right)]);
      case "text-test":
        return anyOf([this.#lackingText(node.text), this.#lackingText(node.part)]);
      case "choose":
        return this.#lackingChoice(node.condition, this.lacking(node.yes), this.lacking(node.no));
    }
  }

  /** JavaScript number, NaN when unknown or failed. */
  number(node: Numeric): string {
    switch (node.kind) {
      case "number":
        return constant(node.value);
      case "fact":
        return this.#fact(node.slot);
      case "negate":
        return `(-${this.number(node.of)})`;
      case "arithmetic": {
        const a = this.number(node.left);
        const b = this.number(node.right);
        if (node.op === "/") return `${node.type === "int" ? "divideInt" : "divide"}(${a}, ${b})`;
        return `(${a} ${node.op} ${b})`;
      }
      case "to-int":
        return `toInt(${this.number(node.of)})`;
      case "size":
        return `size(${this.#text(node.of)})`;
      case "choose":
        return `choose(${this.tri(node.condition)}, ${this.number(node.yes)}, ${this.number(node.no)})`;
    }
  }

  #text(node: Text): string {
    switch (node.kind) {
      case "text":
        return JSON.stringify(node.value);
      case "free":
        return `free(t, ${this.#fact(node.slot)}, ${node.slot})`;
      case "listed":
        return `${this.#table(node.values)}[${this.#fact(node.slot)}]`;
    }
  }

  #lackingNumber(node: Numeric): string {
    switch (node.kind) {
      case "number":
        return "false";
      case "fact":
        return `${this.#fact(node.slot)} !== ${this.#fact(node.slot)}`;
      case "negate":
      case "to-int":
        return this.#lackingNumber(node.of);
      case "arithmetic":
        return anyOf([this.#lackingNumber(node.left), this.#lackingNumber(node.right)]);
      case "size":
        return this.#lackingText(node.of);
      case "choose":
        return this.#lackingChoice(node.condition, this.#lackingNumber(node.yes), this.#lackingNumber(node.no));
    }
  }

  #lackingText(node: Text): string {
    return node.kind === "text" ? "false" : `${this.#fact(node.slot)} !== ${this.#fact(node.slot)}`;
  }

  #lackingChoice(condition: Condition, yes: string, no: string): string {
    return anyOf([
      this.lacking(condition),
      yes === "false" ? "false" : `${this.tri(condition)} === 1 && (${yes})`,
      no === "false" ? "false" : `${this.tri(condition)} === 0 && (${no})`,
    ]);
  }
}

/** A fact or a constant: so short that it may be written twice. */
function isPlain(node: Numeric): boolean {
  return node.kind === "fact" || node.kind === "number";
}

function anyOf(parts: readonly string[]): string {
  const some = parts.filter((p) => p !== "false");
  return some.length === 0 ? "false" : `(${some.join(" || ")})`;
}

/** A finite number as source; negative ones in brackets, so that `- -1` never becomes `--1`. */
function constant(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`constant ${value} is not finite`);
  return value < 0 ? `(${value})` : String(value);
}
