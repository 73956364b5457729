/** Nobody is contacted more often in a day than the cap allows, however many warnings and units there are. */
import { epochDayAt, startOfDayMs } from "../../domain/calendar.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Attempt } from "../../dissuasion/warning/warning.ts";
import { auditor, type Found } from "./auditor.ts";

interface Row {
  readonly id: string;
  readonly known: readonly PersonalRef[];
  readonly attempts: readonly Attempt[];
  readonly allowed: readonly number[];
  readonly raised: readonly number[];
}

export const contactCap = auditor("contact-cap", { zh: "每人每日联系不超过上限", en: "nobody is contacted more often than the cap allows" }, async ({ profile }, sql) => {
  const { perPersonAndDay, liftedWhenLevelRises } = profile.warning.contactCap;
  const rows = await sql.query<Row>(
    `select m.id, m.body->'known' as known, m.body->'attempts' as attempts, m.body->'allowed' as allowed,
       coalesce((select jsonb_agg(l.recorded_at_ms) from ledger l where l.matter = m.id and (l.event = 'grade' or l.detail ? 'from')), '[]') as raised
     from matter m where m.kind = 'warning' and jsonb_array_length(m.body->'attempts') > 0 order by m.id`,
  );
  const found: Found[] = [];
  const byPerson = new Map<string, Row[]>();
  for (const row of rows) for (const ref of row.known) byPerson.set(ref.token, [...(byPerson.get(ref.token) ?? []), row]);
  for (const warnings of byPerson.values()) {
    const made = warnings.flatMap((row) => row.attempts.filter((one) => one.counts && one.whom === "person").map((one) => ({ atMs: one.atMs, row })));
    for (const one of made) {
      const dayMs = startOfDayMs(epochDayAt(one.atMs, profile.timeZone), profile.timeZone);
      const raisedMs = liftedWhenLevelRises ? Math.max(0, ...one.row.raised.filter((atMs) => atMs <= one.atMs)) : 0;
      const sinceMs = Math.max(dayMs, raisedMs);
      const count = made.filter((other) => other.atMs > sinceMs && other.atMs <= one.atMs).length;
      const cap = perPersonAndDay + warnings.flatMap((row) => row.allowed).filter((atMs) => atMs > sinceMs && atMs <= one.atMs).length;
      if (count > cap) found.push({ what: `somebody was contacted ${count} times in a day, the last time for ${one.row.id}`, matter: one.row.id });
    }
  }
  return found;
});
