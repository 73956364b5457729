/**
 * What happened to a matter, newest first: when, what, by whom, on what basis; what people were told; and its clocks. Times
 * are those at which things happened; when they were recorded later, that is said.
 */
import { ROLE_WORDS, type DeadlineView, type HistoryLine, type KindDescription, type MatterInFull, type NoticeView, type Organisation } from "@duanliu/client";
import type { ReactNode } from "react";
import { useNow } from "../now.ts";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Clock } from "./clock.tsx";
import { nameOf, useOrganisations, wordOf } from "./names.ts";
import { words } from "./words.ts";

/** Later than this after it happened, something was written down afterwards. */
const AFTERWARDS_MS = 60_000;

interface Props {
  readonly matter: Pick<MatterInFull, "history" | "notices">;
  readonly kind: KindDescription | null;
  /** What a line says besides: the place knows what its details mean. */
  readonly tell?: (line: HistoryLine) => ReactNode;
}

export function History({ matter, kind, tell }: Props): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const lines = matter.history.toReversed();
  return (
    <section className="history" aria-labelledby="history-title">
      <h2 id="history-title">{t("history.title")}</h2>
      {lines.length === 0 && <p className="quiet">{t("history.none")}</p>}
      <ol>
        {lines.map((line) => (
          <Line key={line.seq} line={line} kind={kind} organisations={organisations} told={tell?.(line)} />
        ))}
      </ol>
      {matter.notices.length > 0 && (
        <>
          <h2>{t("notices.title")}</h2>
          <ol>
            {matter.notices.toReversed().map((notice) => (
              <Notice key={notice.id} notice={notice} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function When({ ms }: { readonly ms: number }): ReactNode {
  const language = languageNow();
  const now = useNow();
  return (
    <time dateTime={new Date(ms).toISOString()} title={instantText(ms, language)}>
      {sinceText(ms, now, language)}
    </time>
  );
}

interface LineProps {
  readonly line: HistoryLine;
  readonly kind: KindDescription | null;
  readonly organisations: readonly Organisation[];
  readonly told: ReactNode;
}

function Line({ line, kind, organisations, told }: LineProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const moved = line.stateAfter !== null && line.stateAfter !== line.stateBefore;
  const what = wordOf(kind?.commands, line.event);
  return (
    <li className={moved ? "moved" : undefined}>
      <When ms={line.occurredAtMs} />
      <div>
        <p>
          <b>{line.event === "open" ? wordOf(kind === null ? undefined : { open: kind.opening.words }, "open") : what}</b>
          {moved && line.stateAfter !== null && <span className="to-state"> → {wordOf(kind?.states, line.stateAfter)}</span>}
        </p>
        {told !== undefined && told !== null && <p>{told}</p>}
        <p className="quiet">
          {who(line, organisations, t("history.program"), t("history.public"), t("history.partner"))}
          {line.recordedAtMs - line.occurredAtMs > AFTERWARDS_MS && <> · {t("history.recordedAt", { at: instantText(line.recordedAtMs, language) })}</>}
          {line.basis !== null && <> · {line.basis}</>}
        </p>
      </div>
    </li>
  );
}

function who(line: HistoryLine, organisations: readonly Organisation[], program: string, person: string, partner: string): string {
  if (line.actor.startsWith("system:") || line.role === "system") return program;
  if (line.role === "public") return person;
  const role = Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as keyof typeof ROLE_WORDS][languageNow()] : partner;
  return line.unit === null ? role : `${nameOf(organisations, line.unit)} · ${role}`;
}

function Notice({ notice }: { readonly notice: NoticeView }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return (
    <li>
      <When ms={notice.createdAtMs} />
      <div>
        <p className="notice-text">{notice.text[language]}</p>
        <p className="quiet">{notice.deliveredAtMs === null ? t("notices.waiting") : t("notices.delivered", { at: instantText(notice.deliveredAtMs, language) })}</p>
      </div>
    </li>
  );
}

/** The clock that runs out first of those that run; null when none does. */
export function nextClock(deadlines: readonly DeadlineView[]): DeadlineView | null {
  return deadlines.filter((one) => one.state === "armed").toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0] ?? null;
}

/** The clock that a matter is worked against. */
export function MatterClock({ matter }: { readonly matter: Pick<MatterInFull, "deadlines"> }): ReactNode {
  const next = nextClock(matter.deadlines);
  return <Clock dueAtMs={next?.dueAtMs ?? null} startedAtMs={next?.startedAtMs} unknownYear={next?.unknownYear ?? null} />;
}
