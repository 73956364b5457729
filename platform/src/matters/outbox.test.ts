import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR, kernelRoom, MINUTE, START, type KernelRoom, type TheErrand } from "../../test/kernel-room.ts";
import { errand } from "../../test/made-up-kinds.ts";
import type { MatterId } from "../domain/matter.ts";
import { ATTEMPTS_MAX, pumpEffects, type CarrierResult, type Carriers, type Pumped } from "./outbox.ts";
import type { Desk } from "./desk.ts";

interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** The other end: keeps every hand-over in order, answers as it is told. */
let handed: Item[];
let answer: (id: string) => CarrierResult;
let room: KernelRoom;
let stuck: string[];
const taken = (id: string): CarrierResult => ({ reference: `ref ${id}`, acceptedAtMs: START + 1 });
const carry = (items: readonly { readonly id: string }[]): Promise<readonly CarrierResult[]> => {
  handed.push(...(items as readonly Item[]));
  return Promise.resolve(items.map(({ id }) => answer(id)));
};
const CARRIERS: Carriers = { institution: carry, messenger: carry, lists: carry };

beforeEach(async () => {
  room = await kernelRoom();
  handed = [];
  stuck = [];
  answer = taken;
});
afterEach(() => room.close());

const pump = (carriers: Carriers = CARRIERS, desk: Desk = room.desk): Promise<Pumped> =>
  pumpEffects(desk, room.system, carriers, (matter, command, error) => stuck.push(`${matter} ${command}: ${(error as Error).message}`));
const order = (name: string, more: object = {}) => ({
  name,
  channel: "institution",
  addressee: "org_bank",
  payload: { what: "do" },
  delivered: "sent",
  undeliverable: "unsent",
  ...more,
});
const withOrders = (...orders: readonly object[]): Promise<TheErrand> => room.open({ also: { effects: orders } });
const said = async (id: MatterId): Promise<readonly string[]> => (await room.get(id)).body.said;
const effects = () =>
  room.sql<{ id: string; state: string; attempts: number; next_at_ms: number; problem: string | null; reference: string | null }>(
    "select id, state, attempts, next_at_ms, problem, reference from effect order by number",
  );
const ids = (): readonly string[] => handed.map(({ id }) => id);

test("what a decision leaves is handed over under its stable id, with values opened for it alone, and acknowledged with its command", async () => {
  const one = await room.open({ person: ["number", "+447700900123"] });
  const ref = one.body.person!;
  await room.play(one.id, { effects: [order("ask", { payload: { what: "stop", amountMinor: "5" }, opens: { holder: ref.token }, purpose: "investigate" })] });
  expect(await room.sql("select 1 from effect where payload::text like '%7700900123%'")).toEqual([]);
  expect(await pump()).toEqual({ delivered: 1, failed: 0, retried: 0, nextAtMs: null });
  const id = `eff_${one.id}_2_ask`;
  expect(handed).toEqual([{ id, what: "stop", matter: one.id, to: "org_bank", fields: { what: "stop", amountMinor: "5", holder: "+447700900123" } }]);
  expect(await said(one.id)).toEqual(["play", `sent ${id} ref ${id}`]);
  expect(await effects()).toMatchObject([{ id, state: "delivered", attempts: 1, reference: `ref ${id}` }]);
  // The opening is on record: for which delivery and why, and never the value.
  const lines = await room.sql<{ event: string; detail: object; actor: string }>("select event, detail, actor from ledger order by seq");
  expect(lines[2]).toEqual({ event: "data-opened-for-delivery", actor: "system:test", detail: { purposes: ["investigate"], values: 1, effects: [id] } });
  expect(JSON.stringify(lines)).not.toContain("7700900123");
  expect(await pump()).toMatchObject({ delivered: 0 });
  expect(handed).toHaveLength(1);
});

