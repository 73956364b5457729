/** Figures of reports, cases, series and campaigns: the cohort of the period, and what became of it by the cut-off. */
import type { Family, FamilyMetric } from "./family.ts";

const cases = (one: Omit<FamilyMetric, "section" | "lateChanges"> & { readonly lateChanges?: boolean }): FamilyMetric => ({ section: "cases", lateChanges: true, ...one });
const EACH_CASE = { zh: "每案一次", en: "once a case" };
const EACH_REPORT = { zh: "每份报案一次", en: "once a report" };
const EACH_CLOCK = { zh: "每个期限一次", en: "once a clock" };
const EACH_LEAD = { zh: "每条线索一次", en: "once a lead" };

const milestone = (name: string): string => `(m.body->'milestones'->>'${name}')::int8`;

export const COHORT: Family = {
  name: "cohort",
  rows: (ask) =>
    `select m.id as item, m.id as matter, ${milestone("filedAtMs")} as at_ms, null::text as currency, ${milestone("caughtAtMs")} as caught_at, (m.body->>'firstReportAtMs')::int8 as first_at
     from matter m where m.kind = 'case' and ${ask.during(milestone("filedAtMs"))} and ${ask.scope("m")}`,
  metrics: [
    cases({
      key: "cases.filed",
      measure: "count",
      dedup: EACH_CASE,
      lateChanges: false,
      title: { zh: "立案数", en: "Cases filed" },
      formula: { zh: "当期立案", en: "filed in the period" },
    }),
    cases({
      key: "cases.clearance",
      measure: "share",
      hit: "caught_at is not null",
      dedup: EACH_CASE,
      title: { zh: "破案率", en: "Clearance" },
      formula: { zh: "同批立案中已破 ÷ 立案", en: "solved ÷ filed, same cohort" },
    }),
    cases({
      key: "cases.leadToArrest",
      measure: "spread",
      value: "caught_at - first_at",
      dedup: EACH_CASE,
      title: { zh: "报案到抓获用时", en: "First report to arrest" },
      formula: { zh: "首次报案到抓获，中位数和九成位数", en: "from the first report to the arrest, median and 90th percentile" },
    }),
  ],
};

/** A clock that was kept was stopped; one that was not has fired. Those that still run say nothing yet. */
export const CASE_CLOCKS: Family = {
  name: "case-clocks",
  rows: (ask) =>
    `select d.matter || ' ' || d.key || ' ' || d.round as item, d.matter, d.started_at_ms as at_ms, null::text as currency, d.key, d.state from deadline d join matter m on m.id = d.matter
     where d.key in ('report.platformEntry', 'case.transferToCompetent') and d.part = 'due' and d.state <> 'armed' and ${ask.during("d.started_at_ms")} and ${ask.scope("m")}`,
  metrics: [
    cases({
      key: "cases.enteredInTime",
      measure: "share",
      where: "key = 'report.platformEntry'",
      hit: "state = 'disarmed'",
      dedup: EACH_CLOCK,
      title: { zh: "及时录入率", en: "Entered in time" },
      formula: { zh: "限时内录入案情和一级账户 ÷ 已到期或已办结", en: "brief and first account entered in time ÷ clocks that are over" },
    }),
    cases({
      key: "cases.handedOverInTime",
      measure: "share",
      where: "key = 'case.transferToCompetent'",
      hit: "state = 'disarmed'",
      dedup: EACH_CLOCK,
      title: { zh: "及时移送率", en: "Handed over in time" },
      formula: { zh: "限时内移送 ÷ 已到期或已办结", en: "handed over in time ÷ clocks that are over" },
    }),
  ],
};

