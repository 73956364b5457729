/** Warnings as a duty log tells them: the real screening judges what happens, people do the rest. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("warning: a call with a shared screen, signed for, not reached, escalated, reached in time, followed up, closed", () =>
  onStage(
    `
    08:58  call       from +8613900139000  to +8613800138000  talking 12m  sharing screen
           expect     warning dispatched · warning level high
    09:02  sign       warning by dissuader of station
    09:03  contact    warning by dissuader of station  with channel: call
    09:05  result     warning by dissuader of station  with outcome: no-answer
           expect     warning unreachable
    09:06  escalate   warning by dissuader of station  with why: still on the phone
           expect     warning escalated
    09:08  sign       warning by dissuader of Shinan
    09:20  contact    warning by dissuader of Shinan  with channel: visit
    09:40  awakened   warning by dissuader of Shinan  proof signature
           expect     warning awakened · warning told warning.after-care
    +3d    follow-up  warning by dissuader of Shinan  with result: no-loss
    +6d    expect     warning closed
  `,
    { town: true },
  ));

test("warning: too late, a report and a stop follow in the same breath", () =>
  onStage(
    `
    08:58  call          from +8613900139000  to +8613800138000  talking 12m  sharing screen
    09:02  sign          warning by dissuader of station
    09:03  contact       warning by dissuader of station  with channel: call
    09:05  already-paid  warning by dissuader of station  lost 50 000.00 CNY  from ICBC:6222021234567890  to CCB:6217009876543210  ago 20m
           expect        warning closed-to-report · report received · stop drafted
  `,
    { town: true },
  ));

test("warning: a false alarm is cancelled by a duty lead with an apology", () =>
  onStage(
    `
    08:58  call    from +8613900139000  to +8613800138000  talking 12m  sharing screen
    09:02  cannot  cancel warning by dissuader of station with reason: known-contact  because not-allowed
           cancel  warning by duty lead  with reason: known-contact
           expect  warning cancelled · warning told warning.false-alarm
  `,
    { town: true },
  ));

test("line break: with the person's word, by two officers, and back by itself after two hours", () =>
  onStage(
    `
    08:30  link               +8613800138000  holds ICBC:6222021234567890  person p-1
    08:40  call               from +8613900139000  to +8613800138000  talking 12m  sharing screen
    08:55  transfer           50 000.00 CNY  from ICBC:6222021234567890  to CCB:6217009876543210  usually 3 000.00 CNY
           expect             1 warnings · warning level urgent
    09:00  propose            line-break  by dissuader of station  at operator
    09:01  cannot             approve line-break by dissuader of station  because not-allowed
           approve            line-break by duty lead
           expect             operator has line-suspension.request · line-break told line-suspension.suspended
    09:03  answer             line-break by operator  with result: suspended · at: now · emergencyCallsWork: yes
           expect             line-break suspended
    11:02  expect             line-break expired · operator has line-suspension.restore · line-break told line-suspension.restored
           restore-confirmed  line-break by operator  with at: now
  `,
    { town: true },
  ));
