/**
 * A state machine is a table: from which state which event leads where. The same table is the validator, the diagram,
 * the list of buttons and the subject of the tests. It holds no behaviour: who may cause an event is beside it.
 */

export type StateTable<S extends string = string, E extends string = string> = Readonly<Record<S, Readonly<Partial<Record<E, NoInfer<S>>>>>>;

/** Where `event` leads from `state`, or null when it is not possible there. */
export function nextState<S extends string>(table: StateTable<S>, state: S, event: string): S | null {
  const row = table[state] as Readonly<Record<string, S | undefined>>;
  return Object.hasOwn(row, event) ? (row[event] ?? null) : null;
}

export function eventsFrom(table: StateTable, state: string): readonly string[] {
  return Object.keys(table[state] ?? {});
}

/** A state from which nothing leads on. */
export function isEnd(table: StateTable, state: string): boolean {
  return eventsFrom(table, state).length === 0;
}

export interface MachineClaims {
  readonly initial: string;
  /** States in which something is still taken away from a person. */
  readonly restricting: readonly string[];
  /** Events that the clock alone causes. */
  readonly automatic: readonly string[];
}

/** What is wrong with a table: unreachable states, targets that do not exist, restrictions that no clock ends. */
export function faultsOf(table: StateTable, claims: MachineClaims): readonly string[] {
  const faults: string[] = [];
  const states = Object.keys(table);
  for (const state of states) {
    for (const [event, target] of Object.entries(table[state])) if (target === undefined || !Object.hasOwn(table, target)) faults.push(`${state} --${event}--> ${String(target)}: no such state`);
  }
  for (const named of [claims.initial, ...claims.restricting]) if (!Object.hasOwn(table, named)) faults.push(`${named}: no such state`);
  if (faults.length > 0) return faults;
  const reached = reachable(table, claims.initial, () => true);
  for (const state of states) if (!reached.has(state)) faults.push(`${state} is never reached`);
  if (!states.some((state) => isEnd(table, state))) faults.push("there is no end state");
  for (const state of claims.restricting) {
    // A restriction has to end without anybody: along events of the clock alone, into a state that restricts nothing.
    const byClock = reachable(table, state, (event) => claims.automatic.includes(event));
    if (![...byClock].some((target) => !claims.restricting.includes(target))) faults.push(`${state} restricts somebody and no clock ends it`);
  }
  return faults;
}

function reachable(table: StateTable, from: string, follows: (event: string) => boolean): ReadonlySet<string> {
  const seen = new Set([from]);
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const [event, target] of Object.entries(table[state])) {
      if (target === undefined || !follows(event) || seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

/** The table as a Mermaid diagram, for the reference. */
export function diagramOf(table: StateTable, initial: string): string {
  const lines = ["stateDiagram-v2", `  [*] --> ${name(initial)}`];
  for (const [state, row] of Object.entries(table)) {
    for (const [event, target] of Object.entries(row)) lines.push(`  ${name(state)} --> ${name(target ?? "")}: ${event}`);
    if (isEnd(table, state)) lines.push(`  ${name(state)} --> [*]`);
  }
  return lines.join("\n");
}

const name = (state: string): string => state.replaceAll("-", "_");
