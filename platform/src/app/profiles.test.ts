import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { ProblemError } from "../base/problem.ts";
import { DEADLINE_KEYS, MEASURE_KINDS, MEASURE_NOTICES } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { textKeysFor } from "../domain/notice-text.ts";
import { COUNTRY, tierOf, type Territory } from "../domain/territory.ts";
import { lawOf, loadProfiles } from "./profiles.ts";

type Json = Record<string, unknown>;
const FOLDER = fileURLToPath(new URL("../../../jurisdictions", import.meta.url));
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const NOW = at("2026-03-12T09:00:00+08:00");

const profiles = await loadProfiles();
const CN = profiles.inForce("CN", NOW);
const UK = profiles.inForce("UK", NOW);

const made: string[] = [];
afterAll(() => made.forEach((dir) => fs.rmSync(dir, { recursive: true })));

/** A copy of the folder that a test may change. */
function copyOf(...ids: readonly string[]): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "duanliu-law-"));
  made.push(dir);
  for (const id of [...ids, "all"]) fs.cpSync(path.join(FOLDER, id), path.join(dir, id), { recursive: true });
  return dir;
}

async function problemOf(work: Promise<unknown>): Promise<ProblemError["problem"]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error("expected a problem");
  return error.problem;
}

// --- what the two countries set --------------------------------------------------------------------------------------

test("clocks, powers, words, metrics, money, days and places differ between China and the UK without code", () => {
  const facts = (p: JurisdictionProfile): unknown => [
    p.measures["stop-payment"].allowed,
    p.measures["payment-delay"].allowed,
    p.deadlines["stop.duration"]?.duration,
    p.deadlines["payment.delay"]?.duration,
    p.reimbursement?.maxMinor,
    p.helplines[0].number,
    p.wording.roles.dutyLead.en,
    p.metrics.some((metric) => metric.key === "reimbursement.inFiveDays"),
    p.warning.contactCap.perPersonAndDay,
    p.currency,
    p.calendar.makesUpWeekends,
    tierOf("a/b/c" as Territory, p.territory),
  ];
  expect(facts(CN)).toEqual([true, false, { kind: "CH", amount: 48 }, undefined, undefined, "96110", "duty lead", false, 3, "CNY", true, "county"]);
  expect(facts(UK)).toEqual([false, true, undefined, { kind: "WD", amount: 4 }, 8_500_000n, "159", "duty inspector", true, 2, "GBP", false, "force"]);
});

test("what a country does not allow, it refuses with its reason; a clock it lacks is a limit of law, not a bug", () => {
  expect(() => UK.allowed("stop-payment")).toThrow("no power to order a bank");
  expect(CN.allowed("stop-payment").rounds?.max).toBe(2);
  expect(() => UK.deadline("stop.duration")).toThrow(ProblemError);
});

test("China: the powers and lengths of a freeze follow the asset", () => {
  const assets = Object.entries(CN.allowed("freeze").assets).map(([asset, rule]) => [asset, rule.approver, CN.deadline(rule.duration).duration.amount]);
  expect(assets).toEqual([
    ["deposit", "countyChief", 6],
    ["deposit-major", "cityChief", 12],
    ["securities", "countyChief", 24],
    ["equity-insurance", "cityChief", 6],
    ["listed-equity", "provinceChief", 6],
  ]);
});

test("a stop of 48 hours runs from the bank's moment, reminded three times, over any holiday", () => {
  const stopped = at("2026-09-30T22:13:05.678+08:00");
  const due = CN.due("stop.duration", stopped);
  expect(due.dueAtMs - stopped).toBe(48 * 3_600_000);
  expect(due.remindAtMs.map((ms) => (due.dueAtMs - ms) / 3_600_000)).toEqual([12, 4, 1]);
});

