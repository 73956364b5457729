/**
 * The plain twin of case-links.ts: every pair of cases compared, with nothing kept in between. Property tests hold the index
 * to it; nothing else uses it.
 */
import { CASE_LINK_LIMITS, CASE_LINK_TABLE, type CaseFacts, type CaseLinkGround, type CaseLinkLimits } from "./case-links.ts";

export interface PlainCaseLink {
  readonly cases: readonly [string, string];
  readonly strength: number;
  readonly grounds: readonly CaseLinkGround[];
}

/** Links of all pairs, by ids. */
export function plainCaseLinks(all: readonly CaseFacts[], limits: CaseLinkLimits = CASE_LINK_LIMITS, publicTokens: ReadonlySet<string> = new Set()): readonly PlainCaseLink[] {
  const cases = [...all].sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
  const soon = (facts: CaseFacts): CaseFacts["reached"] => facts.reached.filter((r) => r.hops <= limits.hopsMax && r.hours <= limits.hoursMax);
  const named = (facts: CaseFacts, type: string, token: string): string | undefined => facts.identifiers.find((i) => i.type === type && i.token === token)?.evidence;
  const naming = (type: string, token: string): number => cases.filter((c) => named(c, type, token) !== undefined).length;
  const touching = (token: string): number => cases.filter((c) => named(c, "same-account", token) !== undefined || soon(c).some((r) => r.token === token)).length;
  const links: PlainCaseLink[] = [];
  for (const [n, a] of cases.entries()) {
    for (const b of cases.slice(n + 1)) {
      const grounds: CaseLinkGround[] = [];
      for (const { type, token } of uniqueBy(a.identifiers, (i) => `${i.type} ${i.token}`)) {
        const theirs = named(b, type, token);
        if (theirs === undefined || publicTokens.has(token) || naming(type, token) > limits.casesMax) continue;
        grounds.push({ type, token, strength: CASE_LINK_TABLE[type].strength, evidence: [named(a, type, token) ?? "", theirs] });
      }
      const tokens = new Set([a, b].flatMap((c) => [...soon(c).map((r) => r.token), ...c.identifiers.filter((i) => i.type === "same-account").map((i) => i.token)]));
      for (const token of tokens) {
        const own = named(a, "same-account", token);
        const theirs = named(b, "same-account", token);
        const ownEnd = own ?? soon(a).find((r) => r.token === token)?.evidence;
        const theirEnd = theirs ?? soon(b).find((r) => r.token === token)?.evidence;
        if (ownEnd === undefined || theirEnd === undefined || (own !== undefined && theirs !== undefined)) continue;
        if (publicTokens.has(token) || touching(token) > limits.casesMax) continue;
        grounds.push({ type: "same-downstream-account", token, strength: CASE_LINK_TABLE["same-downstream-account"].strength, evidence: [ownEnd, theirEnd] });
      }
      if (grounds.length === 0) continue;
      if (a.typology === b.typology && Math.abs(a.occurredAtMs - b.occurredAtMs) <= limits.periodMs)
        grounds.push({ type: "same-typology-and-period", token: a.typology, strength: CASE_LINK_TABLE["same-typology-and-period"].strength, evidence: [a.caseId, b.caseId] });
      links.push({ cases: [a.caseId, b.caseId], strength: 1 - grounds.reduce((rest, g) => rest * (1 - g.strength), 1), grounds });
    }
  }
  return links;
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.filter((item, i) => items.findIndex((other) => key(other) === key(item)) === i);
}
