/** The house rules as one table. The test and `npm run check` both run exactly these. */
import { checkCalls } from "./calls.ts";
import { checkDependencies, checkDocuments, checkSettings } from "./documents.ts";
import { checkImports } from "./imports.ts";
import { checkNames } from "./names.ts";
import { checkPlaces } from "./places.ts";
import { checkPorts } from "./ports.ts";
import { checkRatchet } from "./ratchet.ts";
import { checkSyntax } from "./syntax.ts";
import type { Check, Finding, Tree } from "./tree.ts";

export const HOUSE_RULES: Readonly<Record<string, Check>> = {
  imports: checkImports,
  calls: checkCalls,
  names: checkNames,
  syntax: checkSyntax,
  ports: checkPorts,
  documents: checkDocuments,
  dependencies: checkDependencies,
  settings: checkSettings,
  places: checkPlaces,
  ratchet: checkRatchet,
};

export function findingsOf(tree: Tree): readonly Finding[] {
  return Object.values(HOUSE_RULES).flatMap((check) => check(tree));
}

export function format(finding: Finding): string {
  return `${finding.file}${finding.line > 0 ? `:${finding.line}` : ""}  ${finding.message}`;
}
