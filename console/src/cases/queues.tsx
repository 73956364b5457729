/** The two queues of this place: open cases part by part, and series, with those first that wait for a person. */
import type { Matter } from "@duanliu/client";
import { useCallback, useMemo, type ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { Queue } from "../matter/queue.tsx";
import { useMatters } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { goTo, hashOf } from "../place.ts";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { byPart, casePart, seriesByPart, seriesPart, strengthWord, type CaseBody, type SeriesBody } from "./case.ts";
import { words } from "./words.ts";

/** One page of the server. */
const ROWS = 200;

export function CaseQueue({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const [page, again] = useMatters<CaseBody>("case", { open: true, order: "due", limit: ROWS });
  const rows = useMemo(() => (page.kind === "here" ? byPart(page.value.items) : []), [page]);
  const open = useCallback((matter: Matter<CaseBody>) => goTo("cases", matter.id), []);
  return (
    <Queue<CaseBody>
      label={t("queue")}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(matter) => hashOf("cases", matter.id)}
      onOpen={open}
      heading={(matter) => headingOf(rows, matter, casePart, (part) => t(`group.${part}`))}
      row={(matter) => <CaseRow matter={matter} />}
      empty={t("noCases")}
      onAgain={again}
    />
  );
}

function CaseRow({ matter }: { readonly matter: Matter<CaseBody> }): ReactNode {
  const t = words.useWords();
  return (
    <span className="orders-queue-row">
      <span>
        <LevelMark level={matter.level} wordless /> {matter.body.summary}
      </span>
      {matter.dueAtMs === null ? <span /> : <Clock dueAtMs={matter.dueAtMs} bare />}
      <span className="quiet">{matter.serial}</span>
      <span className="quiet">{t("reports", { count: matter.body.reports.length })}</span>
      <span className="standings">
        <StateTag matter={matter} />
      </span>
    </span>
  );
}

export function SeriesQueue({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const [page, again] = useMatters<SeriesBody>("series", { open: true, limit: ROWS });
  const rows = useMemo(() => (page.kind === "here" ? seriesByPart(page.value.items) : []), [page]);
  const open = useCallback((matter: Matter<SeriesBody>) => goTo("cases", matter.id), []);
  return (
    <Queue<SeriesBody>
      label={t("seriesQueue")}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(matter) => hashOf("cases", matter.id)}
      onOpen={open}
      heading={(matter) => headingOf(rows, matter, seriesPart, (part) => t(`group.${part}`))}
      row={(matter) => <SeriesRow matter={matter} />}
      empty={t("noSeries")}
      onAgain={again}
    />
  );
}

function SeriesRow({ matter }: { readonly matter: Matter<SeriesBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { members, candidates, strengthPermille } = matter.body;
  const word = strengthWord(strengthPermille);
  return (
    <span className="orders-queue-row">
      <span>
        <LevelMark level={matter.level} wordless /> {t("members", { count: members.length })}
        {candidates.length > 0 && <> · {t("proposedToo", { count: candidates.length })}</>}
      </span>
      <span className="quiet">{sinceText(matter.openedAtMs, nowMs(), language)}</span>
      <span className="quiet">{matter.serial}</span>
      <span />
      <span className="standings">
        <StateTag matter={matter} /> {word !== "strong" && <span className="quiet">{t(`strength.${word}`)}</span>}
      </span>
    </span>
  );
}

/** Above the first of each part, with how many are in it. */
function headingOf<Body, Part extends string>(
  rows: readonly Matter<Body>[],
  matter: Matter<Body>,
  partOf: (one: Matter<Body>) => Part,
  say: (part: Part) => string,
): string | null {
  const part = partOf(matter);
  const same = rows.filter((one) => partOf(one) === part);
  return same.at(0)?.id === matter.id ? `${say(part)} · ${same.length}` : null;
}
