/**
 * Acceptance of casework, checks 9, 11 and 12: what people report blocks nobody, numbers that people call for help are
 * nobody's to block, and one person in one episode has one warning. On a real database with the real screening; each fails
 * when its rule is taken out.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { authorise } from "../../src/access/scope.ts";
import { importByPerson, importInput } from "../../src/listings/imports.ts";
import { listEntry } from "../../src/listings/list-entry/kind.ts";
import { STRENGTHS } from "../../src/listings/list-entry/states.ts";
import { report } from "../../src/cases/report/kind.ts";
import { warning } from "../../src/dissuasion/warning/kind.ts";
import { INTEL } from "../../src/domain/record.ts";
import type { Signal } from "../../src/domain/signal.ts";
import { everyCombination, flattenResponses, responseIndex, HEALTHS, LEVELS, LISTED, STREAMS } from "../../src/screen/response-table.ts";
import { caseRoom, DAY, MINUTE, type Room } from "../case-room.ts";
import { refusal } from "../counter.ts";
import { approve, entries, liveLists, propose, type LiveLists } from "../list-desk.ts";
import { numberDesk } from "../number-desk.ts";
import { Town } from "../play-town.ts";
import { matters, type ReportDraft } from "../report-desk.ts";
import { hit, longCall, officer, oneCall, openedLink, OWN_ACCOUNT, paying, play, take, VICTIM, warned } from "../warning-room.ts";

let room: Room;
let town: Town;
beforeAll(async () => {
  room = await caseRoom();
  town = await Town.open(room);
});
afterAll(async () => {
  expect(room.stuck).toEqual([]);
  await town.close();
  await room.close();
});

const anybody = authorise({ kind: "public", matter: "" }, "public");
const authority = { kind: "authority", authority: "Communications administration", document: "doc-7" } as const;

// --- 9 ----------------------------------------------------------------------------------------------------------------

const TARGET = "+8613900139777";
/** Through the intake itself, whose own test sends ten thousand. */
const SENT = 500;
const MASS = 10_000;
/** Words of one story in another order each time: copies that want to look like many. */
const story = (n: number): string => `这个号码冒充客服让我转账，不回消息，大家不要相信，赶快举报。第${n % 7}次来电，单号${n}`;
const tip = (n: number): ReportDraft => ({
  channel: "online",
  role: "informer",
  reporter: { person: `ID-${10_000 + n}` },
  territory: "37/3702/370202",
  traits: [{ type: "number", value: TARGET }],
  narrative: story(n),
});
const callFrom = (from: string) => town.happens({ kind: "call", from, to: VICTIM, answered: true, durationMs: 8 * MINUTE, contact: false });

/** What is in force against the number anywhere: nothing stronger than being looked at. */
async function blocksNothing(): Promise<void> {
  expect(["nothing", "watch"]).toContain(town.says(TARGET));
  for (const entry of await entries(room)) expect(entry.state).not.toMatch(/active-/);
  expect(["allow", "flag", "warn"]).toContain((await callFrom(TARGET)).action);
  expect(await matters(room, "stop-payment")).toEqual([]);
}

test("9: one report, from whomever, blocks nothing, and no person can make a block of it", async () => {
  const { id } = await room.open(report, room.as("intake"), {
    channel: "hotline",
    role: "informer",
    reporter: { number: "+8613800138000" },
    traits: [{ type: "number", value: TARGET }],
  });
  await room.act(report, room.as("analyst"), id, "open-tip");
  await room.settle();
  await blocksNothing();
  const grounds = [{ kind: "report", matter: id }] as const;
  for (const strength of ["flag", "block"] as const)
    expect(await refusal(propose(room, { type: "number", identifier: TARGET, strength, grounds: [...grounds] })), strength).toBe("limit-of-law");
  // Watched at the most: and that is decided by two, and nothing happens on it.
  const watched = await approve(room, await propose(room, { type: "number", identifier: TARGET, strength: "watch", grounds: [...grounds] }));
  expect(watched.state).toBe("watch");
  await blocksNothing();
  await room.act(listEntry, room.as("dutyLead"), watched.id, "revoke", { reason: "mistake" });
  await room.settle();
});

