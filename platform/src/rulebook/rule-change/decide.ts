/**
 * What may be done with a change of the rules: pure decisions. A text with an error never runs, not even in shadow; what is
 * published was approved by somebody who did not write it, at the top of the installation, because it judges everybody; and
 * where the replay or the shadow run is missing or short, the approval says in words why it was given all the same.
 */
import { assert } from "../../base/assert.ts";
import { ProblemError, shorten } from "../../base/problem.ts";
import type { z } from "zod";
import type { Decision, Opening } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { checkDraft, differencesOf, findingsOf, type Finding } from "../check.ts";
import { digestOf, NO_EXAMPLES, sourcesOf, type PackInForce } from "../book-read.ts";
import type { Facts, OpenFacts } from "./facts.ts";
import type { PackTexts, RuleChange, ruleChangeCommands, ruleChangeDraft } from "./rule-change.ts";
import type { RuleChangeState } from "./states.ts";

type RuleChangeMatter = Matter<RuleChange, RuleChangeState>;
type Input<C extends keyof typeof ruleChangeCommands> = z.output<(typeof ruleChangeCommands)[C]["input"]>;

/** A day has its night and its rush hours: a shorter shadow run has not seen the traffic. Assumed. */
export const SHADOW_MIN_MS = 24 * 3_600_000;
/** Each costs about what the rules in force cost. Assumed: two are as many as anybody compares. */
export const BESIDE_MAX = 2;

interface Text {
  readonly pack: string;
  readonly text: string;
  readonly examples: string;
}

function packIn(book: readonly PackInForce[], pack: string): PackInForce {
  const found = book.find((one) => one.pack === pack);
  if (found !== undefined) return found;
  throw new ProblemError({
    code: "malformed-input",
    detail: `pack: there is no rulepack ${shorten(pack)}`,
    at: { field: "pack" },
    value: shorten(pack),
    expected: book.map((one) => one.pack).join(", "),
  });
}

/** What a draft is, checked: a text with mistakes may be kept, and goes no further. */
function drafted(book: readonly PackInForce[], { pack, text, examples }: Text): Pick<RuleChange, "title" | "base" | "draft" | "differences" | "errors" | "warnings"> {
  const now = packIn(book, pack);
  const { findings, pack: loaded } = findingsOf(sourcesOf(book), pack, text, examples);
  return {
    title: loaded?.title ?? { zh: pack, en: pack },
    base: { text: now.textDigest, examples: now.examplesDigest },
    draft: { text: digestOf(text), examples: digestOf(examples) },
    differences: differencesOf(now.text, text).slice(0, DIFFERENCES_MAX),
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
  };
}

const DIFFERENCES_MAX = 500;

/** An empty file of examples is no JSON; an empty list is. */
function examplesOf(given: string): string {
  return given.trim() === "" ? NO_EXAMPLES : given;
}

function textsOf(text: string, examples: string): Pick<Opening, "announces"> {
  return {
    announces: [
      {
        name: "rule-texts-drafted",
        texts: [
          { digest: digestOf(text), text },
          { digest: digestOf(examples), text: examples },
        ],
      },
    ],
  };
}

export function openRuleChange(draft: z.output<typeof ruleChangeDraft>, context: Context<OpenFacts>): Opening<RuleChange> {
  const { book } = context.facts;
  const now = packIn(book, draft.pack);
  if (draft.base !== undefined && draft.base !== now.textDigest) throw changed(draft.pack);
  const examples = examplesOf(draft.examples ?? now.examples);
  return {
    ...textsOf(draft.text, examples),
    territory: context.territory,
    org: context.org ?? "system",
    detail: { pack: draft.pack, draft: digestOf(draft.text) },
    body: {
      pack: draft.pack,
      why: draft.why,
      ...drafted(book, { pack: draft.pack, text: draft.text, examples }),
      revision: 1,
      authors: [context.actor],
      shadowSinceMs: null,
      approval: null,
      publishedAtMs: null,
      replaced: null,
      endedAtMs: null,
      outcome: null,
    },
  };
}

/** Throws what is wrong with the draft, where it would be among the rules of now. */
function mustBeSound({ book, text, examples }: Facts, pack: string): void {
  const { findings, rules } = checkDraft(sourcesOf(book), pack, text, examples);
  if (rules !== null) return;
  const errors = findings.filter(({ severity }) => severity === "error");
  throw new ProblemError({
    code: "rulepack-invalid",
    detail: errors
      .slice(0, 20)
      .map((one: Finding) => `${one.file}:${one.line}:${one.column} ${one.path} ${one.message.en}`)
      .join("\n"),
    at: { file: `${pack}/${errors[0]?.file ?? "pack.json"}`, line: errors[0]?.line ?? 1 },
    expected: "a rulepack without errors whose examples come out as they say",
  });
}

function changed(pack: string): ProblemError {
  return new ProblemError({
    code: "changed-meanwhile",
    detail: `the rules of ${pack} in force are others than those this draft is a change of; revise it from what is in force`,
    value: pack,
    expected: "a draft of the text in force",
  });
}

function mustBeOfNow({ book }: Facts, { pack, base }: RuleChange): void {
  const now = packIn(book, pack);
  if (now.textDigest !== base.text || now.examplesDigest !== base.examples) throw changed(pack);
}

/** It judges everybody whom this installation looks after, so only who answers for all of them decides. */
function mustBeAtTop(context: Context<Facts>): void {
  if (context.territory === context.facts.top) return;
  throw new ProblemError({
    code: "not-allowed",
    detail: "rules judge everybody in this installation: who decides about them works at its top unit",
    expected: "a duty lead of the top unit",
  });
}

