/**
 * What an institution's answer makes of a stop-payment: stopped only if all four fields matched, from its own moment, for
 * no more than was asked and no money twice; or not, and where the money went on to. Pure.
 */
import { unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import type { Facts } from "./facts.ts";
import { limitNotice, type Stop } from "./order.ts";
import { CLOCK_SKEW_MS } from "./rounds.ts";
import type { StopPayment, stopCommands } from "./stop-payment.ts";

type Answer = z.output<(typeof stopCommands)["answer"]["input"]>;
type Hops = Extract<Answer, { readonly result: "no-funds" }>["next"];

export function answered(stop: Stop, input: Answer, context: Context<Facts>): Decision<StopPayment> {
  const at = { answeredAtMs: context.nowMs };
  const over = { ...at, endedAtMs: context.nowMs };
  switch (input.result) {
    case "stopped":
      return stopped(stop, input, context);
    case "mismatch":
      return { event: "mismatch", body: { ...stop.body, ...over, outcome: `mismatch: ${input.fields.join(", ")}` }, detail: { fields: input.fields } };
    case "no-funds":
      return { event: "no-funds", body: { ...stop.body, ...over, heldMinor: "0", outcome: "no-funds" }, ...movedOn(stop, input.next, context) };
    case "impossible":
      return { event: "fail", body: { ...stop.body, ...over, outcome: input.why } };
    default:
      return unreachable(input);
  }
}

function stopped(stop: Stop, input: Extract<Answer, { readonly result: "stopped" }>, context: Context<Facts>): Decision<StopPayment> {
  check(stop, input, context);
  const { profile, nowMs } = context;
  const { dueAtMs } = profile.due("stop.duration", input.at);
  const later = stop.body.tellLater !== null && profile.allowed("stop-payment").notice.within !== null;
  const body: StopPayment = {
    ...stop.body,
    answeredAtMs: nowMs,
    stoppedAtMs: input.at,
    endsAtMs: dueAtMs,
    heldMinor: input.heldMinor,
    toldAtMs: later ? null : nowMs,
  };
  const within = profile.allowed("stop-payment").notice.within;
  const moved = movedOn(stop, input.next, context);
  return {
    event: "stop",
    body,
    basis: profile.allowed("stop-payment").authority.basis,
    evidence: [{ kind: "bank-answer", ref: stop.id }],
    detail: { heldMinor: input.heldMinor, stoppedAtMs: input.at },
    disarm: ["order.answer", "order.unanswered"],
    arm: [{ key: "stop.duration", startMs: input.at, command: "expire" }, ...(later && within !== null ? [{ key: within, startMs: input.at, command: "tell-holder" }] : [])],
    ...(later ? {} : { notices: [limitNotice({ ...stop, body }, profile)] }),
    ...moved,
    announces: [...(moved.announces ?? []), ...(stop.body.previous === null ? [] : [{ name: "stop-continued" as const, stop: stop.id, previous: stop.body.previous as MatterId }])],
  };
}

function check(stop: Stop, input: Extract<Answer, { readonly result: "stopped" }>, context: Context<Facts>): void {
  const { body } = stop;
  const differing = Object.entries(input.match).filter(([, same]) => !same);
  if (differing.length > 0) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: `${differing.map(([field]) => field).join(", ")} did not match: the account must not be stopped`,
      expected: 'the answer "mismatch"',
    });
  }
  const earliest = (body.approvedAtMs ?? stop.openedAtMs) - CLOCK_SKEW_MS;
  if (input.at > context.nowMs + CLOCK_SKEW_MS || input.at < earliest) {
    throw new ProblemError({
      code: "malformed-input",
      detail: "at: the moment of stopping lies before the order or in the future",
      at: { field: "at" },
      expected: "the institution's own moment of stopping",
    });
  }
  if (body.scope === "amount" && BigInt(input.heldMinor) > BigInt(body.amountMinor)) {
    throw new ProblemError({ code: "limit-of-law", detail: "more is held than the order names", at: { field: "heldMinor" }, expected: `at most ${body.amountMinor}` });
  }
  if (input.balanceMinor === undefined) return;
  // The round before holds the same money and goes over into this one.
  const others = context.facts.holdings.filter((one) => one.id !== body.previous).reduce((sum, one) => sum + BigInt(one.heldMinor), 0n);
  if (others + BigInt(input.heldMinor) > BigInt(input.balanceMinor)) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: "other measures hold this money already: one sum is not held twice",
      at: { field: "heldMinor" },
      expected: `at most ${String(BigInt(input.balanceMinor) > others ? BigInt(input.balanceMinor) - others : 0n)}, or the answer "no-funds"`,
    });
  }
}

/** What the institution says about where the money went: proposals for the next hop come of it. */
function movedOn(stop: Stop, next: Hops, context: Context<Facts>): Pick<Decision, "announces" | "mentions"> {
  if (next.length === 0) return {};
  const hops = next.map((hop, i) => ({
    to: context.identify("account", hop.account, `next.${i}.account`),
    ...(hop.holderName === undefined ? {} : { toName: context.identify("name", hop.holderName, `next.${i}.holderName`) }),
    amountMinor: hop.amountMinor,
    currency: hop.currency,
    atMs: hop.at,
  }));
  return {
    mentions: hops.map((hop) => ({ ref: hop.to, role: "next-hop" })),
    announces: [{ name: "money-moved-on", order: stop.id, report: stop.body.report as MatterId, tier: stop.body.tier + 1, territory: stop.territory, hops }],
  };
}
