/**
 * Two kinds of matter that exist only for tests of the kernel. An errand does what its input says: any decision can be
 * played, so that a test says in one line what is decided and looks at what the kernel makes of it. An echo is what
 * follows from an announcement. The law is made up too: clocks with round lengths and a calendar that a test fills.
 */
import { z } from "zod";
import { makeWorkCalendar } from "../src/domain/calendar.ts";
import { computeDeadline, remindersOf, type Duration, type Offset } from "../src/domain/deadline.ts";
import type { DeadlineKey } from "../src/domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../src/domain/jurisdiction.ts";
import type { PersonalRef, PersonalType } from "../src/domain/personal.ts";
import type { StateTable } from "../src/base/state-table.ts";
import type { Decision, Opening } from "../src/matters/decision.ts";
import { defineKind, type Context } from "../src/matters/kind.ts";
import type { Matter } from "../src/matters/matter.ts";
import type { Law } from "../src/matters/work.ts";

export type ErrandState = "open" | "taken" | "done" | "dropped" | "lapsed";

export interface Errand {
  /** Grows with every command: a decision made on an old body shows. */
  readonly count: number;
  readonly said: readonly string[];
  readonly person: PersonalRef | null;
  /** While true, the clock's command `breaks` throws. */
  readonly broken: boolean;
}

const ERRAND_STATES: StateTable<ErrandState> = {
  open: { take: "taken", drop: "dropped", lapse: "lapsed", finish: "done" },
  taken: { "hand-back": "open", drop: "dropped", lapse: "lapsed", finish: "done" },
  done: {},
  dropped: {},
  lapsed: {},
};
const ALIVE: readonly ErrandState[] = ["open", "taken"];
const EVENTS = ["take", "hand-back", "drop", "lapse", "finish"];
const words = (en: string) => ({ zh: en, en });
const anything = z.custom<Partial<Decision<Errand>> & { readonly say?: string }>((value) => typeof value === "object");

const draft = z.object({
  territory: z.string().default("11/1101"),
  person: z.tuple([z.custom<PersonalType>(), z.string()]).optional(),
  broken: z.boolean().default(false),
  /** Whatever else the opening shall say. */
  also: z.custom<Partial<Opening<Errand>>>().default({}),
});

const said = (errand: Matter<Errand, ErrandState>, text: string): Errand => ({ ...errand.body, count: errand.body.count + 1, said: [...errand.body.said, text] });
const clockInput = z.object({}).loose();

export const errand = defineKind({
  name: "operation",
  states: ERRAND_STATES,
  initial: "open",
  stateWords: { open: words("open"), taken: words("taken"), done: words("done"), dropped: words("dropped"), lapsed: words("lapsed") },
  restricting: [],
  automatic: ["lapse"],
  opening: { who: ["analyst"], words: words("open"), input: draft },
  commands: {
    take: { who: ["analyst"], words: words("take"), input: z.object({}).loose(), causes: ["take"] },
    confirm: { who: ["analyst", "dutyLead"], words: words("confirm"), input: z.object({}).loose(), causes: [], states: ["taken"], notBy: ["open", "take"] },
    play: { who: ["analyst"], words: words("play"), input: anything, causes: EVENTS },
    // A mistake in a slice: causes what its table does not name.
    wrong: { who: ["analyst"], words: words("wrong"), input: z.object({}).loose(), causes: ["take"] },
    lapse: { who: [], words: words("lapse"), input: clockInput, causes: ["lapse"] },
    tick: { who: [], words: words("tick"), input: clockInput, causes: [], states: ALIVE },
    again: { who: [], words: words("again"), input: clockInput, causes: [], states: ALIVE },
    "stop-other": { who: [], words: words("stop other"), input: clockInput, causes: [], states: ALIVE },
    tell: { who: [], words: words("tell"), input: clockInput, causes: [], states: ALIVE },
    breaks: { who: [], words: words("breaks"), input: clockInput, causes: [], states: ALIVE },
    sent: { who: [], words: words("sent"), input: z.object({ effect: z.string(), reference: z.string(), atMs: z.number() }), causes: [], states: ALIVE },
    "sent-once": { who: [], words: words("sent once"), input: z.object({ effect: z.string() }).loose(), causes: ["finish"] },
    unsent: { who: [], words: words("unsent"), input: z.object({ effect: z.string(), problem: z.string() }), causes: [], states: ALIVE },
  },
  open(input, context: Context<null>): Opening<Errand> {
    const person = input.person === undefined ? null : context.identify(input.person[0], input.person[1], "person");
    return {
      body: { count: 0, said: [], person, broken: input.broken },
      territory: input.territory,
      org: context.org ?? "org_centre",
      ...(person === null ? {} : { mentions: [{ ref: person, role: "person" }] }),
      ...input.also,
    };
  },
  decide: {
    take: (matter, _input, context) => ({ event: "take", body: said(matter, "take"), assignee: context.actor }),
    confirm: (matter) => ({ event: null, body: said(matter, "confirm") }),
    play: (matter, { say = "play", ...decision }) => ({ event: null, body: said(matter, say), ...decision }),
    wrong: (matter) => ({ event: "drop", body: said(matter, "wrong") }),
    lapse: (matter) => ({ event: "lapse", body: said(matter, "lapse") }),
    tick: (matter, input, context) => ({ event: null, body: said(matter, `tick ${String(input["key"])} ${context.role} ${context.actor}`) }),
    // Rearms the clock that gave it, until it has been given three times.
    again: (matter, input, context) => ({
      event: null,
      body: said(matter, "again"),
      ...(matter.body.count < 2 ? { arm: [{ key: input["key"] as DeadlineKey, startMs: context.nowMs, command: "again" }] } : {}),
    }),
    "stop-other": (matter) => ({ event: null, body: said(matter, "stop-other"), disarm: ["hotline.reply"] }),
    tell: (matter) => ({ event: null, body: said(matter, "tell"), announces: [{ name: "support-withdrawn", matter: matter.id, reason: "told" }] }),
    breaks: (matter) => {
      if (matter.body.broken) throw new Error("this clock cannot be carried out");
      return { event: null, body: said(matter, "mended") };
    },
    sent: (matter, input) => ({ event: null, body: said(matter, `sent ${input.effect} ${input.reference}`) }),
    "sent-once": (matter, input) => ({ event: "finish", body: said(matter, `sent once ${input.effect}`) }),
    unsent: (matter, input) => ({ event: null, body: said(matter, `unsent ${input.effect}: ${input.problem}`) }),
  },
});

