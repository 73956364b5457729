/** A special operation, a campaign under it and its leads as those who lead it tell them. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

const BOTH_LEADS = `
    +1h    sign      lead in Yiwu by officer of Yiwu
           sign      lead in Shinan by officer
    +2d    verify    lead in Yiwu by officer of Yiwu  with finding: true · note: calls are made from there
           verify    lead in Shinan by officer  with finding: false · note: a print shop`;

test("operation, campaign, leads: planned, approved above, issued to two places, verified, one day for all, returned, assessed, closed", () =>
  onStage(`
    09:00  propose     operation  by analyst of ministry
           cannot      approve operation by analyst of ministry  because not-allowed
           approve     operation by province chief of ministry
           start       operation by analyst of ministry
    10:00  propose     campaign  by analyst of ministry  under operation
           propose     lead  in Yiwu  on CCB:6217009876543210  by analyst of ministry
           propose     lead  in Shinan  on ABC:6230001111222233  by analyst of ministry
    11:00  apply       campaign by analyst of ministry  with plan: verify, then one day for all
           approve     campaign by province chief of ministry
           issue       campaign by analyst of ministry
           expect      lead in Yiwu issued · lead in Shinan issued · campaign issued
    ${BOTH_LEADS}
           expect      campaign verifying · lead in Yiwu verified
    +1d    set-window  campaign by province chief of ministry  with from: in 2h · until: in 12h
    +2h    take-down   campaign by province chief of ministry
           act         lead in Yiwu by officer of Yiwu  with action: den-raid · note: house 9
           returns     lead in Yiwu  by officer of Yiwu  den house 9
           returns     lead in Shinan  by officer
    +1d    settle      campaign by analyst of ministry
    +9d    assess      campaign by analyst of ministry  with summary: one den closed · lessons: ask the print shop first
           cannot      close campaign by analyst of ministry with outcome: done  because not-allowed
           close       campaign by province chief of ministry  with outcome: done
           expect      campaign closed · lead in Yiwu closed · lead in Shinan closed
    +1d    end         operation by analyst of ministry
           assess      operation by analyst of ministry  with summary: reached · lessons: none
           close       operation by province chief of ministry  with outcome: done
           expect      operation closed
  `));

test("lead: nobody signs, the organ above hears of it, and the next, and then it is signed", () =>
  onStage(`
    09:00  propose  campaign  by analyst of ministry
           propose  lead  in Shinan  on ABC:6230001111222233  by analyst of ministry
           apply    campaign by analyst of ministry  with plan: verify
           approve  campaign by province chief of ministry
           issue    campaign by analyst of ministry
    +24h   expect   Qingdao has 1 supervision.copy
    +24h   expect   Shandong has 1 supervision.copy
           sign     lead in Shinan by officer
           cancel   campaign by province chief of ministry  with why: solved elsewhere
           expect   campaign cancelled · lead in Shinan withdrawn
  `));
