/**
 * One compensation: what the program computed, what the person claims besides, the decision and the payment by two more
 * people. Amounts are shown as everywhere, exact on hover.
 */
import type { CompensationBody, MatterInFull, MyCompensation } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History } from "../matter/history.tsx";
import type { Values } from "../matter/input-values.ts";
import { Money } from "../matter/money.tsx";
import { useKind } from "../matter/names.ts";
import { Personal, PersonalProvider } from "../matter/personal.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useActWords } from "./act-words.tsx";
import { isWholeCompensation, type CompensationSeen } from "./appeal.ts";
import { Head } from "./head.tsx";
import { Papers, Reasons, Statements, Who } from "./said.tsx";
import { words } from "./words.ts";

const AddPapers = lazy(async () => ({ default: (await import("./add-papers.tsx")).AddPapers }));
const PLACED: ReadonlySet<string> = new Set(["add-papers"]);

export function CompensationScreen({ id, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  const [matter, again] = useMatter<CompensationSeen>("compensation", id);
  if (matter.kind === "loading") return <Loading rows={10} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["review-right", "audit"]}>
      <Worked matter={matter.value} onAgain={again} onBack={onBack} />
    </PersonalProvider>
  );
}

function Worked({ matter, onAgain, onBack }: { readonly matter: MatterInFull<CompensationSeen>; readonly onAgain: () => void; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const kind = useKind("compensation");
  const say = useActWords();
  const [adding, setAdding] = useState(false);
  const { body } = matter;
  const whole = isWholeCompensation(body) ? body : null;
  const done = (): void => {
    setAdding(false);
    onAgain();
  };
  return (
    <>
      <Head matter={matter} title={body.about} opens={whole !== null} onBack={onBack} />
      <div className="order-two">
        <div>
          <Sums body={body} whole={whole} />
          {whole !== null && (whole.statements.length > 0 || whole.papers.length > 0) && (
            <section className="side">
              <h2>{t("says.title")}</h2>
              <Who asker={whole.claimant} through={whole.through !== null} />
              <Statements of={whole.statements} />
              <Papers of={whole.papers} />
            </section>
          )}
          <p className="quiet">{t("money.eyes")}</p>
          {adding ? (
            <Suspense fallback={<Loading rows={4} />}>
              <AddPapers kind="compensation" id={matter.id} onDone={done} onCancel={() => setAdding(false)} />
            </Suspense>
          ) : (
            <>
              <Acts matter={matter} kind={kind} skip={PLACED} say={say} initial={(command) => initialFor(command, body)} onDone={onAgain} />
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

/** A decision begins with all that is claimed; less is for whoever decides to say. */
function initialFor(command: string, { claimedMinor }: CompensationSeen): Values | undefined {
  if (command !== "decide" || claimedMinor === null) return undefined;
  const digits = claimedMinor.padStart(3, "0");
  return { amountMinor: `${digits.slice(0, -2)}.${digits.slice(-2)}` };
}

function Sums({ body, whole }: { readonly body: CompensationBody | MyCompensation; readonly whole: CompensationBody | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { cost, currency, losses, claimedMinor, decision } = body;
  const money = (minor: string | null): ReactNode => (minor === null ? "–" : <Money amountMinor={minor} currency={currency} />);
  const place = whole === null ? null : placeOfMatter(whole.against);
  return (
    <dl className="pairs">
      <div>
        <dt>{whole === null ? t("complaint.about") : t(`money.why.${whole.why}`)}</dt>
        <dd>
          {body.about} {whole !== null && place !== null && <a href={hashOf(place, whole.against)}>{t("limits.open")}</a>}
        </dd>
      </div>
      <div>
        <dt>{t("money.period")}</dt>
        <dd>{`${instantText(cost.fromMs, language)} – ${instantText(cost.untilMs, language)}`}</dd>
      </div>
      <div>
        <dt>{t("money.amount")}</dt>
        <dd>{money(cost.amountMinor)}</dd>
      </div>
      <div>
        <dt>{t("money.interest")}</dt>
        <dd>{money(cost.interestMinor)}</dd>
      </div>
      {cost.feesMinor !== null && (
        <div>
          <dt>{t("money.fees")}</dt>
          <dd>{money(cost.feesMinor)}</dd>
        </div>
      )}
      {losses.map((loss, i) => (
        <div key={i}>
          <dt>{i === 0 ? t("money.losses") : ""}</dt>
          <dd>
            {loss.kind[language]}: {money(loss.amountMinor)}
          </dd>
        </div>
      ))}
      <div>
        <dt>{t("money.claimed")}</dt>
        <dd>{claimedMinor === null ? t("money.notClaimed") : money(claimedMinor)}</dd>
      </div>
      {whole !== null && whole.payTo !== null && (
        <div>
          <dt>{t("money.payTo")}</dt>
          <dd>
            <Personal of={whole.payTo} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t("complaint.unit")}</dt>
        <dd>{body.unit[language]}</dd>
      </div>
      {decision !== null && (
        <div>
          <dt>{t("money.granted")}</dt>
          <dd>
            {money(decision.amountMinor)}
            <Reasons of={decision.reasons} />
            <span className="quiet">{`${decision.decider[language]} · ${instantText(decision.atMs, language)}`}</span>
            <br />
            {decision.remedy[language]}
          </dd>
        </div>
      )}
      {whole !== null && whole.paid !== null && (
        <div>
          <dt>✓</dt>
          <dd>{t("money.paid", { at: instantText(whole.paid.atMs, language), reference: whole.paid.reference })}</dd>
        </div>
      )}
    </dl>
  );
}
