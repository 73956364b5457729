/**
 * Whether two records that were written at different counters are about one person: each part is compared, agreement and
 * disagreement carry weights learnt from records with known answers, and every weight is said. It only compares records
 * that the caller already holds in a matter: it finds nobody, and a person decides.
 * Method: Fellegi and Sunter 1969.
 */
import { ProblemError } from "../base/problem.ts";
import { jaroWinkler, slips } from "./text-likeness.ts";

export const PERSON_PARTS = ["names", "streetNumber", "street", "building", "locality", "postcode", "region", "birthDate", "document"] as const;
export type PersonPart = (typeof PERSON_PARTS)[number];

/** What a record says; a part that is absent is unknown, never a disagreement. Values are compared without case or blanks. */
export interface PersonRecord {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly streetNumber?: string;
  readonly street?: string;
  readonly building?: string;
  readonly locality?: string;
  readonly postcode?: string;
  readonly region?: string;
  /** Digits, year first. */
  readonly birthDate?: string;
  /** Number of an identity paper, or its token. */
  readonly document?: string;
}

export const AGREEMENTS = ["same", "close", "partly", "different"] as const;
export type Agreement = (typeof AGREEMENTS)[number];

export interface PersonLinkModel {
  readonly version: string;
  /** Natural logarithm of the odds that two candidate records are one person, before looking. */
  readonly priorLogOdds: number;
  /** From this probability on a link is proposed. */
  readonly proposeFrom: number;
  /** Log of (share among records of one person ÷ share among those of two), by part and agreement. */
  readonly weights: Readonly<Record<PersonPart, Readonly<Record<Agreement, number>>>>;
}

const PART_WORDS: Readonly<Record<PersonPart, { readonly zh: string; readonly en: string }>> = {
  names: { zh: "姓名", en: "names" },
  streetNumber: { zh: "门牌号", en: "street number" },
  street: { zh: "街道", en: "street" },
  building: { zh: "楼宇", en: "building" },
  locality: { zh: "城镇", en: "locality" },
  postcode: { zh: "邮政编码", en: "postcode" },
  region: { zh: "省份", en: "region" },
  birthDate: { zh: "出生日期", en: "date of birth" },
  document: { zh: "证件号码", en: "identity paper" },
};
const AGREEMENT_WORDS: Readonly<Record<Agreement, { readonly zh: string; readonly en: string }>> = {
  same: { zh: "一致", en: "the same" },
  close: { zh: "相近", en: "nearly the same" },
  partly: { zh: "部分一致", en: "partly the same" },
  different: { zh: "不同", en: "different" },
};

export interface PersonLinkReason {
  readonly part: PersonPart;
  readonly agreement: Agreement;
  /** In log-odds; above zero towards one person. */
  readonly weight: number;
  readonly zh: string;
  readonly en: string;
}

export interface PersonLink {
  readonly probability: number;
  readonly propose: boolean;
  /** Strongest first; parts that either record lacks are not among them. */
  readonly reasons: readonly PersonLinkReason[];
}

const ADDRESS_PARTS: ReadonlySet<PersonPart> = new Set(["streetNumber", "street", "building", "locality", "postcode", "region"]);
/** What the parts of one address may say together. They agree or differ as one, and so they do for a whole household. Assumed. */
const ADDRESS_WEIGHT_MAX = 4;

export function linkPersons(a: PersonRecord, b: PersonRecord, model: PersonLinkModel): PersonLink {
  const reasons: PersonLinkReason[] = [];
  let logOdds = model.priorLogOdds;
  const seen = compareRecords(a, b);
  let address = 0;
  for (const part of ADDRESS_PARTS) address += seen[part] === undefined ? 0 : model.weights[part][seen[part]];
  const addressShare = address > ADDRESS_WEIGHT_MAX ? ADDRESS_WEIGHT_MAX / address : 1;
  for (const part of PERSON_PARTS) {
    const agreement = seen[part];
    if (agreement === undefined) continue;
    const weight = model.weights[part][agreement] * (ADDRESS_PARTS.has(part) ? addressShare : 1);
    logOdds += weight;
    reasons.push({ part, agreement, weight, zh: `${PART_WORDS[part].zh}${AGREEMENT_WORDS[agreement].zh}`, en: `${PART_WORDS[part].en}: ${AGREEMENT_WORDS[agreement].en}` });
  }
  const probability = 1 / (1 + Math.exp(-logOdds));
  return { probability, propose: probability >= model.proposeFrom, reasons: reasons.sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight)) };
}

export type Comparison = Readonly<Partial<Record<PersonPart, Agreement>>>;

