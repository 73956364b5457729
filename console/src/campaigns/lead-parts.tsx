/** Parts of a lead's screen: what it is about, what it rests on, and what its unit found and returned. */
import type { CampaignWords, LeadBody, LeadEvidence, LeadResult, MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { Personal } from "../matter/personal.tsx";
import { hashOf } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { choiceWord, wordIn } from "./speak.ts";
import { words } from "./words.ts";

interface Props {
  readonly body: LeadBody;
  readonly all: CampaignWords | null;
}

export function Subjects({ body, all }: Props): ReactNode {
  const t = words.useWords();
  return (
    <ul className="plain-list">
      {body.subjects.map(({ ref, role }) => (
        <li key={`${ref.token} ${role}`}>
          <Personal of={ref} />{" "}
          <span className="quiet">
            {choiceWord(t, null, "type", ref.type)} · {role === "involved" ? t("lead.asInvolved") : wordIn(all?.OBJECTIVE_WORDS, role)}
          </span>
          {body.verification?.involved.includes(ref.token) === true && <b> ✓ {t("lead.involved")}</b>}
        </li>
      ))}
    </ul>
  );
}

export function Evidence({ body, all }: Props): ReactNode {
  const t = words.useWords();
  return (
    <ul className="plain-list">
      {body.evidence.map((one, i) => (
        // Sources have no id of their own, and their order does not change.
        <li key={`${i} ${one.ref ?? ""}`}>
          <span className="quiet">{choiceWord(t, all, "kind", one.kind)}</span> <Source of={one} />
        </li>
      ))}
    </ul>
  );
}

function Source({ of }: { readonly of: LeadEvidence }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const guarded = !of.disclosable && (
    <span className="protected">
      ◆ {of.words?.[language] ?? t("form.mayNot")}. {t("lead.protectedHow")}
    </span>
  );
  if (of.ring !== null) {
    const { accounts, scorePermille, model, because } = of.ring;
    return (
      <>
        {t("lead.ringHow", { accounts, score: scorePermille, model, because })} {guarded}
      </>
    );
  }
  if (of.ref === null) return guarded;
  const place = of.kind === "matter" ? placeOfMatter(of.ref) : null;
  return (
    <>
      {place === null ? of.ref : <a href={hashOf(place, of.ref)}>{of.ref}</a>} {guarded}
    </>
  );
}

/** What was found, what was returned, and what others said to it. */
export function Found({ matter, all }: { readonly matter: MatterInFull<LeadBody>; readonly all: CampaignWords | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const { verification, results, remarks, outcome } = matter.body;
  return (
    <>
      {verification !== null && (
        <section className="campaign-part" aria-label={t("lead.verification")}>
          <h2>{t("lead.verification")}</h2>
          <p>
            <b>{wordIn(all?.FINDING_WORDS, verification.finding)}</b> · {verification.note} <span className="quiet">{instantText(verification.atMs, language)}</span>
          </p>
        </section>
      )}
      {results.length > 0 && (
        <section className="campaign-part" aria-label={t("lead.results")}>
          <h2>{t("lead.results")}</h2>
          {results.map((one) => (
            <Result key={one.atMs} result={one} all={all} />
          ))}
        </section>
      )}
      {remarks.length > 0 && (
        <section className="campaign-part" aria-label={t("lead.remarks")}>
          <h2>{t("lead.remarks")}</h2>
          <ul className="plain-list">
            {remarks.map((one) => (
              <li key={`${one.atMs} ${one.text}`}>
                {one.text}{" "}
                <span className="quiet">
                  {nameOf(organisations, one.org)} · {instantText(one.atMs, language)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {outcome !== null && (
        <p>
          <span className="quiet">{t("outcome")}</span> {outcome}
        </p>
      )}
    </>
  );
}

function Result({ result, all }: { readonly result: LeadResult; readonly all: CampaignWords | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { persons, dens, platforms, devices, money } = result;
  const lines: readonly (readonly [key: string, node: ReactNode])[] = [
    ...persons.map((one, i): readonly [string, ReactNode] => [
      `p${i}`,
      <>
        {t("results.persons")}: <Personal of={one.person} /> · {wordIn(all?.STATUS_WORDS, one.status)} · {wordIn(all?.PART_WORDS, one.part)}
      </>,
    ]),
    ...dens.map((one, i): readonly [string, ReactNode] => [
      `d${i}`,
      <>
        {t("results.dens")}: <Personal of={one} />
      </>,
    ]),
    ...platforms.map((one, i): readonly [string, ReactNode] => [
      `h${i}`,
      <>
        {t("results.platforms")}: <Personal of={one} />
      </>,
    ]),
    ...devices.map((one, i): readonly [string, ReactNode] => [
      `v${i}`,
      <>
        {t("results.devices")}: {choiceWord(t, all, "kind", one.kind)} × {one.count} {one.device !== null && <Personal of={one.device} />}
      </>,
    ]),
    ...money.map((one, i): readonly [string, ReactNode] => [
      `m${i}`,
      <>
        {t("results.money")}: {choiceWord(t, all, "kind", one.kind)} <Money amountMinor={one.amountMinor} currency={one.currency} />{" "}
        {one.account !== null && <Personal of={one.account} />}
      </>,
    ]),
  ];
  return (
    <div>
      <p className="quiet">{t("lead.resultAt", { at: instantText(result.atMs, language) })}</p>
      {lines.length === 0 ? (
        <p>{t("lead.noResult")}</p>
      ) : (
        <ul className="plain-list">
          {lines.map(([key, node]) => (
            <li key={key}>{node}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
