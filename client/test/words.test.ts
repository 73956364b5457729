/**
 * The client's tables of words are made from the platform's by this test: it fails when they differ, and
 * `npx vitest run --root client -u` writes them anew.
 */
import { expect, test } from "vitest";
import { EVENT_FIELDS, EVENT_KINDS } from "../../platform/src/domain/event-fields.ts";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES } from "../../platform/src/domain/scam-category.ts";
import { ACTIONS, STAGES } from "../../platform/src/domain/verdict.ts";
import { screenEnvironment } from "../../platform/src/screen/environment.ts";

const HEAD = "/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */\n";

const list = (name: string, type: string, values: readonly string[]): string =>
  `export const ${name} = ${JSON.stringify(values)} as const;\nexport type ${type} = (typeof ${name})[number];\n`;

const rows = (entries: readonly (readonly [string, unknown])[]): string => `{\n${entries.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`).join("")}}`;

test("kinds, actions, stages and categories are the platform's", async () => {
  const names = SCAM_CATEGORIES.map((category) => [category, SCAM_CATEGORY_NAMES[category]] as const);
  const text =
    HEAD +
    list("EVENT_KINDS", "EventKind", EVENT_KINDS) +
    list("ACTIONS", "Action", ACTIONS) +
    list("STAGES", "Stage", STAGES) +
    list("SCAM_CATEGORIES", "ScamCategory", SCAM_CATEGORIES) +
    `export const SCAM_CATEGORY_NAMES: Readonly<Record<ScamCategory, { readonly zh: string; readonly en: string }>> = ${rows(names)};\n`;
  await expect(text).toMatchFileSnapshot("../src/words.generated.ts");
});

test("labels of fields are the platform's", async () => {
  const kinds = EVENT_KINDS.map((kind) => {
    const fields = EVENT_FIELDS[kind].map((field) => {
      const unit = field.type === "number" && field.unit !== "" ? { unit: field.unit } : {};
      const values = field.type === "set" || (field.type === "enum" && field.name !== "currency") ? { values: field.values } : {};
      return `    ${JSON.stringify({ name: field.name, type: field.type, zh: field.zh, en: field.en, ...unit, ...values })},\n`;
    });
    return `  ${JSON.stringify(kind)}: [\n${fields.join("")}  ],\n`;
  });
  const text =
    HEAD +
    'import type { EventKind } from "./words.generated.ts";\n\n' +
    'export interface FieldWords {\n  readonly name: string;\n  readonly type: "bool" | "number" | "money" | "enum" | "set" | "text" | "identifier" | "url";\n' +
    "  readonly zh: string;\n  readonly en: string;\n  readonly unit?: string;\n  readonly values?: readonly string[];\n}\n\n" +
    `export const FIELD_WORDS: Readonly<Record<EventKind, readonly FieldWords[]>> = {\n${kinds.join("")}};\n`;
  await expect(text).toMatchFileSnapshot("../src/field-words.generated.ts");
});

test("words for the values that rules look at are the platform's", async () => {
  const named = screenEnvironment()
    .environment.bindings.filter(({ name }) => !name.startsWith("event."))
    .map(({ name, zh, en }) => [name, { zh, en }] as const);
  const text = `${HEAD}export const VALUE_WORDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = ${rows(named)};\n`;
  await expect(text).toMatchFileSnapshot("../src/value-words.generated.ts");
});
