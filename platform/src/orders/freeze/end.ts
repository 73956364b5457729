/**
 * How a freeze goes on, shrinks and ends: renewed before its time by a head as high as the one who approved it, smaller when
 * the trace is, lifted when it has nothing to do with the case, taken by judgment, returned, or over by the clock alone.
 * What becomes free goes to whoever waits in the queue. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { isAtLeast, requireLevel } from "../authority.ts";
import { toInstitution, toSuperior } from "../order-words.ts";
import { EXPIRED, reasonOf, RELEASE_REASONS, RENEWAL_REASONS, WRONG } from "../reasons.ts";
import { isFull } from "./effect.ts";
import type { Facts } from "./facts.ts";
import type { Freeze, freezeCommands } from "./freeze.ts";
import { assetRule, endNotice, giveNotice, limitNotice, requireFiled, tellInstitution, type FreezeMatter } from "./order.ts";

type Input<C extends keyof typeof freezeCommands> = z.output<(typeof freezeCommands)[C]["input"]>;
type D = Decision<Freeze>;

const frozenOf = (freeze: FreezeMatter): bigint => BigInt(freeze.body.frozenMinor ?? "0");

function ended(freeze: FreezeMatter, freed: bigint): AnnouncementOf<"freeze-ended"> {
  return { name: "freeze-ended", freeze: freeze.id, account: freeze.subject ?? "", freedMinor: String(freed) };
}

function wrongful(freeze: FreezeMatter, context: Context<Facts>, amountMinor: string): AnnouncementOf<"lifted-as-wrong"> {
  const startedAtMs = freeze.body.frozenAtMs ?? context.nowMs;
  return { name: "lifted-as-wrong", matter: freeze.id, startedAtMs, endedAtMs: context.nowMs, amountMinor, currency: freeze.body.currency };
}

// --- renewal ---------------------------------------------------------------------------------------------------------

export function renewalAsked(freeze: FreezeMatter, input: Input<"ask-renewal">, context: Context<Facts>): D {
  if (context.profile.allowed("freeze").renewals === "none") throw new ProblemError({ code: "limit-of-law", detail: "a freeze is not renewed here" });
  beforeExpiry(freeze, context.nowMs);
  if (freeze.body.unrelatedAtMs !== null)
    throw new ProblemError({ code: "limit-of-law", detail: "it was found to have nothing to do with the case", expected: 'the command "lift"' });
  return {
    event: null,
    body: { ...freeze.body, renewal: { reason: reasonOf(RENEWAL_REASONS, input.reason), progress: input.progress, askedAtMs: context.nowMs, approvedAtMs: null, untilMs: null } },
    detail: { reason: input.reason },
    ...(input.paper === undefined ? {} : { evidence: [{ kind: "document", ref: input.paper }] }),
  };
}

export function renewed(freeze: FreezeMatter, context: Context<Facts>): D {
  const { body } = freeze;
  const { profile } = context;
  const rule = assetRule(profile, body.asset);
  if (body.renewal === null)
    throw new ProblemError({ code: "not-now", detail: "nobody has asked for a renewal with reason and progress report", expected: 'the command "ask-renewal"' });
  beforeExpiry(freeze, context.nowMs);
  requireFiled(context.facts, profile, body.case);
  const chief = requireLevel(rule.approver, context, context.facts.level);
  if (body.approver !== null && !isAtLeast(chief, body.approver))
    throw new ProblemError({ code: "limit-of-law", detail: "a renewal is approved at the level that approved before", expected: profile.wording.roles[body.approver].en });
  const untilMs = profile.due(rule.duration, lastMomentOf(freeze)).dueAtMs;
  return {
    event: null,
    body: { ...body, renewal: { ...body.renewal, approvedAtMs: context.nowMs, untilMs } },
    basis: rule.basis,
    detail: { untilMs },
    effects: [
      toInstitution(freeze, profile, "freeze", {
        name: "renew",
        what: "freeze.renew",
        fields: { amountMinor: body.amountMinor, currency: body.currency, until: new Date(untilMs).toISOString() },
        delivered: "renewal-received",
        undeliverable: "renewal-unreachable",
      }),
    ],
  };
}

/** The new period follows the old one; it counts only if the institution had it before the old one was over. */
export function renewalReceived(freeze: FreezeMatter, input: Input<"renewal-received">, context: Context<Facts>): D {
  const { renewal } = freeze.body;
  if (renewal === null || renewal.untilMs === null || input.atMs >= (freeze.body.endsAtMs ?? 0)) return { event: null, detail: { late: true } };
  const clock = assetRule(context.profile, freeze.body.asset).duration;
  const body: Freeze = { ...freeze.body, endsAtMs: renewal.untilMs, renewal: null, renewals: freeze.body.renewals + 1 };
  return {
    event: null,
    body,
    evidence: [{ kind: "document", ref: input.reference }],
    detail: { endsAtMs: renewal.untilMs },
    arm: [{ key: clock, startMs: lastMomentOf(freeze), command: "lapse" }],
    notices: [limitNotice({ ...freeze, body }, "freeze.renewed", context.profile, renewal.reason)],
  };
}

