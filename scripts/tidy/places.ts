/**
 * Nothing in the repository depends on the machine it was written on: no absolute path of a person's folder, and no
 * host of a package registry, which would make every install ask that host instead of the user's own.
 */
import { fail, lineAt } from "./tree.ts";
import type { Finding, Tree } from "./tree.ts";

/** A path from the root of a disk, not the path part of a web address. */
const MACHINE_PATH = /(?<![\w.:/~@-])\/(?:work|root|home\/\w+|Users\/\w+)\/|\b[A-Z]:\\Users\\/g;
const REGISTRY = /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\.[a-z]+|\bnpm\.pkg\.github\.com|"resolved": "https?:/g;

export function checkPlaces(tree: Tree): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [file, text] of tree) {
    if (text === undefined) continue;
    for (const [pattern, what] of [
      [MACHINE_PATH, "a path of one machine"],
      [REGISTRY, "a host of a package registry"],
    ] as const) {
      for (const match of text.matchAll(pattern)) findings.push(fail(file, lineAt(text, match.index), `${what}: ${match[0]}`));
    }
  }
  return findings;
}
