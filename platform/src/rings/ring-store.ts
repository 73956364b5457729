/**
 * The evidence graph in the database: things and links by tokens, what joins nobody, rings with their members and what
 * happened to them. What one step of the book changed is written in one transaction with the place in the log, so that
 * after any stop the book goes on as if there had been none.
 */
import type { Sql } from "../ports/store.ts";
import { EvidenceGraph } from "./evidence-graph.ts";
import type { LinkKind, NodeKind } from "./evidence.ts";
import { RingBook, type LeftOutReason, type RingBookOptions } from "./ring-book.ts";
import type { Ring, RingEvent } from "./ring-history.ts";

export interface StoredThing {
  readonly kind: NodeKind;
  readonly token: string;
  readonly masked: string;
  readonly province: string | null;
  readonly sealed: Uint8Array;
}

export interface RingStep {
  readonly things: readonly StoredThing[];
  /** By their numbers in the book's graph. */
  readonly links: readonly number[];
  /** Number of the first of them in the database. */
  readonly firstNumber: number;
  readonly leftOut: readonly (readonly [node: number, reason: LeftOutReason])[];
  readonly rings: readonly Ring[];
  readonly events: readonly RingEvent[];
  readonly firstEvent: number;
  readonly nowMs: number;
}

export interface LoadedBook {
  readonly book: RingBook;
  /** Number of the next link and event in the database. */
  readonly nextLink: number;
  readonly nextEvent: number;
  /** How many events of the history were read. */
  readonly eventsKept: number;
  /** Links that were too old to be kept. */
  readonly expired: number;
}

interface LinkRow {
  readonly number: number;
  readonly kind: LinkKind;
  readonly from_kind: NodeKind;
  readonly from_token: string;
  readonly to_kind: NodeKind;
  readonly to_token: string;
  readonly at_ms: number;
  readonly evidence: string;
}

interface RingRow {
  readonly id: string;
  readonly born_at_ms: number;
  readonly changed_at_ms: number;
  readonly split_from: string | null;
  readonly merged_into: string | null;
  readonly living: boolean;
}

interface EventRow {
  readonly number: number;
  readonly at_ms: number;
  readonly kind: RingEvent["kind"];
  readonly ring: string;
  readonly other: string | null;
}

/** The book as it was left. Links from before `keptFromMs` go first; then everything is divided anew. */
export async function loadRings(sql: Sql, options: RingBookOptions, keptFromMs: number, nowMs: number): Promise<LoadedBook> {
  const gone = await sql.query<object>("delete from ring_link where at_ms < $1 returning number", [keptFromMs]);
  if (gone.length > 0) {
    const unlinked = `not exists (select 1 from ring_link l where (l.from_kind = x.kind and l.from_token = x.token) or (l.to_kind = x.kind and l.to_token = x.token))`;
    await sql.query(`delete from ring_thing x where ${unlinked}`);
    await sql.query(`delete from ring_left_out x where ${unlinked}`);
  }
  const graph = new EvidenceGraph();
  const links = await sql.query<LinkRow>("select number, kind, from_kind, from_token, to_kind, to_token, at_ms, evidence from ring_link order by number");
  for (const row of links) {
    graph.add({
      from: graph.node(row.from_kind, row.from_token),
      to: graph.node(row.to_kind, row.to_token),
      kind: row.kind,
      atMs: row.at_ms,
      evidence: row.evidence,
    });
  }
  for (const row of await sql.query<{ readonly kind: NodeKind; readonly token: string; readonly province: string }>(
    "select kind, token, province from ring_thing where province is not null",
  )) {
    const node = graph.find(row.kind, row.token);
    if (node !== undefined) graph.setProvince(node, row.province);
  }
  const leftOut = new Map<number, LeftOutReason>();
  for (const row of await sql.query<{ readonly kind: NodeKind; readonly token: string; readonly reason: LeftOutReason }>(
    "select kind, token, reason from ring_left_out order by at_ms, kind, token",
  ))
    leftOut.set(graph.node(row.kind, row.token), row.reason);
  const members = new Map<string, number[]>();
  for (const row of await sql.query<{ readonly kind: NodeKind; readonly token: string; readonly ring: string }>("select kind, token, ring from ring_member")) {
    const node = graph.find(row.kind, row.token);
    if (node === undefined) continue;
    const list = members.get(row.ring) ?? [];
    list.push(node);
    members.set(row.ring, list);
  }
  const all = (await sql.query<RingRow>("select id, born_at_ms, changed_at_ms, split_from, merged_into, living from ring")).map((row) => ({
    living: row.living,
    ring: {
      id: row.id,
      members: (members.get(row.id) ?? []).sort((a, b) => a - b),
      bornAtMs: row.born_at_ms,
      changedAtMs: row.changed_at_ms,
      ...(row.split_from === null ? {} : { splitFrom: row.split_from }),
      ...(row.merged_into === null ? {} : { mergedInto: row.merged_into }),
    } satisfies Ring,
  }));
  const numberOf = (id: string): number => Number(id.slice(id.indexOf("_") + 1));
  all.sort((a, b) => numberOf(a.ring.id) - numberOf(b.ring.id));
  const events = await sql.query<EventRow>("select number, at_ms, kind, ring, other from ring_event order by number");
  const book = new RingBook(options, graph, {
    rings: all.filter(({ living }) => living).map(({ ring }) => ring),
    ended: all.filter(({ living }) => !living).map(({ ring }) => ring),
    leftOut,
    events: events.map(eventOf),
  });
  if (gone.length > 0) book.divideAnew(nowMs);
  return { book, nextLink: (links.at(-1)?.number ?? -1) + 1, nextEvent: (events.at(-1)?.number ?? -1) + 1, eventsKept: events.length, expired: gone.length };
}

