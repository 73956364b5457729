/** The routes of the lists: who may call them, what they take, and that an institution speaks for itself alone. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { approve, liveLists, propose, type LiveLists } from "../../test/list-desk.ts";
import type { Scope } from "../access/scope.ts";
import { LISTINGS_ROUTES } from "./listings-routes.ts";

let room: Room;
let live: LiveLists;
beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
});
afterEach(async () => {
  await live.close();
  await room.close();
});

const NUMBER = "+8613900139000";

function row(path: string) {
  const found = LISTINGS_ROUTES.find((route) => route.path === path);
  if (found === undefined) throw new Error(`no route ${path}`);
  return found;
}

async function call(path: string, scope: Scope, input: { readonly query?: object; readonly body?: object; readonly params?: Record<string, string> } = {}): Promise<unknown> {
  const found = row(path);
  const parsed = { query: found.query?.parse(input.query ?? {}), body: found.body?.parse(input.body ?? {}) };
  return found.run?.({ scope, params: input.params ?? {}, language: "en", address: "", session: {} as never, ...parsed }, { desk: room.desk, lists: live.changes });
}

test("institutions read and confirm, officers import, operators reassign, a duty lead takes a rule back", () => {
  expect(Object.fromEntries(LISTINGS_ROUTES.map(({ method, path, permission }) => [`${method} ${path}`, permission]))).toEqual({
    "GET /v1/shared-list/changes": ["bankOps", "telcoOps", "platformOps"],
    "POST /v1/shared-list/applied": ["bankOps", "telcoOps", "platformOps"],
    "GET /v1/shared-list/figures": ["analyst", "reviewer", "auditor", "dpo", "dutyLead", "countyChief", "cityChief", "provinceChief", "bankOps", "telcoOps", "platformOps"],
    "POST /v1/list-imports": ["analyst", "dutyLead"],
    "POST /v1/number-reassignments": ["telcoOps"],
    "POST /v1/list-rules/:rule/withdraw": ["dutyLead"],
  });
});

test("from the change to the confirmation, over the routes; one institution confirms nothing for another", async () => {
  const entry = await approve(
    room,
    await propose(room, {
      type: "number",
      identifier: NUMBER,
      strength: "flag",
      grounds: [{ kind: "signals", families: ["call", "message"], scorePermille: 500, event: "e1", rules: ["c01"] }],
    }),
  );
  const one = room.as("telcoOps");
  const two = room.as("telcoOps", "org_telco2");
  const { items, next } = (await call("/v1/shared-list/changes", one)) as { items: readonly { entry: string; seq: number }[]; next: number };
  expect(items).toMatchObject([{ entry: entry.id, identifier: NUMBER }]);
  // The other's row has another number: naming this one's confirms nothing there.
  expect(await call("/v1/shared-list/applied", two, { body: { changes: [{ entry: entry.id, seq: items[0].seq }] } })).toEqual({ applied: 0, left: 1 });
  expect(await call("/v1/shared-list/applied", one, { body: { upTo: next } })).toEqual({ applied: 1, left: 0 });
  await expect(call("/v1/shared-list/applied", one, { body: {} })).rejects.toThrow(/upTo or changes/);
  expect(await call("/v1/shared-list/figures", two)).toMatchObject({ receivers: [{ receiver: "org_telco2", entered: 1, unapplied: 1 }], entries: [] });
  expect(await call("/v1/list-rules/:rule/withdraw", room.as("dutyLead"), { params: { rule: "c01" }, body: { why: "hits call centres" } })).toEqual({ fallen: [entry.id] });
  await room.settle();
  expect(live.says(NUMBER)).toBe(null);
});

test("an import answers with its report; a larger file, an allowing or a blocking kind is refused", async () => {
  const body = { list: "desk", source: "daily sheet", text: "refund-center.example\nicbc.com.cn\n" };
  expect(await call("/v1/list-imports", room.as("analyst"), { body })).toMatchObject({ taken: 1, refusedTotal: 1, refused: [{ line: 2, reason: "protected-host" }] });
  for (const wrong of [{ kind: "block" }, { kind: "allow" }, { list: "Desk!" }, { source: " " }, { text: "x".repeat((4 << 20) + 1) }, { more: 1 }])
    await expect(call("/v1/list-imports", room.as("analyst"), { body: { ...body, ...wrong } })).rejects.toThrow(/./);
});

test("an operator says that a number has a new holder", async () => {
  await approve(room, await propose(room, { type: "number", identifier: NUMBER, strength: "flag", grounds: [{ kind: "authority", authority: "a", document: "d" }] }));
  expect(await call("/v1/number-reassignments", room.as("telcoOps"), { body: { numbers: [NUMBER] } })).toEqual({ numbers: 1 });
  await room.settle();
  expect(live.says(NUMBER)).toBe(null);
});
