/**
 * The next appeal for a reviewer: of their own unit, the one that comes first among those that they may decide. Whoever had a
 * hand in what an appeal is about is not given it, and it stays where somebody else is given it.
 */
import type { Scope } from "../../access/scope.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Desk } from "../../matters/desk.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Work } from "../../matters/work.ts";
import { facts } from "./facts.ts";
import { appeal } from "./kind.ts";
import { whyNot } from "./review.ts";

/** Appeals that nobody has: just in, or come up from below. */
const FREE = ["received"] as const;

export function takeNextAppeal(desk: Desk, scope: Scope): Promise<Matter | null> {
  return desk.takeNext(scope, { kind: "appeal", states: FREE, command: "take", of: "unit", fits: (work, waiting) => mayDecide(desk, work, waiting) });
}

async function mayDecide({ parts }: Desk, work: Work, waiting: readonly Matter[]): Promise<readonly MatterId[]> {
  const { scope } = work;
  const known = await facts(
    work.sql,
    waiting.map((matter) => ({ matter, command: "take", input: {} })),
  );
  const who = { actor: scope.actor, org: scope.org, role: scope.actingAs(["reviewer"]) ?? "public" };
  return waiting.filter((matter, i) => whyNot(appeal.of(matter), { ...who, profile: parts.law.byVersion(matter.profile), facts: known[i] }) === null).map(({ id }) => id);
}
