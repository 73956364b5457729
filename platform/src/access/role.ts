/**
 * Who does what in this field, as one table of roles with the kinds of organisation whose people may hold them. Which
 * command needs which role is in each slice's table of commands; which chief may approve what is in the profile.
 */
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { Bilingual } from "../domain/verdict.ts";

export const ORGANISATION_KINDS = {
  police: { zh: "公安机关", en: "Police" },
  bank: { zh: "银行", en: "Bank" },
  payment: { zh: "支付机构", en: "Payment institution" },
  telco: { zh: "电信运营商", en: "Telecom operator" },
  platform: { zh: "互联网平台", en: "Internet platform" },
  regulator: { zh: "监管部门", en: "Regulator" },
  prosecutor: { zh: "检察机关", en: "Prosecutor" },
  community: { zh: "社区", en: "Community" },
} as const satisfies Record<string, Bilingual>;
export type OrganisationKind = keyof typeof ORGANISATION_KINDS;

/** Organisations that see only what is addressed to them. */
export const PARTNER_KINDS: ReadonlySet<OrganisationKind> = new Set(["bank", "payment", "telco", "platform"]);

/** Roles that a person can be given: the profile's, and whoever keeps the accounts of this installation. */
export type Role = RoleId | "admin";

interface RoleEntry extends Bilingual {
  readonly of: readonly OrganisationKind[];
}

export const ROLES = {
  intake: { zh: "接警员", en: "Intake officer", of: ["police"] },
  analyst: { zh: "研判员", en: "Analyst", of: ["police"] },
  dissuader: { zh: "劝阻员", en: "Dissuasion officer", of: ["police"] },
  dutyLead: { zh: "值班长", en: "Duty lead", of: ["police"] },
  caseOfficer: { zh: "办案民警", en: "Case officer", of: ["police"] },
  countyChief: { zh: "县级以上公安机关负责人", en: "Head of a county-level police organ", of: ["police"] },
  cityChief: { zh: "设区的市级公安机关负责人", en: "Head of a city-level police organ", of: ["police"] },
  provinceChief: { zh: "省级公安机关负责人", en: "Head of a province-level police organ", of: ["police"] },
  reviewer: { zh: "复核员", en: "Reviewer", of: ["police", "regulator", "prosecutor"] },
  auditor: { zh: "审计员", en: "Auditor", of: ["police", "regulator", "prosecutor"] },
  dpo: { zh: "个人信息保护负责人", en: "Data protection officer", of: ["police"] },
  gridOfficer: { zh: "网格员", en: "Grid officer", of: ["community"] },
  bankOps: { zh: "银行经办", en: "Bank desk", of: ["bank", "payment"] },
  telcoOps: { zh: "运营商经办", en: "Telecom desk", of: ["telco"] },
  platformOps: { zh: "平台经办", en: "Platform desk", of: ["platform"] },
  admin: { zh: "系统管理员", en: "Administrator", of: ["police"] },
} as const satisfies Record<Role, RoleEntry>;
/** Who acts: a person in a role, this program by itself, or somebody from the public with a tracking code. */
export type ActingRole = Role | "system" | "public";

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}

export function isOrganisationKind(text: string): text is OrganisationKind {
  return Object.hasOwn(ORGANISATION_KINDS, text);
}
