import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelRoom, MINUTE, START, type KernelRoom, type TheErrand } from "../../test/kernel-room.ts";
import { errand } from "../../test/made-up-kinds.ts";
import { constraintOf } from "../ports/store.ts";
import type { AuditFault } from "./audit.ts";
import { canonical, signCheckpoint, type Checkpoint } from "./ledger.ts";

let room: KernelRoom;
beforeEach(async () => {
  room = await kernelRoom();
});
afterEach(() => room.close());

/** What only somebody with the database in their hands can do. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await room.store.transaction(async (sql) => {
    await sql.query("alter table ledger disable trigger ledger_append_only");
    for (const statement of statements) await sql.query(statement);
    await sql.query("alter table ledger enable trigger ledger_append_only");
  });
}
const faults = async (kept?: readonly Checkpoint[]): Promise<readonly AuditFault[]> => (await room.verify(kept)).faults;
const sign = (): Promise<Checkpoint | null> => room.store.transaction((sql) => signCheckpoint(sql, room.vault, room.world.nowMs()));
const note = (event: string): Promise<void> => room.desk.work(room.system, (work) => Promise.resolve(work.note({ event, detail: { a: 1 } })));

/** Ten lines: 1 to 6 open, 7 and 8 act on the first two matters, 9 and 10 are about no matter. */
async function tenLines(): Promise<readonly TheErrand[]> {
  const opened = await room.desk.work(room.as("analyst"), (work) =>
    work.open(
      errand,
      Array.from({ length: 6 }, () => ({})),
    ),
  );
  await room.play(opened[0].id, { event: "take", detail: { why: "a" } });
  await room.play(opened[1].id, { detail: { why: "b" }, basis: "law", evidence: [{ kind: "event", ref: "e" }] });
  await note("first");
  await note("second");
  return opened;
}

test("a chain that nobody touched is whole, signed or not, and says how much is not signed yet", async () => {
  expect(await room.verify()).toEqual({ lines: 0, checkpoints: 0, unsigned: 0, faults: [] });
  await tenLines();
  expect(await room.verify()).toEqual({ lines: 10, checkpoints: 0, unsigned: 10, faults: [] });
  const first = await sign();
  expect(first).toMatchObject({ seq: 10, atMs: START });
  expect(await sign()).toBeNull();
  await note("third");
  expect(await room.verify()).toEqual({ lines: 11, checkpoints: 1, unsigned: 1, faults: [] });
  await sign();
  expect(await room.verify([first!])).toEqual({ lines: 11, checkpoints: 2, unsigned: 0, faults: [] });
});

test("whatever is written into a line, it is read back as the same bytes", async () => {
  const text = fc.string({ unit: "binary", maxLength: 12 }).filter((one) => one.isWellFormed() && !one.includes("\u0000"));
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(-0),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(text, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const one = await room.open();
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, value, { maxKeys: 5 }), text, async (detail, basis) => {
      await room.play(one.id, { detail, basis, body: { ...one.body, said: [canonical(detail as never)] } });
    }),
    { seed: 20261126, numRuns: 60 },
  );
  expect(await faults()).toEqual([]);
});

test("lines are only ever added: the database itself refuses everything else", async () => {
  await tenLines();
  for (const statement of ["update ledger set actor = 'x' where seq = 3", "delete from ledger where seq = 3", "truncate ledger", "update ledger set actor = actor"]) {
    const error: unknown = await room.sql(statement).catch((thrown: unknown) => thrown);
    expect(String(error), statement).toMatch(/StatementFailed/);
    expect(constraintOf(error)?.constraint ?? "").toBe("");
  }
  expect(await room.verify()).toMatchObject({ lines: 10, faults: [] });
});

const FIELDS = [
  "hash = decode(repeat('00', 32), 'hex')",
  "recorded_at_ms = recorded_at_ms + 1",
  "occurred_at_ms = occurred_at_ms - 1",
  "actor = 'somebody'",
  "role = 'dutyLead'",
].concat(
  ["unit = 'org_north'", "unit = null", "matter = null", "kind = 'report'", "event = 'drop'", "state_before = 'taken'", "state_after = null", "version = 7", "version = null"],
  ["basis = null", "basis = ''", "evidence = '[]'", 'detail = detail || \'{"why": "c"}\'', "detail = detail - 'why'", "detail = '{}'"],
);

test.each(FIELDS)("a line that was changed is found and named (%s)", async (set) => {
  const opened = await tenLines();
  await sign();
  await tamper(`update ledger set ${set} where seq = 8`);
  const found = await faults();
  expect(found).toContainEqual({ kind: "changed", seq: 8, matter: set === "matter = null" ? null : opened[1].id });
  // The lines around it are whole: only a wrong hash of its own breaks the next one as well.
  const broken = found.flatMap((fault) => (fault.kind === "changed" ? [fault.seq] : []));
  expect(broken).toEqual(set.startsWith("hash") ? [8, 9] : [8]);
});

