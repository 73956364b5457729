import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import { ProblemError } from "../base/problem.ts";
import { describeRing, transfersInside } from "./describe-ring.ts";
import { findRings, ringsOf, type RingFindings } from "./find-rings.ts";
import { LINK_FEATURE_COUNT, LINK_FEATURES, linkFeatures } from "./link-features.ts";
import { pairOf, pairUp, partnerCount } from "./pairs.ts";
import { explainLink, loadRingModel, scoreAccounts, scoreLinks, strongestLinks } from "./ring-model.ts";
import type { Transfers } from "./transfers.ts";

type Row = readonly [from: number, to: number, day: number];
const DAY = 86_400_000;
const TOWN = 2_000;
const bytes = new Uint8Array(readFileSync(new URL("../../models/rings.txt", import.meta.url)));
const model = loadRingModel(bytes);

function transfersOf(accounts: number, rows: readonly Row[], unitMs = DAY, amount: (i: number) => number = () => Number.NaN): Transfers {
  return {
    accounts,
    from: Int32Array.from(rows, (r) => r[0]),
    to: Int32Array.from(rows, (r) => r[1]),
    atMs: Float64Array.from(rows, (r) => r[2] * unitMs),
    amountMinor: Float64Array.from(rows, (_, i) => amount(i)),
  };
}

/** A made-up town where everybody pays each payee once, and two rings of five who know one of them and pay around. */
function town(seed: number): { readonly rows: Row[]; readonly rings: readonly (readonly number[])[] } {
  const random = new Prng(seed);
  const rows: Row[] = [];
  const dealt = new Set<number>();
  for (let v = 0; v < TOWN; v++) {
    let day = random.int(40);
    for (let k = 0, n = 2 + random.int(6); k < n; k++) {
      day += 2 + random.int(12);
      const to = random.chance(0.2) ? random.int(40) : random.int(TOWN);
      const pair = Math.min(v, to) * TOWN + Math.max(v, to);
      if (to === v || dealt.has(pair)) continue;
      dealt.add(pair);
      rows.push([v, to, day]);
    }
  }
  const rings = [0, 1].map((r) => Array.from({ length: 5 }, (_, i) => 100 + r * 900 + i * 7));
  for (const ring of rings) {
    const [head, ...others] = ring;
    for (const [i, v] of others.entries()) rows.push(i % 2 === 0 ? [head, v, 20 + i * 11] : [v, head, 25 + i * 9]);
    for (const [i, v] of ring.entries()) rows.push([v, ring[(i + 1) % ring.length], 95 + ((i * 17) % 50)]);
  }
  return { rows, rings };
}

const sets = (f: RingFindings, back: (v: number) => number): string[] =>
  f.rings
    .map((r) =>
      r.accounts
        .map(back)
        .sort((a, b) => a - b)
        .join(" "),
    )
    .sort();

test("a planted ring's accounts score far above the others, and the ring is found", () => {
  const { rows, rings } = town(3);
  const found = findRings(transfersOf(TOWN, rows), model);
  const inRing = new Set(rings.flat());
  const sorted = [...found.accountScores].sort((a, b) => a - b);
  const ninetyFifth = sorted[Math.floor(sorted.length * 0.95)];
  for (const v of inRing) expect(found.accountScores[v]).toBeGreaterThan(ninetyFifth);
  for (const ring of rings) {
    const best = found.rings.map((r) => r.accounts.filter((v) => ring.includes(v)).length / new Set([...r.accounts, ...ring]).size);
    expect(Math.max(...best)).toBeGreaterThanOrEqual(0.5);
  }
  for (const score of found.accountScores) expect(score >= 0 && score <= 1).toBe(true);
  for (const [r, ring] of found.rings.entries()) for (const v of ring.accounts) expect(found.ringOf[v]).toBe(r);
});

