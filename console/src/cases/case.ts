/**
 * What cases and series hold, as far as this place shows it; in which order they are worked; and which decisions a series
 * waits for, one after the other. Pure.
 */
import type { Bilingual, EvidenceSide, LinkEvidence, Matter, PersonalRef, SeriesLinks, SeriesPair } from "@duanliu/client";

export interface Axes {
  readonly lure: string | null;
  readonly channel: string | null;
  readonly rail: string | null;
}

export type Trait =
  | { readonly type: "number" | "account" | "device" | "group" | "name"; readonly ref: PersonalRef }
  | { readonly type: "host" | "server" | "certificate" | "app"; readonly value: string };

interface Seat {
  readonly org: string;
  readonly territory: string;
}

/** A hand-over that is going on. */
export interface Transfer {
  readonly resume: string;
  readonly ground: string;
  readonly from: Seat;
  readonly to: Seat | null;
  readonly returned: string | null;
  readonly designated: boolean;
}

export interface CaseBody {
  readonly reports: readonly string[];
  readonly merged: readonly string[];
  readonly into: { readonly case: string; readonly ground: string; readonly from: string; readonly atMs: number } | null;
  readonly summary: string;
  readonly axes: Axes;
  readonly classes: readonly string[];
  readonly places: readonly { readonly kind: string; readonly territory: string }[];
  readonly traits: readonly Trait[];
  readonly holders: readonly { readonly ref: PersonalRef; readonly atMs: number }[];
  readonly caught: number;
  readonly milestones: Readonly<Record<string, number | null>>;
  readonly firstReportAtMs: number;
  readonly decider: Bilingual | null;
  readonly outcome: string | null;
  readonly transfer: Transfer | null;
  readonly moves: readonly (Seat & { readonly atMs: number; readonly how: "first" | "handed-over" | "designated" })[];
}

export interface ReportBody {
  readonly axes: Axes;
  readonly payments: readonly { readonly to: PersonalRef; readonly amountMinor: string; readonly currency: string; readonly paidAtMs: number }[];
  readonly otherLosses: readonly { readonly amountMinor: string; readonly currency: string }[];
  readonly traits: readonly Trait[];
  readonly case: string | null;
}

export interface SeriesBody {
  readonly by: "program" | "person";
  readonly members: readonly { readonly id: string; readonly addedAtMs: number; readonly ground: string | null }[];
  readonly candidates: readonly { readonly id: string; readonly atMs: number; readonly strengthPermille: number }[];
  readonly refused: readonly { readonly id: string; readonly atMs: number; readonly why: string }[];
  readonly strengthPermille: number;
  readonly decider: Bilingual | null;
  readonly confirmedAtMs: number | null;
  readonly campaign: string | null;
  readonly outcome: string | null;
}

// --- the order of work -------------------------------------------------------------------------------------------------

/** Which unit is competent is asked against a clock; then what waits for a head's decision; then what is under way. */
export type CasePart = "moving" | "to-decide" | "under-way";
const CASE_PARTS: readonly CasePart[] = ["moving", "to-decide", "under-way"];
const MOVING: ReadonlySet<string> = new Set(["not-competent", "handed-over", "handed-back", "disputed"]);

export function casePart({ state }: Pick<Matter, "state">): CasePart {
  return MOVING.has(state) ? "moving" : state === "accepted" ? "to-decide" : "under-way";
}

/** As the server orders them, part by part. */
export function byPart(cases: readonly Matter<CaseBody>[]): readonly Matter<CaseBody>[] {
  return CASE_PARTS.flatMap((part) => cases.filter((one) => casePart(one) === part));
}

export type SeriesPart = "to-confirm" | "grows" | "supposed" | "confirmed";
const SERIES_PARTS: readonly SeriesPart[] = ["to-confirm", "grows", "supposed", "confirmed"];

export function seriesPart({ state, body }: Pick<Matter<SeriesBody>, "state" | "body">): SeriesPart {
  if (state === "proposed") return "to-confirm";
  if (state === "hypothesis") return "supposed";
  return body.candidates.length > 0 ? "grows" : "confirmed";
}

/** What a person is asked for first, the largest first. */
export function seriesByPart(all: readonly Matter<SeriesBody>[]): readonly Matter<SeriesBody>[] {
  const size = (one: Matter<SeriesBody>): number => one.body.members.length + one.body.candidates.length;
  return SERIES_PARTS.flatMap((part) => all.filter((one) => seriesPart(one) === part).toSorted((a, b) => size(b) - size(a) || b.openedAtMs - a.openedAtMs));
}

