/**
 * The figures of a run: what the program's own slices count, each with its numerator and denominator, beside what only the
 * town knows, which is how much was stolen and who was warned before they paid. Rights stand in the same list as success.
 */
import { systemScope } from "../access/scope.ts";
import { caseFigures } from "../cases/figures.ts";
import { warningFigures } from "../dissuasion/figures.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { endingClocks, orderFigures } from "../orders/figures.ts";
import { HOLD_WRONG, WRONG } from "../orders/reasons.ts";
import type { Sql, Store } from "../ports/store.ts";
import type { MoneyTruth } from "./books.ts";
import { leapOver, type Jump } from "./faults.ts";
import type { Outside } from "./outside.ts";
import type { Resident } from "./parties/residents.ts";

interface Words {
  readonly key: string;
  readonly words: Bilingual;
}

export type TownFigure =
  /** So many of so many. */
  | (Words & { readonly kind: "share"; readonly count: number; readonly of: number })
  /** A sum of a sum, in the smallest unit. */
  | (Words & { readonly kind: "money"; readonly minor: string; readonly ofMinor: string })
  | (Words & { readonly kind: "time"; readonly count: number; readonly p50Ms: number | null; readonly p90Ms: number | null })
  | (Words & { readonly kind: "count"; readonly count: number });

/** What counts as on time: the sweep of the clocks. */
const ON_TIME_MS = 60_000;

export interface FiguresAsked {
  readonly store: Store;
  readonly outside: Pick<Outside, "received">;
  readonly profile: JurisdictionProfile;
  readonly residents: readonly Resident[];
  readonly truth: MoneyTruth;
  /** Leaps of the machine's clock. */
  readonly jumps: readonly Jump[];
  readonly period: { readonly fromMs: number; readonly untilMs: number };
  readonly nowMs: number;
}

export async function townFigures({ store, outside, profile, residents, truth, jumps, period, nowMs }: FiguresAsked): Promise<readonly TownFigure[]> {
  const scope = systemScope("sim");
  return store.snapshot(async (sql) => {
    const orders = await orderFigures(sql, scope, period, profile, nowMs);
    const warnings = await warningFigures(sql, scope, { fromMs: period.fromMs, toMs: period.untilMs });
    const cases = await caseFigures(sql, scope, period);
    const money = orders.money.find((one) => one.currency === profile.currency);
    const reported = cases.loss.filter((one) => one.currency === profile.currency).reduce((sum, one) => sum + BigInt(one.sumMinor), 0n);
    const paid = residents.filter((one) => one.payments.length > 0);
    const wrong = await wrongful(sql, period);
    const appeals = await appealsInTime(sql, period);
    const leapt = await leaptOver(sql, endingClocks(profile), period, jumps);
    return [
      sum("money.stoppedOfStolen", { zh: "止住 ÷ 被骗（城镇实情）", en: "Stopped of stolen (as the town knows)" }, money?.heldMinor ?? "0", String(truth.stolenMinor)),
      sum("money.leftOfStolen", { zh: "期末仍被控制 ÷ 被骗", en: "Still held when the days end, of stolen" }, String(truth.heldMinor), String(truth.stolenMinor)),
      sum("money.stoppedOfReported", { zh: "止住 ÷ 报案损失", en: "Stopped of reported" }, money?.heldMinor ?? "0", String(reported)),
      sum("money.tracedOfStopped", { zh: "溯源到被害人 ÷ 止住", en: "Traced to a victim, of stopped" }, money?.tracedMinor ?? "0", money?.heldMinor ?? "0"),
      sum("money.returnedOfStopped", { zh: "返还 ÷ 止住", en: "Returned of stopped" }, money?.returnedMinor ?? "0", money?.heldMinor ?? "0"),
      time("money.timeToStop", { zh: "报案到银行反馈", en: "Report to the bank's answer" }, orders.timeToStopMs.count, orders.timeToStopMs.p50, orders.timeToStopMs.p90),
      share("money.stopSuccess", { zh: "止付成功率", en: "Stops that held something" }, orders.stopSuccess.count, orders.stopSuccess.of),
      share("money.stopToFreeze", { zh: "止付转冻结（账户）", en: "Stopped accounts that were frozen" }, orders.stopToFreeze.accounts.count, orders.stopToFreeze.accounts.of),
      share(
        "warning.beforePaying",
        { zh: "付款前已收到预警（城镇实情）", en: "Warned before they paid (as the town knows)" },
        paid.filter((one) => warnedBefore(one, outside)).length,
        paid.length,
      ),
      share("warning.missed", { zh: "漏警率", en: "Reports whose victim had no warning" }, warnings.missed.hits, warnings.missed.of),
      time(
        "warning.toFirstContact",
        { zh: "派发到首次联系", en: "Dispatch to first contact" },
        warnings.toFirstContact.count,
        warnings.toFirstContact.p50Ms,
        warnings.toFirstContact.p90Ms,
      ),
      share("warning.avertedStrict", { zh: "成功劝阻（严口径）", en: "Averted (strict)" }, warnings.avertedStrict, warnings.issued),
      share("warning.avertedClaimed", { zh: "成功劝阻（通常口径）", en: "Averted (as usually claimed)" }, warnings.avertedClaimed, warnings.issued),
      share("warning.precision", { zh: "预警准确率", en: "Precision of warnings" }, warnings.precision.hits, warnings.precision.of),
      share("cases.clearance", { zh: "破案率", en: "Clearance" }, cases.clearance.count, cases.clearance.of),
      share("rights.wrongful", { zh: "误限制率", en: "Wrongful restrictions" }, wrong.wrong, wrong.all),
      time("rights.wrongfulTime", { zh: "误限制时长", en: "Time restricted though wrong" }, wrong.wrong, wrong.p50, wrong.p90),
      share("rights.autoRelease", { zh: "到期按时自动解除", en: "Automatic release on time" }, orders.autoReleaseOnTime.count, orders.autoReleaseOnTime.of),
      {
        key: "rights.releaseLeapt",
        kind: "count",
        words: { zh: "到期时刻被时钟跳变越过（不计入上项）", en: "Ends that a leap of the clock passed over (not in the above)" },
        count: leapt,
      },
      share("rights.noticesDelivered", { zh: "告知送达率", en: "Notices delivered" }, orders.noticesDelivered.count, orders.noticesDelivered.of),
      share("rights.appealsInTime", { zh: "申诉按时答复", en: "Appeals decided in time" }, appeals.inTime, appeals.all),
      { key: "rights.stopsBeyond", kind: "count", words: { zh: "超过规定次数的止付账户", en: "Accounts stopped beyond the rounds" }, count: orders.stopsBeyondRounds },
    ];
  });
}

