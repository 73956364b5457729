/**
 * What happens to stop-payments when something happens elsewhere: proposals for payments that were reported and for where
 * the money went on, the second round, the freeze that follows, the case that moves. In the transaction of what happened;
 * an account whose institution has no desk here is said and holds up nothing.
 */
import type { AnnouncementOf, Payment } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import { institutionOf, KnownRef, type PersonalRef } from "../../domain/personal.ts";
import type { Work } from "../../matters/work.ts";
import type { z } from "zod";
import { desksOf } from "../account-facts.ts";
import { RELEASE_REASONS, type ReleaseReason } from "../reasons.ts";
import { stopPayment } from "./kind.ts";
import { TIER_MAX, type stopDraft } from "./stop-payment.ts";

type Draft = z.input<typeof stopDraft>;

/** 先止付: a stop is proposed for each account before the narrative is finished. */
export async function proposeForPayments(work: Work, { report, payments }: AnnouncementOf<"payments-reported">): Promise<void> {
  await propose(work, report, perAccount(payments, { parent: report, reason: "reported-payment" }));
}

/** 延伸止付: one proposal for each account the money went on to, each with its own clock and its own approval. */
export async function proposeForHops(work: Work, { order, tier, hops }: AnnouncementOf<"money-moved-on">): Promise<void> {
  if (tier > TIER_MAX) return work.note({ event: "path-too-long", matter: order, kind: "stop-payment", detail: { tier, hops: hops.length } });
  // What the stream showed first is proposed already, and the same money is not asked for twice.
  const rows = await work.query<{ readonly subject: string; readonly amount: string }>(
    `select s.subject, s.body->>'amountMinor' as amount from matter o join matter s on s.kind = 'stop-payment' and s.body->>'report' = o.body->>'report'
     where o.id = $1 and s.opened_by = 'system:money' and s.state in ('drafted', 'approved', 'sent', 'stopped')`,
    [order],
    "stops-traced-before",
  );
  const traced = new Map(rows.map(({ subject, amount }) => [subject, BigInt(amount)]));
  const wanted = perAccount(hops, { parent: order, reason: "moved-on", tier });
  await propose(
    work,
    order,
    wanted.filter(({ to, draft }) => (traced.get(to.token) ?? -1n) < BigInt(draft.amountMinor)),
  );
}

/** Several payments into one account are one proposal, because the account's rounds are few. */
function perAccount(payments: readonly Omit<Payment, "from">[], common: Pick<Draft, "parent" | "reason" | "tier">): readonly ForDesk[] {
  const accounts = new Map<string, Omit<Payment, "from">[]>();
  for (const one of payments) accounts.set(`${one.to.token} ${one.currency}`, [...(accounts.get(`${one.to.token} ${one.currency}`) ?? []), one]);
  return [...accounts.values()].map((these): ForDesk => {
    const [first] = [...these].sort((a, b) => a.atMs - b.atMs);
    const name = these.find((one) => one.toName !== undefined)?.toName;
    return {
      to: first.to,
      draft: {
        ...common,
        account: new KnownRef(first.to),
        ...(name === undefined ? {} : { holderName: new KnownRef(name) }),
        amountMinor: these.reduce((sum, one) => sum + BigInt(one.amountMinor), 0n).toString(),
        currency: first.currency,
        paidAt: new Date(first.atMs).toISOString(),
        ...(these.length > 1 || first.transfer === undefined ? {} : { transfer: first.transfer }),
      },
    };
  });
}

interface ForDesk {
  readonly to: PersonalRef;
  readonly draft: Draft;
}

async function propose(work: Work, because: MatterId, wanted: readonly ForDesk[]): Promise<void> {
  // Where the country has no such power, nothing is proposed and nothing is refused.
  if (wanted.length === 0 || !work.law.measures["stop-payment"].allowed) return;
  const codes = wanted.map(({ to }) => institutionOf(new KnownRef(to)));
  const desks = await desksOf(work.sql, codes);
  const missing = codes.filter((code) => !desks.has(code));
  if (missing.length > 0) work.note({ event: "no-desk-for-stop", matter: because, detail: { institutions: [...new Set(missing)].sort(), accounts: missing.length } });
  const drafts = wanted.filter((_, i) => desks.has(codes[i])).map(({ draft }) => draft);
  if (drafts.length > 0) await work.open(stopPayment, drafts, "consequence");
}

