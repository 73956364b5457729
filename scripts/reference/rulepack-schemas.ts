/** docs/reference/rulepack.schema.json and examples.schema.json, for editors of rulepacks. */
import { examplesJsonSchema, packJsonSchema } from "../../platform/src/rules/pack.ts";
import { json, type Page } from "./page.ts";

export function rulepackSchemas(): readonly Page[] {
  return [
    { path: "docs/reference/rulepack.schema.json", text: `${json(packJsonSchema())}\n` },
    { path: "docs/reference/examples.schema.json", text: `${json(examplesJsonSchema())}\n` },
  ];
}
