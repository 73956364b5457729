/**
 * What an entry may name and how strongly: identifiers that lists know, the kinds of entries that the law of the country has,
 * and what nobody may enter. The guard here is that of the built-in protections; the lists that screening reads ask theirs
 * again, with what the operator protects, before anything is told or shared.
 */
import { isMalformed, ProblemError } from "../../base/problem.ts";
import type { ListRule, JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { ListRuleKind } from "../../domain/jurisdiction-words.ts";
import { KnownRef, type PersonalRef } from "../../domain/personal.ts";
import { parseEntryIdentifier } from "../../intel/entry.ts";
import { REFUSAL_WORDS } from "../../intel/intake.ts";
import { ProtectedSet } from "../../intel/protected.ts";
import type { Identify } from "../../matters/decision.ts";
import { isAtLeast, type Strength } from "./states.ts";

/** Prefixes are left to lists that an operator keeps: most numbers below one have holders who did nothing. */
export const LISTED_TYPES = ["number", "account", "device", "host", "url", "certificate"] as const;
export type ListedType = (typeof LISTED_TYPES)[number];

const PERSONAL = ["number", "account", "device"] as const;
export type PersonalListed = (typeof PERSONAL)[number];

export function isPersonalListed(type: string): type is PersonalListed {
  return (PERSONAL as readonly string[]).includes(type);
}

/** What an entry names: somebody's identifier as a token, or a site or app, which is nobody's secret. */
export interface Listed {
  readonly type: ListedType;
  readonly ref: PersonalRef | null;
  readonly plain: string | null;
  /** Joins entries about one thing: a token, or the type and the text. */
  readonly subject: string;
  /** As people may see it. */
  readonly about: string;
}

const PROTECTED = new ProtectedSet();

/** Parses what is to be entered; throws when it is none, or one that nobody may enter so strongly. */
export function listedOf(type: ListedType, given: string | KnownRef, strength: Strength, context: Identify): Listed {
  const text = given instanceof KnownRef ? null : given;
  if (text !== null) checkText(type, text, strength);
  // The short numbers for help and service are nobody's and stand unmasked.
  else if (given instanceof KnownRef && type === "number" && !given.ref.masked.includes("*")) checkText(type, given.ref.masked, strength);
  if (isPersonalListed(type)) {
    const ref = context.identify(type, given, "identifier");
    return { type, ref, plain: null, subject: ref.token, about: ref.masked };
  }
  const id = parseEntryIdentifier(text ?? "", type);
  if (isMalformed(id)) throw malformedIdentifier(id.what, id.expected);
  return { type, ref: null, plain: id.text, subject: `${type}:${id.text}`, about: id.text };
}

function checkText(type: ListedType, text: string, strength: Strength): void {
  if (type === "number" && PROTECTED.isEmergencyText(text)) throw protectedProblem(REFUSAL_WORDS["protected-number"].en);
  const id = parseEntryIdentifier(text, type);
  if (isMalformed(id)) throw malformedIdentifier(id.what, id.expected);
  const guard = PROTECTED.guard(id, strength);
  if (guard !== null) throw protectedProblem(REFUSAL_WORDS[guard.reason].en);
  if (!isAtLeast(PROTECTED.strongestFor(id) as Strength, strength))
    throw new ProblemError({
      code: "limit-of-law",
      detail: "a page on a protected site is people's content: it may be flagged, not blocked",
      at: { field: "strength" },
      expected: "flag",
    });
}

function malformedIdentifier(value: string, expected: string): ProblemError {
  return new ProblemError({ code: "malformed-input", detail: `identifier: ${value}`, at: { field: "identifier" }, value, expected });
}

function protectedProblem(why: string): ProblemError {
  return new ProblemError({ code: "limit-of-law", detail: why, at: { field: "identifier" }, expected: "a number or site that is not protected" });
}

/** Checks again what was said at the proposal; tokens are checked by the lists themselves. */
export function checkStrength(listed: Pick<Listed, "type" | "plain">, strength: Strength): void {
  if (listed.plain !== null) checkText(listed.type, listed.plain, strength);
}

const RULES: Readonly<Record<ListedType, Readonly<Record<Strength, ListRuleKind | null>>>> = {
  number: { block: "number-block", flag: "number-flag", watch: "watch" },
  // Money is held by an order with its own rights; an entry is only a hint to check.
  account: { block: null, flag: "account-flag", watch: "watch" },
  device: { block: null, flag: "device-flag", watch: "watch" },
  host: { block: "url-block", flag: "url-block", watch: "watch" },
  url: { block: "url-block", flag: "url-block", watch: "watch" },
  certificate: { block: "app-block", flag: "app-block", watch: "watch" },
};

/** The rule of the country for such an entry; `limit-of-law` where it has none. */
export function ruleFor(profile: JurisdictionProfile, type: ListedType, strength: Strength): ListRule {
  const kind = RULES[type][strength];
  const rule = kind === null ? undefined : profile.lists[kind];
  if (rule !== undefined) return rule;
  throw new ProblemError({
    code: "limit-of-law",
    detail: `${profile.id} has no entry that would ${strength} a ${type}`,
    at: { field: "strength" },
    expected: strength === "block" ? "flag or watch" : "watch",
  });
}

/** The strongest kind of entry that exists for a type. */
export function strongestKind(type: ListedType): Strength {
  return RULES[type].block === null ? "flag" : "block";
}
