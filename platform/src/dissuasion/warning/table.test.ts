/** The table of a warning: where each state leads, and that none keeps a person for ever. */
import { expect, test } from "vitest";
import { isEnd } from "../../base/state-table.ts";
import { BEFORE_CONTACT_ENDS, OPEN_STATES, WARNING_STATES, type WarningState } from "./states.ts";
import { warning } from "./kind.ts";

const states = Object.keys(WARNING_STATES) as WarningState[];

test("the ends are the ends that the field knows", () => {
  expect(states.filter((state) => isEnd(WARNING_STATES, state))).toEqual(["closed-to-report", "not-a-target", "closed", "merged", "expired", "cancelled"]);
  expect(states.filter((state) => !isEnd(WARNING_STATES, state)).toSorted()).toEqual(OPEN_STATES.toSorted());
});

test("whoever still has to be reached can be merged, cancelled as a false alarm, and expires by the clock alone", () => {
  for (const state of BEFORE_CONTACT_ENDS) expect(WARNING_STATES[state], state).toMatchObject({ merge: "merged", cancel: "cancelled", expire: "expired", evidence: state });
});

test("every open state takes new signs, so that there is never a second warning", () => {
  for (const state of OPEN_STATES) expect(WARNING_STATES[state], state).toHaveProperty("evidence");
});

test("the road of a refusal leads up, to the person, and to the end", () => {
  const road: [WarningState, string][] = [
    ["dispatched", "sign"],
    ["signed", "contact"],
    ["in-contact", "refuse"],
    ["refused", "escalate"],
    ["escalated", "contact"],
    ["in-contact", "awaken"],
    ["awakened", "follow"],
    ["follow-up", "close"],
  ];
  for (const [i, [state, event]] of road.entries()) expect((WARNING_STATES[state] as Record<string, string>)[event], `${state} ${event}`).toBe(road[i + 1]?.[0] ?? "closed");
});

test("each state and each command has its words in both languages", () => {
  for (const words of [...Object.values(warning.stateWords), ...Object.values(warning.commands).map((command) => command.words)]) {
    expect(words.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(words.en).toMatch(/[A-Za-z]/);
  }
});
