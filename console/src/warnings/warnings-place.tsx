/**
 * Warnings, worked: the queue by remaining time and one screen for the warning that is open, live and by keys alone. `n` takes
 * the task that is due first, and nobody else is given it.
 */
import { SCAM_CATEGORY_NAMES, type Matter, type Me } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { Clock } from "../matter/clock.tsx";
import { LevelMark } from "../matter/marks.tsx";
import { useNextTask } from "../matter/next.ts";
import { ProblemNote } from "../matter/problem.tsx";
import { Queue } from "../matter/queue.tsx";
import { useMatters, type Kept } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import type { WarningBody } from "./warning.ts";
import { WarningScreen } from "./warning-screen.tsx";
import { words } from "./words.ts";
import "./warnings.css";

export function WarningsPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Desk me={me.value} id={path.at(0) ?? null} />;
}

/** Rows of each part of the queue: more than anybody works off before they change. */
const ROWS = 30;
/** Tasks that a unit has and nobody in it: what `n` takes from. */
const FREE = ["dispatched", "escalated"];

function Desk({ me, id }: { readonly me: Me; readonly id: string | null }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const worker = me.roles.some(({ id: role }) => role === "dissuader" || role === "dutyLead");
  const ask = useCallback(async () => (await client.post<{ readonly task: Matter | null }>("/v1/warnings/next")).task?.id ?? null, [client]);
  const open = useCallback((warning: string) => goTo("warnings", warning), []);
  const back = useCallback(() => goTo("warnings"), []);
  const next = useNextTask(ask, open);
  const { take } = next;
  useKeys(useMemo((): KeyTable => (worker ? { n: take } : {}), [worker, take]));
  useKeyWords([
    { keys: ["n"], words: t("keys.next") },
    { keys: ["1", "…", "8"], words: t("keys.outcome") },
    { keys: ["c"], words: t("keys.contact") },
    { keys: ["v"], words: t("keys.visit") },
    { keys: ["e"], words: t("keys.escalate") },
    { keys: ["u"], words: t("keys.second") },
    { keys: ["o"], words: t("keys.arrive") },
    { keys: ["l"], words: t("keys.hold") },
  ]);
  return (
    <div className={`warnings-place ${id === null ? "no-warning" : "one-warning"}`}>
      <section className="warning-queue" aria-label={t("queue")}>
        <header>
          <h1>{PLACES.warnings.title[languageNow()]}</h1>
          {worker && (
            <Button type="primary" loading={next.busy} onClick={take}>
              {t("take")} <kbd aria-hidden="true">n</kbd>
            </Button>
          )}
        </header>
        {next.none && (
          <p role="status" className="none-free">
            {t("none")}
          </p>
        )}
        {next.error !== null && <ProblemNote error={next.error} onAgain={take} />}
        <QueueParts me={me} worker={worker} openId={id} onOpen={open} />
      </section>
      {id === null ? (
        <div className="empty choose">
          <p>{t("choose")}</p>
          <p>{t("chooseHow")}</p>
        </div>
      ) : (
        <WarningScreen key={id} id={id} me={me} onNext={take} onBack={back} />
      )}
    </div>
  );
}

interface PartsProps {
  readonly me: Me;
  readonly worker: boolean;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

function QueueParts({ me, worker, openId, onOpen }: PartsProps): ReactNode {
  const t = words.useWords();
  const [mine, againMine] = useMatters<WarningBody>("warning", { open: true, mine: true, order: "due", limit: ROWS });
  const [free, againFree] = useMatters<WarningBody>(
    "warning",
    worker ? { open: true, org: me.org.id, states: FREE, order: "due", limit: ROWS } : { open: true, order: "due", limit: ROWS },
  );
  const mineRows = useMemo(() => byTimeLeft(rowsOf(mine)), [mine]);
  const freeRows = useMemo(() => (worker ? rowsOf(free).filter((one) => one.assignee === null) : byTimeLeft(rowsOf(free))), [free, worker]);
  const rows = useMemo(() => (worker ? [...mineRows, ...freeRows] : freeRows), [worker, mineRows, freeRows]);
  const open = useCallback((matter: Matter<WarningBody>) => onOpen(matter.id), [onOpen]);
  const again = (): void => {
    againMine();
    againFree();
  };
  // Both parts are one list for the keys; a heading stands where the second begins.
  const firstFree = freeRows[0]?.id;
  const firstMine = worker ? mineRows[0]?.id : undefined;
  const page = mine.kind === "here" && free.kind === "here" ? { ...free, stale: mine.stale ?? free.stale } : mine.kind === "failed" ? mine : free.kind === "here" ? mine : free;
  return (
    <Queue<WarningBody>
      label={t("queue")}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(matter) => hashOf("warnings", matter.id)}
      onOpen={open}
      heading={(matter) =>
        matter.id === firstMine ? `${t("mine")} · ${mineRows.length}` : matter.id === firstFree ? `${t(worker ? "free" : "all")} · ${countOf(freeRows)}` : null
      }
      row={(matter) => <Row matter={matter} />}
      empty={worker ? t("none") : t("noneOpen")}
      onAgain={again}
    />
  );
}

function rowsOf(page: Kept<{ readonly items: readonly Matter<WarningBody>[] }>): readonly Matter<WarningBody>[] {
  return page.kind === "here" ? page.value.items : [];
}

function countOf(rows: readonly unknown[]): string {
  return rows.length >= ROWS ? `${ROWS}+` : String(rows.length);
}

function byTimeLeft(rows: readonly Matter<WarningBody>[]): readonly Matter<WarningBody>[] {
  return rows.toSorted((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity));
}

function Row({ matter }: { readonly matter: Matter<WarningBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { body } = matter;
  return (
    <span className="queue-row">
      <LevelMark level={matter.level} wordless />
      <span className="queue-what">
        <span className="queue-category">{body.category === null ? t("categoryUnknown") : SCAM_CATEGORY_NAMES[body.category][language]}</span>
        <span className="quiet">
          {(body.number ?? body.victim).masked} · {matter.stateWords[language]}
        </span>
      </span>
      <Clock dueAtMs={matter.dueAtMs} bare />
    </span>
  );
}
