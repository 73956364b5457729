/** Ordinary days: family calls, couriers, notices, shopping, wages. Most of it looks like something, and is nothing. */
import type { Prng } from "../base/prng.ts";
import { compose, SCRIPTS } from "./scripts/compose.ts";
import { CALL_SCENARIOS } from "./scripts/call-scenarios.ts";
import { composePurpose, PURPOSES } from "./scripts/purposes.ts";
import type { Reference } from "./reference.ts";
import type { Person, Town } from "./town.ts";

export type EventDraft = Readonly<Record<string, unknown>> & { readonly kind: string };

const INNOCENT_CALLS = CALL_SCENARIOS.filter((c) => c.category === null);
const innocentTexts = (language: "zh" | "en"): readonly (typeof SCRIPTS)[number][] => SCRIPTS.filter((s) => s.label !== "fraud" && s.lang === language);
const INNOCENT = { zh: innocentTexts("zh"), en: innocentTexts("en") };
const ORDINARY_PURPOSES = PURPOSES.filter((p) => p.category === null);
const APPS = [
  ["com.example.shop", "chat"],
  ["com.example.reader", "other"],
  ["com.example.cards", "game"],
  ["com.example.wallet", "payment"],
  ["com.example.bank", "bank"],
] as const;

export function ordinaryEvent(prng: Prng, town: Town, reference: Reference): EventDraft {
  const person = prng.pick(town.people);
  const dice = prng.next();
  if (dice < 0.42) return call(prng, town, person, reference);
  if (dice < 0.66) return message(prng, town, person, reference);
  if (dice < 0.86)
    return {
      kind: "visit",
      subject: person.number,
      url: `https://${prng.pick(reference.brandHosts)}/${prng.pick(["", "home", "item", "news", "m/list"])}`,
      device: person.device,
      via: prng.pick(["direct", "search", "chat"]),
    };
  if (dice < 0.975) return payment(prng, town, person);
  if (dice < 0.993) {
    const [name, appClass] = prng.pick(APPS);
    return {
      kind: "app-install",
      subject: person.number,
      package: name,
      source: prng.chance(0.95) ? "store" : "vendor",
      action: prng.chance(0.3) ? "install" : "open",
      appClass,
      device: person.device,
      permissions: prng.chance(0.2) ? ["contacts"] : [],
    };
  }
  const cardsHeld = prng.int(4);
  return prng.chance(0.5)
    ? { kind: "opening", subject: person.person, product: "account", account: person.account, branch: prng.pick(town.branches), cardsHeld, legalCap: 5 }
    : { kind: "opening", subject: person.person, product: "sim", number: person.number, branch: prng.pick(town.branches), cardsHeld, legalCap: 5 };
}

function call(prng: Prng, town: Town, person: Person, reference: Reference): EventDraft {
  const scenario = prng.pick(INNOCENT_CALLS);
  const answered = prng.next() * 1000 < scenario.answeredPermille;
  const known = scenario.id === "family" || scenario.id === "family-abroad" || scenario.id === "work" || scenario.id === "friend-helps-pay";
  const from = known ? town.people[prng.pick(person.contacts)].number : prng.chance(0.4) ? prng.pick(reference.serviceNumbers).number : prng.pick(town.people).number;
  const talk = scenario.talkS.min + prng.next() ** 2 * (scenario.talkS.max - scenario.talkS.min);
  return {
    kind: "call",
    from,
    to: person.number,
    answered,
    durationMs: answered ? Math.round(talk * 1000) : 0,
    ringMs: Math.round((scenario.ringS.min + prng.next() * (scenario.ringS.max - scenario.ringS.min)) * 1000),
    origin: "domestic",
    contact: known,
  };
}

function message(prng: Prng, town: Town, person: Person, reference: Reference): EventDraft {
  const script = prng.pick(INNOCENT[person.language]);
  const registered = script.sender === "registered";
  const from = registered
    ? prng.pick(reference.serviceNumbers).number
    : script.sender === "contact"
      ? town.people[prng.pick(person.contacts)].number
      : prng.pick(town.people).number;
  const { text } = compose(script.id, prng, { host: prng.pick(reference.brandHosts) });
  return { kind: "message", from, to: person.number, text, channel: script.channel, senderRegistered: registered, contact: script.sender === "contact" };
}

function payment(prng: Prng, town: Town, person: Person): EventDraft {
  const toPerson = prng.chance(0.3);
  const to = toPerson ? town.people[prng.pick(person.contacts)].account : prng.pick(town.shops);
  const purpose = composePurpose(prng.pick(ORDINARY_PURPOSES), prng);
  return {
    kind: "transfer",
    from: person.account,
    to,
    amountMinor: String(Math.max(100, Math.round(person.usualMinor * (0.2 + prng.exponential(0.6))))),
    currency: "CNY",
    channel: prng.pick(["mobile", "qr", "mobile", "online"]),
    purpose,
    payeeType: toPerson ? "person" : "merchant",
    payeeNew: prng.chance(0.1),
    nameCheck: "match",
    device: person.device,
  };
}