test("9: masses of reports by one cluster do not either, and neither do ten thousand people with ten thousand stories", async () => {
  const before = (await entries(room)).length;
  await room.desk.work(anybody, (work) =>
    work.open(
      report,
      Array.from({ length: SENT }, (_, i) => tip(i)),
    ),
  );
  const [count] = await room.store.snapshot((sql) =>
    sql.query<{ readonly reporters: number; readonly stories: number }>("select reporters, stories from voice_count order by reports desc limit 1"),
  );
  expect(count!.reporters).toBeGreaterThanOrEqual(SENT);
  expect(count!.stories).toBeLessThan(3);
  expect(await entries(room)).toHaveLength(before);
  await blocksNothing();

  const [first] = (await room.desk.list(room.system, { kind: "report", limit: 1 })).matters;
  const [ref] = await room.store.snapshot((sql) =>
    sql.query<{ readonly token: string; readonly masked: string }>(
      "select p.token, p.masked from personal p where p.type = 'number' and p.token = any(select token from voice_count)",
    ),
  );
  await room.desk.work(room.system, (work) =>
    room.desk.parts.follow(work, {
      name: "often-reported",
      report: first!.id,
      territory: first!.territory,
      ref: { type: "number", token: ref!.token, masked: ref!.masked },
      reports: MASS,
      reporters: MASS,
      stories: MASS,
    }),
  );
  const proposed = (await entries(room)).at(-1)!;
  expect(proposed).toMatchObject({ state: "proposed", body: { strength: "watch" } });
  for (const strength of ["flag", "block"])
    await expect(approve(room, proposed, { strength })).rejects.toMatchObject({ problem: { code: expect.stringMatching(/limit-of-law|malformed-input/) } });
  await approve(room, proposed);
  await blocksNothing();
});

test("9: a warning does not come of reports alone either", async () => {
  expect(await take(room, [longCall("reports-only", { hits: [hit("R01", "report")], victim: { type: "number", text: "+8613800138555" } })])).toMatchObject({ opened: [] });
});

// --- 11 ---------------------------------------------------------------------------------------------------------------

const HELP = ["110", "119", "120", "122", "96110", "12345", "95588", "10086"];
const FRIEND = "+8613900139888";

/** Every way by which something comes onto a list of the running program. */
async function everyDoor(live: LiveLists, at: Room, identifier: string): Promise<void> {
  const type = "number";
  for (const strength of STRENGTHS) {
    const proposed = await propose(at, { type, identifier, strength, grounds: [authority] }).catch(() => null);
    if (proposed !== null) await approve(at, proposed);
  }
  const csv = `identifier,kind,evidence\n${identifier},block,authority-instruction\n${identifier.replace("+86", "")},block,case-confirmed`;
  await importByPerson(at.desk, at.as("analyst"), live.changes, importInput.parse({ list: "desk", text: csv, source: "daily sheet" }));
  const operators = { nowMs: at.world.nowMs(), mode: "add", defaults: { kind: "block", evidence: "authority-instruction", source: "operator" } } as const;
  for (const text of [identifier, `+86${identifier.replace("+86", "")}`, `${identifier.slice(0, 3)}*`]) await live.changes.importList({ ...operators, list: "feed" }, text);
  live.lists.add("own", { identifier, kind: "block", evidence: "case-confirmed", source: "operator" }, at.world.nowMs());
}

test("11: no entry and no import blocks a number that people call for help, nor one that is allowed", async () => {
  const own = await caseRoom();
  const live = await liveLists(own);
  for (const number of HELP) {
    await everyDoor(live, own, number);
    expect([number, live.says(number), live.says(`+86${number}`)]).toEqual([number, expect.toBeOneOf(["protected", null]), "protected"]);
  }
  expect(await entries(own)).toEqual([]);
  await live.changes.importList(
    { list: "hospital", mode: "add", nowMs: own.world.nowMs(), defaults: { kind: "allow", evidence: "operator-decision", source: "a hospital" } },
    FRIEND,
  );
  await everyDoor(live, own, FRIEND);
  expect(live.says(FRIEND)).toBe("allow");
  // The entries that would block it are there, and screening sees nothing of them.
  expect([...live.lists.entries("feed")].length).toBeGreaterThan(0);
  const seen = live.lists.ask(FRIEND, undefined, own.world.nowMs());
  expect("bits" in seen ? seen.bits : null).toBe(INTEL.allow);
  // Nor is a number of these limited as somebody's line.
  const { raise } = numberDesk(own);
  for (const number of HELP) expect([number, await refusal(raise({ number }))]).toEqual([number, "limit-of-law"]);
  expect([(await live.restarted()).says(FRIEND), live.says("110")]).toEqual(["allow", "protected"]);
  await live.close();
  await own.close();
});

