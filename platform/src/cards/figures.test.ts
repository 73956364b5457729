/** The figures of the two cards, worked out by hand from a small story, and each seen only by whom it is about. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, START, type Room } from "../../test/case-room.ts";
import { ACCOUNT, clerk, counter, givenScreen, opened, PLACE, shop, verdictWith } from "../../test/counter.ts";
import { accepted, filed, instantOf, phone } from "../../test/report-desk.ts";
import { CARDS_ROUTES, type CardsServices } from "./cards-routes.ts";
import type { Scope } from "../access/scope.ts";
import type { SessionReply } from "../access/route.ts";
import type { MatterId } from "../domain/matter.ts";
import { cardAppealUpheld } from "./appeals.ts";
import type { CardFigures, NumberFigures } from "./figures.ts";
import { numberAction } from "./number-action/kind.ts";
import { traceBack } from "./trace-back/kind.ts";

let room: Room;
let at: ReturnType<typeof counter>;
let rules: readonly string[] = [];
beforeEach(async () => {
  room = await caseRoom();
  at = counter(
    room,
    givenScreen(() => verdictWith(rules)),
  );
});
afterEach(async () => {
  await room.close();
});

async function call(scope: Scope, method: string, path: string, sent: { readonly id?: string; readonly query?: object; readonly body?: object } = {}): Promise<unknown> {
  const found = CARDS_ROUTES.find((one) => one.method === method && one.path === path);
  if (found?.run === undefined) throw new Error(`no route ${method} ${path}`);
  const services: CardsServices = { desk: room.desk, checks: at.desk };
  const call = { scope, params: { id: sent.id ?? "" }, query: found.query?.parse(sent.query ?? {}), body: found.body?.parse(sent.body ?? {}) };
  return found.run({ ...call, language: "zh", address: "192.0.2.1", session: {} as SessionReply }, services);
}

interface Answer {
  readonly openings: readonly CardFigures[];
  readonly numbers: NumberFigures;
}
const figures = async (who: Scope, by: string, days = 60): Promise<Answer> =>
  (await call(who, "GET", "/v1/cards/figures", { query: { from: instantOf(START), to: instantOf(START + days * DAY), by } })) as Answer;

const asks = (n: number, bank: string, branch: string): Readonly<Record<string, unknown>> => ({
  ...ACCOUNT,
  subject: `p-${bank}-${n}`,
  contactNumber: `+86139${bank === "ICBC" ? 1 : 2}000${String(1_000 + n)}`,
  branch,
});
const cardOf = (n: number, bank: string): string => `${bank}:62220212345678${String(n).padStart(2, "0")}`;

async function found(card: string, victim: number): Promise<void> {
  const { id } = await filed(room, [(await accepted(room, { reporter: { number: phone(victim) } })).id]);
  await room.desk.work(room.as("caseOfficer"), (work) => work.actAny("case", [{ id, command: "find-involved", input: { type: "account", value: card, ground: "x" } }]));
}

/** Bank A, branch b-1: ten opened, of which two are found involved later. b-2: five led groups, four refused, one of them taken back; one withdrawn. Bank B: three opened. */
async function story(): Promise<void> {
  rules = [];
  for (let n = 0; n < 10; n++) await opened(at, clerk(room), asks(n, "ICBC", "b-1"), cardOf(n, "ICBC"));
  for (let n = 0; n < 3; n++) await opened(at, clerk(room, 1, "org_ccb"), asks(n, "CCB", "c-1"), cardOf(n, "CCB"));
  rules = ["O04"];
  const refused: string[] = [];
  for (let n = 20; n < 25; n++) {
    const { check, opening } = await at.check(clerk(room), asks(n, "ICBC", "b-2"));
    if (n === 24) await at.decides(clerk(room), check, { decision: "left" });
    else {
      await at.decides(clerk(room, 2), check, { decision: "refused", ground: "O04", alternativeOffered: false });
      refused.push(opening ?? "");
    }
  }
  await room.desk.work(room.system, (work) =>
    cardAppealUpheld(work, { name: "appeal-upheld", appeal: "apl_0001" as MatterId, against: refused[0] as MatterId, ground: "x", reviewer: "y" }),
  );
  // One of those refused opened at Bank B instead, and was found involved there: that refusal was right.
  rules = [];
  await opened(at, clerk(room, 1, "org_ccb"), asks(22, "ICBC", "c-1"), cardOf(50, "CCB"));
  await room.pass(10 * DAY);
  await found(cardOf(3, "ICBC"), 1);
  await found(cardOf(4, "ICBC"), 2);
  await found(cardOf(50, "CCB"), 3);
  const traces = await room.all(traceBack);
  const [first] = traces.filter(({ partner }) => partner === "org_icbc");
  await room.act(traceBack, clerk(room), first.id, "answer", { openedAt: instantOf(START), branch: "b-1", by: "holder", escorted: false, checks: [], othersCount: 0 });
  await room.act(traceBack, room.as("analyst"), first.id, "rectify", { fault: "checks-skipped", rectifications: ["training"] });
}

