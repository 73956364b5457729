/**
 * What orders know about accounts on a path of money, and stops over what was traced into them: which orders there are for
 * a report or case, how long each institution usually takes to answer, proposals over the traced sum and never the whole
 * account. Where money went is found elsewhere; who decides is the duty lead.
 */
import type { Institution } from "../domain/account.ts";
import type { AnnouncementOf } from "../domain/announcement.ts";
import type { MatterId } from "../domain/matter.ts";
import { KnownRef } from "../domain/personal.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Work } from "../matters/work.ts";
import type { Sql } from "../ports/store.ts";
import type { z } from "zod";
import { carriesOrders, desksOf, parentsOf } from "./account-facts.ts";
import { FREEZE_STATE_WORDS, IN_FORCE, WAITING, type FreezeState } from "./freeze/states.ts";
import { stopPayment } from "./stop-payment/kind.ts";
import { ROUND_IN_FLIGHT, STOP_STATE_WORDS, type StopState } from "./stop-payment/states.ts";
import { TIER_MAX, type stopDraft } from "./stop-payment/stop-payment.ts";

type Draft = z.input<typeof stopDraft>;

export interface OrderOnPath {
  readonly id: MatterId;
  readonly kind: "stop-payment" | "freeze";
  /** Token of the account. */
  readonly account: string;
  readonly state: string;
  readonly words: Bilingual;
  /** It holds money there, or may come to. */
  readonly live: boolean;
  readonly amountMinor: string;
  readonly currency: string;
  readonly heldMinor: string | null;
  readonly proposedAtMs: number;
  readonly approvedAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endsAtMs: number | null;
}

interface OrderRow {
  readonly id: string;
  readonly kind: "stop-payment" | "freeze";
  readonly subject: string;
  readonly state: string;
  readonly amount: string;
  readonly currency: string;
  readonly held: string | null;
  readonly opened_at_ms: number;
  readonly approved_at_ms: number | null;
  readonly answered_at_ms: number | null;
  readonly ends_at_ms: number | null;
}

const LIVE: ReadonlySet<string> = new Set(["drafted", ...ROUND_IN_FLIGHT, ...IN_FORCE, ...WAITING]);
const HOLDS: ReadonlySet<string> = new Set(["stopped", ...IN_FORCE]);

/** Stops and freezes for these reports and cases, oldest first. */
export async function ordersOnPath(sql: Sql, family: readonly string[]): Promise<readonly OrderOnPath[]> {
  const rows = await sql.query<OrderRow>(
    `select m.id, m.kind, m.subject, m.state, m.body->>'amountMinor' as amount, m.body->>'currency' as currency, coalesce(m.body->>'heldMinor', m.body->>'frozenMinor') as held, m.opened_at_ms,
       (m.body->>'approvedAtMs')::int8 as approved_at_ms, coalesce(m.body->>'answeredAtMs', m.body->>'frozenAtMs')::int8 as answered_at_ms, coalesce(m.body->>'endsAtMs', m.body->>'untilMs')::int8 as ends_at_ms
     from matter m where m.kind in ('stop-payment', 'freeze') and m.subject is not null and coalesce(m.body->>'report', m.body->>'case') = any($1) order by m.id`,
    [family],
    "orders-on-path",
  );
  return rows.map((row) => ({
    id: row.id as MatterId,
    kind: row.kind,
    account: row.subject,
    state: row.state,
    words: row.kind === "freeze" ? FREEZE_STATE_WORDS[row.state as FreezeState] : STOP_STATE_WORDS[row.state as StopState],
    live: LIVE.has(row.state),
    amountMinor: row.amount,
    currency: row.currency,
    // What it held once is not held any more.
    heldMinor: HOLDS.has(row.state) ? row.held : null,
    proposedAtMs: row.opened_at_ms,
    approvedAtMs: row.approved_at_ms,
    answeredAtMs: row.answered_at_ms,
    endsAtMs: row.ends_at_ms,
  }));
}

/** The middle of an institution's answer times and how many there were, by its code. */
export async function usualAnswers(sql: Sql, sinceMs: number): Promise<ReadonlyMap<Institution, { readonly usualMs: number; readonly n: number }>> {
  const rows = await sql.query<{ readonly institution: string; readonly usual_ms: number; readonly n: number }>(
    `select body->>'institution' as institution, count(*) as n,
       percentile_disc(0.5) within group (order by (body->>'answeredAtMs')::int8 - (body->>'approvedAtMs')::int8) as usual_ms
     from matter where kind = 'stop-payment' and body->>'answeredAtMs' is not null and (body->>'approvedAtMs')::int8 >= $1 group by 1`,
    [sinceMs],
    "orders-usual-answers",
  );
  return new Map(rows.map((row) => [row.institution as Institution, { usualMs: row.usual_ms, n: row.n }]));
}

