/** What an appeal that was upheld does to the two cards: the decision or the limit goes in the same transaction. */
import type { AnnouncementOf } from "../domain/announcement.ts";
import { kindOfId } from "../domain/matter.ts";
import type { Work } from "../matters/work.ts";
import { liftNumberOnAppeal } from "./number-action/consequences.ts";
import { overturnOpening } from "./opening/consequences.ts";

/** Does nothing about matters of other kinds. */
export async function cardAppealUpheld(work: Work, { appeal, against }: AnnouncementOf<"appeal-upheld">): Promise<void> {
  const kind = kindOfId(against);
  if (kind === "opening") await overturnOpening(work, against, appeal);
  if (kind === "number-action") await liftNumberOnAppeal(work, against);
}
