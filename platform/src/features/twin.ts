/**
 * The plain twin of the engine: works out every feature of one event from the list of all events up to it, with maps and
 * filters and no thought of speed. It shares the engine's stated approximations (two buckets, linear counting, the same
 * hashes and tags) and none of its tables, so a test that feeds both the same history finds where either is wrong. It
 * leaves out eviction and the stop of counts at 65,535: tests of the twin stay below both.
 */
import { LINKED_PLACES, LINKED_WINDOW_MINUTES, blockTag } from "./callee-row.ts";
import { CALLEES_1H_BITS, CALLEES_24H_BITS, DEVICE_PLACES, RECIPIENTS_1H_BITS, SHORT_RING_MS } from "./caller-row.ts";
import { MEMBER_PLACES } from "./device-row.ts";
import type { FeatureLimits } from "./engine.ts";
import { VISITORS_24H_BITS } from "./host-row.ts";
import { OPENING_PLACES } from "./opening-row.ts";
import { tag16 } from "./recent-set.ts";
import { twinMoney } from "./twin-money.ts";
import { twinPeople } from "./twin-people.ts";
import { abroadPlain, keep, recentTags, windowCount, windowDistinct, windowSum, type PlainEvent, type PlainKey } from "./twin-windows.ts";
import { DAY_MS, HALF_YEAR_MS, HOUR_MS, MINUTE_MS, MONTH_MS, TEN_MINUTES_MS, THREE_DAYS_MS, WEEK_MS, isNight, secondsOf } from "./window.ts";

const key = (event: PlainEvent, k: number): PlainKey => event.keys[k]!;

/** Every feature of the last of `events` (all that have come, in order of arrival), by name. */
export function twinFeatures(events: readonly PlainEvent[], limits: FeatureLimits): Map<string, number> {
  const now = events.at(-1)!;
  const facts = new Map<string, number>();
  if (now.kind === "call" || now.kind === "message") {
    caller(events, now, limits, facts);
    deviceMembers(events, now, limits, facts);
  }
  if (now.kind === "call") callee(events, now, limits, facts);
  if (now.kind === "visit") host(events, now, limits, facts);
  if (now.kind === "transfer") {
    deviceMembers(events, now, limits, facts);
    twinMoney(events, limits, facts);
  }
  if (now.kind === "opening") opening(events, now, limits, facts);
  if (now.kind !== "opening" && now.kind !== "link") twinPeople(events, limits, facts);
  return facts;
}

