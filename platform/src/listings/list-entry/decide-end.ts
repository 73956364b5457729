/**
 * The commands by which an entry is lowered or ends: withdrawn by a person, fallen with its grounds, replaced, overturned,
 * given up by the lists, run out. And what follows until every receiver has taken it back. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { end, lower, REVOCATION_CLOCKS, reweigh, revocationClock, without, type Ctx, type D } from "./ending.ts";
import { groundKey, matterOf } from "./grounds.ts";
import type { Input } from "./decide.ts";
import { notApplied, takeBackFrom, toLists, toSuperior, type EntryMatter } from "./outward.ts";
import { isAtLeast, isInForce } from "./states.ts";
import { ruleFor } from "./what.ts";

export const endDecisions = {
  revoke: (entry: EntryMatter, input: Input<"revoke">, context: Ctx): D =>
    end(entry, { ends: "revoked", reason: input.reason, detail: input.note === undefined ? {} : { note: input.note } }, context),

  recheck(entry: EntryMatter, input: Input<"recheck">, context: Ctx): D {
    const { recheck } = ruleFor(context.profile, entry.body.type, entry.body.strength);
    if (recheck === null) throw new ProblemError({ code: "not-now", detail: `a ${entry.body.type} is not checked again`, expected: "a site" });
    const evidence = [{ kind: "document" as const, ref: input.evidence }];
    if (input.result === "clean") return { ...end(entry, { ends: "revoked", reason: "clean-again" }, context), evidence };
    return {
      event: null,
      level: 1,
      body: { ...entry.body, recheckDue: false, recheckedAtMs: context.nowMs },
      arm: [{ key: recheck, startMs: context.nowMs, command: "recheck-due" }],
      evidence,
    };
  },

  lower(entry: EntryMatter, input: Input<"lower">, context: Ctx): D {
    if (isAtLeast(input.to, entry.body.strength))
      throw new ProblemError({ code: "malformed-input", detail: `to: it is ${entry.body.strength} now`, at: { field: "to" }, value: input.to, expected: "something milder" });
    return lower(entry, input.to, entry.body.grounds, context, { why: input.why });
  },

  "withdraw-ground"(entry: EntryMatter, input: Input<"withdraw-ground">, context: Ctx): D {
    const ground = entry.body.grounds.at(input.ground);
    if (ground === undefined || ground.withdrawn !== null)
      throw new ProblemError({
        code: "not-found",
        detail: `it has no standing ground ${input.ground}`,
        at: { field: "ground" },
        expected: `0 to ${entry.body.grounds.length - 1}`,
      });
    const grounds = without(entry.body.grounds, (one) => one === ground, input.why, context.nowMs);
    return reweigh(entry, grounds, false, context, { ground: groundKey(ground), why: input.why });
  },

  reweigh(entry: EntryMatter, input: Input<"reweigh">, context: Ctx): D {
    const fallen = new Set<string>(input.fallen);
    const falls = (ground: { readonly kind: string } & Parameters<typeof matterOf>[0]): boolean =>
      fallen.has(matterOf(ground) ?? "") || (input.rule !== undefined && ground.kind === "signals" && ground.rules.includes(input.rule));
    const { asked } = entry.body;
    const left = asked === null ? [] : asked.grounds.filter((ground) => !falls(ground));
    const before: EntryMatter = { ...entry, body: { ...entry.body, asked: asked === null || left.length === 0 ? null : { ...asked, grounds: left } } };
    return reweigh(before, without(entry.body.grounds, falls, input.why, context.nowMs), input.quiet, context, { why: input.why });
  },

  end: (entry: EntryMatter, input: Input<"end">, context: Ctx): D => end(entry, { ends: "revoked", reason: input.reason }, context),

  supersede: (entry: EntryMatter, input: Input<"supersede">, context: Ctx): D => end(entry, { ends: "superseded", reason: "superseded", detail: { by: input.by } }, context),

  expire: (entry: EntryMatter, _input: Input<"expire">, context: Ctx): D => end(entry, { ends: "expired", reason: "expired" }, context),

  "not-listed": (entry: EntryMatter, input: Input<"not-listed">, context: Ctx): D => {
    const ended = end(entry, { ends: "revoked", reason: "not-listable", detail: { problem: input.problem } }, context);
    return { ...ended, level: 3, body: { ...(ended.body ?? entry.body), trouble: input.problem } };
  },

  "not-unlisted"(entry: EntryMatter, input: Input<"not-unlisted">, context: Ctx): D {
    // At once would be a circle; the start of the program mends it as well.
    const arm = context.profile.deadlines["order.answer"] === undefined ? [] : [{ key: "order.answer" as const, startMs: context.nowMs, command: "unlist-again" }];
    return { event: null, level: 3, body: { ...entry.body, trouble: input.problem }, arm, detail: { problem: input.problem } };
  },

  "unlist-again": (entry: EntryMatter): D => (isInForce(entry.state) ? { event: null } : { event: null, effects: [toLists(entry, "unlist")] }),

  "all-applied": (entry: EntryMatter): D => ({ event: `recalled-${entry.body.ends ?? "revoked"}` }),

  "withdrawal-applied": (entry: EntryMatter): D => ({ event: null, disarm: REVOCATION_CLOCKS, body: { ...entry.body, overdue: 0 } }),

  "revocation-overdue"(entry: EntryMatter, _input: Input<"revocation-overdue">, context: Ctx): D {
    const missing = notApplied(context.facts.shares);
    if (missing.length === 0) return { event: null };
    const overdue = entry.body.overdue + 1;
    return {
      event: null,
      level: 3,
      assignee: null,
      body: { ...entry.body, overdue },
      effects: [
        ...takeBackFrom(entry, missing, entry.body.outcome ?? "taken-back", `-${overdue}`),
        ...toSuperior(entry, context.facts.superior, "revocation-overdue", { receivers: missing.length }),
      ],
      arm: revocationClock(context, "list.revocationAgain"),
      detail: { receivers: [...missing], overdue },
    };
  },
};
