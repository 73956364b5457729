/** The briefing over generated towns: every figure lists exactly what it counted, and agrees with what each slice counts by itself. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { town } from "../../test/briefing-town.ts";
import { caseRoom, DAY, START, type Room } from "../../test/case-room.ts";
import type { Scope } from "../access/scope.ts";
import { DEFINITIONS } from "../briefing/briefing.ts";
import type { BriefingDesk } from "../briefing/briefing-desk.ts";
import type { Item } from "../briefing/family.ts";
import type { Metric, Period } from "../briefing/metric.ts";
import { cardFigures, numberFigures } from "../cards/figures.ts";
import { caseFigures } from "../cases/figures.ts";
import { warningFigures } from "../dissuasion/figures.ts";
import { orderFigures } from "../orders/figures.ts";
import { openBriefing } from "./briefing.ts";

let room: Room;
let briefing: BriefingDesk;
beforeEach(async () => {
  room = await caseRoom();
  briefing = openBriefing({ store: room.store, world: room.world, law: room.desk.parts.law });
});
afterEach(async () => {
  await room.close();
});

async function everything(scope: Scope, period: Period, metric: string, of: "all" | "hits" = "all"): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (;;) {
    const page = await briefing.items(scope, period, metric, { of, after: found.at(-1)?.item ?? null, limit: 7 });
    found.push(...page);
    if (page.length < 7) return found;
  }
}

const sorted = (values: readonly bigint[]): readonly bigint[] => [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
/** As PostgreSQL's percentile_disc has it: the first whose share of what is not larger reaches the part. */
const percentile = (values: readonly bigint[], part: number): number | null =>
  values.length === 0 ? null : Number(sorted(values)[Math.max(0, Math.ceil(part * values.length) - 1)]);

/** The figure, made again from its list. */
async function fromList(scope: Scope, period: Period, metric: Metric): Promise<void> {
  const { measure } = DEFINITIONS.get(metric.key)!.metric;
  const items = await everything(scope, period, metric.key);
  const where = `${metric.key} for ${scope.actor}`;
  expect(items.length, where).toBe(metric.n);
  expect(new Set(items.map(({ item }) => item)).size, where).toBe(items.length);
  const values = items.flatMap(({ value }) => (value === null ? [] : [BigInt(value)]));
  if (measure === "count") expect(metric.value, where).toBe(items.length);
  if (measure === "share") {
    const hits = await everything(scope, period, metric.key, "hits");
    expect(hits.length, where).toBe(metric.numerator);
    expect(items.length, where).toBe(metric.denominator);
    expect(
      items.filter(({ hit }) => hit).map(({ item }) => item),
      where,
    ).toEqual(hits.map(({ item }) => item));
    if (items.length > 0) expect(metric.value, where).toBe(Math.round((hits.length / items.length) * 10_000) / 10);
    else expect(metric.value, where).toBeNull();
    if (items.length > 0 && metric.value !== null) {
      expect(metric.interval!.lowPermille).toBeLessThanOrEqual(metric.value);
      expect(metric.interval!.highPermille).toBeGreaterThanOrEqual(metric.value);
    }
  }
  if (measure === "spread") expect({ value: metric.value, p90: metric.p90 }, where).toEqual({ value: percentile(values, 0.5), p90: percentile(values, 0.9) });
  if (measure === "sum" || measure === "average" || measure === "ratio") {
    for (const part of metric.money) {
      const own = items.filter(({ currency }) => currency === part.currency).map(({ value }) => BigInt(value ?? "0"));
      const sum = own.reduce((total, one) => total + one, 0n);
      expect(own.length, where).toBe(part.n);
      if (measure === "average")
        expect({ mean: part.numeratorMinor, median: part.medianMinor }, where).toEqual({
          mean: String(BigInt(Math.round(Number(sum) / own.length))),
          median: String(percentile(own, 0.5)),
        });
      else expect(part.numeratorMinor, where).toBe(String(sum));
    }
    expect(
      metric.money.reduce((sum, part) => sum + part.n, 0),
      where,
    ).toBe(metric.n);
  }
}

