/**
 * The words a jurisdiction's profile is written in: measures and what is told about them, clocks, guards, roles, levels.
 * They are closed lists, so that a profile with a misspelt word does not load and code that forgets one does not compile.
 * What a word means in a country, and how long and who, is left to the profile.
 */
import type { ScamCategory } from "./scam-category.ts";
import type { Bilingual, Stage } from "./verdict.ts";

/** What limits somebody's rights. A profile has a rule for each, if only that it is not allowed and why. */
export const MEASURE_KINDS = [
  "stop-payment",
  "freeze",
  "protective-stop",
  "transaction-hold",
  "payment-delay",
  "number-action",
  "line-suspension",
  "list-entry",
  "takedown",
  "sanction",
] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];

/** What the person concerned is told, by measure. The first list limits; the second gives back. */
export const MEASURE_NOTICES = {
  "stop-payment": { limits: ["stopped", "extended", "second-round", "allowance-refused"], gives: ["released", "expired", "reduced", "allowance", "others-remain"] },
  freeze: { limits: ["frozen", "queued", "renewed", "allowance-refused"], gives: ["reduced", "lifted", "lapsed", "returned", "allowance", "others-remain"] },
  "protective-stop": { limits: ["started", "allowance-refused", "release-refused"], gives: ["varied", "cancelled", "expired", "others-remain"] },
  "transaction-hold": { limits: ["held", "refused"], gives: ["released", "expired", "cancelled"] },
  "payment-delay": { limits: ["delayed", "refused"], gives: ["released", "expired", "cancelled"] },
  "number-action": { limits: ["reverify", "announced", "restricted", "restricted-incoming", "suspended"], gives: ["restored", "withdrawn"] },
  "line-suspension": { limits: ["suspended"], gives: ["restored"] },
  "list-entry": { limits: ["entered", "blocked", "extended"], gives: ["withdrawn", "expired", "lowered"] },
  takedown: { limits: ["ordered"], gives: ["lifted"] },
  sanction: { limits: ["decided"], gives: ["ended"] },
} as const satisfies Record<MeasureKind, { readonly limits: readonly string[]; readonly gives: readonly string[] }>;

export type MeasureTextKey = {
  [K in MeasureKind]: `${K}.${(typeof MEASURE_NOTICES)[K]["limits"][number] | (typeof MEASURE_NOTICES)[K]["gives"][number]}`;
}[MeasureKind];

/** Texts that belong to no single measure, with the slots that each must have. */
export const GENERAL_TEXTS = {
  "appeal.received": ["receipt", "what", "decider", "due", "code"],
  "appeal.papers": ["receipt", "what", "papers", "due"],
  "appeal.suspended": ["receipt", "what", "decider"],
  "appeal.escalated": ["receipt", "what", "decider", "due"],
  "appeal.overdue": ["receipt", "what", "decider", "remedy"],
  "appeal.upheld": ["receipt", "what", "reason", "decider"],
  "appeal.partly": ["receipt", "what", "reason", "decider", "remedy"],
  "appeal.rejected": ["receipt", "what", "reason", "decider", "remedy"],
  "complaint.received": ["receipt", "decider", "due", "code"],
  "complaint.answered": ["receipt", "reason", "decider", "remedy"],
  "complaint.escalated": ["receipt", "decider", "due"],
  "complaint.overdue": ["receipt", "decider", "remedy"],
  "compensation.prepared": ["receipt", "what", "amount", "due", "code"],
  "compensation.received": ["receipt", "what", "decider", "due", "code"],
  "compensation.granted": ["receipt", "amount", "reason", "decider", "remedy"],
  "compensation.refused": ["receipt", "reason", "decider", "remedy"],
  "compensation.overdue": ["receipt", "decider", "remedy"],
  "compensation.paid": ["receipt", "amount", "decider", "contact"],
  "report.receipt": ["receipt", "code", "contact"],
  "report.transferred": ["receipt", "decider", "contact"],
  "report.declined": ["receipt", "reason", "basis", "remedy"],
  "report.case-withdrawn": ["receipt", "decider", "basis", "remedy"],
  "opening.limited": ["what", "reason", "basis", "decider", "remedy"],
  "opening.refused": ["what", "reason", "basis", "decider", "remedy"],
  "opening.overturned": ["what", "reason", "decider", "contact"],
  "refund.public-notice": ["what", "amount", "due", "decider", "remedy", "papers"],
  "refund.paid": ["receipt", "amount", "decider", "contact"],
  "refund.set-aside": ["receipt", "amount", "decider", "due"],
  "refund.objection-decided": ["receipt", "amount", "reason", "decider"],
  "refund.objection-answered": ["receipt", "reason", "decider"],
  "warning.call-back": ["code", "helpline"],
  "warning.false-alarm": ["contact"],
  "warning.after-care": ["helpline"],
  "script.opening": ["officer", "code", "helpline"],
  "script.closing": ["helpline"],
} as const satisfies Record<string, readonly string[]>;
export type GeneralTextKey = keyof typeof GENERAL_TEXTS;

