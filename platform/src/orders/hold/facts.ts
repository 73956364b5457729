/** What a held payment needs to know besides itself: the warning, the bank's desk, what was held of this account before. */
import { institutionOf } from "../../domain/personal.ts";
import type { Context } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { desksOf, lockTokens, parentsOf, type Parent } from "../account-facts.ts";
import type { holdDraft } from "./hold.ts";

export interface EarlierHold {
  readonly account: string;
  readonly payee: string;
  readonly payment: string;
  readonly state: string;
  readonly endedAtMs: number | null;
}

export interface OpenFacts {
  readonly parent: Parent | null;
  readonly desk: string | null;
  readonly earlier: readonly EarlierHold[];
}

type Draft = z.output<typeof holdDraft>;

export async function openFacts(sql: Sql, drafts: readonly Draft[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const parents = await parentsOf(
    sql,
    drafts.flatMap((draft) => draft.parent ?? []),
  );
  const desks = await desksOf(
    sql,
    drafts.map((draft) => institutionOf(draft.account)),
  );
  const tokens = drafts.map((draft) => (institutionOf(draft.account) === "" ? "" : context.identify("account", draft.account, "account").token));
  const earlier = await earlierHolds(sql, tokens);
  return drafts.map((draft, i) => ({
    parent: parents.get(draft.parent ?? "") ?? null,
    desk: desks.get(institutionOf(draft.account)) ?? null,
    earlier: earlier.filter((one) => one.account === tokens[i]),
  }));
}

/** Everything that was held of these accounts; whoever holds at the same moment waits. */
export async function earlierHolds(sql: Sql, accounts: readonly string[]): Promise<readonly EarlierHold[]> {
  const asked = [...new Set(accounts)].filter((token) => token !== "");
  if (asked.length === 0) return [];
  await lockTokens(sql, asked);
  return sql.query<EarlierHold>(
    `select subject as account, body->'payee'->>'token' as payee, body->>'payment' as payment, state, (body->>'endedAtMs')::int8 as "endedAtMs"
     from matter where kind = 'hold' and subject = any($1) order by id`,
    [asked],
    "earlier-holds",
  );
}
