/** Figures of the two cards: openings by the moment the counter decided, involved cards by the moment they were found, actions on numbers by theirs. */
import type { Ask, Family, FamilyMetric } from "./family.ts";

const card = (one: Omit<FamilyMetric, "section" | "lateChanges"> & { readonly lateChanges?: boolean }): FamilyMetric => ({ section: "twoCards", lateChanges: true, ...one });
const EACH_CHECK = { zh: "每次核查一次", en: "once a check" };
const EACH_CARD = { zh: "每张卡一次", en: "once a card" };
const EACH_ACTION = { zh: "每次处置一次", en: "once an action" };

/** How long after its opening a card still counts as new; null where the country has no such time. */
function windowMs(ask: Ask): number | null {
  const { profile, period } = ask.asked;
  return profile.deadlines["opening.newCardWindow"] === undefined ? null : profile.due("opening.newCardWindow", period.fromMs).dueAtMs - period.fromMs;
}

export const OPENINGS: Family = {
  name: "openings",
  byPlace: false,
  rows(ask) {
    const window = `${ask.put(windowMs(ask))}::int8`;
    return `select c.id as item, c.matter, c.decided_at_ms as at_ms, null::text as currency, c.decision, c.answer <> 'go-ahead' as suspicious, c.overturned_at_ms is not null as overturned,
       c.decision in ('opened', 'limited') as opened, ${window} is null or c.decided_at_ms + ${window} <= ${ask.now} as matured,
       exists (select 1 from matter t where t.kind = 'trace-back' and t.subject = c.card and t.opened_at_ms >= c.decided_at_ms and (${window} is null or t.opened_at_ms <= c.decided_at_ms + ${window})) as involved,
       c.decision = 'refused' and (
         exists (select 1 from mention m join matter s on s.id = m.matter where m.token in (c.subject, c.contact) and (s.kind = 'list-entry' and s.state like 'active%' or m.role = 'involved'))
         or exists (select 1 from opening_check o join matter t on t.kind = 'trace-back' and t.subject = o.card where o.subject = c.subject)) as supported
     from opening_check c where c.decision is not null and ${ask.during("c.decided_at_ms")} and ${ask.place("c.territory")}`;
  },
  metrics: [
    card({
      key: "cards.suspiciousNotOpened",
      measure: "share",
      where: "suspicious",
      hit: "decision in ('refused', 'left')",
      dedup: EACH_CHECK,
      title: { zh: "可疑不开卡", en: "Suspicious and not opened" },
      formula: { zh: "未开出 ÷ 核查有发现", en: "not opened ÷ checks that found something" },
    }),
    card({
      key: "cards.newInvolved",
      measure: "share",
      where: "opened",
      hit: "involved",
      dedup: EACH_CARD,
      title: { zh: "新开卡涉案率", en: "New cards involved" },
      formula: {
        zh: "开出后在规定期间内涉案 ÷ 当期开出；未满期的仍可能变化",
        en: "involved within the window ÷ opened in the period; those whose window still runs may yet change",
      },
    }),
    card({
      key: "cards.newInvolvedFinal",
      measure: "share",
      where: "opened and matured",
      hit: "involved",
      dedup: EACH_CARD,
      title: { zh: "新开卡涉案率（期满）", en: "New cards involved (window over)" },
      formula: { zh: "开出后在规定期间内涉案 ÷ 当期开出且已满期", en: "involved within the window ÷ opened in the period whose window is over" },
    }),
    card({
      key: "cards.refusedRight",
      measure: "share",
      where: "decision = 'refused'",
      hit: "supported and not overturned",
      dedup: EACH_CHECK,
      title: { zh: "拒绝开卡准确率", en: "Refusals that were right" },
      formula: { zh: "有名单或决定支持的拒绝 ÷ 拒绝；无支持的不等于错误", en: "refusals backed by a list or decision ÷ refusals; unbacked is unknown, not wrong" },
    }),
    card({
      key: "cards.refusedWrong",
      measure: "share",
      where: "decision = 'refused'",
      hit: "overturned",
      dedup: EACH_CHECK,
      title: { zh: "拒绝开卡被纠正", en: "Refusals taken back" },
      formula: { zh: "申诉成立的拒绝 ÷ 拒绝", en: "refusals taken back on appeal ÷ refusals" },
    }),
  ],
};

export const TRACES: Family = {
  name: "traces",
  rows: (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, (m.body->>'answeredInTime')::boolean as in_time from matter m
     where m.kind = 'trace-back' and ${ask.during("m.opened_at_ms")} and ${ask.scope("m")}`,
  metrics: [
    card({
      key: "cards.tracedBack",
      measure: "share",
      hit: "in_time",
      dedup: EACH_CARD,
      title: { zh: "倒查完成率", en: "Trace-back done" },
      formula: { zh: "限期内查到开卡人和网点 ÷ 涉案卡", en: "opener and branch found in time ÷ involved cards" },
    }),
  ],
};

export const NUMBERS: Family = {
  name: "numbers",
  rows: (ask) =>
    `select m.id as item, m.id as matter, m.opened_at_ms as at_ms, null::text as currency, m.body->>'outcome' as outcome, m.hands ? 'notify' as asked,
       jsonb_array_length(m.body->'grades') > 0 as limited, (m.body->>'notTheUser')::boolean as not_the_user,
       exists (select 1 from deadline d where d.matter = m.id and d.key in ('restore.online', 'restore.papers') and d.part = 'due' and d.state = 'fired') as late, m.state
     from matter m where m.kind = 'number-action' and ${ask.during("m.opened_at_ms")} and ${ask.scope("m")}`,
  metrics: [
    card({
      key: "cards.reverified",
      measure: "share",
      where: "asked",
      hit: "outcome = 'verified'",
      dedup: EACH_ACTION,
      title: { zh: "二次核验通过率", en: "Passed when asked to verify" },
      formula: { zh: "核验通过 ÷ 已通知核验", en: "verified ÷ asked to verify" },
    }),
    card({
      key: "cards.notTheUser",
      measure: "share",
      where: "asked",
      hit: "not_the_user",
      dedup: EACH_ACTION,
      title: { zh: "实名不本人", en: "Registered, not the user" },
      formula: { zh: "登记人非实际使用人 ÷ 已通知核验", en: "somebody else uses it ÷ asked to verify" },
    }),
    card({
      key: "cards.numbersLimited",
      measure: "share",
      hit: "limited",
      dedup: EACH_ACTION,
      title: { zh: "号码受限率", en: "Numbers limited" },
      formula: { zh: "采取过限制 ÷ 提出的处置", en: "limited at some time ÷ actions proposed" },
    }),
    card({
      key: "cards.restoredLate",
      measure: "share",
      where: "state = 'restored'",
      hit: "late",
      dedup: EACH_ACTION,
      title: { zh: "复通超时率", en: "Restored late" },
      formula: { zh: "未在规定时间复通 ÷ 复通", en: "not restored in time ÷ restored" },
    }),
  ],
};
