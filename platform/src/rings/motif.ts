/**
 * Shapes that money makes when it is moved for somebody: what each is called, in which window it counts, and its thresholds
 * with their sources. A shape is a reason to look and names the transfers that make it; the innocent look-alikes of each
 * (collection accounts, clubs, payroll) are said beside it.
 */

export const MOTIF_KINDS = ["fan-in", "fan-out", "scatter-gather", "cycle", "bipartite", "coupling-test"] as const;
export type MotifKind = (typeof MOTIF_KINDS)[number];

export interface Motif {
  readonly kind: MotifKind;
  /** The account in the middle first, where there is one; the first payer of a cycle or a scatter–gather. */
  readonly accounts: readonly number[];
  /** Numbers of the transfers that make the shape, in time. */
  readonly transfers: readonly number[];
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface MotifWords {
  readonly zh: string;
  readonly en: string;
  readonly innocentZh: string;
  readonly innocentEn: string;
}

export const MOTIF_WORDS: Readonly<Record<MotifKind, MotifWords>> = {
  "fan-in": { zh: "分散转入、集中转出", en: "many in, one or two out", innocentZh: "代收账户、社团", innocentEn: "collection account, club" },
  "fan-out": { zh: "集中转入、分散转出", en: "one or two in, many out", innocentZh: "发放工资、退款", innocentEn: "payroll, refunds" },
  "scatter-gather": { zh: "分散后再汇集", en: "scattered and gathered again", innocentZh: "家庭内部周转", innocentEn: "a family's own transfers" },
  cycle: { zh: "资金回流", en: "money that comes back", innocentZh: "往来贸易、互助会", innocentEn: "mutual trade, savings circle" },
  bipartite: { zh: "同一批账户向同一批账户付款", en: "the same payers all pay the same payees", innocentZh: "同一小区缴费", innocentEn: "neighbours paying the same bills" },
  "coupling-test": { zh: "小额试探后大额进出", en: "a tiny test, then large sums", innocentZh: "首次绑定缴费", innocentEn: "setting up a bill" },
};

export interface MotifLimits {
  /** Unrelated payers (or payees) that make a fan: rule K02, assumed: ten within a day. */
  readonly fanMin: number;
  /** Accounts on the narrow side of a fan: rule K02, assumed. */
  readonly narrowMax: number;
  readonly fanWindowMs: number;
  /** Accounts between the two ends of a scatter–gather, assumed. */
  readonly middleMin: number;
  /** Accounts on each side that all pay all, assumed. */
  readonly sideMin: number;
  /** Rule K03, assumed: a test of 1 to 10 units, within an hour before at least a hundred times as much. */
  readonly testMinorMin: number;
  readonly testMinorMax: number;
  readonly testFactor: number;
  readonly testWindowMs: number;
  /** An account with more transfers in one direction is not looked through: its shapes are its trade. */
  readonly transfersMax: number;
}

const HOUR_MS = 3_600_000;

export const MOTIF_LIMITS: MotifLimits = {
  fanMin: 10,
  narrowMax: 2,
  fanWindowMs: 24 * HOUR_MS,
  middleMin: 3,
  sideMin: 3,
  testMinorMin: 100,
  testMinorMax: 1_000,
  testFactor: 100,
  testWindowMs: HOUR_MS,
  transfersMax: 10_000,
};
