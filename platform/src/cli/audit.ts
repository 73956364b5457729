/**
 * `duanliu audit verify`: walks the chain of everything that was done and says where it is broken, in sentences or as
 * JSON. It only reads, also from a server that is running; nothing is mended here. Whole is 0, broken the exit code of
 * `audit-broken`.
 */
import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CHECKPOINT_FILE, readCheckpoints } from "../adapters/embedded/checkpoint-file.ts";
import { openVault } from "../adapters/system/vault.ts";
import type { Config } from "../app/config.ts";
import { joinCaseworkStore } from "../app/joined-store.ts";
import { PROBLEMS, ProblemError } from "../base/problem.ts";
import { FAULTS_MAX, verifyLedger, type AuditFault, type AuditReport } from "../matters/audit.ts";
import { faultText } from "../matters/audit-words.ts";
import type { Checkpoint } from "../matters/ledger.ts";
import type { Store } from "../ports/store.ts";
import type { Bilingual, Terminal } from "./terminal.ts";

export interface AuditOptions {
  readonly json?: true;
  /** Another copy of the checkpoints, kept where whoever changes the database cannot reach it. */
  readonly checkpoints?: string;
  /** Public half of the signing key, PEM; that of the data folder when absent. */
  readonly key?: string;
}

/** What can also be wrong: a file of checkpoints that somebody has edited. */
type Fault = AuditFault | { readonly kind: "checkpoint-unreadable"; readonly file: string; readonly line: number };

export async function auditVerify(config: Config, options: AuditOptions, terminal: Terminal): Promise<number> {
  const own = path.join(config.dataDir, CHECKPOINT_FILE);
  const files = options.checkpoints === undefined ? [own] : [own, options.checkpoints];
  const { store, close } = await joinCaseworkStore(config);
  try {
    const publicKeyPem = options.key === undefined ? (await openVault(config.dataDir, "never")).publicKeyPem : await readPublicKey(options.key);
    return await verifyStore(store, { publicKeyPem, files, required: options.checkpoints, json: options.json === true }, terminal);
  } finally {
    await close();
  }
}

async function readPublicKey(file: string): Promise<string> {
  const pem = await readFile(file, "utf8");
  try {
    createPublicKey(pem);
    return pem;
  } catch {
    throw new ProblemError({ code: "malformed-input", detail: `${file} is no public key`, at: { file }, expected: "the public half of the signing key, PEM" });
  }
}

export interface VerifyParts {
  readonly publicKeyPem: string;
  /** Files of checkpoints. */
  readonly files: readonly string[];
  /** The one of them that must be there. */
  readonly required?: string | undefined;
  readonly json: boolean;
}

/** The verb on a store that is open already. Gives the exit code. */
export async function verifyStore(store: Store, parts: VerifyParts, terminal: Terminal): Promise<number> {
  const kept: Checkpoint[] = [];
  const unreadable: Fault[] = [];
  for (const file of parts.files) {
    const read = await readCheckpoints(file);
    if (read === null && file === parts.required) throw new ProblemError({ code: "input-missing", detail: `there is no file ${file}`, at: { file } });
    kept.push(...(read?.checkpoints ?? []));
    for (const line of read?.damagedLines ?? []) unreadable.push({ kind: "checkpoint-unreadable", file, line });
  }
  const report = await store.snapshot(async (sql) => {
    const [{ there }] = await sql.query<{ readonly there: boolean }>("select to_regclass('ledger') is not null as there");
    if (!there) throw new ProblemError({ code: "not-found", detail: "this database holds no casework" });
    return verifyLedger(sql, parts.publicKeyPem, kept);
  });
  const faults = [...unreadable, ...report.faults];
  if (parts.json) process.stdout.write(`${JSON.stringify({ whole: faults.length === 0, ...report, kept: kept.length, faults })}\n`);
  else tell(report, faults, kept.length, terminal);
  return faults.length === 0 ? 0 : PROBLEMS["audit-broken"].exit;
}

function tell(report: AuditReport, faults: readonly Fault[], kept: number, terminal: Terminal): void {
  terminal.say({
    zh: `已核对审计链 ${report.lines} 行、签章 ${report.checkpoints} 个（另有库外副本 ${kept} 个）；最后一个签章之后有 ${report.unsigned} 行。`,
    en: `${report.lines} lines of the audit chain checked against ${report.checkpoints} signed checkpoints (${kept} copies outside the database); ${report.unsigned} lines follow the last of them.`,
  });
  for (const fault of faults) terminal.say(textOf(fault));
  if (faults.length === 0) terminal.say({ zh: "审计链完整。", en: "The chain is whole." });
  else if (report.faults.length === FAULTS_MAX) terminal.say({ zh: "只列出前 100 处。", en: "Only the first 100 are shown." });
}

function textOf(fault: Fault): Bilingual {
  if (fault.kind !== "checkpoint-unreadable") return faultText(fault);
  return { zh: `${fault.file} 第 ${fault.line} 行：不是签章记录。`, en: `${fault.file}, line ${fault.line}: it is no checkpoint.` };
}
