/**
 * What the place of the lists works out by itself: marks that tell what an entry does without colour, what a ground alone can
 * carry, how old something is, and what became of the lines of a file. Pure.
 */
import type { Bilingual, EntryGround, ImportReport, LineOutcome, ListEntryKind, RegisterRow } from "@duanliu/client";

/** Told apart by shape: full, half, ring, and a check for what is allowed. */
export const SHAPE: Readonly<Record<ListEntryKind, string>> = { block: "■", flag: "▲", watch: "○", allow: "✓" };

/** What one ground carries by itself; the platform decides what several amount to. */
export function carriesOf(ground: EntryGround): "block" | "flag" | "watch" | "signals" {
  switch (ground.kind) {
    case "case":
    case "authority":
      return "block";
    case "decision":
      return ground.matter.startsWith("frz_") ? "flag" : "watch";
    case "signals":
      return "signals";
    case "report":
    case "entry":
      return "watch";
  }
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** As exact as somebody can use. */
export function ageOf(ms: number): { readonly unit: "day" | "hour" | "minute"; readonly n: number } {
  const passed = Math.max(0, ms);
  if (passed >= 2 * DAY_MS) return { unit: "day", n: Math.floor(passed / DAY_MS) };
  if (passed >= HOUR_MS) return { unit: "hour", n: Math.floor(passed / HOUR_MS) };
  return { unit: "minute", n: Math.floor(passed / MINUTE_MS) };
}

export function isPending({ receipts }: Pick<RegisterRow, "receipts">): boolean {
  return receipts !== null && receipts.confirmed < receipts.withdrawn;
}

/** One line of an imported file and what became of it. */
export interface LineFate {
  readonly line: number;
  readonly outcome: LineOutcome;
  /** As the file has it, shortened; of refused lines what the platform shows, where accounts are masked. */
  readonly value: string;
  readonly why: Bilingual | null;
  readonly expected: string | null;
}

const VALUE_MAX = 80;

/** Lines end as the platform ends them. */
export function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/** Every line that says something, once, in the order of the file. */
export function fatesOf(text: string, report: Pick<ImportReport, "outcomes" | "refused">): readonly LineFate[] {
  const lines = linesOf(text);
  const refused = new Map(report.refused.map((one) => [one.line, one]));
  return report.outcomes.flatMap(({ from, to, outcome }) =>
    Array.from({ length: to - from + 1 }, (_, i): LineFate => {
      const line = from + i;
      const why = refused.get(line);
      if (outcome === "refused" && why !== undefined) return { line, outcome, value: why.value, why: why.why, expected: why.expected };
      return { line, outcome, value: shortened(lines[line - 1] ?? ""), why: null, expected: null };
    }),
  );
}

function shortened(text: string): string {
  return text.length <= VALUE_MAX ? text : `${text.slice(0, VALUE_MAX)}…`;
}

/**
 * The refused lines as they were, in a file that can be imported once they are corrected: first, as comments, why each was
 * refused, then the head of a table where there was one, then the lines.
 */
export function refusedText(text: string, fates: readonly LineFate[], format: ImportReport["format"], language: keyof Bilingual): string {
  const lines = linesOf(text);
  const refused = fates.filter(({ outcome }) => outcome === "refused");
  const reasons = refused.map(({ line, why, expected }) => `# ${line}${why === null ? "" : `: ${why[language]}`}${expected === null ? "" : ` (${expected})`}`);
  const head = format === "csv" ? lines.filter((line) => line.trim() !== "" && !/^\s*[#!]/.test(line)).slice(0, 1) : [];
  return [...reasons, ...head, ...refused.map(({ line }) => lines[line - 1] ?? ""), ""].join("\n");
}

export interface ReadFile {
  readonly text: string;
  /** It was not UTF-8 and was read as the older Chinese encoding. */
  readonly older: boolean;
}

export function decoded(bytes: ArrayBuffer): ReadFile {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), older: false };
  } catch {
    return { text: new TextDecoder("gb18030").decode(bytes), older: true };
  }
}
