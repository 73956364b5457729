/**
 * Matters on a screen, kept true: asked for once, asked for again when something changed, and what was there stays in sight
 * meanwhile and when the server cannot be reached. However much changes, a list is asked for at most once in a while.
 */
import type { Change, ListQuery, MatterInFull, MatterKind, Page } from "@duanliu/client";
import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import { detailOf, useSession, type Loaded } from "../session.tsx";
import { Asking, type Pace } from "./asking.ts";

export type Kept<T> = Loaded<T> & {
  /** Why what is shown may be old; null when it is not. */
  readonly stale: string | null;
};

/** What somebody works on. */
const CLOSE: Pace = { patient: false };
/** What somebody looks down. */
const PATIENT: Pace = { patient: true };

/** Asks, keeps what was there while asking again, and asks again whenever a change `concerns` it. `pace` is the same with every drawing. */
export function useKept<T>(ask: (signal: AbortSignal) => Promise<T>, concerns: (change: Change) => boolean, pace: Pace = CLOSE): readonly [Kept<T>, () => void] {
  const { changes } = useSession();
  const [state, setState] = useState<Kept<T>>({ kind: "loading", stale: null });
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    const controller = new AbortController();
    const asking = new Asking(async () => {
      try {
        const value = await ask(controller.signal);
        const here = (): void => setState({ kind: "here", value, stale: null });
        // What is typed meanwhile goes first: a list may be drawn piece by piece.
        return pace.patient ? () => startTransition(here) : here;
      } catch (error) {
        const detail = detailOf(error);
        return () => setState((old) => (old.kind === "here" ? { ...old, stale: detail } : { kind: "failed", detail, stale: null }));
      }
    }, pace);
    again.current = () => asking.now();
    setState({ kind: "loading", stale: null });
    asking.now();
    const stop = changes.listen((change) => {
      if (change === null || concerns(change)) asking.want();
    });
    return () => {
      stop();
      asking.stop();
      controller.abort();
    };
  }, [ask, concerns, changes, pace]);
  return [state, useCallback(() => again.current(), [])];
}

/** A page of a list; `query` may be made anew with every drawing. */
export function useMatters<Body = unknown>(kind: MatterKind, query: ListQuery): readonly [Kept<Page<Body>>, () => void] {
  const { desk } = useSession();
  const said = JSON.stringify(query);
  const ask = useCallback((signal: AbortSignal) => desk.list<Body>(kind, JSON.parse(said) as ListQuery, signal), [desk, kind, said]);
  const concerns = useCallback((change: Change) => change.kind === kind, [kind]);
  return useKept(ask, concerns, PATIENT);
}

/** One matter with its history and clocks. */
export function useMatter<Body = unknown>(kind: MatterKind, id: string): readonly [Kept<MatterInFull<Body>>, () => void] {
  const { desk } = useSession();
  const ask = useCallback((signal: AbortSignal) => desk.show<Body>(kind, id, signal), [desk, kind, id]);
  const concerns = useCallback((change: Change) => change.id === id, [id]);
  return useKept(ask, concerns);
}
