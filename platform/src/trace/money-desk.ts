/**
 * Where people look at the money of a matter: forward with its race, back to where it came from, as papers to file, and
 * from there to proposed stops. Every question names a matter that the asker may see and a purpose; that is in the ledger,
 * as is every refusal. It knows orders only through what it is given, and nothing here decides about a stop.
 */
import type { ActingRole } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { Account, Institution } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import { MATTER_KINDS, type MatterId } from "../domain/matter.ts";
import type { Purpose } from "../domain/personal.ts";
import type { Desk } from "../matters/desk.ts";
import type { Matter } from "../matters/matter.ts";
import { statedPurpose } from "../matters/personal-access.ts";
import type { Work } from "../matters/work.ts";
import type { Sql } from "../ports/store.ts";
import type { z } from "zod";
import { traceBackward } from "./backward.ts";
import { traceLimits, WATCH_DEFAULTS, type TraceMethod } from "./limits.ts";
import type { RaceAnswer, SourcesAnswer, statementAnswer, statementsAnswer, TraceAnswer } from "./money-answers.ts";
import { familyOf, MONEY_KINDS, moneyOf, openAccounts, rootOf, writtenAccount } from "./matter-money.ts";
import { instant, raceAnswerOf, shownAccount, tokenMemory, traceView, whyNot, type OrderOnAccount, type ViewParts } from "./money-view.ts";
import type { OpenedTrace, OpenTraces, TraceStart } from "./open-traces.ts";
import { keepStatement, listStatements, type statementBody } from "./statement-desk.ts";
import { raceView, type AnswerTime } from "./race.ts";

/** Who may look at the money of a matter; partners and the public may not. */
export const MONEY_READERS: readonly ActingRole[] = [
  "intake",
  "analyst",
  "dissuader",
  "caseOfficer",
  "dutyLead",
  "countyChief",
  "cityChief",
  "provinceChief",
  "reviewer",
  "auditor",
  "dpo",
];

/** A stop over what was traced into an account, as a person chose it. */
export interface ChosenStop {
  readonly parent: MatterId;
  /** `INSTITUTION:number`. */
  readonly account: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly atMs: number;
  readonly transfer: string;
  readonly tier: number;
  readonly note?: string;
}

/** What orders know and do; joined by the program, because operations do not know one another. */
export interface OrdersOfMoney {
  onPath(sql: Sql, family: readonly string[]): Promise<readonly OrderOnAccount[]>;
  usualAnswers(sql: Sql, sinceMs: number): Promise<ReadonlyMap<Institution, AnswerTime>>;
  withDesk(sql: Sql, institutions: readonly string[]): Promise<ReadonlySet<string>>;
  propose(work: Work, stops: readonly ChosenStop[]): Promise<readonly MatterId[]>;
}

/** Whoever fills the graph. */
export interface KeepsMoney {
  /** Everything that was known at the start is in the graph. */
  readonly ready: boolean;
  /** A question that is watched is not dropped when nobody asks it. */
  isWatched(matter: string, key: string): boolean;
  /** More is known about a report's or case's money than the stream shows. */
  moneyChanged(matter: string): void;
}

export interface MoneyQuestion {
  readonly matter?: unknown;
  readonly purpose?: unknown;
  readonly method?: TraceMethod | undefined;
  readonly currency?: Currency | undefined;
  readonly hopsMax?: number | undefined;
  readonly hours?: number | undefined;
  /** Instead of the matter's payments: a transfer, or what an account of the matter paid (its token). */
  readonly transfer?: string | undefined;
  readonly account?: string | undefined;
}

export interface Asked {
  readonly matter: Matter;
  readonly purpose: Purpose;
  readonly family: readonly MatterId[];
  readonly opened: OpenedTrace;
}

const HOUR_MS = 3_600_000;
/** Answers of institutions that count as their usual ones (assumed). */
const ANSWERS_SINCE_MS = 90 * 24 * HOUR_MS;
/** A view that stays open asks again and again; that it is open is one line for so long. */
const VIEWED_EVERY_MS = 15 * 60_000;
/** Questions kept open at a time besides the watched ones; the one that was asked longest ago is dropped. */
export const QUESTIONS_MAX = 500;

export class MoneyDesk {
  readonly #desk: Desk;
  readonly #traces: OpenTraces;
  readonly #orders: OrdersOfMoney;
  /** Questions that somebody asked, by matter and key, the oldest first. */
  readonly #asked = new Map<string, { readonly matter: string; readonly key: string }>();
  readonly #viewed = new Map<string, number>();
  readonly #keeper: KeepsMoney;

