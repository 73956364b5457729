/** Where a case stands among units and cases: the clocks that run, who is competent, and what goes on in what. */
import { MERGE_WORDS, type KindDescription, type MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { StateTag } from "../matter/marks.tsx";
import { nameOf, useOrganisations, wordOf } from "../matter/names.ts";
import { useMatters } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { hashOf } from "../place.ts";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { choiceOf } from "./act-words.ts";
import type { CaseBody } from "./case.ts";
import { words } from "./words.ts";

interface Props {
  readonly matter: MatterInFull<CaseBody>;
}

/** All clocks, those that run first. */
export function Clocks({ matter }: Props): ReactNode {
  const t = words.useWords();
  const running = matter.deadlines.filter((one) => one.state === "armed");
  return (
    <section aria-labelledby="clocks-title">
      <h2 id="clocks-title">{t("clocks.title")}</h2>
      {running.length === 0 && <p className="quiet">{t("clocks.none")}</p>}
      <ul className="clock-rows">
        {running.map((one) => (
          <li key={one.key}>
            {t(one.key === "case.transferToCompetent" ? "clocks.transfer" : "clocks.other")}{" "}
            <Clock dueAtMs={one.dueAtMs} startedAtMs={one.startedAtMs} unknownYear={one.unknownYear} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Moving({ matter }: Props): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  const { transfer, moves } = matter.body;
  if (transfer === null && moves.length < 2) return null;
  return (
    <section className="moving" aria-labelledby="moving-title">
      <h2 id="moving-title">{t("moving.title")}</h2>
      {transfer !== null && (
        <>
          <dl className="pairs">
            <div>
              <dt>{t("moving.from")}</dt>
              <dd>{nameOf(organisations, transfer.from.org)}</dd>
            </div>
            {transfer.to !== null && (
              <div>
                <dt>{t("moving.to")}</dt>
                <dd>{nameOf(organisations, transfer.to.org)}</dd>
              </div>
            )}
            <div>
              <dt>{t("moving.ground")}</dt>
              <dd>{transfer.ground}</dd>
            </div>
            {transfer.returned !== null && (
              <div>
                <dt>{t("moving.returned")}</dt>
                <dd>{transfer.returned}</dd>
              </div>
            )}
          </dl>
          <p className="quiet">{transfer.designated ? t("moving.designated") : t("moving.until", { unit: nameOf(organisations, transfer.from.org) })}</p>
        </>
      )}
      {moves.length > 1 && (
        <ol className="move-rows">
          {moves.map((move) => (
            <li key={`${move.org} ${move.atMs}`}>
              <time dateTime={new Date(move.atMs).toISOString()} title={instantText(move.atMs, language)}>
                {sinceText(move.atMs, nowMs(), language)}
              </time>{" "}
              {t(`how.${move.how}`)} {nameOf(organisations, move.org)}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Both ways: what goes on in this case, and in which one this goes on; and how it is parted again. */
export function Merged({ matter, kind }: Props & { readonly kind: KindDescription | null }): ReactNode {
  const t = words.useWords();
  const { into, merged } = matter.body;
  const [inside] = useMatters<CaseBody>("case", { parent: matter.id, limit: 50 });
  if (into === null && merged.length === 0) return null;
  const act = wordOf(kind?.commands, "unmerge");
  const cases = inside.kind === "here" ? inside.value.items : [];
  return (
    <section className="merged" aria-label={t("merged.title")}>
      {into !== null && (
        <p className="merged-into">
          <b>
            <a href={hashOf("cases", into.case)}>{t("merged.into", { case: t("merged.other") })}</a>
          </b>{" "}
          · {t("merged.ground", { ground: choiceOf(MERGE_WORDS, into.ground) })}
          <br />
          <span className="quiet">{t("merged.how", { act })}</span>
        </p>
      )}
      {merged.length > 0 && (
        <>
          <h2>{t("merged.title")}</h2>
          <ul className="member-rows">
            {cases.map((one) => (
              <li key={one.id}>
                <a href={hashOf("cases", one.id)}>{one.serial}</a> <StateTag matter={one} /> {one.body.summary}{" "}
                <span className="quiet">{one.body.into !== null && t("merged.ground", { ground: choiceOf(MERGE_WORDS, one.body.into.ground) })}</span>
              </li>
            ))}
          </ul>
          <p className="quiet">{t("merged.how", { act })}</p>
        </>
      )}
    </section>
  );
}
