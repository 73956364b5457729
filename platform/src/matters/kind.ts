/**
 * What a slice says about one kind of matter: states, who may command what, and the pure functions that decide. From
 * this one description come the routes, the buttons, the diagrams, the permission audit and the tests. `defineKind`
 * checks the table when it is loaded and hands the kernel a form in which inputs are parsed before anything decides.
 */
import type { z } from "zod";
import type { ActingRole } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { ProblemError, shorten, type Problem } from "../base/problem.ts";
import { eventsFrom, faultsOf, isEnd, type StateTable } from "../base/state-table.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../domain/matter.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Sql } from "../ports/store.ts";
import type { Decision, Identify, Opening } from "./decision.ts";
import type { Matter } from "./matter.ts";

export interface CommandSpec<I extends z.ZodType = z.ZodType> {
  /** Roles that may give it. Beyond these only what follows from an announcement, and the clock where `clock` says so. */
  readonly who: readonly ActingRole[];
  readonly words: Bilingual;
  readonly input: I;
  /** Transitions it may cause; a command that causes none may be given in the states named by `states`. */
  readonly causes: readonly string[];
  readonly states?: readonly string[];
  /** Four eyes: commands ("open" among them) whose giver may not give this one. */
  readonly notBy?: readonly string[];
}

export type Commands = Readonly<Record<string, CommandSpec>>;

/** Everything a decision may look at besides the matter and its input. */
export interface Context<Facts = unknown> extends Identify {
  readonly nowMs: number;
  /** When what is recorded happened; not after now. */
  readonly occurredAtMs: number;
  /** Who acts: a user's id, `system:<part>` or `public`. */
  readonly actor: string;
  readonly role: ActingRole;
  readonly org: string | null;
  /** Name of the actor's organisation, for what people are told; this program's where nobody acts. */
  readonly orgName: Bilingual;
  /** Where the actor works. */
  readonly territory: string;
  /** The law in force when the matter began. */
  readonly profile: JurisdictionProfile;
  readonly facts: Facts;
  newId(prefix: string): string;
}

export interface FactRequest {
  readonly matter: Matter;
  readonly command: string;
  readonly input: unknown;
}

/** What a look-up knows besides the matters: the law of today and where whoever acts works. */
export interface Around {
  readonly profile: JurisdictionProfile;
  readonly org: string | null;
}

export interface OpeningSpec<I extends z.ZodType = z.ZodType> {
  readonly who: readonly ActingRole[];
  readonly words: Bilingual;
  readonly input: I;
}

