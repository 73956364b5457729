/**
 * Those who strike together in the sample town: an analyst of the city makes a campaign of what was analysed, the head of the
 * city approves it, units sign for their leads, verify and return some; reports that are accepted meanwhile become further leads.
 * The take-down, its day, and what two units both work on are left to whoever is at the console. Runs have no such party.
 */
import type { Report } from "../../cases/report/report.ts";
import type { Prng } from "../../base/prng.ts";
import type { Lead } from "../../campaigns/lead/lead.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { Officer, Unit } from "../country.ts";
import { DAY, type Party, type Scene } from "../scene.ts";

/** Leads that reports are made into, besides those that the campaign begins with. */
const FURTHER_MAX = 2;

export class CampaignStaff implements Party {
  readonly name = "campaign-staff";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #leaves: number;
  /** Accounts through which stolen money goes, as the analysts have them from the banks' answers. */
  readonly #accounts: readonly string[];
  /** Campaigns and operations of the sample's own making. */
  readonly #own = new Set<MatterId>();
  /** The state in which a matter was seen last. */
  readonly #seen = new Map<MatterId, string>();
  #campaign: MatterId | null = null;
  #further = 0;

  constructor(scene: Scene, accounts: readonly string[], leaves: number) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("campaign-staff");
    this.#accounts = accounts;
    this.#leaves = leaves;
  }

  /** One campaign at a time, also when the town is played again. */
  begin(): void {
    const analyst = this.#leader();
    if (analyst !== undefined) this.#scene.giveTo(analyst, 2, (officer) => this.#propose(officer));
  }

  changed(change: Change): void {
    const { kind, id, state } = change;
    if (kind === "report" && state === "accepted") this.#addLead(change);
    if ((kind === "campaign" || kind === "operation") && this.#own.has(id) && this.#isNews(change)) this.#lead(change);
    if (kind === "lead" && this.#isNews(change)) this.#work(change);
    if (id === this.#campaign && ["declined", "cancelled", "take-down"].includes(state)) this.#campaign = null;
  }

  /** Told of a state once, however often it is said. */
  #isNews({ id, state }: Change): boolean {
    if (this.#seen.get(id) === state) return false;
    this.#seen.set(id, state);
    return true;
  }

  /** Where there is somebody to propose it and somebody else to approve it. */
  #leader(): Officer | undefined {
    const { officers } = this.#scene.country;
    return officers.find((one) => one.roles.includes("analyst") && officers.some((other) => other.org === one.org && other.roles.includes("cityChief")));
  }

  async #propose(officer: Officer): Promise<void> {
    const scene = this.#scene;
    const open = await scene.attempt(() => scene.desk.list(officer.scope, { kind: "campaign", open: true, org: officer.org, limit: 1 }));
    if (open === null || open.matters.length > 0) return;
    const nowMs = scene.nowMs();
    const operation = await scene.open(officer.scope, "operation", {
      name: "断流",
      from: new Date(nowMs).toISOString(),
      until: new Date(nowMs + 90 * DAY).toISOString(),
      goals: [
        { objective: "den", measure: "dens-closed", target: "3" },
        { objective: "money", measure: "laundering-groups", target: "4" },
        { objective: "money", measure: "money-returned", target: "20000000" },
      ],
      units: this.#districts(officer).map(({ id }) => id),
    });
    if (operation !== null) this.#own.add(operation.id);
    const campaign = await scene.open(officer.scope, "campaign", {
      name: "清风一号",
      idea: "几起报案的钱进了同一批收款账户，话术相近，疑似同一团伙在两区收卡取款。",
      objectives: ["money", "den"],
      ...(operation === null ? {} : { operation: operation.id }),
    });
    if (campaign === null) return;
    this.#own.add(campaign.id);
    this.#campaign = campaign.id;
    await this.#draft(officer, campaign.id);
    await scene.act(officer.scope, "campaign", campaign.id, "apply", { plan: "各区先核查账户与窝点，不惊动；查实后定同一天收网。" });
    if (operation !== null) this.#head(operation.org, 3, (head) => scene.act(head.scope, "operation", operation.id, "approve"));
  }

  /** Units below with officers who work on cases. */
  #districts(officer: Officer): readonly Unit[] {
    const { units, officers } = this.#scene.country;
    return units.filter((unit) => unit.parent === officer.org && officers.some((one) => one.org === unit.id && one.roles.includes("caseOfficer")));
  }

  /** Each place gets accounts of its own, and all get one besides: what belongs to two units shows as a conflict. */
  async #draft(officer: Officer, campaign: MatterId): Promise<void> {
    const places = this.#districts(officer).map(({ territory }) => territory);
    const [shared, ...others] = this.#accounts;
    for (const [n, territory] of places.entries()) {
      const own = others.filter((_, i) => i % places.length === n).slice(0, 2);
      for (const account of [...(shared === undefined ? [] : [shared]), ...own]) {
        await this.#scene.open(officer.scope, "lead", {
          ...MONEY,
          campaign,
          subjects: [{ of: { type: "account", value: account }, role: "money" }],
          evidence: [{ kind: "document", ref: "研判报告（示例）1 号", disclosable: account !== shared }],
          territory,
        });
      }
    }
    const place = places.at(-1);
    if (place === undefined) return;
    await this.#scene.open(officer.scope, "lead", {
      campaign,
      objective: "den",
      group: "call-site",
      task: "摸排该处是否有人批量拨打电话，记录进出人员和车辆，等候统一收网。",
      intelligence: "多张涉案电话卡在该处附近开机，夜间通话集中。",
      subjects: [{ of: { type: "address", value: "示例路 9 号 3 层" }, role: "den" }],
      evidence: [{ kind: "call-record", ref: "通话记录（示例）3 号", disclosable: false }],
      territory: place,
    });
  }

  /** Somebody reported what they paid: where it went is one more lead, to the unit of the place. */
  #addLead({ id: report, territory }: Change): void {
    const campaign = this.#campaign;
    const leader = this.#leader();
    if (campaign === null || leader === undefined || this.#further >= FURTHER_MAX) return;
    this.#scene.give(leader.org, ["analyst"], 2, async (officer) => {
      const found = (await this.#scene.find(officer.scope, report)) as Matter<Report> | null;
      const token = found?.body.payments[0]?.to.token;
      if (token === undefined || this.#further >= FURTHER_MAX) return;
      this.#further += 1;
      await this.#scene.open(officer.scope, "lead", {
        ...MONEY,
        campaign,
        subjects: [{ of: { matter: report, token }, role: "money" }],
        evidence: [{ kind: "matter", ref: report, disclosable: true }],
        territory,
      });
      // Before it is approved they go out with the first package.
      await this.#scene.act(officer.scope, "campaign", campaign, "issue");
    });
  }

  /** What the unit that leads does next. */
  #lead({ kind, id, org, state }: Change): void {
    const scene = this.#scene;
    const analyst = (minutes: number, command: string): void => scene.give(org, ["analyst"], minutes, async (officer) => void (await scene.act(officer.scope, kind, id, command)));
    if (kind === "operation" && state === "approved") analyst(1, "start");
    if (kind !== "campaign") return;
    if (state === "applied") this.#head(org, 4, (head) => scene.act(head.scope, "campaign", id, "approve", { note: "同意，先核查后收网" }));
    if (state === "approved") analyst(1, "issue");
    if (state === "verifying") analyst(6, "find-conflicts");
  }

  #head(org: string, minutes: number, act: (head: Officer) => Promise<unknown>): void {
    this.#scene.give(org, ["cityChief"], minutes, async (head) => void (await act(head)));
  }

  /** What the unit that has a lead does next: not with all, and slowly enough that every state is there to be seen. */
  #work({ id, org, state }: Change): void {
    const scene = this.#scene;
    if (!["issued", "signed", "verified"].includes(state) || this.#prng.chance(this.#leaves)) return;
    // Signing and verifying are for whoever analyses, so that case work goes on beside it; results are returned by case officers.
    const returns = state === "verified";
    const officer = scene.officerFor(org, [returns ? "caseOfficer" : "analyst"]);
    if (officer === null || officer.org !== org) return;
    const act = async ({ scope }: Officer): Promise<void> => {
      const lead = (await scene.find(scope, id)) as Matter<Lead> | null;
      if (lead?.state !== state) return;
      if (state === "issued") await scene.act(scope, "lead", id, "sign");
      else if (returns) await this.#return(scope, lead);
      else await this.#verify(scope, lead);
    };
    const minutes = (state === "issued" ? 2 : 4) + this.#prng.exponential(2);
    if (state === "issued") scene.give(org, ["analyst"], minutes, act);
    else scene.giveTo(officer, minutes, act);
  }

  async #verify(scope: Officer["scope"], { id, body }: Matter<Lead>): Promise<void> {
    const { finding, note } = this.#prng.pick(FINDINGS);
    const involved = finding === "true" ? body.subjects.map(({ ref }) => ref.token) : [];
    await this.#scene.act(scope, "lead", id, "verify", { finding, note, involved });
  }

  async #return(scope: Officer["scope"], { id, body }: Matter<Lead>): Promise<void> {
    const untrue = body.verification?.finding === "false";
    const den = body.objective === "den";
    const found = den
      ? { dens: [{ address: "示例路 9 号 3 层" }], devices: [{ kind: "phone", count: 6 }] }
      : { money: [{ kind: "account", amountMinor: "1830000", currency: "CNY" }] };
    await this.#scene.act(scope, "lead", id, "return", { result: untrue ? {} : found, note: untrue ? "经查无关，建议不再使用该线索" : "已固定取款录像，人员身份待查" });
  }
}

const FINDINGS = [
  { finding: "true", note: "账户由他人使用，取款地点固定，与其他报案一致" },
  { finding: "true", note: "开户人称已出售银行卡，能说明收卡人特征" },
  { finding: "partly", note: "账户确有异常，是否同一团伙尚待查" },
  { finding: "false", note: "账户持有人为正常经营，收款为货款" },
] as const;

const MONEY = {
  objective: "money",
  segment: "money",
  group: "points-running",
  task: "核查该收款账户由谁使用、钱从哪里取走，固定取款录像和开户资料，暂不接触。",
  intelligence: "受害人付款后数分钟内转出；同批账户在相近时间、相近地点登录。",
} as const;
