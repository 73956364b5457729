/** Series: proposed as reports come in, confirmed by a person, refused for good unless something new turns up. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, HOUR, MINUTE, type Room } from "../../../test/case-room.ts";
import { accepted, account, events, filed, instantOf, matters, opened, paid, phone, refusals, reported, type ReportDraft } from "../../../test/report-desk.ts";
import { hubDegreeMax } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import { policeCase } from "../case/kind.ts";
import { linksOf } from "../links/show.ts";
import { report } from "../report/kind.ts";
import type { SeriesMatter } from "./decide.ts";
import { caseSeries } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const analyst = (n = 1) => room.as("analyst", "org_shinan", n);
let caller = 0;
const one = (more: Partial<ReportDraft> = {}, unit = "org_shinan") => reported(room, { reporter: { number: phone(++caller) }, ...more }, room.as("intake", unit));
const all = (): Promise<readonly SeriesMatter[]> => room.all(caseSeries);
const ids = (series: SeriesMatter): readonly string[] => series.body.members.map((member) => member.id).sort();
const sorted = (...given: readonly { readonly id: string }[]): readonly string[] => given.map(({ id }) => id).sort();

const HOST = { type: "host", value: "https://pay.shop-refund.example.com/x" } as const;
const LURE = { axes: { lure: "CS_REFUND", channel: "call", rail: "bank", authorised: true } } as const;
const STORY = "对方自称客服，说商品有问题要双倍理赔，让我下载会议软件共享屏幕后转账。";

test("the same account in two reports is put before a person as the second comes in, and a person confirms it", async () => {
  const a = await one({ payments: [paid(room, { to: account(1) })] });
  expect(await all()).toEqual([]);
  const b = await one({ payments: [paid(room, { to: account(1), agoMs: HOUR })] });
  const [series] = await all();
  expect(series).toMatchObject({ state: "proposed", org: "org_shinan", openedBy: b.openedBy, body: { by: "program", strengthPermille: 900, ties: [{ kinds: ["account"] }] } });
  expect(ids(series)).toEqual(sorted(a, b));
  expect(await events(room, series.id)).toEqual(["open", "propose"]);
  const done = await room.act(caseSeries, analyst(), series.id, "confirm");
  expect(done).toMatchObject({ state: "confirmed", body: { decider: { zh: "市南分局反诈中心" } } });
});

test("what links: number, device, group, certificate, back end by themselves; the payer's account and the reporter's number never", async () => {
  const traits = [
    { type: "number", value: phone(900) },
    { type: "device", value: "imei-1" },
    { type: "group", value: "group:88123" },
    { type: "certificate", value: "AA:BB:CC:DD:EE:FF:00:11" },
    { type: "server", value: "api.fake-invest.example" },
  ] as const;
  for (const trait of traits) {
    const before = (await all()).length;
    await one({ traits: [trait] });
    await one({ traits: [trait] });
    expect((await all()).length, trait.type).toBe(before + 1);
  }
  const before = (await all()).length;
  for (const trait of [
    { type: "name", value: "李四" },
    { type: "app", value: "快理赔" },
  ] as const) {
    await one({ traits: [trait] });
    await one({ traits: [trait] });
  }
  // One person who reports twice, from one account, has lost twice; no gang is found by that.
  const same = { reporter: { number: phone(901) } };
  await one({ ...same, payments: [paid(room, { from: account(70, "ABC"), to: account(71) })] });
  await one({ ...same, payments: [paid(room, { from: account(70, "ABC"), to: account(72) })] });
  expect((await all()).length).toBe(before);
});

test("0.6 stays a supposition that nobody can confirm; with the story and the method it is 0.804 and proposed", async () => {
  const a = await one({ traits: [HOST] });
  const b = await one({ traits: [{ type: "host", value: "m.shop-refund.example.com" }] });
  const [series] = await all();
  expect(series).toMatchObject({ state: "hypothesis", body: { strengthPermille: 600 } });
  await expect(room.act(caseSeries, analyst(), series.id, "propose")).rejects.toThrow(/600 of 1000/);
  await expect(room.act(caseSeries, analyst(), series.id, "confirm")).rejects.toThrow(/not possible/);
  for (const { id } of [a, b]) await room.act(report, room.as("intake"), id, "add", { narrative: STORY, ...LURE });
  expect(await room.get(caseSeries, series.id)).toMatchObject({ state: "proposed", body: { strengthPermille: 804, ties: [{ kinds: ["host", "script", "typology"] }] } });
});

test("soft signs alone are kept as links and never become a series", async () => {
  const a = await one({ narrative: STORY, ...LURE });
  await one({ narrative: `${STORY}损失 3,000 元。`, ...LURE });
  expect(await all()).toEqual([]);
  const shown = await linksOf(room.desk, analyst(), a.id);
  expect(shown.links).toMatchObject([{ strengthPermille: 510, confirmable: false, evidence: [{ kind: "script" }, { kind: "typology" }] }]);
});

test("money that meets downstream within two hops and 72 hours links more weakly than the same payee", async () => {
  const first = await one({ payments: [paid(room, { to: account(1), toName: "李四", agoMs: 30 * MINUTE })] });
  const second = await one({ payments: [paid(room, { to: account(2, "CCB"), toName: "王五", agoMs: 20 * MINUTE })] });
  const answered = async (victim: { readonly id: MatterId }, bank: string, hops: readonly { readonly account: string; readonly at: string }[]): Promise<void> => {
    const stop = (await matters(room, "stop-payment")).find((matter) => matter.parent === victim.id);
    const id = stop?.id ?? ("" as MatterId);
    await room.desk.work(room.as("dutyLead"), (work) => work.actAny("stop-payment", [{ id, command: "approve", input: {} }]));
    await room.settle();
    const next = hops.map((hop) => ({ ...hop, amountMinor: "5000000", currency: "CNY" }));
    await room.desk.work(room.as("bankOps", bank), (work) => work.actAny("stop-payment", [{ id, command: "answer", input: { result: "no-funds", next } }]));
  };
  const at = instantOf(room.world.nowMs() - 5 * MINUTE);
  await answered(first, "org_icbc", [{ account: account(9, "ABC"), at }]);
  expect(await all()).toEqual([]);
  await answered(second, "org_ccb", [{ account: account(9, "ABC"), at }]);
  const [series] = await all();
  expect(series).toMatchObject({ state: "hypothesis", body: { strengthPermille: 600, ties: [{ kinds: ["downstream"] }] } });
  expect(ids(series)).toEqual(sorted(first, second));
  // A third that paid that account directly meets them there.
  const third = await one({ payments: [paid(room, { to: account(9, "ABC") })] });
  expect((await all())[0].body.candidates.map((candidate) => candidate.id)).toEqual([third.id]);
});

test("across counties the series lies with the unit above both; each side sees only its own and that there is more", async () => {
  const here = await one({ traits: [{ type: "device", value: "imei-9" }] });
  const there = await one({ traits: [{ type: "device", value: "imei-9" }], territory: "37/3702/370203" }, "org_shibei");
  const [series] = await all();
  expect(series).toMatchObject({ org: "org_qd", territory: "37/3702" });
  await expect(room.desk.find(analyst(), series.id)).rejects.toThrow(/no .* in your scope/);
  const shown = await linksOf(room.desk, analyst(), here.id);
  expect(shown).toMatchObject({ links: [], elsewhere: 1 });
  const above = await linksOf(room.desk, room.as("analyst", "org_qd"), here.id);
  expect(above.links).toMatchObject([{ id: there.id, strengthPermille: 900, confirmable: true, evidence: [{ kind: "device", zh: "同一设备" }] }]);
});

test("what joins a confirmed series waits as a candidate until a person takes it in", async () => {
  const device = { traits: [{ type: "device", value: "d" } as const] };
  await one(device);
  await one(device);
  const [series] = await all();
  await room.act(caseSeries, analyst(), series.id, "confirm");
  const third = await one(device);
  const now = await room.get(caseSeries, series.id);
  expect(now).toMatchObject({ state: "confirmed", body: { candidates: [{ id: third.id, strengthPermille: 900 }] } });
  expect(now.body.members).toHaveLength(2);
  expect((await room.act(caseSeries, analyst(), series.id, "accept", { id: third.id })).body.members).toHaveLength(3);
  expect(await all()).toHaveLength(1);
});

test("refused stays refused on the same evidence, also when others join; new evidence brings it back", async () => {
  const device = { traits: [{ type: "device", value: "d" } as const] };
  const [a, b, c] = [await one(device), await one(device), await one(device)];
  const [series] = await all();
  expect(ids(series)).toEqual(sorted(a, b, c));
  const without = await room.act(caseSeries, analyst(), series.id, "refuse", { id: c.id, why: "a phone bought second hand" });
  expect(without).toMatchObject({ state: "proposed", body: { refused: [{ id: c.id }] } });
  expect(ids(without)).toEqual(sorted(a, b));
  // Another with the same device joins; the refused one does not come back with it.
  const d = await one(device);
  expect(ids(await room.get(caseSeries, series.id))).toEqual(sorted(a, b, d));
  await room.act(report, room.as("intake"), c.id, "add", { narrative: STORY });
  expect(ids(await room.get(caseSeries, series.id))).toEqual(sorted(a, b, d));
  // Something new between them.
  await room.act(report, room.as("intake"), a.id, "add", { traits: [{ type: "number", value: phone(950) }] });
  await room.act(report, room.as("intake"), c.id, "add", { traits: [{ type: "number", value: phone(950) }] });
  const again = await room.get(caseSeries, series.id);
  expect([...ids(again), ...again.body.candidates.map((candidate) => candidate.id)].sort()).toEqual(sorted(a, b, c, d));
});

test("a dissolved series is not proposed again by the next look, but by something new", async () => {
  const device = { traits: [{ type: "device", value: "d" } as const] };
  const [a, b] = [await one(device), await one(device)];
  const [series] = await all();
  await room.act(caseSeries, analyst(), series.id, "dissolve", { why: "a rental phone" });
  await room.act(report, room.as("intake"), a.id, "accept");
  await room.act(report, room.as("intake"), b.id, "accept");
  await opened(room, [a.id]);
  expect((await all()).filter((one) => one.state !== "dissolved")).toEqual([]);
  expect((await linksOf(room.desk, analyst(), a.id)).links).toMatchObject([{ refused: true, confirmable: false }]);
  for (const { id } of [a, b]) await room.act(report, room.as("intake"), id, "add", { traits: [{ type: "account", value: account(33) }] });
  expect((await all()).filter((one) => one.state === "proposed")).toHaveLength(1);
});

test("a clue that becomes a hub takes back what rested on it alone, but nothing that a person confirmed", async () => {
  const payee = (n: number) => ({ traits: [{ type: "account", value: account(n) } as const] });
  // The account stands in all but three of the reports that the limit allows already.
  const nearly = async (n: number): Promise<void> => {
    const { body } = await one(payee(n));
    const token = "ref" in body.traits[0] ? body.traits[0].ref.token : "";
    await room.store.transaction((sql) => sql.query("update clue_degree set degree = $2 where kind = 'account' and key = $1", [token, hubDegreeMax("account") - 2]));
  };
  await nearly(1);
  await one(payee(1));
  const [loose] = await all();
  await nearly(2);
  await one({ ...payee(2), traits: [...payee(2).traits, { type: "device", value: "d" }] });
  const [confirmed] = (await all()).filter(({ id }) => id !== loose.id);
  await room.act(caseSeries, analyst(), confirmed.id, "confirm");
  for (const n of [1, 1, 2, 2]) await one(payee(n));
  expect(await room.get(caseSeries, loose.id)).toMatchObject({ state: "dissolved", body: { outcome: "no evidence is left" } });
  expect((await room.get(caseSeries, confirmed.id)).state).toBe("confirmed");
  const last = await one(payee(1));
  const shown = await linksOf(room.desk, analyst(), last.id);
  expect(shown.links).toEqual([]);
  expect(shown.leftOut).toMatchObject([{ kind: "account", what: "ICBC 6222 **** 0001", inMoreThan: hubDegreeMax("account") }]);
});

test("reports of one case, and duplicates of one report, are no series among themselves; a case stands for its reports", async () => {
  const device = { traits: [{ type: "device", value: "d" } as const] };
  const a = await accepted(room, { reporter: { number: phone(1) } });
  const b = await accepted(room, { reporter: { number: phone(2) } });
  await filed(room, [a.id, b.id]);
  for (const { id } of [a, b]) await room.act(report, room.as("intake"), id, "add", device);
  const twice = await one({ traits: [{ type: "number", value: phone(960) }] });
  const first = await one();
  await room.act(report, room.as("intake"), twice.id, "mark-duplicate", { of: first.id });
  await room.act(report, room.as("intake"), first.id, "add", { traits: [{ type: "number", value: phone(960) }] });
  expect(await all()).toEqual([]);
  const [made] = await room.all(policeCase);
  const outside = await one(device);
  expect(ids((await all())[0])).toEqual(sorted(made, outside));
});

test("evidence from several reports of one case adds up when the case is opened", async () => {
  const outside = await one({ traits: [HOST], narrative: STORY, ...LURE });
  const a = await accepted(room, { reporter: { number: phone(1) }, traits: [HOST] });
  const b = await accepted(room, { reporter: { number: phone(2) }, narrative: STORY, ...LURE });
  expect((await all()).map((series) => series.state)).toEqual(["hypothesis"]);
  await opened(room, [a.id, b.id]);
  const [series] = await all();
  expect(series).toMatchObject({ state: "proposed", body: { strengthPermille: 804 } });
  expect(ids(series)).toEqual(sorted(a, outside));
});

test("a person may join by a ground of their own what no clue joins; another one confirms", async () => {
  const [a, b, c] = [await one(), await one(), await one()];
  await expect(room.open(caseSeries, analyst(), { members: [a.id, b.id] })).rejects.toThrow(/nothing is known that joins/);
  const series = await room.open(caseSeries, analyst(), { members: [a.id, b.id], ground: "the same voice on both recordings" });
  await room.act(caseSeries, analyst(), series.id, "propose");
  await expect(room.act(caseSeries, analyst(), series.id, "confirm")).rejects.toThrow(/needs another person/);
  expect((await room.act(caseSeries, analyst(2), series.id, "confirm")).state).toBe("confirmed");
  const more = await room.act(caseSeries, analyst(), series.id, "add", { id: c.id, ground: "the same voice" });
  expect(ids(more)).toEqual(sorted(a, b, c));
  await expect(room.act(caseSeries, analyst(), series.id, "add", { id: c.id, ground: "again" })).rejects.toThrow(/already/);
  const far = await one({}, "org_yiwu");
  await expect(room.act(caseSeries, analyst(), series.id, "add", { id: far.id, ground: "x" })).rejects.toThrow(/no .* that could be joined/);
  // Two are left, then one: a series of one is none.
  await room.act(caseSeries, analyst(), series.id, "refuse", { id: c.id, why: "no" });
  expect((await room.act(caseSeries, analyst(), series.id, "refuse", { id: b.id, why: "no" })).state).toBe("dissolved");
});

test("a tip that could not be confirmed is compared with nothing", async () => {
  const device = { traits: [{ type: "device", value: "d" } as const] };
  const tip = await one({ role: "informer", ...device });
  await room.act(report, analyst(), tip.id, "open-tip");
  await room.act(report, analyst(), tip.id, "find-unsubstantiated", { why: "x" });
  await one(device);
  expect(await all()).toEqual([]);
});

test("reports with one clue at one moment make one series, not two", async () => {
  const device = { traits: [{ type: "device", value: "d" } as const] };
  const made = await Promise.all(Array.from({ length: 6 }, (_, n) => reported(room, { reporter: { number: phone(700 + n) }, ...device }, room.as("intake", "org_shinan", n))));
  const found = await all();
  expect(found).toHaveLength(1);
  expect(ids(found[0])).toEqual(sorted(...made));
});

test("every command is refused to whoever has none of its roles; the system's own to everybody", async () => {
  const series = await room.open(caseSeries, analyst(), { members: [(await one()).id, (await one()).id], ground: "x" });
  const id = series.body.members[0].id;
  const codes = await refusals(room, caseSeries, series.id, {
    accept: { id },
    add: { id, ground: "x" },
    refuse: { id, why: "x" },
    dissolve: { why: "x" },
    "to-campaign": { campaign: "cmg_0001" },
    suggest: { ids: [id] },
  });
  expect(Object.entries(codes).filter(([, code]) => code !== "not-allowed")).toEqual([]);
});
