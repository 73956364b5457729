/**
 * Lists that a person imports into the running program: feeds of sites, apps and numbers, in bulk and without a matter for
 * each. They say no more than a hint. Whatever limits somebody's number or account is decided entry by entry, by two people.
 * Who imported what stands in the ledger, before anything of it is in force.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import { EVIDENCE, isListName, LIST_NAME_EXPECTED, SHARING_MARKS, SOURCE_CHARACTERS_MAX, type EntryType } from "../intel/entry.ts";
import { IMPORT_FORMATS } from "../intel/import-row.ts";
import type { ImportOptions, ImportReport, LineOutcome } from "../intel/import.ts";
import type { IntakeCap } from "../intel/intake.ts";
import type { Desk } from "../matters/desk.ts";
import { CASEWORK_LIST } from "./list-entry/outward.ts";

/** The lists of the running program. */
export interface ListImports {
  importList(options: ImportOptions, text: string): Promise<ImportReport>;
}

/** A larger file is imported from the command line. */
const CHARACTERS_MAX = 4 << 20;

export const importInput = z.strictObject({
  list: z.string().max(64).refine(isListName, LIST_NAME_EXPECTED),
  mode: z.enum(["add", "replace"]).default("add"),
  format: z.enum(IMPORT_FORMATS).optional(),
  text: z.string().min(1).max(CHARACTERS_MAX, `at most ${CHARACTERS_MAX} characters; larger files with "duanliu lists import"`),
  type: z.string().max(20).optional(),
  kind: z.enum(["watch", "flag"]).default("flag"),
  evidence: z.enum(EVIDENCE).default("published-feed"),
  source: z.string().trim().min(1, "who says so").max(SOURCE_CHARACTERS_MAX),
  sharing: z.enum(SHARING_MARKS).default("amber"),
  confidencePermille: z.number().int().min(1).max(1_000).default(500),
});
export type ImportInput = z.output<typeof importInput>;

/** Lines that follow one another and came out alike. */
export interface LineRun {
  readonly from: number;
  readonly to: number;
  readonly outcome: LineOutcome;
}

export interface PersonsReport extends ImportReport {
  /** What became of every line that says something, in their order: whoever has the file can tell each line's fate. */
  readonly outcomes: readonly LineRun[];
  /** Lines after this one are in the sums alone, because too many came out differently; null when all are told. */
  readonly outcomesUntil: number | null;
}

/** More changes from line to line than anybody looks through. */
const RUNS_MAX = 20_000;
/** A line with several entries is as bad as its worst. */
const WORST: readonly LineOutcome[] = ["known", "changed", "new", "refused"];

/** Puts lines together as they come. */
class Runs {
  readonly runs: LineRun[] = [];
  until: number | null = null;

  add(line: number, outcome: LineOutcome): void {
    if (this.until !== null) return;
    const last = this.runs.at(-1);
    if (last?.to === line) {
      if (WORST.indexOf(outcome) <= WORST.indexOf(last.outcome)) return;
      this.runs.pop();
      if (last.from < line) this.runs.push({ ...last, to: line - 1 });
      return this.add(line, outcome);
    }
    if (last?.outcome === outcome && last.to === line - 1) this.runs[this.runs.length - 1] = { ...last, to: line };
    else if (this.runs.length < RUNS_MAX) this.runs.push({ from: line, to: line, outcome });
    else this.until = line - 1;
  }
}

/** A person behind each of these: beyond a watch it is a matter. */
const SOMEBODYS: ReadonlySet<EntryType> = new Set(["number", "number-prefix", "account", "device"]);

export const OFFICERS_CAP: IntakeCap = { strongest: (type) => (SOMEBODYS.has(type) ? "watch" : "flag"), mayAllow: false };

export async function importByPerson(desk: Desk, scope: Scope, lists: ListImports, input: ImportInput): Promise<PersonsReport> {
  if (input.list === CASEWORK_LIST)
    throw new ProblemError({
      code: "malformed-input",
      detail: `the list ${CASEWORK_LIST} is made from decided entries and takes no import`,
      at: { field: "list" },
      value: input.list,
      expected: "another name",
    });
  const { list, mode, text, type, format, kind, evidence, source, sharing, confidencePermille } = input;
  const what = { list, mode, source, sha256: createHash("sha256").update(text).digest("hex") };
  await desk.work(scope, (work) => Promise.resolve(work.note({ event: "list-import", detail: what })));
  const told = new Runs();
  const report = await lists.importList(
    {
      list,
      mode,
      nowMs: desk.world.nowMs(),
      ...(format === undefined ? {} : { format }),
      defaults: { ...(type === undefined ? {} : { type }), kind, evidence, source, sharing, confidencePermille },
      cap: OFFICERS_CAP,
      onLine: (line, outcome) => told.add(line, outcome),
    },
    text,
  );
  const { applied, taken, updated, duplicates, refusedTotal } = report;
  await desk.work(scope, (work) => Promise.resolve(work.note({ event: "list-imported", detail: { ...what, applied, taken, updated, duplicates, refused: refusedTotal } })));
  return { ...report, outcomes: told.runs, outcomesUntil: told.until };
}
