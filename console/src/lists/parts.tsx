/** Small parts of the lists: what an entry does, its state and clocks, how old it is, how often screening met it. */
import type { EntryGround, HitWindow, ListEntryBody, ListEntryKind, ListHits, MatterInFull, RegisterRow } from "@duanliu/client";
import type { ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { useNow } from "../now.ts";
import { instantText, numberText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { ageOf, SHAPE } from "./lists.ts";
import { words } from "./words.ts";

export function Does({ strength }: { readonly strength: ListEntryKind }): ReactNode {
  const t = words.useWords();
  return (
    <span className={`does ${strength}`} title={strength === "allow" ? undefined : t(`does.${strength}`)}>
      <span aria-hidden="true">{SHAPE[strength]}</span> {t(`strength.${strength}`)}
    </span>
  );
}

export function Assumed(): ReactNode {
  const t = words.useWords();
  return (
    <span className="mark" title={t("assumedWhy")}>
      {t("assumed")}
    </span>
  );
}

/** Since it is in force, or since it was proposed. */
export function Age({ fromMs, proposed }: { readonly fromMs: number; readonly proposed: boolean }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const language = languageNow();
  const { unit, n } = ageOf(now - fromMs);
  const at = instantText(fromMs, language);
  return (
    <time dateTime={new Date(fromMs).toISOString()} title={t(proposed ? "age.proposed" : "age.since", { at })}>
      {t(`age.${unit}`, { n: numberText(n, language) })}
    </time>
  );
}

/** Null: it was never in the lists. */
export function Hits({ hits }: { readonly hits: ListHits | null }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const language = languageNow();
  if (hits === null) return <span className="quiet">{t("hitsNot")}</span>;
  if (hits.hits === 0) return <span className="quiet">{t("hitsNever")}</span>;
  return (
    <>
      <b className="hit-count">{numberText(hits.hits, language)}</b> <span className="quiet">{t("hitsLast", { at: sinceText(hits.lastAtMs, now, language) })}</span>
    </>
  );
}

/** What the figures of hits are of. */
export function WindowNote({ window }: { readonly window: HitWindow }): ReactNode {
  const t = words.useWords();
  return (
    <p className="quiet">
      {t("hitsSince", { at: instantText(window.sinceMs, languageNow()) })}
      {!window.complete && <> {t("hitsPart")}</>}
    </p>
  );
}

type Timed = Pick<RegisterRow, "state" | "closedAtMs" | "dueAtMs" | "openedAtMs"> & { readonly body: ListEntryBody };

/** By when it is decided, when it ends and when somebody looks again; when it ended, once it has. */
export function Clocks({ entry }: { readonly entry: Timed }): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const language = languageNow();
  const { body } = entry;
  if (entry.closedAtMs !== null || body.endedAtMs !== null)
    return <span className="quiet">{t("ended", { at: sinceText(body.endedAtMs ?? entry.closedAtMs ?? entry.openedAtMs, now, language) })}</span>;
  if (entry.state === "proposed")
    return (
      <span>
        <span className="quiet">{t("decideBy")}</span> <Clock dueAtMs={entry.dueAtMs} startedAtMs={entry.openedAtMs} bare />
      </span>
    );
  return (
    <span className="entry-clocks">
      <span>
        <span className="quiet">{t("endsIn")}</span> <Clock dueAtMs={body.endsAtMs} startedAtMs={body.activatedAtMs ?? undefined} bare /> {body.lifeAssumed && <Assumed />}
      </span>
      {body.reviewDue || body.recheckDue ? (
        <b className="due-now">▸ {t(body.reviewDue ? "reviewNow" : "recheckNow")}</b>
      ) : (
        body.reviewAtMs !== null && (
          <span>
            <span className="quiet">{t("reviewIn")}</span> <Clock dueAtMs={body.reviewAtMs} startedAtMs={body.reviewedAtMs ?? body.activatedAtMs ?? undefined} bare />
          </span>
        )
      )}
    </span>
  );
}

export function useGroundWord(): (ground: Pick<EntryGround, "kind">) => string {
  const t = words.useWords();
  return ({ kind }) => t(`ground.${kind}`);
}

/** The basis of law that the newest decision named. */
export function legalBasis(entry: Pick<MatterInFull, "history">): string | null {
  return entry.history.toSorted((a, b) => b.seq - a.seq).find(({ basis }) => basis !== null)?.basis ?? null;
}
