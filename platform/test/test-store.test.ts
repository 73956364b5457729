/** The databases that tests get: apart from one another, and fresh. */
import { expect, test } from "vitest";
import { openStore } from "../src/adapters/postgres/store.ts";
import { askDesk, testStore } from "./test-store.ts";
import { administer } from "./store-server.ts";

test("each caller has a database of its own, also when many ask at once", async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => testStore()));
  for (const { store } of all) {
    await store.transaction((sql) => sql.query("CREATE TABLE mine (n int8)"));
    await store.transaction((sql) => sql.query("INSERT INTO mine VALUES (1)"));
  }
  for (const { store, close } of all) {
    expect(await store.snapshot((sql) => sql.query("SELECT n FROM mine"))).toEqual([{ n: 1 }]);
    await close();
  }
});

test("a database that is emptied is as a new one: rows, counters, sequences, what migrations wrote, and nobody connected", async () => {
  const { store, connection, close } = await testStore();
  const { administration } = await askDesk({ ask: "server" });
  const { database } = connection;
  const asChief = (statement: string): ReturnType<typeof administer> => administer({ ...administration, database }, statement);
  const everything = (): ReturnType<typeof administer> =>
    asChief(`select relname, query_to_xml(format('table public.%I', relname), true, true, '')::text as rows from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
      union all select sequencename, (last_value is null)::text from pg_sequences where schemaname = 'public' order by 1`);
  const fresh = await everything();
  await store.transaction(async (sql) => {
    await sql.query("insert into organisation (id, kind, level, name_zh, name_en, territory, created_at_ms) values ('org_x', 'police', 'county', 'x', 'x', 'CN', 1)");
    await sql.query("insert into rule_text (digest, text, kept_at_ms) values ('d', 't', 1)");
    await sql.query("insert into rule_publication (pack, text, examples, how, in_force, at_ms, by) values ('p', 'd', 'd', 'shipped', true, 1, 'x')");
    await sql.query("insert into ledger (seq, hash, recorded_at_ms, occurred_at_ms, actor, role, event, evidence, detail) values (1, '', 1, 1, 'a', 'r', 'e', '[]', '{}')");
    await sql.query("select nextval('share_seq')");
  });
  await asChief("delete from schema_migration");
  expect(await everything()).not.toEqual(fresh);
  await store.close();

  // Somebody whom a test left behind.
  const left = await openStore(connection);
  await left.snapshot((sql) => sql.query("select 1"));
  expect(await asChief("select pristine.restore() as restored")).toEqual([{ restored: true }]);
  expect(
    await asChief("select count(*)::int as n from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"),
  ).toEqual([{ n: 0 }]);
  expect(await everything()).toEqual(fresh);
  await left.close();

  // Whose shape was changed is nobody's again.
  for (const change of ["alter table ledger disable trigger ledger_append_only", "alter table ledger enable trigger ledger_append_only; create table more (n int8)"]) {
    await asChief(change);
    expect(await asChief("select pristine.restore() as restored"), change).toEqual([{ restored: false }]);
  }
  await close();
  expect((await askDesk({ ask: "emptied" })).database).not.toBe(database);
});
