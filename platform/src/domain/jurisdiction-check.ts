/**
 * What must hold across the files of a profile: every value rests on a source at least as firm as it claims, a measure has
 * a power behind it, lasts no longer than the law allows, ends by itself and can be appealed to somebody else, and every
 * notice has its text. A practice never becomes a power. Findings name file, path, value and what was expected.
 */
import { shorten } from "../base/problem.ts";
import type { Duration, DurationKind } from "./deadline.ts";
import { LIST_RULES, MEASURE_KINDS, type DeadlineKey, type Guard, type MeasureKind } from "./jurisdiction-words.ts";
import { VALUE_STATUSES, type AllowedMeasure, type Cited, type JurisdictionProfile, type Source, type ValueStatus } from "./jurisdiction.ts";
import { faultsOf, textKeysFor } from "./notice-text.ts";

export interface ProfileFinding {
  readonly file: string;
  /** Where in the file, `measures.freeze.authority.status`. */
  readonly path: string;
  readonly value: string;
  readonly expected: string;
}

/** A profile without its functions. */
export type ProfileData = Omit<JurisdictionProfile, "deadline" | "due" | "allowed" | "text">;

export function finding(file: string, path: string, value: unknown, expected: string): ProfileFinding {
  return { file, path, value: shorten(value), expected };
}

export function checkProfile(profile: ProfileData): readonly ProfileFinding[] {
  return [
    ...checkDeadlineNames(profile),
    ...checkMeasures(profile),
    ...checkLists(profile),
    ...checkOpening(profile),
    ...checkRemedies(profile),
    ...checkWording(profile),
    ...checkTexts(profile),
  ];
}

// --- citations -------------------------------------------------------------------------------------------------------

/** Every citation in a file: its source exists and is at least as firm as the value claims to be. */
export function checkCitations(file: string, contents: unknown, sources: Readonly<Record<string, Source>>): readonly ProfileFinding[] {
  return citationsIn(contents, "").flatMap(({ path, cited }) => {
    const source = Object.hasOwn(sources, cited.basis) ? sources[cited.basis] : undefined;
    if (source === undefined) return [finding(file, `${path}.basis`, cited.basis, "a key of profile.json's sources")];
    if (firmness(cited.status) < firmness(source.kind)) {
      return [finding(file, `${path}.status`, cited.status, `no firmer than its source ${cited.basis}, which is ${source.kind}`)];
    }
    return [];
  });
}

interface Citation {
  readonly path: string;
  readonly cited: Cited;
}

function citationsIn(value: unknown, path: string): readonly Citation[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "basis" in value && "status" in value ? [{ path, cited: value as Cited }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => citationsIn(inner, path === "" ? key : `${path}.${key}`))];
}

/** 0 is the firmest. */
function firmness(status: ValueStatus): number {
  return VALUE_STATUSES.indexOf(status);
}

/** Whether a value comes from somebody who may limit rights. */
export function isLaw(status: ValueStatus): boolean {
  return status === "statute" || status === "regulator";
}

// --- measures --------------------------------------------------------------------------------------------------------

/** At least one of each row must be among a measure's preconditions, whatever a country says. */
const LEAST_GUARDS: Readonly<Record<MeasureKind, readonly (readonly Guard[])[]>> = {
  "stop-payment": [["report-or-case"], ["four-field-match"]],
  freeze: [
    ["case-filed", "court-order"],
    ["level-of-approval", "court-order"],
  ],
  "protective-stop": [["last-resort"], ["second-officer"]],
  "transaction-hold": [["third-party-fraud-suspected"]],
  "payment-delay": [["third-party-fraud-suspected"]],
  "number-action": [["notice-before-action"], ["graded-by-risk"], ["emergency-calls-kept"], ["not-protected"]],
  "line-suspension": [["consent-of-person", "live-danger-of-loss"], ["emergency-calls-kept"], ["second-officer"]],
  "list-entry": [["more-than-reports"], ["not-protected"], ["decision-or-two-families"]],
  takedown: [["more-than-reports"], ["not-protected"]],
  sanction: [["convicted-or-recognised"], ["level-of-approval"]],
};

/** An institution does these by its own power; everything else needs somebody who approves. */
const WITHOUT_APPROVER: ReadonlySet<MeasureKind> = new Set(["transaction-hold", "payment-delay", "number-action"]);

