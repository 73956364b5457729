import fc from "fast-check";
import { expect, test } from "vitest";
import { EvidenceGraph, type EvidenceLink } from "./evidence-graph.ts";
import type { LinkKind, NodeKind } from "./evidence.ts";
import { RingBook, type LeftOutReason } from "./ring-book.ts";
import { summariseRing } from "./ring-summary.ts";

type Said = readonly [kind: LinkKind, from: string, to: string];
const KIND: Readonly<Record<string, NodeKind>> = { p: "person", a: "account", d: "device", h: "host", n: "number", s: "script", x: "app" };

function linkOf(graph: EvidenceGraph, [kind, from, to]: Said, atMs: number): EvidenceLink {
  return { kind, from: graph.node(KIND[from[0]], from), to: graph.node(KIND[to[0]], to), atMs, evidence: `evt_${atMs}` };
}

function bookOf(links: readonly Said[], partnersMax = 6): RingBook {
  const book = new RingBook({ partnersMax });
  links.forEach((said, i) => book.add(linkOf(book.graph, said, i)));
  return book;
}

/** Rings by their members' tokens, in an order that naming does not change. */
function named(book: RingBook): string[] {
  return book
    .rings()
    .map((ring) =>
      ring.members
        .map((v) => book.graph.tokenOf(v))
        .sort()
        .join(" "),
    )
    .sort();
}

const thing = fc.tuple(fc.constantFrom("p", "a", "d", "h"), fc.integer({ min: 0, max: 7 })).map(([k, n]) => `${k}${n}`);
const said = fc.tuple(fc.constantFrom<LinkKind>("holds", "uses", "handed-over", "registered-at", "pays", "sends-script"), thing, thing).filter(([, a, b]) => a !== b);
const story = fc.oneof(fc.array(said, { maxLength: 60 }), fc.array(said, { minLength: 50, maxLength: 80 }));
/** Few partners make hubs and small groups, many leave groups that have to be divided. */
const limit = fc.constantFrom(4, 6, 30);

test("rings kept link by link equal rings made anew from the finished graph", () => {
  fc.assert(
    fc.property(story, limit, (links, partnersMax) => {
      const book = bookOf(links, partnersMax);
      const anew = new RingBook({ partnersMax }, book.graph);
      expect(named(anew)).toEqual(named(book));
      expect(new Set(anew.leftOut().keys())).toEqual(new Set(book.leftOut().keys()));
    }),
    { numRuns: 200 },
  );
});

test("the order in which links come changes names, not rings", () => {
  fc.assert(
    fc.property(
      story.chain((links) => fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length, maxLength: links.length }))),
      limit,
      ([links, shuffled], partnersMax) => {
        expect(named(bookOf(shuffled, partnersMax))).toEqual(named(bookOf(links, partnersMax)));
      },
    ),
    { numRuns: 200 },
  );
});

test("every thing is in one ring at most, the one that names it, and rings have two members or more", () => {
  fc.assert(
    fc.property(story, fc.array(fc.tuple(thing, fc.constantFrom<LeftOutReason>("public", "affected")), { maxLength: 4 }), (links, out) => {
      const book = bookOf(links);
      for (const [token, reason] of out) book.leaveOut(book.graph.node(KIND[token[0]], token), reason, 1_000);
      const seen = new Map<number, string>();
      for (const ring of book.rings()) {
        expect(ring.members.length).toBeGreaterThan(1);
        for (const v of ring.members) {
          expect(seen.has(v)).toBe(false);
          seen.set(v, ring.id);
        }
      }
      for (let v = 0; v < book.graph.nodes; v++) expect(book.ringOf(v)?.id).toBe(seen.get(v));
      for (const v of book.leftOut().keys()) expect(book.ringOf(v)).toBe(null);
    }),
  );
});

test("two rings that are joined keep the larger one's name, and the other says where it went", () => {
  const book = bookOf([
    ["holds", "p1", "a1"],
    ["uses", "a1", "d1"],
    ["holds", "p2", "a2"],
  ]);
  const [large, small] = book.rings();
  expect(named(book)).toEqual(["a1 d1 p1", "a2 p2"]);
  book.add(linkOf(book.graph, ["uses", "a2", "d1"], 9));
  expect(book.rings().map((r) => [r.id, r.members.length, r.bornAtMs, r.changedAtMs])).toEqual([[large.id, 5, large.bornAtMs, 9]]);
  expect(book.ring(small.id)?.mergedInto).toBe(large.id);
  expect(book.history().at(-1)).toEqual({ kind: "merged", atMs: 9, ring: small.id, into: large.id });
});

