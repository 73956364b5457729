/** Keeping and checking an installation over real HTTP: who may, what is found when something is wrong, and that each run and refusal is recorded. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, temporaryFolder, testConfig, type RunningServer } from "../../test/running-server.ts";
import { createOrganisation, organisationDraft } from "../access/organisation.ts";
import type { Role } from "../access/role.ts";
import { systemScope } from "../access/scope.ts";
import { usePasswordLink } from "../access/sign-in.ts";
import { createUser, userDraft } from "../access/user.ts";
import { findingsOf, type SystemHealth } from "../app/health.ts";
import { readOperatorMap } from "../app/operator-map.ts";
import { loadProfiles } from "../app/profiles.ts";
import { ROLES } from "../access/role.ts";
import { lawView, type LawView } from "../domain/law-values.ts";

const PASSWORD = "seven herons over the weir";
let server: RunningServer;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const cookies = new Map<string, string>();

const outline = (names: readonly string[]) => ({
  type: "FeatureCollection",
  features: names.map((name, i) => ({
    type: "Feature",
    properties: { name, adcode: 370_000 + i },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [i, 0],
          [i + 1, 0],
          [i + 1, 1],
          [i, 0],
        ],
      ],
    },
  })),
});

beforeAll(async () => {
  folder = await temporaryFolder();
  const map = path.join(folder.path, "map");
  await mkdir(map);
  await writeFile(path.join(map, "map.json"), JSON.stringify({ title: { zh: "本单位地图", en: "Our map" }, approval: "GS(2026)0001" }));
  await writeFile(path.join(map, "top.json"), JSON.stringify(outline(["山东", "浙江"])));
  await writeFile(path.join(map, "37.json"), JSON.stringify(outline(["青岛市"])));
  await writeFile(path.join(map, "README.json"), "not an outline");
  server = await startServer(path.join(folder.path, "data"), undefined, { DUANLIU_MAP: map });
  const { access } = server.centre;
  const system = systemScope("test");
  const org = await createOrganisation(access, system, organisationDraft.parse({ kind: "police", territory: "", name: { zh: "中心", en: "Centre" } }));
  for (const role of ["admin", "auditor", "dissuader"] as readonly Role[]) {
    const { link } = await createUser(access, system, userDraft.parse({ login: `one.${role}`, name: role, org: org.id, roles: [role] }));
    await usePasswordLink(access, { secret: link!.path.split("#")[1], password: PASSWORD }, "192.0.2.1");
    const response = await fetch(`${server.url}/v1/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ login: `one.${role}`, password: PASSWORD }),
    });
    cookies.set(role, response.headers.get("set-cookie")!.split(";")[0]);
  }
}, 120_000);
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
  await folder.remove();
});

async function ask<T>(role: string | null, route: string, method = "GET"): Promise<{ readonly status: number; readonly type: string; readonly body: T }> {
  const headers: Record<string, string> = role === null ? {} : { cookie: cookies.get(role)! };
  if (method === "POST") headers["content-type"] = "application/json";
  const response = await fetch(`${server.url}${route}`, { method, headers, ...(method === "POST" ? { body: "{}" } : {}) });
  return { status: response.status, type: response.headers.get("content-type") ?? "", body: (await response.json()) as T };
}

const ledger = (event: string) =>
  server.centre.casework.desk.store.snapshot((sql) =>
    sql.query<{ readonly detail: Readonly<Record<string, unknown>> }>("select detail from ledger where event = $1 order by seq", [event]),
  );

test("health says what runs, how much waits and what somebody has to look at", async () => {
  const calm = (await ask<SystemHealth>("admin", "/v1/system")).body;
  expect(calm.findings.filter(({ words }) => !/data disk/.test(words.en))).toEqual([]);
  expect(calm.store).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/), migration: expect.any(Number), ledgerLines: expect.any(Number) });
  expect(calm.store.ledgerLines).toBeGreaterThan(5);
  expect(calm.log).toMatchObject({ failure: null, pendingBytes: 0 });
  expect(calm.disk.totalBytes).toBeGreaterThan(calm.disk.freeBytes);
  expect(calm.program.versions).toMatchObject({ program: calm.program.version });
  await server.centre.casework.desk.store.transaction(async (sql) => {
    await sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, level, opened_at_ms, changed_at_ms, closed_at_ms, opened_by, hands, body)
       select 'rep_00000001', 'report', 'closed', 1, 's1', 'CN@2026-01-01', '', id, 0, 0, 0, 1, 'usr', '{}', '{}' from organisation limit 1`,
    );
    // Far ahead, so that nothing hands it over during the test; as if it had been tried for long.
    await sql.query(
      `insert into effect (id, matter, channel, addressee, payload, opens, next_at_ms, created_at_ms, attempts) values ('eff_1', 'rep_00000001', 'institution', 'org_x', '{}', '{}', $1::int8 + 500000, $1::int8 - 3600000, 12)`,
      [server.centre.casework.desk.world.nowMs()],
    );
  });
  const busy = (await ask<SystemHealth>("auditor", "/v1/system")).body;
  expect(busy.outbox).toMatchObject([{ channel: "institution", addressee: "org_x", waiting: 1, stuck: 1 }]);
  expect(busy.outbox[0].oldestMs).toBeGreaterThanOrEqual(3_600_000);
  expect(busy.findings).toContainEqual({ urgent: true, words: { zh: expect.stringContaining("org_x"), en: expect.stringContaining("could not be handed over") } });
  await server.centre.casework.desk.store.transaction((sql) => sql.query("update effect set state = 'delivered'"));
});

test("what an operator must look at is said, the most urgent first, and a healthy installation says nothing", () => {
  const nowMs = Date.UTC(2026, 10, 26);
  const well: Omit<SystemHealth, "findings"> = {
    at: "",
    program: { version: "1", node: "v26", startedAt: "2026-11-25T00:00:00.000Z", memoryBytes: 1, versions: {} },
    log: { failure: null, nextSequence: 1, pendingBytes: 0, bytesOnDisk: 1, watchers: 0 },
    intake: { position: 1, refused: 0, repeated: 0, degraded: 0 },
    store: { version: "17.0", bytes: 1, ledgerLines: 1, migration: 1, answeredMs: 1 },
    outbox: [{ channel: "lists", addressee: "x", waiting: 2, oldestMs: 60_000, stuck: 0, failed: 0 }],
    clocks: { armed: 5, late: 0, failing: 0 },
    audit: { signedAt: "2026-11-25T23:59:00.000Z", unsigned: 3 },
    disk: { freeBytes: 500, totalBytes: 1_000 },
  };
  expect(findingsOf(well, nowMs)).toEqual([]);
  const ill = findingsOf(
    {
      ...well,
      log: { ...well.log, failure: "no space", pendingBytes: 60 << 20 },
      outbox: [{ channel: "lists", addressee: "x", waiting: 2, oldestMs: 20 * 60_000, stuck: 0, failed: 4 }],
      clocks: { armed: 5, late: 2, failing: 1 },
      audit: { signedAt: null, unsigned: 3 },
      disk: { freeBytes: 49, totalBytes: 1_000 },
    },
    nowMs,
  );
  expect(ill.map(({ urgent, words }) => `${urgent ? "!" : ""}${words.en.split(" ").slice(0, 4).join(" ")}`)).toEqual([
    "!The event log cannot",
    "!4 % of the",
    "!2 clocks ran out",
    "More than half of",
    "1 clocks could not",
    "lists x: 2 wait,",
    "lists x: 4 were",
    "3 lines of the",
  ]);
});

test("the chain is verified from here, the run is in the ledger, and a line that was changed is found and said", async () => {
  const whole = await ask<Readonly<Record<string, unknown>>>("auditor", "/v1/audit/verify", "POST");
  // The made-up matter of this test was written behind the ledger's back, and that is what is found.
  expect(whole.body).toMatchObject({ whole: false, faults: 2 });
  for (const { zh, en } of whole.body["found"] as readonly { readonly zh: string; readonly en: string }[])
    expect([zh, en]).toEqual([expect.stringMatching(/事项 rep_00000001/), expect.stringMatching(/matter rep_00000001/)]);
  await server.centre.casework.desk.store.transaction(async (sql) => {
    await sql.query("delete from effect");
    await sql.query("delete from matter where id = 'rep_00000001'");
  });
  expect((await ask<Readonly<Record<string, unknown>>>("admin", "/v1/audit/verify", "POST")).body).toMatchObject({ whole: true, faults: 0, found: [] });
  await server.centre.casework.desk.store.transaction(async (sql) => {
    await sql.query("alter table ledger disable trigger ledger_append_only");
    await sql.query(`update ledger set detail = '{"whole":true}' where seq = 2`);
    await sql.query("alter table ledger enable trigger ledger_append_only");
  });
  const broken = (await ask<{ readonly whole: boolean; readonly found: readonly { readonly en: string }[] }>("auditor", "/v1/audit/verify", "POST")).body;
  expect(broken.whole).toBe(false);
  expect(broken.found.some(({ en }) => en.startsWith("line 2:"))).toBe(true);
  const runs = (await ask<{ readonly items: readonly { readonly whole: boolean }[] }>("admin", "/v1/audit")).body.items;
  expect(runs.map((run) => run.whole)).toEqual([false, true, false]);
  expect((await ledger("audit-verified")).map(({ detail }) => detail["whole"])).toEqual([false, true, false]);
});

const NAMED_AS_THEY_ARE: ReadonlySet<string> = new Set(["territory"]);

test("every value of the profile that cites something is there, and each assumption is marked as one", async () => {
  const seen = (await ask<LawView>("dissuader", "/v1/profile")).body;
  const profiles = await loadProfiles();
  for (const id of profiles.ids) {
    const profile = profiles.versions(id)[0];
    const view = lawView(profile, ROLES);
    const paths = view.values.map((one) => one.path);
    expect(new Set(paths).size).toBe(paths.length);
    // Counted another way: as text.
    const text = JSON.stringify({ ...profile, texts: null, wording: null, sources: null }, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    expect(view.values.length).toBe(text.split('"reviewOn":').length - 1);
    expect(view.counts.assumed).toBe(view.values.filter(({ status }) => status === "assumed").length);
    for (const { path: where, basis, parts } of view.values) {
      expect([where, Object.keys(profile.sources)]).toEqual([where, expect.arrayContaining([basis])]);
      for (const { name, words, text: said } of parts) {
        expect(said.zh + said.en).not.toContain("[object");
        // Whoever reads it in Chinese finds no name of a field or of a value, but codes, addresses, patterns and rules.
        expect([where, name, words.zh]).toEqual([where, name, expect.stringMatching(/\p{Script=Han}/u)]);
        expect([where, name, said.zh.match(/[a-z]{2,}[A-Za-z.-]*[a-z]/gu) ?? []]).toEqual([where, name, NAMED_AS_THEY_ARE.has(where) ? expect.anything() : []]);
      }
    }
  }
  expect(seen.values.find((one) => one.path === "measures.stop-payment.rounds")).toMatchObject({
    parts: expect.arrayContaining([{ name: "max", words: { zh: "最多", en: "at most" }, text: { zh: "2", en: "2" } }]),
  });
  expect(seen.counts.assumed).toBeGreaterThan(0);
  expect(seen.sources[seen.values[0].basis]).toMatchObject({ title: { zh: expect.any(String), en: expect.any(String) } });
});

test("the operator's own map is served with its approval, and nothing else of its folder", async () => {
  expect((await ask("dissuader", "/v1/map")).body).toEqual({
    source: "operator",
    title: { zh: "本单位地图", en: "Our map" },
    approval: "GS(2026)0001",
    note: null,
    outlines: ["37", "top"],
  });
  const top = await ask<{ readonly features: readonly unknown[] }>("dissuader", "/v1/map/top");
  expect([top.type.split(";")[0], top.body.features.length]).toEqual(["application/geo+json", 2]);
  for (const name of ["99", "map", "README", "..%2Fmap", "37.json"]) expect((await ask("dissuader", `/v1/map/${name}`)).status).toBe(404);
  expect((await ask(null, "/v1/map/top")).status).toBe(401);
});

test("a map that is none stops the start and says where", async () => {
  const dir = path.join(folder.path, "wrong-map");
  await mkdir(dir);
  const fails = (expected: RegExp) => expect(readOperatorMap(dir)).rejects.toMatchObject({ problem: { code: "config-invalid", detail: expect.stringMatching(expected) } });
  await fails(/lacks map.json or top.json/);
  await writeFile(path.join(dir, "map.json"), JSON.stringify({ title: { zh: "图", en: "Map" } }));
  await writeFile(path.join(dir, "top.json"), "{");
  await fails(/top.json: is not JSON/);
  await writeFile(path.join(dir, "top.json"), JSON.stringify({ type: "FeatureCollection", features: [{ properties: {}, geometry: null }] }));
  await fails(/top.json: features.0.properties.name/);
  expect(testConfig(folder.path).mapDir).toBeNull();
});

test("who neither keeps nor checks is refused, and that is recorded", async () => {
  const before = (await ledger("refused")).length;
  const closed = [
    ["GET", "/v1/system"],
    ["GET", "/v1/audit"],
    ["POST", "/v1/audit/verify"],
  ] as const;
  for (const [method, route] of closed) {
    expect([route, (await ask("dissuader", route, method)).status, (await ask(null, route, method)).status]).toEqual([route, 403, 401]);
  }
  for (const route of ["/v1/profile", "/v1/map"]) expect((await ask(null, route)).status).toBe(401);
  for (const route of ["/v1/situation", "/v1/situation/list?metric=now.warnings", "/v1/briefing?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"]) {
    expect([route, (await ask("dissuader", route)).status, (await ask("auditor", route)).status]).toEqual([route, 403, 200]);
  }
  expect((await ledger("refused")).length).toBe(before + 6);
});
