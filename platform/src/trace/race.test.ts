import { describe, expect, test } from "vitest";
import type { Account, Institution } from "../domain/account.ts";
import { accountDwell, chanceOfMore, chanceOfRest, dwellOf, restLeft, townDwell } from "./dwell.ts";
import { MoneyGraph } from "./graph.ts";
import { raceView, type RaceBranch, type RaceQuestion } from "./race.ts";
import { rootsOf, traceForward } from "./trace.ts";
import type { Transfer } from "./transfer.ts";
import { batchOfTransfers, type TransferWords } from "./transfer-event.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1, 8);

/** `"t1 3 a>b 500"`: id, minute, payer, payee, amount. Accounts that begin with q are at institution QUICK. */
function t(text: string, more: Partial<Transfer & TransferWords> = {}): Transfer & TransferWords {
  const [id, minute, parties, amount] = text.split(" ");
  const [from, to] = parties.split(">").map((name) => ({ institution: name.startsWith("q") ? "QUICK" : "SLOW", account: name }) as Account);
  return { id, from, to, occurredAtMs: START + Number(minute) * MINUTE, amountMinor: BigInt(amount), currency: "CNY", ...more };
}

function graphOf(transfers: readonly (Transfer & TransferWords)[]): MoneyGraph {
  const graph = new MoneyGraph();
  graph.apply(batchOfTransfers(transfers));
  return graph;
}

describe("how long money rests", () => {
  test("each arrival waits for the account's next payment", () => {
    const graph = graphOf([t("a 0 x>m 1"), t("b 2 x>m 1"), t("c 5 m>y 1"), t("d 6 x>m 1")]);
    expect(accountDwell(graph, graph.pockets.findByText("m")[0], Infinity)).toEqual([5 * MINUTE, 3 * MINUTE]);
    expect(accountDwell(graph, graph.pockets.findByText("m")[0], START + 2 * MINUTE)).toEqual([]);
    expect(townDwell(graph, Infinity).length).toBe(2);
  });

  test("the narrowest circle with enough observations speaks", () => {
    const five = [1, 2, 3, 4, 5];
    expect(dwellOf(five, [9], [9])?.basis).toBe("account");
    expect(dwellOf([1], five, [9])?.basis).toBe("tier");
    expect(dwellOf([1], [2], five)).toEqual({ basis: "town", samplesMs: five });
    expect(dwellOf([1], [2], [3])).toBeUndefined();
  });

  test("the chance of rest falls from one, through the observations, and never to nothing", () => {
    const samples = [10, 20, 30];
    expect(chanceOfRest(samples, 0)).toBe(1);
    expect(chanceOfRest(samples, 10)).toBeCloseTo(0.75);
    expect(chanceOfRest(samples, 25)).toBeCloseTo(0.375);
    expect(chanceOfRest(samples, 30)).toBeCloseTo(0.25);
    expect(chanceOfRest(samples, 60)).toBeCloseTo(0.125);
    for (let ms = 1, before = 1; ms < 200; ms++) {
      expect(chanceOfRest(samples, ms)).toBeLessThan(before);
      before = chanceOfRest(samples, ms);
    }
    expect(chanceOfRest([0, 0, 0], 5)).toBe(0);
  });

  test("what has rested rests on by what rested at least as long", () => {
    const samples = [1, 1, 1, 100_000, 200_000].map((m) => m * 1_000);
    expect(chanceOfMore(samples, 0, 60_000)).toBeLessThan(0.51);
    expect(chanceOfMore(samples, 60_000, 60_000)).toBeGreaterThan(0.99);
    expect(restLeft([10_000, 20_000, 30_000], 0, 0.5)).toBe(20_000);
    expect(restLeft([10_000, 20_000, 30_000], 10_000, 2 / 3)).toBe(10_000);
  });
});

