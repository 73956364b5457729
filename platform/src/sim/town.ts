/**
 * A seeded town: people with a number, an account, a device and somebody they call; shops; and gangs with numbers,
 * a box of cards, sites and chains of lent accounts. Nobody in it exists: mobile numbers use +86 154, which is not in
 * service, British ones the range kept for drama, accounts are made up. Only the reference data is real.
 */
import type { Prng } from "../base/prng.ts";
import type { ScamCategory } from "../domain/scam-category.ts";
import type { Reference } from "./reference.ts";

export interface AccountRef {
  readonly institution: string;
  readonly account: string;
}

export interface Person {
  readonly person: string;
  readonly number: string;
  readonly account: AccountRef;
  readonly device: string;
  readonly age: number;
  readonly language: "zh" | "en";
  /** Indexes of people they know. */
  readonly contacts: readonly number[];
  readonly usualMinor: number;
}

export interface Gang {
  readonly name: string;
  readonly categories: readonly ScamCategory[];
  readonly callers: readonly string[];
  readonly overseasCallers: readonly string[];
  /** Numbers that sit in one gateway device. */
  readonly gateway: { readonly device: string; readonly cell: string; readonly numbers: readonly string[] };
  readonly hosts: readonly string[];
  readonly tier1: readonly AccountRef[];
  readonly tier2: readonly AccountRef[];
  readonly tier3: readonly AccountRef[];
  readonly muleDevice: string;
}

export interface Town {
  readonly people: readonly Person[];
  readonly shops: readonly AccountRef[];
  readonly gangs: readonly Gang[];
  readonly branches: readonly string[];
}

/** Institutions that the town's accounts are at; the last two pay by phone. */
export const BANKS = ["ICBC", "CCB", "ABC", "BOC", "BCM", "CMB", "PSBC", "ALIPAY", "WECHATPAY"];
const PEOPLE = 600;
/** A smaller town has fewer shops and gangs. */
export interface TownSize {
  readonly people?: number;
  readonly gangs?: number;
}
const GANG_PLANS: readonly (readonly ScamCategory[])[] = [
  ["AUTHORITY", "CREDIT_RECORD", "CS_REFUND", "TAX_SUBSIDY_SUBSCRIPTION"],
  ["TASK_REBATE", "MULE_RECRUIT", "LOAN", "GAME_TRADE"],
  ["FAKE_INVEST", "ROMANCE_INVEST", "ROMANCE", "RECOVERY", "SEXTORTION"],
  ["FAKE_SHOP", "MIL_POLICE_ORDER", "BOSS_FRIEND", "INVOICE_BEC"],
  ["NET_BLACK", "LOTTERY_PRIZE", "CHARITY", "OTHER"],
];

const digits = (prng: Prng, count: number): string => Array.from({ length: count }, () => prng.int(10)).join("");
/** A mobile number of a prefix that no operator has. */
const mobile = (prng: Prng): string => `+86154${digits(prng, 8)}`;
/** Ofcom's mobile range for drama, one thousand numbers: the town's overseas callers. */
const drama = (prng: Prng): string => `+447700900${digits(prng, 3)}`;
const account = (prng: Prng): AccountRef => ({ institution: prng.pick(BANKS), account: `9${digits(prng, 17)}` });

export function buildTown(prng: Prng, reference: Reference, size: TownSize = {}): Town {
  const people: Person[] = [];
  const count = size.people ?? PEOPLE;
  for (let i = 0; i < count; i++) {
    people.push({
      person: `per_${i.toString(36)}${digits(prng, 4)}`,
      number: mobile(prng),
      account: account(prng),
      device: `dev_${digits(prng, 10)}`,
      age: 15 + Math.floor(70 * prng.next() ** 1.3),
      language: prng.chance(0.15) ? "en" : "zh",
      contacts: Array.from({ length: 4 + prng.int(10) }, () => prng.int(count)),
      usualMinor: Math.round(2_000 * 10 ** (1 + 2 * prng.next())),
    });
  }
  const gangs = GANG_PLANS.slice(0, size.gangs ?? GANG_PLANS.length).map((categories, g): Gang => {
    const block = `+86154${digits(prng, 5)}`;
    return {
      name: `gang-${g + 1}`,
      categories,
      callers: Array.from({ length: 6 }, () => mobile(prng)),
      overseasCallers: [drama(prng), drama(prng), prng.pick(reference.disposableNumbers)],
      gateway: { device: `dev_gw${g}${digits(prng, 6)}`, cell: `cell_${digits(prng, 6)}`, numbers: Array.from({ length: 8 }, () => `${block}${digits(prng, 3)}`) },
      hosts: Array.from({ length: 5 }, () => prng.pick(reference.scamHosts)),
      tier1: Array.from({ length: 4 }, () => account(prng)),
      tier2: Array.from({ length: 4 }, () => account(prng)),
      tier3: Array.from({ length: 3 }, () => account(prng)),
      muleDevice: `dev_mule${digits(prng, 8)}`,
    };
  });
  return { people, shops: Array.from({ length: 60 }, () => account(prng)), gangs, branches: Array.from({ length: 12 }, () => `${prng.pick(reference.districts)}支行`) };
}
