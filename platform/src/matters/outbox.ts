/**
 * Hands to the outside what decisions left to be handed over, until it is acknowledged: claimed for a while, handed over
 * under its stable id, acknowledged together with the command that follows. After a crash in between it is handed over
 * again under the same id, which counts once. Values about people are opened here, for this delivery, and that is recorded.
 */
import type { Scope } from "../access/scope.ts";
import { faultPoint } from "../base/fault-point.ts";
import { assert } from "../base/assert.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { HandOver, InstitutionMessage } from "../ports/institution.ts";
import type { MessageReceipt, OutgoingMessage } from "../ports/messenger.ts";
import type { Vault } from "../ports/vault.ts";
import type { Json } from "./decision.ts";
import type { Desk } from "./desk.ts";
import { isPossible, type Request } from "./kind.ts";
import { CODE_PLACE, trackingCode } from "./tracking.ts";
import type { Work } from "./work.ts";

/** The ways out, by channel. Each gives one result an item, in their order. */
export interface Carriers {
  institution(messages: readonly InstitutionMessage[]): Promise<readonly CarrierResult[]>;
  messenger(messages: readonly OutgoingMessage[]): Promise<readonly CarrierResult[]>;
  lists(changes: readonly ListChange[]): Promise<readonly CarrierResult[]>;
}

export type CarrierResult = HandOver | MessageReceipt | { readonly refused: string; readonly retry: boolean };

