/**
 * The rules that ship, in use: ordinary life stays quiet and whole, missing core fields are said to be missing, and a few
 * stories end as they should. Events run through the real decoder, measuring and screener; only what lists and models say
 * is set by hand, because a model is replaced more often than what a rule means.
 */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { numberOfKey } from "../domain/identifier.ts";
import { numberFlags } from "../domain/number.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { EventBatch, INTEL, INTEL_BITS, JUDGED, RECORD_WORDS, W } from "../domain/record.ts";
import { FeatureEngine } from "../features/engine.ts";
import type { RuleSource } from "../rules/load.ts";
import { LEXICON_BITS, type LexiconName } from "../text/lexicon.ts";
import { Normaliser } from "../text/normalise.ts";
import { ScriptClusters, signature, SIGNATURE_WORDS } from "../text/script-cluster.ts";
import { screenEnvironment } from "./environment.ts";
import { publishRules } from "./publish.ts";
import { Screener, SIGNATURE_REF } from "./screener.ts";
import { VerdictBatch } from "./verdict-batch.ts";

const ROOT = new URL("../../../", import.meta.url);
const folders = readdirSync(new URL("rulepacks/", ROOT)).sort();
const sources: RuleSource[] = folders.flatMap((folder) =>
  ["pack.json", "examples.json"].map((name) => {
    const path = `rulepacks/${folder}/${name}`;
    return { path, text: readFileSync(new URL(path, ROOT), "utf8") };
  }),
);
const published = publishRules(sources, screenEnvironment());

interface Marks {
  readonly intel?: number;
  readonly fraudPermille?: number;
  readonly lexicon?: readonly LexiconName[];
  readonly scamPermille?: number;
  readonly hostFlags?: number;
}
type Step = readonly [event: Readonly<Record<string, unknown>>, marks?: Marks];

const LIMITS = { numbers: 256, accounts: 256, devices: 64, hosts: 64, persons: 256, latenessMaxMs: 3_600_000, timeZoneOffsetMinutes: 480 };

interface Told {
  readonly action: string;
  readonly score: number;
  readonly category: string | null;
  readonly hits: readonly string[];
  readonly unknown: readonly string[];
  readonly failed: readonly string[];
}

const normaliser = new Normaliser();

/** What the annotator does for the script: its signature behind the strings. */
function sign(batch: EventBatch, i: number, text: string): void {
  const words = new Uint32Array(SIGNATURE_WORDS);
  normaliser.run(text);
  signature(normaliser.units, normaliser.length, words);
  const bytes = new Uint8Array(words.buffer);
  batch.heap.set(bytes, batch.heapEnd);
  const ref = i * RECORD_WORDS + W.refs + SIGNATURE_REF * 2;
  batch.words[ref] = batch.heapEnd;
  batch.words[ref + 1] = bytes.length;
  batch.heapEnd += bytes.length;
}

/** Runs events in order; each gets the answers of lists and models from its marks. */
function story(steps: readonly Step[]): readonly Told[] {
  const batch = new EventBatch(steps.length);
  batch.heap = new Uint8Array(1 << 18);
  steps.forEach(([event, marks = {}], i) => {
    const refused = writeEvent(batch, i, { id: `e${i}`, ...event });
    if (refused !== null) throw new Error(`${JSON.stringify(event)}: ${JSON.stringify(refused)}`);
    const w = batch.words;
    const b = i * RECORD_WORDS;
    const flagsOf = (key: number): number => {
      const n = numberOfKey(w[b + W.keys + 2 * key], w[b + W.keys + 2 * key + 1]);
      return n < 0 ? 0 : numberFlags(n);
    };
    w[b + W.numberFlags] = flagsOf(0) | (flagsOf(1) << 16);
    w[b + W.judged] = JUDGED.intel;
    w[b + W.intel] = marks.intel ?? 0;
    if (event["text"] !== undefined || event["purpose"] !== undefined) {
      w[b + W.judged] |= JUDGED.text;
      w[b + W.textFraudIllegal] = marks.fraudPermille ?? 10;
      w[b + W.lexicon] = (marks.lexicon ?? []).reduce((bits, name) => bits | LEXICON_BITS[name], 0);
    }
    if (typeof event["text"] === "string") sign(batch, i, event["text"]);
    if (event["kind"] === "visit" || marks.scamPermille !== undefined) {
      w[b + W.judged] |= JUDGED.host;
      w[b + W.disguiseHost] = ((marks.scamPermille ?? 10) << 16) >>> 0;
      w[b + W.hostFlagsBrand] = marks.hostFlags ?? 0;
    }
  });
  batch.count = steps.length;
  const screener = new Screener(published, new FeatureEngine(LIMITS), new ScriptClusters({ capacity: 256 }), 1);
  const out = new VerdictBatch(steps.length);
  screener.screen(batch, 0, steps.length, out);
  return steps.map((_, i) => {
    const details = out.details[i];
    return {
      action: out.action(i),
      score: out.scorePermille(i),
      category: out.category(i),
      hits: details?.hits.map(([id]) => id) ?? [],
      unknown: details?.unknown ?? [],
      failed: details?.failed ?? [],
    };
  });
}