  constructor(desk: Desk, traces: OpenTraces, orders: OrdersOfMoney, keeper: KeepsMoney) {
    this.#desk = desk;
    this.#traces = traces;
    this.#orders = orders;
    this.#keeper = keeper;
  }

  async trace(scope: Scope, question: MoneyQuestion, edgesMax: number): Promise<TraceAnswer> {
    return traceView(await this.#viewOf(scope, question, "trace"), edgesMax);
  }

  async race(scope: Scope, question: MoneyQuestion): Promise<RaceAnswer> {
    const parts = await this.#viewOf(scope, question, "race");
    const nowMs = this.#desk.world.nowMs();
    const answers = await this.#desk.store.snapshot((sql) => this.#orders.usualAnswers(sql, nowMs - ANSWERS_SINCE_MS));
    return raceAnswerOf(parts, raceView(parts.opened.graph, parts.opened.trace, { nowMs, answers }));
  }

  /** From an account of the matter back to whose money came there. */
  async sources(scope: Scope, question: MoneyQuestion & { readonly account: string }): Promise<SourcesAnswer> {
    const { matter, purpose } = await this.#stated(scope, question);
    const { name, family, opened } = await this.#ask(matter, { ...question, account: undefined });
    await this.#note(scope, matter.id, purpose, "sources");
    const account = await this.#accountOf(question.account, family, opened);
    const limits = limitsOf(question);
    const graph = this.#traces.graphBehind(name, account, limits.hopsMax);
    const currency = question.currency ?? opened.trace.currency;
    const pocket = graph.pockets.find(account, currency);
    if (pocket < 0) throw new ProblemError({ code: "not-found", detail: `no transfers of this account in ${currency} are known`, at: { field: "account" } });
    const found = traceBackward(graph, pocket, limits);
    const tokens = this.#tokens();
    const reports = await this.#reportsOf(
      scope,
      found.sources.map(({ from }) => tokens(from)),
    );
    return {
      ...shownAccount(account, tokens),
      matter: matter.id,
      purpose,
      method: found.method,
      currency: found.currency,
      from: Number.isFinite(found.fromMs) ? instant(found.fromMs) : null,
      until: instant(found.untilMs),
      receivedMinor: String(found.receivedMinor),
      balanceMinor: String(found.balanceMinor),
      olderMinor: String(found.olderMinor),
      sources: found.sources.map((one) => ({
        transfer: one.transfer,
        kind: one.kind,
        payer: shownAccount(one.from, tokens),
        payee: shownAccount(one.to, tokens),
        at: instant(one.occurredAtMs),
        amountMinor: String(one.amountMinor),
        reachedMinor: String(one.reachedMinor),
        heldMinor: String(one.heldMinor),
        reported: one.reported,
        reports: [...(reports.get(tokens(one.from)) ?? [])],
      })),
      truncated: found.truncated.map((one) => shownAccount(one, tokens)),
    };
  }

