/**
 * One piece of work on matters, in one transaction: it loads and locks, asks the slices' pure functions what to do, and
 * keeps everything they say until `finish` writes it with a fixed number of statements, however many matters there are.
 * What other slices have to do about it happens inside the same transaction. It performs no effect: loops do, later.
 */
import { assert } from "../base/assert.ts";
import { isMalformed, ProblemError, type Problem } from "../base/problem.ts";
import { isEnd, nextState } from "../base/state-table.ts";
import type { World } from "../base/world.ts";
import type { ActingRole } from "../access/role.ts";
import { EVERYTHING, type Scope } from "../access/scope.ts";
import type { Announcement } from "../domain/announcement.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../domain/matter.ts";
import { KnownRef, parsePersonal, type PersonalRef, type PersonalType } from "../domain/personal.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql, SqlValue } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import type { ArmDeadline, Decision, Opening } from "./decision.ts";
import { armedRows } from "./deadline-rows.ts";
import { appendLines, matterDigest, type LedgerLine } from "./ledger.ts";
import { isPossible, type Asking, type CommandSpec, type Context, type Each, type Kind, type Request, type TypedKind } from "./kind.ts";
import { fromRow, MATTER_COLUMNS, type Matter, type MatterRow } from "./matter.ts";
import { effectRow, matterAfter, openedMatter } from "./matter-life.ts";
import { noticeRows } from "./notice.ts";
import { Pending } from "./pending.ts";
import { nextSerials } from "./serial.ts";
import { codeDigest, trackingCode } from "./tracking.ts";

/** The law for matters that begin now and for those that began under an older version. */
export interface Law {
  current(nowMs: number): JurisdictionProfile;
  /** By the name that a matter keeps. Throws a bug when the version is not there any more. */
  byVersion(version: string): JurisdictionProfile;
}

/** The name of a profile's version, as a matter keeps it. */
export function versionOf(profile: JurisdictionProfile): string {
  return `${profile.id}@${profile.validFrom}`;
}

/** What happens in other slices when something is announced; called in the same transaction. */
export type Follow = (work: Work, announcement: Announcement) => Promise<void>;

export interface WorkParts {
  readonly world: World;
  readonly vault: Vault;
  readonly law: Law;
  readonly kinds: ReadonlyMap<MatterKindName, Kind>;
  readonly follow: Follow;
}

/** By what right something is done: a person's role, a consequence of what a person did, or the clock. */
export type Authority = "role" | "consequence" | "clock";

export interface Change {
  readonly id: MatterId;
  readonly kind: MatterKindName;
  readonly state: string;
  readonly version: number;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  readonly level: number;
  readonly opened: boolean;
  /** What changed beside the matter itself, where it is that: what is known about its money. */
  readonly about?: "money";
}

/** Consequences of consequences: deeper is a circle in the table of subscriptions. */
const DEPTH_MAX = 12;

const OWN_NAME: Bilingual = { zh: "反诈中心系统", en: "the anti-fraud centre's system" };

export class Work {
  readonly scope: Scope;
  readonly nowMs: number;
  readonly occurredAtMs: number;
  readonly #parts: WorkParts;
  readonly #sql: Sql;
  readonly #pending = new Pending();
  readonly #loaded = new Map<MatterId, Matter>();
  readonly #lines: LedgerLine[] = [];
  readonly #changes = new Map<MatterId, Change>();
  /** Announcements that led to what is being done now, innermost last. */
  readonly #causes: string[] = [];
  #asking: Asking | null = null;

  constructor(parts: WorkParts, sql: Sql, scope: Scope, nowMs: number, occurredAtMs: number = nowMs) {
    this.#parts = parts;
    this.#sql = sql;
    this.scope = scope;
    this.nowMs = nowMs;
    this.occurredAtMs = occurredAtMs;
  }

  get law(): JurisdictionProfile {
    return this.#parts.law.current(this.nowMs);
  }

  /** What is being decided now, or was when the work failed. */
  get asking(): Asking | null {
    return this.#asking;
  }

  get vault(): Vault {
    return this.#parts.vault;
  }

  newId(prefix: string): string {
    return this.#parts.world.newId(prefix);
  }

  /** Reads what this work has done so far as well: pending rows are written first. */
  async query<Row extends object>(text: string, values: readonly SqlValue[] = [], name?: string): Promise<readonly Row[]> {
    await this.#pending.write(this.#sql);
    return this.#sql.query<Row>(text, values, name);
  }

