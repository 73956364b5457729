/**
 * Divides every group of nodes that does not hang together into its connected parts. Leiden's groups hang together by
 * construction except in rare ends of a run; this makes the promise hold in all of them, and never lowers modularity
 * (parts without an edge between them only lose expected weight).
 */
import type { Adjacency } from "./adjacency.ts";

/** Writes the new labels, numbered by each part's lowest node, and returns how many there are. */
export function splitDisconnected(graph: Pick<Adjacency, "nodes" | "offsets" | "targets">, label: Int32Array): number {
  const { nodes, offsets, targets } = graph;
  const part = new Int32Array(nodes).fill(-1);
  const stack = new Int32Array(nodes);
  let count = 0;
  for (let start = 0; start < nodes; start++) {
    if (part[start] >= 0) continue;
    const group = label[start];
    let top = 0;
    stack[top++] = start;
    part[start] = count;
    while (top > 0) {
      const v = stack[--top];
      for (let k = offsets[v]; k < offsets[v + 1]; k++) {
        const t = targets[k];
        if (part[t] >= 0 || label[t] !== group) continue;
        part[t] = count;
        stack[top++] = t;
      }
    }
    count++;
  }
  label.set(part);
  return count;
}
