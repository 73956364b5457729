/**
 * What may become of an opening about which something was found. Nothing here refuses by itself: a refusal needs a person,
 * a ground of law that the check found, and the offer of something less where the law leaves that open. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { durationInWords } from "../../domain/notice-text.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import type { Decision, NoticeDraft, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { CODE_PLACE } from "../../matters/tracking.ts";
import type { z } from "zod";
import type { Answer } from "./answer-table.ts";
import type { StoredCheck } from "./check-store.ts";
import type { OpeningBody, openingCommands, openingDraft } from "./opening.ts";
import { PRODUCT } from "./products.ts";
import type { OpeningState } from "./states.ts";

export type OpeningMatter = Matter<OpeningBody, OpeningState>;
type Input<C extends keyof typeof openingCommands> = z.output<(typeof openingCommands)[C]["input"]>;
type D = Decision<OpeningBody>;

export interface OpenFacts {
  readonly check: StoredCheck | null;
  readonly subject: PersonalRef | null;
  readonly contact: PersonalRef | null;
}

export function openOpening(draft: z.output<typeof openingDraft>, context: Context<OpenFacts>): Opening<OpeningBody> {
  const { check, subject, contact } = context.facts;
  if (check === null) throw new ProblemError({ code: "not-found", detail: "there is no such check of your institution", at: { field: "check" } });
  if (check.matter !== null) throw new ProblemError({ code: "not-now", detail: `somebody has taken it up: ${check.matter}`, value: check.matter });
  if (check.said === null || subject === null) {
    throw new ProblemError({
      code: "limit-of-law",
      detail: "the check found nothing: there is nothing to decide about, and nothing on which it could be refused",
      at: { field: "check" },
      expected: "to open it, or to check again with what is known now",
    });
  }
  return {
    body: {
      check: draft.check,
      product: check.product,
      branch: check.branch,
      applicant: subject,
      contact,
      answer: check.answer as Answer,
      reasons: check.said.reasons,
      grounds: check.said.grounds,
      answers: [],
      decidedAtMs: null,
      decider: null,
      ground: null,
      card: null,
      overturnedAtMs: null,
    },
    territory: check.territory,
    org: check.org,
    partner: check.org,
    subject: subject.token,
    level: check.answer === "look" ? 2 : 1,
    evidence: check.rules.map((rule) => ({ kind: "rule", ref: rule })),
    detail: { answer: check.answer, product: check.product },
    mentions: [{ ref: subject, role: "applicant" }, ...(contact === null ? [] : [{ ref: contact, role: "contact" }])],
    announcesOf: (self) => [{ name: "opening-taken-up", check: draft.check, opening: self }],
  };
}

export const decideOpening = {
  ask(matter: OpeningMatter, input: Input<"ask">, context: Context): D {
    const known = new Set(matter.body.reasons.map(({ rule }) => rule));
    const stranger = input.answers.find(({ question }) => !known.has(question));
    if (stranger !== undefined)
      throw new ProblemError({ code: "malformed-input", detail: "answers: a question that was not asked", at: { field: "answers" }, expected: [...known].join(", ") });
    return { event: "ask", body: { ...matter.body, answers: input.answers.map((one) => ({ ...one, atMs: context.nowMs })) } };
  },

  escalate(matter: OpeningMatter, _input: Input<"escalate">, context: Context): D {
    return {
      event: "escalate",
      level: 2,
      // The applicant waits: what a program flagged a person confirms soon, or it is over.
      arm: context.profile.deadlines["hold.confirm"] === undefined ? [] : [{ key: "hold.confirm", startMs: context.nowMs, command: "lapse" }],
      detail: { answer: matter.body.answer },
    };
  },

  open(matter: OpeningMatter, input: Input<"open">, context: Context): D {
    const card = cardOf(matter, input, context);
    return {
      event: "open",
      body: { ...matter.body, decidedAtMs: context.nowMs, decider: context.orgName, card },
      mentions: card === null ? [] : [{ ref: card, role: "card" }],
      announces: [{ name: "opening-decided", check: matter.body.check, decision: "opened", ground: null, card: card?.token ?? null }],
    };
  },

  limit(matter: OpeningMatter, input: Input<"limit">, context: Context): D {
    const card = cardOf(matter, input, context);
    const body: OpeningBody = { ...matter.body, decidedAtMs: context.nowMs, decider: context.orgName, card };
    const [ground] = body.grounds;
    return {
      event: "limit",
      body,
      mentions: card === null ? [] : [{ ref: card, role: "card" }],
      notices: [tell({ ...matter, body }, "opening.limited", context, reasonsOf(body), ground?.basis ?? OWN_RULES)],
      announces: [{ name: "opening-decided", check: body.check, decision: "limited", ground: null, card: card?.token ?? null }],
    };
  },

  refuse(matter: OpeningMatter, input: Input<"refuse">, context: Context): D {
    const ground = matter.body.grounds.find((one) => one.key === input.ground);
    if (ground === undefined) {
      throw new ProblemError({
        code: "limit-of-law",
        detail: "that is no ground of law that this check found: it cannot be refused on it",
        at: { field: "ground" },
        value: input.ground,
        expected: matter.body.grounds.map((one) => one.key).join(", ") || "to open it, to offer one with limits, or the applicant's own withdrawal",
      });
    }
    if (ground.effect === "limit" && !input.alternativeOffered) {
      throw new ProblemError({
        code: "limit-of-law",
        detail: "the rule limits what may be opened and keeps the rest: something less has to be offered before it is refused",
        at: { field: "alternativeOffered" },
        expected: "true",
      });
    }
    if (matter.state === "escalated" && matter.hands["open"] === context.actor)
      throw new ProblemError({ code: "not-allowed", detail: "another person has to look before it is refused", expected: "a second pair of eyes" });
    const body: OpeningBody = { ...matter.body, decidedAtMs: context.nowMs, decider: context.orgName, ground: ground.key };
    return {
      event: "refuse",
      body,
      basis: context.profile.opening.find((one) => one.rule === ground.key)?.basis ?? "",
      notices: [tell({ ...matter, body }, "opening.refused", context, ground.words, ground.basis)],
      detail: { ground: ground.key, alternativeOffered: input.alternativeOffered, ...(input.note === undefined ? {} : { note: input.note }) },
      announces: [{ name: "opening-decided", check: body.check, decision: "refused", ground: ground.key, card: null }],
    };
  },

  leave(matter: OpeningMatter, _input: Input<"leave">, context: Context): D {
    return {
      event: "leave",
      body: { ...matter.body, decidedAtMs: context.nowMs },
      announces: [{ name: "opening-decided", check: matter.body.check, decision: "left", ground: null, card: null }],
    };
  },

  lapse(matter: OpeningMatter): D {
    return {
      event: "lapse",
      level: 1,
      effects: [
        {
          name: "lapsed",
          channel: "institution",
          addressee: matter.org,
          payload: { what: "opening.check-lapsed", matter: matter.id, serial: matter.serial, check: matter.body.check },
        },
      ],
    };
  },

  overturn(matter: OpeningMatter, input: Input<"overturn">, context: Context): D {
    const { applicant, decidedAtMs } = matter.body;
    const body: OpeningBody = { ...matter.body, overturnedAtMs: context.nowMs };
    const helpline = context.profile.helplines.find((one) => one.callBack)?.number ?? "";
    return {
      event: "overturn",
      body,
      evidence: [{ kind: "matter", ref: input.appeal }],
      effects: [
        {
          name: "overturned",
          channel: "institution",
          addressee: matter.org,
          payload: { what: "opening.overturned", matter: matter.id, serial: matter.serial, check: body.check },
          opens: { applicant: applicant.token },
          purpose: "review-right",
        },
      ],
      notices: [
        {
          ...recipientOf(matter),
          template: "opening.overturned",
          slots: { what: PRODUCT[body.product], reason: UPHELD, decider: context.orgName, contact: helpline },
          purpose: "review-right",
        },
      ],
      announces: [
        { name: "opening-decided", check: body.check, decision: "overturned", ground: null, card: null },
        { name: "lifted-as-wrong", matter: matter.id, startedAtMs: decidedAtMs ?? context.nowMs, endedAtMs: context.nowMs, amountMinor: null, currency: null },
      ],
    };
  },
};

const OWN_RULES: Bilingual = { zh: "开户管理规定，先提供限额服务", en: "the rules on openings: one with limits first" };
const UPHELD: Bilingual = { zh: "申诉成立", en: "the objection was upheld" };

function cardOf(matter: OpeningMatter, input: Input<"open">, context: Context): PersonalRef | null {
  if (input.card === undefined) return null;
  const wanted = PRODUCT[matter.body.product].class === "line" ? "number" : "account";
  if (input.card.type !== wanted)
    throw new ProblemError({
      code: "malformed-input",
      detail: `card: a ${PRODUCT[matter.body.product].en} has no ${input.card.type}`,
      at: { field: "card.type" },
      expected: wanted,
    });
  return context.identify(wanted, input.card.value, "card.value");
}

function reasonsOf(body: OpeningBody): Bilingual {
  return { zh: body.reasons.map(({ words }) => words.zh).join("；"), en: body.reasons.map(({ words }) => words.en).join("; ") };
}

/** By the contact phone; where none was given, on paper at the counter. */
function recipientOf(matter: OpeningMatter): Pick<NoticeDraft, "recipient" | "via"> {
  const { contact, applicant } = matter.body;
  return contact === null ? { recipient: applicant, via: { kind: "institution", org: matter.org } } : { recipient: contact, via: { kind: "messenger", channel: "sms" } };
}