test("11: no rule does either: whatever hits, a protected or allowed side is not blocked, and a call for help goes through", async () => {
  const rows = flattenResponses();
  for (const facts of everyCombination()) {
    if (facts.listed !== "protected" && facts.listed !== "allow") continue;
    const row =
      rows[
        responseIndex(
          STREAMS.indexOf(facts.stream),
          LISTED.indexOf(facts.listed),
          LEVELS.indexOf(facts.level),
          Number(facts.families),
          Number(facts.urgent),
          HEALTHS.indexOf(facts.health),
        )
      ]!;
    expect(["allow", "flag", "warn"], JSON.stringify(facts)).toContain(row.action);
  }
  for (const [from, to] of [
    ["110", VICTIM],
    [VICTIM, "110"],
    ["96110", VICTIM],
    [VICTIM, "120"],
  ] as const) {
    for (let n = 0; n < 6; n++) {
      const { action } = await town.happens({ kind: "call", from, to, answered: true, durationMs: 30 * MINUTE, contact: false, screenShare: true });
      expect(["allow", "flag", "warn"], `${from} → ${to}`).toContain(action);
    }
  }
});

// --- 12 ---------------------------------------------------------------------------------------------------------------

test("12: one person, one episode, one warning: the level rises, the contacts are capped", async () => {
  const person = { victim: { type: "number", text: "+8613800138666" }, person: "stream:12" } as const;
  const at = (over: Partial<Signal> = {}): Partial<Signal> => ({ ...person, occurredAtMs: room.world.nowMs(), ...over });
  const mine = async () => (await room.all(warning)).filter((one) => one.body.signs.some((sign) => sign.event.startsWith("one-")));
  const { id } = await warned(room, [oneCall("one-1", at())]);
  expect((await room.get(warning, id)).level).toBe(0);
  // By number, by account, one at a time and many at once.
  await take(room, [openedLink("one-2", at()), longCall("one-3", at())]);
  await Promise.all(Array.from({ length: 8 }, (_, i) => take(room, [longCall(`one-4${i}`, at(i % 2 === 0 ? {} : { victim: { type: "account", text: OWN_ACCOUNT } }))])));
  expect((await mine()).map((one) => [one.id, one.level])).toEqual([[id, 2]]);
  const w = play(room, id);
  await w.signs(officer(room));
  const cap = room.desk.parts.law.current(room.world.nowMs()).warning.contactCap.perPersonAndDay;
  const calls = async (): Promise<number> => {
    // What happens in the instant in which the level rises belongs to neither side of it.
    await room.pass(MINUTE);
    for (let made = 0; made <= cap; made++) {
      const code = await refusal(w.calls(officer(room)));
      if (code !== "done") {
        expect(code).toBe("not-now");
        return made;
      }
      await w.noAnswer(officer(room));
    }
    return cap + 1;
  };
  expect(await calls()).toBe(cap);
  // More of the same changes nothing; a level more does.
  await take(room, [longCall("one-5", at())]);
  expect(await calls()).toBe(0);
  await take(room, [paying("one-6", at())]);
  expect((await mine()).map((one) => [one.id, one.level])).toEqual([[id, 3]]);
  expect(await calls()).toBe(cap);
  await room.pass(DAY);
  expect(await calls()).toBe(cap);
  // Officers cannot open a second one beside it either.
  expect(
    await refusal(
      room.open(warning, room.as("analyst"), { victim: { type: "number", id: "+8613800138666" }, ground: "a colleague called", category: "AUTHORITY", stage: "S2" } as never),
    ),
  ).toBe("not-now");
  expect(await mine()).toHaveLength(1);
});