  /** The whole trace with accounts in full, for papers: that they were opened is in the ledger each time. */
  async open(scope: Scope, question: MoneyQuestion, what: string): Promise<Asked> {
    const { matter, purpose } = await this.#stated(scope, question);
    const asked = await this.#ask(matter, question);
    const accounts = new Set(asked.opened.trace.hops.flatMap((h) => [writtenAccount(h.from), writtenAccount(h.to)])).size;
    await this.#desk.work(scope, async (work) =>
      work.note({ event: "data-opened", matter: matter.id, detail: { purpose, values: accounts, types: ["account"], as: what, method: asked.opened.trace.method } }),
    );
    return { matter, purpose, ...asked };
  }

  /** Proposes a stop over exactly what is traced into each of these accounts now, all or none; somebody else approves. */
  async propose(
    scope: Scope,
    question: MoneyQuestion,
    accounts: readonly string[],
    note?: string,
  ): Promise<readonly { readonly account: string; readonly id: MatterId; readonly amountMinor: string; readonly currency: string }[]> {
    const parts = await this.#viewOf(scope, question, "propose");
    const { trace } = parts.opened;
    const tokens = this.#tokens();
    const byAccount = Map.groupBy(parts.orders, (order) => order.account);
    const still = new Map(trace.held.filter((h) => h.state === "in-account").map((h) => [tokens(h.account), h]));
    const parent = rootOf(parts.found);
    const stops = [...new Set(accounts)].map((token): ChosenStop => {
      const held = still.get(token);
      if (held === undefined) throw new ProblemError({ code: "not-found", detail: "no traced money of this matter is in that account now", at: { field: "accounts" } });
      const not = whyNot(byAccount.get(token) ?? [], parts.desks.has(held.account.institution));
      if (not !== null) throw new ProblemError({ code: "not-now", detail: not.en, at: { field: "accounts" } });
      const brought = trace.hops.findLast((h) => tokens(h.to) === token);
      if (brought === undefined) throw new ProblemError({ code: "not-found", detail: "no transfer brought traced money to that account", at: { field: "accounts" } });
      return {
        parent,
        account: writtenAccount(held.account),
        amountMinor: String(held.taintedMinor),
        currency: trace.currency,
        atMs: brought.occurredAtMs,
        transfer: brought.transfer,
        tier: held.tier,
        ...(note === undefined ? {} : { note }),
      };
    });
    const ids = await this.#desk.work(scope, (work) => this.#orders.propose(work, stops));
    return stops.map((stop, i) => ({ account: [...new Set(accounts)][i], id: ids[i], amountMinor: stop.amountMinor, currency: stop.currency }));
  }

  /** Takes a statement into the matter's own money. */
  async importStatement(scope: Scope, question: MoneyQuestion, body: z.output<typeof statementBody>): Promise<z.output<typeof statementAnswer>> {
    const { matter, purpose } = await this.#stated(scope, question);
    const root = rootOf(matter);
    const kept = await keepStatement(this.#desk, scope, root, purpose, body);
    this.#keeper.moneyChanged(root);
    return kept;
  }

  async statements(scope: Scope, question: MoneyQuestion): Promise<z.output<typeof statementsAnswer>> {
    const { matter, purpose } = await this.#stated(scope, question);
    await this.#note(scope, matter.id, purpose, "statements");
    return listStatements(this.#desk, await this.#desk.store.snapshot((sql) => familyOf(sql, matter)));
  }

  async #viewOf(scope: Scope, question: MoneyQuestion, what: string): Promise<ViewParts & { readonly found: Matter }> {
    const { matter, purpose } = await this.#stated(scope, question);
    const { family, opened } = await this.#ask(matter, question);
    await this.#note(scope, matter.id, purpose, what);
    const institutions = new Set(opened.trace.held.map((h) => h.account.institution as string));
    const { orders, desks } = await this.#desk.store.snapshot(async (sql) => ({
      orders: await this.#orders.onPath(sql, family),
      desks: await this.#orders.withDesk(sql, [...institutions]),
    }));
    return { found: matter, matter: matter.id, purpose, opened, nowMs: this.#desk.world.nowMs(), tokenOf: this.#tokens(), orders, desks };
  }

  /** The matter and purpose, for who may look at money. */
  async #stated(scope: Scope, question: MoneyQuestion): Promise<{ readonly matter: Matter; readonly purpose: Purpose }> {
    const stated = await statedPurpose(this.#desk, scope, { matter: question.matter, purpose: question.purpose }, () => MONEY_READERS);
    if (!MONEY_KINDS.has(stated.matter.kind))
      throw new ProblemError({
        code: "malformed-input",
        detail: `${MATTER_KINDS[stated.matter.kind].en} has no money of its own`,
        at: { field: "matter" },
        expected: [...MONEY_KINDS].map((kind) => MATTER_KINDS[kind].en.toLowerCase()).join(", "),
      });
    return stated;
  }

  async #ask(matter: Matter, question: MoneyQuestion): Promise<{ readonly name: string; readonly family: readonly MatterId[]; readonly opened: OpenedTrace }> {
    // Half a graph would show money resting where it has long left.
    if (!this.#keeper.ready) throw new ProblemError({ code: "overloaded", detail: "the money graph is being read from the log; ask again in a moment" });
    const { vault } = this.#desk.parts;
    const { family, money } = await this.#desk.store.snapshot(async (sql) => {
      const ids = await familyOf(sql, matter);
      return { family: ids, money: await moneyOf(sql, vault, ids) };
    });
    const name = matter.kind === "series" ? matter.id : rootOf(matter);
    // Who watches is told as if it had come by itself.
    if (this.#traces.setMoney(name, money).length > 0) this.#keeper.moneyChanged(name);
    const start = await this.#startOf(question, family, name);
    const key = this.#traces.ask(name, { start, limits: limitsOf(question) });
    this.#remember(name, key);
    const opened = this.#traces.get(name, key);
    if (opened === null) {
      throw new ProblemError({
        code: "not-found",
        detail:
          start.kind === "payments" ? `${matter.id} names no payment${start.currency === null ? "" : ` in ${start.currency}`} to begin from` : "nothing is known to begin from",
        at: { field: start.kind === "payments" ? "matter" : start.kind },
      });
    }
    return { name, family, opened };
  }

  async #startOf(question: MoneyQuestion, family: readonly MatterId[], name: string): Promise<TraceStart> {
    const currency = question.currency ?? null;
    if (question.transfer === undefined && question.account === undefined) return { kind: "payments", currency };
    // A transfer or an account of somebody else's life is nothing to begin from: the matter's own money must have come there.
    const key = this.#traces.ask(name, { start: { kind: "payments", currency }, limits: limitsOf(question) });
    this.#remember(name, key);
    const opened = this.#traces.get(name, key);
    if (question.transfer !== undefined) {
      if (opened === null || !opened.trace.hops.some((h) => h.transfer === question.transfer))
        throw new ProblemError({ code: "not-found", detail: "the transfer is on no path of this matter's money", at: { field: "transfer" } });
      return { kind: "transfer", id: question.transfer };
    }
    const account = await this.#accountOf(question.account ?? "", family, opened);
    const first = opened?.trace.hops.find((h) => writtenAccount(h.to) === writtenAccount(account))?.occurredAtMs;
    const paid = opened?.payments.map(({ told }) => told.atMs) ?? [];
    return { kind: "account", account, currency, fromMs: first ?? (paid.length === 0 ? this.#desk.world.nowMs() - WATCH_DEFAULTS.windowMs : Math.min(...paid)) };
  }

  /** The account of a token, if the matter's money came there or the matter names it. */
  async #accountOf(token: string, family: readonly MatterId[], opened: OpenedTrace | null): Promise<Account> {
    const tokens = this.#tokens();
    for (const h of opened?.trace.hops ?? []) {
      if (tokens(h.to) === token) return h.to;
      if (tokens(h.from) === token) return h.from;
    }
    const named = await this.#desk.store.snapshot(async (sql) => {
      const rows = await sql.query<object>("select 1 from mention where token = $1 and matter = any($2) limit 1", [token, family], "money-named");
      return rows.length === 0 ? undefined : (await openAccounts(sql, this.#desk.parts.vault, [token])).get(token);
    });
    if (named === undefined)
      throw new ProblemError({ code: "not-found", detail: "the account is neither named in the matter nor on a path of its money", at: { field: "account" } });
    return named;
  }

  /** Reports within the asker's scope whose payer has one of these accounts. */
  async #reportsOf(scope: Scope, tokens: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const filter = scope.filter(2, "m");
    const rows = await this.#desk.store.snapshot((sql) =>
      sql.query<{ readonly token: string; readonly id: string }>(
        `select distinct p->'from'->>'token' as token, m.id from mention x join matter m on m.id = x.matter and m.kind = 'report', jsonb_array_elements(m.body->'payments') as p
         where x.token = any($1) and p->'from'->>'token' = any($1) and ${filter.sql} order by 2`,
        [[...new Set(tokens)], ...filter.values],
        `money-reports-${filter.name}`,
      ),
    );
    const by = new Map<string, string[]>();
    for (const { token, id } of rows) by.set(token, [...(by.get(token) ?? []), id]);
    return by;
  }

  #tokens(): (account: Account) => string {
    const { vault } = this.#desk.parts;
    return tokenMemory((account) => vault.token("account", writtenAccount(account)));
  }

  /** The oldest question goes when there are too many; it is asked anew when somebody comes back to it. */
  #remember(matter: string, key: string): void {
    const name = `${matter} ${key}`;
    this.#asked.delete(name);
    this.#asked.set(name, { matter, key });
    for (const [oldest, one] of this.#asked) {
      if (this.#asked.size <= QUESTIONS_MAX) return;
      this.#asked.delete(oldest);
      if (this.#keeper.isWatched(one.matter, one.key)) continue;
      this.#traces.drop(one.matter, one.key);
      if (this.#traces.questionsOf(one.matter).length === 0) this.#traces.forget(one.matter);
    }
  }

  async #note(scope: Scope, matter: MatterId, purpose: Purpose, what: string): Promise<void> {
    const nowMs = this.#desk.world.nowMs();
    const name = `${scope.actor} ${matter} ${purpose} ${what}`;
    const before = this.#viewed.get(name);
    if (before !== undefined && nowMs - before < VIEWED_EVERY_MS) return;
    for (const [old, atMs] of this.#viewed) if (nowMs - atMs >= VIEWED_EVERY_MS) this.#viewed.delete(old);
    await this.#desk.work(scope, async (work) => work.note({ event: "money-viewed", matter, detail: { purpose, what } }));
    this.#viewed.set(name, nowMs);
  }
}

function limitsOf(question: MoneyQuestion): ReturnType<typeof traceLimits> {
  return traceLimits({
    ...WATCH_DEFAULTS,
    ...(question.method === undefined ? {} : { method: question.method }),
    ...(question.hopsMax === undefined ? {} : { hopsMax: question.hopsMax }),
    ...(question.hours === undefined ? {} : { windowMs: question.hours * HOUR_MS }),
  });
}
