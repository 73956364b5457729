/** Words of fields and choices in forms of orders, and what is said before an act that hurts. */
import type { FieldWords } from "../matter/input-fields.tsx";
import type { Say } from "../words/place-words.ts";
import { words } from "./words.ts";

type T = Say<typeof words.en>;

export function orderFields(t: T): FieldWords {
  return { label: (field) => fieldWord(field, t), choice: (_field, value) => choiceWord(value, t) };
}

/** Null when there is no word for it. */
export function fieldWord(field: string, t: T): string | null {
  return Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : null;
}

export function choiceWord(value: string, t: T): string | null {
  return Object.hasOwn(words.en.choice, value) ? t(`choice.${value as keyof typeof words.en.choice}`) : null;
}

export function helpFor(command: string, t: T): string | null {
  return Object.hasOwn(words.en.help, command) ? t(`help.${command as keyof typeof words.en.help}`) : null;
}
