/**
 * Reads the ledger from its first line to its last and says where it was broken: a line changed, removed, moved or
 * slipped in, an end cut off, a checkpoint forged, a matter changed behind its history's back. It cannot tell who is
 * lying, only that what stands there is not what was written.
 */
import { createPublicKey, verify as verifySignature } from "node:crypto";
import type { Sql } from "../ports/store.ts";
import { checkpointBytes, hashOf, lineFromRow, matterDigest, ORIGIN, type Checkpoint, type LedgerRow } from "./ledger.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "./matter.ts";

export type AuditFault =
  | { readonly kind: "missing"; readonly seq: number }
  /** It is not what it was, or the one before it is not: the hash of both is over both. */
  | { readonly kind: "changed"; readonly seq: number; readonly matter: string | null }
  /** It stands before the first line, where nothing belongs. */
  | { readonly kind: "extra"; readonly seq: number; readonly matter: string | null }
  | { readonly kind: "checkpoint-differs"; readonly seq: number }
  | { readonly kind: "signature-wrong"; readonly seq: number }
  /** Kept elsewhere, and not in the database any more. */
  | { readonly kind: "checkpoint-gone"; readonly seq: number }
  | { readonly kind: "cut-off"; readonly seq: number; readonly lastSeq: number }
  | { readonly kind: "matter-gone"; readonly matter: string; readonly ledger: string }
  | { readonly kind: "matter-differs"; readonly matter: string; readonly field: "state" | "version" | "contents"; readonly ledger: string; readonly found: string };

export interface AuditReport {
  readonly lines: number;
  readonly checkpoints: number;
  /** Lines behind the last checkpoint: bound to one another, not yet signed. */
  readonly unsigned: number;
  readonly faults: readonly AuditFault[];
}

const LINES_AT_ONCE = 5_000;
/** Bodies may be long. */
const MATTERS_AT_ONCE = 1_000;
/** A chain that is broken in more places has been replaced, not edited. */
export const FAULTS_MAX = 100;

/**
 * Reads the whole chain and says where it is broken. `kept` are checkpoints from outside the database (the file beside
 * it, a printout): they also show that the end was cut off together with the database's own checkpoints.
 */
export async function verifyLedger(sql: Sql, publicKeyPem: string, kept: readonly Checkpoint[] = []): Promise<AuditReport> {
  const faults: AuditFault[] = [];
  const own = await checkpointsOf(sql);
  const checkpoints = new Map<number, Checkpoint[]>();
  for (const one of [...own, ...kept]) checkpoints.set(one.seq, [...(checkpoints.get(one.seq) ?? []), one]);
  faults.push(...checkpointFaults(publicKeyPem, own, kept));
  const { lines, lastSeq, told } = await walk(sql, checkpoints, faults);
  const lastSigned = Math.max(0, ...checkpoints.keys());
  if (lastSigned > lastSeq) faults.push({ kind: "cut-off", seq: lastSeq + 1, lastSeq: lastSigned });
  if (faults.length < FAULTS_MAX) faults.push(...(await differing(sql, told)));
  return { lines, checkpoints: own.length, unsigned: Math.max(0, lastSeq - Math.max(0, ...own.map((one) => one.seq))), faults: faults.slice(0, FAULTS_MAX) };
}

async function checkpointsOf(sql: Sql): Promise<readonly Checkpoint[]> {
  const rows = await sql.query<{ seq: number; hash: Uint8Array; at_ms: number; key_id: string; signature: Uint8Array }>(
    "select seq, hash, at_ms, key_id, signature from checkpoint order by seq",
  );
  return rows.map((row) => ({ seq: row.seq, hash: row.hash, atMs: row.at_ms, keyId: row.key_id, signature: row.signature }));
}

