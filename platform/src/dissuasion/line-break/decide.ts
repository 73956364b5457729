/**
 * What may become of a line break, by the law in force when it began: consent, an urgent warning that is still open, a
 * second officer, one break a person and window, the time told beforehand and never later, emergency calls untouched.
 * The line is that of the warned person and no other: nobody can name a number here. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Decision, EffectDraft, NoticeDraft, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import type { z } from "zod";
import { LEVEL_NUMBER } from "../warning/warning.ts";
import { RESTORE_WORDS, type LineBreak, type lineBreakCommands, type lineBreakDraft } from "./line-break.ts";
import type { LineBreakState } from "./states.ts";

export type LineBreakMatter = Matter<LineBreak, LineBreakState>;
type Input<C extends keyof typeof lineBreakCommands> = z.output<(typeof lineBreakCommands)[C]["input"]>;

export interface ParentWarning {
  readonly id: string;
  readonly level: number;
  readonly open: boolean;
  readonly territory: string;
  readonly org: string;
  readonly number: PersonalRef | null;
}

export interface OpenFacts {
  readonly parent: ParentWarning | null;
  readonly isOperator: boolean;
}

export interface Facts {
  readonly parent: ParentWarning | null;
  /** Breaks of this person's line that count, without this one. */
  readonly used: number;
}

/** An operator's clock may be this far from ours. */
const CLOCK_SKEW_MS = 15 * 60_000;

export function openLineBreak(draft: z.output<typeof lineBreakDraft>, context: Context<OpenFacts>): Opening<LineBreak> {
  const measure = context.profile.allowed("line-suspension");
  const { parent, isOperator } = context.facts;
  const number = liveDanger(parent, draft.warning);
  if (!isOperator) {
    throw new ProblemError({
      code: "malformed-input",
      detail: "operator: no such operator",
      at: { field: "operator" },
      value: draft.operator,
      expected: "the organisation of a telecom operator",
    });
  }
  return {
    body: {
      number,
      operator: draft.operator,
      consent: draft.consent,
      reason: { zh: "为断开与行骗者的联系，经您同意", en: "to break contact with somebody who is deceiving you, as you agreed" },
      ground: draft.ground,
      decider: null,
      approvedAtMs: null,
      endsAtMs: null,
      suspendedAtMs: null,
      restoredAtMs: null,
      emergencyCallsWork: null,
      restoreTrouble: null,
      outcome: null,
    },
    territory: parent?.territory ?? context.territory,
    org: context.org ?? parent?.org ?? "",
    partner: draft.operator,
    subject: number.token,
    parent: draft.warning,
    level: LEVEL_NUMBER.urgent,
    basis: measure.authority.basis,
    evidence: [
      { kind: "matter", ref: draft.warning },
      { kind: draft.consent.how === "recorded-call" ? "call-record" : "statement", ref: draft.consent.ref },
    ],
    detail: { consent: draft.consent.how },
    mentions: [{ ref: number, role: "line" }],
    restsOn: [draft.warning],
    // A consent is for now: what nobody approves in time is over.
    arm: [{ key: measure.duration, startMs: context.nowMs, command: "lapse" }],
  };
}

/** The number of the warned person, while the danger lasts. */
function liveDanger(parent: ParentWarning | null, id: string): PersonalRef {
  if (parent === null) throw new ProblemError({ code: "not-found", detail: `there is no warning ${id}`, at: { field: "warning" } });
  if (!parent.open || parent.level !== LEVEL_NUMBER.urgent) {
    throw new ProblemError({ code: "limit-of-law", detail: "a line is paused only while an urgent warning is open", expected: "an open urgent warning" });
  }
  if (parent.number === null) throw new ProblemError({ code: "not-now", detail: "no number of the person is known" });
  return parent.number;
}

