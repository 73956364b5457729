/**
 * The kinds of matter that people and institutions work on, as one table: name, prefix of its ids, words. Ids of every
 * slice live here, so that a case can name an order without knowing orders. What a kind does is in its slice.
 */
import type { Brand } from "../base/brand.ts";
import { malformed, type Malformed } from "../base/problem.ts";
import type { Bilingual } from "./verdict.ts";

export const MATTER_KINDS = {
  warning: { prefix: "wrn", plural: "warnings", zh: "预警", en: "Warning" },
  report: { prefix: "rep", plural: "reports", zh: "报案/举报", en: "Report" },
  case: { prefix: "cas", plural: "cases", zh: "案件", en: "Case" },
  series: { prefix: "ser", plural: "series", zh: "串并案", en: "Case series" },
  "stop-payment": { prefix: "stp", plural: "stop-payments", zh: "紧急止付", en: "Stop-payment" },
  freeze: { prefix: "frz", plural: "freezes", zh: "冻结", en: "Freeze" },
  "protective-stop": { prefix: "pst", plural: "protective-stops", zh: "保护性止付", en: "Protective stop" },
  hold: { prefix: "hld", plural: "holds", zh: "暂缓交易", en: "Transaction hold" },
  "line-break": { prefix: "lbr", plural: "line-breaks", zh: "临时断线", en: "Temporary line break" },
  refund: { prefix: "rfd", plural: "refunds", zh: "资金返还", en: "Return of funds" },
  "number-action": { prefix: "nua", plural: "number-actions", zh: "号码处置", en: "Number action" },
  opening: { prefix: "opn", plural: "openings", zh: "开户开卡核查", en: "Opening check" },
  "trace-back": { prefix: "trb", plural: "trace-backs", zh: "开卡倒查", en: "Trace-back" },
  "list-entry": { prefix: "lst", plural: "list-entries", zh: "名单条目", en: "List entry" },
  appeal: { prefix: "apl", plural: "appeals", zh: "申诉", en: "Appeal" },
  complaint: { prefix: "cmp", plural: "complaints", zh: "投诉", en: "Complaint" },
  compensation: { prefix: "cpn", plural: "compensations", zh: "赔偿", en: "Compensation" },
  campaign: { prefix: "cmg", plural: "campaigns", zh: "集群战役", en: "Cluster campaign" },
  lead: { prefix: "led", plural: "leads", zh: "线索", en: "Lead" },
  "rule-change": { prefix: "rlc", plural: "rule-changes", zh: "规则变更", en: "Rule change" },
  operation: { prefix: "ope", plural: "operations", zh: "专项行动", en: "Special operation" },
} as const satisfies Record<string, { readonly prefix: string; readonly plural: string } & Bilingual>;

export type MatterKindName = keyof typeof MATTER_KINDS;
/** A kind's prefix, an underscore and what `World.newId` adds: `stp_01J…`. */
export type MatterId = Brand<string, "MatterId">;

const KIND_OF_PREFIX = new Map<string, MatterKindName>((Object.keys(MATTER_KINDS) as MatterKindName[]).map((kind) => [MATTER_KINDS[kind].prefix, kind]));
const ID_EXPECTED = "a matter's id, such as stp_01JABC…";

export function parseMatterId(text: string): MatterId | Malformed {
  return /^[a-z]{3}_[0-9A-Za-z_-]{4,40}$/.test(text) && KIND_OF_PREFIX.has(text.slice(0, 3)) ? (text as MatterId) : malformed(text, ID_EXPECTED);
}

/** The kind that an id says it is of. */
export function kindOfId(id: MatterId): MatterKindName {
  const kind = KIND_OF_PREFIX.get(id.slice(0, 3));
  if (kind === undefined) throw new Error("bug: an id of no kind");
  return kind;
}
