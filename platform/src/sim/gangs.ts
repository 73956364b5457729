/**
 * How scams run: a bait by call or message, an answer by a few, and then step by step to the payment and through lent
 * accounts. Every category has its own road; each step is an event of the kind that an operator or a bank would see.
 */
import type { Prng } from "../base/prng.ts";
import type { ScamCategory } from "../domain/scam-category.ts";
import type { Agenda } from "./agenda.ts";
import type { EventDraft } from "./life.ts";
import { CALL_SCENARIOS } from "./scripts/call-scenarios.ts";
import { compose, SCRIPTS } from "./scripts/compose.ts";
import { composePurpose, PURPOSES } from "./scripts/purposes.ts";
import type { AccountRef, Gang, Person, Town } from "./town.ts";

export interface GangWorld {
  readonly prng: Prng;
  readonly town: Town;
  readonly agenda: Agenda;
  emit(atMs: number, draft: EventDraft): void;
  /** Told when a gang has got hold of somebody. */
  reached?(gang: Gang, category: ScamCategory, person: Person, atMs: number): void;
  /** Moves the money instead of the usual road, where accounts have books and can be stopped. */
  pay?(gang: Gang, category: ScamCategory, person: Person, atMs: number): void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BAITS = new Map<ScamCategory, readonly (typeof SCRIPTS)[number][]>();
for (const script of SCRIPTS) if (script.category !== null && script.lang === "zh") BAITS.set(script.category, [...(BAITS.get(script.category) ?? []), script]);
const BAITS_EN = SCRIPTS.filter((s) => s.category !== null && s.lang === "en");
const SCENARIOS = CALL_SCENARIOS.filter((c) => c.category !== null);

/** What the bait leads to, by category: the tools that the road uses before the money moves. */
const ROADS: Readonly<Record<ScamCategory, readonly ("site" | "app" | "share" | "chat" | "long-call" | "rebate" | "cash" | "crypto" | "gold")[]>> = {
  TASK_REBATE: ["chat", "rebate"],
  FAKE_INVEST: ["chat", "app", "rebate"],
  ROMANCE: ["long-call"],
  ROMANCE_INVEST: ["chat", "site", "rebate", "crypto"],
  FAKE_SHOP: ["site"],
  MIL_POLICE_ORDER: ["long-call"],
  CS_REFUND: ["long-call", "share"],
  LOAN: ["site", "app"],
  CREDIT_RECORD: ["long-call", "share"],
  AUTHORITY: ["long-call", "share", "cash"],
  BOSS_FRIEND: ["chat"],
  INVOICE_BEC: [],
  GAME_TRADE: ["site"],
  NET_BLACK: ["site"],
  SEXTORTION: ["app"],
  LOTTERY_PRIZE: ["site"],
  TAX_SUBSIDY_SUBSCRIPTION: ["long-call", "share"],
  RECOVERY: ["chat"],
  CHARITY: ["site"],
  MULE_RECRUIT: ["chat"],
  OTHER: ["long-call", "gold"],
};

/** One gang begins a round: a burst of calls or messages; a few people answer. Returns when the next round may begin. */
export function beginRound(world: GangWorld, gang: Gang, atMs: number): number {
  const { prng } = world;
  const category = prng.pick(gang.categories);
  if (prng.chance(0.5)) callRound(world, gang, category, atMs);
  else messageRound(world, gang, category, atMs);
  return atMs + (20 + prng.exponential(30)) * MINUTE;
}

function callRound(world: GangWorld, gang: Gang, category: ScamCategory, atMs: number): void {
  const { prng, town } = world;
  const scenario = prng.pick(SCENARIOS.filter((s) => s.category === category));
  const gateway = scenario.origin === "domestic" && prng.chance(0.6);
  const from = gateway ? prng.pick(gang.gateway.numbers) : scenario.origin === "overseas" ? prng.pick(gang.overseasCallers) : prng.pick(gang.callers);
  const calls = 15 + prng.int(Math.min(80, scenario.callsPerHour.max));
  const sequential = gateway && prng.chance(0.3) ? town.people[prng.int(town.people.length)].number.slice(0, -3) : null;
  let at = atMs;
  for (let n = 0; n < calls; n++) {
    at += (HOUR / Math.max(20, scenario.callsPerHour.max)) * (0.3 + prng.next());
    const person = prng.pick(town.people);
    const to = sequential === null ? person.number : `${sequential}${String((n * 1 + 100) % 1000).padStart(3, "0")}`;
    const answered = prng.next() * 1000 < scenario.answeredPermille * 0.6;
    const talkS = answered ? scenario.talkS.min + prng.next() * (scenario.talkS.max - scenario.talkS.min) * 0.2 : 0;
    const long = answered && sequential === null && prng.chance(0.12);
    const base: EventDraft = {
      kind: "call",
      from,
      to,
      answered,
      ringMs: Math.round(scenario.ringS.min * 1000 + prng.next() * 5000),
      origin: scenario.origin,
      contact: false,
      ...(gateway ? { device: gang.gateway.device, cell: gang.gateway.cell } : {}),
    };
    world.agenda.add(at, (t) => {
      if (long) engage(world, gang, category, person, from, base, t);
      else world.emit(t, { ...base, durationMs: Math.round(talkS * 1000) });
    });
  }
}

function messageRound(world: GangWorld, gang: Gang, category: ScamCategory, atMs: number): void {
  const { prng, town } = world;
  const english = prng.chance(0.15);
  const script = english ? prng.pick(BAITS_EN.filter((s) => s.category === category)) : prng.pick(BAITS.get(category)!);
  const host = prng.pick(gang.hosts);
  let at = atMs;
  const count = 20 + prng.int(60);
  for (let n = 0; n < count; n++) {
    at += 20_000 * prng.next();
    const person = prng.pick(town.people);
    const from = prng.pick(prng.chance(0.5) ? gang.gateway.numbers : gang.callers);
    const { text } = compose(script.id, prng, { host });
    world.agenda.add(at, (t) => world.emit(t, { kind: "message", from, to: person.number, text, channel: "sms", senderRegistered: false, contact: false }));
    if (prng.chance(0.05)) world.agenda.add(at + (2 + prng.exponential(8)) * MINUTE, (t) => walk(world, gang, category, person, t));
  }
}

/** A long call that goes on while things happen: first without an end, later with its duration. */
function engage(world: GangWorld, gang: Gang, category: ScamCategory, person: Person, from: string, base: EventDraft, atMs: number): void {
  const { prng, agenda } = world;
  world.emit(atMs, { ...base, contact: false });
  const end = atMs + (12 + prng.exponential(25)) * MINUTE;
  agenda.add(atMs + (3 + 5 * prng.next()) * MINUTE, (t) => walk(world, gang, category, person, t));
  agenda.add(end, (t) => world.emit(t, { ...base, from, durationMs: t - atMs, occurredAt: new Date(atMs).toISOString() }));
}

function walk(world: GangWorld, gang: Gang, category: ScamCategory, person: Person, atMs: number): void {
  const { prng, agenda } = world;
  world.reached?.(gang, category, person, atMs);
  let at = atMs;
  for (const step of ROADS[category]) {
    at += (1 + 4 * prng.next()) * MINUTE;
    // Most people stop somewhere on the road.
    if (prng.chance(0.25)) return;
    switch (step) {
      case "site":
        agenda.add(at, (t) =>
          world.emit(t, {
            kind: "visit",
            subject: person.number,
            url: `https://${prng.pick(gang.hosts)}/${prng.pick(["login", "pay", "claim", "m", "kf"])}`,
            device: person.device,
            via: "message",
            domainAgeDays: prng.int(20),
            licensed: false,
            regulatedContent: true,
          }),
        );
        break;
      case "app":
        agenda.add(at, (t) =>
          world.emit(t, {
            kind: "app-install",
            subject: person.number,
            package: `com.${prng.pick(["pay", "inv", "loan", "task"])}${prng.int(1000)}.app`,
            source: "link",
            action: "install",
            appClass: prng.pick(["investment", "loan", "other"]),
            permissions: ["sms", "contacts", "accessibility", "overlay"],
            webShell: true,
            packed: true,
            remoteConfig: true,
            device: person.device,
          }),
        );
        break;
      case "share":
        agenda.add(at, (t) =>
          world.emit(t, {
            kind: "app-install",
            subject: person.number,
            package: "com.example.meeting",
            source: "link",
            action: "open",
            appClass: "screen-share",
            device: person.device,
          }),
        );
        break;
      case "chat":
        agenda.add(at, (t) =>
          world.emit(t, {
            kind: "app-install",
            subject: person.number,
            package: `com.chat${prng.int(100)}.im`,
            source: "link",
            action: "install",
            appClass: "chat",
            device: person.device,
          }),
        );
        break;
      case "long-call":
        agenda.add(at, (t) =>
          world.emit(t, {
            kind: "call",
            from: prng.pick(gang.overseasCallers),
            to: person.number,
            answered: true,
            durationMs: Math.round((6 + 30 * prng.next()) * MINUTE),
            origin: "overseas",
            contact: false,
          }),
        );
        break;
      case "rebate":
        agenda.add(at, (t) => world.emit(t, transfer(prng.pick(gang.tier1), person.account, String(2_000 + 100 * prng.int(150)), "佣金", { payeeType: "person" })));
        break;
      case "cash":
        if (prng.chance(0.3))
          agenda.add(at, (t) =>
            world.emit(
              t,
              transfer(person.account, { institution: "CASH", account: "counter" }, "8000000", "取现", { channel: "cash-withdrawal", payerAge: person.age, device: person.device }),
            ),
          );
        break;
      case "gold":
        agenda.add(at, (t) =>
          world.emit(t, transfer(person.account, prng.pick(world.town.shops), "3000000", "黄金", { payeeType: "gold", payerAge: person.age, device: person.device })),
        );
        break;
      case "crypto":
        agenda.add(at, (t) => world.emit(t, transfer(person.account, prng.pick(gang.tier1), "1500000", "买币", { payeeType: "crypto", payeeNew: true, device: person.device })));
        break;
    }
  }
  agenda.add(at + (2 + 6 * prng.next()) * MINUTE, (t) => (world.pay === undefined ? pay(world, gang, category, person, t) : world.pay(gang, category, person, t)));
}

export function transfer(from: AccountRef, to: AccountRef, amountMinor: string, purpose: string, more: Readonly<Record<string, unknown>>): EventDraft {
  return { kind: "transfer", from, to, amountMinor, currency: "CNY", channel: "mobile", purpose, ...more };
}

function pay(world: GangWorld, gang: Gang, category: ScamCategory, person: Person, atMs: number): void {
  const { prng, agenda } = world;
  const payments = 1 + prng.int(3);
  const options = PURPOSES.filter((p) => p.category === category && p.lang === person.language);
  let at = atMs;
  let amountMinor = person.usualMinor * (4 + 12 * prng.next());
  for (let n = 0; n < payments; n++) {
    const mule = prng.pick(gang.tier1);
    const amount = String(Math.round(amountMinor / 10_000) * 10_000 + 100);
    const purpose = composePurpose(prng.pick(options.length > 0 ? options : PURPOSES), prng);
    agenda.add(at, (t) => {
      world.emit(
        t,
        transfer(person.account, mule, amount, purpose, {
          payeeNew: true,
          payeeType: "person",
          nameCheck: prng.pick(["none", "match", "close"]),
          usualP95Minor: String(person.usualMinor * 3),
          payerAge: person.age,
          device: person.device,
        }),
      );
      passOn(world, gang, mule, Number(amount), t);
    });
    at += (3 + prng.exponential(10)) * MINUTE;
    amountMinor *= 1.5;
  }
}

/** What arrives leaves within minutes, split over the next tiers. */
function passOn(world: GangWorld, gang: Gang, from: AccountRef, amountMinor: number, atMs: number): void {
  const { prng, agenda } = world;
  const parts = 1 + prng.int(3);
  let left = Math.floor(amountMinor * 0.97);
  for (let n = 0; n < parts; n++) {
    const part = n === parts - 1 ? left : Math.floor(left * (0.3 + 0.4 * prng.next()));
    left -= part;
    const second = prng.pick(gang.tier2);
    agenda.add(atMs + (1 + 4 * prng.next()) * MINUTE, (t) => {
      world.emit(t, transfer(from, second, String(part), "往来", { device: gang.muleDevice, caseTier: prng.chance(0.2) }));
      agenda.add(t + (2 + 5 * prng.next()) * MINUTE, (u) =>
        world.emit(u, transfer(second, prng.pick(gang.tier3), String(Math.floor(part * 0.98)), "货款", { device: gang.muleDevice })),
      );
    });
  }
}
