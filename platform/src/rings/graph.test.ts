import fc from "fast-check";
import { expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { adjacencyBytes, buildAdjacency, mergeParallel, type Adjacency } from "./adjacency.ts";
import { plainComponents } from "./components-plain.ts";
import { connectedComponents } from "./components.ts";
import { leiden, modularityOf } from "./leiden.ts";
import { plainLouvain, type PlainEdge } from "./louvain-plain.ts";

type Edge = readonly [number, number];
const from = (edges: readonly (readonly number[])[]): Int32Array => Int32Array.from(edges, (e) => e[0]);
const to = (edges: readonly (readonly number[])[]): Int32Array => Int32Array.from(edges, (e) => e[1]);
const graphOf = (nodes: number, edges: readonly PlainEdge[]): Adjacency =>
  buildAdjacency(
    nodes,
    from(edges),
    to(edges),
    Float32Array.from(edges, (e) => e[2]),
  );
const some = fc.integer({ min: 1, max: 30 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  return fc.record({ nodes: fc.constant(nodes), edges: fc.array(fc.tuple(node, node), { maxLength: 60 }), out: fc.uniqueArray(node, { maxLength: 4 }) });
});

/** Communities with many edges inside and few between. */
function planted(seed: number, groups: number, size: number, inside: number, between: number): PlainEdge[] {
  const random = new Prng(seed);
  const nodes = groups * size;
  const edges: PlainEdge[] = [];
  for (let a = 0; a < nodes; a++)
    for (let b = a + 1; b < nodes; b++) if (random.chance(Math.floor(a / size) === Math.floor(b / size) ? inside : between)) edges.push([a, b, 1 + random.int(3)]);
  return edges;
}

function plainModularity(nodes: number, edges: readonly PlainEdge[], label: Int32Array): number {
  const strength = new Float64Array(nodes);
  let total = 0;
  for (const [a, b, w] of edges) {
    strength[a] += w;
    strength[b] += w;
    total += 2 * w;
  }
  let q = 0;
  for (const [a, b, w] of edges) if (label[a] === label[b]) q += (2 * w) / total;
  for (let a = 0; a < nodes; a++) for (let b = 0; b < nodes; b++) if (label[a] === label[b]) q -= (strength[a] * strength[b]) / total / total;
  return q;
}

/** Whether each label's nodes reach each other without leaving it. */
function hangsTogether(nodes: number, edges: readonly (readonly number[])[], label: Int32Array): boolean {
  const inside = edges.filter(([a, b]) => label[a] === label[b]).map(([a, b]): Edge => [a, b]);
  return plainComponents(nodes, inside).count === new Set(label).size;
}

test("components equal those found breadth first, with nodes left out too", () => {
  fc.assert(
    fc.property(some, ({ nodes, edges, out }) => {
      const leftOut = new Uint8Array(nodes);
      for (const v of out) leftOut[v] = 1;
      const fast = connectedComponents(nodes, from(edges), to(edges), leftOut);
      const plain = plainComponents(nodes, edges, new Set(out));
      expect(fast.count).toBe(plain.count);
      expect([...fast.label]).toEqual([...plain.label]);
      expect([...connectedComponents(nodes, from(edges), to(edges)).label]).toEqual([...plainComponents(nodes, edges).label]);
    }),
  );
});

test("components do not depend on the order of edges or on which end stands first", () => {
  fc.assert(
    fc.property(some, fc.infiniteStream(fc.boolean()), ({ nodes, edges }, flips) => {
      const turned = [...edges].reverse().map(([a, b]): Edge => (flips.next().value === true ? [b, a] : [a, b]));
      expect([...connectedComponents(nodes, from(turned), to(turned)).label]).toEqual([...connectedComponents(nodes, from(edges), to(edges)).label]);
    }),
  );
});

test("neighbour lists hold every edge at both ends, and merging keeps the weight of each pair", () => {
  fc.assert(
    fc.property(some, ({ nodes, edges }) => {
      const weights = Float32Array.from(edges, (_, i) => 1 + (i % 4));
      const expected = new Map<string, number>();
      edges.forEach(([a, b], i) => {
        if (a === b) return;
        for (const key of [`${a} ${b}`, `${b} ${a}`]) expected.set(key, (expected.get(key) ?? 0) + weights[i]);
      });
      const graph = buildAdjacency(nodes, from(edges), to(edges), weights);
      const merged = mergeParallel(graph);
      const sums = (g: Adjacency): Map<string, number> => {
        const found = new Map<string, number>();
        for (let v = 0; v < nodes; v++)
          for (let k = g.offsets[v]; k < g.offsets[v + 1]; k++) {
            const key = `${v} ${g.targets[k]}`;
            found.set(key, (found.get(key) ?? 0) + (g.weights?.[k] ?? 1));
          }
        return found;
      };
      expect(sums(graph)).toEqual(expected);
      expect(sums(merged)).toEqual(expected);
      expect(merged.targets.length).toBe(expected.size);
      expect(adjacencyBytes(merged)).toBe((nodes + 1) * 4 + expected.size * 8);
    }),
  );
});

test("Leiden's communities hang together, its modularity is the true one, and the same seed gives the same answer", () => {
  fc.assert(
    fc.property(some, fc.integer(), ({ nodes, edges }, seed) => {
      const weighted = edges.filter(([a, b]) => a !== b).map(([a, b], i): PlainEdge => [a, b, 1 + (i % 3)]);
      const graph = graphOf(nodes, weighted);
      const found = leiden(graph, { seed, rounds: 3 });
      expect(hangsTogether(nodes, weighted, found.label)).toBe(true);
      expect(new Set(found.label).size).toBe(found.count);
      if (weighted.length > 0) expect(found.modularity).toBeCloseTo(plainModularity(nodes, weighted, found.label), 6);
      expect(leiden(graph, { seed, rounds: 3 })).toEqual(found);
    }),
  );
});

test("Leiden finds the communities that were planted", () => {
  const edges = planted(5, 6, 20, 0.5, 0.01);
  const { label, count } = leiden(graphOf(120, edges), { seed: 1, rounds: 5 });
  expect(count).toBe(6);
  for (let v = 0; v < 120; v++) expect(label[v]).toBe(label[v - (v % 20)]);
});

test("Leiden's modularity is not below plain Louvain's on random graphs", () => {
  let better = 0;
  let sum = 0;
  const runs = 40;
  for (let seed = 1; seed <= runs; seed++) {
    const edges = planted(seed, 2 + (seed % 7), 15, 0.3, 0.02 + (seed % 5) * 0.02);
    const nodes = (2 + (seed % 7)) * 15;
    const graph = graphOf(nodes, edges);
    const ours = leiden(graph, { seed, rounds: 10 }).modularity;
    const plain = modularityOf(graph, plainLouvain(nodes, edges));
    sum += ours - plain;
    if (ours >= plain - 1e-9) better++;
    // Neither method finds the optimum always; a single graph may go either way by a little.
    expect(ours).toBeGreaterThan(plain - 0.02);
  }
  expect(sum / runs).toBeGreaterThanOrEqual(0);
  expect(better).toBeGreaterThan(runs * 0.7);
});

test("a division to start from is improved, not forgotten", () => {
  const edges = planted(9, 4, 12, 0.6, 0.02);
  const graph = graphOf(48, edges);
  const whole = leiden(graph, { seed: 2, rounds: 5 });
  const again = leiden(graph, { seed: 3, rounds: 5, start: whole.label });
  expect(again.modularity).toBeGreaterThanOrEqual(whole.modularity - 1e-9);
});

test("a graph without edges is all single nodes", () => {
  const { count, label, modularity } = leiden(buildAdjacency(4, new Int32Array(0), new Int32Array(0)), { seed: 1 });
  expect([count, ...label, modularity]).toEqual([4, 0, 1, 2, 3, 0]);
});
