/**
 * One verdict, in the order a person asks: what happens and how it ends, why, what speaks against it, what could not be
 * known, what was judged. Rules, versions and values come after the sentences, and thresholds never.
 */
import { SCAM_CATEGORY_NAMES, type JudgedEvent } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useBook } from "../session.tsx";
import { clockText, instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { ActionMark } from "./action-mark.tsx";
import { EventFields } from "./event-fields.tsx";
import { Listed } from "./listed.tsx";
import { Broken, Lowered, OnTrial, Unknown } from "./other-rules.tsx";
import { Reasons } from "./reasons.tsx";
import { useVerdictWords } from "./verdict-words.ts";

interface Props {
  readonly judged: JudgedEvent;
  readonly sample?: boolean;
}

export function VerdictBody({ judged, sample }: Props): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const loaded = useBook();
  const words = useVerdictWords();
  const book = loaded.kind === "here" ? loaded.value : null;
  const { event, verdict, receivedAtMs } = judged;
  const at = Date.parse(event.occurredAt);
  const currency = typeof event["currency"] === "string" ? event["currency"] : null;
  return (
    <div className="verdict-body">
      <div className={`verdict-head ${verdict.action}`}>
        <ActionMark action={verdict.action} />
        <span>{t(`kind.${event.kind}` as "kind.call", { defaultValue: event.kind })}</span>
        <time dateTime={event.occurredAt} title={instantText(at, language)}>
          {clockText(at, language)}
        </time>
        {sample === true && <span className="mark">{t("sample.mark")}</span>}
      </div>
      <dl className="summary">
        <div>
          <dt>{t("verdict.category")}</dt>
          <dd>{verdict.category === null ? t("verdict.categoryNone") : SCAM_CATEGORY_NAMES[verdict.category][language]}</dd>
        </div>
        <div>
          <dt>{t("verdict.stage")}</dt>
          <dd>{verdict.stage === null ? t("verdict.stageNone") : t(`stage.${verdict.stage}`)}</dd>
        </div>
        <div>
          <dt>{t("verdict.score")}</dt>
          <dd>{t("verdict.scoreOf", { n: verdict.scorePermille })}</dd>
        </div>
      </dl>
      <section className="means">
        <h3>{t("verdict.means")}</h3>
        <p>{t(`means.${verdict.action}`)}</p>
        <p className="quiet">
          {t("verdict.exit")}: {t(`exit.${verdict.action}`)}
        </p>
      </section>
      <Reasons hits={verdict.hits} book={book} words={words} currency={currency} />
      <Listed listings={verdict.listed} event={event} words={words} />
      <Lowered ids={verdict.lowered} book={book} />
      <Unknown ids={verdict.unknown} event={event} book={book} words={words} />
      <Broken ids={verdict.failed} book={book} />
      <OnTrial ids={verdict.shadow} book={book} />
      <EventFields event={event} words={words} allowed={verdict.action === "allow"} />
      <section className="record">
        <h3>{t("verdict.record")}</h3>
        <dl className="pairs">
          <div>
            <dt>{t("verdict.id")}</dt>
            <dd>
              <code>{verdict.eventId}</code>
            </dd>
          </div>
          <div>
            <dt>{t("verdict.occurred")}</dt>
            <dd>{instantText(at, language)}</dd>
          </div>
          <div>
            <dt>{t("verdict.received")}</dt>
            <dd>{instantText(receivedAtMs, language)}</dd>
          </div>
          <div title={t("verdict.digestWhy")}>
            <dt>{t("verdict.digest")}</dt>
            <dd>
              <code>{verdict.digest}</code>
            </dd>
          </div>
          {(Object.keys(verdict.versions) as (keyof typeof verdict.versions)[]).map((part) => (
            <div key={part}>
              <dt>{t(`verdict.version.${part}`, { defaultValue: part })}</dt>
              <dd>
                <code>{verdict.versions[part]}</code>
              </dd>
            </div>
          ))}
        </dl>
        <p className="quiet">{t("verdict.digestWhy")}</p>
      </section>
    </div>
  );
}
