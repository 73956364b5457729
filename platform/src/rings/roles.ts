/**
 * The chain through which cards and accounts reach those who move stolen money: who opened them, who collected them, who
 * supplies them in bulk, who operates them, where the money ends. A role is never said without the links that show it, it
 * has a confidence below 1, and its bearer is called a holder: what somebody did, and whether knowingly, is for people.
 */
import type { EvidenceGraph } from "./evidence-graph.ts";
import { LINK_TABLE, noisyOr, type LinkKind } from "./evidence.ts";

export const ROLES = ["card-farmer", "card-broker", "card-trader", "laundering-house", "principal"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_WORDS: Readonly<Record<Role, { readonly zh: string; readonly en: string; readonly whyZh: string; readonly whyEn: string }>> = {
  "card-farmer": {
    zh: "卡农",
    en: "card farmer",
    whyZh: "名下的卡或账户由他人使用或转交他人",
    whyEn: "cards or accounts of this holder are used by, or were handed to, somebody else",
  },
  "card-broker": { zh: "卡贩", en: "card broker", whyZh: "从多名开卡人处收卡并转交他人", whyEn: "collected cards from several holders and handed them on" },
  "card-trader": {
    zh: "卡商",
    en: "card trader",
    whyZh: "从收卡人处批量得到卡并再次转交或供人使用",
    whyEn: "got cards in bulk from those who collect them and supplied them further",
  },
  "laundering-house": {
    zh: "水房",
    en: "laundering house",
    whyZh: "在同一设备上操作多名他人的账户，资金到账后很快转出",
    whyEn: "runs accounts of several other people on one device, and money leaves them soon after it arrives",
  },
  principal: { zh: "金主", en: "principal", whyZh: "多个被操作账户的资金汇入其名下账户且未再转出", whyEn: "money of several such accounts ends in an account of this holder" },
};

export interface RoleFinding {
  readonly holder: number;
  readonly role: Role;
  /** 0 to 1, below 1: one minus the chance that none of the paths is true. */
  readonly confidence: number;
  /** Links that show it, in reading order; the strongest path. Never empty. */
  readonly path: readonly [number, ...number[]];
  /** How many such paths there are. */
  readonly paths: number;
}

export interface RoleLimits {
  /** Holders from whom a broker collected, assumed. */
  readonly farmersMin: number;
  /** Other people's accounts on one device, assumed; rule K06 asks for three. */
  readonly accountsMin: number;
  /** How soon money must leave an account to have been passed on, assumed. */
  readonly passOnMs: number;
  /** Operated accounts whose money ends in one place, assumed. */
  readonly sourcesMin: number;
}

export const ROLE_LIMITS: RoleLimits = { farmersMin: 2, accountsMin: 3, passOnMs: 24 * 3_600_000, sourcesMin: 2 };

type Path = readonly [number, ...number[]];

/** Findings about the people among `members`, by role in the order of the chain, then by holder. */
export function inferRoles(graph: EvidenceGraph, members: readonly number[], limits: RoleLimits = ROLE_LIMITS): readonly RoleFinding[] {
  const people = members.filter((v) => graph.kindOf(v) === "person").sort((a, b) => a - b);
  const findings: RoleFinding[] = [];
  const say = (holder: number, role: Role, paths: readonly Path[]): boolean => {
    const [first, ...others] = paths;
    if (first === undefined) return false;
    const strongest = others.reduce((best, path) => (strengthOf(graph, path) > strengthOf(graph, best) ? path : best), first);
    findings.push({ holder, role, confidence: noisyOr(paths.map((path) => strengthOf(graph, path))), path: strongest, paths: paths.length });
    return true;
  };
  for (const v of people) say(v, "card-farmer", farmerPaths(graph, v));
  const farmers = new Set(findings.map((f) => f.holder));
  const brokers = new Set(people.filter((v) => say(v, "card-broker", brokerPaths(graph, v, farmers, limits))));
  for (const v of people) if (!brokers.has(v)) say(v, "card-trader", traderPaths(graph, v, brokers));
  const operated = new Map<number, Path>();
  for (const v of people) say(v, "laundering-house", housePaths(graph, v, limits, operated));
  for (const v of people) say(v, "principal", principalPaths(graph, v, operated, limits));
  return findings.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.holder - b.holder);
}

function strengthOf(graph: EvidenceGraph, path: Path): number {
  return path.reduce((product, i) => product * LINK_TABLE[graph.linkKind(i)].strength, 1);
}

/** Links of a kind that leave (or reach) a thing, oldest first. */
function linksOf(graph: EvidenceGraph, v: number, kind: LinkKind, direction: "from" | "to"): readonly number[] {
  const found: number[] = [];
  graph.eachLink(v, (i) => {
    if (graph.linkKind(i) === kind && graph.isFrom(i, v) === (direction === "from")) found.push(i);
  });
  return found.sort((a, b) => graph.linkAtMs(a) - graph.linkAtMs(b) || a - b);
}

const other = (graph: EvidenceGraph, link: number, v: number): number => graph.across(link, v);

