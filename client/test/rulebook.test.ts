/** The client's types of the rulebook say what the platform's say. The compiler is the judge. */
import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { Bill } from "../../platform/src/rulebook/bill.ts";
import type { PublicationView } from "../../platform/src/rulebook/book-read.ts";
import type { Finding } from "../../platform/src/rulebook/check.ts";
import type { Replay } from "../../platform/src/rulebook/replays.ts";
import type { RuleChange, RuleDifference } from "../../platform/src/rulebook/rule-change/rule-change.ts";
import type * as answers from "../../platform/src/rulebook/rulebook-answers.ts";
import type * as client from "../src/index.ts";

test("bills, findings, replays and changes of the rules", () => {
  expectTypeOf<Bill>().toExtend<client.Bill>();
  expectTypeOf<keyof Bill>().toEqualTypeOf<keyof client.Bill>();
  expectTypeOf<keyof Bill["warnings"]>().toEqualTypeOf<keyof client.Bill["warnings"]>();
  expectTypeOf<client.Finding>().toEqualTypeOf<Finding>();
  expectTypeOf<client.Publication>().toEqualTypeOf<PublicationView>();
  expectTypeOf<client.RuleDifference>().toEqualTypeOf<RuleDifference>();
  // Ids are plain texts once they have travelled.
  expectTypeOf<Replay>().toExtend<client.Replay>();
  expectTypeOf<keyof Replay>().toEqualTypeOf<keyof client.Replay>();
  expectTypeOf<RuleChange>().toExtend<client.RuleChangeBody>();
  expectTypeOf<keyof RuleChange>().toEqualTypeOf<keyof client.RuleChangeBody>();
  expectTypeOf<keyof z.output<typeof answers.rulebook>>().toEqualTypeOf<keyof client.Rulebook>();
  expectTypeOf<keyof z.output<typeof answers.draft>>().toEqualTypeOf<keyof client.RuleDraft>();
  expectTypeOf<keyof z.output<typeof answers.shadow>>().toEqualTypeOf<keyof client.Shadow>();
});
