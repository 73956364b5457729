/**
 * Makes platform/src/text/normalise-table.ts: what each of the 65,536 BMP code units folds to and which class it has.
 * Baked, not computed at start-up, so that a verdict does not change with the Unicode version of the runtime.
 * Sources: OpenCC's character table (npm opencc-js, Apache-2.0), npm confusables (MIT), NFKC of this runtime, own lists.
 */
import { writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
// @ts-ignore: the dictionaries carry no types
import traditional from "opencc-js/dict/TSCharacters";
// @ts-ignore
import simplified from "opencc-js/dict/STCharacters";
import { characters } from "confusables";

const SYMBOL = 0;
const HAN = 1;
const LATIN = 2;
const DIGIT = 3;
const SPACE = 4;
const HIDDEN = 5;
const OTHER_LETTER = 6;
const EXPANDS = 7;
const COUNTS = 0x10; // folding this unit undoes a disguise
const TRADITIONAL = 0x20;
const SIMPLIFIED = 0x40;
const ORDINARY_MARK = 0x80; // punctuation that people write anyway

const map = new Uint16Array(65536);
const kind = new Uint8Array(65536);
const expansions: [number, string][] = [];

function classOf(c: number): number {
  const s = String.fromCharCode(c);
  if (c >= 0x30 && c <= 0x39) return DIGIT;
  if (c >= 0x61 && c <= 0x7a) return LATIN;
  if (c >= 0xd800 && c <= 0xdfff) return SYMBOL;
  if (/^[\u3007\u3005]$/.test(s) || /^\p{Script=Han}$/u.test(s)) return c >= 0x2e80 && c <= 0x2fdf ? SYMBOL : HAN;
  if (/^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Mn}\p{Me}]$/u.test(s)) return HIDDEN;
  if (/^\p{White_Space}$/u.test(s)) return SPACE;
  if (/^\p{Cc}$/u.test(s)) return HIDDEN;
  if (/^[\p{L}\p{Mc}\p{Nl}]$/u.test(s)) return OTHER_LETTER;
  return SYMBOL;
}

// ❶ ➊ ⓵ and the like are digits to a reader but not to NFKC.
const dingbatDigit = new Map<number, number>();
for (const base of [0x2776, 0x2780, 0x278a, 0x24f5]) for (let d = 0; d < 9; d++) dingbatDigit.set(base + d, 0x31 + d);
dingbatDigit.set(0x24ff, 0x30);
dingbatDigit.set(0x24ea, 0x30);

// Looks Latin or digit to a reader. Kana, Hangul and Han are left alone: there the "look" is a different word.
const lookalike = new Map<number, number>();
for (const [base, alts] of characters) {
  const b = base.toLowerCase();
  if (!/^[a-z0-9]$/.test(b)) continue;
  for (const alt of alts) {
    if (alt.length !== 1) continue;
    const c = alt.charCodeAt(0);
    if (c < 0x80 || (c >= 0x2e80 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfaff)) continue;
    // A heart is not an o. And in living scripts most "confusables" are ordinary letters of real words: own list below.
    if (!/^[\p{L}\p{N}]$/u.test(alt) || /^[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Arabic}\p{Script=Hebrew}]$/u.test(alt)) continue;
    if (!lookalike.has(c)) lookalike.set(c, b.charCodeAt(0));
  }
}

const toSimplified = new Map<number, number>();
for (const pair of traditional.split("|")) {
  const [from, to] = pair.split(" ");
  if (from.length === 1 && to !== undefined && to.length >= 1 && !/[\ud800-\udfff]/.test(to[0])) toSimplified.set(from.charCodeAt(0), to.charCodeAt(0));
}
// Cyrillic and Greek letters that no reader can tell from Latin ones, by case: В looks like B, but в does not.
for (const [from, to] of [
  [
    "\u0410\u0430\u0412\u0415\u0435\u041a\u043a\u041c\u041d\u041e\u043e\u0420\u0440\u0421\u0441\u0422\u0425\u0445\u0423\u0443\u0406\u0456\u0405\u0455\u0408\u0458\u04bb\u0501\u051b\u051d",
    "aabeekkmhooppcctxxyyiissjjhdqw",
  ],
  ["\u0391\u03b1\u0392\u0395\u0397\u0399\u03b9\u039a\u03ba\u039c\u039d\u03bd\u039f\u03bf\u03a1\u03c1\u03a4\u03a5\u03a7\u03c7\u03f2", "aabehiikkmnvooppt" + "yxxc"],
]) {
  if (from.length !== to.length) throw new Error(`look-alike lists differ in length: ${from.length} and ${to.length}`);
  for (let i = 0; i < from.length; i++) lookalike.set(from.charCodeAt(i), to.charCodeAt(i));
}

// Sent in their place so often that they are written here, though the dictionary keeps them apart.
for (const [from, to] of ["著着", "裏里", "裡里", "麽么", "祇只", "妳你", "牠它", "祂他", "帳账", "佔占", "欵款", "羣群", "畧略", "囬回"])
  toSimplified.set(from.charCodeAt(0), to.charCodeAt(0));

const ordinary = new Set([..."，。！？；：、“”‘’「」『』【】《》〈〉（）〔〕［］…—～·,.!?;:'\"()[]<>%￥¥$£€"].map((s) => s.charCodeAt(0)));
const simplifiedOnly = new Set<number>();
for (const pair of simplified.split("|")) {
  const [from, to] = pair.split(" ");
  if (from.length === 1 && to !== undefined && !to.includes(from)) simplifiedOnly.add(from.charCodeAt(0));
}

