import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyDatabase } from "../../../test/test-store.ts";
import type { TestDatabase } from "../../../test/test-store.ts";
import type { Store } from "../../ports/store.ts";
import { migrateStore } from "./migrate.ts";
import { openStore } from "./store.ts";

let folder: string;
let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "duanliu-migrations-"));
  database = await emptyDatabase();
  store = await openStore(database.connection);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await store.close();
  await database.remove();
});

const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
const migrate = () => migrateStore(database.connection, folder);
const ask = (text: string): Promise<readonly object[]> => store.snapshot((sql) => sql.query(text));
const recorded = (): Promise<readonly object[]> => ask("SELECT number, name FROM schema_migration ORDER BY number");
const invalid = (detail: RegExp) => expect.objectContaining({ problem: expect.objectContaining({ code: "store-invalid", detail: expect.stringMatching(detail) }) });

const FIRST = "CREATE TABLE first (n int8);\nINSERT INTO first VALUES (1);\n";
const SECOND = "ALTER TABLE first ADD COLUMN t text;\n-- 断流\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\n";

test("files are applied in order, once, each with a row that says so", async () => {
  await write("0001-first.sql", FIRST);
  expect(await migrate()).toEqual({ applied: ["0001-first.sql"], version: 1 });
  await write("0002-second-thing.sql", SECOND);
  await write("0003-third.sql", "INSERT INTO first VALUES (3, 'three');");
  await write("notes.md", "not a migration");
  expect(await migrate()).toEqual({ applied: ["0002-second-thing.sql", "0003-third.sql"], version: 3 });
  expect(await migrate()).toEqual({ applied: [], version: 3 });
  expect(await ask("SELECT n, t FROM first ORDER BY n")).toEqual([
    { n: 1, t: null },
    { n: 3, t: "three" },
  ]);
  expect(await recorded()).toEqual([
    { number: 1, name: "0001-first.sql" },
    { number: 2, name: "0002-second-thing.sql" },
    { number: 3, name: "0003-third.sql" },
  ]);
});

test("an empty folder is an empty schema", async () => {
  expect(await migrate()).toEqual({ applied: [], version: 0 });
});

test("line ends of another system are no change", async () => {
  await write("0001-first.sql", FIRST);
  await migrate();
  await write("0001-first.sql", FIRST.replaceAll("\n", "\r\n"));
  expect(await migrate()).toEqual({ applied: [], version: 1 });
});

test("a file that fails leaves nothing, names its line, and keeps those before it", async () => {
  await write("0001-first.sql", FIRST);
  await write("0002-broken.sql", "CREATE TABLE second (n int8);\nINSERT INTO first VALUES (2);\n\nSELECT no_such_column FROM first;\n");
  await write("0003-third.sql", "CREATE TABLE third (n int8);");
  await expect(migrate()).rejects.toEqual(invalid(/^0002-broken\.sql, line 4: column "no_such_column" does not exist .*nothing of this migration remains$/));
  expect(await ask("SELECT n FROM first")).toEqual([{ n: 1 }]);
  expect(await ask("SELECT to_regclass('second') AS second, to_regclass('third') AS third")).toEqual([{ second: null, third: null }]);
  expect(await recorded()).toEqual([{ number: 1, name: "0001-first.sql" }]);
  await write("0002-broken.sql", "CREATE TABLE second (n int8);");
  expect(await migrate()).toEqual({ applied: ["0002-broken.sql", "0003-third.sql"], version: 3 });
});

test("a failure that comes with the commit leaves nothing either, and shows no value", async () => {
  await write(
    "0001-late.sql",
    `CREATE TABLE a (id text PRIMARY KEY);
     CREATE TABLE b (a text CONSTRAINT b_has_a REFERENCES a DEFERRABLE INITIALLY DEFERRED);
     INSERT INTO b VALUES ('6222000011112222');`,
  );
  const error: unknown = await migrate().catch((thrown: unknown) => thrown);
  expect(error).toEqual(invalid(/0001-late\.sql: foreign-key constraint b_has_a/));
  expect(JSON.stringify(error)).not.toContain("6222");
  expect(await ask("SELECT to_regclass('a') AS a, to_regclass('schema_migration') AS s")).toEqual([{ a: null, s: null }]);
});

