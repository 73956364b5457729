/**
 * The time on the page: the server's, as far as it is known, so that a wrong clock on a desk shortens nobody's time; and one
 * tick a second for everything that counts down, so that all of it changes at once.
 */
import { useSyncExternalStore } from "react";

let aheadMs = 0;

/** What the server said its time is, just now. Less than this is the way of the answer, not a wrong clock. */
const NOISE_MS = 2_000;

export function setServerTime(serverNowMs: number): void {
  const ahead = serverNowMs - Date.now();
  aheadMs = Math.abs(ahead) < NOISE_MS ? 0 : ahead;
}

export function nowMs(): number {
  return Date.now() + aheadMs;
}

const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;

const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  tick = nowMs();
  timer ??= setInterval(() => {
    tick = nowMs();
    for (const one of watchers) one();
  }, 1_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** The present, anew every second. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => (timer === undefined ? (tick ||= nowMs()) : tick));
}
