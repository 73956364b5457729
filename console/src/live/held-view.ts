/**
 * The feed as the list shows it: running, or held still so that a person can read. It is held by `p`, and by itself
 * while the mouse is over it or a verdict is open; nothing is lost meanwhile, and how much is newer is said.
 */
import { useCallback, useDeferredValue, useState, useSyncExternalStore } from "react";
import { useSession } from "../session.tsx";
import type { FeedView } from "./feed.ts";

/** What the person chose: nothing, to hold, or to let it run even while reading. */
type Choice = "auto" | "held" | "running";

export interface HeldView {
  readonly view: FeedView;
  readonly held: boolean;
  /** Held by the person, not only because they are reading. */
  readonly chosen: boolean;
  readonly newer: number;
  readonly toggle: () => void;
}

export function useHeldView(reading: boolean): HeldView {
  const { feed } = useSession();
  // Rows are drawn when there is time for it: a key that is pressed meanwhile goes first.
  const now = useDeferredValue(useSyncExternalStore(feed.watch, feed.view));
  const [choice, setChoice] = useState<Choice>("auto");
  const [frozen, setFrozen] = useState<FeedView | null>(null);
  // Nothing is held before there is anything to hold.
  const held = now.arrived > 0 && (choice === "held" || (choice === "auto" && reading));
  if (held && frozen === null) setFrozen(now);
  if (!held && frozen !== null) setFrozen(null);
  // Having read on while it ran, the person is back to the ordinary way.
  if (choice === "running" && !reading) setChoice("auto");
  const toggle = useCallback(() => setChoice(held ? (reading ? "running" : "auto") : "held"), [held, reading]);
  const view = held ? (frozen ?? now) : now;
  return { view, held, chosen: choice === "held", newer: now.arrived - view.arrived, toggle };
}