test("a ring that falls apart keeps its name where most of it is, and the other part says what it split from", () => {
  const book = bookOf([
    ["uses", "a1", "d1"],
    ["uses", "a2", "d1"],
    ["uses", "d1", "h9"],
    ["uses", "h9", "d2"],
    ["uses", "a3", "d2"],
  ]);
  const [ring] = book.rings();
  expect(ring.members).toHaveLength(6);
  book.leaveOut(book.graph.node("host", "h9"), "public", 50);
  expect(named(book)).toEqual(["a1 a2 d1", "a3 d2"]);
  const part = book.rings().find((r) => r.id !== ring.id);
  expect([book.ring(ring.id)?.members.length, part?.splitFrom]).toEqual([3, ring.id]);
  expect(book.history().at(-1)).toEqual({ kind: "split", atMs: 50, ring: part?.id ?? "", from: ring.id });
});

test("a thing with too many partners becomes a hub, is named, and no longer holds strangers together", () => {
  const links = Array.from({ length: 7 }, (_, i): Said => ["registered-at", `p${i}`, "h0"]);
  const book = bookOf([["holds", "p0", "a0"], ...links]);
  expect([...book.leftOut()]).toEqual([[book.graph.find("host", "h0"), "hub"]]);
  expect(named(book)).toEqual(["a0 p0"]);
});

test("payments and calls draw nobody into a ring: the person who paid is not of it", () => {
  const book = bookOf([
    ["pays", "a1", "a2"],
    ["calls", "n1", "n2"],
    ["installs", "d1", "x1"],
  ]);
  expect(book.rings()).toEqual([]);
});

test("large groups are divided into communities, and only around the new link when they are very large", () => {
  const cell = (c: number): Said[] => Array.from({ length: 64 }, (_, i): Said => ["uses", `a${c}${i % 8}`, `d${c}${i >> 3}`]);
  const links = [...cell(1), ...cell(2), ["uses", "a10", "d20"] as const];
  const whole = bookOf(links, 100);
  expect(whole.rings().map((r) => r.members.length)).toEqual([16, 16]);
  const local = new RingBook({ partnersMax: 100, wholeMax: 20 });
  links.forEach((one, i) => local.add(linkOf(local.graph, one, i)));
  expect(named(local)).toEqual(named(whole));
});

test("the graph shows the same links before and after merging, and keeps what was said of each", () => {
  fc.assert(
    fc.property(story, fc.nat({ max: 60 }), (links, cut) => {
      const graph = new EvidenceGraph();
      links.forEach((one, i) => {
        graph.add({ ...linkOf(graph, one, i), ...(one[0] === "pays" ? { amountMinor: BigInt(i), currency: "CNY" } : {}) });
        if (i === cut) graph.merge();
      });
      for (let v = 0; v < graph.nodes; v++) {
        const seen: number[] = [];
        graph.eachLink(v, (i) => seen.push(i));
        const expected = links.flatMap(([, a, b], i) => (a === graph.tokenOf(v) || b === graph.tokenOf(v) ? [i] : []));
        expect(seen.sort((a, b) => a - b)).toEqual(expected);
      }
      links.forEach(([kind, from], i) => expect(graph.link(i)).toMatchObject({ kind, from: graph.find(KIND[from[0]], from), atMs: i, evidence: `evt_${i}` }));
    }),
  );
});

test("a ring is summed up: things, provinces, money inside, into and out of it", () => {
  const book = bookOf([
    ["holds", "p1", "a1"],
    ["holds", "p1", "a2"],
  ]);
  const { graph } = book;
  const pay = (from: string, to: string, amountMinor: bigint, atMs: number): number =>
    book.add({ kind: "pays", from: graph.node("account", from), to: graph.node("account", to), atMs, evidence: "t", amountMinor, currency: "CNY" });
  pay("a8", "a1", 500n, 10);
  pay("a1", "a2", 300n, 20);
  pay("a2", "a9", 200n, 30);
  graph.setProvince(graph.node("account", "a1"), "51");
  graph.setProvince(graph.node("account", "a2"), "44");
  const summary = summariseRing(graph, book.rings()[0].members);
  expect(summary).toMatchObject({ provinces: ["44", "51"], insideMinor: { CNY: 300n }, intoMinor: { CNY: 500n }, outOfMinor: { CNY: 200n }, firstAtMs: 0, lastAtMs: 20 });
  expect([summary.things.person, summary.things.account, summary.links]).toEqual([1, 2, [0, 1, 3]]);
});
