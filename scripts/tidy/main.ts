/**
 * Prints where the repository breaks the house rules; exit code 1 when it does. `--update` records the counts of `any`
 * and `!` as they are; a person who reviews the change sees whether they fell.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { RATCHET, countEscapes } from "./ratchet.ts";
import { findingsOf, format } from "./rules.ts";
import { readTree } from "./tree.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

if (process.argv.includes("--update")) {
  writeFileSync(path.join(ROOT, RATCHET), `${JSON.stringify(countEscapes(readTree(ROOT)), undefined, 2)}\n`);
}
const findings = findingsOf(readTree(ROOT));
for (const finding of findings) {
  process.stdout.write(`${finding.severity === "note" ? "note  " : ""}${format(finding)}\n`);
}
const failures = findings.filter((finding) => finding.severity === "fail");
if (failures.length > 0) {
  process.stdout.write(`\n${failures.length} breaches of the house rules (docs/style.md)\n`);
  process.exitCode = 1;
}
