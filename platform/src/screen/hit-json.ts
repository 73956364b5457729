/**
 * A hit as JSON without building an object: what never changes of a rule is escaped once. Says the same as `verdictOf`;
 * a test compares them.
 */
import type { Binding } from "../rules/environment.ts";
import type { LoadedRule, TemplatePart } from "../rules/loaded.ts";
import { valueText, type ReasonContext } from "./reason.ts";
import type { FactValue } from "./verdict-batch.ts";

/** A piece of a sentence: ready JSON, or the place of a value among those that the rule reports (-1: not reported). */
type Piece = { readonly json: string } | { readonly binding: Binding; readonly at: number };

interface RuleJson {
  readonly head: string;
  readonly zh: readonly Piece[];
  readonly en: readonly Piece[];
  readonly names: readonly string[];
  readonly bindings: readonly Binding[];
  readonly tail: string;
}

const cache = new WeakMap<LoadedRule, RuleJson>();
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

function prepare(rule: LoadedRule): RuleJson {
  const pieces = (parts: readonly TemplatePart[]): readonly Piece[] =>
    parts.map((part) => (part.kind === "words" ? { json: escaped(part.text) } : { binding: part.binding, at: rule.values.findIndex((b) => b.name === part.binding.name) }));
  return {
    head: `{"rule":${JSON.stringify(rule.id)},"outcome":${JSON.stringify(rule.rule.outcome)},"because":{"zh":"`,
    zh: pieces(rule.because.zh),
    en: pieces(rule.because.en),
    names: rule.values.map((b, n) => `${n === 0 ? "" : ","}${JSON.stringify(b.name)}:`),
    bindings: rule.values,
    tail: `},"notIf":${JSON.stringify(rule.rule.notIf)}}`,
  };
}

function sentence(pieces: readonly Piece[], values: readonly FactValue[], zh: boolean, context: ReasonContext): string {
  let out = "";
  for (const piece of pieces) {
    if ("json" in piece) out += piece.json;
    else out += escaped(valueText(piece.binding, piece.at < 0 ? null : values[piece.at]!, zh, context));
  }
  return out;
}

function plainValue(binding: Binding, value: FactValue): string {
  if (value === null) return "null";
  if (binding.type === "bool") return value === 1 ? "true" : "false";
  // -1 stands for "never".
  if (value === -1) return "null";
  return binding.values === undefined ? String(value) : JSON.stringify(binding.values[value] ?? null);
}

export function hitJson(rule: LoadedRule, values: readonly FactValue[], context: ReasonContext): string {
  let ready = cache.get(rule);
  if (ready === undefined) cache.set(rule, (ready = prepare(rule)));
  let out = `${ready.head}${sentence(ready.zh, values, true, context)}","en":"${sentence(ready.en, values, false, context)}"},"values":{`;
  for (let n = 0; n < ready.names.length; n++) out += ready.names[n] + plainValue(ready.bindings[n], values[n]);
  return out + ready.tail;
}
