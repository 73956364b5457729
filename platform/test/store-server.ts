/**
 * The database server that all test files of a run share, started by the first that asks and ended with the run. It lives
 * in the runner's own process, so that killing the run leaves nothing behind. `test-store.ts` is what tests use.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres, type PostgresServer } from "../src/adapters/embedded/postgres-server.ts";
import { clientConfig, type StoreConnection } from "../src/adapters/postgres/connection.ts";
import { migrateStore } from "../src/adapters/postgres/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A socket that takes one `Asked` as JSON and answers with an `Answered`. */
    storeServer: string;
  }
}

type OwnSocket = Extract<StoreConnection, { kind: "socket" }>;

/** What a test file needs to make a database of its own: copy the pattern, as superuser. */
export interface StoreServer {
  readonly administration: OwnSocket;
  readonly pattern: OwnSocket;
  /** Why the migrations did not apply to the pattern. Empty databases can be had all the same. */
  readonly patternFailed?: string;
}

export type Asked = { readonly ask: "server" } | { readonly ask: "emptied" } | { readonly ask: "give-back"; readonly database: string };

/** `database`: one that was given back and is as empty as a new one; it is whoever's was answered. */
export type Answered = StoreServer & { readonly database?: string; readonly failed?: string };

const MIGRATIONS = path.resolve(import.meta.dirname, "../migrations");

let users = 0;
let opened: Promise<string> | undefined;
let folder: string;
let desk: Server;
let server: Promise<PostgresServer> | undefined;
let known: Promise<StoreServer> | undefined;
const emptied: string[] = [];

/** Every project of the run asks for it; one server is enough for those that share this module. */
export async function setup(project: TestProject): Promise<void> {
  users++;
  project.provide("storeServer", await (opened ??= open()));
}

async function open(): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), "duanliu-store-"));
  // Whoever asks has said all before it is answered.
  desk = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    let asked = "";
    socket.setEncoding("utf8").on("data", (part: string) => (asked += part));
    socket.on("end", () => {
      answer(asked).then(
        (answered) => socket.end(JSON.stringify(answered)),
        (error: unknown) => socket.end(JSON.stringify({ failed: String(error) })),
      );
    });
  });
  const address = path.join(folder, "desk");
  await new Promise<void>((resolve) => desk.listen(address, resolve));
  return address;
}

export async function teardown(): Promise<void> {
  if (--users > 0) return;
  desk.close();
  await (await server?.catch(() => undefined))?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function answer(line: string): Promise<Answered> {
  const asked = JSON.parse(line) as Asked;
  const about = await (known ??= prepare());
  if (asked.ask === "give-back") emptied.push(asked.database);
  return asked.ask === "emptied" ? { ...about, database: emptied.pop() } : about;
}

async function prepare(): Promise<StoreServer> {
  // Nothing here outlives the run, so nothing waits for the disk.
  server = startPostgres({ dataDir: folder, durable: false, connectionsMax: 200 });
  const { connection, administration } = await server;
  if (connection.kind !== "socket" || administration.kind !== "socket") throw new Error("the embedded server has a socket");
  const pattern = { ...connection, database: "pattern" };
  await administer(administration, "CREATE DATABASE pattern OWNER duanliu");
  const patternFailed = await migrateStore(pattern, MIGRATIONS).then(() => undefined, String);
  await administer({ ...administration, database: pattern.database }, PRISTINE);
  return { administration, pattern, patternFailed };
}

/** Statements as superuser; the rows of the last. */
export async function administer(administration: StoreConnection, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client(clientConfig(administration, { settings: {}, connectTimeoutMs: 60_000 }));
  try {
    await client.connect();
    const results: unknown = await client.query(statement);
    const last = (Array.isArray(results) ? results.at(-1) : results) as { readonly rows: readonly Readonly<Record<string, unknown>>[] };
    return last.rows;
  } finally {
    await client.end();
  }
}

/**
 * What empties a database of a test: copying one costs a third of a second of processor time, because it is hundreds of
 * files, and emptying one a tenth of that. It ends whoever is still connected, empties every table that has anything, sets
 * sequences and the rows that migrations wrote to what they were, and says false, so that the database is thrown away, when
 * a test changed more than rows.
 */
const PRISTINE = `
create schema pristine;
create function pristine.shape() returns text language sql as $$
  select md5(string_agg(part, ',' order by part)) from (
    select concat('relation', oid, relname, relkind, reloptions) from pg_class where relnamespace = 'public'::regnamespace
    union all select concat('column', attrelid, attname, atttypid, attnotnull, attisdropped) from pg_attribute
      where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all select concat('routine', oid, prosrc) from pg_proc where pronamespace = 'public'::regnamespace
    union all select concat('trigger', oid, tgenabled) from pg_trigger
    union all select concat('constraint', oid, conname) from pg_constraint where connamespace = 'public'::regnamespace
    union all select concat('setting', setrole, setconfig) from pg_db_role_setting where setdatabase = (select oid from pg_database where datname = current_database())
  ) as parts (part)
$$;
create table pristine.known (shape text);
create function pristine.tables() returns setof text language sql as $$
  select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
$$;
do $$ declare name text; any_row boolean; begin
  for name in select pristine.tables() loop
    execute format('select exists (select from public.%I)', name) into any_row;
    if any_row then execute format('create table pristine.%I as table public.%I', 'rows_of_' || name, name); end if;
  end loop;
  insert into pristine.known select pristine.shape();
end $$;
create function pristine.restore() returns boolean language plpgsql as $$ declare name text; names text; changed boolean; begin
  perform pg_terminate_backend(pid, 60000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend';
  if pristine.shape() is distinct from (select shape from pristine.known) then return false; end if;
  set local session_replication_role = replica;
  select string_agg(format('public.%I', t), ', ') into names from pristine.tables() as t
    where pg_relation_size(format('public.%I', t)) > 0 and to_regclass(format('pristine.%I', 'rows_of_' || t)) is null;
  if names is not null then execute 'truncate ' || names || ' restart identity cascade'; end if;
  for name in select t from pristine.tables() as t where to_regclass(format('pristine.%I', 'rows_of_' || t)) is not null loop
    execute format('select exists ((table public.%1$I except table pristine.%2$I) union all (table pristine.%2$I except table public.%1$I))', name, 'rows_of_' || name) into changed;
    if changed then
      execute format('truncate public.%I cascade', name);
      execute format('insert into public.%I overriding system value table pristine.%I', name, 'rows_of_' || name);
    end if;
  end loop;
  perform setval(format('public.%I', sequencename)::regclass, start_value, false) from pg_sequences where schemaname = 'public' and last_value is not null;
  return true;
end $$;
`;
