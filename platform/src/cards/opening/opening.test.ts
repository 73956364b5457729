/** Checks at the counter with the running screening, and what becomes of what they find: as a branch would tell it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { ACCOUNT, clerk, CONTACT, counter, opened, realScreen, refusal, shop, SIM, type RealScreen } from "../../../test/counter.ts";
import { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import { isPossible } from "../../matters/kind.ts";
import { cardAppealUpheld } from "../appeals.ts";
import { opening } from "./kind.ts";
import { openingCommands } from "./opening.ts";

let room: Room;
let real: RealScreen;
let at: ReturnType<typeof counter>;
beforeEach(async () => {
  room = await caseRoom();
  real = await realScreen(room.world);
  at = counter(room, real.screen);
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
  await real.close();
});

const GROUP = { ...ACCOUNT, groupSize: 6, escorted: true } as const;
const count = async (table: string): Promise<number> => {
  const [{ n }] = await room.store.snapshot((sql) => sql.query<{ readonly n: number }>(`select count(*) as n from ${table}`));
  return n;
};
const rowOf = async (check: string): Promise<Record<string, unknown>> => {
  const [row] = await room.store.snapshot((sql) => sql.query<Record<string, unknown>>("select * from opening_check where id = $1", [check]));
  return row;
};

test("nothing found: go ahead, one light row of tokens, no matter and nobody's data; what was opened is a token as well", async () => {
  const answer = await at.check(clerk(room), ACCOUNT);
  expect([answer.answer, answer.reasons, answer.questions, answer.grounds, answer.opening]).toEqual(["go-ahead", [], [], [], null]);
  expect(await at.decides(clerk(room), answer.check, { decision: "opened", card: "ICBC:6222021234567890" })).toEqual({ check: answer.check, decision: "opened", opening: null });
  expect([await count("opening_check"), await count("matter"), await count("personal"), await count("ledger")]).toEqual([1, 0, 0, 0]);
  const row = JSON.stringify(await rowOf(answer.check));
  for (const value of [ACCOUNT.subject, CONTACT, "6222021234567890"]) expect(row).not.toContain(value);
  expect(await rowOf(answer.check)).toMatchObject({ decision: "opened", said: null, branch: "b-1", territory: ACCOUNT.territory });
});

test("what found nothing cannot be refused, and that it was asked stays in the ledger", async () => {
  const { check } = await at.check(clerk(room), ACCOUNT);
  expect(await refusal(at.decides(clerk(room), check, { decision: "refused", ground: "O05", alternativeOffered: true }))).toBe("limit-of-law");
  const lines = await room.store.snapshot((sql) => sql.query<{ readonly event: string }>("select event from ledger"));
  expect(lines.map(({ event }) => event)).toEqual(["refused"]);
  expect((await rowOf(check))["decision"]).toBeNull();
  // The counter may still open it.
  await at.decides(clerk(room), check, { decision: "opened" });
});

test("far from home with high limits is asked about and never refused, whatever else is ordinary", async () => {
  const random = new Prng(20260312);
  const maybe = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => (random.chance(0.5) ? facts : {});
  for (let n = 0; n < 40; n++) {
    const line = random.chance(0.5);
    const facts = {
      ...(line ? SIM : ACCOUNT),
      subject: `person-${n}`,
      contactNumber: `+86138001${String(10_000 + n)}`,
      outOfTown: true,
      highLimits: true,
      ...maybe({ cardsHeld: line ? random.int(5) : 0 }),
      ...maybe({ contactPersons: 1 + random.int(2) }),
      ...maybe({ groupSize: 1 + random.int(2) }),
      ...maybe({ groupSize: 1 + random.int(9), escorted: false }),
      ...maybe({ parcelCards: random.int(5) }),
      ...maybe({ operators7d: random.int(4) }),
      ...maybe({ sanctioned: false }),
      ...maybe({ shellSigns: random.int(3) }),
    };
    const who = line ? shop(room) : clerk(room);
    const answer = await at.check(who, facts);
    expect([answer.answer, answer.reasons.map(({ rule }) => rule), answer.grounds, answer.notPermitted]).toEqual(["ask", ["O05"], [], []]);
    if (n < 10)
      for (const ground of ["O05", "O04", "O06", "O01b"])
        expect(await refusal(at.decides(who, answer.check, { decision: "refused", ground, alternativeOffered: true }))).toBe("limit-of-law");
  }
  expect(await count("matter")).toBe(0);
});

test("a led group: a person looks, not the same one who asked; refused on its ground with reasons and remedy in writing", async () => {
  const answer = await at.check(clerk(room), GROUP);
  expect([answer.answer, answer.grounds.map(({ key }) => key), answer.notPermitted]).toEqual(["look", ["O04"], []]);
  expect(answer.say.en).toContain("Nobody accuses you");
  const id = answer.opening as MatterId;
  expect((await room.get(opening, id)).state).toBe("escalated");
  const input = { ground: "O04", alternativeOffered: false };
  expect(await refusal(room.act(opening, clerk(room), id, "refuse", input))).toBe("not-allowed");
  expect(await refusal(room.act(opening, clerk(room, 2), id, "refuse", { ...input, ground: "O05" }))).toBe("limit-of-law");
  await at.decides(clerk(room, 2), answer.check, { decision: "refused", ...input });
  await room.settle();
  expect(await room.get(opening, id)).toMatchObject({ state: "refused", org: "org_icbc", body: { ground: "O04", decidedAtMs: room.world.nowMs() } });
  expect(await rowOf(answer.check)).toMatchObject({ decision: "refused", ground: "O04", matter: id });
  const [sms] = room.handed.messenger;
  expect(sms.to).toBe(CONTACT);
  expect(sms.text.en).toMatch(/led by one guide.*261.*Bank A.*code [0-9A-Z]{4}-/s);
  expect(sms.text.zh).toMatch(/由一人带领.*261.*甲银行.*编号 [0-9A-Z]{4}-/s);
});

test("a sanction in its term limits what may be opened; before a refusal something less has to be offered", async () => {
  const answer = await at.check(clerk(room), { ...ACCOUNT, sanctioned: true });
  expect([answer.answer, answer.notPermitted.map(({ rule, citation }) => [rule, citation.status]), answer.opening]).toEqual(["limited", [["O06", "statute"]], null]);
  expect(await refusal(at.decides(clerk(room), answer.check, { decision: "refused", ground: "O06", alternativeOffered: false }))).toBe("limit-of-law");
  const { opening: id } = await at.decides(clerk(room), answer.check, { decision: "limited", card: "ICBC:6222021234567890" });
  await room.settle();
  expect(await room.get(opening, id as MatterId)).toMatchObject({ state: "limited", body: { card: { masked: "ICBC 6222 **** 7890" } } });
  expect(room.handed.messenger[0].text.en).toContain("you may ask for the full one at any time");
});

test("nobody looks within the hour: the check lapses by the clock, tells the bank, and carries no refusal any more", async () => {
  const { opening: id, check } = await at.check(clerk(room), GROUP);
  await room.pass(HOUR - MINUTE);
  expect((await room.get(opening, id as MatterId)).state).toBe("escalated");
  await room.pass(2 * MINUTE);
  expect((await room.get(opening, id as MatterId)).state).toBe("lapsed");
  expect(room.handed.institution.map(({ what, to }) => [what, to])).toEqual([["opening.check-lapsed", "org_icbc"]]);
  expect(await refusal(at.decides(clerk(room, 2), check, { decision: "refused", ground: "O04", alternativeOffered: true }))).toBe("not-now");
  await at.decides(clerk(room, 2), check, { decision: "opened", card: "ICBC:6222021234567890" });
  expect((await room.get(opening, id as MatterId)).state).toBe("opened");
});

test("the applicant withdraws: nobody is told anything, and nobody refused", async () => {
  const { check } = await at.check(clerk(room), { ...ACCOUNT, outOfTown: true, highLimits: true });
  const { opening: id } = await at.decides(clerk(room), check, { decision: "left" });
  await room.settle();
  expect((await room.get(opening, id as MatterId)).state).toBe("left");
  expect(room.handed.messenger).toEqual([]);
});

test("an appeal that is upheld takes the decision back, tells the applicant and the bank, and is counted, in one transaction", async () => {
  const { check, opening: id } = await at.check(clerk(room), GROUP);
  await at.decides(clerk(room, 2), check, { decision: "refused", ground: "O04", alternativeOffered: false });
  const upheld = { name: "appeal-upheld", appeal: "apl_0001" as MatterId, against: id as MatterId, ground: "mistake", reviewer: "usr_x" } as const;
  const failing = room.desk.work(room.system, async (work) => {
    await cardAppealUpheld(work, upheld);
    throw new Error("something after it fails");
  });
  await expect(failing).rejects.toThrow("something after it fails");
  expect((await room.get(opening, id as MatterId)).state).toBe("refused");
  expect((await rowOf(check))["overturned_at_ms"]).toBeNull();
  await room.desk.work(room.system, (work) => cardAppealUpheld(work, upheld));
  await room.settle();
  expect((await room.get(opening, id as MatterId)).state).toBe("overturned");
  expect((await rowOf(check))["overturned_at_ms"]).toBe(room.world.nowMs());
  expect(room.handed.institution.map(({ what }) => what)).toEqual(["opening.overturned"]);
  expect(room.handed.messenger.at(-1)?.text.en).toContain("has been withdrawn, and it can be opened");
});

test("a bank sees its own checks and openings and no other's; the police open nothing", async () => {
  const { check, opening: id } = await at.check(clerk(room), GROUP);
  await expect(room.desk.find(clerk(room, 1, "org_ccb"), id as MatterId)).rejects.toThrow("in your scope");
  expect(await refusal(at.decides(clerk(room, 1, "org_ccb"), check, { decision: "opened" }))).toBe("not-found");
  expect(await refusal(room.open(opening, clerk(room, 1, "org_ccb"), { check }))).toBe("not-found");
  expect(await refusal(room.act(opening, room.as("dutyLead"), id as MatterId, "open"))).toBe("not-allowed");
  expect(await refusal(at.check(room.as("analyst"), ACCOUNT))).toBe("not-allowed");
});

test("a bank opens accounts, an operator cards", async () => {
  expect(await refusal(at.check(clerk(room), SIM))).toBe("not-allowed");
  expect(await refusal(at.check(shop(room), ACCOUNT))).toBe("not-allowed");
});

test("asked again under its own number it is the same answer; other facts under it are refused", async () => {
  const asked = { ...GROUP, request: "r-1" };
  const first = await at.check(clerk(room), asked);
  expect(await at.check(clerk(room, 2), asked)).toEqual(first);
  expect(await refusal(at.check(clerk(room), { ...asked, groupSize: 1 }))).toBe("malformed-input");
  // Another institution's number is another's.
  expect((await at.check(clerk(room, 1, "org_ccb"), asked)).check).not.toBe(first.check);
  const quiet = await at.check(clerk(room), { ...ACCOUNT, request: "r-2" });
  expect(await at.check(clerk(room), { ...ACCOUNT, request: "r-2" })).toEqual(quiet);
  expect(await count("opening_check")).toBe(3);
});

test("what other institutions know of a person is an outcome, never a number", async () => {
  for (let n = 0; n < 4; n++) await opened(at, clerk(room, 1, "org_ccb"), { ...ACCOUNT, subject: `other-${n}`, branch: `c-${n}` }, `CCB:62170098765432${n}0`);
  const shared = await at.check(clerk(room), { ...ACCOUNT, subject: "a-fifth-person" });
  expect(shared.reasons).toEqual([{ rule: "O03", words: expect.objectContaining({ en: expect.not.stringMatching(/\d/) as string }) as object }]);
  expect(JSON.stringify({ ...shared, check: "" })).not.toMatch(/CCB|org_ccb|乙银行|Bank B|"(?:4|5)"|\b[45]\b/);
});

test("a second account at the same bank is told of the first by the store itself, when the bank does not say what it holds", async () => {
  await opened(at, clerk(room), ACCOUNT, "ICBC:6222021234567890");
  const second = await at.check(clerk(room), ACCOUNT);
  expect([second.answer, second.notPermitted.map(({ rule }) => rule)]).toEqual(["limited", ["O01b"]]);
  // At another bank it is the first; what the bank says of its own books goes before what we counted.
  expect((await at.check(clerk(room, 1, "org_abc"), ACCOUNT)).answer).toBe("go-ahead");
  expect((await at.check(clerk(room), { ...ACCOUNT, cardsHeld: 0 })).answer).toBe("go-ahead");
});

test("many counters at once: each gets its own answer, each has its row", async () => {
  const answers = await Promise.all(
    Array.from({ length: 250 }, (_, n) => at.check(clerk(room), { ...ACCOUNT, subject: `p-${n}`, contactNumber: `+86139001${String(10_000 + n)}`, sanctioned: n % 5 === 0 })),
  );
  expect(answers.map(({ answer }) => answer)).toEqual(Array.from({ length: 250 }, (_, n) => (n % 5 === 0 ? "limited" : "go-ahead")));
  expect(new Set(answers.map(({ check }) => check)).size).toBe(250);
  expect(await count("opening_check")).toBe(250);
});

test("what the screening cannot read is refused with its field, and holds up nobody else's check", async () => {
  const [bad, good] = await Promise.allSettled([at.check(clerk(room), { ...ACCOUNT, device: "a device with spaces" }), at.check(clerk(room), ACCOUNT)]);
  expect(bad.status === "rejected" ? (bad.reason as { readonly problem: unknown }).problem : null).toMatchObject({ code: "malformed-input", at: { field: "device" } });
  expect(good.status).toBe("fulfilled");
  expect(await count("opening_check")).toBe(1);
  expect(await refusal(at.check(clerk(room), { ...ACCOUNT, contactNumber: "12" }))).toBe("malformed-input");
  expect(await refusal(at.check(clerk(room), { ...ACCOUNT, territory: "nowhere" }))).toBe("malformed-input");
});

test("said once, it stays; a second time the same is the same, and something else is refused", async () => {
  const { check } = await at.check(clerk(room), { ...ACCOUNT, sanctioned: true });
  const both = await Promise.allSettled([at.decides(clerk(room), check, { decision: "limited" }), at.decides(clerk(room, 2), check, { decision: "left" })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await room.all(opening)).toHaveLength(1);
  const { decision } = await rowOf(check);
  expect((await at.decides(clerk(room), check, { decision })).decision).toBe(decision);
  expect(await refusal(at.decides(clerk(room), check, { decision: "opened" }))).toBe("not-now");
});

test("nobody but the counter gives a command, and the clock's and appeal's belong to nobody", async () => {
  const { opening: id } = await at.check(clerk(room), GROUP);
  for (const [name, { who }] of Object.entries(openingCommands)) {
    expect(who.every((role) => role === "bankOps" || role === "telcoOps")).toBe(true);
    if (!isPossible(opening, "escalated", name)) continue;
    for (const role of ["analyst", "dutyLead", "reviewer", "countyChief"] as const)
      expect(
        await refusal(room.desk.work(room.as(role, "org_ministry"), (work) => work.actAny("opening", [{ id: id as MatterId, command: name, input: INPUTS[name] ?? {} }]))),
      ).toBe("not-allowed");
  }
});

const INPUTS: Readonly<Record<string, unknown>> = {
  ask: { answers: [{ question: "O04", satisfied: true }] },
  refuse: { ground: "O04", alternativeOffered: false },
  lapse: { key: "hold.confirm", dueAtMs: 0 },
  overturn: { appeal: "apl_0001" },
};
