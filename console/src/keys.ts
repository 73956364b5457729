/** Keys of the page. A key is not taken while somebody types, and never with a modifier, which belongs to the browser. */
import { useEffect } from "react";

export type KeyTable = Readonly<Partial<Record<"j" | "k" | "p" | "/" | "?" | "Enter" | "Escape", () => void>>>;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function useKeys(table: KeyTable): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typing(event.target) && event.key !== "Escape") return;
      // A dialog has its own keys, a button its own Enter.
      if (document.querySelector("dialog[open]") !== null) return;
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("a,button,summary,[role=tab]") !== null) return;
      const act = Object.hasOwn(table, event.key) ? table[event.key as keyof KeyTable] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [table]);
}
