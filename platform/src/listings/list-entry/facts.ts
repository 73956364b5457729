/**
 * What entries need to know besides themselves, asked for many at once: what their grounds say of the identifier, which
 * other entries name it, who has received it and who may, whether its holder's appeal is open. Two proposals or approvals
 * about one identifier wait for each other. Reads only.
 */
import type { OrganisationKind } from "../../access/role.ts";
import { institutionOf } from "../../domain/personal.ts";
import type { SignFamily } from "../../domain/signal.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { matterOf, type GroundInput } from "./grounds.ts";
import type { entryDraft, ListEntry } from "./list-entry.ts";
import { STANDING, type EntryState, type Strength } from "./states.ts";
import { listedOf, type Listed } from "./what.ts";

/** A matter that is named as a ground, and whether it speaks of the identifier. */
export interface GroundSeen {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  /** State to which a case comes back when another unit has taken it over. */
  readonly resume: string | null;
  /** Channels in which a warning's signs show. */
  readonly families: readonly SignFamily[];
  /** It names the identifier as something on the other side, never as a victim's or a reporter's. */
  readonly names: boolean;
}

export interface OtherEntry {
  readonly id: string;
  readonly subject: string;
  readonly state: EntryState;
  readonly strength: Strength;
}

export interface OpenFacts {
  readonly listed: Listed;
  readonly seen: ReadonlyMap<string, GroundSeen>;
  readonly others: readonly OtherEntry[];
  /** The desk of the institution that keeps the account, when it has one here. */
  readonly desk: string | null;
}

/** What a receiver was told last, and whether it has carried that out. */
export interface Share {
  readonly entry: string;
  readonly receiver: string;
  readonly action: "entered" | "withdrawn";
  readonly applied: boolean;
}

export interface Receiver {
  readonly id: string;
  readonly kind: OrganisationKind;
}

export interface Facts {
  readonly shares: readonly Share[];
  readonly receivers: readonly Receiver[];
  /** Other standing entries about the same thing. */
  readonly others: readonly OtherEntry[];
  readonly appealOpen: boolean;
  readonly superior: string | null;
  readonly seen: ReadonlyMap<string, GroundSeen>;
}

/** Roles in which a matter names what is on the other side. */
const NAMED_AS: Readonly<Record<string, readonly string[]>> = { case: ["involved"], report: ["payee", "reported"], warning: ["other-side", "payee"] };

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof entryDraft>[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const listed = drafts.map((draft) => listedOf(draft.type, draft.identifier, draft.strength, context));
  await lockSubjects(
    sql,
    listed.map(({ subject }) => subject),
  );
  const others = await entriesAbout(
    sql,
    listed.map(({ subject }) => subject),
  );
  const seen = await groundsSeen(
    sql,
    drafts.flatMap((draft, i) => draft.grounds.map((ground) => ({ ground, subject: listed[i].subject }))),
  );
  const codes = drafts.map((draft) => (draft.type === "account" ? institutionOf(draft.identifier) : ""));
  const desks = await sql.query<{ readonly id: string; readonly institution: string }>(
    "select id, institution from organisation where institution = any($1)",
    [[...new Set(codes.filter((code) => code !== ""))]],
    "entry-desks",
  );
  return drafts.map((_, i) => ({
    listed: listed[i],
    seen: seen(listed[i].subject),
    others: others.filter(({ subject }) => subject === listed[i].subject),
    desk: desks.find(({ institution }) => institution === codes[i])?.id ?? null,
  }));
}

/** "list" */
const LOCK_CLASS = 0x6c697374;

/** Held until the transaction ends, taken in sorted order. */
export async function lockSubjects(sql: Sql, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await sql.query(
    "select pg_advisory_xact_lock($2, hashtext(subject)) from (select subject from unnest($1::text[]) as x(subject) order by subject) as sorted",
    [[...new Set(subjects)].sort(), LOCK_CLASS],
    "entry-locks",
  );
}

/** Entries that are proposed or stand. */
export async function entriesAbout(sql: Sql, subjects: readonly string[]): Promise<readonly OtherEntry[]> {
  if (subjects.length === 0) return [];
  return sql.query<OtherEntry>(
    "select id, subject, state, body->>'strength' as strength from matter where kind = 'list-entry' and subject = any($1) and state = any($2) order by id",
    [[...new Set(subjects)], ["proposed", ...STANDING]],
    "entries-about",
  );
}

