/**
 * Multinomial logistic regression over sparse rows, fitted by AdaGrad (Duchi, Hazan and Singer, 2011) with a small
 * penalty on the weights that a row touches; the answer is the average over the last half of the epochs. Deterministic:
 * the order of rows comes from a seed. Returns (columns + 1) × classes weights, the last row being the biases.
 */
import { Prng } from "../../platform/src/base/prng.ts";

export interface SparseRows {
  readonly rowStart: Int32Array; // rows + 1
  readonly column: Int32Array;
  readonly value: Float32Array;
  readonly label: Uint8Array; // 0 … classes - 1
  readonly weight: Float32Array;
  readonly columns: number;
}

export interface FitOptions {
  readonly classes: number;
  readonly epochs: number;
  readonly rate: number;
  /** Share of a weight that one visit takes away. */
  readonly penalty: number;
  readonly seed: number;
}

export function fitSoftmax(rows: SparseRows, options: FitOptions): Float32Array {
  const { rowStart, column, value, label, weight, columns } = rows;
  const { rate, penalty, classes: k, epochs } = options;
  const w = new Float32Array((columns + 1) * k);
  const g2 = new Float32Array((columns + 1) * k).fill(1e-6);
  const bias = columns * k;
  const n = label.length;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const chance = new Prng(options.seed);
  const mean = new Float64Array(w.length);
  let means = 0;
  const z = new Float64Array(k);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = n - 1; i > 0; i--) {
      const j = chance.int(i + 1);
      const t = order[i];
      order[i] = order[j]!;
      order[j] = t;
    }
    for (let o = 0; o < n; o++) {
      const r = order[o];
      const start = rowStart[r];
      const end = rowStart[r + 1];
      for (let a = 0; a < k; a++) z[a] = w[bias + a]!;
      for (let e = start; e < end; e++) {
        const at = column[e] * k;
        const x = value[e];
        for (let a = 0; a < k; a++) z[a] += w[at + a] * x;
      }
      let top = z[0];
      for (let a = 1; a < k; a++) if (z[a] > top) top = z[a]!;
      let sum = 0;
      for (let a = 0; a < k; a++) sum += z[a] = Math.exp(z[a] - top);
      let wrong = 0;
      for (let a = 0; a < k; a++) {
        const d = weight[r] * (z[a] / sum - (a === label[r] ? 1 : 0));
        z[a] = d;
        wrong += d < 0 ? -d : d;
      }
      if (wrong < 1e-3) continue; // a row that is already right teaches nothing worth the time
      for (let e = start; e < end; e++) {
        const at = column[e] * k;
        const x = value[e];
        for (let a = 0; a < k; a++) {
          const g = z[a] * x + penalty * w[at + a];
          const q = g2[at + a] + g * g;
          g2[at + a] = q;
          w[at + a] -= (rate * g) / Math.sqrt(q);
        }
      }
      for (let a = 0; a < k; a++) {
        const q = g2[bias + a] + z[a] * z[a];
        g2[bias + a] = q;
        w[bias + a] -= (rate * z[a]) / Math.sqrt(q);
      }
    }
    if (epoch * 2 >= epochs) {
      means++;
      for (let j = 0; j < w.length; j++) mean[j] += w[j];
    }
  }
  return Float32Array.from(mean, (v) => v / means);
}
