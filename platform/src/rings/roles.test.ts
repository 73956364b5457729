import fc from "fast-check";
import { expect, test } from "vitest";
import { EvidenceGraph } from "./evidence-graph.ts";
import type { LinkKind, NodeKind } from "./evidence.ts";
import { inferRoles, ROLE_LIMITS, type Role, type RoleFinding } from "./roles.ts";

const KIND: Readonly<Record<string, NodeKind>> = { p: "person", a: "account", d: "device" };
const HOUR = 3_600_000;

type Said = readonly [kind: LinkKind, from: string, to: string, atMs?: number];

function graphOf(links: readonly Said[]): EvidenceGraph {
  const graph = new EvidenceGraph();
  links.forEach(([kind, from, to, atMs], i) => graph.add({ kind, from: graph.node(KIND[from[0]], from), to: graph.node(KIND[to[0]], to), atMs: atMs ?? i, evidence: `e${i}` }));
  return graph;
}
const everything = (graph: EvidenceGraph): number[] => Array.from({ length: graph.nodes }, (_, v) => v);
const rolesOf = (links: readonly Said[]): Record<string, string[]> => {
  const graph = graphOf(links);
  const found: Record<string, string[]> = {};
  for (const f of inferRoles(graph, everything(graph))) (found[graph.tokenOf(f.holder)] ??= []).push(f.role);
  return found;
};

/** Three people open cards, two of them give them to p4, who passes them to p5, who supplies p6, who runs them on d1. */
const CHAIN: readonly Said[] = [
  ["holds", "p1", "a1"],
  ["holds", "p2", "a2"],
  ["holds", "p3", "a3"],
  ["handed-over", "p1", "p4"],
  ["handed-over", "p2", "p4"],
  ["handed-over", "p4", "p5"],
  ["handed-over", "p5", "p6"],
  ["uses", "p6", "d1"],
  ["uses", "a1", "d1"],
  ["uses", "a2", "d1"],
  ["uses", "a3", "d1"],
  ["pays", "a8", "a1", HOUR],
  ["pays", "a8", "a2", HOUR],
  ["pays", "a8", "a3", HOUR],
  ["pays", "a1", "a9", 2 * HOUR],
  ["pays", "a2", "a9", 2 * HOUR],
  ["pays", "a3", "a9", 2 * HOUR],
  ["holds", "p9", "a9"],
];

test("the whole chain is named, each by its own links", () => {
  expect(rolesOf(CHAIN)).toEqual({
    p1: ["card-farmer"],
    p2: ["card-farmer"],
    p3: ["card-farmer"],
    p4: ["card-broker"],
    p5: ["card-trader"],
    p6: ["laundering-house"],
    p9: ["principal"],
  });
});

test("each link that a role rests on is needed", () => {
  const without = (...drop: readonly number[]): Record<string, string[]> => rolesOf(CHAIN.filter((_, i) => !drop.includes(i)));
  // One farmer fewer: no broker, and so no trader.
  expect(without(3)["p4"]).toBeUndefined();
  expect(without(3)["p5"]).toBeUndefined();
  // Nothing handed on: collecting alone makes no broker.
  expect(without(5)["p4"]).toBeUndefined();
  // Two accounts on the device are a family's.
  expect(without(10)["p6"]).toBeUndefined();
  // Money that stays makes no laundering house, and nobody behind it.
  expect(without(14)["p6"]).toBeUndefined();
  expect(without(14)["p9"]).toBeUndefined();
  // An account that pays on is not where the money ends.
  expect(rolesOf([...CHAIN, ["pays", "a9", "a7", 5 * HOUR]])["p9"]).toBeUndefined();
  // One's own account on one's own phone is nobody's role.
  expect(
    rolesOf([
      ["holds", "p1", "a1"],
      ["uses", "p1", "d1"],
      ["uses", "a1", "d1"],
      ["uses", "p2", "d1"],
    ]),
  ).toEqual({});
});

test("money that leaves a day later was not passed on", () => {
  const late = CHAIN.map(([kind, from, to, atMs]): Said => [kind, from, to, kind === "pays" && from !== "a8" ? 2 * HOUR + ROLE_LIMITS.passOnMs : (atMs ?? 0)]);
  expect(rolesOf(late)["p6"]).toBeUndefined();
});

/** What each link of a path must be, and that neighbouring links meet in one thing. */
const SHAPES: Readonly<Record<Role, RegExp>> = {
  "card-farmer": /^holds (handed-over|uses uses)$/,
  "card-broker": /^handed-over handed-over handed-over$/,
  "card-trader": /^handed-over handed-over handed-over$/,
  "laundering-house": /^uses uses pays pays$/,
  principal: /^uses uses pays holds$/,
};

function isValid(graph: EvidenceGraph, f: RoleFinding): boolean {
  const links = f.path.map((i) => graph.link(i));
  if (!SHAPES[f.role].test(links.map((l) => l.kind).join(" "))) return false;
  if (!links.some((l) => l.from === f.holder || l.to === f.holder)) return false;
  // Hand-overs of a broker all meet in the broker; other paths go from link to link.
  return f.role === "card-broker"
    ? links.every((l) => l.from === f.holder || l.to === f.holder)
    : links.slice(1).every((l, k) => [l.from, l.to].some((v) => v === links[k].from || v === links[k].to));
}

test("no role is said without a path of real links that shows it, and none is certain", () => {
  const thing = (k: string): fc.Arbitrary<string> => fc.integer({ min: 0, max: 4 }).map((n) => `${k}${n}`);
  const said: fc.Arbitrary<Said> = fc.oneof(
    fc.tuple(fc.constant<LinkKind>("holds"), thing("p"), thing("a")),
    fc.tuple(fc.constant<LinkKind>("uses"), fc.oneof(thing("p"), thing("a")), thing("d")),
    fc.tuple(fc.constant<LinkKind>("handed-over"), thing("p"), thing("p")),
    fc.tuple(fc.constant<LinkKind>("pays"), thing("a"), thing("a")),
  );
  let seen = 0;
  fc.assert(
    fc.property(
      fc.array(
        said.filter(([, a, b]) => a !== b),
        { minLength: 20, maxLength: 60 },
      ),
      (links) => {
        const graph = graphOf(links);
        for (const f of inferRoles(graph, everything(graph))) {
          seen++;
          expect(isValid(graph, f), JSON.stringify(f)).toBe(true);
          expect(graph.kindOf(f.holder)).toBe("person");
          expect(f.confidence).toBeGreaterThan(0);
          expect(f.confidence).toBeLessThan(1);
          expect(f.paths).toBeGreaterThan(0);
        }
      },
    ),
    { seed: 4, numRuns: 200 },
  );
  expect(seen).toBeGreaterThan(200);
});
