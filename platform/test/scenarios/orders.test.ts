/** Orders about money as a duty log tells them, from the first word to the end. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("stop-payment: reported, approved by another, stopped for 48 hours from the bank's moment, the rest followed, ended by itself", () =>
  onStage(`
    09:00  report   by intake  lost 50 000.00 CNY  from ICBC:6222021234567890  to CCB:6217009876543210  named 张三
           expect   stop drafted
    09:01  cannot   approve stop by intake  because not-allowed
           approve  stop by duty lead
           expect   CCB has stop-payment.request · stop sent
    09:02  accept   report by intake
    09:06  bank     CCB  stops 31 200.00 CNY  moved 18 800.00 CNY  to ABC:6230001111222233  named 李四
           expect   stop on CCB:6217009876543210 stopped · stop on CCB:6217009876543210 told stop-payment.stopped
           expect   stop on ABC:6230001111222233 drafted · stop on ABC:6230001111222233 tier 2
    09:08  approve  stop on ABC:6230001111222233 by duty lead
    09:20  bank     ABC  empty
           expect   stop on ABC:6230001111222233 no-funds
    +47h   expect   stop on CCB:6217009876543210 stopped
    +1h    expect   stop on CCB:6217009876543210 expired · CCB has 1 stop-payment.release
           expect   stop on CCB:6217009876543210 told stop-payment.expired
  `));

test("stop-payment: a second round while the case is being filed, and never a third", () =>
  onStage(`
    09:00  report        by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
    09:01  approve       stop by duty lead
    09:05  bank          CCB  stops 50 000.00 CNY
    09:10  cannot        second-round stop by duty lead with reason: filing · note: the case is being filed  because limit-of-law
           accept        report by intake
    10:00  propose       case  by officer
    10:05  second-round  stop by duty lead with reason: filing · note: the case is being filed
           cannot        approve stop by duty lead  because not-allowed
           approve       stop by second duty lead
    10:10  bank          CCB  stops 50 000.00 CNY
           expect        2 stops · stop stopped · stop round 2 · stop told stop-payment.second-round
    10:20  second-round  stop by duty lead with reason: filing · note: still being filed
           cannot        approve stop by second duty lead  because limit-of-law
  `));

test("freeze: only in a filed case, approved by the head of the county, the stop goes over without a gap, lapses after six months by itself", () =>
  onStage(`
    2026-08-31 09:00  report   by intake  lost 50 000.00 CNY  to CCB:6217009876543210  named 张三
    09:01             approve  stop by duty lead
    09:05             bank     CCB  stops 50 000.00 CNY
    09:10             accept   report by intake
    09:30             propose  case  by officer
    09:40             cannot   propose freeze by officer on CCB:6217009876543210 named 张三 of 50 000.00 CNY  because limit-of-law
    10:00             file     case by chief
    10:05             propose  freeze  by officer  on CCB:6217009876543210  named 张三  of 50 000.00 CNY  follows stop
    10:10             cannot   approve freeze by duty lead  because not-allowed
                      approve  freeze by chief
    10:20             bank     CCB  froze 50 000.00 CNY
                      expect   freeze active · stop converted · freeze told freeze.frozen
                      expect   CCB has freeze.request · CCB has stop-payment.replaced
    2027-02-28 23:59  expect   freeze active
    +1d               expect   freeze lapsed · CCB has 1 freeze.end · freeze told freeze.lapsed
  `));

test("protective stop: the last resort, a second officer, asked to end it by the person themselves, decided by a third", () =>
  onStage(`
    09:00  report          by intake  lost 200.00 CNY  to CCB:6217009876543210  named 张三
           accept          report by intake
    10:00  propose         protective-stop  by dissuader  on ICBC:6222021234567890  contact +8613800138000
    10:01  cannot          approve protective-stop by dissuader  because not-allowed
    10:03  approve         protective-stop by duty lead
    10:05  bank            ICBC  protects
           expect          protective-stop active · protective-stop told protective-stop.started
    14:00  ask-release     protective-stop by holder
           expect          protective-stop active
    14:30  cannot          decide-release protective-stop by duty lead with release: yes  because not-allowed
           decide-release  protective-stop by second duty lead  with release: yes
           expect          protective-stop cancelled · ICBC has protective-stop.release · protective-stop told protective-stop.cancelled
  `));

test("hold: a bank holds its customer's payment, says so, and a day later it goes on by itself", () =>
  onStage(`
    09:00  propose      hold  by ICBC  of 80 000.00 CNY  from ICBC:6222021234567890  to CCB:6217009876543210
           expect       hold held · hold told transaction-hold.held
    09:30  cannot       release hold by CCB with reason: verified  because not-found
    09:40  ask-release  hold by holder
    +1d    expect       hold expired · ICBC has hold.release · hold told transaction-hold.expired
  `));