/** These take a person's account: what one lives from stays payable. */
const NEEDS_KEPT: ReadonlySet<MeasureKind> = new Set(["stop-payment", "freeze", "protective-stop", "sanction"]);

function checkMeasures(profile: ProfileData): readonly ProfileFinding[] {
  return MEASURE_KINDS.flatMap((kind) => {
    const measure = profile.measures[kind];
    return measure.allowed ? checkMeasure(profile, measure) : [];
  });
}

function checkMeasure(profile: ProfileData, measure: AllowedMeasure): readonly ProfileFinding[] {
  const { kind } = measure;
  const findings: ProfileFinding[] = [];
  const wrong = (path: string, value: unknown, expected: string): void => {
    findings.push(finding("measures.json", `measures.${kind}.${path}`, value, expected));
  };
  if (measure.authority.kind === "law" && !isLaw(measure.authority.status)) {
    wrong("authority.status", measure.authority.status, "statute or regulator: a practice or an assumption is no power over anybody; otherwise allowed: false");
  }
  if (measure.authority.kind === "consent" && !measure.guards.includes("consent-of-person"))
    wrong("guards", measure.guards, "consent-of-person, because the measure rests on consent");
  for (const row of LEAST_GUARDS[kind]) if (!row.some((guard) => measure.guards.includes(guard))) wrong("guards", measure.guards, row.join(" or "));
  if (measure.approve.length === 0 && !WITHOUT_APPROVER.has(kind)) wrong("approve", measure.approve, "somebody who approves");
  const deciders = [...measure.approve, ...measure.propose, ...Object.values(measure.assets).map((asset) => asset.approver)];
  for (const reviewer of measure.appeal.to) if (deciders.includes(reviewer)) wrong("appeal.to", reviewer, "somebody who neither proposes nor approves the measure");
  if (NEEDS_KEPT.has(kind) && measure.needs.needs.length === 0) wrong("needs.needs", [], "what the person may still pay for");
  if (measure.rounds !== null && !isLaw(measure.rounds.status) && measure.lawLimit.kind === "given")
    wrong("rounds.status", measure.rounds.status, "statute or regulator where the law gives the length");
  if (measure.notice.when === "after" && measure.notice.within === null) wrong("notice.within", null, "the latest time by which the person is told");
  for (const role of [...measure.propose, ...measure.approve, ...measure.execute, ...measure.appeal.to]) {
    if (profile.roles[role] === undefined) wrong("propose, approve, execute, appeal.to", role, "a role that profile.json binds");
  }
  const appeal = profile.deadlines[measure.appeal.decide];
  const end = profile.deadlines[measure.duration];
  if (appeal !== undefined && end !== undefined && !isLaw(appeal.status) && isLonger(appeal.duration, end.duration)) {
    wrong("appeal.decide", measure.appeal.decide, `a clock no longer than the measure's own, ${measure.duration}: a later decision helps nobody`);
  }
  for (const asset of Object.values(measure.assets)) {
    if (!isLaw(asset.status)) wrong("assets", asset.status, "statute or regulator");
    checkEnd(asset.duration, "assets");
  }
  checkEnd(measure.duration, "duration");
  return findings;

  /** A clock that ends a restriction is marked so, and has the law's word or stays below it. */
  function checkEnd(key: DeadlineKey, path: string): void {
    const rule = profile.deadlines[key];
    if (rule === undefined) return;
    if (!rule.restricts) wrong(path, key, "a clock with restricts: true, so that it is never lengthened by a holiday");
    const limit = measure.lawLimit;
    if (limit.kind === "given" && !isLaw(rule.status))
      wrong(`lawLimit`, `given, but ${key} is ${rule.status}`, "a clock from a statute or regulator, or lawLimit at-most or silent");
    if (limit.kind === "at-most" && !isLaw(limit.status)) wrong("lawLimit.status", limit.status, "statute or regulator: only a law sets a ceiling");
    if (limit.kind === "at-most" && isLonger(rule.duration, limit.duration))
      wrong(path, `${rule.duration.amount} ${rule.duration.kind}`, `at most ${limit.duration.amount} ${limit.duration.kind} (${limit.basis})`);
  }
}

