/**
 * A change of the rules: one pack's new text with its examples, why, who wrote it, and what the approval stood on. What it is
 * and what its commands take; the rules are in decide.ts. Texts are named by their digests and kept apart, every version.
 */
import { z } from "zod";
import { matterId, none, note } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Bilingual } from "../../domain/verdict.ts";

/** A pack as it is written: digests of its rules and of its examples. */
export interface PackTexts {
  readonly text: string;
  readonly examples: string;
}

/** What became of one rule, suppressor or typology of the pack. */
export interface RuleDifference {
  readonly rule: string;
  readonly how: "added" | "removed" | "changed" | "mode";
  readonly from?: string;
  readonly to?: string;
}

export interface Approval {
  readonly by: string;
  readonly atMs: number;
  /** Replay of this very text that was at hand, and how much it had judged in shadow. */
  readonly replay: string | null;
  readonly shadowEvents: number;
  readonly shadowMs: number;
  /** Why it was approved although something of that was missing. */
  readonly despite: string | null;
}

export interface RuleChange {
  /** Folder of the pack. */
  readonly pack: string;
  readonly title: Bilingual;
  readonly why: string;
  /** What it is a change of: approval and publication are refused when the pack has become another meanwhile. */
  readonly base: PackTexts;
  readonly draft: PackTexts;
  readonly revision: number;
  /** Everybody who wrote at this draft: none of them approves it. */
  readonly authors: readonly string[];
  readonly differences: readonly RuleDifference[];
  /** What the checker found in the draft. */
  readonly errors: number;
  readonly warnings: number;
  /** When the shadow run of this draft began; null while there is none. */
  readonly shadowSinceMs: number | null;
  readonly approval: Approval | null;
  readonly publishedAtMs: number | null;
  /** The change that was in force for the pack before. */
  readonly replaced: MatterId | null;
  readonly endedAtMs: number | null;
  readonly outcome: string | null;
}

/** A pack as large as this is read by nobody; what ships has 40,000 characters with its examples. */
export const TEXT_CHARACTERS_MAX = 400_000;

const packName = z
  .string()
  .max(48)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "the folder of a rulepack: small letters, digits and single hyphens");
const text = z.string().max(TEXT_CHARACTERS_MAX, `at most ${TEXT_CHARACTERS_MAX} characters`);

export const draftText = { pack: packName, text, examples: text.optional() };

export const ruleChangeDraft = z.strictObject({
  ...draftText,
  /** Digest of the text that was being changed; refused when another is in force by now. */
  base: z.string().max(64).optional(),
  why: note,
});

const writers = ["analyst", "dutyLead"] as const;
const approvers = ["dutyLead"] as const;

export const ruleChangeCommands = {
  revise: {
    who: writers,
    words: { zh: "修改草稿", en: "Revise the draft" },
    input: z.strictObject({ text, examples: text.optional(), why: note.optional() }),
    causes: ["redraft"],
  },
  "start-shadow": { who: writers, words: { zh: "开始影子运行", en: "Start the shadow run" }, input: none, causes: ["start-shadow"] },
  "stop-shadow": { who: writers, words: { zh: "停止影子运行", en: "Stop the shadow run" }, input: none, causes: ["stop-shadow"] },
  propose: { who: writers, words: { zh: "提交审批", en: "Send for approval" }, input: none, causes: ["propose"] },
  approve: {
    who: approvers,
    words: { zh: "批准", en: "Approve" },
    input: z.strictObject({ despite: note.optional() }),
    causes: ["approve"],
    notBy: ["open", "revise", "propose"],
  },
  return: { who: approvers, words: { zh: "退回修改", en: "Send back" }, input: z.strictObject({ why: note }), causes: ["return"] },
  publish: { who: approvers, words: { zh: "发布生效", en: "Publish" }, input: none, causes: ["publish"] },
  "roll-back": { who: approvers, words: { zh: "回滚", en: "Roll back" }, input: z.strictObject({ why: note }), causes: ["roll-back"] },
  withdraw: { who: writers, words: { zh: "撤回", en: "Withdraw" }, input: z.strictObject({ why: note }), causes: ["withdraw"] },
  replace: { who: [], words: { zh: "由后来的变更取代", en: "Replaced by a later change" }, input: z.object({ by: matterId("rule-change") }), causes: ["replace"] },
  restore: { who: [], words: { zh: "恢复生效", en: "In force again" }, input: z.object({ after: matterId("rule-change") }), causes: ["restore"] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
