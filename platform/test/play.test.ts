/** The player itself: what it says about a line that it does not know, and that it does not take a wrong outcome for a right one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseRoom } from "./case-room.ts";
import { hourIn, Stage } from "./play-words.ts";
import { linesOf, play } from "./play.ts";

let stage: Stage;
beforeAll(async () => {
  stage = new Stage(await caseRoom());
});
afterAll(async () => {
  await stage.room.close();
});

/** What is said of these lines, played after all before them. */
const said = (lines: string): Promise<string> =>
  play(stage, lines).then(
    () => "it was played",
    (error: unknown) => String(error),
  );

test("lines have a number, a time, a verb and the rest; empty lines and remarks say nothing", () => {
  expect(linesOf("\n# a remark\n  09:00  report   by intake\n +48h  expect stop expired\n         expect  no freeze\n2026-08-31 09:00 bank CCB empty")).toMatchObject([
    { number: 3, time: "09:00", verb: "report", rest: "by intake" },
    { number: 4, time: "+48h", verb: "expect" },
    { number: 5, time: "", verb: "expect", rest: "no freeze" },
    { number: 6, time: "2026-08-31 09:00", verb: "bank" },
  ]);
});

test("what a line does not know is said with its number, what it was and what was expected", async () => {
  expect(await said("09:00  dance  by intake")).toMatch(/line 1: 09:00 {2}dance.*\n.*"dance" is no verb and no command of anything\n.*expected: link, call/s);
  expect(await said("\n09:00  report  by intake  gave 50.00 CNY")).toMatch(/line 2: .*\n.*nobody here is "intake gave 50.00 CNY"/);
  expect(await said("09:00  report  lost 50.00 CNY  to CCB:6217009876543210")).toMatch(/report does not say "by"\n.*expected: report {2}by intake/);
  expect(await said("09:00  hold-up  report by intake")).toMatch(/"hold-up" is no verb and no command of a report\n.*expected: .*, accept,/);
  expect(await said("09:00  report  by intake  lost 50 CNY  to CCB:6217009876543210")).toMatch(/"50 CNY" is no amount\n.*expected: 31 200.00 CNY/);
  expect(await said("09:00  report  by pope")).toMatch(/nobody here is "pope"\n.*expected: intake, analyst/);
  expect(await said("09:00  lift  freeze by chief")).toMatch(/there is no freeze/);
  expect(await said("09:00  report  by intake\n08:59  accept  report by intake")).toMatch(/line 2: .*\n.*08:59 is before the line above\n.*"\+1d 08:59" for the next day/);
  expect(await said("09:00  report  by intake\naccept  report by intake  with axes")).toMatch(/"axes" is no field\n.*expected: with field: value/);
});

test("what did not happen is not taken for what did", async () => {
  await play(stage, "09:05  report  by intake  lost 50.00 CNY  to CCB:6217009876543210  named 张三\n09:06  approve  stop by duty lead");
  const told = (clause: string): Promise<string> => said(`expect  ${clause}`);
  expect(await told("stop sent · stop amountMinor 50.00 CNY · no freeze · 1 stop · CCB has 1 stop-payment.request")).toBe("it was played");
  expect(await told("stop stopped")).toMatch(/line 1: .*\n.*it is not so that stop stopped\n.*saw: sent/);
  expect(await told("stop amountMinor 51.00 CNY")).toMatch(/saw: 5000/);
  expect(await told("stop told stop-payment.stopped")).toMatch(/saw: nobody was told anything/);
  expect(await told("ABC has stop-payment.request")).toMatch(/saw: 0 of stop-payment.request, and nothing/);
  expect(await told("CCB has 2 stop-payment.request")).toMatch(/saw: 1 of/);
  expect(await told("2 stops")).toMatch(/saw: 1/);
  expect(await said("09:07  cannot  accept report by intake  because not-allowed")).toMatch(/it was done\n.*expected: not-allowed/);
  expect(await said("09:07  cannot  take report by CCB  because not-allowed")).toMatch(/not-found: .*\n.*expected: not-allowed/);
});

test("time goes on as it is written, across the change of summer time too", async () => {
  const at = (zone: string, now: string, text: string): string => new Date(hourIn(zone, Date.parse(now), text)).toISOString();
  expect(at("Asia/Shanghai", "2026-03-12T00:00:00Z", "09:00")).toBe("2026-03-12T01:00:00.000Z");
  expect(at("Asia/Shanghai", "2026-03-11T23:00:00Z", "09:00")).toBe("2026-03-12T01:00:00.000Z");
  expect(at("Europe/London", "2026-03-28T08:00:00Z", "09:00")).toBe("2026-03-28T09:00:00.000Z");
  expect(at("Europe/London", "2026-03-29T08:00:00Z", "09:00")).toBe("2026-03-29T08:00:00.000Z");
  expect(at("Europe/London", "2026-03-12T00:00:00Z", "2026-08-31 09:00")).toBe("2026-08-31T08:00:00.000Z");
  const before = stage.nowMs;
  await play(stage, "+3d 09:30  expect  no freeze\n+2h  expect  no freeze");
  expect(new Date(stage.nowMs).toISOString()).toBe("2026-03-15T03:30:00.000Z");
  expect(stage.nowMs).toBeGreaterThan(before);
});
