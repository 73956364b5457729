/** What is said, how a caller is checked, and the next task that nobody gets twice. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, DAY, type Room } from "../../test/case-room.ts";
import { lead, longCall, officer, oneCall, paying, play, take, VICTIM, warned } from "../../test/warning-room.ts";
import type { Route } from "../access/route.ts";
import type { Scope } from "../access/scope.ts";
import type { DeskServices } from "../matters/matter-routes.ts";
import { DISSUASION_ROUTES } from "./dissuasion-routes.ts";
import { warning } from "./warning/kind.ts";
import type { Script } from "./script.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

async function call(route: string, scope: Scope | null, params: Readonly<Record<string, string>> = {}, query: unknown = {}): Promise<unknown> {
  const row = DISSUASION_ROUTES.find((one) => `${one.method} ${one.path}` === route) as Route<DeskServices>;
  return row.run?.({ scope: scope ?? room.system, params, query, body: {}, language: "zh", address: "127.0.0.1", session: null as never }, { desk: room.desk });
}
interface Next {
  readonly task: { readonly id: string; readonly level: number } | null;
  readonly script?: Script;
}
const ask = (scope: Scope): Promise<Next> => call("POST /v1/warnings/next", scope) as Promise<Next>;
/** The room makes people known to the database when it settles. */
const next = async (scope: Scope): Promise<Next> => {
  await room.settle();
  return ask(scope);
};
const codeIn = (text: string): string => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? "";

test("with the task comes what to say: who calls, the kind of scam, how far it is, and the code of the message", async () => {
  await take(room, [paying("e1", { category: "CS_REFUND", stage: "S4" })]);
  await room.open(warning, lead(room), { victim: { type: "number", id: "13800138555" }, ground: "x" });
  const { task, script } = await next(officer(room));
  expect(task).toMatchObject({ level: 3, state: "signed", assignee: "usr_dissuader_org_shinan_s1_1" });
  await room.settle();
  const announced = room.handed.messenger.find((message) => message.text.zh.includes("核对码"));
  expect(announced?.to).toBe(VICTIM);
  expect(codeIn(script?.opening.zh ?? "")).toBe(codeIn(announced?.text.zh ?? "no"));
  expect(script?.opening.en).toContain("Shinan station 1");
  expect(script?.category.zh).toContain("退款不需要您转账");
  expect(script?.stage.zh).toContain("验证码");
  expect(script?.helpline).toBe("96110");
  expect(JSON.stringify(script)).not.toMatch(/\{[a-z]+\}/);
});

test("a caller is checked by the code: yes with the unit's name, and for everything else no and nothing more", async () => {
  const { id } = await warned(room, [longCall("e1")]);
  await room.settle();
  const code = codeIn(room.handed.messenger.find((message) => message.text.zh.includes("核对码"))?.text.zh ?? "");
  const check = (text: string): Promise<unknown> => call("GET /v1/public/caller/:code", null, { code: text });
  expect(await check(code)).toEqual({ genuine: true, unit: { zh: "市南一所", en: "Shinan station 1" } });
  expect(await check(code.toLowerCase().replaceAll("-", " "))).toMatchObject({ genuine: true });
  for (const wrong of ["AAAA-BBBB-CCCC", "", "1234", "'; drop table tracking", code.slice(1)]) expect(await check(wrong), wrong).toEqual({ genuine: false });
  await play(room, id).cancelled(lead(room), "known-contact");
  await room.pass(DAY + 1);
  expect(await check(code)).toEqual({ genuine: false });
});

test("the code of a case or an order does not make anybody a caller of ours", async () => {
  const { id } = await warned(room, [longCall("e1")]);
  await room.store.transaction((sql) => sql.query("update matter set kind = 'report' where id = $1", [id]));
  await room.settle().catch(() => undefined);
  const code = codeIn(room.handed.messenger.find((message) => message.text.zh.includes("核对码"))?.text.zh ?? "");
  expect(code).not.toBe("");
  expect(await call("GET /v1/public/caller/:code", null, { code })).toEqual({ genuine: false });
  await room.store.transaction((sql) => sql.query("update matter set kind = 'warning' where id = $1", [id]));
});

test("somebody who could not be told by message is given the helpline instead of a code", async () => {
  await take(room, [paying("e1", { victim: { type: "account", text: "NOBANK:6222021234567890" } })]);
  const { script } = await next(officer(room));
  expect(script?.code).toBeNull();
  expect(script?.opening.zh).toContain("请以热线核实");
});

test("the next task: the most urgent first, of one's own unit alone, and none when there is none", async () => {
  await take(room, [
    longCall("e1", { victim: { type: "number", text: "+8613800138601" } }),
    paying("e2", { victim: { type: "number", text: "+8613800138602" } }),
    oneCall("e3", { victim: { type: "number", text: "+8613800138603" } }),
  ]);
  expect(await next(room.as("dissuader", "org_shinan"))).toEqual({ task: null });
  expect((await next(officer(room))).task?.level).toBe(3);
  expect((await next(officer(room, 2))).task?.level).toBe(2);
  expect(await next(officer(room, 3))).toEqual({ task: null });
});

test("thirty officers take a hundred tasks at once, and nobody gets what another has", async () => {
  await take(
    room,
    Array.from({ length: 100 }, (_, i) => longCall(`m${i}`, { victim: { type: "number", text: `+86138001388${String(i).padStart(2, "0")}` } })),
  );
  const officers = Array.from({ length: 30 }, (_, i) => officer(room, i + 1));
  await room.settle();
  const taken = await Promise.all(
    officers.map(async (one) => {
      const mine: string[] = [];
      for (let got = (await ask(one)).task; got !== null; got = (await ask(one)).task) mine.push(got.id);
      return mine;
    }),
  );
  expect(taken.flat()).toHaveLength(100);
  expect(new Set(taken.flat()).size).toBe(100);
});

test("what came up to a tier is that tier's task and not the station's again", async () => {
  const { id } = await warned(room, [paying("e1")]);
  const w = play(room, id);
  await w.signs(officer(room));
  await w.calls(officer(room));
  await w.hungUp(officer(room));
  expect(await next(officer(room, 2))).toEqual({ task: null });
  expect((await next(room.as("dissuader", "org_shinan"))).task?.id).toBe(id);
});
