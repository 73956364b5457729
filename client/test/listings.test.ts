/** The client's types of the lists say what the platform's say. The compiler is the judge; running them only proves that they exist. */
import { expectTypeOf, test } from "vitest";
import type { PersonsReport } from "../../platform/src/listings/imports.ts";
import type { ListEntry } from "../../platform/src/listings/list-entry/list-entry.ts";
import type { Ground } from "../../platform/src/listings/list-entry/grounds.ts";
import type { ListedPage, ListedRow } from "../../platform/src/listings/looks.ts";
import type { EntryReceipts, Part, Receipts, Register } from "../../platform/src/listings/register.ts";
import type { EntryFigures, ShareFigures } from "../../platform/src/listings/shared-list.ts";
import type * as client from "../src/index.ts";

test("entries, their grounds and the register", () => {
  expectTypeOf<ListEntry>().toExtend<client.ListEntryBody>();
  expectTypeOf<keyof ListEntry>().toEqualTypeOf<keyof client.ListEntryBody>();
  expectTypeOf<Ground["kind"]>().toEqualTypeOf<client.StandingGround["kind"]>();
  expectTypeOf<Part>().toEqualTypeOf<client.RegisterPart>();
  expectTypeOf<Omit<Register, "items">>().toEqualTypeOf<Omit<client.Register, "items">>();
  expectTypeOf<Receipts>().toEqualTypeOf<client.ReceiptCounts>();
  expectTypeOf<EntryReceipts>().toEqualTypeOf<client.EntryReceipts>();
});

test("imported lists, their report, and what receivers did", () => {
  expectTypeOf<ListedRow>().toEqualTypeOf<client.ListedRow>();
  expectTypeOf<ListedPage>().toEqualTypeOf<client.ListedPage>();
  expectTypeOf<PersonsReport>().toExtend<client.ImportReport>();
  expectTypeOf<ShareFigures>().toEqualTypeOf<client.SharedListFigures["receivers"][number]>();
  expectTypeOf<EntryFigures>().toEqualTypeOf<client.SharedListFigures["entries"][number]>();
});
