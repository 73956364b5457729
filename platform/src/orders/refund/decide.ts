/** What may become of a return, command by command; what each means is in claim.ts, plan.ts, objection.ts and pay.ts. Pure. */
import type { Decision } from "../../matters/decision.ts";
import type { z } from "zod";
import { requireLevel } from "../authority.ts";
import { alarm } from "../order-clocks.ts";
import { claimAdded, claimRemoved } from "./claim.ts";
import { objected, objectionDecided, objectionOverdue } from "./objection.ts";
import { ruleOf, type C, type RefundMatter } from "./order.ts";
import { answered, approved, givenUp, orderedAgain, sent, unreachable } from "./pay.ts";
import { planned } from "./plan.ts";
import type { Refund, refundCommands } from "./refund.ts";

type Input<N extends keyof typeof refundCommands> = z.output<(typeof refundCommands)[N]["input"]>;
type D = Decision<Refund>;

const overdue = (key: string): D => ({ event: null, level: 3, assignee: null, detail: { overdue: key } });

export const decideRefund = {
  "add-claim": (refund: RefundMatter, input: Input<"add-claim">, context: C): D => claimAdded(refund, input, context),
  "remove-claim": (refund: RefundMatter, input: Input<"remove-claim">): D => claimRemoved(refund, input),
  plan: (refund: RefundMatter, _input: Input<"plan">, context: C): D => planned(refund, context),

  "notice-over"(_refund: RefundMatter, _input: Input<"notice-over">, context: C): D {
    return { event: "run-out", level: 3, arm: alarm(context.profile, ruleOf(context.profile).decide, context.nowMs, "decide-overdue") };
  },

  object: (refund: RefundMatter, input: Input<"object">, context: C): D => objected(refund, input, context),
  "decide-objection": (refund: RefundMatter, input: Input<"decide-objection">, context: C): D => objectionDecided(refund, input, context),
  "objection-overdue": (refund: RefundMatter, _input: Input<"objection-overdue">, context: C): D => objectionOverdue(refund, context),

  approve: (refund: RefundMatter, input: Input<"approve">, context: C): D => approved(refund, input, context),

  decline(refund: RefundMatter, input: Input<"decline">, context: C): D {
    requireLevel(ruleOf(context.profile).approve, context, context.facts.level);
    return { event: "decline", body: { ...refund.body, outcome: input.why } };
  },

  withdraw(refund: RefundMatter, input: Input<"withdraw">): D {
    return { event: "withdraw", body: { ...refund.body, outcome: input.why } };
  },

  "decide-overdue": (_refund: RefundMatter, input: Input<"decide-overdue">): D => overdue(input.key),
  sent: (refund: RefundMatter, input: Input<"sent">, context: C): D => sent(refund, input, context),
  unreachable: (refund: RefundMatter, input: Input<"unreachable">): D => unreachable(refund, input),
  "bank-overdue": (_refund: RefundMatter, input: Input<"bank-overdue">): D => overdue(input.key),
  answer: (refund: RefundMatter, input: Input<"answer">, context: C): D => answered(refund, input, context),
  order: (refund: RefundMatter, input: Input<"order">, context: C): D => orderedAgain(refund, input, context),
  "give-up": (refund: RefundMatter, input: Input<"give-up">, context: C): D => givenUp(refund, input, context),

  fall(refund: RefundMatter, input: Input<"fall">): D {
    return { event: "fall", body: { ...refund.body, outcome: `freeze ${input.freeze}` }, detail: { freeze: input.freeze } };
  },

  move(refund: RefundMatter, input: Input<"move">): D {
    return {
      event: null,
      ...(input.org === undefined ? {} : { org: input.org }),
      ...(input.territory === undefined ? {} : { territory: input.territory }),
      ...(input.case === undefined ? {} : { body: { ...refund.body, case: input.case }, parent: input.case }),
    };
  },
};
