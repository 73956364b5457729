import type { TraceEdge, TraceNode } from "@duanliu/client";
import { expect, test } from "vitest";
import { drawnFlow, filtered, folded, HUB_MIN, LINES_MAX, MARKS_MAX, pathTo, withinMarks, type Drawn } from "./flow.ts";
import { layered } from "./layout.ts";

const node = (account: string, tier: number | null, more: Partial<TraceNode> = {}): TraceNode => ({
  account,
  masked: account,
  institution: "ICBC",
  role: tier === null ? "victim" : "passed-on",
  state: "left",
  tier,
  inMinor: "100",
  stillMinor: "0",
  exitedMinor: "0",
  returnedMinor: "0",
  lastArrivalAt: null,
  frontier: null,
  goodFaith: [],
  orders: [],
  desk: true,
  ...more,
});
const edge = (transfer: string, from: string, to: string, tier: number, minute: number, taintedMinor = "100", tiers: TraceEdge["tiers"] = null): TraceEdge => ({
  transfer,
  from,
  to,
  tier,
  tiers,
  amountMinor: taintedMinor,
  taintedMinor,
  at: new Date(minute * 60_000).toISOString(),
  channel: null,
  source: "stream",
  roundTrip: false,
});
const names = (edges: readonly TraceEdge[]): string => edges.map((one) => one.transfer).join(" ");

test("the path that proves it goes forward in time and tier by tier, over the larger of two ways, and not over a larger one that came too late", () => {
  const edges = [
    edge("p1", "v", "a", 1, 1, "900"),
    edge("p2", "v", "b", 1, 2, "100"),
    edge("a-c", "a", "c", 2, 5, "900"),
    edge("b-c", "b", "c", 2, 3, "100"),
    edge("c-d", "c", "d", 3, 4, "100"),
    edge("c-e", "c", "e", 3, 6, "100"),
  ];
  expect(names(pathTo(edges, "e"))).toBe("p1 a-c c-e");
  // At minute 4 the larger sum had not come.
  expect(names(pathTo(edges, "d"))).toBe("p2 b-c c-d");
  expect(pathTo(edges, "v")).toEqual([]);
});

test("a path through a transfer that carries money of two tiers, and none where what leads there is missing", () => {
  const mixed = [
    { tier: 2, taintedMinor: "60" },
    { tier: 3, taintedMinor: "40" },
  ];
  const edges = [edge("p", "v", "a", 1, 1), edge("m", "a", "b", 2, 2, "100", mixed), edge("n", "b", "c", 4, 3)];
  expect(names(pathTo(edges, "b"))).toBe("p m");
  // Tier 4 needs a tier 3 before it, and the only one into b of tier 3 has no tier 2 before it.
  expect(pathTo(edges, "c")).toEqual([]);
});

test("a filter by time and amount leaves the accounts that it touches", () => {
  const flow = { nodes: [node("v", null), node("a", 1), node("b", 2)], edges: [edge("p", "v", "a", 1, 1, "1000"), edge("q", "a", "b", 2, 9, "10")] };
  const few = filtered(flow, { fromMs: null, toMs: null, minMinor: 11n });
  expect([few.nodes.map((one) => one.account), names(few.edges)]).toEqual([["v", "a"], "p"]);
  expect(names(filtered(flow, { fromMs: 2 * 60_000, toMs: null, minMinor: 0n }).edges)).toBe("q");
  expect(names(filtered(flow, { fromMs: null, toMs: 9 * 60_000, minMinor: 0n }).edges)).toBe("p q");
});

function star(leaves: number): Drawn {
  const ends = Array.from({ length: leaves }, (_, i) => `l${i}`);
  return drawnFlow({
    nodes: [node("v", null), node("hub", 1), ...ends.map((name) => node(name, 2))],
    edges: [edge("p", "v", "hub", 1, 1), ...ends.map((name, i) => edge(`t${i}`, "hub", name, 2, 2 + i))],
  });
}

test("a hub's own accounts become one mark that counts them; the one that is looked at and an opened hub stay apart", () => {
  const label = (count: number): string => `${count} accounts`;
  const some = folded(star(HUB_MIN + 1), new Set(["l3"]), new Set(), label);
  expect(some.nodes.map((one) => one.label).toSorted()).toEqual(["12 accounts", "○ hub", "○ l3", "▲ v"].toSorted());
  expect(some.foldedAway).toBe(HUB_MIN);
  expect(some.edges).toHaveLength(3);
  expect(folded(star(HUB_MIN + 1), new Set(), new Set(["hub"]), label).foldedAway).toBe(0);
  expect(folded(star(HUB_MIN - 1), new Set(), new Set(), label).foldedAway).toBe(0);
});

test("of too many the largest are drawn, with what brought money to them and what is kept, and the rest is counted", () => {
  const [like] = star(1).nodes;
  const nodes = Array.from({ length: MARKS_MAX + 50 }, (_, i) => ({ ...like!, key: `n${i}`, column: i === 0 ? 0 : i <= 10 ? 1 : 2, weight: i <= 10 ? 0 : 1 / i }));
  const to = (i: number): object => ({ from: i <= 10 ? "n0" : `n${1 + (i % 10)}`, to: `n${i}` });
  const tree = nodes.slice(1).map((_, i) => ({ ...(to(i + 1) as { from: string; to: string }), key: `e${i + 1}`, weight: 0.5, colour: "quiet" as const }));
  const more = Array.from({ length: LINES_MAX }, (_, i) => ({ key: `m${i}`, from: `n${11 + (i % 700)}`, to: `n${800 + (i % 701)}`, weight: 0.9, colour: "quiet" as const }));
  const last = `n${MARKS_MAX + 49}`;
  const cut = withinMarks({ nodes, edges: [...tree, ...more] }, new Set([last]), new Set());
  expect([cut.nodes.length, cut.unmarked, cut.edges.length, cut.undrawn]).toEqual([MARKS_MAX, 50, LINES_MAX, tree.length]);
  const keys = new Set(cut.nodes.map((one) => one.key));
  expect([keys.has(last), keys.has(`n${MARKS_MAX + 40}`)]).toEqual([true, false]);
  // Small accounts over which everything came are there, and nobody is without the arrow that brought the money.
  const reached = new Set(cut.edges.map((one) => one.to));
  expect([...keys].filter((key) => key !== "n0" && !reached.has(key))).toEqual([]);
});

test("the same graph has the same picture in whatever order it comes; money goes to the right and no two stand in one place", () => {
  const drawn = star(300);
  const positions = layered(drawn);
  const shuffled = layered({ nodes: drawn.nodes.toReversed(), edges: drawn.edges.toReversed() });
  for (const [key, at] of positions) expect(shuffled.get(key)).toEqual(at);
  expect(new Set([...positions.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(302);
  for (const { from, to } of drawn.edges) expect(positions.get(to)!.x).toBeGreaterThan(positions.get(from)!.x);
});
