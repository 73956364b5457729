/**
 * What an appeal needs to know besides itself: the restriction with what it goes on from and what went on from it, appeals
 * about it before, the unit above. Two appeals about one thing wait for one another at their opening.
 */
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { heldBy } from "../code.ts";
import { mayName } from "../person.ts";
import { chainsOf, unitsAbove, type Target, type Unit } from "../target.ts";
import type { Appeal, appealDraft } from "./appeal.ts";

export interface EarlierAppeal {
  readonly id: string;
  readonly serial: string;
  readonly against: string;
  readonly open: boolean;
  readonly state: string;
  readonly decidedBy: string | null;
  /** Fingerprints of the papers that were looked at. */
  readonly papers: readonly string[];
}

export interface OpenFacts {
  /** Empty: nothing that who asks may speak about. */
  readonly chain: readonly Target[];
  readonly holder: PersonalRef | null;
  readonly earlier: readonly EarlierAppeal[];
}

export interface Facts {
  readonly chain: readonly Target[];
  readonly earlier: readonly EarlierAppeal[];
  readonly above: Unit | null;
}

const LOCK_CLASS = 0x61706c;

type Draft = z.output<typeof appealDraft>;

export async function openFacts(sql: Sql, drafts: readonly Draft[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const held = await heldBy(
    sql,
    drafts.flatMap((draft) => draft.code ?? []),
  );
  const ids = drafts.map((draft) => (draft.code === undefined ? draft.against : held.get(draft.code)?.matter));
  const chains = await chainsOf(
    sql,
    ids.filter((id) => id !== undefined),
  );
  const seen = drafts.map((draft, i) => {
    const id = ids[i];
    const chain = id === undefined ? [] : (chains.get(id) ?? []);
    const named = chain.find((one) => one.id === id);
    const mine = named !== undefined && mayName(named, draft, context);
    const code = draft.code === undefined ? null : (held.get(draft.code)?.recipient ?? null);
    return { chain: mine ? chain : [], holder: draft.holder?.ref ?? code ?? named?.about ?? null };
  });
  // By the first of each chain, so that whoever asks about the same restriction waits.
  await sql.query(
    "select pg_advisory_xact_lock($2, hashtext(id)) from (select distinct id from unnest($1::text[]) as x(id) order by id) as sorted",
    [seen.flatMap(({ chain }) => chain.slice(0, 1).map(({ id }) => id)), LOCK_CLASS],
    "appeal-locks",
  );
  const earlier = await earlierOf(
    sql,
    seen.flatMap(({ chain }) => chain.map(({ id }) => id)),
  );
  return seen.map((one) => ({ ...one, earlier: ofChain(earlier, one.chain, null) }));
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const asked = requests.map(({ matter }) => matter as Matter<Appeal>);
  const chains = await chainsOf(
    sql,
    asked.map(({ body }) => body.against),
  );
  const earlier = await earlierOf(
    sql,
    [...chains.values()].flatMap((chain) => chain.map(({ id }) => id)),
  );
  const above = await unitsAbove(
    sql,
    asked.map(({ org }) => org),
  );
  return asked.map(({ id, org, body }) => {
    const chain = chains.get(body.against) ?? [];
    return { chain, earlier: ofChain(earlier, chain, id), above: above.get(org) ?? null };
  });
}

async function earlierOf(sql: Sql, targets: readonly string[]): Promise<readonly EarlierAppeal[]> {
  if (targets.length === 0) return [];
  return sql.query<EarlierAppeal>(
    `select id, serial, parent as against, closed_at_ms is null as open, state, hands->>'decide' as "decidedBy",
       array(select p->>'sha256' from jsonb_array_elements(body->'papers') as p) as papers
     from matter where kind = 'appeal' and parent = any($1) order by id`,
    [[...new Set(targets)].sort()],
    "appeals-about",
  );
}

function ofChain(all: readonly EarlierAppeal[], chain: readonly Target[], self: MatterId | null): readonly EarlierAppeal[] {
  const ids = new Set<string>(chain.map(({ id }) => id));
  return all.filter((one) => ids.has(one.against) && one.id !== self);
}