/** 再次止付: the last round. It needs its own approval, and the count of rounds decides there. */
export async function proposeSecondRound(work: Work, { stop, reason, note }: AnnouncementOf<"second-round">): Promise<void> {
  const first = await work.load(stopPayment, stop);
  const { account, holderName, amountMinor, currency, paidAtMs, transfer, tier, scope, scopeGround } = first.body;
  await work.openOne(
    stopPayment,
    {
      parent: stop,
      previous: stop,
      account: new KnownRef(account),
      ...(holderName === null ? {} : { holderName: new KnownRef(holderName) }),
      amountMinor,
      currency,
      paidAt: new Date(paidAtMs).toISOString(),
      ...(transfer === null ? {} : { transfer }),
      tier,
      scope,
      ...(scopeGround === null ? {} : { scopeGround }),
      reason: reason as Draft["reason"],
      note,
      // The first round put the account on the path.
      evidence: [{ kind: "bank-answer", ref: stop }],
    },
    "consequence",
  );
}

/** The first round goes over into the second, if it still runs. */
export async function continuePrevious(work: Work, { stop, previous }: AnnouncementOf<"stop-continued">): Promise<void> {
  const first = await work.load(stopPayment, previous);
  if (first.state === "stopped") await work.actOne(stopPayment, previous, "continue", { by: stop }, "consequence");
}

/** 止付转冻结: stops of the account that belong to the freeze's case end and the freeze holds on; those not yet running are not needed. */
export async function convertStops(work: Work, { freeze, account, case: filed, follows }: AnnouncementOf<"freeze-active">): Promise<void> {
  const rows = await work.query<Live>(
    `select s.id, s.state from matter s left join matter r on r.id = s.body->>'report' where s.kind = 'stop-payment' and s.subject = $1
       and s.state in ('drafted', 'approved', 'sent', 'stopped') and (s.id = $2 or r.id = $3 or r.body->>'case' = $3) order by s.id`,
    [account, follows, filed],
    "stops-to-convert",
  );
  const requests = rows.map(({ id, state }) =>
    state === "stopped" ? { id, command: "convert", input: { freeze } } : { id, command: "withdraw", input: { why: `the account is frozen by ${freeze}` } },
  );
  await work.act(stopPayment, requests, "consequence");
}

/** Orders of a case's reports go along when another unit takes the case over. */
export async function moveStops(work: Work, { case: moved, reports, org, territory }: AnnouncementOf<"case-moved">): Promise<void> {
  const rows = await work.query<{ readonly id: MatterId }>(
    "select id from matter where kind = 'stop-payment' and body->>'report' = any($1) and state in ('drafted', 'approved', 'sent', 'stopped') order by id",
    [[moved, ...reports]],
    "stops-to-move",
  );
  const requests = rows.map(({ id }) => ({ id, command: "move", input: { org, territory } }));
  await work.act(stopPayment, requests, "consequence");
}

/** 不予立案、撤案: without a case nothing goes on being stopped for it. */
export async function releaseStopsOf(work: Work, roots: readonly MatterId[], reason: "case-declined" | "case-withdrawn"): Promise<void> {
  const rows = await work.query<Live>(
    `select s.id, s.state from matter s left join matter r on r.id = s.body->>'report' where s.kind = 'stop-payment' and s.state in ('drafted', 'approved', 'sent', 'stopped')
       and (r.id = any($1) or r.body->>'case' = any($1)) order by s.id`,
    [roots],
    "stops-of-roots",
  );
  await end(work, rows, reason);
}

interface Live {
  readonly id: MatterId;
  readonly state: string;
}

async function end(work: Work, rows: readonly Live[], reason: ReleaseReason): Promise<void> {
  const requests = rows.map(({ id, state }) =>
    state === "stopped" ? { id, command: "release", input: { reason } } : { id, command: "withdraw", input: { why: RELEASE_REASONS[reason].en } },
  );
  await work.act(stopPayment, requests, "consequence");
}

/** What rested on something that no longer stands: stops that run are released, those not yet running are withdrawn. */
export async function releaseUnsupported(work: Work, ids: readonly MatterId[]): Promise<void> {
  const rows = await work.query<Live>(
    "select id, state from matter where kind = 'stop-payment' and id = any($1) and state in ('drafted', 'approved', 'sent', 'stopped') order by id",
    [ids],
    "stops-unsupported",
  );
  await end(work, rows, "unsupported");
}
