/**
 * Lists as bytes: one file a list, with the terms its entries use, checked by SHA-256, loaded at the speed of a copy
 * because the tables are stored as they stand in memory. Little-endian. Reading and writing files is an adapter's work.
 *
 * Layout: magic (8) · header length u32 · header JSON · zeros to a multiple of 8 · per table: words, values, extra, text
 * offsets, texts, each padded to 8 · SHA-256 of everything before (32).
 */
import { createHash } from "node:crypto";
import { isMalformed, malformed, type Malformed } from "../base/problem.ts";
import { ENTRY_TYPES, isListName, makeTerms, parseEntryIdentifier, type CheckedTerms, type EntryTerms, type EntryType } from "./entry.ts";
import { KeyTable } from "./key-table.ts";
import type { IntelLists } from "./lists.ts";
import type { ListContents } from "./list-contents.ts";
import { BUCKET_BITS_MAX, BUCKET_BITS_MIN, QuotientTable, SLOTS } from "./quotient-table.ts";

const LIST_MAGIC = "DLLIST01";
const BOOK_MAGIC = "DLBOOK01";
const CHECKSUM_BYTES = 32;
/** Pieces that a writer can hand to the system at once. */
const CHUNK_BYTES = 16 * 1024 * 1024;

interface TableHeader {
  readonly type: EntryType;
  readonly bucketBits: number;
  readonly hiBits: number;
  readonly valueBytes: 1 | 2 | 4;
  readonly used: number;
  readonly live: number;
  readonly marks: number;
  readonly textBytes: number;
}

interface ListHeader {
  readonly name: string;
  readonly termsEnd: number;
  readonly terms: readonly (readonly [number, EntryTerms])[];
  readonly uses: readonly (readonly [number, number])[];
  readonly lanes: readonly number[];
  readonly tables: readonly TableHeader[];
}

/** One list in pieces, to be written one after the other. */
export function* encodeList(contents: ListContents): IterableIterator<Uint8Array> {
  const tally = contents.tally();
  const tables = contents.tables.filter((t) => t.size > 0);
  const header: ListHeader = {
    name: contents.name,
    termsEnd: contents.termsEnd,
    terms: tally.uses.flatMap(([entry]): [number, EntryTerms][] => {
      const terms = contents.termsOf(entry);
      return terms === null ? [] : [[entry, terms]];
    }),
    ...tally,
    tables: tables.map((t) => ({
      type: t.type,
      bucketBits: t.table.bucketBits,
      hiBits: t.table.hiBits,
      valueBytes: t.table.valueBytes,
      used: t.table.used,
      live: t.table.live,
      marks: t.table.marks,
      textBytes: t.textsEnd,
    })),
  };
  yield* checked(LIST_MAGIC, header, tables.flatMap(arraysOf));
}

/** Every set of terms that was ever given a number, so that old verdicts explain themselves after a restart. */
export function* encodeTerms(lists: IntelLists): IterableIterator<Uint8Array> {
  yield* checked(BOOK_MAGIC, { termsEnd: lists.book.end, terms: [...lists.book.all()] }, []);
}

function arraysOf(t: KeyTable): Uint8Array[] {
  const views: ArrayBufferView[] = [t.table.words, t.table.values];
  if (t.table.extra !== null) views.push(t.table.extra);
  if (t.textAt !== null) views.push(t.textAt);
  const arrays = views.map((v) => new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
  if (t.texts !== null) arrays.push(t.texts.subarray(0, t.textsEnd));
  return arrays;
}

function* checked(magic: string, header: unknown, arrays: readonly Uint8Array[]): IterableIterator<Uint8Array> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(padded(12 + json.length));
  head.set(new TextEncoder().encode(magic));
  new DataView(head.buffer).setUint32(8, json.length, true);
  head.set(json, 12);
  const hash = createHash("sha256").update(head);
  yield head;
  for (const array of arrays) {
    for (let at = 0; at < array.length; at += CHUNK_BYTES) {
      // Copied out of shared memory, so that what is hashed is what is written even if the list changes meanwhile.
      const chunk = array.slice(at, at + CHUNK_BYTES);
      hash.update(chunk);
      yield chunk;
    }
    const gap = padded(array.length) - array.length;
    if (gap > 0) {
      const zeros = new Uint8Array(gap);
      hash.update(zeros);
      yield zeros;
    }
  }
  yield new Uint8Array(hash.digest());
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Checks the frame and reads the header; `at` is where the arrays begin. */
function open(magic: string, bytes: Uint8Array): { readonly header: unknown; readonly at: number } | Malformed {
  const what = `${bytes.length} bytes`;
  if (bytes.length < 12 + CHECKSUM_BYTES || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) return malformed(what, `a file that begins with ${magic}`);
  const end = bytes.length - CHECKSUM_BYTES;
  const sum = createHash("sha256").update(bytes.subarray(0, end)).digest();
  if (!sum.equals(bytes.subarray(end))) return malformed(what, "bytes that match their checksum: the file is damaged or cut short");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  if (12 + length > end) return malformed(what, "a header within the file");
  try {
    return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length))), at: padded(12 + length) };
  } catch {
    return malformed(what, "a header in JSON");
  }
}

/** The list that a file says it holds, or null. Looks at the header alone: whether the file is whole is found when it is loaded. */
export function listNameIn(bytes: Uint8Array): string | null {
  if (bytes.length < 12 || new TextDecoder().decode(bytes.subarray(0, 8)) !== LIST_MAGIC) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  try {
    const { name } = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length))) as { readonly name?: unknown };
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
}

/**
 * Loads one list into `lists`, in place of the one of its name; its entries keep their numbers where these are free.
 * Null when done, else what is wrong; then nothing was changed but the book of terms.
 */
