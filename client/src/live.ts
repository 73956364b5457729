/**
 * The live feed over server-sent events: each item once, in order, across breaks. The browser reconnects after a broken
 * connection by itself; where it gives up (a refusal by a busy or restarting server) this opens a new one. Items that
 * the server no longer holds after a long break are not made up for: the event log has them.
 */
import type { LiveItem, LiveState } from "./types.ts";

export interface LiveHandlers {
  readonly onItem: (item: LiveItem) => void;
  readonly onState: (state: LiveState) => void;
}

/** Wait before asking again a server that refused: short enough for a person who watches, long enough to be no burden. */
const AGAIN_MS = 2_000;

export function openLive(url: string, { onItem, onState }: LiveHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let lostSinceMs: number | null = null;
  const isNew = newItems();

  const open = (): void => {
    source = new EventSource(url);
    source.onopen = () => {
      lostSinceMs = null;
      onState({ kind: "open", sinceMs: Date.now() });
    };
    source.onmessage = (message) => {
      const item = JSON.parse(message.data as string) as LiveItem;
      if (isNew(item)) onItem(item);
    };
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

/**
 * Tells repetitions from news. Numbers grow while a server runs; a lower number with a later time means that it was
 * started again and counts from one.
 */
export function newItems(): (item: Pick<LiveItem, "number" | "receivedAtMs">) => boolean {
  let number = 0;
  let receivedAtMs = 0;
  return (item) => {
    if (item.number <= number && item.receivedAtMs <= receivedAtMs) return false;
    number = item.number;
    receivedAtMs = Math.max(receivedAtMs, item.receivedAtMs);
    return true;
  };
}
