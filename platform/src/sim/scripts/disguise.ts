/**
 * How senders hide a text from word filters, and how people mistype: the variants that a detector must see through. Each
 * keeps the text readable for a person. Numbers of links are left alone, so that a link still is the same link.
 */
import type { Chance } from "./slots.ts";
import type { ScriptLang } from "./script.ts";

export type Variant = "plain" | "typo" | "full-width" | "inserted-sign" | "zero-width" | "look-alike" | "spaced";

const SIGNS = [".", "*", "~", "-", "·", "|", "_"];
const ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"];
/** Same sound, same shape or traditional form, as seen in disguised messages generally. */
const LOOK_ALIKE_ZH: ReadonlyMap<string, string> = new Map(
  Object.entries({
    微: "薇", 信: "芯", 加: "伽", 群: "裙", 扣: "釦", 贷: "貸", 银: "銀", 单: "単", 证: "証", 账: "帐", 号: "號",
    赚: "賺", 钱: "錢", 兼: "蒹", 职: "職", 投: "头", 资: "資", 奖: "獎", 领: "領", 转: "轉", 码: "碼", 费: "費", 点: "點", 额: "額",
  }),
);
const LOOK_ALIKE_EN: ReadonlyMap<string, string> = new Map(Object.entries({ a: "а", e: "е", o: "0", i: "1", l: "I", s: "5", c: "с" }));

/** Only within these runs may anything change: a link keeps its host and path. */
const LINK = /(?:https?:\/\/)?[a-z0-9.-]+\.[a-z]{2,}\/\S*/gi;

/** Chooses a variant: most scam texts come plain, ordinary ones are at most mistyped. */
export function chooseVariant(isHidden: boolean, chance: Chance): Variant {
  const draw = chance.next();
  if (!isHidden) return draw < 0.92 ? "plain" : "typo";
  if (draw < 0.6) return "plain";
  if (draw < 0.68) return "typo";
  return chance.pick(["full-width", "inserted-sign", "zero-width", "look-alike", "spaced"] as const);
}

/** Applies a variant to everything but links. A text without anything to change comes back as it was. */
export function disguise(text: string, variant: Variant, lang: ScriptLang, chance: Chance): string {
  if (variant === "plain") return text;
  let out = "";
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    out += change(text.slice(from, match.index), variant, lang, chance) + match[0];
    from = match.index + match[0].length;
  }
  return out + change(text.slice(from), variant, lang, chance);
}

function change(part: string, variant: Exclude<Variant, "plain">, lang: ScriptLang, chance: Chance): string {
  switch (variant) {
    case "typo":
      return typo(part, lang, chance);
    case "full-width":
      return part.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    case "inserted-sign":
      return between(part, 0.12, chance, SIGNS);
    case "zero-width":
      return between(part, 0.25, chance, ZERO_WIDTH);
    case "look-alike": {
      const table = lang === "zh" ? LOOK_ALIKE_ZH : LOOK_ALIKE_EN;
      return [...part].map((c) => (chance.next() < 0.7 ? (table.get(c) ?? c) : c)).join("");
    }
    case "spaced":
      return lang === "zh" ? between(part, 0.3, chance, [" "]) : between(part, 0.08, chance, [" "]);
  }
}

/** Puts one of `marks` between letters, each gap with the given chance; one at least where there is a gap. */
function between(part: string, share: number, chance: Chance, marks: readonly string[]): string {
  const letters = [...part];
  const mark = chance.pick(marks);
  const gaps = letters.flatMap((c, i) => (i > 0 && isLetter(c) && isLetter(letters[i - 1]) ? [i] : []));
  if (gaps.length === 0) return part;
  const sure = chance.pick(gaps);
  const marked = new Set(gaps.filter((i) => i === sure || chance.next() < share));
  return letters.map((c, i) => (marked.has(i) ? mark + c : c)).join("");
}

function isLetter(c: string): boolean {
  return /\p{L}/u.test(c);
}

/** One slip: two neighbours swapped, or one letter dropped or doubled. */
function typo(part: string, lang: ScriptLang, chance: Chance): string {
  const letters = [...part];
  const places = letters.flatMap((c, i) => (i > 0 && isLetter(c) && isLetter(letters[i - 1]) ? [i] : []));
  if (places.length === 0) return part;
  const at = chance.pick(places);
  const kind = chance.int(lang === "zh" ? 2 : 3);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, letters[at]);
  else [letters[at - 1], letters[at]] = [letters[at], letters[at - 1]];
  return letters.join("");
}
