/**
 * Figures of rights: what was taken from people wrongly and for how long, whether it ended by itself on time, whether they
 * were told, what became of their objections, what was looked at without a matter. They stand beside every success. All
 * measures count in one way, whatever their slices call things.
 */
import { MEASURE_NOTICES, type MeasureKind } from "../domain/jurisdiction-words.ts";
import { MATTER_KINDS, type MatterKindName } from "../domain/matter.ts";
import type { Ask, Family, FamilyMetric } from "./family.ts";

const right = (one: Omit<FamilyMetric, "section" | "lateChanges"> & { readonly lateChanges?: boolean }): FamilyMetric => ({ section: "rights", lateChanges: true, ...one });
const EACH_RESTRICTION = { zh: "每项限制一次", en: "once a restriction" };

/** Kinds that limit somebody, with the moment from which they do. */
const BEGINS = {
  "stop-payment": "(m.body->>'stoppedAtMs')::int8",
  freeze: "(m.body->>'frozenAtMs')::int8",
  "protective-stop": "(m.body->>'startedAtMs')::int8",
  hold: "case when m.state <> 'void' then (m.body->>'heldAtMs')::int8 end",
  "number-action": "(m.body#>>'{grades,0,fromMs}')::int8",
  "line-break": "(m.body->>'suspendedAtMs')::int8",
  "list-entry": "(m.body->>'listedAtMs')::int8",
} as const satisfies Partial<Record<MatterKindName, string>>;
type Limiting = keyof typeof BEGINS;
const LIMITING = Object.keys(BEGINS) as readonly Limiting[];

const BEGUN = `case m.kind ${LIMITING.map((kind) => `when '${kind}' then ${BEGINS[kind]}`).join(" ")} end`;

/** Texts that tell somebody of a limit, with its reason and what can be done; a refusal of something else is none of them. */
const TEXTS: readonly string[] = (Object.keys(MEASURE_NOTICES) as MeasureKind[]).flatMap((kind) =>
  MEASURE_NOTICES[kind].limits.filter((event) => !event.endsWith("-refused")).map((event) => `${kind}.${event}`),
);

/** The account at which the money arrived first is tier 1; a freeze has the tier of the stop it goes on from. */
const TIER = "coalesce((m.body->>'tier')::int8, (select (s.body->>'tier')::int8 from matter s where s.id = m.body->>'follows'))";

function wrongfulOf(kind: Limiting): FamilyMetric {
  const words = MATTER_KINDS[kind];
  const name = kind.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return right({
    key: `rights.wrongful${name[0].toUpperCase()}${name.slice(1)}`,
    measure: "share",
    where: `kind = '${kind}'`,
    hit: "wrong",
    dedup: EACH_RESTRICTION,
    title: { zh: `误限制率：${words.zh}`, en: `Wrongful: ${words.en.toLowerCase()}` },
    formula: { zh: "因错误解除 ÷ 当期开始的限制", en: "lifted as wrong ÷ begun in the period" },
  });
}

