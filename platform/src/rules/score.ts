// Joins hits to typology scores by noisy-or: 1 − Π(1 − w·q) over the live hits, after suppressors have lowered them
// (domain rule: several weak signs add up, none alone reaches certainty). Shadow rules never count. Scores are whole
// permille, always multiplied in the same order, so that a replay gives the same digits.

import type { CompiledRules, RuleOutcomes } from "./compile.ts";
import type { LoadedPack, LoadedTypology } from "./loaded.ts";

/** Levels of one typology's score against its two thresholds. */
export type TypologyLevel = "quiet" | "tell" | "act";

export interface TypologyScorer {
  /** Typologies with at least one live rule of this kind; the position is the typology index. */
  readonly typologies: readonly LoadedTypology[];
  /**
   * Writes each typology's score in permille (0…1000) into `scores` (length of `typologies`).
   * @returns index of the highest score, the first of equals; −1 when no live rule of a typology is hit. `scores` is
   *   then left as it was: the fast path writes nothing.
   */
  readonly score: (out: RuleOutcomes, scores: Int32Array) => number;
  /**
   * What remains of a hit rule's weight after the suppressors of the same outcome, 0…1.
   */
  readonly remaining: (out: RuleOutcomes, ruleIndex: number) => number;
}

/** Level of a score: `tell` from tellPermille, `act` from actPermille. */
export function levelOf(typology: LoadedTypology, scorePermille: number): TypologyLevel {
  const { tellPermille, actPermille } = typology.typology.thresholds;
  return scorePermille >= actPermille ? "act" : scorePermille >= tellPermille ? "tell" : "quiet";
}

/** Prepares the tables; call once per compiled rule set. */
export function buildScorer(packs: readonly LoadedPack[], compiled: CompiledRules): TypologyScorer {
  const denseById = new Map(compiled.rules.map((rule, i) => [rule.id, i]));
  const isLive = (id: string): boolean => {
    const dense = denseById.get(id);
    return dense !== undefined && compiled.rules[dense].rule.mode === "live";
  };
  const typologies = packs.flatMap((p) => p.typologies).filter((t) => t.typology.rules.some(isLive));

  // Memberships of each rule, one run per rule: typology and strength.
  const memberStart = new Int32Array(compiled.rules.length + 1);
  const memberTypology: number[] = [];
  const memberStrength: number[] = [];
  compiled.rules.forEach((rule, i) => {
    typologies.forEach((typology, t) => {
      const strength = typology.strengths.get(rule.id);
      if (strength === undefined || rule.rule.mode !== "live") return;
      memberTypology.push(t);
      memberStrength.push(strength);
    });
    memberStart[i + 1] = memberTypology.length;
  });
  const typologyOf = Int32Array.from(memberTypology);
  const strengthOf = Float64Array.from(memberStrength);

  // Suppressors that lower each rule.
  const loweredBy = compiled.rules.map((rule) =>
    compiled.suppressors.flatMap(({ suppressor }, j) =>
      suppressor.mode === "live" && (suppressor.lowers.includes(rule.id) || suppressor.lowers.includes(rule.rule.family))
        ? [{ dense: compiled.suppressorBase + j, factor: suppressor.factorPermille / 1000 }]
        : [],
    ),
  );
  const ruleWords = compiled.suppressorBase >> 5;
  const rest = new Float64Array(typologies.length);

  const remaining = (out: RuleOutcomes, ruleIndex: number): number => {
    let factor = 1;
    const lowering = loweredBy[ruleIndex];
    for (let i = 0; i < lowering.length; i++) {
      const { dense } = lowering[i];
      if ((out.hit[dense >> 5] & (1 << (dense & 31))) !== 0) factor *= lowering[i].factor;
    }
    return factor;
  };

  const score = (out: RuleOutcomes, scores: Int32Array): number => {
    const { hit } = out;
    let touched = false;
    for (let w = 0; w < ruleWords; w++) {
      let m = hit[w];
      while (m !== 0) {
        const bit = m & (0 - m);
        m ^= bit;
        const rule = (w << 5) + 31 - Math.clz32(bit);
        const end = memberStart[rule + 1];
        if (memberStart[rule] === end) continue;
        if (!touched) {
          rest.fill(1);
          touched = true;
        }
        const factor = remaining(out, rule);
        for (let i = memberStart[rule]; i < end; i++) rest[typologyOf[i]] *= 1 - strengthOf[i] * factor;
      }
    }
    if (!touched) return -1;
    let best = 0;
    for (let t = 0; t < rest.length; t++) {
      scores[t] = Math.round((1 - rest[t]) * 1000);
      if (scores[t] > scores[best]) best = t;
    }
    return best;
  };
  return { typologies, score, remaining };
}
