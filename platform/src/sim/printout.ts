/**
 * What a run says at its end, as lines in one language: the seed, what happened, the figures with their numerators and
 * denominators, and what the auditors found with the history of the matter. The same run gives the same bytes.
 */
import { minorDigits, type Currency } from "../domain/currency.ts";
import { AUDITORS } from "./auditors/all.ts";
import type { TownFigure } from "./figures.ts";
import type { RunResult } from "./run.ts";

type Language = "zh" | "en";

/** The last lines of a matter's history that stand beside a breach. */
const HISTORY_LINES = 12;

export function printRun(result: RunResult, currency: Currency, language: Language): readonly string[] {
  const zh = language === "zh";
  const { counts } = result;
  const say = (chinese: string, english: string): string => (zh ? chinese : english);
  const matters = Object.entries(counts.matters).map(([kind, n]) => `${kind} ${n}`);
  const refusals = Object.entries(counts.refusals).map(([code, n]) => `${code} ${n}`);
  return [
    say(
      `种子 ${result.seed}，${result.days} 天，法域 ${result.profile}`,
      `seed ${result.seed}, ${result.days === 1 ? "1 day" : `${result.days} days`}, jurisdiction ${result.profile}`,
    ),
    "",
    ...table([
      [say("事件", "events"), String(counts.events)],
      [say("各方行动", "acts of the parties"), `${counts.acts} (${say(`其中 ${counts.together} 次多方同时`, `${counts.together} times several at once`)})`],
      [say("进程中断", "process stopped"), String(counts.stopped)],
      [say("时钟跳变", "clock leaps"), String(counts.jumps)],
      [say("送达外部", "handed over"), `${counts.received} (${say(`重复到达 ${counts.receivedAgain}`, `${counts.receivedAgain} came again`)})`],
      [say("被骗资金去向", "stolen money went to"), whereItWent(result, currency, language)],
      [say("事项", "matters"), matters.join(", ")],
      [say("被拒绝的操作", "refused"), refusals.join(", ")],
      [say("审计链行数", "lines of the ledger"), String(counts.ledgerLines)],
      [say("链尾", "end of the chain"), result.chain.slice(0, 16)],
    ]),
    "",
    ...table(result.figures.map((one) => [one.words[language], figure(one, currency, language)])),
    "",
    ...verdict(result, language),
  ];
}

function figure(one: TownFigure, currency: Currency, language: Language): string {
  switch (one.kind) {
    case "share":
      return `${percent(one.count, one.of)} (${one.count} / ${one.of})`;
    case "money":
      return `${percent(Number(one.minor), Number(one.ofMinor))} (${amount(one.minor, currency)} / ${amount(one.ofMinor, currency)} ${currency})`;
    case "time":
      return `p50 ${length(one.p50Ms, language)}, p90 ${length(one.p90Ms, language)} (n=${one.count})`;
    case "count":
      return String(one.count);
  }
}

function whereItWent({ truth }: RunResult, currency: Currency, language: Language): string {
  const zh = language === "zh";
  const parts = [
    [zh ? "取现" : "cash", truth.cashedMinor],
    [zh ? "商户" : "traders", truth.spentMinor],
    [zh ? "仍在团伙账户" : "still in the gangs' accounts", truth.leftMinor],
  ] as const;
  return `${parts.map(([words, minor]) => `${words} ${amount(String(minor), currency)}`).join(zh ? "，" : ", ")} ${currency}`;
}

function verdict(result: RunResult, language: Language): readonly string[] {
  const zh = language === "zh";
  const lines: string[] = [];
  for (const bug of result.surprises) lines.push(zh ? `程序错误：${bug}` : `a bug: ${bug}`);
  if (!result.quiet.quiet) lines.push(zh ? "时限走完后仍未归于平静" : "it did not come to rest when the clocks had run");
  for (const { auditor, what, history } of result.breaches) {
    const promise = AUDITORS.find((one) => one.name === auditor)?.promise[language] ?? auditor;
    lines.push(`${auditor} (${promise}): ${what}`, ...history.slice(-HISTORY_LINES).map((line) => `    ${line}`));
  }
  const count = AUDITORS.length;
  if (lines.length === 0) lines.push(zh ? `${count} 名审计者均无异议。` : `all ${count} auditors are quiet.`);
  return lines;
}

/** The same as data: amounts stay strings of the smallest unit. */
export function runAsJson(result: RunResult): unknown {
  const { truth } = result;
  return {
    ...result,
    auditors: AUDITORS.map(({ name }) => ({ name, breaches: result.breaches.filter((one) => one.auditor === name).length })),
    truth: Object.fromEntries(Object.entries(truth).map(([key, minor]) => [key, String(minor)])),
  };
}

function percent(count: number, of: number): string {
  return of === 0 ? "–" : `${((100 * count) / of).toFixed(1)}%`;
}

function amount(minor: string, currency: Currency): string {
  const digits = minorDigits(currency);
  const padded = minor.padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  return digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`;
}

function length(ms: number | null, language: Language): string {
  if (ms === null) return "–";
  const minutes = ms / 60_000;
  if (minutes < 100) return `${minutes.toFixed(1)} ${language === "zh" ? "分钟" : "min"}`;
  return minutes < 60 * 48 ? `${(minutes / 60).toFixed(1)} ${language === "zh" ? "小时" : "h"}` : `${(minutes / 1440).toFixed(1)} ${language === "zh" ? "天" : "days"}`;
}

/** Two columns; a Chinese character is as wide as two letters. */
function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
  const width = Math.max(0, ...rows.map(([label]) => widthOf(label)));
  return rows.map(([label, value]) => `${label}${" ".repeat(width - widthOf(label) + 2)}${value}`);
}
