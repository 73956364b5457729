/**
 * Keys of the page. A key is not taken while somebody types, and never with a modifier, which belongs to the browser. What the
 * keys of a place do is said in the dialog of all keys, so that none is secret.
 */
import { useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from "react";

export type KeyTable = Readonly<Record<string, () => void>>;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function useKeys(table: KeyTable): void {
  // With the picture and not after it: what can be seen can be worked, on a busy machine too.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typing(event.target) && event.key !== "Escape") return;
      // A dialog has its own keys, a button its own Enter.
      if (document.querySelector("dialog[open], .ant-modal-wrap:not([style*='display: none'])") !== null) return;
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("a,button,summary,[role=tab]") !== null) return;
      if (!Object.hasOwn(table, event.key)) return;
      event.preventDefault();
      table[event.key]?.();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [table]);
}

/** One line of the dialog of all keys. */
export interface KeyWords {
  readonly keys: readonly string[];
  readonly words: string;
}

let shown: readonly (readonly KeyWords[])[] = [];
const watchers = new Set<() => void>();

function show(next: readonly (readonly KeyWords[])[]): void {
  shown = next;
  for (const watcher of watchers) watcher();
}

/** Puts a place's keys into the dialog of all keys as long as the place is there. */
export function useKeyWords(words: readonly KeyWords[]): void {
  const said = JSON.stringify(words);
  useEffect(() => {
    const added = JSON.parse(said) as readonly KeyWords[];
    show([...shown, added]);
    return () => show(shown.filter((one) => one !== added));
  }, [said]);
}

export function useAllKeyWords(): readonly KeyWords[] {
  const now = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => shown,
  );
  return useMemo(() => now.flat(), [now]);
}
