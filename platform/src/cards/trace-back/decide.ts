/**
 * What may become of a trace-back: asked of the institution and its branch with what is known, answered in full, checked
 * by the police of the place, put right where something was lacking; overdue is supervised by the clock. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Decision, EffectDraft, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { z } from "zod";
import type { Facts, OpenFacts } from "./facts.ts";
import type { OpeningAnswer, TraceBack, traceBackCommands, traceBackDraft } from "./trace-back.ts";
import type { TraceBackState } from "./states.ts";

export type TraceBackMatter = Matter<TraceBack, TraceBackState>;
type Input<C extends keyof typeof traceBackCommands> = z.output<(typeof traceBackCommands)[C]["input"]>;
type D = Decision<TraceBack>;
type Ctx = Context<Facts>;

export function openTraceBack(draft: z.output<typeof traceBackDraft>, context: Context<OpenFacts>): Opening<TraceBack> {
  const { ref, check, institution, unit, because, traced } = context.facts;
  if (because === null) throw new ProblemError({ code: "not-found", detail: "because: there is no such matter", at: { field: "because" } });
  if (traced !== null) throw new ProblemError({ code: "not-now", detail: `this card is traced already: ${traced}`, value: traced });
  const issuer = check?.org ?? institution;
  const dueAtMs = context.profile.deadlines["opening.traceBack"] === undefined ? null : context.profile.due("opening.traceBack", context.nowMs).dueAtMs;
  const body: TraceBack = {
    card: ref,
    issuer,
    check:
      check === null
        ? null
        : { id: check.id, openedAtMs: check.atMs, branch: check.branch, answer: check.answer, rules: check.rules, decision: check.decision, nearby: check.nearby },
    because: [draft.because],
    foundAtMs: context.nowMs,
    dueAtMs,
    overdueAtMs: null,
    answer: null,
    answeredInTime: null,
    sentBack: [],
    finding: null,
    rectified: null,
    closedAtMs: null,
  };
  return {
    body,
    territory: check?.territory ?? draft.territory ?? because.territory,
    org: unit ?? because.org,
    partner: issuer,
    subject: ref.token,
    parent: draft.because,
    level: 1,
    evidence: [{ kind: "matter", ref: draft.because }],
    detail: { issuerKnown: issuer !== null, checked: check !== null },
    mentions: [{ ref, role: "card" }],
    restsOn: [draft.because],
    arm: dueAtMs === null ? [] : [{ key: "opening.traceBack", startMs: context.nowMs, command: "overdue" }],
  };
}

/** The question to the branch: how was it opened. Nothing of the case goes along. */
function question(trace: TraceBackMatter, issuer: string, name: string, more: Readonly<Record<string, string>> = {}): EffectDraft {
  const { body } = trace;
  return {
    name,
    channel: "institution",
    addressee: issuer,
    payload: {
      what: "trace-back.question",
      matter: trace.id,
      serial: trace.serial,
      branch: body.check?.branch ?? null,
      openedAt: body.check === null ? null : new Date(body.check.openedAtMs).toISOString(),
      check: body.check?.id ?? null,
      dueAt: body.dueAtMs === null ? null : new Date(body.dueAtMs).toISOString(),
      ...more,
    },
    opens: { card: body.card.token },
    purpose: "investigate",
  };
}

