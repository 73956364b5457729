/** Figures of cases of the last days, each with what it is a share of. They are asked for again when cases change. */
import { SCAM_CATEGORY_NAMES, type CaseFigures, type Rate } from "@duanliu/client";
import { Segmented } from "antd";
import { useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { Money } from "../matter/money.tsx";
import { numberText, shareText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useFigures } from "./use-casework.ts";
import { words } from "./words.ts";

const DAYS = [1, 7, 30, 365] as const;
const DAY_MS = 86_400_000;

export function CaseFiguresPart(): ReactNode {
  const t = words.useWords();
  const [days, setDays] = useState<number>(30);
  const [figures, again] = useFigures(days);
  return (
    <section className="case-figures" aria-labelledby="figures-title">
      <div className="order-line">
        <h2 id="figures-title">{t("figures.title")}</h2>
        <Segmented<number> value={days} onChange={setDays} options={DAYS.map((value) => ({ value, label: t("figures.days", { count: value }) }))} />
      </div>
      {figures.kind === "loading" && <Loading rows={6} />}
      {figures.kind === "failed" && <Failed detail={figures.detail} onAgain={again} />}
      {figures.kind === "here" && <Shown figures={figures.value} />}
    </section>
  );
}

function Shown({ figures }: { readonly figures: CaseFigures }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { leadToArrestMs, series, tips, declined } = figures;
  const days = leadToArrestMs.p50 === null ? null : numberText(leadToArrestMs.p50 / DAY_MS, language, 1);
  return (
    <>
      <dl className="figure-grid">
        <Share name={t("figures.clearance")} rate={figures.clearance} />
        <Count name={t("figures.caught")} value={numberText(figures.caught.count, language)} note={t("figures.of", { count: figures.caught.count, of: figures.caught.of })} />
        <Count
          name={t("figures.lead")}
          value={days === null ? t("figures.none") : t("figures.day", { n: days })}
          note={t("figures.of", { count: leadToArrestMs.count, of: figures.clearance.of })}
        />
        <Share name={t("figures.golden")} rate={figures.golden} />
        <Share name={t("figures.entered")} rate={figures.enteredInTime} />
        <Share name={t("figures.handedOver")} rate={figures.handedOverInTime} />
        <Share name={t("figures.declined")} rate={{ count: declined.reviews, of: declined.decisions }} more={t("figures.overturned", { n: declined.overturned })} />
        <Share name={t("figures.tips")} rate={{ count: tips.corroborated, of: tips.opened }} />
        <Share name={t("figures.repeat")} rate={figures.repeatVictims} />
        <Count
          name={t("figures.series")}
          value={numberText(series.confirmed, language)}
          note={t("figures.seriesMore", { members: series.members, provinces: series.provincesMost })}
        />
      </dl>
      <h3 id="loss-title">{t("figures.loss")}</h3>
      {figures.loss.length === 0 ? (
        <p className="quiet">{t("figures.noLoss")}</p>
      ) : (
        <div className="scroll-x" role="region" aria-labelledby="loss-title" tabIndex={0}>
          <table className="report-rows">
            <thead>
              <tr>
                <th scope="col">{t("figures.kind")}</th>
                <th scope="col" className="figure">
                  {t("figures.reports")}
                </th>
                <th scope="col" className="figure">
                  {t("figures.sum")}
                </th>
                <th scope="col" className="figure">
                  {t("figures.median")}
                </th>
              </tr>
            </thead>
            <tbody>
              {figures.loss.map((row) => (
                <tr key={`${row.lure ?? ""} ${row.currency}`}>
                  <td>
                    {row.lure !== null && Object.hasOwn(SCAM_CATEGORY_NAMES, row.lure) ? (
                      SCAM_CATEGORY_NAMES[row.lure as keyof typeof SCAM_CATEGORY_NAMES][language]
                    ) : (
                      <span className="quiet">{t("figures.unknown")}</span>
                    )}
                  </td>
                  <td className="figure">{numberText(row.reports, language)}</td>
                  <td className="figure">
                    <Money amountMinor={row.sumMinor} currency={row.currency} />
                  </td>
                  <td className="figure">
                    <Money amountMinor={row.medianMinor} currency={row.currency} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** No share without what it is a share of. */
function Share({ name, rate, more }: { readonly name: string; readonly rate: Rate; readonly more?: string }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const of = t("figures.of", { count: rate.count, of: rate.of });
  return <Count name={name} value={rate.of === 0 ? t("figures.none") : shareText(rate.count, rate.of, language)} note={more === undefined ? of : `${of} · ${more}`} />;
}

function Count({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b> <span className="quiet">{note}</span>
      </dd>
    </div>
  );
}
