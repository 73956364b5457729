/**
 * Makes loaded rulepacks ready to judge: compiled per kind of event, with only the facts they read. Done once when
 * rules are published, never per event. Refuses a rule that names something its kind of event can never carry.
 */
import { hashText } from "../base/hash.ts";
import { ProblemError } from "../base/problem.ts";
import { EVENT_KINDS, type EventKind } from "../domain/event-fields.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { compileRules, makeOutcomes, type CompiledRules, type RuleOutcomes } from "../rules/compile.ts";
import { loadRulepacks, type RuleSource } from "../rules/load.ts";
import type { LoadedPack, LoadedRule, LoadedSuppressor } from "../rules/loaded.ts";
import { buildScorer, type TypologyScorer } from "../rules/score.ts";
import { hex8 } from "./verdict-batch.ts";
import { FACTS_MAX, type FactLoader, type KindFacts, type ScreenEnvironment } from "./environment.ts";

export interface KindRules {
  readonly kind: EventKind;
  readonly compiled: CompiledRules;
  readonly scorer: TypologyScorer;
  readonly load: FactLoader;
  /** This kind's facts; what the kind cannot carry stays NaN for ever. */
  readonly facts: Float64Array;
  readonly factWords: Uint32Array;
  readonly outcomes: RuleOutcomes;
  readonly scores: Int32Array;
  /** Slots of measured facts that rules read: part of a verdict's digest. */
  readonly measuredSlots: Int32Array;
  /** Slots of the script facts (size, hourCount, hourSenders); -1 when no rule reads one. */
  readonly scriptSlots: readonly [number, number, number];
  readonly readsScript: boolean;
  readonly textRefs: ReadonlyMap<number, number>;
}

export interface PublishedRules {
  /** Digest of the packs' texts. Short, because every verdict carries it; which packs it means is served and archived. */
  readonly version: string;
  readonly packs: readonly LoadedPack[];
  readonly sources: readonly RuleSource[];
  readonly kinds: readonly KindRules[];
  readonly rulesById: ReadonlyMap<string, LoadedRule>;
  readonly suppressorsById: ReadonlyMap<string, LoadedSuppressor>;
  /** Features that any rule reads, by name. */
  readonly featureSlots: ReadonlyMap<string, number>;
}

/** Loads, checks and compiles. Throws a `rulepack-invalid` problem that lists what is wrong. */
export function publishRules(sources: readonly RuleSource[], env: ScreenEnvironment): PublishedRules {
  const { packs, problems } = loadRulepacks(sources, env.environment, EVENT_KINDS, { categories: SCAM_CATEGORIES });
  const errors = problems.filter((p) => p.severity === "error");
  const messages = errors.map((p) => `${p.path}${p.fileLine === undefined ? "" : `:${p.fileLine}`} ${p.jsonPath} ${p.message.en}${p.frame === undefined ? "" : `\n${p.frame}`}`);
  if (errors.length === 0) messages.push(...misplacedNames(packs, env));
  if (messages.length > 0) {
    throw new ProblemError({ code: "rulepack-invalid", detail: messages.slice(0, 20).join("\n"), at: { file: errors[0]?.path ?? packs[0]?.path ?? "" } });
  }
  const rules = packs.flatMap((p) => p.rules);
  const suppressors = packs.flatMap((p) => p.suppressors);
  const featureSlots = new Map<string, number>();
  const kinds = EVENT_KINDS.map((kind) => {
    const ready = kindRules(packs, env, env.kinds[kind]);
    for (const [name, slot] of env.kinds[kind].featureSlots) if (ready.measuredSlots.includes(slot)) featureSlots.set(name, slot);
    return ready;
  });
  const text = sources.map((s) => `${s.path}\u0000${s.text}`).join("\u0000");
  const digest = hex8(hashText(text)) + hex8(hashText(text, 0x2545f491));
  return {
    version: `rules-${digest}`,
    packs,
    sources,
    kinds,
    rulesById: new Map(rules.map((r) => [r.id, r])),
    suppressorsById: new Map(suppressors.map((s) => [s.id, s])),
    featureSlots,
  };
}

function slotsRead(item: LoadedRule | LoadedSuppressor): readonly number[] {
  return [...item.condition.reads, ...(item.when?.reads ?? []), ...item.values].map((b) => b.slot);
}

/** A rule that read it would judge otherwise when the log is replayed. */
const ERASED_TEXT = "event.text";

/** A rule that applies to several kinds may read a name of one of them only behind `has()`, in `when` or in `if`. */
function misplacedNames(packs: readonly LoadedPack[], env: ScreenEnvironment): string[] {
  const out: string[] = [];
  for (const pack of packs) {
    const items = [...pack.rules.map((r) => ({ ...r, kinds: r.rule.kinds })), ...pack.suppressors.map((s) => ({ ...s, kinds: s.suppressor.kinds }))];
    for (const { id, kinds: named, condition, when } of items) {
      for (const binding of [...condition.reads, ...(when?.reads ?? [])]) {
        const kinds = named as readonly EventKind[];
        if (kinds.every((kind) => !env.kinds[kind].slots.has(binding.slot))) out.push(`${pack.path} ${id}: ${binding.name} is never known for ${kinds.join(", ")}`);
        if (binding.name === ERASED_TEXT && kinds.includes("message"))
          out.push(`${pack.path} ${id}: ${ERASED_TEXT} is not kept once a message is let through; read text.* instead`);
      }
    }
  }
  return out;
}

function kindRules(packs: readonly LoadedPack[], env: ScreenEnvironment, kind: KindFacts): KindRules {
  const compiled = compileRules(packs, env.environment, kind.kind);
  const scorer = buildScorer(packs, compiled);
  const read = new Set([...compiled.rules, ...compiled.suppressors].flatMap(slotsRead));
  const facts = new Float64Array(FACTS_MAX).fill(NaN);
  const measured = [...kind.featureSlots.values(), ...kind.scriptSlots.values()].filter((slot) => read.has(slot)).sort((a, b) => a - b);
  const script = (name: string): number => {
    const slot = kind.scriptSlots.get(name) ?? -1;
    return read.has(slot) ? slot : -1;
  };
  const scriptSlots = [script("script.size"), script("script.hourCount"), script("script.hourSenders")] as const;
  return {
    kind: kind.kind,
    compiled,
    scorer,
    load: kind.loader(read),
    facts,
    factWords: new Uint32Array(facts.buffer),
    outcomes: makeOutcomes(compiled),
    scores: new Int32Array(scorer.typologies.length),
    measuredSlots: Int32Array.from(measured),
    scriptSlots,
    readsScript: scriptSlots.some((slot) => slot >= 0),
    textRefs: kind.textRefs,
  };
}