test("a notice reaches the person with the code that stands nowhere, and is marked as delivered", async () => {
  const one = await room.open({ person: ["number", "+447700900123"] });
  const notice = { template: "stop-payment.stopped", recipient: one.body.person, slots: { what: "x" }, via: { kind: "messenger", channel: "sms" } };
  await room.play(one.id, { notices: [notice, { ...notice, via: { kind: "institution", org: "org_bank" } }] });
  await pump();
  const code = /Code ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})$/;
  const [sms, bank] = handed.toSorted((a, b) => (a["channel"] === "sms" ? -1 : b["channel"] === "sms" ? 1 : 0));
  expect(sms).toMatchObject({ channel: "sms", sender: "96110", to: "+447700900123", text: { zh: expect.stringMatching(/编号 [0-9A-Z-]{14}$/), en: expect.stringMatching(code) } });
  expect(bank).toMatchObject({ to: "org_bank", what: "notice", fields: { holder: "+447700900123", text: { en: expect.stringMatching(code) } } });
  const known = code.exec((sms["text"] as { en: string }).en)?.[1] ?? "";
  const [{ whole }] = await room.sql<{ whole: string }>(
    "select concat((select string_agg(n::text, '') from notice n), (select string_agg(e::text, '') from effect e), (select string_agg(l::text, '') from ledger l), (select string_agg(t::text, '') from tracking t)) as whole",
  );
  expect(whole).not.toContain(known);
  expect(await room.desk.notices(room.system, one.id)).toMatchObject([{ deliveredAtMs: START + 1 }, { deliveredAtMs: START + 1 }]);
});

