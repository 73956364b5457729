/**
 * What restricts the person, as one restriction however many orders it went through: since when, until when, by whom, on what
 * basis, what was told as the reason; and the hands that were in it, so that it is seen that whoever reviews had none.
 */
import { ROLE_WORDS, type AppealOutlook, type HistoryLine, type MatterInFull, type MatterKind } from "@duanliu/client";
import { useCallback, type ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useKept } from "../matter/use-matters.ts";
import { hashOf } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { useSession } from "../session.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

export function Limits({ outlook }: { readonly outlook: AppealOutlook }): ReactNode {
  const t = words.useWords();
  const { restrictions } = outlook;
  return (
    <section className="side" aria-labelledby="limits-title">
      <h2 id="limits-title">{t("limits.title")}</h2>
      {restrictions.length === 0 && <p className="quiet">{t("limits.none")}</p>}
      {restrictions.map((one) => (
        <Limit key={one.id} one={one} />
      ))}
      {restrictions.length > 1 && <p className="quiet">{t("limits.chain")}</p>}
    </section>
  );
}

function Limit({ one }: { readonly one: AppealOutlook["restrictions"][number] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const place = placeOfMatter(one.id);
  const at = (ms: number): string => instantText(ms, language);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t("limits.state"), `${one.state[language]} · ${t(one.inForce ? "limits.inForce" : "limits.over")}`],
    ...(one.startedAtMs === null ? [] : [[t("limits.since"), at(one.startedAtMs)] as const]),
    one.endedAtMs === null ? [t("limits.until"), one.endsAtMs === null ? t("limits.noEnd") : at(one.endsAtMs)] : [t("limits.ended"), at(one.endedAtMs)],
    ...(one.heldMinor === null || one.currency === null ? [] : [[t("limits.held"), <Money key="held" amountMinor={one.heldMinor} currency={one.currency} />] as const]),
    ...(one.reason === null ? [] : [[t("limits.why"), one.reason[language]] as const]),
    ...(one.decider === null ? [] : [[t("limits.decider"), one.decider[language]] as const]),
    [t("limits.basis"), one.basis[language]],
  ];
  return (
    <article className={one.inForce ? "limit" : "limit over"}>
      <h3>
        {one.words[language]} · {one.about}
      </h3>
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        {one.serial} {place !== null && <a href={hashOf(place, one.id)}>{t("limits.open")}</a>}
      </p>
    </article>
  );
}

// --- hands -----------------------------------------------------------------------------------------------------------

interface HandsProps {
  readonly against: string;
  readonly kind: MatterKind;
  readonly appeal: Pick<MatterInFull, "history">;
  readonly otherUnit: boolean;
}

/** Proposed, approved, reviewed: by three people. What the reader may not see of the measure is left open. */
export function Hands({ against, kind, appeal, otherUnit }: HandsProps): ReactNode {
  const t = words.useWords();
  const { desk } = useSession();
  const [target] = useKept(
    useCallback((signal: AbortSignal) => desk.show(kind, against, signal), [desk, kind, against]),
    useCallback((change: { readonly id: string }) => change.id === against, [against]),
  );
  const history = target.kind === "here" ? target.value.history : [];
  const by = (lines: readonly HistoryLine[], command: string): HistoryLine | undefined =>
    lines.findLast((line) => line.role !== "system" && (line.event === command || line.detail["command"] === command));
  const opened = history.find((line) => line.version === 1);
  const approved = by(history, "approve") ?? by(history, "impose");
  const reviewed = by(appeal.history, "decide") ?? by(appeal.history, "take");
  return (
    <ol className="signatures" aria-label={t("hands.title")}>
      <li>
        <b>① {t("hands.took")}</b>
        <Hand line={opened} none="–" />
      </li>
      <li className={approved === undefined ? "empty-signature" : undefined}>
        <b>② {t("hands.approved")}</b>
        <Hand line={approved} none={t("hands.nobody")} />
      </li>
      <li className={reviewed === undefined ? "empty-signature" : undefined}>
        <b>③ {t("hands.review")}</b>
        <Hand line={reviewed} none={t("hands.somebody")} />
        {otherUnit && <span className="quiet">{t("hands.otherUnit")}</span>}
      </li>
    </ol>
  );
}

function Hand({ line, none }: { readonly line: HistoryLine | undefined; readonly none: string }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  if (line === undefined) return <span className="quiet">{none}</span>;
  const role = Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as keyof typeof ROLE_WORDS][language] : line.role;
  const program = line.actor.startsWith("system:") || line.role === "system";
  return (
    <span>
      ✓ {program ? t("hands.program") : `${nameOf(organisations, line.unit)} · ${role}`}
      <br />
      <span className="quiet">{instantText(line.occurredAtMs, language)}</span>
    </span>
  );
}
