/** Shared lists as the desks of banks and operators see them: entered, taken back with a receipt, confirmed, late, entered anew. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, MINUTE, type Room } from "../../test/case-room.ts";
import { approve, give, involved, liveLists, now, propose, type LiveLists } from "../../test/list-desk.ts";
import { authorise, type Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import { listEntry } from "./list-entry/kind.ts";
import type { EntryMatter } from "./list-entry/outward.ts";
import { numbersReassigned } from "./reassigned.ts";
import { entryFigures, shareFigures, sharedChanges, type Changes } from "./shared-list.ts";
import { confirmApplied } from "./sharing.ts";

let room: Room;
let live: LiveLists;
beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await live.close();
  await room.close();
});

const NUMBER = "+8613900139000";
const authority = { kind: "authority", authority: "Communications administration", document: "doc-7" } as const;
const one = (): Scope => room.as("telcoOps", "org_telco");
const two = (): Scope => room.as("telcoOps", "org_telco2");
const bank = (): Scope => room.as("bankOps");
const feed = (who: Scope, after = 0, limit = 100): Promise<Changes> => sharedChanges(room.desk, who, after, limit);
const shown = ({ items }: Changes): readonly (readonly unknown[])[] =>
  (items as readonly { action: string; identifier: string; applied: boolean }[]).map((item) => [item.action, item.identifier, item.applied]);
const withdraw = (entry: EntryMatter): Promise<EntryMatter> => give(room, room.as("dutyLead"), entry, "revoke", { reason: "mistake" });
const blocked = async (number = NUMBER): Promise<EntryMatter> =>
  approve(room, await propose(room, { type: "number", identifier: number, strength: "block", grounds: [authority] }));

test("a receiver reads on from where it was, sees its own only, and the opening of values is recorded", async () => {
  const entry = await blocked();
  const first = await feed(one());
  expect(first.items).toMatchObject([
    {
      action: "entered",
      entry: entry.id,
      serial: entry.serial,
      type: "number",
      identifier: NUMBER,
      strength: "block",
      evidence: "authority-instruction",
      sharing: "amber",
      validUntil: "2026-04-11T16:00:00.000Z",
    },
  ]);
  expect(JSON.stringify(first)).not.toMatch(/doc-7|grounds|note/);
  expect((await feed(one(), first.next)).items).toEqual([]);
  expect((await feed(bank())).items).toEqual([]);
  const opened = await room.store.snapshot((sql) =>
    sql.query<{ readonly detail: Record<string, unknown> }>("select detail from ledger where event = 'data-opened-for-delivery' and actor = $1", [one().actor]),
  );
  expect(opened).toMatchObject([{ detail: { purposes: ["execute-order"], values: 1, receiver: "org_telco" } }]);
  await withdraw(entry);
  const second = await feed(one(), first.next);
  expect(second.items).toMatchObject([{ action: "withdrawn", identifier: NUMBER, why: "mistake" }]);
  // Whoever was away from the beginning needs no more than what counts now.
  expect(shown(await feed(two()))).toEqual([["withdrawn", NUMBER, false]]);
});

test("pages follow one another without a gap", async () => {
  for (let n = 0; n < 5; n++) await blocked(`+861390013900${n}`);
  const seen: unknown[] = [];
  let after = 0;
  for (let page = await feed(one(), after, 2); page.items.length > 0; page = await feed(one(), after, 2)) {
    seen.push(...shown(page).map(([, identifier]) => identifier));
    after = page.next;
    expect(page.more).toBe(seen.length < 5);
  }
  expect(seen).toEqual([0, 1, 2, 3, 4].map((n) => `+861390013900${n}`));
});

test("withdrawn is over when the last receiver has said so, whoever is last", async () => {
  const entry = await blocked();
  await confirmApplied(room.desk, one(), { upTo: (await feed(one())).next });
  expect((await withdraw(entry)).state).toBe("recalling");
  await room.settle();
  // A receipt of the message is not yet its being carried out.
  const [share] = await room.store.snapshot((sql) =>
    sql.query<{ readonly reference: string }>("select e.reference from share s join effect e on e.id = s.effect where s.receiver = 'org_telco' and s.action = 'withdrawn'"),
  );
  expect(share.reference).toMatch(/^ref-eff_lst/);
  expect((await now(room, entry)).state).toBe("recalling");
  expect(await confirmApplied(room.desk, two(), { upTo: (await feed(two())).next })).toEqual({ applied: 1, left: 0 });
  expect((await now(room, entry)).state).toBe("recalling");
  await confirmApplied(room.desk, one(), { upTo: (await feed(one())).next });
  expect(await now(room, entry)).toMatchObject({ state: "revoked", closedAtMs: room.world.nowMs() });
  expect(await confirmApplied(room.desk, one(), { upTo: 1_000_000 })).toEqual({ applied: 0, left: 0 });
});

test("two receivers that confirm at the same moment leave nothing open", async () => {
  const made: EntryMatter[] = [];
  for (let n = 0; n < 6; n++) made.push(await blocked(`+861390013900${n}`));
  for (const entry of made) await withdraw(entry);
  await Promise.all([one(), two()].map((who) => confirmApplied(room.desk, who, { upTo: 1_000_000 })));
  expect(await Promise.all(made.map(async (entry) => (await now(room, entry)).state))).toEqual(made.map(() => "revoked"));
});

test("what was overtaken by a withdrawal is not confirmed by its old number", async () => {
  const entry = await blocked();
  const [{ seq }] = (await feed(one())).items as readonly { readonly seq: number }[];
  await withdraw(entry);
  expect(await confirmApplied(room.desk, one(), { changes: [{ entry: entry.id, seq }] })).toEqual({ applied: 0, left: 1 });
  expect(await confirmApplied(room.desk, one(), { upTo: seq })).toEqual({ applied: 0, left: 1 });
  const [{ seq: newer }] = (await feed(one())).items as readonly { readonly seq: number }[];
  expect(await confirmApplied(room.desk, one(), { changes: [{ entry: entry.id, seq: newer }] })).toEqual({ applied: 1, left: 0 });
});

test("a receiver that does not carry it out in an hour is asked again, then every day, and the organ above hears of it", async () => {
  const entry = await blocked();
  await withdraw(entry);
  await confirmApplied(room.desk, two(), { upTo: 1_000_000 });
  await room.settle();
  const asked = () => room.handed.institution.filter(({ what, to }) => what === "list-entry.withdraw" && to === "org_telco").length;
  expect(asked()).toBe(1);
  await room.pass(59 * MINUTE);
  expect(asked()).toBe(1);
  await room.pass(2 * MINUTE);
  expect(asked()).toBe(2);
  expect(await now(room, entry)).toMatchObject({ state: "recalling", level: 3, body: { overdue: 1 } });
  expect(room.handed.institution.filter(({ what, to }) => what === "supervision.copy" && to === "org_qd")).toHaveLength(1);
  const [late] = await room.store.snapshot((sql) => shareFigures(sql, one(), room.world.nowMs(), HOUR));
  expect(late).toMatchObject({ receiver: "org_telco", withdrawn: 1, overdue: 1 });
  await room.pass(23 * HOUR);
  expect(asked()).toBe(2);
  await room.pass(2 * DAY);
  expect(asked()).toBe(4);
  expect(room.handed.institution.filter(({ what, to }) => what === "list-entry.withdraw" && to === "org_telco2")).toHaveLength(1);
  await confirmApplied(room.desk, one(), { upTo: 1_000_000 });
  await room.pass(3 * DAY);
  expect(asked()).toBe(4);
});

test("a withdrawal that cannot be handed over is handed over later, and never before what it takes back", async () => {
  const proposed = await propose(room, { type: "number", identifier: NUMBER, strength: "block", grounds: [authority] });
  await room.act(listEntry, room.as("dutyLead"), proposed.id, "approve", {});
  room.handed.lists.splice(0);
  await room.settle();
  room.refuse = { refused: "no line", retry: true };
  await withdraw(proposed);
  await room.settle();
  room.refuse = null;
  await room.pass(10 * MINUTE);
  const order = room.handed.institution.filter(({ to, what }) => to === "org_telco" && what.startsWith("list-entry")).map(({ what }) => what);
  expect(order).toEqual(["list-entry.share", "list-entry.withdraw"]);
  expect(live.says(NUMBER)).toBe(null);
});

test("lowered to a flag it is shared again, lowered to a watch it is taken back; entered anew it is a new entry", async () => {
  const entry = await blocked();
  await give(room, room.as("reviewer"), entry, "lower", { to: "flag", why: "calls have stopped" });
  await room.settle();
  expect((await feed(one())).items).toMatchObject([{ action: "entered", strength: "flag" }]);
  expect(live.says(NUMBER)).toBe("flag");
  await give(room, room.as("reviewer"), entry, "lower", { to: "watch", why: "nothing new" });
  await room.settle();
  expect(shown(await feed(one()))).toEqual([["withdrawn", NUMBER, false]]);
  expect(live.says(NUMBER)).toBe("watch");
  for (const who of [one(), two()]) await confirmApplied(room.desk, who, { upTo: 1_000_000 });
  expect((await now(room, entry)).state).toBe("watch");
  const again = await blocked();
  expect((await now(room, entry)).state).toBe("superseded");
  expect((await feed(one())).items).toMatchObject([
    { action: "withdrawn", entry: entry.id },
    { action: "entered", entry: again.id, identifier: NUMBER },
  ]);
});

test("a number with a new holder has no entry any more, proposed or standing; nobody learns which had one", async () => {
  const entry = await blocked();
  const { entry: proposal } = await involved(room, "number", "+8613900139001");
  expect(await numbersReassigned(room.desk, one(), [NUMBER, "13900139001", "13700137000"])).toEqual({ numbers: 3 });
  await room.settle();
  expect(live.says(NUMBER)).toBe(null);
  expect(await now(room, entry)).toMatchObject({ state: "recalling", body: { outcome: "reassigned" } });
  expect((await now(room, proposal)).state).toBe("rejected");
  await expect(numbersReassigned(room.desk, one(), ["not a number"])).rejects.toThrow(ProblemError);
  // The number itself is kept nowhere in the record of it.
  const [{ detail }] = await room.store.snapshot((sql) => sql.query<{ readonly detail: object }>("select detail from ledger where event = 'numbers-reassigned'"));
  expect(JSON.stringify(detail)).not.toContain("13900139");
});

test("an institution that joins later begins with what stands, by its mark, and gets it taken back like the others", async () => {
  const entry = await blocked();
  const gone = await blocked("+8613900139001");
  await withdraw(gone);
  await approve(room, await propose(room, { type: "number", identifier: "+8613900139002", strength: "flag", grounds: [authority], sharing: "red" }));
  await approve(room, await propose(room, { type: "account", identifier: "ICBC:6222020000000001", strength: "flag", grounds: [authority] }));
  await room.store.transaction((sql) =>
    sql.query("insert into organisation (id, kind, name_zh, name_en, territory, created_at_ms) values ('org_telco3', 'telco', '运营商丙', 'Operator C', '', 0)"),
  );
  const { principal } = one();
  if (principal.kind !== "user") throw new Error("no user");
  const three = authorise({ ...principal, user: "usr_three", org: "org_telco3" }, ["telcoOps"]);
  const first = await feed(three);
  expect(shown(first)).toEqual([["entered", NUMBER, false]]);
  expect((await feed(three)).items).toHaveLength(1);
  await confirmApplied(room.desk, three, { upTo: first.next });
  await withdraw(entry);
  await room.settle();
  expect(room.handed.institution.filter(({ what, to }) => what === "list-entry.withdraw" && to === "org_telco3")).toHaveLength(1);
  expect(shown(await feed(three, first.next))).toEqual([["withdrawn", NUMBER, false]]);
  for (const who of [one(), two()]) await confirmApplied(room.desk, who, { upTo: 1_000_000 });
  expect((await now(room, entry)).state).toBe("recalling");
  await confirmApplied(room.desk, three, { upTo: 1_000_000 });
  expect((await now(room, entry)).state).toBe("revoked");
});

test("figures: an institution sees its own line, the police all of them and their own entries", async () => {
  await blocked();
  const all = await room.store.snapshot((sql) => shareFigures(sql, room.as("analyst"), room.world.nowMs(), HOUR));
  expect(all.map(({ receiver, entered, unapplied }) => [receiver, entered, unapplied])).toEqual([
    ["org_telco", 1, 1],
    ["org_telco2", 1, 1],
  ]);
  expect(await room.store.snapshot((sql) => shareFigures(sql, one(), room.world.nowMs(), HOUR))).toHaveLength(1);
  expect(await room.store.snapshot((sql) => entryFigures(sql, room.as("analyst")))).toEqual([{ type: "number", state: "active-block", strength: "block", entries: 1 }]);
  expect(await room.store.snapshot((sql) => entryFigures(sql, room.as("analyst", "org_yiwu")))).toEqual([]);
});
