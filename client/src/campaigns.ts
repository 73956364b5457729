/**
 * Cluster campaigns, their leads and special operations: what their bodies hold, and the routes that only they have (the leads
 * of a campaign wherever they are worked on, figures as of a cut-off). Lists, one matter and commands are the desk's.
 */
import type {
  ACTION_WORDS,
  FINDING_WORDS,
  GOAL_WORDS,
  GROUP_WORDS,
  OBJECTIVE_WORDS,
  PART_WORDS,
  SEGMENT_WORDS,
  SETTLEMENT_WORDS,
  STATUS_WORDS,
} from "./campaign-words.generated.ts";
import type * as words from "./campaign-words.generated.ts";
import type { DuanliuClient } from "./client.ts";
import type { DeadlineView, Matter, PersonalRef } from "./desk-types.ts";
import type { Bilingual } from "./types.ts";

export type Objective = keyof typeof OBJECTIVE_WORDS;
export type Segment = keyof typeof SEGMENT_WORDS;
export type GroupType = keyof typeof GROUP_WORDS;
export type LeadFinding = keyof typeof FINDING_WORDS;
export type LeadAction = keyof typeof ACTION_WORDS;
export type Settlement = keyof typeof SETTLEMENT_WORDS;
export type PersonStatus = keyof typeof STATUS_WORDS;
export type PersonPart = keyof typeof PART_WORDS;
export type GoalMeasure = keyof typeof GOAL_WORDS;

export interface CampaignApproval {
  /** The place that was approved; empty for the whole country. */
  readonly span: string;
  readonly tier: string;
  readonly role: string;
  readonly org: string;
  readonly atMs: number;
}

export interface OperationConflict {
  readonly key: string;
  readonly type: string;
  readonly masked: string;
  readonly lead: string;
  readonly unit: string;
  readonly otherLead: string;
  readonly otherUnit: string;
  readonly sameCampaign: boolean;
  readonly foundAtMs: number;
  readonly settled: { readonly how: Settlement; readonly by: string; readonly org: string; readonly note: string; readonly atMs: number } | null;
}

export interface TakeDownWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface LeadCounts {
  readonly issued: number;
  readonly signed: number;
  readonly signedInTime: number;
  readonly verified: Readonly<Record<LeadFinding, number>>;
  readonly acted: number;
  readonly actedEarly: number;
  readonly returned: number;
  readonly withdrawn: number;
  /** How often a clock ran out, and how often somebody above stepped in. */
  readonly overdue: number;
  readonly supervised: number;
}

export interface RollUp {
  /** What was recorded after it is not in the figures. */
  readonly cutOffMs: number;
  readonly leads: LeadCounts;
  readonly persons: Readonly<Record<PersonStatus, number>>;
  readonly principalsCaught: number;
  readonly dens: number;
  readonly platforms: number;
  readonly devices: number;
  readonly money: readonly { readonly currency: string; readonly amountMinor: string }[];
  readonly provinces: readonly string[];
  readonly byUnit: readonly (LeadCounts & { readonly org: string })[];
}

export interface CampaignBody {
  readonly name: string;
  readonly idea: string;
  readonly objectives: readonly Objective[];
  readonly series: readonly string[];
  readonly cases: readonly string[];
  readonly plan: { readonly text: string; readonly span: string; readonly leads: number; readonly atMs: number } | null;
  readonly approved: CampaignApproval | null;
  readonly issues: readonly { readonly atMs: number; readonly leads: number; readonly units: number }[];
  readonly window: TakeDownWindow | null;
  readonly begunAtMs: number | null;
  readonly checkedAtMs: number | null;
  readonly conflicts: readonly OperationConflict[];
  readonly assessments: readonly { readonly summary: string; readonly lessons: string; readonly unfinished: string | null; readonly rollUp: RollUp }[];
  readonly outcome: string | null;
}

/** Everything that counts about a lead, in order. */
export type LeadStep =
  | { readonly what: "issued" | "passed-on"; readonly atMs: number; readonly org: string; readonly territory: string }
  | { readonly what: "signed"; readonly atMs: number; readonly inTime: boolean }
  | { readonly what: "verified"; readonly atMs: number; readonly finding: LeadFinding }
  | { readonly what: "acted"; readonly atMs: number; readonly action: LeadAction; readonly early: boolean }
  | { readonly what: "returned" | "sent-back" | "withdrawn" | "closed"; readonly atMs: number }
  | { readonly what: "overdue"; readonly atMs: number; readonly key: string; readonly to: string | null }
  | { readonly what: "supervised"; readonly atMs: number; readonly org: string };

export interface RingValue {
  readonly ring: string;
  readonly model: string;
  readonly scorePermille: number;
  readonly accounts: number;
  readonly because: string;
}

