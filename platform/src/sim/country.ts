/**
 * The town's institutions and their people, for each country that a run may be played in: police of every tier around two
 * districts, the banks its accounts are at, operators, a platform, a community, and persons of every role with their hours.
 * It only makes and reads them; what they do is their party's business.
 */
import { authorise, type Scope } from "../access/scope.ts";
import type { OrganisationKind, Role } from "../access/role.ts";
import type { Locator } from "../dissuasion/take-signals.ts";
import { tierOf, type Territory, type TerritoryTree } from "../domain/territory.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";
import { PARTNER_KINDS } from "../access/role.ts";
import { BANKS } from "./town.ts";

/** When somebody is on duty, by the country's own clock. */
export type Hours = "always" | "day" | "night" | "office";

export interface Officer {
  readonly user: string;
  readonly org: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
  readonly hours: Hours;
  /** Busy until then. */
  freeAtMs: number;
}

export interface Unit {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly level: string | null;
  readonly territory: string;
  readonly parent: string | null;
  readonly institution: string | null;
  readonly name: Bilingual;
}

export interface Country {
  readonly units: readonly Unit[];
  readonly officers: readonly Officer[];
  /** Places where residents live. */
  readonly homes: readonly string[];
}

interface UnitPlan {
  readonly key: string;
  readonly kind: OrganisationKind;
  readonly territory: string;
  readonly parent: string | null;
  readonly zh: string;
  readonly en: string;
  readonly institution?: string;
  /** Persons, each with their roles and hours. */
  readonly people: readonly (readonly [roles: readonly Role[], hours: Hours])[];
}

const PAYMENT: ReadonlySet<string> = new Set(["ALIPAY", "WECHATPAY"]);
const PARTNERS: readonly UnitPlan[] = [
  ...BANKS.map((code): UnitPlan => ({
    key: code.toLowerCase(),
    kind: PAYMENT.has(code) ? "payment" : "bank",
    territory: "",
    parent: null,
    zh: `${code}（城镇经办）`,
    en: `${code} desk of the town`,
    institution: code,
    people: [[["bankOps"], "always"]],
  })),
  { key: "telco-a", kind: "telco", territory: "", parent: null, zh: "城镇运营商甲", en: "Operator A of the town", people: [[["telcoOps"], "always"]] },
  { key: "platform-a", kind: "platform", territory: "", parent: null, zh: "城镇平台甲", en: "Platform A of the town", people: [[["platformOps"], "always"]] },
];

/** Somebody who takes reports and also leads the night: the rule of two pairs of eyes has to hold against them. */
const BOTH: readonly Role[] = ["intake", "dutyLead"];

const districtPeople = (chief: readonly Role[]): UnitPlan["people"] => [
  [["intake"], "day"],
  [BOTH, "night"],
  [["analyst"], "office"],
  [["dissuader"], "day"],
  [["dissuader"], "day"],
  [["dissuader"], "night"],
  [["dutyLead"], "day"],
  [["dutyLead"], "always"],
  [["caseOfficer"], "office"],
  [["caseOfficer"], "office"],
  ...(chief.length === 0 ? [] : [[chief, "office"] as const]),
  [["reviewer"], "office"],
];

const CHINA: readonly UnitPlan[] = [
  { key: "ministry", kind: "police", territory: "", parent: null, zh: "部级反诈中心", en: "National centre", people: [[["dutyLead"], "always"]] },
  {
    key: "province",
    kind: "police",
    territory: "37",
    parent: "ministry",
    zh: "省反诈中心",
    en: "Province centre",
    people: [
      [["provinceChief"], "office"],
      [["dutyLead"], "always"],
      [["reviewer"], "office"],
    ],
  },
  {
    key: "city",
    kind: "police",
    territory: "37/3702",
    parent: "province",
    zh: "市反诈中心",
    en: "City centre",
    people: [
      [["cityChief"], "office"],
      [["dutyLead"], "always"],
      [["reviewer"], "office"],
    ],
  },
  { key: "county-a", kind: "police", territory: "37/3702/370202", parent: "city", zh: "甲区反诈中心", en: "District A centre", people: districtPeople(["countyChief"]) },
  { key: "county-b", kind: "police", territory: "37/3702/370203", parent: "city", zh: "乙区反诈中心", en: "District B centre", people: districtPeople(["countyChief"]) },
  {
    key: "station",
    kind: "police",
    territory: "37/3702/370202/s1",
    parent: "county-a",
    zh: "甲区一所",
    en: "District A station 1",
    people: [
      [["dissuader"], "day"],
      [["dissuader"], "night"],
    ],
  },
  { key: "community", kind: "community", territory: "37/3702/370202", parent: null, zh: "社区甲", en: "Community A", people: [[["gridOfficer"], "day"]] },
  ...PARTNERS,
];

