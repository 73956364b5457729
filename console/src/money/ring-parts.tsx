/** Parts of a ring that are read: shapes of money with their innocent look-alikes, sums, scores with what weighed, history, what was left out. */
import type { Ring } from "@duanliu/client";
import type { ReactNode } from "react";
import { exactMoneyText, instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { NameOf } from "./ring-screen.tsx";
import { words } from "./words.ts";

const SHOWN = 100;

export function Motifs({ ring, nameOf }: { readonly ring: Ring; readonly nameOf: NameOf }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (ring.motifs.length === 0) return <p className="quiet">{t("rings.noShapes", { n: numberText(ring.transfersRead, language) })}</p>;
  return (
    <ul className="ring-roles">
      {ring.motifs.slice(0, SHOWN).map((motif) => (
        <li key={`${motif.kind} ${motif.transfers.join(" ")}`}>
          <h3>{motif.words[language]}</h3>
          <p className="quiet">{t("rings.innocent", { what: motif.innocent[language] })}</p>
          <p>{motif.accounts.map(nameOf).join(" · ")}</p>
          <p className="quiet">
            {instantText(Date.parse(motif.firstAt), language)} – {instantText(Date.parse(motif.lastAt), language)}
          </p>
          <p>
            <code>{motif.transfers.join(" ")}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Amounts({ ring }: { readonly ring: Ring }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return (
    <>
      <dl className="pairs">
        {(["inside", "into", "outOf"] as const).map((name) => (
          <div key={name}>
            <dt>{t(`rings.${name}`)}</dt>
            <dd>
              {Object.entries(ring.amounts[name])
                .map(([currency, minor]) => exactMoneyText(minor, currency, language))
                .join(" · ") || "–"}
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        {t("rings.read", { n: numberText(ring.transfersRead, language) })} {ring.transfersCut && t("rings.cut")}
      </p>
    </>
  );
}

export function Scores({ ring, nameOf }: { readonly ring: Ring; readonly nameOf: NameOf }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (ring.scores === null) return <p className="quiet">{t("rings.noModel")}</p>;
  return (
    <>
      <p className="quiet">{t("rings.scoreHow", { model: ring.scores.model })}</p>
      <ul className="ring-roles">
        {ring.scores.accounts.slice(0, SHOWN).map(({ account, score, because }) => (
          <li key={account}>
            <h3>
              {nameOf(account)} · {t("col.score")} {numberText(score, language, 2)}
            </h3>
            {because.map((reason) => (
              <div key={reason.with}>
                <p className="quiet">{t("rings.with", { masked: reason.masked })}</p>
                <ul className="plain-list">
                  {reason.weighed.map((one) => (
                    <li key={one.en}>
                      {one[language]}: {one.value === null ? t("rings.unknown") : numberText(one.value, language, 2)}{" "}
                      <span className="quiet">
                        {one.contribution >= 0 ? "+" : "−"}
                        {numberText(Math.abs(one.contribution), language, 2)}
                      </span>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

export function History({ ring }: { readonly ring: Ring }): ReactNode {
  const language = languageNow();
  return (
    <ol className="plain-list">
      {ring.history.map((event, i) => (
        <li key={`${i} ${event.at}`}>
          <span className="quiet">{instantText(Date.parse(event.at), language)}</span> {event.ring} {event.words[language]} {event.other !== null && <b>{event.other}</b>}
        </li>
      ))}
    </ol>
  );
}

export function LeftOut({ ring }: { readonly ring: Ring }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (ring.leftOut.length === 0) return null;
  return (
    <>
      <h3>{t("rings.leftOut")}</h3>
      <ul className="plain-list">
        {ring.leftOut.slice(0, SHOWN).map((one) => (
          <li key={one.thing}>
            {one.masked} <span className="quiet">{t(`thing.${one.kind}`)}</span> · {one.words[language]}
          </li>
        ))}
      </ul>
    </>
  );
}
