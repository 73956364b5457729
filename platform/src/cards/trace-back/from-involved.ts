/**
 * 涉案必追究: when a number or account is found involved, the question goes to whoever opened it, in the same transaction. A
 * card is traced once: what is found of it later is added, because it was opened only once.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import { KnownRef } from "../../domain/personal.ts";
import { isEnd } from "../../base/state-table.ts";
import type { Work } from "../../matters/work.ts";
import { lockCards, tracedOf } from "./facts.ts";
import { traceBack } from "./kind.ts";
import { TRACE_BACK_STATES } from "./states.ts";

export async function traceInvolved(work: Work, { ref, matter, territory }: AnnouncementOf<"found-involved">): Promise<void> {
  if (ref.type !== "number" && ref.type !== "account") return;
  await lockCards(work.sql, [ref.token]);
  const traced = (await tracedOf(work.sql, [ref.token])).get(ref.token);
  if (traced !== undefined) {
    const { state } = await work.load(traceBack, traced as MatterId);
    if (!isEnd(TRACE_BACK_STATES, state)) await work.actOne(traceBack, traced as MatterId, "again", { because: matter }, "consequence");
    return;
  }
  const { id, body } = await work.openOne(traceBack, { card: { type: ref.type, value: new KnownRef(ref) }, because: matter, territory }, "consequence");
  // Who opened it is known: the question goes out at once.
  if (body.issuer !== null) await work.actOne(traceBack, id, "assign", { issuer: body.issuer }, "consequence");
}
