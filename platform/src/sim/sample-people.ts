/**
 * The sample town's institutions and people: police of every tier around one city, the banks its accounts are at, operators,
 * a platform, a community, with an account for each role. They exist only while the sample is played, sign in without a
 * password from this machine alone, and none of them is anybody.
 */
import { createOrganisation } from "../access/organisation.ts";
import type { AccessParts } from "../access/parts.ts";
import { ROLES, type OrganisationKind, type Role } from "../access/role.ts";
import { systemScope } from "../access/scope.ts";
import { createUser } from "../access/user.ts";
import type { Locator } from "../dissuasion/take-signals.ts";
import { homeIn, locateIn } from "./country.ts";
import { BANKS } from "./town.ts";

interface SampleOrganisation {
  readonly key: string;
  readonly kind: OrganisationKind;
  readonly territory: string;
  readonly zh: string;
  readonly en: string;
  readonly institution?: string;
  readonly roles: readonly Role[];
}

const PAYMENT: ReadonlySet<string> = new Set(["ALIPAY", "WECHATPAY"]);
const COUNTIES = ["37/3702/370202", "37/3702/370203"] as const;
const COUNTY_ROLES: readonly Role[] = ["intake", "analyst", "dissuader", "dissuader", "dutyLead", "dutyLead", "caseOfficer", "countyChief", "reviewer"];

const ORGANISATIONS: readonly SampleOrganisation[] = [
  { key: "ministry", kind: "police", territory: "", zh: "部级反诈中心（示例）", en: "National centre (sample)", roles: ["admin", "admin", "auditor", "analyst", "dutyLead"] },
  { key: "province", kind: "police", territory: "37", zh: "省反诈中心（示例）", en: "Province centre (sample)", roles: ["provinceChief", "dutyLead", "reviewer", "dpo"] },
  { key: "city", kind: "police", territory: "37/3702", zh: "市反诈中心（示例）", en: "City centre (sample)", roles: ["cityChief", "dutyLead", "analyst", "reviewer"] },
  { key: "county-a", kind: "police", territory: COUNTIES[0], zh: "甲区反诈中心（示例）", en: "District A centre (sample)", roles: COUNTY_ROLES },
  { key: "county-b", kind: "police", territory: COUNTIES[1], zh: "乙区反诈中心（示例）", en: "District B centre (sample)", roles: COUNTY_ROLES },
  { key: "station", kind: "police", territory: `${COUNTIES[0]}/s1`, zh: "甲区一所（示例）", en: "District A station 1 (sample)", roles: ["dissuader", "dissuader"] },
  ...BANKS.map((code): SampleOrganisation => ({
    key: code.toLowerCase(),
    kind: PAYMENT.has(code) ? "payment" : "bank",
    territory: "",
    zh: `${code}（示例经办）`,
    en: `${code} desk (sample)`,
    institution: code,
    roles: ["bankOps"],
  })),
  { key: "telco-a", kind: "telco", territory: "", zh: "运营商甲（示例）", en: "Operator A (sample)", roles: ["telcoOps"] },
  { key: "platform-a", kind: "platform", territory: "", zh: "平台甲（示例）", en: "Platform A (sample)", roles: ["platformOps"] },
  { key: "community", kind: "community", territory: COUNTIES[0], zh: "社区甲（示例）", en: "Community A (sample)", roles: ["gridOfficer"] },
];

/** Makes what is not there yet. A sample that was played before has them. */
export async function bringSamplePeople(access: AccessParts): Promise<void> {
  const scope = systemScope("sample");
  const there = await access.store.snapshot((sql) => sql.query<{ readonly id: string; readonly name_en: string }>("select id, name_en from organisation"));
  const ids = new Map(there.map((row) => [row.name_en, row.id]));
  const logins = new Set((await access.store.snapshot((sql) => sql.query<{ readonly login: string }>("select login from app_user"))).map((row) => row.login));
  for (const one of ORGANISATIONS) {
    const org =
      ids.get(one.en) ??
      (
        await createOrganisation(access, scope, {
          kind: one.kind,
          name: { zh: one.zh, en: one.en },
          territory: one.territory,
          ...(one.institution === undefined ? {} : { institution: one.institution }),
        })
      ).id;
    const seen = new Map<string, number>();
    for (const role of one.roles) {
      const n = (seen.get(role) ?? 0) + 1;
      seen.set(role, n);
      const login = `${one.key}.${role.toLowerCase()}.${n}`;
      if (logins.has(login)) continue;
      await createUser(access, scope, { login, name: `${ROLES[role].zh} ${n}`, org, roles: [role] }, { sample: true });
    }
  }
}

/** Residents live in the two districts, by a digit of their number or token: the same person always in the same one. */
export const locateSample: Locator = locateIn(COUNTIES);

export function sampleHome(number: string): string {
  return homeIn(COUNTIES, number);
}
