/**
 * What may become of a compensation: claimed with any other loss on top, decided by a head who had no hand in what was wrong
 * and never for more than was claimed, paid by somebody else than who decided. Pure.
 */
import { assert, unreachable } from "../../base/assert.ts";
import { ProblemError } from "../../base/problem.ts";
import { amountInWords, instantInWords } from "../../domain/notice-text.ts";
import { requireRole } from "../../matters/authority.ts";
import type { Decision, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { z } from "zod";
import { added, DESKS, personMentions, personOf } from "../person.ts";
import { requireReach, tell } from "../reach.ts";
import { GRANTED_REASONS, joined, LOSSES, reasonOf, REFUSED_REASONS, type Reason } from "../reasons.ts";
import { nextInWords } from "../remedy.ts";
import { aboutOf, isLimiting, throughOf, type Target } from "../target.ts";
import { statedMinor, type Compensation, type compensationCommands, type compensationDraft, type CompensationMatter } from "./compensation.ts";
import type { Facts } from "./facts.ts";

type Input<C extends keyof typeof compensationCommands> = z.output<(typeof compensationCommands)[C]["input"]>;
type D = Decision<Compensation>;
type C = Context<Facts>;

const reachOf = ({ claimant, through }: Compensation) => ({ ...claimant, through });

export function openCompensation(draft: z.output<typeof compensationDraft>, context: Context<Target | null>): Opening<Compensation> {
  const { profile, nowMs, facts: target } = context;
  assert(target !== null && isLimiting(target), `${draft.against} limits nobody`);
  const { claim, decideBy } = profile.compensation;
  const { dueAtMs } = profile.due(claim, nowMs);
  const unit = target.unit ?? { id: target.org, name: target.decider ?? context.orgName, territory: target.territory };
  const holder = draft.holder?.ref ?? target.about;
  const body: Compensation = {
    against: target.id,
    kind: target.kind,
    about: aboutOf(target),
    why: draft.why,
    currency: draft.currency ?? profile.currency,
    cost: { fromMs: draft.fromMs, untilMs: draft.untilMs, amountMinor: draft.amountMinor, interestMinor: draft.interestMinor, feesMinor: draft.feesMinor },
    losses: [],
    claimant: { holder, name: null, contact: null, agent: null },
    statements: [],
    papers: [],
    payTo: null,
    claimedMinor: null,
    unit: unit.name,
    clock: claim,
    dueAtMs,
    overdue: 0,
    decision: null,
    paid: null,
    through: throughOf(target),
  };
  const owed = statedMinor(body.cost);
  const due = instantInWords(dueAtMs, profile.timeZone);
  return {
    body,
    territory: target.territory,
    org: unit.id,
    // An institution sees it only where it is the one that decides.
    partner: decideBy.includes("bankOps") ? throughOf(target) : null,
    subject: target.subject,
    parent: target.id,
    level: 1,
    basis: profile.compensation.basis,
    evidence: [{ kind: "matter", ref: target.id }],
    detail: { why: draft.why, owedMinor: String(owed) },
    mentions: personMentions(body.claimant, "claimant"),
    arm: [{ key: claim, startMs: nowMs, command: "lapse" }],
    // Whoever begins it with a claim is told with the claim.
    notices:
      owed === 0n || draft.holder !== undefined ? [] : tell(reachOf(body), "compensation.prepared", { what: body.about, amount: amountInWords(String(owed), body.currency), due }),
  };
}

export const decideCompensation = {
  claim(matter: CompensationMatter, input: Input<"claim">, context: C): D {
    const { profile, nowMs } = context;
    const losses = input.losses.map(({ kind, amountMinor }) => ({ kind: reasonOf(LOSSES, kind), amountMinor }));
    const claimed = losses.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), statedMinor(matter.body.cost));
    if (claimed === 0n) throw new ProblemError({ code: "malformed-input", detail: "losses: nothing is claimed", at: { field: "losses" }, expected: "a loss with its amount" });
    const said = personOf(input, matter.body.claimant.holder, context);
    const claimant = { ...matter.body.claimant, name: said.name, contact: said.contact };
    requireReach({ ...claimant, through: matter.body.through });
    const payTo = input.payTo === undefined ? null : context.identify("account", input.payTo, "payTo");
    const told = added(matter.body, input, context);
    const key = profile.compensation.decide;
    const { dueAtMs } = profile.due(key, nowMs);
    const body: Compensation = {
      ...matter.body,
      losses,
      claimant,
      statements: told.statements,
      papers: told.papers,
      payTo,
      claimedMinor: String(claimed),
      clock: key,
      dueAtMs,
    };
    return {
      event: "claim",
      body,
      evidence: told.evidence,
      detail: { claimedMinor: String(claimed) },
      mentions: [...personMentions(claimant, "claimant"), ...told.mentions, ...(payTo === null ? [] : [{ ref: payTo, role: "pay-to" }])],
      disarm: [matter.body.clock],
      arm: [{ key, startMs: nowMs, command: "overdue" }],
      notices: tell(reachOf(body), "compensation.received", { what: body.about, decider: body.unit, due: instantInWords(dueAtMs, profile.timeZone) }),
      ...((DESKS as readonly string[]).includes(context.role) && matter.partner === null ? { partner: context.org } : {}),
    };
  },

  "add-papers"(matter: CompensationMatter, input: Input<"add-papers">, context: C): D {
    const { statements, papers, evidence, mentions } = added(matter.body, input, context);
    return { event: null, body: { ...matter.body, statements, papers }, evidence, mentions, detail: { papers: papers.length } };
  },

  decide(matter: CompensationMatter, input: Input<"decide">, context: C): D {
    requireRole(context.profile.compensation.decideBy, context, "deciding it");
    if (context.facts.chain.some(({ actors }) => actors.includes(context.actor)))
      throw new ProblemError({ code: "not-allowed", detail: "whoever decides it is somebody else: this head had a hand in what was wrong", expected: "a second pair of eyes" });
    switch (input.result) {
      case "granted":
        return granted(matter, input, context);
      case "refused":
        return concluded(
          matter,
          "refuse",
          "0",
          input.reasons.map((key) => reasonOf(REFUSED_REASONS, key)),
          input,
          context,
        );
      default:
        return unreachable(input);
    }
  },

  pay(matter: CompensationMatter, input: Input<"pay">, context: C): D {
    const helpline = context.profile.helplines.find((one) => one.callBack)?.number ?? "";
    const { decision, currency } = matter.body;
    assert(decision !== null, `${matter.id} was granted without a decision`);
    return {
      event: "pay",
      body: { ...matter.body, paid: { reference: input.reference, atMs: context.nowMs } },
      evidence: [{ kind: "document", ref: input.reference }],
      notices: tell(reachOf(matter.body), "compensation.paid", { amount: amountInWords(decision.amountMinor, currency), decider: context.orgName, contact: helpline }),
    };
  },

  withdraw: (): D => ({ event: "withdraw" }),

  /** What an institution reports of a delay takes the place of what was stated before. */
  restate(matter: CompensationMatter, input: Input<"restate">): D {
    return { event: null, body: { ...matter.body, cost: { ...matter.body.cost, ...input } }, detail: { ...input } };
  },

  lapse: (): D => ({ event: "lapse" }),

  /** It is not lost: it stays to be decided, and the person may go to the next instance. */
  overdue(matter: CompensationMatter, input: Input<"overdue">, context: C): D {
    const remedy = nextInWords(context.profile, context.profile.compensation.next);
    return {
      ...late(matter, input.key, context),
      notices: tell(reachOf(matter.body), "compensation.overdue", { decider: matter.body.unit, remedy }),
    };
  },

  "pay-overdue"(matter: CompensationMatter, input: Input<"pay-overdue">, context: C): D {
    return { ...late(matter, input.key, context), arm: [{ key: context.profile.compensation.pay, startMs: context.nowMs, command: "pay-overdue" }] };
  },
};

