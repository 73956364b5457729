/**
 * A jurisdiction's profile as a plain list: every value that cites something, with where it stands, what it is, how firmly
 * it rests and when somebody has to look at it again. Made by walking the profile, so that a value cannot be left out. It
 * explains nothing: words and texts are the profile's own.
 */
import { VALUE_STATUSES, type Cited, type JurisdictionProfile, type Source, type ValueStatus } from "./jurisdiction.ts";
import type { IsoDay } from "./calendar.ts";
import { DURATION_KINDS, type Duration, type DurationKind } from "./deadline.ts";
import { PART_WORDS, VALUE_WORDS } from "./law-words.ts";
import { durationInWords } from "./notice-text.ts";
import type { Bilingual } from "./verdict.ts";

export interface LawValue {
  /** Of the profile: `deadlines.stop.hold`. */
  readonly path: string;
  readonly title: Bilingual | null;
  /** What it says besides its citation, in the order of the profile; `name` is the profile's, `words` say it. */
  readonly parts: readonly { readonly name: string; readonly words: Bilingual; readonly text: Bilingual }[];
  readonly status: ValueStatus;
  /** Key of `sources`. */
  readonly basis: string;
  readonly reviewOn: IsoDay;
  readonly note: Bilingual | null;
}

export interface LawView {
  readonly id: string;
  readonly title: Bilingual;
  readonly validFrom: IsoDay;
  readonly currency: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  readonly sources: Readonly<Record<string, Source>>;
  readonly statuses: Readonly<Record<ValueStatus, Bilingual>>;
  /** How many values rest on each. */
  readonly counts: Readonly<Record<ValueStatus, number>>;
  /** Measures that the country does not have, with its reason. */
  readonly notAllowed: readonly { readonly measure: Bilingual; readonly because: Bilingual }[];
  readonly values: readonly LawValue[];
}

/** Parts of a profile that cite nothing: words, texts, and what is computed. */
const NOT_WALKED = new Set(["texts", "wording", "sources", "calendar"]);
const CITATION = new Set(["status", "basis", "reviewOn", "note", "title", "key"]);

/** What the profile calls clocks, measures and roles, by the names under which it mentions them. */
type Words = ReadonlyMap<string, Bilingual>;

/** `roles`: their words, by name. */
export function lawView(profile: JurisdictionProfile, roles: Readonly<Record<string, Bilingual>> = {}): LawView {
  const words: Words = new Map([
    ...Object.entries(VALUE_WORDS),
    ...Object.entries(profile.wording.measures),
    ...Object.values(profile.deadlines).map(({ key, title }): [string, Bilingual] => [key, title]),
    ...Object.entries(roles).map(([role, { zh, en }]): [string, Bilingual] => [role, { zh, en }]),
  ]);
  const values = Object.entries(profile).flatMap(([name, part]) => (NOT_WALKED.has(name) ? [] : valuesIn(part, name, words)));
  const count = (status: ValueStatus): number => values.filter((one) => one.status === status).length;
  return {
    id: profile.id,
    title: profile.title,
    validFrom: profile.validFrom,
    currency: profile.currency,
    timeZone: profile.timeZone,
    languages: profile.languages,
    sources: profile.sources,
    statuses: profile.wording.statuses,
    counts: { statute: count("statute"), regulator: count("regulator"), practice: count("practice"), assumed: count("assumed") },
    notAllowed: Object.values(profile.measures).flatMap((rule) => (rule.allowed ? [] : [{ measure: profile.wording.measures[rule.kind], because: rule.because }])),
    values,
  };
}

function valuesIn(value: unknown, path: string, words: Words): readonly LawValue[] {
  if (!isObject(value)) return [];
  const names = namesOf(value);
  const inner = Object.values(value).flatMap((part, i) => valuesIn(part, `${path}.${names[i]}`, words));
  return isCited(value) ? [lawValue(value, path, words), ...inner] : inner;
}

