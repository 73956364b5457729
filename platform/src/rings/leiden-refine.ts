/**
 * The second step of Leiden: each community is built again from single nodes, joining only what is well connected, so that
 * what is handed upwards is connected by construction. Nodes join with a chance that grows with the gain, as in the paper;
 * the chance comes from the given generator.
 */
import type { Prng } from "../base/prng.ts";
import type { Level } from "./leiden-level.ts";

/** The paper's theta: how far from the best choice a node may stray, in edges. */
const RANDOMNESS = 0.01;

/** Parts of the given communities, each connected, numbered from 0. */
export function refineCommunities(level: Level, community: Int32Array, resolution: number, random: Prng): { readonly count: number; readonly label: Int32Array } {
  const { nodes, offsets, targets, weights, strength } = level;
  const scale = resolution / level.total;
  const held = new Float64Array(nodes);
  for (let v = 0; v < nodes; v++) held[community[v]] += strength[v];
  const part = new Int32Array(nodes);
  const size = new Int32Array(nodes).fill(1);
  const partHeld = Float64Array.from(strength);
  /** Weight between a part and the rest of its community. */
  const outward = new Float64Array(nodes);
  for (let v = 0; v < nodes; v++) {
    part[v] = v;
    const c = community[v];
    let sum = 0;
    const to = offsets[v + 1];
    if (weights === null) {
      for (let k = offsets[v]; k < to; k++) if (community[targets[k]] === c) sum++;
    } else for (let k = offsets[v]; k < to; k++) if (community[targets[k]] === c) sum += weights[k];
    outward[v] = sum;
  }
  const linked = new Float64Array(nodes);
  const near = new Int32Array(nodes);
  const gains = new Float64Array(nodes);
  for (let v = 0; v < nodes; v++) {
    // Only nodes that are still alone move; others have been joined.
    if (part[v] !== v || size[v] !== 1 || outward[v] === 0) continue;
    const c = community[v];
    const all = held[c];
    const own = strength[v];
    if (outward[v] < scale * own * (all - own)) continue;
    let nearCount = 0;
    const to = offsets[v + 1];
    for (let k = offsets[v]; k < to; k++) {
      const t = targets[k];
      if (community[t] !== c) continue;
      const p = part[t];
      const w = linked[p];
      if (w === 0) near[nearCount++] = p;
      linked[p] = w + (weights === null ? 1 : weights[k]);
    }
    let candidates = 0;
    let best = 0;
    for (let n = 0; n < nearCount; n++) {
      const p = near[n];
      if (outward[p] < scale * partHeld[p] * (all - partHeld[p])) continue;
      const gain = linked[p] - scale * own * partHeld[p];
      if (gain < 0) continue;
      // Overwrites only what was read.
      near[candidates] = p;
      gains[candidates++] = gain;
      if (gain > best) best = gain;
    }
    const chosen = candidates === 0 ? -1 : choose(gains, candidates, best, random);
    if (chosen >= 0) {
      const p = near[chosen];
      part[v] = p;
      size[p]++;
      size[v] = 0;
      partHeld[p] += own;
      outward[p] += outward[v] - 2 * linked[p];
    }
    for (let k = offsets[v]; k < to; k++) linked[part[targets[k]]] = 0;
    linked[part[v]] = 0;
  }
  return numbered(part, size);
}

/** Index of the choice, weighted by exp(gain / randomness); staying alone is one choice, with no gain: −1. */
function choose(gains: Float64Array, count: number, best: number, random: Prng): number {
  let sum = Math.exp(-best / RANDOMNESS);
  const alone = sum;
  for (let n = 0; n < count; n++) {
    gains[n] = Math.exp((gains[n] - best) / RANDOMNESS);
    sum += gains[n];
  }
  // Most nodes have one choice that dwarfs the others: no number is drawn for them.
  if (count === 1 && alone === 0) return 0;
  let draw = random.next() * sum - alone;
  if (draw < 0) return -1;
  for (let n = 0; n < count; n++) {
    draw -= gains[n];
    if (draw < 0) return n;
  }
  return count - 1;
}

function numbered(part: Int32Array, size: Int32Array): { readonly count: number; readonly label: Int32Array } {
  const number = new Int32Array(part.length);
  let count = 0;
  for (let p = 0; p < part.length; p++) number[p] = size[p] > 0 ? count++ : -1;
  return { count, label: part.map((p) => number[p]) };
}
