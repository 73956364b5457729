/**
 * Keeps the evidence graph and its rings beside the running server: what events say of who and what belong together, each
 * tie once, in the order of the log; what the reports say of who was harmed, who then joins nobody. Things are known by
 * tokens. Its place in the log moves in the transaction in which what it found is written.
 */
import { faultPoint } from "../base/fault-point.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { parsePersonal, type PersonalType } from "../domain/personal.ts";
import type { Desk } from "../matters/desk.ts";
import { positionAfter, type EventLog, type LogPosition } from "../ports/event-log.ts";
import type { NodeKind } from "../rings/evidence.ts";
import { evidenceOf, type SeenLink, type SeenThing } from "../rings/event-evidence.ts";
import type { RingBook } from "../rings/ring-book.ts";
import { loadRings, saveRingStep, type StoredThing } from "../rings/ring-store.ts";
import { decodeFrame } from "../screen/frame.ts";
import type { Tell } from "./compose.ts";
import { LIMITS } from "./limits.ts";

const CONSUMER = "rings";
const DAY_MS = 86_400_000;

/** Types of person's data that things are; the others are nobody's secret and are their own tokens. */
const PERSONAL: Readonly<Partial<Record<NodeKind, PersonalType>>> = { person: "person", number: "number", device: "device", account: "account", address: "address" };

export interface RingKeeperParts {
  readonly desk: Desk;
  readonly log: EventLog;
  readonly tell: Tell;
  /** Ties in memory; more are not taken, and counted. */
  readonly linksMax: number;
  /** Days after which a tie is forgotten. */
  readonly keptDays: number;
  /** Two-digit code of the province that a number is from. */
  readonly provinceOf: (number: string) => string | null;
}

/** Roles in reports of those who were harmed: their phones and accounts are no part of a ring. */
const HARMED_ROLES = ["payer", "victim", "reporter"];
/** Reports that are not found untrue: whoever is reported maliciously is not made safe from evidence by it. */
const TAKEN_STATES = ["accepted", "filed", "corroborated"];

interface Piece {
  readonly links: readonly SeenLink[];
  readonly open: readonly SeenThing[];
  readonly harmed: readonly { readonly kind: NodeKind; readonly token: string }[];
  readonly upTo: LogPosition | null;
}

export class RingKeeper {
  readonly #parts: RingKeeperParts;
  #book: RingBook | null = null;
  #nextLink = 0;
  #nextEvent = 0;
  #position: LogPosition | "start" = "start";
  #loadedDay = 0;
  /** Ties that the book has, so that most events cost one look. */
  readonly #known = new Set<string>();
  /** Things whose masked form is in the database. */
  readonly #stored = new Set<string>();
  readonly #tokens = new Map<string, string>();
  readonly #reports = new Set<string>();
  readonly counts = { leftAside: 0, steps: 0 };
  readonly #unwatch: () => void;

