/**
 * A change of the rules from the first draft to the roll-back, on the running server: real log, real database, real screening.
 * One server for the whole file; the tests are one story, in order.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { seedOrganisations } from "./case-room.ts";
import { startServer, temporaryFolder, testConfig, type RunningServer } from "./running-server.ts";
import { ROLES, type Role } from "../src/access/role.ts";
import { authorise, type Scope } from "../src/access/scope.ts";
import { systemWorld } from "../src/adapters/system/world.ts";
import { composeApp } from "../src/app/compose.ts";
import { replay, type ReplayReport } from "../src/cli/replay.ts";
import { warning } from "../src/dissuasion/warning/kind.ts";
import type { MatterId } from "../src/domain/matter.ts";
import type { Verdict } from "../src/domain/verdict.ts";
import type { Matter } from "../src/matters/matter.ts";
import { RULEBOOK_ROUTES } from "../src/rulebook/rulebook-routes.ts";
import { ruleChange } from "../src/rulebook/rule-change/kind.ts";
import type { RuleChange } from "../src/rulebook/rule-change/rule-change.ts";
import type { Bill } from "../src/rulebook/bill.ts";

const words = { zh: "理由", en: "a reason" };

/** R1: a call of a minute or more is told of. R2: one of ten minutes warns. */
function packText(change: { readonly r1?: string; readonly r2?: string; readonly r1If?: string } = {}): string {
  const rule = (id: string, condition: string, weight: string, mode: string): object => ({
    id,
    kinds: ["call"],
    family: "call",
    if: condition,
    outcome: "found",
    weight,
    mode,
    stage: "S2",
    because: words,
    values: [],
    notIf: words,
    basis: "test",
    assumed: true,
  });
  return JSON.stringify(
    {
      id: "calls",
      version: "1.0.0",
      title: { zh: "通话", en: "Calls" },
      typologies: [{ id: "t", title: words, rules: ["R1", "R2"], thresholds: { tellPermille: 300, actPermille: 600 } }],
      rules: [rule("R1", change.r1If ?? "event.durationMs >= 60000.0", change.r1 ?? "M", "live"), rule("R2", "event.durationMs >= 600000.0", "H", change.r2 ?? "live")],
    },
    null,
    2,
  );
}
const example = (rule: string, must: string, durationMs: number): object => ({ rule, must, facts: { "event.durationMs": durationMs }, note: words });
const EXAMPLES = JSON.stringify([example("R1", "hit", 60_000), example("R1", "miss", 1_000), example("R2", "hit", 600_000), example("R2", "miss", 60_000)]);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let rulepacks: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  rulepacks = path.join(folder.path, "rulepacks");
  mkdirSync(path.join(rulepacks, "calls"), { recursive: true });
  writeFileSync(path.join(rulepacks, "calls", "pack.json"), packText());
  writeFileSync(path.join(rulepacks, "calls", "examples.json"), EXAMPLES);
  await start();
  await seedOrganisations(server.centre.casework.desk.store, systemWorld.nowMs());
});
afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

async function start(): Promise<void> {
  server = await startServer(path.join(folder.path, "data"), systemWorld, { DUANLIU_RULEPACKS: rulepacks });
}

function as(role: Role, org = "org_ministry", territory = "", n = 1): Scope {
  const user = { kind: "user", user: `usr_${role}_${org}_${n}`, org, orgName: words, orgKind: ROLES[role].of[0], roles: [role], territory } as const;
  return authorise(user, [role]);
}
const analyst = as("analyst");
const lead = as("dutyLead");

const desk = () => server.centre.casework.desk;
const act = (who: Scope, id: MatterId, command: string, input: unknown = {}): Promise<Matter<RuleChange>> =>
  desk().work(who, (work) => work.actOne(ruleChange, id, command, input, "role"));
const draft = (who: Scope, text: string, more: object = {}): Promise<Matter<RuleChange>> =>
  desk().work(who, (work) => work.openOne(ruleChange, { pack: "calls", text, why: "the new wave", ...more }));

