/**
 * Training rows, cross-validation and the figures of both languages. Every fold is scored by the real judge with a
 * model file of that fold, rounding included. Positive in zh are the real fake-base-station phishing and financial texts
 * (the rest of the fraud rows is noisy or machine-written), negative is all that is not fraud.
 */
import { Prng } from "../../platform/src/base/prng.ts";
import { TextJudge, newTextJudgement } from "../../platform/src/text/judge.ts";
import { loadTextModel, type TextModelHeader } from "../../platform/src/text/model.ts";
import { categoryExamples, categoryOf, type Dialogue } from "./text-categories.ts";
import { fillPlaceholders, foldOf, type LabelledText } from "./text-data.ts";
import { HELD_OUT_KIT, TRAINING_KIT, assertHeldOut, blur, disguise } from "./text-disguise.ts";
import { featuresOf, modelFile, train, type Example, type Features, type FileParts, type TrainPlan, type Weights } from "./text-features.ts";
import { bestTemperature, f1AtHalf, macroF1, recallAt, thresholdPermille, type Scored } from "./text-measure.ts";

export type Figures = Record<string, unknown>;
export const ZH_LANES = [0, 1, 2, 3];
export const EN_LANES = [0, 2, 3];
export const FOLDS = 5;
const TEST_FOLD = 4;

export function planZh(seed: number): TrainPlan {
  return { grams: { language: "zh", runMax: 3, skip: false, words: false, slotsLog2: 19 }, denseValue: 0.5, examplesMin: 2, epochs: 5, rate: 0.5, penalty: 1e-5, seed };
}

export function planEn(seed: number): TrainPlan {
  return { grams: { language: "en", runMax: 5, skip: false, words: true, slotsLog2: 18 }, denseValue: 0.5, examplesMin: 2, epochs: 8, rate: 0.1, penalty: 1e-4, seed };
}

/** Settings that en chooses from, inside each outer fold. */
function plansEn(seed: number): TrainPlan[] {
  const base = planEn(seed);
  return [base, { ...base, rate: 0.2 }, { ...base, rate: 0.05, epochs: 16 }, { ...base, penalty: 1e-3 }, { ...base, denseValue: 0.25 }];
}

const zhClass = (row: LabelledText): number => (row.label === "fraud" ? 0 : row.label === "illegal" ? 1 : row.label === "marketing" ? 2 : 3);
const enClass = (row: LabelledText): number => (row.label === "fraud" ? 0 : row.label === "marketing" || row.label === "spam" ? 1 : 2);
const isZhPositive = (row: LabelledText): boolean => row.detail.startsWith("FR:Phishing") || row.detail === "FR:Financial" || (row.label === "fraud" && row.source === "own");

/** Rows as they are, and disguised, blurred and filled-in copies of those that senders disguise. */
export function examplesZh(rows: readonly LabelledText[], plan: TrainPlan, seed: number): Example[] {
  const examples: Example[] = [];
  for (const row of rows) {
    // Copies depend on the row alone, so that leaving other rows out does not change them.
    const chance = new Prng(seed).fork(row.id);
    const label = zhClass(row);
    const weight = row.detail === "FR:Other" ? 0.1 : 1; // much of it is no fraud at all
    const add = (text: string, share: number): void => void examples.push({ features: featuresOf(text, plan.grams), label, weight: weight * share });
    add(row.text, 1);
    const filled = fillPlaceholders(row.text, chance);
    if (filled !== row.text) add(filled, 0.5);
    // Ordinary texts are many and seldom disguised, but some must be, or disguise alone would mean fraud.
    if (label !== 3 || chance.chance(0.25)) {
      add(disguise(row.text, TRAINING_KIT, chance, 0.15), 0.5);
      add(blur(row.text, chance, 0.1), 0.5);
    }
  }
  return examples;
}

