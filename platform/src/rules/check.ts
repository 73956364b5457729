// Gives an expression its meaning against an environment, with CEL's static types: names must exist, operators must fit,
// int and double are calculated apart (compared together), a value that a field never has is a mistake. Reports every
// mistake it can see, not only the first.

import type { CheckedCondition, Condition, Numeric, Text } from "./condition.ts";
import { diagnose, type Diagnostic, type DiagnosticCode, type DiagnosticDetail } from "./diagnostic.ts";
import type { Bilingual, Binding } from "./environment.ts";
import { ruleLimits, type RuleLimits } from "./limits.ts";
import { nearest } from "./nearest.ts";
import { parseExpression } from "./parser.ts";
import type { Expression } from "./syntax.ts";

export type Checked = { readonly ok: true; readonly value: CheckedCondition } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A typed value; `values` travels with an enumerated text so that a constant beside it can be verified. */
type Value =
  | { readonly type: "bool"; readonly of: Condition }
  | { readonly type: "int" | "double"; readonly of: Numeric; readonly literal: boolean }
  | { readonly type: "string"; readonly of: Text };

/** A mistake was reported below; say nothing more about it. */
type Known = Value | undefined;

const typeNames: Readonly<Record<Value["type"], Bilingual>> = {
  bool: { zh: "真假 bool", en: "bool" },
  int: { zh: "整数 int", en: "int" },
  double: { zh: "小数 double", en: "double" },
  string: { zh: "字符串 string", en: "string" },
};
const aNumber: Bilingual = { zh: "数字（int 或 double）", en: "a number (int or double)" };
const functions = ["has", "size", "int", "double", "contains", "startsWith", "endsWith"] as const;
type FunctionName = (typeof functions)[number];
const isFunction = (name: string): name is FunctionName => (functions as readonly string[]).includes(name);

class Checker {
  readonly diagnostics: Diagnostic[] = [];
  readonly reads = new Map<string, Binding>();
  readonly #source: string;
  readonly #names: ReadonlyMap<string, Binding>;

  constructor(source: string, names: ReadonlyMap<string, Binding>) {
    this.#source = source;
    this.#names = names;
  }

  #report(code: DiagnosticCode, node: { readonly span: Expression["span"] }, detail: DiagnosticDetail): undefined {
    this.diagnostics.push(diagnose(this.#source, code, node.span, detail));
  }

  #text(node: Expression): string {
    return this.#source.slice(node.span.start, node.span.end);
  }