  constructor(parts: RingKeeperParts) {
    this.#parts = parts;
    this.#unwatch = parts.desk.watch((changes) => {
      for (const change of changes) if (change.kind === "report" && change.about === undefined) this.#reports.add(change.id);
    });
  }

  close(): void {
    this.#unwatch();
  }

  /** Null until it was read from the database. */
  get book(): RingBook | null {
    return this.#book;
  }

  get links(): number {
    return this.#book?.graph.links ?? 0;
  }

  get rings(): number {
    return this.#book?.rings().length ?? 0;
  }

  async step(): Promise<void> {
    try {
      await this.#load();
      await this.#takeReports();
      await this.#takeLog();
    } catch (error) {
      // What is in memory may be ahead of what is written: it is read again.
      this.#book = null;
      throw error;
    }
  }

  async #load(): Promise<void> {
    const { desk, keptDays, tell } = this.#parts;
    const nowMs = desk.world.nowMs();
    const day = Math.floor(nowMs / DAY_MS);
    if (this.#book !== null && day === this.#loadedDay) return;
    const loaded = await desk.store.transaction(async (sql) => {
      const { book, nextLink, nextEvent, eventsKept, expired } = await loadRings(sql, {}, nowMs - keptDays * DAY_MS, nowMs);
      if (expired > 0) {
        const events = book.history().slice(eventsKept);
        await saveRingStep(sql, book, { things: [], links: [], firstNumber: nextLink, leftOut: [], rings: book.takeChanged(), events, firstEvent: nextEvent, nowMs });
      }
      const [row] = await sql.query<{ readonly position: number }>("select position from consumer where name = $1", [CONSUMER]);
      const stored = await sql.query<{ readonly kind: string; readonly token: string }>("select kind, token from ring_thing");
      return { book, nextLink, nextEvent: nextEvent + book.history().length - eventsKept, expired, stored, position: row?.position ?? ("start" as const) };
    });
    this.#book = loaded.book;
    this.#nextLink = loaded.nextLink;
    this.#nextEvent = loaded.nextEvent;
    this.#position = loaded.position;
    this.#loadedDay = day;
    this.#known.clear();
    this.#stored.clear();
    for (const { kind, token } of loaded.stored) this.#stored.add(`${kind} ${token}`);
    const { graph } = loaded.book;
    for (let i = 0; i < graph.links; i++) {
      const { kind, from, to } = graph.link(i);
      this.#known.add(tieName(kind, graph.kindOf(from), graph.tokenOf(from), graph.kindOf(to), graph.tokenOf(to)));
    }
    if (loaded.expired > 0)
      tell("info", { zh: `团伙图中已有 ${loaded.expired} 条联系到期删除。`, en: `${loaded.expired} ties of the evidence graph were too old and were erased.` });
    // Whoever was harmed is asked for once more: reports may have been taken while this process was down.
    const rows = await desk.store.snapshot((sql) =>
      sql.query<{ readonly id: string }>(
        "select id from matter where kind = 'report' and state = any($1) and opened_at_ms >= $2",
        [TAKEN_STATES, nowMs - keptDays * DAY_MS],
        "ring-reports",
      ),
    );
    for (const { id } of rows) this.#reports.add(id);
  }

  async #takeReports(): Promise<void> {
    if (this.#reports.size === 0) return;
    const ids = [...this.#reports];
    const rows = await this.#parts.desk.store.snapshot((sql) =>
      sql.query<{ readonly type: string; readonly token: string }>(
        `select distinct p.type, x.token from mention x join personal p on p.token = x.token join matter m on m.id = x.matter
         where x.matter = any($1) and m.state = any($2) and x.role = any($3) order by 1, 2`,
        [ids, TAKEN_STATES, HARMED_ROLES],
        "ring-harmed",
      ),
    );
    const harmed = rows.filter(({ type }) => Object.hasOwn(PERSONAL, type)).map(({ type, token }) => ({ kind: type as NodeKind, token }));
    await this.#commit({ links: [], open: [], harmed, upTo: null });
    for (const id of ids) this.#reports.delete(id);
  }

  async #takeLog(): Promise<void> {
    let links: SeenLink[] = [];
    let open: SeenThing[] = [];
    let upTo: LogPosition | null = null;
    let frames = 0;
    for await (const logged of this.#parts.log.read(this.#position)) {
      const frame = decodeFrame(logged.payload);
      if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `a frame of the log: ${frame.what}, expected ${frame.expected}` });
      for (let i = 0; i < frame.batch.count; i++) {
        const seen = evidenceOf(frame.batch, i);
        links.push(...seen.links);
        open.push(...seen.open);
      }
      upTo = positionAfter(logged.position);
      if (++frames % LIMITS.moneyFrames !== 0) continue;
      await this.#commit({ links, open, harmed: [], upTo });
      [links, open, upTo] = [[], [], null];
    }
    if (upTo !== null) await this.#commit({ links, open, harmed: [], upTo });
  }

  /** Puts a piece into the book and writes what it changed, with the place in the log. */
  async #commit({ links, open, harmed, upTo }: Piece): Promise<void> {
    const { desk, linksMax, provinceOf } = this.#parts;
    const book = this.#book;
    if (book === null) throw new Error("bug: the rings were not read");
    const { graph } = book;
    const nowMs = desk.world.nowMs();
    const firstLink = graph.links;
    const firstEvent = book.history().length;
    const leftOutBefore = book.leftOut().size;
    const things: StoredThing[] = [];
    const nodeOf = (seen: SeenThing): number | null => {
      const thing = this.#thingOf(seen);
      if (thing === null) return null;
      const node = graph.node(seen.kind, thing.token);
      if (!this.#stored.has(`${seen.kind} ${thing.token}`)) {
        this.#stored.add(`${seen.kind} ${thing.token}`);
        const province = seen.kind === "number" ? provinceOf(seen.text) : null;
        if (province !== null) graph.setProvince(node, province);
        things.push({ kind: seen.kind, token: thing.token, masked: thing.masked, province, sealed: desk.parts.vault.seal(thing.text, thing.token) });
      }
      return node;
    };
    for (const link of links) {
      const [from, to] = [this.#thingOf(link.from), this.#thingOf(link.to)];
      if (from === null || to === null) continue;
      const name = tieName(link.kind, link.from.kind, from.token, link.to.kind, to.token);
      if (this.#known.has(name)) continue;
      if (graph.links >= linksMax) {
        this.counts.leftAside++;
        continue;
      }
      this.#known.add(name);
      const [a, b] = [nodeOf(link.from), nodeOf(link.to)];
      if (a !== null && b !== null && a !== b) book.add({ from: a, to: b, kind: link.kind, atMs: link.atMs, evidence: link.evidence });
    }
    for (const one of open) {
      const thing = this.#thingOf(one);
      const node = thing === null ? undefined : graph.find(one.kind, thing.token);
      if (node !== undefined) book.leaveOut(node, "public", nowMs);
    }
    for (const { kind, token } of harmed) {
      // Known to the book or not: what was harmed joins nobody later either.
      const node = graph.find(kind, token) ?? graph.node(kind, token);
      book.leaveOut(node, "affected", nowMs);
    }
    const rings = book.takeChanged();
    const leftOut = [...book.leftOut()].slice(leftOutBefore);
    const added = Array.from({ length: graph.links - firstLink }, (_, n) => firstLink + n);
    const events = book.history().slice(firstEvent);
    faultPoint("rings.taken");
    await desk.store.transaction(async (sql) => {
      await saveRingStep(sql, book, { things, links: added, firstNumber: this.#nextLink, leftOut, rings, events, firstEvent: this.#nextEvent, nowMs });
      if (upTo !== null)
        await sql.query("insert into consumer (name, position) values ($1, $2) on conflict (name) do update set position = excluded.position", [CONSUMER, upTo], "consumer-moves");
    });
    this.#nextLink += added.length;
    this.#nextEvent += events.length;
    if (upTo !== null) this.#position = upTo;
    this.counts.steps++;
    faultPoint("rings.written");
  }

  #thingOf({ kind, text }: SeenThing): { readonly token: string; readonly masked: string; readonly text: string } | null {
    const type = PERSONAL[kind];
    if (type === undefined) return { token: text, masked: text, text };
    const value = parsePersonal(type, text);
    if (isMalformed(value)) return null;
    const name = `${type} ${value.canonical}`;
    let token = this.#tokens.get(name);
    if (token === undefined) {
      token = this.#parts.desk.parts.vault.token(type, value.canonical);
      // A keyed hash for every event would cost more than all the rest.
      if (this.#tokens.size >= TOKENS_MAX) this.#tokens.clear();
      this.#tokens.set(name, token);
    }
    return { token, masked: value.masked, text: value.canonical };
  }
}

const TOKENS_MAX = 200_000;

function tieName(kind: string, fromKind: string, from: string, toKind: string, to: string): string {
  return `${kind} ${fromKind} ${from} ${toKind} ${to}`;
}
