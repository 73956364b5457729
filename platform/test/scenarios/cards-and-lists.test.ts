/** The two cards and the lists as the people at counters and desks live them, with the real screening. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("opening: a check that asks, answered at the counter, opened", () =>
  onStage(
    `
    09:00  check   account  for 370202199001011234  at ICBC  group 6
           expect  opening escalated
    09:05  cannot  refuse opening by ICBC with ground: O05 · alternativeOffered: yes  because limit-of-law
    09:10  limit   opening by ICBC
           expect  opening limited
  `,
    { town: true },
  ));

test("opening: nobody looks in time, so that the check says nothing any more, and it is opened", () =>
  onStage(
    `
    09:00  check   account  for 370202199001011234  at ICBC  group 6
           expect  opening escalated
    +1d    expect  opening lapsed
           open    opening by second ICBC
           expect  opening opened
  `,
    { town: true },
  ));

test("number action: told a day before, not verified, limited by another, ended by the clock, restored", () =>
  onStage(`
    09:00  propose            number-action  on +8613800138000  by operator
    09:01  cannot             notify number-action by operator  because not-allowed
           notify             number-action by second operator
           expect             number-action reverifying · number-action told number-action.reverify
    +25h   whereabouts        number-action by third operator  with where: home
           impose             number-action by second operator  with grade: outgoing
           expect             number-action outgoing-limited · operator has number-action.restrict-outgoing
    +10m   answer             number-action by third operator  with result: done · at: now · emergencyCallsWork: yes
    +40d   expect             number-action restoring · operator has number-action.restore
           restore-confirmed  number-action by third operator  with at: now
           expect             number-action restored
  `));

test("trace-back: an account is found involved, its bank says how it was opened, puts right what was lacking, closed", () =>
  onStage(
    `
    09:00  check          account  for 370202199001011234  at ICBC
           opens          ICBC:6222021234567890  by ICBC
    +2d    report         by intake  lost 50 000.00 CNY  to ICBC:6222021234567890
           accept         report by intake
           propose        case  by officer
           file           case by chief
           find-involved  case by officer  with type: account · value: ICBC:6222021234567890 · ground: the victim paid into it
           expect         trace-back issued · ICBC has trace-back.question · list-entry proposed
    +1d    explains       trace-back  by ICBC
    +1h    rectify        trace-back by analyst  with fault: group-not-noticed · rectifications: [training]
    +5d    report         trace-back by ICBC  with done: [training] · note: all staff of the branch
           expect         trace-back rectified
    +1h    accept         trace-back by analyst
           expect         trace-back closed
  `,
    { town: true },
  ));

test("list entry: found involved, proposed by the program, decided by a duty lead, read by screening, shared, withdrawn with a receipt from everybody", () =>
  onStage(
    `
    09:00  propose  list-entry  on +8613900139000  as block  by analyst  authority doc-7
    09:01  cannot   approve list-entry by analyst  because not-allowed
           approve  list-entry by duty lead
           expect   list-entry active-block · screening says block of +8613900139000 · operator has list-entry.share
    09:10  applies  operator
           applies  other operator
    +2d    revoke   list-entry by duty lead  with reason: mistake
           expect   list-entry recalling · screening says nothing of +8613900139000 · operator has list-entry.withdraw · other operator has list-entry.withdraw
    +20m   applies  operator
           expect   list-entry recalling
    +20m   applies  other operator
           expect   list-entry revoked
  `,
    { town: true },
  ));