/** The longest and shortest a kind can be, in days: a comparison across kinds is made so that doubt counts as longer. */
const DAYS_OF: Readonly<Record<DurationKind, readonly [least: number, most: number]>> = {
  CM: [1 / 1_440, 1 / 1_440],
  CH: [1 / 24, 1 / 24],
  CD: [1, 1],
  WD: [1, 2],
  MO: [28, 31],
};
/** Weekends and the longest run of holidays, for kinds that skip days. */
const DAYS_SKIPPED_MOST = 12;

/** Whether the first may last longer than the second. */
export function isLonger(a: Duration, b: Duration): boolean {
  if (a.kind === b.kind) return a.amount > b.amount;
  const most = a.amount * DAYS_OF[a.kind][1] + (a.kind === "WD" || a.kind === "CD" ? DAYS_SKIPPED_MOST : 0);
  return most > b.amount * DAYS_OF[b.kind][0];
}

// --- the rest --------------------------------------------------------------------------------------------------------

/** Every clock that something names exists in deadlines.json. */
function checkDeadlineNames(profile: ProfileData): readonly ProfileFinding[] {
  const named: [file: string, path: string, key: DeadlineKey | null][] = [];
  for (const kind of MEASURE_KINDS) {
    const measure = profile.measures[kind];
    if (!measure.allowed) continue;
    const at = `measures.${kind}`;
    named.push(
      ["measures.json", `${at}.duration`, measure.duration],
      ["measures.json", `${at}.notice.within`, measure.notice.within],
      ["measures.json", `${at}.appeal.decide`, measure.appeal.decide],
    );
    if (measure.rounds !== null) named.push(["measures.json", `${at}.rounds.window`, measure.rounds.window]);
    for (const next of measure.appeal.next) named.push(["measures.json", `${at}.appeal.next`, next.within]);
    for (const [asset, rule] of Object.entries(measure.assets)) named.push(["measures.json", `${at}.assets.${asset}.duration`, rule.duration]);
  }
  for (const [level, rule] of Object.entries(profile.warning.levels)) {
    for (const key of [rule.sign, rule.contact, rule.visit.urban, rule.visit.rural, ...rule.recontact]) named.push(["warning.json", `levels.${level}`, key]);
  }
  for (const [kind, rule] of Object.entries(profile.lists))
    named.push(["opening.json", `lists.${kind}.life`, rule.life], ["opening.json", `lists.${kind}.review`, rule.review], ["opening.json", `lists.${kind}.recheck`, rule.recheck]);
  for (const [i, rule] of profile.retention.entries()) named.push(["profile.json", `retention.${i}.keep`, rule.keep]);
  const reimbursement = profile.reimbursement;
  if (reimbursement !== null) for (const key of [reimbursement.pay, reimbursement.stopClockMax, reimbursement.claimWindow]) named.push(["profile.json", "reimbursement", key]);
  for (const [path, key] of remedyClocks(profile)) named.push(["remedies.json", path, key]);
  return named.flatMap(([file, path, key]) => (key === null || profile.deadlines[key] !== undefined ? [] : [finding(file, path, key, "a clock of deadlines.json")]));
}

function remedyClocks({ returns, appeals, complaints, compensation }: ProfileData): readonly (readonly [path: string, key: DeadlineKey | null])[] {
  const { bank, telco } = appeals.openings;
  return [
    ...(returns === null ? [] : [returns.notice, returns.objection, returns.decide, returns.execute].map((key) => ["returns", key] as const)),
    ...[appeals.goodFaith.decide, ...Object.values(appeals.entries), bank.decide, telco.decide].map((key) => ["appeals", key] as const),
    ...[bank, telco].flatMap((rule) => rule.next.map((step) => ["appeals.openings.next", step.within] as const)),
    ...[complaints.other, ...Object.values(complaints.measures)].map((key) => ["complaints", key] as const),
    ...[compensation.claim, compensation.decide, compensation.pay].map((key) => ["compensation", key] as const),
    ...[...complaints.next, ...compensation.next].map((step) => ["next", step.within] as const),
  ];
}

