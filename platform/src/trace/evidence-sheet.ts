/**
 * The evidence sheet: one self-contained HTML file, Chinese or English, that prints on A4. It lists every transfer that
 * carried stolen money with its time and zone, amount, tier, stolen share and the line of the source record, where the
 * money was last seen, what limits cut off, and the rules by which it was reckoned, so that it can be checked by hand. It
 * loads nothing, runs nothing, and escapes all that comes from outside.
 */
import type { Account } from "../domain/account.ts";
import { escapeMarkup } from "./markup.ts";
import type { Trace } from "./trace.ts";
import {
  amountText,
  CUT_WORDS,
  EXIT_WORDS,
  FRONTIER_WORDS,
  HELD_WORDS,
  instantText,
  METHOD_MEANS,
  METHOD_WORDS,
  shareText,
  zoneText,
  type TraceLanguage,
  type Words,
} from "./words.ts";

interface Made {
  readonly madeAtMs: number;
  readonly program: string;
}

/** Where the transfers came from: one file, or what the program knows for a matter. */
export type EvidenceOrigin = Made &
  (
    | {
        /** Name of the file the transfers came from, and the SHA-256 of its bytes in hexadecimal. */
        readonly file: string;
        readonly sha256: string;
        readonly transfers: number;
        /** Lines that were refused; the sheet must say that they are missing. */
        readonly refused: number;
      }
    | {
        readonly matter: string;
        readonly serial: string;
        readonly madeBy: string;
        /** Which record shows a transfer. */
        readonly recordOf: (transfer: string) => Words;
      }
  );

const W = {
  title: { zh: "资金流向追踪清单", en: "Trace of funds" },
  question: { zh: "追踪起点", en: "Traced from" },
  stolen: { zh: "追踪金额", en: "Sum traced" },
  method: { zh: "计算方法", en: "Method" },
  rules: { zh: "计算规则", en: "Rules" },
  ruleOrder: {
    zh: "交易按发生时间排序；时间相同的，按交易编号的字节顺序排序。",
    en: "Transfers are taken in order of time; of one instant, in order of the bytes of their ids.",
  },
  ruleBalance: {
    zh: "账户余额从零计起；付款超出已知余额的部分，视为来源不明的其他款项；付款机构报有付款前余额的，以其为准。",
    en: "An account's balance starts at zero. What it pays beyond its known balance is other money of unknown origin. Where the payer's institution stated the balance before, that holds.",
  },
  ruleTier: { zh: "层级属于每一笔交易，不属于账户；被害人付出的交易为第1级。", en: "A tier belongs to a transfer, never to an account; the victim's own transfer is tier 1." },
  ruleSum: { zh: "各去向之和等于追踪金额，精确到最小货币单位。", en: "What was found in all places adds up to the sum traced, to the smallest unit." },
  notGuilt: {
    zh: "本清单只记载款项流向，不认定任何账户持有人知情或负有责任。",
    en: "This sheet records where money went. It does not say that any holder knew or is liable.",
  },
  limits: { zh: "追踪范围", en: "Limits" },
  hopsMax: { zh: "最多层级", en: "hops at most" },
  until: { zh: "截至", en: "until" },
  noEnd: { zh: "全部数据", en: "all data" },
  minimum: { zh: "最低追踪金额", en: "least amount followed" },
  source: { zh: "数据来源", en: "Source" },
  transfersRead: { zh: "读入交易", en: "transfers read" },
  refused: { zh: "未能读入的行", en: "lines that could not be read" },
  made: { zh: "生成", en: "Made" },
  zone: { zh: "时区", en: "Time zone" },
  hops: { zh: "交易明细", en: "Transfers" },
  number: { zh: "序号", en: "No." },
  time: { zh: "时间", en: "Time" },
  transfer: { zh: "交易编号", en: "Transfer" },
  from: { zh: "付款账户", en: "From" },
  to: { zh: "收款账户", en: "To" },
  amount: { zh: "交易金额", en: "Amount" },
  tier: { zh: "层级", en: "Tier" },
  tainted: { zh: "其中追踪款项", en: "Of it traced" },
  share: { zh: "占比", en: "Share" },
  line: { zh: "源记录行", en: "Record line" },
  record: { zh: "源记录", en: "Source record" },
  madeFor: { zh: "事项", en: "Made for" },
  roundTrip: { zh: "回流", en: "goes back" },
  held: { zh: "款项最后所在", en: "Where the money was last seen" },
  account: { zh: "账户", en: "Account" },
  state: { zh: "状态", en: "State" },
  lastArrival: { zh: "最后到账", en: "Last arrival" },
  sum: { zh: "合计", en: "Sum" },
  exits: { zh: "流出与兑换", en: "Exits" },
  kind: { zh: "方式", en: "How" },
  frontier: { zh: "可继续追踪之处", en: "Where the trace can go on" },
  truncated: { zh: "未完整追踪的账户", en: "Accounts that were not followed in full" },
  reason: { zh: "原因", en: "Reason" },
  sinceWhen: { zh: "自", en: "From" },
  none: { zh: "无", en: "none" },
  checked: { zh: "核对人", en: "Checked by" },
  signed: { zh: "签名、日期", en: "Signature, date" },
} as const satisfies Record<string, Words>;

