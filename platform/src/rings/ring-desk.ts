/**
 * Where people look at rings. A list shows figures of the rings in which something of a matter in the asker's scope stands;
 * one ring is opened for such a matter and a purpose, which is in the ledger. A ring that no matter touches is shown to
 * nobody: there is no search over people here, and no score of somebody apart from a matter.
 */
import type { ActingRole } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Desk } from "../matters/desk.ts";
import { statedPurpose } from "../matters/personal-access.ts";
import { EvidenceGraph } from "./evidence-graph.ts";
import { LINK_TABLE, NODE_KINDS, type NodeKind } from "./evidence.ts";
import type { RingAnswer, RingsAnswer } from "./ring-answers.ts";
import type { LeftOutReason, RingBook } from "./ring-book.ts";
import { moneyOfRing, type PaymentsAround } from "./ring-money.ts";
import type { RingEvent } from "./ring-history.ts";
import type { RingModel } from "./ring-model.ts";
import { summariseRing } from "./ring-summary.ts";
import { inferRoles, ROLE_WORDS } from "./roles.ts";

export const RING_READERS: readonly ActingRole[] = ["analyst", "caseOfficer", "dutyLead", "countyChief", "cityChief", "provinceChief", "reviewer", "auditor", "dpo"];

/** Links shown of one ring; roles and figures are made from all of them. */
const LINKS_SHOWN = 2_000;
/** Two people with something in common are the least that is a group; where nobody is known by name, three accounts or numbers (assumed). */
const PEOPLE_MIN = 2;
const CARDS_MIN = 3;
const MATTERS_SHOWN = 20;

const EVENT_WORDS: Readonly<Record<RingEvent["kind"], Bilingual>> = {
  born: { zh: "出现", en: "appeared" },
  split: { zh: "分出", en: "split off" },
  merged: { zh: "并入", en: "merged into another" },
  dissolved: { zh: "散开", en: "fell apart" },
};

const LEFT_OUT_WORDS: Readonly<Record<LeftOutReason, Bilingual>> = {
  hub: { zh: "与过多对象有联系，不作为成团依据", en: "tied to too many things to say anything" },
  public: { zh: "公共服务或白名单对象", en: "a public service, or on the allow list" },
  affected: { zh: "被害人或报案人一方", en: "belongs to somebody who was harmed or who reported" },
};

export interface RingDeskParts {
  readonly desk: Desk;
  /** The book as it is now; null while it is being read. */
  readonly book: () => RingBook | null;
  readonly model: () => RingModel | null;
  /** Transfers of these accounts, the newest so many. */
  readonly paymentsAround: (accounts: readonly string[]) => PaymentsAround;
}

const instant = (ms: number): string => new Date(ms).toISOString();

export class RingDesk {
  readonly #parts: RingDeskParts;

  constructor(parts: RingDeskParts) {
    this.#parts = parts;
  }

