/**
 * What forms and acts about campaigns, leads and operations say: names of fields and choices, what will happen, which acts take
 * something back. Choices are the platform's words, loaded once.
 */
import { loadCampaignWords, type CampaignWords, type CommandDescription, type Organisation } from "@duanliu/client";
import { useEffect, useState } from "react";
import type { FieldWords, Offer } from "../matter/input-fields.tsx";
import { languageNow } from "../words/language.ts";
import type { Say } from "../words/place-words.ts";
import { words } from "./words.ts";

export type T = Say<typeof words.en>;

/** Acts that take leads back, end something, or cannot be undone. */
export const HURTS: ReadonlySet<string> = new Set(["decline", "cancel", "take-down", "withdraw-leads", "send-lead-back", "close"]);

/** Null until they are there. */
export function useCampaignWords(): CampaignWords | null {
  const [all, setAll] = useState<CampaignWords | null>(null);
  useEffect(() => {
    let gone = false;
    loadCampaignWords().then(
      (value) => {
        if (!gone) setAll(value);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);
  return all;
}

type Table = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** The platform's word for a value, or the value itself. */
export function wordIn(table: Table | undefined, value: string): string {
  return table !== undefined && Object.hasOwn(table, value) ? (table[value]?.[languageNow()] ?? value) : value;
}

const TABLES: Readonly<Record<string, keyof CampaignWords>> = {
  objectives: "OBJECTIVE_WORDS",
  objective: "OBJECTIVE_WORDS",
  role: "OBJECTIVE_WORDS",
  segment: "SEGMENT_WORDS",
  group: "GROUP_WORDS",
  finding: "FINDING_WORDS",
  action: "ACTION_WORDS",
  how: "SETTLEMENT_WORDS",
  status: "STATUS_WORDS",
  part: "PART_WORDS",
  measure: "GOAL_WORDS",
};

export function choiceWord(t: T, all: CampaignWords | null, field: string, value: string): string {
  const name = TABLES[field];
  const table: Table | undefined = name === undefined ? undefined : all?.[name];
  if (table !== undefined && Object.hasOwn(table, value)) return wordIn(table, value);
  return Object.hasOwn(words.en.choice, value) ? t(`choice.${value as keyof typeof words.en.choice}`) : value;
}

export function fieldsOf(t: T, all: CampaignWords | null, more: Pick<FieldWords, "organisations" | "offers"> = {}): FieldWords {
  return {
    label: (field) => (Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : null),
    choice: (field, value) => choiceWord(t, all, field, value),
    ...more,
  };
}

export function helpOf(t: T, kind: "campaign" | "lead" | "operation", command: string, values: Readonly<Record<string, string | number>> = {}): string | null {
  const known: Readonly<Record<string, string>> = words.en.help[kind];
  return Object.hasOwn(known, command) ? t(`help.${kind}.${command}` as "help.lead.sign", values) : null;
}

/** A command's form without fields that the place fills in itself. */
export function without(command: CommandDescription, ...fields: readonly string[]): CommandDescription {
  const properties = Object.fromEntries(Object.entries(command.input.properties ?? {}).filter(([name]) => !fields.includes(name)));
  return { ...command, input: { ...command.input, properties, required: (command.input.required ?? []).filter((name) => !fields.includes(name)) } };
}

/** A place of the country by the unit that covers it; its own code where none does. */
export function placeText(t: T, organisations: readonly Organisation[], territory: string): string {
  if (territory === "") return t("wholeCountry");
  const unit = organisations.find((one) => one.kind === "police" && one.territory === territory);
  return unit === undefined ? territory : `${unit.name[languageNow()]} (${territory})`;
}

export function unitsOffered(organisations: readonly Organisation[]): readonly Offer[] {
  return organisations.filter(({ kind }) => kind === "police").map(({ id, name }) => ({ value: id, label: name[languageNow()] }));
}
