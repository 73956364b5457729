/** The plain twin of links and timelines: goes through all events with one object per person. */
import type { FeatureLimits } from "./engine.ts";
import { SCAM_MESSAGE_PERMILLE, SCAM_SITE_PERMILLE } from "./people.ts";
import { TALK_MAX_MS } from "./timeline.ts";
import { abroadPlain, windowSum, type PlainEvent, type PlainKey } from "./twin-windows.ts";
import { DAY_MS, MINUTE_MS, secondsOf } from "./window.ts";

interface Person {
  clock: number;
  /** Times (whole seconds, in ms) of each thing that happened. */
  marks: { readonly what: string; readonly at: number }[];
  talk: { from: number; to: number } | undefined;
  listedTalk: { from: number; to: number } | undefined;
  cash: { currency: string | undefined; items: { readonly t: number; readonly amount: number }[] };
}

type Links = Map<string, { readonly person: PlainKey; readonly uses: boolean }>;

interface State {
  readonly links: Links;
  readonly people: Map<string, Person>;
  /** Numbers to which a call was reported while it went on. */
  readonly open: Set<string>;
  /** Whether the last event was a person's first crypto purchase. */
  firstCrypto: boolean;
}

export function personOf(links: Links, key: PlainKey): PlainKey {
  return links.get(key.name)?.person ?? key;
}

const is = (event: PlainEvent, field: string, ...values: readonly string[]): boolean => values.includes(String(event.fields[field]));

function begin(): Person {
  return { clock: -Infinity, marks: [], talk: undefined, listedTalk: undefined, cash: { currency: undefined, items: [] } };
}

/** Links and people after all these events. */
export function linksAfter(events: readonly PlainEvent[], limits: FeatureLimits): State {
  const state: State = { links: new Map(), people: new Map(), open: new Set(), firstCrypto: false };
  for (const event of events) {
    state.firstCrypto = false;
    if (event.kind === "link") link(state, event);
    else live(state, event, limits);
  }
  return state;
}

function link({ links, people }: State, event: PlainEvent): void {
  const keys = [0, 1, 2].flatMap((k) => event.keys[k] ?? []);
  const named = event.keys[3];
  if (event.fields["ended"] === true) {
    for (const key of keys) if (named === undefined || links.get(key.name)?.person.name === named.name) links.delete(key.name);
    return;
  }
  const person = named ?? keys.map((key) => links.get(key.name)?.person).find((p) => p !== undefined) ?? keys[0];
  if (person === undefined) return;
  for (const key of keys) {
    if (key.name === person.name) continue;
    const known = links.get(key.name);
    const uses = is(event, "relation", "uses");
    const same = known?.person.name === person.name;
    if (known !== undefined && !same && known.uses && !uses) continue;
    links.set(key.name, { person, uses: uses || (same && known.uses) });
    const own = people.get(key.name);
    if (own === undefined) continue;
    if (!people.has(person.name)) people.set(person.name, { ...begin(), clock: own.clock });
    const to = people.get(person.name)!;
    to.clock = Math.max(to.clock, own.clock);
    to.marks.push(...own.marks);
    for (const talk of ["talk", "listedTalk"] as const) if (own[talk] !== undefined && own[talk].from > (to[talk]?.from ?? 0)) to[talk] = own[talk];
    if (own.cash.currency !== undefined && (to.cash.currency ?? own.cash.currency) === own.cash.currency) {
      to.cash.currency = own.cash.currency;
      to.cash.items.push(...own.cash.items);
    }
    people.set(key.name, { ...begin(), clock: Math.max(own.clock, to.clock) });
  }
}