export function examplesEn(rows: readonly LabelledText[], plan: TrainPlan, cache?: Map<string, Features>): Example[] {
  return rows.map((row) => {
    const key = `${plan.grams.runMax}:${row.id}`;
    let features = cache?.get(key);
    if (features === undefined) {
      features = featuresOf(row.text, plan.grams);
      cache?.set(key, features);
    }
    return { features, label: enClass(row), weight: 1 };
  });
}

function judgeOf(language: "zh" | "en", plan: TrainPlan, weights: Weights, extra: Partial<FileParts> = {}): TextJudge {
  const parts = {
    plan: plan.grams,
    weights,
    classOfLane: language === "zh" ? ZH_LANES : EN_LANES,
    categories: [],
    categoryWeights: null,
    categorySlotsLog2: 8,
    categoryFromPermille: 0,
    temperature: 1,
    thresholds: { falseAlarms1Permille: 1000, falseAlarms10Permille: 1000 },
    ...extra,
  };
  const model = loadTextModel(modelFile(parts));
  // The other language's model is never asked here: rows of a set are read with the set's own model.
  const other = { ...model, plan: { ...model.plan, language: language === "zh" ? ("en" as const) : ("zh" as const) } };
  return new TextJudge(language === "zh" ? { zh: model, en: other } : { zh: other, en: model });
}

interface Row {
  readonly row: LabelledText;
  readonly label: number;
  readonly chance: number;
  readonly z: readonly number[];
  readonly disguised: number;
  readonly disguisedZ: readonly number[];
  readonly category: string | null;
}

const logs = (permille: readonly number[]): number[] => permille.map((p) => Math.log((p + 0.1) / 1000));

/** The first row of each cluster only: one template sent 290 times is one finding. */
function onePerCluster(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ row }) => !seen.has(row.cluster) && seen.add(row.cluster) !== undefined);
}

function summary(rows: readonly Row[]): Record<string, unknown> {
  const positives = rows.filter(({ row }) => isZhPositive(row));
  const negatives = rows.filter(({ label }) => label !== 0);
  const plain: Scored = { positive: positives.map((r) => r.chance), negative: negatives.map((r) => r.chance) };
  const disguised: Scored = { positive: positives.map((r) => r.disguised), negative: negatives.map((r) => r.disguised) };
  const once: Scored = { positive: onePerCluster(positives).map((r) => r.chance), negative: plain.negative };
  const onceDisguised: Scored = { positive: onePerCluster(positives).map((r) => r.disguised), negative: disguised.negative };
  const figures = (s: Scored): Record<string, number> => ({
    positives: s.positive.length,
    negatives: s.negative.length,
    recallAt1Permille: recallAt(s, 0.001),
    recallAt10Permille: recallAt(s, 0.01),
    f1AtHalf: f1AtHalf(s),
  });
  return { plain: figures(plain), disguised: figures(disguised), plainOnePerCluster: figures(once), disguisedOnePerCluster: figures(onceDisguised) };
}

interface Validated {
  readonly figures: Figures;
  readonly temperature: number;
  readonly thresholds: TextModelHeader["thresholds"];
}

function cooled(rows: readonly { readonly z: readonly number[]; readonly label: number }[], temperature: number, negativesOnly: boolean): number[] {
  return rows
    .filter(({ label }) => !negativesOnly || label !== 0)
    .map(({ z }) => {
      const top = Math.max(...z);
      let sum = 0;
      for (const v of z) sum += Math.exp((v - top) / temperature);
      return Math.exp((z[0] - top) / temperature) / sum;
    });
}

