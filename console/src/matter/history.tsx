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
import { NOTE_WORDS } from "./note-words.ts";
import { words } from "./words.ts";

/** Later than this after it happened, something was written down afterwards. */
const AFTERWARDS_MS = 60_000;

/** Something else that belongs in the order of events: what was seen, what a partner said. */
export interface Entry {
  readonly key: string;
  readonly atMs: number;
  /** What sort of thing it is, in a word. */
  readonly mark: string;
  readonly what: ReactNode;
}

interface Props {
  readonly title?: string;
  readonly matter: Pick<MatterInFull, "history" | "notices">;
  readonly kind: KindDescription | null;
  /** What a line says besides: the place knows what its details mean. */
  readonly tell?: (line: HistoryLine) => ReactNode;
  readonly also?: readonly Entry[];
}

export function History({ title, matter, kind, tell, also = [] }: Props): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const now = useNow();
  const language = languageNow();
  const rows = [
    ...matter.history.map((line) => ({
      key: `l${line.seq}`,
      atMs: line.occurredAtMs,
      order: line.seq,
      moved: hasMoved(line),
      what: <Line line={line} kind={kind} organisations={organisations} told={tell?.(line)} />,
    })),
    ...matter.notices.map((notice) => ({ key: notice.id, atMs: notice.createdAtMs, order: 0, moved: false, what: <Notice notice={notice} /> })),
    ...also.map((one) => ({ key: one.key, atMs: one.atMs, order: -1, moved: false, what: <Other entry={one} /> })),
  ].toSorted((a, b) => b.atMs - a.atMs || b.order - a.order);
  return (
    <section className="history" aria-label={title ?? t("history.title")}>
      <h2>{title ?? t("history.title")}</h2>
      {rows.length === 0 && <p className="quiet">{t("history.none")}</p>}
      <ol>
        {rows.map((row) => (
          <li key={row.key} className={row.moved ? "moved" : undefined}>
            <time dateTime={new Date(row.atMs).toISOString()} title={instantText(row.atMs, language)}>
              {sinceText(row.atMs, now, language)}
            </time>
            <div>{row.what}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function hasMoved(line: HistoryLine): boolean {
  return line.stateAfter !== null && line.stateAfter !== line.stateBefore;
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
  return (
    <>
      <p>
        <b>{nameOfEvent(line, kind, t("history.opened"))}</b>
        {hasMoved(line) && line.stateAfter !== null && <span className="to-state"> → {wordOf(kind?.states, line.stateAfter)}</span>}
      </p>
      {told !== undefined && told !== null && <p>{told}</p>}
      <p className="quiet">
        {who(line, organisations, t("history.program"), t("history.public"), t("history.partner"))}
        {line.recordedAtMs - line.occurredAtMs > AFTERWARDS_MS && <> · {t("history.recordedAt", { at: instantText(line.recordedAtMs, language) })}</>}
        {line.basis !== null && <> · {line.basis}</>}
      </p>
    </>
  );
}

/** A line is called by the command that was given; what it led to stands behind the arrow. */
function nameOfEvent(line: HistoryLine, kind: KindDescription | null, opened: string): string {
  if (kind === null) return line.event;
  // What the program found itself nobody opened by hand.
  if (line.event === "open") return line.actor.startsWith("system:") ? opened : kind.opening.words[languageNow()];
  const command = line.detail["command"];
  const name = typeof command === "string" ? command : line.event;
  // An event that is called otherwise than the command that brought it.
  const said = Object.hasOwn(kind.commands, name) ? wordOf(kind.commands, name) : wordOf(NOTE_WORDS, name);
  // What only left a note: a command that was refused was not given.
  if (hasMoved(line) || !Object.hasOwn(NOTE_WORDS, line.event) || Object.hasOwn(kind.commands, line.event)) return said;
  const note = wordOf(NOTE_WORDS, line.event);
  return typeof command === "string" ? `${note}: ${said}` : note;
}

function who(line: HistoryLine, organisations: readonly Organisation[], program: string, person: string, partner: string): string {
  if (line.actor.startsWith("system:") || line.role === "system") return program;
  if (line.role === "public") return person;
  const role = Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as keyof typeof ROLE_WORDS][languageNow()] : partner;
  return line.unit === null ? role : `${nameOf(organisations, line.unit)} · ${role}`;
}

function Notice({ notice }: { readonly notice: NoticeView }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const language = languageNow();
  return (
    <>
      <p>
        <span className="mark">{t("notices.told")}</span>{" "}
        {notice.deliveredAtMs === null ? t("notices.waiting") : t("notices.delivered", { at: sinceText(notice.deliveredAtMs, now, language) })}
      </p>
      <p className="notice-text quiet">{withoutCode(notice.text[language])}</p>
    </>
  );
}

/** The code stands in what the person got and nowhere else. */
function withoutCode(text: string): string {
  return text.replaceAll("{code}", "····-····");
}

function Other({ entry }: { readonly entry: Entry }): ReactNode {
  return (
    <p>
      <span className="mark">{entry.mark}</span> {entry.what}
    </p>
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
