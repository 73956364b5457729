/**
 * What a country's law, regulators and practice set: clocks, powers, roles, words and metrics, as data. Every value says
 * what it rests on and how firmly (`status`), so that an assumption is never read as law. A profile is valid for a period;
 * a matter is judged under the one in force when it began. How it is read from files is in jurisdiction-schema.ts and
 * jurisdiction-assemble.ts; what is done with it is left to the operations.
 */
import type { IsoDay, WorkCalendar } from "./calendar.ts";
import type { Deadline, Duration, Offset } from "./deadline.ts";
import type {
  AssetKind,
  AutomaticStep,
  BasicNeed,
  Channel,
  DeadlineKey,
  Guard,
  ListRuleKind,
  MeasureKind,
  MeasureScope,
  OnExpiry,
  RoleId,
  Tactic,
  TextKey,
  TriageMeasure,
  WarningLevel,
} from "./jurisdiction-words.ts";
import type { ScamCategory } from "./scam-category.ts";
import type { TerritoryScheme } from "./territory.ts";
import type { Bilingual, Stage } from "./verdict.ts";

/** From firm to soft: a law; a rule of a regulator or ministry; what is done; what we chose. */
export const VALUE_STATUSES = ["statute", "regulator", "practice", "assumed"] as const;
export type ValueStatus = (typeof VALUE_STATUSES)[number];

export interface Cited {
  readonly status: ValueStatus;
  /** Key of the profile's `sources`. */
  readonly basis: string;
  /** When somebody has to look at the value again. */
  readonly reviewOn: IsoDay;
  readonly note?: Bilingual;
}

export interface Source {
  readonly kind: ValueStatus;
  readonly title: Bilingual;
  /** What of it was read: the text itself, an official page, press, a copy elsewhere, or nothing but memory. */
  readonly read: "full-text" | "official-page" | "press" | "copy" | "own-decision";
  readonly url?: string;
  readonly note?: Bilingual;
}

export interface DeadlineRule extends Cited {
  readonly key: DeadlineKey;
  readonly title: Bilingual;
  readonly duration: Duration;
  /** What starts the clock. */
  readonly starts: Bilingual;
  readonly onExpiry: OnExpiry;
  /** The end of a restriction: it ends at the earliest instant that any reading allows. */
  readonly restricts: boolean;
  readonly remind: readonly Offset[];
}

/** A due time of one rule, with everything to store. */
export interface DueDate {
  readonly rule: DeadlineRule;
  readonly deadline: Deadline;
  /** What to act on: the earliest instant for restrictions, the rolled one for everything else. */
  readonly dueAtMs: number;
  readonly remindAtMs: readonly number[];
}

// --- measures --------------------------------------------------------------------------------------------------------

/** The power behind a measure: a law or a regulator's rule, or the person's own consent. Practice is not a power. */
export type Authority = ({ readonly kind: "law" } & Cited) | ({ readonly kind: "consent" } & Cited);

/** What the law itself says about how long. Without a legal number ours may only make the power smaller. */
export type LawLimit =
  /** The law gives the measure's duration; the clock's own citation is the proof. */
  { readonly kind: "given" } | ({ readonly kind: "at-most"; readonly duration: Duration } & Cited) | { readonly kind: "silent"; readonly note: Bilingual };

export interface RoundRule extends Cited {
  readonly max: number;
  readonly per: "account" | "person" | "number";
  /** Rounds within this window count together, whoever asked. */
  readonly window: DeadlineKey;
}

export interface AssetRule extends Cited {
  readonly approver: RoleId;
  readonly duration: DeadlineKey;
}

export interface NeedsRule extends Cited {
  readonly needs: readonly BasicNeed[];
  /** Money that arrives is still credited. */
  readonly creditsArrive: boolean;
}

export interface NoticeRule extends Cited {
  readonly when: "before" | "at-once" | "after";
  /** The latest time when told after; null when told before or at once. */
  readonly within: DeadlineKey | null;
}

export interface AppealRule extends Cited {
  /** Who decides: never who decided the measure. */
  readonly to: readonly RoleId[];
  readonly decide: DeadlineKey;
  readonly next: readonly { readonly to: Bilingual; readonly within: DeadlineKey | null }[];
  /** The whole list: nobody may be asked for another paper. */
  readonly papers: readonly Bilingual[];
}

export interface AllowedMeasure {
  readonly kind: MeasureKind;
  readonly allowed: true;
  readonly authority: Authority;
  /** Who proposes and who approves; always two people. An empty list of approvers: the institution acts by its own power. */
  readonly propose: readonly RoleId[];
  readonly approve: readonly RoleId[];
  readonly execute: readonly RoleId[];
  readonly scope: MeasureScope;
  /** For accounts after the first that the money passed through. */
  readonly scopeBeyondFirstTier: MeasureScope;
  readonly duration: DeadlineKey;
  readonly lawLimit: LawLimit;
  readonly rounds: RoundRule | null;
  readonly renewals: "none" | "before-expiry";
  readonly guards: readonly Guard[];
  readonly needs: NeedsRule;
  readonly notice: NoticeRule;
  readonly appeal: AppealRule;
  /** Ends without anybody: the loader takes nothing else. */
  readonly autoRelease: true;
  /** By what is frozen: who approves, how long. */
  readonly assets: Readonly<Partial<Record<AssetKind, AssetRule>>>;
}

