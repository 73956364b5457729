// Our rules against json-rules-engine, zen-engine and json-logic-js: the same rules, the same events, in one run, with
// equal answers demanded of everybody. Ours starts from the same plain object as the others and ends with reasons (rule
// id and values of every hit). Run: node platform/bench/rules.ts

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { ZenEngine, evaluateExpressionSync } from "@gorules/zen-engine";
import { Engine } from "json-rules-engine";
import { compileRules, makeOutcomes } from "../src/rules/compile.ts";
import { noTexts } from "../src/rules/environment.ts";
import { loadRulepacks } from "../src/rules/load.ts";
import { renderRows, type BenchRow } from "./bench-row.ts";
import { environmentOf, numericSet, packOf, paymentSet, type RuleSet, type SetCondition, type SetEvent } from "./rules-sets.ts";

const jsonLogic = createRequire(import.meta.url)("json-logic-js") as { apply(logic: unknown, data: unknown): unknown };

/** Why a rule hit: what a verdict would carry. */
interface Reason {
  readonly rule: string;
  readonly values: readonly number[];
}

interface Contender {
  readonly name: string;
  /** Judges the events from..to and returns how many hits it reported. */
  readonly judge: (from: number, to: number) => number | Promise<number>;
  /** Ids of one event's hits, sorted as the rules are. */
  readonly answer: (event: SetEvent) => readonly string[] | Promise<readonly string[]>;
}

function ours(set: RuleSet): Contender {
  const env = environmentOf(set);
  const { packs, problems } = loadRulepacks([packOf(set)], env, ["event"]);
  const errors = problems.filter((p) => p.severity === "error");
  if (errors.length > 0) throw new Error(`benchmark pack: ${errors[0].message.en}`);
  const compiled = compileRules(packs, env, "event");
  const out = makeOutcomes(compiled);
  const facts = new Float64Array(env.slotsMax);
  const ids = compiled.rules.map((r) => r.id);
  // Every rule of these sets reports two values.
  const first = Int32Array.from(compiled.rules, (r) => r.values[0].slot);
  const second = Int32Array.from(compiled.rules, (r) => r.values[1].slot);
  // A decoder fills the facts field by field, knowing the names; so does this generated one.
  const fill = new Function(
    "codes",
    `return (e, f) => { ${set.fields
      .map(({ name, values, bool }, i) => `f[${i}] = ${values ? `codes[${i}].get(e.${name})` : bool ? `e.${name} ? 1 : 0` : `e.${name}`};`)
      .join(" ")} };`,
  )(set.fields.map(({ values }) => new Map(values?.map((v, i) => [v, i])))) as (event: SetEvent, facts: Float64Array) => void;

  const reasons = (event: SetEvent): readonly Reason[] => {
    fill(event, facts);
    if (compiled.run(facts, noTexts, out) === 0) return none;
    const list: Reason[] = [];
    const { hit } = out;
    for (let w = 0; w < hit.length; w++) {
      for (let m = hit[w]; m !== 0; m &= m - 1) {
        const rule = (w << 5) + 31 - Math.clz32(m & (0 - m));
        list.push({ rule: ids[rule], values: [facts[first[rule]], facts[second[rule]]] });
      }
    }
    return list;
  };
  return {
    name: "duanliu",
    judge(from, to) {
      let n = 0;
      for (let i = from; i < to; i++) n += reasons(set.events[i]).length;
      return n;
    },
    answer: (event) => reasons(event).map((r) => r.rule),
  };
}
const none: readonly Reason[] = [];

function jsonRulesEngine(set: RuleSet): Contender {
  const operators = { ">=": "greaterThanInclusive", "<": "lessThan", "==": "equal" } as const;
  const engine = new Engine(
    set.rules.map(({ id, all }) => ({
      conditions: { all: all.map((c) => ({ fact: c.field, operator: operators[c.op], value: c.value })) },
      event: { type: id },
    })),
  );
  const run = async (event: SetEvent): Promise<readonly { readonly type: string }[]> => (await engine.run({ ...event })).events;
  return {
    name: "json-rules-engine",
    async judge(from, to) {
      let n = 0;
      for (let i = from; i < to; i++) n += (await run(set.events[i])).length;
      return n;
    },
    answer: async (event) => (await run(event)).map((e) => e.type),
  };
}

const zenCondition = (c: SetCondition): string => `${c.field} ${c.op} ${JSON.stringify(c.value)}`;

/** zen's own way: one decision table that collects every matching row, compiled once. */
function zenTable(set: RuleSet): Contender {
  const inputs = set.fields.map(({ name }) => ({ id: name, name, field: name }));
  const rules = set.rules.map(({ id, all }) => {
    // An empty cell means "any"; a missing one would make the row never match.
    const row: Record<string, string> = { ...Object.fromEntries(set.fields.map((f) => [f.name, ""])), _id: id, rule: JSON.stringify(id) };
    for (const { field, op, value } of all) row[field] = op === "==" ? JSON.stringify(value) : `${op} ${JSON.stringify(value)}`;
    return row;
  });
  const table = { hitPolicy: "collect", inputs, outputs: [{ id: "rule", name: "rule", field: "rule" }], rules };
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: "in", name: "in", type: "inputNode" },
      { id: "table", name: "table", type: "decisionTableNode", content: table },
      { id: "out", name: "out", type: "outputNode" },
    ],
    edges: [
      { id: "1", sourceId: "in", targetId: "table", type: "edge" },
      { id: "2", sourceId: "table", targetId: "out", type: "edge" },
    ],
  });
  const run = async (event: SetEvent): Promise<readonly { readonly rule: string }[]> => (await decision.evaluate(event)).result;
  return {
    name: "zen-engine table",
    async judge(from, to) {
      let n = 0;
      for (let i = from; i < to; i++) n += (await run(set.events[i])).length;
      return n;
    },
    answer: async (event) => (await run(event)).map((r) => r.rule),
  };
}

