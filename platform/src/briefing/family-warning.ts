/** Figures of warning and dissuasion, over warnings by the moment they were opened and reports by theirs. Strictly averted stands apart from claimed. */
import type { Family, FamilyMetric } from "./family.ts";

const EACH_WARNING = { zh: "同一人同一事件合并为一条预警", en: "one warning for a person and episode; merged ones are left out" };
const EACH_REPORT = { zh: "每份报案一次", en: "once a report" };

const warning = (one: Omit<FamilyMetric, "section" | "dedup" | "lateChanges"> & { readonly lateChanges?: boolean }): FamilyMetric => ({
  section: "warning",
  dedup: EACH_WARNING,
  lateChanges: true,
  ...one,
});

/** Where the person was spoken to and it is known what it was. */
const TRUE_OUTCOME = `(outcome in ('awakened', 'already-paid') or "awakenedAtMs" is not null)`;
const FALSE_ALARM = "state in ('not-a-target', 'cancelled')";
const sinceDispatch = (field: string): string => `"${field}" - "dispatchedAtMs"`;
const used = (channel: string): string => `(counts->>'${channel}')::int8 > 0`;

const FIELDS = `outcome text, stage text, averted text, counts jsonb, payments jsonb, "dispatchedAtMs" int8, "firstAttemptAtMs" int8, "firstReachedAtMs" int8, "visitedAtMs" int8,
  "awakenedAtMs" int8, "escalationCount" int8, "visitRequired" boolean, "signedInTime" boolean`;

