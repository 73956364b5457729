/**
 * Matters on a screen, kept true: asked for once, asked for again when something changed, and what was there stays in sight
 * meanwhile and when the server cannot be reached. However much changes, a list is asked for at most once in a while.
 */
import type { Change, ListQuery, MatterInFull, MatterKind, Page } from "@duanliu/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { detailOf, useSession, type Loaded } from "../session.tsx";

/** Between two times that a list is asked for again: a watched queue stays calm, and so does the server. */
const AGAIN_MS = 1_000;

export type Kept<T> = Loaded<T> & {
  /** Why what is shown may be old; null when it is not. */
  readonly stale: string | null;
};

/** Asks, keeps what was there while asking again, and asks again whenever a change `concerns` it. */
export function useKept<T>(ask: (signal: AbortSignal) => Promise<T>, concerns: (change: Change) => boolean): readonly [Kept<T>, () => void] {
  const { changes } = useSession();
  const [state, setState] = useState<Kept<T>>({ kind: "loading", stale: null });
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    const controller = new AbortController();
    let busy = false;
    let wanted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async (): Promise<void> => {
      busy = true;
      wanted = false;
      try {
        const value = await ask(controller.signal);
        if (!controller.signal.aborted) setState({ kind: "here", value, stale: null });
      } catch (error) {
        if (controller.signal.aborted) return;
        const detail = detailOf(error);
        setState((old) => (old.kind === "here" ? { ...old, stale: detail } : { kind: "failed", detail, stale: null }));
      }
      timer = setTimeout(() => {
        busy = false;
        if (wanted) void load();
      }, AGAIN_MS);
    };
    const want = (): void => {
      wanted = true;
      if (!busy) void load();
    };
    again.current = () => {
      clearTimeout(timer);
      void load();
    };
    setState({ kind: "loading", stale: null });
    void load();
    const stop = changes.listen((change) => {
      if (change === null || concerns(change)) want();
    });
    return () => {
      stop();
      clearTimeout(timer);
      controller.abort();
    };
  }, [ask, concerns, changes]);
  return [state, useCallback(() => again.current(), [])];
}

/** A page of a list; `query` may be made anew with every drawing. */
export function useMatters<Body = unknown>(kind: MatterKind, query: ListQuery): readonly [Kept<Page<Body>>, () => void] {
  const { desk } = useSession();
  const said = JSON.stringify(query);
  const ask = useCallback((signal: AbortSignal) => desk.list<Body>(kind, JSON.parse(said) as ListQuery, signal), [desk, kind, said]);
  const concerns = useCallback((change: Change) => change.kind === kind, [kind]);
  return useKept(ask, concerns);
}

/** One matter with its history and clocks. */
export function useMatter<Body = unknown>(kind: MatterKind, id: string): readonly [Kept<MatterInFull<Body>>, () => void] {
  const { desk } = useSession();
  const ask = useCallback((signal: AbortSignal) => desk.show<Body>(kind, id, signal), [desk, kind, id]);
  const concerns = useCallback((change: Change) => change.id === id, [id]);
  return useKept(ask, concerns);
}