/** What a lead rests on; of a protected source the unit that works on it sees that there is one, and `words` say so. */
export interface LeadEvidence {
  readonly kind: "matter" | "ring" | "document" | "statement" | "call-record" | "photo";
  readonly ref: string | null;
  readonly disclosable: boolean;
  readonly ring: RingValue | null;
  readonly words?: Bilingual;
}

export interface LeadResult {
  readonly atMs: number;
  readonly persons: readonly { readonly person: PersonalRef; readonly case: string | null; readonly status: PersonStatus; readonly part: PersonPart }[];
  readonly dens: readonly PersonalRef[];
  readonly platforms: readonly PersonalRef[];
  readonly devices: readonly { readonly kind: string; readonly device: PersonalRef | null; readonly count: number }[];
  readonly money: readonly { readonly kind: string; readonly account: PersonalRef | null; readonly amountMinor: string; readonly currency: string }[];
}

export interface LeadBody {
  readonly campaign: string;
  readonly campaignName: string;
  /** Unit that leads the campaign and hears of the result. */
  readonly leadOrg: string;
  readonly objective: Objective;
  readonly segment: Segment | null;
  readonly group: GroupType | null;
  readonly task: string;
  readonly intelligence: string;
  readonly subjects: readonly { readonly ref: PersonalRef; readonly role: Objective | "involved" }[];
  readonly evidence: readonly LeadEvidence[];
  readonly target: string;
  readonly window: TakeDownWindow | null;
  readonly begunAtMs: number | null;
  readonly steps: readonly LeadStep[];
  readonly verification: { readonly finding: LeadFinding; readonly note: string; readonly involved: readonly string[]; readonly atMs: number } | null;
  readonly results: readonly LeadResult[];
  readonly remarks: readonly { readonly atMs: number; readonly org: string; readonly text: string }[];
  readonly passedOn: number;
  readonly outcome: string | null;
}

/** A lead as whoever leads its campaign sees it: with its clocks, without what may be done, which is its unit's. */
export type CampaignLead = Omit<Matter<LeadBody>, "commands"> & { readonly deadlines: readonly DeadlineView[] };

export interface GoalProgress {
  readonly objective: Objective;
  readonly measure: GoalMeasure;
  readonly target: string;
  readonly reached: string;
  readonly unit: "count" | "minor";
  /** Of money. */
  readonly currency: string | null;
}

export interface OperationFigures {
  readonly cutOffMs: number;
  readonly campaigns: number;
  readonly cases: number;
  readonly rollUp: RollUp;
  readonly progress: readonly GoalProgress[];
  /** What its cases took from people, and what of that was taken back as wrong. */
  readonly rights: { readonly restrictions: number; readonly liftedAsWrong: number };
}

export interface OperationBody {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly goals: readonly { readonly objective: Objective; readonly measure: GoalMeasure; readonly target: string }[];
  readonly currency: string;
  readonly units: readonly string[];
  readonly cases: readonly string[];
  readonly approved: CampaignApproval | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly assessments: readonly { readonly summary: string; readonly lessons: string; readonly figures: OperationFigures }[];
  readonly outcome: string | null;
}

/** Figures of now beside those of the last assessment: what arrives late changes the first and never the second. */
export interface FiguresBeside<T> {
  readonly figures: T;
  readonly assessed: T | null;
}

/** At most so many at a time. */
const PAGE = 200;

export class CampaignClient {
  readonly #client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.#client = client;
  }

  /** Leads of a campaign, the oldest first, page by page; for whoever sees the campaign. */
  leads(campaign: string, after: string | null = null, signal?: AbortSignal): Promise<{ readonly items: readonly CampaignLead[]; readonly next: string | null }> {
    const query = new URLSearchParams({ limit: String(PAGE), ...(after === null ? {} : { after }) });
    return this.#client.get(`/v1/campaigns/${encodeURIComponent(campaign)}/leads?${query.toString()}`, signal);
  }

  rollUp(campaign: string, signal?: AbortSignal): Promise<FiguresBeside<RollUp>> {
    return this.#client.get(`/v1/campaigns/${encodeURIComponent(campaign)}/roll-up`, signal);
  }

  operationRollUp(operation: string, signal?: AbortSignal): Promise<FiguresBeside<OperationFigures>> {
    return this.#client.get(`/v1/operations/${encodeURIComponent(operation)}/roll-up`, signal);
  }
}

/** Words of what campaigns, leads and operations choose from. */
export type CampaignWords = typeof words;

export async function loadCampaignWords(): Promise<CampaignWords> {
  return import("./campaign-words.generated.ts");
}
