/** Attempts are counted before they are checked, wait longer each time, survive restarts, and none that was refused is lost to the ledger. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessDesk, NOON_MS, PASSWORD, type AccessDesk } from "../../test/access-desk.ts";
import { ProblemError } from "../base/problem.ts";
import { addressUnit, TooManyAttempts, waitAfter } from "./attempts.ts";
import { ACCESS_SETTINGS } from "./parts.ts";
import { signIn } from "./sign-in.ts";
import { sweepAccess } from "./sweep.ts";

let desk: AccessDesk;
let org: string;
beforeEach(async () => {
  desk = await accessDesk();
  org = await desk.organisation("police", "11/1101");
  await desk.person(org, "zhang.san", ["intake"]);
});
afterEach(() => desk.close());

/** "in", "wrong", or how long to wait. */
async function attempt(login: string, password: string, address = "192.0.2.1"): Promise<"in" | "wrong" | number> {
  try {
    await signIn(desk.parts, { login, password }, { address, local: false });
    return "in";
  } catch (error) {
    if (error instanceof TooManyAttempts) return error.waitMs;
    if (error instanceof ProblemError && error.problem.code === "not-signed-in") return "wrong";
    throw error;
  }
}

/** Refusals that the ledger knows of, each alone or counted together. */
async function refusalsInLedger(): Promise<number> {
  const alone = (await desk.lines("sign-in-refused")).length;
  const together = (await desk.lines("sign-in-turned-away")).reduce((sum, detail) => sum + Number(detail["times"]), 0);
  return alone + together;
}

test("after some failures each wait is twice the one before, up to the longest", () => {
  const limit = { free: 3, firstWaitMs: 1_000, longestWaitMs: 10_000 };
  expect([0, 3, 4, 5, 6, 7, 8, 1_000].map((failures) => waitAfter(failures, limit))).toEqual([0, 0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test("the right password in time is let in, and clears the login", async () => {
  for (let i = 0; i < 4; i++) expect(await attempt("zhang.san", "wrong wrong wrong")).toBe("wrong");
  expect(await attempt("zhang.san", PASSWORD)).toBe("in");
  for (let i = 0; i < 5; i++) expect(await attempt("zhang.san", "wrong wrong wrong")).toBe("wrong");
});

test("while one has to wait even the right password is not looked at; afterwards it is", async () => {
  for (let i = 0; i < 6; i++) expect(await attempt("zhang.san", "wrong wrong wrong")).toBe("wrong");
  expect(await attempt("zhang.san", PASSWORD)).toBe(2_000);
  // Whoever keeps coming does not lengthen it.
  desk.nowMs += 1_500;
  expect(await attempt("ZHANG.SAN ", PASSWORD, "198.51.100.7")).toBe(500);
  desk.nowMs += 500;
  expect(await attempt("zhang.san", PASSWORD)).toBe("in");
});

test("a login that nobody has is slowed in the same way", async () => {
  const answers = { known: [] as unknown[], unknown: [] as unknown[] };
  for (let i = 0; i < 8; i++) {
    answers.known.push(await attempt("zhang.san", "wrong wrong wrong", `198.51.100.${i}`));
    answers.unknown.push(await attempt("nobody.here", "wrong wrong wrong", `203.0.113.${i}`));
  }
  expect(answers.known).toEqual(["wrong", "wrong", "wrong", "wrong", "wrong", "wrong", 2_000, 2_000]);
  expect(answers.unknown).toEqual(answers.known);
});

test("one address that tries many logins is slowed, others are not", async () => {
  const answers: unknown[] = [];
  for (let i = 0; i < 22; i++) answers.push(await attempt(`login${i}`, "wrong wrong wrong", "198.51.100.7"));
  expect(answers.slice(0, 21)).toEqual(Array(21).fill("wrong"));
  expect(answers[21]).toBe(2_000);
  expect(await attempt("zhang.san", PASSWORD, "198.51.100.8")).toBe("in");
});

test("signing in to an account of one's own gives back one attempt of the address, not all", async () => {
  for (let i = 0; i < 15; i++) expect(await attempt(`login${i}`, "wrong wrong wrong")).toBe("wrong");
  expect(await attempt("zhang.san", PASSWORD)).toBe("in");
  for (let i = 0; i < 6; i++) expect(await attempt(`other${i}`, "wrong wrong wrong")).toBe("wrong");
  expect(await attempt("other9", "wrong wrong wrong")).toBe(2_000);
});

test("a hundred at once get no more attempts than one after another", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => attempt("zhang.san", "wrong wrong wrong", `198.51.100.${i}`)));
  expect(answers.filter((answer) => answer === "wrong")).toHaveLength(6);
});

test("a clock that was set back locks nobody out for longer than the longest wait", async () => {
  for (let i = 0; i < 6; i++) await attempt("zhang.san", "wrong wrong wrong");
  desk.nowMs -= 7 * 86_400_000;
  const wait = await attempt("zhang.san", PASSWORD);
  expect(wait).toBe(ACCESS_SETTINGS.byLogin.longestWaitMs);
});

test("failures are forgotten after a day of quiet, and their rows with them", async () => {
  for (let i = 0; i < 6; i++) await attempt("zhang.san", "wrong wrong wrong");
  desk.nowMs += ACCESS_SETTINGS.attemptsKeptMs + 1;
  expect(await attempt("zhang.san", "wrong wrong wrong")).toBe("wrong");
  expect(await attempt("zhang.san", "wrong wrong wrong")).toBe("wrong");
  desk.nowMs += ACCESS_SETTINGS.attemptsKeptMs + 1;
  expect((await sweepAccess(desk.parts)).attempts).toBeGreaterThan(0);
  expect(await desk.query("select * from sign_in_attempt")).toEqual([]);
});

test("whatever the pauses and restarts, guesses stay few and the ledger knows of every refusal", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          { weight: 8, arbitrary: fc.constant("try" as const) },
          { weight: 1, arbitrary: fc.constant("restart" as const) },
          { weight: 2, arbitrary: fc.integer({ min: 1, max: 4_000_000 }) },
        ),
        { minLength: 20, maxLength: 80, size: "max" },
      ),
      fc.integer({ min: 0, max: 1e9 }),
      async (steps, salt) => {
        const login = `guess${salt}`;
        const begun = await refusalsInLedger();
        const startMs = desk.nowMs;
        let guessed = 0;
        let refused = 0;
        for (const [i, step] of steps.entries()) {
          if (step === "restart") await desk.restart();
          else if (step === "try") {
            // Another address each time: only the login slows it.
            const answer = await attempt(login, `guess number ${i}`, `2001:db8:${salt % 65_536}:${i}::1`);
            refused++;
            if (answer === "wrong") guessed++;
          } else desk.nowMs += step;
        }
        const { free, firstWaitMs, longestWaitMs } = ACCESS_SETTINGS.byLogin;
        const hours = (desk.nowMs - startMs) / 3_600_000;
        // The free ones, those while the wait grows, then one in each of the longest waits.
        const most = free + 1 + Math.ceil(Math.log2(longestWaitMs / firstWaitMs)) + hours * (3_600_000 / longestWaitMs) + 1;
        expect(guessed).toBeLessThanOrEqual(most);
        desk.nowMs += longestWaitMs;
        await sweepAccess(desk.parts);
        expect((await refusalsInLedger()) - begun).toBe(refused);
      },
    ),
    { seed: 5, numRuns: 12 },
  );
});

