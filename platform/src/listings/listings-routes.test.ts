/** The routes of the lists: who may call them, what they take, and that an institution speaks for itself alone. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../test/case-room.ts";
import { approve, entryReaders, give, liveLists, looksInto, propose, type EntryDraft, type LiveLists } from "../../test/list-desk.ts";
import type { Scope } from "../access/scope.ts";
import { EventBatch, W } from "../domain/record.ts";
import { PARTNER_KINDS, ROLES } from "../access/role.ts";
import type { Register, EntryReceipts } from "./register.ts";
import type { ListedPage } from "./looks.ts";
import { listEntry } from "./list-entry/kind.ts";
import { LISTINGS_ROUTES } from "./listings-routes.ts";

let room: Room;
let live: LiveLists;
let hits: ReturnType<typeof looksInto>["hits"];
let looks: ReturnType<typeof looksInto>["looks"];
beforeEach(async () => {
  room = await caseRoom();
  live = await liveLists(room);
  ({ hits, looks } = looksInto(room, live));
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
  return found.run?.({ scope, params: input.params ?? {}, language: "en", address: "", session: {} as never, ...parsed }, { desk: room.desk, lists: live.changes, looks });
}

test("institutions read and confirm, officers import, operators reassign, a duty lead takes a rule back", () => {
  const readers = ["reviewer", "auditor", "dpo", "dutyLead", "countyChief", "cityChief", "provinceChief", "analyst", "caseOfficer"];
  // Whoever may read the kind may look through the register, and nobody else.
  expect(entryReaders().toSorted()).toEqual(readers.toSorted());
  expect(Object.fromEntries(LISTINGS_ROUTES.map(({ method, path, permission }) => [`${method} ${path}`, permission]))).toEqual({
    "GET /v1/list-entries/register": readers,
    "GET /v1/list-entries/:id/receipts": readers,
    "GET /v1/lists/:name/entries": readers,
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
  // What became of every line: known from before, a comment that says nothing, new, refused.
  const again = { ...body, text: "refund-center.example\n# seen twice\nother.example\nthird.example\nother.example\nnot a host\n" };
  expect(await call("/v1/list-imports", room.as("analyst"), { body: again })).toMatchObject({
    outcomes: [
      { from: 1, to: 1, outcome: "known" },
      { from: 3, to: 4, outcome: "new" },
      { from: 5, to: 5, outcome: "known" },
      { from: 6, to: 6, outcome: "refused" },
    ],
    outcomesUntil: null,
  });
  for (const wrong of [{ kind: "block" }, { kind: "allow" }, { list: "Desk!" }, { source: " " }, { text: "x".repeat((4 << 20) + 1) }, { more: 1 }])
    await expect(call("/v1/list-imports", room.as("analyst"), { body: { ...body, ...wrong } })).rejects.toThrow(/./);
});

test("an operator says that a number has a new holder", async () => {
  await approve(room, await propose(room, { type: "number", identifier: NUMBER, strength: "flag", grounds: [{ kind: "authority", authority: "a", document: "d" }] }));
  expect(await call("/v1/number-reassignments", room.as("telcoOps"), { body: { numbers: [NUMBER] } })).toEqual({ numbers: 1 });
  await room.settle();
  expect(live.says(NUMBER)).toBe(null);
});

const byAuthority: Pick<EntryDraft, "strength" | "grounds"> = { strength: "flag", grounds: [{ kind: "authority", authority: "a", document: "d" }] };

test("the register gives the work by its parts, page by page, with hits counted once and receipts as they come", async () => {
  const standing = await approve(room, await propose(room, { type: "number", identifier: NUMBER, ...byAuthority }));
  const proposed = await propose(room, { type: "host", identifier: "refund-center.example", ...byAuthority });
  const asked = (scope: Scope, query: object): Promise<Register> => call("/v1/list-entries/register", scope, { query }) as Promise<Register>;
  const ids = ({ items }: Register): unknown[] => items.map((one) => (one as { readonly id?: string }).id);

  // Another signs: whoever proposed it finds nothing to sign, whatever their roles.
  expect(ids(await asked(room.as("dutyLead"), { part: "sign" }))).toEqual([proposed.id]);
  expect((await asked(room.as("analyst"), { part: "sign" })).items).toEqual([]);
  const both = room.as("dutyLead", "org_shinan", 2);
  await room.store.transaction((sql) => sql.query("update matter set hands = jsonb_build_object('open', $2::text) where id = $1", [proposed.id, both.actor]));
  expect((await asked(both, { part: "sign" })).items).toEqual([]);
  await room.act(listEntry, room.as("analyst"), standing.id, "ask-extension", { grounds: [{ kind: "authority", authority: "a", document: "d2" }], note: "still called" });
  expect(new Set(ids(await asked(room.as("dutyLead"), { part: "sign" })))).toEqual(new Set([proposed.id, standing.id]));
  expect((await asked(room.as("dutyLead"), {})).parts).toEqual({ all: 2, sign: 2, proposed: 1, standing: 1, due: 0, recalling: 0, ended: 0 });
  expect(ids(await asked(room.as("analyst"), { type: "host" }))).toEqual([proposed.id]);
  expect(ids(await asked(room.as("analyst"), { strength: "block" }))).toEqual([]);
  const pages = [await asked(room.as("analyst"), { page: "1", size: "1" }), await asked(room.as("analyst"), { page: "2", size: "1" })];
  expect(pages.map((one) => [...ids(one), one.total])).toEqual([
    [proposed.id, 2],
    [standing.id, 2],
  ]);
  // Another city's reader has neither entries nor counts of them.
  expect(await asked(room.as("analyst", "org_yiwu"), {})).toMatchObject({ items: [], total: 0, parts: { all: 0 } });

  const batch = new EventBatch(1);
  const { entry } = [...live.lists.entries("casework")].find(({ terms }) => terms.note === standing.serial) ?? { entry: 0 };
  batch.words.set([entry, 0, entry, 0], W.intelEntries);
  hits.add(batch, 0, room.world.nowMs());
  const [row] = (await asked(room.as("analyst"), { part: "standing" })).items;
  expect(row).toMatchObject({ id: standing.id, hits: { hits: 1, lastAtMs: room.world.nowMs() }, receipts: { told: 2, withdrawn: 0, confirmed: 0, overdue: 0 } });

  await give(room, room.as("dutyLead"), standing, "revoke", { reason: "mistake" });
  await call("/v1/shared-list/applied", room.as("telcoOps"), { body: { upTo: 1_000_000 } });
  const late = async () => (await asked(room.as("reviewer"), { part: "recalling" })).items.map(({ receipts }) => receipts);
  expect(await late()).toEqual([{ told: 2, withdrawn: 2, confirmed: 1, overdue: 0 }]);
  await room.pass(61 * 60_000);
  expect(await late()).toEqual([{ told: 2, withdrawn: 2, confirmed: 1, overdue: 1 }]);
});

test("the receipts of one entry, receiver by receiver, for the police alone", async () => {
  const entry = await approve(room, await propose(room, { type: "number", identifier: NUMBER, ...byAuthority }));
  const receipts = (scope: Scope): Promise<EntryReceipts> => call("/v1/list-entries/:id/receipts", scope, { params: { id: entry.id } }) as Promise<EntryReceipts>;
  await call("/v1/shared-list/applied", room.as("telcoOps"), { body: { upTo: 1_000_000 } });
  const shared = (await receipts(room.as("analyst"))).items;
  expect(shared.map(({ receiver, action, appliedAtMs, dueAtMs }) => [receiver, action, appliedAtMs !== null, dueAtMs])).toEqual([
    ["org_telco2", "entered", false, null],
    ["org_telco", "entered", true, null],
  ]);
  const sentAtMs = room.world.nowMs();
  await give(room, room.as("reviewer"), entry, "revoke", { reason: "no-longer-needed" });
  await room.settle();
  await room.pass(60_000);
  await call("/v1/shared-list/applied", room.as("telcoOps", "org_telco2"), { body: { upTo: 1_000_000 } });
  const { items, applyMs } = await receipts(room.as("caseOfficer"));
  expect(items.map(({ receiver, deliveredAtMs, appliedAtMs }) => [receiver, deliveredAtMs !== null, appliedAtMs])).toEqual([
    ["org_telco", true, null],
    ["org_telco2", true, room.world.nowMs()],
  ]);
  expect(items[0]).toMatchObject({ dueAtMs: sentAtMs + applyMs, overdue: false });
  await room.pass(applyMs);
  expect((await receipts(room.as("auditor"))).items.map(({ overdue }) => overdue)).toEqual([true, false]);
  // A bank or an operator has its own feed; whom else the police told is not for it.
  const partners = Object.entries(ROLES).flatMap(([role, { of }]) => (of.some((kind) => PARTNER_KINDS.has(kind)) ? [role] : []));
  for (const path of ["/v1/list-entries/register", "/v1/list-entries/:id/receipts", "/v1/lists/:name/entries"])
    expect((row(path).permission as readonly string[]).filter((role) => partners.includes(role))).toEqual([]);
});

test("a list that was imported is read by the page, its numbers masked, its hits those of all entries with the same terms", async () => {
  const body = { list: "desk", source: "daily sheet", text: "13900139000\n13900139001\n13900139002\n", type: "number", kind: "watch" };
  await call("/v1/list-imports", room.as("analyst"), { body });
  const first = [...live.lists.entries("desk")][0];
  const batch = new EventBatch(1);
  batch.words.set([first.entry, 0, 0, 0], W.intelEntries);
  hits.add(batch, 0, room.world.nowMs());
  const page = (await call("/v1/lists/:name/entries", room.as("analyst"), { params: { name: "desk" }, query: { page: "2", size: "2" } })) as ListedPage;
  expect(page).toMatchObject({ total: 3, items: [{ type: "number", kind: "watch", source: { zh: "daily sheet", en: "daily sheet" }, sharedBy: 3, hits: { hits: 1 } }] });
  expect(JSON.stringify(page)).not.toMatch(/1390013900/);
  expect(await call("/v1/lists/:name/entries", room.as("analyst"), { params: { name: "desk" }, query: { kind: "flag" } })).toMatchObject({ total: 0, items: [] });
  expect(() => row("/v1/lists/:name/entries").run?.({ params: { name: "none" }, query: { page: 1, size: 1 } } as never, { desk: room.desk, lists: live.changes, looks })).toThrow(
    /no such list/,
  );
});
