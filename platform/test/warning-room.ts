/**
 * For tests of dissuasion: signals as the stream gives them, with everything filled in that a test does not care about,
 * people sent to the places of the case room, and the words a duty officer would use for what happens.
 */
import type { Scope } from "../src/access/scope.ts";
import { unitsFor } from "../src/access/organisation.ts";
import { takeSignals, type Located, type Routing, type Taken } from "../src/dissuasion/take-signals.ts";
import { warning } from "../src/dissuasion/warning/kind.ts";
import type { WarningMatter } from "../src/dissuasion/warning/decide-route.ts";
import type { MatterId } from "../src/domain/matter.ts";
import type { Signal, SignalHit } from "../src/domain/signal.ts";
import type { Territory } from "../src/domain/territory.ts";
import { START, type Room } from "./case-room.ts";

export const VICTIM = "+8613800138000";
export const CALLER = "+8613900139000";
export const OWN_ACCOUNT = "ICBC:6222021234567890";
export const PAYEE = "CCB:6217009876543210";

export function hit(rule: string, family: SignalHit["family"]): SignalHit {
  return { rule, outcome: `found-by-${rule}`, family, because: { zh: `${rule} 的理由`, en: `the reason of ${rule}` }, values: { "call.durationMs": 240_000 } };
}

/** A long talk with a number that is linked to scams: high. */
export function longCall(event: string, over: Partial<Signal> = {}): Signal {
  return {
    event,
    kind: "call",
    occurredAtMs: START - 60_000,
    action: "warn",
    scorePermille: 700,
    category: "AUTHORITY",
    stage: "S2",
    hits: [hit("C09", "call")],
    families: false,
    urgent: false,
    victim: { type: "number", text: VICTIM },
    person: null,
    number: null,
    other: { type: "number", text: CALLER },
    money: null,
    division: null,
    ...over,
  };
}

/** One call from a doubtful number: low. */
export function oneCall(event: string, over: Partial<Signal> = {}): Signal {
  return longCall(event, { stage: "S1", hits: [hit("C01", "call")], scorePermille: 400, ...over });
}

/** A link was opened: medium. */
export function openedLink(event: string, over: Partial<Signal> = {}): Signal {
  return longCall(event, { kind: "visit", stage: "S3", hits: [hit("U02", "web")], other: { type: "site", text: "bank-login.example" }, ...over });
}

/** Money moves while somebody leads the person: urgent. */
export function paying(event: string, over: Partial<Signal> = {}): Signal {
  return longCall(event, {
    kind: "transfer",
    action: "hold",
    stage: "S6",
    scorePermille: 950,
    hits: [hit("C11", "call"), hit("T02", "payment")],
    families: true,
    urgent: true,
    money: { live: true, from: OWN_ACCOUNT, to: PAYEE, amountMinor: "5000000", currency: "CNY" },
    other: { type: "account", text: PAYEE },
    ...over,
  });
}

export const STATION: Located = { territory: "37/3702/370202/s1", reason: "residence" };

export function routingTo(where: Located | null): Routing {
  return {
    locate: async (_sql, sought) => sought.map(() => where),
    unitsFor: (sql, territories) => unitsFor(sql, "police", territories as readonly Territory[]),
  };
}

export async function take(room: Room, signals: readonly Signal[], where: Located | null = STATION): Promise<Taken> {
  return room.desk.work(room.system, (work) => takeSignals(work, signals, routingTo(where)));
}

/** Takes signals that make one warning, and gives it. */
export async function warned(room: Room, signals: readonly Signal[], where: Located | null = STATION): Promise<WarningMatter> {
  const { opened } = await take(room, signals, where);
  if (opened.length !== 1) throw new Error(`${opened.length} warnings were opened, not one`);
  return room.get(warning, opened[0]);
}

export const officer = (room: Room, n = 1): Scope => room.as("dissuader", "org_shinan_s1", n);
export const lead = (room: Room, org = "org_shinan"): Scope => room.as("dutyLead", org);

export const CHECKLIST = { toldWhichScam: true, stoppedContact: true, toldWhatToExpect: true, appRemoved: "none-installed" } as const;

/** What happens to one warning, in the words of the duty log. */
export function play(room: Room, id: MatterId) {
  const give =
    (command: string) =>
    (who: Scope, input: unknown = {}): Promise<WarningMatter> =>
      room.act(warning, who, id, command, input);
  const result = give("result");
  return {
    signs: give("sign"),
    calls: (who: Scope) => give("contact")(who, { channel: "call" }),
    visits: (who: Scope) => give("contact")(who, { channel: "visit" }),
    noAnswer: (who: Scope) => result(who, { outcome: "no-answer", ringMs: 30_000 }),
    busy: (who: Scope) => result(who, { outcome: "busy" }),
    hungUp: (who: Scope) => result(who, { outcome: "hung-up", ringMs: 8_000, talkMs: 4_000, callRecord: "rec-1" }),
    refusesToTalk: (who: Scope) => result(who, { outcome: "refused-to-talk" }),
    refusesToMeet: (who: Scope) => result(who, { outcome: "refused-to-meet" }),
    awakened: (who: Scope, proof = "signature") => result(who, { outcome: "awakened", checklist: CHECKLIST, proof: { kind: proof, ref: "proof-1" } }),
    notConcerned: (who: Scope) => result(who, { outcome: "not-a-target", why: "the caller is a relative" }),
    result,
    escalates: give("escalate"),
    followUp: (who: Scope, said: string) => give("follow-up")(who, { result: said }),
    cancelled: (who: Scope, reason: string) => give("cancel")(who, { reason }),
    give: (command: string, who: Scope, input: unknown = {}) => give(command)(who, input),
    now: (): Promise<WarningMatter> => room.get(warning, id),
  };
}
