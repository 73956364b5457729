/** The figures of a campaign against a counting by hand of the same history, for any history and any cut-off. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PersonalRef } from "../domain/personal.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Result, ReturnedPerson } from "./lead/result.ts";
import type { Step } from "./lead/lead.ts";
import { rollUp, type CountedLead } from "./roll-up.ts";
import { FINDINGS, keysOf, PERSON_STATUSES } from "./words.ts";

const ref = (type: PersonalRef["type"], n: number): PersonalRef => ({ type, token: `${type}-${n}`, masked: "***" });
const UNITS = [
  { org: "org_a", territory: "37/3702" },
  { org: "org_b", territory: "33" },
  { org: "org_c", territory: "44/4401" },
] as const;

const person = fc.record({
  person: fc.integer({ min: 1, max: 4 }).map((n) => ref("person", n)),
  case: fc.constantFrom<MatterId | null>("cas_0001" as MatterId, "cas_0002" as MatterId, null),
  status: fc.constantFrom(...keysOf(PERSON_STATUSES)),
  part: fc.constantFrom("principal" as const, "member" as const),
}) satisfies fc.Arbitrary<ReturnedPerson>;
const account = fc.option(
  fc.integer({ min: 1, max: 3 }).map((n) => ref("account", n)),
  { nil: null },
);

/** A life of a lead, one step a minute: issued, perhaps signed, passed on, verified, returned, sent back, and results on the way. */
const life = fc
  .record({
    unit: fc.integer({ min: 0, max: 2 }),
    startMs: fc.integer({ min: 0, max: 50 }),
    moves: fc.array(fc.constantFrom("sign", "late-sign", "pass-on", "verify", "act", "early", "return", "send-back", "overdue", "supervise", "withdraw"), { maxLength: 12 }),
    finding: fc.constantFrom(...keysOf(FINDINGS)),
    results: fc.array(
      fc.record({
        persons: fc.array(person, { maxLength: 3 }),
        dens: fc.array(
          fc.integer({ min: 1, max: 3 }).map((n) => ref("address", n)),
          { maxLength: 2 },
        ),
        platforms: fc.array(
          fc.integer({ min: 1, max: 2 }).map((n) => ref("handle", n)),
          { maxLength: 2 },
        ),
        devices: fc.array(
          fc.record({
            device: fc.option(
              fc.integer({ min: 1, max: 2 }).map((n) => ref("device", n)),
              { nil: null },
            ),
            count: fc.integer({ min: 1, max: 9 }),
          }),
          { maxLength: 2 },
        ),
        money: fc.array(fc.record({ account, amountMinor: fc.bigInt({ min: 1n, max: 10n ** 17n }).map(String), currency: fc.constantFrom("CNY", "USD") }), { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ unit, startMs, moves, finding, results }): Omit<CountedLead, "id"> => {
    const steps: Step[] = [{ what: "issued", atMs: startMs, ...UNITS[unit] }];
    for (const [i, move] of moves.entries()) {
      const atMs = startMs + i + 1;
      if (move === "sign" || move === "late-sign") steps.push({ what: "signed", atMs, inTime: move === "sign" });
      else if (move === "pass-on") steps.push({ what: "passed-on", atMs, ...UNITS[(unit + i + 1) % 3] });
      else if (move === "verify") steps.push({ what: "verified", atMs, finding });
      else if (move === "act" || move === "early") steps.push({ what: "acted", atMs, action: "arrest", early: move === "early" });
      else if (move === "return") steps.push({ what: "returned", atMs });
      else if (move === "send-back") steps.push({ what: "sent-back", atMs });
      else if (move === "overdue") steps.push({ what: "overdue", atMs, key: "campaign.leadSign", to: null });
      else if (move === "supervise") steps.push({ what: "supervised", atMs, org: "org_up" });
      else steps.push({ what: "withdrawn", atMs });
    }
    const kept = results.map((one, i): Result => ({
      atMs: startMs + i * 5,
      ...one,
      devices: one.devices.map(({ device, count }) => ({ kind: "phone", device, count: device === null ? count : 1 })),
      money: one.money.map((money) => ({ kind: "account", ...money })),
    }));
    return { body: { steps, results: kept, objective: "den", group: null } };
  });

/** Everything at once and by hand: walk all that happened in the order of time, keep what stands at the end. */
function byHand(leads: readonly CountedLead[], cutOffMs: number) {
  const per = new Map<
    string,
    {
      issued: number;
      signed: number;
      inTime: number;
      true: number;
      partly: number;
      false: number;
      acted: number;
      early: number;
      returned: number;
      withdrawn: number;
      overdue: number;
      supervised: number;
    }
  >();
  for (const { body } of leads) {
    let org: string | null = null;
    const now = { issued: 1, signed: 0, inTime: 0, true: 0, partly: 0, false: 0, acted: 0, early: 0, returned: 0, withdrawn: 0, overdue: 0, supervised: 0 };
    for (const step of body.steps) {
      if (step.atMs > cutOffMs) continue;
      switch (step.what) {
        case "issued":
        case "passed-on":
          org = step.org;
          now.signed = now.inTime = 0;
          break;
        case "signed":
          now.signed = 1;
          now.inTime = step.inTime ? 1 : 0;
          break;
        case "verified":
          now.true = now.partly = now.false = 0;
          now[step.finding] = 1;
          break;
        case "sent-back":
          now.true = now.partly = now.false = now.returned = 0;
          break;
        case "acted":
          now.acted = 1;
          if (step.early) now.early = 1;
          break;
        case "returned":
          now.returned = 1;
          break;
        case "withdrawn":
          now.withdrawn = 1;
          break;
        case "overdue":
          now.overdue++;
          break;
        case "supervised":
          now.supervised++;
          break;
        case "closed":
          break;
      }
    }
    if (org === null) continue;
    const sum = per.get(org);
    if (sum === undefined) per.set(org, now);
    else for (const key of Object.keys(now) as (keyof typeof now)[]) sum[key] += now[key];
  }
  const said = leads
    .flatMap(({ id, body }) => body.results.map((result) => ({ id, result })))
    .filter(({ result }) => result.atMs <= cutOffMs)
    .sort((a, b) => a.result.atMs - b.result.atMs || (a.id < b.id ? -1 : 1));
  const statusOf: Record<string, string> = {};
  const tokens = { dens: new Set<string>(), platforms: new Set<string>(), devices: new Set<string>() };
  let loose = 0;
  const most: Record<string, bigint> = {};
  let cash = 0;
  for (const { id, result } of said) {
    for (const one of result.persons) statusOf[`${one.case ?? id}|${one.person.token}`] = one.status;
    for (const one of result.dens) tokens.dens.add(one.token);
    for (const one of result.platforms) tokens.platforms.add(one.token);
    for (const one of result.devices)
      if (one.device === null) loose += one.count;
      else tokens.devices.add(one.device.token);
    for (const one of result.money) {
      const key = `${one.currency}|${one.account?.token ?? `cash-${++cash}`}`;
      if (BigInt(one.amountMinor) > (most[key] ?? 0n)) most[key] = BigInt(one.amountMinor);
    }
  }
  const money: Record<string, bigint> = {};
  for (const [key, minor] of Object.entries(most)) money[key.split("|")[0]] = (money[key.split("|")[0]] ?? 0n) + minor;
  return { per, statusOf, dens: tokens.dens.size, platforms: tokens.platforms.size, devices: tokens.devices.size + loose, money };
}

test("the roll-up is what a counting by hand gives, overall and by unit, for every cut-off", () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 12 }), fc.integer({ min: -1, max: 80 }), (lives, cutOffMs) => {
      const leads = lives.map(({ body }, n): CountedLead => ({ id: `led_${String(n).padStart(4, "0")}`, body }));
      const got = rollUp(leads, cutOffMs);
      const want = byHand(leads, cutOffMs);
      expect(new Map(got.byUnit.map(({ org, verified, signedInTime, actedEarly, ...rest }) => [org, { ...rest, ...verified, inTime: signedInTime, early: actedEarly }]))).toEqual(
        want.per,
      );
      for (const key of ["issued", "signed", "signedInTime", "acted", "actedEarly", "returned", "withdrawn", "overdue", "supervised"] as const)
        expect(got.leads[key]).toBe(got.byUnit.reduce((sum, unit) => sum + unit[key], 0));
      for (const status of keysOf(PERSON_STATUSES)) expect(got.persons[status]).toBe(Object.values(want.statusOf).filter((one) => one === status).length);
      expect({ dens: got.dens, platforms: got.platforms, devices: got.devices }).toEqual({ dens: want.dens, platforms: want.platforms, devices: want.devices });
      expect(Object.fromEntries(got.money.map((one) => [one.currency, BigInt(one.amountMinor)]))).toEqual(want.money);
    }),
    { numRuns: 300, seed: 18 },
  );
});

