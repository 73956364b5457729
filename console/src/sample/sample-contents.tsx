/** What of the sample is real, with where it comes from and how much, and what is simulated. */
import type { SampleStatus } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";

export function SampleContents({ sample }: { readonly sample: SampleStatus }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <div className="sample-contents">
      <p>{t("sample.intro")}</p>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("sample.real")}</th>
            <th scope="col">{t("sample.source")}</th>
            <th scope="col" className="figure">
              {t("sample.entries")}
            </th>
          </tr>
        </thead>
        <tbody>
          {sample.real.map((one) => (
            <tr key={`${one.source} ${one.en}`}>
              <td>{one[language]}</td>
              <td>
                <code>{one.source}</code>
              </td>
              <td className="figure">{numberText(one.count, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sample.real.length === 0 && <p>{t("sample.realNone")}</p>}
      <h3>{t("sample.simulated")}</h3>
      {sample.simulated.length === 0 ? (
        <p>{t("sample.simulatedNone")}</p>
      ) : (
        <ul>
          {sample.simulated.map((one) => (
            <li key={one.en}>{one[language]}</li>
          ))}
        </ul>
      )}
      <p className="quiet">
        {t("sample.pace", { n: numberText(sample.perSecond, language, 1), seed: sample.seed })} {t("sample.own")}
      </p>
    </div>
  );
}
