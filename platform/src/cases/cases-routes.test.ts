/** The routes of cases for people of the police: within a scope, with words for every kind of evidence, and refusals as problems. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../test/case-room.ts";
import { accepted, account, events, filed, instantOf, paid, phone, reported } from "../../test/report-desk.ts";
import type { SessionReply } from "../access/route.ts";
import type { Scope } from "../access/scope.ts";
import type { Kind } from "../matters/kind.ts";
import { routesOfKind } from "../matters/matter-routes.ts";
import { CASES_ROUTES } from "./cases-routes.ts";
import { policeCase } from "./case/kind.ts";
import type { SeriesLinks } from "./links/series-links.ts";
import type { LinksShown } from "./links/show.ts";
import { PUBLIC_REPORT_ROUTES } from "./public-routes.ts";
import { report } from "./report/kind.ts";
import { caseSeries } from "./series/kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  await room.close();
});

async function call(scope: Scope, method: string, path: string, id: string, sent: { readonly query?: object; readonly body?: object } = {}): Promise<unknown> {
  const found = CASES_ROUTES.find((one) => one.method === method && one.path === path);
  if (found?.run === undefined) throw new Error(`no route ${method} ${path}`);
  const query = found.query?.parse(sent.query ?? {});
  const body = found.body?.parse(sent.body ?? {});
  return found.run({ scope, params: { id }, query, body, language: "zh", address: "192.0.2.1", session: {} as SessionReply }, { desk: room.desk });
}

test("every route has words in both languages, a permission, and no other route's path", () => {
  const own: readonly Kind[] = [report, policeCase, caseSeries];
  const kinds = new Map(own.map((kind) => [kind.name, kind]));
  const routes = [...CASES_ROUTES, ...PUBLIC_REPORT_ROUTES, ...own.flatMap((kind) => routesOfKind(kinds, kind))];
  const names = routes.map((one) => `${one.method} ${one.path}`);
  expect(new Set(names).size).toBe(names.length);
  for (const one of routes) {
    expect(one.summary.zh.length * one.summary.en.length).toBeGreaterThan(0);
    expect(one.permission.length).toBeGreaterThan(0);
  }
  expect(PUBLIC_REPORT_ROUTES.every((one) => one.permission === "public")).toBe(true);
  // What only consequences and the clock do has no route.
  for (const command of ["join", "counted", "absorb", "suggest", "lapse"]) expect(names.some((name) => name.endsWith(`/:id/${command}`))).toBe(false);
});

test("links, triage, sums and figures for who may see them; not found elsewhere", async () => {
  const one = await accepted(room, { payments: [paid(room, { to: account(1) })] });
  const two = await accepted(room, { reporter: { number: phone(2) }, payments: [paid(room, { to: account(1) })] });
  const made = await filed(room, [one.id]);
  const officer = room.as("caseOfficer");
  const elsewhere = room.as("caseOfficer", "org_yiwu");
  expect(await call(officer, "GET", "/v1/cases/:id/links", made.id)).toMatchObject({
    home: made.id,
    links: [{ id: two.id, kind: "report", evidence: [{ kind: "account", zh: "同一收款账户" }] }],
  });
  expect(await call(officer, "GET", "/v1/reports/:id/links", one.id)).toMatchObject({ home: made.id });
  expect(await call(officer, "GET", "/v1/reports/:id/triage", one.id)).toMatchObject({ loss: [{ amountMinor: "5000000" }] });
  expect(await call(officer, "GET", "/v1/cases/:id/sums", made.id)).toMatchObject({ money: [{ lostMinor: "5000000" }] });
  for (const [path, id] of [
    ["/v1/cases/:id/links", made.id],
    ["/v1/reports/:id/triage", one.id],
    ["/v1/cases/:id/sums", made.id],
  ] as const)
    await expect(call(elsewhere, "GET", path, id)).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(call(officer, "GET", "/v1/cases/:id/links", "nonsense")).rejects.toMatchObject({ problem: { code: "malformed-input" } });

  const period = { from: instantOf(room.world.nowMs() - DAY), until: instantOf(room.world.nowMs() + DAY) };
  expect(await call(officer, "GET", "/v1/case-figures", "", { query: period })).toMatchObject({ clearance: { count: 0, of: 1 } });
  expect(await call(elsewhere, "GET", "/v1/case-figures", "", { query: period })).toMatchObject({ clearance: { count: 0, of: 0 } });
  await expect(call(officer, "GET", "/v1/case-figures", "", { query: { from: period.until, until: period.from } })).rejects.toThrow(/before/);
});

test("the receipt is printed on request and recorded; the informer is opened for reviewers alone", async () => {
  const taken = await reported(room, { role: "informer", secrecy: "secret", reporter: { number: phone(77) } });
  expect(await call(room.as("intake"), "POST", "/v1/reports/:id/receipt", taken.id)).toMatchObject({ serial: taken.serial });
  expect(await call(room.as("reviewer"), "POST", "/v1/reports/:id/informer", taken.id, { body: { purpose: "review-right" } })).toMatchObject({
    items: [{ type: "number", value: phone(77) }],
  });
  await expect(call(room.as("countyChief"), "POST", "/v1/reports/:id/informer", taken.id, { body: { purpose: "review-right" } })).rejects.toMatchObject({
    problem: { code: "not-allowed" },
  });
  expect(await events(room, taken.id)).toEqual(["open", "receipt-printed", "informer-opened", "informer-refused"]);
});

test("a link says what is shared, how much each says, and in which matters it stands; the series that holds both is named", async () => {
  const device = { type: "device", value: "imei-77" } as const;
  const host = { type: "host", value: "pay.refund.example.com" } as const;
  const one = await accepted(room, { payments: [paid(room, { to: account(1) })], traits: [device, host] });
  const also = await accepted(room, { reporter: { number: phone(3) }, payments: [paid(room, { to: account(1), agoMs: 2 * 60_000 })] });
  const made = await filed(room, [one.id, also.id]);
  const two = await accepted(room, { reporter: { number: phone(2) }, payments: [paid(room, { to: account(1) })], traits: [device, host] });
  const officer = room.as("caseOfficer");
  const answer = (await call(officer, "GET", "/v1/cases/:id/links", made.id)) as LinksShown;
  expect(answer.links).toHaveLength(1);
  const [link] = answer.links;
  expect(link).toMatchObject({ id: two.id, serial: two.serial, series: [{ state: "proposed", as: "member" }] });
  expect(link.evidence.map(({ kind, strength }) => [kind, strength])).toEqual([
    ["account", "hard"],
    ["device", "hard"],
    ["host", "medium"],
  ]);
  const [payee, phoneSet, site] = link.evidence;
  // The account stands in both reports of the case, the device in one; values of people stay masked.
  expect(payee.here.named.map(({ id }) => id).sort()).toEqual([one.id, also.id].sort());
  expect(payee.there).toEqual({ named: [{ id: two.id, serial: two.serial, kind: "report" }], count: 1 });
  expect(payee.ref?.masked).toContain("****");
  expect(phoneSet.here.named.map(({ id }) => id)).toEqual([one.id]);
  expect(site).toMatchObject({ ref: null, what: "example.com" });
  expect(JSON.stringify(answer)).not.toContain("6222020000000001");
  // Whoever takes reports sees the link, and not which series hold it.
  const atDesk = (await call(room.as("intake"), "GET", "/v1/cases/:id/links", made.id)) as LinksShown;
  expect(atDesk.links).toMatchObject([{ id: two.id, series: [] }]);
});

test("a series pair by pair: its ties, candidates beside the member that most speaks for them, hidden where they lie elsewhere", async () => {
  const device = { traits: [{ type: "device", value: "imei-5" } as const] };
  const one = await accepted(room, { reporter: { number: phone(11) }, ...device, payments: [paid(room, { to: account(5) })] });
  const two = await accepted(room, { reporter: { number: phone(12) }, ...device });
  const [series] = await room.all(caseSeries);
  const analyst = room.as("analyst");
  await room.act(caseSeries, analyst, series.id, "confirm");
  const third = await accepted(room, { reporter: { number: phone(13) }, payments: [paid(room, { to: account(5) })] });
  const shown = (await call(analyst, "GET", "/v1/series/:id/links", series.id)) as SeriesLinks;
  expect(shown.confirmPermille).toBe(800);
  expect(shown.ties).toMatchObject([{ strengthPermille: 900, confirmable: true, ground: null, outside: false, evidence: [{ kind: "device" }] }]);
  expect(shown.ties.flatMap(({ a, b }) => [a, b]).sort()).toEqual([one.id, two.id].sort());
  expect(shown.candidates).toMatchObject([{ a: one.id, b: third.id, confirmable: true, evidence: [{ kind: "account", here: { count: 1 } }] }]);
  expect(shown.homes[third.id]).toMatchObject({ id: third.id, kind: "report", serial: third.serial });
  await expect(call(room.as("analyst", "org_yiwu"), "GET", "/v1/series/:id/links", series.id)).rejects.toMatchObject({ problem: { code: "not-found" } });
  await expect(call(analyst, "GET", "/v1/series/:id/links", one.id)).rejects.toMatchObject({ problem: { code: "not-found" } });

  // Handed to a unit elsewhere, a member is still counted, and no longer shown here.
  await room.store.transaction((sql) => sql.query("update matter set territory = '33/3307/330782', org = 'org_yiwu' where id = $1", [third.id]));
  const after = (await call(analyst, "GET", "/v1/series/:id/links", series.id)) as SeriesLinks;
  expect(after.candidates).toMatchObject([{ b: third.id, outside: true, evidence: [] }]);
  expect(after.homes[third.id]).toBeNull();
});