test("amounts, repeated rows, the unit of time and the numbering of accounts change no score and no ring", () => {
  const { rows } = town(5);
  const base = findRings(transfersOf(TOWN, rows), model);
  const amounts = findRings(
    transfersOf(TOWN, [...rows, ...rows.slice(0, 200)], 1, (i) => i),
    model,
  );
  expect([...amounts.accountScores]).toEqual([...base.accountScores]);
  expect(sets(amounts, (v) => v)).toEqual(sets(base, (v) => v));
  const random = new Prng(8);
  const renamed = Array.from({ length: TOWN }, (_, v) => v);
  for (let i = TOWN - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [renamed[i], renamed[j]] = [renamed[j], renamed[i]];
  }
  const back = new Map(renamed.map((to, v) => [to, v]));
  const shuffled = rows.map(([a, b, day]): Row => [renamed[a], renamed[b], day]).sort((x, y) => ((x[0] * 31 + x[1]) % 17) - ((y[0] * 31 + y[1]) % 17));
  const other = findRings(transfersOf(TOWN, shuffled), model);
  for (let v = 0; v < TOWN; v++) expect(other.accountScores[renamed[v]]).toBeCloseTo(base.accountScores[v], 9);
  expect(sets(other, (v) => back.get(v) ?? -1)).toEqual(sets(base, (v) => v));
});

test("a hub is left out of every ring and named, a public account too", () => {
  const { rows, rings } = town(3);
  const head = rings[0][0];
  const found = findRings(transfersOf(TOWN, rows), model, { partnersMax: 30, publicAccounts: new Set([head]) });
  expect(found.leftOut.find((one) => one.account === head)?.reason).toBe("public");
  const hubs = found.leftOut.filter((one) => one.reason === "hub");
  expect(hubs.length).toBeGreaterThan(0);
  for (const one of hubs) expect(one.partners).toBe(partnerCount(found.pairs, one.account));
  for (const one of found.leftOut) expect(found.ringOf[one.account]).toBe(-1);
});

test("pairs hold every dealing once, and partners can be looked up from both sides", () => {
  const account = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(fc.array(fc.tuple(account, account, fc.integer({ min: 0, max: 3 })), { maxLength: 50 }), (rows) => {
      const pairs = pairUp(transfersOf(10, rows));
      const distinct = new Set(rows.filter(([a, b]) => a !== b).map((r) => r.join()));
      expect(pairs.up.reduce((n, x) => n + x, 0) + pairs.down.reduce((n, x) => n + x, 0)).toBe(distinct.size);
      for (let a = 0; a < 10; a++)
        for (let b = 0; b < 10; b++) {
          const p = pairOf(pairs, a, b);
          const days = rows.filter(([x, y]) => a !== b && ((x === a && y === b) || (x === b && y === a)));
          expect(p >= 0).toBe(days.length > 0);
          expect(pairOf(pairs, b, a)).toBe(p);
          if (p < 0) continue;
          expect([pairs.low[p], pairs.high[p]]).toEqual([Math.min(a, b), Math.max(a, b)]);
          expect([pairs.firstMs[p], pairs.lastMs[p]]).toEqual([Math.min(...days.map((d) => d[2])) * DAY, Math.max(...days.map((d) => d[2])) * DAY]);
        }
    }),
  );
});

const feature = (name: string): number => LINK_FEATURES.findIndex((f) => f.name === name);

test("the figures of a link are those one counts by hand", () => {
  // 0 pays 1 twice and 1 pays back; both know 2; 3 pays only once, last of all.
  const transfers = transfersOf(5, [
    [0, 1, 0],
    [0, 1, 10],
    [1, 0, 4],
    [0, 2, 12],
    [1, 2, 6],
    [3, 4, 20],
  ]);
  const pairs = pairUp(transfers);
  const rows = linkFeatures(transfers, pairs);
  const of = (a: number, b: number, name: string): number => rows[pairOf(pairs, a, b) * LINK_FEATURE_COUNT + feature(name)];
  expect(["transfers", "repeated", "bothWays", "commonPartners", "commonWeight", "samePayees", "samePayers", "detour"].map((name) => of(0, 1, name))).toEqual([
    3, 2, 1, 1, 0.5, 0.5, 0, 0,
  ]);
  expect([of(0, 1, "spread"), of(0, 1, "apart"), of(0, 1, "firstOrLast")]).toEqual([0.5, 0.5, 1]);
  expect(of(0, 1, "apartRatio")).toBeCloseTo(10 / 6, 12);
  // From 0 to 2 there is another way, through 1.
  expect([of(0, 2, "detour"), of(0, 2, "spread")]).toEqual([0.5, Number.NaN]);
  expect([of(3, 4, "apart"), of(3, 4, "apartRatio"), of(3, 4, "commonPartners")]).toEqual([1.5, 0, 0]);
});

