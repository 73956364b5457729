/**
 * What auditors know of the program's measures: which states limit somebody, which commands the clock gives to end them,
 * and by which message the institution hears of it. Read from the tables that define the kinds, never from what was played.
 */
import { KINDS } from "../../app/kinds.ts";
import { isEnd } from "../../base/state-table.ts";
import type { MatterKindName } from "../../domain/matter.ts";

/** Kinds that take something from somebody. */
export const LIMITING: readonly MatterKindName[] = [...KINDS.values()].filter((kind) => kind.restricting.length > 0).map((kind) => kind.name);

export function limits(kind: string, state: string): boolean {
  return KINDS.get(kind as MatterKindName)?.restricting.includes(state) ?? false;
}

export function isOver(kind: string, state: string): boolean {
  const found = KINDS.get(kind as MatterKindName);
  return found !== undefined && isEnd(found.states, state);
}

/** Commands by which the clock alone ends or steps down what a kind limits. */
export function clockCommands(kind: string): ReadonlySet<string> {
  const found = KINDS.get(kind as MatterKindName);
  if (found === undefined) return new Set();
  return new Set(Object.entries(found.commands).flatMap(([name, command]) => (command.causes.some((event) => found.automatic.includes(event)) ? [name] : [])));
}

/** How an institution hears that it has to hold, and that it has to hold no longer. */
export const TOLD: Readonly<Partial<Record<MatterKindName, { readonly begins: readonly string[]; readonly ends: readonly string[] }>>> = {
  "stop-payment": { begins: ["stop-payment.request"], ends: ["stop-payment.release", "stop-payment.replaced"] },
  freeze: { begins: ["freeze.request"], ends: ["freeze.end"] },
  "protective-stop": { begins: ["protective-stop.request"], ends: ["protective-stop.release"] },
  hold: { begins: ["hold.request"], ends: ["hold.release", "hold.refuse", "hold.cancel"] },
  "line-break": { begins: ["line-suspension.request"], ends: ["line-suspension.restore"] },
  "number-action": { begins: ["number-action.restrict-outgoing", "number-action.restrict-incoming", "number-action.suspend"], ends: ["number-action.restore"] },
  "list-entry": { begins: ["list-entry.share"], ends: ["list-entry.withdraw"] },
};

/** A clock that was due may fire this much later: the loop that looks at it. */
export const SWEEP_MS = 60_000;
