/**
 * The audit chain verified at somebody's wish while the program runs: from its first line to its last, against the signed
 * checkpoints in the database and beside it. One run at a time; that it was done, by whom and what came of it is a line of
 * the ledger itself. It finds breaks and mends nothing.
 */
import path from "node:path";
import { CHECKPOINT_FILE, readCheckpoints } from "../adapters/embedded/checkpoint-file.ts";
import { by, keep, type AccessParts } from "../access/parts.ts";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { verifyLedger } from "../matters/audit.ts";
import { faultText } from "../matters/audit-words.ts";
import type { Vault } from "../ports/vault.ts";

export interface AuditFinding {
  readonly at: string;
  readonly by: string;
  readonly whole: boolean;
  readonly lines: number;
  readonly checkpoints: number;
  /** Copies outside the database that it was held against. */
  readonly kept: number;
  /** Lines behind the last checkpoint: bound to one another, not yet signed. */
  readonly unsigned: number;
  readonly faults: number;
}

export interface AuditRun extends AuditFinding {
  readonly tookMs: number;
  /** The first hundred at most. */
  readonly found: readonly Bilingual[];
}

export interface AuditDesk {
  verify(scope: Scope): Promise<AuditRun>;
  /** The latest runs, the newest first, from the ledger. */
  runs(): Promise<readonly AuditFinding[]>;
}

const EVENT = "audit-verified";
const RUNS_SHOWN = 20;

export function openAuditDesk(access: AccessParts, vault: Pick<Vault, "publicKeyPem">, dataDir: string): AuditDesk {
  const { store, world } = access;
  let running = false;
  const run = async (scope: Scope): Promise<AuditRun> => {
    const startMs = world.nowMs();
    const file = await readCheckpoints(path.join(dataDir, CHECKPOINT_FILE));
    const kept = file?.checkpoints ?? [];
    const report = await store.snapshot((sql) => verifyLedger(sql, vault.publicKeyPem, kept));
    const damaged = (file?.damagedLines ?? []).map((line): Bilingual => ({
      zh: `签章文件第 ${line} 行：不是签章记录。`,
      en: `line ${line} of the file of checkpoints is no checkpoint.`,
    }));
    const found = [...damaged, ...report.faults.map(faultText)];
    const { lines, checkpoints, unsigned } = report;
    const finding = { whole: found.length === 0, lines, checkpoints, kept: kept.length, unsigned, faults: found.length };
    const atMs = await keep(access, async (_sql, note, nowMs) => {
      note({ ...by(scope), event: EVENT, detail: finding });
      return nowMs;
    });
    return { at: new Date(atMs).toISOString(), by: scope.actor, ...finding, tookMs: atMs - startMs, found };
  };
  return {
    async verify(scope) {
      if (running) throw new ProblemError({ code: "not-now", detail: "the chain is being verified at this moment", value: "running", expected: "one run at a time" });
      running = true;
      try {
        return await run(scope);
      } finally {
        running = false;
      }
    },
    runs: () =>
      store.snapshot(async (sql) => {
        const rows = await sql.query<{ readonly recorded_at_ms: number; readonly actor: string; readonly detail: Omit<AuditFinding, "at" | "by"> }>(
          "select recorded_at_ms, actor, detail from ledger where event = $1 and matter is null order by seq desc limit $2",
          [EVENT, RUNS_SHOWN],
        );
        return rows.map(({ recorded_at_ms: atMs, actor, detail }) => ({ at: new Date(atMs).toISOString(), by: actor, ...detail }));
      }),
  };
}
