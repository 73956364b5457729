/** What is proposed by itself: cases, masses of reports, tips and warnings that turned out true. Nothing of it is in force without a person. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { approve, entries, involved, liveLists, type LiveLists } from "../../test/list-desk.ts";
import { accepted, account } from "../../test/report-desk.ts";
import type { AnnouncementOf } from "../domain/announcement.ts";
import { institutionOf, type PersonalRef } from "../domain/personal.ts";
import { listEntry } from "./list-entry/kind.ts";

let room: Room;
let live: LiveLists;
beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
});
afterEach(async () => {
  await live.close();
  await room.close();
});

const PAYEE = account(5);
const payment = (to = PAYEE) => ({ to, amountMinor: "100000", currency: "CNY", paidAt: new Date(room.world.nowMs() - 60_000).toISOString() });

async function payeeOf(report: string): Promise<PersonalRef> {
  const [row] = await room.store.snapshot((sql) =>
    sql.query<{ readonly token: string; readonly masked: string }>(
      "select p.token, p.masked from mention m join personal p on p.token = m.token where m.matter = $1 and m.role = 'payee'",
      [report],
    ),
  );
  return { type: "account", token: row.token, masked: row.masked, institution: institutionOf(PAYEE) };
}

async function often(counts: Pick<AnnouncementOf<"often-reported">, "reports" | "reporters" | "stories">): Promise<void> {
  const report = await accepted(room, { payments: [payment()] });
  const ref = await payeeOf(report.id);
  await room.desk.work(room.system, (work) => room.desk.parts.follow(work, { name: "often-reported", report: report.id, territory: report.territory, ref, ...counts }));
}

test("ten thousand reports of one cluster tell one story: nobody is even asked to watch it", async () => {
  await often({ reports: 10_000, reporters: 10_000, stories: 1 });
  expect(await entries(room)).toEqual([]);
});

test("ten thousand reports with ten thousand stories are watched at the most, whoever approves", async () => {
  await often({ reports: 10_000, reporters: 10_000, stories: 10_000 });
  const [entry] = await entries(room);
  expect(entry).toMatchObject({ state: "proposed", body: { type: "account", strength: "watch", grounds: [{ kind: "report", reporters: 10_000, stories: 10_000 }] } });
  for (const strength of ["flag", "block"]) await expect(approve(room, entry, { strength })).rejects.toThrow(/no more|proposed as watch/);
  expect((await approve(room, entry)).state).toBe("watch");
  expect(live.says(PAYEE, "account")).toBe("watch");
  // More of the same is one more ground, not one more entry, and carries no more.
  await often({ reports: 20_000, reporters: 20_000, stories: 20_000 });
  expect(await entries(room)).toHaveLength(1);
  expect((await entries(room))[0]).toMatchObject({ state: "watch", body: { strength: "watch", grounds: [{}, {}] } });
});

test("found involved, an account is proposed as a flag and a number as a block; twice is one proposal with two grounds", async () => {
  const { entry } = await involved(room, "account", PAYEE);
  expect(entry.body.strength).toBe("flag");
  await expect(involved(room, "account", PAYEE)).rejects.toThrow(/nothing was proposed/);
  expect(await entries(room)).toMatchObject([{ state: "proposed", body: { grounds: [{ kind: "case" }, { kind: "case" }] } }]);
});

test("a service number that somebody found involved is proposed to nobody, and the case goes on", async () => {
  await expect(involved(room, "number", "95588")).rejects.toThrow(/nothing was proposed/);
  const lines = await room.store.snapshot((sql) => sql.query<{ readonly detail: { readonly why: string } }>("select detail from ledger where event = 'not-proposed'"));
  expect(lines[0].detail.why).toMatch(/nobody can block it/);
});

test("a watched account that is found involved is proposed as a flag", async () => {
  await often({ reports: 5, reporters: 5, stories: 5 });
  await approve(room, (await entries(room))[0]);
  const { entry } = await involved(room, "account", PAYEE);
  expect(entry.body.strength).toBe("flag");
  await approve(room, entry);
  expect((await entries(room)).map(({ state }) => state)).toEqual(["superseded", "active-flag"]);
  expect(live.says(PAYEE, "account")).toBe("flag");
});

test("the rules were right about a caller: watched at the most, with the warning as ground; a false alarm takes it back", async () => {
  const caller = "+8613900139000";
  const warned = await room.desk.work(room.as("analyst"), (work) =>
    work.openAny("warning", { victim: { type: "number", id: "+8613800000009" }, others: [{ type: "number", id: caller }], ground: "a caller who says he is the police" }),
  );
  const confirm = () => room.desk.work(room.system, (work) => room.desk.parts.follow(work, { name: "warning-confirmed", warning: warned.id, rules: [] }));
  await confirm();
  const [entry] = await entries(room);
  expect(entry).toMatchObject({ state: "proposed", body: { strength: "watch", about: "139****9000", grounds: [{ kind: "signals", matter: warned.id, families: ["analyst"] }] } });
  await approve(room, entry);
  expect(live.says(caller)).toBe("watch");
  // Its victim is on no list, whatever anybody says.
  expect(await entries(room)).toHaveLength(1);
  await room.desk.work(room.system, (work) => room.desk.parts.follow(work, { name: "false-alarm", warning: warned.id, rules: [] }));
  await room.settle();
  expect(live.says(caller)).toBe(null);
});

test("where the law has no entries, nothing is proposed and nothing refused", async () => {
  const uk = await caseRoom({ profile: "UK" });
  const ref: PersonalRef = { type: "account", token: "x", masked: "x" };
  await uk.desk.work(uk.system, (work) =>
    uk.desk.parts.follow(work, { name: "often-reported", report: "rep_0001" as never, territory: "", ref, reports: 9, reporters: 9, stories: 9 }),
  );
  expect(await uk.all(listEntry)).toEqual([]);
  await uk.close();
});