export type TextKey = MeasureTextKey | GeneralTextKey | `warning.sms.${ScamCategory}` | `script.category.${ScamCategory}` | `script.stage.${Stage}`;

/** What a notice that limits must say, and what one that gives back must say. */
export const LIMITING_SLOTS = ["what", "reason", "basis", "duration", "decider", "remedy", "papers"] as const;
export const GIVING_SLOTS = ["what", "reason", "decider", "contact"] as const;

/** Every clock the program may ask for. A profile leaves out those its country does not have. */
export const DEADLINE_KEYS = [
  // Reports and cases
  "report.platformEntry",
  "report.goldenTime",
  "case.transferToCompetent",
  "case.declineNotice",
  "case.declineReviewApply",
  "case.declineReviewDecide",
  "case.withdrawNotice",
  // Stop-payment
  "stop.approve",
  "stop.duration",
  "stop.roundWindow",
  // Freeze
  "freeze.deposit",
  "freeze.depositMajor",
  "freeze.securities",
  "freeze.equityInsurance",
  "freeze.unrelatedRelease",
  "complaint.freezeConduct",
  // Other measures
  "protective.duration",
  "protective.roundWindow",
  "protective.releaseDecision",
  "hold.duration",
  "hold.confirm",
  "payment.delayGrounds",
  "payment.delay",
  "order.answer",
  "order.unanswered",
  "needs.decide",
  "line.suspension",
  "line.releaseDecision",
  "takedown.duration",
  "sanction.term",
  "sanction.termLong",
  "sanction.maxRunning",
  "bank.exitBan2019",
  "notice.delay",
  // Two cards
  "sim.reverify",
  "number.restriction",
  "number.urgentRestriction",
  "restore.online",
  "restore.papers",
  "account.dormantCheck",
  "atm.revocable",
  "opening.newCardWindow",
  "opening.traceBack",
  // List entries
  "list.numberBlock",
  "list.numberFlag",
  "list.urlBlock",
  "list.urlRecheck",
  "list.appBlock",
  "list.accountFlag",
  "list.deviceFlag",
  "list.watch",
  "list.numberBlockReview",
  "list.numberFlagReview",
  "list.urlReview",
  "list.appReview",
  "list.accountFlagReview",
  "list.deviceFlagReview",
  "list.watchReview",
  "list.decide",
  "list.revocationApply",
  "list.revocationAgain",
  // Return of funds
  "refund.bankExecute",
  "refund.publicNotice",
  "refund.objectionReview",
  "refund.decide",
  "reimburse.pay",
  "reimburse.stopClockMax",
  "reimburse.claimWindow",
  // Appeals and complaints, by what is appealed against
  "appeal.stop",
  "appeal.number",
  "appeal.accountFlag",
  "appeal.goodFaith",
  "appeal.bankMeasure",
  "appeal.other",
  "aml.objection",
  "complaint.final",
  "ombudsman.refer",
  "review.apply",
  "review.decide",
  "review.decideSummary",
  "state.compensation",
  "state.compensationHigher",
  "compensation.claim",
  "compensation.pay",
  // Warning and dissuasion
  "warning.merge",
  "warning.urgent.sign",
  "warning.urgent.contact",
  "warning.urgent.visitUrban",
  "warning.urgent.visitRural",
  "warning.urgent.recontact",
  "warning.urgent.recontactLater",
  "warning.high.sign",
  "warning.high.contact",
  "warning.high.visitUrban",
  "warning.high.visitRural",
  "warning.high.recontact",
  "warning.medium.sign",
  "warning.medium.contact",
  "warning.medium.visit",
  "warning.low.expiry",
  "warning.averted",
  // Campaigns, grid and service
  "campaign.leadSign",
  "campaign.leadVerify",
  "campaign.leadReturn",
  "grid.reply",
  "hotline.reply",
  "petition.register",
  "petition.finish",
  "petition.finishExtension",
  // Retention
  "pia.keep",
  "aml.keep",
  "recording.keep",
  "warning.keep",
] as const;
export type DeadlineKey = (typeof DEADLINE_KEYS)[number];

export const ON_EXPIRY = ["auto-release", "end", "alarm", "escalate", "supervise", "proceed", "next-remedy", "delete", "count"] as const;
/** `proceed`: the next step is free to go on; `next-remedy`: the person may go to the next instance; `count`: a window. */
export type OnExpiry = (typeof ON_EXPIRY)[number];

