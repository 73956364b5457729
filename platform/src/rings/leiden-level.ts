/**
 * The graphs that Leiden works on: the given one, and those whose nodes stand for groups of nodes of the one below. Weights
 * add up and strengths are kept, so modularity reads the same on every level.
 */
import type { Adjacency } from "./adjacency.ts";

/** A graph whose nodes stand for groups of nodes of the one below. */
export interface Level {
  readonly nodes: number;
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** null when all are 1. */
  readonly weights: Float32Array | Float64Array | null;
  /** Weight of all edge ends at a node, those inside it included. */
  readonly strength: Float64Array;
  /** Sum of strengths: twice the weight of all edges. */
  readonly total: number;
}

export function baseLevel(graph: Adjacency): Level {
  const strength = new Float64Array(graph.nodes);
  let total = 0;
  for (let v = 0; v < graph.nodes; v++) {
    let sum = 0;
    if (graph.weights === null) sum = graph.offsets[v + 1] - graph.offsets[v];
    else for (let k = graph.offsets[v]; k < graph.offsets[v + 1]; k++) sum += graph.weights[k];
    strength[v] = sum;
    total += sum;
  }
  return { nodes: graph.nodes, offsets: graph.offsets, targets: graph.targets, weights: graph.weights, strength, total };
}

/** One node for each group; edges between groups are summed, those within only count in the strength. */
export function aggregate(level: Level, group: Int32Array, count: number): Level {
  const { nodes, offsets, targets, weights } = level;
  const members = new Int32Array(nodes);
  const starts = new Int32Array(count + 2);
  for (let v = 0; v < nodes; v++) starts[group[v] + 2]++;
  for (let g = 2; g < count + 2; g++) starts[g] += starts[g - 1];
  for (let v = 0; v < nodes; v++) members[starts[group[v] + 1]++] = v;
  const strength = new Float64Array(count);
  const newOffsets = new Int32Array(count + 1);
  let room = Math.max(16, targets.length >> 1);
  let newTargets = new Int32Array(room);
  let newWeights = new Float64Array(room);
  const seenAt = new Int32Array(count).fill(-1);
  let end = 0;
  for (let g = 0; g < count; g++) {
    const start = end;
    // More than the neighbours of one group cannot come in before the next look.
    let entries = 0;
    for (let m = starts[g]; m < starts[g + 1]; m++) entries += offsets[members[m] + 1] - offsets[members[m]];
    if (end + Math.min(entries, count) > room) {
      room = Math.max(room * 2, end + Math.min(entries, count));
      const largerTargets = new Int32Array(room);
      largerTargets.set(newTargets);
      newTargets = largerTargets;
      const largerWeights = new Float64Array(room);
      largerWeights.set(newWeights);
      newWeights = largerWeights;
    }
    for (let m = starts[g]; m < starts[g + 1]; m++) {
      const v = members[m];
      strength[g] += level.strength[v];
      const to = offsets[v + 1];
      for (let k = offsets[v]; k < to; k++) {
        const h = group[targets[k]];
        if (h === g) continue;
        const w = weights === null ? 1 : weights[k];
        const at = seenAt[h];
        if (at >= start) newWeights[at] += w;
        else {
          seenAt[h] = end;
          newTargets[end] = h;
          newWeights[end++] = w;
        }
      }
    }
    newOffsets[g + 1] = end;
  }
  return { nodes: count, offsets: newOffsets, targets: newTargets.slice(0, end), weights: newWeights.slice(0, end), strength, total: level.total };
}

/** Nodes by label, then by number. */
export function orderByLabel(label: Int32Array): Int32Array {
  const starts = new Int32Array(label.length + 1);
  for (const c of label) starts[c + 1]++;
  for (let c = 1; c <= label.length; c++) starts[c] += starts[c - 1];
  const order = new Int32Array(label.length);
  for (let v = 0; v < label.length; v++) order[starts[label[v]]++] = v;
  return order;
}

/** The same graph with its nodes in this order. */
export function permuted(level: Level, order: Int32Array): Level {
  const place = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) place[order[i]] = i;
  const offsets = new Int32Array(order.length + 1);
  const targets = new Int32Array(level.targets.length);
  const weights = level.weights === null ? null : new Float64Array(level.targets.length);
  const strength = new Float64Array(order.length);
  let end = 0;
  for (let i = 0; i < order.length; i++) {
    const v = order[i];
    strength[i] = level.strength[v];
    for (let k = level.offsets[v]; k < level.offsets[v + 1]; k++) {
      if (weights !== null && level.weights !== null) weights[end] = level.weights[k];
      targets[end++] = place[level.targets[k]];
    }
    offsets[i + 1] = end;
  }
  return { nodes: level.nodes, offsets, targets, weights, strength, total: level.total };
}
