/**
 * What can be opened, and which of the profile's numbers counts for it. A new card of a number that somebody has already
 * is no further card: no number counts against it, but whoever asks for it is checked again.
 */
import type { ActingRole } from "../../access/role.ts";
import type { Bilingual } from "../../domain/verdict.ts";

/** As the event of an opening names them. */
export const PRODUCTS = ["sim", "esim", "iot-sim", "sim-replacement", "account", "corporate-account", "wallet"] as const;
export type Product = (typeof PRODUCTS)[number];

interface ProductEntry extends Bilingual {
  /** A line of an operator, or an account. */
  readonly class: "line" | "account";
  /** Who opens it. */
  readonly by: ActingRole;
  /** Key of the profile's opening rule that says how many one person may have of it with one institution. */
  readonly cap: string | null;
  /** Whether it stands beside others of its class when they are counted. */
  readonly counts: boolean;
}

export const PRODUCT: Readonly<Record<Product, ProductEntry>> = {
  sim: { zh: "电话卡", en: "phone card", class: "line", by: "telcoOps", cap: "O01", counts: true },
  esim: { zh: "eSIM 号卡", en: "eSIM", class: "line", by: "telcoOps", cap: "O01", counts: true },
  "iot-sim": { zh: "物联网卡", en: "card for a device", class: "line", by: "telcoOps", cap: null, counts: false },
  "sim-replacement": { zh: "补换卡", en: "replacement card", class: "line", by: "telcoOps", cap: null, counts: false },
  account: { zh: "银行账户", en: "bank account", class: "account", by: "bankOps", cap: "O01b", counts: true },
  "corporate-account": { zh: "单位账户", en: "corporate account", class: "account", by: "bankOps", cap: null, counts: false },
  wallet: { zh: "支付账户", en: "payment account", class: "account", by: "bankOps", cap: null, counts: false },
};

/** Products that count together against one number. */
export const COUNTING: Readonly<Record<"line" | "account", readonly Product[]>> = {
  line: PRODUCTS.filter((product) => PRODUCT[product].class === "line" && PRODUCT[product].counts),
  account: PRODUCTS.filter((product) => PRODUCT[product].class === "account" && PRODUCT[product].counts),
};
