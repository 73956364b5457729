/**
 * Joins the briefing with what the slices know: which reports count as a loss, which states of a stop use up a round, and
 * money counted once over tiers and rounds. The figures themselves are in briefing; slices do not import one another.
 */
import type { BriefingDesk, BriefingParts } from "../briefing/briefing-desk.ts";
import { makeBriefingDesk } from "../briefing/briefing-desk.ts";
import type { Centre } from "./centre.ts";
import type { Given } from "../briefing/family.ts";
import { makeSituationDesk, type SituationDesk, type SituationParts } from "../briefing/situation.ts";
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

/** What the routes of figures work with. */
export function openFigures({ app: { service }, access, casework: { desk } }: Centre): { readonly briefing: BriefingDesk; readonly situation: SituationDesk } {
  const { store, world } = desk;
  const { law } = desk.parts;
  const events: SituationParts["events"] = (nowMs) => ({
    lastMinute: service.counters.lately(nowMs, 60),
    sinceStart: service.counters.table(),
    startedAt: new Date(service.startedAtMs).toISOString(),
  });
  return { briefing: openBriefing({ store, world, law }), situation: openSituation({ store, world, law, places: access.places, events }) };
}

export function openSituation(parts: Omit<SituationParts, "given">): SituationDesk {
  return makeSituationDesk({ ...parts, given: GIVEN });
}