const BRITAIN: readonly UnitPlan[] = [
  { key: "national", kind: "police", territory: "", parent: null, zh: "全国反诈中心", en: "National centre", people: [] },
  { key: "region", kind: "police", territory: "E92000001/E12000001", parent: "national", zh: "地区反诈中心", en: "Regional unit", people: [[["analyst"], "day"]] },
  {
    key: "durham",
    kind: "police",
    territory: "E92000001/E12000001/durham",
    parent: "region",
    zh: "达勒姆警队",
    en: "Durham force",
    people: districtPeople([]).filter(([roles]) => !roles.includes("reviewer")),
  },
  {
    key: "cleveland",
    kind: "police",
    territory: "E92000001/E12000001/cleveland",
    parent: "region",
    zh: "克利夫兰警队",
    en: "Cleveland force",
    people: districtPeople([]).filter(([roles]) => !roles.includes("reviewer")),
  },
  ...PARTNERS,
];

const PLANS: Readonly<Record<string, { readonly units: readonly UnitPlan[]; readonly homes: readonly string[] }>> = {
  CN: { units: CHINA, homes: ["37/3702/370202", "37/3702/370203", "37/3702/370202/s1"] },
  UK: { units: BRITAIN, homes: ["E92000001/E12000001/durham", "E92000001/E12000001/cleveland"] },
};

export const COUNTRIES = Object.keys(PLANS);

/** Writes the country's units and people into an empty store, under ids that tell who they are. */
export async function settleCountry(sql: Sql, profile: string, tree: TerritoryTree, nowMs: number): Promise<Country> {
  const plan = PLANS[profile];
  for (const one of plan.units) {
    const level = PARTNER_KINDS.has(one.kind) ? null : tierOf(one.territory as Territory, tree.scheme);
    await sql.query("insert into organisation (id, kind, level, name_zh, name_en, territory, parent, institution, created_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
      `org_${one.key}`,
      one.kind,
      level,
      one.zh,
      one.en,
      one.territory,
      one.parent === null ? null : `org_${one.parent}`,
      one.institution ?? null,
      nowMs,
    ]);
    for (const [n, [roles, hours]] of one.people.entries()) {
      const user = `usr_${one.key}_${roles.join("+")}_${n + 1}_${hours}`;
      await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ($1, $1, $1, $2, $3, $4)", [user, `org_${one.key}`, roles, nowMs]);
    }
  }
  return { ...(await readCountry(sql)), homes: plan.homes };
}

/** Units and people as the store has them. Who is on duty when is told by the end of a user's id; others always are. */
export async function readCountry(sql: Sql, only: "all" | "sample" = "all"): Promise<Country> {
  const units = await sql.query<Omit<Unit, "name"> & { readonly zh: string; readonly en: string }>(
    "select id, kind, level, territory, parent, institution, name_zh as zh, name_en as en from organisation order by id",
  );
  const byId = new Map(units.map((row): [string, Unit] => [row.id, { ...row, name: { zh: row.zh, en: row.en } }]));
  const users = await sql.query<{ readonly id: string; readonly org: string; readonly roles: Role[] }>(
    `select id, org, roles from app_user where disabled_at_ms is null ${only === "sample" ? "and sample" : ""} order by id`,
  );
  return { units: [...byId.values()], officers: users.flatMap((row) => officersOf(row, byId.get(row.org))), homes: [] };
}

function officersOf({ id, org, roles }: { readonly id: string; readonly org: string; readonly roles: readonly Role[] }, unit: Unit | undefined): readonly Officer[] {
  if (unit === undefined) return [];
  const scope = authorise({ kind: "user", user: id, org, orgName: unit.name, orgKind: unit.kind, roles, territory: unit.territory }, "signed-in");
  const hours = (["day", "night", "office"] as const).find((one) => id.endsWith(`_${one}`)) ?? "always";
  return [{ user: id, org, roles, scope, hours, freeAtMs: 0 }];
}

/** Residents live in the homes, by the digits of their number: the same person always in the same one. */
export function homeIn(homes: readonly string[], name: string): string {
  return homes[sumOf(name) % homes.length];
}

export function locateIn(homes: readonly string[]): Locator {
  return (_sql, sought) =>
    Promise.resolve(
      sought.map((one) => {
        const name = one.number ?? one.known[0]?.token ?? "";
        return { territory: homeIn(homes, name), reason: "residence", rural: sumOf(name) % 5 === 0 };
      }),
    );
}

function sumOf(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum += name.charCodeAt(i);
  return sum;
}
