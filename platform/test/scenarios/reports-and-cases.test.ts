/** Reports, cases and series as a duty log tells them. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("report: taken down, declined by a head who did not take it, told, reviewed by another, overturned, filed, closed with its case", () =>
  onStage(`
    09:00  report         by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
    09:05  accept         report by intake
           expect         report told report.receipt
    10:00  decline        report by chief  with reason: a civil dispute
           expect         report declined
    +1d    told           report by intake  with at: now · how: by telephone
    +1d    ask-review     report by holder  with ground: the shop never existed
    +1d    cannot         decide-review report by chief with result: stands · reason: as before  because not-allowed
           decide-review  report by reviewer  with result: overturned · reason: there are three more victims
           expect         report accepted
    +1h    propose        case  by officer
           file           case by chief
           expect         report filed
    +10d   investigate    case by officer
    +30d   close          case by chief  with outcome: judged elsewhere
           expect         report closed
  `));

test("report: a tip is checked, found true on more than somebody's word, and only proposes", () =>
  onStage(`
    09:00  report       by intake  about +8613900139000  says 他们让我把电话卡租给他们
    09:05  open-tip     report by analyst
    09:10  cannot       corroborate report by analyst with evidence: []  because malformed-input
           expect       no list-entry
    10:00  find-unsubstantiated  report by analyst  with why: nobody answers there
    +5d    reopen       report by analyst  with why: a second tip
           expect       report tip-open · no list-entry
  `));

test("case: filed by a head who did not propose it, investigated, persons found, prosecuted, judged, closed", () =>
  onStage(`
    09:00  report           by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
           accept           report by intake
    10:00  propose          case  by officer
    10:05  cannot           file case by officer  because not-allowed
    10:10  file             case by chief
           expect           case filed · report filed
    10:20  investigate      case by officer
    +20d   identify-holder  case by officer  with persons: [370202198001011234] · evidence: the account was opened in that name
    +10d   catch            case by officer  with persons: 1
    +30d   prosecute        case by chief
    +60d   judge            case by officer  with outcome: seven years
           close            case by chief  with outcome: the money was returned
           expect           case closed · report closed
  `));

test("series: two reports of one account are put together by the program, confirmed by a second person, taken up by nobody, dissolved", () =>
  onStage(`
    09:00  report    by intake  lost 50 000.00 CNY  to CCB:6217009876543210  calling +8613800138001
           expect    no series
    09:30  report    by intake  lost 20 000.00 CNY  to CCB:6217009876543210  calling +8613800138002
           expect    series proposed · series strengthPermille 900
    10:00  cannot    confirm series by intake  because not-allowed
           confirm   series by analyst
           expect    series confirmed
    +9d    dissolve  series by analyst  with why: the account belongs to a market where both bought
           expect    series dissolved
    +1d    report    by intake  lost 10 000.00 CNY  to ABC:6230001111222233  calling +8613800138003
           expect    1 series
  `));