function caller(events: readonly PlainEvent[], now: PlainEvent, limits: FeatureLimits, facts: Map<string, number>): void {
  const mine = events.filter((event) => (event.kind === "call" || event.kind === "message") && key(event, 0).name === key(now, 0).name);
  const { kept, at, quietMs } = keep(mine, limits.latenessMaxMs);
  const night = windowSum(kept, at, DAY_MS, (event) => (isNight(event.t, limits.timeZoneOffsetMinutes) ? 1 : 0));
  const all = windowSum(kept, at, DAY_MS, () => 1);
  facts.set("from.nightPermille24h", all === 0 ? NaN : (1000 * night) / all);
  const devices = recentTags(
    kept.filter((event) => event.keys[2] !== undefined),
    at,
    HOUR_MS,
    168,
    DEVICE_PLACES,
    (event) => tag16(key(event, 2).lo),
  );
  facts.set("from.devices7d", devices === 0 ? NaN : devices);
  facts.set("from.firstSeenDays", (at - Math.min(...kept.map((event) => secondsOf(event.t))) * 1000) / DAY_MS);
  facts.set("from.quietDays", quietMs / DAY_MS);
  if (now.kind === "message") {
    const messages = kept.filter((event) => event.kind === "message");
    facts.set("from.messagesOut1h", windowCount(messages, at, HOUR_MS));
    facts.set("from.messagesOut24h", windowCount(messages, at, DAY_MS));
    facts.set(
      "from.distinctRecipients1h",
      windowDistinct(messages, at, HOUR_MS, RECIPIENTS_1H_BITS, (event) => key(event, 1).hash),
    );
    return;
  }
  const calls = kept.filter((event) => event.kind === "call");
  facts.set("from.callsOut1m", windowCount(calls, at, MINUTE_MS));
  facts.set("from.callsOut10m", windowCount(calls, at, TEN_MINUTES_MS));
  facts.set("from.callsOut1h", windowCount(calls, at, HOUR_MS));
  facts.set("from.callsOut24h", windowCount(calls, at, DAY_MS));
  facts.set("from.callsOut3d", windowCount(calls, at, THREE_DAYS_MS));
  facts.set(
    "from.distinctCallees1h",
    windowDistinct(calls, at, HOUR_MS, CALLEES_1H_BITS, (event) => key(event, 1).hash),
  );
  facts.set(
    "from.distinctCallees24h",
    windowDistinct(calls, at, DAY_MS, CALLEES_24H_BITS, (event) => key(event, 1).hash),
  );
  const answeredShare = (lengthMs: number): number => {
    const known = windowSum(calls, at, lengthMs, (event) => ("answered" in event.fields ? 1 : 0));
    return known === 0 ? NaN : (1000 * windowSum(calls, at, lengthMs, (event) => (event.fields["answered"] === true ? 1 : 0))) / known;
  };
  facts.set("from.answeredPermille1h", answeredShare(HOUR_MS));
  facts.set("from.answeredPermille24h", answeredShare(DAY_MS));
  facts.set(
    "from.talkMs1h",
    windowSum(calls, at, HOUR_MS, (event) => Number(event.fields["durationMs"] ?? 0)),
  );
  const short = calls.filter((event) => event.fields["answered"] === false && Number(event.fields["ringMs"] ?? Infinity) <= SHORT_RING_MS);
  facts.set("from.shortRings24h", windowCount(short, at, DAY_MS));
  const steps = calls.filter((event, k) => Math.abs((key(event, 1).lo - (k === 0 ? 0 : key(calls[k - 1], 1).lo)) | 0) === 1);
  facts.set("from.sequentialRun10m", 1 + windowCount(steps, at, TEN_MINUTES_MS));
  facts.set("from.mainCellPermille24h", mainCell(calls, at));
  const hour = Math.floor(at / HOUR_MS);
  facts.set("from.activeHours24h", new Set(calls.map((event) => Math.floor(event.t / HOUR_MS)).filter((h) => h > hour - 24)).size);
  const towards = keep(
    events.filter((event) => event.kind === "call" && key(event, 1).name === key(now, 0).name),
    limits.latenessMaxMs,
  );
  const towardsAt = Math.max(now.t, towards.at);
  facts.set("from.callsIn24h", windowCount(towards.kept, towardsAt, DAY_MS));
  facts.set("from.callsIn3d", windowCount(towards.kept, towardsAt, THREE_DAYS_MS));
}

/** The candidate changes when the calls from all other cells outnumber its own, as known at each call. */
function mainCell(calls: readonly PlainEvent[], at: number): number {
  let main: string | undefined;
  let since = 0;
  let clock = -Infinity;
  const cells = calls.filter((event) => event.keys[3] !== undefined);
  let n = 0;
  for (const event of calls) {
    clock = Math.max(clock, event.t);
    if (event.keys[3] === undefined) continue;
    n++;
    const bucket = Math.floor(clock / DAY_MS);
    const counted = (e: PlainEvent): boolean => bucket - Math.floor(e.t / DAY_MS) <= 1;
    if (!counted(event) || key(event, 3).name === main) continue;
    const soFar = cells.slice(0, n).filter(counted);
    const own = cells.slice(since, n).filter((e) => counted(e) && key(e, 3).name === main).length;
    if (soFar.length - own > own) {
      main = key(event, 3).name;
      since = n - 1;
    }
  }
  const known = windowSum(cells, at, DAY_MS, () => 1);
  return known === 0
    ? NaN
    : (1000 *
        windowSum(
          cells.slice(since).filter((event) => key(event, 3).name === main),
          at,
          DAY_MS,
          () => 1,
        )) /
        known;
}

