/** What lists say of the parties, and who says so: whoever is restricted can see on whose word, and until when. */
import type { EventJson, VerdictListing } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { languageNow } from "../words/language.ts";
import { fieldsOf, shortLabel, type VerdictWords } from "./verdict-words.ts";

interface Props {
  readonly listings: readonly VerdictListing[];
  readonly event: EventJson;
  readonly words: VerdictWords | null;
}

export function Listed({ listings, event, words }: Props): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  if (listings.length === 0) return null;
  const partyWord = (party: string): string => {
    const field = fieldsOf(event.kind, words).find((spec) => spec.name === party);
    if (field !== undefined) return shortLabel(field[language]);
    return t(`verdict.party.${party}` as "verdict.party.site", { defaultValue: party });
  };
  return (
    <section className="other-rules">
      <h3>{t("verdict.listed")}</h3>
      <ul className="named">
        {listings.map((one) => (
          <li key={`${one.party} ${one.kind} ${one.because.en}`}>
            <b>
              {partyWord(one.party)} · {t(`rules.list.${one.kind}`)}
            </b>{" "}
            {one.because[language]}
          </li>
        ))}
      </ul>
    </section>
  );
}