export interface Echo {
  readonly of: string;
  readonly person?: PersonalRef;
}

const ECHO_STATES: StateTable<"heard" | "ended"> = { heard: { end: "ended" }, ended: {} };

export const echo = defineKind({
  name: "complaint",
  states: ECHO_STATES,
  initial: "heard",
  stateWords: { heard: words("heard"), ended: words("ended") },
  restricting: [],
  automatic: [],
  opening: { who: [], words: words("hear"), input: z.object({ of: z.string(), announces: z.custom<Opening["announces"]>().optional() }) },
  commands: { end: { who: ["analyst"], words: words("end"), input: z.object({}).loose(), causes: ["end"] } },
  open: (input): Opening<Echo> => ({ body: { of: input.of }, territory: "11/1102", org: "org_centre", ...(input.announces === undefined ? {} : { announces: input.announces }) }),
  decide: { end: (matter) => ({ event: "end", body: matter.body }) },
});

// --- the law ---------------------------------------------------------------------------------------------------------

const CLOCKS: Readonly<Partial<Record<DeadlineKey, { readonly duration: Duration; readonly remind?: readonly Offset[]; readonly restricts?: boolean }>>> = {
  "stop.approve": { duration: { kind: "CM", amount: 10 } },
  "stop.duration": {
    duration: { kind: "CH", amount: 48 },
    restricts: true,
    remind: [
      { kind: "CH", amount: 12 },
      { kind: "CM", amount: 30 },
    ],
  },
  "hotline.reply": { duration: { kind: "CM", amount: 15 } },
  "grid.reply": { duration: { kind: "CM", amount: 10 } },
  // Beyond the known years of the calendar: provisional.
  "review.decide": { duration: { kind: "WD", amount: 10 }, remind: [{ kind: "CD", amount: 1 }] },
};

/** 2026 is known; 2027 becomes known when a test says so, with its first four days off. */
export function madeUpProfile(knowsNextYear: boolean): JurisdictionProfile {
  const calendar = makeWorkCalendar({
    id: "XX",
    timeZone: "Asia/Shanghai",
    weekend: [6, 7],
    knownYears: knowsNextYear ? [2026, 2027] : [2026],
    offDays: knowsNextYear ? ["2026-01-01", "2026-12-31", "2027-01-01", "2027-01-04", "2027-01-05"] : ["2026-01-01"],
    makeUpDays: [],
    makesUpWeekends: true,
  });
  const profile = {
    id: "XX",
    validFrom: "2026-01-01",
    timeZone: calendar.timeZone,
    calendar,
    warning: { senders: { sms: "96110", call: "96110" } },
    text: (key: string) => ({ key, zh: `您好：{what}。编号 {code}`, en: `Dear sir or madam: {what}. Code {code}`, slots: ["what", "code"] }),
    due(key: DeadlineKey, startMs: number) {
      const clock = CLOCKS[key];
      if (clock === undefined) throw new Error(`the made-up law has no clock ${key}`);
      const deadline = computeDeadline(startMs, clock.duration, calendar);
      const dueAtMs = clock.restricts === true ? deadline.earliestDueAtMs : deadline.dueAtMs;
      return { rule: { key, duration: clock.duration }, deadline, dueAtMs, remindAtMs: remindersOf(startMs, dueAtMs, clock.remind ?? [], calendar.timeZone) };
    },
  };
  // Only what the kernel reads of a profile.
  return profile as unknown as JurisdictionProfile;
}

export interface MadeUpLaw extends Law {
  /** The holidays of the next year are announced. */
  announce(): void;
}

export function madeUpLaw(): MadeUpLaw {
  let profile = madeUpProfile(false);
  return {
    current: () => profile,
    byVersion: () => profile,
    announce: () => {
      profile = madeUpProfile(true);
    },
  };
}
