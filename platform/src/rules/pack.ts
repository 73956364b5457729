// The shape of a rulepack: rules (conditions with a named outcome and reasons), suppressors (what lowers a score) and
// typologies (weights and two thresholds), as strict JSON. Leaves out meaning: expressions are verified by load.ts.

import { z } from "zod";
import type { Bilingual } from "./environment.ts";

// An id is printed in verdicts and typed by people: `C01`, `cn.T07`, `bank-x.K01`.
const idPattern = /^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$/;
const id = z.string().max(48).regex(idPattern, "letters, digits and single . _ - between them");
const bilingual: z.ZodType<Bilingual> = z.strictObject({
  zh: z.string().min(1).max(500),
  en: z.string().min(1).max(500),
});
const expression = z.string().min(1).max(2_000);
const permille = z.int().min(0).max(1_000);
const category = z
  .string()
  .max(48)
  .regex(/^[A-Z][A-Z0-9_]*$/, "a scam category code in capitals");

export const ruleFamilies = ["call", "message", "web", "app", "payment", "account", "opening", "report"] as const;
export const ruleModes = ["live", "shadow", "off"] as const;
export const ruleStages = ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"] as const;

export type RuleFamily = (typeof ruleFamilies)[number];
export type RuleMode = (typeof ruleModes)[number];
export type RuleStage = (typeof ruleStages)[number];
/** A grade (H 600, M 300, L 100 permille) or permille as a number. */
export type RuleWeight = "H" | "M" | "L" | number;

export const ruleSchema = z.strictObject({
  id,
  title: bilingual.optional().describe("Short name for lists; the reason text serves when it is missing"),
  kinds: z.array(z.string().min(1).max(40)).min(1).max(16).describe("Event kinds the rule applies to"),
  family: z.enum(ruleFamilies).describe("Channel family: an urgent warning needs two"),
  when: expression.optional().describe("Guard: if false or unknown, the rule does not apply (neither hit nor unknown)"),
  if: expression.describe("Condition, in the rule language"),
  outcome: id.describe("Name of what was found"),
  weight: z.union([z.enum(["H", "M", "L"]), permille]),
  quality: z.number().min(0).max(1).optional().describe("Quality of the source, 0 to 1; 1 when missing"),
  mode: z.enum(ruleModes),
  stage: z.enum(ruleStages).optional(),
  category: category.optional(),
  because: bilingual.describe("Reason shown to people; {name} stands for a reported value"),
  values: z.array(z.string().max(120)).max(12).describe("Bindings to report with a hit"),
  notIf: bilingual.describe("Known innocent look-alikes"),
  basis: z.string().min(1).max(500).describe("Where the rule comes from: law, notice, paper, practice"),
  assumed: z.boolean().describe("true when the thresholds are our own assumption"),
  urgent: z.boolean().optional().describe("A hit may raise an urgent warning by itself when money moves"),
  rule: z.boolean().optional().describe("A hit states a rule of law, not a suspicion"),
});

export const suppressorSchema = z.strictObject({
  id,
  kinds: z.array(z.string().min(1).max(40)).min(1).max(16),
  when: expression.optional(),
  if: expression,
  mode: z.enum(ruleModes).default("live"),
  lowers: z.array(z.string().max(48)).min(1).max(200).describe("Rule ids or families"),
  factorPermille: permille.describe("What remains of a lowered rule's weight"),
  because: bilingual,
  values: z.array(z.string().max(120)).max(12).default([]),
  basis: z.string().min(1).max(500).optional(),
});

export const typologySchema = z.strictObject({
  id,
  title: bilingual,
  category: category.optional(),
  rules: z.array(z.string().max(48)).min(1).max(200),
  weights: z
    .record(z.string(), z.union([z.enum(["H", "M", "L"]), permille]))
    .optional()
    .describe("Other weights than the rules' own"),
  thresholds: z.strictObject({
    tellPermille: permille.describe("From here a person is told"),
    actPermille: permille.describe("From here something is held or blocked"),
  }),
});

export const packSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "a version such as 1.0.0"),
  title: bilingual,
  typologies: z.array(typologySchema).max(200),
  rules: z.array(ruleSchema),
  suppressors: z.array(suppressorSchema).max(200).default([]),
});

export const exampleSchema = z.strictObject({
  rule: z.string().max(48).describe("Id of a rule or suppressor of this pack"),
  must: z.enum(["hit", "miss", "unknown"]),
  facts: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
  note: bilingual,
});
export const examplesSchema = z.array(exampleSchema);

export type Rule = z.infer<typeof ruleSchema>;
export type Suppressor = z.infer<typeof suppressorSchema>;
export type Typology = z.infer<typeof typologySchema>;
export type Pack = z.infer<typeof packSchema>;
export type Example = z.infer<typeof exampleSchema>;

// Grades of the field's practice: one strong sign alone stays below certainty, two weak ones below one strong.
const gradePermille: Readonly<Record<"H" | "M" | "L", number>> = { H: 600, M: 300, L: 100 };

/** Weight in permille, 0…1000. */
export function weightPermille(weight: RuleWeight): number {
  return typeof weight === "number" ? weight : gradePermille[weight];
}

/** JSON Schema (draft 2020-12) of a `pack.json`, for editors and for the reference. */
export function packJsonSchema(): object {
  return z.toJSONSchema(packSchema, { io: "input" });
}

/** JSON Schema (draft 2020-12) of an `examples.json`. */
export function examplesJsonSchema(): object {
  return z.toJSONSchema(examplesSchema, { io: "input" });
}