test("a line that was changed and given a fitting hash breaks the next one, and a checkpoint behind it", async () => {
  const opened = await tenLines();
  await sign();
  await tamper("update ledger set actor = 'somebody' where seq = 7");
  await rehash(7, 7);
  expect(await faults()).toEqual([{ kind: "changed", seq: 8, matter: opened[1].id }]);
  // All lines behind it too: nothing is broken any more but what was signed.
  await rehash(8, 10);
  expect(await faults()).toEqual([{ kind: "checkpoint-differs", seq: 10 }]);
});

test("a chain that was written anew with its checkpoint needs the key, or a copy elsewhere finds it", async () => {
  await tenLines();
  const kept = await sign();
  await tamper("update ledger set actor = 'somebody' where seq = 7");
  await rehash(7, 10);
  await tamper("update checkpoint set hash = (select hash from ledger where seq = 10)");
  expect(await faults()).toEqual([{ kind: "signature-wrong", seq: 10 }]);
  await tamper("delete from checkpoint");
  expect(await faults()).toEqual([]);
  expect(await faults([kept!])).toEqual([
    { kind: "checkpoint-gone", seq: 10 },
    { kind: "checkpoint-differs", seq: 10 },
  ]);
});

test.each([1, 4, 9])("a line removed in the middle is missed (%s)", async (seq) => {
  await tenLines();
  await tamper(`delete from ledger where seq = ${seq}`);
  expect((await faults()).filter(({ kind }) => kind !== "matter-differs")).toEqual([{ kind: "missing", seq }]);
});

test("several lines removed are all named, and what lies behind the gap is still checked", async () => {
  await tenLines();
  await tamper("delete from ledger where seq in (3, 4, 5)", "update ledger set actor = 'x' where seq = 8");
  expect((await faults()).filter(({ kind }) => kind !== "matter-differs")).toEqual([
    { kind: "missing", seq: 3 },
    { kind: "missing", seq: 4 },
    { kind: "missing", seq: 5 },
    { kind: "changed", seq: 8, matter: expect.any(String) },
  ]);
});

test("a line removed and its place closed up is found where the numbers moved", async () => {
  await tenLines();
  await sign();
  await tamper("delete from ledger where seq = 4", "update ledger set seq = -seq where seq > 4", "update ledger set seq = -seq - 1 where seq < 0");
  const found = await faults();
  expect(found.filter(({ kind }) => kind === "changed")[0]).toMatchObject({ seq: 4 });
  expect(found).toContainEqual({ kind: "cut-off", seq: 10, lastSeq: 10 });
});

test("the end cut off is found by the checkpoint that remains, and with it by a copy of the checkpoint", async () => {
  await tenLines();
  const kept = await sign();
  await tamper("delete from ledger where seq > 8");
  expect(await faults()).toEqual([{ kind: "cut-off", seq: 9, lastSeq: 10 }]);
  await tamper("delete from checkpoint");
  expect(await faults()).toEqual([]);
  expect(await faults([kept!])).toEqual([
    { kind: "checkpoint-gone", seq: 10 },
    { kind: "cut-off", seq: 9, lastSeq: 10 },
  ]);
});

test("the end cut off without any checkpoint shows in the matters that it was about", async () => {
  const opened = await tenLines();
  await tamper("delete from ledger where seq > 6");
  expect(await faults()).toEqual([
    { kind: "matter-differs", matter: opened[0].id, field: "state", ledger: "open", found: "taken" },
    { kind: "matter-differs", matter: opened[0].id, field: "version", ledger: "1", found: "2" },
    { kind: "matter-differs", matter: opened[1].id, field: "version", ledger: "1", found: "2" },
  ]);
});

test("two lines that changed places are both found", async () => {
  await tenLines();
  await tamper("update ledger set seq = -5 where seq = 4", "update ledger set seq = 4 where seq = 5", "update ledger set seq = 5 where seq = -5");
  const broken = (await faults()).flatMap((fault) => (fault.kind === "changed" ? [fault.seq] : []));
  expect(broken.slice(0, 2)).toEqual([4, 5]);
  // The contents alone, each under the other's number and hash.
  await room.close();
  room = await kernelRoom();
  await tenLines();
  await tamper("update ledger a set actor = b.actor, event = b.event, detail = b.detail from ledger b where (a.seq, b.seq) in ((9, 10), (10, 9))");
  expect(await faults()).toEqual([
    { kind: "changed", seq: 9, matter: null },
    { kind: "changed", seq: 10, matter: null },
  ]);
});

test("a line slipped in before the first is found: it would show in a history", async () => {
  const opened = await tenLines();
  await tamper(
    `insert into ledger select 0, hash, recorded_at_ms, occurred_at_ms, actor, role, unit, '${opened[2].id}', kind, event, state_before, state_after, version, basis, evidence, detail from ledger where seq = 3`,
  );
  await tamper(
    `insert into ledger select -9, hash, recorded_at_ms, occurred_at_ms, actor, role, unit, null, kind, event, state_before, state_after, version, basis, evidence, detail from ledger where seq = 3`,
  );
  expect(await faults()).toEqual([
    { kind: "extra", seq: -9, matter: null },
    { kind: "extra", seq: 0, matter: opened[2].id },
  ]);
});

