/** Organisations in their places: tiers, parents, codes, who keeps whom, and which unit is competent for a place. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessDesk, smallCountry, type AccessDesk } from "../../test/access-desk.ts";
import { ProblemError } from "../base/problem.ts";
import { within, type Territory } from "../domain/territory.ts";
import { changeOrganisation, createOrganisation, listOrganisations, organisationDraft, unitFor, unitsFor, type Organisation } from "./organisation.ts";
import { systemScope, type Scope } from "./scope.ts";

let desk: AccessDesk;
const system = systemScope("test");
beforeAll(async () => {
  desk = await accessDesk();
});
afterAll(() => desk.close());

const create = (draft: Readonly<Record<string, unknown>>, scope: Scope = system): Promise<Organisation> =>
  createOrganisation(desk.parts, scope, organisationDraft.parse({ name: { zh: "单位", en: "Unit" }, ...draft }));

async function fieldOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error.problem.at?.field ?? error.problem.code;
  throw new Error(`not refused: ${String(error)}`);
}

test("a unit's tier is that of its place, and it belongs to the nearest unit around it", async () => {
  const ministry = await create({ kind: "police", territory: "" });
  const province = await create({ kind: "police", territory: "11" });
  const county = await create({ kind: "police", territory: "11/1101/110101" });
  const city = await create({ kind: "police", territory: "11/1101" });
  const station = await create({ kind: "police", territory: "11/1101/110101/east-gate" });
  expect([ministry, province, county, city, station].map(({ level, parent }) => [level, parent])).toEqual([
    ["ministry", null],
    ["province", ministry.id],
    // The city's unit did not exist yet.
    ["county", province.id],
    ["city", province.id],
    ["station", county.id],
  ]);
  expect((await changeOrganisation(desk.parts, system, county.id, { parent: city.id })).parent).toBe(city.id);
  const bank = await create({ kind: "bank", territory: "", institution: "icbc " });
  expect([bank.level, bank.parent, bank.institution, bank.delivery]).toEqual([null, null, "ICBC", { kind: "desk" }]);
});

test("what does not fit is refused with its field", async () => {
  const province = await create({ kind: "police", territory: "12" });
  const telco = await create({ kind: "telco", territory: "" });
  expect(await fieldOf(create({ kind: "police", territory: "99" }))).toBe("territory");
  expect(await fieldOf(create({ kind: "police", territory: "11/1201" }))).toBe("territory");
  expect(await fieldOf(create({ kind: "police", territory: "11/1101", parent: province.id }))).toBe("parent");
  expect(await fieldOf(create({ kind: "police", territory: "11/1101", parent: telco.id }))).toBe("parent");
  expect(await fieldOf(create({ kind: "police", territory: "11/1101", parent: "org_nowhere" }))).toBe("parent");
  expect(await fieldOf(create({ kind: "bank", territory: "" }))).toBe("institution");
  expect(await fieldOf(create({ kind: "telco", territory: "", institution: "CMCC" }))).toBe("institution");
  expect(await fieldOf(create({ kind: "telco", territory: "", delivery: { kind: "webhook", url: "x".repeat(5_000) } }))).toBe("delivery");
  expect(organisationDraft.safeParse({ kind: "army", territory: "", name: { zh: "x", en: "x" } }).success).toBe(false);
  expect(organisationDraft.safeParse({ kind: "police", territory: "", name: { zh: "x", en: "x" }, level: "ministry" }).success).toBe(false);
});

test("units do not belong to themselves, nor in a circle", async () => {
  const one = await create({ kind: "police", territory: "11/1102" });
  const two = await create({ kind: "police", territory: "11/1102", parent: one.id });
  const three = await create({ kind: "police", territory: "11/1102", parent: two.id });
  for (const parent of [one, two, three]) expect(await fieldOf(changeOrganisation(desk.parts, system, one.id, { parent: parent.id }))).toBe("parent");
  expect((await changeOrganisation(desk.parts, system, three.id, { parent: one.id })).parent).toBe(one.id);
});

test("a code names one institution, also when two ask at once", async () => {
  const both = await Promise.allSettled([create({ kind: "bank", territory: "", institution: "ABC" }), create({ kind: "payment", territory: "", institution: "abc" })]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await fieldOf(create({ kind: "bank", territory: "", institution: " Abc" }))).toBe("institution");
});

test("an administrator keeps their own place and below, and finds nothing elsewhere", async () => {
  const city = await create({ kind: "police", territory: "11/1101" });
  const { scope } = await desk.person(city.id, "admin.city", ["admin"]);
  const inside = await create({ kind: "community", territory: "11/1101/110102" }, scope);
  const outside = await create({ kind: "community", territory: "12/1201" });
  expect(await fieldOf(create({ kind: "police", territory: "12" }, scope))).toBe("territory");
  expect(await fieldOf(create({ kind: "bank", territory: "", institution: "XYZ" }, scope))).toBe("territory");
  expect((await changeOrganisation(desk.parts, scope, inside.id, { name: { zh: "社区", en: "Community" } })).name.en).toBe("Community");
  await expect(changeOrganisation(desk.parts, scope, outside.id, { name: { zh: "社区", en: "Community" } })).rejects.toMatchObject({ problem: { code: "not-found" } });
  const { scope: officer } = await desk.person(city.id, "officer.city", ["dutyLead"]);
  await expect(create({ kind: "community", territory: "11/1101/110102" }, officer)).rejects.toMatchObject({ problem: { code: "not-allowed" } });
});

test("a partner sees itself and the police, whose orders it must know, and no other partner; the police see all", async () => {
  const bank = await desk.organisation("bank", "11");
  const city = await create({ kind: "police", territory: "11/1101" });
  const { scope: clerk } = await desk.person(bank, "clerk", ["bankOps"]);
  const { scope: officer } = await desk.person(city.id, "officer.two", ["intake"]);
  await desk.organisation("bank", "12");
  const seen = await listOrganisations(desk.parts, clerk, { limit: 100 });
  expect(seen.filter(({ kind }) => kind !== "police").map((one) => one.id)).toEqual([bank]);
  expect(seen.map((one) => one.id)).toContain(city.id);
  const all = await listOrganisations(desk.parts, officer, { limit: 100 });
  expect(all.length).toBeGreaterThan(5);
  // Pages join to the whole.
  const first = await listOrganisations(desk.parts, officer, { limit: 3 });
  const rest = await listOrganisations(desk.parts, officer, { limit: 100, after: first[2].id });
  expect([...first, ...rest]).toEqual(all);
  expect((await listOrganisations(desk.parts, officer, { limit: 100, territory: "11/1101", kind: "police" })).every((one) => within(one.territory, "11/1101" as Territory))).toBe(
    true,
  );
});

test("every change is a line of the ledger", async () => {
  const before = (await desk.ledger()).length;
  const one = await create({ kind: "platform", territory: "" });
  await changeOrganisation(desk.parts, system, one.id, { name: { zh: "平台", en: "Platform" } });
  await fieldOf(changeOrganisation(desk.parts, system, one.id, { institution: "X" }));
  const lines = (await desk.ledger()).slice(before);
  expect(lines.map((line) => [line.event, line.detail["organisation"]])).toEqual([
    ["organisation-created", one.id],
    ["organisation-changed", one.id],
  ]);
});

test("the competent unit is the lowest around a place: the same as looking at all of them one by one", async () => {
  const fresh = await accessDesk();
  try {
    const paths = [
      "",
      "11",
      "11/1101",
      "11/1101/110101",
      "11/1101/110102",
      "11/1102",
      "12",
      "12/1201",
      "12/1201/120101",
      "11/1101/110101/east-gate",
      "11/1101/110101/east",
    ] as Territory[];
    const kinds = ["police", "community"] as const;
    const made: Organisation[] = [];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths.slice(1)), fc.constantFrom(...kinds), fc.array(fc.constantFrom(...paths), { maxLength: 12 }), async (territory, kind, asked) => {
        const plain = (of: (typeof kinds)[number], place: Territory): string | undefined => {
          const around = made.filter((one) => one.kind === of && within(place, one.territory));
          return around.sort((a, b) => b.territory.length - a.territory.length || (a.id < b.id ? -1 : 1))[0]?.id;
        };
        for (const of of kinds) {
          const found = await fresh.parts.store.snapshot((sql) => unitsFor(sql, of, asked));
          for (const place of asked) expect(found.get(place), `${of} ${place}`).toBe(plain(of, place));
        }
        made.push(await createOrganisation(fresh.parts, system, organisationDraft.parse({ kind, territory, name: { zh: "单位", en: "Unit" } })));
      }),
      { seed: 3, numRuns: 40 },
    );
    expect(await fresh.parts.store.snapshot((sql) => unitFor(sql, "bank", "11" as Territory))).toBeNull();
    expect(smallCountry.children("11" as Territory)).toHaveLength(2);
  } finally {
    await fresh.close();
  }
});
