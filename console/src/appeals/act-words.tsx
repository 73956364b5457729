/** Words of fields and choices in the forms of this place, and what is said before each act. */
import { useMemo } from "react";
import type { ActWords } from "../orders/acts.tsx";
import { languageNow } from "../words/language.ts";
import { useAppealWords } from "./use-appeal-words.ts";
import { words } from "./words.ts";

const HURTS: ReadonlySet<string> = new Set(["withdraw"]);

export function useActWords(): ActWords {
  const t = words.useWords();
  const known = useAppealWords();
  const language = languageNow();
  return useMemo(() => {
    const tables: readonly Readonly<Record<string, { readonly zh: string; readonly en: string }>>[] =
      known === null ? [] : [known.FOUNDED_WORDS, known.UNFOUNDED_WORDS, known.GRANTED_WORDS, known.REFUSED_WORDS, known.LOSS_WORDS, known.PAPER_WORDS];
    return {
      fields: {
        label: (field) => (Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : null),
        choice: (_field, value) => {
          if (Object.hasOwn(words.en.choice, value)) return t(`choice.${value as keyof typeof words.en.choice}`);
          return tables.find((table) => Object.hasOwn(table, value))?.[value]?.[language] ?? null;
        },
      },
      help: (command) => (Object.hasOwn(words.en.help, command) ? t(`help.${command as keyof typeof words.en.help}`) : null),
      hurts: HURTS,
    };
  }, [t, known, language]);
}
