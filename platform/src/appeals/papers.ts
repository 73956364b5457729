/**
 * Papers as they are handed in: a fingerprint, a kind, a type and a size. Files themselves are not kept here: whoever reviews
 * asks to see the file with that fingerprint, at the counter or through the institution. What fits into a short text (a chat,
 * a statement) may be sent along and is sealed like a narrative; what is longer is refused. A file's name can name people, so
 * it is sealed as well.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import { PERSONAL_LENGTH_MAX, type PersonalRef } from "../domain/personal.ts";
import type { Evidence } from "../matters/decision.ts";
import type { Context } from "../matters/kind.ts";
import { keyOf, PAPERS, TRADE, type PaperKind } from "./reasons.ts";

/** 20 MB: a photo or a scanned contract. */
const BYTES_MAX = 20 << 20;
/** Papers of one appeal. */
export const PAPERS_MAX = 40;

export const paperInput = z
  .object({
    kind: keyOf(PAPERS),
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, "the SHA-256 of the file, as 64 hexadecimal digits")
      .transform((text) => text.toLowerCase()),
    type: z.enum(["image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain"]),
    bytes: z.number().int().min(1).max(BYTES_MAX, "at most 20 MB"),
    name: z.string().trim().min(1).max(200, "at most 200 characters").optional(),
    text: z.string().trim().min(1).max(PERSONAL_LENGTH_MAX.narrative, `at most ${PERSONAL_LENGTH_MAX.narrative} characters; a longer one is shown, not sent`).optional(),
  })
  .strict();
export type PaperInput = z.output<typeof paperInput>;

export interface Paper {
  readonly kind: PaperKind;
  readonly sha256: string;
  readonly type: string;
  readonly bytes: number;
  readonly name: PersonalRef | null;
  readonly text: PersonalRef | null;
  readonly atMs: number;
}

export interface HandedIn {
  readonly papers: readonly Paper[];
  readonly evidence: readonly Evidence[];
  readonly mentions: readonly { readonly ref: PersonalRef; readonly role: string }[];
}

/** What is new of what was handed in: the same file again changes nothing. */
export function handedIn(before: readonly Paper[], inputs: readonly PaperInput[], context: Pick<Context, "identify" | "nowMs">): HandedIn {
  const known = new Set(before.map((paper) => paper.sha256));
  const papers = inputs.flatMap((input, i): readonly Paper[] => {
    if (known.has(input.sha256)) return [];
    known.add(input.sha256);
    const seal = (text: string | undefined, field: string): PersonalRef | null => (text === undefined ? null : context.identify("narrative", text, `papers.${i}.${field}`));
    const { kind, sha256, type, bytes } = input;
    return [{ kind, sha256, type, bytes, name: seal(input.name, "name"), text: seal(input.text, "text"), atMs: context.nowMs }];
  });
  if (before.length + papers.length > PAPERS_MAX)
    throw new ProblemError({ code: "too-large", detail: `more than ${PAPERS_MAX} papers`, at: { field: "papers" }, expected: "the ones that matter; the rest can be shown" });
  return {
    papers,
    evidence: papers.map((paper) => ({ kind: "document", ref: `sha256:${paper.sha256}` })),
    mentions: papers.flatMap((paper) => [paper.name, paper.text].flatMap((ref) => (ref === null ? [] : [{ ref, role: "paper" }]))),
  };
}

export const showsTrade = (papers: readonly Pick<Paper, "kind">[]): boolean => papers.some((paper) => TRADE.has(paper.kind));

/** For the person who handed them in. */
export function papersShown(
  papers: readonly Paper[],
): readonly { readonly kind: PaperKind; readonly zh: string; readonly en: string; readonly sha256: string; readonly atMs: number }[] {
  return papers.map(({ kind, sha256, atMs }) => ({ kind, ...PAPERS[kind], sha256, atMs }));
}
