/**
 * How a narrative sounds, kept without the narrative: a MinHash signature, and the first of its near-duplicates as the head
 * of all. Bands propose heads, the similarity of the signatures decides, the older head wins a tie: the rules by which
 * screening groups scripts (text/script-cluster.ts). It says that two texts are nearly one, never what they say.
 */
import type { MatterId } from "../../domain/matter.ts";
import type { Sql } from "../../ports/store.ts";
import { Normaliser } from "../../text/normalise.ts";
import { BAND_COUNT, bandKeys } from "../../text/script-cluster-bands.ts";
import { DEFAULT_THRESHOLD_PERMILLE, SHINGLES_MIN, signature, SIGNATURE_WORDS, similarityPermille } from "../../text/script-cluster.ts";

/** Heads looked at for one narrative, the oldest first: a phrase that thousands begin with must not make each one slow. */
const HEADS_MAX = 200;

const normaliser = new Normaliser();

/** The signature's words as bytes, or null when the text says too little to be compared. */
export function signatureOf(text: string): Uint8Array | null {
  const words = new Uint32Array(SIGNATURE_WORDS);
  normaliser.run(text);
  if (signature(normaliser.units, normaliser.length, words) < SHINGLES_MIN) return null;
  const bytes = new Uint8Array(SIGNATURE_WORDS * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setUint32(i * 4, word, true));
  return bytes;
}

export function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: SIGNATURE_WORDS }, (_, i) => view.getUint32(i * 4, true));
}

/** Keys by which near-duplicates are proposed, told apart by their band. */
function bandsOf(words: Uint32Array): readonly number[] {
  const keys = new Uint32Array(BAND_COUNT);
  bandKeys(words, 0, keys);
  return [...keys].map((key, band) => band * 2 ** 32 + key);
}

/** The most similar of `heads`, in their order at a tie; null when none is near enough. */
export function nearest<H extends { readonly words: Uint32Array }>(words: Uint32Array, heads: readonly H[]): H | null {
  let best: H | null = null;
  let most = DEFAULT_THRESHOLD_PERMILLE - 1;
  for (const head of heads) {
    const similar = similarityPermille(words, 0, head.words, 0);
    if (similar > most) {
      best = head;
      most = similar;
    }
  }
  return best;
}

/**
 * Keeps the narrative's signature under its head, or as a head of its own, and gives the head's id. Only for an entry that
 * has none yet: it keeps its first narrative.
 */
export async function keepNarrative(sql: Sql, entry: MatterId, bytes: Uint8Array): Promise<string> {
  // Copies, which come in masses, go where the first went.
  const [copy] = await sql.query<{ readonly head: string }>(
    `insert into narrative_signature (entry, words, head) select $1, words, head from narrative_signature where words = $2 limit 1 on conflict do nothing returning head`,
    [entry, bytes],
    "narrative-copy",
  );
  if (copy !== undefined) return copy.head;
  const words = wordsOf(bytes);
  const bands = bandsOf(words);
  let head = await findHead(sql, words, bands);
  if (head === null) {
    // Two first ones at once share a band: one waits here and then finds the other.
    await sql.query(
      "select pg_advisory_xact_lock(hashtextextended(band::text, 6)) from (select band from unnest($1::int8[]) as x(band) order by band) as sorted",
      [bands],
      "narrative-lock",
    );
    head = await findHead(sql, words, bands);
  }
  if (head === null) await sql.query("insert into narrative_head (entry, words, bands) values ($1, $2, $3::int8[])", [entry, bytes, bands], "narrative-head-keep");
  await sql.query("insert into narrative_signature (entry, words, head) values ($1, $2, $3) on conflict do nothing", [entry, bytes, head ?? entry], "narrative-keep");
  return head ?? entry;
}

export async function headOf(sql: Sql, entry: MatterId): Promise<string | null> {
  const [row] = await sql.query<{ readonly head: string }>("select head from narrative_signature where entry = $1", [entry], "narrative-head");
  return row?.head ?? null;
}

async function findHead(sql: Sql, words: Uint32Array, bands: readonly number[]): Promise<string | null> {
  const rows = await sql.query<{ readonly entry: string; readonly words: Uint8Array }>(
    // First by the bands, then in order: the other way round every head would be looked at.
    "with near as materialized (select entry, words from narrative_head where bands && $1::int8[]) select entry, words from near order by entry limit $2",
    [bands, HEADS_MAX],
    "narrative-heads",
  );
  const found = nearest(
    words,
    rows.map((row) => ({ entry: row.entry, words: wordsOf(row.words) })),
  );
  return found?.entry ?? null;
}
