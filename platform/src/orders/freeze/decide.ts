/** What may become of a freeze, command by command; what each means is in effect.ts and end.ts. Pure. */
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { allowanceAsked, allowanceDecided, allowanceOverdue } from "../allowance.ts";
import { requireLevel } from "../authority.ts";
import { alarm, notPassedOn, passedOnAgain } from "../order-clocks.ts";
import { answered, heldReported, tookEffect } from "./effect.ts";
import { foundUnrelated, lapsed, lifted, reduced, reductionAsked, renewalAsked, renewalReceived, renewed, returnedTo, seized, unrelatedOverdue } from "./end.ts";
import type { Facts } from "./facts.ts";
import type { Freeze, freezeCommands } from "./freeze.ts";
import { allowances, assetRule, request, requireFiled, tellInstitution, terms, type FreezeMatter } from "./order.ts";

type Input<C extends keyof typeof freezeCommands> = z.output<(typeof freezeCommands)[C]["input"]>;
type D = Decision<Freeze>;
type C = Context<Facts>;

export const decideFreeze = {
  approve(freeze: FreezeMatter, _input: Input<"approve">, context: C): D {
    const { profile, nowMs } = context;
    requireFiled(context.facts, profile, freeze.body.case);
    const rule = assetRule(profile, freeze.body.asset);
    const approver = requireLevel(rule.approver, context, context.facts.level);
    const body: Freeze = { ...freeze.body, decider: context.orgName, approver, approvedAtMs: nowMs };
    return {
      event: "approve",
      body,
      basis: rule.basis,
      detail: { approver, asset: body.asset },
      arm: [...alarm(profile, "order.answer", nowMs, "remind"), { key: "order.unanswered", startMs: nowMs, command: "lapse" }],
      effects: [request({ ...freeze, body }, profile)],
    };
  },

  decline(freeze: FreezeMatter, input: Input<"decline">, context: C): D {
    return { event: "decline", body: { ...freeze.body, endedAtMs: context.nowMs, outcome: input.why } };
  },

  withdraw(freeze: FreezeMatter, input: Input<"withdraw">, context: C): D {
    const body: Freeze = { ...freeze.body, endedAtMs: context.nowMs, outcome: input.why };
    if (freeze.state === "proposed") return { event: "withdraw", body };
    return { event: "recall", body, effects: [tellInstitution(freeze, context.profile, "end", { why: "recalled" })] };
  },

  sent(freeze: FreezeMatter, input: Input<"sent">): D {
    return { event: "send", body: { ...freeze.body, receivedAtMs: input.atMs }, evidence: [{ kind: "document", ref: input.reference }] };
  },

  unreachable(freeze: FreezeMatter, input: Input<"unreachable">, context: C): D {
    return { event: "fail", body: { ...freeze.body, endedAtMs: context.nowMs, outcome: input.problem } };
  },

  answer: (freeze: FreezeMatter, input: Input<"answer">, context: C): D => answered(freeze, input, context),
  "take-effect": (freeze: FreezeMatter, input: Input<"take-effect">, context: C): D => tookEffect(freeze, input, context),
  "report-held": (freeze: FreezeMatter, input: Input<"report-held">, context: C): D => heldReported(freeze, input, context),

  "ask-renewal": (freeze: FreezeMatter, input: Input<"ask-renewal">, context: C): D => renewalAsked(freeze, input, context),
  renew: (freeze: FreezeMatter, _input: Input<"renew">, context: C): D => renewed(freeze, context),
  "renewal-received": (freeze: FreezeMatter, input: Input<"renewal-received">, context: C): D => renewalReceived(freeze, input, context),
  "renewal-unreachable"(_freeze: FreezeMatter, input: Input<"renewal-unreachable">): D {
    return { event: null, level: 3, assignee: null, detail: { problem: input.problem } };
  },

  "ask-reduction": (freeze: FreezeMatter, input: Input<"ask-reduction">, context: C): D => reductionAsked(freeze, input, context),
  reduce: (freeze: FreezeMatter, input: Input<"reduce">, context: C): D => reduced(freeze, input, context),
  "find-unrelated": (freeze: FreezeMatter, input: Input<"find-unrelated">, context: C): D => foundUnrelated(freeze, input, context),
  "unrelated-overdue": (freeze: FreezeMatter, _input: Input<"unrelated-overdue">, context: C): D => unrelatedOverdue(freeze, context),
  lift: (freeze: FreezeMatter, input: Input<"lift">, context: C): D => lifted(freeze, input, context),
  seize: (freeze: FreezeMatter, input: Input<"seize">, context: C): D => seized(freeze, input, context),
  return: (freeze: FreezeMatter, input: Input<"return">, context: C): D => returnedTo(freeze, input, context),
  lapse: (freeze: FreezeMatter, _input: Input<"lapse">, context: C): D => lapsed(freeze, context),

  "ask-allowance": (freeze: FreezeMatter, input: Input<"ask-allowance">, context: C): D => allowanceAsked(freeze, input, context, allowances(freeze, context.profile)),
  "decide-allowance"(freeze: FreezeMatter, input: Input<"decide-allowance">, context: C): D {
    requireLevel(assetRule(context.profile, freeze.body.asset).approver, context, context.facts.level);
    return allowanceDecided(freeze, input, context, allowances(freeze, context.profile));
  },
  "allowance-overdue": (freeze: FreezeMatter, _input: Input<"allowance-overdue">, context: C): D => allowanceOverdue(freeze, context.facts.superior),

  "not-passed-on": (_freeze: FreezeMatter, input: Input<"not-passed-on">, context: C): D => notPassedOn(input.problem, context),
  "pass-on-again": (freeze: FreezeMatter, _input: Input<"pass-on-again">, context: C): D => passedOnAgain(terms(freeze, context.profile)),

  remind(_freeze: FreezeMatter, input: Input<"remind">): D {
    return { event: null, detail: { overdue: input.key } };
  },

  move(freeze: FreezeMatter, input: Input<"move">): D {
    return {
      event: null,
      ...(input.org === undefined ? {} : { org: input.org }),
      ...(input.territory === undefined ? {} : { territory: input.territory }),
      ...(input.case === undefined ? {} : { body: { ...freeze.body, case: input.case }, parent: input.case, restsOn: [input.case] }),
    };
  },
};