/** Conditions that code knows how to check. What each means is said here once, for both readers. */
export const GUARDS = {
  "report-or-case": { zh: "有报案或案件", en: "there is a report or a case" },
  "account-on-path": { zh: "账户在被害人资金流向上", en: "the account lies on the path of the victim's money" },
  "four-field-match": { zh: "户名、账号、金额、时间四项相符", en: "name, account, amount and time all match" },
  "case-filed": { zh: "已立案", en: "the case is filed" },
  "court-order": { zh: "有法院命令", en: "a court has ordered it" },
  "case-related-property": { zh: "属于涉案财产", en: "the property is related to the case" },
  "amount-within-trace": { zh: "金额不超过查明的涉案金额，另有书面理由的除外", en: "the amount is within the traced amount, or a written ground is given" },
  "level-of-approval": { zh: "由规定级别负责人批准", en: "approved at the level that the asset and period need" },
  "before-expiry": { zh: "在期限届满前办理", en: "done before the period ends" },
  "third-party-fraud-suspected": { zh: "有合理理由怀疑第三人欺诈", en: "reasonable grounds to suspect fraud by somebody else" },
  "live-danger-of-loss": { zh: "有正在发生的损失危险", en: "loss is about to happen" },
  "last-resort": { zh: "其他办法不足以保护", en: "nothing milder is enough" },
  "second-officer": { zh: "第二名人员同意", en: "a second officer agrees" },
  "consent-of-person": { zh: "本人同意并可随时撤回", en: "the person agrees and may withdraw at any time" },
  "notice-before-action": { zh: "事先通知（紧急情形除外）", en: "told before it happens, unless urgent" },
  "graded-by-risk": { zh: "按风险等级采取相应措施", en: "graded by risk, mildest first" },
  "not-abroad-or-roaming": { zh: "用户不在境外或漫游中（此时只重新核验）", en: "the user is not abroad or roaming (then only re-verify)" },
  "emergency-calls-kept": { zh: "保留紧急呼叫", en: "emergency calls keep working" },
  "not-protected": { zh: "不在不可拦截名单内", en: "not on the list of protected numbers and names" },
  "more-than-reports": { zh: "不仅凭群众举报", en: "rests on more than user reports" },
  "decision-or-two-families": { zh: "有决定，或两类以上独立线索并经复核", en: "a decision, or two independent families of signs and a review" },
  "convicted-or-recognised": { zh: "已受刑事处罚或经公安机关认定", en: "convicted, or recognised by the competent police" },
} as const satisfies Record<string, Bilingual>;
export type Guard = keyof typeof GUARDS;

/** Who acts inside the program; the same ids as access control uses. Courts and regulators stand outside. */
export const ROLE_IDS = [
  "intake",
  "analyst",
  "dissuader",
  "dutyLead",
  "caseOfficer",
  "countyChief",
  "cityChief",
  "provinceChief",
  "reviewer",
  "auditor",
  "dpo",
  "gridOfficer",
  "bankOps",
  "telcoOps",
  "platformOps",
] as const;
export type RoleId = (typeof ROLE_IDS)[number];

export const WARNING_LEVELS = ["urgent", "high", "medium", "low"] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

export const CHANNELS = ["sms", "call", "visit"] as const;
export type Channel = (typeof CHANNELS)[number];

export const AUTOMATIC_STEPS = ["sms", "partner-hold", "line-capture-on-request"] as const;
export type AutomaticStep = (typeof AUTOMATIC_STEPS)[number];

export const TACTICS = ["line-capture", "parallel-units", "three-way-call"] as const;
export type Tactic = (typeof TACTICS)[number];

/** How much a measure takes. */
export const MEASURE_SCOPES = ["amount", "account", "transaction", "number", "name", "person"] as const;
export type MeasureScope = (typeof MEASURE_SCOPES)[number];

export const ASSET_KINDS = ["deposit", "deposit-major", "securities", "equity-insurance", "listed-equity"] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** What a person may still pay from under a measure, on papers. */
export const BASIC_NEEDS = ["living", "medical", "school", "housing", "utilities", "wages", "social-security"] as const;
export type BasicNeed = (typeof BASIC_NEEDS)[number];

/** Kinds of entries with a life of their own. `watch` limits nobody, whatever it names. */
export const LIST_RULES = ["number-block", "number-flag", "url-block", "app-block", "account-flag", "device-flag", "watch"] as const;
export type ListRuleKind = (typeof LIST_RULES)[number];

/** What triage looks at: loss in the profile's currency, or how much was sent to people. */
export const TRIAGE_MEASURES = ["loss", "messages", "calls", "views"] as const;
export type TriageMeasure = (typeof TRIAGE_MEASURES)[number];
