/**
 * What happens to leads when something happens to their campaign, and to the campaign when the first unit signs: all in the
 * transaction in which it happened, however many leads.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import { campaign } from "../campaign/kind.ts";
import { lead } from "./kind.ts";

export async function issueLeads(work: Work, { leads }: AnnouncementOf<"packages-issued">): Promise<void> {
  await work.act(
    lead,
    leads.map(({ lead: id, unit, territory }) => ({ id, command: "issue", input: { unit, territory } })),
    "consequence",
  );
}

/** The first unit that signs is the beginning of verifying. Later ones find that it has begun. */
export async function beginVerifying(work: Work, { lead: id, campaign: of }: AnnouncementOf<"lead-signed">): Promise<void> {
  const [{ state }] = await work.query<{ readonly state: string }>("select state from matter where id = $1", [of], "campaign-state");
  // Read without waiting: whoever signs must not queue up behind everybody else who does.
  if (state !== "issued") return;
  if ((await work.load(campaign, of)).state === "issued") await work.actOne(campaign, of, "verify", { lead: id }, "consequence");
}

export async function tellLeads(work: Work, { leads, window, begunAtMs }: AnnouncementOf<"take-down-set">): Promise<void> {
  await actAll(work, leads, "tell", { window, begunAtMs });
}

export async function sendBack(work: Work, { lead: id, why }: AnnouncementOf<"lead-sent-back">): Promise<void> {
  await work.actOne(lead, id, "send-back", { why }, "consequence");
}

export async function withdrawLeads(work: Work, { leads, why }: AnnouncementOf<"leads-withdrawn">): Promise<void> {
  await actAll(work, leads, "withdraw", { why });
}

export async function endLeads(work: Work, { leads, why }: AnnouncementOf<"campaign-ended">): Promise<void> {
  await actAll(work, leads, "close", { why });
}

async function actAll(work: Work, leads: readonly MatterId[], command: string, input: object): Promise<void> {
  await work.act(
    lead,
    leads.map((id) => ({ id, command, input })),
    "consequence",
  );
}