  /** For the look-ups of slices: the same, as the port they know. */
  get sql(): Sql {
    return { query: (text, values, name) => this.query(text, values, name) };
  }

  /** Opens matters of one kind. The drafts are parsed; a refused one refuses the whole work. */
  async open<B, S extends string, D>(kind: TypedKind<B, S, D>, drafts: readonly D[], authority: Authority = "role"): Promise<readonly Matter<B, S>[]> {
    return (await this.#openAll(kind, drafts, authority)).map((matter) => kind.of(matter));
  }

  async openOne<B, S extends string, D>(kind: TypedKind<B, S, D>, draft: D, authority: Authority = "role"): Promise<Matter<B, S>> {
    const [matter] = await this.open(kind, [draft], authority);
    return matter;
  }

  /** Opens by a kind's name, for routes that are made from the table of kinds. */
  async openAny(name: MatterKindName, draft: unknown): Promise<Matter> {
    const [matter] = await this.#openAll(this.kind(name), [draft], "role");
    return matter;
  }

  async #openAll(kind: Kind, drafts: readonly unknown[], authority: Authority): Promise<readonly Matter[]> {
    const role = this.#roleFor(kind.opening.who, authority, `open ${MATTER_KINDS[kind.name].en}`);
    const parsed = drafts.map((draft) => kind.parseDraft(draft));
    const profile = this.law;
    const context = this.#context(role, profile);
    const facts = await kind.openFacts(this.sql, parsed, context);
    this.#asking = { matter: null, kind: kind.name, command: "open" };
    const openings = parsed.map((draft, i) => kind.open(draft, { ...context, facts: facts[i] }));
    const serials = await nextSerials(this.sql, kind.name, openings, this.nowMs, profile.timeZone);
    const matters = openings.map((opening, i): Matter => {
      const id = this.newId(MATTER_KINDS[kind.name].prefix) as MatterId;
      const matter = openedMatter(
        { id, kind: kind.name, state: kind.initial, serial: serials[i], profile: versionOf(profile), nowMs: this.nowMs, actor: this.scope.actor },
        opening,
      );
      this.#loaded.set(matter.id, matter);
      this.#pending.insert(matter);
      this.#record(matter, null, "open", role, opening);
      this.#keep(matter, profile, { ...opening, effects: [...(opening.effects ?? []), ...(opening.effectsOf?.(matter) ?? [])] });
      return matter;
    });
    for (let i = 0; i < matters.length; i++) {
      await this.#announce(openings[i].announces ?? []);
      await this.#announce(openings[i].announcesOf?.(matters[i].id) ?? []);
    }
    return matters.map((matter) => this.#loaded.get(matter.id) ?? matter);
  }

  /** Gives commands to matters of one kind; all or none. What is outside the scope is not found. */
  async act<B, S extends string, D>(kind: TypedKind<B, S, D>, requests: readonly Request[], authority: Authority = "role"): Promise<readonly Matter<B, S>[]> {
    return (await this.actAny(kind.name, requests, authority)).map((matter) => kind.of(matter));
  }

  async actOne<B, S extends string, D>(kind: TypedKind<B, S, D>, id: MatterId, command: string, input: unknown = {}, authority: Authority = "role"): Promise<Matter<B, S>> {
    const [matter] = await this.act(kind, [{ id, command, input }], authority);
    return matter;
  }

  async actAny(name: MatterKindName, requests: readonly Request[], authority: Authority = "role"): Promise<readonly Matter[]> {
    await this.#act(this.kind(name), requests, authority, null);
    return requests.map(({ id }) => this.#held(name, id));
  }

  /** Gives commands that do not depend on one another: what is refused is said and recorded, and holds up none of the others. */
  async actEach(name: MatterKindName, requests: readonly Request[]): Promise<readonly Each[]> {
    const refused = new Map<number, Problem>();
    await this.#act(this.kind(name), requests, "role", refused);
    return requests.map(({ id }, i) => {
      const problem = refused.get(i);
      return problem === undefined ? { matter: this.#held(name, id) } : { refused: problem };
    });
  }

  /** With `refused` a problem is put there under its number, without it the first one is thrown. */
  async #act(kind: Kind, requests: readonly Request[], authority: Authority, refused: Map<number, Problem> | null): Promise<void> {
    const attempt = <T>(i: number, task: () => T): readonly T[] => {
      try {
        return [task()];
      } catch (error) {
        if (refused === null || !(error instanceof ProblemError)) throw error;
        refused.set(i, error.problem);
        if (error.problem.code === "limit-of-law") this.noteRefusal(error.problem);
        return [];
      }
    };
    await this.#lockRows(kind.name, requests, authority);
    const asked = requests.flatMap((request, i) =>
      attempt(i, () => {
        const input = kind.parseInput(request.command, request.input);
        const matter = this.#held(kind.name, request.id);
        this.#check(kind, matter, request);
        return { i, matter, command: request.command, input, spec: kind.commands[request.command] };
      }),
    );
    const facts = await kind.facts(this.sql, asked, this.nowMs, { profile: this.law, org: this.scope.org });
    const announced: (readonly Announcement[])[] = [];
    for (const [at, { i, matter: found, command, input, spec }] of asked.entries()) {
      attempt(i, () => {
        // Several commands of one work may go to one matter: each sees what the one before left.
        const matter = this.#held(kind.name, found.id);
        if (matter !== found) this.#checkState(kind, matter, command);
        const role = this.#roleFor(spec.who, authority, `${command} on ${matter.id}`);
        this.#fourEyes(matter, command, spec, authority);
        const profile = this.#parts.law.byVersion(matter.profile);
        this.#asking = { matter: matter.id, kind: kind.name, command };
        const decision = kind.decide(matter, command, input, { ...this.#context(role, profile), facts: facts[at] });
        this.#apply(kind, matter, command, role, decision, profile);
        announced.push(decision.announces ?? []);
      });
    }
    for (const announcements of announced) await this.#announce(announcements);
  }

  /** A matter as it stands in this work, locked until the end. */
  async load<B, S extends string, D>(kind: TypedKind<B, S, D>, id: MatterId): Promise<Matter<B, S>> {
    const [matter] = await this.#lock(kind.name, [{ id }], "consequence");
    return kind.of(matter);
  }

  async loadAny(name: MatterKindName, id: MatterId): Promise<Matter> {
    const [matter] = await this.#lock(name, [{ id }], "consequence");
    return matter;
  }

  /** The same for many at once, with one statement. */
  async loadEach(name: MatterKindName, ids: readonly MatterId[]): Promise<readonly Matter[]> {
    return this.#lock(
      name,
      ids.map((id) => ({ id })),
      "consequence",
    );
  }

  /** Whether this work has stopped a clock of that key, or set it anew. */
  isStopped(matter: MatterId, key: string): boolean {
    return this.#pending.isStopped(matter, key);
  }

  /** Sets a running clock anew, computed from its old start by what the law says now. Gives when it is due. */
  rearm(matter: MatterId, arm: ArmDeadline, profile: JurisdictionProfile): number {
    const rows = armedRows(matter, arm, profile);
    this.#pending.arm(rows);
    return rows[0].due_at_ms;
  }

  /** Clocks of these matters were changed by a statement of the caller's own. */
  clocksChanged(ids: readonly MatterId[]): void {
    this.#pending.clocksChanged(ids);
  }

  /** A line of the ledger that belongs to no transition: a refusal, an opening of data, a sign-in. */
  note(line: Pick<LedgerLine, "event" | "detail"> & Partial<LedgerLine>): void {
    this.#lines.push({
      recordedAtMs: this.nowMs,
      occurredAtMs: this.occurredAtMs,
      actor: this.scope.actor,
      role: this.scope.principal.kind === "user" ? (this.scope.principal.roles[0] ?? "none") : this.scope.principal.kind,
      unit: this.scope.org,
      matter: null,
      kind: null,
      stateBefore: null,
      stateAfter: null,
      version: null,
      basis: null,
      evidence: [],
      ...line,
    });
  }

  /** A line that says what was asked beyond the law, by whom, and why it was refused. */
  noteRefusal(problem: Problem, asking: Asking | null = this.#asking): void {
    if (asking === null) return;
    this.note({ event: "refused", matter: asking.matter, kind: asking.kind, detail: { command: asking.command, code: problem.code, why: problem.detail } });
  }

  /** A token for a value from outside; the value itself goes sealed into the store with this work. */
  identify(type: PersonalType, given: string | KnownRef, field: string): PersonalRef {
    if (given instanceof KnownRef) {
      assert(given.ref.type === type, `${field} is handed on as ${given.ref.type}, not ${type}`);
      return given.ref;
    }
    const value = parsePersonal(type, given);
    if (isMalformed(value)) throw new ProblemError({ code: "malformed-input", detail: `${field}: ${value.what}`, at: { field }, value: value.what, expected: value.expected });
    const token = this.#parts.vault.token(type, value.canonical);
    this.#pending.person({ token, type, masked: value.masked, sealed: this.#parts.vault.seal(value.canonical, token), created_at_ms: this.nowMs });
    return { type, token, masked: value.masked, ...(value.institution === undefined ? {} : { institution: value.institution }) };
  }

  /** Lets the recipient follow the matter by a code; gives the code, which is kept nowhere. */
  track(matter: MatterId, recipient: string): string {
    const code = trackingCode(this.#parts.vault, matter, recipient);
    this.#pending.tracking({ code_digest: codeDigest(code), matter, recipient, created_at_ms: this.nowMs });
    return code;
  }

  /** Writes everything and the ledger; the transaction may commit then. Gives what has changed. */
  async finish(): Promise<readonly Change[]> {
    assert(this.#causes.length === 0, "work is finished while it follows an announcement");
    await this.#pending.write(this.#sql);
    await this.#pending.settleDueDates(this.#sql);
    await appendLines(this.#sql, this.#lines.splice(0));
    return [...this.#changes.values()];
  }

  // --- parts ---------------------------------------------------------------------------------------------------------

  /** The kind of a name, as the table of kinds has it. */
  kind(name: MatterKindName): Kind {
    const kind = this.#parts.kinds.get(name);
    assert(kind !== undefined, `the kind ${name} is not in the table of kinds`);
    return kind;
  }

  #context(role: ActingRole, profile: JurisdictionProfile): Omit<Context, "facts"> {
    const p = this.scope.principal;
    return {
      nowMs: this.nowMs,
      occurredAtMs: this.occurredAtMs,
      actor: this.scope.actor,
      role,
      org: this.scope.org,
      orgName: p.kind === "user" ? p.orgName : OWN_NAME,
      territory: p.kind === "user" ? p.territory : "",
      profile,
      newId: (prefix) => this.newId(prefix),
      identify: (type, given, field) => this.identify(type, given, field),
    };
  }

  /** A consequence and the clock act for the system, in the name of whoever caused it. */
  #roleFor(who: readonly ActingRole[], authority: Authority, what: string): ActingRole {
    if (authority !== "role") return "system";
    const role = this.scope.actingAs(who);
    if (role === null) throw new ProblemError({ code: "not-allowed", detail: `to ${what} needs one of the roles ${who.join(", ") || "of the system"}` });
    return role;
  }

  #fourEyes(matter: Matter, command: string, spec: CommandSpec, authority: Authority): void {
    if (authority !== "role") return;
    const other = (spec.notBy ?? []).find((earlier) => matter.hands[earlier] === this.scope.actor);
    if (other === undefined) return;
    throw new ProblemError({ code: "not-allowed", detail: `${command} needs another person than the one who gave "${other}"`, expected: "a second pair of eyes" });
  }

  #check(kind: Kind, matter: Matter, request: Request): void {
    if (request.version !== undefined && request.version !== matter.version) {
      throw new ProblemError({
        code: "changed-meanwhile",
        detail: `${matter.id} is at version ${matter.version}`,
        value: String(request.version),
        expected: String(matter.version),
      });
    }
    this.#checkState(kind, matter, request.command);
  }

  #checkState(kind: Kind, matter: Matter, command: string): void {
    if (isPossible(kind, matter.state, command)) return;
    throw new ProblemError({ code: "not-now", detail: `${command} is not possible: ${matter.id} is ${matter.state}`, value: matter.state });
  }

