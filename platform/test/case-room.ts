/**
 * A room for tests of casework: the real kernel on a real database, time that moves when told, people of every role in a
 * small country, and carriers that keep what was handed to them. Scenario tests read like a duty log.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openVault } from "../src/adapters/system/vault.ts";
import { authorise, systemScope, type Scope } from "../src/access/scope.ts";
import type { OrganisationKind, Role } from "../src/access/role.ts";
import { KINDS } from "../src/app/kinds.ts";
import { loadProfiles, lawOf, type Profiles } from "../src/app/profiles.ts";
import { follow } from "../src/app/subscriptions.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { fireDue } from "../src/matters/clock.ts";
import { Desk } from "../src/matters/desk.ts";
import type { TypedKind } from "../src/matters/kind.ts";
import type { Matter } from "../src/matters/matter.ts";
import { pumpEffects, type CarrierResult, type Carriers, type ListChange } from "../src/matters/outbox.ts";
import type { InstitutionMessage } from "../src/ports/institution.ts";
import type { OutgoingMessage } from "../src/ports/messenger.ts";
import type { Store } from "../src/ports/store.ts";
import { VirtualWorld } from "../src/sim/virtual-world.ts";
import { testStore } from "./test-store.ts";

/** Thursday 2026-03-12 09:00 in Shanghai: an ordinary working day of a known year. */
export const START = Date.parse("2026-03-12T09:00:00+08:00");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface OrgSpec {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly level: string | null;
  readonly territory: string;
  readonly parent: string | null;
  readonly institution: string | null;
  readonly zh: string;
  readonly en: string;
}

const org = (
  id: string,
  kind: OrganisationKind,
  level: string | null,
  territory: string,
  parent: string | null,
  zh: string,
  en: string,
  institution: string | null = null,
): OrgSpec => ({
  id,
  kind,
  level,
  territory,
  parent,
  institution,
  zh,
  en,
});

/** A ministry, two provinces with a city, two counties and stations, banks, operators, a platform, a community. */
export const ORGS: readonly OrgSpec[] = [
  org("org_ministry", "police", "ministry", "", null, "部级反诈中心", "National anti-fraud centre"),
  org("org_sd", "police", "province", "37", "org_ministry", "山东省反诈中心", "Shandong anti-fraud centre"),
  org("org_qd", "police", "city", "37/3702", "org_sd", "青岛市反诈中心", "Qingdao anti-fraud centre"),
  org("org_shinan", "police", "county", "37/3702/370202", "org_qd", "市南分局反诈中心", "Shinan anti-fraud centre"),
  org("org_shinan_s1", "police", "station", "37/3702/370202/s1", "org_shinan", "市南一所", "Shinan station 1"),
  org("org_shibei", "police", "county", "37/3702/370203", "org_qd", "市北分局反诈中心", "Shibei anti-fraud centre"),
  org("org_zj", "police", "province", "33", "org_ministry", "浙江省反诈中心", "Zhejiang anti-fraud centre"),
  org("org_yiwu", "police", "county", "33/3307/330782", "org_zj", "义乌市公安局", "Yiwu police"),
  org("org_icbc", "bank", null, "", null, "甲银行", "Bank A", "ICBC"),
  org("org_ccb", "bank", null, "", null, "乙银行", "Bank B", "CCB"),
  org("org_abc", "bank", null, "", null, "丙银行", "Bank C", "ABC"),
  org("org_telco", "telco", null, "", null, "运营商甲", "Operator A"),
  org("org_telco2", "telco", null, "", null, "运营商乙", "Operator B"),
  org("org_platform", "platform", null, "", null, "平台甲", "Platform A"),
  org("org_community", "community", null, "37/3702/370202", null, "社区甲", "Community A"),
];

export interface Handed {
  readonly institution: InstitutionMessage[];
  readonly messenger: OutgoingMessage[];
  readonly lists: ListChange[];
}