function checkpointFaults(publicKeyPem: string, own: readonly Checkpoint[], kept: readonly Checkpoint[]): readonly AuditFault[] {
  const faults: AuditFault[] = [];
  const key = createPublicKey(publicKeyPem);
  const there = new Set(own.map((one) => one.seq));
  for (const one of [...own, ...kept])
    if (!verifySignature(null, checkpointBytes(one.seq, one.hash, one.atMs), key, one.signature)) faults.push({ kind: "signature-wrong", seq: one.seq });
  for (const seq of new Set(kept.map((one) => one.seq))) if (!there.has(seq)) faults.push({ kind: "checkpoint-gone", seq });
  return faults;
}

/** What the ledger says last of a matter. */
interface Told {
  readonly state: string;
  readonly version: number;
  readonly digest: string;
}

interface Walked {
  readonly lines: number;
  readonly lastSeq: number;
  readonly told: ReadonlyMap<string, Told>;
}

async function walk(sql: Sql, checkpoints: ReadonlyMap<number, readonly Checkpoint[]>, faults: AuditFault[]): Promise<Walked> {
  const told = new Map<string, Told>();
  let previous: Uint8Array = ORIGIN;
  let seq = 0;
  let lines = 0;
  const before = await sql.query<{ readonly seq: number; readonly matter: string | null }>("select seq, matter from ledger where seq < 1 order by seq limit $1", [FAULTS_MAX]);
  for (const row of before) faults.push({ kind: "extra", seq: row.seq, matter: row.matter });
  for (;;) {
    const rows = await sql.query<LedgerRow>("select * from ledger where seq > $1 order by seq limit $2", [seq, LINES_AT_ONCE], "ledger-walk");
    for (const row of rows) {
      const line = lineFromRow(row);
      for (let missing = seq + 1; missing < line.seq && faults.length < FAULTS_MAX; missing++) faults.push({ kind: "missing", seq: missing });
      // After a gap the chain cannot be followed across it; it is taken up again at the next line.
      const follows = line.seq === seq + 1;
      if (follows && !isEqual(hashOf(previous, line.seq, line), line.hash) && faults.length < FAULTS_MAX) faults.push({ kind: "changed", seq: line.seq, matter: line.matter });
      if ((checkpoints.get(line.seq) ?? []).some((one) => !isEqual(one.hash, line.hash))) faults.push({ kind: "checkpoint-differs", seq: line.seq });
      if (line.matter !== null && line.stateAfter !== null && line.version !== null) {
        const { digest } = line.detail;
        told.set(line.matter, { state: line.stateAfter, version: line.version, digest: typeof digest === "string" ? digest : "" });
      }
      previous = line.hash;
      seq = line.seq;
      lines++;
    }
    if (rows.length < LINES_AT_ONCE) return { lines, lastSeq: seq, told };
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Matters whose row says something else than their last line, or is gone. */
async function differing(sql: Sql, told: ReadonlyMap<string, Told>): Promise<readonly AuditFault[]> {
  const faults: AuditFault[] = [];
  const unseen = new Set(told.keys());
  let after = "";
  for (;;) {
    const rows = await sql.query<MatterRow>(`select ${MATTER_COLUMNS} from matter where id > $1 order by id limit $2`, [after, MATTERS_AT_ONCE]);
    for (const row of rows) {
      after = row.id;
      unseen.delete(row.id);
      const last = told.get(row.id) ?? { state: "nothing", version: 0, digest: "" };
      const differs = (field: "state" | "version" | "contents", ledger: string, found: string): void => {
        if (ledger !== found) faults.push({ kind: "matter-differs", matter: row.id, field, ledger, found });
      };
      differs("state", last.state, row.state);
      differs("version", String(last.version), String(row.version));
      // The digest is over state and version as well: it says more only where these agree.
      if (last.state === row.state && last.version === row.version) differs("contents", last.digest, matterDigest(fromRow(row)));
    }
    if (rows.length < MATTERS_AT_ONCE) break;
  }
  for (const matter of unseen) faults.push({ kind: "matter-gone", matter, ledger: told.get(matter)?.state ?? "" });
  return faults;
}