/** Which of the institutions have somebody here who takes orders. */
export async function institutionsWithDesk(sql: Sql, institutions: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await desksOf(sql, institutions)).keys());
}

/** A stop over what was traced into an account, as a person chose it. */
export interface TracedStop {
  readonly parent: MatterId;
  /** `INSTITUTION:number`. */
  readonly account: string;
  readonly holderName?: string;
  readonly amountMinor: string;
  readonly currency: string;
  /** When the traced money last came. */
  readonly atMs: number;
  readonly transfer: string;
  readonly tier: number;
  readonly note?: string;
}

/** Proposes all or none; the trace puts the accounts on the path. */
export async function proposeTracedStops(work: Work, stops: readonly TracedStop[]): Promise<readonly MatterId[]> {
  const drafts = stops.map((one): Draft => ({
    parent: one.parent,
    account: one.account,
    ...(one.holderName === undefined ? {} : { holderName: one.holderName }),
    amountMinor: one.amountMinor,
    currency: one.currency,
    paidAt: new Date(one.atMs).toISOString(),
    transfer: one.transfer,
    tier: Math.min(one.tier, TIER_MAX),
    scope: "amount",
    reason: one.tier > 1 ? "moved-on" : "reported-payment",
    evidence: [{ kind: "event", ref: one.transfer }],
    ...(one.note === undefined ? {} : { note: one.note }),
  }));
  return (await work.open(stopPayment, drafts)).map(({ id }) => id);
}

/** The money keeper's own name in the history. */
const BY_ITSELF = "system:money";

/**
 * What the stream shows of the next hops, before the bank tells: one proposal for each account that still holds traced
 * money, with its own clock and approval; a proposal that nobody decided yet, and whose money is gone, is withdrawn.
 */
export async function proposeTraced(work: Work, said: AnnouncementOf<"money-traced">): Promise<void> {
  if (!work.law.measures["stop-payment"].allowed) return;
  // Of two at once one comes second and sees what the other proposed.
  await work.query("select id from matter where id = $1 for update", [said.report], "traced-report-lock");
  const parent = (await parentsOf(work.sql, [said.report])).get(said.report);
  if (parent === undefined || !carriesOrders(parent)) return;
  const known = await work.query<{ readonly id: MatterId; readonly subject: string; readonly state: string; readonly opened_by: string }>(
    "select id, subject, state, opened_by from matter where kind = 'stop-payment' and body->>'report' = $1 order by id",
    [said.report],
    "traced-known",
  );
  const gone = new Set(said.gone);
  const stale = known.filter((one) => one.state === "drafted" && one.opened_by === BY_ITSELF && gone.has(one.subject));
  await work.act(
    stopPayment,
    stale.map(({ id }) => ({ id, command: "withdraw", input: { why: "the money has moved on" } })),
    "consequence",
  );
  const asked = new Set(known.filter((one) => !stale.includes(one)).map(({ subject }) => subject));
  const wanted = said.accounts.filter((one) => one.stop && one.tier <= TIER_MAX && !asked.has(one.ref.token));
  const desks = await desksOf(
    work.sql,
    wanted.map(({ ref }) => ref.institution ?? ""),
  );
  const missing = wanted.filter(({ ref }) => !desks.has(ref.institution ?? ""));
  if (missing.length > 0)
    work.note({
      event: "no-desk-for-stop",
      matter: said.report,
      detail: { institutions: [...new Set(missing.map(({ ref }) => ref.institution ?? ""))].sort(), accounts: missing.length },
    });
  const drafts = wanted
    .filter((one) => !missing.includes(one))
    .map((one): Draft => ({
      parent: said.report,
      account: new KnownRef(one.ref),
      amountMinor: one.amountMinor,
      currency: one.currency,
      paidAt: new Date(one.atMs).toISOString(),
      transfer: one.transfer,
      tier: one.tier,
      scope: "amount",
      reason: one.tier > 1 ? "moved-on" : "reported-payment",
      evidence: [{ kind: "event", ref: one.transfer }],
    }));
  if (drafts.length > 0) await work.open(stopPayment, drafts, "consequence");
}
