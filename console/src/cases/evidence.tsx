/**
 * What two matters share, piece by piece: the sentence, the thing itself (people's masked), how much it says in words and
 * shape, where it comes from and in which reports and cases it stands on either side. Never thresholds alone.
 */
import { SCAM_CATEGORY_NAMES, type EvidenceSide, type LinkEvidence, type LinkStrength, type SeriesPair } from "@duanliu/client";
import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { hashOf } from "../place.ts";
import { languageNow } from "../words/language.ts";
import { groupsOf, strengthWord, type EvidenceGroup } from "./case.ts";
import { words } from "./words.ts";

/** Things and sources named for one kind of evidence: a decision rests on the first few. */
const THINGS_MAX = 4;
const SOURCES_MAX = 3;
const LINE_MAX = 2;
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
        {groupsOf(evidence).map((group) => (
          <li key={group.kind}>
            <p>
              <b>{group.words[language]}</b>
            </p>
            <Things group={group} />
            <p className="quiet">
              <span aria-hidden="true">{SHAPE[group.strength]}</span> {t(`says.${group.strength}`)} · {t(`source.${group.kind}`)}
            </p>
            <div className="shared-sides quiet">
              <Side side={group.here} name={t("side.left")} />
              <Side side={group.there} name={t("side.right")} />
            </div>
          </li>
        ))}
      </ol>
      {more > 0 && <p className="quiet">{t("moreEvidence", { count: more })}</p>}
    </section>
  );
}

/** The same in a line, for a list. */
export function EvidenceLine({ evidence }: { readonly evidence: readonly LinkEvidence[] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return groupsOf(evidence).map((group, i) => {
    const named = group.things.flatMap((one) => one.ref?.masked ?? []);
    return (
      <span key={group.kind}>
        {i > 0 && " · "}
        {group.words[language]} {named.slice(0, LINE_MAX).join(", ")}
        {named.length > LINE_MAX && <> {t("moreThings", { n: named.length - LINE_MAX })}</>}
      </span>
    );
  });
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

/** The things themselves: accounts and numbers masked, sites as they are. A likeness has none. */
function Things({ group }: { readonly group: EvidenceGroup }): ReactNode {
  const t = words.useWords();
  const said = group.things.filter((one) => one.ref !== null || one.what !== null);
  if (said.length === 0) return group.things.every((one) => one.refused) ? <p className="quiet">{t("links.refused")}</p> : null;
  return (
    <ul className="shared-things">
      {said.slice(0, THINGS_MAX).map((one) => (
        <li key={one.ref?.token ?? one.what}>
          {one.ref !== null ? <span>{one.ref.masked}</span> : <What kind={group.kind} what={one.what ?? ""} />}
          {one.refused && <span className="quiet"> · {t("links.refused")}</span>}
        </li>
      ))}
      {said.length > THINGS_MAX && <li className="quiet">{t("moreThings", { n: said.length - THINGS_MAX })}</li>}
    </ul>
  );
}

function What({ kind, what }: { readonly kind: EvidenceGroup["kind"]; readonly what: string }): ReactNode {
  if (kind === "typology" && Object.hasOwn(SCAM_CATEGORY_NAMES, what)) return <span>{SCAM_CATEGORY_NAMES[what as keyof typeof SCAM_CATEGORY_NAMES][languageNow()]}</span>;
  return <code>{what}</code>;
}

/** In which matters of one side it stands. */
function Side({ side, name }: { readonly side: EvidenceSide; readonly name: string }): ReactNode {
  const t = words.useWords();
  const shown = side.named.slice(0, SOURCES_MAX);
  const hidden = side.named.length === 0;
  const rest = side.count - shown.length;
  return (
    <span>
      {name}:{" "}
      {shown.map((one, i) => (
        <span key={one.id}>
          {i > 0 && ", "}
          <a href={one.id.startsWith("cas_") ? hashOf("cases", one.id) : hashOf("stop", one.id)}>{one.serial}</a>
        </span>
      ))}
      {rest > 0 && <> {hidden ? t("outsideSource", { count: rest }) : t("andMore", { n: rest })}</>}
    </span>
  );
}
