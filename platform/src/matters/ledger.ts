/**
 * The ledger: every act on every matter, and every opening of personal data, in one order, each line bound to the one
 * before by SHA-256. It is the matters' history and the audit chain at once. Whether it is whole is found out in audit.ts.
 */
import { createHash, hash as digestOf } from "node:crypto";
import type { Sql } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import type { Evidence, Json } from "./decision.ts";
import { toRow, type Matter } from "./matter.ts";

export interface LedgerLine {
  readonly recordedAtMs: number;
  readonly occurredAtMs: number;
  readonly actor: string;
  readonly role: string;
  readonly unit: string | null;
  readonly matter: string | null;
  readonly kind: string | null;
  readonly event: string;
  readonly stateBefore: string | null;
  readonly stateAfter: string | null;
  readonly version: number | null;
  readonly basis: string | null;
  readonly evidence: readonly Evidence[];
  readonly detail: Readonly<Record<string, Json>>;
}

export interface StoredLine extends LedgerLine {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** Nothing comes before the first line. */
export const ORIGIN = new Uint8Array(32);
/** One writer of the chain at a time, in every process that shares the database. */
const CHAIN_LOCK = 0x6475616e;

/** The bytes that a line's hash is over: its fields in a fixed order, objects with sorted keys. */
function lineBytes(seq: number, line: LedgerLine): string {
  return canonical([
    seq,
    line.recordedAtMs,
    line.occurredAtMs,
    line.actor,
    line.role,
    line.unit,
    line.matter,
    line.kind,
    line.event,
    line.stateBefore,
    line.stateAfter,
    line.version,
    line.basis,
    line.evidence as unknown as Json,
    line.detail,
  ]);
}

/** JSON with keys in order, so that a database may keep an object as it likes. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === "" ? "" : ","}${canonical(item as Json)}`;
    return `[${text}]`;
  }
  const object = value as Readonly<Record<string, Json | undefined>>;
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item !== undefined) text += `${text === "" ? "" : ","}${quoted(key)}:${canonical(item)}`;
  }
  return `{${text}}`;
}

/** Names of fields are few and come again with every line: quoting them is a third of the work. */
const QUOTED_MAX = 4_096;
const QUOTED = new Map<string, string>();

function quoted(key: string): string {
  const known = QUOTED.get(key);
  if (known !== undefined) return known;
  const made = JSON.stringify(key);
  if (QUOTED.size < QUOTED_MAX) QUOTED.set(key, made);
  return made;
}

/** What a matter was at a line, so that one changed behind the ledger's back is found. Its next due date is its clocks' affair. */
export function matterDigest(matter: Matter): string {
  const { due_at_ms: _ofItsClocks, ...row } = toRow(matter);
  return digestOf("sha256", canonical(row as unknown as Json), "hex").slice(0, 32);
}

export function hashOf(previous: Uint8Array, seq: number, line: LedgerLine): Uint8Array {
  return new Uint8Array(createHash("sha256").update(previous).update(lineBytes(seq, line)).digest());
}

interface Head {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** Appends lines at the end of a transaction: from here to the commit no other transaction appends. */
export async function appendLines(sql: Sql, lines: readonly LedgerLine[]): Promise<void> {
  if (lines.length === 0) return;
  await sql.query("select pg_advisory_xact_lock($1)", [CHAIN_LOCK], "ledger-lock");
  const [head = { seq: 0, hash: ORIGIN }] = await sql.query<Head>("select seq, hash from ledger order by seq desc limit 1", [], "ledger-head");
  let { seq, hash } = head;
  const rows = lines.map((line) => {
    seq++;
    hash = hashOf(hash, seq, line);
    return {
      seq,
      hash: Buffer.from(hash).toString("hex"),
      recorded_at_ms: line.recordedAtMs,
      occurred_at_ms: line.occurredAtMs,
      actor: line.actor,
      role: line.role,
      unit: line.unit,
      matter: line.matter,
      kind: line.kind,
      event: line.event,
      state_before: line.stateBefore,
      state_after: line.stateAfter,
      version: line.version,
      basis: line.basis,
      evidence: line.evidence,
      detail: line.detail,
    };
  });
  await sql.query(
    `insert into ledger (seq, hash, recorded_at_ms, occurred_at_ms, actor, role, unit, matter, kind, event, state_before, state_after, version, basis, evidence, detail)
     select seq, decode(hash, 'hex'), recorded_at_ms, occurred_at_ms, actor, role, unit, matter, kind, event, state_before, state_after, version, basis, evidence, detail
     from jsonb_to_recordset($1::jsonb) as x(seq int8, hash text, recorded_at_ms int8, occurred_at_ms int8, actor text, role text, unit text, matter text, kind text,
       event text, state_before text, state_after text, version int8, basis text, evidence jsonb, detail jsonb)`,
    [JSON.stringify(rows)],
    "ledger-append",
  );
}

export interface LedgerRow {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly recorded_at_ms: number;
  readonly occurred_at_ms: number;
  readonly actor: string;
  readonly role: string;
  readonly unit: string | null;
  readonly matter: string | null;
  readonly kind: string | null;
  readonly event: string;
  readonly state_before: string | null;
  readonly state_after: string | null;
  readonly version: number | null;
  readonly basis: string | null;
  readonly evidence: readonly Evidence[];
  readonly detail: Readonly<Record<string, Json>>;
}

export function lineFromRow(row: LedgerRow): StoredLine {
  return {
    seq: row.seq,
    hash: row.hash,
    recordedAtMs: row.recorded_at_ms,
    occurredAtMs: row.occurred_at_ms,
    actor: row.actor,
    role: row.role,
    unit: row.unit,
    matter: row.matter,
    kind: row.kind,
    event: row.event,
    stateBefore: row.state_before,
    stateAfter: row.state_after,
    version: row.version,
    basis: row.basis,
    evidence: row.evidence,
    detail: row.detail,
  };
}

/** What happened to one matter, oldest first. */
export async function historyOf(sql: Sql, matter: string): Promise<readonly StoredLine[]> {
  return (await sql.query<LedgerRow>("select * from ledger where matter = $1 order by seq", [matter], "ledger-history")).map(lineFromRow);
}

export interface Checkpoint {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly atMs: number;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export function checkpointBytes(seq: number, hash: Uint8Array, atMs: number): Uint8Array {
  return new TextEncoder().encode(canonical(["duanliu-checkpoint-1", seq, Buffer.from(hash).toString("hex"), atMs]));
}

/** Short name of a signing key: the beginning of the digest of its public half. */
export function keyIdOf(publicKeyPem: string): string {
  return createHash("sha256").update(publicKeyPem.trim()).digest("hex").slice(0, 16);
}

/** Signs the end of the chain if it has grown since the last checkpoint; gives the new one. */
export async function signCheckpoint(sql: Sql, vault: Vault, nowMs: number): Promise<Checkpoint | null> {
  await sql.query("select pg_advisory_xact_lock($1)", [CHAIN_LOCK], "ledger-lock");
  const [head] = await sql.query<Head>("select seq, hash from ledger order by seq desc limit 1", [], "ledger-head");
  const [last] = await sql.query<{ readonly seq: number }>("select seq from checkpoint order by seq desc limit 1");
  if (head === undefined || last?.seq === head.seq) return null;
  const signature = vault.sign(checkpointBytes(head.seq, head.hash, nowMs));
  const keyId = keyIdOf(vault.publicKeyPem);
  await sql.query("insert into checkpoint (seq, hash, at_ms, key_id, signature) values ($1, $2, $3, $4, $5)", [head.seq, head.hash, nowMs, keyId, signature]);
  return { seq: head.seq, hash: head.hash, atMs: nowMs, keyId, signature };
}