// --- how strong --------------------------------------------------------------------------------------------------------

export type StrengthWord = "strong" | "supposed" | "hint";
/** Below this the program does not even suppose a series (platform/src/domain/case-link.ts). */
const SUPPOSED_PERMILLE = 600;
const STRONG_PERMILLE = 800;

export function strengthWord(permille: number): StrengthWord {
  return permille >= STRONG_PERMILLE ? "strong" : permille >= SUPPOSED_PERMILLE ? "supposed" : "hint";
}

/** Evidence of one kind, which says no more twice: the things, and the matters in which any of them stands. */
export interface EvidenceGroup {
  readonly kind: LinkEvidence["kind"];
  readonly words: Bilingual;
  readonly strength: LinkEvidence["strength"];
  readonly things: readonly Pick<LinkEvidence, "ref" | "what" | "refused">[];
  readonly here: EvidenceSide;
  readonly there: EvidenceSide;
}

/** In the order in which the server gives them: what says most comes first. */
export function groupsOf(evidence: readonly LinkEvidence[]): readonly EvidenceGroup[] {
  return [...new Set(evidence.map((one) => one.kind))].map((kind) => {
    const same = evidence.filter((one) => one.kind === kind);
    const [first] = same as [LinkEvidence, ...LinkEvidence[]];
    return {
      kind,
      words: { zh: first.zh, en: first.en },
      strength: first.strength,
      things: same,
      here: joined(same.map((one) => one.here)),
      there: joined(same.map((one) => one.there)),
    };
  });
}

/** Each named once. How many are not named is known of each piece alone: the most of them is what can be said. */
function joined(sides: readonly EvidenceSide[]): EvidenceSide {
  const named = [...new Map(sides.flatMap((side) => side.named).map((one) => [one.id, one])).values()];
  return { named, count: named.length + Math.max(0, ...sides.map((side) => side.count - side.named.length)) };
}

// --- decisions ---------------------------------------------------------------------------------------------------------

export type Step =
  /** Two that are in the series already, of which nobody has said that they belong together. */
  | { readonly kind: "tie"; readonly key: string; readonly pair: SeriesPair }
  /** Every tie was looked at: the whole is confirmed or not. */
  | { readonly kind: "whole"; readonly key: "whole" }
  /** One that is proposed for the series. */
  | { readonly kind: "candidate"; readonly key: string; readonly pair: SeriesPair };

export const keyOf = ({ a, b }: SeriesPair): string => `${a} ${b}`;

/** Ties that are looked at one by one before a series is confirmed. Nobody looks well at more. */
export const TIES_MAX = 20;

/** What a series waits for, in the order in which it is decided: the weakest ties first, because the whole holds as well as they do; of what is proposed the strongest. */
export function stepsOf(state: string, links: SeriesLinks): readonly Step[] {
  const weakest = links.ties.toSorted((x, y) => x.strengthPermille - y.strengthPermille).slice(0, TIES_MAX);
  const ties = weakest.map((pair): Step => ({ kind: "tie", key: keyOf(pair), pair }));
  const strongest = links.candidates.toSorted((x, y) => y.strengthPermille - x.strengthPermille);
  const candidates = strongest.map((pair): Step => ({ kind: "candidate", key: keyOf(pair), pair }));
  switch (state) {
    case "proposed":
      return [...ties, { kind: "whole", key: "whole" }, ...candidates];
    case "hypothesis":
      return [...ties, ...candidates];
    case "confirmed":
    case "campaign":
      return candidates;
    default:
      return [];
  }
}

/** Ties that nobody has looked at yet: the whole is not confirmed before. */
export function unseen(steps: readonly Step[], seen: ReadonlySet<string>): number {
  return steps.filter((step) => step.kind === "tie" && !seen.has(step.key)).length;
}

/** The step that comes after one that was decided or left; the first again after the last. */
export function after(steps: readonly Step[], key: string | null): Step | null {
  const at = steps.findIndex((step) => step.key === key);
  return steps[(at + 1) % Math.max(1, steps.length)] ?? null;
}

/** What holds one member in a series: its ties, strongest first. */
export function tiesOf(links: SeriesLinks, id: string): readonly SeriesPair[] {
  return links.ties.filter((tie) => tie.a === id || tie.b === id).toSorted((x, y) => y.strengthPermille - x.strengthPermille);
}

export const kindOf = (id: string): "report" | "case" => (id.startsWith("cas_") ? "case" : "report");
