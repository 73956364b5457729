/**
 * Restrictions that were lifted because they were wrong, kept as rows when it is said: kinds word it differently, and the
 * figures of rights count all of them in one way. Nothing is decided here.
 */
import type { AnnouncementOf } from "../domain/announcement.ts";
import type { Work } from "../matters/work.ts";

export async function noteWrongful(work: Work, { matter, startedAtMs, endedAtMs, amountMinor, currency }: AnnouncementOf<"lifted-as-wrong">): Promise<void> {
  await work.query(
    "insert into wrongful_lift (matter, lifted_at_ms, started_at_ms, amount_minor, currency) values ($1, $2, $3, $4, $5) on conflict (matter, lifted_at_ms) do nothing",
    [matter, endedAtMs, startedAtMs, amountMinor, currency],
    "note-wrongful",
  );
}