export interface ForbiddenMeasure {
  readonly kind: MeasureKind;
  readonly allowed: false;
  readonly because: Bilingual;
  /** What there is instead, in this country. */
  readonly instead?: MeasureKind;
}

export type MeasureRule = AllowedMeasure | ForbiddenMeasure;

// --- warning ---------------------------------------------------------------------------------------------------------

export interface LevelRule extends Cited {
  readonly automatic: readonly AutomaticStep[];
  /** Null: signed for by the program. */
  readonly sign: DeadlineKey | null;
  readonly contact: DeadlineKey | null;
  readonly contactBy: readonly Channel[];
  readonly visit: { readonly when: "always" | "call-fails" | "refused" | "never"; readonly urban: DeadlineKey | null; readonly rural: DeadlineKey | null };
  readonly recontact: readonly DeadlineKey[];
  readonly ground: Bilingual;
}

export interface WarningRules {
  readonly levels: Readonly<Record<WarningLevel, LevelRule>>;
  /** Which channel follows when one fails. */
  readonly ladder: readonly Channel[];
  /** The official sender that people see, and that they can check. */
  readonly senders: Readonly<Record<"sms" | "call", string>>;
  readonly contactCap: Cited & { readonly perPersonAndDay: number; readonly liftedWhenLevelRises: boolean };
  readonly tactics: Readonly<Record<Tactic, Cited & { readonly levels: readonly WarningLevel[] }>>;
  /** Below this share of true warnings a rule falls back to shadow mode. */
  readonly precisionFloors: Readonly<Record<"urgent" | "flag" | "block", Cited & { readonly permille: number }>>;
}

// --- the rest --------------------------------------------------------------------------------------------------------

export interface OpeningRule extends Cited {
  /** The rule of the rulepack that it sets a number for, `O01`; a letter behind it tells two numbers of one rule apart. */
  readonly rule: string;
  readonly title: Bilingual;
  readonly max: number | null;
  /** What a counter may do on it. `ask`: question and offer an alternative; alone it refuses nobody. */
  readonly effect: "refuse" | "limit" | "reverify" | "ask";
}

export interface ListRule extends Cited {
  readonly life: DeadlineKey;
  /** When somebody has to look at it again: within the first half of its life. */
  readonly review: DeadlineKey;
  readonly recheck: DeadlineKey | null;
}

/** What signs have to amount to where no decision stands behind an entry. */
export interface ListEvidenceRule extends Cited {
  /** Independent channels in which signs show, reports not counted. */
  readonly familiesMin: number;
  /** From this score on they carry a block. */
  readonly blockScorePermille: number;
}

export interface Helpline extends Cited {
  readonly number: string;
  readonly title: Bilingual;
  /** May stand in texts as the number to call back. */
  readonly callBack: boolean;
}

export interface MetricRule extends Cited {
  readonly key: string;
  readonly title: Bilingual;
  readonly formula: Bilingual;
  readonly unit: "permille" | "count" | "ms" | "minor" | "ratio";
  readonly alarm: { readonly when: "above" | "below"; readonly value: number } | null;
  /** What the whole country's figure for a year can be at all, in ones or the smallest unit: beyond it a unit is wrong. */
  readonly plausible?: { readonly perYearAtLeast: number; readonly perYearAtMost: number };
}

export interface RetentionRule extends Cited {
  readonly title: Bilingual;
  readonly keep: DeadlineKey;
}

/** From such a size on a report is known to weigh more. A hint for who looks first, never a condition for help. */
export interface TriageHint extends Cited {
  readonly of: TriageMeasure;
  /** Losses in the smallest unit of the profile's currency; otherwise a count. */
  readonly atLeast: bigint;
  readonly title: Bilingual;
}

export interface ReimbursementRule extends Cited {
  readonly maxMinor: bigint;
  readonly excessMaxMinor: bigint;
  readonly excessSparesVulnerable: boolean;
  /** Share borne by the sending side, in permille. */
  readonly sendingSharePermille: number;
  readonly pay: DeadlineKey;
  readonly stopClockMax: DeadlineKey;
  readonly claimWindow: DeadlineKey;
}

/** How frozen money goes back to those who lost it. Null where there is nothing frozen to give back. */
export interface ReturnRule extends Cited {
  readonly propose: readonly RoleId[];
  /** The least head who decides. */
  readonly approve: RoleId;
  /** Who reviews objections; never who proposed the return. */
  readonly review: readonly RoleId[];
  readonly notice: DeadlineKey;
  readonly objection: DeadlineKey;
  readonly decide: DeadlineKey;
  readonly execute: DeadlineKey;
  /** The whole list of what somebody who objects or claims may be asked for. */
  readonly papers: readonly Bilingual[];
}

