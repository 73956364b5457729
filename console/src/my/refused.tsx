/** What could not be done, as one plain sentence: a code that is none, too many tries with the wait, no connection, and the rest. */
import { DuanliuProblem } from "@duanliu/client";
import { useState, type ReactNode } from "react";
import { nowMs, useNow } from "../now.ts";
import { useSay } from "./say.ts";

export type Refused =
  | { readonly kind: "noCode" | "unreachable" | "notNow" | "contactWrong" }
  | { readonly kind: "wait"; readonly waitMs: number }
  | { readonly kind: "other"; readonly title: string };

const MINUTE_MS = 60_000;

export function refusedIn(error: unknown): Refused {
  if (!(error instanceof DuanliuProblem)) return { kind: "unreachable" };
  const { code, title, at } = error.problem;
  if (code === "not-found") return { kind: "noCode" };
  if (code === "too-many-attempts") return { kind: "wait", waitMs: error.retryAfterMs ?? MINUTE_MS };
  if (code === "not-now") return { kind: "notNow" };
  if (at?.field?.includes("contact") === true) return { kind: "contactWrong" };
  return { kind: "other", title };
}

export function RefusedLine({ refused }: { readonly refused: Refused | null }): ReactNode {
  const { w, fill } = useSay();
  if (refused === null) return null;
  if (refused.kind === "wait") return <Wait key={refused.waitMs} waitMs={refused.waitMs} />;
  return <p className="refused">{refused.kind === "other" ? fill(w.refused, { title: refused.title }) : w[refused.kind]}</p>;
}

/** Said once and once more when it is over: a screen reader is not told every second. */
function Wait({ waitMs }: { readonly waitMs: number }): ReactNode {
  const { w, fill, left } = useSay();
  const now = useNow();
  const [freeAtMs] = useState(() => nowMs() + waitMs);
  return <p className="refused">{now >= freeAtMs ? w.waitOver : fill(w.wait, { left: left(waitMs) })}</p>;
}
