/**
 * Acceptance of casework, checks 4, 13, 14 and 15: days are counted as the law counts them, a sum whose unit is wrong does
 * not get in, nobody's data is opened without a matter and a purpose, and another country is other data and no other code.
 * On the profiles that the program loads; each fails when its rule is taken out.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionReply } from "../../src/access/route.ts";
import type { Scope } from "../../src/access/scope.ts";
import { openBriefing } from "../../src/app/briefing.ts";
import { ProblemError } from "../../src/base/problem.ts";
import { externalDraft, importExternal, listExternal } from "../../src/briefing/external.ts";
import { report } from "../../src/cases/report/kind.ts";
import { MEASURE_KINDS, type DeadlineKey } from "../../src/domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../src/domain/jurisdiction.ts";
import { MATTER_ROUTES } from "../../src/matters/matter-routes.ts";
import { numberAction } from "../../src/cards/number-action/kind.ts";
import { listEntry } from "../../src/listings/list-entry/kind.ts";
import { hold } from "../../src/orders/hold/kind.ts";
import { stopPayment } from "../../src/orders/stop-payment/kind.ts";
import { caseRoom, DAY, START, type Room } from "../case-room.ts";
import { refusal } from "../counter.ts";
import { EVIDENCE, NUMBER } from "../number-desk.ts";
import { stopDraft } from "../order-desk.ts";
import { account, accepted, instantOf, phone } from "../report-desk.ts";
import { paying, VICTIM, warned } from "../warning-room.ts";

let cn: Room;
let uk: Room;
beforeAll(async () => {
  [cn, uk] = [await caseRoom(), await caseRoom({ profile: "UK" })];
});
afterAll(async () => {
  expect([...cn.stuck, ...uk.stuck]).toEqual([]);
  await cn.close();
  await uk.close();
});

const law = (room: Room): JurisdictionProfile => room.desk.parts.law.current(room.world.nowMs());

// --- 4 ----------------------------------------------------------------------------------------------------------------

/** Counted by hand on the announced calendar; days end where the next one begins. */
const COUNTED: readonly (readonly [string, DeadlineKey, string, string])[] = [
  ["the hour of the start is not counted", "case.transferToCompetent", "2026-03-12T10:20:30+08:00", "2026-03-13T11:00:00+08:00"],
  ["a stop runs from the moment itself", "stop.duration", "2026-03-12T10:20:30.123+08:00", "2026-03-14T10:20:30.123+08:00"],
  ["the day of the start is not counted, even its first instant", "case.declineNotice", "2026-03-16T00:00:00+08:00", "2026-03-20T00:00:00+08:00"],
  ["a last day in the holiday goes on to the first working day", "case.declineNotice", "2026-09-30T09:00:00+08:00", "2026-10-09T00:00:00+08:00"],
  ["a last day on a plain Saturday goes on to Monday", "case.declineNotice", "2026-05-13T09:00:00+08:00", "2026-05-19T00:00:00+08:00"],
  ["a last day on a made-up Saturday stays", "case.declineNotice", "2026-05-06T09:00:00+08:00", "2026-05-10T00:00:00+08:00"],
  ["fifteen working days over two made-up Saturdays and Spring Festival", "grid.reply", "2026-02-09T10:00:00+08:00", "2026-03-07T00:00:00+08:00"],
  ["six months from 31 August end with February", "freeze.deposit", "2026-08-31T15:00:00+08:00", "2027-03-01T00:00:00+08:00"],
  ["… of a leap year, with its 29th", "freeze.deposit", "2027-08-31T15:00:00+08:00", "2028-03-01T00:00:00+08:00"],
  ["a freeze that ends in a holiday is not lengthened", "freeze.deposit", "2026-04-01T10:00:00+08:00", "2026-10-02T00:00:00+08:00"],
];

test.each(COUNTED)("4: %s (%s from %s until %s)", (_what, key, start, due) => {
  expect(instantOf(law(cn).due(key, Date.parse(start)).dueAtMs)).toBe(instantOf(Date.parse(due)));
});

