/**
 * Where the money of a report went on to, as clues: an account that it reached within the allowed hops and hours. Two
 * reports whose money meets in one account are linked by it, more weakly than if both had paid the same account.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { DOWNSTREAM_HOPS_MAX, DOWNSTREAM_WINDOW_MS, type Clue } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import { compare } from "./proposals.ts";

/** Takes what an institution said about an order into the index, for the report that the order began with. */
export async function followMoney(work: Work, said: AnnouncementOf<"money-moved-on">): Promise<void> {
  // The first account is tier 1: an account of tier 2 is one hop on.
  if (said.tier - 1 > DOWNSTREAM_HOPS_MAX) return;
  const [root] = await work.query<{ readonly id: string; readonly paid_at: number | null }>(
    `with recursive up(id) as (
         select id from matter where id = $1
       union select p.id from up join matter m on m.id = up.id join matter p on p.id = m.parent where m.kind not in ('report', 'case'))
     select m.id, (select min((x->>'paidAtMs')::int8) from jsonb_array_elements(m.body->'payments') as x) as paid_at from up join matter m on m.id = up.id where m.kind = 'report' limit 1`,
    [said.order],
    "cases-root",
  );
  if (root === undefined || root.paid_at === null) return;
  const { paid_at: paidAtMs } = root;
  const clues = said.hops.filter((hop) => hop.atMs - paidAtMs <= DOWNSTREAM_WINDOW_MS).map((hop): Clue => ({ kind: "downstream", key: hop.to.token, atMs: hop.atMs }));
  if (clues.length > 0) await compare(work, root.id as MatterId, clues, null);
}

/** Reports that somebody has looked at: what the public sends in masses links nothing. */
const LOOKED_AT: readonly string[] = ["accepted", "filed", "corroborated"];

/** Takes what the stream shows into the index as well, as soon as it is seen. */
export async function followTraced(work: Work, said: AnnouncementOf<"money-traced">): Promise<void> {
  const clues = said.accounts
    .filter(({ tier, atMs }) => tier > 1 && tier - 1 <= DOWNSTREAM_HOPS_MAX && atMs - said.paidAtMs <= DOWNSTREAM_WINDOW_MS)
    .map((one): Clue => ({ kind: "downstream", key: one.ref.token, atMs: one.atMs }));
  if (clues.length === 0) return;
  const [report] = await work.query<{ readonly state: string }>("select state from matter where id = $1 and kind = 'report'", [said.report], "traced-report");
  if (report !== undefined && LOOKED_AT.includes(report.state)) await compare(work, said.report, clues, null);
}
