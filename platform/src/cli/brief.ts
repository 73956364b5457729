/**
 * `duanliu brief`: the figures of a period as a table in the person's language, or as JSON: what was done, and beside it what
 * was wrong, how long it lasted and what became of objections. It only reads, also from a server that is running.
 */
import { systemWorld } from "../adapters/system/world.ts";
import { systemScope } from "../access/scope.ts";
import { openBriefing } from "../app/briefing.ts";
import type { Config } from "../app/config.ts";
import { joinCaseworkStore } from "../app/joined-store.ts";
import { lawOf, loadProfiles } from "../app/profiles.ts";
import { ProblemError, shorten } from "../base/problem.ts";
import type { Briefing } from "../briefing/briefing.ts";
import type { Metric, Period } from "../briefing/metric.ts";
import { minorDigits } from "../domain/currency.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Law } from "../matters/work.ts";
import type { Store } from "../ports/store.ts";
import type { Language, Terminal } from "./terminal.ts";

export interface BriefCommand {
  /** A day of the profile's zone or an instant. */
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
}

/** Without a period: so many days up to now. */
const DAYS = 30;

export async function brief(config: Config, options: BriefCommand, terminal: Terminal): Promise<number> {
  const profiles = await loadProfiles(config.jurisdictionsDir);
  const { store, close } = await joinCaseworkStore(config);
  try {
    process.stdout.write(await briefText({ store, law: lawOf(profiles, config.profile), nowMs: systemWorld.nowMs() }, options, terminal.language));
    return 0;
  } finally {
    await close();
  }
}

export interface BriefParts {
  readonly store: Store;
  readonly law: Law;
  readonly nowMs: number;
}

/** The verb on a store that is open already: what it prints. */
export async function briefText({ store, law, nowMs }: BriefParts, options: BriefCommand, language: Language): Promise<string> {
  const profile = law.current(nowMs);
  const untilMs = options.to === undefined ? nowMs : instantOf(options.to, "to", profile);
  const fromMs = options.from === undefined ? untilMs - DAYS * 86_400_000 : instantOf(options.from, "from", profile);
  if (fromMs >= untilMs) throw new ProblemError({ code: "bad-arguments", detail: "--to is not after --from", at: { field: "to" }, expected: "a later day or instant" });
  const period: Period = { fromMs, untilMs };
  const briefing = await openBriefing({ store, world: { nowMs: () => nowMs }, law }).briefing(systemScope("brief"), period);
  return options.json === true ? `${JSON.stringify(briefing)}\n` : tableOf(briefing, profile, language);
}

function instantOf(text: string, field: string, profile: JurisdictionProfile): number {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text).toZonedDateTime(profile.timeZone).epochMilliseconds : Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new ProblemError({
      code: "bad-arguments",
      detail: `--${field}: "${shorten(text)}" is no day or instant`,
      at: { field },
      expected: "2026-03-01 or 2026-03-01T09:00:00+08:00",
    });
  }
}

function tableOf(briefing: Briefing, profile: JurisdictionProfile, language: Language): string {
  const day = (text: string): string => Temporal.Instant.from(text).toZonedDateTimeISO(profile.timeZone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
  const zh = language === "zh";
  const lines = [
    `${day(briefing.period.from)} — ${day(briefing.period.until)} (${profile.timeZone})   ${zh ? "统计截至" : "as of"} ${day(briefing.cutOff)}`,
    ...Object.values(briefing.sections).flatMap((section) => ["", `## ${section.title[language]}`, ...rowsOf(section.metrics, language)]),
    "",
    briefing.alarms.length === 0 ? (zh ? "无告警。" : "No alarm.") : `${zh ? "告警" : "Alarms"}: ${titlesOf(briefing, language).join(zh ? "、" : ", ")}`,
  ];
  if (briefing.notMeasured.length > 0)
    lines.push(`${zh ? "本系统不统计" : "Not measured here"}: ${briefing.notMeasured.map(({ title }) => title[language]).join(zh ? "、" : ", ")}`);
  return `${lines.join("\n")}\n`;
}

function titlesOf(briefing: Briefing, language: Language): readonly string[] {
  const all = Object.values(briefing.sections).flatMap(({ metrics }) => metrics);
  return all.filter(({ key }) => briefing.alarms.includes(key)).map(({ title }) => title[language]);
}

function rowsOf(metrics: readonly Metric[], language: Language): readonly string[] {
  const rows = metrics.map((metric) => ({ title: metric.title[language], value: valueOf(metric, language), raised: metric.alarm?.raised === true }));
  const width = Math.max(0, ...rows.map(({ title }) => columnsOf(title)));
  return rows.map(({ title, value, raised }) => `${raised ? "!" : " "} ${title}${" ".repeat(width - columnsOf(title))}  ${value}`);
}

/** Chinese characters and full-width signs take two columns. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”]/u.test(letter) ? 2 : 1), 0);
}

const NONE = "—";
const percent = (permille: number): string => `${(permille / 10).toFixed(1)}%`;

/** A rate never without its count; a mean never without its median. */
export function valueOf(metric: Metric, language: Language): string {
  const { unit, value, numerator, denominator, interval, p90, n, money } = metric;
  const zh = language === "zh";
  if (money.length > 0) {
    return money
      .map((part) => {
        const sum = amountOf(part.numeratorMinor, part.currency);
        if (part.medianMinor !== null) return `${zh ? "平均" : "mean"} ${sum}, ${zh ? "中位数" : "median"} ${amountOf(part.medianMinor, part.currency)} (n=${part.n})`;
        if (part.denominatorMinor === null) return `${sum} (n=${part.n})`;
        const read = part.value === null ? NONE : unit === "permille" ? percent(part.value) : part.value.toFixed(2);
        return `${read} (${sum} / ${amountOf(part.denominatorMinor, part.currency)}, n=${part.n})`;
      })
      .join("; ");
  }
  if (denominator !== null) {
    const share = value === null ? NONE : percent(value);
    return `${share} (${numerator ?? 0}/${denominator}${interval === null ? "" : `; ${percent(interval.lowPermille)}–${percent(interval.highPermille)}`})`;
  }
  if (unit === "ms") return value === null ? `${NONE} (n=0)` : `${durationOf(value, zh)}, p90 ${durationOf(p90 ?? value, zh)} (n=${n})`;
  return unit === "count" ? String(value ?? 0) : `${NONE} (n=0)`;
}

function amountOf(minor: string, currency: string): string {
  const digits = minorDigits(currency);
  const padded = minor.padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${currency} ${whole}${digits === 0 ? "" : `.${padded.slice(padded.length - digits)}`}`;
}

function durationOf(ms: number, zh: boolean): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${Math.round(ms / 1_000)} ${zh ? "秒" : "s"}`;
  if (minutes < 120) return `${minutes.toFixed(0)} ${zh ? "分钟" : "min"}`;
  if (minutes < 2_880) return `${(minutes / 60).toFixed(1)} ${zh ? "小时" : "h"}`;
  return `${(minutes / 1_440).toFixed(1)} ${zh ? "天" : "d"}`;
}
