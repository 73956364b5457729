/** Appeals against what is no order about money, with the real screening: an opening at a counter, a line that was paused. */
import { test } from "vitest";
import { onStage } from "../play-stage.ts";

test("opening: limited at a counter, objected to with the code, the decision withdrawn and the bank told at once", () =>
  onStage(
    `
    09:00  check     account  for 370202199001011234  at ICBC  group 6
           expect    opening escalated
    09:10  limit     opening by ICBC
           expect    opening limited · opening told opening.limited
    10:00  propose   appeal  against opening  by second intake  ground verified
           expect    appeal received · appeal clock appeal.bankMeasure
    +1d    decide    appeal by reviewer of Shinan  with result: upheld · reasons: [verified]
           expect    appeal upheld · opening overturned · opening told opening.overturned · ICBC has opening.overturned
  `,
    { town: true },
  ));
