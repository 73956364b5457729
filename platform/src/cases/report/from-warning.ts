/** A warned person had paid already: the report is opened at once from what the warning knows, and its link to it is kept. */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { KnownRef, type PersonalRef } from "../../domain/personal.ts";
import { isScamCategory } from "../../domain/scam-category.ts";
import type { Work } from "../../matters/work.ts";
import type { SomebodyInput } from "../input.ts";
import type { ReportMatter } from "./decide.ts";
import { report } from "./kind.ts";

export async function reportFromWarning(work: Work, said: AnnouncementOf<"already-paid">): Promise<ReportMatter> {
  return work.openOne(
    report,
    {
      channel: "warning",
      role: "victim",
      reporter: personOf(said.victim),
      axes: { lure: said.category !== null && isScamCategory(said.category) ? said.category : null, authorised: true },
      payments: said.payments.map((one) => ({
        ...(one.from === null ? {} : { from: new KnownRef(one.from) }),
        to: new KnownRef(one.to),
        ...(one.toName === undefined ? {} : { toName: new KnownRef(one.toName) }),
        amountMinor: one.amountMinor,
        currency: one.currency,
        paidAt: new Date(one.atMs).toISOString(),
        ...(one.transfer === undefined ? {} : { transfer: one.transfer }),
      })),
      territory: said.territory,
      warning: said.warning,
    },
    "consequence",
  );
}

/** A warning knows a person by their number, or by their document; other types tell nobody who they are. */
function personOf(victim: PersonalRef): SomebodyInput {
  switch (victim.type) {
    case "number":
      return { number: new KnownRef(victim) };
    case "person":
      return { person: new KnownRef(victim) };
    case "name":
      return { name: new KnownRef(victim) };
    case "account":
    case "device":
    case "address":
    case "handle":
    case "narrative":
      return {};
  }
}