function live(state: State, event: PlainEvent, limits: FeatureLimits): void {
  const { t, fields, keys } = event;
  const [a, b, , d] = keys;
  /** Does something to a person's object, unless the event comes too late for it. */
  const open = (key: PlainKey, change: (person: Person, mark: (what: string) => void) => void): void => {
    const { name } = personOf(state.links, key);
    if (!state.people.has(name)) state.people.set(name, begin());
    const person = state.people.get(name)!;
    person.clock = Math.max(person.clock, t);
    if (t < person.clock - limits.latenessMaxMs) return;
    change(person, (what) => person.marks.push({ what, at: secondsOf(t) * 1000 }));
  };
  const mark = (key: PlainKey, ...what: readonly string[]): void => {
    if (what.length > 0) open(key, (_, put) => what.forEach(put));
  };
  switch (event.kind) {
    case "call": {
      const ongoing = !("durationMs" in fields) && fields["answered"] !== false;
      const talkMs = fields["answered"] === false ? 0 : Number(fields["durationMs"] ?? 0);
      const end = ongoing ? t + TALK_MAX_MS : talkMs > 0 ? t + talkMs : 0;
      const talk = (person: Person, which: "talk" | "listedTalk"): void => {
        if (end === 0) {
          if (person[which]?.from === t) person[which] = undefined;
        } else if (t >= (person[which]?.from ?? 0)) person[which] = { from: t, to: end };
      };
      if (b!.listed) open(a!, (person, put) => (put("listedContact"), talk(person, "listedTalk")));
      const stranger = fields["contact"] !== true;
      const closes = !ongoing && stranger && state.open.has(b!.name);
      const marks = [
        ...(abroadPlain(event) ? ["overseasCall"] : []),
        ...(fields["forwardingSet"] === true ? ["forwarding"] : []),
        ...(fields["screenShare"] === true ? ["remoteTool"] : []),
        ...(a!.listed ? ["listedContact"] : []),
      ];
      if (!closes && marks.length === 0 && !(ongoing && stranger)) return;
      open(b!, (person, put) => {
        marks.forEach(put);
        if (closes || (ongoing && stranger)) talk(person, "talk");
        if (a!.listed) talk(person, "listedTalk");
      });
      if (closes) state.open.delete(b!.name);
      else if (ongoing && stranger) state.open.add(b!.name);
      return;
    }
    case "message":
      return mark(b!, ...(event.fraudPermille >= SCAM_MESSAGE_PERMILLE ? ["scamMessage"] : []));
    case "visit":
      return mark(a!, ...(d?.listed === true || event.hostPermille >= SCAM_SITE_PERMILLE ? ["scamSite"] : []));
    case "app-install": {
      const installed = fields["action"] !== "open";
      const assistive = fields["assistive"] === true;
      return mark(
        a!,
        ...(installed && !assistive && is(event, "source", "link", "sideload") ? ["offStoreApp"] : []),
        ...(!assistive && is(event, "appClass", "remote-control", "screen-share") ? ["remoteTool"] : []),
        ...(installed && is(event, "appClass", "chat", "meeting") ? ["newChatApp"] : []),
        ...(d?.listed === true ? ["listedApp"] : []),
      );
    }
    case "transfer": {
      const gold = is(event, "payeeType", "gold", "gift-card");
      const crypto = is(event, "payeeType", "crypto") || is(event, "channel", "crypto");
      const isNew = fields["payeeNew"] === true;
      return open(a!, (person, put) => {
        state.firstCrypto = crypto && !person.marks.some((m) => m.what === "crypto");
        if (isNew) put("newPayee");
        if (gold) put("gold");
        if (crypto) put("crypto");
        if (isNew || gold || crypto || b!.listed) put("worryingPayment");
        if (!is(event, "payeeType", "own-account")) put("moneyMoved");
        if (!is(event, "channel", "cash-withdrawal")) return;
        const currency = String(fields["currency"]);
        if (person.cash.currency !== currency) person.cash = { currency, items: [] };
        person.cash.items.push({ t, amount: Number(fields["amountMinor"]) });
      });
    }
    case "opening":
      if (!is(event, "product", "sim-replacement")) return;
      mark(a!, "simReplacement");
      if (b !== undefined) mark(b, "simReplacement");
      return;
    case "link":
      return;
  }
}

const SINCE: Readonly<Record<string, string>> = {
  OverseasCall: "overseasCall",
  ScamMessage: "scamMessage",
  ScamSite: "scamSite",
  OffStoreApp: "offStoreApp",
  RemoteTool: "remoteTool",
  NewChatApp: "newChatApp",
  Forwarding: "forwarding",
  NewPayee: "newPayee",
  SimReplacement: "simReplacement",
  Gold: "gold",
  MoneyMoved: "moneyMoved",
  ListedApp: "listedApp",
};
const FAMILY: readonly (readonly string[])[] = [
  ["listedContact", "forwarding"],
  ["scamMessage"],
  ["scamSite", "offStoreApp", "remoteTool", "listedApp"],
  ["worryingPayment"],
  ["simReplacement"],
];

export function twinPeople(events: readonly PlainEvent[], limits: FeatureLimits, facts: Map<string, number>): void {
  const now = events.at(-1)!;
  const state = linksAfter(events, limits);
  const key = now.kind === "call" || now.kind === "message" ? now.keys[1]! : now.keys[0]!;
  const person = state.people.get(personOf(state.links, key).name) ?? begin();
  const at = Math.max(now.t, person.clock);
  const during = (talk: Person["talk"]): boolean => talk !== undefined && talk.from <= at && at < talk.to;
  facts.set("person.onCallMs", during(person.talk) ? at - person.talk!.from : 0);
  facts.set("person.onCallFlagged", during(person.listedTalk) ? 1 : 0);
  facts.set("person.minutesSinceFlaggedTalk", person.listedTalk === undefined ? Infinity : Math.max(0, at - person.listedTalk.to) / MINUTE_MS);
  for (const [name, what] of Object.entries(SINCE)) {
    const times = person.marks.filter((m) => m.what === what).map((m) => m.at);
    facts.set(`person.minutesSince${name}`, times.length === 0 ? Infinity : (at - Math.max(...times)) / MINUTE_MS);
  }
  facts.set(
    "person.cashMinor24h",
    windowSum(person.cash.items, at, DAY_MS, (item) => item.amount),
  );
  facts.set("person.firstCrypto", state.firstCrypto ? 1 : 0);
  facts.set("person.families24h", FAMILY.filter((whats) => person.marks.some((m) => whats.includes(m.what) && at - m.at < DAY_MS)).length);
}