test("an applied file that was changed, renamed or lost is named, and nothing is applied", async () => {
  await write("0001-first.sql", FIRST);
  await write("0002-second.sql", SECOND);
  await migrate();
  await write("0003-third.sql", "CREATE TABLE third (n int8);");

  await write("0001-first.sql", `${FIRST} `);
  await expect(migrate()).rejects.toEqual(invalid(/^0001-first\.sql was changed/));
  await write("0001-first.sql", FIRST);

  await rename(path.join(folder, "0001-first.sql"), path.join(folder, "0001-other.sql"));
  await expect(migrate()).rejects.toEqual(invalid(/has the migration 0001-first\.sql, and the program has 0001-other\.sql/));
  await rename(path.join(folder, "0001-other.sql"), path.join(folder, "0001-first.sql"));

  await rm(path.join(folder, "0002-second.sql"));
  await expect(migrate()).rejects.toEqual(invalid(/^0002-second\.sql is missing/));
  await write("0002-second.sql", SECOND);

  expect(await ask("SELECT to_regclass('third') AS third")).toEqual([{ third: null }]);
  expect((await migrate()).applied).toEqual(["0003-third.sql"]);
});

test("a database that is newer than the program is left alone", async () => {
  await write("0001-first.sql", FIRST);
  await write("0002-second.sql", SECOND);
  await migrate();
  await rm(path.join(folder, "0002-second.sql"));
  await expect(migrate()).rejects.toEqual(invalid(/newer than this program: it has 0002-second\.sql/));
});

test("numbers may leave gaps, and one that comes later than a higher one is refused", async () => {
  await write("0003-third.sql", FIRST);
  expect(await migrate()).toEqual({ applied: ["0003-third.sql"], version: 3 });
  await write("0002-late.sql", "CREATE TABLE late (n int8);");
  await expect(migrate()).rejects.toEqual(invalid(/^0002-late\.sql comes too late: .*0003-third\.sql/));
  await rename(path.join(folder, "0002-late.sql"), path.join(folder, "0005-late.sql"));
  expect(await migrate()).toEqual({ applied: ["0005-late.sql"], version: 5 });
});

test("names that are none, and a number used twice, are refused before anything is applied", async () => {
  for (const [name, detail] of [
    ["0001-twice.sql", /^0001-twice\.sql has the number of another/],
    ["2-short.sql", /^2-short\.sql is not named as a migration/],
    ["0002_underscore.sql", /not named/],
    ["0002-Capital.sql", /not named/],
  ] as const) {
    await write("0001-first.sql", FIRST);
    await write(name, "CREATE TABLE another (n int8);");
    await expect(migrate()).rejects.toEqual(invalid(detail));
    await rm(path.join(folder, name));
  }
  expect(await ask("SELECT to_regclass('first') AS first")).toEqual([{ first: null }]);
});

test("a file that ends the transaction itself is refused", async () => {
  await write("0001-commits.sql", "CREATE TABLE first (n int8);\nCOMMIT;\nBEGIN;\nCREATE TABLE second (n int8);");
  await expect(migrate()).rejects.toEqual(invalid(/ends its transaction itself/));
  expect(await ask("SELECT to_regclass('second') AS second")).toEqual([{ second: null }]);
});

test("many that migrate at once apply each file once", async () => {
  await write("0001-first.sql", FIRST);
  await write("0002-slow.sql", "SELECT pg_sleep(0.2); INSERT INTO first VALUES (2);");
  const reports = await Promise.all(Array.from({ length: 6 }, migrate));
  expect(reports.map(({ version }) => version)).toEqual(Array.from({ length: 6 }, () => 2));
  expect(reports.flatMap(({ applied }) => applied).sort()).toEqual(["0001-first.sql", "0002-slow.sql"]);
  expect(await ask("SELECT n FROM first ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
});
