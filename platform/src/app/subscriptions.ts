/**
 * What happens next: one table from what a slice announces to what other slices do about it, in the same transaction.
 * This is the only place where slices meet, and the whole answer to "and then?".
 */
import type { Announcement, AnnouncementName, AnnouncementOf } from "../domain/announcement.ts";
import { KnownRef } from "../domain/personal.ts";
import type { Work } from "../matters/work.ts";
import { stopPayment } from "../orders/stop-payment/kind.ts";

type Consequence<N extends AnnouncementName> = (work: Work, said: AnnouncementOf<N>) => Promise<void>;

/** Names without a row have no consequence yet. */
const SUBSCRIPTIONS: { readonly [N in AnnouncementName]?: Consequence<N> } = {
  /** 延伸止付: one proposal for each account the money went on to, each with its own clock and its own approval. */
  "money-moved-on": async (work, { order, tier, hops }) => {
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
