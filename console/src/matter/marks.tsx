/** Urgency and state of a matter: always colour, word and shape together. */
import type { Matter } from "@duanliu/client";
import type { ReactNode } from "react";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const LEVELS = ["low", "medium", "high", "urgent"] as const;
export type LevelName = (typeof LEVELS)[number];

export function levelName(level: number): LevelName {
  return LEVELS[Math.min(3, Math.max(0, level))] ?? "low";
}

/** A full disc, three quarters, a half, a ring: told apart without colour. */
function Shape({ level }: { readonly level: LevelName }): ReactNode {
  return (
    <svg className="level-shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="5" fill="none" strokeWidth="1.6" stroke="currentColor" />
      {level === "urgent" && <circle cx="6" cy="6" r="5" fill="currentColor" />}
      {level === "high" && <path d="M6 1A5 5 0 1 1 1 6H6Z" fill="currentColor" />}
      {level === "medium" && <path d="M6 1A5 5 0 0 1 6 11Z" fill="currentColor" />}
    </svg>
  );
}

export function LevelMark({ level, wordless = false }: { readonly level: number; readonly wordless?: boolean }): ReactNode {
  const t = words.useWords();
  const name = levelName(level);
  const word = t(`level.${name}`);
  return (
    <span className={`level ${name}`} title={wordless ? word : undefined}>
      <Shape level={name} />
      {wordless ? <span className="unseen">{word}</span> : word}
    </span>
  );
}

/** Where a matter stands, in words; a matter that is over looks it. */
export function StateTag({ matter }: { readonly matter: Pick<Matter, "stateWords" | "closedAtMs"> }): ReactNode {
  return <span className={`state-tag ${matter.closedAtMs === null ? "open" : "ended"}`}>{matter.stateWords[languageNow()]}</span>;
}
