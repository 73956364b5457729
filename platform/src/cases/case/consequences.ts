/** What a case's steps mean for its reports, for the cases that go on in it, and for how it is compared with others. */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { kindOfId, type MatterId } from "../../domain/matter.ts";
import type { Request } from "../../matters/kind.ts";
import type { Work } from "../../matters/work.ts";
import { familiesOf } from "../links/homes.ts";
import { partnersOf } from "../links/pairs.ts";
import { propose } from "../links/proposals.ts";
import { report } from "../report/kind.ts";
import { policeCase } from "./kind.ts";

const asked = (ids: readonly MatterId[], command: string, input: unknown): readonly Request[] => ids.map((id) => ({ id, command, input }));

export async function reportsJoined(work: Work, said: AnnouncementOf<"reports-joined">): Promise<void> {
  await work.act(report, asked(said.reports, "join", { case: said.case }), "consequence");
}

export async function reportLeft(work: Work, said: AnnouncementOf<"report-left">): Promise<void> {
  await work.actOne(report, said.report, "leave", { case: said.case }, "consequence");
}

export async function caseFiled(work: Work, said: AnnouncementOf<"case-filed">): Promise<void> {
  await work.act(report, asked(said.reports, "case-filed", { case: said.case }), "consequence");
}

export async function caseDeclined(work: Work, said: AnnouncementOf<"case-declined">): Promise<void> {
  await work.act(report, asked(said.reports, "case-declined", { case: said.case, reason: said.reason }), "consequence");
}

/** Together they may be linked with others more strongly than each alone. */
export async function compareAgain(work: Work, home: MatterId): Promise<void> {
  const family = (await familiesOf(work.sql, [home])).get(home) ?? [];
  await propose(work, home, await partnersOf(work.sql, family));
}

export async function caseMerged(work: Work, said: AnnouncementOf<"case-merged">): Promise<void> {
  await work.actOne(policeCase, said.into, "absorb", { case: said.case }, "consequence");
  await compareAgain(work, said.into);
}

export async function caseUnmerged(work: Work, said: AnnouncementOf<"case-unmerged">): Promise<void> {
  await work.actOne(policeCase, said.from, "let-go", { case: said.case }, "consequence");
}

/** Everything that belongs to the case goes along, the cases that go on in it with their reports as well. */
export async function caseMoved(work: Work, said: AnnouncementOf<"case-moved">): Promise<void> {
  const { reports, cases } = await belongings(work, said.case);
  const seat = { org: said.org, territory: said.territory };
  await work.act(policeCase, asked(cases, "moved", seat), "consequence");
  await work.act(report, asked(reports, "move", seat), "consequence");
}

/** With the case its reports end. One that only goes on elsewhere takes nothing from them. */
export async function caseEnded(work: Work, said: AnnouncementOf<"case-ended">): Promise<void> {
  if (said.how !== "withdrawn" && said.how !== "closed") return;
  const { members } = await belongings(work, said.case);
  for (const [id, reports] of members) await work.act(report, asked(reports, "case-ended", { case: id, how: said.how }), "consequence");
}

interface Belongings {
  readonly reports: readonly MatterId[];
  readonly cases: readonly MatterId[];
  /** Reports by the case they are in. */
  readonly members: ReadonlyMap<MatterId, readonly MatterId[]>;
}

/** Reports in the case and in all that go on in it; a report that repeats another is no member of its own. */
async function belongings(work: Work, id: MatterId): Promise<Belongings> {
  const family = ((await familiesOf(work.sql, [id])).get(id) ?? []).map((one) => one as MatterId).filter((one) => one !== id);
  const rows = await work.query<{ readonly id: string; readonly parent: string }>(
    "select id, parent from matter where id = any($1) and kind = 'report' and body->>'case' = parent order by id",
    [family],
  );
  const members = new Map<MatterId, MatterId[]>();
  for (const row of rows) members.set(row.parent as MatterId, [...(members.get(row.parent as MatterId) ?? []), row.id as MatterId]);
  return { reports: rows.map((row) => row.id as MatterId), cases: family.filter((one) => kindOfId(one) === "case"), members };
}
