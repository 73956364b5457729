/**
 * The register of list entries for people: page by page with the filters of their work, what waits for whose signature, what
 * is due for review, how far receivers have taken a withdrawal back, and who received one entry. Reads only.
 */
import type { Scope } from "../access/scope.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Desk } from "../matters/desk.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "../matters/matter.ts";
import { shown } from "../matters/matter-routes.ts";
import type { SqlValue } from "../ports/store.ts";
import { listEntry } from "./list-entry/kind.ts";
import { IN_FORCE, STANDING } from "./list-entry/states.ts";
import type { Hits, HitWindow, ListLooks } from "./looks.ts";

/** What part of the register is asked for. `sign`: another has proposed it or asked for more time, and the reader may decide. */
export const PARTS = ["all", "sign", "proposed", "standing", "due", "recalling", "ended"] as const;
export type Part = (typeof PARTS)[number];
export const ORDERS = ["newest", "ends", "review"] as const;

export interface RegisterQuery {
  readonly part: Part;
  readonly strength?: string | undefined;
  readonly type?: string | undefined;
  /** A rule: entries of which a ground, standing or taken back, rests on its hits. */
  readonly rule?: string | undefined;
  readonly order: (typeof ORDERS)[number];
  readonly page: number;
  readonly size: number;
}

/** How many receivers have it or had it, and how they took its withdrawal. */
export interface Receipts {
  readonly told: number;
  readonly withdrawn: number;
  readonly confirmed: number;
  readonly overdue: number;
}

export interface Register {
  readonly items: readonly (object & { readonly hits: Hits | null; readonly receipts: Receipts | null })[];
  readonly total: number;
  readonly parts: Readonly<Record<Part, number>>;
  readonly window: HitWindow;
}

const MAY_SIGN = ["dutyLead"] as const;

const arrayOf = (states: readonly string[]): string => `array[${states.map((state) => `'${state}'`).join(", ")}]`;
const STANDS = `state = any(${arrayOf(STANDING)})`;

const WHERE: Readonly<Record<Exclude<Part, "sign">, string>> = {
  all: "true",
  proposed: "state = 'proposed'",
  standing: STANDS,
  due: `(${STANDS} and ((body->>'reviewDue')::boolean or (body->>'recheckDue')::boolean))`,
  recalling: "exists (select 1 from share s where s.entry = matter.id and s.action = 'withdrawn' and s.applied_at_ms is null)",
  ended: "closed_at_ms is not null",
};

/** The entries that the reader sees and asks for, whatever their part. */
function reads(scope: Scope, query: RegisterQuery): { readonly where: string; readonly values: readonly SqlValue[] } {
  const values: SqlValue[] = [];
  const where = ["kind = 'list-entry'"];
  if (query.strength !== undefined) where.push(`body->>'strength' = $${values.push(query.strength)}`);
  if (query.type !== undefined) where.push(`body->>'type' = $${values.push(query.type)}`);
  if (query.rule !== undefined) where.push(`body->'grounds' @> jsonb_build_array(jsonb_build_object('rules', jsonb_build_array($${values.push(query.rule)}::text)))`);
  const filter = scope.filter(values.length + 1);
  return { where: [...where, filter.sql].join(" and "), values: [...values, ...filter.values] };
}

function condition(part: Part, scope: Scope, values: SqlValue[]): string {
  if (part !== "sign") return WHERE[part];
  if (scope.actingAs(MAY_SIGN) === null) return "false";
  const me = `$${values.push(scope.actor)}`;
  const notMine = (...commands: readonly string[]): string => commands.map((command) => `coalesce(hands->>'${command}', '') <> ${me}`).join(" and ");
  return `((state = 'proposed' and ${notMine("open", "second-approval")}) or (state = any(${arrayOf(IN_FORCE)}) and jsonb_typeof(body->'asked') = 'object' and ${notMine("open", "ask-extension")}))`;
}

const ORDER_BY: Readonly<Record<RegisterQuery["order"], string>> = {
  newest: "id desc",
  // What never had an end, or has ended, comes last.
  ends: "closed_at_ms is not null, (body->>'endsAtMs')::int8 nulls last, id",
  review: "closed_at_ms is not null, (body->>'reviewAtMs')::int8 nulls last, id",
};

