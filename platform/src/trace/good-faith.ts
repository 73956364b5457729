/**
 * Signs that the holder of an account took the money in good faith: a trade, a long relation, wages, rent, a shop's many
 * small payers. Shown beside every proposed stop, each with its facts in Chinese and English, because traders and farmers
 * have had accounts frozen for money they could not know was stolen. Signs weigh for the holder only: the absence of one
 * says nothing.
 */
import { ENTRY_DOUBLES, OTHER, ROW, ROW_MASK } from "./entries.ts";
import type { MoneyGraph } from "./graph.ts";
import type { Runs } from "./runs.ts";
import type { Purpose } from "./purpose-table.ts";
import type { Hop } from "./trace.ts";
import { unpackMarks, type PayeeType } from "./transfer.ts";
import { shareText, type Words } from "./words.ts";

export type GoodFaithId = "trade-evidence" | "trade-purpose" | "long-relation" | "known-payer" | "many-payers" | "pays-wages" | "long-lived" | "small-part" | "public-payee";

export interface GoodFaithSign {
  readonly id: GoodFaithId;
  readonly reason: Words;
}

const DAY_MS = 86_400_000;
/** How far back an account is looked at. */
const LOOK_BACK_MS = 90 * DAY_MS;
const ENTRIES_MAX = 20_000;
/** Thresholds, all assumed: high enough that an account made for passing money on does not meet them by chance. */
const RELATION_MONTHS = 6;
const KNOWN_PAYER_DAYS = 30;
const PAYERS = 20;
const PAYER_SHARE_MAX = 0.2;
const WAGES = 5;
const LIVED_DAYS = 180;
const SMALL_PART = 10n;

const TRADE_PURPOSES: ReadonlySet<Purpose> = new Set<Purpose>(["goods", "services", "rent", "school", "medical", "utilities", "payroll"]);
const PUBLIC_PAYEES: ReadonlySet<PayeeType> = new Set<PayeeType>(["merchant", "school", "hospital", "court", "tax"]);

const PURPOSE_WORDS: Readonly<Record<Purpose, Words>> = {
  goods: { zh: "货款", en: "goods" },
  services: { zh: "服务", en: "services" },
  payroll: { zh: "工资", en: "wages" },
  rent: { zh: "租金", en: "rent" },
  school: { zh: "学费", en: "school fees" },
  medical: { zh: "医疗", en: "medical costs" },
  family: { zh: "家用", en: "family" },
  loan: { zh: "借还款", en: "a loan" },
  investment: { zh: "投资", en: "investment" },
  refund: { zh: "退款", en: "a refund" },
  utilities: { zh: "水电等费用", en: "utilities" },
};

interface Facts {
  readonly days: number;
  readonly inMinor: number;
  readonly payers: number;
  readonly largestPayerMinor: number;
  readonly wages: number;
  readonly livedDays: number;
  /** When each payer first paid this account. */
  readonly firstPaidAtMs: ReadonlyMap<number, number>;
}

