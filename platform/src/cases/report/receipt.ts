/**
 * The receipt (受案回执) that a reporter takes along or is sent, with the code by which only they follow the report. The code
 * is made when it is handed out and kept nowhere; for somebody who stays unknown it leads to the report and to nobody.
 */
import type { Scope } from "../../access/scope.ts";
import { fillText } from "../../domain/notice-text.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Desk } from "../../matters/desk.ts";
import type { Work } from "../../matters/work.ts";
import type { ReportMatter } from "./decide.ts";
import { report } from "./kind.ts";
import { contactOf } from "./open.ts";

export interface Receipt {
  readonly report: MatterId;
  readonly serial: string;
  readonly code: string;
  readonly text: Bilingual;
}

/** Recipient of the code where the report names nobody. */
const WHOEVER = "reporter";

export function receiptFor(work: Work, matter: ReportMatter): Receipt {
  // The same code as in the message that a named reporter gets.
  const code = work.track(matter.id, matter.body.reporter?.number?.token ?? WHOEVER);
  const text = fillText(work.law.text("report.receipt"), { receipt: matter.serial, code, contact: contactOf(work.law) });
  return { report: matter.id, serial: matter.serial, code, text };
}

/** Prints the receipt again, for a report that the holder of the scope can see. */
export async function printReceipt(desk: Desk, scope: Scope, id: MatterId): Promise<Receipt> {
  const matter = report.of(await desk.find(scope, id));
  return desk.work(scope, async (work) => {
    work.note({ event: "receipt-printed", matter: id, kind: "report", detail: {} });
    return receiptFor(work, matter);
  });
}
