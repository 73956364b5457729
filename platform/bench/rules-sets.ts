// The rule sets and events that the rule engines are compared on: one neutral description of each rule, from which every
// engine's own form is written. Seeded, so that every run and every engine sees the same.

import type { Environment } from "../src/rules/environment.ts";
import type { RuleSource } from "../src/rules/load.ts";

export type Operator = ">=" | "<" | "==";

export interface SetCondition {
  readonly field: string;
  readonly op: Operator;
  readonly value: number | string | boolean;
}

export interface SetRule {
  readonly id: string;
  readonly all: readonly SetCondition[];
}

export type SetEvent = Readonly<Record<string, number | string | boolean>>;

export interface RuleSet {
  readonly name: string;
  readonly rules: readonly SetRule[];
  readonly events: readonly SetEvent[];
  readonly fields: readonly { readonly name: string; readonly values?: readonly string[]; readonly bool?: true }[];
}

/** Small seeded generator (mulberry32): benchmark data must not depend on the day. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` rules of two comparisons each over ten numeric fields; each rule hits about one event in twenty-five. */
export function numericSet(count: number, eventCount: number): RuleSet {
  const next = seeded(20_261_123 + count);
  const fields = Array.from({ length: 10 }, (_, i) => ({ name: `f${i}` }));
  const condition = (field: number): SetCondition => {
    // Each comparison lets 5 to 35 per cent of the values pass.
    const share = 0.05 + 0.3 * next();
    const above = next() < 0.6;
    return { field: `f${field}`, op: above ? ">=" : "<", value: Math.round(1000 * (above ? 1 - share : share)) };
  };
  const rules = Array.from({ length: count }, (_, i) => {
    const first = Math.floor(next() * 10);
    const second = (first + 1 + Math.floor(next() * 9)) % 10;
    return { id: `R${i + 1}`, all: [condition(first), condition(second)] };
  });
  const events = Array.from({ length: eventCount }, () => Object.fromEntries(fields.map((f) => [f.name, Math.floor(next() * 1000)])));
  return { name: `${count} rules, ${2 * count} conditions over 10 fields`, rules, events, fields };
}

/** Twenty comparisons over ten fields of mixed type, as a payment desk would write them. */
export function paymentSet(eventCount: number): RuleSet {
  const next = seeded(7);
  const channels = ["counter", "app", "web", "atm", "code"];
  const fields = [
    { name: "amount" },
    { name: "hour" },
    { name: "channel", values: channels },
    { name: "payeeAgeDays" },
    { name: "onCall", bool: true as const },
    { name: "payeeListed", bool: true as const },
    { name: "paid24h" },
    { name: "payees24h" },
    { name: "payerAge" },
    { name: "screenShared", bool: true as const },
  ];
  const at = (field: string, op: Operator, value: number | string | boolean): SetCondition => ({ field, op, value });
  const pairs: readonly (readonly [SetCondition, SetCondition])[] = [
    [at("amount", ">=", 50_000), at("payeeAgeDays", "<", 1)],
    [at("onCall", "==", true), at("amount", ">=", 5_000)],
    [at("payeeListed", "==", true), at("amount", ">=", 1)],
    [at("screenShared", "==", true), at("channel", "==", "app")],
    [at("hour", "<", 5), at("amount", ">=", 20_000)],
    [at("payerAge", ">=", 65), at("amount", ">=", 30_000)],
    [at("payees24h", ">=", 3), at("paid24h", ">=", 100_000)],
    [at("payerAge", "<", 18), at("channel", "==", "code")],
    [at("onCall", "==", true), at("screenShared", "==", true)],
    [at("channel", "==", "atm"), at("paid24h", ">=", 20_000)],
  ];
  const rules = pairs.map((all, i) => ({ id: `P${i + 1}`, all }));
  const events = Array.from({ length: eventCount }, () => ({
    amount: Math.floor(200_000 * next() ** 4),
    hour: Math.floor(24 * next()),
    channel: channels[Math.floor(5 * next())],
    payeeAgeDays: Math.floor(400 * next() ** 3),
    onCall: next() < 0.05,
    payeeListed: next() < 0.01,
    paid24h: Math.floor(150_000 * next() ** 3),
    payees24h: Math.floor(5 * next() ** 2),
    payerAge: 10 + Math.floor(75 * next()),
    screenShared: next() < 0.02,
  }));
  return { name: "20 conditions over 10 fields, mixed types", rules, events, fields };
}

/** The set's fields as an environment of ours: one slot each. */
export function environmentOf(set: RuleSet): Environment {
  return {
    slotsMax: set.fields.length,
    bindings: set.fields.map(({ name, values, bool }, slot) => ({
      name,
      slot,
      type: values !== undefined ? "string" : bool === true ? "bool" : "int",
      ...(values === undefined ? {} : { values }),
      zh: name,
      en: name,
    })),
  };
}

/** The set as a rulepack of ours. */
export function packOf(set: RuleSet): RuleSource {
  const rules = set.rules.map(({ id, all }) => ({
    id,
    kinds: ["event"],
    family: "payment",
    outcome: "found",
    weight: "M",
    mode: "live",
    if: all.map((c) => `${c.field} ${c.op} ${JSON.stringify(c.value)}`).join(" && "),
    because: { zh: "命中", en: "found" },
    values: all.map((c) => c.field),
    notIf: { zh: "无", en: "none" },
    basis: "benchmark",
    assumed: true,
  }));
  const text = JSON.stringify({ id: "bench", version: "1.0.0", title: { zh: "测试", en: "Bench" }, typologies: [], rules });
  return { path: "pack.json", text };
}
