/**
 * Takes a batch of signals into warnings, inside the caller's piece of work: an event counts once, a person has one open
 * warning, and the number of statements does not grow with the batch. Where people are and which unit is competent is
 * asked of whoever knows. It reads no log and sends nothing.
 */
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { MatterId } from "../domain/matter.ts";
import type { PersonalRef } from "../domain/personal.ts";
import { parsePersonal } from "../domain/personal.ts";
import type { Signal } from "../domain/signal.ts";
import type { Work } from "../matters/work.ts";
import type { Sql } from "../ports/store.ts";
import { gradeSignals, groupByPerson, planFor, type GradedSignal, type Heard, type Plan } from "./intake.ts";
import { falseAlarms, lastNumbers, lockPeople, openWarnings } from "./warning/facts.ts";
import { FoundSigns, type Place } from "./warning/found.ts";
import { warning } from "./warning/kind.ts";
import { isRoutingReason, type RoutingReason } from "./warning/warning.ts";

/** Somebody whose place is asked for. */
export interface Sought {
  readonly known: readonly PersonalRef[];
  /** The person's number in E.164, where one is known: its prefix may say a place. */
  readonly number: string | null;
  /** What the events themselves say. */
  readonly division: string | null;
}

export interface Located {
  /** Path of divisions, as deep as is known. */
  readonly territory: string;
  readonly reason: RoutingReason;
  /** Outside the town: a visit takes longer. */
  readonly rural?: boolean;
}

/** Where people are, in the order asked; null where nobody knows. */
export type Locator = (sql: Sql, sought: readonly Sought[]) => Promise<readonly (Located | null)[]>;

