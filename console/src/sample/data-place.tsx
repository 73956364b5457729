/** What the page shows: what is real and what is simulated, and how this server came to know it. */
import type { Stats } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { useStats } from "../session.tsx";
import { bytesText, instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { SampleContents } from "./sample-contents.tsx";

export function DataPlace(): ReactNode {
  const { t } = useTranslation();
  const stats = useStats();
  return (
    <article className="page">
      <h1>{t("data.title")}</h1>
      {stats.kind === "loading" && <Loading rows={10} />}
      {stats.kind === "failed" && <Failed detail={stats.detail} />}
      {stats.kind === "here" && (
        <>
          <section>
            <h2>{t("sample.title")}</h2>
            {stats.value.sample.running ? <SampleContents sample={stats.value.sample} /> : <p>{t("data.noSample")}</p>}
          </section>
          <section>
            <h2>{t("data.leastData")}</h2>
            <p>{t("data.leastDataNote")}</p>
          </section>
          <Server stats={stats.value} />
        </>
      )}
    </article>
  );
}

function Server({ stats }: { readonly stats: Stats }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const n = (value: number): string => numberText(value, language);
  const { recovered, log, state, versions } = stats;
  const rows: readonly (readonly [string, ReactNode, string?])[] = [
    [t("data.since"), instantText(stats.startedAtMs, language)],
    [
      t("data.recovered"),
      t(recovered.fromSnapshot ? "data.recoveredSnapshot" : "data.recoveredNote", { n: n(recovered.eventsReplayed) }),
      recovered.differed > 0 ? t("data.differed", { n: n(recovered.differed) }) : undefined,
    ],
    [t("data.log"), n(log.nextSequence), t("data.logNote", { bytes: bytesText(log.bytesLogged) })],
    [t("data.remembered"), n(state.features.live), t("data.rememberedNote", { bytes: bytesText(state.features.bytes + state.scriptBytes) })],
    [t("data.watchers"), n(stats.watchers)],
    ...(Object.keys(versions) as (keyof typeof versions)[]).map(
      (part) => [`${t("verdict.versions")} · ${t(`verdict.version.${part}`, { defaultValue: part })}`, <code key={part}>{versions[part]}</code>] as const,
    ),
  ];
  return (
    <section>
      <h2>{t("data.server")}</h2>
      <dl className="pairs">
        {rows.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} {note !== undefined && <span className="quiet">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
