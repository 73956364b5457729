/**
 * What was wrong is not only lifted: what it cost is stated by the program itself, in the same transaction, where money was
 * held and the law says how to compute it. Where it does not, the institution's own figures are taken. Any other loss can be
 * claimed on what was found wrong, whether something was stated or not.
 */
import type { AnnouncementOf } from "../domain/announcement.ts";
import { kindOfId, type MatterId } from "../domain/matter.ts";
import { ProblemError } from "../base/problem.ts";
import { KnownRef, type PersonalRef } from "../domain/personal.ts";
import type { Work } from "../matters/work.ts";
import { interestOf } from "./compensation/interest.ts";
import { compensation } from "./compensation/kind.ts";
import { APPEALABLE, type Target } from "./target.ts";

/** Nothing is opened for a sum that rounds to nothing: it can still be claimed. */
export async function prepareForWrong(work: Work, said: AnnouncementOf<"lifted-as-wrong">): Promise<void> {
  const { matter, startedAtMs: fromMs, endedAtMs: untilMs, amountMinor, currency } = said;
  const { interest } = work.law.compensation;
  if (amountMinor === null || interest === null || !(APPEALABLE as readonly string[]).includes(kindOfId(matter))) return;
  const owed = interestOf(interest, { amountMinor: BigInt(amountMinor), fromMs, untilMs }, work.law.timeZone);
  if (owed === 0n) return;
  await work.openOne(compensation, { against: matter, why: "wrong", fromMs, untilMs, amountMinor, currency, interestMinor: String(owed), feesMinor: null }, "consequence");
}

export async function prepareForDelay(work: Work, said: AnnouncementOf<"delay-costs">): Promise<void> {
  const { hold, startedAtMs: fromMs, endedAtMs: untilMs, amountMinor, currency, interestMinor, feesMinor } = said;
  const prepared = await preparedFor(work, [hold]);
  if (prepared !== null) await work.actOne(compensation, prepared, "restate", { interestMinor, feesMinor }, "consequence");
  else if (BigInt(interestMinor) + BigInt(feesMinor) > 0n)
    await work.openOne(compensation, { against: hold, why: "delay", fromMs, untilMs, amountMinor, currency, interestMinor, feesMinor }, "consequence");
}

/** What the holder of a code can claim about a restriction: what is prepared, or, where it was found wrong, one that begins now. */
export async function claimable(work: Work, chain: readonly Target[], holder: PersonalRef): Promise<MatterId> {
  const ids = chain.map(({ id }) => id);
  const prepared = await preparedFor(work, ids);
  if (prepared !== null) return prepared;
  const [wrong] = await work.query<{ readonly matter: MatterId; readonly from: number; readonly until: number; readonly amount: string | null; readonly currency: string | null }>(
    `select w.matter, w.started_at_ms as from, w.lifted_at_ms as until, w.amount_minor::text as amount, w.currency from wrongful_lift w where w.matter = any($1)
       and not exists (select 1 from matter m where m.kind = 'compensation' and m.parent = w.matter and m.state <> 'withdrawn') order by w.lifted_at_ms desc limit 1`,
    [ids],
    "wrong-unclaimed",
  );
  if (wrong === undefined)
    throw new ProblemError({ code: "not-now", detail: "nothing of it was found wrong that is not claimed already", expected: "an appeal first: what is upheld can be claimed" });
  const { matter: against, from: fromMs, until: untilMs, amount: amountMinor, currency } = wrong;
  const draft = { against, why: "wrong" as const, fromMs, untilMs, amountMinor, currency, interestMinor: null, feesMinor: null, holder: new KnownRef(holder) };
  return (await work.openOne(compensation, draft, "consequence")).id;
}

async function preparedFor(work: Work, ids: readonly MatterId[]): Promise<MatterId | null> {
  const [row] = await work.query<{ readonly id: MatterId }>(
    "select id from matter where kind = 'compensation' and parent = any($1) and state = 'prepared' order by id desc limit 1",
    [[...ids]],
    "compensation-prepared",
  );
  return row?.id ?? null;
}