/** Figures that a town of this size must have something of: or the test would say nothing about them. */
const MUST_HAPPEN = [
  "warning.issued",
  "warning.precision",
  "warning.timeToContact",
  "warning.missRate",
  "money.requested",
  "money.held",
  "money.stopSuccess",
  "money.timeToStop",
  "money.stopYield",
  "money.lossMedian",
  "cards.newInvolved",
  "cards.tracedBack",
  "cards.suspiciousNotOpened",
  "cards.reverified",
  "cases.filed",
  "cases.clearance",
  "cases.repeatVictims",
  "cases.leadsIssued",
  "cases.leadsTrue",
  "rights.restrictions",
  "rights.wrongfulBlock",
  "rights.wrongfulStopPayment",
  "rights.wrongfulTime",
  "rights.secondTierShare",
  "rights.autoRelease",
  "rights.noticesDelivered",
  "rights.overFreeze",
  "rights.delayCosts",
  "rights.accessRefused",
  "rights.accessOpened",
];

test("every figure lists exactly what it counted, for whoever asks and whatever the period", async () => {
  const happened = new Set<string>();
  for (const seed of [3, 8]) {
    await room.close();
    room = await caseRoom();
    briefing = openBriefing({ store: room.store, world: room.world, law: room.desk.parts.law });
    await town(room, seed, 60);
    const endMs = room.world.nowMs();
    const whole = { fromMs: START, untilMs: endMs + 1 };
    const middle = { fromMs: START + Math.floor((endMs - START) / 4), untilMs: START + Math.floor((endMs - START) * 0.7) };
    for (const [scope, period] of [
      [room.system, whole],
      [room.system, middle],
      [room.as("dutyLead"), whole],
      [room.as("countyChief", "org_yiwu"), whole],
      [room.as("auditor", "org_ministry"), middle],
    ] as const) {
      const { sections } = await briefing.briefing(scope, period);
      const metrics = Object.values(sections).flatMap((section) => section.metrics);
      expect(new Set(metrics.map(({ key }) => key))).toEqual(new Set(DEFINITIONS.keys()));
      for (const metric of metrics) {
        if (metric.n > 0) happened.add(metric.key);
        expect(metric.query).toEqual({ route: "/v1/briefing/list", parameters: { metric: metric.key, from: metric.period.from, to: metric.period.until } });
        await fromList(scope, period, metric);
      }
    }
  }
  expect(MUST_HAPPEN.filter((key) => !happened.has(key))).toEqual([]);
}, 300_000);

