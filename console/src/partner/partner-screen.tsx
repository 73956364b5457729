/**
 * One order as its institution's desk sees it: what is asked, by when, on whose behalf, and the answer on the same screen. What is
 * over says that it has to be let go.
 */
import { KINDS, type MatterInFull, type MatterKind } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History, MatterClock } from "../matter/history.tsx";
import { StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, Personal, PersonalProvider } from "../matter/personal.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { Facts } from "../orders/facts.tsx";
import { languageNow } from "../words/language.ts";
import { askedOf, subjectOf } from "./partner.ts";
import { words } from "./words.ts";

const StopAnswer = lazy(async () => ({ default: (await import("./stop-answer.tsx")).StopAnswer }));

interface StopOrder {
  readonly amountMinor: string;
  readonly currency: string;
}

const ANSWER: ReadonlySet<string> = new Set(["answer"]);
const NONE: ReadonlySet<string> = new Set();

interface Props {
  readonly id: string;
  readonly kind: MatterKind;
  readonly onBack: () => void;
}

export function PartnerScreen({ id, kind, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<StopOrder>(kind, id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={kind === "opening" || kind === "trace-back" ? ["verify-opening", "execute-order"] : ["execute-order", "review-right"]}>
      <Worked matter={matter.value} stale={matter.stale} onAgain={again} onBack={onBack} />
    </PersonalProvider>
  );
}

interface WorkedProps {
  readonly matter: MatterInFull<StopOrder>;
  readonly stale: string | null;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function Worked({ matter, stale, onAgain, onBack }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const kind = useKind(matter.kind);
  const organisations = useOrganisations();
  const subject = subjectOf(matter);
  const asked = askedOf(matter);
  const ownForm = matter.kind === "stop-payment" && asked === "answer";
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{subject === null ? matter.serial : <Personal of={subject} />}</h1>
          <StateTag matter={matter} />
          <MatterClock matter={matter} />
        </div>
        <div className="order-line">
          <span className="quiet">
            {KINDS[matter.kind][language]} · {matter.serial} · {t("from", { unit: nameOf(organisations, matter.org) })}
          </span>
          <OpenPersonal />
        </div>
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      {matter.ended && (
        <p role="status" className="let-go">
          × {t("over")}
        </p>
      )}
      <div className="order-two">
        <div>
          <Facts matter={matter} />
          {ownForm && (
            <Suspense fallback={<Loading rows={6} />}>
              <StopAnswer key={matter.version} matter={matter} onDone={onAgain} />
            </Suspense>
          )}
          <Acts matter={matter} kind={kind} skip={ownForm ? ANSWER : NONE} openFirst={ownForm || asked === "open" ? null : asked} onDone={onAgain} />
          {asked === null && !matter.ended && <p className="quiet">{t("nothing")}</p>}
        </div>
        <History matter={matter} kind={kind} />
      </div>
    </>
  );
}
