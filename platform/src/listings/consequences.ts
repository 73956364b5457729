/**
 * What happens to list entries when something happens elsewhere: proposals from cases, masses of reports, confirmed tips and
 * warnings; weaker entries that a stronger one replaces; appeals; and whatever an entry rests on that falls. In the
 * transaction of what happened. Nothing here puts an entry in force.
 */
import type { AnnouncementOf } from "../domain/announcement.ts";
import type { MatterId } from "../domain/matter.ts";
import { KnownRef, type PersonalRef } from "../domain/personal.ts";
import type { SignFamily } from "../domain/signal.ts";
import { ProblemError } from "../base/problem.ts";
import type { Work } from "../matters/work.ts";
import { entriesAbout, lockSubjects } from "./list-entry/facts.ts";
import type { GroundInput } from "./list-entry/grounds.ts";
import { listEntry } from "./list-entry/kind.ts";
import { isAtLeast, STANDING, type Strength } from "./list-entry/states.ts";
import { isPersonalListed, strongestKind } from "./list-entry/what.ts";

/** Copies of one story are one story: so many different ones before anybody is asked to look (assumed). */
export const STORIES_MIN = 3;

/** 涉案: a person decides whether it is entered, and how. */
export async function proposeInvolved(work: Work, { ref, matter }: AnnouncementOf<"found-involved">): Promise<void> {
  const strength = isPersonalListed(ref.type) ? strongestKind(ref.type) : "flag";
  await propose(work, ref, strength, { kind: "case", matter });
}

/** However many people say it, or one says it in many names: at the most somebody watches it. */
export async function proposeOftenReported(work: Work, { ref, report, reporters, stories }: AnnouncementOf<"often-reported">): Promise<void> {
  if (stories < STORIES_MIN) return work.note({ event: "reports-too-alike", matter: report, kind: "report", detail: { reporters, stories } });
  await propose(work, ref, "watch", { kind: "report", matter: report, reporters, stories });
}

export async function proposeTipped(work: Work, { report, subjects }: AnnouncementOf<"tip-corroborated">): Promise<void> {
  for (const ref of subjects) await propose(work, ref, "watch", { kind: "report", matter: report, reporters: 1, stories: 1 });
}

interface Warned {
  readonly others: readonly PersonalRef[];
  readonly families: readonly SignFamily[];
  readonly rules: readonly string[];
}

/** The rules were right about somebody's caller or payee. A rule's hit proposes no more than a watch. */
export async function proposeWarned(work: Work, { warning }: AnnouncementOf<"warning-confirmed">): Promise<void> {
  const [row] = await work.query<Warned>(
    "select body->'others' as others, body->'families' as families, body->'rules' as rules from matter where id = $1",
    [warning],
    "warned-others",
  );
  if (row === undefined || row.families.length === 0) return;
  for (const ref of row.others)
    await propose(work, ref, "watch", { kind: "signals", matter: warning, families: [...row.families], rules: row.rules.slice(0, 60), scorePermille: 0 });
}

/** Where something says as much already, it gets one more ground; otherwise it is proposed. */
async function propose(work: Work, ref: PersonalRef, strength: Strength, ground: GroundInput): Promise<void> {
  if (!work.law.measures["list-entry"].allowed || !isPersonalListed(ref.type)) return;
  await lockSubjects(work.sql, [ref.token]);
  const known = await entriesAbout(work.sql, [ref.token]);
  const fits = known.find((one) => one.state === "proposed") ?? known.find((one) => isAtLeast(one.strength, strength));
  if (fits !== undefined) {
    await work.actOne(listEntry, fits.id as MatterId, "add-ground", { ground, strength }, "consequence");
    return;
  }
  const asked = { type: ref.type, identifier: new KnownRef(ref), strength, grounds: [ground], sharing: "amber" as const };
  try {
    await work.openOne(listEntry, asked, "consequence");
  } catch (error) {
    // A number that nobody may enter, or a case that is not filed yet: what happened goes on without a proposal.
    if (!(error instanceof ProblemError) || error.problem.code !== "limit-of-law") throw error;
    work.note({ event: "not-proposed", kind: "list-entry", detail: { why: error.problem.detail } });
  }
}

// --- replaced, appealed against --------------------------------------------------------------------------------------

