/** How a return stands: which objections wait, which shares may still be paid, and the end it has come to when none may. Pure. */
import type { Decision } from "../../matters/decision.ts";
import { shareOf, type RefundMatter } from "./order.ts";
import type { Claim, ClaimState, Objection, Refund } from "./refund.ts";

/** About the frozen money itself and not about one share: whoever approves has to know the answer first. */
const ABOUT_THE_MONEY: ReadonlySet<string> = new Set(["own-money"]);

export const openObjections = (body: Refund): readonly Objection[] => body.objections.filter((one) => one.decidedAtMs === null);

export const moneyDisputed = (body: Refund): boolean => openObjections(body).some((one) => ABOUT_THE_MONEY.has(one.ground.key));

/** Something may still become of a share in these. */
const OPEN: ReadonlySet<ClaimState> = new Set(["listed", "set-aside", "cleared", "ordered", "failed"]);

export const isOpen = (claim: Claim): boolean => OPEN.has(claim.state) && shareOf(claim) > 0n;

/** After a change: the end that it came to, if no share is open any more. Before the bank was ordered to pay, nothing ends it. */
export function ended(refund: RefundMatter, body: Refund): Pick<Decision<Refund>, "event" | "body"> {
  if (refund.state !== "ordered" || body.claims.some(isOpen)) return { event: null, body };
  const paid = body.claims.some((claim) => claim.state === "paid");
  const unpaid = body.claims.some((claim) => claim.state === "given-up");
  const event = paid ? (unpaid ? "execute-part" : "execute") : "fail";
  return { event, body: { ...body, outcome: event } };
}