/** The end is the first moment after the last day; the next period's days count from that last day. */
const lastMomentOf = (freeze: FreezeMatter): number => (freeze.body.endsAtMs ?? 0) - 1;

function beforeExpiry(freeze: FreezeMatter, nowMs: number): void {
  if (nowMs < (freeze.body.endsAtMs ?? 0)) return;
  throw new ProblemError({ code: "limit-of-law", detail: "its period is over: a freeze that was not renewed in time counts as lifted", expected: "a new freeze" });
}

// --- smaller ---------------------------------------------------------------------------------------------------------

export function reductionAsked(freeze: FreezeMatter, input: Input<"ask-reduction">, context: Context<Facts>): D {
  return {
    event: null,
    body: { ...freeze.body, reduction: { toMinor: input.toMinor, reason: input.reason, trace: input.trace ?? null, askedAtMs: context.nowMs } },
    detail: { toMinor: input.toMinor, reason: input.reason },
    ...(input.trace === undefined ? {} : { evidence: [{ kind: "document", ref: input.trace }] }),
  };
}

export function reduced(freeze: FreezeMatter, input: Input<"reduce">, context: Context<Facts>): D {
  const { reduction } = freeze.body;
  requireLevel(assetRule(context.profile, freeze.body.asset).approver, context, context.facts.level);
  const asked = context.role === "system" ? null : reduction;
  if (context.role !== "system" && asked === null) throw new ProblemError({ code: "not-now", detail: "no officer has asked for it", expected: 'the command "ask-reduction"' });
  const toMinor = asked?.toMinor ?? input.toMinor;
  const reason = asked?.reason ?? input.reason;
  if (toMinor === undefined || reason === undefined) throw new ProblemError({ code: "malformed-input", detail: "toMinor and reason: what is decided", at: { field: "toMinor" } });
  const to = BigInt(toMinor);
  const before = frozenOf(freeze);
  if (to >= BigInt(freeze.body.amountMinor) && freeze.body.scope === "amount")
    throw new ProblemError({ code: "malformed-input", detail: "toMinor is no less than the amount", at: { field: "toMinor" }, expected: `less than ${freeze.body.amountMinor}` });
  const frozenMinor = String(before < to ? before : to);
  const body: Freeze = {
    ...freeze.body,
    scope: "amount",
    amountMinor: toMinor,
    frozenMinor,
    reduction: null,
    ...(reason === "trace-lower" ? { tracedMinor: toMinor, trace: asked?.trace ?? input.trace ?? freeze.body.trace } : {}),
  };
  const freed = before - BigInt(frozenMinor);
  return {
    event: freeze.state === "partial" && isFull(body) ? "fill" : "adjust",
    body,
    detail: { fromMinor: freeze.body.amountMinor, toMinor, reason },
    effects: [tellInstitution({ ...freeze, body }, context.profile, "reduce", { frozenMinor })],
    notices: [giveNotice({ ...freeze, body }, "freeze.reduced", context, RELEASE_REASONS[reason], frozenMinor)],
    announces: [...(freed > 0n ? [ended(freeze, freed)] : []), ...(WRONG.has(reason) && freed > 0n ? [wrongful(freeze, context, String(freed))] : [])],
  };
}

// --- over ------------------------------------------------------------------------------------------------------------

export function foundUnrelated(freeze: FreezeMatter, input: Input<"find-unrelated">, context: Context<Facts>): D {
  if (freeze.body.unrelatedAtMs !== null) throw new ProblemError({ code: "not-now", detail: "it was found unrelated already: its days run from then" });
  const key = "freeze.unrelatedRelease" as const;
  const rule = context.profile.deadlines[key];
  return {
    event: null,
    body: { ...freeze.body, unrelatedAtMs: context.nowMs },
    level: 3,
    detail: { ground: input.ground },
    ...(rule === undefined ? {} : { basis: rule.basis, arm: [{ key, startMs: context.nowMs, command: "unrelated-overdue" }] }),
  };
}