function tell(matter: OpeningMatter, template: TextKey, context: Context, reason: Bilingual, basis: Bilingual): NoticeDraft {
  const { body } = matter;
  return {
    ...recipientOf(matter),
    template,
    slots: { what: PRODUCT[body.product], reason, basis, decider: body.decider ?? context.orgName, remedy: remedyOf(context.profile, PRODUCT[body.product].by === "bankOps") },
    purpose: "verify-opening",
  };
}

/** Free, remote, by somebody who did not decide it, within the time that the country sets. */
function remedyOf(profile: JurisdictionProfile, ofBank: boolean): Bilingual {
  const key = ofBank && profile.deadlines["appeal.bankMeasure"] !== undefined ? "appeal.bankMeasure" : "appeal.other";
  const duration = profile.deadlines[key]?.duration;
  const time = duration === undefined ? null : durationInWords(duration);
  const helpline = profile.helplines.find((one) => one.callBack)?.number ?? "";
  return {
    zh: `可凭编号 ${CODE_PLACE} 免费申诉，或拨打 ${helpline}；由未参与决定的人员${time === null ? "" : `在 ${time.zh} 内`}答复`,
    en: `you may object free of charge with the code ${CODE_PLACE}, or call ${helpline}; somebody who did not decide it answers${time === null ? "" : ` within ${time.en}`}`,
  };
}