export const RESTRICTIONS: Family = {
  name: "restrictions",
  rows: (ask) =>
    `select r.id as item, r.id as matter, r.at_ms, null::text as currency, r.kind, r.strength, r.person, exists (select 1 from wrongful_lift w where w.matter = r.id) as wrong,
       exists (select 1 from notice n where n.matter = r.id and n.template = any(${ask.put(TEXTS)}) and n.delivered_at_ms is not null) as told
     from (select m.id, m.kind, ${BEGUN} as at_ms, m.body->>'strength' as strength, m.kind <> 'list-entry' or jsonb_typeof(m.body->'ref') = 'object' as person
       from matter m where m.kind = any(${ask.put(LIMITING)}) and ${ask.scope("m")}) r where ${ask.during("r.at_ms")}`,
  metrics: [
    right({
      key: "rights.restrictions",
      measure: "count",
      dedup: EACH_RESTRICTION,
      lateChanges: false,
      title: { zh: "限制数", en: "Restrictions" },
      formula: { zh: "当期开始的各类限制", en: "restrictions of all kinds begun in the period" },
    }),
    right({
      key: "rights.wrongfulFlag",
      measure: "share",
      where: "kind = 'list-entry' and strength <> 'block'",
      hit: "wrong",
      dedup: EACH_RESTRICTION,
      title: { zh: "误限制率（标记）", en: "Wrongful restriction (flag)" },
      formula: { zh: "因错误解除 ÷ 标记类限制", en: "lifted as wrong ÷ flags" },
    }),
    right({
      key: "rights.wrongfulBlock",
      measure: "share",
      where: "(kind <> 'list-entry' or strength = 'block')",
      hit: "wrong",
      dedup: EACH_RESTRICTION,
      title: { zh: "误限制率（拦截）", en: "Wrongful restriction (block)" },
      formula: { zh: "因错误解除 ÷ 拦截类限制", en: "lifted as wrong ÷ blocks" },
    }),
    ...LIMITING.map(wrongfulOf),
    right({
      key: "rights.noticesDelivered",
      measure: "share",
      // A thing has nobody to tell; who is only watched is not limited.
      where: "person and (kind <> 'list-entry' or strength <> 'watch')",
      hit: "told",
      dedup: EACH_RESTRICTION,
      title: { zh: "告知送达率", en: "Notices delivered" },
      formula: { zh: "含理由和救济途径的告知已送达 ÷ 限制", en: "delivered with reason and remedy ÷ restrictions" },
    }),
  ],
};

export const WRONGFUL: Family = {
  name: "wrongful",
  rows: (ask) =>
    `select w.matter || ' ' || w.lifted_at_ms as item, w.matter, w.lifted_at_ms as at_ms, null::text as currency, w.lifted_at_ms - w.started_at_ms as lasted, m.kind, ${TIER} as tier
     from wrongful_lift w join matter m on m.id = w.matter where ${ask.during("w.lifted_at_ms")} and ${ask.scope("m")}`,
  metrics: [
    right({
      key: "rights.wrongfulTime",
      measure: "spread",
      value: "lasted",
      alarmOn: "p90",
      dedup: { zh: "每次纠正一次", en: "once each time it is put right" },
      lateChanges: false,
      title: { zh: "误限制时长", en: "Time restricted though wrong" },
      formula: { zh: "误限制的时长，中位数和九成位数", en: "time under a wrong restriction, median and 90th percentile" },
    }),
    right({
      key: "rights.secondTierShare",
      measure: "share",
      where: "kind in ('stop-payment', 'freeze')",
      hit: "tier > 1",
      dedup: { zh: "每次纠正一次", en: "once each time it is put right" },
      lateChanges: false,
      title: { zh: "误限制中二级及以后账户占比", en: "Second tier and later among the wrongful" },
      formula: { zh: "二级及以后 ÷ 全部误限制的账户", en: "tier two and later ÷ all wrongly stopped or frozen accounts" },
    }),
  ],
};

/** Clocks that end a restriction by themselves, as the profile has them. */
function endingClocks({ asked }: Ask): readonly string[] {
  return Object.values(asked.profile.deadlines).flatMap((rule) => (rule.restricts && rule.onExpiry === "auto-release" ? [rule.key] : []));
}

export const ENDINGS: Family = {
  name: "endings",
  rows: (ask) =>
    `select d.matter || ' ' || d.key || ' ' || d.round as item, d.matter, d.due_at_ms as at_ms, null::text as currency, d.state = 'fired' and d.fired_at_ms <= d.due_at_ms + 60000 as on_time
     from deadline d join matter m on m.id = d.matter
     where d.part = 'due' and d.key = any(${ask.put(endingClocks(ask))}) and d.state in ('fired', 'armed') and ${ask.during("d.due_at_ms")} and d.due_at_ms <= ${ask.now} and ${ask.scope("m")}`,
  metrics: [
    right({
      key: "rights.autoRelease",
      measure: "share",
      hit: "on_time",
      dedup: { zh: "每个到期的期限一次", en: "once a clock that ran out" },
      lateChanges: false,
      title: { zh: "到期自动解除率", en: "Automatic release on time" },
      formula: { zh: "到期一分钟内解除 ÷ 到期", en: "released within a minute of the due time ÷ due" },
    }),
  ],
};