/** Calls a route as the server would, and holds its answer to its schema. */
async function ask<T>(method: "GET" | "POST", at: string, who: Scope, input: { readonly query?: object; readonly body?: object } = {}): Promise<T> {
  const parts = at.split("/");
  const found = RULEBOOK_ROUTES.find((row) => {
    const own = row.path.split("/");
    return row.method === method && own.length === parts.length && own.every((one, i) => one.startsWith(":") || one === parts[i]);
  });
  if (found === undefined) throw new Error(`no route ${method} ${at}`);
  const params = Object.fromEntries(found.path.split("/").flatMap((one, i) => (one.startsWith(":") ? [[one.slice(1), parts[i]]] : [])));
  const parsed = { query: found.query?.parse(input.query ?? {}), body: found.body?.parse(input.body ?? {}) };
  const answer = await found.run?.({ scope: who, params, language: "en", address: "", session: {} as never, ...parsed }, { desk: desk(), rulebook: server.centre.rulebook });
  return found.result?.parse(JSON.parse(JSON.stringify(answer))) as T;
}

let sent = 0;
/** One call of so many minutes, each between people who never called before; what the server says of it. */
async function call(minutes: number): Promise<Verdict & { readonly eventId: string }> {
  const n = String(++sent).padStart(4, "0");
  const event = {
    id: `e${n}`,
    kind: "call",
    occurredAt: new Date(systemWorld.nowMs() - 1000).toISOString(),
    from: `+861390010${n}`,
    to: `+861380020${n}`,
    durationMs: minutes * 60_000,
    ringMs: 1000,
    answered: true,
    contact: false,
  };
  const response = await fetch(`${server.url}/v1/events`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(event) });
  return (await response.json()) as Verdict & { readonly eventId: string };
}

/** What a command writes. */
async function written(task: () => Promise<unknown>): Promise<string> {
  let text = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await task();
  } finally {
    spy.mockRestore();
  }
  return text;
}

/** Until it is so; what is asked for happens within moments and nothing here depends on how many. */
async function until<T>(look: () => Promise<T | null | false> | T | null | false): Promise<T> {
  for (let n = 0; n < 600; n++) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("it never came");
}

let change: Matter<RuleChange>;
let firstVersion: string;

test("the checker says line, column, what and what was expected, and is asked no faster than one types", async () => {
  const ok = await ask<{ ok: boolean; differences: readonly object[] }>("POST", "/v1/rulebook/check", analyst, { body: { pack: "calls", text: packText({ r1: "H" }) } });
  expect(ok).toMatchObject({ ok: true, findings: [], differences: [{ rule: "R1", how: "changed" }] });
  const text = packText({ r1If: "event.durationMz >= 60000.0" });
  const wrong = await ask<{ ok: boolean; findings: readonly { line: number; column: number; from: number; to: number; message: { en: string } }[] }>(
    "POST",
    "/v1/rulebook/check",
    analyst,
    { body: { pack: "calls", text } },
  );
  expect(wrong.ok).toBe(false);
  const [first] = wrong.findings;
  expect(text.slice(first.from, first.to)).toBe("event.durationMz");
  expect(
    text
      .split("\n")
      [first.line - 1].slice(first.column - 1)
      .startsWith("event.durationMz"),
  ).toBe(true);
  expect(first.message.en).toMatch(/expected.*did you mean `event.durationMs`/);
  // A rule that its own examples contradict.
  const missed = await ask<{ findings: readonly { code: string; file: string }[] }>("POST", "/v1/rulebook/check", analyst, {
    body: { pack: "calls", text: packText({ r1If: "event.durationMs >= 90000.0" }) },
  });
  expect(missed.findings).toMatchObject([{ code: "example", file: "examples.json" }]);
  const many = await Promise.allSettled(Array.from({ length: 20 }, () => ask("POST", "/v1/rulebook/check", analyst, { body: { pack: "calls", text: "{" } })));
  const refused = many.filter((one) => one.status === "rejected").map((one) => (one.reason as { problem: { code: string } }).problem.code);
  expect(new Set(refused)).toEqual(new Set(["too-many-attempts"]));
  expect(refused.length).toBeGreaterThan(10);
  // Somebody else is not held up.
  await ask("POST", "/v1/rulebook/check", lead, { body: { pack: "calls", text: "{" } });
});

