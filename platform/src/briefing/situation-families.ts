/**
 * Figures of what is happening now: warnings that wait, by level and by their clock; money asked for, stopped and frozen;
 * which scams. They are families like those of the briefing, so that each opens exactly the list that it counted. Those
 * whose key begins with `now` know no period.
 */
import { WARNING_LEVELS, type WarningLevel } from "../domain/jurisdiction-words.ts";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES, type ScamCategory } from "../domain/scam-category.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { LOSSES } from "./family-orders.ts";
import { MISSES } from "./family-warning.ts";
import type { Ask, Family, FamilyMetric } from "./family.ts";

/** What the clock says of something that waits, the most pressing first. */
export const CLOCKS = {
  overdue: { zh: "已超时", en: "overdue" },
  minutes: { zh: "15 分钟内到期", en: "due within 15 minutes" },
  hour: { zh: "1 小时内到期", en: "due within the hour" },
  later: { zh: "1 小时以后到期", en: "due later" },
  none: { zh: "无期限", en: "without a clock" },
} as const satisfies Record<string, Bilingual>;
export type ClockName = keyof typeof CLOCKS;
export const CLOCK_NAMES = Object.keys(CLOCKS) as readonly ClockName[];

/** As a matter's level: 0 lowest. */
const LEVEL_OF: Readonly<Record<WarningLevel, number>> = { low: 0, medium: 1, high: 2, urgent: 3 };
export const LEVELS: readonly WarningLevel[] = [...WARNING_LEVELS].sort((a, b) => LEVEL_OF[b] - LEVEL_OF[a]);
const LEVEL_WORDS: Readonly<Record<WarningLevel, Bilingual>> = {
  urgent: { zh: "紧急", en: "Urgent" },
  high: { zh: "高", en: "High" },
  medium: { zh: "中", en: "Medium" },
  low: { zh: "低", en: "Low" },
};

const AS_OF = { zh: "截至统计时", en: "as of the cut-off" };
const MINUTES_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
const EACH = { zh: "每条预警一次", en: "once a warning" };

/** Nobody has finished talking to the person: what comes later (asking again) has its own figure. */
const WAITING = `state not in ('awakened', 'follow-up', 'already-paid')`;

const waiting = (key: string, title: Bilingual, where: string): FamilyMetric => ({
  key,
  section: "warning",
  measure: "count",
  where,
  dedup: EACH,
  lateChanges: false,
  title,
  formula: AS_OF,
});

/** Keeps what a row says apart from what is counted, so that it is found out once a row however many figures look at it. */
const ONCE = "offset 0";

export const cellKey = (level: WarningLevel, clock: ClockName): string => `now.warnings.${level}.${clock}`;

/** Open warnings. One is overdue when a time limit of it has run out before the person was reached, by whichever tier. */
export const OPEN_WARNINGS: Family = {
  name: "open-warnings",
  rows(ask: Ask) {
    const now = ask.now;
    return `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, m.level, m.state, m.assignee,
       case when m.due_at_ms <= ${now} or exists (select 1 from deadline d where d.matter = m.id and d.part = 'due' and d.command = 'overdue' and d.state = 'fired') then 'overdue'
         when m.due_at_ms is null then 'none' when m.due_at_ms <= ${now} + ${MINUTES_MS} then 'minutes' when m.due_at_ms <= ${now} + ${HOUR_MS} then 'hour' else 'later' end as clock
     from matter m where m.kind = 'warning' and m.closed_at_ms is null and ${ask.scope("m")} ${ONCE}`;
  },
  metrics: [
    waiting("now.warnings", { zh: "待劝阻预警", en: "Warnings in hand" }, WAITING),
    waiting("now.warningsOverdue", { zh: "已超时预警", en: "Warnings overdue" }, `${WAITING} and clock = 'overdue'`),
    waiting("now.warningsFree", { zh: "无人承办预警", en: "Warnings that nobody has" }, `${WAITING} and assignee is null`),
    waiting("now.followUps", { zh: "待回访", en: "To be asked again" }, `state in ('awakened', 'follow-up')`),
    ...LEVELS.flatMap((level) =>
      CLOCK_NAMES.map((clock) =>
        waiting(
          cellKey(level, clock),
          { zh: `${LEVEL_WORDS[level].zh}级，${CLOCKS[clock].zh}`, en: `${LEVEL_WORDS[level].en}, ${CLOCKS[clock].en}` },
          `${WAITING} and level = ${LEVEL_OF[level]} and clock = '${clock}'`,
        ),
      ),
    ),
  ],
};

const EACH_ORDER = { zh: "每份指令一次；两轮只有一轮在生效", en: "once an order; of two rounds only one is in force" };
const money = (key: string, how: Pick<FamilyMetric, "measure" | "where" | "value">, title: Bilingual, formula: Bilingual): FamilyMetric => ({
  key,
  section: "money",
  ...how,
  dedup: EACH_ORDER,
  lateChanges: false,
  title,
  formula,
});

