/**
 * The record of what receivers of shared lists were told, and their word that they carried it out. A withdrawal is over when
 * everyone who ever had the entry has said so. Rows are numbered under a lock that is held until the commit, so that whoever
 * has read up to a number has missed nothing before it.
 */
import type { OrganisationKind } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { AnnouncementOf } from "../domain/announcement.ts";
import type { MatterId } from "../domain/matter.ts";
import type { SharingMark } from "../intel/entry.ts";
import type { Desk } from "../matters/desk.ts";
import type { Work } from "../matters/work.ts";
import { listEntry } from "./list-entry/kind.ts";
import { receiversOf, shareName } from "./list-entry/outward.ts";
import type { ListedType } from "./list-entry/what.ts";

/** "shar" */
const NUMBER_LOCK = 0x73686172;

/** After the decision that told them. */
export async function recordShares(work: Work, { entry, action, receivers }: AnnouncementOf<"entry-shared">): Promise<void> {
  const { version } = await work.load(listEntry, entry);
  await work.query("select pg_advisory_xact_lock($1)", [NUMBER_LOCK], "share-lock");
  await work.query(
    `insert into share (entry, receiver, seq, action, effect, first_sent_at_ms, sent_at_ms)
     select $1, x.receiver, nextval('share_seq'), $3, x.effect, $4, $4 from unnest($2::text[], $5::text[]) as x(receiver, effect)
     on conflict (entry, receiver) do update set seq = excluded.seq, action = excluded.action, effect = excluded.effect, sent_at_ms = excluded.sent_at_ms, applied_at_ms = null`,
    [entry, receivers, action, work.nowMs, receivers.map((receiver) => `eff_${entry}_${version}_${shareName(action, receiver)}`)],
    "share-record",
  );
}

/** Entries that an institution gets with which it begins, at a time. */
const BEGIN_MAX = 5_000;

/** An institution that reads from the beginning gets what stands already, as if it had been there when it was shared. */
export async function beginSharing(work: Work, receiver: string, kind: OrganisationKind): Promise<void> {
  const standing = await work.query<{ readonly id: MatterId; readonly type: ListedType; readonly sharing: SharingMark }>(
    `select m.id, m.body->>'type' as type, m.body->>'sharing' as sharing from matter m where m.kind = 'list-entry' and m.state in ('active-flag', 'active-block')
       and not exists (select 1 from share s where s.entry = m.id and s.receiver = $1) order by m.id limit $2`,
    [receiver, BEGIN_MAX],
    "shares-to-begin",
  );
  const ids = standing.filter(({ type, sharing }) => receiversOf(type, sharing, [{ id: receiver, kind }]).length > 0).map(({ id }) => id);
  if (ids.length === 0) return;
  // Locked: what ends meanwhile is not begun with, and what ends later is taken back from here as well.
  const entries = (await work.loadEach("list-entry", ids)).map((matter) => listEntry.of(matter));
  const begun = entries.filter(({ state, body }) => (state === "active-flag" || state === "active-block") && body.listedAtMs !== null).map(({ id }) => id);
  if (begun.length === 0) return;
  await work.query("select pg_advisory_xact_lock($1)", [NUMBER_LOCK], "share-lock");
  await work.query(
    `insert into share (entry, receiver, seq, action, effect, first_sent_at_ms, sent_at_ms)
     select x.entry, $1, nextval('share_seq'), 'entered', '', $2, $2 from unnest($3::text[]) as x(entry) order by x.entry on conflict do nothing`,
    [receiver, work.nowMs, begun],
    "shares-begun",
  );
}

/** What a receiver has carried out: everything up to a number, or single changes as it saw them. */
export interface Applied {
  readonly upTo?: number;
  readonly changes?: readonly { readonly entry: string; readonly seq: number }[];
}

interface Row {
  readonly entry: MatterId;
  readonly seq: number;
}

/** Confirms for the scope's own organisation. A change that was overtaken by a newer one is not confirmed by its number. */
export async function confirmApplied(desk: Desk, scope: Scope, { upTo, changes = [] }: Applied): Promise<{ readonly applied: number; readonly left: number }> {
  const receiver = receiverOf(scope);
  return desk.work(scope, async (work) => {
    const rows = await work.query<Row>(
      `select entry, seq from share where receiver = $1 and applied_at_ms is null
         and (seq <= $2 or (entry, seq) in (select entry, seq from unnest($3::text[], $4::int8[]) as x(entry, seq))) order by seq limit $5`,
      [receiver, upTo ?? -1, changes.map(({ entry }) => entry), changes.map(({ seq }) => seq), AT_ONCE_MAX],
      "shares-to-confirm",
    );
    // The entries first: of two receivers that confirm at once the second sees what the first did.
    const ids = [...new Set(rows.map(({ entry }) => entry))].sort();
    await work.loadEach("list-entry", ids);
    const confirmed = await work.query<{ readonly entry: MatterId; readonly action: string }>(
      `update share set applied_at_ms = $2 from unnest($3::text[], $4::int8[]) as x(entry, seq)
       where share.receiver = $1 and share.entry = x.entry and share.seq = x.seq and share.applied_at_ms is null returning share.entry, share.action`,
      [receiver, work.nowMs, rows.map(({ entry }) => entry), rows.map(({ seq }) => seq)],
      "shares-confirmed",
    );
    await settle(
      work,
      confirmed.filter(({ action }) => action === "withdrawn").map(({ entry }) => entry),
    );
    const [{ left }] = await work.query<{ readonly left: number }>(
      "select count(*)::int8 as left from share where receiver = $1 and applied_at_ms is null",
      [receiver],
      "shares-left",
    );
    work.note({ event: "shared-list-applied", detail: { receiver, applied: confirmed.length, left } });
    return { applied: confirmed.length, left };
  });
}

const AT_ONCE_MAX = 5_000;

/** Entries that everybody has taken back. */
async function settle(work: Work, ids: readonly MatterId[]): Promise<void> {
  if (ids.length === 0) return;
  const done = await work.query<{ readonly id: MatterId; readonly state: string }>(
    `select m.id, m.state from matter m where m.id = any($1) and m.state in ('recalling', 'suspended-by-appeal', 'watch')
       and not exists (select 1 from share s where s.entry = m.id and s.action = 'withdrawn' and s.applied_at_ms is null) order by m.id`,
    [[...new Set(ids)]],
    "shares-settled",
  );
  const requests = done.map(({ id, state }) => ({ id, command: state === "recalling" ? "all-applied" : "withdrawal-applied", input: {} }));
  if (requests.length > 0) await work.act(listEntry, requests, "consequence");
}

export function receiverOf({ principal }: Scope): string {
  if (principal.kind !== "user") throw new ProblemError({ code: "not-allowed", detail: "shared lists are for institutions" });
  return principal.org;
}
