/**
 * How a freeze comes to hold money: by the institution's answer, by itself from the queue, and by what the institution
 * reports later. One sum is never frozen twice, whoever asked: the account's freezes together hold no more than is in it,
 * and who came later waits. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import type { Holding } from "../account-facts.ts";
import type { Facts } from "./facts.ts";
import type { Freeze, freezeCommands } from "./freeze.ts";
import { assetRule, limitNotice, queueNotice, tellInstitution, type FreezeMatter } from "./order.ts";

type Input<C extends keyof typeof freezeCommands> = z.output<(typeof freezeCommands)[C]["input"]>;
type D = Decision<Freeze>;

/** A bank's clock may be this far from ours. */
const CLOCK_SKEW_MS = 15 * 60_000;

const freezesAmong = (holdings: readonly Holding[]): readonly Holding[] => holdings.filter((one) => one.kind === "freeze");

export function answered(freeze: FreezeMatter, input: Input<"answer">, context: Context<Facts>): D {
  switch (input.result) {
    case "frozen":
      return frozen(freeze, input, context);
    case "queued":
      return queued(freeze, input, context);
    case "failed":
      return { event: "fail", body: { ...freeze.body, endedAtMs: context.nowMs, outcome: input.why } };
    default:
      return unreachable(input);
  }
}

function frozen(freeze: FreezeMatter, input: Extract<Input<"answer">, { readonly result: "frozen" }>, context: Context<Facts>): D {
  checkMoment(freeze, input.at, context.nowMs);
  const others = freezesAmong(context.facts.holdings);
  if (others.some((one) => one.whole) || (freeze.body.scope === "account" && others.length > 0)) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: "another freeze holds this account: it is not frozen a second time",
      at: { field: "result" },
      expected: 'the answer "queued"',
    });
  }
  checkSum(freeze, input.frozenMinor, input.balanceMinor, others);
  return { ...inForce(freeze, input.frozenMinor, input.at, context), evidence: [{ kind: "bank-answer", ref: freeze.id }] };
}

function checkSum(freeze: FreezeMatter, frozenMinor: string, balanceMinor: string, others: readonly Holding[]): void {
  const { scope, amountMinor } = freeze.body;
  if (scope === "amount" && BigInt(frozenMinor) > BigInt(amountMinor))
    throw new ProblemError({ code: "limit-of-law", detail: "more is frozen than the notice states", at: { field: "frozenMinor" }, expected: `at most ${amountMinor}` });
  const held = others.reduce((sum, one) => sum + BigInt(one.heldMinor), 0n);
  if (held + BigInt(frozenMinor) <= BigInt(balanceMinor)) return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: "other freezes hold part of this money already: one sum is not frozen twice",
    at: { field: "frozenMinor" },
    expected: `at most ${String(BigInt(balanceMinor) > held ? BigInt(balanceMinor) - held : 0n)}; the rest waits in the queue`,
  });
}

function checkMoment(freeze: FreezeMatter, atMs: number, nowMs: number): void {
  if (atMs <= nowMs + CLOCK_SKEW_MS && atMs >= (freeze.body.approvedAtMs ?? freeze.openedAtMs) - CLOCK_SKEW_MS) return;
  throw new ProblemError({
    code: "malformed-input",
    detail: "at: the moment lies before the freeze was approved or in the future",
    at: { field: "at" },
    expected: "the institution's own moment of freezing",
  });
}

/** From here on the period runs and the stop before it ends without a gap. */
function inForce(freeze: FreezeMatter, frozenMinor: string, atMs: number, context: Context<Facts>): D {
  const { profile } = context;
  const clock = assetRule(profile, freeze.body.asset).duration;
  const { dueAtMs } = profile.due(clock, atMs);
  const body: Freeze = { ...freeze.body, receivedAtMs: freeze.body.receivedAtMs ?? context.nowMs, frozenAtMs: atMs, endsAtMs: dueAtMs, frozenMinor };
  return {
    event: isFull(body) ? "freeze" : "freeze-part",
    body,
    basis: profile.allowed("freeze").authority.basis,
    detail: { frozenMinor, frozenAtMs: atMs },
    disarm: ["order.answer", "order.unanswered"],
    arm: [{ key: clock, startMs: atMs, command: "lapse" }],
    notices: [limitNotice({ ...freeze, body }, "freeze.frozen", profile)],
    announces: [{ name: "freeze-active", freeze: freeze.id, account: freeze.subject ?? "", case: body.case as MatterId, follows: body.follows as MatterId | null }],
  };
}

export const isFull = (body: Freeze): boolean => body.scope === "account" || BigInt(body.frozenMinor ?? "0") >= BigInt(body.amountMinor);

function queued(freeze: FreezeMatter, input: Extract<Input<"answer">, { readonly result: "queued" }>, context: Context<Facts>): D {
  if (freeze.state === "queued") throw new ProblemError({ code: "not-now", detail: `${freeze.id} waits in the queue already`, value: freeze.state });
  if (freezesAmong(context.facts.holdings).length === 0 && !input.outside) {
    throw new ProblemError({
      code: "malformed-input",
      detail: "no freeze of an organ that works here holds the account",
      at: { field: "outside" },
      expected: "outside: true when the freeze before it is another organ's",
    });
  }
  const body: Freeze = { ...freeze.body, receivedAtMs: freeze.body.receivedAtMs ?? input.at };
  return {
    event: "queue",
    body,
    evidence: [{ kind: "bank-answer", ref: freeze.id }],
    detail: { outside: input.outside },
    disarm: ["order.answer", "order.unanswered"],
    notices: [queueNotice({ ...freeze, body }, context.profile)],
  };
}

/** What an earlier freeze let go goes to the next in the order of receipt, without anybody. */
export function tookEffect(freeze: FreezeMatter, input: Input<"take-effect">, context: Context<Facts>): D {
  const frozenMinor = String(BigInt(freeze.body.frozenMinor ?? "0") + BigInt(input.addMinor));
  const because = { evidence: [{ kind: "matter" as const, ref: input.because }] };
  const inform = (body: Freeze) => ({ effects: [tellInstitution({ ...freeze, body }, context.profile, "effective", { frozenMinor, after: input.because })] });
  if (freeze.state === "queued") {
    const decision = inForce(freeze, frozenMinor, context.nowMs, context);
    return { ...decision, ...because, ...inform({ ...freeze.body, frozenMinor }) };
  }
  const body: Freeze = { ...freeze.body, frozenMinor };
  return {
    event: isFull(body) ? "fill" : "adjust",
    body,
    detail: { frozenMinor },
    ...because,
    ...inform(body),
    notices: [limitNotice({ ...freeze, body }, "freeze.frozen", context.profile)],
  };
}

/** Money comes in and is frozen up to the amount; a mistake of the institution is mended. */
export function heldReported(freeze: FreezeMatter, input: Input<"report-held">, context: Context<Facts>): D {
  checkSum(freeze, input.frozenMinor, input.balanceMinor, freezesAmong(context.facts.holdings));
  const body: Freeze = { ...freeze.body, frozenMinor: input.frozenMinor };
  const full = isFull(body);
  return {
    event: full === (freeze.state === "active") ? "adjust" : full ? "fill" : "shrink",
    body,
    evidence: [{ kind: "bank-answer", ref: freeze.id }],
    detail: { frozenMinor: input.frozenMinor },
    ...(BigInt(input.frozenMinor) > BigInt(freeze.body.frozenMinor ?? "0") ? { notices: [limitNotice({ ...freeze, body }, "freeze.frozen", context.profile)] } : {}),
  };
}
