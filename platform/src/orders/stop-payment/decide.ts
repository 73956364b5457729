/**
 * What may become of a stop-payment, by the law in force when it began: two pairs of eyes, a report behind it, four fields
 * that match, 48 hours from the institution's own moment, at most two rounds an account whoever asks, an end that needs
 * nobody, and a notice that says all of it. Pure: everything needed is in the arguments.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { AllowedMeasure, JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import { institutionOf, type PersonalRef } from "../../domain/personal.ts";
import type { Context } from "../../matters/kind.ts";
import type { Decision, EffectDraft, NoticeDraft, Opening } from "../../matters/decision.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import type { z } from "zod";
import type { Parent } from "./facts.ts";
import { RELEASE_WORDS, type StopPayment, type stopCommands, type stopDraft } from "./stop-payment.ts";
import type { StopState } from "./states.ts";

export type Stop = Matter<StopPayment, StopState>;
type Input<C extends keyof typeof stopCommands> = z.output<(typeof stopCommands)[C]["input"]>;

export interface OpenFacts {
  readonly parent: Parent | null;
  /** Organisation that runs the institution's desk; null when nobody here does. */
  readonly desk: string | null;
  readonly previous: Stop | null;
}

export interface Facts {
  /** Rounds of the account without this order; null where they do not matter. */
  readonly rounds: number | null;
}

/** A bank's clock may be this far from ours. */
const CLOCK_SKEW_MS = 15 * 60_000;

export function openStop(draft: z.output<typeof stopDraft>, context: Context<OpenFacts>): Opening<StopPayment> {
  const { parent, desk, previous } = context.facts;
  const measure = context.profile.allowed("stop-payment");
  if (parent === null) throw new ProblemError({ code: "not-found", detail: `there is no ${draft.parent} that the order could rest on`, at: { field: "parent" } });
  const account = context.identify("account", draft.account, "account");
  const institution = institutionOf(draft.account);
  if (desk === null)
    throw new ProblemError({
      code: "not-found",
      detail: `no organisation here runs the desk of ${institution}`,
      at: { field: "account" },
      expected: "an institution that has joined",
    });
  const scope = scopeFor(draft, measure);
  return {
    body: {
      account,
      institution,
      holderName: draft.holderName === undefined ? null : context.identify("name", draft.holderName, "holderName"),
      amountMinor: draft.amountMinor,
      currency: draft.currency,
      paidAtMs: draft.paidAt,
      transfer: draft.transfer ?? null,
      tier: draft.tier,
      scope,
      scopeGround: draft.scopeGround ?? null,
      round: previous === null ? 1 : 2,
      previous: previous?.id ?? null,
      reason: { zh: draft.reason, en: draft.reason },
      decider: null,
      approvedAtMs: null,
      tellLater: null,
      stoppedAtMs: null,
      endsAtMs: null,
      heldMinor: null,
      outcome: null,
    },
    territory: parent.territory,
    org: context.org ?? parent.org,
    partner: desk,
    subject: account.token,
    parent: draft.parent,
    level: 3,
    basis: measure.authority.basis,
    evidence: [{ kind: "matter", ref: draft.parent }],
    detail: { tier: draft.tier, scope, round: previous === null ? 1 : 2 },
    mentions: [{ ref: account, role: "account" }],
    restsOn: [draft.parent],
    arm: [{ key: "stop.approve", startMs: context.nowMs, command: "remind" }],
  };
}

/** The amount by default; the whole account on the first tier where the law has it so, elsewhere only on a written ground. */
function scopeFor(draft: z.output<typeof stopDraft>, measure: AllowedMeasure): "amount" | "account" {
  const usual = draft.tier > 1 ? measure.scopeBeyondFirstTier : measure.scope;
  const scope = draft.scope ?? (usual === "account" ? "account" : "amount");
  if (scope === "account" && usual !== "account" && draft.scopeGround === undefined) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the whole account is stopped only on a written ground; the default is the amount",
      at: { field: "scopeGround" },
      expected: "why the amount is not enough",
    });
  }
  return scope;
}

