/**
 * Programs with one rule taken out, for the tests of the auditors: the table of kinds as it is, with one kind whose look-ups,
 * commands or decisions are other than they should be. Never reachable from a running program.
 */
import { KINDS } from "../app/kinds.ts";
import type { MatterKindName } from "../domain/matter.ts";
import type { Decision } from "../matters/decision.ts";
import type { Kind } from "../matters/kind.ts";
import type { Matter } from "../matters/matter.ts";
import type { RunOptions } from "./run.ts";

type Table = ReadonlyMap<MatterKindName, Kind>;

function withKind(name: MatterKindName, change: (kind: Kind) => Partial<Kind>): Table {
  const kind = KINDS.get(name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return new Map([...KINDS, [name, { ...kind, ...change(kind) }]]);
}

/** What a command decides, changed after it was decided. */
function deciding(name: MatterKindName, command: string, change: (decision: Decision, matter: Matter, input: never) => Decision): Table {
  return withKind(name, (kind) => ({
    decide: (matter, given, input, context) => {
      const decision = kind.decide(matter, given, input, context);
      return given === command ? change(decision, matter, input as never) : decision;
    },
  }));
}

export interface Break {
  /** The rule that is gone. */
  readonly name: string;
  /** The auditor that has to say so. */
  readonly auditor: string;
  /** Others whose promise falls with it. */
  readonly with?: readonly string[];
  readonly kinds: Table;
  /** The smallest town in which it does harm, of those that were tried. */
  readonly town: Pick<RunOptions, "seed" | "days" | "roundsPerDay">;
}

/** From the morning into the night. */
const EVENING = { seed: 4, days: 0.6, roundsPerDay: 5 } as const;
/** A day and a night. */
const DAY_AND_NIGHT = { seed: 1, days: 1, roundsPerDay: 4 } as const;
/** Long enough that somebody asks for a third round. */
const THREE_DAYS = { seed: 4, days: 3, roundsPerDay: 4 } as const;
/** A night in which somebody who took a report also leads the duty. */
const ALONE_AT_NIGHT = { seed: 1, days: 1, roundsPerDay: 5 } as const;

export const BREAKS: readonly Break[] = [
  {
    name: "rounds are not counted",
    auditor: "rounds",
    town: THREE_DAYS,
    kinds: withKind("stop-payment", (kind) => ({
      facts: async (sql, requests, nowMs, around) => (await kind.facts(sql, requests, nowMs, around)).map((one) => ({ ...(one as object), rounds: [] })),
    })),
  },
  {
    name: "nobody is told of a stop",
    auditor: "notices",
    town: EVENING,
    kinds: deciding("stop-payment", "answer", ({ notices: _none, ...decision }) => decision),
  },
  {
    name: "the clock of a stop is not set",
    auditor: "released-on-time",
    with: ["quiet", "ends-told"],
    town: EVENING,
    kinds: deciding("stop-payment", "answer", (decision) => ({ ...decision, arm: (decision.arm ?? []).filter((one) => one.key !== "stop.duration") })),
  },
  {
    name: "whoever proposed a stop may approve it",
    auditor: "four-eyes",
    town: ALONE_AT_NIGHT,
    kinds: withKind("stop-payment", (kind) => ({ commands: { ...kind.commands, approve: { ...kind.commands["approve"], notBy: [] } } })),
  },
  {
    name: "more is held than was ordered",
    auditor: "amounts",
    town: DAY_AND_NIGHT,
    kinds: withKind("stop-payment", (kind) => ({
      decide: (matter, command, input, context) => {
        const said = input as { readonly heldMinor?: string };
        if (command !== "answer" || said.heldMinor === undefined) return kind.decide(matter, command, input, context);
        const { scope, amountMinor } = matter.body as { readonly scope: string; readonly amountMinor: string };
        const most = scope === "amount" && BigInt(said.heldMinor) > BigInt(amountMinor) ? amountMinor : said.heldMinor;
        const decision = kind.decide(matter, command, { ...said, heldMinor: most, balanceMinor: undefined }, context);
        return { ...decision, body: { ...(decision.body as object), heldMinor: said.heldMinor } };
      },
    })),
  },
  {
    name: "a bank is not told when a stop is over",
    auditor: "ends-told",
    town: EVENING,
    kinds: deciding("stop-payment", "expire", ({ effects: _none, ...decision }) => decision),
  },
  {
    name: "nobody hears that an appeal was not decided in time",
    auditor: "appeals-heard",
    town: EVENING,
    kinds: deciding("appeal", "overdue", ({ notices: _none, ...decision }) => decision),
  },
];