  #wrongType(node: Expression, value: Value, expected: Bilingual, suggestion?: string): undefined {
    const found = `${this.#text(node)} (${value.type})`;
    return this.#report("wrong-type", node, { found, expected, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  condition(node: Expression, expected: Bilingual = typeNames.bool): Condition | undefined {
    const value = this.value(node);
    if (value === undefined || value.type === "bool") return value?.of;
    const suggestion = value.type === "string" ? undefined : `${this.#text(node)} > 0`;
    return this.#wrongType(node, value, expected, suggestion);
  }

  #binding(node: Expression & { readonly kind: "name" }): Binding | undefined {
    const binding = this.#names.get(node.name);
    if (binding !== undefined) {
      this.reads.set(binding.name, binding);
      return binding;
    }
    const suggestion = nearest(node.name, [...this.#names.keys(), "true", "false"]);
    return this.#report("unknown-name", node, {
      found: node.name,
      expected: { zh: "环境中声明的字段名", en: "a field that the environment declares" },
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  value(node: Expression): Known {
    switch (node.kind) {
      case "bool":
        return { type: "bool", of: { kind: "constant", value: node.value } };
      case "number":
        return { type: node.type, of: { kind: "number", value: node.value }, literal: true };
      case "text":
        return { type: "string", of: { kind: "text", value: node.value } };
      case "name": {
        const binding = this.#binding(node);
        return binding === undefined ? undefined : bindingValue(binding);
      }
      case "list":
        return this.#report("list-elsewhere", node, {
          found: this.#text(node),
          expected: { zh: "写成 字段 in [甲, 乙]", en: "field in [a, b]" },
        });
      case "not": {
        const of = this.condition(node.operand);
        return of === undefined ? undefined : { type: "bool", of: { kind: "not", of } };
      }
      case "negate": {
        const value = this.#number(node.operand);
        return value === undefined ? undefined : { type: value.type, of: { kind: "negate", of: value.of }, literal: false };
      }
      case "and":
      case "or": {
        const of = node.operands.map((operand) => this.condition(operand));
        return of.every((c) => c !== undefined) ? { type: "bool", of: { kind: node.kind, of } } : undefined;
      }
      case "compare":
        return this.#compare(node);
      case "in":
        return this.#in(node);
      case "arithmetic":
        return this.#arithmetic(node);
      case "choose":
        return this.#choose(node);
      case "call":
        return this.#call(node);
    }
  }

  #number(node: Expression): (Value & { readonly type: "int" | "double" }) | undefined {
    const value = this.value(node);
    if (value === undefined || value.type === "int" || value.type === "double") return value;
    return this.#wrongType(node, value, aNumber);
  }

  #textValue(node: Expression): Text | undefined {
    const value = this.value(node);
    return value === undefined || value.type === "string" ? value?.of : this.#wrongType(node, value, typeNames.string);
  }

  #arithmetic(node: Expression & { readonly kind: "arithmetic" }): Known {
    const left = this.#number(node.left);
    const right = this.#number(node.right);
    if (left === undefined || right === undefined) return undefined;
    if (left.type !== right.type) {
      const int = left.type === "int" ? node.left : node.right;
      const literal = left.type === "int" ? left.literal : right.literal;
      return this.#report("mixed-numbers", node, {
        found: `${left.type} ${node.op} ${right.type}`,
        expected: { zh: "两边同为 int 或同为 double", en: "both sides int or both double" },
        suggestion: literal ? `${this.#text(int)}.0` : `double(${this.#text(int)})`,
      });
    }
    if (node.op === "%" && left.type === "double") {
      return this.#report("wrong-type", node, {
        found: "double % double",
        expected: { zh: "取余的两边都是整数 int", en: "int on both sides of %" },
      });
    }
    return { type: left.type, of: { kind: "arithmetic", op: node.op, type: left.type, left: left.of, right: right.of }, literal: false };
  }

  #compare(node: Expression & { readonly kind: "compare" }): Known {
    const left = this.value(node.left);
    const right = this.value(node.right);
    if (left === undefined || right === undefined) return undefined;
    if (left.type === "bool" || right.type === "bool" || left.type === "string" || right.type === "string") {
      if (left.type !== right.type) return this.#wrongType(node.right, right, typeNames[left.type]);
      if (node.op !== "==" && node.op !== "!=") {
        return this.#wrongType(node.left, left, {
          zh: `${aNumber.zh}，${node.op} 只比较数字`,
          en: `${aNumber.en}; ${node.op} compares only numbers`,
        });
      }
      const same =
        left.type === "bool" && right.type === "bool"
          ? sameCondition(left.of, right.of)
          : left.type === "string" && right.type === "string"
            ? this.#sameText(node.left, left.of, node.right, right.of)
            : undefined;
      if (same === undefined) return undefined;
      return { type: "bool", of: node.op === "==" ? same : { kind: "not", of: same } };
    }
    return { type: "bool", of: { kind: "compare", op: node.op, left: left.of, right: right.of } };
  }

  #sameText(leftNode: Expression, left: Text, rightNode: Expression, right: Text): Condition | undefined {
    if (left.kind === "listed" && right.kind === "text") return this.#listedIs(left, [{ node: rightNode, value: right.value }]);
    if (right.kind === "listed" && left.kind === "text") return this.#listedIs(right, [{ node: leftNode, value: left.value }]);
    return { kind: "text-same", left, right };
  }

  #listedIs(listed: Text & { readonly kind: "listed" }, items: readonly { readonly node: Expression; readonly value: string }[]): Condition | undefined {
    const list: number[] = [];
    let known = true;
    for (const { node, value } of items) {
      const index = listed.values.indexOf(value);
      if (index >= 0) {
        list.push(index);
        continue;
      }
      known = false;
      const suggestion = nearest(value, listed.values);
      const some = listed.values
        .slice(0, 8)
        .map((v) => JSON.stringify(v))
        .join(", ");
      const all = listed.values.length > 8 ? `${some}, …` : some;
      this.#report("unknown-value", node, {
        found: JSON.stringify(value),
        expected: { zh: `以下之一：${all}`, en: `one of ${all}` },
        ...(suggestion === undefined ? {} : { suggestion: JSON.stringify(suggestion) }),
      });
    }
    return known ? { kind: "one-of", item: { kind: "fact", slot: listed.slot }, list } : undefined;
  }

  #in(node: Expression & { readonly kind: "in" }): Known {
    const item = this.value(node.item);
    if (node.list.kind !== "list") {
      return this.#report("wrong-type", node.list, {
        found: this.#text(node.list),
        expected: { zh: "方括号列表，如 [1, 2]", en: "a list in square brackets, such as [1, 2]" },
      });
    }
    if (node.list.items.length === 0) {
      return this.#report("empty-list", node.list, { found: "[]", expected: { zh: "至少一项", en: "at least one item" } });
    }
    if (item === undefined) return undefined;
    if (item.type === "bool") return this.#wrongType(node.item, item, { zh: "数字或字符串", en: "a number or a string" });
    const numbers: number[] = [];
    const texts: { node: Expression; value: string }[] = [];
    for (const entry of node.list.items) {
      const wanted = item.type === "string" ? "text" : "number";
      if (entry.kind === "number" && wanted === "number") numbers.push(entry.value);
      else if (entry.kind === "text" && wanted === "text") texts.push({ node: entry, value: entry.value });
      else {
        const isLiteral = entry.kind === "number" || entry.kind === "text" || entry.kind === "bool";
        this.#report(isLiteral ? "wrong-type" : "needs-literal", entry, {
          found: this.#text(entry),
          expected: wanted === "text" ? { zh: "带引号的字符串常量", en: "a text constant in quotes" } : { zh: "数字常量", en: "a number constant" },
        });
      }
    }
    if (numbers.length + texts.length !== node.list.items.length) return undefined;
    if (item.type !== "string") return { type: "bool", of: { kind: "one-of", item: item.of, list: numbers } };
    if (item.of.kind === "listed") {
      const of = this.#listedIs(item.of, texts);
      return of === undefined ? undefined : { type: "bool", of };
    }
    return { type: "bool", of: { kind: "text-one-of", item: item.of, list: texts.map((t) => t.value) } };
  }

  #choose(node: Expression & { readonly kind: "choose" }): Known {
    const condition = this.condition(node.condition);
    const yes = this.value(node.yes);
    const no = this.value(node.no);
    if (condition === undefined || yes === undefined || no === undefined) return undefined;
    if (yes.type === "string") {
      return this.#wrongType(node.yes, yes, { zh: "数字或真假", en: "a number or a bool; a choice between texts is not supported" });
    }
    if (yes.type !== no.type) {
      const bothNumbers = yes.type !== "bool" && (no.type === "int" || no.type === "double");
      return this.#wrongType(node.no, no, typeNames[yes.type], bothNumbers ? `${yes.type}(${this.#text(node.no)})` : undefined);
    }
    if (yes.type === "bool" && no.type === "bool") {
      return { type: "bool", of: { kind: "choose", condition, yes: yes.of, no: no.of } };
    }
    if (yes.type !== "bool" && no.type !== "bool") {
      return { type: yes.type, of: { kind: "choose", condition, yes: yes.of, no: no.of }, literal: false };
    }
    return undefined;
  }

  #call(node: Expression & { readonly kind: "call" }): Known {
    const { name } = node;
    if (!isFunction(name)) {
      const suggestion = nearest(name, functions);
      return this.#report(
        "unknown-function",
        { span: node.nameSpan },
        {
          found: `${name}()`,
          expected: { zh: `${functions.join("、")} 之一`, en: `one of ${functions.join(", ")}` },
          ...(suggestion === undefined ? {} : { suggestion: `${suggestion}()` }),
        },
      );
    }
    const isTest = name === "contains" || name === "startsWith" || name === "endsWith";
    // size is the one function that CEL allows in both styles.
    const subject = node.receiver !== undefined && (isTest || name === "size") ? node.receiver : isTest ? undefined : node.args[0];
    const countWanted = isTest ? 1 : node.receiver === undefined ? 1 : 0;
    if (subject === undefined || node.args.length !== countWanted || (node.receiver !== undefined && !isTest && name !== "size")) {
      const usage = isTest ? `text.${name}("…")` : `${name}(…)`;
      return this.#report("argument-count", { span: node.nameSpan }, { found: this.#text(node), expected: { zh: `写成 ${usage}`, en: usage } });
    }
    switch (name) {
      case "has": {
        if (subject.kind !== "name") {
          return this.#report("needs-name", subject, { found: this.#text(subject), expected: { zh: "字段名", en: "the name of a field" } });
        }
        const binding = this.#binding(subject);
        return binding === undefined ? undefined : { type: "bool", of: { kind: "has", slot: binding.slot } };
      }
      case "size": {
        const of = this.#textValue(subject);
        return of === undefined ? undefined : { type: "int", of: { kind: "size", of }, literal: false };
      }
      case "int": {
        const value = this.#number(subject);
        if (value === undefined) return undefined;
        return { type: "int", of: value.type === "int" ? value.of : { kind: "to-int", of: value.of }, literal: false };
      }
      case "double": {
        const value = this.#number(subject);
        return value === undefined ? undefined : { type: "double", of: value.of, literal: false };
      }
      case "contains":
      case "startsWith":
      case "endsWith": {
        const text = this.#textValue(subject);
        const part = this.#textValue(node.args[0]);
        return text === undefined || part === undefined ? undefined : { type: "bool", of: { kind: "text-test", test: name, text, part } };
      }
    }
  }
}

