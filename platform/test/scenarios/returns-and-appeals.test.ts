/** What comes back to people, as a duty log tells it: returns of frozen money, and appeals. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("refund: three victims in proportion, thirty days in public, one share paused by an objection, the others paid, then that one", () =>
  onStage(`
    09:00  report    by intake  lost 700.00 CNY  to CCB:6217009876543210  named 张三  calling +8613800138001
           report    by intake  lost 200.00 CNY  to CCB:6217009876543210  named 张三  calling +8613800138002
           report    by intake  lost 100.00 CNY  to CCB:6217009876543210  named 张三  calling +8613800138003
           accept    report on +8613800138001 by intake
           accept    report on +8613800138002 by intake
           accept    report on +8613800138003 by intake
    10:00  propose   case  by officer
           file      case by chief
    10:10  propose   freeze  by officer  on CCB:6217009876543210  named 张三  of 333.33 CNY
           approve   freeze by chief
    10:20  bank      CCB  froze 333.33 CNY
           expect    freeze active
    +5d    propose   refund  by officer  of CCB:6217009876543210
           claims    refund  by officer  named 甲某  lost 700.00 CNY  into ICBC:6222020000000001  calling +8613800138001
           claims    refund  by officer  named 乙某  lost 200.00 CNY  into ICBC:6222020000000002  calling +8613800138002
           claims    refund  by officer  named 丙某  lost 100.00 CNY  into ICBC:6222020000000003  calling +8613800138003
           plan      refund by officer
           expect    refund noticed · refund method pro-rata
    +1d    objects   refund  by intake  against 2  ground not-a-victim
           expect    refund told refund.set-aside
           cannot    approve refund by chief  because not-now
    +33d   expect    refund ready
           cannot    approve refund by officer  because not-allowed
           approve   refund  by chief
    +1d    bank      CCB  pays
           expect    refund ordered · refund returnedMinor 266.66 CNY · freeze active · freeze frozenMinor 66.67 CNY
           cannot    dismisses refund by officer  because not-allowed
           dismisses refund  by reviewer
           order     refund  claim 2  by chief
    +1d    bank      CCB  pays
           expect    refund executed · refund returnedMinor 333.33 CNY · freeze returned · freeze told freeze.returned
  `));

test("appeal: with the code from the notice, acknowledged, taken by a reviewer of the unit above, upheld, the stop lifted with it", () =>
  onStage(`
    09:00  report    by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
           approve   stop by duty lead
    09:10  bank      CCB  stops 50 000.00 CNY
    10:00  propose   appeal  against stop  by second intake  ground good-faith
           expect    appeal received · appeal told appeal.received · stop stopped
    11:00  cannot    take appeal by reviewer  because not-found
           take      appeal by reviewer of Qingdao
           expect    appeal in-review
    12:00  decide    appeal by reviewer of Qingdao  with result: upheld · reasons: [good-faith]
           expect    appeal upheld · appeal told appeal.upheld
           expect    stop released · CCB has stop-payment.release · stop told stop-payment.released
  `));

test("appeal: nobody answers in time, the organ above has it, and it is rejected with reasons and what can be done then", () =>
  onStage(`
    09:00  report    by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
           approve   stop by duty lead
    09:10  bank      CCB  stops 50 000.00 CNY
    10:00  propose   appeal  against stop  by second intake
    +25h   expect    appeal received · appeal told appeal.escalated · stop stopped
           cannot    decide appeal by reviewer of Qingdao with result: upheld · reasons: [unrelated]  because not-found
           decide    appeal by reviewer of Shandong  with result: rejected · reasons: [money-traced] · note: traced from two reports
           expect    appeal rejected · appeal told appeal.rejected · stop stopped
  `));