test("4: a year whose holidays nobody has announced is said, and not guessed", () => {
  const { deadline } = law(cn).due("case.declineNotice", Date.parse("2026-12-30T08:00:00+08:00"));
  expect(deadline).toMatchObject({ kind: "provisional", unknownYear: 2027 });
});

// --- 13 ---------------------------------------------------------------------------------------------------------------

test("13: a yearly sum of stopped money that is ten thousand times off is refused, with the unit that would fit", async () => {
  const who = cn.as("analyst", "org_ministry");
  const sum = (value: string, unit: string) =>
    importExternal(
      cn.desk,
      who,
      externalDraft.parse({ source: "ministry, press", metric: "money.held", from: "2025-01-01", until: "2026-01-01", value, unit, currency: "CNY", reference: "a newspaper" }),
    );
  const kept = () => cn.store.snapshot((sql) => listExternal(sql, "money.held"));
  const wrong = (meant: string) => ({ problem: { code: "malformed-input", at: { field: "unit" }, expected: expect.stringContaining(meant) } });
  // 2170.7 亿元 printed as 万元, and the other way.
  await expect(sum("2170.7", "wan-main")).rejects.toMatchObject(wrong("yi-main"));
  await expect(sum("21707000", "yi-main")).rejects.toMatchObject(wrong("wan-main"));
  expect(await kept()).toEqual([]);
  await sum("2170.7", "yi-main");
  expect((await kept()).map(({ valueMinor }) => valueMinor)).toEqual(["21707000000000"]);
});

// --- 14 ---------------------------------------------------------------------------------------------------------------

test("14: without a matter and a purpose nobody's data is opened, by whomever, and that it was asked is in the ledger", async () => {
  const { id } = await cn.open(report, cn.as("intake"), { channel: "hotline", role: "victim", reporter: { number: phone(14), name: "张三" } });
  const route = MATTER_ROUTES.find((one) => one.path === "/v1/personal/open")!;
  const ask = async (scope: Scope, body: object): Promise<string> => {
    const call = { scope, params: {}, query: undefined, body: route.body!.parse(body), language: "zh" as const, address: "192.0.2.1", session: {} as SessionReply };
    return JSON.stringify(await route.run!(call, { desk: cn.desk }));
  };
  const ledger = () =>
    cn.store.snapshot((sql) =>
      sql.query<{ readonly event: string; readonly actor: string; readonly detail: object }>("select event, actor, detail from ledger where event like 'data-%' order by seq"),
    );
  const lacking: readonly object[] = [
    {},
    { matter: id },
    { purpose: "investigate" },
    { matter: id, purpose: "curiosity" },
    { matter: phone(14), purpose: "investigate" },
    { matter: [id], purpose: ["investigate"] },
  ];
  const askers = [cn.as("caseOfficer"), cn.as("dutyLead"), cn.as("provinceChief"), cn.as("auditor"), cn.as("dpo"), cn.as("bankOps")];
  for (const who of askers) for (const body of lacking) expect([await refusal(ask(who, body)), who.actor], JSON.stringify(body)).toEqual(["purpose-missing", who.actor]);
  const lines = await ledger();
  expect(lines.map(({ event, actor }) => [event, actor])).toEqual(askers.flatMap((who) => lacking.map(() => ["data-refused", who.actor])));
  // What was typed may be about a person itself.
  expect(JSON.stringify(lines)).not.toContain("0000014");
  // Elsewhere's matters neither, and that too is recorded; with both it is opened, and recorded.
  expect(await refusal(ask(cn.as("caseOfficer", "org_yiwu"), { matter: id, purpose: "investigate" }))).toBe("not-found");
  expect(await ask(cn.as("caseOfficer"), { matter: id, purpose: "investigate" })).toContain(phone(14));
  expect((await ledger()).slice(lines.length).map(({ event, actor }) => [event, actor])).toEqual([
    ["data-refused", cn.as("caseOfficer", "org_yiwu").actor],
    ["data-opened", cn.as("caseOfficer").actor],
  ]);
});

// --- 15 ---------------------------------------------------------------------------------------------------------------

const LONDON = "E92000001/E12000007/met";

/** What a problem's code is, or the matter that came of it. */
const outcome = async (task: Promise<unknown>): Promise<unknown> =>
  task.catch((error: unknown) => {
    if (error instanceof ProblemError) return error.problem.code;
    throw error;
  });

