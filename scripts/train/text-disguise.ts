/**
 * Disguises texts the way senders do, from a seed. Two kits with nothing in common: `TRAINING_KIT` makes the extra rows
 * that a model is trained with, `HELD_OUT_KIT` (other swaps, other signs, other invisible characters) is for measuring
 * only and must not be copied into the normaliser's rules, or the figure would measure the list and not the method.
 */
import type { Prng } from "../../platform/src/base/prng.ts";
import { LOOKALIKE_FAMILIES, SWAP_PHRASES } from "../../platform/src/text/disguise-rules.ts";

export interface DisguiseKit {
  /** Plain character first, stand-ins after it. */
  readonly swaps: readonly string[];
  readonly signs: string;
  readonly hidden: string;
  /** How a digit may be written: ten characters per style. */
  readonly digits: readonly string[];
}

export const TRAINING_KIT: DisguiseKit = {
  swaps: [
    "微薇徽溦",
    "信伩芯",
    "加伽珈佳",
    "群裙",
    "贷袋岱",
    "款窾",
    "票漂嫖",
    "单丹",
    "职只",
    "码玛",
    "银垠",
    "账帐",
    "佣拥",
    "密蜜",
    "载栽",
    "资滋",
    "刷唰",
    "包苞",
    "博搏",
    "彩采",
    "赌堵",
    "取娶",
    "服伏",
    "换涣",
    "费废",
    "址祉",
    "登凳",
    "领岭",
    "号浩",
    "冻栋",
    "返反",
    "扣叩",
    "验険",
    "安按",
    "全荃",
    "行航",
    "金今",
    "卡咔",
    "点典",
  ],
  signs: "*-_.~|·★☆ ❤/^",
  hidden: "\u200b\u200c\ufeff\u2060",
  digits: ["０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨"],
};

export const HELD_OUT_KIT: DisguiseKit = {
  swaps: [
    "微危韦",
    "信幸辛",
    "加家架",
    "群君",
    "贷代待",
    "款宽",
    "票标",
    "单担",
    "职直",
    "码马",
    "银很",
    "账丈",
    "用永",
    "户护",
    "通同",
    "工公",
    "建健",
    "即既",
    "失矢",
    "效校",
    "升生",
    "级及",
    "积机",
    "分纷",
    "兑对",
    "客刻",
    "请清",
    "陆路",
    "网往",
    "股古",
    "盘般",
    "手首",
    "机几",
    "子仔",
    "将浆",
    "尊遵",
    "领另",
    "奖浆",
    "取曲",
  ],
  signs: "●◆※→#=+`♥▪○",
  hidden: "\u200d\u2063\ufe0f\u00ad\u061c",
  digits: ["〇一二三四五六七八九", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⓿❶❷❸❹❺❻❼❽❾"],
};

/** Throws when the held-out kit shares a swap, sign or mark with what the normaliser or the training copies know. */
export function assertHeldOut(): void {
  const pairs = (entries: readonly string[]): string[] => entries.flatMap((entry) => [...entry].slice(1).map((s) => entry[0] + s));
  const known = new Set(pairs(TRAINING_KIT.swaps));
  for (const family of LOOKALIKE_FAMILIES) for (const a of family) for (const b of family) known.add(a + b);
  for (const { plain, first, second } of SWAP_PHRASES) {
    for (const s of first) known.add(plain[0] + s);
    for (const s of second) known.add(plain[1] + s);
  }
  const shared = pairs(HELD_OUT_KIT.swaps).filter((pair) => known.has(pair));
  for (const s of [...HELD_OUT_KIT.signs, ...HELD_OUT_KIT.hidden]) if (TRAINING_KIT.signs.includes(s) || TRAINING_KIT.hidden.includes(s)) shared.push(s);
  if (shared.length > 0) throw new Error(`the held-out disguise is not held out: ${shared.join(" ")}`);
}

const HAN = /\p{Script=Han}/u;
const LATIN_LOOKS: Readonly<Record<string, string>> = { a: "\u0430", e: "\u0435", o: "\u043e", c: "\u0441", p: "\u0440", i: "\u0456", x: "\u0445", s: "\u0455" };

/** One disguised form of a text. `strength` is the chance that a place where something can be done is used. */
export function disguise(text: string, kit: DisguiseKit, chance: Prng, strength: number): string {
  const swaps = new Map<string, string>();
  for (const entry of kit.swaps) {
    const [plain, ...others] = [...entry];
    swaps.set(plain, chance.pick(others));
  }
  const digitStyle = chance.chance(0.5) ? chance.pick(kit.digits) : null;
  const doSwap = chance.chance(0.7);
  const doSigns = chance.chance(0.6);
  const doHidden = chance.chance(0.4);
  const wide = chance.chance(0.3);
  const sign = chance.pick([...kit.signs]);
  const hidden = chance.pick([...kit.hidden]);
  let out = "";
  let previousHan = false;
  for (const s of text) {
    const han = HAN.test(s);
    if (han && previousHan) {
      if (doSigns && chance.chance(strength * 0.5)) out += sign;
      else if (doHidden && chance.chance(strength * 0.5)) out += hidden;
    }
    previousHan = han;
    if (s >= "0" && s <= "9" && digitStyle !== null) out += [...digitStyle][Number(s)];
    else if (han && doSwap && swaps.has(s) && chance.chance(0.4 + strength)) out += swaps.get(s)!;
    else if (wide && s > " " && s < "\u007f" && chance.chance(strength * 2)) out += String.fromCharCode(s.charCodeAt(0) + 0xfee0);
    else if (!han && doSwap && LATIN_LOOKS[s] !== undefined && chance.chance(strength)) out += LATIN_LOOKS[s];
    else out += s;
  }
  return out;
}

/** Replaces some characters by any others of the same text: stands for swaps that nobody has listed. */
export function blur(text: string, chance: Prng, share: number): string {
  const units = [...text];
  return units.map((s) => (HAN.test(s) && chance.chance(share) ? chance.pick(units) : s)).join("");
}
