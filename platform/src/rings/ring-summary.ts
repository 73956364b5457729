/**
 * One ring in figures: how many things of each kind, which provinces it reaches, what money moved inside it, into it and
 * out of it, and which references prove its links. It reads the graph and changes nothing.
 */
import type { EvidenceGraph } from "./evidence-graph.ts";
import { NODE_KINDS, type NodeKind } from "./evidence.ts";

export interface RingSummary {
  readonly things: Readonly<Record<NodeKind, number>>;
  /** Province codes, ascending. */
  readonly provinces: readonly string[];
  readonly insideMinor: Readonly<Record<string, bigint>>;
  readonly intoMinor: Readonly<Record<string, bigint>>;
  readonly outOfMinor: Readonly<Record<string, bigint>>;
  /** Links among the members. */
  readonly links: readonly number[];
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

export function summariseRing(graph: EvidenceGraph, members: readonly number[]): RingSummary {
  const inside = new Set(members);
  const things = Object.fromEntries(NODE_KINDS.map((kind) => [kind, 0])) as Record<NodeKind, number>;
  const provinces = new Set<string>();
  const links = new Set<number>();
  const sums = { inside: {} as Record<string, bigint>, into: {} as Record<string, bigint>, outOf: {} as Record<string, bigint> };
  let firstAtMs = Number.POSITIVE_INFINITY;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  for (const v of members) {
    things[graph.kindOf(v)]++;
    const province = graph.provinceOf(v);
    if (province !== undefined) provinces.add(province);
    graph.eachLink(v, (i) => {
      const link = graph.link(i);
      const both = inside.has(link.from) && inside.has(link.to);
      if (both && link.from !== v) return;
      if (both) links.add(i);
      if (link.kind === "pays" && link.amountMinor !== undefined) {
        const sum = both ? sums.inside : link.from === v ? sums.outOf : sums.into;
        const currency = link.currency ?? "";
        sum[currency] = (sum[currency] ?? 0n) + link.amountMinor;
      }
      if (!both) return;
      firstAtMs = Math.min(firstAtMs, link.atMs);
      lastAtMs = Math.max(lastAtMs, link.atMs);
    });
  }
  return {
    things,
    provinces: [...provinces].sort(),
    insideMinor: sums.inside,
    intoMinor: sums.into,
    outOfMinor: sums.outOf,
    links: [...links].sort((a, b) => a - b),
    firstAtMs,
    lastAtMs,
  };
}
