/**
 * How a lead begins: in a campaign that still takes leads, on what somebody has confirmed, with the task and what is known,
 * for a place that a unit covers. Until it is issued it is seen by whoever leads the campaign alone. Pure.
 */
import { isMalformed, ProblemError } from "../../base/problem.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { KnownRef, type PersonalRef } from "../../domain/personal.ts";
import { parseTerritory, type Territory } from "../../domain/territory.ts";
import type { Evidence, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isVisible } from "../approval.ts";
import { knownKey, type OpenFacts } from "./facts.ts";
import type { EvidenceInput, Lead, leadDraft, LeadEvidence, LeadSubject, SubjectInput } from "./lead.ts";

/** States of a campaign in which leads may still be drafted. */
const TAKES_LEADS: readonly string[] = ["idea", "applied", "approved", "issued", "verifying"];
/** What somebody said and nobody has looked at yet, or was found wrong: nothing to send officers on. */
const NO_GROUND: Readonly<Record<string, readonly string[]>> = {
  report: ["received", "tip-open", "info-only", "unsubstantiated", "malicious", "duplicate", "declined"],
  series: ["hypothesis", "proposed", "dissolved"],
  case: ["accepted", "declined", "withdrawn"],
};

export function openLead(draft: z.output<typeof leadDraft>, context: Context<OpenFacts>): Opening<Lead> {
  const { campaign, unit } = context.facts;
  if (campaign === null || !isVisible(campaign, context))
    throw new ProblemError({ code: "not-found", detail: `there is no campaign ${draft.campaign} in your scope`, at: { field: "campaign" } });
  if (!TAKES_LEADS.includes(campaign.state))
    throw new ProblemError({ code: "not-now", detail: `${campaign.id} is ${campaign.state}: it takes no more leads`, value: campaign.state });
  const target = placeOf(draft.territory, context.profile);
  if (unit === null) throw noUnit(target);
  const evidence = draft.evidence.map((one, i) => evidenceOf(one, i, context));
  const subjects = draft.subjects.map(({ of, role }, i): LeadSubject => ({ ref: subjectOf(of, i, context), role }));
  const body: Lead = {
    campaign: draft.campaign,
    campaignName: campaign.name,
    leadOrg: campaign.org,
    objective: draft.objective,
    segment: draft.segment ?? null,
    group: draft.group ?? null,
    task: draft.task,
    intelligence: draft.intelligence,
    subjects,
    evidence,
    target,
    window: null,
    begunAtMs: null,
    steps: [],
    verification: null,
    results: [],
    remarks: [],
    passedOn: 0,
    outcome: null,
  };
  return {
    body,
    // Until it is issued it is the business of whoever leads the campaign alone.
    territory: campaign.territory,
    org: campaign.org,
    parent: draft.campaign,
    level: 1,
    evidence: evidence.filter((one) => one.disclosable).map(asEvidence),
    detail: { objective: draft.objective, subjects: subjects.length, sources: evidence.length, protectedSources: evidence.filter((one) => !one.disclosable).length },
    mentions: subjects.map(({ ref, role }) => ({ ref, role: `lead:${role}` })),
    restsOn: draft.evidence.flatMap((one) => (one.kind === "matter" ? [one.ref] : [])),
  };
}

function evidenceOf(given: EvidenceInput, i: number, context: Context<OpenFacts>): LeadEvidence {
  if (given.kind === "ring") return { kind: "ring", ref: `ring:${given.ring.ring}@${given.ring.model}`, disclosable: given.disclosable, ring: given.ring };
  if (given.kind !== "matter") return { kind: given.kind, ref: given.ref, disclosable: given.disclosable, ring: null };
  const found = context.facts.grounds.get(given.ref);
  if (found === undefined || !isVisible(found, context))
    throw new ProblemError({ code: "not-found", detail: `evidence.${i}: there is no ${given.ref} in your scope`, at: { field: `evidence.${i}.ref` } });
  if ((NO_GROUND[found.kind] ?? []).includes(found.state)) {
    throw new ProblemError({
      code: "not-now",
      detail: `evidence.${i}: ${found.id} is ${found.state}; a lead rests on what somebody has confirmed`,
      at: { field: `evidence.${i}.ref` },
      value: found.state,
      expected: "a confirmed series, a filed case, a report that was accepted or corroborated",
    });
  }
  return { kind: "matter", ref: given.ref, disclosable: given.disclosable, ring: null };
}

function asEvidence({ kind, ref }: LeadEvidence): Evidence {
  return { kind: kind === "ring" ? "document" : kind, ref };
}

function subjectOf(of: SubjectInput["of"], i: number, context: Context<OpenFacts>): PersonalRef {
  if (!("matter" in of)) return context.identify(of.type, of.value, `subjects.${i}.of.value`);
  const place = context.facts.grounds.get(of.matter);
  const ref = context.facts.known.get(knownKey(of.matter, of.token));
  if (place === undefined || ref === undefined || !isVisible(place, context))
    throw new ProblemError({ code: "not-found", detail: `subjects.${i}: nothing of that kind stands in ${of.matter}`, at: { field: `subjects.${i}.of` } });
  return context.identify(ref.type, new KnownRef(ref), `subjects.${i}.of`);
}

export function placeOf(text: string, profile: JurisdictionProfile): Territory {
  const place = parseTerritory(text, profile.territory);
  if (isMalformed(place))
    throw new ProblemError({ code: "malformed-input", detail: `territory: ${place.what}`, at: { field: "territory" }, value: place.what, expected: place.expected });
  return place;
}

export function noUnit(place: string): ProblemError {
  return new ProblemError({ code: "not-found", detail: `no police unit is competent for ${place}`, at: { field: "territory" }, expected: "a place that a unit here covers" });
}
