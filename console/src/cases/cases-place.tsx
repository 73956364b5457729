/**
 * Cases and series: the open cases, those with a question of competence first; what is proposed as belonging together; and one
 * screen for a case, a series, or two matters side by side. All of it live and by keys.
 */
import { KINDS, type Me } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { goTo, hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { CaseFiguresPart } from "./case-figures.tsx";
import { CaseScreen } from "./case-screen.tsx";
import { LinksPart } from "./links-part.tsx";
import { MatterCard } from "./matter-card.tsx";
import { PairScreen } from "./pair-screen.tsx";
import { CaseQueue, SeriesQueue } from "./queues.tsx";
import { SeriesScreen } from "./series-screen.tsx";
import { useLinks } from "./use-casework.ts";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./cases.css";

export function CasesPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Desk me={me.value} path={path} />;
}

function Desk({ me, path }: { readonly me: Me; readonly path: readonly string[] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const first = path.at(0) ?? null;
  const part = first === "series" || first?.startsWith("ser_") === true ? "series" : "cases";
  const id = first === "series" ? null : first;
  const other = path.at(1) ?? null;
  const readsSeries = me.roles.some(({ id: role }) => (KINDS.series.readers as readonly string[]).includes(role));
  const back = useCallback(() => (other !== null && id !== null ? goTo("cases", id) : part === "series" ? goTo("cases", "series") : goTo("cases")), [part, other, id]);
  const change = useCallback(() => (part === "series" ? goTo("cases") : goTo("cases", "series")), [part]);
  useKeys(useMemo((): KeyTable => ({ Escape: back, ...(readsSeries ? { v: change } : {}) }), [back, change, readsSeries]));
  useKeyWords([
    { keys: ["v"], words: t("keys.part") },
    { keys: ["y"], words: t("keys.yes") },
    { keys: ["x"], words: t("keys.no") },
    { keys: ["n"], words: t("keys.later") },
    { keys: ["Ctrl", "↵"], words: t("keys.submit") },
  ]);
  return (
    <div className={`orders-place cases-place ${id === null ? "nothing-open" : "something-open"}`}>
      <section className="orders-queue" aria-label={t(part === "series" ? "seriesQueue" : "queue")}>
        <header>
          <h1>{PLACES.cases.title[language]}</h1>
        </header>
        {readsSeries && (
          <nav className="cases-parts" aria-label={t("parts")}>
            <a href={hashOf("cases")} aria-current={part === "cases" ? "page" : undefined}>
              {t("part.cases")}
            </a>
            <a href={hashOf("cases", "series")} aria-current={part === "series" ? "page" : undefined}>
              {t("part.series")}
            </a>
          </nav>
        )}
        {part === "cases" ? <CaseQueue openId={id} /> : readsSeries ? <SeriesQueue openId={id} /> : <p className="empty">{t("notYours")}</p>}
      </section>
      <div className="orders-work">
        {id === null ? (
          <Overview />
        ) : other !== null ? (
          <PairScreen key={`${id} ${other}`} id={id} other={other} me={me} onBack={back} />
        ) : (
          <Open key={id} id={id} me={me} onBack={back} />
        )}
      </div>
    </div>
  );
}

function Open({ id, me, onBack }: { readonly id: string; readonly me: Me; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  if (id.startsWith("cas_")) return <CaseScreen id={id} me={me} onBack={onBack} />;
  if (id.startsWith("rep_")) return <ReportLinks id={id} onBack={onBack} />;
  if (id.startsWith("ser_")) return <SeriesScreen id={id} onBack={onBack} />;
  return <p className="empty">{t("notHere")}</p>;
}

/** A report is worked on where its money is stopped; what may belong together with it is looked at here. */
function ReportLinks({ id, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const [links, again] = useLinks("report", id);
  const home = links.kind === "here" ? links.value.home : id;
  return (
    <>
      <div className="order-line">
        <Button className="to-queue" onClick={onBack}>
          ‹ {t("back")}
        </Button>
        <a href={hashOf("stop", id)}>{t("toStop")}</a>
      </div>
      <MatterCard key={home} id={home} side="left" />
      {home !== id && <p className="quiet">{t("links.home")}</p>}
      <LinksPart id={id} links={links} onAgain={again} />
    </>
  );
}

function Overview(): ReactNode {
  const t = words.useWords();
  return (
    <>
      <div className="cases-choose">
        <p>{t("choose")}</p>
        <p className="quiet">{t("chooseHow")}</p>
      </div>
      <CaseFiguresPart />
    </>
  );
}
