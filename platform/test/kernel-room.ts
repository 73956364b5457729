/**
 * The kernel of casework with made-up kinds and law on a real database, for tests of the kernel itself: several desks on
 * one store as several processes have them, time that a test moves also backwards, and every statement counted.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { authorise, systemScope, type Scope } from "../src/access/scope.ts";
import type { OrganisationKind, Role } from "../src/access/role.ts";
import { openVault } from "../src/adapters/system/vault.ts";
import type { Announcement } from "../src/domain/announcement.ts";
import type { MatterId, MatterKindName } from "../src/domain/matter.ts";
import { Desk } from "../src/matters/desk.ts";
import { fireDue, type Fired } from "../src/matters/clock.ts";
import type { Kind } from "../src/matters/kind.ts";
import { verifyLedger, type AuditReport } from "../src/matters/audit.ts";
import type { Checkpoint } from "../src/matters/ledger.ts";
import type { Matter } from "../src/matters/matter.ts";
import type { Work } from "../src/matters/work.ts";
import type { Sql, SqlValue, Store } from "../src/ports/store.ts";
import type { Vault } from "../src/ports/vault.ts";
import { VirtualWorld } from "../src/sim/virtual-world.ts";
import { echo, errand, madeUpLaw, type Errand, type ErrandState, type MadeUpLaw } from "./made-up-kinds.ts";
import { testStore } from "./test-store.ts";

/** Thursday, 26 November 2026, 10:00 in Shanghai. */
export const START = Date.parse("2026-11-26T10:00:00+08:00");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const KINDS: ReadonlyMap<MatterKindName, Kind> = new Map<MatterKindName, Kind>([
  [errand.name, errand],
  [echo.name, echo],
]);

const ORGS: readonly (readonly [id: string, kind: OrganisationKind, territory: string])[] = [
  ["org_centre", "police", ""],
  ["org_north", "police", "11/1101"],
  ["org_south", "police", "11/1102"],
  ["org_bank", "bank", ""],
];

export type TheErrand = Matter<Errand, ErrandState>;
/** What is announced, and what a test wants done about it. */
export type Heard = (work: Work, announcement: Announcement) => Promise<void>;

export interface Counting {
  readonly store: Store;
  /** Statements since it was last set to 0. */
  statements: number;
}

export function counting(store: Store): Counting {
  const counted: { store: Store; statements: number } = {
    statements: 0,
    store: {
      transaction: (work) => store.transaction((sql) => work(wrap(sql))),
      snapshot: (work) => store.snapshot((sql) => work(wrap(sql))),
      close: () => store.close(),
    },
  };
  const wrap = (sql: Sql): Sql => ({
    query: <Row extends object>(text: string, values?: readonly SqlValue[], name?: string) => {
      counted.statements++;
      return sql.query<Row>(text, values, name);
    },
  });
  return counted;
}

export interface KernelRoom {
  readonly desk: Desk;
  readonly store: Store;
  readonly world: VirtualWorld;
  readonly vault: Vault;
  readonly law: MadeUpLaw;
  readonly system: Scope;
  readonly counted: Counting;
  heard: Heard;
  /** Another process on the same database. */
  another(): Desk;
  as(role: Role, org?: string, n?: number): Scope;
  open(draft?: object, who?: Scope): Promise<TheErrand>;
  play(id: MatterId, decision: object, who?: Scope): Promise<TheErrand>;
  get(id: MatterId): Promise<TheErrand>;
  /** Fires what is due; a clock that gets stuck is put into `stuck`. */
  fire(desk?: Desk): Promise<Fired>;
  readonly stuck: string[];
  events(id: string): Promise<readonly string[]>;
  sql<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  verify(kept?: readonly Checkpoint[]): Promise<AuditReport>;
  close(): Promise<void>;
}

export async function kernelRoom(): Promise<KernelRoom> {
  const database = await testStore();
  const keys = await mkdtemp(path.join(tmpdir(), "duanliu-kernel-"));
  const vault = await openVault(keys);
  await seedPeople(database.store);
  const room = await kernelOn(database.store, vault, new VirtualWorld(1, START));
  return Object.assign(room, {
    close: async () => {
      await database.close();
      await rm(keys, { recursive: true, force: true });
    },
  });
}

/** Officers of every organisation, so that tasks can be given to them. */
export async function seedPeople(store: Store): Promise<void> {
  await store.transaction(async (sql) => {
    for (const [id, kind, territory] of ORGS)
      await sql.query("insert into organisation (id, kind, name_zh, name_en, territory, created_at_ms) values ($1, $2, $1, $1, $3, 0)", [id, kind, territory]);
    await sql.query(
      `insert into app_user (id, login, name, org, roles, created_at_ms)
       select u, u, u, o.id, '{}', 0 from organisation o, generate_series(1, 120) n, unnest($1::text[]) r, concat('usr_', r, '_', o.id, '_', n) u`,
      [["analyst", "dutyLead"]],
    );
  });
}

/** A room on a database that is there already; whoever opened it closes it. */
export async function kernelOn(store: Store, vault: Vault, world: VirtualWorld): Promise<KernelRoom> {
  const counted = counting(store);
  const law = madeUpLaw();
  const system = systemScope("test");
  const stuck: string[] = [];
  const make = (on: Store): Desk => new Desk({ store: on, world, vault, law, kinds: KINDS, follow: (work, announcement) => self.heard(work, announcement) });
  const desk = make(counted.store);
  const self: KernelRoom = {
    desk,
    store,
    world,
    vault,
    law,
    system,
    counted,
    stuck,
    heard: () => Promise.resolve(),
    another: () => make(store),
    as: (role, org = "org_centre", n = 1) => {
      const place = ORGS.find(([id]) => id === org);
      if (place === undefined) throw new Error(`no organisation ${org}`);
      const [, orgKind, territory] = place;
      return authorise({ kind: "user", user: `usr_${role}_${org}_${n}`, org, orgName: { zh: org, en: org }, orgKind, roles: [role], territory }, [role]);
    },
    open: (draft = {}, who = self.as("analyst")) => desk.work(who, (work) => work.openOne(errand, draft)),
    play: (id, decision, who = self.as("analyst")) => desk.work(who, (work) => work.actOne(errand, id, "play", decision)),
    get: async (id) => errand.of(await desk.find(system, id)),
    fire: (on = desk) => fireDue(on, system, (matter, command, error) => stuck.push(`${matter} ${command}: ${(error as Error).message}`)),
    events: async (id) => (await desk.history(system, id as MatterId)).map(({ event }) => event),
    sql: (text, values = []) => store.transaction((sql) => sql.query(text, values)),
    verify: (kept = []) => store.snapshot((sql) => verifyLedger(sql, vault.publicKeyPem, kept)),
    close: () => Promise.resolve(),
  };
  return self;
}
