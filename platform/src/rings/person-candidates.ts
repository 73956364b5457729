/**
 * Which pairs of records are worth comparing: those that share one of several rough keys, so that a million records are not
 * compared with a million others. Keys shared by very many records are passed over. It proposes pairs and judges none.
 */
import { plain, type PersonRecord } from "./person-link.ts";

/** A key that more records share than this says nothing. */
const SHARED_MAX = 100;

/** Rough keys of one record. Any two records of one person should share at least one, whatever was mistyped once. */
export function roughKeys(r: PersonRecord): readonly string[] {
  const [given, family, street, locality, postcode, document] = [r.givenName, r.familyName, r.street, r.locality, r.postcode, r.document].map(plain);
  const born = plain(r.birthDate).replace(/\D/g, "");
  const names = [given, family].filter((n) => n !== "").sort();
  const keys: string[] = [];
  const add = (kind: string, ...parts: readonly string[]): void => {
    if (parts.every((p) => p !== "")) keys.push([kind, ...parts].join("\u001f"));
  };
  add("document", document);
  add("born", born);
  add("names", ...(names.length === 2 ? names : [""]));
  for (const n of names) {
    add("name+year", soundOf(n), born.slice(0, 4));
    add("name+postcode", soundOf(n), postcode);
    add("name+street", soundOf(n), street.slice(0, 6));
    add("name+locality", soundOf(n), locality.slice(0, 5));
  }
  add("street+postcode", street.slice(0, 8), postcode);
  return keys;
}

/** Pairs of indexes, lower first, each once, in order. */
export function candidatePairs(records: readonly PersonRecord[]): readonly (readonly [number, number])[] {
  const byKey = new Map<string, number[]>();
  for (const [i, record] of records.entries()) {
    for (const key of new Set(roughKeys(record))) {
      const list = byKey.get(key);
      if (list === undefined) byKey.set(key, [i]);
      else list.push(i);
    }
  }
  const pairs = new Set<number>();
  for (const list of byKey.values()) {
    if (list.length > SHARED_MAX) continue;
    for (const [n, a] of list.entries()) for (const b of list.slice(n + 1)) pairs.add(a * records.length + b);
  }
  return [...pairs].sort((a, b) => a - b).map((key) => [Math.floor(key / records.length), key % records.length] as const);
}

/** First letter and the consonant groups after it (the idea of Soundex); other scripts keep their first two characters. */
export function soundOf(name: string): string {
  if (!/^[a-z]+$/.test(name)) return name.slice(0, 2);
  const group = (c: string): string =>
    "bfpv".includes(c) ? "1" : "cgjkqsxz".includes(c) ? "2" : "dt".includes(c) ? "3" : c === "l" ? "4" : "mn".includes(c) ? "5" : c === "r" ? "6" : "";
  let code = name[0];
  let last = group(name[0]);
  for (const c of name.slice(1)) {
    const g = group(c);
    if (g !== "" && g !== last) code += g;
    if (c !== "h" && c !== "w") last = g;
    if (code.length === 4) break;
  }
  return code;
}
