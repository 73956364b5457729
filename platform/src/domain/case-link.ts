/**
 * What makes two reports or cases belong together (串并案): kinds of evidence with their strength, how several add up, and
 * which identifiers are too common to say anything. It promises one arithmetic for everybody who proposes such links. A
 * link is a hypothesis: from `CONFIRM_PERMILLE` on it is put before a person, and nothing is joined without one.
 */
import type { Bilingual } from "./verdict.ts";

/** How much one piece of evidence says by itself. */
export const STRENGTH_PERMILLE = { hard: 900, medium: 600, soft: 300 } as const;
export type Strength = keyof typeof STRENGTH_PERMILLE;

interface LinkEntry extends Bilingual {
  readonly strength: Strength;
  /** Names what it is about by something that a person can be found by: shown masked only. */
  readonly personal: boolean;
}

/**
 * The kinds. The legal grounds come first (the same website, chat group, account or place of operation: 法发〔2021〕22号); the
 * strengths are ours (assumed), to be tuned on confirmed and refused links.
 */
export const LINK_KINDS = {
  account: { strength: "hard", personal: true, zh: "同一收款账户", en: "the same account was paid" },
  number: { strength: "hard", personal: true, zh: "同一号码", en: "the same number" },
  device: { strength: "hard", personal: true, zh: "同一设备", en: "the same device" },
  group: { strength: "hard", personal: true, zh: "同一社交账号或群组", en: "the same handle or chat group" },
  certificate: { strength: "hard", personal: false, zh: "同一应用签名证书", en: "apps signed with the same certificate" },
  server: { strength: "hard", personal: false, zh: "同一应用后台", en: "apps with the same back end" },
  host: { strength: "medium", personal: false, zh: "同一域名簇", en: "hosts of the same domain cluster" },
  downstream: { strength: "medium", personal: true, zh: "资金在72小时、两跳之内汇入同一账户", en: "the money reached the same account within two hops and 72 hours" },
  script: { strength: "soft", personal: false, zh: "话术或情节相似", en: "the same script, told in nearly the same words" },
  typology: { strength: "soft", personal: false, zh: "同类手法且时间相近", en: "the same way of deceiving in the same week" },
} as const satisfies Record<string, LinkEntry>;
export type LinkKind = keyof typeof LINK_KINDS;

export function isLinkKind(text: string): text is LinkKind {
  return Object.hasOwn(LINK_KINDS, text);
}

/** One thing in a report or case by which others are found: its kind, a token or plain value, and when it was used. */
export interface Clue {
  readonly kind: LinkKind;
  readonly key: string;
  readonly atMs: number;
}

/** From here on a person is asked; below it stays a hypothesis. */
export const CONFIRM_PERMILLE = 800;
/** Below this it is not even kept as a hypothesis of its own: every two cases of one week are a little alike. */
export const HYPOTHESIS_PERMILLE = 600;

/** Money counts as having reached the same account when it did within so many payments after the first, and so soon. */
export const DOWNSTREAM_HOPS_MAX = 2;
export const DOWNSTREAM_WINDOW_MS = 72 * 3_600_000;

/**
 * An identifier that stands in more reports than this is a hub (a payment aggregator, a shared server, an exchange's
 * wallet) and is left out, by name. The numbers are ours (assumed): a mule account seldom has two hundred reports, and a
 * soft sign that fifty share tells nobody apart.
 */
export const HUB_DEGREE_MAX: Readonly<Record<Strength, number>> = { hard: 200, medium: 200, soft: 50 };

export function hubDegreeMax(kind: LinkKind): number {
  return HUB_DEGREE_MAX[LINK_KINDS[kind].strength];
}

/**
 * Noisy-or of the kinds, in permille: the chance that at least one of them is right, if they err independently. Two pieces
 * of one kind are seldom independent (a gang's second account comes with its first), so each kind counts once.
 */
export function strengthOf(kinds: Iterable<LinkKind>): number {
  let wrong = 1;
  // In the table's order, so that equal evidence gives equal numbers to the last bit.
  const given = new Set(kinds);
  for (const kind of Object.keys(LINK_KINDS) as LinkKind[]) if (given.has(kind)) wrong *= 1 - STRENGTH_PERMILLE[LINK_KINDS[kind].strength] / 1000;
  return Math.round((1 - wrong) * 1000);
}
