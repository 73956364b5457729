/** The situation: every figure opens exactly what it counted, places add up, nobody sees another's place, a room full of walls reads once. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { town } from "../../test/briefing-town.ts";
import { caseRoom, HOUR, MINUTE, type Room } from "../../test/case-room.ts";
import { accepted, phone } from "../../test/report-desk.ts";
import { take, longCall } from "../../test/warning-room.ts";
import { authorise, type Scope } from "../access/scope.ts";
import { Kept } from "../briefing/kept.ts";
import type { Item } from "../briefing/family.ts";
import type { Metric } from "../briefing/metric.ts";
import { SITUATION_READERS, SITUATION_ROUTES } from "../briefing/situation-routes.ts";
import type { Situation } from "../briefing/situation-answer.ts";
import { periodOf, type SituationDesk } from "../briefing/situation.ts";
import type { Sql, Store } from "../ports/store.ts";
import { openSituation } from "./briefing.ts";
import { loadProfiles } from "./profiles.ts";

let room: Room;
let situation: SituationDesk;
let readings = 0;
const EVENTS = { lastMinute: {}, sinceStart: {}, startedAt: "2026-03-12T01:00:00.000Z" } as never;

beforeAll(async () => {
  room = await caseRoom();
  const places = (await loadProfiles()).tree("CN");
  const store: Store = {
    ...room.store,
    transaction: (work) => room.store.transaction(work),
    close: () => room.store.close(),
    snapshot: <T>(work: (sql: Sql) => Promise<T>) => {
      readings++;
      return room.store.snapshot(work);
    },
  };
  situation = openSituation({ store, world: room.world, law: room.desk.parts.law, places, events: () => EVENTS });
  await town(room, 7, 30);
  // Some that wait at this moment: nobody has signed for them.
  for (let n = 0; n < 3; n++) await take(room, [longCall(`evt-now-${n}`, { victim: { type: "number", text: phone(80 + n) }, occurredAtMs: room.world.nowMs() - MINUTE })]);
  await accepted(room, { reporter: { number: phone(90) } });
  await room.settle();
});
afterAll(() => room.close());

async function call<T>(path: string, who: Scope, query: object = {}): Promise<T> {
  const row = SITUATION_ROUTES.find((one) => one.path === path)!;
  if (who.principal.kind === "user") authorise(who.principal, row.permission);
  return row.run!({ scope: who, params: {}, query: row.query?.parse(query), body: undefined, language: "zh", address: "", session: {} as never }, { situation }) as Promise<T>;
}

async function listOf(who: Scope, { query }: Pick<Metric, "query">, more: object = {}): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let after: string | null = null; ;) {
    const page: { readonly items: readonly Item[]; readonly next: string | null } = await call(query.route, who, {
      ...query.parameters,
      ...more,
      limit: 7,
      ...(after === null ? {} : { after }),
    });
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
}

const metricsIn = (seen: Situation): readonly Metric[] => [
  ...seen.head,
  ...seen.money,
  ...seen.success,
  ...seen.rights,
  seen.warnings.total,
  seen.warnings.overdue,
  seen.warnings.free,
  seen.warnings.followUps,
  ...seen.warnings.levels.flatMap(({ clocks }) => clocks.map(({ metric }) => metric)),
  ...seen.categories.flatMap(({ warnings, reports }) => [warnings, reports]),
];

test("every figure opens a list of exactly what it counted, whoever asks", async () => {
  for (const who of [room.as("auditor", "org_ministry"), room.as("dutyLead")]) {
    const seen = await call<Situation>("/v1/situation", who, { period: "month" });
    expect(seen.warnings.total.n).toBeGreaterThanOrEqual(3);
    expect(seen.categories.reduce((sum, { reports }) => sum + reports.n, 0)).toBeGreaterThan(0);
    for (const metric of metricsIn(seen)) {
      const items = await listOf(who, metric);
      expect([metric.key, items.length]).toEqual([metric.key, metric.n]);
      if (metric.unit === "permille" && metric.denominator !== null) expect([metric.key, items.filter(({ hit }) => hit).length]).toEqual([metric.key, metric.numerator]);
      for (const { currency, numeratorMinor } of metric.key.startsWith("now.") || metric.key === "situation.lost" ? metric.money : []) {
        const sum = items.filter((one) => one.currency === currency).reduce((all, { value }) => all + BigInt(value ?? "0"), 0n);
        expect([metric.key, String(sum)]).toEqual([metric.key, numeratorMinor]);
      }
    }
  }
}, 120_000);

test("the cells of level and clock add up to the warnings in hand, and what waits for too long is overdue", async () => {
  const cells = ({ warnings }: Situation) => warnings.levels.flatMap(({ clocks }) => clocks);
  const before = await call<Situation>("/v1/situation", room.as("dutyLead"));
  expect(cells(before).reduce((sum, { metric }) => sum + metric.n, 0)).toBe(before.warnings.total.n);
  await room.pass(3 * HOUR);
  const after = await call<Situation>("/v1/situation", room.as("auditor", "org_ministry"));
  expect(cells(after).reduce((sum, { metric }) => sum + metric.n, 0)).toBe(after.warnings.total.n);
  const overdue = cells(after).filter(({ clock }) => clock === "overdue");
  expect(overdue.reduce((sum, { metric }) => sum + metric.n, 0)).toBe(after.warnings.overdue.n);
  expect(after.warnings.overdue.n).toBeGreaterThan(before.warnings.overdue.n);
});

test("places of the map add up to the whole, each opens its own list, down to the county", async () => {
  const who = room.as("auditor", "org_ministry");
  const whole = await call<Situation>("/v1/situation", who, { period: "month" });
  expect(whole.place).toMatchObject({ path: "", tier: "ministry", own: "" });
  expect(whole.map.places.map(({ place }) => place)).toContain("11");
  for (const { key, query } of whole.map.measures) {
    const total = (await listOf(who, { query })).length;
    const sum = whole.map.places.reduce((all, { figures }) => all + (figures[key]?.n ?? 0), whole.map.here[key]?.n ?? 0);
    expect([key, sum]).toEqual([key, total]);
    for (const { place, figures } of whole.map.places.filter((one) => one.figures[key] !== undefined))
      expect((await listOf(who, { query }, { place })).length).toBe(figures[key].n);
  }
  const province = await call<Situation>("/v1/situation", who, { period: "month", place: "37" });
  expect(province.map.places.find(({ place }) => place === "37/3702")).toMatchObject({ name: { zh: "青岛市" }, seen: true });
  const counties = await call<Situation>("/v1/situation", who, { period: "month", place: "37", tiers: "2" });
  const reports = (seen: Situation, place: string) => seen.map.places.find((one) => one.place === place)?.figures["cases.reports"]?.n;
  expect(reports(counties, "37/3702/370202")).toBe(reports(province, "37/3702"));
  expect(reports(province, "37/3702")).toBeGreaterThan(0);
}, 60_000);

test("of another place nothing is told, also not that there is nothing; the place must lie in one's own or around it", async () => {
  const lead = room.as("dutyLead", "org_yiwu");
  const own = await call<Situation>("/v1/situation", lead, { period: "month" });
  expect(own.place.path).toBe("33/3307/330782");
  const country = await call<Situation>("/v1/situation", lead, { period: "month", place: "" });
  expect(country.map.places.filter(({ seen }) => seen).map(({ place }) => place)).toEqual(["33"]);
  expect(country.map.places.find(({ place }) => place === "37")).toMatchObject({ seen: false, figures: {} });
  expect(country.success.find(({ key }) => key === "cases.reports")?.n).toBe(own.success.find(({ key }) => key === "cases.reports")?.n);
  await expect(call("/v1/situation", lead, { place: "37" })).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(call("/v1/situation/list", lead, { metric: "now.warnings", place: "37" })).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(call("/v1/situation", lead, { place: "99" })).rejects.toMatchObject({ problem: { code: "malformed-input" } });
});

test("who does not lead, check or analyse is refused; what passes through is told to the police alone", async () => {
  for (const who of [room.as("bankOps"), room.as("telcoOps"), room.as("intake"), room.as("dissuader"), room.as("caseOfficer"), room.as("gridOfficer")])
    for (const path of ["/v1/situation", "/v1/situation/list"])
      await expect(call(path, who, { metric: "now.warnings" })).rejects.toMatchObject({ problem: { code: "not-allowed" } });
  expect(SITUATION_READERS).toContain("analyst");
  expect((await call<Situation>("/v1/situation", room.as("analyst"))).events).toMatchObject({ query: { route: "/v1/recent" } });
  const { principal } = room.as("auditor", "org_ministry");
  const prosecutor = authorise({ ...(principal as Extract<typeof principal, { kind: "user" }>), orgKind: "prosecutor" }, "signed-in");
  expect((await call<Situation>("/v1/situation", prosecutor)).events).toBeNull();
  for (const query of [{ metric: "money.held" }, { metric: "money.held", from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }])
    await expect(call("/v1/situation/list", room.as("dutyLead"), query)).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await expect(call("/v1/situation/list", room.as("dutyLead"), { metric: "now.wishes" })).rejects.toMatchObject({ problem: { code: "not-found" } });
});

test("many who see the same cost one reading, and a change is seen within two seconds", async () => {
  await room.pass(MINUTE);
  readings = 0;
  const walls = await Promise.all(Array.from({ length: 20 }, (_, n) => call<Situation>("/v1/situation", room.as("dutyLead", "org_shinan", 1 + n))));
  expect(readings).toBe(2);
  await take(room, [longCall("evt-seen", { victim: { type: "number", text: phone(99) }, occurredAtMs: room.world.nowMs() - MINUTE })]);
  expect((await call<Situation>("/v1/situation", room.as("dutyLead"))).warnings.total.n).toBe(walls[0].warnings.total.n);
  await room.pass(2_000);
  expect((await call<Situation>("/v1/situation", room.as("dutyLead"))).warnings.total.n).toBe(walls[0].warnings.total.n + 1);
  expect(readings).toBe(3);
});

test("what failed is made anew, and the oldest gives way", async () => {
  const clock = { nowMs: 0 };
  const kept = new Kept<number>({ nowMs: () => clock.nowMs });
  await expect(kept.get("a", 10, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await kept.get("a", 10, () => Promise.resolve(1))).toBe(1);
  expect(await kept.get("a", 10, () => Promise.resolve(2))).toBe(1);
  clock.nowMs = 10;
  expect(await kept.get("a", 10, () => Promise.resolve(3))).toBe(3);
  clock.nowMs = 5;
  expect(await kept.get("a", 10, () => Promise.resolve(4))).toBe(4);
  let done = (_value: number): void => undefined;
  const slow = kept.get("slow", 10, () => new Promise<number>((resolve) => (done = resolve)));
  clock.nowMs = 12;
  await kept.get("other", 10, () => Promise.resolve(0));
  clock.nowMs = 16;
  // Still being made, and older than it may be: nobody begins another beside it.
  const beside = kept.get("slow", 10, () => Promise.resolve(-1));
  done(6);
  expect(await beside).toBe(6);
  expect(await slow).toBe(6);
  clock.nowMs = 114;
  expect(await kept.get("slow", 10, () => Promise.resolve(7))).toBe(6);
  clock.nowMs = 115;
  expect(await kept.get("slow", 10, () => Promise.resolve(7))).toBe(7);
  clock.nowMs = 5;
  for (let n = 0; n < 300; n++) await kept.get(`k${n}`, 10, () => Promise.resolve(n));
  expect(await kept.get("a", 10, () => Promise.resolve(5))).toBe(5);
});

test("a day begins at the country's midnight", () => {
  const nowMs = Date.parse("2026-03-12T00:30:00+08:00");
  expect(periodOf("day", nowMs, "Asia/Shanghai")).toEqual({ fromMs: Date.parse("2026-03-12T00:00:00+08:00"), untilMs: nowMs + 1 });
  expect(periodOf("week", nowMs, "Asia/Shanghai").fromMs).toBe(Date.parse("2026-03-06T00:00:00+08:00"));
});
