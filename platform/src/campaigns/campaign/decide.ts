/**
 * What may become of a campaign: it is approved by the head of a place that holds all it reaches, gives each unit its own
 * leads and nothing else, does not begin the take-down while two units are on one thing and nobody has settled it, and
 * is assessed with figures that name their cut-off. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import { within, type Territory } from "../../domain/territory.ts";
import type { Decision, EffectDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import { isVisible, requireApproval, spanOf } from "../approval.ts";
import { LEAD_OPEN, type LeadState } from "../lead/states.ts";
import { rollUp } from "../roll-up.ts";
import type { Campaign, campaignCommands, Conflict } from "./campaign.ts";
import { drafted, type Collision, type Facts, type LeadRow } from "./facts.ts";
import { mustRun } from "./open.ts";
import type { CampaignState } from "./states.ts";

export type CampaignMatter = Matter<Campaign, CampaignState>;
type Input<C extends keyof typeof campaignCommands> = z.output<(typeof campaignCommands)[C]["input"]>;
type D = Decision<Campaign>;
type Ctx = Context<Facts>;

/** Leads that end with their campaign. */
const NOT_ENDED: readonly LeadState[] = ["drafted", ...LEAD_OPEN, "returned"];

/** Everything it reaches: where its leads go, and where it is led. */
function reach(campaign: CampaignMatter, leads: readonly LeadRow[]): Territory {
  return spanOf([campaign.territory, ...leads.filter(({ state }) => state !== "withdrawn").map(({ target }) => target)]);
}

/** One message for each unit, with its own leads and nobody else's. */
function toUnits(leads: readonly (LeadRow & { readonly unit: string })[], name: string, fields: EffectDraft["payload"] = {}): readonly EffectDraft[] {
  const byUnit = Map.groupBy(leads, ({ unit }) => unit);
  return [...byUnit].map(([unit, own]) => ({
    name: `${name}-${unit}`,
    channel: "institution",
    addressee: unit,
    payload: { what: `campaign.${name}`, leads: own.map(({ id }) => id), ...fields },
  }));
}

const open = (leads: readonly LeadRow[]): readonly (LeadRow & { readonly unit: string })[] =>
  leads.filter(({ state }) => LEAD_OPEN.includes(state)).map((lead) => ({ ...lead, unit: lead.org }));
const notEnded = (leads: readonly LeadRow[]): readonly MatterId[] => leads.filter(({ state }) => NOT_ENDED.includes(state)).map(({ id }) => id);