export const decideTraceBack = {
  assign(trace: TraceBackMatter, input: Input<"assign">, context: Ctx): D {
    if (!context.facts.issuerExists)
      throw new ProblemError({
        code: "malformed-input",
        detail: "issuer: no such institution",
        at: { field: "issuer" },
        value: input.issuer,
        expected: "a bank, payment institution or operator",
      });
    return {
      event: "assign",
      body: { ...trace.body, issuer: input.issuer },
      partner: input.issuer,
      effects: [question(trace, input.issuer, "question")],
      detail: { issuer: input.issuer },
    };
  },

  answer(trace: TraceBackMatter, input: Input<"answer">, context: Ctx): D {
    if (input.openedAt > trace.body.foundAtMs)
      throw new ProblemError({ code: "malformed-input", detail: "openedAt: it was found involved before that", at: { field: "openedAt" }, expected: "when the card was opened" });
    if (input.others.length > input.othersCount)
      throw new ProblemError({ code: "malformed-input", detail: "othersCount: fewer than are named", at: { field: "othersCount" }, expected: `at least ${input.others.length}` });
    const { card } = trace.body;
    const person = (value: typeof input.opener, field: string): PersonalRef | null => (value === undefined ? null : context.identify("person", value, field));
    const others = input.others.map((one, n) => context.identify(card.type, one, `others.${n}`));
    const answer: OpeningAnswer = {
      openedAtMs: input.openedAt,
      branch: input.branch,
      by: input.by,
      opener: person(input.opener, "opener"),
      server: input.server === undefined ? null : context.identify("handle", input.server, "server"),
      escort: input.escort === undefined ? null : context.identify(input.escort.type, input.escort.value, "escort.value"),
      escorted: input.escorted,
      checks: [...new Set(input.checks)],
      others,
      othersCount: input.othersCount,
      answeredAtMs: context.nowMs,
    };
    const roles = [{ ref: answer.opener, role: "opener" }, { ref: answer.escort, role: "escort" }, ...others.map((ref) => ({ ref, role: "opened-together" }))];
    return {
      event: "answer",
      body: { ...trace.body, answer, answeredInTime: trace.body.overdueAtMs === null },
      evidence: [{ kind: "bank-answer", ref: trace.serial }],
      mentions: roles.flatMap(({ ref, role }) => (ref === null ? [] : [{ ref, role }])),
      detail: { branch: input.branch, checks: answer.checks, escorted: input.escorted, others: input.othersCount },
    };
  },

  disown(trace: TraceBackMatter, input: Input<"disown">): D {
    return { event: "disown", body: { ...trace.body, issuer: null }, partner: null, level: 2, detail: { why: input.why } };
  },

  "send-back"(trace: TraceBackMatter, input: Input<"send-back">): D {
    const body: TraceBack = {
      ...trace.body,
      sentBack: [...trace.body.sentBack, input.why],
      ...(trace.state === "answered" ? { answer: null, answeredInTime: null } : { rectified: null }),
    };
    return {
      event: "send-back",
      body,
      effects: trace.body.issuer === null ? [] : [question({ ...trace, body }, trace.body.issuer, "question-again", { lacking: input.why })],
    };
  },

  accept(trace: TraceBackMatter, _input: Input<"accept">, context: Ctx): D {
    const branch = trace.body.answer?.branch ?? "";
    const finding = trace.body.finding ?? { branch, fault: "none", rectifications: [], atMs: context.nowMs };
    return { event: "accept", body: { ...trace.body, finding, closedAtMs: context.nowMs }, detail: { branch, fault: finding.fault } };
  },

  rectify(trace: TraceBackMatter, input: Input<"rectify">, context: Ctx): D {
    const branch = trace.body.answer?.branch ?? "";
    const { issuer } = trace.body;
    return {
      event: "rectify",
      disarm: ["opening.traceBack"],
      body: { ...trace.body, finding: { branch, fault: input.fault, rectifications: input.rectifications, atMs: context.nowMs } },
      effects:
        issuer === null
          ? []
          : [
              {
                name: "rectify",
                channel: "institution",
                addressee: issuer,
                payload: { what: "trace-back.rectify", matter: trace.id, serial: trace.serial, branch, fault: input.fault, rectifications: input.rectifications },
              },
            ],
      detail: { branch, fault: input.fault, rectifications: input.rectifications },
    };
  },

  report(trace: TraceBackMatter, input: Input<"report">, context: Ctx): D {
    const open = (trace.body.finding?.rectifications ?? []).filter((one) => !input.done.includes(one));
    if (open.length > 0) throw new ProblemError({ code: "malformed-input", detail: "done: not all that was asked for", at: { field: "done" }, expected: open.join(", ") });
    return { event: "report", body: { ...trace.body, rectified: { done: input.done, note: input.note, atMs: context.nowMs } } };
  },

  "give-up"(trace: TraceBackMatter, input: Input<"give-up">, context: Ctx): D {
    return { event: "give-up", body: { ...trace.body, closedAtMs: context.nowMs }, detail: { why: input.why } };
  },

  again(trace: TraceBackMatter, input: Input<"again">): D {
    return {
      event: null,
      body: { ...trace.body, because: [...new Set([...trace.body.because, input.because])] },
      restsOn: [input.because],
      evidence: [{ kind: "matter", ref: input.because }],
    };
  },

  overdue(trace: TraceBackMatter, _input: Input<"overdue">, context: Ctx): D {
    const { superior } = context.facts;
    const { issuer } = trace.body;
    return {
      event: null,
      level: 3,
      body: { ...trace.body, overdueAtMs: context.nowMs },
      effects: [
        // Only who has not answered is reminded; the organ above hears of it in any case.
        ...(issuer !== null && trace.state === "issued" ? [question(trace, issuer, "reminder", { reminder: "overdue" })] : []),
        ...(superior === null
          ? []
          : [
              {
                name: "copy-overdue",
                channel: "institution" as const,
                addressee: superior,
                payload: { what: "supervision.copy", matter: trace.id, serial: trace.serial, about: "trace-back-overdue" },
              },
            ]),
      ],
    };
  },
};
