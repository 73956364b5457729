/**
 * The plain twin of components.ts: breadth first over sets, as one would explain it. Property tests hold the fast way to
 * it; nothing else uses it.
 */
import type { Components } from "./components.ts";

export function plainComponents(nodes: number, edges: readonly (readonly [number, number])[], leftOut: ReadonlySet<number> = new Set()): Components {
  const neighbours = Array.from({ length: nodes }, () => new Set<number>());
  for (const [a, b] of edges) {
    if (leftOut.has(a) || leftOut.has(b)) continue;
    neighbours[a].add(b);
    neighbours[b].add(a);
  }
  const label = new Int32Array(nodes).fill(-1);
  let count = 0;
  for (let start = 0; start < nodes; start++) {
    if (label[start] >= 0 || leftOut.has(start)) continue;
    const queue = [start];
    label[start] = count;
    for (const v of queue) {
      for (const t of neighbours[v]) {
        if (label[t] >= 0) continue;
        label[t] = count;
        queue.push(t);
      }
    }
    count++;
  }
  return { count, label };
}
