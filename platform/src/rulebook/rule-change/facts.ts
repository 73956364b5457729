/**
 * What changes of the rules need to know besides themselves: the book in force, their own texts, what was judged in shadow
 * and by which replay, who is at the top of this installation. Whoever publishes waits for whoever else does.
 */
import type { FactRequest } from "../../matters/kind.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Sql } from "../../ports/store.ts";
import { bookInForce, lockBook, textOf, type PackInForce } from "../book-read.ts";
import type { RuleChange } from "./rule-change.ts";
import { BESIDE } from "./states.ts";

export interface OpenFacts {
  readonly book: readonly PackInForce[];
}

export interface Facts extends OpenFacts {
  /** The draft as it is written. */
  readonly text: string;
  readonly examples: string;
  /** Path of the places that this installation is for; what is published judges everybody in them. */
  readonly top: string;
  /** Other changes that run beside the rules in force. */
  readonly beside: number;
  /** Newest whole replay of this very draft. */
  readonly replay: string | null;
  /** What this draft has judged in shadow. */
  readonly shadowEvents: number;
  /** The change of this pack that is in force. */
  readonly live: MatterId | null;
  /** What was in force before this change was published. */
  readonly before: { readonly text: string; readonly examples: string } | null;
}

export async function openFacts(sql: Sql, drafts: readonly unknown[]): Promise<readonly OpenFacts[]> {
  const book = await bookInForce(sql);
  return drafts.map(() => ({ book }));
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  // Before the book is read: what is checked is what will be replaced.
  await lockBook(sql);
  const book = await bookInForce(sql);
  const [place] = await sql.query<{ readonly territory: string }>(
    "select territory from organisation where kind = 'police' order by length(territory), territory, id limit 1",
    [],
    "rulebook-top",
  );
  const out: Facts[] = [];
  for (const { matter } of requests) {
    const body = matter.body as RuleChange;
    const [row] = await sql.query<{
      readonly beside: number;
      readonly replay: string | null;
      readonly shadow_events: number;
      readonly live: MatterId | null;
      readonly before_text: string | null;
      readonly before_examples: string | null;
    }>(
      `select (select count(*) from matter o where o.kind = 'rule-change' and o.id <> $1 and o.state = any($3) and o.body->>'shadowSinceMs' is not null) as beside,
         (select r.id from rule_replay r where r.change = $1 and r.draft = $2 and r.state = 'done' order by r.started_at_ms desc limit 1) as replay,
         coalesce((select sum(s.events) from rule_shadow s where s.change = $1 and s.draft = $2 and s.failed is null), 0)::int8 as shadow_events,
         (select o.id from matter o where o.kind = 'rule-change' and o.state = 'live' and o.body->>'pack' = $4 limit 1) as live, b.text as before_text, b.examples as before_examples
       from (select 1) one left join lateral (
         select text, examples, how from rule_publication where pack = $4 and in_force and seq < (select min(seq) from rule_publication where change = $1 and how = 'published')
           order by seq desc limit 1) found on true
       left join lateral (
         select p.text, p.examples from rule_publication p where found.how = 'shipped' and p.pack = $4 and p.how = 'shipped' order by p.seq desc limit 1) newest on true
       left join lateral (select coalesce(newest.text, found.text) as text, coalesce(newest.examples, found.examples) as examples) b on true`,
      [matter.id, body.draft.text, BESIDE, body.pack],
      "rule-change-facts",
    );
    out.push({
      book,
      text: await textOf(sql, body.draft.text),
      examples: await textOf(sql, body.draft.examples),
      top: place?.territory ?? "",
      beside: row.beside,
      replay: row.replay,
      shadowEvents: row.shadow_events,
      live: row.live,
      before: row.before_text === null || row.before_examples === null ? null : { text: row.before_text, examples: row.before_examples },
    });
  }
  return out;
}
