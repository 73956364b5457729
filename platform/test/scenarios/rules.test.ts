/** A change of the rules as those who answer for them tell it. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("rule change: written, run in shadow, approved above by somebody who did not write it and with the reason why so soon, in force, taken back", () =>
  onStage(`
    09:00  ships         rules
           drafts        rule-change  by analyst of ministry  weight H
           expect        rule-change drafted
           start-shadow  rule-change by analyst of ministry
           expect        rule-change shadow
    +1d    propose       rule-change by analyst of ministry
           cannot        approve rule-change by analyst of ministry with despite: I know it  because not-allowed
           cannot        approve rule-change by duty lead of ministry  because not-now
           approve       rule-change by duty lead of ministry  with despite: the wave is running, and there was no time to replay
           expect        rule-change approved
           publish       rule-change by duty lead of ministry
           expect        rule-change live
    +1d    roll-back     rule-change by duty lead of ministry  with why: it hits couriers
           expect        rule-change rolled-back
  `));
