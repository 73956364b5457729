/** What a freeze needs to know besides itself: its case, the level of who approves, other freezes of the account, the organ above. */
import { institutionOf } from "../../domain/personal.ts";
import type { Around, Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { awaitedOn, casesById, desksOf, holdingsOn, levelOf, lockTokens, parentsOf, superiorsOf, type CaseSeen, type Holding, type Parent } from "../account-facts.ts";
import type { Freeze, freezeDraft } from "./freeze.ts";

export interface OpenFacts {
  readonly case: CaseSeen | null;
  readonly desk: string | null;
  readonly follows: (Parent & { readonly subject: string | null }) | null;
}

export interface Facts {
  readonly case: CaseSeen | null;
  /** Tier of the organ whose head acts. */
  readonly level: string | null;
  /** Whatever else holds the account now. */
  readonly holdings: readonly Holding[];
  /** Another freeze waits for this one to end. */
  readonly awaited: boolean;
  readonly superior: string | null;
}

type Draft = z.output<typeof freezeDraft>;

export async function openFacts(sql: Sql, drafts: readonly Draft[], _context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const cases = await casesById(
    sql,
    drafts.map((draft) => draft.case),
  );
  const desks = await desksOf(
    sql,
    drafts.map((draft) => institutionOf(draft.account)),
  );
  const followed = drafts.flatMap((draft) => draft.follows ?? []);
  const stops = await parentsOf(sql, followed);
  const subjects =
    followed.length === 0
      ? []
      : await sql.query<{ readonly id: string; readonly subject: string }>("select id, subject from matter where id = any($1)", [followed], "freeze-follows");
  const subjectOf = new Map(subjects.map((row) => [row.id, row.subject]));
  return drafts.map((draft) => {
    const stop = stops.get(draft.follows ?? "");
    return {
      case: cases.get(draft.case) ?? null,
      desk: desks.get(institutionOf(draft.account)) ?? null,
      follows: stop === undefined ? null : { ...stop, subject: subjectOf.get(stop.id) ?? null },
    };
  });
}

/** Whoever changes what is frozen in an account waits for whoever else does. */
const LOCKS: ReadonlySet<string> = new Set(["answer", "take-effect", "report-held", "reduce", "lift", "lapse", "seize", "return"]);
const ASKS_LEVEL: ReadonlySet<string> = new Set(["approve", "renew", "reduce", "lift", "decide-allowance"]);

export async function facts(sql: Sql, requests: readonly FactRequest[], _nowMs: number, { org }: Around): Promise<readonly Facts[]> {
  const freezes = requests.map(({ matter }) => matter as Matter<Freeze>);
  const tokens = requests.flatMap(({ command, matter }) => (LOCKS.has(command) ? [matter.subject ?? ""] : []));
  await lockTokens(sql, tokens);
  const holdings = await holdingsOn(sql, tokens);
  const awaited = await awaitedOn(sql, tokens);
  const cases = await casesById(
    sql,
    freezes.map((freeze) => freeze.body.case),
  );
  const level = requests.some(({ command }) => ASKS_LEVEL.has(command)) ? await levelOf(sql, org) : null;
  const superiors = await superiorsOf(
    sql,
    requests.filter(({ command }) => command.endsWith("-overdue")).map(({ matter }) => matter.org),
  );
  return freezes.map((freeze) => ({
    case: cases.get(freeze.body.case) ?? null,
    level,
    holdings: (holdings.get(freeze.subject ?? "") ?? []).filter((one) => one.id !== freeze.id),
    awaited: awaited.has(freeze.subject ?? ""),
    superior: superiors.get(freeze.org) ?? null,
  }));
}