/** Who gives rights back is nobody who took them; money goes back on more than one person's word; rates are in order. */
function checkRemedies({ returns, appeals, compensation, measures, roles }: ProfileData): readonly ProfileFinding[] {
  const findings: ProfileFinding[] = [];
  const wrong = (path: string, value: unknown, expected: string): void => {
    findings.push(finding("remedies.json", path, value, expected));
  };
  for (const role of returns?.review ?? []) if (returns?.propose.includes(role) === true) wrong("returns.review", role, "somebody who does not propose returns");
  if (returns !== null && returns.propose.includes(returns.approve)) wrong("returns.approve", returns.approve, "somebody who does not propose returns");
  if (returns !== null && !measures.freeze.allowed) wrong("returns", "a rule", "null where nothing can be frozen");
  const named = [
    ...(returns === null ? [] : [...returns.propose, returns.approve, ...returns.review]),
    ...appeals.openings.bank.to,
    ...appeals.openings.telco.to,
    ...compensation.decideBy,
  ];
  for (const role of named) if (roles[role] === undefined) wrong("propose, approve, review, to, decideBy", role, "a role that profile.json binds");
  const days = (compensation.interest?.rates ?? []).map((rate) => rate.from);
  if (days.some((day, i) => i > 0 && day <= days[i - 1])) wrong("compensation.interest.rates", days.join(", "), "days in order");
  return findings;
}

/** Where entries are allowed, each kind has a life, is looked at again in its first half, and rests on more than nothing. */
function checkLists(profile: ProfileData): readonly ProfileFinding[] {
  if (!profile.measures["list-entry"].allowed) return [];
  const evidence = profile.listEvidence === null ? [finding("opening.json", "listEvidence", null, "what signs have to amount to behind an entry")] : [];
  const lives = LIST_RULES.flatMap((kind): readonly ProfileFinding[] => {
    const rule = profile.lists[kind];
    if (rule === undefined) return [finding("opening.json", `lists.${kind}`, undefined, "how long such an entry lives")];
    const [life, review] = [profile.deadlines[rule.life], profile.deadlines[rule.review]];
    if (life === undefined || review === undefined) return [];
    if (!life.restricts) return [finding("opening.json", `lists.${kind}.life`, rule.life, "a clock with restricts: true, so that it is never lengthened by a holiday")];
    return isInFirstHalf(review.duration, life.duration) ? [] : [finding("opening.json", `lists.${kind}.review`, rule.review, "at most half of the entry's life, without rolling")];
  });
  return [...evidence, ...lives];
}

/** Days end at midnight: a day more than their number, at the most. */
function isInFirstHalf(review: Duration, life: Duration): boolean {
  if ("roll" in review && review.roll === "next-working-day") return false;
  if (review.kind === "WD" || (review.kind === "CD" && review.roll !== "none")) return false;
  return (review.amount * DAYS_OF[review.kind][1] + 1) * 2 <= life.amount * DAYS_OF[life.kind][0];
}

/** A counter may refuse or limit only on a rule of law. */
function checkOpening(profile: ProfileData): readonly ProfileFinding[] {
  return profile.opening.flatMap((rule, i) => {
    const limits = rule.effect === "refuse" || rule.effect === "limit";
    return limits && !isLaw(rule.status)
      ? [finding("opening.json", `opening.${i}.effect`, `${rule.effect} on ${rule.status}`, "ask or reverify, or a statute or regulator's rule")]
      : [];
  });
}

function checkWording(profile: ProfileData): readonly ProfileFinding[] {
  const tiers = [profile.territory.top, ...profile.territory.tiers.map((tier) => tier.id)];
  const unnamed = tiers
    .filter((tier) => profile.wording.tiers[tier] === undefined)
    .map((tier) => finding("wording.json", `tiers.${tier}`, undefined, "the tier's name in both languages"));
  const unknown = Object.entries(profile.roles).flatMap(([role, binding]) =>
    (binding?.tiers ?? []).filter((tier) => !tiers.includes(tier)).map((tier) => finding("profile.json", `roles.${role}.tiers`, tier, `one of ${tiers.join(", ")}`)),
  );
  return [...unnamed, ...unknown];
}

function checkTexts(profile: ProfileData): readonly ProfileFinding[] {
  const allowed = MEASURE_KINDS.filter((kind) => profile.measures[kind].allowed);
  const numbers = profile.helplines.map((line) => line.number);
  const missing = textKeysFor(allowed)
    .filter((key) => profile.texts[key] === undefined)
    .map((key) => finding("messages", `texts.${key}`, undefined, "a text in both languages"));
  const faulty = Object.values(profile.texts).flatMap((text) =>
    faultsOf(text.key, text, numbers).map((fault) => finding("messages", `texts.${text.key}.${fault.language}`, fault.what, fault.expected)),
  );
  return [...missing, ...faulty];
}
