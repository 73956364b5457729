/**
 * How a case begins, from accepted reports that are in nobody's case and within reach of who opens it; and which reports may
 * join it later. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Clue } from "../../domain/case-link.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { MatterId } from "../../domain/matter.ts";
import { UNKNOWN_AXES, type ScamAxes } from "../../domain/scam-axes.ts";
import type { Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { placeIn } from "../report/open.ts";
import { cluesOf, typologyClues } from "../traits.ts";
import type { CaseBody, caseDraft } from "./case.ts";

/** A report as far as a case needs to know it. */
export interface ReportSeen {
  readonly id: MatterId;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
  readonly openedAtMs: number;
  readonly axes: ScamAxes;
  readonly case: string | null;
}

export interface OtherCase {
  readonly id: string;
  readonly territory: string;
  readonly org: string;
}

export interface OpenFacts {
  readonly reports: ReadonlyMap<string, ReportSeen>;
}

export function openCase(draft: z.output<typeof caseDraft>, context: Context<OpenFacts>): Opening<CaseBody> {
  const ids = [...new Set(draft.reports)];
  const reports = ids.map((id) => joinable(id, context.facts.reports, context, ["accepted"]));
  const territory = placeIn(draft.territory ?? context.territory, context.profile, "territory");
  const { org, nowMs } = context;
  if (org === null) throw new ProblemError({ code: "not-allowed", detail: "a case is opened by a unit" });
  const body: CaseBody = {
    reports: ids,
    merged: [],
    into: null,
    summary: draft.summary,
    axes: draft.axes ?? reports.find((one) => one.axes.lure !== null)?.axes ?? UNKNOWN_AXES,
    classes: [...new Set(draft.classes)],
    places: draft.places.map((place, i) => ({ kind: place.kind, territory: placeIn(place.territory, context.profile, `places.${i}.territory`) })),
    traits: [],
    holders: [],
    caught: 0,
    milestones: { filedAtMs: null, investigatingAtMs: null, identifiedAtMs: null, caughtAtMs: null, prosecutedAtMs: null, judgedAtMs: null },
    firstReportAtMs: Math.min(...reports.map((one) => one.openedAtMs)),
    money: { traced: [], returned: [] },
    decider: null,
    outcome: null,
    transfer: null,
    moves: [{ org, territory, atMs: nowMs, how: "first" }],
  };
  return {
    body,
    territory,
    org,
    assignee: context.actor,
    level: 2,
    evidence: ids.map((id) => ({ kind: "matter", ref: id })),
    detail: { reports: ids.length },
    announcesOf: (self) => [
      { name: "reports-joined", case: self, reports: ids, filed: false },
      { name: "clues-found", entry: self, clues: caseClues(body, body.firstReportAtMs, context.profile), signature: null },
      { name: "case-opened", case: self, reports: ids },
    ],
  };
}

/** What a case adds of its own to what its reports are found by. */
export function caseClues(body: CaseBody, atMs: number, profile: JurisdictionProfile): readonly Clue[] {
  return [...body.traits.flatMap((trait) => cluesOf(trait, atMs)), ...typologyClues(body.axes, atMs, profile.timeZone)];
}

/** What lies elsewhere is not found: who wants to join it asks the unit above. */
export function inReach(one: { readonly territory: string; readonly org: string }, context: Pick<Context, "territory" | "org">): boolean {
  return context.territory === "" || one.org === context.org || one.territory === context.territory || one.territory.startsWith(`${context.territory}/`);
}

/** A report that may become part of a case: accepted, in reach of who asks, and in no other case. */
export function joinable(id: MatterId, reports: ReadonlyMap<string, ReportSeen>, context: Pick<Context, "territory" | "org">, states: readonly string[]): ReportSeen {
  const seen = reports.get(id);
  if (seen === undefined || !inReach(seen, context)) throw new ProblemError({ code: "not-found", detail: `there is no report ${id} in your scope`, at: { field: "reports" } });
  if (seen.case !== null) throw new ProblemError({ code: "not-now", detail: `${id} belongs to ${seen.case} already`, at: { field: "reports" }, value: seen.case });
  if (!states.includes(seen.state))
    throw new ProblemError({ code: "not-now", detail: `${id} is ${seen.state}`, at: { field: "reports" }, value: seen.state, expected: states.join(" or ") });
  return seen;
}
