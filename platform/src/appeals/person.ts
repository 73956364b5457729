/**
 * Who appeals, complains or claims, and what they say: asked in the same way for all three. Nobody has to give a name; a
 * number is needed only where the answer could not reach them otherwise. What is written is sealed like a narrative.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import { KnownRef, PERSONAL_LENGTH_MAX, type PersonalRef } from "../domain/personal.ts";
import { identifier } from "../matters/input.ts";
import type { Context } from "../matters/kind.ts";
import { handedIn, paperInput, PAPERS_MAX, type HandedIn, type Paper } from "./papers.ts";
import { AGENT_GROUNDS, keyOf, reasonOf, type Reason } from "./reasons.ts";
import type { Target } from "./target.ts";

/** Enter for somebody at the counter, and take their papers. */
export const COUNTER = ["intake", "dissuader", "caseOfficer", "dutyLead"] as const;
/** Desks of institutions that enter for a customer. */
export const DESKS = ["bankOps", "telcoOps", "platformOps"] as const;

/** Texts that one person adds to one matter. */
const STATEMENTS_MAX = 10;

/** The code from a notice: it proves who asks and what about. */
export const code = z.string().trim().min(1).max(40);
export const statement = z.string().trim().min(1).max(PERSONAL_LENGTH_MAX.narrative, `at most ${PERSONAL_LENGTH_MAX.narrative} characters`).optional();
export const papers = z.array(paperInput).max(PAPERS_MAX).default([]);

/** Fields of who it is; `holder` is handed on by this program to whoever showed the code, and can come from nowhere else. */
export const personFields = {
  holder: z.instanceof(KnownRef).optional(),
  name: identifier.optional(),
  contact: identifier.optional(),
  agent: z
    .object({ ground: keyOf(AGENT_GROUNDS), authority: z.string().trim().min(1, "the letter of authority").max(200), contact: identifier.optional() })
    .strict()
    .optional(),
} as const;

export interface Person {
  /** The holder of what is limited, as far as known. */
  readonly holder: PersonalRef | null;
  readonly name: PersonalRef | null;
  readonly contact: PersonalRef | null;
  /** Who acts for them, why, and on which paper. */
  readonly agent: { readonly ground: Reason; readonly authority: string } | null;
}

interface Given {
  readonly name?: string | KnownRef | undefined;
  readonly contact?: string | KnownRef | undefined;
  readonly agent?: { readonly ground: keyof typeof AGENT_GROUNDS; readonly authority: string; readonly contact?: string | KnownRef | undefined } | undefined;
}

export function personOf(given: Given, holder: PersonalRef | null, context: Pick<Context, "identify">): Person {
  const number = given.contact ?? given.agent?.contact;
  return {
    holder,
    name: given.name === undefined ? null : context.identify("name", given.name, "name"),
    contact: number === undefined ? null : context.identify("number", number, "contact"),
    agent: given.agent === undefined ? null : { ground: reasonOf(AGENT_GROUNDS, given.agent.ground), authority: given.agent.authority },
  };
}

export function personMentions({ holder, name, contact }: Person, role: string): readonly { readonly ref: PersonalRef; readonly role: string }[] {
  return [holder, name, contact].flatMap((ref) => (ref === null ? [] : [{ ref, role }]));
}

export interface Told {
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly Paper[];
}

/** What is said and shown, on top of what there was. */
export function added(
  before: Told,
  input: { readonly statement?: string | undefined; readonly papers: Parameters<typeof handedIn>[1] },
  context: Pick<Context, "identify" | "nowMs">,
): Told & Pick<HandedIn, "evidence" | "mentions"> {
  const { papers: more, evidence, mentions } = handedIn(before.papers, input.papers, context);
  const said = input.statement === undefined ? null : context.identify("narrative", input.statement, "statement");
  if (said !== null && before.statements.length >= STATEMENTS_MAX)
    throw new ProblemError({ code: "too-large", detail: `more than ${STATEMENTS_MAX} statements`, at: { field: "statement" }, expected: "papers, or a talk at a counter" });
  return {
    statements: said === null ? before.statements : [...before.statements, said],
    papers: [...before.papers, ...more],
    evidence,
    mentions: [...mentions, ...(said === null ? [] : [{ ref: said, role: "statement" }])],
  };
}

/**
 * Whether who asks may speak about this matter: somebody from the public only with its code, which gave them the holder; a
 * desk about what is addressed to it; an officer about what lies in their place, or with the code elsewhere.
 */
export function mayName(target: Target, given: { readonly code?: unknown; readonly holder?: unknown }, context: Pick<Context, "role" | "org" | "territory">): boolean {
  // A code that somebody unknown shows is looked up where guesses are counted, and becomes the holder there.
  if (context.role === "public") return given.holder !== undefined;
  if (context.role === "system" || given.code !== undefined) return true;
  if ((DESKS as readonly string[]).includes(context.role)) return target.partner === context.org || target.org === context.org;
  const { territory } = context;
  return territory === "" || target.org === context.org || target.territory === territory || target.territory.startsWith(`${territory}/`);
}

/** One and the same answer for whatever code or matter is not there for who asks. */
export function nothingThere(): ProblemError {
  return new ProblemError({ code: "not-found", detail: "there is nothing with this code", expected: "the code on the notice, such as AB12-CD34-EF56" });
}