  async list(scope: Scope, query: { readonly after?: string | undefined; readonly limit: number }): Promise<RingsAnswer> {
    const filter = scope.filter(5, "m");
    const rows = await this.#parts.desk.store.snapshot((sql) =>
      sql.query<{
        readonly id: string;
        readonly n: number;
        readonly born: number;
        readonly changed: number;
        readonly kinds: Readonly<Record<string, number>>;
        readonly provinces: readonly string[] | null;
        readonly matters: readonly { readonly id: string; readonly kind: string }[];
      }>(
        `with seen as (
           select rm.ring, m.id, m.kind from ring_member rm join mention x on x.token = rm.token join matter m on m.id = x.matter where ${filter.sql} group by 1, 2, 3),
         touched as (select ring, count(distinct id) as n, (array_agg(distinct jsonb_build_object('id', id, 'kind', kind)))[1:$4] as matters from seen group by ring),
         made as (
           select r.id, t.n, r.born_at_ms as born, r.changed_at_ms as changed, t.matters, cast(substr(r.id, 6) as int8) as number,
             (select jsonb_object_agg(k.kind, k.c) from (select kind, count(*) as c from ring_member where ring = r.id group by kind) k) as kinds,
             (select array_agg(distinct th.province order by th.province) from ring_member rm join ring_thing th on th.kind = rm.kind and th.token = rm.token where rm.ring = r.id and th.province is not null) as provinces
           from touched t join ring r on r.id = t.ring and r.living)
         select * from made where number < $1 and (coalesce((kinds->>'person')::int8, 0) >= $2 or coalesce((kinds->>'account')::int8, 0) + coalesce((kinds->>'number')::int8, 0) >= $3)
         order by number desc limit ${query.limit + 1}`,
        [query.after === undefined ? Number.MAX_SAFE_INTEGER : Number(query.after.replace(/\D/g, "") || "0"), PEOPLE_MIN, CARDS_MIN, MATTERS_SHOWN, ...filter.values],
      ),
    );
    const shown = rows.slice(0, query.limit);
    return {
      items: shown.map((row) => ({
        id: row.id,
        things: countsOf(row.kinds),
        provinces: [...(row.provinces ?? [])],
        bornAt: instant(row.born),
        changedAt: instant(row.changed),
        matters: [...row.matters].sort((a, b) => (a.id < b.id ? 1 : -1)),
        mattersInAll: row.n,
      })),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /** One ring, for a matter in which a thing of it stands. */
  async open(scope: Scope, id: string, question: { readonly matter?: unknown; readonly purpose?: unknown }): Promise<RingAnswer> {
    const { desk } = this.#parts;
    const { matter, purpose } = await statedPurpose(desk, scope, { matter: question.matter, purpose: question.purpose }, () => RING_READERS);
    const book = this.#parts.book();
    if (book === null) throw new ProblemError({ code: "overloaded", detail: "the rings are being read; ask again in a moment" });
    const ring = book.ring(id);
    const { graph } = book;
    const tokens = ring === undefined ? [] : ring.members.map((v) => graph.tokenOf(v));
    const filter = scope.filter(2, "m");
    const { named, things } = await desk.store.snapshot(async (sql) => ({
      named: await sql.query<{ readonly token: string; readonly matter: string }>(
        `select distinct x.token, x.matter from mention x join matter m on m.id = x.matter where x.token = any($1) and ${filter.sql} order by 1, 2`,
        [tokens, ...filter.values],
        `ring-named-${filter.name}`,
      ),
      things: await sql.query<{ readonly kind: NodeKind; readonly token: string; readonly masked: string; readonly sealed: Uint8Array }>(
        "select kind, token, masked, sealed from ring_thing where token = any($1)",
        [[...new Set([...tokens, ...neighbours(book, ring?.members ?? []).map((v) => graph.tokenOf(v))])]],
        "ring-things-shown",
      ),
    }));
    // A ring that the matter is not part of is not there: nobody learns what else exists.
    if (ring === undefined || !named.some((one) => one.matter === matter.id)) throw new ProblemError({ code: "not-found", detail: `no thing of ${matter.id} is in such a ring` });
    await desk.work(scope, async (work) => work.note({ event: "ring-viewed", matter: matter.id, detail: { purpose, ring: id, members: ring.members.length } }));
    const masked = new Map(things.map((one) => [`${one.kind} ${one.token}`, one.masked]));
    const maskedOf = (v: number): string => masked.get(`${graph.kindOf(v)} ${graph.tokenOf(v)}`) ?? "***";
    const accounts = things.filter((one) => one.kind === "account" && tokens.includes(one.token)).map((one) => desk.parts.vault.open(one.sealed, one.token));
    const around = this.#parts.paymentsAround(accounts);
    const tokenOf = tokenMemory((written) => desk.parts.vault.token("account", written));
    const withMoney = graphOf(book, ring.members, around, tokenOf);
    const summary = summariseRing(withMoney.graph, withMoney.members);
    const money = moneyOfRing(around, accounts, this.#parts.model());
    const links = summary.links.map((i) => linkOf(withMoney.graph, i));
    const inMatters = Map.groupBy(named, ({ token }) => token);
    return {
      id,
      matter: matter.id,
      purpose,
      asOf: instant(desk.world.nowMs()),
      living: book.isLiving(id),
      bornAt: instant(ring.bornAtMs),
      changedAt: instant(ring.changedAtMs),
      things: summary.things,
      members: ring.members.map((v) => ({
        thing: graph.tokenOf(v),
        kind: graph.kindOf(v),
        masked: maskedOf(v),
        province: graph.provinceOf(v) ?? null,
        matters: (inMatters.get(graph.tokenOf(v)) ?? []).map((one) => one.matter),
      })),
      links: links.slice(0, LINKS_SHOWN),
      linksInAll: links.length,
      roles: inferRoles(withMoney.graph, withMoney.members).map((one) => {
        const { zh, en, whyZh, whyEn } = ROLE_WORDS[one.role];
        return {
          holder: withMoney.graph.tokenOf(one.holder),
          role: one.role,
          words: { zh, en },
          why: { zh: whyZh, en: whyEn },
          confidence: one.confidence,
          path: one.path.map((i) => linkOf(withMoney.graph, i)),
          paths: one.paths,
        };
      }),
      provinces: [...summary.provinces],
      amounts: { inside: texts(summary.insideMinor), into: texts(summary.intoMinor), outOf: texts(summary.outOfMinor) },
      motifs: money.motifs.map((one) => ({
        ...one,
        accounts: one.accounts.map(tokenOf),
        transfers: [...one.transfers],
        firstAt: instant(one.firstMs),
        lastAt: instant(one.lastMs),
      })),
      history: historyOf(book, id),
      scores:
        money.scores === null
          ? null
          : {
              model: money.scores.model,
              accounts: money.scores.accounts.map((one) => ({
                account: tokenOf(one.account),
                score: one.score,
                because: one.because.map((reason) => ({ with: tokenOf(reason.with), masked: reason.masked, score: reason.score, weighed: [...reason.weighed] })),
              })),
            },
      leftOut: neighbours(book, ring.members).flatMap((v) => {
        const reason = book.leftOut().get(v);
        return reason === undefined ? [] : [{ thing: graph.tokenOf(v), kind: graph.kindOf(v), masked: maskedOf(v), reason, words: LEFT_OUT_WORDS[reason] }];
      }),
      transfersRead: around.payments.length,
      transfersCut: around.cut,
    };
  }
}

function countsOf(kinds: Readonly<Record<string, number>>): Record<NodeKind, number> {
  return Object.fromEntries(NODE_KINDS.map((kind) => [kind, kinds[kind] ?? 0])) as Record<NodeKind, number>;
}

function texts(amounts: Readonly<Record<string, bigint>>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([currency, sum]) => [currency, String(sum)]));
}