test("a draft with a mistake is kept and goes no further", async () => {
  firstVersion = server.app.engine.rules.version;
  change = await draft(analyst, packText({ r1If: "event.nothing > 1" }));
  expect(change.body).toMatchObject({ errors: 1, revision: 1, pack: "calls" });
  for (const command of ["start-shadow", "propose"]) await expect(act(analyst, change.id, command)).rejects.toThrow(/event.nothing/);
  await expect(draft(analyst, packText(), { pack: "nowhere" })).rejects.toThrow(/no rulepack nowhere/);
  await expect(draft(analyst, packText(), { base: "0".repeat(64) })).rejects.toThrow(/others than those this draft/);
  change = await act(analyst, change.id, "revise", { text: packText({ r1: "H" }) });
  expect(change.body).toMatchObject({ errors: 0, revision: 2, differences: [{ rule: "R1", how: "changed" }] });
});

let innocent: string;

test("in shadow it says what it would have done, and nothing is done", async () => {
  expect((await call(2)).action).toBe("flag");
  change = await act(analyst, change.id, "start-shadow");
  await until(() => server.centre.rulebook.now().beside.length === 1);
  const answers = [await call(2), await call(3), await call(0)];
  expect(answers.map(({ action }) => action)).toEqual(["flag", "flag", "allow"]);
  expect(answers.every(({ versions }) => versions.rules === firstVersion)).toBe(true);
  await server.centre.rulebook.flush();
  const shadow = await ask<{ runs: readonly object[] }>("GET", `/v1/rule-changes/${change.id}/shadow`, analyst);
  expect(shadow.runs).toMatchObject([{ events: 3, actions: { "flag>warn": 2, "allow>allow": 1 }, liveVersion: firstVersion, rules: { R1: { live: 2, shadow: 2 } }, failed: null }]);
  const { items } = await ask<{ items: readonly { event: string }[] }>("GET", `/v1/rule-changes/${change.id}/shadow/events`, analyst, { query: { live: "flag", shadow: "warn" } });
  expect(items.map(({ event }) => event)).toEqual(["e0002", "e0003"]);
});

