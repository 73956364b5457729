/**
 * What fills the slots of a script, drawn from a seed. Hosts are of the domains reserved for examples (RFC 2606), phone
 * numbers of ranges that reach nobody: the Chinese plan has no subscriber or service numbers that begin with 1002, and Britain keeps
 * 07700 900 000–999 for drama (Ofcom). Firms are "some bank"; people are a surname with a form of address.
 */
import type { Prng } from "../../base/prng.ts";
import type { ScriptLang } from "./script.ts";

/** Where the seed comes from; `Prng` is one. */
export type Chance = Pick<Prng, "next" | "int" | "pick">;

export interface SlotSettings {
  /** Host of links, instead of one reserved for examples. The caller answers for what it leads to. */
  readonly host?: string;
  /** Phone number in texts that name one, instead of one that reaches nobody. */
  readonly number?: string;
}

type Fill = (chance: Chance, settings: SlotSettings) => string;

const LETTERS = "abcdefghijkmnpqrstuvwxyz";

function digits(chance: Chance, count: number): string {
  return Array.from({ length: count }, (_, i) => (i === 0 ? 1 + chance.int(9) : chance.int(10))).join("");
}

function letters(chance: Chance, count: number): string {
  return Array.from({ length: count }, () => LETTERS[chance.int(LETTERS.length)]).join("");
}

/** Small sums are commoner than large ones (even on a logarithmic scale), and most are rounded to two figures. */
function sum(chance: Chance, least: number, most: number): number {
  const exact = Math.floor(least * (most / least) ** chance.next());
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return chance.next() < 0.7 ? Math.max(least, Math.floor(exact / step) * step) : exact;
}

function link(chance: Chance, settings: SlotSettings): string {
  const path = letters(chance, 2 + chance.int(5));
  const name = letters(chance, 4 + chance.int(6));
  const host = settings.host ?? chance.pick([`${name}.example`, `${name}.test`, `${name}.example.com`, `${name}.example.net`, "example.com"]);
  return `${chance.pick(["https://", "http://", ""])}${host}/${path}${chance.next() < 0.3 ? `?k=${digits(chance, 4)}` : ""}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function time(chance: Chance): string {
  return `${8 + chance.int(14)}:${pad(5 * chance.int(12))}`;
}

function range(least: number, most: number): Fill {
  return (chance) => String(least + chance.int(most - least + 1));
}

function oneOf(...choices: readonly string[]): Fill {
  return (chance) => chance.pick(choices);
}

const BOTH = {
  code: (chance) => digits(chance, chance.pick([4, 6, 6])),
  contact: (chance) => `sample_${letters(chance, 4)}`,
  days: range(2, 90),
  few: range(2, 5),
  flight: (chance) => `XX${digits(chance, 4)}`,
  hours: oneOf("2", "6", "12", "24", "48"),
  link,
  minutes: oneOf("5", "10", "15", "20", "30", "40"),
  // Six digits at most in a row: longer runs are some country's telephone number.
  order: (chance) => `EX${letters(chance, 2).toUpperCase()}${digits(chance, 6)}`,
  percent: range(3, 40),
  tail: (chance) => digits(chance, 4),
  time,
  year: range(2024, 2027),
} as const satisfies Record<string, Fill>;

const ZH_SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const ZH_AMOUNT: Fill = (chance) => {
  const amount = sum(chance, 800, 80_000);
  if (amount >= 10_000 && chance.next() < 0.3) return `${Math.floor(amount / 10_000)}万`;
  return chance.next() < 0.3 ? amount.toLocaleString("en-US") : String(amount);
};

const ZH = {
  amount: ZH_AMOUNT,
  amount2: ZH_AMOUNT,
  bank: oneOf("某银行", "某商业银行", "某农商行", "某城市银行"),
  caseNo: (chance) => `示例字〔2026〕第${digits(chance, 3)}号`,
  courier: oneOf("某快递", "某速运", "某物流", "快递驿站"),
  date: (chance) => `${1 + chance.int(12)}月${1 + chance.int(28)}日`,
  item: oneOf("耳机", "儿童水杯", "运动鞋", "羽绒服", "电饭煲", "平板电脑", "奶粉", "帐篷"),
  name: (chance) => `${chance.pick(ZH_SURNAMES)}${chance.pick(["先生", "女士", "同学", "老师"])}`,
  number: (chance, settings) => settings.number ?? `1002${Array.from({ length: 7 }, () => chance.int(10)).join("")}`,
  platform: oneOf("某平台", "某理财平台", "某某在线", "某某优选", "XX科技"),
  shop: oneOf("某商城", "某旗舰店", "某电商平台", "某超市"),
  small: (chance) => String(sum(chance, 5, 600)),
  surname: (chance) => chance.pick(ZH_SURNAMES),
  wage: (chance) => String(sum(chance, 150, 900)),
} as const satisfies Record<string, Fill>;

const EN_SURNAMES = ["Smith", "Brown", "Taylor", "Wilson", "Clark", "Khan", "Lee", "Evans", "Green", "Baker"];
const EN_AMOUNT: Fill = (chance) => {
  const sign = chance.pick(["$", "£", "€"]);
  const amount = sum(chance, 200, 20_000);
  return `${sign}${chance.next() < 0.5 ? amount.toLocaleString("en-US") : amount}${chance.next() < 0.2 ? ".00" : ""}`;
};

const EN = {
  amount: EN_AMOUNT,
  amount2: EN_AMOUNT,
  bank: oneOf("Your bank", "Example Bank", "Sample Savings Bank"),
  caseNo: (chance) => `EX/${digits(chance, 3)}/26`,
  courier: oneOf("Example Parcels", "Sample Post", "The parcel service"),
  date: (chance) =>
    `${1 + chance.int(28)} ${chance.pick(["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"])}`,
  item: oneOf("headphones", "running shoes", "kettle", "tablet", "pram", "tent", "winter coat"),
  name: (chance) => `${chance.pick(["Mr", "Ms", "Mrs"])} ${chance.pick(EN_SURNAMES)}`,
  number: (chance, settings) => settings.number ?? `07700 900${Array.from({ length: 3 }, () => chance.int(10)).join("")}`,
  platform: oneOf("Example Jobs", "Sample Trade", "Sample Stream", "Example Cloud"),
  shop: oneOf("Example Market", "Sample Outlet", "Corner Store"),
  small: (chance) => `${chance.pick(["$", "£", "€"])}${sum(chance, 2, 150)}`,
  surname: (chance) => chance.pick(EN_SURNAMES),
  wage: (chance) => `${chance.pick(["$", "£", "€"])}${sum(chance, 80, 600)}`,
} as const satisfies Record<keyof typeof ZH, Fill>;

export type SlotName = keyof typeof BOTH | keyof typeof ZH;

const FILLS: Readonly<Record<ScriptLang, ReadonlyMap<string, Fill>>> = {
  zh: new Map<string, Fill>(Object.entries({ ...BOTH, ...ZH })),
  en: new Map<string, Fill>(Object.entries({ ...BOTH, ...EN })),
};

export const SLOT = /\{([a-zA-Z0-9]+)\}/g;

/** Throws on a slot that has no filling: a mistake in a script, not in input. */
export function fillSlot(name: string, lang: ScriptLang, chance: Chance, settings: SlotSettings): string {
  const fill = FILLS[lang].get(name);
  if (fill === undefined) throw new Error(`bug: no filling for slot {${name}} in ${lang} scripts`);
  return fill(chance, settings);
}
