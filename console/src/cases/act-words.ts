/** Words for forms of cases and series: fields and choices, what is said before an act, what a field offers. */
import { CHANNEL_WORDS, CLASS_WORDS, COMPETENT_WORDS, MERGE_WORDS, RAIL_WORDS, SCAM_CATEGORY_NAMES, type Bilingual, type HistoryLine, type Organisation } from "@duanliu/client";
import { useMemo } from "react";
import type { Offer } from "../matter/input-fields.tsx";
import type { ActWords } from "../orders/acts.tsx";
import { languageNow } from "../words/language.ts";
import { words } from "./help-words.ts";
import { words as placeWords } from "./words.ts";

const CHOICES: Readonly<Record<string, Readonly<Record<string, Bilingual>>>> = {
  lure: SCAM_CATEGORY_NAMES,
  channel: CHANNEL_WORDS,
  rail: RAIL_WORDS,
  classes: CLASS_WORDS,
  kind: COMPETENT_WORDS,
  ground: MERGE_WORDS,
};
const HURTS: ReadonlySet<string> = new Set(["decline", "withdraw", "close", "merge", "remove-report", "dissolve", "refuse", "return", "find-involved"]);
/** Along the way of a case from accepted to closed, and of a hand-over. */
const FIRST: ReadonlySet<string> = new Set(["file", "investigate", "identify-holder", "catch", "prosecute", "judge", "hand-over", "take-over", "designate", "propose"]);
const police = (one: Organisation): boolean => one.kind === "police";

/** A word of a table by its key; the key where the table has none. */
export function choiceOf(table: Readonly<Record<string, Bilingual>>, key: string): string {
  return Object.hasOwn(table, key) ? (table[key]?.[languageNow()] ?? key) : key;
}

/** What somebody gave as their reason, as it stands in the history. */
export function reasonOf({ detail }: Pick<HistoryLine, "detail">): string | null {
  for (const name of ["why", "ground", "reason", "outcome", "evidence"]) {
    const said = detail[name];
    if (typeof said === "string" && said !== "") return choiceOf(MERGE_WORDS, said);
  }
  return null;
}

export function useActWords(offers: Readonly<Record<string, readonly Offer[]>> = {}): ActWords {
  const t = words.useWords();
  const ofPlace = placeWords.useWords();
  const said = JSON.stringify(offers);
  return useMemo(
    () => ({
      fields: {
        label: (field) => (Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : null),
        choice: (field, value) => {
          const table = CHOICES[field];
          if (table !== undefined && Object.hasOwn(table, value)) return choiceOf(table, value);
          return field === "type" && Object.hasOwn(placeWords.en.trait, value) ? ofPlace(`trait.${value as keyof typeof placeWords.en.trait}`) : null;
        },
        organisations: { to: police },
        offers: JSON.parse(said) as Readonly<Record<string, readonly Offer[]>>,
      },
      help: (command) => (Object.hasOwn(words.en.help, command) ? t(`help.${command as keyof typeof words.en.help}`) : null),
      hurts: HURTS,
      first: FIRST,
    }),
    [t, ofPlace, said],
  );
}