export function unrelatedOverdue(freeze: FreezeMatter, context: Context<Facts>): D {
  return {
    event: null,
    level: 3,
    assignee: null,
    detail: { overdue: "freeze.unrelatedRelease" },
    effects: toSuperior(freeze, context.facts.superior, "unrelated-overdue", { since: new Date(freeze.body.unrelatedAtMs ?? context.nowMs).toISOString() }),
  };
}

export function lifted(freeze: FreezeMatter, input: Input<"lift">, context: Context<Facts>): D {
  requireLevel(assetRule(context.profile, freeze.body.asset).approver, context, context.facts.level);
  const wrong = WRONG.has(input.reason);
  return {
    event: "lift",
    body: { ...freeze.body, endedAtMs: context.nowMs, outcome: input.reason },
    detail: { reason: input.reason, ...(input.note === undefined ? {} : { note: input.note }) },
    effects: [tellInstitution(freeze, context.profile, "end", { why: input.reason })],
    notices: [endNotice(freeze, "freeze.lifted", context, RELEASE_REASONS[input.reason])],
    announces: [
      ended(freeze, frozenOf(freeze)),
      ...(wrong ? [wrongful(freeze, context, freeze.body.frozenMinor ?? "0"), { name: "support-withdrawn" as const, matter: freeze.id, reason: input.reason }] : []),
    ],
  };
}

export function lapsed(freeze: FreezeMatter, context: Context<Facts>): D {
  const body: Freeze = { ...freeze.body, endedAtMs: context.nowMs, outcome: "lapsed" };
  const effects = [tellInstitution(freeze, context.profile, "end", { why: "lapsed" })];
  // Nobody answered: it never held anything that we know of.
  if (freeze.body.frozenAtMs === null) return { event: "lapse", body, effects };
  return {
    event: "lapse",
    body,
    basis: assetRule(context.profile, freeze.body.asset).basis,
    effects,
    notices: [endNotice(freeze, "freeze.lapsed", context, EXPIRED)],
    announces: [ended(freeze, frozenOf(freeze))],
  };
}

export function seized(freeze: FreezeMatter, input: Input<"seize">, context: Context<Facts>): D {
  const taken = atMost(freeze, input.amountMinor);
  return {
    event: "seize",
    body: { ...freeze.body, endedAtMs: context.nowMs, seizedMinor: String(taken), outcome: "seized" },
    evidence: [{ kind: "document", ref: input.document }],
    detail: { amountMinor: input.amountMinor },
    effects: [tellInstitution(freeze, context.profile, "end", { why: "seized" })],
    notices: [endNotice(freeze, "freeze.lifted", context, { zh: "已依生效法律文书处理", en: "it was dealt with by a judgment in force" })],
    announces: [ended(freeze, frozenOf(freeze) - taken)],
  };
}

/** What goes back to those who lost it leaves the account; the rest stays frozen until something else ends it. */
export function returnedTo(freeze: FreezeMatter, input: Input<"return">, context: Context<Facts>): D {
  const back = atMost(freeze, input.amountMinor);
  const left = frozenOf(freeze) - back;
  const amountLeft = BigInt(freeze.body.amountMinor) - back;
  const over = left === 0n;
  const body: Freeze = {
    ...freeze.body,
    frozenMinor: String(left),
    amountMinor: String(amountLeft > 0n ? amountLeft : 0n),
    returnedMinor: String(BigInt(freeze.body.returnedMinor) + back),
    ...(over ? { endedAtMs: context.nowMs, outcome: "returned" } : {}),
  };
  return {
    event: over ? "return" : "adjust",
    body,
    evidence: [{ kind: "matter", ref: input.refund }],
    detail: { amountMinor: input.amountMinor, leftMinor: String(left) },
    effects: [tellInstitution({ ...freeze, body }, context.profile, over ? "end" : "reduce", { why: "returned", frozenMinor: String(left), refund: input.refund })],
    notices: [giveNotice(freeze, "freeze.returned", context, { zh: "已查明权属，返还被害人", en: "the money was found to belong to those who lost it" }, input.amountMinor)],
    announces: over ? [ended(freeze, 0n)] : [],
  };
}

function atMost(freeze: FreezeMatter, minor: string): bigint {
  const amount = BigInt(minor);
  if (amount <= frozenOf(freeze)) return amount;
  throw new ProblemError({ code: "limit-of-law", detail: "more than is frozen", at: { field: "amountMinor" }, expected: `at most ${freeze.body.frozenMinor ?? "0"}` });
}
