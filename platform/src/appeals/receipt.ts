/**
 * What somebody takes along from the counter after an appeal, a complaint or a claim was entered for them: the receipt as they
 * are told it, with the code by which only they follow it. The code is made when it is handed out and kept nowhere; only
 * whoever entered it for the person may hand it out, and that stays in the history.
 */
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Desk } from "../matters/desk.ts";
import { CODE_PLACE } from "../matters/tracking.ts";

export interface AppealReceipt {
  readonly matter: MatterId;
  readonly serial: string;
  readonly code: string;
  readonly text: Bilingual;
}

interface Row {
  readonly kind: MatterKindName;
  readonly serial: string;
  readonly recipient: string;
  readonly zh: string;
  readonly en: string;
}

const RECEIPTS = ["appeal.received", "complaint.received", "compensation.received"] as const;

/** Also of what went to a unit that who entered it does not see. */
export async function handReceipt(desk: Desk, scope: Scope, id: MatterId): Promise<AppealReceipt> {
  return desk.work(scope, async (work) => {
    const [found] = await work.query<Row>(
      `select m.kind, m.serial, n.recipient, n.text_zh as zh, n.text_en as en from matter m join notice n on n.matter = m.id and n.template = any($3)
       where m.id = $1 and m.hands->>(case when m.kind = 'compensation' then 'claim' else 'open' end) = $2 order by n.created_at_ms, n.id limit 1`,
      [id, scope.actor, [...RECEIPTS]],
      "receipt-told",
    );
    if (found === undefined)
      throw new ProblemError({ code: "not-found", detail: `there is no ${id} that you entered for somebody`, expected: "an appeal, complaint or claim of your own entering" });
    const { kind, serial, recipient, zh, en } = found;
    work.note({ event: "receipt-printed", matter: id, kind, detail: {} });
    // The same code as in the message that goes to them.
    const code = work.track(id, recipient);
    return { matter: id, serial, code, text: { zh: zh.replaceAll(CODE_PLACE, code), en: en.replaceAll(CODE_PLACE, code) } };
  });
}