const at = (minute: number): string => new Date(Date.UTC(2026, 9, 12, 2) + minute * 60_000).toISOString().replace(".000Z", "Z");
const account = (n: number): object => ({ institution: "bank-1", account: `62220000000000${String(n).padStart(2, "0")}` });
const QUIET = { action: "allow", score: 0, hits: [], unknown: [], failed: [] };
const LISTED_A = INTEL.flag;
const LISTED_B = INTEL.flag << INTEL_BITS;

describe("ordinary events with only what such events usually carry", () => {
  const ordinary: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    call: { kind: "call", from: "+8613800000001", to: "+8613900000002", answered: true, durationMs: 65_000 },
    "unanswered call": { kind: "call", from: "+8613800000001", to: "+8613900000002", answered: false, durationMs: 0 },
    message: { kind: "message", from: "+8613800000001", to: "+8613900000002", text: "晚上一起吃饭吗，我六点到" },
    visit: { kind: "visit", subject: "+8613900000002", url: "https://www.example.com/news" },
    "app-install": { kind: "app-install", subject: "+8613900000002", package: "com.example.notes" },
    "short message": { kind: "message", from: "+8613800000001", to: "+8613900000002", text: "好" },
    transfer: { kind: "transfer", from: account(1), to: account(2), amountMinor: "12800", currency: "CNY" },
    opening: { kind: "opening", subject: "person-1", product: "sim" },
    link: { kind: "link", number: "+8613900000002", person: "person-1" },
  };
  test.each(Object.entries(ordinary))("%s: quiet and whole, seen for the first time and again", (_, event) => {
    const told = story([[{ ...event, occurredAt: at(0) }], [{ ...event, occurredAt: at(30) }], [{ ...event, occurredAt: at(3 * 1440) }]]);
    for (const one of told) expect(one).toMatchObject(QUIET);
  });

  test("with all enrichment a careful source sends, they are quiet and whole too", () => {
    const told = story([
      [
        {
          ...ordinary["call"],
          occurredAt: at(0),
          ringMs: 9_000,
          origin: "domestic",
          attestation: "A",
          lineType: "mobile",
          device: "dev-1",
          cell: "cell-1",
          attachLatencyRatio: 1.1,
          silentDays: 0,
          roaming: "none",
          forwardingSet: false,
          screenShare: false,
          contact: true,
          callerInvalid: false,
          doNotOriginate: false,
          verifiedCaller: false,
        },
      ],
      [
        {
          ...ordinary["message"],
          occurredAt: at(1),
          channel: "sms",
          senderRegistered: false,
          cell: "cell-1",
          cellKnown: true,
          device: "dev-1",
          turn: 3,
          contact: true,
          lineType: "mobile",
          registeredUse: true,
        },
      ],
      [
        {
          ...ordinary["visit"],
          occurredAt: at(2),
          device: "dev-2",
          domainAgeDays: 4000,
          certificateAgeDays: 40,
          certificateBrands: 1,
          redirects: 1,
          templateMatches: 0,
          coHostedListedPermille: 0,
          registrantSeries7d: 1,
          cloaked: false,
          formElsewhere: false,
          asksCardAndCode: false,
          licensed: true,
          regulatedContent: false,
          sharedHosting: false,
          via: "direct",
        },
      ],
      [
        {
          ...ordinary["app-install"],
          occurredAt: at(3),
          device: "dev-2",
          source: "store",
          action: "install",
          appClass: "bank",
          permissions: ["sms"],
          packed: true,
          webShell: false,
          remoteConfig: true,
          imitatesOfficial: false,
          assistive: false,
        },
      ],
      [
        {
          ...ordinary["transfer"],
          occurredAt: at(4),
          channel: "mobile",
          purpose: "饭钱",
          device: "dev-2",
          balanceBeforeMinor: "900000",
          usualP95Minor: "300000",
          payerAge: 72,
          payeeChangedDays: 900,
          fundsFreedHours: 3000,
          declaredIncomeMinor: "800000",
          relationMonths: 3,
          payeeNew: true,
          nameCheck: "match",
          payeeType: "person",
          firstUseOfChannel: false,
          remoteHelp: false,
          senderDomainLookalike: false,
          customerConfirmed: false,
          credentialReset24h: false,
          overseasLogin: false,
          caseTier: false,
          reportedVictim: false,
          goodsTrade: false,
          sanctionedHolder: false,
        },
      ],
      [
        {
          ...ordinary["opening"],
          occurredAt: at(5),
          number: "+8613900000009",
          contactNumber: "+8613900000002",
          device: "dev-2",
          branch: "branch-1",
          cardsHeld: 1,
          contactPersons: 1,
          groupSize: 1,
          shellSigns: 0,
          parcelCards: 0,
          imAccounts7d: 1,
          operators7d: 1,
          legalCap: 5,
          sanctioned: false,
          outOfTown: true,
          highLimits: false,
          employerGroup: false,
          escorted: false,
        },
      ],
    ]);
    for (const one of told) expect(one).toMatchObject(QUIET);
  });
});