export const ruleChangeDecisions = {
  revise({ body }: RuleChangeMatter, input: Input<"revise">, context: Context<Facts>): Decision<RuleChange> {
    const examples = examplesOf(input.examples ?? context.facts.examples);
    const said = drafted(context.facts.book, { pack: body.pack, text: input.text, examples });
    return {
      ...textsOf(input.text, examples),
      event: "redraft",
      detail: { draft: said.draft.text },
      body: {
        ...body,
        ...said,
        why: input.why ?? body.why,
        revision: body.revision + 1,
        authors: [...new Set([...body.authors, context.actor])],
        shadowSinceMs: null,
        approval: null,
      },
    };
  },

  "start-shadow"({ body }: RuleChangeMatter, _input: Input<"start-shadow">, context: Context<Facts>): Decision<RuleChange> {
    mustBeSound(context.facts, body.pack);
    if (context.facts.beside >= BESIDE_MAX) {
      throw new ProblemError({
        code: "not-now",
        detail: `${context.facts.beside} changes run in shadow already; each costs time of the screening`,
        expected: `at most ${BESIDE_MAX} at a time`,
      });
    }
    return { event: "start-shadow", body: { ...body, shadowSinceMs: context.nowMs }, detail: { draft: body.draft.text } };
  },

  "stop-shadow": ({ body }: RuleChangeMatter): Decision<RuleChange> => ({ event: "stop-shadow", body: { ...body, shadowSinceMs: null } }),

  propose({ body }: RuleChangeMatter, _input: Input<"propose">, context: Context<Facts>): Decision<RuleChange> {
    mustBeOfNow(context.facts, body);
    mustBeSound(context.facts, body.pack);
    return { event: "propose", detail: { draft: body.draft.text, differences: body.differences.length } };
  },

  approve({ body }: RuleChangeMatter, input: Input<"approve">, context: Context<Facts>): Decision<RuleChange> {
    mustBeAtTop(context);
    // The kernel knows who wrote last; whoever wrote before that has written as well.
    if (body.authors.includes(context.actor)) {
      throw new ProblemError({ code: "not-allowed", detail: "approve needs another person than those who wrote the draft", expected: "a second pair of eyes" });
    }
    mustBeOfNow(context.facts, body);
    const { replay, shadowEvents } = context.facts;
    const shadowMs = body.shadowSinceMs === null ? 0 : context.nowMs - body.shadowSinceMs;
    const missing = [...(replay === null ? ["a replay of this text"] : []), ...(shadowMs < SHADOW_MIN_MS ? ["a day in shadow"] : [])];
    if (missing.length > 0 && input.despite === undefined) {
      throw new ProblemError({
        code: "not-now",
        detail: `this draft lacks ${missing.join(" and ")}; approve says in "despite" why it should judge people all the same`,
        at: { field: "despite" },
        expected: "a replay, a day in shadow, or the reason why not",
      });
    }
    const approval = { by: context.actor, atMs: context.nowMs, replay, shadowEvents, shadowMs, despite: missing.length === 0 ? null : (input.despite ?? null) };
    return {
      event: "approve",
      body: { ...body, approval },
      evidence: replay === null ? [] : [{ kind: "document", ref: replay }],
      detail: { draft: body.draft.text, shadowEvents, shadowMs, ...(approval.despite === null ? {} : { despite: approval.despite }) },
    };
  },

  return: ({ body }: RuleChangeMatter, { why }: Input<"return">): Decision<RuleChange> => ({
    event: "return",
    detail: { why },
    body: { ...body, approval: null, shadowSinceMs: null },
  }),

  publish(matter: RuleChangeMatter, _input: Input<"publish">, context: Context<Facts>): Decision<RuleChange> {
    const { body } = matter;
    mustBeAtTop(context);
    mustBeOfNow(context.facts, body);
    mustBeSound(context.facts, body.pack);
    const { live } = context.facts;
    return {
      event: "publish",
      body: { ...body, publishedAtMs: context.nowMs, replaced: live, outcome: "published" },
      detail: { pack: body.pack, draft: body.draft.text },
      announces: [inForce(matter, body.draft, { how: "published", replaces: live, restores: null })],
    };
  },

  "roll-back"(matter: RuleChangeMatter, { why }: Input<"roll-back">, context: Context<Facts>): Decision<RuleChange> {
    const { body } = matter;
    mustBeAtTop(context);
    const { before } = context.facts;
    assert(before !== null, `${matter.id} was published onto nothing`);
    return {
      event: "roll-back",
      body: { ...body, endedAtMs: context.nowMs, outcome: "rolled-back" },
      detail: { why, pack: body.pack, draft: before.text },
      announces: [inForce(matter, before, { how: "rolled-back", replaces: null, restores: body.replaced })],
    };
  },

  withdraw: ({ body }: RuleChangeMatter, { why }: Input<"withdraw">, context: Context<Facts>): Decision<RuleChange> => ({
    event: "withdraw",
    detail: { why },
    body: { ...body, endedAtMs: context.nowMs, outcome: "withdrawn", shadowSinceMs: null },
  }),

  replace: ({ body }: RuleChangeMatter, { by }: Input<"replace">): Decision<RuleChange> => ({ event: "replace", detail: { by }, body: { ...body, outcome: "replaced" } }),
  restore: ({ body }: RuleChangeMatter, { after }: Input<"restore">): Decision<RuleChange> => ({ event: "restore", detail: { after }, body: { ...body, outcome: "published" } }),
};

function inForce(
  { id, body }: RuleChangeMatter,
  { text, examples }: PackTexts,
  how: { readonly how: "published" | "rolled-back"; readonly replaces: RuleChangeMatter["id"] | null; readonly restores: RuleChangeMatter["id"] | null },
): NonNullable<Decision["announces"]>[number] {
  return { name: "rules-published", change: id, pack: body.pack, text, examples, ...how };
}
