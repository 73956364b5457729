/** Figures of orders about money by the moment they were approved or took effect. The four sums, each sum once, are in money-figures.ts. */
import type { Family, FamilyMetric } from "./family.ts";

const EACH_ORDER = { zh: "每份指令一次", en: "once an order" };
const money = (one: Omit<FamilyMetric, "section" | "lateChanges">): FamilyMetric => ({ section: "money", lateChanges: true, ...one });

export const STOPS: Family = {
  name: "stops",
  rows: (ask) =>
    `select m.id as item, m.id as matter, (m.body->>'approvedAtMs')::int8 as at_ms, null::text as currency, coalesce((m.body->>'heldMinor')::numeric, 0) as held,
       case when m.body->>'previous' is null then (m.body->>'answeredAtMs')::int8 - r.opened_at_ms end as waited
     from matter m left join matter r on r.id = m.body->>'report'
     where m.kind = 'stop-payment' and ${ask.during("(m.body->>'approvedAtMs')::int8")} and ${ask.scope("m")}`,
  metrics: [
    money({
      key: "money.stopSuccess",
      measure: "share",
      hit: "held > 0",
      dedup: EACH_ORDER,
      title: { zh: "止付成功率", en: "Stops that held something" },
      formula: { zh: "止住金额大于零的指令 ÷ 批准的指令", en: "orders that held something ÷ orders approved" },
    }),
    money({
      key: "money.timeToStop",
      measure: "spread",
      value: "waited",
      dedup: { zh: "每份首轮指令一次", en: "once a first-round order" },
      title: { zh: "止付用时", en: "Time to stop" },
      formula: { zh: "报案到银行反馈，中位数和九成位数", en: "report to the bank's feedback, median and 90th percentile" },
    }),
  ],
};

/** Rounds of one stop are one: the larger of what they held. */
export const CONVERSIONS: Family = {
  name: "conversions",
  rows: (ask) =>
    `select first || ' ' || currency as item, first as matter, at_ms, currency, held, case when converted then held else 0 end as frozen from (
       select coalesce(m.body->>'previous', m.id) as first, m.body->>'currency' as currency, min((m.body->>'stoppedAtMs')::int8) as at_ms,
         max((m.body->>'heldMinor')::numeric) as held, bool_or(m.state = 'converted') as converted
       from matter m where m.kind = 'stop-payment' and ${ask.during("(m.body->>'stoppedAtMs')::int8")} and ${ask.scope("m")} group by 1, 2) c where held > 0`,
  metrics: [
    money({
      key: "money.stopToFreeze",
      measure: "ratio",
      unit: "permille",
      value: "frozen",
      base: "held",
      dedup: { zh: "同一止付的两轮只计一次", en: "both rounds of one stop are one" },
      title: { zh: "止付转冻结率", en: "Stop to freeze" },
      formula: { zh: "转为冻结的金额 ÷ 止付金额", en: "frozen ÷ stopped, by value" },
    }),
  ],
};

/** What was lost in a report, by currency: payments and what went otherwise. */
export const LOSSES: Family = {
  name: "losses",
  rows: (ask) =>
    `select m.id || ' ' || (x->>'currency') as item, m.id as matter, m.opened_at_ms as at_ms, x->>'currency' as currency, sum((x->>'amountMinor')::numeric) as lost
     from matter m, jsonb_array_elements((m.body->'payments') || (m.body->'otherLosses')) as x
     where m.kind = 'report' and m.state = any(${ask.put(ask.asked.given.lossStates)}) and ${ask.during("m.opened_at_ms")} and ${ask.scope("m")} group by m.id, m.opened_at_ms, x->>'currency'`,
  metrics: [
    money({
      key: "money.lossMedian",
      measure: "average",
      value: "lost",
      dedup: { zh: "每份报案、每个币种一次；重复报案不计", en: "once a report and currency; duplicates are left out" },
      title: { zh: "案均损失", en: "Loss per report" },
      formula: { zh: "平均数与中位数并列", en: "mean and median side by side" },
    }),
  ],
};