function bindingValue(binding: Binding): Value {
  const { slot, values } = binding;
  switch (binding.type) {
    case "bool":
      return { type: "bool", of: { kind: "flag", slot } };
    case "int":
    case "double":
      return { type: binding.type, of: { kind: "fact", slot }, literal: false };
    case "string":
      return { type: "string", of: values === undefined ? { kind: "free", slot } : { kind: "listed", slot, values } };
  }
}

/** `x == true` is x: what people write should cost nothing. */
function sameCondition(left: Condition, right: Condition): Condition {
  if (right.kind === "constant") return right.value ? left : { kind: "not", of: left };
  if (left.kind === "constant") return left.value ? right : { kind: "not", of: right };
  return { kind: "same", left, right };
}

/**
 * Parses and checks one condition. Never throws.
 * @param names the environment's bindings, from `bindingsByName`
 */
export function checkCondition(source: string, names: ReadonlyMap<string, Binding>, limits: RuleLimits = ruleLimits): Checked {
  const parsed = parseExpression(source, limits);
  if (!parsed.ok) return { ok: false, diagnostics: [parsed.diagnostic] };
  const checker = new Checker(source, names);
  const value = checker.value(parsed.expression);
  if (value !== undefined && value.type !== "bool") {
    const found = `${source} (${value.type})`;
    const expected = { zh: "比较或逻辑运算，如 x >= 60", en: "a comparison or logic, such as x >= 60" };
    checker.diagnostics.push(diagnose(source, "not-a-condition", parsed.expression.span, { found, expected }));
  }
  if (checker.diagnostics.length > 0 || value?.type !== "bool") return { ok: false, diagnostics: checker.diagnostics };
  return { ok: true, value: { source, condition: value.of, reads: [...checker.reads.values()] } };
}
