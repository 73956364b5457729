/**
 * Figures that others made: yearly sums, months of other centres. Each declares its unit, and one that is ten thousand
 * times off (万 for 亿, or none of them) is refused with the unit that would fit: by what is known of the same figure, by
 * bounds of the plausible, by the country's profile. They are kept beside ours and never added to them.
 */
import { z } from "zod";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { parseTerritory } from "../domain/territory.ts";
import { isMalformed } from "../base/problem.ts";
import { minorDigits } from "../domain/currency.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { currency, note } from "../matters/input.ts";
import type { Desk } from "../matters/desk.ts";
import type { Sql } from "../ports/store.ts";
import { definitionOf } from "./briefing.ts";
import { UNIT_OF } from "./metric.ts";

/** Declared units with what one of them is, in the main unit for money and in ones for counts. */
export const EXTERNAL_UNITS = {
  count: { of: "count", factor: 1n, zh: "个", en: "one" },
  "wan-count": { of: "count", factor: 10_000n, zh: "万", en: "ten thousand" },
  "yi-count": { of: "count", factor: 100_000_000n, zh: "亿", en: "hundred million" },
  main: { of: "minor", factor: 1n, zh: "元", en: "one of the currency" },
  "wan-main": { of: "minor", factor: 10_000n, zh: "万元", en: "ten thousand of the currency" },
  "yi-main": { of: "minor", factor: 100_000_000n, zh: "亿元", en: "hundred million of the currency" },
  permille: { of: "permille", factor: 1n, zh: "千分之一", en: "one in a thousand" },
} as const satisfies Record<string, Bilingual & { readonly of: "count" | "minor" | "permille"; readonly factor: bigint }>;
export type ExternalUnit = keyof typeof EXTERNAL_UNITS;

const day = z.iso.date({ message: "a day such as 2025-01-01" });
export const externalDraft = z
  .object({
    source: z.string().trim().min(1).max(120),
    metric: z.string().max(60),
    territory: z.string().max(100).default(""),
    from: day,
    /** Without this day. */
    until: day,
    unit: z.enum(Object.keys(EXTERNAL_UNITS) as [ExternalUnit, ...ExternalUnit[]], { error: `the unit must be declared: ${Object.keys(EXTERNAL_UNITS).join(", ")}` }),
    value: z.string().regex(/^\d{1,15}(\.\d{1,6})?$/, "a plain number as a string, such as 3288.5"),
    currency: currency.optional(),
    reference: z.string().trim().min(1, "where it was read").max(300),
    /** Why it is taken although it does not fit what is known. */
    despite: note.optional(),
  })
  .strict();
export type ExternalDraft = z.output<typeof externalDraft>;

/** What is known of the same figure, in its smallest unit for each day of its period. */
export interface Known {
  readonly perDay: readonly number[];
}

export interface External {
  readonly source: string;
  readonly metric: string;
  readonly territory: string;
  readonly from: string;
  readonly until: string;
  readonly unit: ExternalUnit;
  readonly value: string;
  readonly currency: string | null;
  readonly valueMinor: string;
  readonly reference: string;
  readonly despite: string | null;
}

/** From 30 times up or down a figure does not go on from what is known: years have differed by less than two (assumed). */
const FACTOR_MAX = 30;
const DAY_MS = 86_400_000;

/** The value in ones, or in the currency's smallest unit; six decimals of the declared unit are kept. */
export function valueOf(draft: Pick<ExternalDraft, "value" | "unit" | "currency">): bigint {
  const { factor, of } = EXTERNAL_UNITS[draft.unit];
  const [whole, decimals = ""] = draft.value.split(".");
  const scaled = BigInt(whole + decimals.padEnd(6, "0"));
  const minor = of === "minor" ? 10n ** BigInt(minorDigits(draft.currency ?? "")) : 1n;
  return (scaled * factor * minor) / 1_000_000n;
}

