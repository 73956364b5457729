/**
 * How the installation is: log, database, what waits for institutions and messengers, clocks, the audit chain, the disk,
 * the versions. Measured when asked; what an operator has to look at is said in sentences, the most urgent first. It shows
 * no person and nothing of any matter.
 */
import { statfs } from "node:fs/promises";
import path from "node:path";
import { readdir, stat } from "node:fs/promises";
import type { Bilingual } from "../domain/verdict.ts";
import { ATTEMPTS_MAX } from "../matters/outbox.ts";
import type { Sql } from "../ports/store.ts";
import type { Centre } from "./centre.ts";
import { PROGRAM_VERSION } from "./engine.ts";
import { LIMITS } from "./limits.ts";

export interface OutboxLine {
  readonly channel: string;
  readonly addressee: string;
  readonly waiting: number;
  readonly oldestMs: number;
  /** Handed over again and again without success. */
  readonly stuck: number;
  readonly failed: number;
}

export interface HealthFinding {
  readonly urgent: boolean;
  readonly words: Bilingual;
}

export interface SystemHealth {
  readonly at: string;
  readonly findings: readonly HealthFinding[];
  readonly program: {
    readonly version: string;
    readonly node: string;
    readonly startedAt: string;
    readonly memoryBytes: number;
    readonly versions: Readonly<Record<string, unknown>>;
  };
  readonly log: { readonly failure: string | null; readonly nextSequence: number; readonly pendingBytes: number; readonly bytesOnDisk: number; readonly watchers: number };
  readonly intake: { readonly position: number | null; readonly refused: number; readonly repeated: number; readonly degraded: number };
  readonly store: { readonly version: string; readonly bytes: number; readonly ledgerLines: number; readonly migration: number; readonly answeredMs: number };
  readonly outbox: readonly OutboxLine[];
  readonly clocks: { readonly armed: number; readonly late: number; readonly failing: number };
  readonly audit: { readonly signedAt: string | null; readonly unsigned: number };
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
}

const MINUTE_MS = 60_000;
/** All assumed: from here on somebody looks. */
const DISK_FREE_PERMILLE = { attention: 150, urgent: 50 };
const OUTBOX_OLD_MS = 15 * MINUTE_MS;
const CLOCK_LATE_MS = MINUTE_MS;
const UNSIGNED_OLD_MS = 10 * MINUTE_MS;

export async function healthOf({ app, casework, config }: Centre): Promise<SystemHealth> {
  const { service, engine } = app;
  const { store, world } = casework.desk;
  const askedMs = world.nowMs();
  const counted = await store.snapshot((sql) => storeFigures(sql, askedMs));
  const answeredMs = world.nowMs() - askedMs;
  const [disk, bytesOnDisk] = await Promise.all([diskOf(config.dataDir), bytesIn(path.join(config.dataDir, "log"))]);
  const health: Omit<SystemHealth, "findings"> = {
    at: new Date(askedMs).toISOString(),
    program: {
      version: PROGRAM_VERSION,
      node: process.version,
      startedAt: new Date(service.startedAtMs).toISOString(),
      memoryBytes: process.memoryUsage.rss(),
      versions: { ...engine.versions },
    },
    log: {
      failure: service.failure === null ? null : service.failure.detail,
      nextSequence: service.log.nextSequence,
      pendingBytes: service.log.pendingBytes,
      bytesOnDisk,
      watchers: service.live.watchers,
    },
    intake: { position: counted.position, refused: service.counters.refused, repeated: service.counters.repeated, degraded: service.counters.degraded },
    store: { ...counted.store, answeredMs },
    outbox: counted.outbox,
    clocks: counted.clocks,
    audit: counted.audit,
    disk,
  };
  return { ...health, findings: findingsOf(health, askedMs) };
}

interface StoreFigures {
  readonly store: Omit<SystemHealth["store"], "answeredMs">;
  readonly outbox: readonly OutboxLine[];
  readonly clocks: SystemHealth["clocks"];
  readonly audit: SystemHealth["audit"];
  readonly position: number | null;
}

