// Runs the examples that travel with a rulepack: each names facts and what a rule must say of them. They are tests of the
// pack, and they are judged twice, by the interpreter and by the compiled rules, which must agree.

import { compileRules, makeOutcomes, stateOf, type CompiledRules } from "./compile.ts";
import { bindingsByName, type Bilingual, type Environment, type TextSource } from "./environment.ts";
import { interpretRule, type RuleState } from "./interpret.ts";
import type { LoadedPack } from "./loaded.ts";
import type { Example } from "./pack.ts";

/** Facts and free texts of one event. */
export interface FactSet {
  readonly facts: Float64Array;
  readonly texts: TextSource;
}

export interface ExampleFailure {
  readonly rule: string;
  /** Position in examples.json; undefined when an example is missing. */
  readonly index: number | undefined;
  readonly message: Bilingual;
}

/**
 * Lays named values into slots; what is not named is unknown.
 * @throws RangeError for a name or value that the environment does not have (loading has refused such examples)
 */
export function factsFromNames(values: Readonly<Record<string, boolean | number | string>>, env: Environment): FactSet {
  const names = bindingsByName(env);
  const facts = new Float64Array(env.slotsMax).fill(NaN);
  const bySlot = new Map<number, string>();
  for (const [name, value] of Object.entries(values)) {
    const binding = names.get(name);
    if (binding === undefined) throw new RangeError(`unknown binding "${name}"`);
    if (binding.type !== "string") facts[binding.slot] = Number(value);
    else if (binding.values === undefined) {
      facts[binding.slot] = 1;
      bySlot.set(binding.slot, String(value));
    } else {
      const index = binding.values.indexOf(String(value));
      if (index < 0) throw new RangeError(`"${name}" has no value "${String(value)}"`);
      facts[binding.slot] = index;
    }
  }
  const text = (slot: number): string => {
    const found = bySlot.get(slot);
    if (found === undefined) throw new RangeError(`no text for slot ${slot}`);
    return found;
  };
  return { facts, texts: { text } };
}

const words: Readonly<Record<RuleState, Bilingual>> = {
  hit: { zh: "命中", en: "hit" },
  miss: { zh: "未命中", en: "miss" },
  unknown: { zh: "无法判断", en: "unknown" },
  failed: { zh: "出错", en: "failed" },
};

/** Runs every example of one pack and demands one hit and one miss for each rule that is not off. */
export function runExamples(pack: LoadedPack, env: Environment): readonly ExampleFailure[] {
  const failures: ExampleFailure[] = [];
  const compiledByKind = new Map<string, CompiledRules>();
  // Modes do not matter here: a rule that is off must still do what it says. Switched on for compiling only.
  const allOn: LoadedPack = {
    ...pack,
    rules: pack.rules.map((r) => ({ ...r, rule: { ...r.rule, mode: "live" } })),
    suppressors: pack.suppressors.map((s) => ({ ...s, suppressor: { ...s.suppressor, mode: "live" } })),
  };
  const compiledFor = (kind: string): CompiledRules => {
    const compiled = compiledByKind.get(kind) ?? compileRules([allOn], env, kind, { strategy: "straight" });
    compiledByKind.set(kind, compiled);
    return compiled;
  };

  pack.examples.forEach((example, index) => {
    const rule = pack.rules.find((r) => r.id === example.rule);
    const suppressor = pack.suppressors.find((s) => s.id === example.rule);
    const subject = rule ?? suppressor;
    if (subject === undefined) return;
    const { facts, texts } = factsFromNames(example.facts, env);
    const said = interpretRule(subject, facts, texts);
    if (said !== example.must) failures.push(wrong(example, index, said));
    // Suppressors are compiled to run only beside a rule that is not a miss, so they are compared by the property test.
    if (rule === undefined) return;
    for (const kind of rule.rule.kinds) {
      const compiled = compiledFor(kind);
      const out = makeOutcomes(compiled);
      compiled.run(facts, texts, out);
      const state = stateOf(
        out,
        compiled.rules.findIndex((r) => r.id === rule.id),
      );
      if (state !== said) {
        const message = {
          zh: `编译结果（${words[state].zh}）与解释结果（${words[said].zh}）不一致`,
          en: `compiled says ${state}, interpreted says ${said}`,
        };
        failures.push({ rule: rule.id, index, message });
      }
    }
  });

  for (const { id } of [...pack.rules, ...pack.suppressors]) {
    for (const must of ["hit", "miss"] as const) {
      if (pack.examples.some((e) => e.rule === id && e.must === must)) continue;
      failures.push({
        rule: id,
        index: undefined,
        message: { zh: `缺少必须${words[must].zh}的例子`, en: `has no example that must ${must}` },
      });
    }
  }
  return failures;
}

function wrong(example: Example, index: number, said: RuleState): ExampleFailure {
  return {
    rule: example.rule,
    index,
    message: {
      zh: `应为${words[example.must].zh}，实为${words[said].zh}：${example.note.zh}`,
      en: `must be ${example.must}, is ${said}: ${example.note.en}`,
    },
  };
}
