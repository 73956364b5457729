/**
 * What happens next: one table from what a slice announces to what other slices do about it, in the same transaction.
 * This is the only place where slices meet, and the whole answer to "and then?".
 */
import type { Announcement, AnnouncementName, AnnouncementOf } from "../domain/announcement.ts";
import { caseDeclined, caseEnded, caseFiled, caseMerged, caseMoved, caseUnmerged, compareAgain, reportLeft, reportsJoined } from "../cases/case/consequences.ts";
import { followMoney } from "../cases/links/downstream.ts";
import { refuseLinks } from "../cases/links/pairs.ts";
import { compare } from "../cases/links/proposals.ts";
import { reportFromWarning } from "../cases/report/from-warning.ts";
import { reportReceived } from "../cases/report/received.ts";
import { institutionOf, KnownRef } from "../domain/personal.ts";
import type { Work } from "../matters/work.ts";
import { desksOf } from "../orders/stop-payment/facts.ts";
import { stopPayment } from "../orders/stop-payment/kind.ts";

type Consequence<N extends AnnouncementName> = (work: Work, said: AnnouncementOf<N>) => Promise<void>;

/** Names without a row have no consequence yet. */
const SUBSCRIPTIONS: { readonly [N in AnnouncementName]?: Consequence<N> } = {
  /** 报案: compared, counted, and the name put apart of who does not want to be known. */
  "report-received": reportReceived,
  "clues-found": (work, { entry, clues, signature }) => compare(work, entry, clues, signature),
  /**
   * 先止付: a stop is proposed for each account before the narrative is finished. Several payments to one account are one
   * proposal, because the account's rounds are few; an account whose institution has no desk here is said, not refused.
   */
  "payments-reported": async (work, { report, payments }) => {
    if (!work.law.measures["stop-payment"].allowed) return;
    const accounts = new Map<string, (typeof payments)[number][]>();
    for (const one of payments) accounts.set(`${one.to.token} ${one.currency}`, [...(accounts.get(`${one.to.token} ${one.currency}`) ?? []), one]);
    const desks = await desksOf(
      work.sql,
      payments.map((one) => institutionOf(new KnownRef(one.to))),
    );
    const drafts = [...accounts.values()].flatMap((these) => {
      const [first] = [...these].sort((a, b) => a.atMs - b.atMs);
      const institution = institutionOf(new KnownRef(first.to));
      if (!desks.has(institution)) {
        work.note({ event: "no-desk-for-stop", matter: report, kind: "report", detail: { institution, payments: these.length } });
        return [];
      }
      const name = these.find((one) => one.toName !== undefined)?.toName;
      return [
        {
          parent: report,
          account: new KnownRef(first.to),
          ...(name === undefined ? {} : { holderName: new KnownRef(name) }),
          amountMinor: these.reduce((sum, one) => sum + BigInt(one.amountMinor), 0n).toString(),
          currency: first.currency,
          paidAt: new Date(first.atMs).toISOString(),
          ...(these.length > 1 || first.transfer === undefined ? {} : { transfer: first.transfer }),
          tier: 1,
          reason: "有人报案称受骗后向该账户付款 / somebody reported that they paid this account after being deceived",
        },
      ];
    });
    if (drafts.length > 0) await work.open(stopPayment, drafts, "consequence");
  },
  /** The warning came too late: what is left is a report, and the money. */
  "already-paid": reportFromWarning,

  /** 立案, 不予立案, 移送, 并案: what happens to a case happens to its reports. */
  "reports-joined": reportsJoined,
  "report-left": reportLeft,
  "case-opened": (work, said) => compareAgain(work, said.case),
  "case-filed": caseFiled,
  "case-declined": caseDeclined,
  "case-moved": caseMoved,
  "case-merged": caseMerged,
  "case-unmerged": caseUnmerged,
  "case-ended": caseEnded,
  /** 排除: what a person refused is not proposed again on the same evidence. */
  "links-refused": (work, { entries, others }) => refuseLinks(work.sql, entries, others, work.nowMs),

  /** 延伸止付: one proposal for each account the money went on to, each with its own clock and its own approval. */
  "money-moved-on": async (work, said) => {
    const { order, tier, hops } = said;
    await followMoney(work, said);
    await work.open(
      stopPayment,
      hops.map((hop) => ({
        parent: order,
        account: new KnownRef(hop.to),
        amountMinor: hop.amountMinor,
        currency: hop.currency,
        paidAt: new Date(hop.atMs).toISOString(),
        tier,
        reason: "extended along the path of the money",
      })),
      "consequence",
    );
  },

  /** 再次止付: the last round. It needs its own approval, and the count of rounds decides there. */
  "second-round": async (work, { stop, reason }) => {
    const first = await work.load(stopPayment, stop);
    const { account, holderName, amountMinor, currency, paidAtMs, tier, scope, scopeGround } = first.body;
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
        tier,
        scope,
        ...(scopeGround === null ? {} : { scopeGround }),
        reason,
      },
      "consequence",
    );
  },
};

export async function follow(work: Work, announcement: Announcement): Promise<void> {
  const consequence = SUBSCRIPTIONS[announcement.name] as Consequence<AnnouncementName> | undefined;
  await consequence?.(work, announcement);
}
