/**
 * Everything about identity on a real database with a clock that a test holds: a small country of three tiers, cheap
 * passwords, the real ledger. What a test needs besides, it makes by the product's own functions.
 */
import { createHmac } from "node:crypto";
import { ACCESS_SETTINGS, type AccessParts } from "../src/access/parts.ts";
import { createOrganisation, organisationDraft } from "../src/access/organisation.ts";
import type { Role } from "../src/access/role.ts";
import { authorise, systemScope, type Principal, type Scope } from "../src/access/scope.ts";
import { signIn, usePasswordLink } from "../src/access/sign-in.ts";
import { createUser, userDraft } from "../src/access/user.ts";
import { openStore } from "../src/adapters/postgres/store.ts";
import { openSecrets } from "../src/adapters/system/secrets.ts";
import { isMalformed, malformed } from "../src/base/problem.ts";
import type { World } from "../src/base/world.ts";
import type { RoleBinding } from "../src/domain/jurisdiction.ts";
import { parseTerritory, type Place, type Territory, type TerritoryScheme, type TerritoryTree } from "../src/domain/territory.ts";
import { appendAccessLines } from "../src/matters/access-ledger.ts";
import type { StoredLine } from "../src/matters/ledger.ts";
import { testStore } from "./test-store.ts";

export const NOON_MS = Date.UTC(2026, 10, 26, 4);
export const PASSWORD = "九月的风吹过铁桥 wind";

/** As after the parameters were raised. */
export const dearerSecrets = openSecrets({ ln: 5, r: 8, p: 1 });

const SCHEME: TerritoryScheme = {
  top: "ministry",
  tiers: [
    { id: "province", pattern: "\\d{2}", extendsParent: false, open: false },
    { id: "city", pattern: "\\d{4}", extendsParent: true, open: false },
    { id: "county", pattern: "\\d{6}", extendsParent: true, open: false },
    { id: "station", pattern: "[a-z0-9-]{1,20}", extendsParent: false, open: true },
  ],
};

/** Two provinces, a few places in each; stations are open. */
const NAMES: Readonly<Record<string, string>> = {
  "": "全国",
  "11": "甲省",
  "11/1101": "甲一市",
  "11/1101/110101": "甲一县",
  "11/1101/110102": "甲二县",
  "11/1102": "甲二市",
  "12": "乙省",
  "12/1201": "乙一市",
  "12/1201/120101": "乙一县",
};

export const smallCountry: TerritoryTree = {
  scheme: SCHEME,
  place: (territory) => (Object.hasOwn(NAMES, territory) ? placeOf(territory) : undefined),
  children: (territory) =>
    Object.keys(NAMES)
      .filter((path) => path !== "" && (territory === "" ? !path.includes("/") : path.startsWith(`${territory}/`) && !path.slice(territory.length + 1).includes("/")))
      .map((path) => placeOf(path as Territory)),
  byCode: (code) => Object.keys(NAMES).find((path) => path.split("/").at(-1) === code) as Territory | undefined,
  parse: (text) => {
    const territory = parseTerritory(text, SCHEME);
    if (isMalformed(territory)) return territory;
    const official = territory.split("/").slice(0, 3).join("/");
    return Object.hasOwn(NAMES, official) ? territory : malformed(text, "a place that exists");
  },
};

function placeOf(territory: Territory): Place {
  return { territory, name: { zh: NAMES[territory], en: `Place ${territory}` } };
}

const CHIEF: Omit<RoleBinding, "tiers"> = { status: "regulator", basis: "TEST", reviewOn: "2027-01-01" as RoleBinding["reviewOn"] };

