/**
 * Communities by the Leiden method (Traag, Waltman and van Eck 2019): local moving, refinement, aggregation, repeated until
 * nothing moves. It promises that every community is connected, and that the same graph and seed give the same answer.
 * Quality is modularity (Newman and Girvan 2004, with resolution). Which nodes deserve to be asked is the caller's choice.
 */
import { Prng } from "../base/prng.ts";
import type { Adjacency } from "./adjacency.ts";
import { aggregate, baseLevel, orderByLabel, permuted, type Level } from "./leiden-level.ts";
import { inOrder, moveNodes, shuffled } from "./leiden-move.ts";
import { refineCommunities } from "./leiden-refine.ts";
import { splitDisconnected } from "./connected-parts.ts";

/** Share of a level's nodes that the coarse round asks. */
const COARSE_SHARE = 0.5;

export interface LeidenOptions {
  readonly seed: number;
  /** Above 1 gives smaller communities, below 1 larger ones. */
  readonly resolution?: number;
  /** Whole rounds of the method after the first, coarse one; it ends earlier when a round changes nothing. */
  readonly rounds?: number;
  /** Where to start: a community number below `nodes` for each node; by default each node alone. */
  readonly start?: Int32Array;
}

export interface Communities {
  readonly count: number;
  /** Community of each node, numbered by their lowest node. */
  readonly label: Int32Array;
  readonly modularity: number;
}

export function leiden(graph: Adjacency, options: LeidenOptions): Communities {
  const { seed, resolution = 1, rounds = 1, start } = options;
  const random = new Prng(seed);
  const base = baseLevel(graph);
  const label = start === undefined ? Int32Array.from({ length: graph.nodes }, (_, v) => v) : Int32Array.from(start);
  // Coarse first: each level asks half of its nodes once and hands the groups up as they are; the full rounds that follow
  // may part them again. Nodes that are asked until they rest settle with their nearest few before any community exists:
  // measured, starting coarse takes half the time and finds better divisions.
  if (start === undefined && base.total > 0) oneRound(base, label, resolution, random, true);
  // Members of a community side by side: then most of what the full rounds read is near what they have just read.
  const order = orderByLabel(label);
  const near = permuted(base, order);
  const nearLabel = order.map((v) => label[v]);
  if (base.total > 0) for (let round = 0; round < rounds; round++) if (!oneRound(near, nearLabel, resolution, random, false)) break;
  const count = splitDisconnected(near, nearLabel);
  const modularity = modularityOf(near, nearLabel, resolution);
  for (let i = 0; i < order.length; i++) label[order[i]] = nearLabel[i];
  renumber(label, graph.nodes);
  return { count, label, modularity };
}

/** Moves, refines and aggregates from the lowest level up. Writes the new label of every node; false when none changed. */
function oneRound(base: Level, label: Int32Array, resolution: number, random: Prng, coarse: boolean): boolean {
  let level = base;
  // Which node of the present level each lowest node is in.
  let inLevel: Int32Array | null = null;
  let community = label;
  let changed = false;
  for (;;) {
    const moved = moveNodes(
      level,
      community,
      resolution,
      coarse ? shuffled(level.nodes, random) : inOrder(level.nodes),
      coarse ? level.nodes * COARSE_SHARE : Number.POSITIVE_INFINITY,
    );
    changed ||= moved;
    if (inLevel !== null) for (let v = 0; v < label.length; v++) label[v] = community[inLevel[v]];
    const refined = coarse ? asTheyAre(community) : refineCommunities(level, community, resolution, random);
    // Every community is one node: nothing is left to join. Otherwise the nodes become fewer with each level.
    if (refined.count === level.nodes) return changed;
    const next = aggregate(level, refined.label, refined.count);
    const nextCommunity = new Int32Array(refined.count);
    for (let v = 0; v < level.nodes; v++) nextCommunity[refined.label[v]] = community[v];
    renumber(nextCommunity, level.nodes);
    inLevel = inLevel === null ? refined.label : inLevel.map((u) => refined.label[u]);
    level = next;
    community = nextCommunity;
  }
}

/** The communities themselves as the next level's nodes. */
function asTheyAre(community: Int32Array): { readonly count: number; readonly label: Int32Array } {
  const label = Int32Array.from(community);
  return { count: renumber(label, community.length), label };
}

/** Community numbers to 0 … count − 1, in order of first appearance. */
function renumber(community: Int32Array, numbersBelow: number): number {
  const seen = new Int32Array(numbersBelow).fill(-1);
  let count = 0;
  for (let v = 0; v < community.length; v++) {
    const c = community[v];
    if (seen[c] < 0) seen[c] = count++;
    community[v] = seen[c];
  }
  return count;
}

/** Modularity of a division of the graph; every label is below the number of nodes. */
export function modularityOf(graph: Pick<Level, "nodes" | "offsets" | "targets" | "weights">, label: Int32Array, resolution = 1): number {
  const { nodes, offsets, targets, weights } = graph;
  const strength = new Float64Array(nodes);
  let inside = 0;
  let total = 0;
  for (let v = 0; v < nodes; v++) {
    const c = label[v];
    let sum = 0;
    for (let k = offsets[v]; k < offsets[v + 1]; k++) {
      const w = weights === null ? 1 : weights[k];
      sum += w;
      if (label[targets[k]] === c) inside += w;
    }
    strength[c] += sum;
    total += sum;
  }
  if (total === 0) return 0;
  let expected = 0;
  for (let c = 0; c < nodes; c++) expected += (strength[c] / total) ** 2;
  return inside / total - resolution * expected;
}
