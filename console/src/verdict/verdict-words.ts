/** The labels of fields and of values that rules look at. Many words, so they are loaded when a verdict is first opened. */
import { loadFieldWords, loadValueWords, type EventJson } from "@duanliu/client";
import { useEffect, useState } from "react";
import type { Language } from "../words/language.ts";

type FieldWords = Awaited<ReturnType<typeof loadFieldWords>>;

export interface VerdictWords {
  readonly fields: FieldWords;
  readonly values: Awaited<ReturnType<typeof loadValueWords>>;
}

let loading: Promise<VerdictWords> | null = null;
let here: VerdictWords | null = null;

async function load(): Promise<VerdictWords> {
  const [fields, values] = await Promise.all([loadFieldWords(), loadValueWords()]);
  here = { fields, values };
  return here;
}

/** Null until they are here; names serve meanwhile. */
export function useVerdictWords(): VerdictWords | null {
  const [words, setWords] = useState(here);
  useEffect(() => {
    loading ??= load();
    loading.then(setWords, () => {
      // Asked for again with the next verdict: the connection may be back.
      loading = null;
    });
  }, []);
  return words;
}

export function fieldsOf(kind: string, words: VerdictWords | null): FieldWords["call"] {
  return words !== null && Object.hasOwn(words.fields, kind) ? words.fields[kind as keyof FieldWords] : [];
}

/** A label without what only a sender of events has to know: units, alternatives, what absence means. */
export function shortLabel(label: string): string {
  return label
    .replace(/[;；].*$/, "")
    .replace(/\s*[（(][^（）()]*[）)]$/, "")
    .replace(/ in the smallest unit$/, "");
}

/** What a value is called: a field of the event, or something measured. Its name when there are no words for it. */
export function nameOfValue(name: string, kind: string | null, words: VerdictWords | null, language: Language): string {
  if (words === null) return name;
  if (!name.startsWith("event.")) return Object.hasOwn(words.values, name) ? words.values[name][language] : name;
  const field = name.slice("event.".length).split(".")[0];
  const kinds = kind === null ? Object.keys(words.fields) : [kind];
  for (const one of kinds) {
    const found = fieldsOf(one, words).find((spec) => spec.name === field);
    if (found !== undefined) return shortLabel(found[language]);
  }
  return name;
}

/** Names that an expression of the rule language reads, without what stands in quotes. */
export function namesIn(expression: string): readonly string[] {
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, " ");
  return [...new Set(bare.match(/\b[a-z][A-Za-z]*(?:\.[A-Za-z][A-Za-z0-9]*)+\b/g) ?? [])];
}

/** Fields of the event that a rule reads and the event does not carry. */
export function absentFields(names: readonly string[], event: EventJson): readonly string[] {
  return names.filter((name) => name.startsWith("event.") && event[name.split(".")[1] ?? ""] === undefined);
}
