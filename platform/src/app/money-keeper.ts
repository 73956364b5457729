/**
 * Keeps the money graph beside the running server: transfers from the log as they become durable, from a snapshot and the
 * rest of the log after any stop, and without what the log has erased. It extends the open traces, follows the money of
 * accepted reports by itself, and announces what it saw; deciding is casework's. All of it is in memory and can be made
 * again from the log and the matters.
 */
import { systemScope } from "../access/scope.ts";
import { faultPoint } from "../base/fault-point.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { DOWNSTREAM_HOPS_MAX } from "../domain/case-link.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Desk } from "../matters/desk.ts";
import type { Change } from "../matters/work.ts";
import { positionAfter, type EventLog, type LogPosition, type SnapshotStore } from "../ports/event-log.ts";
import { decodeFrame } from "../screen/frame.ts";
import { MoneyGraph } from "../trace/graph.ts";
import { GraphReader, writeGraph } from "../trace/graph-snapshot.ts";
import { familyBelow, followedReports, moneyOf, writtenAccount } from "../trace/matter-money.ts";
import { OpenTraces, questionKey, watchQuestion } from "../trace/open-traces.ts";
import { seenMoney } from "../trace/watched-money.ts";
import type { Tell } from "./compose.ts";
import { LIMITS } from "./limits.ts";

const NAME = "money";
const DAY_MS = 86_400_000;
/** Raised when what is kept beside the graph changes: an older snapshot is refused and the log read. */
const FORMAT = 1;

export interface MoneyKeeperParts {
  readonly desk: Desk;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly tell: Tell;
  /** Transfers in memory; beyond it the oldest days go. */
  readonly transfersMax: number;
  /** Days after which the log begins to erase transfers: the graph keeps none for much longer. */
  readonly keptDays: number;
}

interface Head {
  readonly format: number;
  /** Transfers by the day on which they were received. */
  readonly days: readonly (readonly [day: number, transfers: number])[];
  /** What lies before in the log was left out for want of room. */
  readonly from: LogPosition | "start";
}

export class MoneyKeeper {
  readonly traces = new OpenTraces(new MoneyGraph());
  readonly #parts: MoneyKeeperParts;
  #position: LogPosition | "start" | null = null;
  #days = new Map<number, number>();
  #from: LogPosition | "start" = "start";
  /** Reports whose money is followed, with what was announced last. */
  readonly #followed = new Map<string, string>();
  readonly #changed = new Set<string>();
  /** Matters whose traces came out otherwise when somebody asked. */
  readonly #touched = new Set<string>();
  #everything = true;
  #caughtUp = false;
  #savedAtMs = 0;
  #savedCount = 0;
  #savedFrom: LogPosition = 0;
  #tidiedDay = 0;
  /** Counted for the metrics. */
  readonly counts = { repeated: 0, conflicts: 0, reruns: 0, announced: 0, snapshots: 0, rebuilt: 0 };
  readonly #watchKey = questionKey(watchQuestion());
  readonly #unwatch: () => void;

  constructor(parts: MoneyKeeperParts) {
    this.#parts = parts;
    this.#unwatch = parts.desk.watch((changes) => this.#notice(changes));
  }

  /** Everything durable at the start was read. */
  get ready(): boolean {
    return this.#caughtUp;
  }

  get transfers(): number {
    return this.traces.wide.count;
  }

  get bytes(): number {
    return this.traces.wide.memory().total;
  }

  get followed(): number {
    return this.#followed.size;
  }

  isWatched(matter: string, key: string): boolean {
    return key === this.#watchKey && this.#followed.has(matter);
  }

  moneyChanged(matter: string): void {
    this.#changed.add(matter);
    this.#touched.add(matter);
  }

  close(): void {
    this.#unwatch();
  }