describe("what a kind should carry and does not", () => {
  test("a message without its text says which rules could not answer", () => {
    const [told] = story([[{ kind: "message", from: "+8613800000001", to: "+8613900000002", occurredAt: at(0) }]]);
    expect(told.unknown).toEqual(expect.arrayContaining(["M05", "M10", "M22"]));
    expect(told.action).toBe("allow");
  });

  test("a talk of unknown length with a flagged number is unknown, with an ordinary number it is not", () => {
    const call = { kind: "call", from: "+8613800000001", to: "+8613900000002", answered: true, occurredAt: at(0) };
    expect(story([[call, { intel: LISTED_A }]])[0].unknown).toEqual(["C09"]);
    expect(story([[call]])[0].unknown).toEqual([]);
  });

  test("a line that dials everybody is unknown when nobody says whether it was answered", () => {
    const steps = Array.from({ length: 90 }, (_, n): Step => [
      { kind: "call", from: "+8613800000001", to: `+86139${String(n * 7919).padStart(8, "0")}`, durationMs: 1000, occurredAt: at(n / 3) },
    ]);
    expect(story(steps).at(-1)!.unknown).toContain("C01");
    expect(story(steps)[5].unknown).toEqual([]);
  });
});

describe("stories", () => {
  test("mass dialling is found by its own measurements", () => {
    const steps = Array.from({ length: 90 }, (_, n): Step => [
      {
        kind: "call",
        from: "+8613800000001",
        to: `+86139${String(n * 7919).padStart(8, "0")}`,
        answered: n % 5 === 0,
        durationMs: 1000,
        occurredAt: at(n / 3),
      },
    ]);
    const last = story(steps).at(-1)!;
    expect(last.hits).toContain("C01");
    // One weak rule: nobody is bothered yet.
    expect(last.action).toBe("allow");
  });

  test("a payment while still talking with a stranger is held, the same payment without the call is not", () => {
    const pay = {
      kind: "transfer",
      from: account(1),
      to: account(2),
      amountMinor: "5000000",
      currency: "CNY",
      payeeNew: true,
      usualP95Minor: "200000",
    };
    const join: Step = [{ kind: "link", number: "+8613900000002", account: account(1), person: "person-1", occurredAt: at(0) }];
    const ongoing: Step = [{ kind: "call", from: "+8613800000001", to: "+8613900000002", answered: true, occurredAt: at(1) }];
    const guided = story([join, ongoing, [{ ...pay, occurredAt: at(25) }]]).at(-1)!;
    expect(guided).toMatchObject({ action: "hold", score: 840, hits: ["C11", "T02"] });
    const alone = story([join, [{ ...pay, occurredAt: at(25) }]]).at(-1)!;
    expect(alone).toMatchObject({ action: "warn", hits: ["T02"] });
    const known = story([join, ongoing, [{ ...pay, payeeNew: false, payeeType: "own-account", occurredAt: at(25) }]]).at(-1)!;
    expect(known).toMatchObject({ action: "allow", hits: ["C11"] });
  });

  test("an authority's threat by message is told with its category, and a registered sender's is not", () => {
    const text = "您涉嫌洗钱，请将资金转入安全账户配合公安核查";
    const marks: Marks = { fraudPermille: 960, lexicon: ["claimsAuthority", "urgencyThreat", "safeAccountFee"] };
    const base = { kind: "message", from: "+8613800000001", to: "+8613900000002", text, occurredAt: at(0) };
    expect(story([[base, marks]])[0]).toMatchObject({
      action: "warn",
      category: "AUTHORITY",
      hits: expect.arrayContaining(["M10", "M22"]),
    });
    expect(story([[{ ...base, senderRegistered: true }, marks]])[0].action).toBe("allow");
  });

  test("a code notice of a bank stays quiet", () => {
    const told = story([
      [
        { kind: "message", from: "+8695588", to: "+8613900000002", text: "验证码 482913，请勿告知他人", occurredAt: at(0) },
        { lexicon: ["asksSecret", "claimsBrand", "phonePresent"] },
      ],
    ]);
    expect(told[0]).toMatchObject({ action: "allow", hits: [] });
  });

  test("one family alone never holds a contact, however many of its rules hit", () => {
    const names = Object.keys(LEXICON_BITS) as LexiconName[];
    const told = story([
      [
        { kind: "message", from: "+8613800000001", to: "+8613900000002", text: "…", cellKnown: false, occurredAt: at(0) },
        { fraudPermille: 1000, lexicon: names },
      ],
    ]);
    expect(told[0].hits.length).toBeGreaterThan(8);
    expect(told[0].score).toBeGreaterThan(950);
    expect(told[0].action).toBe("warn");
  });

  test("a payee linked to a case holds the money; a hospital's does not lose it", () => {
    const pay = { kind: "transfer", from: account(1), to: account(2), amountMinor: "50000", currency: "CNY", occurredAt: at(0) };
    expect(story([[pay, { intel: LISTED_B }]])[0]).toMatchObject({ action: "hold", hits: ["T01"] });
    expect(story([[{ ...pay, sanctionedHolder: true }]])[0]).toMatchObject({ action: "warn", hits: ["K13"] });
    expect(story([[{ ...pay, sanctionedHolder: true, payeeType: "hospital" }]])[0].action).toBe("allow");
  });

  test("an out-of-town applicant is served, a firm's group is served, a led group of strangers is looked at only with more", () => {
    const open = { kind: "opening", subject: "person-1", product: "account", occurredAt: at(0) };
    expect(story([[{ ...open, outOfTown: true, highLimits: true }]])[0]).toMatchObject({ action: "allow", hits: ["O05"] });
    expect(story([[{ ...open, groupSize: 12, escorted: true, contactPersons: 12, employerGroup: true }]])[0].action).toBe("allow");
    expect(story([[{ ...open, groupSize: 12, escorted: true, contactPersons: 12 }]])[0].action).toBe("flag");
  });

  test("a sibling's mule account: reported money that goes on at once is followed", () => {
    const move = (from: number, to: number, minute: number, more: object = {}): Step => [
      { kind: "transfer", from: account(from), to: account(to), amountMinor: "4000000", currency: "CNY", occurredAt: at(minute), ...more },
    ];
    const told = story([move(1, 2, 0, { reportedVictim: true }), move(2, 3, 8)]);
    expect(told[0].hits).toContain("K09");
    expect(told[1].hits).toContain("K10");
    expect(told[1].action).toBe("warn");
  });
});
