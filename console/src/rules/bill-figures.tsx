/**
 * The figures of a bill, rights first: who would be warned more and fewer, whom of the known innocent it would hit. Every figure
 * opens the events that it counts; none stands without what it is of.
 */
import { ACTIONS, type Bill, type Both, type ReplayFigure } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LevelMark } from "../matter/marks.tsx";
import { ActionMark } from "../verdict/action-mark.tsx";
import { instantText, numberText, shareText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

export type Open = (what: string, figure: ReplayFigure) => void;

export function Figures({ bill, onOpen }: { readonly bill: Bill; readonly onOpen: Open }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const language = languageNow();
  const n = (value: number): string => numberText(value, language);
  const { warnings, known } = bill;
  const changedRules = Object.entries(bill.rules).filter(([, { live, draft }]) => live !== draft);
  return (
    <div className="bill-figures">
      <p>
        {t("bill.of", { events: n(bill.events), from: instantText(bill.fromMs, language), to: instantText(bill.untilMs, language) })}{" "}
        <span className="quiet">
          {bill.events > 0 && t("bill.faithful", { share: shareText(bill.faithful.same, bill.faithful.of, language) })} {bill.cut !== null && t("bill.cut")}
        </span>
      </p>
      <section className="bill-heads">
        <Head
          words={t("bill.moreWarnings")}
          value={warnings.more}
          grave={warnings.more > 0}
          onOpen={() => onOpen(t("bill.moreWarnings"), { warning: "more" })}
          note={`${n(warnings.live)} → ${n(warnings.draft)}`}
        />
        <Head
          words={t("bill.fewerWarnings")}
          value={warnings.fewer}
          grave={warnings.fewer > 0}
          onOpen={() => onOpen(t("bill.fewerWarnings"), { warning: "fewer" })}
          note={`${n(warnings.live)} → ${n(warnings.draft)}`}
        />
        <Head
          words={t("bill.innocent")}
          value={known.innocent.draft}
          grave={known.innocent.draft > known.innocent.live}
          onOpen={() => onOpen(t("bill.innocent"), { known: "innocent" })}
          note={known.innocent.of === 0 ? t("bill.knownNone") : `${n(known.innocent.live)} → ${n(known.innocent.draft)}, ${t("bill.knownOf", { n: n(known.innocent.of) })}`}
        />
        <Head
          words={t("bill.confirmed")}
          value={known.confirmed.draft}
          grave={known.confirmed.draft < known.confirmed.live}
          onOpen={() => onOpen(t("bill.confirmed"), { known: "confirmed" })}
          note={known.confirmed.of === 0 ? t("bill.knownNone") : `${n(known.confirmed.live)} → ${n(known.confirmed.draft)}, ${t("bill.knownOf", { n: n(known.confirmed.of) })}`}
        />
      </section>
      <div className="bill-tables">
        <table className="plain figures-table">
          <caption>{t("bill.actions")}</caption>
          <thead>
            <tr>
              {(["action", "now", "draft", "more", "fewer"] as const).map((one) => (
                <th key={one} scope="col">
                  {t(`bill.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...ACTIONS].reverse().map((action) => {
              const row = bill.actions[action];
              return (
                <tr key={action}>
                  <th scope="row">
                    <ActionMark action={action} />
                  </th>
                  <td>{n(row.live)}</td>
                  <td>{n(row.draft)}</td>
                  <td>
                    <Figure value={row.more} what={`${t("bill.more")}: ${frame(`action.${action}`)}`} onOpen={(what) => onOpen(what, { draft: action, changed: "true" })} />
                  </td>
                  <td>
                    <Figure value={row.fewer} what={`${t("bill.fewer")}: ${frame(`action.${action}`)}`} onOpen={(what) => onOpen(what, { live: action, changed: "true" })} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <table className="plain figures-table">
          <caption>{t("bill.warnings")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("bill.levels")}</th>
              <th scope="col">{t("bill.now")}</th>
              <th scope="col">{t("bill.draft")}</th>
            </tr>
          </thead>
          <tbody>
            {(["urgent", "high", "medium", "low"] as const).map((level, i) => (
              <Row key={level} head={<LevelMark level={3 - i} />} both={warnings.levels[level]} />
            ))}
            <Row head={t("bill.visits")} both={warnings.visits} />
            <Row head={t("bill.visitsIf")} both={warnings.visitsIfUnreached} />
            <tr>
              <th scope="row">{t("bill.raised")}</th>
              <td />
              <td>
                <Figure value={warnings.raised} what={t("bill.raised")} onOpen={(what) => onOpen(what, { warning: "raised" })} />
              </td>
            </tr>
            <tr>
              <th scope="row">{t("bill.lowered")}</th>
              <td />
              <td>
                <Figure value={warnings.lowered} what={t("bill.lowered")} onOpen={(what) => onOpen(what, { warning: "lowered" })} />
              </td>
            </tr>
          </tbody>
        </table>
        {warnings.units.length > 0 && (
          <table className="plain figures-table">
            <caption>{t("bill.units")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("bill.unit")}</th>
                <th scope="col">{t("bill.more")}</th>
                <th scope="col">{t("bill.fewer")}</th>
                <th scope="col">{t("bill.visits")}</th>
              </tr>
            </thead>
            <tbody>
              {warnings.units.map((unit) => (
                <tr key={unit.unit ?? "-"}>
                  <th scope="row">{unit.name?.[language] ?? t("bill.unknownUnit")}</th>
                  <td>
                    <Figure
                      value={unit.more}
                      what={unit.name?.[language] ?? t("bill.unknownUnit")}
                      onOpen={(what) => onOpen(what, { warning: "more", ...(unit.unit === null ? {} : { unit: unit.unit }) })}
                    />
                  </td>
                  <td>
                    <Figure
                      value={unit.fewer}
                      what={unit.name?.[language] ?? t("bill.unknownUnit")}
                      onOpen={(what) => onOpen(what, { warning: "fewer", ...(unit.unit === null ? {} : { unit: unit.unit }) })}
                    />
                  </td>
                  <td>
                    +{n(unit.visitsMore)} −{n(unit.visitsFewer)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {changedRules.length > 0 && (
          <table className="plain figures-table">
            <caption>{t("bill.rules")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("bill.rules")}</th>
                <th scope="col">{t("bill.now")}</th>
                <th scope="col">{t("bill.draft")}</th>
              </tr>
            </thead>
            <tbody>
              {changedRules.map(([rule, both]) => (
                <Row key={rule} head={<code>{rule}</code>} both={both} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <p className="quiet">
        {bill.cost !== null && t("bill.cost", { live: n(bill.cost.liveNs), draft: n(bill.cost.draftNs) })} {bill.unlisted > 0 && t("bill.unlisted", { n: n(bill.unlisted) })}
      </p>
    </div>
  );
}

function Head({
  words: said,
  value,
  note,
  grave,
  onOpen,
}: {
  readonly words: string;
  readonly value: number;
  readonly note: string;
  readonly grave: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  return (
    <div className={grave ? "bill-head grave" : "bill-head"}>
      <span>{said}</span>
      <button type="button" className="plain-button figure" disabled={value === 0} onClick={onOpen}>
        {numberText(value, languageNow())}
      </button>
      <span className="quiet">{note}</span>
    </div>
  );
}

function Row({ head, both }: { readonly head: ReactNode; readonly both: Both }): ReactNode {
  const language = languageNow();
  return (
    <tr className={both.live === both.draft ? undefined : "differs"}>
      <th scope="row">{head}</th>
      <td>{numberText(both.live, language)}</td>
      <td>{numberText(both.draft, language)}</td>
    </tr>
  );
}

/** A figure that opens what it counts; nothing to open where it counts nothing. */
function Figure({ value, what, onOpen }: { readonly value: number; readonly what: string; readonly onOpen: (what: string) => void }): ReactNode {
  const text = numberText(value, languageNow());
  if (value === 0) return <span className="quiet">{text}</span>;
  return (
    <button type="button" className="plain-button link" aria-label={`${what}: ${text}`} onClick={() => onOpen(what)}>
      {text}
    </button>
  );
}