test("refused rightly and wrongly, opened and involved, involved and followed up: per branch, with what is counted over what", async () => {
  await story();
  const { openings } = await figures(room.as("analyst", "org_ministry"), "branch");
  const of = (branch: string): CardFigures => openings.find((one) => one.branch === branch)!;
  const counts = ({ hits, of: n }: { readonly hits: number; readonly of: number }): readonly number[] => [hits, n];
  expect(openings.map(({ issuer, branch }) => [issuer, branch])).toEqual([
    ["org_ccb", "c-1"],
    ["org_icbc", "b-1"],
    ["org_icbc", "b-2"],
  ]);
  expect(of("b-1").decided).toBe(10);
  expect(counts(of("b-1").openedInvolved)).toEqual([2, 10]);
  expect(of("b-1").openedInvolved).toMatchObject({ permille: 200, lowPermille: 56.7, highPermille: 509.8 });
  // The window of six months is not over for any of them.
  expect(counts(of("b-1").openedInvolvedFinal)).toEqual([0, 0]);
  expect(of("b-1").openedInvolvedFinal.permille).toBeNull();
  expect(counts(of("b-1").followedUp)).toEqual([1, 2]);
  expect([counts(of("b-1").faults), counts(of("b-1").rectified)]).toEqual([
    [1, 1],
    [0, 1],
  ]);
  expect(counts(of("b-1").suspiciousNotOpened)).toEqual([0, 0]);
  expect(counts(of("b-2").suspiciousNotOpened)).toEqual([5, 5]);
  expect(counts(of("b-2").refusedRightly)).toEqual([1, 4]);
  expect(counts(of("b-2").refusedWrongly)).toEqual([1, 4]);
  expect(counts(of("c-1").openedInvolved)).toEqual([1, 4]);
  expect(counts(of("c-1").followedUp)).toEqual([0, 1]);
});

test("per institution and per place it adds up; once the window is over the figure is final", async () => {
  await story();
  const ministry = room.as("analyst", "org_ministry");
  const { openings } = await figures(ministry, "issuer");
  expect(openings.map(({ issuer, branch, decided }) => [issuer, branch, decided])).toEqual([
    ["org_ccb", null, 4],
    ["org_icbc", null, 15],
  ]);
  const place = (await figures(ministry, "place")).openings;
  expect(place.map((one) => [one.place, one.decided, one.openedInvolved.hits])).toEqual([[PLACE, 19, 3]]);
  await room.pass(200 * DAY);
  const [, later] = (await figures(ministry, "issuer")).openings;
  expect([later.openedInvolvedFinal.hits, later.openedInvolvedFinal.of]).toEqual([2, 10]);
});

test("a bank counts its own and nobody else's; police those of their place", async () => {
  await story();
  const own = (await figures(clerk(room), "issuer")).openings;
  expect(own.map(({ issuer }) => issuer)).toEqual(["org_icbc"]);
  expect((await figures(room.as("analyst"), "issuer")).openings).toHaveLength(2);
  expect((await figures(room.as("analyst", "org_yiwu"), "issuer")).openings).toEqual([]);
  await expect(figures(clerk(room), "issuer", 500)).rejects.toThrow("400 days");
});

test("what came of asking people to verify", async () => {
  const telco = (n: number): Scope => shop(room, n);
  const { batch } = (await call(telco(1), "POST", "/v1/number-batches", { body: { risk: "silent", numbers: Array.from({ length: 5 }, (_, n) => `+861370013700${n}`) } })) as {
    readonly batch: string;
  };
  await call(telco(2), "POST", "/v1/number-batches/:id/step", { id: batch, body: { step: "notify" } });
  const [passed, other, late] = await room.all(numberAction);
  await room.act(numberAction, telco(3), passed.id, "verify", { way: "online", result: "passed" });
  await room.act(numberAction, telco(3), other.id, "verify", { way: "online", result: "not-the-user" });
  await room.pass(25 * 3_600_000);
  await call(telco(3), "POST", "/v1/number-batches/:id/step", { id: batch, body: { step: "whereabouts", away: [] } });
  await call(telco(2), "POST", "/v1/number-batches/:id/step", { id: batch, body: { step: "impose", grade: "outgoing" } });
  await room.act(numberAction, telco(3), late.id, "verify", { way: "online", result: "passed" });
  await room.pass(2 * 3_600_000);
  await room.act(numberAction, telco(3), late.id, "restore-confirmed", { at: instantOf(room.world.nowMs()) });
  const { numbers } = await figures(telco(1), "issuer");
  expect([numbers.proposed, numbers.asked]).toEqual([5, 5]);
  expect(Object.entries(numbers).flatMap(([name, share]) => (typeof share === "number" ? [] : [[name, share.hits, share.of]]))).toEqual([
    ["passed", 2, 5],
    ["passedOnline", 2, 2],
    ["notTheUser", 1, 5],
    ["limited", 4, 5],
    ["suspended", 0, 5],
    ["urgent", 0, 5],
    ["closedByHolder", 0, 5],
    ["endedByClock", 0, 4],
    ["liftedAsWrong", 0, 4],
    ["restoredLate", 1, 1],
  ]);
  expect((await figures(shop(room, 1, "org_telco2"), "issuer")).numbers.proposed).toBe(0);
});

test("every route has words in both languages, a permission, and its own path; a check and its decision go through them", async () => {
  const names = CARDS_ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { summary, permission } of CARDS_ROUTES) expect([summary.zh.length > 0, summary.en.length > 0, permission.length > 0]).toEqual([true, true, true]);
  rules = [];
  const answer = (await call(clerk(room), "POST", "/v1/opening-checks", { body: ACCOUNT })) as { readonly check: string; readonly answer: string };
  expect(answer.answer).toBe("go-ahead");
  expect(await call(clerk(room), "POST", "/v1/opening-checks/:id/decision", { id: answer.check, body: { decision: "opened" } })).toMatchObject({ decision: "opened" });
  // How many are allowed is not for the counter to say.
  await expect(call(clerk(room), "POST", "/v1/opening-checks", { body: { ...ACCOUNT, legalCap: 99 } })).rejects.toThrow("legalCap");
});