test("15: the same acts under another profile: other powers, clocks, words and metrics, and the same code", async () => {
  const acts = async (room: Room, currency: string, territory: string) => {
    const { id } = await accepted(room, { territory });
    const orderedAt = instantOf(room.world.nowMs());
    const held = (await outcome(
      room.open(hold, room.as("bankOps"), {
        by: { kind: "own" },
        account: account(1),
        payee: account(2, "CCB"),
        contact: VICTIM,
        amountMinor: "90000",
        currency,
        orderedAt,
        reason: "on-the-phone",
      }),
    )) as { readonly body: { readonly endsAtMs: number; readonly measure: string } };
    const warning = await warned(room, [paying("e1", { victim: { type: "number", text: phone(15) } })], null);
    await room.settle();
    const grounds = [{ kind: "authority", authority: "a", document: "d" }] as const;
    return {
      powers: {
        stop: typeof (await outcome(room.open(stopPayment, room.as("analyst"), stopDraft(room, id, { account: account(3), currency })))),
        number: typeof (await outcome(room.open(numberAction, room.as("telcoOps"), { number: NUMBER, risk: "silent", evidence: [...EVIDENCE], whereabouts: "home" }))),
        entry: typeof (await outcome(room.open(listEntry, room.as("analyst"), { type: "host", identifier: "refund-center.example", strength: "watch", grounds: [...grounds] }))),
        hold: held.body.measure,
      },
      endsAt: instantOf(held.body.endsAtMs),
      clocks: (await room.desk.deadlines(room.system, warning.id)).map(({ dueAtMs, key }) => [key, dueAtMs - START]),
      said: room.handed.messenger.map(({ text }) => text.en).join("\n"),
    };
  };
  const [china, kingdom] = [await acts(cn, "CNY", "37/3702/370202"), await acts(uk, "GBP", LONDON)];
  // Where there is no power, it is refused with the country's own reason; a string here is a problem's code.
  expect(china.powers).toEqual({ stop: "object", number: "object", entry: "object", hold: "transaction-hold" });
  expect(kingdom.powers).toEqual({ stop: "string", number: "string", entry: "string", hold: "payment-delay" });
  expect(await outcome(uk.open(stopPayment, uk.as("analyst"), stopDraft(uk, (await accepted(uk, { territory: LONDON })).id)))).toBe("limit-of-law");
  expect(MEASURE_KINDS.filter((kind) => law(cn).measures[kind].allowed === law(uk).measures[kind].allowed)).not.toContain("stop-payment");
  // A day against four business days.
  expect([china.endsAt, kingdom.endsAt]).toEqual([instantOf(START + DAY), "2026-03-19T00:00:00.000Z"]);
  expect(china.clocks).not.toEqual(kingdom.clocks);
  // Other numbers to call, other laws behind it.
  expect(china.said).toContain("96110");
  expect(china.said).not.toContain("159");
  expect(kingdom.said).toContain("159");
  expect(kingdom.said).not.toContain("96110");
  const figures = async (room: Room) => {
    const briefing = openBriefing({ store: room.store, world: room.world, law: room.desk.parts.law });
    const { sections, notMeasured } = await briefing.briefing(room.as("dutyLead", "org_ministry"), { fromMs: START - DAY, untilMs: START + DAY });
    return {
      measured: Object.values(sections).flatMap(({ metrics }) => metrics.map(({ key }) => key)),
      notMeasured: notMeasured.map(({ key }) => key),
    };
  };
  const [there, here] = [await figures(uk), await figures(cn)];
  // What each country asks for is measured, or named as what is not.
  const asked = (room: Room): readonly string[] => law(room).metrics.map(({ key }) => key);
  expect(asked(uk).filter((key) => !there.measured.includes(key) && !there.notMeasured.includes(key))).toEqual([]);
  expect(asked(cn).filter((key) => !here.measured.includes(key) && !here.notMeasured.includes(key))).toEqual([]);
  expect(there.notMeasured).toContain("reimbursement.rate");
  expect([...here.measured, ...here.notMeasured]).not.toContain("reimbursement.rate");
});
