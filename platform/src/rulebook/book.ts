/**
 * Writes the book of rules, which only grows: texts, what ships with the program, what people publish and roll back. What
 * ships is a publication like the others, and never takes the place of what people published.
 */
import type { AnnouncementOf } from "../domain/announcement.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Work } from "../matters/work.ts";
import type { RuleSource } from "../rules/load.ts";
import { bookInForce, digestOf, lockBook, NO_EXAMPLES, type PackInForce } from "./book-read.ts";
import { ruleChange } from "./rule-change/kind.ts";

export interface ShippedPack {
  readonly pack: string;
  readonly text: string;
  readonly examples: string;
}

/** Packs of a folder, with their examples beside them. */
export function shippedPacks(sources: readonly RuleSource[]): readonly ShippedPack[] {
  return sources.flatMap(({ path, text }) => {
    if (!path.endsWith("/pack.json")) return [];
    const pack = path.slice(0, -"/pack.json".length);
    return [{ pack, text, examples: sources.find((one) => one.path === `${pack}/examples.json`)?.text ?? NO_EXAMPLES }];
  });
}

export interface Shipping {
  /** Packs whose shipped text is in force now and was not before. */
  readonly taken: readonly string[];
  /** Packs that ship otherwise than before while what people published stays in force. */
  readonly held: readonly string[];
}

/** Writes what came with the program into the book, where it is not what came last. */
export async function shipPacks(work: Work, shipped: readonly ShippedPack[]): Promise<Shipping> {
  await lockBook(work.sql);
  const last = new Map(
    (
      await work.query<{ readonly pack: string; readonly text: string; readonly examples: string }>(
        "select distinct on (pack) pack, text, examples from rule_publication where how = 'shipped' order by pack, seq desc",
      )
    ).map((row) => [row.pack, row]),
  );
  const inForce = new Map((await bookInForce(work.sql)).map((one) => [one.pack, one]));
  const taken: string[] = [];
  const held: string[] = [];
  for (const { pack, text, examples } of shipped) {
    const digests = { text: digestOf(text), examples: digestOf(examples) };
    const before = last.get(pack);
    if (before !== undefined && before.text === digests.text && before.examples === digests.examples) continue;
    await keepTexts(work, [
      { digest: digests.text, text },
      { digest: digests.examples, text: examples },
    ]);
    // A pack that was changed by people and rolled back is as it shipped: it follows what ships.
    const now = inForce.get(pack);
    const follows = now === undefined || now.how === "shipped" || (before !== undefined && now.textDigest === before.text && now.examplesDigest === before.examples);
    await addPublication(work, { pack, ...digests, how: "shipped", inForce: follows, change: null });
    (follows ? taken : held).push(pack);
  }
  // A pack that ships no more judges no more, unless people published it.
  for (const { pack, text } of last.values()) {
    if (text === digestOf("") || shipped.some((one) => one.pack === pack) || inForce.get(pack)?.how !== "shipped") continue;
    await keepTexts(work, [{ digest: digestOf(""), text: "" }]);
    await addPublication(work, { pack, text: digestOf(""), examples: digestOf(""), how: "shipped", inForce: true, change: null });
    taken.push(pack);
  }
  return { taken, held };
}

interface Publication {
  readonly pack: string;
  readonly text: string;
  readonly examples: string;
  readonly how: PackInForce["how"];
  readonly inForce: boolean;
  readonly change: MatterId | null;
}

async function addPublication(work: Work, { pack, text, examples, how, inForce, change }: Publication): Promise<void> {
  await work.query("insert into rule_publication (pack, text, examples, how, in_force, change, at_ms, by) values ($1, $2, $3, $4, $5, $6, $7, $8)", [
    pack,
    text,
    examples,
    how,
    inForce,
    change,
    work.nowMs,
    work.scope.actor,
  ]);
}

/** Every version of every text, once. */
export async function keepTexts(work: Work, texts: readonly { readonly digest: string; readonly text: string }[]): Promise<void> {
  await work.query(
    "insert into rule_text (digest, text, kept_at_ms) select digest, text, $2 from jsonb_to_recordset($1::jsonb) as x(digest text, text text) on conflict (digest) do nothing",
    [JSON.stringify(texts), work.nowMs],
    "rulebook-keep-texts",
  );
}

/** What a publication leads to: the book says so, and the change that was in force goes out of force, or comes back. */
export async function publishPack(work: Work, said: AnnouncementOf<"rules-published">): Promise<void> {
  const { pack, text, examples, how, change, replaces, restores } = said;
  await addPublication(work, { pack, text, examples, how, inForce: true, change });
  if (replaces !== null) await work.actOne(ruleChange, replaces, "replace", { by: change }, "consequence");
  if (restores !== null) await work.actOne(ruleChange, restores, "restore", { after: change }, "consequence");
}
