/**
 * Everything that limits somebody has a clock that ends it, and ends when that is due: never before, and later by no more
 * than the sweep, whatever was away, stopped or late. A leap of the machine's clock over the instant is no lateness.
 */
import type { DeadlineKey } from "../../domain/jurisdiction-words.ts";
import { leapOver } from "../faults.ts";
import { auditor, type Found } from "./auditor.ts";
import { clockCommands, LIMITING, limits, SWEEP_MS } from "./measures.ts";

interface Clock {
  readonly matter: string;
  readonly kind: string;
  readonly key: string;
  readonly command: string;
  readonly due: number;
  readonly state: string;
  readonly fired: number | null;
}

interface Limiting {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly ends: number | null;
  readonly closed: number | null;
}

export const releasedOnTime = auditor(
  "released-on-time",
  { zh: "到期必解除，不迟于期限加一次巡检", en: "whatever expires is released on time" },
  async ({ profile, jumps, machineMs }, sql) => {
    const clocks = await sql.query<Clock>(
      `select d.matter, m.kind, d.key, d.command, d.due_at_ms as due, d.state, d.fired_at_ms as fired from deadline d join matter m on m.id = d.matter
     where d.part = 'due' and m.kind = any($1) order by d.matter, d.key, d.round`,
      [[...LIMITING]],
    );
    const matters = await sql.query<Limiting>("select id, kind, state, (body->>'endsAtMs')::int8 as ends, closed_at_ms as closed from matter where kind = any($1) order by id", [
      [...LIMITING],
    ]);
    const running = Map.groupBy(
      clocks.filter((one) => one.state === "armed"),
      (one) => one.matter,
    );
    return [
      ...clocks.flatMap((one): readonly Found[] => {
        if (profile.deadlines[one.key as DeadlineKey]?.restricts !== true && !clockCommands(one.kind).has(one.command)) return [];
        const lateMs = (one.fired ?? machineMs) - one.due;
        if (one.state === "fired" && lateMs < 0) return [{ what: `the clock ${one.key} of ${one.matter} fired ${-lateMs} ms early`, matter: one.matter }];
        if (one.state !== "disarmed" && lateMs > SWEEP_MS + leapOver(one.due, jumps))
          return [{ what: `the clock ${one.key} of ${one.matter} was ${lateMs} ms late`, matter: one.matter }];
        return [];
      }),
      ...matters.flatMap(({ id, kind, state, ends, closed }): readonly Found[] => {
        if (limits(kind, state) && !(running.get(id) ?? []).some((one) => clockCommands(kind).has(one.command)))
          return [{ what: `${kind} ${id} is ${state} and no clock ends it`, matter: id }];
        const untilMs = closed ?? (limits(kind, state) ? machineMs : null);
        if (ends !== null && untilMs !== null && untilMs - ends > SWEEP_MS + leapOver(ends, jumps))
          return [{ what: `${kind} ${id} went on for ${untilMs - ends} ms beyond its end`, matter: id }];
        return [];
      }),
    ];
  },
);