test("China's list of days knows 2026 and says that it does not know 2027", () => {
  const known = [...CN.calendar.years].sort((a, b) => a - b);
  expect(known).toEqual(Array.from({ length: known.length }, (_, i) => 2004 + i));
  expect(known.at(-1)).toBeGreaterThanOrEqual(2026);
  expect(CN.due("grid.reply", at("2026-02-09T10:00:00+08:00")).deadline).toMatchObject({ kind: "known", lastDay: "2026-03-06" });
  const after = (known.at(-1) ?? 0) + 1;
  expect(CN.due("grid.reply", at(`${after}-03-01T10:00:00+08:00`)).deadline).toMatchObject({ kind: "provisional", unknownYear: after });
  // The reason for the number 29 in china.ts.
  const december = [...CN.calendar.offDays, ...CN.calendar.makeUpDays].filter((day) => day.slice(5, 7) === "12").map((day) => Number(day.slice(8)));
  expect(Math.min(...december)).toBe(CN.calendar.nextYearDecidesFromDecember);
});

test("a restriction ends on the day itself, a duty may roll to the next working day", () => {
  const start = at("2026-09-30T09:00:00+08:00");
  expect(CN.due("freeze.unrelatedRelease", start).dueAtMs).toBe(at("2026-10-04T00:00:00+08:00"));
  expect(CN.due("case.declineNotice", start).dueAtMs).toBe(at("2026-10-09T00:00:00+08:00"));
});