/** What holds for appeals of every kind, besides each measure's own `appeal`. */
export interface AppealRules extends Cited {
  /** Measures whose appeals are decided by another unit, not only by another person. */
  readonly otherUnit: readonly MeasureKind[];
  /** Fast lane for whoever was paid in good faith: for which measures, by when. */
  readonly goodFaith: { readonly measures: readonly MeasureKind[]; readonly decide: DeadlineKey };
  /** Appeals about list entries, by what the entry names. */
  readonly entries: { readonly number: DeadlineKey; readonly account: DeadlineKey; readonly other: DeadlineKey };
  /** Appeals about an opening that was refused or limited, by whose product it is. */
  readonly openings: { readonly bank: AppealRule; readonly telco: AppealRule };
}

export interface ComplaintRules extends Cited {
  readonly answerBy: readonly RoleId[];
  /** About how a measure was handled. */
  readonly measures: Readonly<Partial<Record<MeasureKind, DeadlineKey>>>;
  readonly other: DeadlineKey;
  readonly next: readonly { readonly to: Bilingual; readonly within: DeadlineKey | null }[];
}

/** Interest that a sum would have borne, by the rate in force on each day. */
export interface InterestRule extends Cited {
  readonly daysPerYear: number;
  /** From their day on, oldest first; parts of a million a year. */
  readonly rates: readonly { readonly from: IsoDay; readonly annualPpm: number }[];
}

export interface CompensationRules extends Cited {
  /** Who decides: never who decided what is compensated. */
  readonly decideBy: readonly RoleId[];
  readonly claim: DeadlineKey;
  readonly decide: DeadlineKey;
  readonly pay: DeadlineKey;
  readonly next: readonly { readonly to: Bilingual; readonly within: DeadlineKey | null }[];
  /** Null: nothing is computed here; the institution says what the delay cost. */
  readonly interest: InterestRule | null;
}

/** Where a role sits: what the country calls it is in `wording.roles`. */
export interface RoleBinding extends Cited {
  readonly tiers: readonly string[];
}

/** Names as the country uses them. */
export interface Wording {
  readonly measures: Readonly<Record<MeasureKind, Bilingual>>;
  readonly roles: Readonly<Record<RoleId, Bilingual>>;
  readonly levels: Readonly<Record<WarningLevel, Bilingual>>;
  readonly channels: Readonly<Record<Channel, Bilingual>>;
  readonly tiers: Readonly<Record<string, Bilingual>>;
  readonly needs: Readonly<Record<BasicNeed, Bilingual>>;
  readonly assets: Readonly<Record<AssetKind, Bilingual>>;
  readonly statuses: Readonly<Record<ValueStatus, Bilingual>>;
  readonly categories: Readonly<Record<ScamCategory, Bilingual>>;
  /** The country's own coarser classes, e.g. the eight of UK Finance; null where it has none. */
  readonly groups: Readonly<Record<ScamCategory, Bilingual | null>>;
  readonly stages: Readonly<Record<Stage, Bilingual>>;
}

export interface NoticeText extends Bilingual {
  readonly key: TextKey;
  /** Names between braces, the same in both languages. */
  readonly slots: readonly string[];
}

export interface JurisdictionProfile {
  /** `CN`, `UK`. */
  readonly id: string;
  readonly title: Bilingual;
  /** First day of validity in the profile's zone; also the version's name. */
  readonly validFrom: IsoDay;
  readonly languages: readonly string[];
  readonly currency: string;
  readonly timeZone: string;
  readonly calendar: WorkCalendar;
  readonly territory: TerritoryScheme;
  readonly sources: Readonly<Record<string, Source>>;
  readonly roles: Readonly<Partial<Record<RoleId, RoleBinding>>>;
  readonly deadlines: Readonly<Partial<Record<DeadlineKey, DeadlineRule>>>;
  readonly measures: Readonly<Record<MeasureKind, MeasureRule>>;
  readonly warning: WarningRules;
  readonly opening: readonly OpeningRule[];
  /** Lives of entries by kind: all of them where list entries are allowed. */
  readonly lists: Readonly<Partial<Record<ListRuleKind, ListRule>>>;
  /** Null where there are no list entries. */
  readonly listEvidence: ListEvidenceRule | null;
  readonly helplines: readonly Helpline[];
  readonly metrics: readonly MetricRule[];
  readonly retention: readonly RetentionRule[];
  readonly triage: readonly TriageHint[];
  readonly reimbursement: ReimbursementRule | null;
  readonly returns: ReturnRule | null;
  readonly appeals: AppealRules;
  readonly complaints: ComplaintRules;
  readonly compensation: CompensationRules;
  readonly wording: Wording;
  readonly texts: Readonly<Partial<Record<TextKey, NoticeText>>>;

  /** The clock of a key. Where the country has none: a `limit-of-law` problem, so ask `deadlines[key]` when that is normal. */
  deadline(key: DeadlineKey): DeadlineRule;
  /** When something that starts now is due, with reminders. */
  due(key: DeadlineKey, startMs: number): DueDate;
  /** The rule of a measure that may be used. Where it may not: a `limit-of-law` problem with the country's reason. */
  allowed(kind: MeasureKind): AllowedMeasure;
  /** The text of a key; it exists for every notice of an allowed measure. */
  text(key: TextKey): NoticeText;
}
