/**
 * The events of `samples/`, from a seed: one short story for each scam category and language, and a few events of each
 * kind, innocent ones among them. Texts come from the town's scripts; numbers, accounts and hosts reach nobody. It
 * promises the same lines for the same sources and writes nothing.
 */
import { Prng } from "../../platform/src/base/prng.ts";
import type { EventKind } from "../../platform/src/domain/event-fields.ts";
import type { ScamCategory } from "../../platform/src/domain/scam-category.ts";
import { CALL_SCENARIOS, type CallScenario } from "../../platform/src/sim/scripts/call-scenarios.ts";
import { compose, SCRIPTS } from "../../platform/src/sim/scripts/compose.ts";
import { composePurpose, PURPOSES } from "../../platform/src/sim/scripts/purposes.ts";
import type { Script, ScriptLang } from "../../platform/src/sim/scripts/script.ts";
import { EVENT_EXAMPLES } from "./event-examples.ts";

export type SampleEvent = Readonly<Record<string, unknown>>;

const SEED = 20261102;
/** A working Monday, nine o'clock in China. */
const START_MS = Date.UTC(2026, 10, 2, 1);
const MINUTE_MS = 60_000;
const MESSAGES_MAX = 3;

interface Person {
  readonly number: string;
  readonly account: SampleEvent;
  readonly device: string;
  readonly person: string;
}

const digits = (prng: Prng, count: number): string => Array.from({ length: count }, () => prng.int(10)).join("");
/** The prefix +86 154 belongs to no operator. */
const mobile = (prng: Prng): string => `+86154${digits(prng, 8)}`;
/** Ofcom keeps 07700 900 000 to 999 for drama. */
const overseas = (prng: Prng): string => `+447700900${digits(prng, 3)}`;
const account = (prng: Prng): SampleEvent => ({
  institution: prng.pick(["ICBC", "CCB", "ABC", "BOC", "CMB"]),
  account: `9${digits(prng, 17)}`,
});
const newPerson = (prng: Prng): Person => ({
  number: mobile(prng),
  account: account(prng),
  device: `dev_${digits(prng, 8)}`,
  person: `per_${digits(prng, 6)}`,
});

/** Collects events of one file; time passes as it is told. */
class Story {
  readonly events: SampleEvent[] = [];
  readonly #name: string;
  #atMs = START_MS;

  constructor(name: string) {
    this.#name = name;
  }