export const decideLineBreak = {
  approve(line: LineBreakMatter, _input: Input<"approve">, context: Context<Facts>): Decision<LineBreak> {
    const measure = context.profile.allowed("line-suspension");
    liveDanger(context.facts.parent, line.parent ?? "");
    if (measure.rounds !== null && context.facts.used >= measure.rounds.max) {
      throw new ProblemError({
        code: "limit-of-law",
        detail: `this person's line was paused ${context.facts.used} times within the window`,
        expected: `at most ${measure.rounds.max} (${context.profile.sources[measure.rounds.basis].title.en})`,
      });
    }
    // From the approval, not from the operator's moment: what the person is told beforehand is the latest it can be.
    const { dueAtMs } = context.profile.due(measure.duration, context.nowMs);
    const body: LineBreak = { ...line.body, decider: context.orgName, approvedAtMs: context.nowMs, endsAtMs: dueAtMs };
    return {
      event: "approve",
      body,
      basis: measure.authority.basis,
      arm: [{ key: measure.duration, startMs: context.nowMs, command: "expire" }],
      notices: [
        {
          template: "line-suspension.suspended",
          recipient: body.number,
          slots: limitingSlots(context.profile, "line-suspension", { about: body.number.masked, reason: body.reason, decider: context.orgName, untilMs: dueAtMs }),
          via: { kind: "messenger", channel: "sms" },
          purpose: "warn-and-dissuade",
        },
      ],
      effects: [request({ ...line, body }, dueAtMs)],
      detail: { endsAtMs: dueAtMs },
    };
  },

  decline(line: LineBreakMatter, input: Input<"decline">): Decision<LineBreak> {
    return { event: "decline", body: { ...line.body, outcome: input.why } };
  },

  withdraw(line: LineBreakMatter, input: Input<"withdraw">): Decision<LineBreak> {
    return { event: "withdraw", body: { ...line.body, outcome: input.why } };
  },

  lapse(line: LineBreakMatter): Decision<LineBreak> {
    return { event: "lapse", body: { ...line.body, outcome: "lapsed" } };
  },

  sent(_line: LineBreakMatter, input: Input<"sent">): Decision<LineBreak> {
    return { event: "send", evidence: [{ kind: "document", ref: input.reference }] };
  },

  unreachable(line: LineBreakMatter, input: Input<"unreachable">): Decision<LineBreak> {
    return { event: "fail", body: { ...line.body, outcome: input.problem } };
  },

  answer(line: LineBreakMatter, input: Input<"answer">, context: Context<Facts>): Decision<LineBreak> {
    switch (input.result) {
      case "suspended": {
        if (!input.emergencyCallsWork) {
          throw new ProblemError({
            code: "limit-of-law",
            detail: "a line without emergency calls must not stay cut: restore it and answer that it is impossible",
            at: { field: "emergencyCallsWork" },
            expected: "true",
          });
        }
        if (input.at > context.nowMs + CLOCK_SKEW_MS || input.at < (line.body.approvedAtMs ?? line.openedAtMs) - CLOCK_SKEW_MS) {
          throw new ProblemError({
            code: "malformed-input",
            detail: "at: the moment lies before the approval or in the future",
            at: { field: "at" },
            expected: "the operator's own moment",
          });
        }
        return { event: "suspend", body: { ...line.body, suspendedAtMs: input.at, emergencyCallsWork: true }, detail: { suspendedAtMs: input.at } };
      }
      case "impossible":
        return { event: "refuse", body: { ...line.body, outcome: input.why }, notices: tell(line, "mistake", context) };
      default:
        return unreachable(input);
    }
  },

  restore(line: LineBreakMatter, input: Input<"restore">, context: Context<Facts>): Decision<LineBreak> {
    return {
      event: "restore",
      body: { ...line.body, restoredAtMs: context.nowMs, outcome: input.reason },
      effects: [restoring(line, input.reason)],
      notices: tell(line, input.reason, context),
      detail: { reason: input.reason },
      announces:
        input.reason === "mistake"
          ? [{ name: "lifted-as-wrong", matter: line.id, startedAtMs: line.body.suspendedAtMs ?? context.nowMs, endedAtMs: context.nowMs, amountMinor: null, currency: null }]
          : [],
    };
  },

  expire(line: LineBreakMatter, _input: Input<"expire">, context: Context<Facts>): Decision<LineBreak> {
    return {
      event: "expire",
      body: { ...line.body, restoredAtMs: context.nowMs, outcome: "expired" },
      effects: [restoring(line, "expired")],
      notices: tell(line, "expired", context),
    };
  },

  "restore-confirmed"(line: LineBreakMatter, input: Input<"restore-confirmed">): Decision<LineBreak> {
    return { event: null, body: { ...line.body, restoredAtMs: input.at, restoreTrouble: null }, detail: { restoredAtMs: input.at } };
  },

  /** Somebody's line may still be down: the operator is told again and again until it has heard. */
  "restore-undelivered"(line: LineBreakMatter, input: Input<"restore-undelivered">, context: Context<Facts>): Decision<LineBreak> {
    const arm = context.profile.deadlines["order.answer"] === undefined ? [] : [{ key: "order.answer" as const, startMs: context.nowMs, command: "restore-again" }];
    return { event: null, level: 3, body: { ...line.body, restoreTrouble: input.problem }, arm, detail: { problem: input.problem } };
  },

  "restore-again"(line: LineBreakMatter): Decision<LineBreak> {
    return line.body.restoreTrouble === null ? { event: null } : { event: null, effects: [restoring(line, line.body.outcome ?? "expired")] };
  },
};

function request(line: LineBreakMatter, endsAtMs: number): EffectDraft {
  return {
    name: "request",
    channel: "institution",
    addressee: line.body.operator,
    payload: {
      what: "line-suspension.request",
      matter: line.id,
      serial: line.serial,
      // The operator's own system ends it as well, if we are not there.
      endsAt: new Date(endsAtMs).toISOString(),
      emergencyCallsKept: true,
      helplinesKept: true,
    },
    opens: { number: line.body.number.token },
    purpose: "warn-and-dissuade",
    delivered: "sent",
    undeliverable: "unreachable",
  };
}

function restoring(line: LineBreakMatter, why: string): EffectDraft {
  return {
    name: "restore",
    channel: "institution",
    addressee: line.body.operator,
    payload: { what: "line-suspension.restore", matter: line.id, serial: line.serial, why },
    opens: { number: line.body.number.token },
    purpose: "warn-and-dissuade",
    undeliverable: "restore-undelivered",
  };
}

function tell(line: LineBreakMatter, why: keyof typeof RESTORE_WORDS, context: Context<Facts>): readonly NoticeDraft[] {
  const { number, decider } = line.body;
  return [
    {
      template: "line-suspension.restored",
      recipient: number,
      slots: givingSlots(context.profile, { about: number.masked, reason: RESTORE_WORDS[why], decider: decider ?? context.orgName }),
      via: { kind: "messenger", channel: "sms" },
      purpose: "warn-and-dissuade",
    },
  ];
}
