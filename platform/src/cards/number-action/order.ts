/**
 * What goes out from an action on a number: orders to the operator, always with emergency calls and helplines kept and
 * with the end written in; notices to the holder, before a measure by message to the number, with it through the operator,
 * whose counter and app then know the reason too.
 */
import type { DeadlineKey, TextKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { instantInWords } from "../../domain/notice-text.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import type { Facts } from "./facts.ts";
import type { NumberAction } from "./number-action.ts";
import { GRADE_WORDS, type Grade, type NumberActionState } from "./states.ts";

export type NumberMatter = Matter<NumberAction, NumberActionState>;

const KEPT = { emergencyCallsKept: true, helplinesKept: true, messagesArrive: true } as const;

/** The operator is to bring a grade into force, until a time that its own system can end by itself. */
export function restriction(action: NumberMatter, grade: Grade, name = `restrict-${grade}`): EffectDraft {
  const { body } = action;
  return {
    name,
    channel: "institution",
    addressee: body.operator,
    payload: {
      what: `number-action.${grade === "suspend" ? "suspend" : `restrict-${grade}`}`,
      matter: action.id,
      serial: action.serial,
      endsAt: body.endsAtMs === null ? null : new Date(body.endsAtMs).toISOString(),
      // While suspended no message arrives either, but help can always be called.
      ...KEPT,
      messagesArrive: grade !== "suspend",
    },
    opens: { number: body.number.token },
    purpose: "execute-order",
    delivered: "sent",
    undeliverable: "unreachable",
  };
}

export function restoring(action: NumberMatter, why: string, again = 0): EffectDraft {
  return {
    name: again === 0 ? "restore" : `restore-${again}`,
    channel: "institution",
    addressee: action.body.operator,
    payload: { what: "number-action.restore", matter: action.id, serial: action.serial, why, urgent: again > 0 },
    opens: { number: action.body.number.token },
    purpose: "execute-order",
    delivered: "sent",
    undeliverable: "restore-undelivered",
  };
}

const LIMIT_TEXT = { outgoing: "number-action.restricted", incoming: "number-action.restricted-incoming", suspend: "number-action.suspended" } as const;

export function limitNotice(action: NumberMatter, grade: Grade, profile: JurisdictionProfile, clock: DeadlineKey): NoticeDraft {
  const { body } = action;
  const said = { about: body.number.masked, reason: body.reason, decider: body.decider ?? { zh: "", en: "" } };
  return {
    template: LIMIT_TEXT[grade],
    recipient: body.number,
    slots: limitingSlots(profile, "number-action", { ...said, untilMs: body.endsAtMs ?? 0, clock }),
    via: { kind: "institution", org: body.operator },
  };
}

/** What is asked, and by when; nothing is limited yet. */
export function beforeNotice(action: NumberMatter, template: "number-action.reverify" | "number-action.announced", grade: Grade, context: Context<Facts>): NoticeDraft {
  const { body } = action;
  const { profile } = context;
  const { dueAtMs } = profile.due("sim.reverify", context.nowMs);
  const until = instantInWords(dueAtMs, profile.timeZone);
  const next: Bilingual = { zh: `${body.reason.zh}；未核验的，${GRADE_WORDS[grade].zh}`, en: `${body.reason.en}; without a check ${GRADE_WORDS[grade].en}` };
  const slots = limitingSlots(profile, "number-action", {
    about: body.number.masked,
    reason: template === "number-action.reverify" ? body.reason : next,
    decider: context.orgName,
    untilMs: dueAtMs,
    clock: "sim.reverify",
  });
  const duration: Bilingual = {
    zh: `请在 ${until.zh} 前核验；未核验的，之后可能${GRADE_WORDS[grade].zh}`,
    en: `please verify by ${until.en}; after that ${GRADE_WORDS[grade].en}, if it has not been done`,
  };
  return { template, recipient: body.number, slots: { ...slots, duration, due: until }, via: { kind: "messenger", channel: "sms" } };
}

export function endNotice(action: NumberMatter, template: TextKey, reason: Bilingual, context: Context<Facts>): NoticeDraft {
  const { body } = action;
  return {
    template,
    recipient: body.number,
    slots: givingSlots(context.profile, { about: body.number.masked, reason, decider: body.decider ?? context.orgName }),
    via: { kind: "messenger", channel: "sms" },
  };
}

/** A reminder to the organ above, without anybody's data. Where there is none, nothing goes out. */
export function toSuperior(action: NumberMatter, superior: string | null, about: string): readonly EffectDraft[] {
  if (superior === null) return [];
  return [{ name: `copy-${about}`, channel: "institution", addressee: superior, payload: { what: "supervision.copy", matter: action.id, serial: action.serial, about } }];
}
