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
