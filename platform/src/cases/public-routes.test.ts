/** What somebody without an account may do: report, follow by code, add papers, object; and what a code does not open. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { account, accepted, instantOf, matters, phone } from "../../test/report-desk.ts";
import type { SessionReply } from "../access/route.ts";
import { authorise } from "../access/scope.ts";
import { PUBLIC_REPORT_ROUTES } from "./public-routes.ts";
import { report } from "./report/kind.ts";
import type { Progress } from "./report/progress.ts";
import type { Receipt } from "./report/receipt.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

/** Nobody signs in here. */
const NO_SESSION = {} as SessionReply;

/** As the server does it: the body through the route's schema, the scope of anybody. */
async function call<T>(path: string, body: unknown): Promise<T> {
  const found = PUBLIC_REPORT_ROUTES.find((one) => one.path === path);
  if (found?.run === undefined) throw new Error(`no route ${path}`);
  const scope = authorise({ kind: "public", matter: "" }, found.permission);
  return (await found.run({ scope, params: {}, query: {}, body: found.body?.parse(body), language: "zh", address: "192.0.2.1", session: NO_SESSION }, { desk: room.desk })) as T;
}

const send = (body: object): Promise<{ readonly receipt: Receipt; readonly progress: Progress }> => call("/v1/public/reports", body);
const follow = (code: string): Promise<Progress> => call("/v1/public/report", { code });

test("a report without an account goes to the unit of the place, gets its receipt, and proposes the stop at once", async () => {
  const { receipt, progress } = await send({
    role: "victim",
    reporter: { number: phone(1) },
    place: "37/3702/370202",
    payments: [{ to: account(1), amountMinor: "120000", currency: "CNY", paidAt: instantOf(room.world.nowMs() - 60_000) }],
  });
  expect(receipt.text.zh).toContain(receipt.serial);
  expect(progress.step.zh).toContain("已收到");
  const taken = await room.get(report, receipt.report);
  expect(taken).toMatchObject({ org: "org_shinan", territory: "37/3702/370202", openedBy: "public", state: "received", body: { channel: "online" } });
  expect(await matters(room, "stop-payment")).toHaveLength(1);
  // The message to the reporter carries the same code.
  await room.settle();
  expect(room.handed.messenger[0].text.zh).toContain(receipt.code);
});

test("the code shows one's own progress in plain words, takes papers, and nothing else", async () => {
  const { receipt } = await send({ role: "informer", secrecy: "anonymous", traits: [{ type: "number", value: phone(50) }] });
  await room.act(report, room.as("intake", "org_ministry"), receipt.report, "open-tip");
  expect((await follow(receipt.code)).step.zh).toBe("正在核查");
  // As people type it.
  expect((await follow(receipt.code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o"))).serial).toBe(receipt.serial);
  const after = await call<Progress>("/v1/public/report/papers", {
    code: receipt.code,
    papers: [{ title: "聊天截图", ref: "upload-1" }],
    narrative: "对方又来电话了。",
  });
  expect(after.papers.map((one) => one.title)).toEqual(["聊天截图"]);
  expect((await room.get(report, receipt.report)).body).toMatchObject({ papers: [{ by: "public" }], narratives: [{ type: "narrative" }] });
  expect(JSON.stringify(await follow(receipt.code))).not.toMatch(/token|analyst|usr_/);
  // Whoever holds the code is no officer: the other commands do not know them.
  const own = authorise({ kind: "public", matter: receipt.report }, "public");
  await expect(room.act(report, own, receipt.report, "corroborate", {})).rejects.toThrow(/roles|evidence/);
  await expect(room.desk.find(authorise({ kind: "public", matter: receipt.report }, "public"), (await accepted(room)).id)).rejects.toThrow(/no .* in your scope/);
});

test("a wrong code, a code of another kind of matter and a code that is none all find the same nothing", async () => {
  await send({ role: "informer", secrecy: "anonymous", traits: [{ type: "number", value: phone(50) }] });
  for (const code of ["AAAA-BBBB-CCCC", "x", ""]) await expect(follow(code)).rejects.toMatchObject({ problem: { code: "not-found", detail: "there is no report with this code" } });
});

test("what an officer decided against is objected to by the code, twice, and not before it was decided", async () => {
  const { receipt } = await send({ role: "victim", reporter: { number: phone(1) }, place: "37/3702/370202" });
  const review = (ground: string): Promise<Progress> => call("/v1/public/report/review", { code: receipt.code, ground });
  await expect(review("too early")).rejects.toThrow(/not possible/);
  await room.act(report, room.as("intake"), receipt.report, "accept");
  await room.act(report, room.as("countyChief"), receipt.report, "decline", { reason: "a civil dispute" });
  expect(await follow(receipt.code)).toMatchObject({ reason: "a civil dispute", can: ["add-papers", "ask-review"] });
  expect((await review("the shop never existed")).step.zh).toBe("复议中");
  await room.act(report, room.as("reviewer"), receipt.report, "decide-review", { result: "stands", reason: "as before" });
  expect((await review("please look again")).step.zh).toBe("上级复核中");
  // Their words are sealed, not in the history.
  const history = JSON.stringify(await room.desk.history(room.system, receipt.report));
  expect(history).not.toContain("never existed");
});

test("limits and refusals name the field; an officer's fields are not open to the public", async () => {
  await expect(
    send({ role: "victim", payments: Array.from({ length: 21 }, () => ({ to: account(1), amountMinor: "1", currency: "CNY", paidAt: instantOf(room.world.nowMs()) })) }),
  ).rejects.toThrow(/20 payments/);
  await expect(send({ role: "victim", territory: "37" })).rejects.toThrow(/territory|[Uu]nrecognized/);
  await expect(send({ role: "victim", warning: "wrn_0001" })).rejects.toThrow(/warning|[Uu]nrecognized/);
  await expect(send({ role: "victim", place: "37/99" })).rejects.toThrow(/territory/);
  await expect(send({ role: "victim", narrative: "x".repeat(8_001) })).rejects.toThrow(/8000/);
});

test("a victim's progress never shows that somebody alleged malice or found it", async () => {
  const { receipt } = await send({ role: "informer", secrecy: "anonymous", place: "37/3702/370202", traits: [{ type: "number", value: phone(50) }] });
  await room.act(report, room.as("analyst"), receipt.report, "open-tip");
  await room.act(report, room.as("analyst"), receipt.report, "allege-malice", { ground: "paid to report", evidence: [{ kind: "statement", ref: "s" }] });
  expect((await follow(receipt.code)).step.zh).toBe("正在核查");
  await room.act(report, room.as("dutyLead"), receipt.report, "confirm-malice", { why: "admitted" });
  expect((await follow(receipt.code)).step.zh).toBe("已办结");
});
