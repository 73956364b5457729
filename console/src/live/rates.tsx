/** How many events of each kind got which action: in the last minute, and since the start. Every row has its sum. */
import { ACTIONS, EVENT_KINDS, type Stats } from "@duanliu/client";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionShape } from "../verdict/action-mark.tsx";
import { numberText, shortNumber, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { all, ofAction, ofKind } from "./tally.ts";

/** Drawn anew with new figures only: the list beside it moves four times a second. */
export const Rates = memo(function Rates({ stats }: { readonly stats: Stats }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const since = sinceText(stats.startedAtMs, stats.nowMs, language);
  const { lastMinute, totals } = stats;
  const cell = (key: string, minute: number, total: number): ReactNode => (
    <td
      key={key}
      className={minute === 0 && total === 0 ? "figure zero" : "figure"}
      title={t("rates.cell", { minute: numberText(minute, language), total: numberText(total, language) })}
    >
      <span>{shortNumber(minute, language)}</span>
      <small>{shortNumber(total, language)}</small>
    </td>
  );
  return (
    <section className="rates" aria-labelledby="rates-title">
      <header>
        <h2 id="rates-title">{t("rates.title")}</h2>
        <span className="quiet">{t("rates.legend", { since })}</span>
      </header>
      <table className="plain">
        <caption className="unseen">{t("rates.caption", { since })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rates.kind")}</th>
            {ACTIONS.map((action) => (
              <th key={action} scope="col" className={`figure action ${action}`}>
                <ActionShape action={action} /> <span>{t(`action.${action}`)}</span>
              </th>
            ))}
            <th scope="col" className="figure">
              {t("rates.all")}
            </th>
          </tr>
        </thead>
        <tbody>
          {EVENT_KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`kind.${kind}`)}</th>
              {ACTIONS.map((action) => cell(action, lastMinute[kind][action], totals[kind][action]))}
              {cell("all", ofKind(lastMinute, kind), ofKind(totals, kind))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("rates.total")}</th>
            {ACTIONS.map((action) => cell(action, ofAction(lastMinute, action), ofAction(totals, action)))}
            {cell("all", all(lastMinute), all(totals))}
          </tr>
        </tfoot>
      </table>
      {stats.repeated > 0 && <p className="quiet">{t("rates.repeated", { n: numberText(stats.repeated, language) })}</p>}
    </section>
  );
});
