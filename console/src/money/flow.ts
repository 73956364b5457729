/**
 * A trace as something that can be looked at: filtered by time and amount, the path that proves that money came to an account,
 * what is drawn of it, and which accounts around a hub become one mark. Pure; nothing is left out here without being counted.
 */
import type { MoneyTrace, TraceEdge, TraceNode } from "@duanliu/client";

export interface FlowFilter {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly minMinor: bigint;
}

export interface Flow {
  readonly nodes: readonly TraceNode[];
  readonly edges: readonly TraceEdge[];
}

export const EVERYTHING: FlowFilter = { fromMs: null, toMs: null, minMinor: 0n };

export function filtered({ nodes, edges }: Flow, { fromMs, toMs, minMinor }: FlowFilter): Flow {
  if (fromMs === null && toMs === null && minMinor === 0n) return { nodes, edges };
  const kept = edges.filter((edge) => {
    const atMs = Date.parse(edge.at);
    return (fromMs === null || atMs >= fromMs) && (toMs === null || atMs <= toMs) && BigInt(edge.taintedMinor) >= minMinor;
  });
  const touched = new Set(kept.flatMap((edge) => [edge.from, edge.to]));
  return { nodes: nodes.filter((node) => touched.has(node.account)), edges: kept };
}

function tiersOf(edge: TraceEdge): readonly number[] {
  return edge.tiers === null ? [edge.tier] : edge.tiers.map(({ tier }) => tier);
}

/**
 * Transfers from a payment of the person who lost money to an account, each tier after the one before and never back in time;
 * of several the one over which most came. Empty when none is among these transfers.
 */
export function pathTo(edges: readonly TraceEdge[], account: string): readonly TraceEdge[] {
  const into = Map.groupBy(edges, (edge) => edge.to);
  for (const list of into.values()) {
    list.sort((a, b) => {
      const more = BigInt(b.taintedMinor) - BigInt(a.taintedMinor);
      return more === 0n ? Date.parse(a.at) - Date.parse(b.at) || (a.transfer < b.transfer ? -1 : 1) : more > 0n ? 1 : -1;
    });
  }
  // What led nowhere once leads nowhere: without this a web of transfers would be walked through in every order.
  const dead = new Set<string>();
  const walk = (to: string, beforeMs: number, tier: number | null): readonly TraceEdge[] | null => {
    for (const edge of into.get(to) ?? []) {
      const atMs = Date.parse(edge.at);
      if (atMs > beforeMs) continue;
      for (const own of tiersOf(edge)) {
        const name = `${own} ${edge.transfer} ${edge.from}`;
        if ((tier !== null && own !== tier) || dead.has(name)) continue;
        if (own === 1) return [edge];
        const before = walk(edge.from, atMs, own - 1);
        if (before !== null) return [...before, edge];
        dead.add(name);
      }
    }
    return null;
  };
  return walk(account, Infinity, null) ?? [];
}

export type Shape = "circle" | "square" | "diamond" | "triangle";
/** Colours by the names of the page's variables, so that both looks have them. */
export type Colour = "accent" | "good" | "high" | "urgent" | "quiet" | "none" | "medium";

export interface DrawnNode {
  readonly key: string;
  readonly label: string;
  readonly shape: Shape;
  readonly colour: Colour;
  /** From 0 to 1: how large it is drawn. */
  readonly weight: number;
  readonly column: number;
  readonly atMs: number;
}

export interface DrawnEdge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  readonly colour: Colour;
}

export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/** What a state of money looks like: a shape and a sign besides the colour. */
export const LOOKS: Readonly<Record<TraceNode["state"] | "victim", { readonly shape: Shape; readonly colour: Colour; readonly sign: string }>> = {
  victim: { shape: "triangle", colour: "accent", sign: "▲" },
  held: { shape: "square", colour: "good", sign: "■" },
  "still-there": { shape: "circle", colour: "urgent", sign: "●" },
  left: { shape: "circle", colour: "none", sign: "○" },
  unknown: { shape: "diamond", colour: "high", sign: "◆" },
};

