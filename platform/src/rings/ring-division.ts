/**
 * Divides things that hang together into rings: small groups stay whole, larger ones are divided by Leiden over the joined
 * strengths of their links. The answer depends on the things and their links alone, not on the order in which they came or
 * were numbered.
 */
import { buildAdjacency } from "./adjacency.ts";
import { connectedComponents } from "./components.ts";
import type { EvidenceGraph } from "./evidence-graph.ts";
import { LINK_TABLE } from "./evidence.ts";
import { leiden } from "./leiden.ts";

/** A group of this many things is one ring: fewer cannot be divided meaningfully. Assumed. */
export const RING_WHOLE_MAX = 12;
const ROUNDS = 10;

/** Groups of two or more, each ascending; things without a partner among the members are in none. */
export function divideIntoRings(graph: EvidenceGraph, members: readonly number[], isLeftOut: (node: number) => boolean): readonly (readonly number[])[] {
  const order = members.filter((v) => !isLeftOut(v)).sort((a, b) => compareText(graph.kindOf(a), graph.kindOf(b)) || compareText(graph.tokenOf(a), graph.tokenOf(b)));
  const place = new Map(order.map((v, i) => [v, i]));
  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  for (const [i, v] of order.entries()) {
    // Several links between two things count once each, as independent signs.
    const rest = new Map<number, number>();
    graph.eachLink(v, (link) => {
      const words = LINK_TABLE[graph.linkKind(link)];
      const j = place.get(graph.across(link, v));
      if (words.joins && j !== undefined && j > i) rest.set(j, (rest.get(j) ?? 1) * (1 - words.strength));
    });
    for (const [j, remaining] of [...rest].sort(([a], [b]) => a - b)) {
      from.push(i);
      to.push(j);
      weights.push(1 - remaining);
    }
  }
  const adjacency = buildAdjacency(order.length, Int32Array.from(from), Int32Array.from(to), Float32Array.from(weights, Math.fround));
  const whole = groupsBy(leftWhole(order.length, from, to), order);
  if (whole.every((group) => group.length <= RING_WHOLE_MAX)) return named(whole);
  const { label } = leiden(adjacency, { seed: 1, rounds: ROUNDS });
  const divided = groupsBy(label, order);
  const small = whole.filter((group) => group.length <= RING_WHOLE_MAX);
  const inSmall = new Set(small.flat());
  return named([...small, ...divided.filter((group) => !inSmall.has(group[0]))]);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupsBy(label: Int32Array, order: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const [i, v] of order.entries()) {
    const group = groups.get(label[i]);
    if (group === undefined) groups.set(label[i], [v]);
    else group.push(v);
  }
  return [...groups.values()];
}

/** Groups of one are no rings; members ascend. */
function named(groups: readonly number[][]): readonly (readonly number[])[] {
  return groups.filter((group) => group.length > 1).map((group) => group.sort((a, b) => a - b));
}

function leftWhole(count: number, from: readonly number[], to: readonly number[]): Int32Array {
  return connectedComponents(count, Int32Array.from(from), Int32Array.from(to)).label;
}
