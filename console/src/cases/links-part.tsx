/** What may belong together with a case, the strongest first, each a way to look at both side by side; and what says nothing because it is too common. */
import { KINDS, type CaseLinks, type MatterKind } from "@duanliu/client";
import type { ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKind, wordOf } from "../matter/names.ts";
import type { Kept } from "../matter/use-matters.ts";
import { hashOf } from "../place.ts";
import { languageNow } from "../words/language.ts";
import { strengthWord } from "./case.ts";
import { EvidenceLine } from "./evidence.tsx";
import { words } from "./words.ts";

interface Props {
  readonly id: string;
  readonly links: Kept<CaseLinks>;
  readonly onAgain: () => void;
}

export function LinksPart({ id, links, onAgain }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const report = useKind("report");
  const ofCase = useKind("case");
  return (
    <section aria-labelledby="links-title">
      <h2 id="links-title">{t("links.title")}</h2>
      {links.kind === "loading" && <Loading rows={3} />}
      {links.kind === "failed" && <Failed detail={links.detail} onAgain={onAgain} />}
      {links.kind === "here" && (
        <>
          {links.value.links.length === 0 && <p className="quiet">{t("links.none")}</p>}
          <ol className="link-rows">
            {links.value.links.map((link) => (
              <li key={link.id}>
                <p>
                  <a href={hashOf("cases", id, link.id)}>
                    {KINDS[link.kind as MatterKind]?.[language] ?? link.kind} {link.serial}
                  </a>{" "}
                  <span className="state-tag">{wordOf((link.kind === "case" ? ofCase : report)?.states, link.state)}</span>{" "}
                  <b>{t(`strength.${strengthWord(link.strengthPermille)}`)}</b>
                  {link.refused && <span className="mark">{t("links.refused")}</span>}
                </p>
                <p className="quiet">
                  <EvidenceLine evidence={link.evidence} />
                  {link.series.map((series) => (
                    <span key={series.id}>
                      {" "}
                      · <a href={hashOf("cases", series.id)}>{t("links.inSeries", { serial: series.serial })}</a>
                    </span>
                  ))}
                </p>
              </li>
            ))}
          </ol>
          {links.value.elsewhere > 0 && <p>{t("links.elsewhere", { count: links.value.elsewhere })}</p>}
          {links.value.leftOut.map((one) => (
            <p key={`${one.kind} ${one.what}`} className="quiet">
              {t("links.leftOut", { what: `${one[language]} ${one.what}`.trim(), n: one.inMoreThan })}
            </p>
          ))}
        </>
      )}
    </section>
  );
}
