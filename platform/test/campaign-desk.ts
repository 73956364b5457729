/** Short ways to campaigns for tests: an idea, its leads in three places, approval, packages, results. Everything goes through the real desk. */
import { authorise, type Scope } from "../src/access/scope.ts";
import type { CampaignMatter } from "../src/campaigns/campaign/decide.ts";
import { campaign } from "../src/campaigns/campaign/kind.ts";
import type { LeadMatter } from "../src/campaigns/lead/decide.ts";
import { lead } from "../src/campaigns/lead/kind.ts";
import type { MatterId } from "../src/domain/matter.ts";
import type { Room } from "./case-room.ts";
import { instantOf } from "./report-desk.ts";

export const YIWU = "33/3307/330782";
export const SHINAN = "37/3702/370202";
export const SHIBEI = "37/3702/370203";

export type LeadDraft = NonNullable<(typeof lead)["draft"]>;

export const NOTHING = { persons: [], dens: [], platforms: [], devices: [], money: [] };

export function leadDraft(of: MatterId, territory: string, more: Partial<LeadDraft> = {}): LeadDraft {
  return {
    campaign: of,
    objective: "den",
    task: "find out whether calls are made from there, and secure evidence",
    intelligence: "three accounts of one series were used from there in one night",
    subjects: [{ of: { type: "address", value: `room 1, house 1, ${territory}` }, role: "den" }],
    evidence: [{ kind: "document", ref: "analysis 12", disclosable: true }],
    territory,
    ...more,
  };
}

export const ministry = (room: Room, n = 1): Scope => room.as("analyst", "org_ministry", n);
export const chief = (room: Room): Scope => room.as("provinceChief", "org_ministry");
export const officerOf = (room: Room, org: string): Scope => (org === "org_gd" ? GD_OFFICER : room.as("caseOfficer", org));

/** A third province: the room has two. */
export const GUANGDONG = "44";
const GD_NAME = { zh: "广东省反诈中心", en: "Guangdong anti-fraud centre" };
const GD_OFFICER = authorise({ kind: "user", user: "usr_gd", org: "org_gd", orgName: GD_NAME, orgKind: "police", roles: ["caseOfficer"], territory: GUANGDONG }, ["caseOfficer"]);

export async function thirdProvince(room: Room): Promise<void> {
  await room.store.transaction(async (sql) => {
    await sql.query(
      "insert into organisation (id, kind, level, name_zh, name_en, territory, parent, created_at_ms) values ('org_gd', 'police', 'province', $1, $2, $3, 'org_ministry', 0)",
      [GD_NAME.zh, GD_NAME.en, GUANGDONG],
    );
    await sql.query("insert into app_user (id, login, name, org, roles, created_at_ms) values ('usr_gd', 'usr_gd', 'usr_gd', 'org_gd', array['caseOfficer'], 0)");
  });
}

export async function idea(room: Room, who: Scope = ministry(room), more: object = {}): Promise<CampaignMatter> {
  return room.open(campaign, who, { name: "清风一号", idea: "one group behind several series", objectives: ["den", "money"], ...more });
}

export async function drafted(room: Room, of: MatterId, territory: string, more: Partial<LeadDraft> = {}, who: Scope = ministry(room)): Promise<LeadMatter> {
  return room.open(lead, who, leadDraft(of, territory, more));
}

/** Applied for and approved by the ministry, with leads in the places. */
export async function approved(
  room: Room,
  places: readonly string[],
  more: readonly Partial<LeadDraft>[] = [],
): Promise<{ readonly id: MatterId; readonly leads: readonly LeadMatter[] }> {
  const { id } = await idea(room);
  const leads: LeadMatter[] = [];
  for (const [i, place] of places.entries()) leads.push(await drafted(room, id, place, more[i] ?? { subjects: [{ of: { type: "address", value: `house ${i}` }, role: "den" }] }));
  await room.act(campaign, ministry(room), id, "apply", { plan: "verify everywhere, act on one day" });
  await room.act(campaign, chief(room), id, "approve");
  return { id, leads };
}

export async function issued(
  room: Room,
  places: readonly string[],
  more: readonly Partial<LeadDraft>[] = [],
): Promise<{ readonly id: MatterId; readonly leads: readonly LeadMatter[] }> {
  const { id, leads } = await approved(room, places, more);
  await room.act(campaign, ministry(room), id, "issue");
  await room.settle();
  return { id, leads: await Promise.all(leads.map((one) => room.get(lead, one.id))) };
}

/** Signed for and verified by the unit that has it. */
export async function verified(room: Room, id: MatterId, finding: "true" | "partly" | "false" = "true", involved: readonly string[] = []): Promise<LeadMatter> {
  const { org } = await room.get(lead, id);
  await room.act(lead, officerOf(room, org), id, "sign");
  return room.act(lead, officerOf(room, org), id, "verify", { finding, note: "looked into", involved });
}

export async function returned(room: Room, id: MatterId, result: object = {}): Promise<LeadMatter> {
  const { org } = await room.get(lead, id);
  return room.act(lead, officerOf(room, org), id, "return", { result: { ...NOTHING, ...result }, note: "done" });
}

/** The day is set for now and begins. */
export async function begun(room: Room, id: MatterId): Promise<void> {
  const from = room.world.nowMs() + 60_000;
  await room.act(campaign, chief(room), id, "set-window", { from: instantOf(from), until: instantOf(from + 86_400_000) });
  await room.pass(60_000);
  await room.act(campaign, chief(room), id, "take-down");
  await room.settle();
}