function foldOnce(c: number): string {
  const digit = dingbatDigit.get(c);
  if (digit !== undefined) return String.fromCharCode(digit);
  const s = String.fromCharCode(c);
  if (c >= 0xd800 && c <= 0xdfff) return "\ufffd";
  if (c >= 0xe000 && c <= 0xf8ff) return "\ufffd"; // private use has no public meaning; the model's own tokens live there
  const t = toSimplified.get(c);
  if (t !== undefined) return String.fromCharCode(t);
  const compatible = s.normalize("NFKC");
  if (compatible !== s) return compatible;
  const look = lookalike.get(c);
  if (look !== undefined) return String.fromCharCode(look);
  const lower = s.toLowerCase();
  if (lower !== s && lower.length === 1) return lower;
  const bare = s.normalize("NFD").replace(/\p{Mn}/gu, "");
  if (bare !== s && /^[a-zA-Z]$/.test(bare)) return bare.toLowerCase();
  return s;
}

function fold(c: number): string {
  let s = String.fromCharCode(c);
  for (let round = 0; round < 6; round++) {
    const next = [...Array(s.length).keys()].map((i) => foldOnce(s.charCodeAt(i))).join("");
    if (next === s) return s;
    s = next;
  }
  throw new Error(`fold of U+${c.toString(16)} does not settle`);
}

for (let c = 0; c < 65536; c++) {
  const own = classOf(c);
  if (own === HIDDEN) {
    map[c] = 0;
    // Controls and combining marks turn up by accident; format characters and variation selectors hide something.
    kind[c] = HIDDEN | (/^\p{Cc}$/u.test(String.fromCharCode(c)) ? 0 : COUNTS);
    continue;
  }
  if (own === SPACE) {
    map[c] = 0x20;
    kind[c] = SPACE;
    continue;
  }
  // Spaces and hidden marks that a compatibility form brings along (U+00B4, U+FDFA) would not survive a second pass.
  const to = [...fold(c)].join("").replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Mn}\p{Me}\p{White_Space}]/gu, "") || "\ufffd";
  const first = to.charCodeAt(0);
  const target = classOf(first);
  let flags = target;
  const hanKept = own === HAN && target === HAN;
  if (toSimplified.has(c)) flags |= TRADITIONAL;
  else if (simplifiedOnly.has(c)) flags |= SIMPLIFIED;
  if (ordinary.has(c)) flags |= ORDINARY_MARK;
  const upper = String.fromCharCode(c).toLowerCase() === to;
  const accent = /^[A-Za-z]$/.test(
    String.fromCharCode(c)
      .normalize("NFD")
      .replace(/\p{Mn}/gu, ""),
  );
  if (to.length === 1 && first !== c && !hanKept && !upper && !accent && (target === LATIN || target === DIGIT || target === HAN)) flags |= COUNTS;
  if (to.length > 1 && to.length <= 4 && !/[\ud800-\udfff]/.test(to)) {
    expansions.push([c, to]);
    kind[c] = EXPANDS | (flags & COUNTS);
    map[c] = expansions.length - 1;
    continue;
  }
  map[c] = to.length > 4 ? 0xfffd : first;
  kind[c] = to.length > 4 ? SYMBOL : flags;
}

// Letters and digits beyond the BMP that stand for plain ones: 𝐀 🄰 🅰 🇦 𝟎. One value per code point, 0 = a symbol.
const ASTRAL: [number, number][] = [
  [0x1d400, 0x1d7ff],
  [0x1f100, 0x1f1ff],
  [0x1fbf0, 0x1fbf9],
];
const astral: number[] = [];
for (const [from, to] of ASTRAL) {
  for (let cp = from; cp <= to; cp++) {
    const s = String.fromCodePoint(cp);
    let plain = s
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[(),.[\]〔〕]/g, "");
    if (cp >= 0x1f1e6) plain = String.fromCharCode(0x61 + cp - 0x1f1e6);
    else if (cp >= 0x1f150 && cp <= 0x1f169) plain = String.fromCharCode(0x61 + cp - 0x1f150);
    else if (cp >= 0x1f170 && cp <= 0x1f189) plain = String.fromCharCode(0x61 + cp - 0x1f170);
    const c = plain.length === 1 ? fold(plain.charCodeAt(0)) : "";
    astral.push(/^[a-z0-9]$/.test(c) ? c.charCodeAt(0) : 0);
  }
}

const raw = Buffer.concat([
  Buffer.from(map.map((v, c) => ((kind[c] & 15) === EXPANDS || (kind[c] & 15) === HIDDEN ? v : v ^ c)).buffer),
  Buffer.from(kind.buffer),
  Buffer.from(Uint8Array.from(astral)),
]);
const packed = deflateRawSync(raw, { level: 9 }).toString("base64");
writeFileSync(
  new URL("../../platform/src/text/normalise-table.ts", import.meta.url),
  `/**
 * Made by scripts/train/text-tables.ts; do not edit. What each BMP code unit folds to (XOR with itself, so that most
 * are zero) and its class, then letters beyond the BMP; deflated. Contains data of OpenCC (Apache-2.0) and of npm
 * confusables (MIT). Layout: Uint16 map × 65536, Uint8 kind × 65536, Uint8 × ${astral.length}.
 */
export const ASTRAL_RANGES = ${JSON.stringify(ASTRAL)} as const;
export const EXPANSIONS: readonly string[] = ${JSON.stringify(expansions.map(([, to]) => to).join("|"))}.split("|");
export const PACKED_TABLE =
  "${packed}";
`,
);
console.log(`normalise-table.ts: ${packed.length} base64 characters, ${expansions.length} expansions`);
