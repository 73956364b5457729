/**
 * Hands to the outside what decisions left to be handed over, until it is acknowledged: claimed for a while, handed over
 * under its stable id, acknowledged together with the command that follows. After a crash in between it is handed over
 * again under the same id, which counts once. Values about people are opened here, for this delivery, and that is recorded.
 */
import type { Scope } from "../access/scope.ts";
import { faultPoint } from "../base/fault-point.ts";
import { assert } from "../base/assert.ts";
import { ProblemError } from "../base/problem.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { HandOver, InstitutionMessage } from "../ports/institution.ts";
import type { MessageReceipt, OutgoingMessage } from "../ports/messenger.ts";
import type { Vault } from "../ports/vault.ts";
import type { Json } from "./decision.ts";
import type { OnStuck } from "./clock.ts";
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
const AT_ONCE = 2_000;
const LEASE_MS = 60_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 10 * 60_000;
/**
 * After so many attempts a person has to look: the command for what cannot be delivered follows. Where none does, as for
 * notices, giving up would be heard by nobody: that it is late is noted, and it goes on.
 */
export const ATTEMPTS_MAX = 12;
/** What a carrier says is kept up to here. */
const SAID_CHARACTERS_MAX = 200;

/** Due at $1. What lies further ahead than any retry may was written while the machine's time was ahead: it counts as due. */
const DUE_NOW = `(e.next_at_ms <= $1 or e.next_at_ms > $1 + ${Math.max(LEASE_MS, RETRY_MAX_MS)})`;

interface EffectRecord {
  readonly id: string;
  readonly matter: MatterId;
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
  /** Some value that it needs could not be opened: it was tampered with, or erased. */
  readonly closed: boolean;
}

/** Nothing decided earlier about the matter waits for the same addressee. */
const FIRST_IN_LINE =
  "not exists (select 1 from effect b where b.matter = e.matter and b.channel = e.channel and b.addressee = e.addressee and b.state = 'waiting' and b.number < e.number)";

type Results = ReadonlyMap<string, CarrierResult>;

interface Counted {
  readonly delivered: number;
  readonly failed: number;
  readonly retried: number;
}

export interface Pumped extends Counted {
  readonly nextAtMs: number | null;
}

/** Hands over everything that is due now. `onStuck` hears of commands after an acknowledgement that could not be carried out. */
export async function pumpEffects(desk: Desk, scope: Scope, carriers: Carriers, onStuck: OnStuck = () => undefined): Promise<Pumped> {
  const sum = { delivered: 0, failed: 0, retried: 0 };
  for (;;) {
    const claimed = await desk.work(scope, (work) => claim(work, desk.parts.vault));
    faultPoint("outbox.claimed");
    if (claimed.length === 0) break;
    const results = await handOver(claimed, carriers);
    faultPoint("outbox.handed-over");
    for (const counted of await acknowledgeAll(desk, scope, claimed, results, onStuck)) {
      sum.delivered += counted.delivered;
      sum.failed += counted.failed;
      sum.retried += counted.retried;
    }
    faultPoint("outbox.acknowledged");
  }
  const [next] = await desk.store.snapshot((sql) =>
    // What waits behind a retry is not due before it.
    sql.query<{ readonly at: number | null }>(`select min(e.next_at_ms) as at from effect e where e.state = 'waiting' and ${FIRST_IN_LINE}`, [], "outbox-next"),
  );
  return { ...sum, nextAtMs: next.at };
}

/**
 * Takes what is due for a while. What was decided later about a matter waits until its addressee has taken, or for good
 * refused, what came before: a release must not overtake the order that it releases.
 */