/** For each identifier, the matters that are named as grounds of it. None of them falls before what is to rest on it is there. */
async function groundsSeen(sql: Sql, named: readonly { readonly ground: GroundInput; readonly subject: string }[]): Promise<(subject: string) => ReadonlyMap<string, GroundSeen>> {
  const pairs = named.flatMap(({ ground, subject }) => {
    const matter = matterOf(ground);
    return matter === null ? [] : [{ matter, subject }];
  });
  if (pairs.length === 0) return () => new Map();
  const rows = await sql.query<GroundSeen & { readonly subject: string }>(
    `select x.subject, m.id, m.kind, m.state, m.territory, m.org, m.partner, m.body->'transfer'->>'resume' as resume,
       case when m.kind = 'warning' then m.body->'families' else '[]'::jsonb end as families,
       (m.subject is not distinct from x.subject and m.kind not in ('warning', 'report', 'case'))
         or exists (select 1 from mention n where n.matter = m.id and n.token = x.subject and $2::jsonb->m.kind ? n.role) as names
     from jsonb_to_recordset($1::jsonb) as x(matter text, subject text) join matter m on m.id = x.matter order by m.id for share of m`,
    [JSON.stringify(pairs), JSON.stringify(NAMED_AS)],
    "entry-grounds",
  );
  return (subject) => new Map(rows.filter((row) => row.subject === subject).map((row) => [row.id, row]));
}

const NEEDS_LOCK: ReadonlySet<string> = new Set(["approve"]);

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const entries = requests.map(({ matter }) => matter as Matter<ListEntry, EntryState>);
  const subjects = entries.map(({ subject }) => subject ?? "");
  await lockSubjects(
    sql,
    requests.filter(({ command }) => NEEDS_LOCK.has(command)).map(({ matter }) => matter.subject ?? ""),
  );
  const approving = requests.some(({ command }) => command === "approve");
  const others = approving ? await entriesAbout(sql, subjects) : [];
  const appealed = approving ? await openAppeals(sql, subjects) : new Set<string>();
  const shares = await sharesOf(
    sql,
    entries.map(({ id }) => id),
  );
  const receivers = await sql.query<Receiver>(
    "select id, kind from organisation where kind in ('bank', 'payment', 'telco', 'platform') and closed_at_ms is null order by id",
    [],
    "entry-receivers",
  );
  const superiors = await sql.query<{ readonly id: string; readonly parent: string }>(
    "select id, parent from organisation where id = any($1) and parent is not null",
    [[...new Set(entries.map(({ org }) => org))]],
    "entry-superiors",
  );
  const seen = await groundsSeen(
    sql,
    requests.flatMap(({ command, input, matter }) =>
      command === "ask-extension" ? (input as { readonly grounds: readonly GroundInput[] }).grounds.map((ground) => ({ ground, subject: matter.subject ?? "" })) : [],
    ),
  );
  return entries.map(({ id, org, subject }) => ({
    shares: shares.filter(({ entry }) => entry === id),
    receivers,
    others: others.filter((other) => other.subject === subject && other.id !== id && other.state !== "proposed"),
    appealOpen: appealed.has(subject ?? ""),
    superior: superiors.find((one) => one.id === org)?.parent ?? null,
    seen: seen(subject ?? ""),
  }));
}

async function sharesOf(sql: Sql, ids: readonly string[]): Promise<readonly Share[]> {
  return sql.query<Share>(
    "select entry, receiver, action, applied_at_ms is not null as applied from share where entry = any($1) order by entry, receiver",
    [[...new Set(ids)]],
    "entry-shares",
  );
}

/** Identifiers whose holder has an appeal that nobody has decided, about themselves or about what was done to them. */
async function openAppeals(sql: Sql, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ readonly token: string }>(
    `select distinct x.token from unnest($1::text[]) as x(token)
       join mention m on m.token = x.token join matter a on (a.id = m.matter or a.parent = m.matter) where a.kind = 'appeal' and a.closed_at_ms is null`,
    [[...new Set(subjects)]],
    "entry-appeals",
  );
  return new Set(rows.map(({ token }) => token));
}
