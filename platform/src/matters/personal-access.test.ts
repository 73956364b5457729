import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelRoom, START, type KernelRoom, type TheErrand } from "../../test/kernel-room.ts";
import { openPersonal, relatedMatters } from "./personal-access.ts";

let room: KernelRoom;
let one: TheErrand;
beforeEach(async () => {
  room = await kernelRoom();
  one = await room.open({ person: ["number", "+44 7700 900123"] });
});
afterEach(() => room.close());

const RAW = /7700\D?900123/;
const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });
const open = (request: object, who = room.as("analyst")) => openPersonal(room.desk, who, request as Parameters<typeof openPersonal>[2]);
const lastLine = async (): Promise<Readonly<Record<string, unknown>>> =>
  (await room.sql<Record<string, unknown>>("select event, actor, role, matter, detail from ledger order by seq desc limit 1"))[0];

test("for a matter and a purpose the value is given, hidden until it is opened, and the opening is a line of the history", async () => {
  const [value, ...others] = await open({ matter: one.id, purpose: "investigate" });
  expect(others).toEqual([]);
  expect(value).toMatchObject({ token: one.body.person!.token, type: "number", role: "person", masked: one.body.person!.masked });
  expect(`${inspect(value)}${JSON.stringify(value)}${String(value.value)}`).not.toMatch(RAW);
  expect(value.value.open("test")).toBe("+447700900123");
  expect(await lastLine()).toEqual({
    event: "data-opened",
    actor: room.as("analyst").actor,
    role: "analyst",
    matter: one.id,
    detail: { purpose: "investigate", values: 1, types: ["number"] },
  });
  expect(await room.events(one.id)).toEqual(["open", "data-opened"]);
});

test.each([
  ["no matter", { purpose: "investigate" }, null, "investigate"],
  ["no purpose", { matter: "self" }, "self", null],
  ["an unknown purpose", { matter: "self", purpose: "curiosity" }, "self", "(9 characters)"],
  ["a number instead of a matter", { matter: "+447700900123", purpose: "investigate" }, "(13 characters)", "investigate"],
  ["an inherited word as purpose", { matter: "self", purpose: "toString" }, "self", "(8 characters)"],
  ["something else", { matter: { $ne: "" }, purpose: ["investigate"] }, "(object)", "(object)"],
])("with %s nothing is opened, and that it was asked is recorded without what was typed", async (_what, request, matter, purpose) => {
  const own = (value: unknown): unknown => (value === "self" ? one.id : value);
  await expect(open({ ...request, ...("matter" in request ? { matter: own(request.matter) } : {}) })).rejects.toEqual(refused("purpose-missing"));
  expect(await lastLine()).toEqual({ event: "data-refused", actor: room.as("analyst").actor, role: "analyst", matter: null, detail: { matter: own(matter), purpose } });
  expect(JSON.stringify(await room.sql("select detail from ledger"))).not.toMatch(RAW);
});

test("outside one's place nothing is opened, and the attempt is recorded with the matter", async () => {
  const stranger = room.as("analyst", "org_south");
  await expect(open({ matter: one.id, purpose: "investigate" }, stranger)).rejects.toEqual(refused("not-found"));
  expect(await lastLine()).toMatchObject({ event: "data-refused", actor: stranger.actor, detail: { matter: one.id, purpose: "investigate" } });
});

test("tokens that do not stand in the matter open nothing: there is no search over people", async () => {
  const other = await room.open({ person: ["number", "+447700900124"] });
  expect(await open({ matter: one.id, purpose: "investigate", tokens: [other.body.person!.token] })).toEqual([]);
  expect(await lastLine()).toMatchObject({ event: "data-opened", detail: { values: 0 } });
  expect(await open({ matter: one.id, purpose: "investigate", tokens: [other.body.person!.token, one.body.person!.token] })).toHaveLength(1);
});

test("a value that was tampered with is not given out", async () => {
  await room.sql("update personal set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)");
  await expect(open({ matter: one.id, purpose: "investigate" })).rejects.toEqual(refused("keys-invalid"));
});

test("everywhere else there are tokens and masked forms: in no table, list, history or notice does the value stand", async () => {
  const person = one.body.person!;
  await room.play(one.id, {
    effects: [{ name: "x", channel: "lists", addressee: "l", payload: { a: person.masked }, opens: { value: person.token } }],
    notices: [{ template: "stop-payment.stopped", recipient: person, slots: { what: person.masked }, via: { kind: "messenger", channel: "sms" } }],
    subject: person.token,
  });
  await open({ matter: one.id, purpose: "audit" });
  const tables = await room.sql<{ readonly name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const rows = await room.sql<{ readonly whole: string }>(`select t::text as whole from ${name} t`);
    expect(rows.map(({ whole }) => whole).join("\n"), name).not.toMatch(RAW);
  }
  const shown = [
    await room.get(one.id),
    await room.desk.list(room.system, { kind: "operation", limit: 9 }),
    await room.desk.history(room.system, one.id),
    await room.desk.notices(room.system, one.id),
  ];
  expect(JSON.stringify(shown)).not.toMatch(RAW);
  expect(JSON.stringify(shown)).toContain(person.masked);
  const [{ created_at_ms }] = await room.sql<{ readonly created_at_ms: number }>("select created_at_ms from personal");
  expect(created_at_ms).toBe(START);
});

test("what else an identifier stands in is shown within one's place, and only for one that stands in one's own matter", async () => {
  const token = one.body.person!.token;
  const [north, south] = [
    await room.open({ person: ["number", "+447700900123"], territory: "11/1101/s1" }),
    await room.open({ person: ["number", "+447700900123"], territory: "11/1102" }),
  ];
  const related = async (matter: TheErrand, of = token, who = room.as("analyst")) =>
    (await relatedMatters(room.desk, who, { matter: matter.id, token: of, limit: 10 })).map((row) => row.matter);
  expect((await related(one)).sort()).toEqual([north.id, south.id].sort());
  expect(await related(one, token, room.as("analyst", "org_north"))).toEqual([north.id]);
  const stranger = await room.open({ person: ["number", "+447700900999"] });
  expect(await related(stranger)).toEqual([]);
  await expect(related(south, token, room.as("analyst", "org_north"))).rejects.toEqual(refused("not-found"));
});
