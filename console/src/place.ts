/** Where in the console one is, kept in the address after `#`, so that a place or a verdict can be linked and gone back to. */
import { useSyncExternalStore } from "react";

export const PLACES = ["live", "rules", "lists", "data"] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Place {
  readonly name: PlaceName;
  /** Of the live place: the event that is open. */
  readonly eventId: string | null;
}

export function parsePlace(hash: string): Place {
  const [name = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  const known = PLACES.find((place) => place === name) ?? "live";
  if (known !== "live" || rest.length === 0) return { name: known, eventId: null };
  try {
    return { name: known, eventId: decodeURIComponent(rest.join("/")) || null };
  } catch {
    // A hand-made address that is no valid encoding.
    return { name: known, eventId: rest.join("/") };
  }
}

export function hashOf(name: PlaceName, eventId: string | null = null): string {
  return `#/${name}${eventId === null ? "" : `/${encodeURIComponent(eventId)}`}`;
}

export function goTo(name: PlaceName, eventId: string | null = null): void {
  location.hash = hashOf(name, eventId);
}

/** Like `goTo`, without a step that the back button would have to undo: for moving from verdict to verdict. */
export function replacePlace(name: PlaceName, eventId: string | null): void {
  history.replaceState(null, "", hashOf(name, eventId));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

const watch = (watcher: () => void): (() => void) => {
  addEventListener("hashchange", watcher);
  return () => removeEventListener("hashchange", watcher);
};

export function usePlace(): Place {
  return parsePlace(useSyncExternalStore(watch, () => location.hash));
}
