/**
 * Figures of a text model: recall at a fixed rate of false alarms, F1 at one half, macro-F1 of categories, temperature.
 * Works on plain arrays of scores; knows nothing of models or files.
 */

export interface Scored {
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

/** Share of positives above the score that at most `rate` of the negatives exceed. Ties count against us. */
export function recallAt({ positive, negative }: Scored, rate: number): number {
  if (positive.length === 0 || negative.length === 0) return NaN;
  const sorted = [...negative].sort((a, b) => b - a);
  const limit = sorted[Math.floor(negative.length * rate)] ?? -Infinity;
  return positive.filter((score) => score > limit).length / positive.length;
}

/** Scores are chances: 0.5 is the line. */
export function f1AtHalf({ positive, negative }: Scored): number {
  const hit = positive.filter((score) => score >= 0.5).length;
  const wrong = negative.filter((score) => score >= 0.5).length;
  return (2 * hit) / (hit + positive.length + wrong);
}

/** Smallest permille that at most `rate` of the negatives reach; 1000 when the scores cannot tell. */
export function thresholdPermille(negative: readonly number[], rate: number): number {
  const sorted = [...negative].sort((a, b) => b - a);
  const limit = sorted[Math.floor(negative.length * rate)] ?? 0;
  return Math.min(1000, Math.floor(Math.round(limit * 1e6) / 1000) + 1);
}

/** Mean F1 over the classes that occur in `truth`. */
export function macroF1(truth: readonly string[], said: readonly (string | null)[]): number {
  const classes = [...new Set(truth)].sort();
  let sum = 0;
  for (const cls of classes) {
    let both = 0;
    let either = 0;
    truth.forEach((t, i) => {
      if (t === cls && said[i] === cls) both++;
      either += Number(t === cls) + Number(said[i] === cls);
    });
    sum += either === 0 ? 0 : (2 * both) / either;
  }
  return sum / classes.length;
}

/** The divisor of log odds that makes them most honest on rows not trained on: least mean −log p, by bisection of steps. */
export function bestTemperature(rows: readonly { readonly z: readonly number[]; readonly label: number }[]): number {
  const cost = (t: number): number => {
    let sum = 0;
    for (const { z, label } of rows) {
      const top = Math.max(...z);
      let e = 0;
      for (const v of z) e += Math.exp((v - top) / t);
      sum += Math.log(e) - (z[label] - top) / t;
    }
    return sum / rows.length;
  };
  let best = 1;
  for (let round = 0, width = 0.5; round < 12; round++, width *= 0.6) {
    for (const t of [best - width, best + width]) if (t > 0.1 && cost(t) < cost(best)) best = t;
  }
  return best;
}
