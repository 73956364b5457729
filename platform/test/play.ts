/**
 * Plays aligned lines of a duty log on the real program: `09:01  approve  stop by duty lead`. A line is a time, a verb and
 * what it is about; verbs are one table (play-verbs.ts), and what is no verb there is a command from the kinds' own tables.
 * The player keeps nothing between two lines, so that the program may be started anew anywhere. It decides nothing.
 */
import { ProblemError } from "../src/base/problem.ts";
import { DAY, HOUR, MINUTE } from "./case-room.ts";
import { expectation } from "./play-expect.ts";
import { PlayError, splitWords, type Verb } from "./play-line.ts";
import { command, isCommand, VERBS } from "./play-verbs.ts";
import { hourIn, type Stage } from "./play-words.ts";

export interface Line {
  /** From 1, as an editor counts. */
  readonly number: number;
  readonly text: string;
  readonly time: string;
  readonly verb: string;
  readonly rest: string;
}

const TIME = /^(\+\d+[mhd](?: \d\d:\d\d)?|\d{4}-\d\d-\d\d \d\d:\d\d|\d\d:\d\d)\s+/;

/** The lines of a play; empty ones and those that begin with `#` say nothing. */
export function linesOf(play: string): readonly Line[] {
  return play.split("\n").flatMap((raw, i) => {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) return [];
    const time = TIME.exec(text)?.[1] ?? "";
    const [, verb = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(text.slice(time.length).trim()) ?? [];
    return [{ number: i + 1, text, time, verb, rest }];
  });
}

/** Plays one line and everything that follows from it by itself. */
export async function playLine(stage: Stage, line: Line): Promise<void> {
  try {
    await goTo(stage, line.time);
    await act(stage, line.verb, line.rest);
    await stage.settle();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new PlayError(`line ${line.number}: ${line.text}\n  ${words}`, { cause: error });
  }
}

/** Plays all of it. `between` is asked before each line and may give another stage to go on with. */
export async function play(stage: Stage, text: string, between: (stage: Stage) => Promise<Stage> = (same) => Promise.resolve(same)): Promise<Stage> {
  let at = stage;
  for (const line of linesOf(text)) {
    at = await between(at);
    await playLine(at, line);
  }
  return at;
}

/** One verb with its words. */
async function act(stage: Stage, name: string, rest: string): Promise<void> {
  if (name === "expect") return expectAll(stage, rest);
  if (name === "cannot") return expectRefusal(stage, rest);
  const [first = ""] = rest.split(/\s+/);
  const verb = own(VERBS, `${name} ${first}`);
  if (verb !== undefined) return run(stage, `${name} ${first}`, verb, rest.slice(first.length).trim());
  const plain = own(VERBS, name);
  return plain === undefined || isCommand(stage, name, first) ? command(stage, name, rest) : run(stage, name, plain, rest);
}

async function run(stage: Stage, name: string, verb: Verb, rest: string): Promise<void> {
  await verb.run(stage, splitWords(name, verb, rest));
}

function own(table: Readonly<Record<string, Verb>>, key: string): Verb | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** `expect  stop expired · CCB has stop-payment.release`. */
async function expectAll(stage: Stage, rest: string): Promise<void> {
  for (const clause of rest.split(" · ")) await expectation(stage, clause.trim());
}

/** `cannot  approve stop by intake  because not-allowed`. */
async function expectRefusal(stage: Stage, rest: string): Promise<void> {
  const [, line = "", code = ""] = /^(.*?)\s+because (\S+)$/.exec(rest) ?? [];
  const [verb = "", ...words] = line.split(/\s+/);
  if (code === "" || verb === "") throw new PlayError("cannot does not say what, or why\n  expected: cannot  approve stop by intake  because not-allowed");
  const outcome = await act(stage, verb, words.join(" ")).then(
    () => "it was done",
    (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      return error.problem.code === code ? code : `${error.problem.code}: ${error.problem.detail}`;
    },
  );
  if (outcome !== code) throw new PlayError(`${outcome}\n  expected: ${code}`);
}

const STEP: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

/** Lets time pass until the time of a line; clocks go off on the way. */
async function goTo(stage: Stage, time: string): Promise<void> {
  if (time === "") return;
  const { nowMs, zone } = stage;
  const step = /^\+(\d+)([mhd])(?: (\d\d:\d\d))?$/.exec(time);
  const untilMs = step === null ? hourIn(zone, nowMs, time) : stepTo(nowMs, zone, Number(step[1]) * STEP[step[2]], step[3]);
  if (untilMs < nowMs) throw new Error(`${time} is before the line above\n  expected: a later time, or "+1d ${time}" for the next day`);
  await stage.pass(untilMs - nowMs);
}

function stepTo(nowMs: number, zone: string, ms: number, hour: string | undefined): number {
  return hour === undefined ? nowMs + ms : hourIn(zone, nowMs + ms, hour);
}
