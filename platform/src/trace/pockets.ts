/**
 * Accounts as small numbers. What a trace walks on is a *pocket*: one account in one currency, so that currencies never
 * mix. A pocket is known by institution, account and currency, exactly (the hash only finds candidates). It knows nothing
 * about holders.
 */
import { mix32, hashText } from "../base/hash.ts";
import { ProblemError } from "../base/problem.ts";
import { maskAccount, type Account, type AccountNumber, type Institution } from "../domain/account.ts";
import { CURRENCIES, type Currency } from "../domain/currency.ts";
import { accountText, identifierKey, type Key } from "../domain/identifier.ts";
import { HashIndex } from "./hash-index.ts";
import { PAGE_BITS, PAGE_MASK, TextHeap, WordRows } from "./paged.ts";
import { isUnknownInstitution } from "./transfer.ts";

/** Words of a pocket's row. */
const POCKET_WORDS = 2;
const TEXT = 0;
/** Institution in the low half, currency above. */
const WHERE = 1;

const INSTITUTIONS_MAX = 65_536;

/** Where the texts of one account lie in a batch's heap, with its key. */
export interface AccountBytes {
  readonly bytes: Uint8Array;
  institutionStart: number;
  institutionEnd: number;
  accountStart: number;
  accountEnd: number;
}

const encoder = new TextEncoder();
const scratchKey: Key = { lo: 0, hi: 0 };

/** Hash of a pocket from its account's key in the record (its 60 bits are a hash already) and the currency's number. */
export function pocketHash(lo: number, hi: number, currency: number): number {
  return mix32(lo ^ Math.imul(hi, 0x9e3779b1) ^ Math.imul(currency + 1, 0x85ebca77));
}

export class Pockets {
  readonly rows = new WordRows(POCKET_WORDS);
  readonly #index = new HashIndex();
  readonly #texts = new TextHeap();
  readonly #institutions: { readonly name: Institution; readonly bytes: Uint8Array; readonly unknown: boolean }[] = [];
  readonly #institutionNumbers = new Map<string, number>();
  /** Numbers of institutions by a few of their bytes: a guess that spares decoding the name for every transfer. */
  readonly #guesses = new Int32Array(256).fill(-1);
  /** Currencies that occur, in the order in which they were first seen. */
  readonly currencies: number[] = [];

  get count(): number {
    return this.rows.count;
  }