export interface AccessDesk {
  readonly parts: AccessParts;
  /** The clock, in milliseconds; time passes when a test says so. */
  nowMs: number;
  /** As after a restart: other connections and nothing remembered. */
  restart(): Promise<void>;
  organisation(kind: string, territory: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A person who has set the password by their link, and the scope they act in. */
  person(org: string, login: string, roles: readonly Role[]): Promise<{ readonly id: string; readonly scope: Scope }>;
  ledger(): Promise<readonly Pick<StoredLine, "seq" | "event" | "detail">[]>;
  lines(event: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  query<Row extends object>(text: string, values?: readonly (string | number)[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export async function accessDesk(changes: Partial<AccessParts> = {}): Promise<AccessDesk> {
  const base = await testStore();
  let { store } = base;
  let made = 0;
  const clock = { nowMs: NOON_MS };
  const world: World = {
    nowMs: () => clock.nowMs,
    chance: () => 0.5,
    newId: (prefix) => `${prefix}_${String(++made).padStart(8, "0")}`,
    at: () => () => undefined,
  };
  const compose = (): AccessParts => ({
    store,
    world,
    secrets: openSecrets({ ln: 4, r: 8, p: 1 }),
    vault: { token: (type, text) => createHmac("sha256", "a key that lies elsewhere").update(`${type.length}:${type}:${text}`).digest("base64url").slice(0, 22) },
    append: appendAccessLines,
    places: smallCountry,
    profile: () => ({
      id: "CN",
      title: { zh: "中国", en: "China" },
      roles: { countyChief: { ...CHIEF, tiers: ["county"] }, intake: { ...CHIEF, status: "assumed", tiers: ["county"] } },
    }),
    provider: null,
    sample: false,
    settings: ACCESS_SETTINGS,
    ...changes,
  });
  let parts = compose();
  const system = systemScope("test");
  const desk: AccessDesk = {
    get parts() {
      return parts;
    },
    get nowMs() {
      return clock.nowMs;
    },
    set nowMs(value) {
      clock.nowMs = value;
    },
    async restart() {
      await store.close();
      store = await openStore(base.connection);
      parts = compose();
    },
    async organisation(kind, territory, more = {}) {
      const code = kind === "bank" || kind === "payment" ? { institution: `CODE${++made}` } : {};
      const draft = organisationDraft.parse({ kind, territory, name: { zh: `${kind}${territory}`, en: `${kind} ${territory}` }, ...code, ...more });
      return (await createOrganisation(parts, system, draft)).id;
    },
    async person(org, login, roles) {
      const { account, link } = await createUser(parts, system, userDraft.parse({ login, name: `Person ${login}`, org, roles }));
      if (link === null) throw new Error("a person without a link");
      await usePasswordLink(parts, { secret: link.path.slice(link.path.indexOf("#") + 1), password: PASSWORD }, "192.0.2.1");
      return { id: account.id, scope: authorise(await principal(desk, account.id), "signed-in") };
    },
    ledger: () => store.snapshot((sql) => sql.query("select seq, event, detail, actor, role, unit from ledger order by seq")),
    lines: async (event) => (await desk.ledger()).filter((line) => line.event === event).map((line) => line.detail),
    query: (text, values = []) => store.snapshot((sql) => sql.query(text, values)),
    async close() {
      await store.close();
      await base.close();
    },
  };
  return desk;
}

async function principal(desk: AccessDesk, id: string): Promise<Principal> {
  const [row] = await desk.query<{ org: string; roles: Role[]; kind: Extract<Principal, { kind: "user" }>["orgKind"]; name_zh: string; name_en: string; territory: string }>(
    "select u.org, u.roles, o.kind, o.name_zh, o.name_en, o.territory from app_user u join organisation o on o.id = u.org where u.id = $1",
    [id],
  );
  return { kind: "user", user: id, org: row.org, orgName: { zh: row.name_zh, en: row.name_en }, orgKind: row.kind, roles: row.roles, territory: row.territory };
}

/** Signs somebody in who was made by `person`. */
export async function signedIn(desk: AccessDesk, login: string, address = "192.0.2.1"): Promise<string> {
  return (await signIn(desk.parts, { login, password: PASSWORD }, { address, local: false })).secret;
}