export interface Room {
  readonly desk: Desk;
  readonly store: Store;
  readonly world: VirtualWorld;
  readonly handed: Handed;
  /** Carriers answer with this instead of taking what they are given, while it is set. */
  refuse: { readonly refused: string; readonly retry: boolean } | null;
  /** Carries changes of the lists out, for tests of the lists themselves; they are kept as well. */
  carryLists: Carriers["lists"] | null;
  /** A person of a role at an organisation; the same arguments are the same person. `n` tells colleagues apart. */
  as(role: Role, orgId?: string, n?: number): Scope;
  readonly system: Scope;
  open<B, S extends string, D>(kind: TypedKind<B, S, D>, who: Scope, draft: D): Promise<Matter<B, S>>;
  act<B, S extends string, D>(kind: TypedKind<B, S, D>, who: Scope, id: MatterId, command: string, input?: unknown): Promise<Matter<B, S>>;
  get<B, S extends string, D>(kind: TypedKind<B, S, D>, id: MatterId): Promise<Matter<B, S>>;
  all<B, S extends string, D>(kind: TypedKind<B, S, D>): Promise<readonly Matter<B, S>[]>;
  /** Hands over what is due and fires what is due, until nothing is. */
  settle(): Promise<void>;
  /** Time goes on; clocks fire at their times on the way, and what they cause is handed over. */
  pass(ms: number): Promise<void>;
  /** Clocks that could not be carried out. A test that expects none checks that this is empty. */
  readonly stuck: string[];
  /** The same database, keys, time and people, as a process sees them that has just been started. */
  restarted(): Promise<Room>;
  close(): Promise<void>;
}

const DEFAULT_ORG: Readonly<Partial<Record<Role, string>>> = {
  countyChief: "org_shinan",
  cityChief: "org_qd",
  provinceChief: "org_sd",
  bankOps: "org_icbc",
  telcoOps: "org_telco",
  platformOps: "org_platform",
  gridOfficer: "org_community",
};

/** What outlives a process. */
interface Lasting {
  readonly store: Store;
  readonly keys: string;
  readonly world: VirtualWorld;
  readonly profiles: Profiles;
  readonly profile: string;
  readonly handed: Handed;
  readonly stuck: string[];
  readonly close: () => Promise<void>;
}

export async function caseRoom(options: { readonly profile?: string; readonly startMs?: number; readonly seed?: number } = {}): Promise<Room> {
  const { store, close } = await testStore();
  const keys = await mkdtemp(path.join(tmpdir(), "duanliu-room-"));
  const world = new VirtualWorld(options.seed ?? 1, options.startMs ?? START);
  await seedOrganisations(store, world.nowMs());
  const lasting = { store, keys, world, profiles: await loadProfiles(), profile: options.profile ?? "CN", handed: { institution: [], messenger: [], lists: [] }, stuck: [], close };
  return roomOn(lasting);
}

export async function seedOrganisations(store: Store, nowMs: number): Promise<void> {
  await store.transaction(async (sql) => {
    for (const one of ORGS) {
      await sql.query("insert into organisation (id, kind, level, name_zh, name_en, territory, parent, institution, created_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
        one.id,
        one.kind,
        one.level,
        one.zh,
        one.en,
        one.territory,
        one.parent,
        one.institution,
        nowMs,
      ]);
    }
  });
}

