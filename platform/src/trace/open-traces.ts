/**
 * The traces that are open, by the matter they belong to. A matter whose money the stream shows wholly is traced in the
 * graph that all share, where a new transfer extends it at once; one that knows transfers of its own has a graph of its
 * own beside it (joined-graph.ts). Which it is may change with every transfer and is nobody's concern outside. In memory
 * only: what a trace is made of is in the log and in the matters.
 */
import { ProblemError } from "../base/problem.ts";
import type { Account } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import type { EventBatch } from "../domain/record.ts";
import type { MoneyGraph } from "./graph.ts";
import { JoinedGraph, type OwnTransfer } from "./joined-graph.ts";
import { traceLimits, WATCH_DEFAULTS, type TraceLimits } from "./limits.ts";
import { LiveTraces, type LiveApplied } from "./live.ts";
import { asOwn, findStated, findTold, TOLD_WITHIN_MS, type ToldPayment } from "./reported-payment.ts";
import { paymentsOf, type Trace } from "./trace.ts";

/** What a matter says about money. */
export interface MatterMoney {
  /** Payments by those who lost the money, from which its traces begin. */
  readonly payments: readonly ToldPayment[];
  /** Where an institution said that money went on to. */
  readonly told: readonly ToldPayment[];
  readonly statements: readonly OwnTransfer[];
}

/** From where a trace begins. */
export type TraceStart =
  | { readonly kind: "payments"; readonly currency: Currency | null }
  | { readonly kind: "transfer"; readonly id: string }
  /** Everything that the account paid, from an instant on. */
  | { readonly kind: "account"; readonly account: Account; readonly currency: Currency | null; readonly fromMs: number };

export interface TraceQuestion {
  readonly start: TraceStart;
  readonly limits: TraceLimits;
}

/** A trace with the graph it is in, for whoever ranks its branches. */
export interface OpenedTrace {
  readonly trace: Trace;
  readonly graph: MoneyGraph;
  /** Reported payments: the transfer each stands for, and whether the stream or a statement shows it. */
  readonly payments: readonly { readonly told: ToldPayment; readonly transfer: string; readonly seen: boolean }[];
  /** Where transfers come from that are not in the stream, by their ids. */
  readonly sources: ReadonlyMap<string, OwnTransfer>;
  /** Rows of statements that the stream shows as well, which are not counted twice. */
  readonly doubles: number;
  readonly tooBusy: readonly Account[];
}

/** A question's name: equal questions about one matter share one trace. */
export function questionKey({ start, limits }: TraceQuestion): string {
  return JSON.stringify([start, limits], (_name, value: unknown) => (value === Infinity ? "all" : value));
}

export function watchQuestion(limits: Partial<TraceLimits> = {}): TraceQuestion {
  return { start: { kind: "payments", currency: null }, limits: traceLimits({ ...WATCH_DEFAULTS, ...limits }) };
}

/** Payments of an account that a trace begins from. */
const ROOTS_MAX = 2_000;
const SEPARATOR = " ";

interface Resolved {
  readonly payments: OpenedTrace["payments"];
  readonly own: readonly OwnTransfer[];
  readonly doubles: number;
  /** Equal while nothing else was found in the graph. */
  readonly form: string;
}

interface MatterTraces {
  readonly matter: string;
  money: MatterMoney;
  resolved: Resolved;
  joined: JoinedGraph | null;
  readonly questions: Map<string, TraceQuestion>;
  /** Roots of each question as they were traced from; null while it has none. */
  readonly roots: Map<string, string | null>;
}

export class OpenTraces {
  #wide: MoneyGraph;
  #live: LiveTraces;
  readonly #matters = new Map<string, MatterTraces>();

  constructor(wide: MoneyGraph) {
    this.#wide = wide;
    this.#live = new LiveTraces(wide);
  }

  get wide(): MoneyGraph {
    return this.#wide;
  }

  get matters(): number {
    return this.#matters.size;
  }

  has(matter: string): boolean {
    return this.#matters.has(matter);
  }

