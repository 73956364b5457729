/**
 * What the public may see of a return that is shared in proportion: the notice, the sums, and each share under a number, with
 * the claimant's masked name. Enough to know one's own share and to object to another's; not enough to find anybody.
 */
import type { Bilingual } from "../../domain/verdict.ts";
import { plannedOf, type RefundMatter } from "./order.ts";
import { CLAIM_STATES } from "./refund.ts";

export interface PublicNotice {
  readonly serial: string;
  readonly text: Bilingual | null;
  readonly postedAtMs: number | null;
  readonly untilMs: number | null;
  readonly accounts: readonly string[];
  readonly currency: string;
  readonly frozenMinor: string;
  readonly sharedMinor: string;
  readonly shares: readonly { readonly claim: string; readonly name: string; readonly lossMinor: string; readonly shareMinor: string; readonly state: Bilingual }[];
}

export function noticeShown(refund: RefundMatter): PublicNotice {
  const { body } = refund;
  const { notice } = body;
  return {
    serial: refund.serial,
    text: notice === null ? null : { zh: notice.zh, en: notice.en },
    postedAtMs: notice?.postedAtMs ?? null,
    untilMs: notice?.untilMs ?? null,
    accounts: body.frozen.map((one) => one.account.masked),
    currency: body.currency,
    frozenMinor: String(body.frozen.reduce((sum, one) => sum + BigInt(one.frozenMinor), 0n)),
    sharedMinor: String(plannedOf(refund)),
    shares: body.claims.map((claim) => ({
      claim: claim.id,
      name: claim.name.masked,
      lossMinor: claim.lossMinor,
      shareMinor: claim.shareMinor ?? "0",
      state: CLAIM_STATES[claim.state],
    })),
  };
}
