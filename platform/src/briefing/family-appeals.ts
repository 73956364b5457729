/**
 * Figures of objections: decided in time, upheld (wholly or in part), how long they took. Over appeals by the moment they were
 * made; those that wait say nothing of their outcome yet, and those that were withdrawn have none. An appeal is upheld when
 * its history says so. They count where they are decided and where the restriction was made, which may lie below.
 */
import type { Ask, Family, FamilyMetric } from "./family.ts";

const EACH_APPEAL = { zh: "每份申诉一次", en: "once an appeal" };
const appeal = (one: Omit<FamilyMetric, "section" | "dedup" | "lateChanges">): FamilyMetric => ({ section: "rights", dedup: EACH_APPEAL, lateChanges: true, ...one });

/** Clocks within which an appeal is decided, as the profile has them for its measures. */
function decidingClocks({ asked }: Ask): readonly string[] {
  return [...new Set(Object.values(asked.profile.measures).flatMap((measure) => (measure.allowed ? [measure.appeal.decide] : [])))];
}

export const APPEALS: Family = {
  name: "appeals",
  rows: (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, u.at_ms is not null as upheld, coalesce(u.at_ms, case when m.state <> 'withdrawn' then m.closed_at_ms end) as decided_at, m.opened_at_ms,
       exists (select 1 from deadline d where d.matter = m.id and d.part = 'due' and (d.key like 'appeal.%' or d.key = any(${ask.put(decidingClocks(ask))})) and (d.state = 'fired' or d.state = 'armed' and d.due_at_ms <= ${ask.now})) as late
     from matter m left join matter t on t.id = m.parent, lateral (select min(l.recorded_at_ms) as at_ms from ledger l where l.matter = m.id and (l.event like 'uphold%' or l.state_after like 'upheld%' or l.state_after like 'partly%')) u
     where m.kind = 'appeal' and ${ask.during("m.opened_at_ms")} and (${ask.scope("m")} or ${ask.scope("t")})`,
  metrics: [
    appeal({
      key: "rights.appeals",
      measure: "count",
      title: { zh: "申诉数", en: "Appeals" },
      formula: { zh: "当期提出", en: "made in the period" },
    }),
    appeal({
      key: "rights.appealsInTime",
      measure: "share",
      where: "(decided_at is not null or late)",
      hit: "not late",
      title: { zh: "申诉按时率", en: "Appeals in time" },
      formula: { zh: "按时决定 ÷ 已决定或已超时", en: "decided in time ÷ decided or overdue" },
    }),
    appeal({
      key: "rights.appealsUpheld",
      measure: "share",
      where: "decided_at is not null",
      hit: "upheld",
      title: { zh: "申诉成立率", en: "Appeals upheld" },
      formula: { zh: "成立 ÷ 已决定", en: "upheld ÷ decided" },
    }),
    appeal({
      key: "rights.appealTime",
      measure: "spread",
      value: "decided_at - opened_at_ms",
      title: { zh: "申诉办理用时", en: "Time to decide an appeal" },
      formula: { zh: "提出到决定，中位数和九成位数", en: "from the appeal to its decision, median and 90th percentile" },
    }),
  ],
};