function late(matter: CompensationMatter, key: string, { facts: { above } }: C): D {
  const overdue = matter.body.overdue + 1;
  return {
    event: null,
    body: { ...matter.body, overdue },
    level: 3,
    detail: { overdue: key },
    effects:
      above === null
        ? []
        : [
            {
              name: `copy-overdue-${overdue}`,
              channel: "institution",
              addressee: above.id,
              payload: { what: "supervision.copy", matter: matter.id, serial: matter.serial, about: "overdue", key },
            },
          ],
  };
}

function granted(matter: CompensationMatter, input: Extract<Input<"decide">, { readonly result: "granted" }>, context: C): D {
  const claimed = BigInt(matter.body.claimedMinor ?? "0");
  const amount = BigInt(input.amountMinor);
  if (amount > claimed)
    throw new ProblemError({ code: "malformed-input", detail: "amountMinor is more than is claimed", at: { field: "amountMinor" }, expected: `at most ${String(claimed)}` });
  if (amount < claimed && input.note === undefined)
    throw new ProblemError({ code: "malformed-input", detail: "note: less is granted than is claimed", at: { field: "note" }, expected: "why the rest is not" });
  const { pay } = context.profile.compensation;
  const { dueAtMs } = context.profile.due(pay, context.nowMs);
  const said = concluded(
    matter,
    "grant",
    input.amountMinor,
    input.reasons.map((key) => reasonOf(GRANTED_REASONS, key)),
    input,
    context,
  );
  return {
    ...said,
    body: { ...matter.body, ...said.body, clock: pay, dueAtMs },
    disarm: [matter.body.clock],
    arm: [{ key: pay, startMs: context.nowMs, command: "pay-overdue" }],
  };
}

function concluded(matter: CompensationMatter, event: "grant" | "refuse", amountMinor: string, reasons: readonly Reason[], input: Input<"decide">, context: C): D {
  const { profile, orgName, nowMs } = context;
  const remedy = nextInWords(profile, profile.compensation.next);
  const decision = { result: input.result, amountMinor, reasons, note: input.note ?? null, decider: orgName, atMs: nowMs, remedy };
  const slots = { reason: joined(reasons), decider: orgName, remedy };
  return {
    event,
    basis: profile.compensation.basis,
    body: { ...matter.body, decision },
    detail: { amountMinor, reasons: input.reasons, ...(input.note === undefined ? {} : { note: input.note }) },
    notices:
      event === "refuse"
        ? tell(reachOf(matter.body), "compensation.refused", slots)
        : tell(reachOf(matter.body), "compensation.granted", { ...slots, amount: amountInWords(amountMinor, matter.body.currency) }),
  };
}
