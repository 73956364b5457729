/** One complaint: what it is about, in the person's words, who answers by when, the answer. It changes no measure. */
import type { ComplaintBody, MatterInFull, MyComplaint } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History } from "../matter/history.tsx";
import { useKind } from "../matter/names.ts";
import { PersonalProvider } from "../matter/personal.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useActWords } from "./act-words.tsx";
import { isWholeComplaint, type ComplaintSeen } from "./appeal.ts";
import { Head } from "./head.tsx";
import { Papers, Reasons, Statements, Who } from "./said.tsx";
import { words } from "./words.ts";

const AddPapers = lazy(async () => ({ default: (await import("./add-papers.tsx")).AddPapers }));
const PLACED: ReadonlySet<string> = new Set(["add-papers"]);

export function ComplaintScreen({ id, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  const [matter, again] = useMatter<ComplaintSeen>("complaint", id);
  if (matter.kind === "loading") return <Loading rows={10} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["review-right", "audit"]}>
      <Worked matter={matter.value} onAgain={again} onBack={onBack} />
    </PersonalProvider>
  );
}

function Worked({ matter, onAgain, onBack }: { readonly matter: MatterInFull<ComplaintSeen>; readonly onAgain: () => void; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const kind = useKind("complaint");
  const say = useActWords();
  const [adding, setAdding] = useState(false);
  const { body } = matter;
  const whole = isWholeComplaint(body) ? body : null;
  const done = (): void => {
    setAdding(false);
    onAgain();
  };
  return (
    <>
      <Head matter={matter} title={body.subject[language]} opens={whole !== null} onBack={onBack} />
      <div className="order-two">
        <div>
          {whole !== null && (
            <section className="side">
              <h2>{t("says.title")}</h2>
              <Who asker={whole.complainant} through={whole.through !== null} />
              <Statements of={whole.statements} />
              <Papers of={whole.papers} />
            </section>
          )}
          <Answered body={body} whole={whole} />
          {adding ? (
            <Suspense fallback={<Loading rows={4} />}>
              <AddPapers kind="complaint" id={matter.id} onDone={done} onCancel={() => setAdding(false)} />
            </Suspense>
          ) : (
            <>
              <Acts matter={matter} kind={kind} skip={PLACED} say={say} onDone={onAgain} />
              {matter.commands.some(({ name }) => name === "add-papers") && (
                <div className="buttons">
                  <Button onClick={() => setAdding(true)}>{kind?.commands["add-papers"]?.words[language]}</Button>
                </div>
              )}
            </>
          )}
        </div>
        <History matter={matter} kind={kind} />
      </div>
    </>
  );
}

function Answered({ body, whole }: { readonly body: ComplaintBody | MyComplaint; readonly whole: ComplaintBody | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const about = whole?.about ?? null;
  const place = about === null ? null : placeOfMatter(about);
  return (
    <dl className="pairs">
      {whole !== null && (
        <div>
          <dt>{t("complaint.about")}</dt>
          <dd>{about === null ? t("complaint.nothing") : place === null ? about : <a href={hashOf(place, about)}>{t("complaint.open")}</a>}</dd>
        </div>
      )}
      <div>
        <dt>{t("complaint.unit")}</dt>
        <dd>
          {body.unit[language]} {body.dueAtMs !== null && `· ${instantText(body.dueAtMs, language)}`}
        </dd>
      </div>
      {body.answer !== null && (
        <>
          <div>
            <dt>{t("complaint.answer")}</dt>
            <dd>
              <Reasons of={body.answer.reasons} />
              <span className="quiet">{`${body.answer.decider[language]} · ${instantText(body.answer.atMs, language)}`}</span>
            </dd>
          </div>
          <div>
            <dt>{t("decide.remedy")}</dt>
            <dd>{body.answer.remedy[language]}</dd>
          </div>
        </>
      )}
      {whole !== null && whole.answer !== null && (
        <div>
          <dt>{t("decide.internal")}</dt>
          <dd>{whole.answer.note}</dd>
        </div>
      )}
    </dl>
  );
}