function daysOf({ from, until }: Pick<ExternalDraft, "from" | "until">): number {
  return (Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** Throws what is wrong with a figure from outside, naming the unit that would fit. Pure. */
export function checkExternal(draft: ExternalDraft, profile: JurisdictionProfile, known: Known): void {
  const definition = definitionOf(draft.metric);
  const wanted = UNIT_OF[definition.metric.measure];
  const unit = EXTERNAL_UNITS[draft.unit];
  if (unit.of !== wanted) {
    const fits = (Object.keys(EXTERNAL_UNITS) as ExternalUnit[]).filter((one) => EXTERNAL_UNITS[one].of === wanted).join(", ");
    throw new ProblemError({
      code: "malformed-input",
      detail: `unit: ${draft.metric} is not measured in ${draft.unit}`,
      at: { field: "unit" },
      value: draft.unit,
      expected: fits === "" ? "a figure that may be given from outside: a count, a share or a sum of money" : fits,
    });
  }
  if (unit.of === "minor" && draft.currency === undefined)
    throw new ProblemError({ code: "malformed-input", detail: "currency: a sum of money needs one", at: { field: "currency" }, expected: "a currency code such as CNY" });
  const days = daysOf(draft);
  if (days <= 0) throw new ProblemError({ code: "malformed-input", detail: "until is not after from", at: { field: "until" }, expected: "a day after from" });
  const value = Number(valueOf(draft));
  if (unit.of === "permille" && value > 1_000)
    throw new ProblemError({ code: "malformed-input", detail: "value: a share above 1000 ‰", at: { field: "value" }, value: draft.value, expected: "0 to 1000" });
  if (unit.of === "permille" || value === 0 || draft.despite !== undefined) return;
  const expected = expectedOf(draft, profile, known, days);
  if (expected === null || (value >= expected.least && value <= expected.most)) return;
  throw misfit(draft, value, expected);
}

interface Expected {
  readonly least: number;
  readonly most: number;
  readonly because: string;
}

/** What is known of the same figure goes before the bounds of the plausible. */
function expectedOf(draft: ExternalDraft, profile: JurisdictionProfile, { perDay }: Known, days: number): Expected | null {
  if (perDay.length > 0) {
    const sorted = [...perDay].sort((a, b) => a - b);
    const usual = (sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) * days;
    if (usual > 0)
      return { least: usual / FACTOR_MAX, most: usual * FACTOR_MAX, because: `${perDay.length} known figure${perDay.length === 1 ? "" : "s"} of the same kind and place` };
  }
  const bounds = profile.metrics.find(({ key }) => key === draft.metric)?.plausible;
  if (bounds === undefined || draft.territory !== "") return null;
  return { least: (bounds.perYearAtLeast * days) / 366, most: (bounds.perYearAtMost * days) / 365, because: "the bounds of the plausible for the whole country" };
}

function misfit(draft: ExternalDraft, value: number, { least, most, because }: Expected): ProblemError {
  const { of } = EXTERNAL_UNITS[draft.unit];
  const fits = (Object.keys(EXTERNAL_UNITS) as ExternalUnit[]).filter((unit) => {
    const other = Number(valueOf({ ...draft, unit }));
    return EXTERNAL_UNITS[unit].of === of && other >= least && other <= most;
  });
  const middle = Math.sqrt(least * most);
  const off = value < middle ? middle / value : value / middle;
  const meant = fits.map((unit) => `${draft.value} ${EXTERNAL_UNITS[unit].zh} (${unit})`).join(" or ");
  return new ProblemError({
    code: "malformed-input",
    detail: `value: ${draft.value} ${EXTERNAL_UNITS[draft.unit].zh} is about 10^${Math.round(Math.log10(off))} ${value < middle ? "below" : "above"} ${because}: the unit looks wrong`,
    at: { field: "unit" },
    value: `${draft.value} ${draft.unit}`,
    expected: `${meant === "" ? "the right unit" : meant}; or despite, with the reason why it is so`,
  });
}

interface Row {
  readonly source: string;
  readonly metric: string;
  readonly territory: string;
  readonly from_day: string;
  readonly until_day: string;
  readonly unit: ExternalUnit;
  readonly value: string;
  readonly currency: string | null;
  readonly value_minor: string;
  readonly reference: string;
  readonly despite: string | null;
}

/** Checks and keeps one. The same source, figure, place and period again replaces what was there: it is a correction. */
export async function importExternal(desk: Desk, scope: Scope, draft: ExternalDraft): Promise<External> {
  const profile = desk.parts.law.current(desk.world.nowMs());
  const place = parseTerritory(draft.territory, profile.territory);
  if (isMalformed(place))
    throw new ProblemError({ code: "malformed-input", detail: `territory: ${place.what}`, at: { field: "territory" }, value: place.what, expected: place.expected });
  return desk.work(scope, async (work) => {
    checkExternal(draft, profile, await knownOf(work.sql, draft));
    const minor = String(valueOf(draft));
    const [row] = await work.query<Row>(
      `insert into external_figure (source, metric, territory, from_day, until_day, unit, value, currency, value_minor, reference, despite, imported_at_ms, imported_by)
       values ($1, $2, $3, $4::date, $5::date, $6, $7::numeric, $8, $9::numeric, $10, $11, $12, $13)
       on conflict (source, metric, territory, from_day, until_day) do update set unit = excluded.unit, value = excluded.value, currency = excluded.currency,
         value_minor = excluded.value_minor, reference = excluded.reference, despite = excluded.despite, imported_at_ms = excluded.imported_at_ms, imported_by = excluded.imported_by
       returning ${COLUMNS}`,
      [
        draft.source,
        draft.metric,
        place,
        draft.from,
        draft.until,
        draft.unit,
        draft.value,
        draft.currency ?? null,
        minor,
        draft.reference,
        draft.despite ?? null,
        desk.world.nowMs(),
        scope.actor,
      ],
    );
    work.note({
      event: "external-figure",
      detail: {
        source: draft.source,
        metric: draft.metric,
        territory: place,
        from: draft.from,
        until: draft.until,
        unit: draft.unit,
        value: draft.value,
        despite: draft.despite ?? null,
      },
    });
    return shown(row);
  });
}

const COLUMNS = `source, metric, territory, from_day::text as from_day, until_day::text as until_day, unit, value::text as value, currency, value_minor::text as value_minor, reference, despite`;

function shown(row: Row): External {
  return {
    source: row.source,
    metric: row.metric,
    territory: row.territory,
    from: row.from_day,
    until: row.until_day,
    unit: row.unit,
    value: row.value,
    currency: row.currency,
    valueMinor: row.value_minor,
    reference: row.reference,
    despite: row.despite,
  };
}

/** The same figure for the same place and currency, whoever says it, other periods or sources. */
async function knownOf(sql: Sql, draft: ExternalDraft): Promise<Known> {
  const rows = await sql.query<{ readonly minor: string; readonly days: number }>(
    `select value_minor::text as minor, until_day - from_day as days from external_figure where metric = $1 and territory = $2 and currency is not distinct from $3 and value_minor > 0
       and not (source = $4 and from_day = $5::date and until_day = $6::date)`,
    [draft.metric, draft.territory, draft.currency ?? null, draft.source, draft.from, draft.until],
  );
  return { perDay: rows.map(({ minor, days }) => Number(minor) / Number(days)) };
}

export async function listExternal(sql: Sql, metric: string | null): Promise<readonly External[]> {
  const rows = await sql.query<Row>(`select ${COLUMNS} from external_figure where $1::text is null or metric = $1 order by metric, territory, from_day desc, source limit 1000`, [
    metric,
  ]);
  return rows.map(shown);
}
