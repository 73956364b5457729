/**
 * From signals to what is to be done about each person: graded by the table, joined by person, folded into one finding,
 * and added to the one open warning or made the start of one. Pure: what is open already, and what was a false alarm, is
 * told to it. Tokens join signals of one person; a token that two persons share joins them too, so links must be right.
 */
import type { WarningLevel } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { MatterId } from "../domain/matter.ts";
import type { PersonalRef } from "../domain/personal.ts";
import type { Signal } from "../domain/signal.ts";
import { gradingFacts, gradingRow } from "./grading-table.ts";
import { sameEpisode } from "./warning/clocks.ts";
import { laterStage } from "./warning/decide-signs.ts";
import type { FalseAlarm, OpenWarning } from "./warning/facts.ts";
import type { Found } from "./warning/found.ts";
import { AFTER_AWAKENING, BEFORE_CONTACT_ENDS } from "./warning/states.ts";
import { KEPT_MAX, LEVEL_NUMBER, type Sign, type WarnedPayment } from "./warning/warning.ts";

export interface GradedSignal {
  readonly signal: Signal;
  readonly level: WarningLevel;
}

/** Signals that a warning comes of, each once; the others concern nobody. */
export function gradeSignals(signals: readonly Signal[], profile: JurisdictionProfile, nowMs: number): readonly GradedSignal[] {
  const seen = new Set<string>();
  return signals.flatMap((signal) => {
    if (seen.has(signal.event)) return [];
    seen.add(signal.event);
    const fresh = sameEpisode(profile, signal.occurredAtMs, nowMs);
    const { level } = gradingRow(gradingFacts(signal, fresh ? signal.occurredAtMs : nowMs));
    return level === null ? [] : [{ signal, level }];
  });
}

/** A graded signal whose identifiers have become tokens. */
export interface Heard extends GradedSignal {
  readonly victim: PersonalRef;
  /** The linked person first, if any; never empty. */
  readonly known: readonly PersonalRef[];
  readonly number: PersonalRef | null;
  readonly other: PersonalRef | null;
  readonly money: WarnedPayment | null;
}

export interface Group {
  readonly heard: readonly Heard[];
  readonly open: readonly OpenWarning[];
}