export const MONEY_NOW: Family = {
  name: "money-now",
  rows: (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, m.body->>'currency' as currency,
       case when m.kind = 'stop-payment' and m.state in ('drafted', 'approved', 'sent') then (m.body->>'amountMinor')::numeric end as asked,
       case when m.kind = 'stop-payment' and m.state = 'stopped' then (m.body->>'heldMinor')::numeric end as held,
       case when m.kind = 'freeze' and m.state in ('active', 'partial') then (m.body->>'frozenMinor')::numeric end as frozen,
       m.kind = 'stop-payment' and m.state = 'drafted' as to_approve, m.kind = 'stop-payment' and m.state in ('approved', 'sent') as at_bank
     from matter m where m.kind in ('stop-payment', 'freeze') and m.closed_at_ms is null and ${ask.scope("m")} ${ONCE}`,
  metrics: [
    money(
      "now.moneyAsked",
      { measure: "sum", value: "asked" },
      { zh: "待止付金额", en: "At risk: to be stopped, no answer yet" },
      { zh: "已提出止付、尚无银行反馈的金额合计", en: "sum of stops proposed or sent whose bank has not answered" },
    ),
    money(
      "now.moneyStopped",
      { measure: "sum", value: "held" },
      { zh: "止付中金额", en: "Stopped now" },
      { zh: "正在生效的止付所止住的金额合计", en: "sum held by stops in force" },
    ),
    money("now.moneyFrozen", { measure: "sum", value: "frozen" }, { zh: "冻结中金额", en: "Frozen now" }, { zh: "正在生效的冻结金额合计", en: "sum frozen by freezes in force" }),
    money("now.stopsToApprove", { measure: "count", where: "to_approve" }, { zh: "待审批止付", en: "Stops to approve" }, AS_OF),
    money("now.stopsAtBank", { measure: "count", where: "at_bank" }, { zh: "待银行反馈止付", en: "Stops waiting for the bank" }, AS_OF),
  ],
};

/** The other side of the miss rate, in the words of the room: of those who reported a payment, who had been warned before it. */
export const WARNED_FIRST: Family = {
  ...MISSES,
  name: "warned-first",
  metrics: [
    {
      key: "situation.warnedFirst",
      section: "warning",
      measure: "share",
      hit: "warned",
      dedup: { zh: "每份报案一次", en: "once a report" },
      lateChanges: true,
      title: { zh: "付款前已预警", en: "Warned before paying" },
      formula: { zh: "首次付款前收到过预警 ÷ 有付款的报案", en: "warned before the first payment ÷ reports with a payment" },
    },
  ],
};

export const LOST: Family = {
  ...LOSSES,
  name: "lost",
  metrics: [
    {
      key: "situation.lost",
      section: "money",
      measure: "sum",
      value: "lost",
      dedup: { zh: "每份报案、每个币种一次；重复报案不计", en: "once a report and currency; duplicates are left out" },
      lateChanges: true,
      title: { zh: "报案损失金额", en: "Loss reported" },
      formula: { zh: "当期报案的损失合计", en: "loss of the reports of the period" },
    },
  ],
};

export const categoryKey = (of: "warnings" | "reports", category: ScamCategory | "UNKNOWN"): string => `situation.${of}.${category}`;
export const CATEGORIES: readonly (ScamCategory | "UNKNOWN")[] = [...SCAM_CATEGORIES, "UNKNOWN"];
export const categoryName = (category: ScamCategory | "UNKNOWN"): Bilingual => (category === "UNKNOWN" ? { zh: "尚未判明", en: "Not known yet" } : SCAM_CATEGORY_NAMES[category]);

function mixOf(of: "warnings" | "reports", rows: Family["rows"], dedup: Bilingual): Family {
  return {
    name: `mix-${of}`,
    rows,
    metrics: CATEGORIES.map((category): FamilyMetric => ({
      key: categoryKey(of, category),
      section: of === "warnings" ? "warning" : "cases",
      measure: "count",
      where: category === "UNKNOWN" ? "category is null" : `category = '${category}'`,
      dedup,
      lateChanges: true,
      title: categoryName(category),
      formula: { zh: "当期", en: "of the period" },
    })),
  };
}

export const WARNING_MIX: Family = mixOf(
  "warnings",
  (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, m.body->>'category' as category from matter m
     where m.kind = 'warning' and ${ask.during("m.opened_at_ms")} and m.state <> 'merged' and ${ask.scope("m")} ${ONCE}`,
  EACH,
);
export const REPORT_MIX: Family = mixOf(
  "reports",
  (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, m.body#>>'{axes,lure}' as category from matter m
     where m.kind = 'report' and ${ask.during("m.opened_at_ms")} and m.state <> 'duplicate' and ${ask.scope("m")} ${ONCE}`,
  { zh: "每份报案一次", en: "once a report" },
);
