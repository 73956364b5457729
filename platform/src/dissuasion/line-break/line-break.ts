/**
 * A temporary break of a person's own line, to part them from somebody who is deceiving them right now. It rests on the
 * person's consent, needs two officers, never touches emergency numbers and comes back by itself. What it is and what its
 * commands take; the rules are in decide.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { acknowledged, fromClock, instant, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";

export const CONSENTS = ["recorded-call", "in-person", "written"] as const;

export interface LineBreak {
  readonly number: PersonalRef;
  readonly operator: string;
  /** How the person agreed, and where that is kept. */
  readonly consent: { readonly how: (typeof CONSENTS)[number]; readonly ref: string };
  readonly reason: Bilingual;
  /** What the officer wrote, for the history's readers. */
  readonly ground: string;
  readonly decider: Bilingual | null;
  readonly approvedAtMs: number | null;
  /** Told to the person before it begins; nothing moves it later. */
  readonly endsAtMs: number | null;
  readonly suspendedAtMs: number | null;
  readonly restoredAtMs: number | null;
  /** What the operator confirmed about emergency calls. */
  readonly emergencyCallsWork: boolean | null;
  readonly restoreTrouble: string | null;
  readonly outcome: string | null;
}

export const lineBreakDraft = z.object({
  warning: matterId("warning"),
  operator: z.string().min(1).max(60, "the id of the operator's organisation"),
  consent: z.object({ how: z.enum(CONSENTS), ref: z.string().min(1).max(128) }, { error: "how the person agreed, and where that is kept" }),
  ground: note,
});

export const lineBreakCommands = {
  approve: { who: ["dutyLead"], words: { zh: "批准", en: "Approve" }, input: z.object({}), causes: ["approve"], notBy: ["open"] },
  decline: { who: ["dutyLead"], words: { zh: "不批准", en: "Decline" }, input: z.object({ why: note }), causes: ["decline"] },
  withdraw: { who: ["dissuader", "dutyLead"], words: { zh: "撤回", en: "Withdraw" }, input: z.object({ why: note }), causes: ["withdraw"] },
  sent: { who: [], words: { zh: "已送达", en: "Handed over" }, input: acknowledged, causes: ["send"] },
  unreachable: { who: [], words: { zh: "未能送达", en: "Not reached" }, input: undeliverable, causes: ["fail"] },
  answer: {
    who: ["telcoOps"],
    words: { zh: "反馈", en: "Answer" },
    input: z.discriminatedUnion("result", [
      z.object({ result: z.literal("suspended"), at: instant, emergencyCallsWork: z.boolean() }),
      z.object({ result: z.literal("impossible"), why: note }),
    ]),
    causes: ["suspend", "refuse"],
  },
  /** The person may have the line back at any time, without a reason. */
  restore: {
    who: ["dissuader", "dutyLead", "telcoOps", "public"],
    words: { zh: "立即恢复", en: "Restore now" },
    input: z.object({ reason: z.enum(["asked", "safe", "mistake"]).default("asked") }),
    causes: ["restore"],
  },
  "restore-confirmed": {
    who: ["telcoOps"],
    words: { zh: "确认已恢复", en: "Confirm that it works" },
    input: z.object({ at: instant }),
    causes: [],
    states: ["restored", "expired"],
  },
  "restore-undelivered": { who: [], words: { zh: "恢复指令未送达", en: "The restoring was not handed over" }, input: undeliverable, causes: [], states: ["restored", "expired"] },
  "restore-again": { who: [], words: { zh: "再次送达恢复指令", en: "Hand the restoring over again" }, input: fromClock, causes: [], states: ["restored", "expired"] },
  lapse: { who: [], words: { zh: "未及时审批", en: "Not approved in time" }, input: fromClock, causes: ["lapse"] },
  expire: { who: [], words: { zh: "到期恢复", en: "End by the clock" }, input: fromClock, causes: ["expire"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export const RESTORE_WORDS: Readonly<Record<"asked" | "safe" | "mistake" | "expired", Bilingual>> = {
  asked: { zh: "应您的要求", en: "you asked for it" },
  safe: { zh: "危险已经过去", en: "the danger has passed" },
  mistake: { zh: "本不应暂停", en: "it should not have been paused" },
  expired: { zh: "期限已到，自动恢复", en: "its time has run out; it came back by itself" },
};
