/**
 * Edges as neighbour lists in three flat arrays (compressed sparse rows), both ways, so that whole-graph passes read memory
 * in order. Parallel edges can be merged into one with their summed weight. It holds no time and no meaning: those stay
 * with the edges that the lists were made from.
 */
import { assert } from "../base/assert.ts";

export interface Adjacency {
  readonly nodes: number;
  /** Neighbours of node v are targets[offsets[v] … offsets[v + 1]). */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** Weight of each entry; null when every one is 1. */
  readonly weights: Float32Array | null;
}

/** Edge i joins from[i] and to[i]; edges from a node to itself are left out. `weights` are above zero. */
export function buildAdjacency(nodes: number, from: Int32Array, to: Int32Array, weights: Float32Array | null = null): Adjacency {
  assert(from.length === to.length, "every edge has two ends");
  assert(from.length < 2 ** 30, "entries are counted in 31 bits");
  const offsets = new Int32Array(nodes + 2);
  const edges = from.length;
  // Counted two places ahead: after the sums, one place ahead is the write position, and after writing it is the start.
  for (let i = 0; i < edges; i++) {
    const a = from[i];
    const b = to[i];
    if (a !== b) {
      offsets[a + 2]++;
      offsets[b + 2]++;
    }
  }
  for (let v = 2; v < nodes + 2; v++) offsets[v] += offsets[v - 1];
  const entries = offsets[nodes + 1];
  const targets = new Int32Array(entries);
  const entryWeights = weights === null ? null : new Float32Array(entries);
  for (let i = 0; i < edges; i++) {
    const a = from[i];
    const b = to[i];
    if (a === b) continue;
    const p = offsets[a + 1]++;
    const q = offsets[b + 1]++;
    targets[p] = b;
    targets[q] = a;
    if (entryWeights !== null && weights !== null) {
      entryWeights[p] = weights[i];
      entryWeights[q] = weights[i];
    }
  }
  return { nodes, offsets: offsets.subarray(0, nodes + 1), targets, weights: entryWeights };
}

/** The same graph with one entry for each pair of neighbours, its weight the sum of theirs. */
export function mergeParallel(graph: Adjacency): Adjacency {
  const { nodes, offsets, targets, weights } = graph;
  const seenAt = new Int32Array(nodes).fill(-1);
  const newOffsets = new Int32Array(nodes + 1);
  const newTargets = new Int32Array(targets.length);
  const newWeights = new Float32Array(targets.length);
  let end = 0;
  for (let v = 0; v < nodes; v++) {
    const start = end;
    for (let k = offsets[v]; k < offsets[v + 1]; k++) {
      const t = targets[k];
      const w = weights === null ? 1 : weights[k];
      const at = seenAt[t];
      if (at >= start) newWeights[at] += w;
      else {
        seenAt[t] = end;
        newTargets[end] = t;
        newWeights[end++] = w;
      }
    }
    newOffsets[v + 1] = end;
  }
  if (end === targets.length && weights === null) return graph;
  return { nodes, offsets: newOffsets, targets: newTargets.slice(0, end), weights: newWeights.slice(0, end) };
}

/** Bytes that the three arrays take. */
export function adjacencyBytes(graph: Adjacency): number {
  return graph.offsets.byteLength + graph.targets.byteLength + (graph.weights?.byteLength ?? 0);
}
