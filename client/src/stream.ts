/**
 * Server-sent events that come back by themselves. The browser reconnects after a broken connection; where it gives up (a
 * refusal by a busy or restarting server, a session that ended) this opens a new one. A page that nobody sees lets go of its
 * connection, because a browser has few for one server. What was missed is the reader's affair: `lost` and then `open` say so.
 */
import type { LiveState } from "./types.ts";

export interface StreamHandlers<T> {
  readonly onValue: (value: T) => void;
  readonly onState: (state: LiveState) => void;
}

/** Wait before asking again a server that refused: short enough for a person who watches, long enough to be no burden. */
const AGAIN_MS = 2_000;

/** A page hidden for less than this keeps its connection. */
const HIDDEN_MS = 30_000;

/** As much of the browser's page as is used; in Node, whose types know none, there is no page to hide. */
interface Page extends Pick<EventTarget, "addEventListener" | "removeEventListener"> {
  readonly visibilityState: string;
}

export function openStream<T>(url: string, { onValue, onState }: StreamHandlers<T>): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let lostSinceMs: number | null = null;
  const { document: page } = globalThis as { readonly document?: Page };

  const open = (): void => {
    source = new EventSource(url);
    source.onopen = () => {
      lostSinceMs = null;
      onState({ kind: "open", sinceMs: Date.now() });
    };
    source.onmessage = (message) => onValue(JSON.parse(message.data as string) as T);
    source.onerror = () => {
      lostSinceMs ??= Date.now();
      onState({ kind: "lost", sinceMs: lostSinceMs });
      if (source?.readyState !== EventSource.CLOSED || stopped) return;
      clearTimeout(timer);
      timer = setTimeout(open, AGAIN_MS);
    };
  };
  const pause = (): void => {
    clearTimeout(timer);
    source?.close();
    source = null;
    lostSinceMs ??= Date.now();
    onState({ kind: "lost", sinceMs: lostSinceMs });
  };
  const seenOrNot = (): void => {
    clearTimeout(hiding);
    if (page?.visibilityState === "hidden") hiding = setTimeout(pause, HIDDEN_MS);
    else if (source === null) open();
  };
  onState({ kind: "connecting" });
  open();
  page?.addEventListener("visibilitychange", seenOrNot);
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(hiding);
    page?.removeEventListener("visibilitychange", seenOrNot);
    source?.close();
  };
}
