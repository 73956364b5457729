/**
 * The Louvain method as it is told (Blondel and others 2008), over maps: what Leiden's quality is compared with in tests. It
 * promises no connected communities, which is what Leiden was made for. Nothing else uses it.
 */

export type PlainEdge = readonly [number, number, number];

/** Community of each node. */
export function plainLouvain(nodes: number, edges: readonly PlainEdge[]): Int32Array {
  let graph: Map<number, number>[] = Array.from({ length: nodes }, () => new Map<number, number>());
  const add = (to: Map<number, number>[], a: number, b: number, w: number): void => void to[a].set(b, (to[a].get(b) ?? 0) + w);
  for (const [a, b, w] of edges) {
    if (a === b) continue;
    add(graph, a, b, w);
    add(graph, b, a, w);
  }
  let where = Int32Array.from({ length: nodes }, (_, v) => v);
  for (;;) {
    const community = moveAll(graph);
    const numbers = new Map<number, number>();
    for (const c of community) if (!numbers.has(c)) numbers.set(c, numbers.size);
    where = where.map((v) => numbers.get(community[v]) ?? 0);
    if (numbers.size === graph.length) return where;
    const next: Map<number, number>[] = Array.from({ length: numbers.size }, () => new Map<number, number>());
    for (const [v, near] of graph.entries()) for (const [t, w] of near) add(next, numbers.get(community[v]) ?? 0, numbers.get(community[t]) ?? 0, w);
    graph = next;
  }
}

function moveAll(graph: readonly ReadonlyMap<number, number>[]): number[] {
  const strength = graph.map((near) => [...near.values()].reduce((sum, w) => sum + w, 0));
  const total = strength.reduce((sum, s) => sum + s, 0);
  const community = graph.map((_, v) => v);
  const held = [...strength];
  if (total === 0) return community;
  for (let moved = true; moved;) {
    moved = false;
    for (const [v, near] of graph.entries()) {
      const linked = new Map<number, number>([[community[v], 0]]);
      for (const [t, w] of near) if (t !== v) linked.set(community[t], (linked.get(community[t]) ?? 0) + w);
      held[community[v]] -= strength[v];
      const gain = (c: number): number => (linked.get(c) ?? 0) - (strength[v] * held[c]) / total;
      let best = community[v];
      for (const c of linked.keys()) if (gain(c) > gain(best) + 1e-9) best = c;
      held[best] += strength[v];
      if (best !== community[v]) moved = true;
      community[v] = best;
    }
  }
  return community;
}