export const REPORTS: Family = {
  name: "reports",
  rows: (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, jsonb_array_length(m.body->'payments') > 0 as paid,
       exists (select 1 from jsonb_array_elements(m.body->'payments') as p where p->>'proposedAtMs' is not null) as golden
     from matter m where m.kind = 'report' and ${ask.during("m.opened_at_ms")} and ${ask.scope("m")}`,
  metrics: [
    cases({
      key: "cases.reports",
      measure: "count",
      dedup: EACH_REPORT,
      lateChanges: false,
      title: { zh: "报案举报数", en: "Reports and tips" },
      formula: { zh: "当期收到", en: "received in the period" },
    }),
    cases({
      key: "cases.goldenTime",
      measure: "share",
      where: "paid",
      hit: "golden",
      dedup: EACH_REPORT,
      title: { zh: "黄金时间报案占比", en: "Reported in the golden time" },
      formula: { zh: "尚可止付即提出止付 ÷ 有付款的报案", en: "a stop was proposed at once ÷ reports with a payment" },
    }),
  ],
};

/** A person is counted by their latest report in the period: the list names reports, not people. */
export const REPEATS: Family = {
  name: "repeats",
  rows: (ask) => {
    const since = ask.put(ask.asked.period.untilMs - 365 * 86_400_000);
    const from = ask.put(ask.asked.period.fromMs);
    const until = ask.put(ask.asked.period.untilMs);
    return `select latest as item, latest as matter, at_ms, null::text as currency, n > 1 as again from (
       select (array_agg(m.id order by m.opened_at_ms desc, m.id))[1] as latest, max(m.opened_at_ms) as at_ms, count(*) as n from matter m
       where m.kind = 'report' and m.subject is not null and m.state not in ('duplicate', 'malicious') and m.opened_at_ms >= ${since}::int8 and m.opened_at_ms < ${until}::int8 and ${ask.scope("m")}
       group by m.subject having max(m.opened_at_ms) >= ${from}::int8) p`;
  },
  metrics: [
    cases({
      key: "cases.repeatVictims",
      measure: "share",
      hit: "again",
      dedup: { zh: "每人一次", en: "once a person" },
      title: { zh: "重复受害率", en: "Deceived again" },
      formula: { zh: "十二个月内再次报案的人 ÷ 当期报案的人", en: "people with another report within twelve months ÷ people who reported" },
    }),
  ],
};

export const LEADS: Family = {
  name: "leads",
  rows: (ask) =>
    `select m.id as item, m.id as matter, f.at_ms, null::text as currency, m.state, m.body#>>'{verification,finding}' as finding,
       not exists (select 1 from jsonb_array_elements(m.body->'steps') s where s->>'what' = 'overdue') as in_time,
       (select min((s->>'atMs')::int8) from jsonb_array_elements(m.body->'steps') s where s->>'what' = 'returned') - f.at_ms as took
     from matter m, lateral (select min((s->>'atMs')::int8) as at_ms from jsonb_array_elements(m.body->'steps') s where s->>'what' = 'issued') f
     where m.kind = 'lead' and f.at_ms is not null and m.state <> 'withdrawn' and ${ask.during("f.at_ms")} and ${ask.scope("m")}`,
  metrics: [
    cases({
      key: "cases.leadsIssued",
      measure: "count",
      dedup: EACH_LEAD,
      title: { zh: "下发线索数", en: "Leads issued" },
      formula: { zh: "当期下发，撤回的不计", en: "issued in the period, those taken back left out" },
    }),
    cases({
      key: "cases.leadsTrue",
      measure: "share",
      where: "finding is not null",
      hit: "finding in ('true', 'partly')",
      dedup: EACH_LEAD,
      title: { zh: "线索属实率", en: "Leads found true" },
      formula: { zh: "属实或部分属实 ÷ 已核查", en: "true or partly true ÷ verified" },
    }),
    cases({
      key: "cases.leadsNotOverdue",
      measure: "share",
      hit: "in_time",
      dedup: EACH_LEAD,
      title: { zh: "线索未超时率", en: "Leads never overdue" },
      formula: { zh: "各环节均未超时 ÷ 下发", en: "no clock of it ran out ÷ issued" },
    }),
    cases({
      key: "cases.leadTime",
      measure: "spread",
      value: "took",
      dedup: EACH_LEAD,
      title: { zh: "线索反馈用时", en: "Issue to result" },
      formula: { zh: "下发到首次反馈，中位数和九成位数", en: "from issue to the first result, median and 90th percentile" },
    }),
  ],
};