/** zen's fastest way we know: all rules as one list expression, evaluated in place. */
function zenExpression(set: RuleSet): Contender {
  const expression = `[${set.rules.map(({ all }) => all.map(zenCondition).join(" and ")).join(", ")}]`;
  const run = (event: SetEvent): readonly boolean[] => evaluateExpressionSync(expression, event);
  return {
    name: "zen-engine expression",
    judge(from, to) {
      let n = 0;
      for (let i = from; i < to; i++) for (const hit of run(set.events[i])) n += hit ? 1 : 0;
      return n;
    },
    answer: (event) => run(event).flatMap((hit, i) => (hit ? [set.rules[i].id] : [])),
  };
}

function jsonLogicJs(set: RuleSet): Contender {
  const logic = set.rules.map(({ all }) => ({ and: all.map((c) => ({ [c.op === "==" ? "===" : c.op]: [{ var: c.field }, c.value] })) }));
  return {
    name: "json-logic-js",
    judge(from, to) {
      let n = 0;
      for (let i = from; i < to; i++) for (const rule of logic) n += jsonLogic.apply(rule, set.events[i]) === true ? 1 : 0;
      return n;
    },
    answer: (event) => logic.flatMap((rule, i) => (jsonLogic.apply(rule, event) === true ? [set.rules[i].id] : [])),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Processor time of this process so far, all threads, in seconds. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Events per second of processor time in one round that lasts about `seconds` of it. Processor time and not wall time:
 * other programs on the machine would otherwise be part of the result. Hits are summed so that nothing is optimised away.
 */
async function round(contender: Contender, set: RuleSet, seconds: number): Promise<{ perSecond: number; hitsPerEvent: number }> {
  let events = 0;
  let hits = 0;
  let chunk = 1;
  const start = cpuSeconds();
  for (;;) {
    for (let done = 0; done < chunk;) {
      const from = (events + done) % set.events.length;
      const to = Math.min(set.events.length, from + chunk - done);
      const n = contender.judge(from, to);
      hits += typeof n === "number" ? n : await n;
      done += to - from;
    }
    events += chunk;
    const used = cpuSeconds() - start;
    if (used >= seconds) return { perSecond: events / used, hitsPerEvent: hits / events };
    // Few looks at the clock for the fast, no long overrun for the slow.
    if (used < seconds / 4) chunk *= 2;
  }
}

// Answers are compared on this many events (fewer where the slowest peer takes tens of milliseconds for each).
const comparedEvents = (set: RuleSet): number => (set.rules.length > 100 ? 40 : 400);

async function compareAnswers(set: RuleSet, contenders: readonly Contender[]): Promise<number> {
  const place = new Map(set.rules.map((rule, i) => [rule.id, i]));
  let checksum = 0;
  for (const event of set.events.slice(0, comparedEvents(set))) {
    const answers = await Promise.all(contenders.map(async (c) => [...(await c.answer(event))].sort((a, b) => place.get(a)! - place.get(b)!).join(" ")));
    answers.forEach((answer, i) => {
      if (answer !== answers[0]) throw new Error(`${set.name}: ${contenders[i].name} says [${answer}], ${contenders[0].name} says [${answers[0]}]`);
    });
    for (const letter of answers[0]) checksum = (Math.imul(checksum, 31) + letter.charCodeAt(0)) | 0;
  }
  return checksum >>> 0;
}

/**
 * Measures every set with every engine, rounds interleaved, medians reported: one row per set and peer.
 * @param options.rounds rounds per engine and set
 * @param options.seconds length of one round in processor time
 */
export async function benchRules(options: { readonly rounds?: number; readonly seconds?: number } = {}): Promise<BenchRow[]> {
  const { rounds = 7, seconds = 0.15 } = options;
  const rows: BenchRow[] = [];
  for (const set of [paymentSet(4096), numericSet(10, 4096), numericSet(100, 4096), numericSet(1000, 2048)]) {
    const contenders = [ours(set), jsonRulesEngine(set), zenTable(set), zenExpression(set), jsonLogicJs(set)];
    const checksum = await compareAnswers(set, contenders);
    const speeds = contenders.map((): number[] => []);
    let hitsPerEvent = 0;
    // The first round warms up and is not counted.
    for (let r = 0; r <= rounds; r++) {
      for (const [i, contender] of contenders.entries()) {
        const result = await round(contender, set, r === 0 ? seconds / 2 : seconds);
        if (r > 0) speeds[i].push(result.perSecond);
        if (i === 0) hitsPerEvent = result.hitsPerEvent;
      }
    }
    const [mine, ...peers] = speeds.map(median);
    peers.forEach((peerValue, i) => {
      const note = `${hitsPerEvent.toFixed(2)} hits/event, answers equal, checksum ${checksum.toString(16)}`;
      rows.push({
        name: `rules: ${set.name}`,
        ours: mine,
        peer: contenders[i + 1].name,
        peerValue,
        ratio: mine / peerValue,
        unit: "events/CPU-s",
        note,
      });
    });
  }
  return rows;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = await benchRules();
  console.log(renderRows(rows));
  const worst = Math.min(...rows.map((r) => r.ratio));
  console.log(`\nlowest ratio ${worst.toFixed(1)}x (bar: 50x the fastest peer of each set)`);
  process.exitCode = worst >= 50 ? 0 : 1;
}