export const WARNINGS: Family = {
  name: "warnings",
  rows: (ask) =>
    // Read as a record: a body is opened once a row, however many figures look at it.
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, m.level, m.state, b.* from matter m, jsonb_to_record(m.body) as b(${FIELDS})
     where m.kind = 'warning' and ${ask.during("m.opened_at_ms")} and m.state <> 'merged' and b."dispatchedAtMs" is not null and ${ask.scope("m")}`,
  metrics: [
    warning({
      key: "warning.issued",
      measure: "count",
      title: { zh: "预警指令数", en: "Warnings issued" },
      formula: { zh: "当期派发的预警数", en: "warnings dispatched in the period" },
      lateChanges: false,
    }),
    warning({
      key: "warning.bySms",
      measure: "share",
      hit: used("sms"),
      title: { zh: "短信触达占比", en: "Told by message" },
      formula: { zh: "有短信的预警 ÷ 派发", en: "warnings with a message ÷ dispatched" },
    }),
    warning({
      key: "warning.byCall",
      measure: "share",
      hit: used("call"),
      title: { zh: "电话劝阻占比", en: "Told by call" },
      formula: { zh: "有电话的预警 ÷ 派发", en: "warnings with a call ÷ dispatched" },
    }),
    warning({
      key: "warning.byVisit",
      measure: "share",
      hit: used("visit"),
      title: { zh: "见面劝阻占比", en: "Told by visit" },
      formula: { zh: "有上门的预警 ÷ 派发", en: "warnings with a visit ÷ dispatched" },
    }),
    warning({
      key: "warning.visitRate",
      measure: "share",
      where: `"visitRequired"`,
      hit: `"visitedAtMs" is not null`,
      title: { zh: "见面劝阻率", en: "Visit rate" },
      formula: { zh: "已上门 ÷ 应上门", en: "visited ÷ visit required" },
    }),
    warning({
      key: "warning.signedInTime",
      measure: "share",
      where: "level > 0",
      hit: `"signedInTime"`,
      title: { zh: "按时签收率", en: "Signed for in time" },
      formula: { zh: "限时内签收 ÷ 须签收", en: "signed within the limit ÷ to be signed for" },
    }),
    warning({
      key: "warning.timeToAttempt",
      measure: "spread",
      value: sinceDispatch("firstAttemptAtMs"),
      title: { zh: "首次尝试用时", en: "Time to first attempt" },
      formula: { zh: "派发到首次尝试，中位数和九成位数", en: "from dispatch to the first attempt, median and 90th percentile" },
    }),
    warning({
      key: "warning.timeToContact",
      measure: "spread",
      value: sinceDispatch("firstReachedAtMs"),
      title: { zh: "首次联系用时", en: "Time to first contact" },
      formula: { zh: "派发到首次联系，中位数和九成位数", en: "from dispatch to first contact, median and 90th percentile" },
    }),
    warning({
      key: "warning.timeToVisit",
      measure: "spread",
      value: sinceDispatch("visitedAtMs"),
      title: { zh: "上门用时", en: "Time to visit" },
      formula: { zh: "派发到上门，中位数和九成位数", en: "from dispatch to the visit, median and 90th percentile" },
    }),
    warning({
      key: "warning.escalated",
      measure: "share",
      hit: `"escalationCount" > 0`,
      title: { zh: "升级率", en: "Went up a tier" },
      formula: { zh: "升级过的预警 ÷ 派发", en: "warnings that went up ÷ dispatched" },
    }),
    warning({
      key: "warning.averted",
      measure: "count",
      where: `averted = 'strict'`,
      title: { zh: "成功劝阻（严口径）", en: "Averted (strict)" },
      formula: { zh: "阶段不低于 S3 或已止住付款，且其后确认未受损失", en: "stage S3 or later or a payment stopped, and no loss confirmed afterwards" },
    }),
    warning({
      key: "warning.avertedClaimed",
      measure: "count",
      where: `"awakenedAtMs" is not null`,
      title: { zh: "劝阻成功（当时认定）", en: "Averted (as claimed at the time)" },
      formula: { zh: "当时认为已劝阻的预警数；通常公布的是这个数", en: "warnings counted as stopped in time when it happened: the figure that is usually published" },
    }),
    warning({
      key: "warning.precision",
      measure: "share",
      where: `(${TRUE_OUTCOME} or (${FALSE_ALARM} and "firstReachedAtMs" is not null))`,
      hit: `stage >= 'S2' and ${TRUE_OUTCOME}`,
      title: { zh: "预警准确率", en: "Precision of warnings" },
      formula: { zh: "确属 S2 及以后 ÷ 已联系并判明", en: "truly S2 or later ÷ contacted and judged" },
    }),
    warning({
      key: "warning.late",
      measure: "share",
      hit: `jsonb_array_length(payments) > 0`,
      title: { zh: "迟到率", en: "Late warnings" },
      formula: { zh: "联系时已付款 ÷ 预警", en: "already paid ÷ warnings" },
    }),
    warning({
      key: "warning.falseAlarms",
      measure: "share",
      hit: FALSE_ALARM,
      title: { zh: "误报率", en: "False alarms" },
      formula: { zh: "核实未涉诈或误报撤销 ÷ 派发", en: "found not concerned or cancelled ÷ dispatched" },
    }),
  ],
};

export const MISSES: Family = {
  name: "misses",
  rows: (ask) =>
    `select r.id as item, r.id as matter, r.opened_at_ms as at_ms, null::text as currency, exists (
       select 1 from mention v join mention o on o.token = v.token and o.role = 'victim' join matter w on w.id = o.matter and w.kind = 'warning' and w.opened_at_ms <= r.first_paid
         where v.matter = r.id and v.role in ('reporter', 'victim', 'payer')) as warned
     from (select m.id, m.opened_at_ms, (select min((one->>'paidAtMs')::int8) from jsonb_array_elements(m.body->'payments') one) as first_paid from matter m
       where m.kind = 'report' and ${ask.during("m.opened_at_ms")} and ${ask.scope("m")}) r where r.first_paid is not null`,
  metrics: [
    {
      key: "warning.missRate",
      section: "warning",
      measure: "share",
      hit: "not warned",
      dedup: EACH_REPORT,
      lateChanges: true,
      title: { zh: "漏警率", en: "Miss rate" },
      formula: { zh: "首次付款前未收到预警 ÷ 有付款的报案", en: "no warning before the first payment ÷ reports with a payment" },
    },
  ],
};