test("nothing is called law by an assumption: each value names a source, and each source is used", () => {
  for (const id of profiles.ids) {
    const profile = profiles.inForce(id, NOW);
    const text = fs.readdirSync(path.join(FOLDER, id.toLowerCase())).filter((name) => name.endsWith(".json"));
    const used = text.flatMap((name) => [...fs.readFileSync(path.join(FOLDER, id.toLowerCase(), name), "utf8").matchAll(/"basis": "([^"]+)"/g)].map((match) => match[1]));
    const unused = Object.keys(profile.sources).filter((key) => !used.includes(key));
    expect([id, unused]).toEqual([id, CN === profile ? UNUSED_BUT_NAMED : []]);
  }
});
/** Articles that a value's note points to, kept so that the reader finds them. */
const UNUSED_BUT_NAMED = ["ATNF-10", "ATNF-16", "ATNF-34", "CRP-171", "CRP-174", "CRP-240", "CRP-247", "CPL-105"];

test("every measure and event of an allowed measure has its text in both languages", () => {
  for (const id of profiles.ids) {
    const profile = profiles.inForce(id, NOW);
    const allowed = MEASURE_KINDS.filter((kind) => profile.measures[kind].allowed);
    for (const key of textKeysFor(allowed)) expect([key, profile.text(key).zh.length > 0, profile.text(key).en.length > 0]).toEqual([key, true, true]);
    for (const kind of allowed) {
      for (const event of MEASURE_NOTICES[kind].limits) {
        const text = profile.texts[`${kind}.${event}` as keyof typeof profile.texts];
        expect([kind, event, ["reason", "basis", "duration", "decider", "remedy", "papers"].filter((slot) => text?.slots.includes(slot) !== true)]).toEqual([kind, event, []]);
      }
    }
  }
});

test("the catalogue of clocks has no key that nobody sets", () => {
  const set = new Set(profiles.ids.flatMap((id) => Object.keys(profiles.inForce(id, NOW).deadlines)));
  expect(DEADLINE_KEYS.filter((key) => !set.has(key))).toEqual([]);
});

// --- folders and versions --------------------------------------------------------------------------------------------

test("a matter is judged under the version in force when it began, in the country's own midnight", async () => {
  const dir = copyOf("cn");
  const later = path.join(dir, "cn", "2027-01-01");
  fs.cpSync(path.join(FOLDER, "cn"), later, { recursive: true });
  const edit = (file: string, change: (contents: Json) => void): void => {
    const contents = JSON.parse(fs.readFileSync(path.join(later, file), "utf8")) as Json;
    change(contents);
    fs.writeFileSync(path.join(later, file), JSON.stringify(contents));
  };
  edit("profile.json", (contents) => void (contents["validFrom"] = "2027-01-01"));
  edit("deadlines.json", (contents) => void (((contents["deadlines"] as Json)["grid.reply"] as Json)["duration"] = { kind: "WD", amount: 10 }));
  const two = await loadProfiles(dir);
  const replyOf = (atMs: number): number => two.inForce("CN", atMs).deadline("grid.reply").duration.amount;
  const midnight = at("2027-01-01T00:00:00+08:00");
  expect([replyOf(midnight - 1), replyOf(midnight)]).toEqual([15, 10]);
  const law = lawOf(two, "CN");
  expect(law.byVersion("CN@2025-01-01").deadline("grid.reply").duration.amount).toBe(15);
  expect(law.current(midnight).validFrom).toBe("2027-01-01");
  expect(() => two.inForce("CN", at("2024-12-31T23:59:59+08:00"))).toThrow("no version for 2024-12-31");
});

test("a folder that does not load is named with file, place and what was expected", async () => {
  const broken = copyOf("uk");
  fs.writeFileSync(path.join(broken, "uk", "measures.json"), "{");
  expect(await problemOf(loadProfiles(broken))).toMatchObject({ code: "profile-invalid", at: { file: "uk/measures.json" }, expected: "JSON" });

  const twice = copyOf("uk");
  const clocks = path.join(twice, "uk", "deadlines.json");
  fs.writeFileSync(clocks, fs.readFileSync(clocks, "utf8").replace('"deadlines": {', '"deadlines": { "payment.delay": {},'));
  expect(await problemOf(loadProfiles(twice))).toMatchObject({ at: { file: "uk/deadlines.json", field: "deadlines.payment.delay" }, value: "written twice" });

  const day = copyOf("uk");
  const calendar = path.join(day, "uk", "calendar.json");
  fs.writeFileSync(calendar, fs.readFileSync(calendar, "utf8").replace("2026-04-03", "2025-04-03"));
  expect(await problemOf(loadProfiles(day))).toMatchObject({ at: { file: "uk/calendar.json", field: "years.2026" }, value: "2025-04-03" });

  const place = copyOf("uk");
  const places = path.join(place, "uk", "territory.json");
  fs.writeFileSync(places, fs.readFileSync(places, "utf8").replace('"path": "W92000004"', '"path": "W92000009"'));
  expect(await problemOf(loadProfiles(place))).toMatchObject({ at: { file: "uk/territory.json" }, expected: "its parent before it" });

  const missing = copyOf("uk");
  fs.rmSync(path.join(missing, "uk", "warning.json"));
  expect(await problemOf(loadProfiles(missing))).toMatchObject({ at: { file: "uk/warning.json" } });
  expect(await problemOf(loadProfiles(path.join(missing, "nowhere")))).toMatchObject({ code: "input-missing" });
  expect(() => profiles.inForce("FR", NOW)).toThrow("no jurisdiction FR");
});

// --- places ----------------------------------------------------------------------------------------------------------

test("China's tree has its provinces and knows what is not in it", () => {
  const tree = profiles.tree("CN");
  expect(tree.children(COUNTRY)).toHaveLength(31);
  expect(tree.place("37" as Territory)?.name).toEqual({ zh: "山东省", en: "Shandong" });
  expect(tree.byCode("370202")).toBe("37/3702/370202");
  expect(tree.parse("37/3702/370202/s1")).toBe("37/3702/370202/s1");
  expect(tree.parse("37/3702/370299")).toMatchObject({ kind: "malformed", expected: "a place of the official tree" });
  // Cities without counties of their own are their own county in the package.
  expect(tree.parse("44/4419/441900")).toBe("44/4419/441900");
});

test("the UK's tree has the 43 forces of England and Wales", () => {
  const tree = profiles.tree("UK");
  const forces = ["E92000001", "W92000004"].flatMap((country) => tree.children(country as Territory).flatMap((region) => tree.children(region.territory)));
  expect(forces).toHaveLength(43);
  expect(tree.byCode("all")).toBeUndefined();
  expect(tree.byCode("kent")).toBe("E92000001/E12000008/kent");
});
