/** What else the rules said: what lowers the score, what could not be judged and why, what broke, what is on trial. */
import type { EventJson } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ruleTitle, type RuleBook } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { absentFields, nameOfValue, namesIn, type VerdictWords } from "./verdict-words.ts";

interface Props {
  readonly ids: readonly string[];
  readonly book: RuleBook | null;
}

/** More than these are folded: what matters must stay on the screen. */
const OPEN_MAX = 2;

export function Lowered({ ids, book }: Props): ReactNode {
  const { t } = useTranslation();
  return <Named title={t("verdict.lowered")} ids={ids} book={book} open />;
}

export function Broken({ ids, book }: Props): ReactNode {
  const { t } = useTranslation();
  return <Named title={t("verdict.broken")} intro={t("verdict.brokenIntro")} ids={ids} book={book} open />;
}

export function OnTrial({ ids, book }: Props): ReactNode {
  const { t } = useTranslation();
  return <Named title={t("verdict.shadow")} intro={t("verdict.shadowIntro")} ids={ids} book={book} />;
}

export function Unknown({ ids, book, event, words }: Props & { readonly event: EventJson; readonly words: VerdictWords | null }): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const missing = (id: string): string => {
    const rule = book?.ruleOf.get(id) ?? book?.suppressorOf.get(id);
    if (rule === undefined) return "";
    const names = namesIn(`${rule.when ?? ""} ${rule.if}`);
    const say = (some: readonly string[]): string => [...new Set(some.map((name) => nameOfValue(name, event.kind, words, language)))].join(t("list.and"));
    const absent = absentFields(names, event);
    return absent.length > 0 ? t("verdict.missing", { what: say(absent) }) : t("verdict.missingSome", { what: say(names) });
  };
  return <Named title={t("verdict.unknown")} intro={t("verdict.unknownIntro", { count: ids.length })} ids={ids} book={book} note={missing} />;
}

interface NamedProps extends Props {
  readonly title: string;
  readonly intro?: string;
  readonly note?: (id: string) => string;
  readonly open?: boolean;
}

function Named({ title, intro, ids, book, note, open }: NamedProps): ReactNode {
  const language = languageNow();
  if (ids.length === 0) return null;
  const list = (
    <ul className="named">
      {ids.map((id) => (
        <li key={id} title={id}>
          {ruleTitle(id, book)[language]}
          {note !== undefined && note(id) !== "" && <span className="quiet"> – {note(id)}</span>}
        </li>
      ))}
    </ul>
  );
  return (
    <section className="other-rules">
      {open === true || ids.length <= OPEN_MAX ? (
        <>
          <h3>{title}</h3>
          {intro !== undefined && <p>{intro}</p>}
          {list}
        </>
      ) : (
        <>
          <h3>
            {title} ({ids.length})
          </h3>
          <details>
            <summary>{intro}</summary>
            {list}
          </details>
        </>
      )}
    </section>
  );
}