test("the briefing says what the slices say of themselves", async () => {
  await town(room, 21, 60);
  const nowMs = room.world.nowMs();
  const profile = room.desk.parts.law.current(nowMs);
  for (const [scope, fromMs, toMs] of [
    [room.system, 0, nowMs + 1],
    [room.system, START + 2 * DAY, START + 9 * DAY],
    [room.as("dutyLead"), 0, nowMs + 1],
  ] as const) {
    const { sections } = await briefing.briefing(scope, { fromMs, untilMs: toMs });
    const all = new Map(
      Object.values(sections)
        .flatMap((section) => section.metrics)
        .map((metric) => [metric.key, metric]),
    );
    const share = (key: string) => ({ count: all.get(key)!.numerator, of: all.get(key)!.denominator });
    const spread = (key: string) => ({ count: all.get(key)!.n, p50: all.get(key)!.value, p90: all.get(key)!.p90 });
    const sums = (key: string) => all.get(key)!.money.map(({ currency, numeratorMinor }) => [currency, numeratorMinor]);
    const [warnings, orders, cases, numbers] = await room.store.snapshot(async (sql) => [
      await warningFigures(sql, scope, { fromMs, toMs }),
      await orderFigures(sql, scope, { fromMs, untilMs: toMs }, profile, nowMs),
      await caseFigures(sql, scope, { fromMs, untilMs: toMs }),
      await numberFigures(sql, scope, { fromMs, toMs }),
    ]);
    const of = ({ hits, of: n }: { readonly hits: number; readonly of: number }) => ({ count: hits, of: n });
    expect(all.get("warning.issued")!.value).toBe(warnings.issued);
    expect(share("warning.bySms")).toEqual(of(warnings.channels.sms));
    expect(share("warning.visitRate")).toEqual(of(warnings.visits));
    expect(share("warning.signedInTime")).toEqual(of(warnings.signedInTime));
    expect(share("warning.escalated")).toEqual(of(warnings.escalated));
    expect(share("warning.precision")).toEqual(of(warnings.precision));
    expect(share("warning.late")).toEqual(of(warnings.late));
    expect(share("warning.falseAlarms")).toEqual(of(warnings.falseAlarms));
    expect(share("warning.missRate")).toEqual(of(warnings.missed));
    expect([all.get("warning.averted")!.value, all.get("warning.avertedClaimed")!.value]).toEqual([warnings.avertedStrict, warnings.avertedClaimed]);
    expect(all.get("warning.timeToContact")!.n).toBe(warnings.toFirstContact.count);

    expect(sums("money.requested")).toEqual(orders.money.filter((one) => one.requestedMinor !== "0").map((one) => [one.currency, one.requestedMinor]));
    expect(sums("money.held")).toEqual(orders.money.filter((one) => one.heldMinor !== "0").map((one) => [one.currency, one.heldMinor]));
    expect(sums("money.returned")).toEqual(orders.money.filter((one) => one.returnedMinor !== "0").map((one) => [one.currency, one.returnedMinor]));
    expect(share("money.stopSuccess")).toEqual(orders.stopSuccess);
    expect(spread("money.timeToStop")).toEqual(orders.timeToStopMs);
    expect(all.get("money.stopToFreeze")!.money.map((one) => [one.currency, one.numeratorMinor, one.denominatorMinor])).toEqual(
      orders.stopToFreeze.value.map((one) => [one.currency, one.frozenMinor, one.stoppedMinor]),
    );
    expect(all.get("rights.stopsBeyond")!.value).toBe(orders.stopsBeyondRounds);
    expect(all.get("rights.overFreeze")!.money.map((one) => [one.currency, one.numeratorMinor, one.denominatorMinor])).toEqual(
      orders.overFreeze.map((one) => [one.currency, one.frozenMinor, one.tracedMinor]),
    );

    expect(share("cases.clearance")).toEqual(cases.clearance);
    expect(spread("cases.leadToArrest")).toEqual({ ...cases.leadToArrestMs });
    expect(share("cases.enteredInTime")).toEqual(cases.enteredInTime);
    expect(share("cases.handedOverInTime")).toEqual(cases.handedOverInTime);
    expect(share("cases.goldenTime")).toEqual(cases.golden);
    expect(share("cases.repeatVictims")).toEqual(cases.repeatVictims);

    expect(share("cards.reverified")).toEqual(of(numbers.passed));
    expect(share("cards.notTheUser")).toEqual(of(numbers.notTheUser));
    expect(share("cards.numbersLimited")).toEqual(of(numbers.limited));
    const cards = await room.store.snapshot((sql) => cardFigures(sql, scope, { fromMs, toMs }, "issuer", profile, nowMs));
    const total = (pick: (one: (typeof cards)[number]) => { readonly hits: number; readonly of: number }) =>
      cards.map(pick).reduce((sum, one) => ({ count: sum.count + one.hits, of: sum.of + one.of }), { count: 0, of: 0 });
    expect(share("cards.newInvolved")).toEqual(total((one) => one.openedInvolved));
    expect(share("cards.suspiciousNotOpened")).toEqual(total((one) => one.suspiciousNotOpened));
    expect(share("cards.tracedBack")).toEqual(total((one) => one.followedUp));
  }
}, 300_000);
