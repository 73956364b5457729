/** What an entry says, as names and values: what it does and why, on what law, since when, until when, and whom it may be given to. */
import { type EntryReceipts, type ListEntryBody, type MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Assumed, Does, Hits, legalBasis, WindowNote } from "./parts.tsx";
import { words } from "./words.ts";

interface Props {
  readonly entry: MatterInFull<ListEntryBody>;
  /** Null as long as they are not here. */
  readonly receipts: EntryReceipts | null;
}

type Row = readonly [name: Parameters<ReturnType<typeof words.useWords>>[0], value: ReactNode];

export function EntryFacts({ entry, receipts }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { body } = entry;
  const at = (ms: number): ReactNode => <time dateTime={new Date(ms).toISOString()}>{instantText(ms, language)}</time>;
  const basis = legalBasis(entry);
  const over = body.endedAtMs !== null;
  const rows: readonly (Row | null)[] = [
    [
      "facts.does",
      <>
        <Does strength={body.strength} /> <span className="quiet">{t(`does.${body.strength}`)}</span>
      </>,
    ],
    body.reason === null ? null : ["facts.reason", body.reason[language]],
    ["facts.decider", body.decider === null ? <span className="quiet">{t("basisNone")}</span> : body.decider[language]],
    basis === null ? null : ["facts.basis", <code>{basis}</code>],
    body.basis === null ? null : ["facts.confidence", `${numberText(body.confidencePermille / 10, language, 1)} %`],
    ["facts.sharing", t(`sharing.${body.sharing}`)],
    body.activatedAtMs === null ? null : ["facts.since", at(body.activatedAtMs)],
    body.listedAtMs === null ? null : ["facts.listed", at(body.listedAtMs)],
    body.endsAtMs === null
      ? null
      : [
          "facts.ends",
          <>
            {at(body.endsAtMs)} {!over && <Clock dueAtMs={body.endsAtMs} startedAtMs={body.activatedAtMs ?? undefined} bare />} {body.lifeAssumed && <Assumed />}
          </>,
        ],
    body.reviewAtMs === null || over ? null : ["facts.review", body.reviewDue ? <b className="due-now">▸ {t("reviewNow")}</b> : at(body.reviewAtMs)],
    body.extensions.length === 0
      ? null
      : [
          "facts.extended",
          body.extensions.map((one) => (
            <span key={one.atMs} className="row-under">
              {at(one.atMs)}
            </span>
          )),
        ],
    body.activatedAtMs === null || body.strength === "watch"
      ? null
      : ["facts.told", body.toldAtMs === null ? <span className="quiet">{body.ref === null || body.type === "device" ? t("facts.noHolder") : "–"}</span> : at(body.toldAtMs)],
    body.tellLater === null ? null : ["facts.tellLater", body.tellLater],
    receipts === null || receipts.hits === null ? null : ["facts.hits", <Hits hits={receipts.hits} />],
    body.overdue === 0 ? null : ["facts.overdue", numberText(body.overdue, language)],
    body.trouble === null ? null : ["facts.trouble", body.trouble],
    body.note === null ? null : ["facts.note", body.note],
  ];
  return (
    <section className="order-facts" aria-label={t("facts.title")}>
      <h2>{t("facts.title")}</h2>
      <dl className="pairs">
        {rows
          .filter((row) => row !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {receipts !== null && receipts.hits !== null && <WindowNote window={receipts.window} />}
    </section>
  );
}
