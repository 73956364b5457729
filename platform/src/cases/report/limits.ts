/** What one report may hold, and what a finding about it must rest on besides what people say. */
import { isMalformed, ProblemError } from "../../base/problem.ts";
import { kindOfId, parseMatterId } from "../../domain/matter.ts";
import type { Report } from "./report.ts";

/** A tip is not proof, and a second tip is not either. */
export function beyondWords(evidence: readonly { readonly kind: string; readonly ref: string }[]): void {
  const isReport = ({ kind, ref }: { readonly kind: string; readonly ref: string }): boolean => {
    if (kind !== "matter") return false;
    const id = parseMatterId(ref);
    return !isMalformed(id) && kindOfId(id) === "report";
  };
  if (evidence.every(isReport))
    throw new ProblemError({
      code: "limit-of-law",
      detail: "other reports are not proof of a report",
      at: { field: "evidence" },
      expected: "something that it was checked against",
    });
}

const NARRATIVES_MAX = 20;
const LISTED_MAX = 200;

export function withinLimits(report: Report): void {
  const over = (what: string, count: number, max: number): void => {
    if (count > max) throw new ProblemError({ code: "too-large", detail: `${count} ${what} in one report`, expected: `at most ${max}` });
  };
  over("payments", report.payments.length, LISTED_MAX);
  over("traits", report.traits.length, LISTED_MAX);
  over("papers", report.papers.length, LISTED_MAX);
  over("other losses", report.otherLosses.length, LISTED_MAX);
  over("narratives", report.narratives.length, NARRATIVES_MAX);
}