function eventOf({ kind, at_ms: atMs, ring, other }: EventRow): RingEvent {
  switch (kind) {
    case "born":
    case "dissolved":
      return { kind, atMs, ring };
    case "split":
      return { kind, atMs, ring, from: other ?? "" };
    case "merged":
      return { kind, atMs, ring, into: other ?? "" };
  }
}

const otherOf = (event: RingEvent): string | null => (event.kind === "split" ? event.from : event.kind === "merged" ? event.into : null);

export async function saveRingStep(sql: Sql, book: RingBook, step: RingStep): Promise<void> {
  const { graph } = book;
  const name = (node: number): { readonly kind: NodeKind; readonly token: string } => ({ kind: graph.kindOf(node), token: graph.tokenOf(node) });
  if (step.things.length > 0)
    await sql.query(
      `insert into ring_thing (kind, token, masked, province, sealed, seen_at_ms)
       select x.kind, x.token, x.masked, x.province, s.sealed, $3 from jsonb_to_recordset($1::jsonb) as x(kind text, token text, masked text, province text, n int8)
       join unnest($2::bytea[]) with ordinality as s(sealed, n) on s.n = x.n on conflict do nothing`,
      [
        JSON.stringify(step.things.map(({ kind, token, masked, province }, i) => ({ kind, token, masked, province, n: i + 1 }))),
        step.things.map(({ sealed }) => sealed),
        step.nowMs,
      ],
      "ring-things",
    );
  if (step.links.length > 0)
    await sql.query(
      `insert into ring_link (number, kind, from_kind, from_token, to_kind, to_token, at_ms, evidence)
       select * from jsonb_to_recordset($1::jsonb) as x(number int8, kind text, from_kind text, from_token text, to_kind text, to_token text, at_ms int8, evidence text)`,
      [
        JSON.stringify(
          step.links.map((i, n) => {
            const link = graph.link(i);
            const [from, to] = [name(link.from), name(link.to)];
            return {
              number: step.firstNumber + n,
              kind: link.kind,
              from_kind: from.kind,
              from_token: from.token,
              to_kind: to.kind,
              to_token: to.token,
              at_ms: link.atMs,
              evidence: link.evidence,
            };
          }),
        ),
      ],
      "ring-links",
    );
  if (step.leftOut.length > 0)
    await sql.query(
      "insert into ring_left_out (kind, token, reason, at_ms) select kind, token, reason, $2 from jsonb_to_recordset($1::jsonb) as x(kind text, token text, reason text) on conflict do nothing",
      [JSON.stringify(step.leftOut.map(([node, reason]) => ({ ...name(node), reason }))), step.nowMs],
      "ring-left-out",
    );
  if (step.rings.length > 0) {
    const ids = step.rings.map(({ id }) => id);
    await sql.query(
      `insert into ring (id, born_at_ms, changed_at_ms, split_from, merged_into, living)
       select * from jsonb_to_recordset($1::jsonb) as x(id text, born int8, changed int8, split_from text, merged_into text, living boolean)
       on conflict (id) do update set changed_at_ms = excluded.changed_at_ms, merged_into = excluded.merged_into, living = excluded.living`,
      [
        JSON.stringify(
          step.rings.map((ring) => ({
            id: ring.id,
            born: ring.bornAtMs,
            changed: ring.changedAtMs,
            split_from: ring.splitFrom ?? null,
            merged_into: ring.mergedInto ?? null,
            living: book.isLiving(ring.id),
          })),
        ),
      ],
      "rings-save",
    );
    await sql.query("delete from ring_member where ring = any($1)", [ids], "ring-members-out");
    await sql.query(
      `insert into ring_member (kind, token, ring) select kind, token, ring from jsonb_to_recordset($1::jsonb) as x(kind text, token text, ring text)
       on conflict (kind, token) do update set ring = excluded.ring`,
      [JSON.stringify(step.rings.filter(({ id }) => book.isLiving(id)).flatMap((ring) => ring.members.map((v) => ({ ...name(v), ring: ring.id }))))],
      "ring-members-in",
    );
  }
  if (step.events.length > 0)
    await sql.query(
      "insert into ring_event (number, at_ms, kind, ring, other) select * from jsonb_to_recordset($1::jsonb) as x(number int8, at_ms int8, kind text, ring text, other text)",
      [JSON.stringify(step.events.map((event, n) => ({ number: step.firstEvent + n, at_ms: event.atMs, kind: event.kind, ring: event.ring, other: otherOf(event) })))],
      "ring-events",
    );
}