export function lookOf(node: Pick<TraceNode, "role" | "state">): (typeof LOOKS)["held"] {
  return LOOKS[node.role === "victim" ? "victim" : node.state];
}

/** Names an arrow between two accounts: all transfers of one direction are one arrow. */
export function arrowOf(edge: { readonly from: string; readonly to: string }): string {
  return `${edge.from}>${edge.to}`;
}

/** How large an amount is drawn: by its order of magnitude, since the largest is a thousand times the smallest. */
function weighed(amount: number, most: number): number {
  return most <= 1 ? 1 : Math.log1p(amount) / Math.log1p(most);
}

export function drawnFlow({ nodes, edges }: Flow): Drawn {
  const most = nodes.reduce((max, node) => Math.max(max, Number(node.inMinor)), 1);
  const arrows = new Map<string, { readonly from: string; readonly to: string; sum: number }>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const known = arrows.get(arrowOf(edge));
    if (known === undefined) arrows.set(arrowOf(edge), { from: edge.from, to: edge.to, sum: Number(edge.taintedMinor) });
    else known.sum += Number(edge.taintedMinor);
  }
  const mostMoved = [...arrows.values()].reduce((max, { sum }) => Math.max(max, sum), 1);
  return {
    nodes: nodes.map((node) => {
      const { shape, colour, sign } = lookOf(node);
      return {
        key: node.account,
        label: `${sign} ${node.masked}`,
        shape,
        colour,
        weight: node.role === "victim" ? 1 : weighed(Number(node.inMinor), most),
        column: node.role === "victim" ? 0 : (node.tier ?? 0),
        atMs: node.lastArrivalAt === null ? 0 : Date.parse(node.lastArrivalAt),
      };
    }),
    edges: [...arrows].map(([key, { from, to, sum }]) => ({ key, from, to, weight: weighed(sum, mostMoved), colour: "quiet" as const })),
  };
}

/** So many accounts that deal with nobody but one other make that one a hub (assumed: more cannot be told apart around one point). */
export const HUB_MIN = 12;

export interface Folded extends Drawn {
  /** Marks that stand for several, with the hub they belong to. */
  readonly bundles: ReadonlyMap<string, { readonly hub: string; readonly count: number }>;
  readonly foldedAway: number;
}

/** Puts accounts that deal with one hub alone into one mark for each direction, but for those that are `kept` apart. */
export function folded(drawn: Drawn, kept: ReadonlySet<string>, open: ReadonlySet<string>, label: (count: number) => string): Folded {
  const partners = new Map<string, Set<string>>();
  const meet = (a: string, b: string): void => {
    const known = partners.get(a);
    if (known === undefined) partners.set(a, new Set([b]));
    else known.add(b);
  };
  const paysOut = new Set<string>();
  for (const { from, to } of drawn.edges) {
    meet(from, to);
    meet(to, from);
    paysOut.add(from);
  }
  const leaves = new Map<string, DrawnNode[]>();
  for (const node of drawn.nodes) {
    const [hub, ...more] = partners.get(node.key) ?? [];
    if (hub === undefined || more.length > 0 || kept.has(node.key) || open.has(hub)) continue;
    const name = `${hub}${paysOut.has(node.key) ? "<" : ">"}`;
    const mine = leaves.get(name);
    if (mine === undefined) leaves.set(name, [node]);
    else mine.push(node);
  }
  const bundleOf = new Map<string, string>();
  const bundles = new Map<string, { readonly hub: string; readonly count: number }>();
  const added: DrawnNode[] = [];
  for (const [name, mine] of leaves) {
    const [first] = mine;
    if (mine.length < HUB_MIN || first === undefined) continue;
    for (const node of mine) bundleOf.set(node.key, name);
    bundles.set(name, { hub: name.slice(0, -1), count: mine.length });
    added.push({ ...first, key: name, label: label(mine.length), shape: "square", colour: "medium", weight: 1 });
  }
  const edges = new Map<string, DrawnEdge>();
  for (const edge of drawn.edges) {
    const from = bundleOf.get(edge.from) ?? edge.from;
    const to = bundleOf.get(edge.to) ?? edge.to;
    const key = arrowOf({ from, to });
    const known = edges.get(key);
    edges.set(key, { ...edge, key, from, to, weight: Math.max(edge.weight, known?.weight ?? 0) });
  }
  return { nodes: [...drawn.nodes.filter((node) => !bundleOf.has(node.key)), ...added], edges: [...edges.values()], bundles, foldedAway: bundleOf.size };
}