const CONTENTS = [
  "body = body || '{\"count\": 9}'",
  'hands = \'{"open": "usr_x"}\'',
  "org = 'org_north'",
  "territory = '11'",
  "assignee = 'usr_analyst_org_north_1'",
  "partner = 'org_bank'",
].concat([
  "subject = 'tok'",
  "level = 3",
  "profile = 'XX@2000-01-01'",
  "serial = 'S'",
  "opened_by = 'x'",
  "opened_at_ms = 1",
  "changed_at_ms = 1",
  "closed_at_ms = 1",
  "parent = id",
]);
const DIGEST: unknown = expect.stringMatching(/^[0-9a-f]{32}$/);
const CHANGES: readonly (readonly [set: string, field: string, ledger: unknown, found: unknown])[] = [
  ["state = 'done'", "state", "open", "done"],
  ["version = 9", "version", "1", "9"],
  ...CONTENTS.map((set) => [set, "contents", DIGEST, DIGEST] as const),
];
test.each(CHANGES)("a matter that was changed behind the ledger's back is found (%s)", async (set, field, ledger, found) => {
  const opened = await tenLines();
  await room.sql(`update matter set ${set} where id = $1`, [opened[3].id]);
  expect(await faults()).toEqual([{ kind: "matter-differs", matter: opened[3].id, field, ledger, found }]);
});

test("a matter that was removed, and one that nobody opened, are found", async () => {
  const opened = await tenLines();
  await room.sql(
    "insert into matter select 'ope_0000', kind, state, version, 'S', profile, territory, org, partner, assignee, subject, parent, level, due_at_ms, opened_at_ms, changed_at_ms, closed_at_ms, opened_by, hands, body from matter where id = $1",
    [opened[4].id],
  );
  await room.sql("delete from matter where id = $1", [opened[3].id]);
  expect(await faults()).toEqual([
    { kind: "matter-differs", matter: "ope_0000", field: "state", ledger: "nothing", found: "open" },
    { kind: "matter-differs", matter: "ope_0000", field: "version", ledger: "0", found: "1" },
    { kind: "matter-gone", matter: opened[3].id, ledger: "open" },
  ]);
});

test("a checkpoint that was forged, moved or signed by somebody else is found", async () => {
  await tenLines();
  const real = await sign();
  const forged: readonly Partial<Checkpoint>[] = [{ signature: new Uint8Array(64) }, { atMs: START + MINUTE }, { seq: 9 }, { hash: new Uint8Array(32) }];
  for (const change of forged) {
    const found = await faults([{ ...real!, ...change }]);
    expect(found, JSON.stringify(Object.keys(change))).toContainEqual({ kind: "signature-wrong", seq: change.seq ?? 10 });
  }
  // The same end, honestly signed, by a key that is not ours.
  const other = await kernelRoom();
  const strangers = await room.store.transaction(async (sql) => {
    await sql.query("delete from checkpoint");
    return signCheckpoint(sql, other.vault, START);
  });
  expect(strangers?.seq).toBe(10);
  expect(await faults()).toEqual([{ kind: "signature-wrong", seq: 10 }]);
  await other.close();
});

test("so many faults are named and no more, however broken the chain is", async () => {
  await room.desk.work(room.as("analyst"), (work) =>
    work.open(
      errand,
      Array.from({ length: 300 }, () => ({})),
    ),
  );
  await tamper("update ledger set actor = 'x'");
  const found = await faults();
  expect(found).toHaveLength(100);
  expect(found[99]).toMatchObject({ kind: "changed", seq: 100 });
  await tamper("delete from ledger where seq < 300", "update ledger set seq = 9000000000000");
  expect(await faults()).toHaveLength(100);
});

test("many processes that write at once make one chain, and checkpoints in between fit it", async () => {
  const desks = [room.desk, room.another(), room.another()];
  await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      if (i % 20 === 7) await sign();
      await desks[i % 3].work(room.as("analyst"), (work) => Promise.resolve(work.note({ event: "looked", detail: { i } })));
    }),
  );
  await sign();
  expect(await room.verify()).toEqual({ lines: 60, checkpoints: expect.any(Number), unsigned: 0, faults: [] });
});

/** Gives lines the hashes that fit what they say now, as somebody who knows the program could. */
async function rehash(from: number, to: number): Promise<void> {
  for (let seq = from; seq <= to; seq++) {
    const [before] = await room.sql<{ hash: Uint8Array }>("select hash from ledger where seq = $1", [seq - 1]);
    const [row] = await room.sql<Record<string, never>>("select * from ledger where seq = $1", [seq]);
    const fields = [
      "seq",
      "recorded_at_ms",
      "occurred_at_ms",
      "actor",
      "role",
      "unit",
      "matter",
      "kind",
      "event",
      "state_before",
      "state_after",
      "version",
      "basis",
      "evidence",
      "detail",
    ];
    const hash = createHash("sha256")
      .update(before.hash)
      .update(canonical(fields.map((field) => row[field])))
      .digest("hex");
    await tamper(`update ledger set hash = decode('${hash}', 'hex') where seq = ${seq}`);
  }
}
