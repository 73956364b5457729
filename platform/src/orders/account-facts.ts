/**
 * What orders about accounts need to know besides themselves, asked for many at once: what they rest on, the institution's
 * desk, the case, what else holds the account, the organ above. Reads only; locks are advisory and taken in sorted order.
 */
import type { PersonalRef } from "../domain/personal.ts";
import type { Sql } from "../ports/store.ts";

/** What an order rests on. */
export interface Parent {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  readonly ended: boolean;
  /** Report or case at the root of an order; null for anything that is no order. */
  readonly root: string | null;
  /** Who asked for it, as far as the report or the earlier order says. */
  readonly requester: PersonalRef | null;
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

export async function parentsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Parent>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<Parent>(
    `select id, kind, state, territory, org, partner, closed_at_ms is not null as ended, body->>'report' as root,
       coalesce(nullif(body->'requester', 'null'), nullif(body->'reporter'->'person', 'null'), nullif(body->'reporter'->'number', 'null'),
         nullif(body->'victim'->'person', 'null'), nullif(body->'victim'->'number', 'null')) as requester
     from matter where id = any($1)`,
    [unique(ids)],
    "order-parents",
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Reports in these states carry no order: they are somebody's word that nobody has accepted, or found untrue. */
const NO_GROUND: ReadonlySet<string> = new Set(["info-only", "duplicate", "tip-open", "corroborated", "unsubstantiated", "malice-alleged", "malicious"]);

export function carriesOrders(parent: Pick<Parent, "kind" | "state" | "ended">): boolean {
  return parent.kind === "stop-payment" || (!parent.ended && !(parent.kind === "report" && NO_GROUND.has(parent.state)));
}

/** Organisations by the institution code under which accounts name them. */
export async function desksOf(sql: Sql, institutions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (institutions.length === 0) return new Map();
  const rows = await sql.query<{ readonly id: string; readonly institution: string }>(
    "select id, institution from organisation where institution = any($1)",
    [unique(institutions)],
    "order-desks",
  );
  return new Map(rows.map((row) => [row.institution, row.id]));
}

export interface Place {
  readonly parent: string;
  readonly token: string;
}

const placeKey = (place: Place): string => `${place.parent} ${place.token}`;

/** Which accounts stand in what the order is to rest on, or in a report of that case. */
export async function onPath(sql: Sql, places: readonly Place[]): Promise<(place: Place) => boolean> {
  if (places.length === 0) return () => false;
  const rows = await sql.query<Place>(
    `select distinct x.parent, x.token from jsonb_to_recordset($1::jsonb) as x(parent text, token text) join mention n on n.token = x.token join matter m on m.id = n.matter
     where n.matter = x.parent or (m.kind = 'report' and m.body->>'case' = x.parent)`,
    [JSON.stringify(places)],
    "order-path",
  );
  const found = new Set(rows.map(placeKey));
  return (place) => found.has(placeKey(place));
}

/**
 * Takes the lock of each account or person, so that two units asking at the same moment are counted one after the other.
 * In the order of the tokens: two batches wait for each other and do not lock up. Held until the transaction ends.
 */
export async function lockTokens(sql: Sql, tokens: readonly string[]): Promise<void> {
  if (tokens.length === 0) return;
  await sql.query(
    "select pg_advisory_xact_lock(hashtextextended(token, 7)) from (select token from unnest($1::text[]) as x(token) order by token) as sorted",
    [unique(tokens)],
    "account-locks",
  );
}

/** A measure that holds an account now. */
export interface Holding {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  /** Money that it holds there, as the institution said. */
  readonly heldMinor: string;
  readonly whole: boolean;
}

const HOLDS = `((m.kind = 'stop-payment' and m.state = 'stopped') or (m.kind = 'freeze' and m.state in ('active', 'partial')) or (m.kind = 'protective-stop' and m.state = 'active'))`;

/** Everything that holds these accounts now, by account. */
export async function holdingsOn(sql: Sql, tokens: readonly string[]): Promise<ReadonlyMap<string, readonly Holding[]>> {
  if (tokens.length === 0) return new Map();
  const rows = await sql.query<Holding>(
    `select m.id, m.kind, m.subject, coalesce(m.body->>'frozenMinor', m.body->>'heldMinor', '0') as "heldMinor", coalesce(m.body->>'scope', 'account') = 'account' as whole
     from matter m where m.kind in ('stop-payment', 'freeze', 'protective-stop') and m.subject = any($1) and ${HOLDS} order by m.id`,
    [unique(tokens)],
    "order-holdings",
  );
  const by = new Map<string, Holding[]>();
  for (const row of rows) by.set(row.subject, [...(by.get(row.subject) ?? []), row]);
  return by;
}

/** Case states in which property may be frozen. While it changes hands between units a case stays what it was. */
const FILED: readonly string[] = ["filed", "investigating", "holder-identified", "caught", "prosecution", "judged"];
const CHANGING_HANDS: readonly string[] = ["not-competent", "handed-over", "handed-back", "disputed"];

export interface CaseSeen {
  readonly id: string;
  readonly state: string;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  /** State to which it comes back when another unit has taken it over. */
  readonly resume: string | null;
}

export function isFiled(seen: CaseSeen): boolean {
  return FILED.includes(seen.state) || (CHANGING_HANDS.includes(seen.state) && seen.resume !== null && FILED.includes(seen.resume));
}

/** Filing is under way or done: neither declined nor over. */
export function isBeingFiled(seen: CaseSeen): boolean {
  return seen.state === "accepted" || isFiled(seen) || CHANGING_HANDS.includes(seen.state);
}

/** Accounts on which a freeze of a case that goes on waits in the queue: it takes effect when the one before it ends. */
export async function awaitedOn(sql: Sql, tokens: readonly string[]): Promise<ReadonlySet<string>> {
  if (tokens.length === 0) return new Set();
  const rows = await sql.query<{ readonly subject: string }>(
    `select distinct q.subject from matter q join matter c on c.id = q.parent and c.state = any($2) where q.kind = 'freeze' and q.subject = any($1) and q.state = 'queued'`,
    [unique(tokens), [...FILED, ...CHANGING_HANDS]],
    "order-awaited",
  );
  return new Set(rows.map((row) => row.subject));
}

const CASE_COLUMNS = "c.id, c.state, c.territory, c.org, c.partner, c.body->'transfer'->>'resume' as resume";

export async function casesById(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, CaseSeen>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<CaseSeen>(`select ${CASE_COLUMNS} from matter c where c.id = any($1) and c.kind = 'case'`, [unique(ids)], "order-cases");
  return new Map(rows.map((row) => [row.id, row]));
}

/** The case of a report, or the case itself, by the root of an order. */
export async function casesOfRoots(sql: Sql, roots: readonly string[]): Promise<ReadonlyMap<string, CaseSeen>> {
  if (roots.length === 0) return new Map();
  const rows = await sql.query<CaseSeen & { readonly root: string }>(
    `select r.id as root, ${CASE_COLUMNS} from matter r join matter c on c.kind = 'case' and c.id = case when r.kind = 'case' then r.id else r.body->>'case' end where r.id = any($1)`,
    [unique(roots)],
    "order-cases-of-roots",
  );
  return new Map(rows.map((row) => [row.root, row]));
}

/** The organ above each, which gets a copy of what must not go unseen. */
export async function superiorsOf(sql: Sql, orgs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (orgs.length === 0) return new Map();
  const rows = await sql.query<{ readonly id: string; readonly parent: string }>(
    "select id, parent from organisation where id = any($1) and parent is not null",
    [unique(orgs)],
    "order-superiors",
  );
  return new Map(rows.map((row) => [row.id, row.parent]));
}

/** The tier at which an organ stands; null for institutions. */
export async function levelOf(sql: Sql, org: string | null): Promise<string | null> {
  if (org === null) return null;
  const [row] = await sql.query<{ readonly level: string | null }>("select level from organisation where id = $1", [org], "order-level");
  return row?.level ?? null;
}
