/**
 * The client's tables of words are made from the platform's by this test: it fails when they differ, and
 * `npx vitest run --root client -u` writes them anew.
 */
import { expect, test } from "vitest";
import { z } from "zod";
import { ROLES } from "../../platform/src/access/role.ts";
import { KINDS } from "../../platform/src/app/kinds.ts";
import { GOAL_MEASURES } from "../../platform/src/campaigns/operation/goals.ts";
import { ACTIONS as LEAD_ACTIONS, FINDINGS, GROUP_TYPES, OBJECTIVES, PERSON_PARTS, PERSON_STATUSES, SEGMENTS, SETTLEMENTS } from "../../platform/src/campaigns/words.ts";
import { CASE_CLASSES, COMPETENT_PLACES, MERGE_GROUNDS } from "../../platform/src/cases/case/case.ts";
import { EVENT_FIELDS, EVENT_KINDS } from "../../platform/src/domain/event-fields.ts";
import { MATTER_KINDS } from "../../platform/src/domain/matter.ts";
import { PURPOSES } from "../../platform/src/domain/personal.ts";
import { PAYMENT_RAILS, SCAM_CHANNELS } from "../../platform/src/domain/scam-axes.ts";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES } from "../../platform/src/domain/scam-category.ts";
import { ACTIONS, STAGES } from "../../platform/src/domain/verdict.ts";
import { isEnd } from "../../platform/src/base/state-table.ts";
import { readersOf, type CommandSpec, type OpeningSpec } from "../../platform/src/matters/kind.ts";
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

const named = (name: string, type: string, values: Readonly<Record<string, unknown>>, of: string): string =>
  `export const ${name} = ${rows(Object.entries(values))} as const satisfies Readonly<Record<string, ${of}>>;\nexport type ${type} = keyof typeof ${name};\n`;

test("kinds of matter, roles and purposes are the platform's", async () => {
  const kinds = Object.fromEntries(
    [...KINDS.values()].map((kind) => {
      const { plural, zh, en } = MATTER_KINDS[kind.name];
      return [kind.name, { plural, zh, en, readers: readersOf(KINDS, kind.name) }] as const;
    }),
  );
  const roles = Object.fromEntries(Object.entries(ROLES).map(([role, { zh, en }]) => [role, { zh, en }] as const));
  const text =
    HEAD +
    named("ROLE_WORDS", "Role", roles, "{ readonly zh: string; readonly en: string }") +
    "/** `readers`: who may read matters of the kind, within their territory. */\n" +
    named("KINDS", "MatterKind", kinds, "{ readonly plural: string; readonly zh: string; readonly en: string; readonly readers: readonly Role[] }") +
    named("PURPOSE_WORDS", "Purpose", PURPOSES, "{ readonly zh: string; readonly en: string }");
  await expect(text).toMatchFileSnapshot("../src/kinds.generated.ts");
});

test("what campaigns and leads choose from is the platform's", async () => {
  const tables = {
    OBJECTIVE_WORDS: OBJECTIVES,
    SEGMENT_WORDS: SEGMENTS,
    GROUP_WORDS: GROUP_TYPES,
    FINDING_WORDS: FINDINGS,
    ACTION_WORDS: LEAD_ACTIONS,
    SETTLEMENT_WORDS: SETTLEMENTS,
    STATUS_WORDS: PERSON_STATUSES,
    PART_WORDS: PERSON_PARTS,
    GOAL_WORDS: GOAL_MEASURES,
  };
  const text =
    HEAD +
    Object.entries(tables)
      .map(([name, table]) => `export const ${name} = ${rows(Object.entries(table))} as const;\n`)
      .join("");
  await expect(text).toMatchFileSnapshot("../src/campaign-words.generated.ts");
});

test("what cases choose from is the platform's", async () => {
  const tables = { CHANNEL_WORDS: SCAM_CHANNELS, RAIL_WORDS: PAYMENT_RAILS, CLASS_WORDS: CASE_CLASSES, COMPETENT_WORDS: COMPETENT_PLACES, MERGE_WORDS: MERGE_GROUNDS };
  const text =
    HEAD +
    Object.entries(tables)
      .map(([name, table]) => `export const ${name} = ${rows(Object.entries(table))} as const;\n`)
      .join("");
  await expect(text).toMatchFileSnapshot("../src/case-words.generated.ts");
});

const inputOf = (schema: z.ZodType): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" });
  return rest;
};
const commandOf = ({ words, who, input, notBy }: CommandSpec | (OpeningSpec & { readonly notBy?: undefined })): unknown => ({
  words,
  who: who.filter((role) => role !== "system" && role !== "public"),
  notBy: notBy ?? [],
  input: inputOf(input),
});

test("states, commands and their inputs are the platform's, a file for each kind", async () => {
  for (const kind of KINDS.values()) {
    const description = {
      name: kind.name,
      states: Object.fromEntries(Object.entries(kind.stateWords).map(([state, { zh, en }]) => [state, { zh, en, end: isEnd(kind.states, state) }])),
      opening: commandOf(kind.opening),
      // The program's own commands are nobody's to press, but their words stand in the history.
      commands: Object.fromEntries(
        Object.entries(kind.commands).map(([name, spec]) => [name, spec.who.length === 0 ? { words: spec.words, who: [], notBy: [], input: {} } : commandOf(spec)]),
      ),
    };
    const text = `${HEAD}import type { KindDescription } from "../desk-types.ts";\n\nexport const kind: KindDescription = ${JSON.stringify(description, null, 1)};\n`;
    await expect(text).toMatchFileSnapshot(`../src/kinds/${kind.name}.generated.ts`);
  }
});
