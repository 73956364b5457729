/**
 * From a folder's files, already parsed as JSON, to one profile that can be asked, or to findings that say what is wrong
 * and where. It promises that a profile it gives has passed every check; reading files and joining calendars from
 * packages is left to app/profiles.ts.
 */
import { z } from "zod";
import { ProblemError } from "../base/problem.ts";
import type { CalendarData, WorkCalendar } from "./calendar.ts";
import { computeDeadline, remindersOf } from "./deadline.ts";
import { checkCitations, checkProfile, finding, type ProfileData, type ProfileFinding } from "./jurisdiction-check.ts";
import { applyLocal } from "./jurisdiction-local.ts";
import * as shape from "./jurisdiction-schema.ts";
import type { DeadlineKey, MeasureKind, TextKey } from "./jurisdiction-words.ts";
import type { DeadlineRule, JurisdictionProfile, MeasureRule, NoticeText, Source } from "./jurisdiction.ts";
import { slotsIn } from "./notice-text.ts";

/** Contents by name inside the folder: `deadlines.json`, `messages/stop.json`; `all/messages/…` is for every country. */
export type ProfileFiles = ReadonlyMap<string, unknown>;

export type ProfileHead = z.infer<typeof shape.profileFile>;

/** What `profile.json` says: which calendar and tree to bring. */
export function readHead(files: ProfileFiles): { readonly head: ProfileHead | null; readonly findings: readonly ProfileFinding[] } {
  const reader = new Reader(files);
  const head = reader.read("profile.json", shape.profileFile);
  return { head, findings: reader.findings };
}

/** A calendar that the folder brings itself. */
export function readCalendar(files: ProfileFiles, head: ProfileHead): { readonly data: CalendarData | null; readonly findings: readonly ProfileFinding[] } {
  const reader = new Reader(files);
  const file = reader.read("calendar.json", shape.calendarFile);
  if (file === null) return { data: null, findings: reader.findings };
  const years = Object.values(file.years);
  const data: CalendarData = {
    id: head.id,
    timeZone: head.timeZone,
    weekend: file.weekend,
    knownYears: Object.keys(file.years).map(Number),
    offDays: years.flatMap((year) => year.off.map((off) => off.day)),
    makeUpDays: years.flatMap((year) => year.makeUp),
    makesUpWeekends: file.makesUpWeekends,
  };
  const misplaced = Object.entries(file.years).flatMap(([year, { off, makeUp }]) =>
    [...off.map((one) => one.day), ...makeUp].filter((day) => !day.startsWith(`${year}-`)).map((day) => finding("calendar.json", `years.${year}`, day, `a day of ${year}`)),
  );
  return { data, findings: misplaced };
}

/** Places that the folder brings itself. */
export function readPlaces(files: ProfileFiles): { readonly places: z.infer<typeof shape.territoryFile>["places"]; readonly findings: readonly ProfileFinding[] } {
  const reader = new Reader(files);
  return { places: reader.read("territory.json", shape.territoryFile)?.places ?? [], findings: reader.findings };
}

/** The profile, or everything that is wrong with it. */
export function assembleProfile(files: ProfileFiles, calendar: WorkCalendar): { readonly profile: JurisdictionProfile | null; readonly findings: readonly ProfileFinding[] } {
  const reader = new Reader(files);
  const head = reader.read("profile.json", shape.profileFile);
  const deadlines = reader.read("deadlines.json", shape.deadlinesFile);
  const measures = reader.read("measures.json", shape.measuresFile);
  const warning = reader.read("warning.json", shape.warningFile);
  const opening = reader.read("opening.json", shape.openingFile);
  const metrics = reader.read("metrics.json", shape.metricsFile);
  const wording = reader.read("wording.json", shape.wordingFile);
  const remedies = reader.read("remedies.json", shape.remediesFile);
  const local = files.has("local.json") ? reader.read("local.json", shape.localFile) : null;
  const texts = readTexts(reader, files);
  if (head === null || deadlines === null || measures === null || warning === null || opening === null || metrics === null || wording === null || remedies === null) {
    return { profile: null, findings: reader.findings };
  }
  const { reviewOn: _, ...levels } = warning;
  const base: ProfileData = {
    id: head.id,
    title: head.title,
    validFrom: head.validFrom,
    languages: head.languages,
    currency: head.currency,
    timeZone: head.timeZone,
    calendar,
    territory: head.territory,
    sources: head.sources,
    roles: head.roles,
    deadlines: withKeys(deadlines.deadlines, (key, rule) => ({ key, ...rule })),
    measures: withKeys<MeasureKind, (typeof measures.measures)[MeasureKind], MeasureRule>(measures.measures, (kind, rule) => ({ kind, ...rule })) as Record<
      MeasureKind,
      MeasureRule
    >,
    warning: levels,
    opening: opening.opening,
    lists: opening.lists,
    listEvidence: opening.listEvidence,
    helplines: head.helplines,
    metrics: metrics.metrics,
    retention: head.retention,
    triage: head.triage,
    reimbursement: head.reimbursement,
    returns: remedies.returns,
    appeals: remedies.appeals,
    complaints: remedies.complaints,
    compensation: remedies.compensation,
    wording,
    texts,
  };
  const localised = local === null ? { profile: base, findings: [] } : applyLocal(base, local);
  const sources: Readonly<Record<string, Source>> = localised.profile.sources;
  const findings = [
    ...reader.findings,
    ...[...reader.parsed].flatMap(([file, contents]) => checkCitations(file, contents, sources)),
    ...localised.findings,
    ...checkProfile(localised.profile),
  ];
  return findings.length > 0 ? { profile: null, findings } : { profile: askable(localised.profile), findings };
}

