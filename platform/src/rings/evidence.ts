/**
 * What the evidence graph is made of: the kinds of thing, the kinds of link between them, and how strongly each ties its
 * two ends. Strengths are the three steps hard, medium and soft that case links use; which kind has which is assumed where
 * no practice is published. It holds no graph.
 */
import { STRENGTH_PERMILLE } from "../domain/case-link.ts";

export const NODE_KINDS = ["person", "number", "device", "account", "address", "script", "host", "app", "case"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const LINK_KINDS = ["holds", "uses", "handed-over", "pays", "calls", "messages", "sends-script", "names-host", "talks-to", "installs", "registered-at", "named-in"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Hard: the same thing. Medium: close to it. Soft: alike. Joined as independent signs. */
export const STRENGTH = { hard: STRENGTH_PERMILLE.hard / 1000, medium: STRENGTH_PERMILLE.medium / 1000, soft: STRENGTH_PERMILLE.soft / 1000 } as const;

export interface LinkWords {
  readonly zh: string;
  readonly en: string;
  readonly strength: number;
  /** Whether the link draws its two ends into one ring by itself. Money and calls do not: victims pay and are called too. */
  readonly joins: boolean;
}

export const LINK_TABLE: Readonly<Record<LinkKind, LinkWords>> = {
  holds: { zh: "开立、登记", en: "opened or registered", strength: STRENGTH.hard, joins: true },
  uses: { zh: "使用", en: "is used on", strength: STRENGTH.hard, joins: true },
  "handed-over": { zh: "转交卡或账户", en: "handed cards or accounts to", strength: STRENGTH.hard, joins: true },
  pays: { zh: "付款", en: "paid", strength: STRENGTH.medium, joins: false },
  calls: { zh: "通话", en: "called", strength: STRENGTH.soft, joins: false },
  messages: { zh: "发短信", en: "wrote to", strength: STRENGTH.soft, joins: false },
  "sends-script": { zh: "使用同一话术", en: "used the script", strength: STRENGTH.soft, joins: true },
  "names-host": { zh: "文中含有网址", en: "names the host", strength: STRENGTH.medium, joins: true },
  "talks-to": { zh: "后台连接", en: "has its back end at", strength: STRENGTH.hard, joins: true },
  installs: { zh: "安装", en: "installed", strength: STRENGTH.soft, joins: false },
  "registered-at": { zh: "登记地址", en: "is registered at", strength: STRENGTH.medium, joins: true },
  "named-in": { zh: "案件中出现", en: "is named in the case", strength: STRENGTH.hard, joins: false },
};

/** 1 − Π(1 − s): independent signs add up and never reach certainty. */
export function noisyOr(strengths: Iterable<number>): number {
  let rest = 1;
  for (const s of strengths) rest *= 1 - s;
  return 1 - rest;
}