  /** Takes everything durable that is not in the graph yet, then says what is different. */
  async step(): Promise<void> {
    const touched = new Set(this.#touched);
    this.#touched.clear();
    try {
      await this.#tidy(touched);
      await this.#takeNew(touched);
      this.#caughtUp = true;
      await this.#follow(touched);
      await this.#announce(touched);
    } catch (error) {
      // The next step says what this one could not.
      for (const matter of touched) this.#touched.add(matter);
      throw error;
    }
    await this.#tell(touched);
    await this.#saveIfDue();
  }

  async #takeNew(touched: Set<string>): Promise<void> {
    this.#position ??= await this.#restore();
    let frames = 0;
    for await (const logged of this.#parts.log.read(this.#position)) {
      const frame = decodeFrame(logged.payload);
      if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `a frame of the log: ${frame.what}, expected ${frame.expected}` });
      const applied = this.traces.apply(frame.batch);
      for (const [matter] of applied.touched) touched.add(matter);
      this.counts.repeated += applied.repeated;
      this.counts.conflicts += applied.conflicts.length;
      this.counts.reruns += applied.rerun;
      if (applied.added > 0) {
        const day = Math.floor(logged.receivedAtMs / DAY_MS);
        this.#days.set(day, (this.#days.get(day) ?? 0) + applied.added);
      }
      this.#position = positionAfter(logged.position);
      faultPoint("money.frame-taken");
      // Requests are answered between pieces, also while years are read.
      if (++frames % LIMITS.moneyFrames === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (frames > 0 || !this.#caughtUp) for (const [matter] of this.traces.settle()) touched.add(matter);
  }

  // --- what is followed ------------------------------------------------------------------------------------------------

  #notice(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.about !== undefined) continue;
      if (change.kind === "report") this.#changed.add(change.id);
      // An order may carry what an institution told of its money: its report is looked at again.
      else if (change.kind === "stop-payment" || change.kind === "freeze") this.#changed.add(change.id);
    }
  }

  async #follow(touched: Set<string>): Promise<void> {
    const { desk } = this.#parts;
    const all = this.#everything;
    const changed = [...this.#changed];
    if (!all && changed.length === 0) return;
    const nowMs = desk.world.nowMs();
    const { wanted, looked, money } = await desk.store.snapshot(async (sql) => {
      const reports = all
        ? null
        : (await sql.query<{ readonly id: string }>("select distinct coalesce(body->>'report', id) as id from matter where id = any($1)", [changed], "money-changed")).map(
            ({ id }) => id,
          );
      const found = await followedReports(sql, nowMs - LIMITS.moneyFollowedDays * DAY_MS, LIMITS.moneyFollowedMax, reports);
      const known = await Promise.all(found.map(async (id) => [id, await moneyOf(sql, desk.parts.vault, await familyBelow(sql, [id]))] as const));
      return { wanted: new Set<string>(found), looked: reports, money: known };
    });
    this.#everything = false;
    for (const id of changed) this.#changed.delete(id);
    for (const [id, known] of money) {
      const isNew = !this.#followed.has(id);
      if (isNew && this.#followed.size >= LIMITS.moneyFollowedMax) continue;
      if (this.traces.setMoney(id, known).length > 0 || isNew) touched.add(id);
      this.traces.ask(id, watchQuestion());
      if (isNew) this.#followed.set(id, "");
    }
    for (const id of looked ?? []) {
      if (wanted.has(id) || !this.#followed.delete(id)) continue;
      this.traces.drop(id, this.#watchKey);
      if (this.traces.questionsOf(id).length === 0) this.traces.forget(id);
    }
  }

  /** One piece of work for each report whose money was seen elsewhere than before. What was announced twice is done once. */
  async #announce(touched: ReadonlySet<string>): Promise<void> {
    const { desk, tell } = this.#parts;
    for (const report of [...touched].sort()) {
      const before = this.#followed.get(report);
      if (before === undefined) continue;
      const opened = this.traces.get(report, this.#watchKey);
      if (opened === null) continue;
      const seen = seenMoney(opened, desk.world.nowMs());
      const form = JSON.stringify([seen.accounts.map((one) => [writtenAccount(one.account), String(one.amountMinor), one.stop, one.transfer])]);
      if (form === before) continue;
      // Only accounts that something follows for are kept anywhere.
      const said = seen.accounts.filter((one) => one.stop || one.tier - 1 <= DOWNSTREAM_HOPS_MAX);
      try {
        await desk.work(systemScope("money"), async (work) => {
          const [row] = await work.query<{ readonly territory: string }>("select territory from matter where id = $1 and closed_at_ms is null", [report], "money-report");
          if (row === undefined) return;
          await work.announce({
            name: "money-traced",
            report: report as MatterId,
            territory: row.territory,
            paidAtMs: seen.paidAtMs,
            accounts: said.map((one) => ({
              ref: work.identify("account", writtenAccount(one.account), "account"),
              tier: one.tier,
              amountMinor: String(one.amountMinor),
              currency: seen.currency,
              atMs: one.atMs,
              transfer: one.transfer,
              stop: one.stop,
            })),
            gone: seen.gone.map((account) => work.vault.token("account", writtenAccount(account))),
          });
        });
        this.#followed.set(report, form);
        this.counts.announced++;
        faultPoint("money.announced");
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        tell("error", { zh: `${report} 的资金去向未能转办：${error.message}`, en: `What was seen of the money of ${report} could not be passed on: ${error.message}` });
      }
    }
  }

  async #tell(touched: ReadonlySet<string>): Promise<void> {
    const { desk } = this.#parts;
    if (touched.size === 0 || desk.watchers === 0) return;
    const rows = await desk.store.snapshot((sql) =>
      sql.query<Omit<Change, "opened" | "about">>(
        "select id, kind, state, version, territory, org, partner, level from matter where id = any($1) order by id",
        [[...touched]],
        "money-tell",
      ),
    );
    desk.tell(rows.map((row) => ({ ...row, opened: false, about: "money" })));
  }

  // --- keeping it ------------------------------------------------------------------------------------------------------

  async #restore(): Promise<LogPosition | "start"> {
    const { snapshots, tell } = this.#parts;
    const snapshot = await snapshots.loadLatest(NAME);
    if (snapshot === undefined) return "start";
    try {
      const reader = new GraphReader();
      let head: Head | undefined;
      for await (const chunk of snapshot.chunks()) {
        if (head === undefined) {
          head = JSON.parse(new TextDecoder().decode(chunk)) as Head;
          if (head.format !== FORMAT) throw new RangeError(`format ${head.format}, expected ${FORMAT}`);
        } else reader.take(chunk);
      }
      const graph = reader.end();
      // A log that was restored from an older copy ends before it: the snapshot knows what nobody else does.
      for await (const next of this.#parts.log.read(snapshot.position)) if (next.position >= snapshot.position) break;
      this.#days = new Map(head?.days ?? []);
      this.#from = head?.from ?? "start";
      this.#savedCount = graph.count;
      this.#savedAtMs = this.#parts.desk.world.nowMs();
      this.traces.rebase(graph);
      return snapshot.position;
    } catch (error) {
      // The log has everything, it only takes longer. A snapshot from before that place in the log would be refused.
      this.#savedFrom = snapshot.position;
      tell("warn", {
        zh: `资金图快照不可用，改为从日志重建：${String(error)}`,
        en: `The snapshot of the money graph cannot be used; it is rebuilt from the log: ${String(error)}`,
      });
      return "start";
    }
  }

  async #saveIfDue(): Promise<void> {
    const nowMs = this.#parts.desk.world.nowMs();
    const added = this.transfers - this.#savedCount;
    if (added <= 0 || (added < LIMITS.moneySnapshotTransfers && nowMs - this.#savedAtMs < LIMITS.snapshotEveryMs)) return;
    await this.save();
  }

  /** Writes the graph as it is. Nothing is added meanwhile: this is called between steps only. */
  async save(): Promise<void> {
    if (this.#position === null || this.#position === "start" || this.#position < this.#savedFrom || this.transfers === this.#savedCount) return;
    const head: Head = { format: FORMAT, days: [...this.#days], from: this.#from };
    const graph = this.traces.wide;
    await this.#parts.snapshots.save(
      NAME,
      this.#position,
      (function* () {
        yield new TextEncoder().encode(JSON.stringify(head));
        yield* writeGraph(graph);
      })(),
    );
    this.#savedCount = this.transfers;
    this.#savedAtMs = this.#parts.desk.world.nowMs();
    this.counts.snapshots++;
  }

  /** Once a day, and when there are too many: a graph without what the log no longer has, or without the oldest days. */
  async #tidy(touched: Set<string>): Promise<void> {
    if (!this.#caughtUp || this.#position === null) return;
    const { transfersMax, keptDays, tell, desk } = this.#parts;
    const today = Math.floor(desk.world.nowMs() / DAY_MS);
    const expired = today !== this.#tidiedDay && Math.min(...this.#days.keys()) < today - keptDays;
    // First without what is gone anyway: there may be room then.
    const tooMany = !expired && this.transfers > transfersMax;
    if (!tooMany && !expired) return;
    this.#tidiedDay = today;
    // A quarter of the room is free again afterwards.
    let skip = tooMany ? this.transfers - Math.floor(transfersMax * 0.75) : 0;
    const graph = new MoneyGraph();
    const days = new Map<number, number>();
    let end: LogPosition | "start" = this.#from;
    for await (const logged of this.#parts.log.read(this.#from)) {
      end = positionAfter(logged.position);
      const frame = decodeFrame(logged.payload);
      if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `a frame of the log: ${frame.what}, expected ${frame.expected}` });
      if (skip > 0) {
        for (let i = 0; i < frame.batch.count; i++) if (frame.batch.kind(i) === "transfer") skip--;
        this.#from = end;
        continue;
      }
      const { added } = graph.apply(frame.batch);
      const day = Math.floor(logged.receivedAtMs / DAY_MS);
      if (added > 0) days.set(day, (days.get(day) ?? 0) + added);
    }
    const before = this.transfers;
    this.traces.rebase(graph);
    this.#days = days;
    this.#position = end;
    this.#savedCount = -1;
    this.counts.rebuilt++;
    for (const id of this.#followed.keys()) touched.add(id);
    if (tooMany)
      tell("warn", {
        zh: `资金图已达上限 ${transfersMax} 笔，保留最近的 ${graph.count} 笔（原 ${before} 笔）。`,
        en: `The money graph reached its limit of ${transfersMax} transfers; the newest ${graph.count} of ${before} are kept.`,
      });
    await this.save();
  }
}
