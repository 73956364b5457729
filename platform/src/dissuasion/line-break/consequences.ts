/** What an appeal that was upheld does to a line break: the line comes back in the same transaction, and it counts as wrong. */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { kindOfId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import { lineBreak } from "./kind.ts";
import { LINE_DOWN } from "./states.ts";

/** Does nothing about matters of other kinds, nor about a line that works again. */
export async function lineAppealUpheld(work: Work, { appeal, against }: AnnouncementOf<"appeal-upheld">): Promise<void> {
  if (kindOfId(against) !== "line-break") return;
  const { state } = await work.load(lineBreak, against);
  if (LINE_DOWN.includes(state)) await work.actOne(lineBreak, against, "restore", { reason: "mistake" }, "consequence");
  else if (state === "proposed") await work.actOne(lineBreak, against, "withdraw", { why: `appeal ${appeal}` }, "consequence");
}