export interface Routing {
  readonly locate: Locator;
  /** The lowest competent police unit of each place; a place without one is not in the answer. */
  unitsFor(sql: Sql, territories: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface Taken {
  readonly opened: readonly MatterId[];
  /** Open warnings that new signs were added to. */
  readonly joined: readonly MatterId[];
  /** Warnings that went into another of the same person. */
  readonly merged: readonly MatterId[];
  readonly counts: {
    readonly signals: number;
    /** Nothing comes of them. */
    readonly quiet: number;
    /** Of events that were taken before. */
    readonly repeated: number;
    /** With identifiers that are none. */
    readonly refused: number;
    /** No police unit at all is there to take them. */
    readonly unrouted: number;
  };
}

/** False alarms older than this concern no present episode. */
const ALARMS_MS = 7 * 86_400_000;

export async function takeSignals(work: Work, signals: readonly Signal[], routing: Routing): Promise<Taken> {
  const profile = work.law;
  const graded = gradeSignals(signals, profile, work.nowMs);
  const named = graded.flatMap((one) => name(work, one));
  const tokens = named.flatMap((one) => one.known.map((ref) => ref.token));
  await lockPeople(work.sql, tokens);
  const fresh = await claim(work, named);
  const nothing = { opened: [], joined: [], merged: [] };
  const counts = { signals: signals.length, quiet: signals.length - graded.length, repeated: named.length - fresh.length, refused: graded.length - named.length, unrouted: 0 };
  if (fresh.length === 0) return { ...nothing, counts };

  const open = await openWarnings(work.sql, tokens);
  const groups = groupByPerson(fresh, open);
  const alarms = await falseAlarms(work.sql, tokens, work.nowMs - ALARMS_MS);
  const plans = groups.map((group) => ({ group, plan: planFor(group, alarms, profile, work.nowMs) }));

  const joined = await join(
    work,
    plans.map(({ plan }) => plan).filter((plan) => plan.kind === "join"),
  );
  const { opened, unrouted, places } = await openAll(work, plans, routing);
  await remember(work, plans, places);
  const merged = plans.flatMap(({ plan }) => (plan.kind === "join" ? plan.absorb : plan.kind === "open" && places.has(plan) ? plan.replaces : []));
  return { opened, joined, merged, counts: { ...counts, quiet: counts.quiet + plans.filter(({ plan }) => plan.kind === "quiet").length, unrouted } };
}

/** Tokens for the identifiers. One that is malformed refuses its signal and no other. */
function name(work: Work, { signal, level }: GradedSignal): readonly Heard[] {
  try {
    const victim = work.identify(signal.victim.type, signal.victim.text, "victim");
    const person = signal.person === null ? null : work.identify("person", signal.person, "person");
    const number = victim.type === "number" ? victim : signal.number === null ? null : work.identify("number", signal.number, "number");
    const { other, money } = signal;
    const known = [person, victim, number].filter((ref): ref is PersonalRef => ref !== null);
    return [
      {
        signal,
        level,
        victim,
        known: [...new Map(known.map((ref) => [ref.token, ref])).values()],
        number,
        other: other === null || other.type === "site" || other.type === "app" ? null : work.identify(other.type, other.text, "other"),
        money:
          money === null
            ? null
            : {
                event: signal.event,
                from: work.identify("account", money.from, "money.from"),
                to: work.identify("account", money.to, "money.to"),
                amountMinor: money.amountMinor,
                currency: money.currency,
                atMs: signal.occurredAtMs,
                live: money.live,
              },
      },
    ];
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== "malformed-input") throw error;
    work.note({ event: "signal-refused", detail: { event: signal.event, field: error.problem.at?.field ?? "", expected: error.problem.expected ?? "" } });
    return [];
  }
}

/** Keeps those whose event nobody has taken. The table's key is the promise; two that take one event at once wait here. */
async function claim(work: Work, heard: readonly Heard[]): Promise<readonly Heard[]> {
  if (heard.length === 0) return [];
  const rows = await work.query<{ readonly event: string }>(
    "insert into taken_signal (event, taken_at_ms) select event, $2 from unnest($1::text[]) as x(event) order by event on conflict (event) do nothing returning event",
    [heard.map((one) => one.signal.event), work.nowMs],
    "take-signals",
  );
  const mine = new Set(rows.map((row) => row.event));
  return heard.filter((one) => mine.has(one.signal.event));
}

async function join(work: Work, plans: readonly Extract<Plan, { kind: "join" }>[]): Promise<readonly MatterId[]> {
  const merges = plans.flatMap(({ target, absorb }) => absorb.map((id) => ({ id, command: "merge", input: { into: target } })));
  if (merges.length > 0) await work.act(warning, merges, "consequence");
  const additions = plans.map(({ target, found }) => ({ id: target, command: "evidence", input: { found: new FoundSigns(found, null) } }));
  if (additions.length > 0) await work.act(warning, additions, "consequence");
  return plans.map(({ target }) => target);
}

interface Planned {
  readonly group: { readonly heard: readonly Heard[] };
  readonly plan: Plan;
}

async function openAll(
  work: Work,
  plans: readonly Planned[],
  routing: Routing,
): Promise<{ readonly opened: readonly MatterId[]; readonly unrouted: number; readonly places: ReadonlyMap<Plan, MatterId> }> {
  const opening = plans.filter((one): one is Planned & { readonly plan: Extract<Plan, { kind: "open" }> } => one.plan.kind === "open");
  const placed = await place(work, opening, routing);
  const ready = opening.flatMap((one, i) => (placed[i] === null ? [] : [{ ...one, place: placed[i] }]));
  const places = new Map<Plan, MatterId>();
  if (ready.length === 0) return { opened: [], unrouted: opening.length, places };
  const numbers = await lastNumbers(
    work.sql,
    ready.filter(({ plan }) => plan.found.number === null).flatMap(({ plan }) => plan.found.known.filter((ref) => ref.type === "person").map((ref) => ref.token)),
    work.nowMs - NUMBER_KNOWN_MS,
  );
  const drafts = ready.map(({ plan, place: where }) => {
    const number = plan.found.number ?? plan.found.known.map((ref) => numbers.get(ref.token)).find((ref) => ref !== undefined) ?? null;
    const known = number === null || plan.found.known.some((ref) => ref.token === number.token) ? plan.found.known : [...plan.found.known, number];
    return { found: new FoundSigns({ ...plan.found, number, known }, where) };
  });
  const matters = await work.open(warning, drafts, "consequence");
  const ids = matters.map((matter) => matter.id);
  ready.forEach(({ plan }, i) => places.set(plan, ids[i]));
  const replaced = ready.flatMap(({ plan }, i) => plan.replaces.map((id) => ({ id, command: "merge", input: { into: ids[i] } })));
  if (replaced.length > 0) await work.act(warning, replaced, "consequence");
  await work.act(
    warning,
    ready.map(({ plan }, i) => ({ id: ids[i], command: "grade", input: { level: plan.found.level } })),
    "consequence",
  );
  await work.act(
    warning,
    ready.map(({ place: where }, i) => ({ id: ids[i], command: "dispatch", input: { unit: where.unit } })),
    "consequence",
  );
  // A level for which nobody signs is signed for by the program.
  const low = ready.flatMap(({ plan }, i) => (work.law.warning.levels[plan.found.level].sign === null ? [{ id: ids[i], command: "sign", input: {} }] : []));
  if (low.length > 0) await work.act(warning, low, "consequence");
  return { opened: ids, unrouted: opening.length - ready.length, places };
}

/** How long a number that a person was reached by is taken for theirs, as long as the stream remembers its own links. */
const NUMBER_KNOWN_MS = 180 * 86_400_000;

/** Territory and unit of each; the top unit with that reason where the place is unknown; null where there is no unit at all. */
async function place(work: Work, plans: readonly Planned[], routing: Routing): Promise<readonly (Place | null)[]> {
  if (plans.length === 0) return [];
  const located = await routing.locate(
    work.sql,
    plans.map(({ plan, group }) => ({
      known: plan.found.known,
      number: numberText(group.heard),
      division: group.heard.find((one) => one.signal.division !== null)?.signal.division ?? null,
    })),
  );
  const where = located.map((one): Located => (one === null || !isRoutingReason(one.reason) ? { territory: "", reason: "unknown" } : one));
  const units = await routing.unitsFor(work.sql, [...new Set(["", ...where.map((one) => one.territory)])]);
  return where.map((one) => {
    const unit = units.get(one.territory) ?? units.get("");
    return unit === undefined ? null : { territory: one.territory, unit, reason: one.reason, rural: one.rural ?? false };
  });
}

function numberText(heard: readonly Heard[]): string | null {
  const given = heard.map(({ signal }) => (signal.victim.type === "number" ? signal.victim.text : signal.number)).find((text) => text !== null);
  if (given === undefined) return null;
  const parsed = parsePersonal("number", given);
  return isMalformed(parsed) ? null : parsed.canonical;
}

/** Which warning an event went to, for whoever looks at the event. */
async function remember(work: Work, plans: readonly Planned[], places: ReadonlyMap<Plan, MatterId>): Promise<void> {
  const rows = plans.flatMap(({ plan, group }) => {
    const id = plan.kind === "join" ? plan.target : places.get(plan);
    return id === undefined ? [] : group.heard.map((one) => ({ event: one.signal.event, warning: id }));
  });
  if (rows.length === 0) return;
  await work.query(
    "update taken_signal set warning = x.warning from jsonb_to_recordset($1::jsonb) as x(event text, warning text) where taken_signal.event = x.event",
    [JSON.stringify(rows)],
    "took-signals",
  );
}
