/**
 * The first step of Leiden: nodes move to the neighbouring community that gains most, and only nodes whose neighbourhood
 * changed are asked again (the paper's fast local move). It changes the given communities in place and says whether any
 * node moved. It ends when all rest, or when `visitsMax` nodes were asked. `queue` is the order of first asking, used up.
 */
import type { Prng } from "../base/prng.ts";
import type { Level } from "./leiden-level.ts";

/** Gains below this share of an edge are rounding, not a reason to move: without it two nodes could swap for ever. */
const GAIN_MIN = 1e-9;

export function moveNodes(level: Level, community: Int32Array, resolution: number, queue: Int32Array, visitsMax: number): boolean {
  const { nodes, offsets, targets, weights, strength } = level;
  const scale = resolution / level.total;
  const held = new Float64Array(nodes);
  const size = new Int32Array(nodes);
  for (let v = 0; v < nodes; v++) {
    held[community[v]] += strength[v];
    size[community[v]]++;
  }
  // A node for which every community is a loss goes to an empty one.
  const empty: number[] = [];
  for (let c = nodes - 1; c >= 0; c--) if (size[c] === 0) empty.push(c);
  const waiting = new Uint8Array(nodes).fill(1);
  const linked = new Float64Array(nodes);
  const near = new Int32Array(nodes);
  let head = 0;
  let queued = nodes;
  let moved = false;
  for (let visits = 0; queued > 0 && visits < visitsMax; visits++) {
    const v = queue[head];
    if (++head === nodes) head = 0;
    queued--;
    waiting[v] = 0;
    const from = offsets[v];
    const to = offsets[v + 1];
    if (from === to) continue;
    const own = community[v];
    let nearCount = 0;
    if (weights === null) {
      for (let k = from; k < to; k++) {
        const c = community[targets[k]];
        const w = linked[c];
        if (w === 0) near[nearCount++] = c;
        linked[c] = w + 1;
      }
    } else {
      for (let k = from; k < to; k++) {
        const c = community[targets[k]];
        const w = linked[c];
        if (w === 0) near[nearCount++] = c;
        linked[c] = w + weights[k];
      }
    }
    const share = strength[v] * scale;
    let best = own;
    let bestGain = linked[own] - share * (held[own] - strength[v]) + GAIN_MIN;
    for (let i = 0; i < nearCount; i++) {
      const c = near[i];
      if (c !== own) {
        const gain = linked[c] - share * held[c];
        if (gain > bestGain) {
          bestGain = gain;
          best = c;
        }
      }
      linked[c] = 0;
    }
    if (bestGain < 0 && size[own] > 1) best = empty[empty.length - 1];
    if (best === own) continue;
    if (size[best] === 0) empty.pop();
    moved = true;
    held[own] -= strength[v];
    held[best] += strength[v];
    size[best]++;
    if (--size[own] === 0) {
      empty.push(own);
      held[own] = 0;
    }
    community[v] = best;
    for (let k = from; k < to; k++) {
      const t = targets[k];
      if (waiting[t] === 0 && community[t] !== best) {
        waiting[t] = 1;
        let at = head + queued;
        if (at >= nodes) at -= nodes;
        queue[at] = t;
        queued++;
      }
    }
  }
  return moved;
}

export function inOrder(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, v) => v);
}

/** Fisher and Yates. */
export function shuffled(count: number, random: Prng): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const a = order[i];
    order[i] = order[j];
    order[j] = a;
  }
  return order;
}
