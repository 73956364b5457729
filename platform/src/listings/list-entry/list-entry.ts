/**
 * An entry in the lists that screening reads and that institutions share: what it names, on which grounds, how strongly,
 * until when, and who was told. What it is and what its commands take; the rules are in open.ts, decide.ts and ending.ts.
 */
import { z } from "zod";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import { SHARING_MARKS, type SharingMark } from "../../intel/entry.ts";
import { acknowledged, fromClock, identifier, matterId, note, undeliverable } from "../../matters/input.ts";
import type { CommandSpec } from "../../matters/kind.ts";
import { groundInput, type Basis, type Ground, type GroundInput } from "./grounds.ts";
import { revokeReason, type EndReason } from "./reasons.ts";
import { IN_FORCE, STANDING, STRENGTHS, type Strength } from "./states.ts";
import { LISTED_TYPES, type ListedType } from "./what.ts";

export interface ListEntry {
  readonly type: ListedType;
  /** Somebody's identifier; null for sites and apps. */
  readonly ref: PersonalRef | null;
  readonly plain: string | null;
  readonly about: string;
  /** As proposed; then what is in force, or would be if no appeal suspended it. */
  readonly strength: Strength;
  readonly grounds: readonly Ground[];
  readonly basis: Basis | null;
  readonly reason: Bilingual | null;
  readonly confidencePermille: number;
  readonly sharing: SharingMark;
  /** For colleagues; never told and never shared. */
  readonly note: string | null;
  readonly decider: Bilingual | null;
  readonly activatedAtMs: number | null;
  /** When screening took it; before that nobody is told and nobody receives it. */
  readonly listedAtMs: number | null;
  readonly endsAtMs: number | null;
  /** No law gives its life. */
  readonly lifeAssumed: boolean;
  readonly reviewAtMs: number | null;
  readonly reviewDue: boolean;
  readonly reviewedAtMs: number | null;
  readonly recheckDue: boolean;
  readonly recheckedAtMs: number | null;
  readonly extensions: readonly { readonly atMs: number; readonly untilMs: number }[];
  readonly asked: { readonly grounds: readonly GroundInput[]; readonly note: string } | null;
  /** Somebody else agreed to it while its holder's appeal is open. */
  readonly secondAtMs: number | null;
  /** Ground for telling the holder later than at once, within the profile's limit. */
  readonly tellLater: string | null;
  readonly toldAtMs: number | null;
  readonly outcome: EndReason | "rejected" | "lapsed" | null;
  /** The end that it comes to once every receiver has taken it back. */
  readonly ends: "expired" | "revoked" | "superseded" | null;
  readonly endedAtMs: number | null;
  readonly overdue: number;
  /** Why the lists did not take it, or still hold it. */
  readonly trouble: string | null;
}

const strength = z.enum(STRENGTHS);
const grounds = z.array(groundInput).min(1, "at least one ground").max(20, "at most 20 grounds");

export const entryDraft = z.object({
  type: z.enum(LISTED_TYPES),
  identifier,
  strength,
  grounds,
  sharing: z.enum(SHARING_MARKS).default("amber"),
  note: note.optional(),
});

const standingOrProposed = ["proposed", ...STANDING] as const;