/** How each part that both records have agrees. */
export function compareRecords(a: PersonRecord, b: PersonRecord): Comparison {
  const seen: Partial<Record<PersonPart, Agreement>> = {};
  const put = (part: PersonPart, agreement: Agreement | undefined): void => {
    if (agreement !== undefined) seen[part] = agreement;
  };
  put("names", compareNames(a, b));
  put("streetNumber", compareDigits(a.streetNumber, b.streetNumber));
  put("street", compareText(a.street, b.street));
  put("building", compareText(a.building, b.building));
  put("locality", compareText(a.locality, b.locality));
  put("postcode", compareDigits(a.postcode, b.postcode));
  put("region", compareText(a.region, b.region));
  put("birthDate", compareBirthDates(a.birthDate, b.birthDate));
  put("document", compareDigits(a.document, b.document));
  return seen;
}

/** The forms in which values are compared. */
export function plain(value: string | undefined): string {
  return (value ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s'’.,-]+/g, "");
}

/** From this likeness on two names are taken for slips of one; a usual cut for Jaro–Winkler. */
const LIKE = 0.88;

function compareText(a: string | undefined, b: string | undefined): Agreement | undefined {
  const x = plain(a);
  const y = plain(b);
  if (x === "" || y === "") return undefined;
  if (x === y) return "same";
  if (jaroWinkler(x, y) >= LIKE) return "close";
  return jaroWinkler(x, y) >= 0.75 ? "partly" : "different";
}

/** Both names, in either order: forms are filled in with the two swapped. */
function compareNames(a: PersonRecord, b: PersonRecord): Agreement | undefined {
  const [ag, af, bg, bf] = [a.givenName, a.familyName, b.givenName, b.familyName].map(plain);
  if ((ag === "" && af === "") || (bg === "" && bf === "")) return undefined;
  const alike = (x: string, y: string): number => (x === "" || y === "" ? Number.NaN : jaroWinkler(x, y));
  const straight = [alike(ag, bg), alike(af, bf)];
  const crossed = [alike(ag, bf), alike(af, bg)];
  const grade = (pair: readonly number[]): number => {
    const known = pair.filter((s) => !Number.isNaN(s));
    if (known.length === 0) return -1;
    // Two names that agree say more than one; one that agrees beside one that does not says less than one alone.
    return known.reduce((sum, s) => sum + (s >= LIKE ? s : s >= 0.75 ? 0.4 : 0), 0) / known.length - (known.length === 1 ? 0.1 : 0);
  };
  const best = Math.max(grade(straight), grade(crossed));
  if (best < 0) return undefined;
  if (best >= 0.999) return "same";
  if (best >= LIKE - 0.1) return "close";
  return best >= 0.4 ? "partly" : "different";
}

function compareDigits(a: string | undefined, b: string | undefined): Agreement | undefined {
  const x = plain(a);
  const y = plain(b);
  if (x === "" || y === "") return undefined;
  const apart = slips(x, y, 2);
  return apart === 0 ? "same" : apart === 1 && Math.max(x.length, y.length) > 2 ? "close" : apart === 2 && Math.max(x.length, y.length) > 5 ? "partly" : "different";
}

/** One slip, or day and month swapped, is close; the same year or the same day of the year is partly. */
function compareBirthDates(a: string | undefined, b: string | undefined): Agreement | undefined {
  const x = plain(a).replace(/\D/g, "");
  const y = plain(b).replace(/\D/g, "");
  if (x === "" || y === "") return undefined;
  if (x === y) return "same";
  const swapped = `${x.slice(0, 4)}${x.slice(6, 8)}${x.slice(4, 6)}`;
  if (swapped === y || slips(x, y, 1) === 1) return "close";
  return x.slice(0, 4) === y.slice(0, 4) || x.slice(4) === y.slice(4) ? "partly" : "different";
}

export const PERSON_LINK_FORMAT = "duanliu-person-link/1";

/** Reads a model file. Throws `model-invalid` when it is not one. */
export function loadPersonLinkModel(text: string): PersonLinkModel {
  const wrong = (detail: string): ProblemError =>
    new ProblemError({ code: "model-invalid", detail: `The person-link model ${detail}.`, expected: `${PERSON_LINK_FORMAT}, made by scripts/train/person-link.ts` });
  let file: { readonly format?: unknown } & PersonLinkModel;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw wrong("is not JSON");
  }
  if (file.format !== PERSON_LINK_FORMAT) throw wrong(`has format ${String(file.format)}`);
  const numbers = [file.priorLogOdds, file.proposeFrom, ...PERSON_PARTS.flatMap((part) => AGREEMENTS.map((agreement) => file.weights?.[part]?.[agreement]))];
  if (typeof file.version !== "string" || !numbers.every((n) => Number.isFinite(n))) throw wrong("is incomplete");
  return file;
}
