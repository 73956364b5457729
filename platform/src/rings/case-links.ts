/**
 * Proposes which cases belong together: typed links from shared accounts, devices, hosts, scripts and money paths, each with
 * the evidence of both sides. Strength is hard 0.9, medium 0.6, soft 0.3, joined as independent signs; from 0.8 on a person
 * is asked. Hub identifiers join nothing. Cases are added one by one; the answer is the same as from all at once.
 */
import { CONFIRM_PERMILLE, DOWNSTREAM_HOPS_MAX, DOWNSTREAM_WINDOW_MS } from "../domain/case-link.ts";
import { noisyOr, STRENGTH } from "./evidence.ts";

export const CASE_LINK_TYPES = [
  "same-account",
  "same-number",
  "same-device",
  "same-host",
  "same-app-certificate",
  "same-social-group",
  "same-person",
  "same-den",
  "same-domain-cluster",
  "same-back-end",
  "same-downstream-account",
  "same-cash-out-place",
  "same-data-leak",
  "same-script",
  "same-typology-and-period",
] as const;
export type CaseLinkType = (typeof CASE_LINK_TYPES)[number];

/** Types that come from an identifier named in both cases. Downstream accounts and periods are compared, not looked up. */
export type IdentifierLinkType = Exclude<CaseLinkType, "same-downstream-account" | "same-typology-and-period">;

interface TypeWords {
  readonly strength: number;
  readonly zh: string;
  readonly en: string;
}

export const CASE_LINK_TABLE: Readonly<Record<CaseLinkType, TypeWords>> = {
  "same-account": { strength: STRENGTH.hard, zh: "同一账户", en: "the same account" },
  "same-number": { strength: STRENGTH.hard, zh: "同一号码", en: "the same number" },
  "same-device": { strength: STRENGTH.hard, zh: "同一设备", en: "the same device" },
  "same-host": { strength: STRENGTH.hard, zh: "同一网站", en: "the same website" },
  "same-app-certificate": { strength: STRENGTH.hard, zh: "同一应用签名", en: "the same app certificate" },
  "same-social-group": { strength: STRENGTH.hard, zh: "同一社交群组", en: "the same chat group" },
  "same-den": { strength: STRENGTH.hard, zh: "同一窝点", en: "the same site" },
  // Whether two records are one person is itself an estimate: never as hard as an identifier. Assumed.
  "same-person": { strength: STRENGTH.medium, zh: "疑似同一人", en: "probably the same person" },
  "same-domain-cluster": { strength: STRENGTH.medium, zh: "同一批网站（同址、同证书或同统计代码）", en: "one cluster of websites (address, certificate or analytics id)" },
  "same-back-end": { strength: STRENGTH.medium, zh: "同一应用后台", en: "the same app back end" },
  "same-downstream-account": { strength: STRENGTH.medium, zh: "资金流向同一下游账户", en: "money reached the same downstream account" },
  "same-cash-out-place": { strength: STRENGTH.medium, zh: "同一取现地点或取款人", en: "the same place or person of cash-out" },
  "same-data-leak": { strength: STRENGTH.soft, zh: "受害人信息来自同一泄露", en: "the victims' data leaked from one source" },
  "same-script": { strength: STRENGTH.soft, zh: "话术相似", en: "alike scripts" },
  "same-typology-and-period": { strength: STRENGTH.soft, zh: "同类手法、时间相近", en: "the same kind of scam in the same period" },
};

export interface CaseIdentifier {
  readonly type: IdentifierLinkType;
  /** Token of the account, device, host … never the thing itself. */
  readonly token: string;
  /** Where the case says so: a paper, an event. */
  readonly evidence: string;
}

/** An account that the case's money reached. */
export interface CaseMoneyReach {
  readonly token: string;
  readonly hops: number;
  /** Hours from the victim's payment. */
  readonly hours: number;
  readonly evidence: string;
}

export interface CaseFacts {
  readonly caseId: string;
  readonly typology: string;
  readonly occurredAtMs: number;
  readonly identifiers: readonly CaseIdentifier[];
  readonly reached: readonly CaseMoneyReach[];
}

export interface CaseLinkGround {
  readonly type: CaseLinkType;
  readonly token: string;
  readonly strength: number;
  /** The evidence in the case with the lower id, then in the other. */
  readonly evidence: readonly [string, string];
}

export interface CaseLink {
  /** Ids in order. */
  readonly cases: readonly [string, string];
  /** 0 to 1. */
  readonly strength: number;
  readonly grounds: readonly CaseLinkGround[];
  /** Strong enough to ask a person to confirm; below it the link is only kept. */
  readonly propose: boolean;
}

export interface CaseLinkLimits {
  /** Identifiers in more cases than this are hubs: payment aggregators, shared addresses, exchange wallets. Assumed. */
  readonly casesMax: number;
  readonly hopsMax: number;
  readonly hoursMax: number;
  /** Period within which the same kind of scam is a sign at all. Assumed. */
  readonly periodMs: number;
  /** From this strength on a person confirms. */
  readonly proposeFrom: number;
}

export const CASE_LINK_LIMITS: CaseLinkLimits = {
  casesMax: 20,
  hopsMax: DOWNSTREAM_HOPS_MAX,
  hoursMax: DOWNSTREAM_WINDOW_MS / 3_600_000,
  periodMs: 7 * 86_400_000,
  proposeFrom: CONFIRM_PERMILLE / 1000,
};

interface Mention {
  readonly caseId: string;
  readonly evidence: string;
  readonly named: boolean;
}

interface IndexEntry {
  readonly type: IdentifierLinkType | "same-downstream-account";
  readonly token: string;
  readonly mentions: Map<string, Mention>;
}

