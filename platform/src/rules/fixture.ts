// A small made-up environment and packs around bare expressions, for the tests and benchmarks of this folder only.

import type { Binding, Environment, ValueType } from "./environment.ts";
import type { RuleSource } from "./load.ts";

const directions = ["in", "out", "missed", "blocked"] as const;

function binding(slot: number, name: string, type: ValueType, zh: string, values?: readonly string[]): Binding {
  return { name, type, slot, zh, en: name, ...(values === undefined ? {} : { values }) };
}

export const fixtureEnvironment: Environment = {
  slotsMax: 16,
  bindings: [
    binding(0, "from.callsOut1h", "int", "主叫一小时呼出"),
    binding(1, "from.distinctShare", "double", "不同号码占比"),
    binding(2, "event.answered", "bool", "已接通"),
    binding(3, "event.direction", "string", "方向", directions),
    binding(4, "message.text", "string", "短信内容"),
    binding(5, "from.callsIn3d", "int", "三天呼入"),
    binding(6, "payee.p95", "double", "日常金额上限"),
    binding(7, "event.amount", "double", "金额"),
    binding(8, "event.foreign", "bool", "境外"),
    binding(9, "sender.name", "string", "发送方名称"),
    binding(10, "to.direction", "string", "对端方向", directions),
    binding(11, "event.answeredMs", "int", "接通时长"),
  ],
};

/** One rule around an expression; ids count from R1. */
export interface FixtureRule {
  readonly if: string;
  readonly when?: string;
  readonly [key: string]: unknown;
}

/** A pack file that holds the rules, all in one typology unless said otherwise. */
export function fixtureSource(rules: readonly FixtureRule[], more: Readonly<Record<string, unknown>> = {}): RuleSource {
  const full = rules.map((rule, i) => ({
    id: `R${i + 1}`,
    kinds: ["call"],
    family: "call",
    outcome: "found",
    weight: "M",
    mode: "live",
    because: { zh: "原因", en: "reason" },
    values: [],
    notIf: { zh: "快递", en: "courier" },
    basis: "test",
    assumed: true,
    ...rule,
  }));
  const pack = {
    id: "fixture",
    version: "1.0.0",
    title: { zh: "样例", en: "Fixture" },
    // A typology names at most 200 rules.
    typologies: Array.from({ length: Math.ceil(full.length / 200) }, (_, t) => ({
      id: `T${t + 1}`,
      title: { zh: "类型", en: "Typology" },
      rules: full.slice(t * 200, t * 200 + 200).map((r) => r.id),
      thresholds: { tellPermille: 300, actPermille: 600 },
    })),
    rules: full,
    ...more,
  };
  return { path: "rulepacks/fixture/pack.json", text: JSON.stringify(pack, null, 2) };
}
