/** How long something takes or has taken, in figures that change each second only where seconds still matter. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { leftText } from "../matter/clock.tsx";
import { useNow } from "../now.ts";
import { durationText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";

export function figures(ms: number): string {
  const language = languageNow();
  return leftText(ms, language === "zh" ? "天" : "d", language === "zh" ? "小时" : "h");
}

export function useDuration(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => durationText(ms, t);
}

/** Counts up since an instant. */
export function Since({ atMs, say }: { readonly atMs: number; readonly say: (time: string) => string }): ReactNode {
  const now = useNow();
  return <span aria-live="off">{say(figures(now - atMs))}</span>;
}