test("whoever keeps coming while they have to wait makes the ledger two lines longer, not a thousand", async () => {
  for (let i = 0; i < 6; i++) await attempt("zhang.san", "wrong wrong wrong");
  const before = (await desk.ledger()).length;
  for (let i = 0; i < 50; i++) expect(await attempt("zhang.san", "wrong wrong wrong", `198.51.100.${i}`)).toBe(2_000);
  expect((await desk.ledger()).length).toBe(before + 1);
  desk.nowMs += 2_000;
  expect(await attempt("zhang.san", PASSWORD)).toBe("in");
  expect(await desk.lines("sign-in-turned-away")).toEqual([{ counted: "login", times: 49 }]);
});

test("neither the ledger nor the table of attempts shows an address or a login that belongs to nobody", async () => {
  await attempt("my password is hunter", "wrong wrong wrong", "198.51.100.77");
  await attempt("zhang.san", "wrong wrong wrong", "198.51.100.77");
  const all = JSON.stringify([await desk.query("select * from ledger"), await desk.query("select * from sign_in_attempt")]);
  for (const secret of ["hunter", "198.51.100", "wrong wrong"]) expect(all).not.toContain(secret);
  expect(await desk.lines("sign-in-refused")).toEqual([
    { reason: "unknown", via: "password" },
    { reason: "wrong", via: "password", user: expect.stringMatching(/^usr_/) as string },
  ]);
  expect(desk.nowMs).toBe(NOON_MS);
});

test("an address stands for whoever can have it: IPv6 by its first half", () => {
  expect(addressUnit("192.0.2.7")).toBe("192.0.2.7");
  expect(addressUnit("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(addressUnit("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(addressUnit("2001:DB8:1:2::9")).toBe("2001:db8:1:2::/64");
  expect(addressUnit("2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(addressUnit("2001:0db8:0000:0000::1")).toBe("2001:db8:0:0::/64");
  expect(addressUnit("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  expect(addressUnit("::1")).toBe("0:0:0:0::/64");
});
