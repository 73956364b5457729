/**
 * What is left of a time limit, as a chip that empties: figures first, colour only in the last tenth, the exact instant with
 * its zone on hover. It ticks with everything else on the page.
 */
import type { ReactNode } from "react";
import { useNow } from "../now.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `04:59`, `3:12:00`, `6 d 4 h`: as exact as somebody can still use. */
export function leftText(ms: number, day: string, hour: string): string {
  const left = Math.max(0, ms);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  if (left >= 2 * DAY_MS) return `${Math.floor(left / DAY_MS)} ${day} ${Math.floor((left % DAY_MS) / HOUR_MS)} ${hour}`;
  if (left >= HOUR_MS) return `${Math.floor(left / HOUR_MS)}:${two((left % HOUR_MS) / MINUTE_MS)}:${two((left % MINUTE_MS) / SECOND_MS)}`;
  return `${two(left / MINUTE_MS)}:${two((left % MINUTE_MS) / SECOND_MS)}`;
}

interface Props {
  /** Null: there is no limit. */
  readonly dueAtMs: number | null;
  /** When the limit began to run; without it the chip does not say how much of it is left. */
  readonly startedAtMs?: number | undefined;
  /** Where the date rests on holidays that are not known yet. */
  readonly unknownYear?: number | null;
  /** Figures alone, where a heading says what they are. */
  readonly bare?: boolean;
}

export function Clock({ dueAtMs, startedAtMs, unknownYear = null, bare = false }: Props): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const language = languageNow();
  if (dueAtMs === null) return <span className="clock none">{t("noLimit")}</span>;
  const leftMs = dueAtMs - now;
  const whole = startedAtMs === undefined ? null : Math.max(1, dueAtMs - startedAtMs);
  const share = whole === null ? null : Math.min(1, Math.max(0, leftMs / whole));
  const ending = leftMs <= 0 || (share === null ? leftMs < MINUTE_MS : share < 0.1);
  const figures = leftText(Math.abs(leftMs), language === "zh" ? "天" : "d", language === "zh" ? "小时" : "h");
  const said = leftMs < 0 ? t("over", { time: figures }) : bare ? figures : t("left", { time: figures });
  const uncertain = unknownYear === null ? "" : ` (${t("holidaysUnknown", { year: unknownYear })})`;
  return (
    <time
      className={`clock ${leftMs <= 0 ? "over" : ending ? "ending" : "running"}`}
      dateTime={new Date(dueAtMs).toISOString()}
      title={`${t("dueAt", { at: instantText(dueAtMs, language) })}${uncertain}`}
    >
      {share !== null && (
        <svg className="clock-fill" width="28" height="8" viewBox="0 0 28 8" aria-hidden="true">
          <rect x="0.5" y="0.5" width="27" height="7" />
          <rect className="rest" x="1" y="1" width={26 * share} height="6" />
        </svg>
      )}
      {/* Not read out each second: a reader asks when they want to know. */}
      <span aria-live="off">{said}</span>
      {unknownYear !== null && <span aria-hidden="true">?</span>}
    </time>
  );
}