test("the bill: more warnings, person by person, with the innocent who are known, and the list behind each figure", async () => {
  const warned = await call(11);
  expect(warned.action).toBe("warn");
  innocent = warned.eventId;
  const raised = await until(async () => (await desk().list(as("auditor"), { kind: "warning", limit: 10 })).matters.at(0) ?? null);
  await desk().work(as("dutyLead", "org_ministry"), (work) => work.actOne(warning, raised.id, "cancel", { reason: "rule-mistaken", note: "a genuine call" }));
  // The same person once more: one warning an episode.
  const window = { from: new Date(systemWorld.nowMs() - 3_600_000).toISOString(), to: new Date(systemWorld.nowMs() + 60_000).toISOString() };
  const replay = await ask<{ id: string }>("POST", `/v1/rule-changes/${change.id}/replays`, analyst, { body: window });
  await expect(ask("POST", `/v1/rule-changes/${change.id}/replays`, analyst, { body: window })).rejects.toThrow(/running already/);
  const done = await until(async () => {
    const { items } = await ask<{ items: readonly { id: string; state: string; report: Bill | null; why: string | null }[] }>("GET", `/v1/rule-changes/${change.id}/replays`, lead);
    return items[0].state === "running" ? null : items[0];
  });
  expect([done.id, done.state, done.why]).toEqual([replay.id, "done", null]);
  expect(done.report).toMatchObject({
    liveVersion: firstVersion,
    events: 5,
    cut: null,
    faithful: { same: 5, of: 5 },
    actions: { flag: { live: 3, draft: 0, more: 0, fewer: 3 }, warn: { live: 1, draft: 4, more: 3, fewer: 0 }, allow: { live: 1, draft: 1, more: 0, fewer: 0 } },
    rules: { R1: { live: 4, draft: 4 }, R2: { live: 1, draft: 1 } },
    known: { innocent: { of: 1, live: 1, draft: 1 }, confirmed: { of: 0 } },
    listed: 4,
    unlisted: 0,
  });
  const { warnings } = done.report as Bill;
  // Who is only flagged is not warned; who would be warned needs a visit when a call brings nothing.
  expect(warnings).toMatchObject({ live: 1, draft: 4, more: 3, fewer: 0, raised: 0, lowered: 0, levels: { low: { live: 0, draft: 0 }, high: { live: 1, draft: 4 } } });
  expect(warnings.visitsIfUnreached).toEqual({ live: 1, draft: 4 });
  expect(warnings.units).toMatchObject([{ more: 3, fewer: 0, visitsMore: 0 }]);
  const list = (query: object) =>
    ask<{ items: readonly { event: string; warning: string | null }[] }>("GET", `/v1/rule-changes/${change.id}/replays/${replay.id}/events`, lead, { query });
  expect((await list({ draft: "warn", changed: "true" })).items).toHaveLength(3);
  expect((await list({ known: "innocent" })).items.map(({ event }) => event)).toEqual([innocent]);
  expect((await list({ warning: "more" })).items.map(({ event }) => event)).toEqual(["e0001", "e0002", "e0003"]);
  const two = await ask<{ items: readonly { n: number }[]; next: number }>("GET", `/v1/rule-changes/${change.id}/replays/${replay.id}/events`, lead, { query: { limit: 2 } });
  expect([two.items.length, two.next]).toEqual([2, two.items[1].n]);
});

test("four eyes, at the top, on a replay and a day in shadow, or with the reason why not", async () => {
  change = await act(analyst, change.id, "propose");
  await expect(act(as("dutyLead", "org_qd", "37/3702"), change.id, "approve", { despite: "a wave" })).rejects.toThrow(/not found|no rule change|top unit/);
  await expect(act(analyst, change.id, "approve", { despite: "a wave" })).rejects.toThrow(/one of the roles dutyLead/);
  await expect(act(lead, change.id, "approve")).rejects.toThrow(/a day in shadow/);
  const approved = await act(lead, change.id, "approve", { despite: "forty reports since this morning" });
  expect(approved.body.approval).toMatchObject({ by: "usr_dutyLead_org_ministry_1", despite: "forty reports since this morning", shadowEvents: 4 });
  expect(approved.body.approval?.replay).toMatch(/^rpl_/);
  // Whoever wrote at it, even before the last revision, does not approve it.
  const other = await draft(analyst, packText({ r1: "H" }));
  await act(lead, other.id, "revise", { text: packText({ r1: "H", r2: "off" }) });
  await act(analyst, other.id, "revise", { text: packText({ r1: "H", r2: "shadow" }) });
  await act(analyst, other.id, "propose");
  await expect(act(lead, other.id, "approve", { despite: "x" })).rejects.toThrow(/another person/);
  const second = as("dutyLead", "org_ministry", "", 2);
  await act(second, other.id, "approve", { despite: "quiet it" });
  // Both are changes of the same text: the second is refused once the first is published.
  change = await act(lead, change.id, "publish");
  expect(change.state).toBe("live");
  await expect(act(lead, other.id, "publish")).rejects.toThrow(/others than those/);
  await act(analyst, other.id, "withdraw", { why: "overtaken" });
});

let published: string;

