/**
 * How a person's identifier stands in a matter: a token for matching and a masked form for screens. The value itself is
 * kept apart, sealed, and opened only for a matter and a purpose. Purposes are a closed list, shown to who opens.
 */
import { isMalformed, malformed, type Malformed } from "../base/problem.ts";
import { maskAccount, parseAccountNumber, parseInstitution } from "./account.ts";
import { maskNumber, parsePhoneNumber, type Region } from "./number.ts";
import type { Bilingual } from "./verdict.ts";

export const PERSONAL_TYPES = ["number", "account", "person", "device", "name", "address", "handle", "narrative"] as const;
export type PersonalType = (typeof PERSONAL_TYPES)[number];

/** Stands for a value about a person. Two equal values have equal tokens under one key; the token does not lead back. */
export interface PersonalRef {
  readonly type: PersonalType;
  readonly token: string;
  readonly masked: string;
  /** Of accounts: the institution's code, which is nobody's secret. */
  readonly institution?: string;
}

/**
 * A value that is in the vault already, handed from one decision to another inside this program. Input from outside is
 * text and can never be one, so nobody outside can speak of a token they were not given.
 */
export class KnownRef {
  readonly ref: PersonalRef;

  constructor(ref: PersonalRef) {
    this.ref = ref;
  }
}

/** The institution that an account names, in its one form; "" when it names none. */
export function institutionOf(account: string | KnownRef): string {
  if (account instanceof KnownRef) return account.ref.institution ?? "";
  return account
    .slice(0, Math.max(0, account.indexOf(":")))
    .trim()
    .toUpperCase();
}

/** Why somebody's data is opened: the purposes of the Anti-Telecom-Fraud Law (art. 16, 18, 34) and of the rights that guard it. */
export const PURPOSES = {
  "warn-and-dissuade": { zh: "预警劝阻", en: "Warn and dissuade" },
  "execute-order": { zh: "执行止付、冻结等措施", en: "Carry out an order" },
  investigate: { zh: "侦查办案", en: "Investigate a case" },
  "return-funds": { zh: "返还资金", en: "Return funds" },
  "review-right": { zh: "处理申诉、投诉与赔偿", en: "Decide an appeal, complaint or compensation" },
  "verify-opening": { zh: "开户开卡核验", en: "Verify an opening" },
  audit: { zh: "审计与个人信息保护检查", en: "Audit and data protection" },
} as const satisfies Record<string, Bilingual>;
export type Purpose = keyof typeof PURPOSES;

export function isPurpose(text: string): text is Purpose {
  return Object.hasOwn(PURPOSES, text);
}

/** A value from outside in its one written form, ready to be made a token of and to be masked. */
export interface PersonalValue {
  readonly type: PersonalType;
  readonly canonical: string;
  readonly masked: string;
  readonly institution?: string;
}

const CONTROL = /[\u0000-\u001f\u007f]/g;

/** Longest value kept of each type, in characters. */
export const PERSONAL_LENGTH_MAX: Readonly<Record<PersonalType, number>> = {
  number: 40,
  account: 130,
  person: 128,
  device: 128,
  name: 120,
  address: 400,
  handle: 128,
  narrative: 8_000,
};

/** Parses one value about a person. Accounts are written `INSTITUTION:number`. */
export function parsePersonal(type: PersonalType, text: string, region: Region = "CN"): PersonalValue | Malformed {
  if (text.length > PERSONAL_LENGTH_MAX[type]) return malformed(`${text.length} characters`, `at most ${PERSONAL_LENGTH_MAX[type]} characters`);
  switch (type) {
    case "number": {
      const number = parsePhoneNumber(text, region);
      return isMalformed(number) ? number : { type, canonical: number, masked: maskNumber(number) };
    }
    case "account": {
      const at = text.indexOf(":");
      if (at < 1) return malformed(maskAccount(text), "an account as institution:account");
      const institution = parseInstitution(text.slice(0, at));
      if (isMalformed(institution)) return institution;
      const account = parseAccountNumber(text.slice(at + 1));
      return isMalformed(account) ? account : { type, canonical: `${institution}:${account}`, masked: `${institution} ${maskAccount(account)}`, institution };
    }
    case "name": {
      const name = clean(text);
      return name === "" ? malformed(text, "a name") : { type, canonical: name, masked: `${[...name][0]}**` };
    }
    case "narrative": {
      const story = text.replaceAll("\u0000", "").trim();
      return story === "" ? malformed(text, "what happened, in words") : { type, canonical: story, masked: `(${[...story].length})` };
    }
    case "person":
    case "device":
    case "handle":
    case "address": {
      const value = clean(text);
      return value === "" ? malformed(text, "a value") : { type, canonical: value, masked: `${[...value].slice(0, 3).join("")}***` };
    }
  }
}

const clean = (text: string): string => text.replace(CONTROL, " ").trim();
