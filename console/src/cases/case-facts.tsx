/** What is known of a case, people masked, and how far it is. What is not known yet is called so. */
import { CHANNEL_WORDS, CLASS_WORDS, COMPETENT_WORDS, RAIL_WORDS, type MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { Personal } from "../matter/personal.tsx";
import { nowMs } from "../now.ts";
import { instantText, numberText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { choiceOf } from "./act-words.ts";
import type { CaseBody } from "./case.ts";
import { Lure, Traits } from "./matter-card.tsx";
import { words } from "./words.ts";

export function CaseFacts({ matter }: { readonly matter: MatterInFull<CaseBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { axes, classes, places, holders, caught, traits, outcome } = matter.body;
  const unknown = <span className="quiet">{t("facts.unknown")}</span>;
  const rows: readonly (readonly [Parameters<typeof t>[0], ReactNode])[] = [
    ["facts.lure", <Lure key="lure" axes={axes} />],
    ["facts.channel", axes.channel === null ? unknown : choiceOf(CHANNEL_WORDS, axes.channel)],
    ["facts.rail", axes.rail === null ? unknown : choiceOf(RAIL_WORDS, axes.rail)],
    ...(classes.length === 0 ? [] : [["facts.classes", classes.map((one) => choiceOf(CLASS_WORDS, one)).join(" · ")] as const]),
    ...(places.length === 0 ? [] : [["facts.places", places.map((one) => `${choiceOf(COMPETENT_WORDS, one.kind)} (${one.territory})`).join(" · ")] as const]),
    ["facts.traits", <Traits key="traits" traits={traits} />],
    [
      "facts.holders",
      holders.length === 0
        ? unknown
        : holders.map(({ ref }, i) => (
            <span key={ref.token}>
              {i > 0 && ", "}
              <Personal of={ref} />
            </span>
          )),
    ],
    ...(caught === 0 ? [] : [["facts.caught", numberText(caught, language)] as const]),
    ...(outcome === null ? [] : [["facts.outcome", outcome] as const]),
  ];
  return (
    <section className="order-facts" aria-label={t("facts.title")}>
      <h2>{t("facts.title")}</h2>
      <dl className="pairs">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const STEPS = ["filedAtMs", "investigatingAtMs", "identifiedAtMs", "caughtAtMs", "prosecutedAtMs", "judgedAtMs"] as const;

export function Milestones({ matter }: { readonly matter: MatterInFull<CaseBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">{t("step.title")}</h2>
      <ol className="milestones">
        {STEPS.map((step) => {
          const atMs = matter.body.milestones[step] ?? null;
          return (
            <li key={step} className={atMs === null ? "quiet" : "reached"}>
              <span aria-hidden="true">{atMs === null ? "○" : "●"}</span> {t(`step.${step}`)}{" "}
              {atMs === null ? (
                <span>–</span>
              ) : (
                <time dateTime={new Date(atMs).toISOString()} title={instantText(atMs, language)}>
                  {sinceText(atMs, nowMs(), language)}
                </time>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