export interface KindSpec<Body, S extends string, Draft extends z.ZodType, Cs extends Commands, OpenFacts, Facts> {
  readonly name: MatterKindName;
  readonly states: StateTable<S>;
  readonly initial: NoInfer<S>;
  /** Words for the states, for screens and documents. */
  readonly stateWords: Readonly<Record<NoInfer<S>, Bilingual>>;
  /** States in which something is still taken from a person; the clock must lead out of each. */
  readonly restricting: readonly NoInfer<S>[];
  /** Events that the clock alone causes. */
  readonly automatic: readonly string[];
  readonly opening: OpeningSpec<Draft>;
  readonly commands: Cs;
  /** Looks up, for many drafts at once, what the opening needs besides its input. */
  openFacts?(sql: Sql, drafts: readonly z.output<Draft>[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]>;
  open(draft: z.output<Draft>, context: Context<OpenFacts>): Opening<Body>;
  /** Looks up, for many matters at once, what decisions need besides the matter. */
  facts?(sql: Sql, requests: readonly FactRequest[], nowMs: number, around: Around): Promise<readonly Facts[]>;
  readonly decide: { readonly [C in keyof Cs]: (matter: Matter<Body, S>, input: z.output<Cs[C]["input"]>, context: Context<Facts>) => Decision<Body> };
  /** What a holder of the scope may see of the body; all of it when absent. Identifiers in it are masked anyway. */
  show?(matter: Matter<Body, S>, scope: Scope): unknown;
}

/** A kind as the kernel handles it: bodies and inputs are the slice's own business. */
export interface Kind {
  readonly name: MatterKindName;
  readonly states: StateTable;
  readonly initial: string;
  readonly stateWords: Readonly<Record<string, Bilingual>>;
  readonly restricting: readonly string[];
  readonly automatic: readonly string[];
  readonly opening: OpeningSpec;
  readonly commands: Commands;
  parseDraft(input: unknown): unknown;
  parseInput(command: string, input: unknown): unknown;
  openFacts(sql: Sql, drafts: readonly unknown[], context: Omit<Context, "facts">): Promise<readonly unknown[]>;
  open(draft: unknown, context: Context): Opening;
  facts(sql: Sql, requests: readonly FactRequest[], nowMs: number, around: Around): Promise<readonly unknown[]>;
  decide(matter: Matter, command: string, input: unknown, context: Context): Decision;
  show(matter: Matter, scope: Scope): unknown;
}

/** A kind that still knows the type of its bodies and drafts, for the slice and for `app`. */
export interface TypedKind<Body, S extends string, Draft> extends Kind {
  /** Only for the compiler. */
  readonly draft?: Draft;
  /** The matter with its types; it must be of this kind. */
  of(matter: Matter): Matter<Body, S>;
}

export function defineKind<Body, S extends string, Draft extends z.ZodType, Cs extends Commands, OpenFacts = null, Facts = null>(
  spec: KindSpec<Body, S, Draft, Cs, OpenFacts, Facts>,
): TypedKind<Body, S, z.input<Draft>> {
  const faults = [
    ...faultsOf(spec.states, { initial: spec.initial, restricting: spec.restricting, automatic: spec.automatic }),
    ...Object.entries(spec.commands).flatMap(([name, command]) => commandFaults(spec.states, name, command, spec.commands)),
  ];
  if (faults.length > 0) throw new Error(`bug: the table of ${spec.name}: ${faults.join("; ")}`);
  const of = (matter: Matter): Matter<Body, S> => {
    if (matter.kind !== spec.name) throw new Error(`bug: ${matter.id} is no ${spec.name}`);
    return matter as Matter<Body, S>;
  };
  const commandOf = (name: string): CommandSpec => {
    if (!Object.hasOwn(spec.commands, name))
      throw new ProblemError({ code: "not-found", detail: `${MATTER_KINDS[spec.name].en} has no command "${shorten(name)}"`, expected: Object.keys(spec.commands).join(", ") });
    return spec.commands[name];
  };
  return {
    name: spec.name,
    states: spec.states,
    initial: spec.initial,
    stateWords: spec.stateWords,
    restricting: spec.restricting,
    automatic: spec.automatic,
    opening: spec.opening,
    commands: spec.commands,
    of,
    parseDraft: (input) => parse(spec.opening.input, input),
    parseInput: (command, input) => parse(commandOf(command).input, input),
    openFacts: (sql, drafts, context) => spec.openFacts?.(sql, drafts as readonly z.output<Draft>[], context) ?? Promise.resolve(drafts.map(() => null)),
    open: (draft, context) => spec.open(draft as z.output<Draft>, context as Context<OpenFacts>),
    facts: (sql, requests, nowMs, around) => spec.facts?.(sql, requests, nowMs, around) ?? Promise.resolve(requests.map(() => null)),
    decide: (matter, command, input, context) => spec.decide[command as keyof Cs](of(matter), input as never, context as Context<Facts>),
    show: (matter, scope) => (spec.show === undefined ? matter.body : spec.show(of(matter), scope)),
  };
}

function commandFaults(states: StateTable, name: string, command: CommandSpec, all: Commands): readonly string[] {
  const faults: string[] = [];
  const events = new Set(Object.keys(states).flatMap((state) => eventsFrom(states, state)));
  for (const event of command.causes) if (!events.has(event)) faults.push(`command ${name} causes ${event}, which no state knows`);
  if (command.causes.length === 0 && (command.states ?? []).length === 0) faults.push(`command ${name} causes nothing and is possible nowhere`);
  for (const state of command.states ?? []) if (!Object.hasOwn(states, state)) faults.push(`command ${name} is for ${state}, which is no state`);
  for (const other of command.notBy ?? []) if (other !== "open" && !Object.hasOwn(all, other)) faults.push(`command ${name} names ${other}, which is no command`);
  return faults;
}

/** Whether the state alone permits the command; who may give it and what the law says comes on top. */
export function isPossible(kind: Pick<Kind, "states" | "commands">, state: string, command: string): boolean {
  const spec = kind.commands[command];
  if (spec.states !== undefined && !spec.states.includes(state)) return false;
  return spec.causes.length === 0 ? spec.states !== undefined || !isEnd(kind.states, state) : spec.causes.some((event) => Object.hasOwn(kind.states[state], event));
}

/** The first thing wrong with an input, as a problem that says where, what and what was expected. */
function parse(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue.path.join(".");
  let value: unknown = input;
  for (const key of issue.path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  throw new ProblemError({
    code: "malformed-input",
    detail: `${field === "" ? "the input" : field}: ${issue.message}`,
    at: { field },
    ...(value === undefined ? {} : { value: typeof value === "string" && value.length > 12 ? `(${value.length} characters)` : shorten(value, 24) }),
    expected: issue.message,
  });
}

/** The kind, the command and the id it is for: how one slice is spoken to by `app`. */
export interface Request {
  readonly id: MatterId;
  readonly command: string;
  readonly input: unknown;
  /** The version the giver saw; a newer one refuses. */
  readonly version?: number;
}

/** What became of one request among many that do not depend on one another. */
export type Each = { readonly matter: Matter } | { readonly refused: Problem };

/** What was being decided when something was refused. */
export interface Asking {
  readonly matter: MatterId | null;
  readonly kind: MatterKindName;
  readonly command: string;
}

/** Whoever checks the others may look at matters of every kind; the rest at those they can do something with. */
export const CHECKERS: readonly ActingRole[] = ["reviewer", "auditor", "dpo", "dutyLead", "countyChief", "cityChief", "provinceChief"];

/** Roles that may read matters of a kind: partners and territories are narrowed by the scope besides. */
export function readersOf(kinds: ReadonlyMap<MatterKindName, Kind>, name: MatterKindName): readonly ActingRole[] {
  const kind = kinds.get(name);
  if (kind === undefined) throw new Error(`bug: ${name} is not in the table of kinds`);
  const handlers = [...kind.opening.who, ...Object.values(kind.commands).flatMap((command) => command.who)];
  return [...new Set([...CHECKERS, ...handlers])].filter((role) => role !== "system" && role !== "public");
}
