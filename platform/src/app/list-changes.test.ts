/** From a decided entry to the verdict: the real screening answers otherwise at once, and file, memory and matters agree after any crash. */
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { MemoryLog } from "../../test/counter.ts";
import { approve, entries, give, involved, liveLists, now, propose, type LiveLists } from "../../test/list-desk.ts";
import { temporaryFolder, testConfig } from "../../test/running-server.ts";
import { listEntry } from "../listings/list-entry/kind.ts";
import { CASEWORK_LIST } from "../listings/list-entry/outward.ts";
import { importByPerson, importInput } from "../listings/imports.ts";
import { composeEngine } from "./compose.ts";
import { ListChanges } from "./list-changes.ts";
import { ListFiles } from "./list-files.ts";
import { RuleArchive } from "./rule-archive.ts";
import { Service } from "./service.ts";

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

const NUMBER = "+8613900139000";
const authority = { kind: "authority", authority: "Communications administration", document: "doc-7" } as const;
const lead = () => room.as("dutyLead");

test("a call from the number is blocked by the running service from the moment of the decision, explained, and let through from the moment of the withdrawal", async () => {
  const folder = await temporaryFolder();
  const engine = composeEngine(testConfig(folder.path));
  const service = new Service({ engine, log: new MemoryLog(), world: room.world, archive: new RuleArchive(path.join(folder.path, "rulepacks")) });
  const files = new ListFiles(path.join(folder.path, "lists"), engine.lists, CASEWORK_LIST, () => undefined);
  room.carryLists = new ListChanges(room.desk, engine.lists, files).apply;
  let count = 0;
  const verdict = async (): Promise<{ action: string; versions: { lists: string }; lists: unknown }> => {
    const event = { id: `e${++count}`, kind: "call", occurredAt: new Date(room.world.nowMs()).toISOString(), from: NUMBER, to: "+8613800000002", durationSeconds: 30 };
    const [piece] = service.judgeNow(new TextEncoder().encode(`${JSON.stringify(event)}\n`));
    if (piece.kind !== "verdicts") throw new Error(JSON.stringify(piece));
    return JSON.parse(new TextDecoder().decode(await piece.bytes)) as never;
  };
  const before = await verdict();
  expect(before.action).toBe("allow");
  const { entry } = await involved(room, "number", NUMBER);
  const active = await approve(room, entry);
  const blocked = await verdict();
  expect(blocked.action).toBe("block");
  expect(JSON.stringify(blocked)).toContain(active.serial);
  expect(blocked.versions.lists).not.toBe(before.versions.lists);
  await give(room, lead(), active, "revoke", { reason: "mistake" });
  await room.settle();
  const after = await verdict();
  expect(after.action).toBe("allow");
  expect(after.versions.lists).toBe(before.versions.lists);
  await folder.remove();
});

test("a restart has the same contents and the same version, without opening anything", async () => {
  await approve(room, (await involved(room, "number", NUMBER)).entry);
  await approve(room, await propose(room, { type: "host", identifier: "refund-center.example", strength: "flag", grounds: [authority] }));
  const opened = async (): Promise<number> =>
    (await room.store.snapshot((sql) => sql.query("select 1 from ledger where event = 'data-opened-for-delivery' and detail->>'list' = 'casework'"))).length;
  const next = await live.restarted();
  expect(next.lists.version).toBe(live.lists.version);
  expect([next.says(NUMBER), next.says("pay.refund-center.example", "host")]).toEqual(["block", "flag"]);
  expect(await next.changes.reconcile()).toEqual({ entries: 2, put: 0, removed: 0, refused: 0 });
  expect(await opened()).toBe(0);
});

test("a crash between the decision and the file: the start mends it, records what it opened, and the change that comes again changes nothing", async () => {
  const { entry } = await involved(room, "number", NUMBER);
  await room.act(listEntry, lead(), entry.id, "approve", {});
  const next = await live.restarted();
  expect(next.says(NUMBER)).toBe("block");
  const version = next.lists.version;
  const [line] = await room.store.snapshot((sql) =>
    sql.query<{ readonly detail: object }>("select detail from ledger where event = 'data-opened-for-delivery' and detail->>'list' = 'casework'"),
  );
  expect(line.detail).toEqual({ purposes: ["execute-order"], values: 1, list: "casework" });
  await room.settle();
  expect((await now(room, entry)).body.listedAtMs).not.toBe(null);
  expect(next.lists.version).toBe(version);
  expect((await live.restarted()).lists.version).toBe(version);
});