/** From this many accounts on, hubs are folded until somebody unfolds them. */
export const FOLD_FROM = 2_000;
/** Lines rest while the picture moves from this many on. */
export const STILL_LINES = 1_500;
/** What is drawn at once without somebody asking for all: more cannot be told apart, and a desk without graphics of its own stays quick. */
export const MARKS_MAX = 1_500;
export const LINES_MAX = 2_500;

export interface Within extends Drawn {
  readonly unmarked: number;
  readonly undrawn: number;
}

/**
 * The largest of too many marks, each with the arrows over which most came to it, so that nothing hangs in the air; then the
 * largest other arrows between them. What is kept is always among them; how many are not drawn is counted.
 */
export function withinMarks(drawn: Drawn, kept: ReadonlySet<string>, lines: ReadonlySet<string>): Within {
  const { nodes, edges } = drawn;
  const first = (set: ReadonlySet<string>) => (a: DrawnNode | DrawnEdge, b: DrawnNode | DrawnEdge) =>
    Number(set.has(b.key)) - Number(set.has(a.key)) || b.weight - a.weight || (a.key < b.key ? -1 : 1);
  const columnOf = new Map(nodes.map((node) => [node.key, node.column]));
  const brought = new Map<string, DrawnEdge>();
  for (const edge of edges) {
    const known = brought.get(edge.to);
    if ((columnOf.get(edge.from) ?? 0) < (columnOf.get(edge.to) ?? 0) && (known === undefined || first(lines)(edge, known) < 0)) brought.set(edge.to, edge);
  }
  const stand = new Set<string>();
  const must = new Set(lines);
  for (const node of nodes.toSorted(first(kept))) {
    const chain: DrawnEdge[] = [];
    const fresh = [node.key];
    // Each is one column further to the left, so that this comes to an end.
    for (let edge = brought.get(node.key); edge !== undefined && !stand.has(edge.to); edge = brought.get(edge.from)) {
      chain.push(edge);
      if (!stand.has(edge.from)) fresh.push(edge.from);
    }
    if (stand.has(node.key)) continue;
    if (stand.size + fresh.length > MARKS_MAX) continue;
    for (const key of fresh) stand.add(key);
    for (const edge of chain) must.add(edge.key);
    if (stand.size === MARKS_MAX) break;
  }
  const marks = nodes.filter((node) => stand.has(node.key));
  const between = edges.filter(({ from, to }) => stand.has(from) && stand.has(to));
  const arrows = between.length <= LINES_MAX ? between : between.toSorted(first(must)).slice(0, LINES_MAX);
  return { nodes: marks, edges: arrows, unmarked: nodes.length - marks.length, undrawn: edges.length - arrows.length };
}

/** When the first and the last transfer were, for the filter by time; null without any. */
export function spanOf(trace: Pick<MoneyTrace, "edges">): readonly [number, number] | null {
  if (trace.edges.length === 0) return null;
  let [first, last] = [Infinity, -Infinity];
  for (const { at } of trace.edges) {
    const ms = Date.parse(at);
    first = Math.min(first, ms);
    last = Math.max(last, ms);
  }
  return [first, last];
}
