/** The briefing over its routes: who may, what the profile's alarms say, other places, and the page for everybody. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { town } from "../../test/briefing-town.ts";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../test/case-room.ts";
import { stopped } from "../../test/order-desk.ts";
import { account, accepted, instantOf, phone } from "../../test/report-desk.ts";
import { authorise, type Scope } from "../access/scope.ts";
import type { Briefing } from "../briefing/briefing.ts";
import { DEFINITIONS } from "../briefing/briefing.ts";
import { BRIEFING_ROUTES } from "../briefing/briefing-routes.ts";
import type { BriefingDesk } from "../briefing/briefing-desk.ts";
import type { Metric } from "../briefing/metric.ts";
import { UNIT_OF } from "../briefing/metric.ts";
import { yearBefore } from "../briefing/row-metric.ts";
import { monthsBefore, type Transparency } from "../briefing/transparency.ts";
import { stopPayment } from "../orders/stop-payment/kind.ts";
import { openBriefing } from "./briefing.ts";
import { loadProfiles } from "./profiles.ts";

let room: Room;
let briefing: BriefingDesk;
beforeEach(async () => {
  room = await caseRoom();
  briefing = openBriefing({ store: room.store, world: room.world, law: room.desk.parts.law });
});
afterEach(() => room.close());

async function call(path: string, who: Scope, query: object = {}, method = "GET"): Promise<unknown> {
  const row = BRIEFING_ROUTES.find((one) => one.path === path && one.method === method)!;
  if (who.principal.kind === "user") authorise(who.principal, row.permission);
  return row.run!({ scope: who, params: {}, query: row.query?.parse(query), body: undefined, language: "zh", address: "", session: {} as never }, { desk: room.desk, briefing });
}

const month = () => ({ from: instantOf(room.world.nowMs() - 30 * DAY), to: instantOf(room.world.nowMs() + 1) });
const all = ({ sections }: Briefing): ReadonlyMap<string, Metric> => new Map(Object.values(sections).flatMap(({ metrics }) => metrics.map((metric) => [metric.key, metric])));

test("every figure is read in the unit of the profile, and every figure that the profile names is measured or said not to be", async () => {
  const profiles = await loadProfiles();
  for (const id of ["CN", "UK"]) {
    const profile = profiles.inForce(id, room.world.nowMs());
    for (const { key, unit } of profile.metrics) {
      const found = DEFINITIONS.get(key)?.metric;
      if (found !== undefined) expect([key, found.unit ?? UNIT_OF[found.measure]]).toEqual([key, unit]);
    }
  }
  const seen = (await call("/v1/briefing", room.as("dutyLead"), month())) as Briefing;
  expect(seen.notMeasured.map(({ key }) => key)).toEqual(["grid.replied"]);
  const profile = profiles.inForce("CN", room.world.nowMs());
  for (const { key, title } of profile.metrics) {
    const metric = all(seen).get(key);
    if (metric !== undefined) expect(metric.title).toEqual(title);
  }
  expect(Object.keys(seen.sections)).toEqual(["warning", "money", "twoCards", "cases", "rights"]);
});

test("alarms are the profile's: a wrongful stop raises it, nothing to measure raises none", async () => {
  const before = (await call("/v1/briefing", room.as("auditor"), month())) as Briefing;
  expect(before.alarms).toEqual([]);
  const { stop } = await stopped(room);
  await room.pass(4 * DAY);
  const second = await stopped(room, { to: account(2) });
  await room.pass(HOUR);
  await room.act(stopPayment, room.as("dutyLead"), second.stop.id, "release", { reason: "good-faith", note: "goods were delivered" });
  const after = (await call("/v1/briefing", room.as("auditor"), month())) as Briefing;
  expect(after.alarms).toEqual(["rights.wrongfulBlock"]);
  expect(all(after).get("rights.wrongfulBlock")).toMatchObject({ numerator: 1, denominator: 2, value: 500, alarm: { when: "above", at: 5, raised: true }, status: "assumed" });
  expect(all(after).get("rights.wrongfulTime")).toMatchObject({ value: HOUR, p90: HOUR, alarm: { at: 259_200_000, raised: false } });
  expect(all(after).get("rights.autoRelease")).toMatchObject({ numerator: 1, denominator: 1, alarm: { raised: false } });
  expect(stop.state).toBe("stopped");
});

test("a figure opens its list with the request that stands in it, page by page; a key that is none is refused by name", async () => {
  for (let n = 0; n < 5; n++) await accepted(room, { reporter: { number: phone(n) } });
  const seen = (await call("/v1/briefing", room.as("dutyLead"), month())) as Briefing;
  const { query, n } = all(seen).get("cases.reports")!;
  expect(n).toBe(5);
  const first = (await call(query.route, room.as("dutyLead"), { ...query.parameters, limit: 3 })) as {
    readonly items: readonly { readonly route: string }[];
    readonly next: string;
  };
  expect(first.items).toHaveLength(3);
  expect(first.items[0].route).toMatch(/^\/v1\/reports\/rep_/);
  expect(await call(query.route, room.as("dutyLead"), { ...query.parameters, limit: 3, after: first.next })).toMatchObject({ items: [{}, {}], next: null });
  await expect(call("/v1/briefing/list", room.as("dutyLead"), { ...month(), metric: "money.wished" })).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(call("/v1/briefing", room.as("dutyLead"), { from: instantOf(5), to: instantOf(5) })).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await expect(call("/v1/briefing", room.as("dutyLead"), { from: instantOf(0), to: instantOf(401 * DAY) })).rejects.toMatchObject({ problem: { code: "malformed-input" } });
});

test("for whoever leads and whoever checks, in their own place; partners and officers have no briefing", async () => {
  await accepted(room, { reporter: { number: phone(1) } });
  const count = async (who: Scope) => all((await call("/v1/briefing", who, month())) as Briefing).get("cases.reports")!.n;
  expect([
    await count(room.as("dutyLead")),
    await count(room.as("dutyLead", "org_yiwu")),
    await count(room.as("provinceChief")),
    await count(room.as("auditor", "org_ministry")),
  ]).toEqual([1, 0, 1, 1]);
  for (const who of [room.as("bankOps"), room.as("caseOfficer"), room.as("intake"), room.as("telcoOps")])
    await expect(call("/v1/briefing", who, month())).rejects.toMatchObject({ problem: { code: "not-allowed" } });
});

test("compared by place: one's own is told, a small count of another place is not, and the list of another place stays empty", async () => {
  for (let n = 0; n < 7; n++) await accepted(room, { reporter: { number: phone(n) } });
  for (let n = 0; n < 2; n++) await accepted(room, { reporter: { number: phone(20 + n) } }, room.as("intake", "org_yiwu"));
  const at = async (who: Scope, parent = "") =>
    (
      (await call("/v1/briefing/places", who, { ...month(), metric: "cases.reports", parent })) as { readonly items: readonly { readonly place: string; readonly n: unknown }[] }
    ).items.map(({ place, n }) => [place, n]);
  expect(await at(room.as("auditor", "org_ministry"))).toEqual([
    ["33", 2],
    ["37", 7],
  ]);
  expect(await at(room.as("dutyLead", "org_sd"))).toEqual([
    ["33", "<5"],
    ["37", 7],
  ]);
  expect(await at(room.as("dutyLead", "org_zj"))).toEqual([
    ["33", 2],
    ["37", 7],
  ]);
  expect(await at(room.as("dutyLead", "org_sd"), "37")).toEqual([["37/3702", 7]]);
  await expect(at(room.as("dutyLead"), "x")).rejects.toMatchObject({ problem: { code: "malformed-input" } });
  await expect(call("/v1/briefing/places", room.as("dutyLead"), { ...month(), metric: "money.held" })).rejects.toMatchObject({ problem: { code: "malformed-input" } });
});

test("the page for everybody: whole months, errors beside success, nobody in it, computed once an hour", async () => {
  await town(room, 12, 30);
  await room.pass(35 * DAY);
  const who = authorise({ kind: "public", matter: "none" }, "public");
  const page = (await call("/v1/public/transparency", who)) as Transparency;
  expect(page.months).toHaveLength(12);
  const [newest] = page.months;
  expect(newest.month < new Date(room.world.nowMs()).toISOString().slice(0, 7)).toBe(true);
  const march = page.months.find((one) => one.month === "2026-03")!;
  expect(march.done.find(({ key }) => key === "cases.reports")!.n).toBeGreaterThan(0);
  expect(march.rights.find(({ key }) => key === "rights.restrictions")!.n).toBeGreaterThan(0);
  for (const key of ["rights.wrongfulBlock", "rights.wrongfulTime", "rights.appeals", "rights.appealsUpheld", "rights.autoRelease", "rights.delayCosts"])
    expect(march.rights.map((one) => one.key)).toContain(key);
  const text = JSON.stringify(page);
  const known = await room.store.snapshot((sql) => sql.query<{ readonly token: string; readonly masked: string }>("select token, masked from personal"));
  for (const { token, masked } of known) {
    expect(text).not.toContain(token);
    if (!/^\(\d+\)$/.test(masked)) expect(text).not.toContain(masked);
  }
  for (const word of ["briefing/list", "usr_", "org_", "stp_", "rep_", "37/"]) expect(text).not.toContain(word);
  const again = async () => (await call("/v1/public/transparency", who)) as Transparency;
  await room.pass(59 * MINUTE);
  expect((await again()).months.every((one, i) => one === page.months[i])).toBe(true);
  await room.pass(MINUTE);
  const later = await again();
  expect(later.months[0]).not.toBe(newest);
  expect(later.months.slice(1).every((one, i) => one === page.months[i + 1])).toBe(true);
  await room.pass(DAY);
  expect((await again()).months.some((one) => page.months.includes(one))).toBe(false);
});

test("months are the calendar's in the country's zone, and a year back is the same days", () => {
  const nowMs = Date.parse("2026-03-01T01:00:00+08:00");
  expect(monthsBefore(nowMs, "Asia/Shanghai", 3)).toEqual([
    { month: "2026-02", fromMs: Date.parse("2026-02-01T00:00:00+08:00"), untilMs: Date.parse("2026-03-01T00:00:00+08:00") },
    { month: "2026-01", fromMs: Date.parse("2026-01-01T00:00:00+08:00"), untilMs: Date.parse("2026-02-01T00:00:00+08:00") },
    { month: "2025-12", fromMs: Date.parse("2025-12-01T00:00:00+08:00"), untilMs: Date.parse("2026-01-01T00:00:00+08:00") },
  ]);
  // Clocks change within it.
  expect(monthsBefore(Date.parse("2026-04-02T00:00:00Z"), "Europe/London", 1)).toEqual([
    { month: "2026-03", fromMs: Date.parse("2026-03-01T00:00:00Z"), untilMs: Date.parse("2026-04-01T00:00:00+01:00") },
  ]);
  expect(yearBefore({ fromMs: Date.parse("2024-02-29T00:00:00+08:00"), untilMs: Date.parse("2024-03-01T00:00:00+08:00") }, "Asia/Shanghai")).toEqual({
    fromMs: Date.parse("2023-02-28T00:00:00+08:00"),
    untilMs: Date.parse("2023-03-01T00:00:00+08:00"),
  });
});