  questionsOf(matter: string): readonly string[] {
    return [...(this.#matters.get(matter)?.questions.keys() ?? [])];
  }

  /** Goes on with another graph of the same stream, such as one from which old transfers are gone. */
  rebase(wide: MoneyGraph): void {
    this.#wide = wide;
    this.#live = new LiveTraces(wide);
    for (const one of this.#matters.values()) {
      one.resolved = this.#resolve(one.money);
      this.#start(one);
    }
  }

  /** Says what a matter knows. Gives its questions whose answers are different now. */
  setMoney(matter: string, money: MatterMoney): readonly string[] {
    const known = this.#matters.get(matter);
    const resolved = this.#resolve(money);
    if (known === undefined) {
      this.#matters.set(matter, { matter, money, resolved, joined: null, questions: new Map(), roots: new Map() });
      return [];
    }
    known.money = money;
    if (known.resolved.form === resolved.form) return [];
    return this.#restart(known, resolved);
  }

  /** Opens a question of a matter whose money was said. Gives its key. */
  ask(matter: string, question: TraceQuestion): string {
    const one = this.#of(matter);
    const key = questionKey(question);
    if (one.questions.has(key)) return key;
    one.questions.set(key, question);
    try {
      this.#openOne(one, key, question);
    } catch (error) {
      this.drop(matter, key);
      throw error;
    }
    return key;
  }

  drop(matter: string, key: string): void {
    const one = this.#matters.get(matter);
    if (one === undefined) return;
    one.questions.delete(key);
    one.roots.delete(key);
    this.#live.close(`${matter}${SEPARATOR}${key}`);
    one.joined?.close(key);
  }

  forget(matter: string): void {
    for (const key of this.questionsOf(matter)) this.drop(matter, key);
    this.#matters.delete(matter);
  }

  /** The answer as it is now; null while none of the payments it begins from is known anywhere. */
  get(matter: string, key: string): OpenedTrace | null {
    const one = this.#of(matter);
    const { joined, resolved } = one;
    const trace = joined === null ? this.#live.get(`${matter}${SEPARATOR}${key}`) : joined.get(key);
    if (trace === undefined) return null;
    return {
      trace,
      graph: joined?.graph ?? this.#wide,
      payments: resolved.payments,
      sources: new Map(resolved.own.map((own) => [own.id, own])),
      doubles: resolved.doubles,
      tooBusy: joined?.tooBusy() ?? [],
    };
  }

  /** The graph in which a matter's accounts are looked at. */
  graphOf(matter: string): MoneyGraph {
    return this.#of(matter).joined?.graph ?? this.#wide;
  }

  /** The graph in which what lies behind an account is looked at: with what the matter knows of its own, where it does. */
  graphBehind(matter: string, account: Account, hops: number): MoneyGraph {
    const { joined } = this.#of(matter);
    if (joined === null) return this.#wide;
    joined.includeBehind(account, hops);
    return joined.graph;
  }

  /** Adds transfers of the stream and extends what they touch. Gives the touched traces as [matter, key]. */
  apply(batch: EventBatch): LiveApplied & { readonly touched: readonly (readonly [string, string])[] } {
    const applied = this.#live.apply(batch);
    return {
      ...applied,
      touched: applied.changed.map((id) => {
        const at = id.indexOf(SEPARATOR);
        return [id.slice(0, at), id.slice(at + 1)] as const;
      }),
    };
  }

  /** Looks at matters that know something of their own, and at accounts that traces begin from, after transfers were added. */
  settle(): readonly (readonly [string, string])[] {
    const touched: (readonly [string, string])[] = [];
    for (const one of this.#matters.values()) for (const key of this.#settleOne(one)) touched.push([one.matter, key]);
    return touched;
  }

  #settleOne(one: MatterTraces): readonly string[] {
    const { money, joined } = one;
    if (money.statements.length + money.told.length > 0 || one.resolved.payments.some(({ seen }) => !seen)) {
      const resolved = this.#resolve(money);
      if (resolved.form !== one.resolved.form) return this.#restart(one, resolved);
    }
    const changed = new Set(joined?.refresh() ?? []);
    for (const [key, question] of one.questions) {
      if (question.start.kind === "payments" || this.#rootsOf(one, question) === one.roots.get(key)) continue;
      this.#openOne(one, key, question);
      changed.add(key);
    }
    return [...changed];
  }

  #restart(one: MatterTraces, resolved: Resolved): readonly string[] {
    one.resolved = resolved;
    this.#start(one);
    return [...one.questions.keys()];
  }

  #start(one: MatterTraces): void {
    for (const key of one.questions.keys()) this.#live.close(`${one.matter}${SEPARATOR}${key}`);
    one.joined = null;
    if (one.resolved.own.length > 0) {
      one.joined = new JoinedGraph(this.#wide, one.resolved.own);
      one.joined.include(one.resolved.payments.map(({ told }) => told.to));
    }
    for (const [key, question] of one.questions) this.#openOne(one, key, question);
  }

  #openOne(one: MatterTraces, key: string, question: TraceQuestion): void {
    if (one.joined === null && one.resolved.own.length > 0) return this.#start(one);
    const { start } = question;
    if (start.kind === "account") one.joined?.include([start.account]);
    if (start.kind === "transfer" && one.joined !== null) {
      const row = this.#wide.find(start.id);
      if (row >= 0) one.joined.include([this.#wide.pockets.account(this.#wide.from(row)), this.#wide.pockets.account(this.#wide.to(row))]);
    }
    const found = this.#rootsOf(one, question);
    one.roots.set(key, found);
    if (found === null) return;
    const roots = found.split("\n");
    if (one.joined !== null) one.joined.open(key, roots, question.limits);
    else {
      const rows = roots.map((id) => this.#wide.find(id));
      this.#live.open(`${one.matter}${SEPARATOR}${key}`, rows, question.limits);
    }
  }

  /** Ids of the transfers a question begins from, joined by line ends; null when none is known. */
  #rootsOf(one: MatterTraces, { start }: TraceQuestion): string | null {
    const graph = this.graphOf(one.matter);
    switch (start.kind) {
      case "payments":
        return ofOneCurrency(one.resolved.payments, start.currency);
      case "transfer":
        return graph.find(start.id) < 0 ? null : start.id;
      case "account": {
        const pockets = graph.pockets.findAll(start.account).filter((pocket) => start.currency === null || graph.pockets.currency(pocket) === start.currency);
        const paid = pockets.map((pocket) => paymentsOf(graph, pocket, start.fromMs, Infinity, ROOTS_MAX)).filter((rows) => rows.length > 0);
        if (paid.length > 1)
          throw new ProblemError({
            code: "malformed-input",
            detail: `the account paid in ${pockets.map((pocket) => graph.pockets.currency(pocket)).join(", ")}; a trace has one currency`,
            at: { field: "currency" },
            expected: "which of them",
          });
        return paid.length === 0 ? null : paid[0].map((row) => graph.id(row)).join("\n");
      }
    }
  }

  /** Finds what was told in the stream; what is not there stands as it was told. */
  #resolve(money: MatterMoney): Resolved {
    const wide = this.#wide;
    const taken = new Set<number>();
    const own: OwnTransfer[] = [];
    // Rows of statements that the stream shows as well are the stream's.
    const doubled = new Map<string, string>();
    for (const stated of money.statements) {
      const row = findStated(wide, stated, taken);
      if (row < 0) own.push(stated);
      else {
        taken.add(row);
        doubled.set(stated.id, wide.id(row));
      }
    }
    const used = new Set<number>();
    const usedStated = new Set<string>();
    const place = (told: ToldPayment): { readonly told: ToldPayment; readonly transfer: string; readonly seen: boolean } => {
      const row = findTold(wide, told, used);
      if (row >= 0) {
        used.add(row);
        return { told, transfer: wide.id(row), seen: true };
      }
      const stated = money.statements.find((one) => !doubled.has(one.id) && !usedStated.has(one.id) && isSame(one, told));
      if (stated !== undefined) {
        usedStated.add(stated.id);
        return { told, transfer: stated.id, seen: true };
      }
      own.push(asOwn(told));
      return { told, transfer: told.id, seen: false };
    };
    const payments = money.payments.map(place);
    for (const told of money.told) place(told);
    const doubles = doubled.size;
    const form = JSON.stringify([payments.map(({ transfer, seen }) => [transfer, seen]), own.map(({ id }) => id)]);
    return { payments, own, doubles, form };
  }

  #of(matter: string): MatterTraces {
    const one = this.#matters.get(matter);
    if (one === undefined) throw new Error(`bug: the money of ${matter} was not said`);
    return one;
  }
}

/** Whether a statement's row may be the payment that was told of. */
function isSame(stated: OwnTransfer, told: ToldPayment): boolean {
  return (
    stated.to.institution === told.to.institution &&
    stated.to.account === told.to.account &&
    stated.currency === told.currency &&
    stated.amountMinor === told.amountMinor &&
    Math.abs(stated.occurredAtMs - told.atMs) <= TOLD_WITHIN_MS &&
    (told.from === null || (stated.from.institution === told.from.institution && stated.from.account === told.from.account))
  );
}

/** A trace has one currency: the one asked for, or that of most payments; the others are asked for apart. */
function ofOneCurrency(payments: OpenedTrace["payments"], asked: Currency | null): string | null {
  const byCurrency = Map.groupBy(payments, ({ told }) => told.currency);
  const [most] = [...byCurrency.keys()].sort((a, b) => (byCurrency.get(b)?.length ?? 0) - (byCurrency.get(a)?.length ?? 0) || (a < b ? -1 : 1));
  const roots = byCurrency.get(asked ?? most ?? "") ?? [];
  return roots.length === 0 ? null : [...new Set(roots.map(({ transfer }) => transfer))].join("\n");
}
