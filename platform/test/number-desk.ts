/** For tests of actions on numbers: three people of an operator's desk, and the way to a number that is limited. */
import type { Scope } from "../src/access/scope.ts";
import { numberAction } from "../src/cards/number-action/kind.ts";
import type { NumberMatter } from "../src/cards/number-action/order.ts";
import type { Grade, NumberActionState } from "../src/cards/number-action/states.ts";
import type { MatterId } from "../src/domain/matter.ts";
import { HOUR, type Room } from "./case-room.ts";
import { shop } from "./counter.ts";

export const NUMBER = "+8613800138000";
export const EVIDENCE = [{ kind: "event", ref: "evt-1" }] as const;

interface Identified {
  readonly id: MatterId;
}

export function numberDesk(room: Room) {
  /** Anna raises, Ben decides, Cora carries out. */
  const anna = (): Scope => shop(room, 1);
  const ben = (): Scope => shop(room, 2);
  const cora = (): Scope => shop(room, 3);
  const raise = (over: object = {}): Promise<NumberMatter> =>
    room.open(numberAction, anna(), { number: NUMBER, risk: "silent", evidence: [...EVIDENCE], whereabouts: "home", ...over });
  const give = (who: Scope, { id }: Identified, command: string, input: object = {}): Promise<NumberMatter> => room.act(numberAction, who, id, command, input);
  const now = ({ id }: Identified): Promise<NumberMatter> => room.get(numberAction, id);
  const done = (action: NumberMatter): Promise<NumberMatter> =>
    give(cora(), action, "answer", { result: "done", at: new Date(room.world.nowMs()).toISOString(), emergencyCallsWork: true });
  /** Raised by Anna, told by Ben, a day gone by without a check, the phone at home. */
  const unverified = async (over: object = {}): Promise<NumberMatter> => {
    const action = await raise(over);
    await give(ben(), action, "notify");
    await room.pass(25 * HOUR);
    return give(ben(), action, "whereabouts", { where: "home" });
  };
  const limitedTo = async (last: Grade): Promise<NumberMatter> => {
    let action = await unverified();
    action = await done(await give(ben(), action, "impose", { grade: "outgoing" }));
    for (const grade of ["incoming", "suspend"] as const) {
      if (last === "outgoing" || (last === "incoming" && grade === "suspend")) break;
      await give(ben(), action, "announce", { grade });
      await room.pass(25 * HOUR);
      await give(ben(), action, "whereabouts", { where: "home" });
      action = await done(await give(ben(), action, "impose", { grade }));
    }
    await room.settle();
    return action;
  };
  return {
    anna,
    ben,
    cora,
    raise,
    give,
    now,
    done,
    unverified,
    stateOf: async (action: Identified): Promise<NumberActionState> => (await now(action)).state,
    orders: (): readonly string[] => room.handed.institution.map(({ what }) => what).filter((what) => what !== "notice"),
    limitedTo,
    /** When a limit that begins at an instant ends, by the law of the room. */
    endOf: (startMs: number): number => room.desk.parts.law.current(startMs).due("number.restriction", startMs).dueAtMs,
  };
}