export async function register(desk: Desk, scope: Scope, looks: ListLooks, query: RegisterQuery, applyMs: number): Promise<Register> {
  const nowMs = desk.world.nowMs();
  const { rows, parts, receipts } = await desk.store.snapshot(async (sql) => {
    const base = reads(scope, query);
    // One look over the reader's entries counts every part.
    const counting = [...base.values];
    const counted = PARTS.map((part) => `count(*) filter (where ${condition(part, scope, counting)})::int8 as "${part}"`).join(", ");
    const [counts] = await sql.query<Record<Part, number>>(`select ${counted} from matter where ${base.where}`, counting);
    const paging = [...base.values];
    const of = condition(query.part, scope, paging);
    const limit = `limit $${paging.push(query.size)} offset $${paging.push((query.page - 1) * query.size)}`;
    const found = await sql.query<MatterRow>(`select ${MATTER_COLUMNS} from matter where ${base.where} and ${of} order by ${ORDER_BY[query.order]} ${limit}`, paging);
    const told = await sql.query<Receipts & { readonly entry: string }>(
      `select entry, count(*)::int8 as told, count(*) filter (where action = 'withdrawn')::int8 as withdrawn, count(*) filter (where action = 'withdrawn' and applied_at_ms is not null)::int8 as confirmed,
         count(*) filter (where action = 'withdrawn' and applied_at_ms is null and sent_at_ms + $3 <= $2)::int8 as overdue from share where entry = any($1) group by entry`,
      [found.map(({ id }) => id), nowMs, applyMs],
      "register-receipts",
    );
    return { rows: found, parts: counts, receipts: new Map(told.map(({ entry, ...rest }) => [entry, rest])) };
  });
  const entries = rows.map((row) => listEntry.of(fromRow(row)));
  const { window, bySerial } = looks.hitsOf(entries.map(({ serial }) => serial));
  return {
    items: entries.map((entry) => ({
      ...(shown(listEntry, entry, scope) as object),
      // Before it was in the lists nothing could be counted.
      hits: entry.body.listedAtMs === null ? null : (bySerial.get(entry.serial) ?? { hits: 0, lastAtMs: 0 }),
      receipts: receipts.get(entry.id) ?? null,
    })),
    total: parts[query.part],
    parts,
    window,
  };
}

/** One receiver of an entry: what it was told last, whether the message arrived, and whether it has carried it out. */
export interface Receipt {
  readonly receiver: string;
  readonly action: "entered" | "withdrawn";
  readonly firstSentAtMs: number;
  readonly sentAtMs: number;
  /** The message was taken; null when it is on its way, and for what the receiver fetched itself. */
  readonly deliveredAtMs: number | null;
  readonly appliedAtMs: number | null;
  /** By when a withdrawal has to be carried out. */
  readonly dueAtMs: number | null;
  readonly overdue: boolean;
}

export interface EntryReceipts {
  readonly items: readonly Receipt[];
  readonly applyMs: number;
  readonly hits: Hits | null;
  readonly window: HitWindow;
}

/** Throws `not-found` for an entry outside of the scope. */
export async function receiptsOf(desk: Desk, scope: Scope, looks: ListLooks, id: MatterId, applyMs: number): Promise<EntryReceipts> {
  const entry = listEntry.of(await desk.find(scope, id));
  const nowMs = desk.world.nowMs();
  const rows = await desk.store.snapshot((sql) =>
    sql.query<Omit<Receipt, "dueAtMs" | "overdue">>(
      `select s.receiver, s.action, s.first_sent_at_ms as "firstSentAtMs", s.sent_at_ms as "sentAtMs", e.delivered_at_ms as "deliveredAtMs", s.applied_at_ms as "appliedAtMs"
       from share s left join effect e on e.id = s.effect where s.entry = $1 order by s.action desc, s.applied_at_ms nulls first, s.receiver`,
      [id],
      "entry-receipts",
    ),
  );
  const { window, bySerial } = looks.hitsOf([entry.serial]);
  return {
    items: rows.map((row) => {
      const dueAtMs = row.action === "withdrawn" ? row.sentAtMs + applyMs : null;
      return { ...row, dueAtMs, overdue: dueAtMs !== null && row.appliedAtMs === null && dueAtMs <= nowMs };
    }),
    applyMs,
    hits: entry.body.listedAtMs === null ? null : (bySerial.get(entry.serial) ?? { hits: 0, lastAtMs: 0 }),
    window,
  };
}