test("figures as of a moment are the same whatever comes later, and whatever the order of the leads", () => {
  fc.assert(
    fc.property(fc.array(life, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 60 }), (lives, cutOffMs) => {
      const leads = lives.map(({ body }, n): CountedLead => ({ id: `led_${String(n).padStart(4, "0")}`, body }));
      const cut = leads.map(({ id, body }) => ({
        id,
        body: { ...body, steps: body.steps.filter(({ atMs }) => atMs <= cutOffMs), results: body.results.filter(({ atMs }) => atMs <= cutOffMs) },
      }));
      expect(rollUp(cut, cutOffMs)).toEqual(rollUp(leads, cutOffMs));
      expect(rollUp(leads.toReversed(), cutOffMs)).toEqual(rollUp(leads, cutOffMs));
    }),
    { numRuns: 200, seed: 19 },
  );
});

test("a principal who was caught is counted once however many cases say it, and not by a case that cleared them", () => {
  const body = (persons: readonly ReturnedPerson[]): CountedLead["body"] => ({
    steps: [],
    results: persons.map((one, n) => ({ atMs: n, persons: [one], dens: [], platforms: [], devices: [], money: [] })),
    objective: "principal",
    group: null,
  });
  const one = (caseId: string | null, status: ReturnedPerson["status"]): ReturnedPerson => ({
    person: ref("person", 1),
    case: caseId as MatterId | null,
    status,
    part: "principal",
  });
  const count = (...persons: readonly ReturnedPerson[]): number => rollUp([{ id: "led_1", body: body(persons) }], 100).principalsCaught;
  expect(count(one("cas_1", "caught"), one("cas_2", "prosecuted"))).toBe(1);
  expect(count(one("cas_1", "caught"), one("cas_1", "cleared"))).toBe(0);
  expect(count(one("cas_1", "caught"), one("cas_2", "cleared"))).toBe(1);
  expect(count(one("cas_1", "wanted"))).toBe(0);
});