test("what cannot be taken now is tried again later and later, under the same id, and then given up with its command", async () => {
  const one = await withOrders(order("ask"));
  answer = () => ({ refused: "busy", retry: true });
  const waits: number[] = [];
  for (;;) {
    const { nextAtMs, failed } = await pump();
    if (failed > 0) break;
    waits.push((nextAtMs! - room.world.nowMs()) / 1_000);
    expect(await pump()).toMatchObject({ retried: 0 });
    room.world.jump(nextAtMs!);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
  const id = `eff_${one.id}_1_ask`;
  expect(ids()).toEqual(Array.from({ length: ATTEMPTS_MAX }, () => id));
  expect(await said(one.id)).toEqual([`unsent ${id}: busy`]);
  expect(await room.events(one.id)).toEqual(["open", "undeliverable", "unsent"]);
  room.world.jump(START + 999 * HOUR);
  expect(await pump()).toEqual({ delivered: 0, failed: 0, retried: 0, nextAtMs: null });
});

test("what nobody would hear of is never given up: an institution that was away for long gets it all the same", async () => {
  const one = await withOrders(order("ask", { undeliverable: undefined, delivered: undefined }));
  answer = () => ({ refused: "away", retry: true });
  for (let n = 0; n < ATTEMPTS_MAX + 8; n++) {
    const { nextAtMs, failed } = await pump();
    expect(failed).toBe(0);
    room.world.jump(nextAtMs!);
  }
  expect(await room.events(one.id)).toEqual(["open", "not-delivered-yet"]);
  answer = taken;
  expect(await pump()).toMatchObject({ delivered: 1, nextAtMs: null });
  expect(await effects()).toMatchObject([{ state: "delivered", attempts: ATTEMPTS_MAX + 9 }]);
});

test("what can never be taken is given up at once", async () => {
  const [one, two] = [await withOrders(order("ask")), await withOrders(order("ask", { undeliverable: undefined, delivered: undefined }))];
  answer = () => ({ refused: "no such account", retry: false });
  expect(await pump()).toMatchObject({ failed: 2, nextAtMs: null });
  expect(await said(one.id)).toEqual([`unsent eff_${one.id}_1_ask: no such account`]);
  expect(await said(two.id)).toEqual([]);
  expect(await effects()).toMatchObject([{ state: "failed", problem: "no such account" }, { state: "failed" }]);
});

test("an acknowledgement that comes too late for its matter is noted and changes nothing", async () => {
  const one = await withOrders(order("ask"));
  await room.play(one.id, { event: "drop" });
  await pump();
  expect(await room.events(one.id)).toEqual(["open", "drop", "acknowledged-late"]);
  expect(await effects()).toMatchObject([{ state: "delivered" }]);
});

test("a carrier that throws, or answers for another number of items, has taken nothing for sure: later again", async () => {
  await withOrders(order("ask"));
  const broken: readonly Carriers["institution"][] = [
    () => Promise.reject(new Error("boom\u0000\ud800")),
    () => Promise.resolve([]),
    () => {
      throw new Error("at once");
    },
  ];
  for (const institution of broken) {
    expect(await pump({ ...CARRIERS, institution })).toMatchObject({ retried: 1, delivered: 0 });
    room.world.jump(room.world.nowMs() + HOUR);
  }
  expect(await pump()).toMatchObject({ delivered: 1 });
});

test("what an institution says is kept in a form that the store takes", async () => {
  const one = await withOrders(order("ask"), order("tell", { addressee: "org_north" }));
  answer = (id) => (id.endsWith("ask") ? { reference: `a\u0000b${"字".repeat(300)}\ud83d`, acceptedAtMs: START } : { refused: `\u0000${"x".repeat(199)}😀`, retry: false });
  expect(await pump()).toMatchObject({ delivered: 1, failed: 1 });
  expect((await said(one.id)).join(" ")).toContain("a b");
});

test("several processes that pump at once hand everything over once and acknowledge it once", async () => {
  const drafts = Array.from({ length: 1_500 }, () => ({ also: { effects: [order("ask")] } as never }));
  const opened = await room.desk.work(room.as("analyst"), (work) => work.open(errand, drafts));
  const sums = await Promise.all([pump(), pump(CARRIERS, room.another()), pump(CARRIERS, room.another())]);
  expect(sums.reduce((sum, one) => sum + one.delivered, 0)).toBe(1_500);
  expect([...ids()].sort()).toEqual(opened.map(({ id }) => `eff_${id}_1_ask`).sort());
  const counts = await room.sql<{ n: number }>("select distinct (body->>'count')::int8 as n from matter");
  expect(counts).toEqual([{ n: 1 }]);
  expect((await room.verify()).faults).toEqual([]);
});

test("whoever comes back after its claim ran out does not acknowledge a second time", async () => {
  const one = await withOrders(order("ask"));
  const slow: Carriers = {
    ...CARRIERS,
    institution: async (items) => {
      // Meanwhile the claim runs out and another process does it all.
      room.world.jump(room.world.nowMs() + 2 * MINUTE);
      await pump(CARRIERS, room.another());
      return carry(items);
    },
  };
  expect(await pump(slow)).toMatchObject({ delivered: 0 });
  expect(ids()).toEqual([`eff_${one.id}_1_ask`, `eff_${one.id}_1_ask`]);
  expect(await said(one.id)).toHaveLength(1);
});

test("a refusal that comes back after its claim ran out does not undo a delivery", async () => {
  const one = await withOrders(order("ask"));
  const institution: Carriers["institution"] = async (items) => {
    room.world.jump(room.world.nowMs() + 2 * MINUTE);
    await pump(CARRIERS, room.another());
    return items.map(() => ({ refused: "never", retry: false }));
  };
  expect(await pump({ ...CARRIERS, institution })).toMatchObject({ failed: 0 });
  expect(await effects()).toMatchObject([{ state: "delivered" }]);
  expect(await said(one.id)).toEqual([expect.stringMatching(/^sent/)]);
});

test("… nor one that another has on its way since", async () => {
  const one = await withOrders(order("ask"));
  let arrive = (): void => undefined;
  const release = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let second: Promise<Pumped> | undefined;
  const institution: Carriers["institution"] = async (items) => {
    room.world.jump(room.world.nowMs() + 2 * MINUTE);
    await new Promise<void>((onItsWay) => {
      second = pump({ ...CARRIERS, institution: async (again) => (onItsWay(), await release, carry(again)) }, room.another());
    });
    return items.map(() => ({ refused: "never", retry: false }));
  };
  expect(await pump({ ...CARRIERS, institution })).toMatchObject({ failed: 0 });
  arrive();
  expect(await second).toMatchObject({ delivered: 1 });
  expect(await effects()).toMatchObject([{ state: "delivered" }]);
  expect(await said(one.id)).toEqual([expect.stringMatching(/^sent/)]);
});

test("one effect that cannot be handed over at all holds up no other", async () => {
  const one = await room.open({ person: ["number", "+447700900123"] });
  const two = await room.open({ person: ["number", "+447700900124"] });
  const three = await room.open({ person: ["number", "+447700900125"] });
  for (const matter of [one, two, three]) await room.play(matter.id, { effects: [order("ask", { opens: { holder: matter.body.person!.token } })] });
  await withOrders(order("ask", { payload: {} }), { ...order("message"), channel: "messenger", payload: {}, addressee: "x" });
  // One value was tampered with, one is gone.
  await room.sql("update personal set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where token = $1", [one.body.person!.token]);
  await room.sql("delete from mention");
  await room.sql("delete from personal where token = $1", [two.body.person!.token]);
  expect(await pump()).toMatchObject({ delivered: 1, failed: 2, retried: 2 });
  expect(ids()).toEqual([`eff_${three.id}_2_ask`]);
  expect((await effects()).map(({ state }) => state)).toEqual(["waiting", "waiting", "delivered", "failed", "failed"]);
  for (let i = 0; i < 12; i++) {
    room.world.jump(room.world.nowMs() + HOUR);
    await pump();
  }
  expect((await effects()).map(({ state }) => state)).toEqual(["failed", "failed", "delivered", "failed", "failed"]);
  expect(await said(one.id)).toEqual(["play", expect.stringMatching(/^unsent/)]);
});

test("a command after an acknowledgement that throws holds up no other, and is given once when it can be", async () => {
  const broken = await room.open({ broken: true, also: { effects: [order("ask", { delivered: "breaks" })] } });
  const others = await Promise.all([withOrders(order("ask")), withOrders(order("ask"))]);
  expect(await pump()).toMatchObject({ delivered: 2 });
  expect(stuck).toEqual([`${broken.id} breaks: this clock cannot be carried out`]);
  for (const { id } of others) expect(await said(id)).toHaveLength(1);
  expect(await pump()).toMatchObject({ delivered: 0 });
  room.world.jump(START + HOUR);
  await pump();
  expect(stuck).toHaveLength(2);
  await room.play(broken.id, { body: { ...broken.body, broken: false, count: 1 } });
  room.world.jump(START + 2 * HOUR);
  expect(await pump()).toMatchObject({ delivered: 1, nextAtMs: null });
  expect(await said(broken.id)).toEqual(["mended"]);
  expect(new Set(ids()).size).toBe(3);
});

test("several acknowledgements of one matter at once each see what the one before left", async () => {
  const one = await withOrders(order("a"), order("b", { addressee: "org_north" }), order("c", { addressee: "org_south" }));
  await pump();
  expect(await said(one.id)).toEqual(["a", "b", "c"].map((name) => `sent eff_${one.id}_1_${name} ref eff_${one.id}_1_${name}`));
  // The first ends the matter: the second comes too late, and both are acknowledged.
  const two = await withOrders(order("a", { delivered: "sent-once" }), order("b", { delivered: "sent-once", addressee: "org_north" }));
  expect(await pump()).toMatchObject({ delivered: 2 });
  expect(await room.events(two.id)).toEqual(["open", "finish", "acknowledged-late"]);
});

test("what was decided later about a matter does not overtake what its addressee has not taken yet", async () => {
  const one = await withOrders(order("request"), order("elsewhere", { addressee: "org_north" }));
  answer = (id) => (id.endsWith("request") ? { refused: "busy", retry: true } : taken(id));
  await pump();
  await room.play(one.id, { effects: [order("release")] });
  room.world.jump(START + 1_000);
  await pump();
  expect(ids().map((id) => id.split("_").at(-1))).toEqual(["request", "elsewhere"]);
  answer = taken;
  room.world.jump(START + 2_000);
  expect(await pump()).toMatchObject({ delivered: 2 });
  expect(ids().map((id) => id.split("_").at(-1))).toEqual(["request", "elsewhere", "request", "release"]);
  // What can never be taken does not stand in the way for ever.
  await room.play(one.id, { effects: [order("extend"), order("end")] });
  answer = (id) => (id.endsWith("extend") ? { refused: "never", retry: false } : taken(id));
  expect(await pump()).toMatchObject({ failed: 1, delivered: 1 });
  expect((await effects()).filter(({ state }) => state === "waiting")).toEqual([]);
});

test("what waits behind a retry asks for nobody before that retry", async () => {
  const one = await withOrders(order("first"));
  answer = () => ({ refused: "down", retry: true });
  const { nextAtMs } = await pump();
  room.world.jump(START + MINUTE / 60);
  await room.play(one.id, { effects: [order("second")] });
  // Due since the moment it was decided, and yet nothing to do before the first is tried again.
  expect((await pump()).nextAtMs).toBe(nextAtMs);
});

test("what was decided while the machine's time was ahead is handed over when time is right again", async () => {
  room.world.jump(START + 400 * 24 * HOUR);
  await withOrders(order("ask"));
  room.world.jump(START);
  expect(await pump()).toMatchObject({ delivered: 1 });
});

test("a thousand orders go out with one call and a fixed number of statements", async () => {
  const open = (n: number) =>
    room.desk.work(room.as("analyst"), (work) =>
      work.open(
        errand,
        Array.from({ length: n }, () => ({ also: { effects: [order("ask")] } as never })),
      ),
    );
  const count = async (): Promise<number> => {
    room.counted.statements = 0;
    await pump();
    return room.counted.statements;
  };
  await open(1);
  const forOne = await count();
  await open(1_000);
  let calls = 0;
  room.counted.statements = 0;
  expect(await pump({ ...CARRIERS, institution: (items) => (calls++, carry(items)) })).toMatchObject({ delivered: 1_000 });
  expect(calls).toBe(1);
  expect(room.counted.statements).toBe(forOne);
  expect(forOne).toBeLessThan(20);
});