async function claim(work: Work, vault: Vault): Promise<readonly Claimed[]> {
  const rows = await work.query<EffectRecord>(
    `with due as (select id from effect e where state = 'waiting' and ${DUE_NOW}
       and ${FIRST_IN_LINE} order by next_at_ms, number limit $2 for update skip locked)
     update effect e set attempts = e.attempts + 1, next_at_ms = $1 + $3 from due, matter m where e.id = due.id and m.id = e.matter
     returning e.id, e.matter, m.kind, e.channel, e.addressee, e.payload, e.opens, e.purpose, e.delivered_command, e.undeliverable_command, e.attempts, e.number`,
    [work.nowMs, AT_ONCE, LEASE_MS],
    "outbox-claim",
  );
  // In whichever order the server found them: what is written of it must not depend on that.
  const inOrder = [...rows].sort((a, b) => a.number - b.number);
  const opening = inOrder.filter((row) => Object.keys(row.opens).length > 0);
  const values = opening.length === 0 ? new Map<string, string>() : await openValues(work, vault, opening);
  return inOrder.map((row): Claimed => {
    const opened = Object.entries(row.opens).map(([field, token]) => [field, values.get(token)] as const);
    return { ...row, fields: { ...withCode(row, vault), ...Object.fromEntries(opened) }, closed: opened.some(([, value]) => value === undefined) };
  });
}

/** Values by token, those that open. One line of the ledger for the whole delivery: what was opened, for which matters, why. */
async function openValues(work: Work, vault: Vault, rows: readonly EffectRecord[]): Promise<ReadonlyMap<string, string>> {
  const tokens = [...new Set(rows.flatMap((row) => Object.values(row.opens)))];
  const sealed = await work.query<{ readonly token: string; readonly sealed: Uint8Array }>("select token, sealed from personal where token = any($1)", [tokens], "open-personal");
  const values = new Map<string, string>();
  for (const row of sealed) {
    try {
      values.set(row.token, vault.open(row.sealed, row.token));
    } catch (error) {
      // One value that was tampered with holds up no other delivery; its own says so.
      if (!(error instanceof ProblemError)) throw error;
    }
  }
  const purposes = [...new Set(rows.map((row) => row.purpose ?? "execute-order"))].sort();
  work.note({ event: "data-opened-for-delivery", detail: { purposes, values: values.size, effects: rows.map((row) => row.id) } });
  return values;
}

/** A notice gets its tracking code here, on its way out. */
function withCode(row: EffectRecord, vault: Vault): Readonly<Record<string, unknown>> {
  const { codeFor, text, ...rest } = row.payload as { readonly codeFor?: string; readonly text?: Bilingual };
  if (codeFor === undefined || text === undefined) return row.payload;
  const code = trackingCode(vault, row.matter, codeFor);
  return { ...rest, text: { zh: text.zh.replaceAll(CODE_PLACE, code), en: text.en.replaceAll(CODE_PLACE, code) } };
}

/** A text field, or undefined; what lacks one can never be handed over. */
function textOf(one: Claimed, field: string): string | undefined {
  const value = one.fields[field];
  return typeof value === "string" ? value : undefined;
}

function toInstitution(one: Claimed): InstitutionMessage | null {
  const what = textOf(one, "what");
  return what === undefined ? null : { id: one.id, what, matter: one.matter, to: one.addressee, fields: one.fields };
}

function toMessenger(one: Claimed): OutgoingMessage | null {
  const [channel, sender, to] = [textOf(one, "channel"), textOf(one, "sender"), textOf(one, "to")];
  const text = one.fields["text"] as Bilingual | undefined;
  if (channel === undefined || sender === undefined || to === undefined || text === undefined) return null;
  return { id: one.id, channel: channel as OutgoingMessage["channel"], sender, to, text };
}

function toList(one: Claimed): ListChange {
  return { id: one.id, list: one.addressee, fields: one.fields };
}