/** A change of the lists that screening reads. */
export interface ListChange {
  readonly id: string;
  readonly list: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Effects claimed at a time, and for how long: longer than any carrier may take. */
const AT_ONCE = 1_000;
const LEASE_MS = 60_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 10 * 60_000;
/** After so many attempts a person has to look. */
export const ATTEMPTS_MAX = 12;

interface EffectRecord {
  readonly id: string;
  readonly matter: string;
  readonly kind: MatterKindName;
  readonly channel: "institution" | "messenger" | "lists";
  readonly addressee: string;
  readonly payload: Readonly<Record<string, Json>>;
  readonly opens: Readonly<Record<string, string>>;
  readonly purpose: string | null;
  readonly delivered_command: string | null;
  readonly undeliverable_command: string | null;
  readonly attempts: number;
  readonly number: number;
}

interface Claimed extends EffectRecord {
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Pumped {
  readonly delivered: number;
  readonly failed: number;
  readonly retried: number;
  readonly nextAtMs: number | null;
}

/** Hands over everything that is due now. */
export async function pumpEffects(desk: Desk, scope: Scope, carriers: Carriers): Promise<Pumped> {
  const sum = { delivered: 0, failed: 0, retried: 0 };
  for (;;) {
    const claimed = await desk.work(scope, (work) => claim(work, desk.parts.vault));
    faultPoint("outbox.claimed");
    if (claimed.length === 0) break;
    const results = await handOver(claimed, carriers);
    faultPoint("outbox.handed-over");
    await desk.work(scope, (work) => acknowledge(work, claimed, results, sum));
    faultPoint("outbox.acknowledged");
  }
  const [next] = await desk.store.snapshot((sql) =>
    sql.query<{ readonly at: number | null }>("select min(next_at_ms) as at from effect where state = 'waiting'", [], "outbox-next"),
  );
  return { ...sum, nextAtMs: next.at };
}

async function claim(work: Work, vault: Vault): Promise<readonly Claimed[]> {
  const rows = await work.query<EffectRecord>(
    `with due as (select id from effect where state = 'waiting' and next_at_ms <= $1 order by next_at_ms, number limit $2 for update skip locked)
     update effect e set attempts = e.attempts + 1, next_at_ms = $1 + $3 from due, matter m where e.id = due.id and m.id = e.matter
     returning e.id, e.matter, m.kind, e.channel, e.addressee, e.payload, e.opens, e.purpose, e.delivered_command, e.undeliverable_command, e.attempts, e.number`,
    [work.nowMs, AT_ONCE, LEASE_MS],
    "outbox-claim",
  );
  const tokens = [...new Set(rows.flatMap((row) => Object.values(row.opens)))];
  const values = new Map<string, string>();
  if (tokens.length > 0) {
    const sealed = await work.query<{ readonly token: string; readonly sealed: Uint8Array }>("select token, sealed from personal where token = any($1)", [tokens], "open-personal");
    for (const row of sealed) values.set(row.token, vault.open(row.sealed, row.token));
    // One line for the whole delivery: what was opened, for which matters, why.
    const purposes = [...new Set(rows.filter((row) => Object.keys(row.opens).length > 0).map((row) => row.purpose ?? "execute-order"))].sort();
    work.note({
      event: "data-opened-for-delivery",
      detail: { purposes, values: tokens.length, effects: rows.filter((row) => Object.keys(row.opens).length > 0).map((row) => row.id) },
    });
  }
  // An institution gets an order before what was decided about it later.
  const inOrder = [...rows].sort((a, b) => a.number - b.number);
  return inOrder.map((row): Claimed => {
    const opened = Object.fromEntries(Object.entries(row.opens).map(([field, token]) => [field, values.get(token) ?? null]));
    return { ...row, fields: { ...withCode(row, vault), ...opened } };
  });
}

/** A notice gets its tracking code here, on its way out. */
function withCode(row: EffectRecord, vault: Vault): Readonly<Record<string, unknown>> {
  const { codeFor, text, ...rest } = row.payload as { readonly codeFor?: string; readonly text?: Bilingual };
  if (codeFor === undefined || text === undefined) return row.payload;
  const code = trackingCode(vault, row.matter, codeFor);
  return { ...rest, text: { zh: text.zh.replaceAll(CODE_PLACE, code), en: text.en.replaceAll(CODE_PLACE, code) } };
}

function textOf(one: Claimed, field: string): string {
  const value = one.fields[field];
  assert(typeof value === "string", `an effect on ${one.channel} has the text field ${field}`);
  return value;
}

async function handOver(claimed: readonly Claimed[], carriers: Carriers): Promise<ReadonlyMap<string, CarrierResult>> {
  const results = new Map<string, CarrierResult>();
  const send = async <T extends { readonly id: string }>(items: readonly T[], carry: (items: readonly T[]) => Promise<readonly CarrierResult[]>): Promise<void> => {
    if (items.length === 0) return;
    const given = await carry(items).catch((error: unknown): readonly CarrierResult[] =>
      items.map(() => ({ refused: error instanceof Error ? error.message : String(error), retry: true })),
    );
    assert(given.length === items.length, "a carrier answers every item");
    for (let i = 0; i < items.length; i++) results.set(items[i].id, given[i]);
  };
  const of = (channel: Claimed["channel"]): readonly Claimed[] => claimed.filter((one) => one.channel === channel);
  await Promise.all([
    send(
      of("institution").map((one): InstitutionMessage => ({ id: one.id, what: textOf(one, "what"), matter: one.matter, to: one.addressee, fields: one.fields })),
      (items) => carriers.institution(items),
    ),
    send(
      of("messenger").map((one): OutgoingMessage => {
        const text = one.fields["text"] as Bilingual;
        return { id: one.id, channel: one.payload["channel"] as OutgoingMessage["channel"], sender: textOf(one, "sender"), to: textOf(one, "to"), text };
      }),
      (items) => carriers.messenger(items),
    ),
    send(
      of("lists").map((one): ListChange => ({ id: one.id, list: one.addressee, fields: one.fields })),
      (items) => carriers.lists(items),
    ),
  ]);
  return results;
}

async function acknowledge(
  work: Work,
  claimed: readonly Claimed[],
  results: ReadonlyMap<string, CarrierResult>,
  sum: { delivered: number; failed: number; retried: number },
): Promise<void> {
  const marks: Json[] = [];
  const follow = new Map<MatterKindName, Request[]>();
  const give = (one: Claimed, command: string | null, input: Readonly<Record<string, Json>>): void => {
    if (command !== null) follow.set(one.kind, [...(follow.get(one.kind) ?? []), { id: one.matter as MatterId, command, input }]);
  };
  const counted = { delivered: 0, failed: 0, retried: 0 };
  for (const one of claimed) {
    const result = results.get(one.id);
    assert(result !== undefined, "every claimed effect has a result");
    if (!("refused" in result)) {
      counted.delivered++;
      marks.push({ id: one.id, state: "delivered", reference: result.reference, problem: null, at: result.acceptedAtMs, next: null });
      give(one, one.delivered_command, { effect: one.id, reference: result.reference, atMs: result.acceptedAtMs });
    } else if (result.retry && one.attempts < ATTEMPTS_MAX) {
      counted.retried++;
      const wait = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(one.attempts - 1, 20));
      marks.push({ id: one.id, state: "waiting", reference: null, problem: result.refused.slice(0, 200), at: null, next: work.nowMs + wait });
    } else {
      counted.failed++;
      marks.push({ id: one.id, state: "failed", reference: null, problem: result.refused.slice(0, 200), at: null, next: null });
      give(one, one.undeliverable_command, { effect: one.id, problem: result.refused.slice(0, 200) });
      work.note({ event: "undeliverable", matter: one.matter, kind: one.kind, detail: { effect: one.id, attempts: one.attempts } });
    }
  }
  await work.query(
    `update effect set state = x.state, reference = x.reference, problem = x.problem, delivered_at_ms = x.at, next_at_ms = coalesce(x.next, effect.next_at_ms)
     from jsonb_to_recordset($1::jsonb) as x(id text, state text, reference text, problem text, at int8, next int8) where effect.id = x.id and effect.state = 'waiting'`,
    [JSON.stringify(marks)],
    "outbox-acknowledge",
  );
  await work.query(
    `update notice set delivered_at_ms = x.at from jsonb_to_recordset($1::jsonb) as x(id text, state text, at int8)
     where x.state = 'delivered' and notice.id = substr(x.id, 5) and notice.delivered_at_ms is null`,
    [JSON.stringify(marks)],
    "notices-delivered",
  );
  for (const [kind, requests] of [...follow].sort(([a], [b]) => (a < b ? -1 : 1))) await followUp(work, kind, requests);
  sum.delivered += counted.delivered;
  sum.failed += counted.failed;
  sum.retried += counted.retried;
}

/** Commands that follow an acknowledgement; one that came too late for its matter is noted. */
async function followUp(work: Work, name: MatterKindName, requests: readonly Request[]): Promise<void> {
  const kind = work.kind(name);
  const possible: Request[] = [];
  for (const request of requests) {
    const matter = await work.loadAny(name, request.id);
    if (isPossible(kind, matter.state, request.command)) possible.push(request);
    else work.note({ event: "acknowledged-late", matter: request.id, kind: name, detail: { command: request.command, state: matter.state } });
  }
  if (possible.length > 0) await work.actAny(name, possible, "consequence");
}
