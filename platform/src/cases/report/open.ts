/**
 * How a report begins: the five things about the money first, a receipt with a code, what may still be stopped proposed in
 * the same breath, and nobody's name where they did not want it. Pure.
 */
import { isMalformed, ProblemError } from "../../base/problem.ts";
import type { Clue } from "../../domain/case-link.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import { UNKNOWN_AXES } from "../../domain/scam-axes.ts";
import { parseTerritory } from "../../domain/territory.ts";
import type { ArmDeadline, Identify, NoticeDraft, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import type { SomebodyInput } from "../input.ts";
import { signatureOf } from "../links/narrative.ts";
import type { PoliceUnit } from "../police.ts";
import { cluesOf, mentionsOf, traitOf, typologyClues } from "../traits.ts";
import { joinPayments, lossOf, mentionsOfPayments, paymentsOf, proposeStops, speaksForMoney } from "./money.ts";
import type { Report, reportDraft, Somebody } from "./report.ts";

export interface OpenFacts {
  /** Unit of the place where it is handled, for reports that no unit took down. */
  readonly unit: PoliceUnit | null;
  /** Untriaged public reports that already speak of one of its payees. */
  readonly waiting: number;
}

/** So many public reports about one account may propose stops before somebody has looked at one (assumed). */
export const PUBLIC_PROPOSALS_MAX = 3;

/** Roles at whose own unit the report stays. */
const UNIT_ROLES = new Set(["intake", "caseOfficer", "dutyLead", "analyst", "dissuader"]);

export function openReport(draft: z.output<typeof reportDraft>, context: Context<OpenFacts>): Opening<Report> {
  const { profile, nowMs } = context;
  const byUnit = UNIT_ROLES.has(context.role);
  const territory = placeIn(draft.territory ?? context.territory, profile, "territory");
  const org = byUnit ? context.org : context.facts.unit?.id;
  if (org === null || org === undefined)
    throw new ProblemError({ code: "not-found", detail: "no unit answers for this place", at: { field: "territory" }, expected: "a place that a unit covers" });
  const { reporter, informer } = whoSays(draft, context);
  const victim = draft.role === "victim" ? reporter : draft.victim === undefined ? null : somebodyOf(draft.victim, context, "victim");
  const traits = draft.traits.map((input, i) => traitOf(input, context, `traits.${i}.value`));
  const told = joinPayments([], paymentsOf(draft.payments, context));
  const mayPropose = speaksForMoney(draft.role) && (context.role !== "public" || context.facts.waiting < PUBLIC_PROPOSALS_MAX);
  const { payments, stops } = mayPropose ? proposeStops(told, profile, nowMs) : { payments: told, stops: [] };
  const narratives = draft.narrative === undefined ? [] : [context.identify("narrative", draft.narrative, "narrative")];
  const atMs = Math.min(nowMs, ...payments.map((one) => one.paidAtMs));
  const report: Report = {
    channel: context.role === "public" ? "online" : draft.channel,
    role: draft.role,
    secrecy: draft.secrecy,
    reporter,
    victim,
    axes: draft.axes ?? UNKNOWN_AXES,
    payments,
    otherLosses: draft.otherLosses,
    traits,
    narratives,
    places: {
      victimAt: draft.victimAt === undefined ? null : placeIn(draft.victimAt, profile, "victimAt"),
      lossAt: draft.lossAt === undefined ? null : placeIn(draft.lossAt, profile, "lossAt"),
    },
    papers: draft.papers.map((paper) => ({ ...paper, atMs: nowMs, by: context.role === "public" ? "public" : "unit" })),
    warning: draft.warning ?? null,
    enteredAtMs: isEntered(payments, narratives) ? nowMs : null,
    acceptedAtMs: null,
    case: null,
    duplicateOf: null,
    declined: null,
    toldAtMs: null,
    mustFile: false,
    outcome: null,
    transfer: null,
    moves: [{ org, territory, atMs: nowMs, how: "first" }],
  };
  const about = victim?.number ?? victim?.person ?? reporter?.number ?? reporter?.person ?? null;
  const receipt = reporter?.number ?? null;
  return {
    body: report,
    territory,
    org,
    subject: about?.token ?? null,
    parent: draft.warning ?? null,
    level: stops.length > 0 ? 3 : lossOf(report).size > 0 ? 2 : 1,
    mentions: [
      ...peopleIn(reporter, "reporter"),
      ...(victim === reporter ? [] : peopleIn(victim, "victim")),
      ...mentionsOfPayments(payments),
      ...mentionsOf(traits, "reported"),
      ...narratives.map((ref) => ({ ref, role: "narrative" })),
    ],
    ...(draft.warning === undefined ? {} : { evidence: [{ kind: "matter" as const, ref: draft.warning }] }),
    detail: { channel: report.channel, role: draft.role, secrecy: draft.secrecy, payments: payments.length, stopsProposed: stops.length },
    arm: entryClock(report, context),
    notices: receipt === null ? [] : [receiptNotice(receipt, profile)],
    announcesOf: (self) => [
      // The money first: what is stopped now needs no return later.
      ...(stops.length === 0 ? [] : [{ name: "payments-reported" as const, report: self, territory, victim: about, payments: stops }]),
      {
        name: "report-received",
        report: self,
        trusted: context.role !== "public",
        clues: cluesIn(report, atMs, profile),
        signature: typeof draft.narrative === "string" ? signatureOf(draft.narrative) : null,
        subjects: subjectsOf(report),
        voice: (about ?? informer[0])?.token ?? null,
        informer,
      },
    ],
  };
}

/** Who says it: named in the matter, put apart, or nobody. */
function whoSays(draft: z.output<typeof reportDraft>, context: Identify): { readonly reporter: Somebody | null; readonly informer: readonly PersonalRef[] } {
  if (draft.secrecy === "anonymous") {
    if (draft.reporter === undefined) return { reporter: null, informer: [] };
    throw new ProblemError({
      code: "malformed-input",
      detail: "reporter: an anonymous report names nobody",
      at: { field: "reporter" },
      expected: 'no reporter, or secrecy "secret"',
    });
  }
  const reporter = draft.reporter === undefined ? null : somebodyOf(draft.reporter, context, "reporter");
  if (draft.secrecy === "named" || reporter === null) return { reporter, informer: [] };
  return { reporter: null, informer: [reporter.number, reporter.person, reporter.name].filter((ref) => ref !== null) };
}

function somebodyOf(input: SomebodyInput, context: Identify, field: string): Somebody {
  return {
    name: input.name === undefined ? null : context.identify("name", input.name, `${field}.name`),
    number: input.number === undefined ? null : context.identify("number", input.number, `${field}.number`),
    person: input.person === undefined ? null : context.identify("person", input.person, `${field}.person`),
  };
}

function peopleIn(who: Somebody | null, role: string): readonly { readonly ref: PersonalRef; readonly role: string }[] {
  return who === null ? [] : [who.name, who.number, who.person].flatMap((ref) => (ref === null ? [] : [{ ref, role }]));
}

export function placeIn(text: string, profile: JurisdictionProfile, field: string): string {
  const place = parseTerritory(text, profile.territory);
  if (isMalformed(place)) throw new ProblemError({ code: "malformed-input", detail: `${field}: ${place.what}`, at: { field }, value: place.what, expected: place.expected });
  return place;
}

/** Case brief and first account with its holder's name: what the platform's entry asks for. */
export function isEntered(payments: Report["payments"], narratives: Report["narratives"]): boolean {
  return narratives.length > 0 && payments.length > 0 && payments.every((one) => one.toName !== null);
}

function entryClock(report: Report, context: Context<unknown>): readonly ArmDeadline[] {
  const asked = report.payments.length > 0 && report.enteredAtMs === null && context.profile.deadlines["report.platformEntry"] !== undefined;
  return asked ? [{ key: "report.platformEntry", startMs: context.occurredAtMs, command: "overdue" }] : [];
}

/** Everything by which the report is compared with others. The payer's own account is no clue: it is the victim's. */
export function cluesIn(report: Pick<Report, "payments" | "traits" | "axes">, atMs: number, profile: JurisdictionProfile): readonly Clue[] {
  return [
    ...report.payments.map((one): Clue => ({ kind: "account", key: one.to.token, atMs: one.paidAtMs })),
    ...report.traits.flatMap((trait) => cluesOf(trait, atMs)),
    ...typologyClues(report.axes, atMs, profile.timeZone),
  ];
}

/** What others may speak of as well. Names are left out: namesakes are many. */
export function subjectsOf(report: Pick<Report, "payments" | "traits">): readonly PersonalRef[] {
  const refs = [...report.payments.map((one) => one.to), ...report.traits.flatMap((trait) => ("ref" in trait && trait.type !== "name" ? [trait.ref] : []))];
  return [...new Map(refs.map((ref) => [ref.token, ref])).values()];
}

export function contactOf(profile: JurisdictionProfile): string {
  return profile.helplines.find((one) => one.callBack)?.number ?? "";
}

function receiptNotice(recipient: PersonalRef, profile: JurisdictionProfile): NoticeDraft {
  return { template: "report.receipt", recipient, slots: { contact: contactOf(profile) }, via: { kind: "messenger", channel: "sms" }, purpose: "investigate" };
}
