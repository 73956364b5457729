/** What else somebody can do whom something was done to, as a duty log tells it: complain about how, and claim what it cost. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("complaint: about how a stop was handled, answered by somebody who had no hand in it; the stop is as it was", () =>
  onStage(`
    09:00  report    by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
    09:01  approve   stop by duty lead
    09:06  bank      CCB  stops 50 000.00 CNY
    10:00  propose   complaint  about stop  by second intake  subject not-told
           expect    complaint received · complaint told complaint.received
    11:00  cannot    answer complaint by officer with result: founded · reasons: [apology] · note: so it was  because not-allowed
           take      complaint by reviewer
           answer    complaint by reviewer  with result: founded · reasons: [apology] · note: the letter went out a day late
           expect    complaint founded · complaint told complaint.answered · stop stopped
  `));

test("complaint: nobody answers in sixty days, the unit above has it", () =>
  onStage(`
    09:00  report     by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
    09:01  approve    stop by duty lead
    09:06  bank       CCB  stops 50 000.00 CNY
    10:00  propose    complaint  about stop  by second intake
    +62d   expect     complaint received · complaint told complaint.escalated
           cannot     answer complaint by reviewer with result: founded · reasons: [apology] · note: late  because not-found
           answer     complaint by reviewer of Qingdao  with result: unfounded · reasons: [within-rules] · note: it was in order
           expect     complaint unfounded
  `));

test("compensation: found wrong on appeal, what it cost is stated by itself, claimed by the holder, decided by another head, paid by another hand", () =>
  onStage(`
    09:00  report    by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
           accept    report by intake
           propose   case  by officer
           file      case by chief
           propose   freeze  by officer  on CCB:6217009876543210  named 张三  of 50 000.00 CNY
           approve   freeze by chief
    09:30  bank      CCB  froze 50 000.00 CNY
    +20d   propose   appeal  against freeze  by second intake
           decide    appeal by reviewer  with result: upheld · reasons: [unrelated]
           expect    freeze lifted · compensation prepared · compensation told compensation.prepared
    +1d    claim     compensation by holder
           expect    compensation claimed · compensation told compensation.received · compensation claimedMinor 41.10 CNY
           cannot    decide compensation by chief with result: granted · amountMinor: 41.10 CNY · reasons: [wrong-measure]  because not-allowed
    +9d    decide    compensation by city chief  with result: granted · amountMinor: 41.10 CNY · reasons: [wrong-measure]
           expect    compensation granted · compensation told compensation.granted
           cannot    pay compensation by city chief with reference: F-1  because not-allowed
           pay       compensation by officer  with reference: F-1
           expect    compensation paid · compensation told compensation.paid
  `));