/** Things beside the ring that a link that joins leads to. */
function neighbours(book: RingBook, members: readonly number[]): readonly number[] {
  const inside = new Set(members);
  const found = new Set<number>();
  for (const v of members)
    book.graph.eachLink(v, (i) => {
      const other = book.graph.across(i, v);
      if (!inside.has(other)) found.add(other);
    });
  return [...found].sort((a, b) => a - b);
}

/** The ring's own links and the transfers of its accounts as one small graph: the book keeps no payments. */
function graphOf(
  book: RingBook,
  members: readonly number[],
  around: PaymentsAround,
  tokenOf: (written: string) => string,
): { readonly graph: EvidenceGraph; readonly members: readonly number[] } {
  const graph = new EvidenceGraph();
  const copied = new Map<number, number>();
  const copy = (v: number): number => {
    let node = copied.get(v);
    if (node === undefined) {
      copied.set(v, (node = graph.node(book.graph.kindOf(v), book.graph.tokenOf(v))));
      const province = book.graph.provinceOf(v);
      if (province !== undefined) graph.setProvince(node, province);
    }
    return node;
  };
  const own = members.map(copy);
  const links = new Set<number>();
  for (const v of members) book.graph.eachLink(v, (i) => void links.add(i));
  for (const i of [...links].sort((a, b) => a - b)) {
    const one = book.graph.link(i);
    graph.add({ ...one, from: copy(one.from), to: copy(one.to) });
  }
  for (const one of around.payments) {
    const [from, to] = [graph.node("account", tokenOf(one.from)), graph.node("account", tokenOf(one.to))];
    if (from !== to) graph.add({ from, to, kind: "pays", atMs: one.atMs, evidence: one.id, amountMinor: one.amountMinor, currency: one.currency });
  }
  return { graph, members: own };
}

function linkOf(graph: EvidenceGraph, i: number): RingAnswer["links"][number] {
  const one = graph.link(i);
  const { zh, en, strength } = LINK_TABLE[one.kind];
  return {
    kind: one.kind,
    words: { zh, en },
    strength,
    from: graph.tokenOf(one.from),
    to: graph.tokenOf(one.to),
    at: instant(one.atMs),
    evidence: one.evidence,
    amountMinor: one.amountMinor === undefined ? null : String(one.amountMinor),
    currency: one.currency ?? null,
  };
}

function historyOf(book: RingBook, id: string): RingAnswer["history"] {
  return book
    .history()
    .filter((event) => event.ring === id || (event.kind === "split" && event.from === id) || (event.kind === "merged" && event.into === id))
    .map((event) => ({
      kind: event.kind,
      words: EVENT_WORDS[event.kind],
      at: instant(event.atMs),
      ring: event.ring,
      other: event.kind === "split" ? event.from : event.kind === "merged" ? event.into : null,
    }));
}

function tokenMemory(tokenOf: (written: string) => string): (written: string) => string {
  const known = new Map<string, string>();
  return (written) => {
    let token = known.get(written);
    if (token === undefined) known.set(written, (token = tokenOf(written)));
    return token;
  };
}