test("what is published judges without a restart, under a version of its own, and old verdicts keep their reasons", async () => {
  published = await until(() => (server.app.engine.rules.version === firstVersion ? null : server.app.engine.rules.version));
  const verdict = await call(2);
  expect([verdict.action, verdict.versions.rules]).toEqual(["warn", published]);
  const old = await server.app.service.find("e0001");
  expect([old?.verdict.action, old?.verdict.versions.rules, old?.verdict.hits[0].because.en]).toEqual(["flag", firstVersion, "a reason"]);
  expect(server.centre.rulebook.now().beside).toEqual([]);
});

test("after a restart it is still in force; recovery judges each frame by its own rules and finds no difference", async () => {
  await server.stop();
  const data = path.join(folder.path, "data");
  const config = testConfig(data, { DUANLIU_RULEPACKS: rulepacks });
  // Without the snapshot everything is judged again, by the rules of then.
  rmSync(path.join(data, "snapshots"), { recursive: true });
  // Screening alone, as it starts where there is no database.
  const alone = await composeApp(config, systemWorld, () => undefined);
  expect(alone.engine.rules.version).toBe(published);
  expect(alone.recovered).toMatchObject({ eventsReplayed: 6, differed: 0 });
  await alone.close();
  const replayed = async (asLogged: boolean): Promise<ReplayReport> =>
    JSON.parse(await written(() => replay(config, { json: true, ...(asLogged ? { asLogged } : {}) }, { say: () => undefined }))) as ReplayReport;
  expect(await replayed(true)).toMatchObject({ events: 6, identical: 6, actionChanged: 0 });
  expect(await replayed(false)).toMatchObject({ events: 6, actionChanged: 3, rulesVersion: published });
  await start();
  expect(server.app.engine.rules.version).toBe(published);
  expect((await call(2)).action).toBe("warn");
});

test("a later change replaces it, and one command brings it back, and then what shipped", async () => {
  const later = await draft(analyst, packText({ r1: "H", r2: "off" }));
  expect(later.body.differences).toEqual([{ rule: "R2", how: "mode", from: "live", to: "off" }]);
  await act(analyst, later.id, "propose");
  await act(lead, later.id, "approve", { despite: "R2 hits hotlines" });
  await act(lead, later.id, "publish");
  const replaced = ruleChange.of(await desk().find(lead, change.id));
  expect(replaced.state).toBe("replaced");
  await until(() => server.app.engine.rules.version !== published);
  await act(lead, later.id, "roll-back", { why: "worse" });
  expect((await desk().find(lead, change.id)).state).toBe("live");
  await until(() => server.app.engine.rules.version === published);
  await act(lead, change.id, "roll-back", { why: "too many visits" });
  await until(() => server.app.engine.rules.version === firstVersion);
  expect(await call(2)).toMatchObject({ action: "flag", versions: { rules: firstVersion } });
  const { items } = await ask<{ items: readonly { how: string; change: string | null }[] }>("GET", "/v1/rulebook/publications", as("auditor"));
  expect(items.map(({ how }) => how)).toEqual(["rolled-back", "rolled-back", "published", "published", "shipped"]);
  await expect(desk().store.transaction((sql) => sql.query("update rule_publication set by = 'nobody'"))).rejects.toThrow(/P0001/);
});

test("precision stands beside each rule with the outcomes behind it", async () => {
  const book = await ask<{ version: string; precision: { rules: readonly object[] } }>("GET", "/v1/rulebook", analyst);
  expect(book.version).toBe(firstVersion);
  expect(book.precision.rules).toContainEqual(
    expect.objectContaining({ rule: "R2", floor: "flag", confirmed: 0, refuted: 1, share: expect.objectContaining({ permille: 0, of: 1 }) }),
  );
  const { items } = await ask<{ items: readonly { outcome: string; warning: string }[] }>("GET", "/v1/rulebook/rules/R2/outcomes", analyst);
  expect(items).toMatchObject([{ outcome: "refuted" }]);
  expect(server.bugs).toEqual([]);
});