/** What is frozen now, against what was traced: no period, as of the cut-off. */
export const FROZEN: Family = {
  name: "frozen",
  rows: (ask) =>
    `select m.id as item, m.id as matter, (m.body->>'frozenAtMs')::int8 as at_ms, m.body->>'currency' as currency, (m.body->>'frozenMinor')::numeric as frozen, (m.body->>'tracedMinor')::numeric as traced
     from matter m where m.kind = 'freeze' and m.state in ('active', 'partial') and ${ask.scope("m")}`,
  metrics: [
    right({
      key: "rights.overFreeze",
      measure: "ratio",
      value: "frozen",
      base: "traced",
      dedup: { zh: "每份正在生效的冻结一次", en: "once a freeze in force" },
      title: { zh: "超额冻结比", en: "Over-freeze ratio" },
      formula: { zh: "冻结金额合计 ÷ 查明金额合计（截至统计时）", en: "sum frozen ÷ sum traced, as of the cut-off" },
    }),
  ],
};

/** Openings of personal data and refusals of them, by the unit of whoever asked. */
export const ACCESS: Family = {
  name: "access",
  byPlace: false,
  rows: (ask) =>
    `select l.seq::text as item, l.matter, l.recorded_at_ms as at_ms, null::text as currency, l.event from ledger l left join organisation o on o.id = l.unit
     where l.event in ('data-opened', 'data-refused') and ${ask.during("l.recorded_at_ms")} and ${ask.place("o.territory")}`,
  metrics: [
    right({
      key: "rights.accessWithoutMatter",
      measure: "count",
      where: "event = 'data-opened' and matter is null",
      dedup: { zh: "每次查看一次", en: "once an opening" },
      lateChanges: false,
      title: { zh: "无事项查询数据", en: "Data access without a matter" },
      formula: { zh: "次数", en: "count" },
    }),
    right({
      key: "rights.accessRefused",
      measure: "count",
      where: "event = 'data-refused'",
      dedup: { zh: "每次一次", en: "once a request" },
      lateChanges: false,
      title: { zh: "被拒绝的数据查询", en: "Data access refused" },
      formula: { zh: "未说明事项或用途等原因被拒绝的次数", en: "requests refused for want of a matter, a purpose or a role" },
    }),
    right({
      key: "rights.accessOpened",
      measure: "count",
      where: "event = 'data-opened' and matter is not null",
      dedup: { zh: "每次查看一次", en: "once an opening" },
      lateChanges: false,
      title: { zh: "有事项的数据查看", en: "Data opened for a matter" },
      formula: { zh: "次数", en: "count" },
    }),
  ],
};

/** What waiting for a held payment cost, as banks report it. */
export const DELAYS: Family = {
  name: "delays",
  rows: (ask) =>
    `select m.id as item, m.id as matter, (m.body->>'endedAtMs')::int8 as at_ms, m.body#>>'{cost,currency}' as currency,
       coalesce((m.body#>>'{cost,feesMinor}')::numeric, 0) + coalesce((m.body#>>'{cost,interestMinor}')::numeric, 0) as cost
     from matter m where m.kind = 'hold' and (m.body#>>'{cost,feesMinor}') is not null and ${ask.during("(m.body->>'endedAtMs')::int8")} and ${ask.scope("m")}`,
  metrics: [
    right({
      key: "rights.delayCosts",
      measure: "sum",
      value: "cost",
      dedup: { zh: "每笔暂缓的付款一次", en: "once a held payment" },
      title: { zh: "暂缓付款造成的费用", en: "Costs of delayed payments" },
      formula: { zh: "银行报告的费用与利息合计", en: "fees and interest as banks report them" },
    }),
  ],
};
