/**
 * The client's types of appeals, complaints and compensations say what the platform's say; the compiler is the judge. What
 * people choose from in them is written into the client from the platform's tables.
 */
import { expect, expectTypeOf, test } from "vitest";
import type { Appeal } from "../../platform/src/appeals/appeal/appeal.ts";
import type { Foreseen, Outlook } from "../../platform/src/appeals/appeal/outlook.ts";
import type { Compensation } from "../../platform/src/appeals/compensation/compensation.ts";
import type { Complaint } from "../../platform/src/appeals/complaint/complaint.ts";
import {
  AGENT_GROUNDS,
  COMPLAINT_SUBJECTS,
  FOUNDED_REASONS,
  GRANTED_REASONS,
  GROUNDS,
  LOSSES,
  PAPERS,
  PARTLY_REASONS,
  REFUSED_REASONS,
  REJECTED_REASONS,
  UNFOUNDED_REASONS,
  UPHELD_REASONS,
} from "../../platform/src/appeals/reasons.ts";
import type { AppealReceipt } from "../../platform/src/appeals/receipt.ts";
import type * as client from "../src/index.ts";

test("bodies, what to know before, what would come of it, receipts", () => {
  // The client reads what the platform writes: one way is enough, and the keys must be the same.
  expectTypeOf<Appeal>().toExtend<client.AppealBody>();
  expectTypeOf<keyof Appeal>().toEqualTypeOf<keyof client.AppealBody>();
  expectTypeOf<Complaint>().toExtend<client.ComplaintBody>();
  expectTypeOf<keyof Complaint>().toEqualTypeOf<keyof client.ComplaintBody>();
  expectTypeOf<Compensation>().toExtend<client.CompensationBody>();
  expectTypeOf<keyof Compensation>().toEqualTypeOf<keyof client.CompensationBody>();
  expectTypeOf<Outlook>().toExtend<client.AppealOutlook>();
  expectTypeOf<keyof Outlook>().toEqualTypeOf<keyof client.AppealOutlook>();
  expectTypeOf<Foreseen>().toExtend<client.AppealForeseen>();
  expectTypeOf<keyof Foreseen>().toEqualTypeOf<keyof client.AppealForeseen>();
  expectTypeOf<AppealReceipt>().toExtend<client.AppealReceipt>();
});

test("what appeals, complaints and claims choose from is the platform's", async () => {
  const tables = {
    GROUND_WORDS: GROUNDS,
    UPHELD_WORDS: UPHELD_REASONS,
    PARTLY_WORDS: PARTLY_REASONS,
    REJECTED_WORDS: REJECTED_REASONS,
    PAPER_WORDS: PAPERS,
    AGENT_WORDS: AGENT_GROUNDS,
    SUBJECT_WORDS: COMPLAINT_SUBJECTS,
    FOUNDED_WORDS: FOUNDED_REASONS,
    UNFOUNDED_WORDS: UNFOUNDED_REASONS,
    LOSS_WORDS: LOSSES,
    GRANTED_WORDS: GRANTED_REASONS,
    REFUSED_WORDS: REFUSED_REASONS,
  };
  const rows = (table: object): string => Object.entries(table).reduce((text, [key, words]) => `${text}  ${JSON.stringify(key)}: ${JSON.stringify(words)},\n`, "");
  const head = "/** Made from the platform's tables by client/test/appeals.test.ts (vitest -u writes it). Not edited by hand. */\n";
  const text = Object.entries(tables).reduce((all, [name, table]) => `${all}export const ${name} = {\n${rows(table)}} as const;\n`, head);
  await expect(text).toMatchFileSnapshot("../src/appeal-words.generated.ts");
});
