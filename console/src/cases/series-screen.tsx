/**
 * One series: what waits for a decision, who is in it and why each belongs, what was refused and why, what may be done with the
 * whole, what happened. Members keep their own places; this screen changes none of them.
 */
import type { MatterInFull, SeriesLinks } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History } from "../matter/history.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations, wordOf } from "../matter/names.ts";
import { useMatter, useMatters } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { reasonOf, useActWords } from "./act-words.ts";
import { kindOf, tiesOf, type SeriesBody } from "./case.ts";
import { EvidenceLine, Strength } from "./evidence.tsx";
import { SeriesReview } from "./series-review.tsx";
import { TwoHands } from "./two-hands.tsx";
import { useSeriesLinks } from "./use-casework.ts";
import { words } from "./words.ts";

/** Decided one by one above, where the evidence is. */
const ABOVE: ReadonlySet<string> = new Set(["accept", "confirm"]);
const MEMBERS_SHOWN = 50;

export function SeriesScreen({ id, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  const [matter, again] = useMatter<SeriesBody>("series", id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return <Worked matter={matter.value} stale={matter.stale} onAgain={again} onBack={onBack} />;
}

interface WorkedProps {
  readonly matter: MatterInFull<SeriesBody>;
  readonly stale: string | null;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function Worked({ matter, stale, onAgain, onBack }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const kind = useKind("series");
  const { body } = matter;
  const [links, againLinks] = useSeriesLinks(
    matter.id,
    useMemo(() => [...body.members, ...body.candidates].map((one) => one.id), [body]),
  );
  const onDone = useCallback(() => {
    onAgain();
    againLinks();
  }, [onAgain, againLinks]);
  const known = links.kind === "here" ? links.value : null;
  const say = useActWords(useOffers(matter, known));
  // What comes in makes the program look again each time: that it did is one line, what came of it is kept.
  const told = useMemo(() => matter.history.filter((line) => !line.actor.startsWith("system:") || line.stateBefore !== line.stateAfter), [matter.history]);
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{matter.serial}</h1>
          <LevelMark level={matter.level} />
          <StateTag matter={matter} />
          <span className="quiet">
            {t("members", { count: body.members.length })}
            {body.candidates.length > 0 && <> · {t("proposedToo", { count: body.candidates.length })}</>} · {nameOf(organisations, matter.org)} ·{" "}
            {t(body.by === "program" ? "series.byProgram" : "series.byPerson")} {sinceText(matter.openedAtMs, nowMs(), language)}
          </span>
        </div>
        <div className="order-line">
          <span className="quiet">{t("series.strength")}:</span> <Strength permille={body.strengthPermille} />
        </div>
        {body.confirmedAtMs !== null && (
          <p>
            {t("series.confirmedBy", { unit: body.decider?.[language] ?? nameOf(organisations, matter.org), at: instantText(body.confirmedAtMs, language) })}
            {body.campaign !== null && (
              <>
                {" "}
                · <a href={hashOf("campaigns", body.campaign)}>{t("series.toCampaign")}</a>
              </>
            )}
          </p>
        )}
        {stale !== null && (
          <p role="status" className="stale">
            {t("stale", { detail: stale })}
          </p>
        )}
      </header>
      {matter.closedAtMs === null && (
        <section className="review-part" aria-labelledby="review-title">
          <h2 id="review-title">{t("series.review")}</h2>
          {links.kind === "loading" && <Loading rows={8} />}
          {links.kind === "failed" && <Failed detail={links.detail} onAgain={againLinks} />}
          {known !== null && <SeriesReview matter={matter} links={known} kind={kind} onDone={onDone} />}
        </section>
      )}
      <div className="order-two">
        <div>
          <Acts matter={matter} kind={kind} skip={ABOVE} say={say} onDone={onDone} />
          <Members matter={matter} links={known} />
          <Refused matter={matter} />
          <TwoHands
            matter={matter}
            first={["open", "propose"]}
            second={["confirm"]}
            names={["supposed", "confirmed"]}
            waits="waitsConfirm"
            waiting={matter.state === "proposed" || matter.state === "hypothesis"}
          />
        </div>
        <div>
          <History matter={{ history: told, notices: matter.notices }} kind={kind} tell={reasonOf} />
          {matter.history.length > told.length && <p className="quiet">{t("series.lookedAgain", { count: matter.history.length - told.length })}</p>}
        </div>
      </div>
    </>
  );
}

/** What can be typed is offered: members to take out, campaigns to go on in. */
function useOffers(matter: MatterInFull<SeriesBody>, links: SeriesLinks | null): Parameters<typeof useActWords>[0] {
  const [campaigns] = useMatters<{ readonly name?: string }>("campaign", { open: true, limit: 50 });
  return useMemo(() => {
    const ids = [...matter.body.members, ...matter.body.candidates].map(({ id }) => ({ value: id, label: links?.homes[id]?.serial ?? id }));
    const open = campaigns.kind === "here" ? campaigns.value.items.map((one) => ({ value: one.id, label: `${one.serial} ${one.body.name ?? ""}`.trim() })) : [];
    return { id: ids, campaign: open };
  }, [matter, links, campaigns]);
}

function Members({ matter, links }: { readonly matter: MatterInFull<SeriesBody>; readonly links: SeriesLinks | null }): ReactNode {
  const t = words.useWords();
  const report = useKind("report");
  const ofCase = useKind("case");
  const { members } = matter.body;
  const serialOf = (id: string): string => links?.homes[id]?.serial ?? id.slice(-8);
  return (
    <section className="members" aria-labelledby="members-title">
      <h2 id="members-title">{t("series.members")}</h2>
      <ol className="member-rows">
        {members.slice(0, MEMBERS_SHOWN).map(({ id, ground }) => {
          const home = links?.homes[id];
          const ties = links === null ? [] : tiesOf(links, id);
          return (
            <li key={id}>
              <p>
                {home === null ? (
                  <span className="quiet">{t("series.hidden")}</span>
                ) : (
                  <a href={kindOf(home?.id ?? id) === "case" ? hashOf("cases", home?.id ?? id) : hashOf("stop", id)}>{serialOf(id)}</a>
                )}{" "}
                {home !== undefined && home !== null && <span className="state-tag">{wordOf((home.kind === "case" ? ofCase : report)?.states, home.state)}</span>}
              </p>
              {ground !== null && <p className="quiet">{t("ground", { ground })}</p>}
              {ties.slice(0, 1).map((tie) => (
                <p key={`${tie.a} ${tie.b}`} className="quiet">
                  {t("series.why", { other: serialOf(tie.a === id ? tie.b : tie.a) })}: <EvidenceLine evidence={tie.evidence} />
                  {ties.length > 1 && <> · {t("series.moreTies", { count: ties.length - 1 })}</>}
                </p>
              ))}
            </li>
          );
        })}
      </ol>
      {members.length > MEMBERS_SHOWN && <p className="quiet">{t("series.manyShown", { shown: MEMBERS_SHOWN, all: members.length })}</p>}
    </section>
  );
}

function Refused({ matter }: { readonly matter: MatterInFull<SeriesBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { refused } = matter.body;
  if (refused.length === 0) return null;
  return (
    <section aria-labelledby="refused-title">
      <h2 id="refused-title">{t("series.refusedTitle")}</h2>
      <ol className="member-rows">
        {refused.map((one) => (
          <li key={one.id}>
            <a href={kindOf(one.id) === "case" ? hashOf("cases", one.id) : hashOf("stop", one.id)}>{one.id.slice(-8)}</a>{" "}
            <span className="quiet">
              {sinceText(one.atMs, nowMs(), language)} · {one.why}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