export const decideStop = {
  approve(stop: Stop, input: Input<"approve">, context: Context<Facts>): Decision<StopPayment> {
    const { rounds } = context.profile.allowed("stop-payment");
    const counted = context.facts.rounds ?? 0;
    if (rounds !== null && counted >= rounds.max) {
      throw new ProblemError({
        code: "limit-of-law",
        detail: `the account was or is being stopped ${counted} times already, whoever asked`,
        expected: `at most ${rounds.max} rounds (${context.profile.sources[rounds.basis].title.en})`,
      });
    }
    return {
      event: "approve",
      body: { ...stop.body, decider: context.orgName, approvedAtMs: context.nowMs, tellLater: input.tellLater ?? null },
      basis: context.profile.allowed("stop-payment").authority.basis,
      disarm: ["stop.approve"],
      effects: [request(stop)],
    };
  },

  decline(stop: Stop, input: Input<"decline">): Decision<StopPayment> {
    return { event: "decline", body: { ...stop.body, outcome: input.why } };
  },

  withdraw(stop: Stop, input: Input<"withdraw">): Decision<StopPayment> {
    // The institution may have it already: it is told in any case.
    return { event: "withdraw", body: { ...stop.body, outcome: input.why }, ...(stop.state === "drafted" ? {} : { effects: [lift(stop, "withdrawn")] }) };
  },

  sent(_stop: Stop, input: Input<"sent">): Decision<StopPayment> {
    return { event: "send", evidence: [{ kind: "document", ref: input.reference }] };
  },

  unreachable(stop: Stop, input: Input<"unreachable">): Decision<StopPayment> {
    return { event: "fail", body: { ...stop.body, outcome: input.problem } };
  },

  answer(stop: Stop, input: Input<"answer">, context: Context<Facts>): Decision<StopPayment> {
    switch (input.result) {
      case "stopped":
        return stopped(stop, input, context);
      case "mismatch":
        return { event: "mismatch", body: { ...stop.body, outcome: `mismatch: ${input.fields.join(", ")}` }, detail: { fields: input.fields } };
      case "no-funds":
        return { event: "no-funds", body: { ...stop.body, heldMinor: "0", outcome: "no-funds" }, ...movedOn(stop, input.next, context) };
      case "impossible":
        return { event: "fail", body: { ...stop.body, outcome: input.why } };
      default:
        return unreachable(input);
    }
  },

  release(stop: Stop, input: Input<"release">, context: Context<Facts>): Decision<StopPayment> {
    const wrong = input.reason !== "paid-back" && input.reason !== "other" && input.reason !== "basic-needs";
    return {
      event: "release",
      body: { ...stop.body, outcome: input.reason },
      detail: { reason: input.reason, ...(input.note === undefined ? {} : { note: input.note }) },
      effects: [lift(stop, input.reason)],
      notices: tell(stop, "stop-payment.released", context, RELEASE_WORDS[input.reason]),
      announces: wrong
        ? [
            {
              name: "lifted-as-wrong",
              matter: stop.id,
              startedAtMs: stop.body.stoppedAtMs ?? context.nowMs,
              endedAtMs: context.nowMs,
              amountMinor: stop.body.heldMinor,
              currency: stop.body.currency,
            },
            { name: "support-withdrawn", matter: stop.id, reason: input.reason },
          ]
        : [],
    };
  },

  "second-round"(stop: Stop, input: Input<"second-round">): Decision<StopPayment> {
    return { event: null, announces: [{ name: "second-round", stop: stop.id, reason: input.reason }] };
  },

  convert(stop: Stop, input: Input<"convert">): Decision<StopPayment> {
    return { event: "convert", body: { ...stop.body, outcome: `freeze ${input.freeze}` }, evidence: [{ kind: "matter", ref: input.freeze }] };
  },

  expire(stop: Stop, _input: Input<"expire">, context: Context<Facts>): Decision<StopPayment> {
    const reason = { zh: "止付期限届满，自动解除", en: "its time has run out; it ended by itself" };
    return {
      event: "expire",
      body: { ...stop.body, outcome: "expired" },
      effects: [lift(stop, "expired")],
      notices: tell(stop, "stop-payment.expired", context, reason),
    };
  },

  "tell-holder"(stop: Stop, _input: Input<"tell-holder">, context: Context<Facts>): Decision<StopPayment> {
    return { event: null, notices: [limitNotice(stop, stop.body.endsAtMs ?? context.nowMs, context.profile)] };
  },

  remind(_stop: Stop, input: Input<"remind">): Decision<StopPayment> {
    return { event: null, detail: { overdue: input.key } };
  },
};

