/** What is late, whose clock runs and which lead is next, from what the server says of leads. */
import type { DeadlineView, LeadBody, LeadStep } from "@duanliu/client";
import { expect, test } from "vitest";
import { askedOf, clockOf, currentStep, inOrder, lateOf, nextOf, stepsOf, targetOf } from "./campaign.ts";

const lead = (state: string, steps: readonly LeadStep[], deadlines: readonly DeadlineView[] = []) => ({
  id: `led_${state}`,
  state,
  dueAtMs: deadlines[0]?.dueAtMs ?? null,
  openedAtMs: 0,
  deadlines,
  body: { steps, verification: null } as unknown as LeadBody,
});
const issued: LeadStep = { what: "issued", atMs: 1, org: "a", territory: "1" };
const over = (key: string, to: string | null, atMs = 5): LeadStep => ({ what: "overdue", atMs, key, to });
const clock = (key: string, dueAtMs: number, state = "armed"): DeadlineView => ({ key, startedAtMs: 1, dueAtMs, unknownYear: null, state, firedAtMs: null });

test("overdue is what the unit that has it now has not done, each time one tier higher; what was done late is over", () => {
  expect(lateOf(lead("issued", [issued]))).toBeNull();
  expect(lateOf(lead("issued", [issued, over("campaign.leadSign", "city")]))).toEqual({ key: "campaign.leadSign", times: 1, to: "city" });
  // Nobody above the last: the one that was told stays named.
  expect(lateOf(lead("issued", [issued, over("campaign.leadSign", "city"), over("campaign.leadSign", null)]))).toEqual({ key: "campaign.leadSign", times: 2, to: "city" });
  expect(lateOf(lead("signed", [issued, over("campaign.leadSign", "city"), { what: "signed", atMs: 6, inTime: false }]))).toBeNull();
  // What an earlier unit let pass is not this one's.
  expect(lateOf(lead("issued", [issued, over("campaign.leadSign", "city"), { what: "passed-on", atMs: 7, org: "b", territory: "2" }]))).toBeNull();
});

test("three clocks: done late or in time, running, over, begins with signing", () => {
  const one = lead("signed", [issued, over("campaign.leadSign", "city"), { what: "signed", atMs: 6, inTime: false }], [clock("campaign.leadVerify", 90)]);
  expect(clockOf(one, "campaign.leadSign")).toEqual({ kind: "done", atMs: 6, late: true });
  expect(clockOf(one, "campaign.leadVerify")).toMatchObject({ kind: "running", clock: { dueAtMs: 90 } });
  expect(clockOf(one, "campaign.leadReturn")).toEqual({ kind: "waiting" });
  expect(clockOf(lead("issued", [issued]), "campaign.leadVerify")).toEqual({ kind: "waiting" });
  expect(clockOf(lead("issued", [issued, over("campaign.leadSign", null)]), "campaign.leadSign")).toEqual({ kind: "over" });
  // Sent back: it stays signed, and has to be verified anew.
  const back = lead("signed", [
    issued,
    { what: "signed", atMs: 2, inTime: true },
    { what: "verified", atMs: 3, finding: "true" },
    { what: "returned", atMs: 4 },
    { what: "sent-back", atMs: 5 },
  ]);
  expect(clockOf(back, "campaign.leadSign")).toEqual({ kind: "done", atMs: 2, late: false });
  expect(clockOf(back, "campaign.leadVerify")).toEqual({ kind: "waiting" });
});

test("a unit works what is overdue first, then what is due first; the next is never the one that is open", () => {
  const late = lead("signed", [issued, { what: "signed", atMs: 2, inTime: true }, over("campaign.leadVerify", "city")], [clock("campaign.leadVerify", 900)]);
  const soon = lead("issued", [issued], [clock("campaign.leadSign", 100)]);
  const never = lead("verified", [issued]);
  const order = inOrder([never, soon, late]);
  expect(order.map(({ state }) => state)).toEqual(["signed", "issued", "verified"]);
  expect(nextOf(order, null)?.id).toBe(late.id);
  expect(nextOf(order, late.id)?.id).toBe(soon.id);
  expect(nextOf([soon], soon.id)).toBeNull();
});

test("what is asked: to sign, to verify, to return what was not true; where there is a choice, nothing", () => {
  expect(askedOf(lead("issued", []))).toBe("sign");
  expect(askedOf(lead("signed", []))).toBe("verify");
  const found = (finding: string) => ({ ...lead("verified", []), body: { steps: [], verification: { finding } } as unknown as LeadBody });
  expect(askedOf(found("false"))).toBe("return");
  expect(askedOf(found("true"))).toBeNull();
});

test("the steps of a campaign stop at the first that was not taken", () => {
  const body = { plan: { atMs: 2 }, approved: { atMs: 3 }, issues: [], window: null, begunAtMs: null, assessments: [] } as unknown as Parameters<typeof stepsOf>[0]["body"];
  const steps = stepsOf({ body, openedAtMs: 1, closedAtMs: null, state: "approved", history: [] });
  expect(steps[currentStep(steps)]).toEqual({ name: "issued", atMs: null });
  // Cancelled is ended, and not closed.
  expect(stepsOf({ body, openedAtMs: 1, closedAtMs: 9, state: "cancelled", history: [] }).at(-1)).toEqual({ name: "closed", atMs: null });
});

test("a target is a whole number; of money it is typed in whole units and kept in the smallest", () => {
  expect(targetOf("dens-closed", "12")).toBe("12");
  expect(targetOf("money-returned", "200,000")).toBe("20000000");
  for (const wrong of ["", "0", "1.5", "many"]) expect(targetOf("dens-closed", wrong)).toBeNull();
});
