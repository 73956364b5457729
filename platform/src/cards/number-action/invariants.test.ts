/**
 * Whatever an operator's people do in whatever order: nothing is limited without a notice of a day or two people and
 * urgency, no grade is jumped otherwise, nobody who travels is limited, emergency calls are in every order, and everything
 * ends by the clock.
 */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, HOUR, type Room } from "../../../test/case-room.ts";
import { shop } from "../../../test/counter.ts";
import { ProblemError } from "../../base/problem.ts";
import { numberAction } from "./kind.ts";
import { GRADES, gradeOf, isLimited, nextGrade, type Grade } from "./states.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => room.close());

const grade = fc.constantFrom(...GRADES);
/** Mostly the grade that may come next, so that runs get far; now and then any. */
const aimed = fc.record({ aim: fc.constantFrom("next", "next", "next", "any"), grade });
const move = (weight: number, command: string, input: fc.Arbitrary<object> = fc.constant({})) => ({ weight, arbitrary: fc.record({ command: fc.constant(command), input }) });
const step = fc.oneof(
  move(4, "wait", fc.record({ hours: fc.constantFrom(1, 25, 25) })),
  move(2, "notify"),
  move(3, "announce", aimed),
  move(5, "impose", aimed),
  move(1, "ask-urgent", fc.record({ grade, ground: fc.constant("mass-dialling") })),
  move(2, "approve-urgent", fc.record({ whereabouts: fc.constantFrom("home", "roaming") })),
  move(1, "confirm"),
  move(1, "ease", fc.record({ grade: fc.constantFrom("outgoing", "incoming") })),
  move(4, "whereabouts", fc.record({ where: fc.constantFrom("home", "home", "home", "roaming") })),
  move(1, "verify", fc.record({ way: fc.constant("online"), result: fc.constantFrom("failed", "failed", "not-the-user", "no-show", "passed") })),
);
/** Anna proposes: mostly the two others act. */
const who = fc.constantFrom(1, 2, 2, 3, 3);

test("no order of commands limits anybody otherwise than it may", { timeout: 300_000 }, async () => {
  let number = 0;
  const limited: string[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, who), { minLength: 20, maxLength: 40, size: "max" }), async (steps) => {
      const { id } = await room.open(numberAction, shop(room, 1), {
        number: `+86138002${String(10_000 + number++)}`,
        risk: "often-flagged",
        evidence: [{ kind: "event", ref: "e" }],
      });
      for (const [{ command, input }, n] of steps) {
        if (command === "wait") {
          await room.pass((input as { readonly hours: number }).hours * HOUR);
          continue;
        }
        const { aim, ...given } = input as { readonly aim?: string };
        const next = aim === "next" ? nextGrade((await room.get(numberAction, id)).state) : null;
        await room.act(numberAction, shop(room, n), id, command, next === null ? given : { grade: next }).catch((error: unknown) => {
          if (!(error instanceof ProblemError)) throw error;
        });
      }
      await room.settle();
      const lines = await room.desk.history(room.system, id);
      const notices = await room.desk.notices(room.system, id);
      let last: Grade | null = null;
      for (const { event, seq, stateBefore, stateAfter, actor, recordedAtMs, detail } of lines) {
        const after = gradeOf(stateAfter as never);
        if (after !== null && ["limit-outgoing", "limit-incoming", "suspend"].includes(event)) {
          limited.push(event);
          if (detail["urgent"] === true) {
            const asked = lines.findLast((line) => line.event === "ask-urgent" && line.recordedAtMs <= recordedAtMs);
            expect(asked === undefined ? actor : asked.actor).not.toBe(actor);
          } else {
            const told = notices
              .filter(({ template }) => template === "number-action.reverify" || template === "number-action.announced")
              .map(({ deliveredAtMs }) => deliveredAtMs ?? Infinity);
            expect(Math.min(...told)).toBeLessThanOrEqual(recordedAtMs - DAY);
            expect(GRADES.indexOf(after)).toBe(last === null ? 0 : GRADES.indexOf(last) + 1);
          }
          // Somebody else than who proposed it.
          expect(actor).not.toBe(lines[0].actor);
          // What was said last of the phone is that it is at home: by whereabouts, or with the urgent approval itself.
          const said = lines.findLast((line) => ["whereabouts", "only-reverify"].includes(line.event) && line.seq < seq);
          if (detail["urgent"] !== true) expect(said?.detail["where"]).toBe("home");
        }
        if (stateBefore !== stateAfter) last = after;
      }
      for (const order of room.handed.institution.filter(({ matter, what }) => matter === id && /restrict|suspend/.test(what)))
        expect(order.fields).toMatchObject({ emergencyCallsKept: true, helplinesKept: true, endsAt: expect.any(String) as string });
      const { state } = await room.get(numberAction, id);
      if (!isLimited(state)) return;
      // Nobody comes any more.
      await room.pass(32 * DAY);
      expect(isLimited((await room.get(numberAction, id)).state)).toBe(false);
    }),
    { seed: 20260312, numRuns: 60, endOnFailure: true },
  );
  // The commands do reach what they are meant to test.
  expect(new Set(limited)).toEqual(new Set(["limit-outgoing", "limit-incoming", "suspend"]));
  expect(limited.length).toBeGreaterThan(20);
  expect(room.stuck).toEqual([]);
});