function stopped(stop: Stop, input: Extract<Input<"answer">, { result: "stopped" }>, context: Context<Facts>): Decision<StopPayment> {
  const differing = Object.entries(input.match).filter(([, same]) => !same);
  if (differing.length > 0) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: `${differing.map(([field]) => field).join(", ")} did not match: the account must not be stopped`,
      expected: 'the answer "mismatch"',
    });
  }
  const earliest = (stop.body.approvedAtMs ?? stop.openedAtMs) - CLOCK_SKEW_MS;
  if (input.at > context.nowMs + CLOCK_SKEW_MS || input.at < earliest) {
    throw new ProblemError({
      code: "malformed-input",
      detail: "at: the moment of stopping lies before the order or in the future",
      at: { field: "at" },
      expected: "the institution's own moment of stopping",
    });
  }
  if (stop.body.scope === "amount" && BigInt(input.heldMinor) > BigInt(stop.body.amountMinor)) {
    throw new ProblemError({ code: "limit-of-law", detail: "more is held than the order names", at: { field: "heldMinor" }, expected: `at most ${stop.body.amountMinor}` });
  }
  const { profile } = context;
  const { dueAtMs } = profile.due("stop.duration", input.at);
  const body: StopPayment = { ...stop.body, stoppedAtMs: input.at, endsAtMs: dueAtMs, heldMinor: input.heldMinor };
  const later = stop.body.tellLater !== null && profile.allowed("stop-payment").notice.within !== null;
  return {
    event: "stop",
    body,
    evidence: [{ kind: "bank-answer", ref: stop.id }],
    detail: { heldMinor: input.heldMinor, stoppedAtMs: input.at },
    arm: [{ key: "stop.duration", startMs: input.at, command: "expire" }, ...(later ? [{ key: "notice.delay" as const, startMs: input.at, command: "tell-holder" }] : [])],
    ...(later ? {} : { notices: [limitNotice({ ...stop, body }, dueAtMs, profile)] }),
    ...movedOn(stop, input.next, context),
  };
}

/** What the institution says about where the money went: proposals for the next hop come of it. */
function movedOn(stop: Stop, next: Extract<Input<"answer">, { result: "no-funds" }>["next"], context: Context<Facts>): Pick<Decision, "announces" | "mentions"> {
  if (next.length === 0) return {};
  const hops = next.map((hop, i) => ({
    to: context.identify("account", hop.account, `next.${i}.account`),
    amountMinor: hop.amountMinor,
    currency: hop.currency,
    atMs: hop.at,
  }));
  return {
    mentions: hops.map((hop): { ref: PersonalRef; role: string } => ({ ref: hop.to, role: "next-hop" })),
    announces: [{ name: "money-moved-on", order: stop.id, report: stop.parent ?? (stop.id as MatterId), tier: stop.body.tier + 1, territory: stop.territory, hops }],
  };
}

function request(stop: Stop): EffectDraft {
  const { body } = stop;
  return {
    name: "request",
    channel: "institution",
    addressee: stop.partner ?? "",
    payload: {
      what: "stop-payment.request",
      matter: stop.id,
      serial: stop.serial,
      institution: body.institution,
      amountMinor: body.amountMinor,
      currency: body.currency,
      paidAt: new Date(body.paidAtMs).toISOString(),
      scope: body.scope,
      round: body.round,
      // Money that comes in is still credited.
      creditsArrive: true,
    },
    opens: { account: body.account.token, ...(body.holderName === null ? {} : { holderName: body.holderName.token }) },
    purpose: "execute-order",
    delivered: "sent",
    undeliverable: "unreachable",
  };
}

function lift(stop: Stop, why: string): EffectDraft {
  return {
    name: "lift",
    channel: "institution",
    addressee: stop.partner ?? "",
    payload: { what: "stop-payment.release", matter: stop.id, serial: stop.serial, institution: stop.body.institution, why },
    opens: { account: stop.body.account.token },
    purpose: "execute-order",
  };
}

function limitNotice(stop: Stop, untilMs: number, profile: JurisdictionProfile): NoticeDraft {
  const { body } = stop;
  const template: TextKey = body.round === 2 ? "stop-payment.second-round" : body.tier > 1 ? "stop-payment.extended" : "stop-payment.stopped";
  return {
    template,
    recipient: body.account,
    slots: limitingSlots(profile, "stop-payment", { about: body.account.masked, reason: body.reason, decider: body.decider ?? { zh: "", en: "" }, untilMs }),
    via: { kind: "institution", org: stop.partner ?? "" },
  };
}

function tell(stop: Stop, template: TextKey, context: Context<Facts>, reason: StopPayment["reason"]): readonly NoticeDraft[] {
  return [
    {
      template,
      recipient: stop.body.account,
      slots: givingSlots(context.profile, { about: stop.body.account.masked, reason, decider: stop.body.decider ?? context.orgName }),
      via: { kind: "institution", org: stop.partner ?? "" },
    },
  ];
}