/** The weaker ones about the same thing go, and what rested on them goes on in this one. */
export async function replaceWeaker(work: Work, { entry, subject }: AnnouncementOf<"entry-activated">): Promise<void> {
  const others = (await entriesAbout(work.sql, [subject])).filter((one) => one.id !== entry && one.state !== "proposed");
  for (const { id } of others) {
    await work.actOne(listEntry, id as MatterId, "supersede", { by: entry }, "consequence");
    await moveGrounds(work, id as MatterId, entry, false);
  }
}

async function stateOf(work: Work, id: MatterId): Promise<string> {
  return (await work.load(listEntry, id)).state;
}

/** Upheld means lifted, in the same transaction, with all that rested on it alone. */
export async function entryAppealUpheld(work: Work, against: MatterId): Promise<void> {
  if (["proposed", ...STANDING].includes(await stateOf(work, against))) await work.actOne(listEntry, against, "end", { reason: "appeal-upheld" }, "consequence");
}

export async function entryAppealSuspends(work: Work, { appeal, against }: AnnouncementOf<"appeal-suspends">): Promise<void> {
  const state = await stateOf(work, against);
  if ((STANDING as readonly string[]).includes(state) && state !== "suspended-by-appeal") await work.actOne(listEntry, against, "suspend", { appeal }, "consequence");
}

export async function entryAppealRefused(work: Work, { appeal, against }: AnnouncementOf<"appeal-refused">): Promise<void> {
  if ((await stateOf(work, against)) === "suspended-by-appeal") await work.actOne(listEntry, against, "restore", { appeal }, "consequence");
}

// --- what they rest on -----------------------------------------------------------------------------------------------

/**
 * Something fell: entries that rest on it are weighed anew. Gives those that fell with it; what rests on these is for whoever
 * asked, because it may be of other kinds as well.
 */
export async function reweighEntries(work: Work, fallen: readonly MatterId[], why: string): Promise<readonly MatterId[]> {
  if (fallen.length === 0) return [];
  const ids = await restingOn(work, fallen);
  return reweighEach(work, ids, { fallen: [...fallen], why });
}

/** A rule was taken back: signs that it found carry nothing any more. What falls says so, and what rests on it follows. */
export async function reweighRule(work: Work, rule: string, why: string): Promise<readonly MatterId[]> {
  const rows = await work.query<{ readonly id: MatterId }>(
    `select id from matter where kind = 'list-entry' and state = any($2) and body->'grounds' @> jsonb_build_array(jsonb_build_object('rules', jsonb_build_array($1::text))) order by id`,
    [rule, ["proposed", ...STANDING]],
    "entries-of-rule",
  );
  return reweighEach(
    work,
    rows.map(({ id }) => id),
    { fallen: [], rule, why, quiet: false },
  );
}

async function reweighEach(
  work: Work,
  ids: readonly MatterId[],
  input: { readonly fallen: readonly MatterId[]; readonly rule?: string; readonly why: string; readonly quiet?: boolean },
): Promise<readonly MatterId[]> {
  if (ids.length === 0) return [];
  const after = await work.act(
    listEntry,
    ids.map((id) => ({ id, command: "reweigh", input })),
    "consequence",
  );
  return after.filter(({ state }) => !["proposed", ...STANDING].includes(state)).map(({ id }) => id);
}

/** Entries that are open and name one of these as a ground. */
async function restingOn(work: Work, matters: readonly MatterId[]): Promise<readonly MatterId[]> {
  const rows = await work.query<{ readonly id: MatterId }>(
    `select distinct m.id from support s join matter m on m.id = s.held
     where s.by_matter = any($1) and m.kind = 'list-entry' and m.state = any($2) order by m.id`,
    [[...matters], ["proposed", ...STANDING]],
    "entries-resting-on",
  );
  return rows.map(({ id }) => id);
}

/** 并案 and its undoing: what rested on the one goes on in the other. */
export async function moveGrounds(work: Work, from: MatterId, to: MatterId, back: boolean): Promise<void> {
  const ids = (await restingOn(work, [from])).filter((id) => id !== to);
  if (ids.length === 0) return;
  await work.act(
    listEntry,
    ids.map((id) => ({ id, command: "move-ground", input: { from, to, back } })),
    "consequence",
  );
}