  async #lock(kind: MatterKindName, requests: readonly { readonly id: MatterId }[], authority: Authority): Promise<readonly Matter[]> {
    await this.#lockRows(kind, requests, authority);
    return requests.map(({ id }) => this.#held(kind, id));
  }

  /** Locks rows in the order of their ids, so that two works on the same matters wait and do not deadlock. */
  async #lockRows(kind: MatterKindName, requests: readonly { readonly id: MatterId }[], authority: Authority): Promise<void> {
    const missing = [...new Set(requests.map((request) => request.id))].filter((id) => !this.#loaded.has(id)).sort();
    if (missing.length === 0) return;
    const filter = authority === "role" ? this.scope.filter(3) : EVERYTHING;
    const rows = await this.query<MatterRow>(
      `select ${MATTER_COLUMNS} from matter where id = any($1) and kind = $2 and ${filter.sql} order by id for update`,
      [missing, kind, ...filter.values],
      `lock-${filter.name}`,
    );
    for (const row of rows) this.#loaded.set(row.id as MatterId, fromRow(row));
  }

  /** A matter that this work has locked. */
  #held(kind: MatterKindName, id: MatterId): Matter {
    const matter = this.#loaded.get(id);
    if (matter === undefined || matter.kind !== kind)
      throw new ProblemError({ code: "not-found", detail: `there is no ${MATTER_KINDS[kind].en.toLowerCase()} ${id} in your scope` });
    return matter;
  }

  #apply(kind: Kind, current: Matter, command: string, role: ActingRole, decision: Decision, profile: JurisdictionProfile): void {
    const state = decision.event === null ? current.state : nextState(kind.states, current.state, decision.event);
    if (state === null) throw new ProblemError({ code: "not-now", detail: `${command} is not possible: ${current.id} is ${current.state}`, value: current.state });
    assert(
      decision.event === null || kind.commands[command].causes.includes(decision.event),
      `${kind.name}: ${command} causes ${String(decision.event)}, which its table does not name`,
    );
    const ended = isEnd(kind.states, state);
    const after = matterAfter(current, { state, ended, nowMs: this.nowMs, command, actor: this.scope.actor }, decision);
    this.#loaded.set(after.id, after);
    this.#pending.update(after);
    const disarm = ended ? "all" : (decision.disarm ?? []);
    if (disarm === "all" || disarm.length > 0) this.#pending.disarm(after.id, disarm);
    this.#record(after, current.state, decision.event ?? command, role, decision, command);
    this.#keep(after, profile, decision);
  }

  #record(matter: Matter, stateBefore: string | null, event: string, role: ActingRole, said: Decision | Opening, command?: string): void {
    const cause = this.#causes.at(-1);
    this.#lines.push({
      recordedAtMs: this.nowMs,
      occurredAtMs: this.occurredAtMs,
      actor: this.scope.actor,
      role,
      unit: this.scope.org,
      matter: matter.id,
      kind: matter.kind,
      event,
      stateBefore,
      stateAfter: matter.state,
      version: matter.version,
      basis: said.basis ?? null,
      evidence: said.evidence ?? [],
      detail: {
        ...said.detail,
        ...(command === undefined || command === event ? {} : { command }),
        ...(cause === undefined ? {} : { because: cause }),
        digest: matterDigest(matter),
      },
    });
    this.#changes.set(matter.id, {
      id: matter.id,
      kind: matter.kind,
      state: matter.state,
      version: matter.version,
      territory: matter.territory,
      org: matter.org,
      partner: matter.partner,
      level: matter.level,
      opened: this.#changes.get(matter.id)?.opened ?? stateBefore === null,
    });
  }

  /** Puts aside what a decision wants written besides the matter itself. */
  #keep(matter: Matter, profile: JurisdictionProfile, said: Decision | Opening): void {
    const { commands } = this.kind(matter.kind);
    const exists = (command: string | undefined, of: string): void =>
      assert(command === undefined || Object.hasOwn(commands, command), `${matter.kind}: ${of} is to give ${String(command)}, which is no command`);
    for (const arm of said.arm ?? []) {
      exists(arm.command, `the clock ${arm.key}`);
      this.#pending.arm(armedRows(matter.id, arm, profile));
    }
    for (const mention of said.mentions ?? []) this.#pending.mention({ token: mention.ref.token, matter: matter.id, role: mention.role });
    for (const by of said.restsOn ?? []) this.#pending.support({ held: matter.id, by_matter: by, added_at_ms: this.nowMs });
    for (const effect of said.effects ?? []) {
      exists(effect.delivered, `the delivery ${effect.name}`);
      exists(effect.undeliverable, `the failure of ${effect.name}`);
      this.#pending.effect(effectRow(matter, effect, this.nowMs));
    }
    for (const draft of said.notices ?? []) {
      const { notice, effect, carriesCode } = noticeRows(matter, draft, profile, this.newId("ntc"), this.nowMs);
      this.#pending.notice(notice);
      this.#pending.effect(effect);
      if (carriesCode) this.track(matter.id, draft.recipient.token);
    }
  }

  /** Says what a loop of this program found; what follows from it elsewhere happens in this work. */
  async announce(announcement: Announcement): Promise<void> {
    await this.#announce([announcement]);
  }

  async #announce(announcements: readonly Announcement[]): Promise<void> {
    for (const announcement of announcements) {
      assert(this.#causes.length < DEPTH_MAX, `announcements go in a circle: ${this.#causes.join(" → ")}`);
      this.#causes.push(announcement.name);
      await this.#parts.follow(this, announcement);
      this.#causes.pop();
    }
  }
}