  /**
   * The pocket of an account whose texts are in a heap; it is made when it is new. `guess` is a pocket that it may be, or
   * -1: looked at first, it spares the search.
   */
  intern(hash: number, a: AccountBytes, currency: number, guess: number): number {
    const institution = this.#institutionOf(a);
    const where = institution | (currency << 16);
    if (guess >= 0) {
      const page = this.rows.pages[guess >>> PAGE_BITS];
      const at = (guess & PAGE_MASK) * POCKET_WORDS;
      if (page[at + WHERE] === where && this.#texts.equals(page[at + TEXT], a.bytes, a.accountStart, a.accountEnd)) return guess;
    }
    for (let p = this.#index.find(hash); p >= 0; p = this.#index.again()) {
      const page = this.rows.pages[p >>> PAGE_BITS];
      const at = (p & PAGE_MASK) * POCKET_WORDS;
      if (page[at + WHERE] === where && this.#texts.equals(page[at + TEXT], a.bytes, a.accountStart, a.accountEnd)) return p;
    }
    const p = this.rows.add();
    const page = this.rows.pages[p >>> PAGE_BITS];
    const at = (p & PAGE_MASK) * POCKET_WORDS;
    page[at + TEXT] = this.#texts.put(a.bytes, a.accountStart, a.accountEnd);
    page[at + WHERE] = where;
    this.#index.insert(hash, p);
    if (!this.currencies.includes(currency)) this.currencies.push(currency);
    return p;
  }

  /** The pocket of an account, or -1 when no transfer named it in this currency. */
  find(account: Account, currency: Currency): number {
    const number = CURRENCIES.indexOf(currency);
    const institution = this.#institutionNumbers.get(account.institution);
    if (number < 0 || institution === undefined) return -1;
    identifierKey("account", accountText(account.institution, account.account), scratchKey);
    const bytes = encoder.encode(account.account);
    const where = institution | (number << 16);
    for (let p = this.#index.find(pocketHash(scratchKey.lo, scratchKey.hi, number)); p >= 0; p = this.#index.again()) {
      if (this.#word(p, WHERE) === where && this.#texts.equals(this.#word(p, TEXT), bytes, 0, bytes.length)) return p;
    }
    return -1;
  }

  /** All pockets of an account, in any currency. */
  findAll(account: Account): readonly number[] {
    return this.currencies.map((number) => this.find(account, CURRENCIES[number])).filter((p) => p >= 0);
  }

  /** All pockets with this account text, whatever their institution. Looks at every pocket: for questions of people. */
  findByText(account: string): readonly number[] {
    const bytes = encoder.encode(account);
    const found: number[] = [];
    for (let p = 0; p < this.count; p++) if (this.#texts.equals(this.#word(p, TEXT), bytes, 0, bytes.length)) found.push(p);
    return found;
  }

  account(pocket: number): Account {
    return { institution: this.institution(pocket), account: this.#texts.text(this.#word(pocket, TEXT)) as AccountNumber };
  }

  institution(pocket: number): Institution {
    return this.#institutions[this.#word(pocket, WHERE) & 0xffff].name;
  }

  /** The institution's name only says that it is not known. */
  isUnknown(pocket: number): boolean {
    return this.#institutions[this.#word(pocket, WHERE) & 0xffff].unknown;
  }

  masked(pocket: number): string {
    const { institution, account } = this.account(pocket);
    return `${institution}:${maskAccount(account)}`;
  }

  currency(pocket: number): Currency {
    return CURRENCIES[this.#word(pocket, WHERE) >>> 16];
  }

  // Rounds of reads that bring near what a look-up will need (see graph.ts); what they give has no meaning.

  touchIndex(hashes: Uint32Array, count: number): number {
    return this.#index.touch(hashes, 0, 3, count) ^ this.#index.touch(hashes, 1, 3, count);
  }

  /** The likely pocket of a hash, or -1. */
  guess(hash: number): number {
    return this.#index.find(hash);
  }

  touchRows(pockets: Int32Array, count: number): number {
    const { pages } = this.rows;
    let sink = 0;
    for (let i = 0; i < count; i++) if (pockets[i] >= 0) sink ^= pages[pockets[i] >>> PAGE_BITS][(pockets[i] & PAGE_MASK) * POCKET_WORDS];
    return sink;
  }

  touchTexts(pockets: Int32Array, count: number): number {
    const { pages } = this.rows;
    const texts = this.#texts;
    let sink = 0;
    for (let i = 0; i < count; i++) if (pockets[i] >= 0) sink ^= texts.touch(pages[pockets[i] >>> PAGE_BITS][(pockets[i] & PAGE_MASK) * POCKET_WORDS + TEXT]);
    return sink;
  }

  #word(pocket: number, word: number): number {
    return this.rows.pages[pocket >>> PAGE_BITS][(pocket & PAGE_MASK) * POCKET_WORDS + word];
  }

  #institutionOf(a: AccountBytes): number {
    const { bytes, institutionStart: start, institutionEnd: end } = a;
    const slot = ((end - start) * 29 + bytes[start] * 7 + bytes[start + 1] * 31 + bytes[end - 1] * 13) & 255;
    const guess = this.#guesses[slot];
    if (guess >= 0 && sameBytes(this.#institutions[guess].bytes, bytes, start, end)) return guess;
    const own = bytes.slice(start, end);
    const name = utf8.decode(own);
    let number = this.#institutionNumbers.get(name);
    if (number === undefined) {
      number = this.#institutions.length;
      if (number >= INSTITUTIONS_MAX) throw new ProblemError({ code: "too-large", detail: `more than ${INSTITUTIONS_MAX} institutions` });
      this.#institutions.push({ name: name as Institution, bytes: own, unknown: isUnknownInstitution(name) });
      this.#institutionNumbers.set(name, number);
    }
    this.#guesses[slot] = number;
    return number;
  }

  get byteCount(): number {
    return this.rows.byteCount + this.#index.byteCount + this.#texts.byteCount;
  }

  /** What a snapshot needs beside the chunks. */
  head(): { readonly institutions: readonly string[]; readonly currencies: readonly number[] } {
    return { institutions: this.#institutions.map((i) => i.name), currencies: this.currencies };
  }

  parts(): { readonly rows: WordRows; readonly index: HashIndex; readonly texts: TextHeap } {
    return { rows: this.rows, index: this.#index, texts: this.#texts };
  }

  /** Takes the head of a snapshot; the pockets must be empty. */
  takeHead(head: { readonly institutions: readonly string[]; readonly currencies: readonly number[] }): void {
    for (const name of head.institutions) {
      this.#institutionNumbers.set(name, this.#institutions.length);
      this.#institutions.push({ name: name as Institution, bytes: encoder.encode(name), unknown: isUnknownInstitution(name) });
    }
    this.currencies.push(...head.currencies);
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let k = 0; k < known.length; k++) if (known[k] !== bytes[start + k]) return false;
  return true;
}

/** Guards a snapshot against another way of hashing. */
export const POCKET_HASH_PROBE = hashText(String(pocketHash(1, 2, 3)));