describe("the race", () => {
  /** m passes money on within a minute, q after an hour, s rests for days; each has a history of it. */
  const history = [0, 1, 2, 3, 4, 5, 6].flatMap((n) => [
    t(`hm${n} ${-10_000 + n * 200} x>m 7`),
    t(`hM${n} ${-10_000 + n * 200 + 12} m>y 7`),
    t(`hq${n} ${-10_000 + n * 200} x>q 7`),
    t(`hQ${n} ${-10_000 + n * 200 + 60} q>y 7`),
    t(`hs${n} ${-80_000 + n * 9_000} x>s 7`),
    t(`hS${n} ${-80_000 + n * 9_000 + 8_000} s>y 7`),
  ]);
  const theft = [t("v1 0 victim>m 100000"), t("v2 0 victim>q 100000"), t("v3 0 victim>s 100000")];
  const ask = (question: Partial<RaceQuestion> = {}): readonly RaceBranch[] => {
    const graph = graphOf([...history, ...theft]);
    const roots = ["v1", "v2", "v3"].map((id) => graph.find(id));
    return raceView(graph, traceForward(graph, roots, { method: "lifo" }), { nowMs: START + 2 * MINUTE, ...question });
  };
  const order = (branches: readonly RaceBranch[]): string[] => branches.map((b) => b.account.account);

  test("what loses most by a minute's delay comes first; its numbers say on how many observations", () => {
    const branches = ask();
    expect(order(branches)).toEqual(["m", "q", "s"]);
    const [m, q, s] = branches;
    expect(m).toMatchObject({ taintedMinor: 100_000n, restedMs: 2 * MINUTE, expected: { basis: "account", n: 7 }, answer: { ms: 10 * MINUTE, assumed: true } });
    expect(m.secondsLeft).toBeLessThan(120);
    expect(q.secondsLeft).toBeGreaterThan(20 * 60);
    expect(s.savableMinor).toBeGreaterThan(95_000n);
    for (const b of branches) expect(b.savableMinor).toBeLessThanOrEqual(b.taintedMinor);
  });

  test("an institution that answers too late for the quick account changes the order", () => {
    const slow = new Map([["SLOW" as Institution, { usualMs: 600 * MINUTE, n: 12 }]]);
    const branches = ask({ answers: slow });
    expect(order(branches)[0]).toBe("q");
    expect(branches.find((b) => b.account.account === "m")).toMatchObject({ answer: { ms: 600 * MINUTE, n: 12, assumed: false } });
  });

  test("without own observations the town speaks, and without any nothing is claimed", () => {
    const graph = graphOf([t("v 0 victim>new 500")]);
    const found = traceForward(graph, rootsOf(graph, "v"));
    expect(raceView(graph, found, { nowMs: START, town: [1, 2, 3, 4, 5].map((n) => n * MINUTE) })[0].expected).toMatchObject({ basis: "town", n: 5 });
    expect(raceView(graph, found, { nowMs: START })[0]).toMatchObject({ expected: undefined, secondsLeft: undefined, savableMinor: undefined, stop: { amountMinor: 500n } });
  });

  test("money that has moved on, left or come back is no branch", () => {
    const graph = graphOf([t("v 0 victim>a 500"), t("w 1 a>b 200"), t("c 2 a>atm 100", { channel: "cash-withdrawal" }), t("r 3 a>victim 50")]);
    const branches = raceView(graph, traceForward(graph, rootsOf(graph, "v")), { nowMs: START + 10 * MINUTE });
    expect(branches.map((b) => [b.account.account, String(b.stop.amountMinor)]).toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ["a", "150"],
      ["b", "200"],
    ]);
  });
});

describe("signs of good faith", () => {
  const signs = (transfers: readonly (Transfer & TransferWords)[], holder: string): readonly string[] => {
    const graph = graphOf(transfers);
    const branches = raceView(graph, traceForward(graph, rootsOf(graph, "v"), { method: "lifo" }), { nowMs: START + DAY });
    return branches.find((b) => b.account.account === holder)?.stop.signs.map((s) => s.id) ?? [];
  };
  const theft = t("v 0 victim>m 500000");

  test("none for an account that only passed money on, and its stop is over the amount alone", () => {
    const graph = graphOf([theft, t("w 1 m>n 400000")]);
    const branches = raceView(graph, traceForward(graph, rootsOf(graph, "v")), { nowMs: START + DAY });
    for (const b of branches) expect(b.stop).toMatchObject({ scope: "amount", amountMinor: b.taintedMinor, signs: [] });
    expect(branches.find((b) => b.account.account === "n")?.stop.downstream).toBe(true);
  });

  test("a trade: evidence, purpose, a long relation, a kind of payee", () => {
    expect(signs([theft, t("w 1 m>shop 400000", { goodsTrade: true, purposeText: "货款 发票12", relationMonths: 24, payeeType: "merchant" })], "shop")).toEqual([
      "trade-evidence",
      "trade-purpose",
      "long-relation",
      "public-payee",
    ]);
  });

  test("a shop: many payers, none large, for long, among whom the stolen money is little", () => {
    const customers = [t("old -270000 k0>shop 5"), ...Array.from({ length: 40 }, (_, i) => t(`c${i} ${-(i + 1) * 3_000} k${i}>shop 300000`))];
    expect(signs([...customers, theft, t("w 1 m>shop 200000")], "shop")).toEqual(["many-payers", "long-lived", "small-part"]);
    // One payer of forty is most of the income: no shop.
    expect(signs([...customers, t("big -5 boss>shop 90000000"), theft, t("w 1 m>shop 200000")], "shop")).not.toContain("many-payers");
  });

  test("an employer, and a payer who is known from before", () => {
    const wages = Array.from({ length: 6 }, (_, i) => t(`w${i} ${-1000 - i} firm>e${i} 10`, { purposeText: "10月工资" }));
    expect(signs([...wages, t("old -60000 m>firm 20"), theft, t("x 1 m>firm 200000")], "firm")).toEqual(["known-payer", "pays-wages"]);
  });

  test("every reason is in Chinese and English", () => {
    const graph = graphOf([theft, t("w 1 m>shop 400000", { goodsTrade: true, relationMonths: 9 })]);
    for (const b of raceView(graph, traceForward(graph, rootsOf(graph, "v")), { nowMs: START + DAY })) {
      for (const { reason } of [...b.stop.signs, b.stop]) {
        expect(reason.zh).toMatch(/[\u4e00-\u9fff]/);
        expect(reason.en).toMatch(/^[^\u4e00-\u9fff]+$/);
      }
    }
  });
});
