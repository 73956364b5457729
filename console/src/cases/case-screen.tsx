/**
 * One case: what it is and who works on it, its money as figures that are never one, its clocks and the question of
 * competence, what may be done, the reports and cases in it, what may belong together with it, what happened.
 */
import { KINDS, type CaseLinks, type MatterInFull, type Me } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History, MatterClock } from "../matter/history.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, PersonalProvider } from "../matter/personal.tsx";
import { useMatter, useMatters } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { mayUse } from "../places.tsx";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { reasonOf, useActWords } from "./act-words.ts";
import type { CaseBody } from "./case.ts";
import { CaseFacts, Milestones } from "./case-facts.tsx";
import { CaseSumsPart } from "./case-sums.tsx";
import { Clocks, Merged, Moving } from "./case-standing.tsx";
import { LinksPart } from "./links-part.tsx";
import { ReportsPart } from "./reports-part.tsx";
import { TwoHands } from "./two-hands.tsx";
import { useLinks } from "./use-casework.ts";
import { words } from "./words.ts";

interface Props {
  readonly id: string;
  readonly me: Me;
  readonly onBack: () => void;
}

export function CaseScreen({ id, me, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<CaseBody>("case", id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider key={id} matter={id} purposes={["investigate", "audit"]}>
      <Worked matter={matter.value} stale={matter.stale} me={me} onAgain={again} onBack={onBack} />
    </PersonalProvider>
  );
}

interface WorkedProps {
  readonly matter: MatterInFull<CaseBody>;
  readonly stale: string | null;
  readonly me: Me;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function Worked({ matter, stale, me, onAgain, onBack }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const kind = useKind("case");
  const [links, againLinks] = useLinks("case", matter.id);
  const onDone = useCallback(() => {
    onAgain();
    againLinks();
  }, [onAgain, againLinks]);
  const say = useActWords(useOffers(matter, links.kind === "here" ? links.value : null));
  const { body } = matter;
  const whose = matter.assignee === me.user.id ? t("with.me") : matter.assignee === null ? t("with.nobody") : t("with.somebody", { unit: nameOf(organisations, matter.org) });
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{body.summary}</h1>
          <LevelMark level={matter.level} />
          <StateTag matter={matter} />
          {matter.deadlines.some((one) => one.state === "armed") && <MatterClock matter={matter} />}
        </div>
        <div className="order-line">
          <span className="quiet">
            {matter.serial} · {nameOf(organisations, matter.org)} · {whose} · {t("opened", { at: sinceText(matter.openedAtMs, nowMs(), language) })} ·{" "}
            {t("firstReport", { at: sinceText(body.firstReportAtMs, nowMs(), language) })}
          </span>
        </div>
        <div className="order-line">
          {mayUse("stop", me) && <a href={hashOf("stop", matter.id)}>{t("toStop")}</a>}
          {mayUse("money", me) && <a href={hashOf("money", matter.id)}>{t("toMoney")}</a>}
          <OpenPersonal />
        </div>
        {stale !== null && (
          <p role="status" className="stale">
            {t("stale", { detail: stale })} {body.transfer !== null && t("moving.away")}
          </p>
        )}
      </header>
      <CaseSumsPart id={matter.id} />
      <div className="order-two">
        <div>
          <Moving matter={matter} />
          <Merged matter={matter} kind={kind} />
          <Acts matter={matter} kind={kind} say={say} onDone={onDone} />
          <TwoHands matter={matter} first={["open"]} second={["file", "decline"]} names={["proposed", "filed"]} waits="waitsFile" waiting={matter.state === "accepted"} />
          <CaseFacts matter={matter} />
          <ReportsPart id={matter.id} me={me} />
          <LinksPart id={matter.id} links={links} onAgain={againLinks} />
        </div>
        <div>
          <Milestones matter={matter} />
          <Clocks matter={matter} />
          <History matter={matter} kind={kind} tell={reasonOf} />
        </div>
      </div>
    </>
  );
}

/** What can be typed is offered: cases to go on in, those with evidence first; reports to take in or out. */
function useOffers(matter: MatterInFull<CaseBody>, links: CaseLinks | null): Parameters<typeof useActWords>[0] {
  const [cases] = useMatters<CaseBody>("case", { open: true, limit: 50 });
  const [loose] = useMatters("report", { states: ["accepted"], limit: 50 });
  const [own] = useMatters("report", { parent: matter.id, limit: 50 });
  const language = languageNow();
  return useMemo(() => {
    const linked = (links?.links ?? [])
      .filter((link) => link.kind === "case")
      .map((link) => ({ value: link.id, label: `${link.serial} · ${link.evidence.map((one) => one[language]).join(", ")}` }));
    const known = new Set([matter.id, ...linked.map(({ value }) => value)]);
    const others =
      cases.kind === "here" ? cases.value.items.filter((one) => !known.has(one.id)).map((one) => ({ value: one.id, label: `${one.serial} · ${one.body.summary}` })) : [];
    const joins = (links?.links ?? [])
      .filter((link) => link.kind === "report")
      .map((link) => ({ value: link.id, label: `${link.serial} · ${link.evidence.map((one) => one[language]).join(", ")}` }));
    const joined = new Set(joins.map(({ value }) => value));
    const rest =
      loose.kind === "here" ? loose.value.items.filter((one) => !joined.has(one.id)).map((one) => ({ value: one.id, label: `${one.serial} · ${KINDS.report[language]}` })) : [];
    const mine = own.kind === "here" ? own.value.items.map((one) => ({ value: one.id, label: one.serial })) : [];
    return { into: [...linked, ...others], reports: [...joins, ...rest], report: mine };
  }, [matter.id, links, cases, loose, own, language]);
}