export function decodeList(bytes: Uint8Array, lists: IntelLists): Malformed | null {
  const opened = open(LIST_MAGIC, bytes);
  if (isMalformed(opened)) return opened;
  const header = opened.header as ListHeader;
  if (
    typeof header !== "object" ||
    header === null ||
    typeof header.name !== "string" ||
    !isListName(header.name) ||
    !Array.isArray(header.terms) ||
    !Array.isArray(header.tables) ||
    !Array.isArray(header.uses) ||
    !Array.isArray(header.lanes)
  )
    return malformed("header", "a list's header");
  const numbers = restoreTerms(header.terms, header.termsEnd, header.name, lists);
  if (isMalformed(numbers)) return numbers;
  const tables: KeyTable[] = [];
  let at = opened.at;
  const end = bytes.length - CHECKSUM_BYTES;
  for (const t of header.tables) {
    if (!isTableHeader(t) || tables.some((other) => other.type === t.type)) return malformed(t, "a table's header");
    // Before anything is allocated: what the header claims must be there.
    if (at + SLOTS * 2 ** t.bucketBits * 4 + t.textBytes > end) return malformed(`${bytes.length} bytes`, "all tables that the header names");
    const table = KeyTable.ofSize(t.type, t.bucketBits, t.hiBits, t.valueBytes, t.textBytes);
    for (const array of arraysOf(table)) {
      if (at + array.length > end) return malformed(`${bytes.length} bytes`, "all tables that the header names");
      array.set(bytes.subarray(at, at + array.length));
      at += padded(array.length);
    }
    table.table.setCounts(t.used, t.live);
    table.table.addMarks(t.marks);
    tables.push(table);
  }
  const contents = lists.build(header.name);
  if (isMalformed(contents)) return contents;
  contents.adopt(tables, header);
  if ([...numbers].every(([stored, now]) => stored === now)) {
    const full = lists.replace(contents);
    return full === null ? null : malformed(full.value, full.expected);
  }
  return renumbered(contents, header, numbers, lists);
}

/** Loads a book of terms. To be done before the lists, so that every number finds its own place. */
export function decodeTerms(bytes: Uint8Array, lists: IntelLists): Malformed | null {
  const opened = open(BOOK_MAGIC, bytes);
  if (isMalformed(opened)) return opened;
  const header = opened.header as Pick<ListHeader, "terms" | "termsEnd">;
  if (typeof header !== "object" || header === null || !Array.isArray(header.terms)) return malformed("header", "a book's header");
  const numbers = restoreTerms(header.terms, header.termsEnd, null, lists);
  return isMalformed(numbers) ? numbers : null;
}

function restoreTerms(stored: ListHeader["terms"], end: number, list: string | null, lists: IntelLists): Map<number, number> | Malformed {
  const numbers = new Map<number, number>();
  if (!Number.isSafeInteger(end)) return malformed(end, "the end of the numbers");
  lists.book.reserve(end);
  for (const pair of stored) {
    if (!Array.isArray(pair)) return malformed(pair, "an entry number and its terms");
    const [entry, terms] = pair;
    if (!Number.isSafeInteger(entry) || entry < 1 || typeof terms !== "object" || terms === null || (list !== null && terms.list !== list))
      return malformed(pair, "an entry number and its terms");
    const made = typeof terms.list === "string" ? remade(terms) : null;
    if (made === null) return malformed(terms, "terms that hold together");
    const now = lists.book.restore(entry, made);
    if (now < 0) return malformed(entry, "fewer different terms");
    numbers.set(entry, now);
  }
  return numbers;
}

/** The rules that an entry passes on its way in hold for a stored one too: a file cannot make a report block. */
function remade(terms: EntryTerms): CheckedTerms | null {
  try {
    const { lifeAssumed, list, ...draft } = terms;
    const made = makeTerms(list, "number", draft, terms.validFromMs);
    return "field" in made || made.loweredFrom !== null ? null : { ...made.terms, lifeAssumed: lifeAssumed === true };
  } catch {
    // A field of the wrong type: the caller says so.
    return null;
  }
}

/** Entry numbers of the file mean something else here: entry by entry, as if imported. */
function renumbered(loaded: ListContents, header: ListHeader, numbers: ReadonlyMap<number, number>, lists: IntelLists): Malformed | null {
  const contents = lists.build(header.name);
  if (isMalformed(contents)) return contents;
  for (const { type, identifier, entry } of loaded.identifiers()) {
    const id = parseEntryIdentifier(identifier, type);
    const now = numbers.get(entry);
    if (isMalformed(id) || now === undefined) return malformed(identifier, "an identifier with known terms");
    if (contents.set(id, now).kind === "full") return malformed(header.name, "a smaller list");
  }
  const full = lists.replace(contents);
  return full === null ? null : malformed(full.value, full.expected);
}

function isTableHeader(t: TableHeader): boolean {
  const whole = (n: number, min: number, max: number): boolean => Number.isSafeInteger(n) && n >= min && n <= max;
  if (typeof t !== "object" || t === null) return false;
  const slots = SLOTS * 2 ** t.bucketBits;
  return (
    ENTRY_TYPES.includes(t.type) &&
    whole(t.bucketBits, BUCKET_BITS_MIN, BUCKET_BITS_MAX) &&
    whole(t.hiBits, 1, QuotientTable.HI_BITS_MAX) &&
    [1, 2, 4].includes(t.valueBytes) &&
    whole(t.used, 0, slots) &&
    whole(t.live, 0, t.used) &&
    whole(t.marks, 0, 0xffff) &&
    whole(t.textBytes, 0, 0xffff_ffff)
  );
}