test("files of another day, lost or from a backup: what no matter stands behind goes, what is missing comes back", async () => {
  const one = await approve(room, (await involved(room, "number", NUMBER)).entry);
  const file = path.join(live.dir, `${CASEWORK_LIST}.list`);
  const old = fs.readFileSync(file);
  await give(room, lead(), one, "revoke", { reason: "mistake" });
  const two = await approve(room, (await involved(room, "number", "+8613900139001")).entry);
  expect(two.state).toBe("active-block");
  fs.writeFileSync(file, old);
  let next = await live.restarted();
  expect([next.says(NUMBER), next.says("+8613900139001")]).toEqual([null, "block"]);
  fs.rmSync(file);
  next = await live.restarted();
  expect(next.says("+8613900139001")).toBe("block");
  expect(fs.existsSync(file)).toBe(true);
});

test("a disk that cannot be written holds nothing back but the word that it is done; it is tried again", async () => {
  const { entry } = await involved(room, "number", NUMBER);
  fs.rmSync(live.dir, { recursive: true });
  fs.writeFileSync(live.dir, "in the way");
  await approve(room, entry);
  expect((await now(room, entry)).body.listedAtMs).toBe(null);
  fs.rmSync(live.dir);
  await room.pass(60_000);
  expect((await now(room, entry)).body.listedAtMs).not.toBe(null);
  expect((await live.restarted()).says(NUMBER)).toBe("block");
});

test("changes in any order and any number of times leave what the matters say", async () => {
  const first = await approve(room, await propose(room, { type: "number", identifier: NUMBER, strength: "watch", grounds: [authority] }));
  await approve(room, await propose(room, { type: "number", identifier: NUMBER, strength: "block", grounds: [authority] }));
  expect((await now(room, first)).state).toBe("superseded");
  const all = [...room.handed.lists];
  expect(all.length).toBeGreaterThan(2);
  for (const changes of [[...all].reverse(), all, [all[0]], [all[1], all[0]]]) {
    await live.changes.apply(changes);
    expect(live.says(NUMBER)).toBe("block");
  }
});

test("what is not an identifier, or for another list, is refused and touches nothing", async () => {
  const refused = await live.changes.apply([
    { id: "a", list: "other", fields: { subject: "x", type: "number", identifier: NUMBER } },
    { id: "b", list: CASEWORK_LIST, fields: { subject: "x", type: "number", identifier: "zebra" } },
    { id: "c", list: CASEWORK_LIST, fields: {} },
  ]);
  expect(refused).toEqual(Array(3).fill({ refused: "it does not say what to look at", retry: false }));
  expect(await entries(room)).toEqual([]);
});

test("an officer's import: sites are flagged, people's numbers and accounts only watched, nothing allowed, protected ones refused, and it is in the ledger", async () => {
  const text = [
    "identifier,kind,evidence",
    "refund-center.example,block,authority-instruction",
    `${NUMBER},block,case-confirmed`,
    "ICBC:6222020000000001,flag,operator-decision",
    "+86170*,flag,operator-decision",
    "110,flag,operator-decision",
    "icbc.com.cn,flag,operator-decision",
    "friend.example,allow,operator-decision",
    "not an identifier,flag,",
  ].join("\n");
  const input = importInput.parse({ list: "desk", text, source: "daily sheet" });
  const report = await importByPerson(room.desk, room.as("analyst"), live.changes, input);
  expect(report).toMatchObject({ applied: true, taken: 4, lowered: { "block→flag": 1, "block→watch": 1, "flag→watch": 2 }, refusedTotal: 4 });
  expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [6, "protected-number"],
    [7, "protected-host"],
    [8, "evidence-too-weak"],
    [9, "malformed-identifier"],
  ]);
  expect([live.says("refund-center.example", "host"), live.says(NUMBER), live.says("ICBC:6222020000000001", "account")]).toEqual(["flag", "watch", "watch"]);
  expect((await live.restarted()).says(NUMBER)).toBe("watch");
  const lines = await room.store.snapshot((sql) =>
    sql.query<{ readonly event: string; readonly actor: string }>("select event, actor from ledger where event like 'list-import%' order by seq"),
  );
  expect(lines).toEqual([
    { event: "list-import", actor: room.as("analyst").actor },
    { event: "list-imported", actor: room.as("analyst").actor },
  ]);
  await expect(importByPerson(room.desk, room.as("analyst"), live.changes, { ...input, list: CASEWORK_LIST })).rejects.toThrow(/takes no import/);
});
