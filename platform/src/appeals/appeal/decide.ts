/**
 * What may become of an appeal. Upheld, it says so and what it is about ends in the same transaction, with whatever went on
 * from it; in part, the measure becomes smaller at once; rejected, the next instance is named. Overdue, it goes up. Pure.
 */
import { assert, unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import type { Announcement } from "../../domain/announcement.ts";
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import { instantInWords } from "../../domain/notice-text.ts";
import type { Decision } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { showsTrade } from "../papers.ts";
import { added } from "../person.ts";
import { tell } from "../reach.ts";
import { joined, PARTLY_REASONS, reasonOf, REJECTED_REASONS, UPHELD_REASONS, type Reason } from "../reasons.ts";
import { nextInWords } from "../remedy.ts";
import { isLimiting, isOver, ruleFor, wasFelt, type Limiting, type Target } from "../target.ts";
import type { Appeal, appealCommands, AppealMatter, Decided } from "./appeal.ts";
import type { Facts } from "./facts.ts";
import { fastLane, firstDue } from "./open.ts";
import { requireReviewer, targetOf } from "./review.ts";

type Input<C extends keyof typeof appealCommands> = z.output<(typeof appealCommands)[C]["input"]>;
type D = Decision<Appeal>;
type C = Context<Facts>;

const reachOf = ({ body }: AppealMatter) => ({ ...body.appellant, through: body.through });
/** Kinds that an appeal can suspend at once: their effect can be taken back and put again. */
const SUSPENDABLE: ReadonlySet<string> = new Set(["list-entry"]);
/** Kinds of which a part can be given back. */
const DIVISIBLE: ReadonlySet<string> = new Set(["stop-payment", "freeze"]);
const IN_FORCE: ReadonlySet<string> = new Set(["stopped", "active", "partial"]);

export const isSuspendable = (target: Pick<Target, "kind">): boolean => SUSPENDABLE.has(target.kind);
/** The one order of a chain that holds money now; null where none does. */
export const divisibleOf = (chain: readonly Target[]): Limiting | null => chain.filter(isLimiting).find((one) => DIVISIBLE.has(one.kind) && IN_FORCE.has(one.state)) ?? null;

export const decideAppeal = {
  take(appeal: AppealMatter, _input: Input<"take">, context: C): D {
    requireReviewer(appeal, context);
    return { event: "take", assignee: context.actor };
  },

  "add-papers"(appeal: AppealMatter, input: Input<"add-papers">, context: C): D {
    const told = added(appeal.body, input, context);
    if (told.papers.length === appeal.body.papers.length && input.statement === undefined)
      throw new ProblemError({ code: "malformed-input", detail: "papers: nothing that was not handed in already", at: { field: "papers" }, expected: "a paper or a statement" });
    const { profile, nowMs } = context;
    const body: Appeal = { ...appeal.body, statements: told.statements, papers: told.papers };
    const kept = { evidence: told.evidence, mentions: told.mentions, detail: { papers: told.papers.length } };
    const target = targetOf(appeal, context.facts);
    const key = profile.appeals.goodFaith.decide;
    // The fast lane begins with the paper that opens it, and never makes an answer later.
    if (appeal.body.goodFaith || !fastLane(target, showsTrade(told.papers), profile)) return { event: null, body, ...kept };
    const { dueAtMs } = profile.due(key, nowMs);
    if (dueAtMs >= appeal.body.dueAtMs) return { event: null, body: { ...body, goodFaith: true }, ...kept };
    return {
      event: null,
      body: { ...body, goodFaith: true, clock: key, dueAtMs },
      ...kept,
      disarm: [appeal.body.clock],
      arm: [{ key, startMs: nowMs, command: "overdue" }],
      level: Math.max(appeal.level, 2),
    };
  },

  "ask-papers"(appeal: AppealMatter, input: Input<"ask-papers">, context: C): D {
    requireReviewer(appeal, context);
    if (appeal.body.papersAsked !== null) throw new ProblemError({ code: "limit-of-law", detail: "papers were asked for already", expected: "all that is needed, asked once" });
    const list = ruleFor(targetOf(appeal, context.facts), context.profile).papers;
    const papers = [...new Set(input.papers)].map((at) => {
      const paper = list[at];
      if (paper === undefined)
        throw new ProblemError({
          code: "limit-of-law",
          detail: "nobody may be asked for a paper that is not in the list",
          at: { field: "papers" },
          expected: `0 to ${list.length - 1}`,
        });
      return paper;
    });
    const { about, dueAtMs } = appeal.body;
    return {
      event: null,
      body: { ...appeal.body, papersAsked: { papers, atMs: context.nowMs } },
      detail: { papers: input.papers },
      notices: tell(reachOf(appeal), "appeal.papers", { what: about, papers: joined(papers), due: instantInWords(dueAtMs, context.profile.timeZone) }),
    };
  },

  suspend(appeal: AppealMatter, input: Input<"suspend">, context: C): D {
    requireReviewer(appeal, context);
    const target = targetOf(appeal, context.facts);
    if (!isSuspendable(target))
      throw new ProblemError({ code: "not-now", detail: "this cannot be suspended and put again: it is decided, or its unit makes it smaller", expected: 'the command "decide"' });
    if (appeal.body.suspendedAtMs !== null || isOver(target)) throw new ProblemError({ code: "not-now", detail: "it takes nothing from anybody now" });
    return {
      event: null,
      body: { ...appeal.body, suspendedAtMs: context.nowMs },
      detail: { note: input.note },
      notices: tell(reachOf(appeal), "appeal.suspended", { what: appeal.body.about, decider: context.orgName }),
      announces: [{ name: "appeal-suspends", appeal: appeal.id, against: target.id }],
    };
  },

  decide(appeal: AppealMatter, input: Input<"decide">, context: C): D {
    requireReviewer(appeal, context);
    const target = targetOf(appeal, context.facts);
    const { profile } = context;
    const remedy = nextInWords(profile, ruleFor(target, profile).next);
    const basis = ruleFor(target, profile).basis;
    const what = appeal.body.about;
    switch (input.result) {
      case "upheld": {
        const reasons = input.reasons.map((key) => reasonOf(UPHELD_REASONS, key));
        const decision = decided(input, reasons, null, context);
        const notices = tell(reachOf(appeal), "appeal.upheld", { what, reason: joined(reasons), decider: context.orgName });
        return { event: "uphold", basis, body: { ...appeal.body, decision }, detail: saidOf(decision), notices, announces: lifted(appeal, reasons[0].key, context) };
      }
      case "partly": {
        const live = divisible(context.facts.chain, input.keepMinor);
        const reasons = input.reasons.map((key) => reasonOf(PARTLY_REASONS, key));
        const decision = { ...decided(input, reasons, remedy, context), keepMinor: input.keepMinor };
        const notices = tell(reachOf(appeal), "appeal.partly", { what, reason: joined(reasons), decider: context.orgName, remedy });
        const announces: Announcement[] = [{ name: "appeal-partly", appeal: appeal.id, against: live.id, keepMinor: input.keepMinor, ground: reasons[0].key }];
        return { event: "uphold-part", basis, body: { ...appeal.body, decision }, detail: { ...saidOf(decision), keepMinor: input.keepMinor }, notices, announces };
      }
      case "rejected": {
        const reasons = input.reasons.map((key) => reasonOf(REJECTED_REASONS, key));
        const decision = decided(input, reasons, remedy, context);
        const notices = tell(reachOf(appeal), "appeal.rejected", { what, reason: joined(reasons), decider: context.orgName, remedy });
        return { event: "reject", basis, body: { ...appeal.body, decision }, detail: saidOf(decision), notices, announces: [refused(appeal)] };
      }
      default:
        return unreachable(input);
    }
  },

  withdraw(appeal: AppealMatter): D {
    return { event: "withdraw", announces: [refused(appeal)] };
  },

  /** It goes to the unit above with a new time; where there is none, it stays, and the person may turn elsewhere. */
  overdue(appeal: AppealMatter, input: Input<"overdue">, context: C): D {
    const { profile, nowMs } = context;
    const { about, clock, overdue } = appeal.body;
    const { above } = context.facts;
    const rest = { level: 3, assignee: null, detail: { overdue: input.key } } as const;
    const escalates = above !== null && profile.deadline(clock).onExpiry === "escalate";
    if (!escalates) {
      const remedy = nextInWords(profile, ruleFor(targetOf(appeal, context.facts), profile).next);
      const said = tell(reachOf(appeal), "appeal.overdue", { what: about, decider: appeal.body.unit, remedy });
      return { event: "send-up", body: { ...appeal.body, overdue: overdue + 1 }, notices: said, ...rest };
    }
    const key = clockAgain(appeal, context);
    const { dueAtMs } = profile.due(key, nowMs);
    return {
      event: "send-up",
      body: { ...appeal.body, overdue: overdue + 1, unit: above.name, clock: key, dueAtMs },
      org: above.id,
      territory: above.territory,
      arm: [{ key, startMs: nowMs, command: "overdue" }],
      notices: tell(reachOf(appeal), "appeal.escalated", { what: about, decider: above.name, due: instantInWords(dueAtMs, profile.timeZone) }),
      ...rest,
    };
  },
};

function clockAgain(appeal: AppealMatter, { profile, nowMs }: C): DeadlineKey {
  return firstDue(appeal.body.goodFaith ? [appeal.body.clock, profile.appeals.goodFaith.decide] : [appeal.body.clock], profile, nowMs);
}

function decided(input: Input<"decide">, reasons: readonly Reason[], remedy: Decided["remedy"], context: C): Decided {
  return { result: input.result, reasons, note: input.note ?? null, keepMinor: null, decider: context.orgName, atMs: context.nowMs, remedy };
}

const saidOf = (decision: Decided) => ({ result: decision.result, reasons: decision.reasons.map(({ key }) => key), ...(decision.note === null ? {} : { note: decision.note }) });

const refused = (appeal: AppealMatter): Announcement => ({ name: "appeal-refused", appeal: appeal.id, against: appeal.body.against });

/** What of it is in force goes; where all of it is over, it is counted as what it was. */
function lifted(appeal: AppealMatter, ground: string, context: C): readonly Announcement[] {
  const { chain } = context.facts;
  const open = chain.filter((one) => !isOver(one));
  const upheld = (against: Target): Announcement => ({ name: "appeal-upheld", appeal: appeal.id, against: against.id, ground, reviewer: context.actor });
  const late = chain.filter(isLimiting).filter((one) => isOver(one) && wasFelt(one) && !one.wrong);
  return [...open.map(upheld), ...late.flatMap(wronglyBefore)];
}

function wronglyBefore({ id, startedAtMs, endedAtMs, closedAtMs, heldMinor, currency }: Limiting): readonly Announcement[] {
  const until = endedAtMs ?? closedAtMs;
  if (startedAtMs === null || until === null) return [];
  return [{ name: "lifted-as-wrong", matter: id, startedAtMs, endedAtMs: until, amountMinor: heldMinor, currency: heldMinor === null ? null : currency }];
}

/** The one order of the chain of which less is to stay. */
function divisible(chain: readonly Target[], keepMinor: string): Limiting {
  const live = divisibleOf(chain);
  if (live === null) throw new ProblemError({ code: "not-now", detail: "only a stop or freeze in force becomes smaller", expected: '"upheld" or "rejected"' });
  assert(live.heldMinor !== null, `${live.id} is in force and holds nothing`);
  if (BigInt(keepMinor) >= BigInt(live.heldMinor))
    throw new ProblemError({ code: "malformed-input", detail: "keepMinor is no less than what is held", at: { field: "keepMinor" }, expected: `less than ${live.heldMinor}` });
  return live;
}