function callee(events: readonly PlainEvent[], now: PlainEvent, limits: FeatureLimits, facts: Map<string, number>): void {
  const { kept, at } = keep(
    events.filter((event) => event.kind === "call" && key(event, 1).name === key(now, 1).name),
    limits.latenessMaxMs,
  );
  facts.set("to.callsIn1h", windowCount(kept, at, HOUR_MS));
  facts.set("to.callsIn24h", windowCount(kept, at, DAY_MS));
  facts.set(
    "to.distinctCallers24h",
    windowDistinct(kept, at, DAY_MS, 64, (event) => key(event, 0).hash),
  );
  facts.set("to.overseasCalls180d", windowCount(kept.filter(abroadPlain), at, HALF_YEAR_MS));
  const groupsOf = (event: PlainEvent) => ({ block: blockTag(key(event, 0).lo, key(event, 0).hi), device: event.keys[2] === undefined ? 0 : tag16(key(event, 2).lo) });
  const callers = new Map<number, { minute: number; block: number; device: number }>();
  let clock = -Infinity;
  for (const event of kept) {
    clock = Math.max(clock, event.t);
    const minute = Math.floor(event.t / MINUTE_MS);
    for (const [tag, known] of callers) if (Math.floor(clock / MINUTE_MS) - known.minute >= LINKED_WINDOW_MINUTES) callers.delete(tag);
    if (Math.floor(clock / MINUTE_MS) - minute >= LINKED_WINDOW_MINUTES) continue;
    const tag = tag16(key(event, 0).hash);
    const known = callers.get(tag);
    if (known !== undefined && known.minute > minute) continue;
    const groups = groupsOf(event);
    callers.set(tag, { minute, block: groups.block || (known?.block ?? 0), device: groups.device || (known?.device ?? 0) });
  }
  const mine = groupsOf(now);
  const linked = [...callers.values()].filter(
    (known) =>
      Math.floor(at / MINUTE_MS) - known.minute < LINKED_WINDOW_MINUTES &&
      ((mine.block !== 0 && known.block === mine.block) || (mine.device !== 0 && known.device === mine.device)),
  );
  facts.set("to.linkedCallers2h", Math.min(LINKED_PLACES, linked.length));
}

function deviceMembers(events: readonly PlainEvent[], now: PlainEvent, limits: FeatureLimits, facts: Map<string, number>): void {
  const isNumber = now.kind !== "transfer";
  const names = isNumber ? ["device.numbers24h"] : ["device.accounts30m", "device.accounts24h"];
  if (now.keys[2] === undefined) {
    for (const name of names) facts.set(name, NaN);
    return;
  }
  const uses = (event: PlainEvent): boolean => event.kind === "call" || event.kind === "message" || event.kind === "transfer";
  const { kept, at } = keep(
    events.filter((event) => uses(event) && event.keys[2]?.name === key(now, 2).name),
    limits.latenessMaxMs,
  );
  const members = kept.filter((event) => (event.kind !== "transfer") === isNumber);
  const count = (minutes: number): number => recentTags(members, at, MINUTE_MS, minutes, MEMBER_PLACES, (event) => tag16(key(event, 0).hash));
  if (isNumber) facts.set("device.numbers24h", count(1440));
  else {
    facts.set("device.accounts30m", count(30));
    facts.set("device.accounts24h", count(1440));
  }
}

function host(events: readonly PlainEvent[], now: PlainEvent, limits: FeatureLimits, facts: Map<string, number>): void {
  if (now.keys[3] === undefined) {
    for (const name of ["host.visits1h", "host.visitors24h", "host.firstSeenDays"]) facts.set(name, NaN);
    return;
  }
  const { kept, at } = keep(
    events.filter((event) => event.kind === "visit" && event.keys[3]?.name === key(now, 3).name),
    limits.latenessMaxMs,
  );
  facts.set("host.visits1h", windowCount(kept, at, HOUR_MS));
  facts.set(
    "host.visitors24h",
    windowDistinct(kept, at, DAY_MS, VISITORS_24H_BITS, (event) => key(event, 0).hash),
  );
  facts.set("host.firstSeenDays", (at - Math.min(...kept.map((event) => secondsOf(event.t))) * 1000) / DAY_MS);
}

function opening(events: readonly PlainEvent[], now: PlainEvent, limits: FeatureLimits, facts: Map<string, number>): void {
  const openings = events.filter((event) => event.kind === "opening");
  const own = keep(
    openings.filter((event) => key(event, 0).name === key(now, 0).name),
    limits.latenessMaxMs,
  );
  facts.set("applicant.openings7d", windowCount(own.kept, own.at, WEEK_MS));
  const branches = recentTags(
    own.kept.filter((event) => event.branchTag !== 0),
    own.at,
    HOUR_MS,
    168,
    OPENING_PLACES,
    (event) => event.branchTag,
  );
  facts.set("applicant.branches7d", branches === 0 ? NaN : branches);
  if (now.keys[3] === undefined) {
    facts.set("contact.applicants30d", NaN);
    return;
  }
  const contact = keep(
    openings.filter((event) => event.keys[3]?.name === key(now, 3).name),
    limits.latenessMaxMs,
  );
  facts.set(
    "contact.applicants30d",
    recentTags(contact.kept, contact.at, HOUR_MS, MONTH_MS / HOUR_MS, OPENING_PLACES, (event) => tag16(key(event, 0).hash)),
  );
}