  add(minutesLater: number, kind: EventKind, rest: SampleEvent): void {
    this.#atMs += Math.round(minutesLater * MINUTE_MS);
    this.events.push({ id: `smp-${this.#name}-${this.events.length + 1}`, kind, occurredAt: new Date(this.#atMs).toISOString(), ...rest });
  }
}

function callOf(prng: Prng, scenario: CallScenario, to: string): SampleEvent {
  const { talkS, ringS, origin } = scenario;
  const answered = scenario.category !== null || prng.chance(0.8);
  return {
    from: origin === "overseas" ? overseas(prng) : mobile(prng),
    to,
    answered,
    durationMs: answered ? Math.round((talkS.min + prng.next() * (talkS.max - talkS.min)) * 1000) : 0,
    ringMs: Math.round((ringS.min + prng.next() * (ringS.max - ringS.min)) * 1000),
    origin,
    contact: scenario.id === "family",
  };
}

function messageOf(prng: Prng, script: Script, to: string, from: string): { readonly event: SampleEvent; readonly link: string | undefined } {
  const { text, slots } = compose(script.id, prng);
  const sender = script.channel === "email" ? "NOTICE@MAIL.EXAMPLE" : from;
  const event = {
    from: sender,
    to,
    text,
    channel: script.channel,
    senderRegistered: script.sender === "registered",
    contact: script.sender === "contact",
  };
  return { event, link: slots["link"] };
}

function visitOf(link: string, person: Person): SampleEvent {
  const url = link.startsWith("http") ? link : `http://${link}`;
  return { subject: person.number, url, device: person.device, via: "message", domainAgeDays: 4, licensed: false };
}

function purposeOf(prng: Prng, category: ScamCategory | null, lang: ScriptLang): string {
  return composePurpose(prng.pick(PURPOSES.filter((p) => p.category === category && p.lang === lang)), prng);
}

/** One person is told a story of this category: calls and messages, a site, the payment and what becomes of the money. */
export function scamStory(category: ScamCategory): readonly SampleEvent[] {
  const prng = new Prng(SEED).fork(category);
  const name = category.toLowerCase().replaceAll("_", "-");
  const stories = (["zh", "en"] as const).map((lang) => {
    const story = new Story(`${name}-${lang}`);
    const person = newPerson(prng);
    const stranger = mobile(prng);
    const mule = account(prng);
    const { number, device } = person;
    story.add(0, "link", { number, account: person.account, device, person: person.person, relation: "holds" });
    let link: string | undefined;
    for (const script of SCRIPTS.filter((s) => s.category === category && s.lang === lang).slice(0, MESSAGES_MAX)) {
      const message = messageOf(prng, script, number, stranger);
      story.add(4 + prng.int(20), "message", message.event);
      link ??= message.link;
    }
    if (link !== undefined) story.add(1 + prng.int(5), "visit", visitOf(link, person));
    for (const scenario of CALL_SCENARIOS.filter((s) => s.category === category)) story.add(10 + prng.int(20), "call", callOf(prng, scenario, number));
    if (category === "MULE_RECRUIT") {
      const opened = {
        subject: person.person,
        product: "account",
        account: account(prng),
        cardsHeld: 3,
        legalCap: 5,
        highLimits: true,
        escorted: true,
      };
      story.add(60, "opening", opened);
      return story.events;
    }
    const amount = String(10_000 * (20 + prng.int(400)));
    const purpose = purposeOf(prng, category, lang);
    const paid = {
      from: person.account,
      to: mule,
      amountMinor: amount,
      currency: "CNY",
      channel: "mobile",
      purpose,
      payeeNew: true,
      payeeType: "person",
      device,
    };
    story.add(5 + prng.int(10), "transfer", paid);
    const passed = {
      from: mule,
      to: account(prng),
      amountMinor: String(Math.floor(Number(amount) * 0.98)),
      currency: "CNY",
      channel: "online",
      purpose: "往来",
    };
    story.add(2 + prng.int(6), "transfer", passed);
    return story.events;
  });
  // Both people live on the same morning: a file is in the order of time, as a stream would be.
  return stories.flat().sort((a, b) => String(a["occurredAt"]).localeCompare(String(b["occurredAt"])));
}

/** Some events of one kind, ordinary life first, and at the end the full example of the reference. */
export function eventsOfKind(kind: EventKind): readonly SampleEvent[] {
  const prng = new Prng(SEED).fork(kind);
  const story = new Story(kind);
  const person = newPerson(prng);
  for (const rest of draftsOf(prng, kind, person)) story.add(1 + prng.int(15), kind, rest);
  return [
    ...story.events,
    {
      ...EVENT_EXAMPLES[kind],
      id: `smp-${kind}-${story.events.length + 1}`,
      occurredAt: new Date(START_MS + 4 * 60 * MINUTE_MS).toISOString(),
    },
  ];
}

function draftsOf(prng: Prng, kind: EventKind, person: Person): readonly SampleEvent[] {
  const { number, device } = person;
  switch (kind) {
    case "call":
      return everyFourth(CALL_SCENARIOS).map((scenario) => callOf(prng, scenario, number));
    case "message":
      return SCRIPTS.filter((s, i) => s.label !== "fraud" && i % 12 === 0).map((s) => messageOf(prng, s, number, mobile(prng)).event);
    case "visit":
      return ["shop.example", "news.example", "bank.example", "xn--fiqs8s.example", "203.0.113.7"].map((host, i) =>
        i % 2 === 0 ? { subject: number, host, via: "direct" } : { subject: person.person, url: `https://${host}/`, device, via: "search" },
      );
    case "app-install":
      return [
        { subject: number, package: "com.example.reader", source: "store", action: "install", appClass: "other", device, permissions: [] },
        { subject: number, package: "com.example.bank", source: "store", action: "open", appClass: "bank", device },
        { subject: number, package: "com.example.meeting", source: "link", action: "open", appClass: "screen-share", device },
      ];
    case "transfer":
      return everyFourth(PURPOSES.filter((p) => p.category === null)).map((p) => ({
        from: person.account,
        to: account(prng),
        amountMinor: String(100 * (10 + prng.int(50_000))),
        currency: p.lang === "zh" ? "CNY" : "GBP",
        channel: "mobile",
        purpose: composePurpose(p, prng),
        nameCheck: "match",
        device,
      }));
    case "opening":
      return [
        { subject: person.person, product: "sim", number, cardsHeld: 1, legalCap: 5, branch: "branch-1" },
        { subject: person.person, product: "account", account: person.account, cardsHeld: 0, legalCap: 5, employerGroup: true },
        { subject: `per_${digits(prng, 6)}`, product: "sim-replacement", number: mobile(prng), contactNumber: number },
      ];
    case "link":
      return [
        { number, account: person.account, device, person: person.person, relation: "holds" },
        { number, device: `dev_${digits(prng, 8)}`, relation: "uses" },
        { number, person: person.person, ended: true },
      ];
  }
}

function everyFourth<T>(items: readonly T[]): readonly T[] {
  return items.filter((_, i) => i % 4 === 0);
}
