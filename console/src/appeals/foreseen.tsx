/**
 * What a decision will bring about, said before it is given: what changes, who has to carry it out, who is told in which
 * words, what compensation follows. It comes from the platform, which made the decision and kept nothing of it.
 */
import type { AppealForeseen } from "@duanliu/client";
import type { ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly seen: AppealForeseen;
  readonly appeal: string;
  readonly result: "upheld" | "partly" | "rejected";
}

const DAY_MS = 86_400_000;

type What = keyof typeof words.en.foreseen.what;
/** What institutions are handed, by the end of its name. */
const WHAT: Readonly<Record<string, What>> = { release: "release", reduce: "reduce", end: "end", withdraw: "withdraw", restore: "restore", refuse: "withdraw", cancel: "withdraw" };

function whatOf(what: string): What {
  if (what === "list-entry.withdraw") return "takeBack";
  if (what === "list-entry.share" || what === "lists") return "list";
  return WHAT[what.split(".").at(-1) ?? ""] ?? "other";
}

export function Foreseen({ seen, appeal, result }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { matters, handed, told, compensation } = seen;
  return (
    <section className="foreseen" aria-labelledby="foreseen-title" aria-live="polite">
      <h3 id="foreseen-title">{t("foreseen.title")}</h3>
      {matters.length === 0 && <p>{t("foreseen.nothing")}</p>}
      {matters.length > 0 && (
        <>
          <h4>{t("foreseen.matters")}</h4>
          <ul className="plain-list">
            {matters.map((one) => (
              <li key={one.id}>
                {one.kindWords[language]} {one.about} <span className="quiet">{one.serial}</span>: {one.before === null ? t("foreseen.begins") : one.before[language]} →{" "}
                <b>{one.after[language]}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      {handed.length > 0 && (
        <>
          <h4>{t("foreseen.handed")}</h4>
          <ul className="plain-list">
            {handed.map((one, i) => (
              <li key={`${one.matter} ${i}`}>
                {one.to === null ? t("foreseen.lists") : one.to[language]}: {t(`foreseen.what.${one.to === null && result !== "rejected" ? "takeBack" : whatOf(one.what)}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      <h4>{t("foreseen.told")}</h4>
      <ul className="told">
        {told.map((one, i) => (
          <li key={`${one.matter} ${i}`} className={one.matter === appeal ? "own" : undefined}>
            <span className="mark">{one.through === null ? t("foreseen.direct") : t("foreseen.through", { who: one.through[language] })}</span> {one.text[language]}
          </li>
        ))}
      </ul>
      {result !== "rejected" && (
        <>
          <h4>{t("foreseen.money")}</h4>
          {compensation === null ? <p>{t("foreseen.noMoney")}</p> : <Owed {...compensation} />}
        </>
      )}
      <p className="quiet">{t("foreseen.how")}</p>
    </section>
  );
}

function Owed({ amountMinor, interestMinor, currency, fromMs, untilMs }: NonNullable<AppealForeseen["compensation"]>): ReactNode {
  const t = words.useWords();
  const count = Math.max(1, Math.round((untilMs - fromMs) / DAY_MS));
  // The sentence is cut where the amounts go, which are shown as everywhere.
  const [before = "", between = "", after = ""] = t("foreseen.owes", { interest: "\u0001", amount: "\u0001", count }).split("\u0001");
  const interest = <Money amountMinor={interestMinor} currency={currency} />;
  const amount = <Money amountMinor={amountMinor} currency={currency} />;
  const interestFirst = languageNow() === "en";
  return (
    <p>
      {before}
      {interestFirst ? interest : amount}
      {between}
      {interestFirst ? amount : interest}
      {after}
    </p>
  );
}
