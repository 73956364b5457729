/**
 * Server-sent events that come back by themselves. The browser reconnects after a broken connection; where it gives up (a
 * refusal by a busy or restarting server, a session that ended) this opens a new one. What was missed is the reader's affair.
 */
import type { LiveState } from "./types.ts";

export interface StreamHandlers<T> {
  readonly onValue: (value: T) => void;
  readonly onState: (state: LiveState) => void;
}

/** Wait before asking again a server that refused: short enough for a person who watches, long enough to be no burden. */
const AGAIN_MS = 2_000;

export function openStream<T>(url: string, { onValue, onState }: StreamHandlers<T>): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let lostSinceMs: number | null = null;

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
  onState({ kind: "connecting" });
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
}