/** Opened it, and somebody else's device runs it; or opened something and handed cards over. */
function farmerPaths(graph: EvidenceGraph, person: number): readonly Path[] {
  const paths: Path[] = [];
  const ownDevices = new Set(linksOf(graph, person, "uses", "from").map((i) => other(graph, i, person)));
  for (const held of linksOf(graph, person, "holds", "from")) {
    const thing = other(graph, held, person);
    const handed = linksOf(graph, person, "handed-over", "from").find((i) => graph.linkAtMs(i) >= graph.linkAtMs(held));
    if (handed !== undefined) paths.push([held, handed]);
    for (const used of linksOf(graph, thing, "uses", "from")) {
      const device = other(graph, used, thing);
      if (graph.kindOf(device) !== "device" || ownDevices.has(device)) continue;
      const operator = linksOf(graph, device, "uses", "to").find((i) => graph.kindOf(other(graph, i, device)) === "person" && other(graph, i, device) !== person);
      if (operator !== undefined) paths.push([held, used, operator]);
    }
  }
  return paths;
}

/** Collected from several farmers, and handed on after the first of them. */
function brokerPaths(graph: EvidenceGraph, person: number, farmers: ReadonlySet<number>, limits: RoleLimits): readonly Path[] {
  const collected = firstOfEach(
    graph,
    linksOf(graph, person, "handed-over", "to").filter((i) => farmers.has(other(graph, i, person))),
    person,
  );
  const [first, ...rest] = collected;
  if (first === undefined || collected.length < limits.farmersMin) return [];
  return linksOf(graph, person, "handed-over", "from")
    .filter((i) => graph.linkAtMs(i) >= graph.linkAtMs(first))
    .map((on): Path => [first, ...rest.slice(0, limits.farmersMin - 1), on]);
}

/** Got cards from a broker, who had collected them before, and handed on or runs a device with them. */
function traderPaths(graph: EvidenceGraph, person: number, brokers: ReadonlySet<number>): readonly Path[] {
  const paths: Path[] = [];
  for (const got of linksOf(graph, person, "handed-over", "to")) {
    const broker = other(graph, got, person);
    if (!brokers.has(broker)) continue;
    const collected = linksOf(graph, broker, "handed-over", "to").find((i) => graph.linkAtMs(i) <= graph.linkAtMs(got));
    const onward = linksOf(graph, person, "handed-over", "from").find((i) => graph.linkAtMs(i) >= graph.linkAtMs(got));
    if (collected !== undefined && onward !== undefined) paths.push([collected, got, onward]);
  }
  return paths;
}

/** Uses a device on which other people's accounts run, through which money passes on. Notes each account with its path. */
function housePaths(graph: EvidenceGraph, person: number, limits: RoleLimits, operated: Map<number, Path>): readonly Path[] {
  const paths: Path[] = [];
  for (const own of linksOf(graph, person, "uses", "from")) {
    const device = other(graph, own, person);
    if (graph.kindOf(device) !== "device") continue;
    const steps: (readonly [number, Path])[] = [];
    for (const used of firstOfEach(graph, linksOf(graph, device, "uses", "to"), device)) {
      const account = other(graph, used, device);
      if (graph.kindOf(account) !== "account" || linksOf(graph, account, "holds", "to").some((i) => other(graph, i, account) === person)) continue;
      const passed = passedOn(graph, account, limits);
      if (passed !== null) steps.push([account, [own, used, ...passed]]);
    }
    if (steps.length < limits.accountsMin) continue;
    for (const [account, path] of steps) {
      operated.set(account, path);
      paths.push(path);
    }
  }
  return paths;
}

/** The first payment in that is followed soon by one out. */
function passedOn(graph: EvidenceGraph, account: number, limits: RoleLimits): readonly [number, number] | null {
  const outs = linksOf(graph, account, "pays", "from");
  for (const into of linksOf(graph, account, "pays", "to")) {
    const atMs = graph.linkAtMs(into);
    const out = outs.find((i) => graph.linkAtMs(i) >= atMs && graph.linkAtMs(i) <= atMs + limits.passOnMs);
    if (out !== undefined) return [into, out];
  }
  return null;
}

/** Holds an account that several operated accounts pay and that pays nobody. */
function principalPaths(graph: EvidenceGraph, person: number, operated: ReadonlyMap<number, Path>, limits: RoleLimits): readonly Path[] {
  const paths: Path[] = [];
  for (const held of linksOf(graph, person, "holds", "from")) {
    const account = other(graph, held, person);
    if (graph.kindOf(account) !== "account" || operated.has(account) || linksOf(graph, account, "pays", "from").length > 0) continue;
    const paid = firstOfEach(
      graph,
      linksOf(graph, account, "pays", "to").filter((i) => operated.has(other(graph, i, account))),
      account,
    );
    if (paid.length < limits.sourcesMin) continue;
    for (const last of paid) {
      const [own, used] = operated.get(other(graph, last, account)) ?? [held, held];
      paths.push([own, used, last, held]);
    }
  }
  return paths;
}

/** The first link to each different thing. */
function firstOfEach(graph: EvidenceGraph, links: readonly number[], v: number): readonly number[] {
  const seen = new Set<number>();
  return links.filter((i) => {
    const end = other(graph, i, v);
    if (seen.has(end)) return false;
    seen.add(end);
    return true;
  });
}
