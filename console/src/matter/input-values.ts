/**
 * From what a form holds to what a command takes, along the command's description: empty fields are left out, local times get
 * their zone, amounts become whole smallest units. Pure; the form itself is in command-form.tsx.
 */
import type { InputSchema } from "@duanliu/client";
import { minorOf } from "../words/format.ts";

export type Values = { readonly [field: string]: unknown };

/** The form that somebody fills in of a schema that offers several: objects before texts, and never what nobody can type. */
export function typed(schema: InputSchema): InputSchema {
  const ways = schema.anyOf;
  if (ways === undefined) return schema;
  return ways.find((one) => one.type !== "null" && Object.keys(one).length > 0) ?? schema;
}

/** Variants of a schema that is told apart by one field with a fixed value each; null when it is not of that form. */
export function variantsOf(schema: InputSchema): { readonly field: string; readonly values: readonly string[]; readonly of: (value: string) => InputSchema | null } | null {
  const ways = schema.oneOf;
  if (ways === undefined) return null;
  const valuesAt = (one: InputSchema, field: string): readonly string[] => {
    const found = one.properties?.[field];
    if (found?.const !== undefined) return [String(found.const)];
    return found?.enum?.map(String) ?? [];
  };
  const field = Object.keys(ways[0]?.properties ?? {}).find((name) => ways.every((one) => valuesAt(one, name).length > 0));
  if (field === undefined) return null;
  return { field, values: ways.flatMap((one) => valuesAt(one, field)), of: (value) => ways.find((one) => valuesAt(one, field).includes(value)) ?? null };
}

export function isMoney(name: string): boolean {
  return name === "amountMinor" || name.endsWith("AmountMinor");
}

/** An instant as a form's field for local time has it. */
export function localOf(ms: number): string {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
}

/** `2026-11-26T10:00` of the reader's zone as an instant with its zone. */
export function instantOf(local: string): string {
  return new Date(local).toISOString();
}

/** What the command takes; fields that were left empty are not in it. */
export function inputOf(schema: InputSchema, value: unknown, currency = "CNY"): unknown {
  const variants = variantsOf(schema);
  if (variants !== null) {
    const chosen = (value as Values | undefined)?.[variants.field];
    const way = typeof chosen === "string" ? variants.of(chosen) : null;
    return way === null ? undefined : objectOf(way, value as Values, currency);
  }
  const shape = typed(schema);
  if (shape.type === "object") return objectOf(shape, (value ?? {}) as Values, currency);
  if (shape.type === "array") {
    if (!Array.isArray(value)) return undefined;
    const { items } = shape;
    return items === undefined ? (value as unknown[]) : value.map((one) => inputOf(items, one, currency)).filter((one) => one !== undefined);
  }
  if (value === "" || value === null) return undefined;
  if (typeof value === "string") return shape.format === "date-time" ? instantOf(value) : value.trim() === "" ? undefined : value.trim();
  return value;
}

function objectOf(schema: InputSchema, values: Values, currency: string): Values {
  const of = typeof values["currency"] === "string" ? values["currency"] : currency;
  const made: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = values[name];
    const input = isMoney(name) && typeof value === "string" ? (minorOf(value, of) ?? undefined) : name === "currency" ? (value ?? of) : inputOf(field, value, of);
    // An object of which nothing was filled in is left out where it need not be there.
    const bare = typeof input === "object" && input !== null && !Array.isArray(input) && Object.keys(input).length === 0;
    if (input === undefined || (bare && schema.required?.includes(name) !== true)) continue;
    made[name] = input;
  }
  return made;
}