test("an account's score is that of its strongest links joined, and its reasons sum to the link's log-odds", () => {
  const { rows } = town(6);
  const transfers = transfersOf(TOWN, rows);
  const pairs = pairUp(transfers);
  const features = linkFeatures(transfers, pairs);
  const links = scoreLinks(model, features);
  const accounts = scoreAccounts(pairs, links);
  for (let v = 0; v < TOWN; v += 37) {
    const own = [...pairs.pairOf.subarray(pairs.offsets[v], pairs.offsets[v + 1])].sort((a, b) => links[b] - links[a]).slice(0, 3);
    expect(strongestLinks(pairs, links, v, 3).map((p) => links[p])).toEqual(own.map((p) => links[p]));
    expect(accounts[v]).toBeCloseTo(1 - own.reduce((rest, p) => rest * (1 - links[p]), 1), 12);
  }
  const reasons = explainLink(model, features, 0, 100);
  const rootValues = model.roots.reduce((sum, at) => sum + model.value[at], 0);
  const logOdds = Math.log(links[0] / (1 - links[0]));
  expect(reasons.reduce((sum, r) => sum + r.contribution, model.base + rootValues)).toBeCloseTo(logOdds, 6);
  expect(explainLink(model, features, 0, 2)).toEqual(reasons.slice(0, 2));
});

test("rings come from strong links only, and a large group is divided", () => {
  const clique = (at: number): Row[] => Array.from({ length: 36 }, (_, i): Row => [at + Math.floor(i / 6), at + (i % 6), i]).filter(([a, b]) => a < b);
  const rows = [...clique(0), ...clique(6), [0, 6, 1] as const, [20, 21, 1] as const];
  const pairs = pairUp(transfersOf(30, rows));
  const scores = Float64Array.from({ length: pairs.count }, (_, p) => (pairs.low[p] === 20 ? 0.05 : 0.9));
  const { rings, ringOf } = ringsOf(pairs, scores, { accountsMax: 8, resolution: 1 });
  expect(rings.map((r) => r.accounts)).toEqual([
    [0, 1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10, 11],
  ]);
  expect([ringOf[20], ringsOf(pairs, scores, { linkMin: 0.01 }).ringOf[20] >= 0]).toEqual([-1, true]);
  expect(ringsOf(pairs, scores, { accountsMax: 12 }).rings[0].accounts).toHaveLength(12);
});

test("a ring is described: its transfers, sums by currency, hidden amounts, and the cycle in it", () => {
  const rows: Row[] = [
    [0, 1, 1],
    [1, 2, 2],
    [2, 0, 3],
    [5, 0, 9],
  ];
  const transfers = transfersOf(6, rows, DAY, (i) => (i === 1 ? Number.NaN : 100 + i));
  const ring = { accounts: [0, 1, 2], links: [0, 1, 2], score: 0.9 };
  const inside = transfersInside(transfers, Int32Array.from([0, 0, 0, -1, -1, -1]), 1);
  const what = describeRing(transfers, ["CNY", "CNY", "USD", "CNY"], ring, inside[0]);
  expect(what).toMatchObject({ transfers: [0, 1, 2], firstMs: DAY, lastMs: 3 * DAY, amountMinor: { CNY: 100n, USD: 102n }, amountsHidden: 1 });
  expect(what.motifs.map((m) => [m.kind, m.accounts, m.transfers])).toEqual([["cycle", [0, 1, 2], [0, 1, 2]]]);
});

test("a model file that was changed is refused", () => {
  const damaged = Uint8Array.from(bytes);
  damaged[bytes.length >> 1] ^= 1;
  expect(() => loadRingModel(damaged)).toThrow(ProblemError);
  expect(() => loadRingModel(bytes.subarray(0, 1_000))).toThrow(/damaged|cut off/);
});
