/**
 * Acceptance of casework, checks 3, 5 and 10: whatever takes something from somebody says so with its reason, remedy and
 * papers, is decided by two people, and ends by itself with word of it. Over everything that the kinds' own tables call
 * restricting, on a real database; each fails when its rule is taken out.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { MEASURE_NOTICES } from "../../src/domain/jurisdiction-words.ts";
import type { MatterId, MatterKindName } from "../../src/domain/matter.ts";
import { fireDue } from "../../src/matters/clock.ts";
import { Desk } from "../../src/matters/desk.ts";
import type { Matter } from "../../src/matters/matter.ts";
import { KINDS } from "../../src/app/kinds.ts";
import { freeze } from "../../src/orders/freeze/kind.ts";
import { hold } from "../../src/orders/hold/kind.ts";
import { stopPayment } from "../../src/orders/stop-payment/kind.ts";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../case-room.ts";
import { activeFreeze, answerFreeze, filedCase, frozenNow, sentFreeze } from "../freeze-desk.ts";
import { answer, approve, handedAs, proposed, stopped, stoppedNow } from "../order-desk.ts";
import { account, instantOf } from "../report-desk.ts";
import { everyRestriction, type Restriction } from "./restrictions.ts";

let room: Room;
let taken: readonly Restriction[];
/** From then on nobody touches what was taken. */
let takenAtMs: number;
const endsAtMs = new Map<MatterId, number>();
beforeAll(async () => {
  room = await caseRoom();
  taken = await everyRestriction(room);
  takenAtMs = room.world.nowMs();
  for (const { id } of taken) {
    const { body } = await find(room, id);
    const clocks = (await room.desk.deadlines(room.system, id)).filter(({ state }) => state === "armed").map(({ dueAtMs }) => dueAtMs);
    endsAtMs.set(id, body.endsAtMs ?? Math.min(...clocks));
  }
});
afterAll(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

interface Body {
  readonly reason?: { readonly zh: string; readonly en: string };
  readonly endsAtMs?: number | null;
}
const find = (at: Room, id: MatterId): Promise<Matter<Body>> => at.desk.find(at.system, id) as Promise<Matter<Body>>;
const law = () => room.desk.parts.law.current(room.world.nowMs());

// --- 5 ----------------------------------------------------------------------------------------------------------------

/** What takes nothing that a notice could be about, each with why. */
const UNTOLD: ReadonlyMap<string, string> = new Map([
  ["list-entry watch", "nobody outside hears of it and screening does nothing on it"],
  ["opening escalated", "the person stands at the counter, and hears there what is asked and why"],
]);

test("5: every restriction has a notice that arrived, with reason, basis, end, remedy and papers, in both languages", async () => {
  for (const { kind, state, id, measure } of taken) {
    const what = `${kind} ${state}`;
    const { body } = await find(room, id);
    const arrived = (await room.desk.notices(room.system, id)).filter((one) => one.deliveredAtMs !== null);
    if (UNTOLD.has(what) || measure === null) {
      expect([what, arrived]).toEqual([expect.toBeOneOf([...UNTOLD.keys()]), []]);
      continue;
    }
    const rule = law().allowed(measure);
    const limiting = arrived.filter(({ template }) => (MEASURE_NOTICES[measure].limits as readonly string[]).includes(template.slice(measure.length + 1)));
    expect(limiting.length, what).toBeGreaterThan(0);
    for (const { template, text } of limiting) {
      for (const language of ["zh", "en"] as const) {
        const says = (part: string): void => expect(text[language], `${what}, ${template}`).toContain(part);
        says(body.reason?.[language] ?? "a reason");
        says(law().sources[rule.authority.basis].title[language]);
        says(language === "zh" ? "免费在线申诉" : "object free of charge");
        for (const step of rule.appeal.next) says(step.to[language]);
        for (const paper of rule.appeal.papers) says(paper[language]);
        says("96110");
        // Filled in when it is handed over; nothing else is left open.
        expect(text[language].replaceAll("{code}", "")).not.toMatch(/[{}]/);
      }
      if (!/reverify|announced/.test(template))
        expect([text.zh, text.en]).toEqual([expect.stringMatching(/至 2026 年 .* 自动解除/), expect.stringMatching(/ending by itself at .* 2026/)]);
    }
  }
  // A step further is told by itself: three grades, three notices.
  const grades = await room.desk.notices(room.system, taken.find(({ state, kind }) => kind === "number-action" && state === "suspended")!.id);
  expect(grades.map(({ template }) => template).filter((one) => !/reverify|announced/.test(one))).toEqual([
    "number-action.restricted",
    "number-action.restricted-incoming",
    "number-action.suspended",
  ]);
  // What reached people carries the code with which they can object.
  const letters = room.handed.institution.filter(({ what }) => what === "notice").map(({ fields }) => (fields["text"] as { readonly zh: string }).zh);
  for (const text of [...letters, ...room.handed.messenger.map((one) => one.text.zh)].filter((one) => one.includes("免费在线申诉")))
    expect(text).toMatch(/编号 [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  // A watch is shared with nobody.
  const watch = taken.find(({ state }) => state === "watch")!;
  expect(room.handed.institution.filter(({ matter }) => matter === watch.id)).toEqual([]);
});

test("5: … and none without: where the notice cannot be written nothing is taken, where it cannot be delivered it is tried until it is", async () => {
  const { stop } = await proposed(room, { to: account(80) });
  await approve(room, stop.id);
  const filedIn = await filedCase(room);
  const frost = await sentFreeze(room, filedIn, { account: account(81) });
  await room.store.transaction((sql) => sql.query("alter table notice add constraint no_notice check (false) not valid"));
  await expect(answer(room, stop.id, stoppedNow(room))).rejects.toThrow(/no_notice/);
  await expect(answerFreeze(room, frost, frozenNow(room))).rejects.toThrow(/no_notice/);
  const draft = {
    by: { kind: "own" },
    account: account(82),
    payee: account(83, "CCB"),
    amountMinor: "100",
    currency: "CNY",
    orderedAt: instantOf(room.world.nowMs()),
    reason: "on-the-phone",
  };
  await expect(room.open(hold, room.as("bankOps"), draft as never)).rejects.toThrow(/no_notice/);
  await room.store.transaction((sql) => sql.query("alter table notice drop constraint no_notice"));
  expect([(await room.get(stopPayment, stop.id)).state, (await room.get(freeze, frost.id)).state]).toEqual(["sent", "sent"]);
  expect((await room.all(hold)).map(({ body }) => body.account.masked)).not.toContain("ICBC 6222 **** 0082");
  room.refuse = { refused: "the link is down", retry: true };
  await answer(room, stop.id, stoppedNow(room));
  await room.pass(5 * HOUR);
  expect((await room.desk.notices(room.system, stop.id)).map(({ deliveredAtMs }) => deliveredAtMs)).toEqual([null]);
  room.refuse = null;
  await room.pass(HOUR);
  expect((await room.desk.notices(room.system, stop.id)).map(({ deliveredAtMs }) => deliveredAtMs)).toEqual([expect.any(Number)]);
});

// --- 3 ----------------------------------------------------------------------------------------------------------------

/** By what the institution hears that it holds no longer. */
const ENDS: Readonly<Partial<Record<MatterKindName, string>>> = {
  "stop-payment": "stop-payment.release",
  freeze: "freeze.end",
  "protective-stop": "protective-stop.release",
  hold: "hold.release",
  "line-break": "line-suspension.restore",
  "number-action": "number-action.restore",
  "list-entry": "list-entry.withdraw",
};

test("3: when its time is over everything is released by the clock alone, the institution and the person hear of it, after a restart too", async () => {
  // Everybody has gone home; the program is started anew, and only time passes.
  const later = await room.restarted();
  for (const endMs of [...new Set(endsAtMs.values())].toSorted((a, b) => a - b)) {
    // The time in which nothing ends is slept over.
    later.world.jump(Math.max(later.world.nowMs(), endMs - HOUR));
    await later.pass(Math.max(0, endMs + HOUR - later.world.nowMs()));
  }
  for (const { id, kind, state, measure } of taken) {
    const what = `${kind} ${state}`;
    const restricting = KINDS.get(kind)!.restricting;
    expect(restricting, what).not.toContain((await find(later, id)).state);
    const ends = (await later.desk.history(later.system, id)).filter(
      (line) => line.stateBefore !== null && line.stateAfter !== null && restricting.includes(line.stateBefore) && !restricting.includes(line.stateAfter),
    );
    expect(
      ends.map((line) => [line.actor, line.role, line.recordedAtMs]),
      what,
    ).toEqual([["system:test", "system", endsAtMs.get(id)]]);
    if (measure === null || UNTOLD.has(what)) continue;
    const releases = later.handed.institution.filter((one) => one.matter === id && one.what === ENDS[kind]);
    // What an appeal suspended had been taken back when it was.
    if (state !== "suspended-by-appeal") expect(releases.length, what).toBeGreaterThan(0);
    const told = (await later.desk.notices(later.system, id)).filter(({ template }) =>
      (MEASURE_NOTICES[measure].gives as readonly string[]).includes(template.slice(measure.length + 1)),
    );
    expect(told.length, what).toBeGreaterThan(0);
    for (const one of told) expect([one.createdAtMs, one.deliveredAtMs], what).toEqual([endsAtMs.get(id), expect.any(Number)]);
  }
  const byPeople = await later.store.snapshot((sql) =>
    sql.query("select matter, event from ledger where recorded_at_ms > $1 and role <> 'system' and matter = any($2)", [takenAtMs, taken.map(({ id }) => id)]),
  );
  expect(byPeople).toEqual([]);
});

test("3: the bank's own moment counts, whatever its clock and ours do; the end is neither early, nor missed, nor twice", async () => {
  const { stop } = await proposed(room, { to: account(90) });
  await approve(room, stop.id);
  await room.settle();
  const bankMs = room.world.nowMs() - 9 * MINUTE;
  const { body } = await answer(room, stop.id, stoppedNow(room, "5000000", { at: instantOf(bankMs) }));
  const dueMs = bankMs + 48 * HOUR;
  const clock = (await room.desk.deadlines(room.system, stop.id)).find(({ key }) => key === "stop.duration");
  expect([body.endsAtMs, clock?.dueAtMs]).toEqual([dueMs, dueMs]);
  const state = async (): Promise<string> => (await room.get(stopPayment, stop.id)).state;
  const nowMs = room.world.nowMs();
  room.world.jump(nowMs - 3 * DAY);
  await room.settle();
  room.world.jump(dueMs - 1);
  await room.settle();
  expect(await state()).toBe("stopped");
  // The machine slept over the end; two processes wake up at once.
  room.world.jump(dueMs + 7 * HOUR);
  const other = new Desk(room.desk.parts);
  await Promise.all([fireDue(room.desk, room.system, () => undefined), fireDue(other, room.system, () => undefined)]);
  await room.settle();
  expect(await state()).toBe("expired");
  room.world.jump(dueMs - HOUR);
  await room.settle();
  await (await room.restarted()).settle();
  expect(await state()).toBe("expired");
  expect(handedAs(room, "stop-payment.release").filter(({ matter }) => matter === stop.id)).toHaveLength(1);
});

test("3: holidays and the change of clocks lengthen no restriction", async () => {
  const cn = await caseRoom({ startMs: Date.parse("2026-04-01T10:00:00+08:00") });
  // Six months end on the first day of National Day's week, and not on the first working day after it.
  const held = await activeFreeze(cn, await filedCase(cn));
  expect(instantOf(held.body.endsAtMs!)).toBe(instantOf(Date.parse("2026-10-02T00:00:00+08:00")));
  cn.world.jump(Date.parse("2026-02-16T10:00:00+08:00"));
  const { stop } = await stopped(cn, { to: account(2) });
  expect(stop.body.endsAtMs).toBe(Date.parse("2026-02-18T10:00:00+08:00"));
  await cn.close();

  const uk = await caseRoom({ profile: "UK", startMs: Date.parse("2026-03-26T16:00:00Z") });
  const delayed = (orderedAt: string, n: number) =>
    uk.open(hold, uk.as("bankOps"), {
      by: { kind: "own" },
      account: account(n),
      payee: account(n + 1, "CCB"),
      amountMinor: "90000",
      currency: "GBP",
      orderedAt,
      reason: "on-the-phone",
    });
  // Four business days over the night in which clocks go forward.
  const spring = await delayed("2026-03-26T16:00:00Z", 1);
  expect(instantOf(spring.body.endsAtMs!)).toBe("2026-04-01T23:00:00.000Z");
  await uk.pass(Date.parse("2026-04-01T23:00:00Z") - uk.world.nowMs() - 1);
  expect((await uk.get(hold, spring.id)).state).toBe("held");
  await uk.pass(1);
  expect((await uk.get(hold, spring.id)).state).toBe("expired");
  // … and over Good Friday and Easter Monday, which are no business days.
  await uk.pass(Date.parse("2026-04-02T09:00:00+01:00") - uk.world.nowMs());
  const easter = await delayed("2026-04-02T09:00:00+01:00", 5);
  expect(instantOf(easter.body.endsAtMs!)).toBe(instantOf(Date.parse("2026-04-11T00:00:00+01:00")));
  await uk.pass(9 * DAY);
  expect((await uk.get(hold, easter.id)).state).toBe("expired");
  expect([...cn.stuck, ...uk.stuck]).toEqual([]);
  await uk.close();
});