function readTexts(reader: Reader, files: ProfileFiles): Partial<Record<TextKey, NoticeText>> {
  const texts: Partial<Record<string, NoticeText>> = {};
  const readFolder = (folder: string): void => {
    const before = new Set<string>();
    for (const name of [...files.keys()].filter((file) => file.startsWith(folder)).sort()) {
      for (const [key, text] of Object.entries(reader.read(name, shape.messagesFile)?.texts ?? {})) {
        if (before.has(key)) reader.findings.push(finding(name, `texts.${key}`, key, "each text in one file only"));
        before.add(key);
        texts[key] = { key: key as TextKey, ...text, slots: slotsIn(text.zh) };
      }
    }
  };
  readFolder("all/messages/");
  readFolder("messages/");
  return texts;
}

function askable(data: ProfileData): JurisdictionProfile {
  const refuse = (detail: string): never => {
    throw new ProblemError({ code: "limit-of-law", detail });
  };
  const deadline = (key: DeadlineKey): DeadlineRule => data.deadlines[key] ?? refuse(`${data.id} has no clock ${key}`);
  return {
    ...data,
    deadline,
    due: (key, startMs) => {
      const rule = deadline(key);
      const computed = computeDeadline(startMs, rule.duration, data.calendar);
      const dueAtMs = rule.restricts ? computed.earliestDueAtMs : computed.dueAtMs;
      return { rule, deadline: computed, dueAtMs, remindAtMs: remindersOf(startMs, dueAtMs, rule.remind, data.timeZone) };
    },
    allowed: (kind) => {
      const measure = data.measures[kind];
      return measure.allowed ? measure : refuse(`${data.id} does not allow ${kind}: ${measure.because.en}`);
    },
    text: (key) => data.texts[key] ?? refuse(`${data.id} has no text ${key}`),
  };
}

/** Entries with their key inside. */
function withKeys<K extends string, V, W>(entries: Partial<Record<K, V>>, make: (key: K, value: V) => W): Partial<Record<K, W>> {
  return Object.fromEntries(Object.entries<V | undefined>(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, make(key as K, value)]]))) as Partial<Record<K, W>>;
}

/** Parses files one by one and collects what is wrong with their shape. */
class Reader {
  readonly findings: ProfileFinding[] = [];
  readonly parsed = new Map<string, unknown>();
  readonly #files: ProfileFiles;

  constructor(files: ProfileFiles) {
    this.#files = files;
  }

  read<T>(file: string, schema: z.ZodType<T>): T | null {
    if (!this.#files.has(file)) {
      this.findings.push(finding(file, "", "missing", "this file in the jurisdiction's folder"));
      return null;
    }
    const contents = withReviewDates(this.#files.get(file));
    const result = schema.safeParse(contents, { error: z.locales.en().localeError });
    if (result.success) {
      this.parsed.set(file, contents);
      return result.data;
    }
    for (const issue of result.error.issues) {
      const path = issue.path.map(String);
      this.findings.push(finding(file, path.join("."), valueAt(contents, path), issue.message));
    }
    return null;
  }
}

/** A file's `reviewOn` counts for every citation in it that has none of its own. */
function withReviewDates(contents: unknown): unknown {
  if (typeof contents !== "object" || contents === null || !("reviewOn" in contents)) return contents;
  const { reviewOn } = contents;
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    const filled = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
    return "basis" in filled && !("reviewOn" in filled) ? { ...filled, reviewOn } : filled;
  };
  return fill(contents);
}

function valueAt(contents: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined), contents);
}
