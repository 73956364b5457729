/** Why somebody is warned: plain sentences first, rule and values when opened, and the money that moves. Never thresholds. */
import { SCAM_CATEGORY_NAMES, type Matter } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Money, sumMinor } from "../matter/money.tsx";
import { Personal } from "../matter/personal.tsx";
import { hashOf } from "../place.ts";
import { nameOfValue, useVerdictWords, type VerdictWords } from "../verdict/verdict-words.ts";
import { instantText, valueText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { reasonsOf, type Sign, type WarningBody } from "./warning.ts";
import { words } from "./words.ts";

/** Reasons in sight; the rest is one press away. */
const SHOWN = 3;

export function Why({ matter }: { readonly matter: Matter<WarningBody> }): ReactNode {
  const t = words.useWords();
  const names = useVerdictWords();
  const language = languageNow();
  const { body } = matter;
  const reasons = reasonsOf(body.signs);
  const rest = reasons.slice(SHOWN);
  return (
    <section className="warning-why" aria-labelledby="why-title">
      <h2 id="why-title">
        {t("why")} <span className="category">{body.category === null ? t("categoryUnknown") : SCAM_CATEGORY_NAMES[body.category][language]}</span>
      </h2>
      {body.ground !== null && (
        <p>
          <span className="quiet">{t("whyGround")}:</span> {body.ground}
        </p>
      )}
      <ol className="reasons">
        {reasons.slice(0, SHOWN).map((reason) => (
          <Reason key={reason.rule} reason={reason} names={names} />
        ))}
      </ol>
      {rest.length > 0 && (
        <details className="more-reasons">
          <summary>{t("more", { count: rest.length })}</summary>
          <ol className="reasons">
            {rest.map((reason) => (
              <Reason key={reason.rule} reason={reason} names={names} />
            ))}
          </ol>
        </details>
      )}
      <p>
        <span className="quiet">{t("atStage")}:</span> {body.stage === null ? t("stageUnknown") : t(`stage.${body.stage}`)}
      </p>
      <Payments body={body} />
    </section>
  );
}

function Reason({ reason, names }: { readonly reason: Sign & { readonly times: number }; readonly names: VerdictWords | null }): ReactNode {
  const t = words.useWords();
  const { t: plain } = useTranslation();
  const language = languageNow();
  return (
    <li>
      <details>
        <summary>
          <span className="because">{reason.because[language]}</span>
          {reason.times > 1 && <span className="quiet"> · {t("seen", { n: reason.times })}</span>}
        </summary>
        <dl className="pairs">
          <div>
            <dt>{t("verdict.rule")}</dt>
            <dd>
              <code>{reason.rule}</code>
            </dd>
          </div>
          {Object.entries(reason.values).map(([name, value]) => (
            <div key={name} title={name}>
              <dt>{nameOfValue(name, null, names, language)}</dt>
              <dd>{valueText(name, value, null, language, plain)}</dd>
            </div>
          ))}
          <div>
            <dt>{instantText(reason.atMs, language)}</dt>
            <dd>
              <a href={hashOf("live", reason.event)}>{t("event")}</a>
            </dd>
          </div>
        </dl>
      </details>
    </li>
  );
}

function Payments({ body }: { readonly body: WarningBody }): ReactNode {
  const t = words.useWords();
  const [first] = body.money;
  if (first === undefined) return null;
  const same = body.money.filter((one) => one.currency === first.currency);
  const moving = body.money.filter((one) => one.live);
  return (
    <details className="payments">
      <summary>
        {t("money")}: <Money amountMinor={sumMinor(same.map((one) => one.amountMinor))} currency={first.currency} />{" "}
        <span className="quiet">{t("payments", { count: same.length })}</span>
        {moving.length > 0 && <b className="moving"> · {t("moneyMoving")}</b>}
      </summary>
      <ul>
        {body.money.toReversed().map((one) => (
          <li key={one.event}>
            <Money amountMinor={one.amountMinor} currency={one.currency} /> → <Personal of={one.to} /> <span className="quiet">{t(one.live ? "moneyMoving" : "moneyMoved")}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