/** Signs for the holder of a pocket to which these transfers of a trace, in order, brought stolen money. */
export function goodFaithSigns(graph: MoneyGraph, pocket: number, brought: readonly Hop[]): readonly GoodFaithSign[] {
  if (brought.length === 0) return [];
  const firstAtMs = brought[0].occurredAtMs;
  const facts = factsOf(graph, pocket, firstAtMs);
  const signs: GoodFaithSign[] = [];
  const add = (id: GoodFaithId, zh: string, en: string): void => void signs.push({ id, reason: { zh, en } });
  const marked = brought.map((h) => ({ hop: h, marks: unpackMarks(graph.marks(graph.find(h.transfer))), from: graph.from(graph.find(h.transfer)) }));

  const evidenced = marked.filter(({ marks }) => marks.goodsTrade === true).length;
  if (evidenced > 0) add("trade-evidence", `带来款项的 ${evidenced} 笔交易有真实货物或服务凭证`, `${evidenced} of the transfers that brought it have evidence of a real trade`);
  const purposes = [...new Set(marked.map(({ marks }) => marks.purpose).filter((p): p is Purpose => p !== undefined && TRADE_PURPOSES.has(p)))];
  if (purposes.length > 0) {
    add(
      "trade-purpose",
      `付款用途写明为${purposes.map((p) => PURPOSE_WORDS[p].zh).join("、")}（付款方自述）`,
      `the payer stated as purpose: ${purposes.map((p) => PURPOSE_WORDS[p].en).join(", ")}`,
    );
  }
  const months = Math.max(0, ...marked.map(({ marks }) => marks.relationMonths ?? 0));
  if (months >= RELATION_MONTHS) add("long-relation", `与付款方往来已有 ${months} 个月`, `has dealt with the payer for ${months} months`);
  const knownDays = Math.max(0, ...marked.map(({ from }) => (firstAtMs - (facts.firstPaidAtMs.get(from) ?? firstAtMs)) / DAY_MS));
  if (knownDays >= KNOWN_PAYER_DAYS) add("known-payer", `同一付款方 ${Math.floor(knownDays)} 天前即有付款`, `the same payer already paid ${Math.floor(knownDays)} days before`);
  if (facts.payers >= PAYERS && facts.largestPayerMinor <= facts.inMinor * PAYER_SHARE_MAX) {
    add(
      "many-payers",
      `此前 ${facts.days} 天内有 ${facts.payers} 个付款方，无一占多数，似经营收款`,
      `${facts.payers} payers in the ${facts.days} days before, none of them large: like a shop's income`,
    );
  }
  if (facts.wages >= WAGES) add("pays-wages", `此前 ${facts.days} 天内付出 ${facts.wages} 笔工资`, `paid wages ${facts.wages} times in the ${facts.days} days before`);
  if (facts.livedDays >= LIVED_DAYS) add("long-lived", `账户在 ${Math.floor(facts.livedDays)} 天前即有往来`, `the account was in use ${Math.floor(facts.livedDays)} days before`);
  const stolen = brought.reduce((sum, h) => sum + h.taintedMinor, 0n);
  if (BigInt(facts.inMinor) >= stolen * SMALL_PART) {
    add(
      "small-part",
      `追踪款项只相当于此前 ${facts.days} 天收款的 ${shareText(stolen, BigInt(facts.inMinor))}`,
      `what is traced is ${shareText(stolen, BigInt(facts.inMinor))} of its income in the ${facts.days} days before`,
    );
  }
  const kind = marked.map(({ marks }) => marks.payeeType).find((type) => type !== undefined && PUBLIC_PAYEES.has(type));
  if (kind !== undefined) add("public-payee", `收款方类型：${PAYEE_WORDS[kind]?.zh ?? kind}`, `the payee is a ${PAYEE_WORDS[kind]?.en ?? kind}`);
  return signs;
}

const PAYEE_WORDS: Readonly<Partial<Record<PayeeType, Words>>> = {
  merchant: { zh: "商户", en: "merchant" },
  school: { zh: "学校", en: "school" },
  hospital: { zh: "医院", en: "hospital" },
  court: { zh: "法院", en: "court" },
  tax: { zh: "税务机关", en: "tax office" },
};

function factsOf(graph: MoneyGraph, pocket: number, beforeMs: number): Facts {
  const payers = new Map<number, number>();
  const firstPaidAtMs = new Map<number, number>();
  let inMinor = 0;
  let wages = 0;
  walk(graph.receipts, pocket, beforeMs, (atMs, amount, other) => {
    inMinor += amount;
    payers.set(other, (payers.get(other) ?? 0) + amount);
    if (!firstPaidAtMs.has(other)) firstPaidAtMs.set(other, atMs);
  });
  walk(graph.payments, pocket, beforeMs, (_atMs, _amount, _other, row) => {
    if (unpackMarks(graph.marks(row)).purpose === "payroll") wages++;
  });
  const bornAtMs = Math.min(beforeMs, bornOf(graph.receipts, pocket), bornOf(graph.payments, pocket));
  return {
    days: Math.max(1, Math.round(Math.min(LOOK_BACK_MS, beforeMs - bornAtMs) / DAY_MS)),
    inMinor,
    payers: payers.size,
    largestPayerMinor: Math.max(0, ...payers.values()),
    wages,
    livedDays: (beforeMs - bornAtMs) / DAY_MS,
    firstPaidAtMs,
  };
}

function bornOf(runs: Runs, pocket: number): number {
  runs.seat(pocket, 0);
  return runs.length === 0 ? Infinity : runs.doubles[runs.base];
}

/** What lies in a run within the time that is looked back, before an instant; at most so many entries. */
function walk(runs: Runs, pocket: number, beforeMs: number, visit: (atMs: number, amount: number, other: number, row: number) => void): void {
  let i = runs.seek(pocket, beforeMs - LOOK_BACK_MS);
  let left = ENTRIES_MAX;
  for (;;) {
    const { doubles, words, base, length } = runs;
    for (; i < length; i++) {
      const d = base + i * ENTRY_DOUBLES;
      if (doubles[d] >= beforeMs || left-- === 0) return;
      visit(doubles[d], doubles[d + 1], words[d * 2 + OTHER], words[d * 2 + ROW] & ROW_MASK);
    }
    if (runs.piece + 1 >= runs.pieces) return;
    runs.seat(pocket, ++runs.piece);
    i = 0;
  }
}
