/**
 * A trace as a table for a terminal, in the person's language: the transfers in order, then where the money is, how it
 * left, and what was not followed. Chinese characters count as two columns, as terminals draw them.
 */
import type { Account } from "../domain/account.ts";
import type { BackwardTrace } from "./backward.ts";
import type { Trace } from "./trace.ts";
import { amountText, CUT_WORDS, EXIT_WORDS, FRONTIER_WORDS, HELD_WORDS, instantText, METHOD_WORDS, shareText, type TraceLanguage, type Words } from "./words.ts";

const HEADS = {
  time: { zh: "时间", en: "time" },
  tier: { zh: "层级", en: "tier" },
  from: { zh: "付款账户", en: "from" },
  to: { zh: "收款账户", en: "to" },
  amount: { zh: "金额", en: "amount" },
  tainted: { zh: "其中追踪款项", en: "of it traced" },
  share: { zh: "占比", en: "share" },
  transfer: { zh: "交易", en: "transfer" },
  account: { zh: "账户", en: "account" },
  state: { zh: "状态", en: "state" },
  reached: { zh: "到达金额", en: "reached" },
  held: { zh: "仍在账户", en: "still there" },
  kind: { zh: "来源", en: "source" },
} as const satisfies Record<string, Words>;

const SOURCE_WORDS: Readonly<Record<BackwardTrace["sources"][number]["kind"], Words>> = {
  origin: { zh: "款项自此进入数据", en: "money comes into view here" },
  hops: { zh: "已达层数上限", en: "limit of hops" },
  busy: { zh: "付款账户往来过多", en: "too busy a payer" },
};

export function traceText(trace: Trace, language: TraceLanguage, offsetMinutes: number): string {
  const w = (words: Words): string => words[language];
  const money = (minor: bigint): string => amountText(minor, trace.currency);
  const sections = [
    language === "zh"
      ? `追踪 ${money(trace.stolenMinor)}，方法：${w(METHOD_WORDS[trace.method])}，最多 ${trace.limits.hopsMax} 层`
      : `${money(trace.stolenMinor)} traced, ${w(METHOD_WORDS[trace.method])}, at most ${trace.limits.hopsMax} hops`,
    table(
      [HEADS.time, HEADS.tier, HEADS.from, HEADS.to, HEADS.amount, HEADS.tainted, HEADS.share, HEADS.transfer].map(w),
      trace.hops.map((h) => [
        instantText(h.occurredAtMs, offsetMinutes),
        h.tiers === undefined ? String(h.tier) : h.tiers.map((t) => t.tier).join("+"),
        nameOf(h.from),
        `${nameOf(h.to)}${h.roundTrip === true ? " ↩" : ""}`,
        money(h.amountMinor),
        money(h.taintedMinor),
        shareText(h.taintedMinor, h.amountMinor),
        h.transfer,
      ]),
      [4, 5, 6],
    ),
    `${language === "zh" ? "款项最后所在" : "Where the money was last seen"}\n${table(
      [HEADS.account, HEADS.state, HEADS.tainted, HEADS.share].map(w),
      trace.held.map((h) => [nameOf(h.account), w(HELD_WORDS[h.state]), money(h.taintedMinor), shareText(h.taintedMinor, trace.stolenMinor)]),
      [2, 3],
    )}`,
  ];
  if (trace.exits.length > 0) {
    const rows = trace.exits.map((e) => [
      instantText(e.occurredAtMs, offsetMinutes),
      nameOf(e.account),
      e.kind === "currency-change" ? `(${amountText(e.amountMinor, e.currency)})` : money(e.taintedMinor),
      e.transfer,
      w(EXIT_WORDS[e.kind]),
    ]);
    sections.push(`${language === "zh" ? "流出与兑换" : "Exits"}\n${table([HEADS.time, HEADS.account, HEADS.tainted, HEADS.transfer, HEADS.state].map(w), rows, [2])}`);
  }
  const open = trace.frontier.filter((f) => f.reason !== "resting").map((f) => [nameOf(f.account), money(f.taintedMinor), w(FRONTIER_WORDS[f.reason])]);
  const cut = trace.truncated.map((t) => [nameOf(t.account), money(t.taintedMinor), w(CUT_WORDS[t.reason])]);
  if (open.length + cut.length > 0) {
    sections.push(`${language === "zh" ? "未追踪完之处" : "Not followed to the end"}\n${table([HEADS.account, HEADS.tainted, HEADS.state].map(w), [...open, ...cut], [1])}`);
  }
  return `${sections.join("\n\n")}\n`;
}

export function backwardText(trace: BackwardTrace, language: TraceLanguage, offsetMinutes: number): string {
  const w = (words: Words): string => words[language];
  const money = (minor: bigint): string => amountText(minor, trace.currency);
  const head =
    language === "zh"
      ? `${nameOf(trace.account)} 收到 ${money(trace.receivedMinor)}，余额 ${money(trace.balanceMinor)}，其中来自更早余额 ${money(trace.olderMinor)}；方法：${w(METHOD_WORDS[trace.method])}`
      : `${nameOf(trace.account)} received ${money(trace.receivedMinor)}, has ${money(trace.balanceMinor)}; ${money(trace.olderMinor)} of it came from older balances; ${w(METHOD_WORDS[trace.method])}`;
  const rows = trace.sources.map((s) => [
    instantText(s.occurredAtMs, offsetMinutes),
    nameOf(s.from),
    nameOf(s.to),
    money(s.amountMinor),
    money(s.reachedMinor),
    money(s.heldMinor),
    s.transfer,
    w(SOURCE_WORDS[s.kind]),
  ]);
  return `${head}\n\n${table([HEADS.time, HEADS.from, HEADS.to, HEADS.amount, HEADS.reached, HEADS.held, HEADS.transfer, HEADS.kind].map(w), rows, [3, 4, 5])}\n`;
}

function nameOf(account: Account): string {
  return `${account.institution}:${account.account}`;
}

/** Columns as wide as their widest cell; `numeric` ones to the right. Control characters are shown as dots. */
function table(heads: readonly string[], rows: readonly (readonly string[])[], numeric: readonly number[]): string {
  const cells = [heads, ...rows].map((row) => row.map((cell) => cell.replace(/[\u0000-\u001f\u007f-\u009f]/g, "·")));
  const widths = heads.map((_, column) => cells.reduce((most, row) => Math.max(most, widthOf(row[column])), 0));
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const space = " ".repeat(widths[column] - widthOf(cell));
          return numeric.includes(column) ? `${space}${cell}` : `${cell}${space}`;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function widthOf(text: string): number {
  let width = 0;
  for (const c of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(c) ? 2 : 1;
  return width;
}