export class CaseLinkIndex {
  readonly #limits: CaseLinkLimits;
  readonly #publicTokens: ReadonlySet<string>;
  readonly #cases = new Map<string, CaseFacts>();
  readonly #entries = new Map<string, IndexEntry>();

  /** `publicTokens` are known hubs: they join nothing from the first case on. */
  constructor(limits: CaseLinkLimits = CASE_LINK_LIMITS, publicTokens: ReadonlySet<string> = new Set()) {
    this.#limits = limits;
    this.#publicTokens = publicTokens;
  }

  /** Takes a new case, or new facts of a known one, and returns its links with all others, strongest first. */
  put(facts: CaseFacts): readonly CaseLink[] {
    this.remove(facts.caseId);
    this.#cases.set(facts.caseId, facts);
    for (const { type, token, evidence } of facts.identifiers) this.#mention(type, token, { caseId: facts.caseId, evidence, named: true });
    // An account that a case names is where its money came first: another case's money may reach it later.
    for (const { type, token, evidence } of facts.identifiers)
      if (type === "same-account") this.#mention("same-downstream-account", token, { caseId: facts.caseId, evidence, named: true });
    for (const { token, hops, hours, evidence } of facts.reached) {
      if (hops <= this.#limits.hopsMax && hours <= this.#limits.hoursMax) this.#mention("same-downstream-account", token, { caseId: facts.caseId, evidence, named: false });
    }
    return this.linksOf(facts.caseId);
  }

  remove(caseId: string): void {
    const facts = this.#cases.get(caseId);
    if (facts === undefined) return;
    this.#cases.delete(caseId);
    for (const key of keysOf(facts)) {
      const entry = this.#entries.get(key);
      entry?.mentions.delete(caseId);
      if (entry?.mentions.size === 0) this.#entries.delete(key);
    }
  }

  /** Links of one case with all others as things stand, strongest first. */
  linksOf(caseId: string): readonly CaseLink[] {
    const facts = this.#cases.get(caseId);
    if (facts === undefined) return [];
    const grounds = new Map<string, CaseLinkGround[]>();
    for (const key of keysOf(facts)) {
      const entry = this.#entries.get(key);
      const own = entry?.mentions.get(caseId);
      if (entry === undefined || own === undefined || this.#isHub(entry)) continue;
      for (const theirs of entry.mentions.values()) {
        if (theirs.caseId === caseId) continue;
        // Named in both is the same account already; it is not also downstream.
        if (entry.type === "same-downstream-account" && own.named && theirs.named) continue;
        const evidence = caseId < theirs.caseId ? ([own.evidence, theirs.evidence] as const) : ([theirs.evidence, own.evidence] as const);
        const list = grounds.get(theirs.caseId) ?? [];
        list.push({ type: entry.type, token: entry.token, strength: CASE_LINK_TABLE[entry.type].strength, evidence });
        grounds.set(theirs.caseId, list);
      }
    }
    return [...grounds]
      .map(([other, list]) => this.#linkOf(facts, this.#cases.get(other) ?? facts, list))
      .sort((a, b) => b.strength - a.strength || (a.cases.join() < b.cases.join() ? -1 : 1));
  }

  /** Identifiers that join nothing because too many cases name them, with how many do. */
  hubs(): readonly { readonly type: CaseLinkType; readonly token: string; readonly cases: number }[] {
    return [...this.#entries.values()].filter((entry) => this.#isHub(entry)).map(({ type, token, mentions }) => ({ type, token, cases: mentions.size }));
  }

  #isHub(entry: IndexEntry): boolean {
    return entry.mentions.size > this.#limits.casesMax || this.#publicTokens.has(entry.token);
  }

  #mention(type: IndexEntry["type"], token: string, mention: Mention): void {
    const key = `${type}\u001f${token}`;
    const entry = this.#entries.get(key) ?? { type, token, mentions: new Map<string, Mention>() };
    // The first mention stays, but a named account counts more than one that was reached.
    const known = entry.mentions.get(mention.caseId);
    if (known === undefined || (mention.named && !known.named)) entry.mentions.set(mention.caseId, mention);
    this.#entries.set(key, entry);
  }

  #linkOf(a: CaseFacts, b: CaseFacts, shared: readonly CaseLinkGround[]): CaseLink {
    const cases = a.caseId < b.caseId ? ([a.caseId, b.caseId] as const) : ([b.caseId, a.caseId] as const);
    const grounds = [...shared];
    // By itself the kind of scam and the week say nothing: half of all cases share them. They only add to another ground.
    if (a.typology === b.typology && Math.abs(a.occurredAtMs - b.occurredAtMs) <= this.#limits.periodMs) {
      grounds.push({ type: "same-typology-and-period", token: a.typology, strength: STRENGTH.soft, evidence: cases });
    }
    grounds.sort((x, y) => y.strength - x.strength || CASE_LINK_TYPES.indexOf(x.type) - CASE_LINK_TYPES.indexOf(y.type) || (x.token < y.token ? -1 : 1));
    const strength = noisyOr(grounds.map((g) => g.strength));
    // 0.3 and 0.9 are no exact doubles; a strength that is 0.8 in decimals is enough.
    return { cases, strength, grounds, propose: strength >= this.#limits.proposeFrom - 1e-9 };
  }
}

function keysOf(facts: CaseFacts): ReadonlySet<string> {
  return new Set([
    ...facts.identifiers.map(({ type, token }) => `${type}\u001f${token}`),
    ...facts.identifiers.filter(({ type }) => type === "same-account").map(({ token }) => `same-downstream-account\u001f${token}`),
    ...facts.reached.map(({ token }) => `same-downstream-account\u001f${token}`),
  ]);
}