/** One group a person: whatever shares a token belongs together, open warnings included. */
export function groupByPerson(heard: readonly Heard[], open: readonly OpenWarning[]): readonly Group[] {
  const parent = new Map<string, string>();
  const root = (token: string): string => {
    let at = token;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) {
      // Shortens the way for the next that asks.
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  const join = (tokens: readonly string[]): void => {
    for (const token of tokens) if (!parent.has(token)) parent.set(token, token);
    for (const token of tokens.slice(1)) parent.set(root(token), root(tokens[0]));
  };
  for (const one of heard) join(one.known.map((ref) => ref.token));
  for (const one of open) join(one.tokens);
  const groups = new Map<string, { readonly heard: Heard[]; readonly open: OpenWarning[] }>();
  const groupOf = (token: string): { readonly heard: Heard[]; readonly open: OpenWarning[] } => {
    const at = root(token);
    const found = groups.get(at) ?? { heard: [], open: [] };
    groups.set(at, found);
    return found;
  };
  for (const one of heard) groupOf(one.known[0].token).heard.push(one);
  for (const one of open) if (one.tokens.length > 0) groupOf(one.tokens[0]).open.push(one);
  return [...groups.values()].filter((group) => group.heard.length > 0);
}

export type Plan =
  | { readonly kind: "join"; readonly target: MatterId; readonly absorb: readonly MatterId[]; readonly found: Found }
  | { readonly kind: "open"; readonly replaces: readonly MatterId[]; readonly found: Found }
  /** The same was found to be a false alarm within the episode: nobody is troubled again for it. */
  | { readonly kind: "quiet"; readonly found: Found };

export function planFor(group: Group, alarms: readonly FalseAlarm[], profile: JurisdictionProfile, nowMs: number): Plan {
  const found = foundOf(group.heard);
  const ids = (open: readonly OpenWarning[]): readonly MatterId[] => open.map((one) => one.id as MatterId);
  const oldestFirst = group.open.toSorted((a, b) => a.openedAtMs - b.openedAtMs || (a.id < b.id ? -1 : 1));
  const before = oldestFirst.filter((one) => (BEFORE_CONTACT_ENDS as readonly string[]).includes(one.state));
  const after = oldestFirst.filter((one) => (AFTER_AWAKENING as readonly string[]).includes(one.state));
  const recent = oldestFirst.filter((one) => !before.includes(one) && sameEpisode(profile, one.openedAtMs, nowMs));
  // Whoever still has to talk to the person has all of it; else the latest of this episode.
  const target = before.at(0) ?? recent.findLast((one) => after.includes(one)) ?? recent.at(-1);
  if (target !== undefined) {
    const absorb = ids([...before, ...after].filter((one) => one !== target));
    const level = Math.max(LEVEL_NUMBER[found.level], ...[...before, ...after].filter((one) => one !== target).map((one) => one.level));
    return { kind: "join", target: target.id as MatterId, absorb, found: { ...found, level: levelAt(level), absorbs: absorb } };
  }
  const tokens = new Set(found.known.map((ref) => ref.token));
  const sameAlarm = alarms.some(
    (alarm) => tokens.has(alarm.token) && alarm.category === found.category && alarm.level >= LEVEL_NUMBER[found.level] && sameEpisode(profile, alarm.closedAtMs, nowMs),
  );
  if (sameAlarm && !found.money.some((one) => one.live)) return { kind: "quiet", found };
  const replaces = ids(after);
  return { kind: "open", replaces, found: { ...found, absorbs: replaces } };
}

function levelAt(n: number): WarningLevel {
  const [level] = (Object.keys(LEVEL_NUMBER) as WarningLevel[]).filter((one) => LEVEL_NUMBER[one] === n);
  return level;
}

/** Everything that was heard of one person, as one finding. */
export function foundOf(heard: readonly Heard[]): Found {
  const strongest = heard.toSorted(
    (a, b) => LEVEL_NUMBER[b.level] - LEVEL_NUMBER[a.level] || b.signal.scorePermille - a.signal.scorePermille || a.signal.occurredAtMs - b.signal.occurredAtMs,
  );
  const [first] = strongest;
  const signs = strongest.flatMap(({ signal }) =>
    signal.hits.map(({ rule, outcome, family, because, values }): Sign => ({ event: signal.event, atMs: signal.occurredAtMs, rule, outcome, family, because, values })),
  );
  const known = uniqueRefs(heard.flatMap((one) => one.known));
  return {
    level: first.level,
    victim: first.victim,
    known: [...known.filter((ref) => ref.type === "person"), ...known.filter((ref) => ref.type !== "person")],
    number: strongest.find((one) => one.number !== null)?.number ?? null,
    others: uniqueRefs(strongest.flatMap((one) => (one.other === null ? [] : [one.other]))),
    sites: [...new Set(strongest.flatMap(({ signal }) => (signal.other?.type === "site" || signal.other?.type === "app" ? [signal.other.text] : [])))],
    category: strongest.find(({ signal }) => signal.category !== null)?.signal.category ?? null,
    stage: heard.reduce<Found["stage"]>((stage, { signal }) => laterStage(stage, signal.stage), null),
    signs: signs.slice(0, KEPT_MAX.signs),
    events: heard.length,
    rules: [...new Set(signs.map((sign) => sign.rule))],
    families: [...new Set(signs.map((sign) => sign.family))],
    money: heard.flatMap((one) => (one.money === null ? [] : [one.money])).slice(-KEPT_MAX.payments),
    firstSignAtMs: Math.min(...heard.map(({ signal }) => signal.occurredAtMs)),
    lastSignAtMs: Math.max(...heard.map(({ signal }) => signal.occurredAtMs)),
    absorbs: [],
  };
}

function uniqueRefs(refs: readonly PersonalRef[]): readonly PersonalRef[] {
  return [...new Map(refs.map((ref) => [ref.token, ref])).values()];
}
