/**
 * What two matters share, piece by piece: the sentence, the thing itself (people's masked), how much it says in words and
 * shape, where it comes from and in which reports and cases it stands on either side. Never thresholds alone.
 */
import { SCAM_CATEGORY_NAMES, type EvidenceSide, type LinkEvidence, type LinkStrength, type SeriesPair } from "@duanliu/client";
import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { hashOf } from "../place.ts";
import { languageNow } from "../words/language.ts";
import { strengthWord } from "./case.ts";
import { words } from "./words.ts";

/** Told apart without colour. */
const SHAPE: Readonly<Record<LinkStrength, string>> = { hard: "●●●", medium: "●●○", soft: "●○○" };

interface Props {
  readonly evidence: readonly LinkEvidence[];
  readonly more: number;
  readonly strengthPermille: number;
  readonly ground?: string | null;
  readonly outside?: boolean;
}

export function SharedEvidence({ evidence, more, strengthPermille, ground = null, outside = false }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return (
    <section className="shared" aria-label={t("shared")}>
      <h3>{t("shared")}</h3>
      {strengthPermille > 0 && evidence.length > 0 && <Strength permille={strengthPermille} />}
      {ground !== null && <p className="shared-ground">{t("ground", { ground })}</p>}
      {outside && <p>{t("outside")}</p>}
      {!outside && evidence.length === 0 && ground === null && <p className="quiet">{t("noEvidence")}</p>}
      <ol className="shared-rows">
        {evidence.map((one) => (
          <li key={`${one.kind} ${one.ref?.token ?? one.what ?? ""}`} className={one.refused ? "refused" : undefined}>
            <p>
              <b>{one[language]}</b> <What one={one} />
            </p>
            <p className="quiet">
              <span className="says">
                <span aria-hidden="true">{SHAPE[one.strength]}</span> {t(`says.${one.strength}`)}
              </span>
              {one.refused && <> · {t("links.refused")}</>}
            </p>
            <p className="quiet">{t(`source.${one.kind}`)}</p>
            <div className="shared-sides">
              <Side side={one.here} mark="‹" />
              <Side side={one.there} mark="›" />
            </div>
          </li>
        ))}
      </ol>
      {more > 0 && <p className="quiet">{t("moreEvidence", { count: more })}</p>}
    </section>
  );
}

export function PairEvidence({ pair }: { readonly pair: SeriesPair }): ReactNode {
  return <SharedEvidence evidence={pair.evidence} more={pair.moreEvidence} strengthPermille={pair.strengthPermille} ground={pair.ground} outside={pair.outside} />;
}

/** In words first; the number, and that it rests on an assumption, for whoever asks. */
export function Strength({ permille }: { readonly permille: number }): ReactNode {
  const t = words.useWords();
  const word = strengthWord(permille);
  return (
    <p className={`strength ${word}`}>
      <span aria-hidden="true">{word === "strong" ? "●●●" : word === "supposed" ? "●●○" : "●○○"}</span> {t(`strength.${word}`)}{" "}
      <span className="quiet">{t("of1000", { n: permille })}</span>{" "}
      <Tooltip title={t("assumedHow")}>
        <span className="mark" tabIndex={0}>
          {t("assumed")}
        </span>
      </Tooltip>
    </p>
  );
}

function What({ one }: { readonly one: LinkEvidence }): ReactNode {
  if (one.ref !== null) return <span className="shared-what">{one.ref.masked}</span>;
  if (one.what === null) return null;
  if (one.kind === "typology" && Object.hasOwn(SCAM_CATEGORY_NAMES, one.what))
    return <span className="shared-what">{SCAM_CATEGORY_NAMES[one.what as keyof typeof SCAM_CATEGORY_NAMES][languageNow()]}</span>;
  return <code className="shared-what">{one.what}</code>;
}

/** In which matters of one side it stands. */
function Side({ side, mark }: { readonly side: EvidenceSide; readonly mark: string }): ReactNode {
  const t = words.useWords();
  const rest = side.count - side.named.length;
  return (
    <span className="shared-side quiet">
      <span aria-hidden="true">{mark}</span>{" "}
      {side.named.map((one, i) => (
        <span key={one.id}>
          {i > 0 && ", "}
          <a href={one.id.startsWith("cas_") ? hashOf("cases", one.id) : hashOf("stop", one.id)}>{one.serial}</a>
        </span>
      ))}
      {rest > 0 && <> {side.named.length === 0 ? t("outsideSource", { count: rest }) : t("andMore", { n: rest })}</>}
    </span>
  );
}