export function crossValidateZh(rows: readonly LabelledText[], dialogues: readonly Dialogue[], plan: TrainPlan, folds: number, log: (line: string) => void): Validated {
  assertHeldOut();
  const scored: Row[] = [];
  const out = newTextJudgement();
  for (let fold = FOLDS - folds; fold < FOLDS; fold++) {
    const kept = rows.filter((row) => foldOf(row, FOLDS) !== fold);
    const weights = train(examplesZh(kept, plan, plan.seed), plan, 4);
    const kinds = categoryExamples(kept, dialogues, plan.grams);
    const extra = kinds.names.length < 2 ? {} : { categories: kinds.names, categoryWeights: train(kinds.examples, kinds.plan, kinds.names.length, 15), categorySlotsLog2: 15 };
    const judge = judgeOf("zh", plan, weights, extra);
    for (const row of rows) {
      if (foldOf(row, FOLDS) !== fold) continue;
      judge.judge(row.text, out);
      const chance = judge.fraud;
      const z = logs([out.fraudPermille, out.illegalPermille, out.marketingPermille, out.ordinaryPermille]);
      const category = out.category;
      judge.judge(disguise(row.text, HELD_OUT_KIT, new Prng(plan.seed + 77).fork(row.id), 0.2), out);
      scored.push({
        row,
        label: zhClass(row),
        chance,
        z,
        disguised: judge.fraud,
        disguisedZ: logs([out.fraudPermille, out.illegalPermille, out.marketingPermille, out.ordinaryPermille]),
        category,
      });
    }
    log(`zh fold ${fold}: ${scored.length} rows scored`);
  }
  const temperature = bestTemperature([...scored, ...scored.map((r) => ({ z: r.disguisedZ, label: r.label }))]);
  const calm = scored.map((r) => {
    const [chance] = cooled([r], temperature, false);
    const [disguised] = cooled([{ z: r.disguisedZ, label: r.label }], temperature, false);
    return { ...r, soft: chance, softDisguised: disguised };
  });
  const negatives = calm.filter((r) => r.label !== 0).map((r) => r.soft);
  const kinds = scored.filter(({ row }) => row.label === "fraud" && categoryOf(row) !== null);
  const soft = (positive: boolean, key: "soft" | "softDisguised"): number[] => calm.filter((r) => (positive ? isZhPositive(r.row) : r.label !== 0)).map((r) => r[key]);
  const figures: Figures = {
    test: summary(scored.filter(({ row }) => foldOf(row, FOLDS) === TEST_FOLD)),
    crossValidated: summary(scored),
    f1AtHalfCalibrated: {
      plain: f1AtHalf({ positive: soft(true, "soft"), negative: soft(false, "soft") }),
      disguised: f1AtHalf({ positive: soft(true, "softDisguised"), negative: soft(false, "softDisguised") }),
    },
    categoryMacroF1: macroF1(
      kinds.map(({ row }) => categoryOf(row)!),
      kinds.map((r) => r.category),
    ),
  };
  return { figures, temperature, thresholds: { falseAlarms1Permille: thresholdPermille(negatives, 0.001), falseAlarms10Permille: thresholdPermille(negatives, 0.01) } };
}

/** Trains without one source and scores it: what happens on texts of another origin. */
export function leaveSourceOut(rows: readonly LabelledText[], plan: TrainPlan, log: (line: string) => void): Figures {
  const figures: Figures = {};
  const out = newTextJudgement();
  for (const source of [...new Set(rows.map((row) => row.source))].sort()) {
    const kept = rows.filter((row) => row.source !== source);
    if (kept.length === rows.length || !kept.some((row) => row.label === "fraud")) continue;
    const judge = judgeOf("zh", plan, train(examplesZh(kept, plan, plan.seed), plan, 4));
    const positive: number[] = [];
    const negative: number[] = [];
    for (const row of rows) {
      if (row.source !== source) continue;
      judge.judge(row.text, out);
      const isFraud = row.label === "fraud";
      if (isFraud && row.detail !== "FR:Other") positive.push(judge.fraud);
      else if (!isFraud) negative.push(judge.fraud);
    }
    figures[source] = {
      fraudRows: positive.length,
      otherRows: negative.length,
      recallAtHalf: positive.length === 0 ? null : positive.filter((p) => p >= 0.5).length / positive.length,
      falseAlarmsAtHalf: negative.filter((p) => p >= 0.5).length / negative.length,
      recallAt10Permille: positive.length === 0 ? null : recallAt({ positive, negative }, 0.01),
    };
    log(`zh without ${source}: ${JSON.stringify(figures[source])}`);
  }
  return figures;
}

