/**
 * The live feed over server-sent events: each item once, in order, across breaks. Items that the server no longer holds
 * after a long break are not made up for: the event log has them.
 */
import { openStream } from "./stream.ts";
import type { LiveItem, LiveState } from "./types.ts";

export interface LiveHandlers {
  readonly onItem: (item: LiveItem) => void;
  readonly onState: (state: LiveState) => void;
}

export function openLive(url: string, { onItem, onState }: LiveHandlers): () => void {
  const isNew = newItems();
  return openStream<LiveItem>(url, {
    onValue: (item) => {
      if (isNew(item)) onItem(item);
    },
    onState,
  });
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