export const decideCampaign = {
  apply(campaign: CampaignMatter, input: Input<"apply">, context: Ctx): D {
    const leads = drafted(context.facts.leads);
    if (leads.length === 0) throw new ProblemError({ code: "not-now", detail: "there is no lead yet", expected: "at least one drafted lead, with its task and what is known" });
    const span = reach(campaign, context.facts.leads);
    return {
      event: "apply",
      level: 2,
      body: { ...campaign.body, plan: { text: input.plan, span, leads: leads.length, atMs: context.nowMs } },
      detail: { span, leads: leads.length },
    };
  },

  approve(campaign: CampaignMatter, _input: Input<"approve">, context: Ctx): D {
    const approved = requireApproval(reach(campaign, context.facts.leads), context, campaign.id);
    return {
      event: "approve",
      body: { ...campaign.body, approved },
      detail: { span: approved.span, tier: approved.tier },
      announces: [{ name: "campaign-approved", campaign: campaign.id, series: campaign.body.series }],
    };
  },

  decline(campaign: CampaignMatter, input: Input<"decline">, context: Ctx): D {
    requireApproval(reach(campaign, context.facts.leads), context, campaign.id);
    return ends(campaign, "decline", input.why, context);
  },

  "send-back"(campaign: CampaignMatter, input: Input<"send-back">, context: Ctx): D {
    requireApproval(reach(campaign, context.facts.leads), context, campaign.id);
    return { event: "send-back", body: { ...campaign.body, plan: null }, detail: { why: input.why } };
  },

  widen(campaign: CampaignMatter, input: Input<"widen">, context: Ctx): D {
    const approved = requireApproval(reach(campaign, context.facts.leads), context, campaign.id);
    return { event: null, body: { ...campaign.body, approved }, detail: { span: approved.span, tier: approved.tier, note: input.note } };
  },

  issue(campaign: CampaignMatter, _input: Input<"issue">, context: Ctx): D {
    const { facts } = context;
    const leads = drafted(facts.leads);
    if (leads.length === 0) throw new ProblemError({ code: "not-now", detail: "there is no lead to issue", expected: "at least one drafted lead" });
    const { approved } = campaign.body;
    const beyond = leads.find(({ target }) => approved === null || !within(target as Territory, approved.span as Territory));
    if (beyond !== undefined) {
      throw new ProblemError({
        code: "not-now",
        detail: `${beyond.id} goes to ${beyond.target}, beyond what was approved (${approved?.span === "" ? "the whole country" : (approved?.span ?? "nothing")})`,
        value: beyond.target,
        expected: "the wider reach to be approved first (widen)",
      });
    }
    const assigned = leads.map((lead) => {
      const unit = facts.units.get(lead.target);
      if (unit === undefined) throw new ProblemError({ code: "not-found", detail: `no police unit is competent for ${lead.target}`, expected: "a place that a unit here covers" });
      return { ...lead, unit };
    });
    const units = new Set(assigned.map(({ unit }) => unit)).size;
    return {
      event: "issue",
      body: { ...campaign.body, issues: [...campaign.body.issues, { atMs: context.nowMs, leads: assigned.length, units }] },
      effects: toUnits(assigned, "package"),
      detail: { leads: assigned.length, units },
      announces: [
        { name: "packages-issued", campaign: campaign.id, leads: assigned.map(({ id, unit, target }) => ({ lead: id, unit, territory: target })) },
        // Whoever comes later hears of the day as well, and only then.
        ...(campaign.body.window === null
          ? []
          : [{ name: "take-down-set" as const, campaign: campaign.id, leads: assigned.map(({ id }) => id), window: campaign.body.window, begunAtMs: null }]),
      ],
    };
  },

  "find-conflicts"(campaign: CampaignMatter, _input: Input<"find-conflicts">, context: Ctx): D {
    const found = context.facts.collisions.map((one) => conflictOf(one, context.nowMs));
    const fresh = found.filter(({ key }) => !campaign.body.conflicts.some((known) => known.key === key));
    // What is there no more is dropped, unless somebody settled it: that is kept.
    const kept = campaign.body.conflicts.filter((one) => one.settled !== null || found.some(({ key }) => key === one.key));
    return {
      event: null,
      body: { ...campaign.body, conflicts: [...kept, ...fresh], checkedAtMs: context.nowMs },
      // The other unit hears that there is somebody else and whom to call, and nothing of what we have.
      effects: fresh
        .filter(({ sameCampaign }) => !sameCampaign)
        .map((one, i) => ({
          name: `conflict-${i}`,
          channel: "institution",
          addressee: one.otherUnit,
          payload: { what: "campaign.conflict", lead: one.otherLead, call: { zh: context.orgName.zh, en: context.orgName.en } },
        })),
      detail: { found: found.length, fresh: fresh.length },
    };
  },

  "settle-conflict"(campaign: CampaignMatter, input: Input<"settle-conflict">, context: Ctx): D {
    const found = campaign.body.conflicts.find(({ key }) => key === input.key);
    if (found === undefined) throw new ProblemError({ code: "not-found", detail: "there is no such conflict", at: { field: "key" }, expected: "the key of one that was found" });
    const settled = { how: input.how, by: context.actor, org: context.org ?? "", note: input.note, atMs: context.nowMs };
    const mine = context.facts.leads.find(({ id }) => id === found.lead);
    return {
      event: null,
      body: { ...campaign.body, conflicts: campaign.body.conflicts.map((one) => (one === found ? { ...one, settled } : one)) },
      detail: { conflict: found.key, how: input.how },
      evidence: [
        { kind: "matter", ref: found.lead },
        { kind: "matter", ref: found.otherLead },
      ],
      announces:
        input.how === "theirs" && mine !== undefined && LEAD_OPEN.includes(mine.state) && mine.state !== "actioned"
          ? [{ name: "leads-withdrawn", campaign: campaign.id, leads: [found.lead], why: input.note }]
          : [],
    };
  },

  "set-window"(campaign: CampaignMatter, input: Input<"set-window">, context: Ctx): D {
    if (input.until <= input.from || input.from < context.nowMs)
      throw new ProblemError({
        code: "malformed-input",
        detail: "the window is over before it begins, or has begun already",
        at: { field: "from" },
        expected: "from now on, until after from",
      });
    const window = { fromMs: input.from, untilMs: input.until };
    const leads = open(context.facts.leads);
    return {
      event: null,
      level: 3,
      body: { ...campaign.body, window },
      effects: toUnits(leads, "window", { from: new Date(window.fromMs).toISOString(), until: new Date(window.untilMs).toISOString() }),
      detail: window,
      announces: [{ name: "take-down-set", campaign: campaign.id, leads: leads.map(({ id }) => id), window, begunAtMs: null }],
    };
  },

  "take-down"(campaign: CampaignMatter, _input: Input<"take-down">, context: Ctx): D {
    const { window, approved } = campaign.body;
    requireApproval((approved?.span ?? reach(campaign, context.facts.leads)) as Territory, context, campaign.id);
    if (window === null || context.nowMs < window.fromMs || context.nowMs > window.untilMs) {
      throw new ProblemError({
        code: "not-now",
        detail: window === null ? "no day was set for the take-down" : "this is outside the window that the units were told",
        expected: window === null ? "set-window first" : `between ${new Date(window.fromMs).toISOString()} and ${new Date(window.untilMs).toISOString()}`,
      });
    }
    const settled = new Set(campaign.body.conflicts.filter((one) => one.settled !== null).map(({ key }) => key));
    const loose = context.facts.collisions.filter((one) => !settled.has(keyOf(one)));
    if (loose.length > 0) {
      throw new ProblemError({
        code: "not-now",
        detail: `${loose.length} conflict${loose.length === 1 ? "" : "s"} of operations not settled; the first: ${loose[0].lead} and ${loose[0].other_lead} are about one ${loose[0].type}`,
        expected: "find-conflicts, then settle-conflict by somebody who answers for it",
      });
    }
    const leads = open(context.facts.leads);
    return {
      event: "take-down",
      level: 3,
      body: { ...campaign.body, begunAtMs: context.nowMs },
      effects: toUnits(leads, "take-down"),
      detail: { leads: leads.length },
      announces: [{ name: "take-down-set", campaign: campaign.id, leads: leads.map(({ id }) => id), window, begunAtMs: context.nowMs }],
    };
  },

  settle: (): D => ({ event: "settle", level: 2 }),

  "send-lead-back"(campaign: CampaignMatter, input: Input<"send-lead-back">, context: Ctx): D {
    const lead = ownLead(context, input.lead);
    if (lead.state !== "returned")
      throw new ProblemError({ code: "not-now", detail: `${lead.id} is ${lead.state}`, value: lead.state, expected: "a lead whose result was returned" });
    return { event: null, detail: { lead: lead.id, why: input.why }, announces: [{ name: "lead-sent-back", campaign: campaign.id, lead: input.lead, why: input.why }] };
  },

  "withdraw-leads"(campaign: CampaignMatter, input: Input<"withdraw-leads">, context: Ctx): D {
    const ids = [...new Set(input.leads)];
    for (const id of ids) {
      const { state } = ownLead(context, id);
      if (!["drafted", "issued", "signed", "verified"].includes(state))
        throw new ProblemError({ code: "not-now", detail: `${id} is ${state}`, value: state, expected: "a lead that nobody has acted on" });
    }
    return { event: null, detail: { leads: ids.length, why: input.why }, announces: [{ name: "leads-withdrawn", campaign: campaign.id, leads: ids, why: input.why }] };
  },

  assess(campaign: CampaignMatter, input: Input<"assess">, context: Ctx): D {
    const unfinished = open(context.facts.leads).length;
    if (unfinished > 0 && input.unfinished === undefined) {
      throw new ProblemError({
        code: "not-now",
        detail: `${unfinished} leads are not returned yet`,
        at: { field: "unfinished" },
        expected: "their results, or why it is assessed without them",
      });
    }
    const figures = rollUp(context.facts.counted, context.nowMs);
    const assessment = { summary: input.summary, lessons: input.lessons, unfinished: unfinished > 0 ? (input.unfinished ?? null) : null, rollUp: figures };
    return {
      event: "assess",
      body: { ...campaign.body, assessments: [...campaign.body.assessments, assessment] },
      detail: { cutOffMs: figures.cutOffMs, issued: figures.leads.issued, returned: figures.leads.returned, unfinished },
    };
  },

  close(campaign: CampaignMatter, input: Input<"close">, context: Ctx): D {
    requireApproval((campaign.body.approved?.span ?? "") as Territory, context, campaign.id);
    return ends(campaign, "close", input.outcome, context);
  },

  cancel: (campaign: CampaignMatter, input: Input<"cancel">, context: Ctx): D => ends(campaign, "cancel", input.why, context),

  join(campaign: CampaignMatter, _input: Input<"join">, context: Ctx): D {
    const { operation } = context.facts;
    if (operation === null || !isVisible(operation, context))
      throw new ProblemError({ code: "not-found", detail: "there is no such operation in your scope", at: { field: "operation" } });
    mustRun(operation);
    return { event: null, parent: operation.id as MatterId, detail: { operation: operation.id, before: campaign.parent } };
  },

  verify: (campaign: CampaignMatter, input: Input<"verify">): D => ({ event: "verify", detail: { lead: input.lead, issues: campaign.body.issues.length } }),
};

function ownLead(context: Ctx, id: MatterId): LeadRow {
  const lead = context.facts.leads.find((one) => one.id === id);
  if (lead === undefined) throw new ProblemError({ code: "not-found", detail: `${id} is no lead of this campaign`, at: { field: "lead" } });
  return lead;
}

function ends(campaign: CampaignMatter, event: "decline" | "cancel" | "close", outcome: string, context: Ctx): D {
  const leads = notEnded(context.facts.leads);
  return {
    event,
    body: { ...campaign.body, outcome },
    detail: { outcome, leads: leads.length },
    announces: [{ name: "campaign-ended", campaign: campaign.id, leads, why: outcome }],
  };
}

function keyOf(one: Collision): string {
  return `${one.token} ${one.lead} ${one.other_lead}`;
}

function conflictOf(one: Collision, nowMs: number): Conflict {
  return {
    key: keyOf(one),
    type: one.type,
    masked: one.masked,
    lead: one.lead,
    unit: one.unit,
    otherLead: one.other_lead,
    otherUnit: one.other_unit,
    sameCampaign: one.same,
    foundAtMs: nowMs,
    settled: null,
  };
}
