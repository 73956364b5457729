/**
 * Names and sizes of files. A drawer by kind (utils, helpers) collects what nobody placed; a barrel hides where a thing
 * lives; a long file is one that nobody reads to the end.
 */
import { fail, isCode, isGenerated } from "./tree.ts";
import type { Finding, Tree } from "./tree.ts";

const DRAWERS = /^(?:utils?|helpers?|common|misc|shared|lib)$/i;
/** Soft: shown. Hard: fails. */
export const LINES_SOFT = 300;
export const LINES_HARD = 500;

/** Tables of rows that are read by searching, not from the top. */
const TABLES = /-table\.ts$/;

export function checkNames(tree: Tree): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [file, text] of tree) {
    if (!isCode(file)) continue;
    const segments = file.split("/");
    const base = segments.at(-1)!.split(".")[0];
    const drawer = [...segments.slice(0, -1), base].find((segment) => DRAWERS.test(segment));
    if (drawer !== undefined) findings.push(fail(file, 0, `“${drawer}” says nothing about its contents: name the subject`));
    if (/\/src\/.+\/index\.tsx?$/.test(file)) findings.push(fail(file, 0, "an inner index.ts: import the file that has the thing"));
    if (text !== undefined && !isGenerated(file) && !TABLES.test(file)) findings.push(...lengthOf(file, text));
  }
  return findings;
}

function lengthOf(file: string, text: string): readonly Finding[] {
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (lines > LINES_HARD) return [fail(file, 0, `${lines} lines: at most ${LINES_HARD}`)];
  return lines > LINES_SOFT ? [{ file, line: 0, severity: "note", message: `${lines} lines: over ${LINES_SOFT}, think of dividing it` }] : [];
}
