/**
 * Reads the book of rules: which text of each pack is in force, every text by its digest, what was in force when. Whoever
 * means to change it takes its lock first. Nothing is written here.
 */
import { createHash } from "node:crypto";
import type { MatterId } from "../domain/matter.ts";
import type { Sql } from "../ports/store.ts";
import type { RuleSource } from "../rules/load.ts";

export interface PackInForce {
  readonly pack: string;
  readonly seq: number;
  readonly text: string;
  readonly examples: string;
  readonly textDigest: string;
  readonly examplesDigest: string;
  readonly how: "shipped" | "published" | "rolled-back";
  readonly change: MatterId | null;
  readonly atMs: number;
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** One change of the book at a time: texts are checked against what is in force. */
export async function lockBook(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended('rulebook', 0))");
}

/** The packs in force, by name. One whose text is empty shipped once and ships no more. */
export async function bookInForce(sql: Sql): Promise<readonly PackInForce[]> {
  const rows = await sql.query<{
    readonly pack: string;
    readonly seq: number;
    readonly text: string;
    readonly examples: string;
    readonly text_digest: string;
    readonly examples_digest: string;
    readonly how: PackInForce["how"];
    readonly change: MatterId | null;
    readonly at_ms: number;
  }>(
    `select p.pack, p.seq, t.text, e.text as examples, p.text as text_digest, p.examples as examples_digest, p.how, p.change, p.at_ms
     from (select distinct on (pack) * from rule_publication where in_force order by pack, seq desc) p
     join rule_text t on t.digest = p.text join rule_text e on e.digest = p.examples where t.text <> '' order by p.pack collate "C"`,
    [],
    "rulebook-in-force",
  );
  return rows.map((row) => ({
    pack: row.pack,
    seq: row.seq,
    text: row.text,
    examples: row.examples,
    textDigest: row.text_digest,
    examplesDigest: row.examples_digest,
    how: row.how,
    change: row.change,
    atMs: row.at_ms,
  }));
}

/** As the loader reads them. A pack that ships without examples has none as a file either. */
export function sourcesOf(book: readonly PackInForce[]): readonly RuleSource[] {
  return book.flatMap(({ pack, text, examples }) => [
    { path: `${pack}/pack.json`, text },
    ...(examples === NO_EXAMPLES ? [] : [{ path: `${pack}/examples.json`, text: examples }]),
  ]);
}

export const NO_EXAMPLES = "[]\n";

export async function textOf(sql: Sql, digest: string): Promise<string> {
  const [row] = await sql.query<{ readonly text: string }>("select text from rule_text where digest = $1", [digest], "rulebook-text");
  if (row === undefined) throw new Error(`bug: the text ${digest} is not in the book`);
  return row.text;
}

export interface PublicationView {
  readonly seq: number;
  readonly pack: string;
  readonly how: PackInForce["how"];
  readonly inForce: boolean;
  readonly change: string | null;
  readonly text: string;
  readonly atMs: number;
  readonly by: string;
}

/** What was in force when, newest first. */
export async function publications(sql: Sql, pack: string | null, limit: number): Promise<readonly PublicationView[]> {
  return sql.query<PublicationView>(
    `select seq, pack, how, in_force as "inForce", change, text, at_ms as "atMs", by from rule_publication where $1::text is null or pack = $1 order by seq desc limit $2`,
    [pack, limit],
    "rulebook-publications",
  );
}
