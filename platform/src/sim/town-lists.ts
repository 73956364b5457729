/** What the town's own police have confirmed about its gangs when the story begins, as lists that screening reads. */
import { sourceOf } from "../intel/entry.ts";
import { ListImport } from "../intel/import.ts";
import type { IntelLists } from "../intel/lists.ts";
import type { Town } from "./town.ts";

const encoder = new TextEncoder();

/** Puts one list in whole; gives how many entries it has. */
export function bringList(
  lists: IntelLists,
  nowMs: number,
  list: string,
  defaults: { readonly type: string; readonly kind: string; readonly evidence: string; readonly source: string },
  lines: readonly string[],
): number {
  const task = new ListImport(lists, { list, nowMs, mode: "replace", format: "plain", defaults: { ...defaults, sharing: "clear", confidencePermille: 700 } });
  task.push(encoder.encode(`${lines.join("\n")}\n`));
  return task.finish().taken;
}

/** Some of the gangs' tools; these cases are made up like the gangs. */
export function bringTownCases(lists: IntelLists, town: Town, nowMs: number): void {
  const { gangs } = town;
  const source = sourceOf({ zh: "示例城镇", en: "sample town" });
  bringList(
    lists,
    nowMs,
    "sample-town-cases-numbers",
    { type: "number", kind: "block", evidence: "case-confirmed", source },
    gangs.flatMap((g) => g.callers.slice(0, 1)),
  );
  bringList(
    lists,
    nowMs,
    "sample-town-flags-numbers",
    { type: "number", kind: "flag", evidence: "reviewed-signals", source },
    gangs.flatMap((g) => [...g.callers.slice(1, 3), ...g.overseasCallers.slice(0, 1)]),
  );
  bringList(
    lists,
    nowMs,
    "sample-town-cases-hosts",
    { type: "host", kind: "block", evidence: "case-confirmed", source },
    gangs.flatMap((g) => g.hosts.slice(0, 1)),
  );
  bringList(
    lists,
    nowMs,
    "sample-town-accounts",
    { type: "account", kind: "flag", evidence: "case-confirmed", source },
    gangs.flatMap((g) => g.tier1.slice(0, 2).map((a) => `${a.institution}:${a.account}`)),
  );
}
