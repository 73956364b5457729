/** A confirmed series goes on in the campaign that was approved for it. One that was dissolved meanwhile stays what it is. */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { Work } from "../../matters/work.ts";
import { caseSeries } from "./kind.ts";

export async function takeUpSeries(work: Work, { campaign, series }: AnnouncementOf<"campaign-approved">): Promise<void> {
  for (const id of [...series].sort()) {
    const { state } = await work.load(caseSeries, id);
    if (state === "confirmed") await work.actOne(caseSeries, id, "to-campaign", { campaign }, "consequence");
  }
}