export const entryCommands = {
  "second-approval": {
    who: ["reviewer", "dutyLead"],
    words: { zh: "申诉期间的第二人同意", en: "Agree to it during an appeal" },
    input: z.strictObject({ why: note }),
    causes: [],
    states: ["proposed"],
    notBy: ["open"],
  },
  approve: {
    who: ["dutyLead"],
    words: { zh: "批准", en: "Approve" },
    /** Milder than proposed, if need be. */
    input: z.strictObject({ strength: strength.optional(), tellLater: note.optional() }),
    causes: ["watch", "flag", "block"],
    notBy: ["open", "second-approval"],
  },
  reject: { who: ["dutyLead", "analyst"], words: { zh: "不采纳", en: "Reject" }, input: z.strictObject({ why: note }), causes: ["reject"] },
  review: {
    who: ["dutyLead", "reviewer"],
    words: { zh: "复核：继续有效", en: "Review: it still stands" },
    input: z.strictObject({ note }),
    causes: [],
    states: STANDING,
    notBy: ["open"],
  },
  recheck: {
    who: ["analyst", "dutyLead"],
    words: { zh: "复查网址", en: "Check the site again" },
    input: z.strictObject({ result: z.enum(["unchanged", "clean"]), evidence: z.string().trim().min(1).max(128) }),
    causes: ["revoke", "recall"],
    states: STANDING,
  },
  "ask-extension": {
    who: ["analyst", "caseOfficer"],
    words: { zh: "申请延长", en: "Ask for an extension" },
    input: z.strictObject({ grounds, note }),
    causes: [],
    states: IN_FORCE,
  },
  extend: { who: ["dutyLead"], words: { zh: "批准延长", en: "Extend" }, input: z.strictObject({}), causes: ["extend"], notBy: ["open", "ask-extension"] },
  lower: {
    who: ["dutyLead", "reviewer"],
    words: { zh: "降级", en: "Lower" },
    input: z.strictObject({ to: z.enum(["watch", "flag"]), why: note }),
    causes: ["lower-to-flag", "lower-to-watch"],
  },
  revoke: {
    who: ["dutyLead", "reviewer"],
    words: { zh: "撤销", en: "Withdraw" },
    input: z.strictObject({ reason: revokeReason, note: note.optional() }),
    causes: ["revoke", "recall"],
    states: STANDING,
  },
  "withdraw-ground": {
    who: ["analyst", "caseOfficer", "dutyLead", "reviewer"],
    words: { zh: "撤回一项依据", en: "Withdraw a ground" },
    /** Its number in the list, from 0. */
    input: z.strictObject({ ground: z.number().int().min(0).max(200), why: note }),
    causes: ["lower-to-flag", "lower-to-watch", "revoke", "recall", "reject"],
    states: standingOrProposed,
  },
  // What follows from elsewhere.
  "add-ground": {
    who: [],
    words: { zh: "增加依据", en: "Add a ground" },
    input: z.object({ ground: groundInput, strength: strength.optional() }),
    causes: [],
    states: standingOrProposed,
  },
  "move-ground": {
    who: [],
    words: { zh: "依据随案转移", en: "A ground goes on in another matter" },
    /** `back`: only what came from there by such a move. */
    input: z.object({ from: matterId("case", "list-entry"), to: matterId("case", "list-entry"), back: z.boolean().default(false) }),
    causes: [],
    states: standingOrProposed,
  },
  /** Something it rests on fell: it falls too, is lowered, or stands on the rest. Who asks for it looks after what rests on it. */
  reweigh: {
    who: [],
    words: { zh: "依据变化后重新评估", en: "Weigh it anew" },
    input: z.object({ fallen: z.array(matterId()).max(10_000), rule: z.string().max(64).optional(), why: z.string().max(500), quiet: z.boolean().default(true) }),
    causes: ["lower-to-flag", "lower-to-watch", "revoke", "recall", "reject"],
    states: standingOrProposed,
  },
  end: {
    who: [],
    words: { zh: "因其他原因撤销", en: "End for a reason from elsewhere" },
    input: z.object({ reason: z.enum(["appeal-upheld", "reassigned"]) }),
    causes: ["revoke", "recall", "reject"],
    states: standingOrProposed,
  },
  supersede: { who: [], words: { zh: "由新条目取代", en: "Replace" }, input: z.object({ by: matterId("list-entry") }), causes: ["supersede", "recall"], states: STANDING },
  suspend: { who: [], words: { zh: "申诉期间暂停", en: "Suspend during an appeal" }, input: z.object({ appeal: matterId("appeal") }), causes: ["suspend"] },
  restore: {
    who: [],
    words: { zh: "申诉未成立，恢复", en: "Restore after an appeal" },
    input: z.object({ appeal: matterId("appeal") }),
    causes: ["restore-block", "restore-flag", "restore-watch"],
  },
  // The lists of screening.
  listed: { who: [], words: { zh: "已载入核查名单", en: "Taken by the lists" }, input: acknowledged, causes: [], states: IN_FORCE },
  "not-listed": { who: [], words: { zh: "核查名单未接受", en: "Not taken by the lists" }, input: undeliverable, causes: ["revoke", "recall"], states: IN_FORCE },
  "not-unlisted": {
    who: [],
    words: { zh: "未能从核查名单撤下", en: "Not taken out of the lists" },
    input: undeliverable,
    causes: [],
    states: ["suspended-by-appeal", "recalling", "expired", "revoked", "superseded"],
  },
  "unlist-again": {
    who: [],
    words: { zh: "再次从核查名单撤下", en: "Take it out of the lists again" },
    input: fromClock,
    causes: [],
    states: ["suspended-by-appeal", "recalling", "expired", "revoked", "superseded"],
  },
  // Receivers.
  "all-applied": {
    who: [],
    words: { zh: "接收方均已落实", en: "All receivers have carried it out" },
    input: z.object({}),
    causes: ["recalled-expired", "recalled-revoked", "recalled-superseded"],
  },
  "withdrawal-applied": {
    who: [],
    words: { zh: "接收方均已撤下", en: "All receivers have taken it back for now" },
    input: z.object({}),
    causes: [],
    states: STANDING,
  },
  "revocation-overdue": {
    who: [],
    words: { zh: "接收方超时未落实", en: "Receivers are overdue" },
    input: fromClock,
    causes: [],
    states: [...STANDING, "recalling"],
  },
  // The clock.
  lapse: { who: [], words: { zh: "逾期未审批，失效", en: "Lapse undecided" }, input: fromClock, causes: ["lapse"] },
  "review-due": { who: [], words: { zh: "到期复核", en: "Due for review" }, input: fromClock, causes: [], states: STANDING },
  "recheck-due": { who: [], words: { zh: "到期复查", en: "Due for a check" }, input: fromClock, causes: [], states: STANDING },
  "tell-holder": { who: [], words: { zh: "告知持有人", en: "Tell the holder" }, input: fromClock, causes: [], states: IN_FORCE },
  expire: { who: [], words: { zh: "到期失效", en: "End by the clock" }, input: fromClock, causes: ["expire", "recall"], states: STANDING },
} as const satisfies Readonly<Record<string, CommandSpec>>;
