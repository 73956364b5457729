/**
 * What may become of a case: an officer opens it from accepted reports, a chief who is somebody else files or declines it,
 * the first receiver answers for it until another unit has taken it over, and what was joined can be parted exactly as it
 * was. What ends with it is announced. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import { placeIn } from "../report/open.ts";
import { mustDecide } from "../chiefs.ts";
import { joinTraits, mentionsOf, traitOf } from "../traits.ts";
import { designate, dispute, findNotCompetent, handOver, keep, sendBack, takeOver, type TransferFacts } from "../transfer.ts";
import { CASE_REPORTS_MAX, type CaseBody, type caseCommands } from "./case.ts";
import { caseClues, inReach, joinable, type OtherCase, type ReportSeen } from "./open.ts";
import type { CaseState } from "./states.ts";

export type CaseMatter = Matter<CaseBody, CaseState>;
type Input<C extends keyof typeof caseCommands> = z.output<(typeof caseCommands)[C]["input"]>;

export interface Facts extends TransferFacts {
  readonly reports: ReadonlyMap<string, ReportSeen>;
  /** The case to be merged into. */
  readonly other: OtherCase | null;
}

export const decideCase = {
  take(_case: CaseMatter, _input: Input<"take">, context: Context<Facts>): Decision<CaseBody> {
    return { event: null, assignee: context.actor };
  },

  file(matter: CaseMatter, _input: Input<"file">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "file a case");
    return {
      event: "file",
      body: { ...matter.body, decider: context.orgName, milestones: { ...matter.body.milestones, filedAtMs: context.nowMs } },
      ...basisOfFiling(context.profile),
      evidence: matter.body.reports.map((id) => ({ kind: "matter", ref: id })),
      announces: [{ name: "case-filed", case: matter.id, reports: matter.body.reports }],
    };
  },

  decline(matter: CaseMatter, input: Input<"decline">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "decline a case");
    return {
      event: "decline",
      body: { ...matter.body, decider: context.orgName, outcome: input.reason },
      ...basisOfFiling(context.profile),
      detail: { reason: input.reason },
      // The reporters are told and may object: that is their reports' business.
      announces: [{ name: "case-declined", case: matter.id, reports: matter.body.reports, reason: input.reason }],
    };
  },

  investigate(matter: CaseMatter, _input: Input<"investigate">, context: Context<Facts>): Decision<CaseBody> {
    return { event: "investigate", body: reached(matter.body, { investigatingAtMs: context.nowMs }) };
  },

  "add-reports"(matter: CaseMatter, input: Input<"add-reports">, context: Context<Facts>): Decision<CaseBody> {
    const ids = [...new Set(input.reports)];
    const reports = ids.map((id) => joinable(id, context.facts.reports, context, ["accepted"]));
    const all = [...matter.body.reports, ...ids];
    if (all.length > CASE_REPORTS_MAX) throw new ProblemError({ code: "too-large", detail: `${all.length} reports in one case`, expected: `at most ${CASE_REPORTS_MAX}` });
    const filed = matter.state !== "accepted";
    return {
      event: null,
      body: { ...matter.body, reports: all, firstReportAtMs: Math.min(matter.body.firstReportAtMs, ...reports.map((one) => one.openedAtMs)) },
      evidence: ids.map((id) => ({ kind: "matter", ref: id })),
      detail: { added: ids },
      announces: [{ name: "reports-joined", case: matter.id, reports: ids, filed }, ...(filed ? [{ name: "case-filed" as const, case: matter.id, reports: ids }] : [])],
    };
  },

  "remove-report"(matter: CaseMatter, input: Input<"remove-report">): Decision<CaseBody> {
    const rest = matter.body.reports.filter((id) => id !== input.report);
    if (rest.length === matter.body.reports.length) throw new ProblemError({ code: "not-found", detail: `${input.report} is not in ${matter.id}`, at: { field: "report" } });
    if (rest.length === 0)
      throw new ProblemError({ code: "not-now", detail: "a case without a report is none", at: { field: "report" }, expected: "declining or withdrawing the case" });
    return {
      event: null,
      body: { ...matter.body, reports: rest },
      detail: { removed: input.report, why: input.why },
      announces: [{ name: "report-left", case: matter.id, report: input.report }],
    };
  },

  add(matter: CaseMatter, input: Input<"add">, context: Context<Facts>): Decision<CaseBody> {
    const traits = input.traits.map((given, i) => traitOf(given, context, `traits.${i}.value`));
    const places = input.places.map((place, i) => ({ kind: place.kind, territory: placeIn(place.territory, context.profile, `places.${i}.territory`) }));
    const body: CaseBody = {
      ...matter.body,
      traits: joinTraits(matter.body.traits, traits),
      places: [...new Map([...matter.body.places, ...places].map((one) => [`${one.kind} ${one.territory}`, one])).values()],
      axes: input.axes ?? matter.body.axes,
      classes: input.classes === undefined ? matter.body.classes : [...new Set(input.classes)],
      summary: input.summary ?? matter.body.summary,
    };
    if (body.traits.length > 500 || body.places.length > 200)
      throw new ProblemError({ code: "too-large", detail: "too much in one case", expected: "at most 500 traits and 200 places" });
    return {
      event: null,
      body,
      mentions: mentionsOf(traits, "reported"),
      detail: { traits: traits.length, places: places.length },
      announces: [{ name: "clues-found", entry: matter.id, clues: caseClues(body, matter.body.firstReportAtMs, context.profile), signature: null }],
    };
  },

  "find-involved"(matter: CaseMatter, input: Input<"find-involved">, context: Context<Facts>): Decision<CaseBody> {
    const ref = context.identify(input.type, input.value, "value");
    return {
      event: null,
      mentions: [{ ref, role: "involved" }],
      detail: { type: input.type, ground: input.ground },
      announces: [{ name: "found-involved", token: ref.token, ref, matter: matter.id, territory: matter.territory }],
    };
  },

  "identify-holder"(matter: CaseMatter, input: Input<"identify-holder">, context: Context<Facts>): Decision<CaseBody> {
    const refs = input.persons.map((person, i) => context.identify("person", person, `persons.${i}`));
    const holders = [...matter.body.holders, ...refs.map((ref) => ({ ref, atMs: context.nowMs }))];
    return {
      event: "identify-holder",
      body: reached({ ...matter.body, holders: [...new Map(holders.map((one) => [one.ref.token, one])).values()] }, { identifiedAtMs: context.nowMs }),
      mentions: refs.map((ref) => ({ ref, role: "holder" })),
      detail: { persons: refs.length, evidence: input.evidence },
    };
  },

  catch(matter: CaseMatter, input: Input<"catch">, context: Context<Facts>): Decision<CaseBody> {
    return {
      event: "catch",
      body: reached({ ...matter.body, caught: matter.body.caught + input.persons }, { caughtAtMs: context.occurredAtMs }),
      detail: { persons: input.persons },
    };
  },

  prosecute(matter: CaseMatter, _input: Input<"prosecute">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "hand a case to the prosecutor");
    return { event: "prosecute", body: reached(matter.body, { prosecutedAtMs: context.nowMs }) };
  },

  "send-back"(_case: CaseMatter, input: Input<"send-back">): Decision<CaseBody> {
    return { event: "send-back", detail: { why: input.why } };
  },

  judge(matter: CaseMatter, input: Input<"judge">, context: Context<Facts>): Decision<CaseBody> {
    return { event: "judge", body: { ...reached(matter.body, { judgedAtMs: context.nowMs }), outcome: input.outcome } };
  },

  close(matter: CaseMatter, input: Input<"close">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "close a case");
    return ended(matter, "close", "closed", input.outcome, {});
  },

  withdraw(matter: CaseMatter, input: Input<"withdraw">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "withdraw a case");
    const rule = context.profile.deadlines["case.withdrawNotice"];
    return ended(matter, "withdraw", "withdrawn", input.reason, rule === undefined ? {} : { basis: rule.basis });
  },

  merge(matter: CaseMatter, input: Input<"merge">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "merge cases");
    const { other } = context.facts;
    if (other === null || other.id === matter.id || !inReach(other, context))
      throw new ProblemError({ code: "not-found", detail: `there is no other case ${input.into}`, at: { field: "into" } });
    return {
      event: "merge",
      body: { ...matter.body, into: { case: input.into, ground: input.ground, from: matter.state, atMs: context.nowMs } },
      parent: input.into,
      evidence: [{ kind: "matter", ref: input.into }],
      detail: { into: input.into, ground: input.ground },
      announces: [
        { name: "case-merged", case: matter.id, into: input.into },
        { name: "case-ended", case: matter.id, how: "merged", into: input.into },
      ],
    };
  },

  unmerge(matter: CaseMatter, input: Input<"unmerge">, context: Context<Facts>): Decision<CaseBody> {
    mustDecide(context, "part merged cases");
    const { into } = matter.body;
    if (into === null) throw new ProblemError({ code: "not-now", detail: `${matter.id} goes on by itself` });
    return {
      event: `restore-${into.from}`,
      body: { ...matter.body, into: null },
      parent: null,
      evidence: [{ kind: "matter", ref: into.case }],
      detail: { from: into.case, why: input.why },
      announces: [{ name: "case-unmerged", case: matter.id, from: into.case }],
    };
  },

  "record-money"(matter: CaseMatter, input: Input<"record-money">): Decision<CaseBody> {
    const { money } = matter.body;
    return {
      event: null,
      body: { ...matter.body, money: { traced: input.traced ?? money.traced, returned: input.returned ?? money.returned } },
      detail: { ...(input.traced === undefined ? {} : { traced: input.traced }), ...(input.returned === undefined ? {} : { returned: input.returned }) },
    };
  },

  "find-not-competent": (matter: CaseMatter, input: Input<"find-not-competent">, context: Context<Facts>): Decision<CaseBody> => findNotCompetent(matter, input, context),
  "hand-over": (matter: CaseMatter, input: Input<"hand-over">, context: Context<Facts>): Decision<CaseBody> => handOver(matter, input, context),
  "take-over"(matter: CaseMatter, _input: Input<"take-over">, context: Context<Facts>): Decision<CaseBody> {
    return {
      ...takeOver(matter, context),
      // Papers, evidence and property go along, and so do the reports.
      announces: [{ name: "case-moved", case: matter.id, reports: matter.body.reports, org: matter.org, territory: matter.territory }],
    };
  },
  return: (matter: CaseMatter, input: Input<"return">, context: Context<Facts>): Decision<CaseBody> => sendBack(matter, input, context),
  keep: (matter: CaseMatter, input: Input<"keep">): Decision<CaseBody> => keep(matter, input),
  dispute: (matter: CaseMatter, input: Input<"dispute">, context: Context<Facts>): Decision<CaseBody> => dispute(matter, input, context),
  designate: (matter: CaseMatter, input: Input<"designate">, context: Context<Facts>): Decision<CaseBody> => designate(matter, input, context),

  absorb(matter: CaseMatter, input: Input<"absorb">): Decision<CaseBody> {
    return {
      event: null,
      body: { ...matter.body, merged: [...matter.body.merged, input.case] },
      evidence: [{ kind: "matter", ref: input.case }],
      detail: { absorbed: input.case },
    };
  },

  moved(matter: CaseMatter, input: Input<"moved">, context: Context<Facts>): Decision<CaseBody> {
    const move = { org: input.org, territory: input.territory, atMs: context.nowMs, how: "handed-over" as const };
    return { event: null, body: { ...matter.body, moves: [...matter.body.moves, move] }, org: input.org, territory: input.territory, detail: { to: input.org } };
  },

  "let-go"(matter: CaseMatter, input: Input<"let-go">): Decision<CaseBody> {
    return {
      event: null,
      body: { ...matter.body, merged: matter.body.merged.filter((id) => id !== input.case) },
      evidence: [{ kind: "matter", ref: input.case }],
      detail: { letGo: input.case },
    };
  },

  overdue(_case: CaseMatter, input: Input<"overdue">): Decision<CaseBody> {
    return { event: null, level: 3, detail: { overdue: input.key } };
  },
};

function ended(matter: CaseMatter, event: string, how: "withdrawn" | "closed", outcome: string, basis: Pick<Decision, "basis">): Decision<CaseBody> {
  if (matter.body.merged.length > 0 && how === "withdrawn")
    throw new ProblemError({ code: "not-now", detail: `${matter.body.merged.length} cases go on in this one`, expected: "parting them first: each is withdrawn by itself" });
  return {
    event,
    body: { ...matter.body, outcome },
    ...basis,
    detail: { outcome },
    announces: [{ name: "case-ended", case: matter.id, how, into: null }],
  };
}

const reached = (body: CaseBody, milestone: Partial<CaseBody["milestones"]>): CaseBody => ({ ...body, milestones: { ...body.milestones, ...milestone } });

/** Filing and declining are decided under one rule; a country's own is where its clock for telling is. */
function basisOfFiling(profile: JurisdictionProfile): Pick<Decision, "basis"> {
  const rule = profile.deadlines["case.declineNotice"];
  return rule === undefined ? {} : { basis: rule.basis };
}
