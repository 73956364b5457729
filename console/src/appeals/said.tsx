/**
 * What the person says: why, in their own words, and the papers they handed in, of which only fingerprints and short texts are
 * here. Words and names are masked until somebody says what they need them for.
 */
import type { Asker, HandedPaper, PersonalRef, ToldReason } from "@duanliu/client";
import type { ReactNode } from "react";
import { Personal, useOpenedValues } from "../matter/personal.tsx";
import { bytesText, instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useAppealWords } from "./use-appeal-words.ts";
import { words } from "./words.ts";

export function Statements({ of }: { readonly of: readonly PersonalRef[] }): ReactNode {
  const t = words.useWords();
  const opened = useOpenedValues();
  if (of.length === 0) return <p className="quiet">{t("says.noStatement")}</p>;
  const hidden = of.some((one) => !opened.has(one.token));
  return (
    <>
      {of.map((one) => (
        <blockquote key={one.token}>
          <Words of={one} />
        </blockquote>
      ))}
      {hidden && <p className="quiet">{t("says.masked")}</p>}
    </>
  );
}

/** Of what is masked the length alone is known. */
function Words({ of }: { readonly of: PersonalRef }): ReactNode {
  const t = words.useWords();
  const opened = useOpenedValues();
  const length = /\d+/.exec(of.masked)?.[0];
  return opened.has(of.token) || length === undefined ? <Personal of={of} /> : <span className="personal masked">{t("says.length", { count: Number(length) })}</span>;
}

export function Papers({ of }: { readonly of: readonly HandedPaper[] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const known = useAppealWords();
  const kindOf = (kind: string): string => {
    const found = known?.PAPER_WORDS[kind as keyof typeof known.PAPER_WORDS];
    return found?.[language] ?? kind;
  };
  return (
    <section>
      <h3>{t("says.papers")}</h3>
      {of.length === 0 ? (
        <p className="quiet">{t("says.noPapers")}</p>
      ) : (
        <>
          <ul className="papers">
            {of.map((paper) => (
              <li key={paper.sha256}>
                <b>{kindOf(paper.kind)}</b> <span className="quiet">{`${instantText(paper.atMs, language)} · ${bytesText(paper.bytes)}`}</span>
                {paper.name !== null && (
                  <>
                    {" · "}
                    <Personal of={paper.name} />
                  </>
                )}
                <br />
                <code title={paper.sha256}>{paper.sha256.slice(0, 16)}…</code>
                {paper.text !== null && (
                  <blockquote>
                    <Words of={paper.text} />
                  </blockquote>
                )}
              </li>
            ))}
          </ul>
          <p className="quiet">{t("says.papersHow")}</p>
        </>
      )}
    </section>
  );
}

/** Who asks, who acts for them, where the answer goes. */
export function Who({ asker, through }: { readonly asker: Asker; readonly through: boolean }): ReactNode {
  const t = words.useWords();
  const { holder, name, contact, agent } = asker;
  return (
    <p className="asker">
      {name !== null && <Personal of={name} />} {holder !== null && <Personal of={holder} />}
      <br />
      <span className="quiet">
        {t("says.reach")}: {contact !== null ? <Personal of={contact} /> : through ? t("says.through") : holder !== null ? <Personal of={holder} /> : "–"}
      </span>
      {agent !== null && (
        <>
          <br />
          <span className="quiet">{t("says.agent", { why: agent.ground[languageNow()], paper: agent.authority })}</span>
        </>
      )}
    </p>
  );
}

export function Reasons({ of }: { readonly of: readonly (ToldReason | { readonly zh: string; readonly en: string })[] }): ReactNode {
  const language = languageNow();
  return (
    <ul className="plain-list">
      {of.map((one) => (
        <li key={one.en}>{one[language]}</li>
      ))}
    </ul>
  );
}