/** One result for each claimed effect, whatever the carriers do. */
async function handOver(claimed: readonly Claimed[], carriers: Carriers): Promise<Results> {
  const results = new Map<string, CarrierResult>();
  const send = async <T extends { readonly id: string }>(
    channel: Claimed["channel"],
    make: (one: Claimed) => T | null,
    carry: (items: readonly T[]) => Promise<readonly CarrierResult[]>,
  ): Promise<void> => {
    const items: T[] = [];
    for (const one of claimed.filter((effect) => effect.channel === channel)) {
      const item = one.closed ? null : make(one);
      if (item !== null) items.push(item);
      else results.set(one.id, one.closed ? { refused: "a value that it needs does not open", retry: true } : { refused: "it lacks a field that its channel needs", retry: false });
    }
    if (items.length === 0) return;
    for (const [i, result] of (await resultsOf(items, carry)).entries()) results.set(items[i].id, result);
  };
  await Promise.all([
    send("institution", toInstitution, (items) => carriers.institution(items)),
    send("messenger", toMessenger, (items) => carriers.messenger(items)),
    send("lists", toList, (items) => carriers.lists(items)),
  ]);
  return results;
}

async function resultsOf<T>(items: readonly T[], carry: (items: readonly T[]) => Promise<readonly CarrierResult[]>): Promise<readonly CarrierResult[]> {
  try {
    const given = await carry(items);
    assert(given.length === items.length, "a carrier answers every item");
    return given;
  } catch (error) {
    // What was taken is not known: the same ids again find out.
    return items.map(() => ({ refused: error instanceof Error ? error.message : String(error), retry: true }));
  }
}

/** Acknowledges together; when a command that follows fails, each by itself, and what fails again is handed over again later. */
async function acknowledgeAll(desk: Desk, scope: Scope, claimed: readonly Claimed[], results: Results, onStuck: OnStuck): Promise<readonly Counted[]> {
  try {
    return [await desk.work(scope, (work) => acknowledge(work, claimed, results))];
  } catch (error) {
    if (isStoreAway(error)) throw error;
  }
  const counted: Counted[] = [];
  for (const one of claimed) {
    try {
      counted.push(await desk.work(scope, (work) => acknowledge(work, [one], results)));
    } catch (error) {
      if (isStoreAway(error)) throw error;
      await desk.store.transaction((sql) =>
        sql.query("update effect set next_at_ms = $2 where id = $1 and state = 'waiting'", [one.id, desk.world.nowMs() + waitAfter(one.attempts)], "outbox-stuck"),
      );
      onStuck(
        one.matter,
        (results.get(one.id) as { readonly refused?: string } | undefined)?.refused === undefined ? (one.delivered_command ?? "") : (one.undeliverable_command ?? ""),
        error,
      );
    }
  }
  return counted;
}

function isStoreAway(error: unknown): boolean {
  return error instanceof ProblemError && (error.problem.code === "store-unreachable" || error.problem.code === "overloaded");
}

function waitAfter(attempts: number): number {
  return Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempts - 1, 20));
}

/** What somebody outside said, in a form that the store takes. */
function plain(said: string): string {
  return said
    .replace(/[\u0000-\u001f\u007f]+/g, " ")
    .slice(0, SAID_CHARACTERS_MAX)
    .toWellFormed();
}

interface Mark {
  readonly id: string;
  readonly attempts: number;
  readonly state: "delivered" | "waiting" | "failed";
  readonly reference: string | null;
  readonly problem: string | null;
  readonly at: number | null;
  readonly next: number | null;
}

function markOf(one: Claimed, result: CarrierResult, nowMs: number): Mark {
  const { id, attempts } = one;
  if (!("refused" in result)) return { id, attempts, state: "delivered", reference: plain(result.reference), problem: null, at: result.acceptedAtMs, next: null };
  const again = result.retry && (attempts < ATTEMPTS_MAX || one.undeliverable_command === null);
  return { id, attempts, state: again ? "waiting" : "failed", reference: null, problem: plain(result.refused), at: null, next: again ? nowMs + waitAfter(attempts) : null };
}

