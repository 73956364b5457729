/**
 * Joins the briefing with what the slices know: which reports count as a loss, which states of a stop use up a round, and
 * money counted once over tiers and rounds. The figures themselves are in briefing; slices do not import one another.
 */
import type { BriefingDesk, BriefingParts } from "../briefing/briefing-desk.ts";
import { makeBriefingDesk } from "../briefing/briefing-desk.ts";
import type { Given } from "../briefing/family.ts";
import { LOSS_COUNTS } from "../cases/report/states.ts";
import { moneyOfRoots } from "../orders/money.ts";
import { ROUND_IN_FLIGHT, ROUND_USED } from "../orders/stop-payment/states.ts";

export const GIVEN: Given = {
  lossStates: LOSS_COUNTS,
  roundStates: [...ROUND_IN_FLIGHT, ...ROUND_USED],
  moneyOf: moneyOfRoots,
};

export function openBriefing(parts: Omit<BriefingParts, "given">): BriefingDesk {
  return makeBriefingDesk({ ...parts, given: GIVEN });
}
