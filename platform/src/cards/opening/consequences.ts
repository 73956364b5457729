/** What follows for openings: the check's row says what became of it, and an appeal that was upheld takes the decision back. */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import { keepDecision, keepMatter, keepOverturned } from "./check-store.ts";
import { opening } from "./kind.ts";

export async function noteOpening(work: Work, said: AnnouncementOf<"opening-decided">): Promise<void> {
  if (said.decision === "overturned") await keepOverturned(work.sql, said.check, work.nowMs);
  else await keepDecision(work.sql, said, work.nowMs);
}

export async function noteTakenUp(work: Work, said: AnnouncementOf<"opening-taken-up">): Promise<void> {
  await keepMatter(work.sql, said.check, said.opening);
}

/** Upheld means withdrawn, in the same transaction. What was opened in full was no decision against anybody. */
export async function overturnOpening(work: Work, against: MatterId, appeal: MatterId): Promise<void> {
  const { state } = await work.load(opening, against);
  if (state === "refused" || state === "limited") await work.actOne(opening, against, "overturn", { appeal }, "consequence");
}