function namesOf(value: Readonly<Record<string, unknown>> | readonly unknown[]): readonly string[] {
  if (!Array.isArray(value)) return Object.keys(value);
  const names = value.map((part, i) => nameOf(part, String(i)));
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}-${i}`));
}

/** Items of a list are told apart by what they are called, where they are called something of their own. */
function nameOf(item: unknown, number: string): string {
  if (!isObject(item)) return number;
  for (const key of ["key", "rule", "number", "of"]) {
    const name = item[key];
    if (typeof name === "string") return name;
  }
  return number;
}

function lawValue(value: Cited & Readonly<Record<string, unknown>>, path: string, words: Words): LawValue {
  return {
    path,
    title: isBilingual(value["title"]) ? value["title"] : titleOf(path, words),
    parts: Object.entries(value).flatMap(([name, part]) => {
      const text = CITATION.has(name) ? null : textOf(part, words);
      return text === null ? [] : [{ name, words: wordsOf(name), text }];
    }),
    status: value.status,
    basis: value.basis,
    reviewOn: value.reviewOn,
    note: value.note ?? null,
  };
}

/** Null for what has a citation of its own, or is no plain value. */
function textOf(value: unknown, words: Words): Bilingual | null {
  if (value === null || value === undefined || typeof value === "function") return null;
  if (isBilingual(value)) return value;
  if (isDuration(value)) return durationInWords(value);
  if (Array.isArray(value)) {
    const texts = value.map((one) => textOf(one, words));
    if (value.length === 0 || texts.includes(null)) return null;
    const join = (language: "zh" | "en", mark: string): string => texts.map((text) => text?.[language] ?? "").join(mark);
    return { zh: join("zh", "、"), en: join("en", ", ") };
  }
  if (isObject(value)) {
    if (isCited(value)) return null;
    const parts = Object.entries(value).flatMap(([name, part]) => {
      const text = textOf(part, words);
      const { zh, en } = wordsOf(name);
      return text === null ? [] : [{ zh: `${zh} ${text.zh}`, en: `${en} ${text.en}` }];
    });
    return parts.length === 0 ? null : { zh: parts.map(({ zh }) => zh).join("；"), en: parts.map(({ en }) => en).join("; ") };
  }
  const known = typeof value === "string" ? words.get(value) : undefined;
  if (known !== undefined) return known;
  const text = typeof value === "boolean" ? { zh: value ? "是" : "否", en: value ? "yes" : "no" } : { zh: String(value as string), en: String(value as string) };
  return text;
}

/** What has no title of its own is called by where it stands; null where that has no words. */
function titleOf(path: string, words: Words): Bilingual | null {
  const said: readonly (Bilingual | undefined)[] = path.split(".").map((name) => words.get(name) ?? PART_WORDS[name]);
  if (said.includes(undefined)) return null;
  const join = (language: "zh" | "en"): string => said.map((one) => one?.[language] ?? "").join(" · ");
  return { zh: join("zh"), en: join("en") };
}

/** A name of days, levels or kinds of measure may be a field's name as well. */
function wordsOf(name: string): Bilingual {
  return PART_WORDS[name] ?? VALUE_WORDS[name] ?? { zh: name, en: name };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isCited(value: Readonly<Record<string, unknown>>): value is Cited & Readonly<Record<string, unknown>> {
  return (VALUE_STATUSES as readonly unknown[]).includes(value["status"]) && typeof value["basis"] === "string" && typeof value["reviewOn"] === "string";
}

function isBilingual(value: unknown): value is Bilingual {
  return isObject(value) && typeof value["zh"] === "string" && typeof value["en"] === "string" && Object.keys(value).length === 2;
}

function isDuration(value: unknown): value is Duration {
  return isObject(value) && DURATION_KINDS.includes(value["kind"] as DurationKind) && typeof value["amount"] === "number";
}