function scoresEn(
  rows: readonly LabelledText[],
  plan: TrainPlan,
  fold: number,
  folds: number,
  place: (row: LabelledText) => number,
  cache: Map<string, Features>,
): { z: number[]; label: number; chance: number }[] {
  const weights = train(
    examplesEn(
      rows.filter((row) => place(row) !== fold),
      plan,
      cache,
    ),
    plan,
    3,
  );
  const judge = judgeOf("en", plan, weights);
  const out = newTextJudgement();
  return rows
    .filter((row) => place(row) === fold && folds > 0)
    .map((row) => {
      judge.judge(row.text, out);
      return { z: logs([out.fraudPermille, out.marketingPermille, out.ordinaryPermille]), label: enClass(row), chance: judge.fraud };
    });
}

const scoredOf = (rows: readonly { label: number; chance: number }[]): Scored => ({
  positive: rows.filter((r) => r.label === 0).map((r) => r.chance),
  negative: rows.filter((r) => r.label !== 0).map((r) => r.chance),
});

/** The plan with the best mean recall at 0.1 % and 1 % over inner folds; the mean, because 0.1 % alone hangs on three rows. */
export function pickPlanEn(rows: readonly LabelledText[], seed: number, log: (line: string) => void, cache: Map<string, Features> = new Map()): TrainPlan {
  let best: TrainPlan = planEn(seed);
  let bestScore = -1;
  for (const plan of plansEn(seed)) {
    const place = (row: LabelledText): number => Math.floor(foldOf(row, 1000) / 7) % 3;
    const all = [0, 1, 2].flatMap((fold) => scoresEn(rows, plan, fold, 3, place, cache));
    const score = (recallAt(scoredOf(all), 0.001) + recallAt(scoredOf(all), 0.01)) / 2;
    if (score > bestScore) {
      best = plan;
      bestScore = score;
    }
  }
  log(`en: chose ${JSON.stringify(best)} (${bestScore.toFixed(3)})`);
  return best;
}

/** Nested: settings are chosen inside each outer fold, out-of-fold scores are pooled. */
export function crossValidateEn(rows: readonly LabelledText[], seed: number, folds: number, log: (line: string) => void): Validated {
  const cache = new Map<string, Features>();
  const scored: { z: number[]; label: number; chance: number }[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const outer = (row: LabelledText): number => foldOf(row, FOLDS);
    const plan = pickPlanEn(
      rows.filter((row) => outer(row) !== fold),
      seed,
      log,
      cache,
    );
    scored.push(...scoresEn(rows, plan, fold, FOLDS, outer, cache));
  }
  const temperature = bestTemperature(scored);
  const negatives = cooled(scored, temperature, true);
  const all = scoredOf(scored);
  const calm = scored.map((r) => ({ label: r.label, chance: cooled([r], temperature, false)[0] }));
  const ordinary = scored.filter((r) => r.label === 2).map((r) => r.chance);
  const figures: Figures = {
    againstOrdinary: {
      positives: all.positive.length,
      negatives: ordinary.length,
      recallAt1Permille: recallAt({ positive: all.positive, negative: ordinary }, 0.001),
      recallAt10Permille: recallAt({ positive: all.positive, negative: ordinary }, 0.01),
      f1AtHalf: f1AtHalf({ positive: all.positive, negative: ordinary }),
    },
    crossValidated: {
      positives: all.positive.length,
      negatives: all.negative.length,
      recallAt1Permille: recallAt(all, 0.001),
      recallAt10Permille: recallAt(all, 0.01),
      f1AtHalf: f1AtHalf(all),
    },
    f1AtHalfCalibrated: f1AtHalf(scoredOf(calm)),
  };
  log(`en: ${JSON.stringify(figures)}`);
  return { figures, temperature, thresholds: { falseAlarms1Permille: thresholdPermille(negatives, 0.001), falseAlarms10Permille: thresholdPermille(negatives, 0.01) } };
}
