/**
 * For tests of the two cards: a counter that asks the real screening (its log in memory), one that asks a screening whose
 * findings a test gives, and the people of a bank and an operator.
 */
import path from "node:path";
import { composeEngine } from "../src/app/compose.ts";
import { openingScreen } from "../src/app/opening-screen.ts";
import { loadProfiles } from "../src/app/profiles.ts";
import { RuleArchive } from "../src/app/rule-archive.ts";
import { Service } from "../src/app/service.ts";
import type { Scope } from "../src/access/scope.ts";
import { CheckDesk, type OpeningScreen } from "../src/cards/opening/check-desk.ts";
import { checkInput, type CheckAnswer } from "../src/cards/opening/check.ts";
import { decisionInput, recordDecision, type Recorded } from "../src/cards/opening/decision.ts";
import type { JurisdictionProfile } from "../src/domain/jurisdiction.ts";
import type { Verdict } from "../src/domain/verdict.ts";
import type { EventLog, FrameToAppend, LoggedFrame, LogPosition } from "../src/ports/event-log.ts";
import { ProblemError } from "../src/base/problem.ts";
import type { World } from "../src/base/world.ts";
import { START, type Room } from "./case-room.ts";
import { temporaryFolder, testConfig } from "./running-server.ts";

/** Frames in memory, durable at once. */
export class MemoryLog implements EventLog {
  pendingBytes = 0;
  nextSequence = 0;
  readonly kept: LoggedFrame[] = [];

  append(frame: FrameToAppend): Promise<LogPosition> {
    this.nextSequence = frame.firstSequence + frame.count;
    this.kept.push({ ...frame, position: this.kept.length });
    return Promise.resolve(this.kept.length - 1);
  }
  async *read(): AsyncGenerator<LoggedFrame> {
    yield* this.kept;
  }
  readAt(position: LogPosition): Promise<LoggedFrame> {
    return Promise.resolve(this.kept[position]);
  }
  erase(): Promise<never> {
    throw new Error("not asked for here");
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

export interface RealScreen {
  readonly screen: OpeningScreen;
  readonly service: Service;
  close(): Promise<void>;
}

export async function realScreen(world: World): Promise<RealScreen> {
  const folder = await temporaryFolder();
  const service = new Service({ engine: composeEngine(testConfig(folder.path)), log: new MemoryLog(), world, archive: new RuleArchive(path.join(folder.path, "rulepacks")) });
  return { screen: openingScreen(service), service, close: () => folder.remove() };
}

/** A verdict with these hits and nothing else. */
export function verdictWith(rules: readonly string[], over: Partial<Verdict> = {}): Verdict {
  return {
    eventId: "",
    action: "allow",
    scorePermille: 0,
    category: null,
    stage: null,
    hits: rules.map((rule) => ({ rule, outcome: `found-by-${rule}`, because: { zh: `${rule}：777张`, en: `${rule}: 777 cards` }, values: { count: 777 } })),
    listed: [],
    unknown: [],
    failed: [],
    lowered: [],
    shadow: [],
    degraded: false,
    versions: { program: "", rules: "", lists: "", text: "", host: "", response: "" },
    digest: "",
    ...over,
  };
}

/** A screening that finds what the test says. */
export function givenScreen(verdict: () => Verdict): OpeningScreen {
  return {
    isLegal: (rule) => rule === "O01" || rule === "O06",
    loweredBy: (suppressor) => (suppressor === "openings.employer-group" ? ["O02", "O03", "O04", "O05"] : []),
    judge: (events) => Promise.resolve(events.map(({ id }) => ({ ...verdict(), eventId: id }))),
  };
}

/** Shinan, a district of Qingdao. */
export const PLACE = "37/3702/370202";

export const APPLICANT = "370202199001011234";
export const CONTACT = "+8613800138000";
export const ACCOUNT = { subject: APPLICANT, product: "account", branch: "b-1", territory: PLACE, contactNumber: CONTACT } as const;
export const SIM = { subject: APPLICANT, product: "sim", branch: "s-1", territory: PLACE, contactNumber: CONTACT } as const;

export function counter(room: Room, screen: OpeningScreen) {
  const desk = new CheckDesk(room.desk, screen);
  return {
    desk,
    check: (who: Scope, facts: Readonly<Record<string, unknown>>): Promise<CheckAnswer> => desk.check(who, checkInput.parse(facts)),
    decides: (who: Scope, check: string, decision: Readonly<Record<string, unknown>>): Promise<Recorded> => recordDecision(room.desk, who, check, decisionInput.parse(decision)),
  };
}

export const clerk = (room: Room, n = 1, org = "org_icbc"): Scope => room.as("bankOps", org, n);
export const shop = (room: Room, n = 1, org = "org_telco"): Scope => room.as("telcoOps", org, n);

/** Opened after a check that found nothing. */
export async function opened(at: ReturnType<typeof counter>, who: Scope, facts: Readonly<Record<string, unknown>>, card: string): Promise<string> {
  const { check } = await at.check(who, facts);
  await at.decides(who, check, { decision: "opened", card });
  return check;
}

/** The law of a country on the case room's first day. */
export async function lawIn(id: "CN" | "UK"): Promise<JurisdictionProfile> {
  return (await loadProfiles()).inForce(id, START);
}

/** The code of the problem with which something is refused; "done" when it is not. */
export async function refusal(task: Promise<unknown>): Promise<string> {
  try {
    await task;
    return "done";
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code;
    throw error;
  }
}