const CSS = `@page{size:A4 landscape;margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages)}}
*{box-sizing:border-box}body{font:10pt/1.45 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",Arial,sans-serif;color:#111;background:#fff;margin:1.5rem auto;max-width:270mm;padding:0 1rem}
h1{font-size:16pt;margin:0 0 .6em}h2{font-size:12pt;margin:1.4em 0 .4em;break-after:avoid}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:2px 5px;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee;font-weight:600}
thead{display:table-header-group}tr{break-inside:avoid}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td.t{white-space:nowrap;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 1em;margin:0}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
.note{border-left:3px solid #555;padding:.2em .7em;margin:1em 0}.sign{display:grid;grid-template-columns:1fr 1fr;gap:2em;margin-top:3em;break-inside:avoid}.sign div{border-top:1px solid #111;padding-top:.3em}
@media print{body{margin:0;max-width:none;padding:0;font-size:9pt}}`;

export function evidenceSheet(trace: Trace, origin: EvidenceOrigin, language: TraceLanguage, offsetMinutes: number): string {
  const w = (words: Words): string => escapeMarkup(words[language]);
  const at = (ms: number): string => (Number.isFinite(ms) ? escapeMarkup(instantText(ms, offsetMinutes)) : w(W.noEnd));
  const money = (minor: bigint): string => escapeMarkup(amountText(minor, trace.currency));
  const name = (a: Account): string => escapeMarkup(`${a.institution} ${a.account}`);
  const colon = language === "zh" ? "：" : ": ";
  const dot = language === "zh" ? "；" : "; ";
  const table = (heads: readonly Words[], rows: readonly string[]): string =>
    rows.length === 0
      ? `<p>${w(W.none)}</p>`
      : `<table><thead><tr>${heads.map((h) => `<th scope="col">${w(h)}</th>`).join("")}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>`;
  const row = (...cells: readonly string[]): string => `<tr>${cells.join("")}</tr>`;
  const td = (html: string, kind: "" | "n" | "t" = ""): string => (kind === "" ? `<td>${html}</td>` : `<td class="${kind}">${html}</td>`);
  const fact = (words: Words, html: string): string => `<dt>${w(words)}</dt><dd>${html}</dd>`;
  const limits = [
    `${w(W.hopsMax)}${colon}${trace.limits.hopsMax}`,
    `${w(W.until)}${colon}${at(trace.endMs)}`,
    `${w(W.minimum)}${colon}${money(BigInt(trace.limits.taintMinMinor))}${trace.limits.taintMinPpm > 0 ? ` / ${trace.limits.taintMinPpm / 10_000} %` : ""}`,
  ].join(dot);
  const heldSum = trace.held.reduce((sum, h) => sum + h.taintedMinor, 0n);
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-Hans" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${w(W.title)}</title>
<style>${CSS}</style>
</head>
<body>
<h1>${w(W.title)}</h1>
<dl>
${fact(W.question, trace.roots.map(escapeMarkup).join(", "))}
${fact(W.stolen, money(trace.stolenMinor))}
${fact(W.method, `${w(METHOD_WORDS[trace.method])} (${trace.method})`)}
${fact(W.limits, limits)}
${fact(W.zone, `UTC${zoneText(offsetMinutes)}`)}
${
  "file" in origin
    ? fact(
        W.source,
        `${escapeMarkup(origin.file)}${dot}SHA-256 ${escapeMarkup(origin.sha256)}${dot}${w(W.transfersRead)}${colon}${origin.transfers}${dot}${w(W.refused)}${colon}${origin.refused}`,
      )
    : fact(W.madeFor, `${escapeMarkup(origin.serial)} (${escapeMarkup(origin.matter)})`)
}
${fact(W.made, [at(origin.madeAtMs), escapeMarkup(origin.program), ...("file" in origin ? [] : [escapeMarkup(origin.madeBy)])].join(dot))}
</dl>
<p class="note">${w(W.notGuilt)}</p>
<h2>${w(W.hops)}</h2>
${table(
  [W.number, W.time, W.transfer, W.from, W.to, W.amount, W.tier, W.tainted, W.share, "file" in origin ? W.line : W.record],
  trace.hops.map((h, i) =>
    row(
      td(String(i + 1), "n"),
      td(at(h.occurredAtMs), "t"),
      td(escapeMarkup(h.transfer)),
      td(name(h.from)),
      td(`${name(h.to)}${h.roundTrip === true ? ` (${w(W.roundTrip)})` : ""}`),
      td(money(h.amountMinor), "n"),
      td(h.tiers === undefined ? String(h.tier) : h.tiers.map((t) => `${t.tier}${colon}${money(t.taintedMinor)}`).join("<br>"), "n"),
      td(money(h.taintedMinor), "n"),
      td(shareText(h.taintedMinor, h.amountMinor), "n"),
      "file" in origin ? td(h.line === undefined ? "–" : String(h.line), "n") : td(w(origin.recordOf(h.transfer))),
    ),
  ),
)}
<h2>${w(W.held)}</h2>
${table(
  [W.account, W.state, W.tainted, W.share, W.lastArrival],
  [
    ...trace.held.map((h) =>
      row(td(name(h.account)), td(w(HELD_WORDS[h.state])), td(money(h.taintedMinor), "n"), td(shareText(h.taintedMinor, trace.stolenMinor), "n"), td(at(h.lastArrivalAtMs), "t")),
    ),
    row(td(`<strong>${w(W.sum)}</strong>`), td(""), td(`<strong>${money(heldSum)}</strong>`, "n"), td(shareText(heldSum, trace.stolenMinor), "n"), td("")),
  ],
)}
<h2>${w(W.exits)}</h2>
${table(
  [W.time, W.kind, W.account, W.transfer, W.tainted],
  trace.exits.map((e) =>
    row(
      td(at(e.occurredAtMs), "t"),
      td(w(EXIT_WORDS[e.kind])),
      td(name(e.account)),
      td(escapeMarkup(e.transfer)),
      td(e.kind === "currency-change" ? `(${escapeMarkup(amountText(e.amountMinor, e.currency))})` : money(e.taintedMinor), "n"),
    ),
  ),
)}
<h2>${w(W.frontier)}</h2>
${table(
  [W.account, W.reason, W.tainted],
  trace.frontier.map((f) => row(td(name(f.account)), td(w(FRONTIER_WORDS[f.reason])), td(money(f.taintedMinor), "n"))),
)}
<h2>${w(W.truncated)}</h2>
${table(
  [W.account, W.reason, W.sinceWhen, W.tainted],
  trace.truncated.map((t) => row(td(name(t.account)), td(w(CUT_WORDS[t.reason])), td(at(t.fromMs), "t"), td(money(t.taintedMinor), "n"))),
)}
<h2>${w(W.rules)}</h2>
<ol>
${[METHOD_MEANS[trace.method], W.ruleOrder, W.ruleBalance, W.ruleTier, W.ruleSum].map((words) => `<li>${w(words)}</li>`).join("\n")}
</ol>
<div class="sign"><div>${w(W.checked)}</div><div>${w(W.signed)}</div></div>
</body>
</html>
`;
}