const share = (key: string, words: Bilingual, count: number, of: number): TownFigure => ({ kind: "share", key, words, count, of });
const sum = (key: string, words: Bilingual, minor: string, ofMinor: string): TownFigure => ({ kind: "money", key, words, minor, ofMinor });
const time = (key: string, words: Bilingual, count: number, p50Ms: number | null, p90Ms: number | null): TownFigure => ({ kind: "time", key, words, count, p50Ms, p90Ms });

/** Something that warns them reached their phone before the first payment was booked. */
function warnedBefore(resident: Resident, outside: Pick<Outside, "received">): boolean {
  const first = Math.min(...resident.payments.map((one) => one.flow.atMs));
  return outside.received.some((one) => one.channel === "messenger" && one.to === resident.person.number && one.atMs < first);
}

/** Restrictions that ended because they should not have been, with how long they had lasted. */
async function wrongful(
  sql: Sql,
  period: FiguresAsked["period"],
): Promise<{ readonly all: number; readonly wrong: number; readonly p50: number | null; readonly p90: number | null }> {
  const [row] = await sql.query<{ readonly all: number; readonly wrong: number; readonly p50: number | null; readonly p90: number | null }>(
    `with held as (select m.id, m.body->>'outcome' as outcome, m.closed_at_ms as ended,
         coalesce((m.body->>'stoppedAtMs')::int8, (m.body->>'frozenAtMs')::int8, (m.body->>'startedAtMs')::int8, (m.body->>'heldAtMs')::int8, (m.body->>'suspendedAtMs')::int8) as begun
       from matter m where m.kind in ('stop-payment', 'freeze', 'protective-stop', 'hold', 'line-break'))
     select count(*) as all, count(*) filter (where outcome = any($3)) as wrong,
       (percentile_disc(0.5) within group (order by ended - begun) filter (where outcome = any($3)))::int8 as p50,
       (percentile_disc(0.9) within group (order by ended - begun) filter (where outcome = any($3)))::int8 as p90
     from held where begun >= $1 and begun < $2`,
    [period.fromMs, period.untilMs, [...WRONG, ...HOLD_WRONG, "mistaken"]],
  );
  return row;
}

/** A clock that was kept was stopped; one that was not has fired. */
async function appealsInTime(sql: Sql, period: FiguresAsked["period"]): Promise<{ readonly inTime: number; readonly all: number }> {
  const [row] = await sql.query<{ readonly intime: number; readonly all: number }>(
    `select count(*) filter (where d.state = 'disarmed') as intime, count(*) as all from deadline d join matter m on m.id = d.matter
     where m.kind = 'appeal' and d.part = 'due' and d.key like 'appeal.%' and d.state <> 'armed' and d.started_at_ms >= $1 and d.started_at_ms < $2`,
    [period.fromMs, period.untilMs],
  );
  return { inTime: row.intime, all: row.all };
}

/**
 * Ends that the machine's clock leapt over, carried out as soon as it had. By that clock they were late, which is what the
 * program's own figure says; by the town's time the restriction ended when the clock went wrong, hence before it had to.
 */
async function leaptOver(sql: Sql, keys: readonly string[], period: FiguresAsked["period"], jumps: readonly Jump[]): Promise<number> {
  const late = await sql.query<{ readonly due: number; readonly fired: number }>(
    `select d.due_at_ms as due, d.fired_at_ms as fired from deadline d where d.part = 'due' and d.key = any($3) and d.state = 'fired'
       and d.due_at_ms >= $1 and d.due_at_ms < $2 and d.fired_at_ms > d.due_at_ms + $4`,
    [period.fromMs, period.untilMs, [...keys], ON_TIME_MS],
  );
  return late.filter(({ due, fired }) => leapOver(due, jumps) > 0 && fired - due <= leapOver(due, jumps) + ON_TIME_MS).length;
}