async function acknowledge(work: Work, claimed: readonly Claimed[], results: Results): Promise<Counted> {
  const marks = claimed.map((one): Mark => {
    const result = results.get(one.id);
    assert(result !== undefined, "every claimed effect has a result");
    return markOf(one, result, work.nowMs);
  });
  // Whoever comes back after its claim ran out: a delivery counts if nothing else was marked, a refusal only if nobody has it in hand since.
  const marked = await work.query<{ readonly id: string }>(
    `update effect set state = x.state, reference = x.reference, problem = x.problem, delivered_at_ms = x.at, next_at_ms = coalesce(x.next, effect.next_at_ms)
     from jsonb_to_recordset($1::jsonb) as x(id text, attempts int8, state text, reference text, problem text, at int8, next int8)
     where effect.id = any($2) and effect.id = x.id and effect.state = 'waiting' and (x.state = 'delivered' or effect.attempts = x.attempts) returning effect.id`,
    [JSON.stringify(marks), marks.map((mark) => mark.id)],
    "outbox-acknowledge",
  );
  const counting = new Set(marked.map((row) => row.id));
  const kept = marks.filter((mark) => counting.has(mark.id));
  const delivered = kept.filter((mark) => mark.state === "delivered");
  await work.query(
    "update notice set delivered_at_ms = x.at from jsonb_to_recordset($1::jsonb) as x(id text, at int8) where notice.id = substr(x.id, 5) and notice.delivered_at_ms is null",
    [JSON.stringify(delivered)],
    "notices-delivered",
  );
  const byId = new Map(kept.map((mark) => [mark.id, mark]));
  const follow = new Map<MatterKindName, Request[]>();
  for (const one of claimed) {
    const mark = byId.get(one.id);
    if (mark?.state === "waiting" && mark.attempts === ATTEMPTS_MAX)
      work.note({ event: "not-delivered-yet", matter: one.matter, kind: one.kind, detail: { effect: one.id, attempts: one.attempts } });
    if (mark === undefined || mark.state === "waiting") continue;
    const ok = mark.state === "delivered";
    const command = ok ? one.delivered_command : one.undeliverable_command;
    if (!ok) work.note({ event: "undeliverable", matter: one.matter, kind: one.kind, detail: { effect: one.id, attempts: one.attempts } });
    if (command === null) continue;
    const input = ok ? { effect: one.id, reference: mark.reference, atMs: mark.at } : { effect: one.id, problem: mark.problem };
    follow.set(one.kind, [...(follow.get(one.kind) ?? []), { id: one.matter, command, input }]);
  }
  for (const [kind, requests] of [...follow].sort(([a], [b]) => (a < b ? -1 : 1))) await followUp(work, kind, requests);
  const failed = kept.filter((mark) => mark.state === "failed").length;
  return { delivered: delivered.length, failed, retried: kept.length - delivered.length - failed };
}

/** Commands that follow an acknowledgement; one that came too late for its matter is noted. */
async function followUp(work: Work, name: MatterKindName, requests: readonly Request[]): Promise<void> {
  const kind = work.kind(name);
  await work.loadEach(
    name,
    requests.map((request) => request.id),
  );
  // No matter twice in a round: what the first command leaves decides whether the second is possible.
  for (let rest = requests; rest.length > 0;) {
    const round = new Map<MatterId, Request>();
    for (const request of rest) if (!round.has(request.id)) round.set(request.id, request);
    const possible: Request[] = [];
    for (const request of round.values()) {
      const matter = await work.loadAny(name, request.id);
      if (isPossible(kind, matter.state, request.command)) possible.push(request);
      else work.note({ event: "acknowledged-late", matter: request.id, kind: name, detail: { command: request.command, state: matter.state } });
    }
    if (possible.length > 0) await work.actAny(name, possible, "consequence");
    rest = rest.filter((request) => round.get(request.id) !== request);
  }
}
