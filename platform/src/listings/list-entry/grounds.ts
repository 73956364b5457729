/**
 * What an entry rests on, and how much that carries: a case, an authority's instruction, another measure, signs in
 * independent channels, or what people say. One function answers it when an entry is proposed, approved, extended and when
 * something it rests on falls. Pure; whether a ground is true is for those who look.
 */
import { z } from "zod";
import type { ListEvidenceRule } from "../../domain/jurisdiction.ts";
import { kindOfId, type MatterId } from "../../domain/matter.ts";
import { SIGN_FAMILIES, type SignFamily } from "../../domain/signal.ts";
import type { Evidence as ListEvidence } from "../../intel/entry.ts";
import type { Evidence } from "../../matters/decision.ts";
import { matterId } from "../../matters/input.ts";
import { isAtLeast, STRENGTHS, type Strength } from "./states.ts";

const line = (max: number, what: string) => z.string().trim().min(1, what).max(max, `at most ${max} characters`);

export const groundInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("case"), matter: matterId("case") }),
  /** A competent authority asked for it in writing. */
  z.strictObject({ kind: z.literal("authority"), authority: line(120, "the authority's name"), document: line(128, "where its instruction is kept") }),
  z.strictObject({ kind: z.literal("decision"), matter: matterId("freeze", "stop-payment", "number-action") }),
  z.strictObject({
    kind: z.literal("signals"),
    families: z.array(z.enum(SIGN_FAMILIES)).min(1, "at least one channel").max(SIGN_FAMILIES.length),
    scorePermille: z.number().int().min(0).max(1_000),
    rules: z.array(line(64, "a rule's id")).max(60).default([]),
    /** Where the signs stand: an event of the log, or a warning. */
    event: line(128, "an event's id").optional(),
    matter: matterId("warning").optional(),
  }),
  z.strictObject({
    kind: z.literal("report"),
    matter: matterId("report"),
    reporters: z.number().int().min(1).max(1_000_000_000).default(1),
    stories: z.number().int().min(1).max(1_000_000_000).default(1),
  }),
  /** Another entry, of something that belongs to the same hand. */
  z.strictObject({ kind: z.literal("entry"), matter: matterId("list-entry") }),
]);
export type GroundInput = z.output<typeof groundInput>;

export type Ground = GroundInput & {
  readonly addedAtMs: number;
  /** Since when it no longer stands. */
  readonly withdrawn: { readonly atMs: number; readonly why: string } | null;
  /** A case that went on in another: the ones before. */
  readonly through?: readonly MatterId[];
};

/** The same ground is not counted twice. */
export function groundKey(ground: GroundInput): string {
  switch (ground.kind) {
    case "authority":
      return `authority:${ground.document}`;
    case "signals":
      return `signals:${ground.matter ?? ground.event ?? ground.rules.join(",")}`;
    case "case":
    case "decision":
    case "report":
    case "entry":
      return `${ground.kind}:${ground.matter}`;
  }
}

export function matterOf(ground: GroundInput): MatterId | null {
  return ground.kind === "authority" ? null : (ground.matter ?? null);
}

export const standing = (grounds: readonly Ground[]): readonly Ground[] => grounds.filter((ground) => ground.withdrawn === null);

/** Not a channel of its own: what people say, and what the officer says who proposes it. Sites and apps are one channel. */
const WORDS: ReadonlySet<SignFamily> = new Set(["report", "analyst"]);
const channelOf = (family: SignFamily): SignFamily => (family === "app" ? "web" : family);

function channelsOf(grounds: readonly Ground[]): number {
  const families = grounds.flatMap((ground) => (ground.kind === "signals" ? ground.families : []));
  return new Set(families.filter((family) => !WORDS.has(family)).map(channelOf)).size;
}

const scoreOf = (grounds: readonly Ground[]): number => Math.max(0, ...grounds.map((ground) => (ground.kind === "signals" ? ground.scorePermille : 0)));

/** What stands behind an entry most, strongest first. */
export type Basis = "case" | "authority" | "signals" | "decision" | "sign" | "reports" | "linked";

interface Carried {
  readonly basis: Basis;
  readonly strength: Strength;
}

/** Each ground, or what several amount to, with the strongest entry that it carries. Strongest first. */
function carried(all: readonly Ground[], rule: ListEvidenceRule): readonly Carried[] {
  const grounds = standing(all);
  const has = (kind: Ground["kind"]): boolean => grounds.some((ground) => ground.kind === kind);
  const frozen = grounds.some((ground) => ground.kind === "decision" && kindOfId(ground.matter) === "freeze");
  const many = channelsOf(grounds) >= rule.familiesMin;
  const list: (Carried | false)[] = [
    has("case") && { basis: "case", strength: "block" },
    has("authority") && { basis: "authority", strength: "block" },
    many && { basis: "signals", strength: scoreOf(grounds) >= rule.blockScorePermille ? "block" : "flag" },
    // A freeze needs a filed case and a chief. A stop of two days, or a number that has to be verified, is a question still open.
    has("decision") && { basis: "decision", strength: frozen ? "flag" : "watch" },
    has("signals") && { basis: "sign", strength: "watch" },
    has("report") && { basis: "reports", strength: "watch" },
    has("entry") && { basis: "linked", strength: "watch" },
  ];
  return list.filter((one) => one !== false);
}

/** The strongest entry that these carry, or null when nothing stands. */
export function strongestOf(grounds: readonly Ground[], rule: ListEvidenceRule): Strength | null {
  return carried(grounds, rule).reduce<Strength | null>((best, one) => (best === null || isAtLeast(one.strength, best) ? one.strength : best), null);
}

/** What an entry of that strength rests on; the first that carries it. */
export function basisFor(grounds: readonly Ground[], strength: Strength, rule: ListEvidenceRule): Basis | null {
  return carried(grounds, rule).find((one) => isAtLeast(one.strength, strength))?.basis ?? null;
}

export function weaker(a: Strength, b: Strength): Strength {
  return STRENGTHS[Math.min(STRENGTHS.indexOf(a), STRENGTHS.indexOf(b))];
}

/** What the lists say it rests on. Two kinds of signs are named as such only where there are two. */
export const LIST_EVIDENCE: Readonly<Record<Basis, ListEvidence>> = {
  case: "case-confirmed",
  authority: "authority-instruction",
  signals: "reviewed-signals",
  decision: "operator-decision",
  sign: "operator-decision",
  reports: "user-report",
  linked: "operator-decision",
};

/** How sure the entry is, for whoever weighs it (assumed); signs are as sure as their score, up to what a case would be. */
export function confidenceOf(basis: Basis, grounds: readonly Ground[]): number {
  const fixed: Readonly<Record<Exclude<Basis, "signals">, number>> = { case: 950, authority: 950, decision: 700, sign: 300, reports: 150, linked: 200 };
  return basis === "signals" ? Math.min(900, Math.max(500, scoreOf(standing(grounds)))) : fixed[basis];
}

/** As the history names them. */
export function evidenceOf(grounds: readonly GroundInput[]): readonly Evidence[] {
  return grounds.flatMap((ground): readonly Evidence[] => {
    const matter = matterOf(ground);
    const own: readonly Evidence[] = matter === null ? [] : [{ kind: "matter", ref: matter }];
    if (ground.kind === "authority") return [{ kind: "document", ref: ground.document }];
    if (ground.kind !== "signals") return own;
    return [...own, ...(ground.event === undefined ? [] : [{ kind: "event" as const, ref: ground.event }]), ...ground.rules.map((rule) => ({ kind: "rule" as const, ref: rule }))];
  });
}
