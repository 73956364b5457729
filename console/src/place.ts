/**
 * Where in the console one is, kept in the address after `#`: a place's name and, below it, whatever that place opens
 * (`#/warnings/wrn_…`), so that both can be linked and gone back to. Which places there are is places.tsx's to say.
 */
import { useMemo, useSyncExternalStore } from "react";

export const PLACE_NAMES = ["warnings", "stop", "money", "cases", "campaigns", "appeals", "partner", "situation", "live", "rules", "lists", "data", "administration"] as const;
export type PlaceName = (typeof PLACE_NAMES)[number];

export interface Place {
  /** Null when the address names none: the first place of whoever looks. */
  readonly name: PlaceName | null;
  /** What is open in it, decoded; nothing when the place itself is. */
  readonly path: readonly string[];
}

export function parsePlace(hash: string): Place {
  const [name = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  const known = PLACE_NAMES.find((place) => place === name) ?? null;
  return { name: known, path: known === null ? [] : rest.filter((part) => part !== "").map(decoded) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hand-made address that is no valid encoding.
    return part;
  }
}

export function hashOf(name: PlaceName, ...path: readonly string[]): string {
  return `#/${[name, ...path.map(encodeURIComponent)].join("/")}`;
}

export function goTo(name: PlaceName, ...path: readonly string[]): void {
  location.hash = hashOf(name, ...path);
}

/** Like `goTo`, without a step that the back button would have to undo: for moving from one to the next. */
export function replacePlace(name: PlaceName, ...path: readonly string[]): void {
  history.replaceState(null, "", hashOf(name, ...path));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

const watch = (watcher: () => void): (() => void) => {
  addEventListener("hashchange", watcher);
  return () => removeEventListener("hashchange", watcher);
};

export function usePlace(): Place {
  const hash = useSyncExternalStore(watch, () => location.hash);
  return useMemo(() => parsePlace(hash), [hash]);
}