async function storeFigures(sql: Sql, nowMs: number): Promise<StoreFigures> {
  const [base] = await sql.query<{
    readonly version: string;
    readonly bytes: number;
    readonly lines: number;
    readonly migration: number;
    readonly signed_at: number | null;
    readonly signed: number;
    readonly position: number | null;
  }>(
    `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes, coalesce((select max(seq) from ledger), 0) as lines,
       (select max(number)::int8 from schema_migration) as migration, (select max(at_ms) from checkpoint) as signed_at, coalesce((select max(seq) from checkpoint), 0) as signed,
       (select position from consumer where name = 'casework') as position`,
  );
  const outbox = await sql.query<{ channel: string; addressee: string; waiting: number; oldest: number | null; stuck: number; failed: number }>(
    `select channel, addressee, count(*) filter (where state = 'waiting') as waiting, min(created_at_ms) filter (where state = 'waiting') as oldest,
       count(*) filter (where state = 'waiting' and attempts >= $1) as stuck, count(*) filter (where state = 'failed') as failed
     from effect where state = 'waiting' or (state = 'failed' and next_at_ms > $2) group by 1, 2 order by waiting desc, failed desc, 1, 2 limit 50`,
    [ATTEMPTS_MAX, nowMs - 24 * 60 * MINUTE_MS],
  );
  const [clocks] = await sql.query<{ armed: number; late: number; failing: number }>(
    `select count(*) as armed, count(*) filter (where next_try_at_ms <= $1) as late, count(*) filter (where attempts > 0) as failing from deadline where state = 'armed'`,
    [nowMs - CLOCK_LATE_MS],
  );
  return {
    store: { version: base.version, bytes: base.bytes, ledgerLines: base.lines, migration: base.migration },
    outbox: outbox.map(({ oldest, ...line }) => ({ ...line, oldestMs: oldest === null ? 0 : Math.max(0, nowMs - oldest) })),
    clocks: { armed: clocks.armed, late: clocks.late, failing: clocks.failing },
    audit: { signedAt: base.signed_at === null ? null : new Date(base.signed_at).toISOString(), unsigned: base.lines - base.signed },
    position: base.position,
  };
}

/** What somebody has to look at. Pure. */
export function findingsOf(health: Omit<SystemHealth, "findings">, nowMs: number): readonly HealthFinding[] {
  const found: HealthFinding[] = [];
  const say = (urgent: boolean, zh: string, en: string): void => void found.push({ urgent, words: { zh, en } });
  const { log, disk, outbox, clocks, audit } = health;
  if (log.failure !== null) say(true, `事件日志写入失败：${log.failure}`, `The event log cannot be written: ${log.failure}`);
  const free = Math.floor((disk.freeBytes / Math.max(1, disk.totalBytes)) * 1_000);
  if (free < DISK_FREE_PERMILLE.attention) {
    const percent = Math.floor(free / 10);
    say(free < DISK_FREE_PERMILLE.urgent, `数据盘剩余 ${percent}%，请清理或扩容。`, `${percent} % of the data disk is free: make room or give it more.`);
  }
  if (log.pendingBytes > LIMITS.pendingBytesMax / 2)
    say(false, "写盘积压超过上限的一半，新事件将被要求稍后再来。", "More than half of the room for events that wait for the disk is full; soon senders are told to come back.");
  if (clocks.late > 0) say(true, `${clocks.late} 个时限到期超过一分钟仍未执行。`, `${clocks.late} clocks ran out over a minute ago and have not fired.`);
  if (clocks.failing > 0) say(false, `${clocks.failing} 个时限执行失败，正在重试。`, `${clocks.failing} clocks could not be carried out and are tried again.`);
  for (const line of outbox) {
    const to = `${line.channel} ${line.addressee}`;
    if (line.stuck > 0) say(true, `${to}：${line.stuck} 件多次未能送达，请联系对方。`, `${to}: ${line.stuck} could not be handed over in ${ATTEMPTS_MAX} attempts; call them.`);
    else if (line.waiting > 0 && line.oldestMs > OUTBOX_OLD_MS) {
      const minutes = Math.floor(line.oldestMs / MINUTE_MS);
      say(false, `${to}：${line.waiting} 件待送，最早的已等 ${minutes} 分钟。`, `${to}: ${line.waiting} wait, the oldest for ${minutes} minutes.`);
    }
    if (line.failed > 0) say(false, `${to}：24 小时内 ${line.failed} 件被拒收。`, `${to}: ${line.failed} were refused for good within a day.`);
  }
  const signedMs = audit.signedAt === null ? 0 : Date.parse(audit.signedAt);
  if (audit.unsigned > 0 && nowMs - signedMs > UNSIGNED_OLD_MS && nowMs - Date.parse(health.program.startedAt) > UNSIGNED_OLD_MS)
    say(false, `审计链有 ${audit.unsigned} 行十分钟以上未签章。`, `${audit.unsigned} lines of the audit chain have not been signed for ten minutes.`);
  return found.sort((a, b) => Number(b.urgent) - Number(a.urgent));
}

async function diskOf(dir: string): Promise<SystemHealth["disk"]> {
  const { bavail, blocks, bsize } = await statfs(dir);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

async function bytesIn(dir: string): Promise<number> {
  const names = await readdir(dir).catch(() => []);
  // A segment may be erased between the two calls.
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(dir, name)).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