async function roomOn(lasting: Lasting): Promise<Room> {
  const { store, keys, world, profiles, handed, stuck } = lasting;
  const desk = new Desk({ store, world, vault: await openVault(keys, "when-missing"), law: lawOf(profiles, lasting.profile), kinds: KINDS, follow });
  const room = { refuse: null, carryLists: null } as { refuse: Room["refuse"]; carryLists: Room["carryLists"] };
  const take =
    <T extends { readonly id: string }>(kept: T[]) =>
    async (items: readonly T[]): Promise<readonly CarrierResult[]> =>
      items.map((item) => {
        if (room.refuse !== null) return room.refuse;
        kept.push(item);
        return { reference: `ref-${item.id}`, acceptedAtMs: world.nowMs() };
      });
  const carriers: Carriers = {
    institution: take(handed.institution),
    messenger: take(handed.messenger),
    lists: async (changes) => {
      const taken = await take(handed.lists)(changes);
      return room.refuse !== null || room.carryLists === null ? taken : room.carryLists(changes);
    },
  };
  const system = systemScope("test");
  const known = new Set<string>();
  const people = new Map<string, Scope>();
  const as = (role: Role, orgId = DEFAULT_ORG[role] ?? "org_shinan", n = 1): Scope => {
    const user = `usr_${role}_${orgId}_${n}`;
    const found = people.get(user);
    if (found !== undefined) return found;
    const place = ORGS.find((one) => one.id === orgId);
    if (place === undefined) throw new Error(`no organisation ${orgId} in the room`);
    const scope = authorise({ kind: "user", user, org: orgId, orgName: { zh: place.zh, en: place.en }, orgKind: place.kind, roles: [role], territory: place.territory }, [role]);
    people.set(user, scope);
    return scope;
  };
  /** Assignees are users of the database. */
  const settleUsers = async (): Promise<void> => {
    const missing = [...people].filter(([user]) => !known.has(user));
    if (missing.length === 0) return;
    await store.transaction(async (sql) => {
      for (const [user, { principal }] of missing) {
        if (principal.kind !== "user") continue;
        await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, $2, $3, $4) on conflict do nothing", [
          user,
          principal.org,
          principal.roles,
          world.nowMs(),
        ]);
        known.add(user);
      }
    });
  };
  const settle = async (): Promise<void> => {
    await settleUsers();
    for (let round = 0; round < 50; round++) {
      const pumped = await pumpEffects(desk, system, carriers);
      const { fired } = await fireDue(desk, system, (matter, command, error) => stuck.push(`${matter} ${command}: ${String(error)}`));
      if (pumped.delivered + pumped.failed + fired === 0) return;
    }
    throw new Error("the room does not come to rest");
  };
  const read = async <B, S extends string, D>(kind: TypedKind<B, S, D>, where: string, values: readonly string[]): Promise<readonly Matter<B, S>[]> => {
    const { matters } =
      where === "" ? await desk.list(system, { kind: kind.name, limit: 10_000 }) : { matters: await Promise.all(values.map((id) => desk.find(system, id as MatterId))) };
    return matters.map((matter) => kind.of(matter));
  };
  const self: Room = {
    desk,
    store,
    world,
    handed,
    get refuse() {
      return room.refuse;
    },
    set refuse(value) {
      room.refuse = value;
    },
    get carryLists() {
      return room.carryLists;
    },
    set carryLists(value) {
      room.carryLists = value;
    },
    as,
    system,
    stuck,
    async open(kind, who, draft) {
      await settleUsers();
      return desk.work(who, (work) => work.openOne(kind, draft));
    },
    async act(kind, who, id, command, input = {}) {
      await settleUsers();
      return desk.work(who, (work) => work.actOne(kind, id, command, input));
    },
    async get(kind, id) {
      const [found] = await read(kind, "id", [id]);
      return found;
    },
    all: (kind) => read(kind, "", []),
    settle,
    async pass(ms) {
      const untilMs = world.nowMs() + ms;
      await settle();
      for (;;) {
        const [{ at }] = await store.snapshot((sql) =>
          sql.query<{ readonly at: number | null }>(
            // What is due already and did not go waits for something else: for the next instant, not for this one.
            `select least((select min(next_try_at_ms) from deadline where state = 'armed' and next_try_at_ms > $1),
               (select min(next_at_ms) from effect where state = 'waiting' and next_at_ms > $1)) as at`,
            [world.nowMs()],
          ),
        );
        if (at === null || at > untilMs) break;
        world.advance(Math.max(at, world.nowMs()));
        await settle();
      }
      world.advance(untilMs);
      await settle();
    },
    restarted: () => roomOn(lasting),
    async close() {
      await lasting.close();
      await rm(keys, { recursive: true, force: true });
    },
  };
  return self;
}
