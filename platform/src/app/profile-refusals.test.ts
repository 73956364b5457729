import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { makeWorkCalendar } from "../domain/calendar.ts";
import { assembleProfile, type ProfileFiles } from "../domain/jurisdiction-assemble.ts";
import { chinaCalendar } from "./china.ts";

const FOLDER = fileURLToPath(new URL("../../../jurisdictions", import.meta.url));

// --- what does not load ----------------------------------------------------------------------------------------------

type Json = Record<string, unknown>;
const FILES = filesOf("cn");
const CALENDAR = makeWorkCalendar(chinaCalendar("Asia/Shanghai"));

function filesOf(id: string): ProfileFiles {
  const read = (folder: string, prefix: string): [string, unknown][] =>
    fs
      .readdirSync(path.join(FOLDER, folder))
      .filter((name) => name.endsWith(".json"))
      .map((name) => [`${prefix}${name}`, JSON.parse(fs.readFileSync(path.join(FOLDER, folder, name), "utf8"))]);
  return new Map([...read(id, ""), ...read(`${id}/messages`, "messages/"), ...read("all/messages", "all/messages/")]);
}

/** China's files with one value set (or taken out, when undefined). */
function withValue(file: string, where: string, value: unknown): ProfileFiles {
  const files = new Map(FILES);
  const contents = structuredClone(files.get(file) ?? {}) as Json;
  const steps = where.split("/");
  const last = steps.pop() ?? "";
  const target = steps.reduce<Json>((inner, step) => inner[step] as Json, contents);
  if (value === undefined) delete target[last];
  else target[last] = value;
  return files.set(file, contents);
}

/** What is refused first: `file: path` and what was expected. */
const REFUSED: readonly (readonly [what: string, file: string, where: string, value: unknown, found: RegExp])[] = [
  [
    "a practice as a power",
    "measures.json",
    "measures/stop-payment/authority",
    { kind: "law", status: "practice", basis: "LINE-LANZHOU" },
    /stop-payment\.authority\.status.*no power over anybody/,
  ],
  ["an assumption as a power", "measures.json", "measures/freeze/authority", { kind: "law", status: "assumed", basis: "DESIGN" }, /freeze\.authority\.status/],
  ["an entry nobody looks at in its first half", "deadlines.json", "deadlines/list.numberBlockReview/duration/amount", 16, /lists\.number-block\.review.*half of the entry's life/],
  ["a review that a holiday delays", "deadlines.json", "deadlines/list.urlReview/duration/roll", "next-working-day", /lists\.url-block\.review.*without rolling/],
  ["an entry that a holiday lengthens", "deadlines.json", "deadlines/list.watch/restricts", false, /lists\.watch\.life.*never lengthened/],
  ["entries on nothing", "opening.json", "listEvidence", undefined, /listEvidence.*behind an entry/],
  ["entries on one kind of sign", "opening.json", "listEvidence/familiesMin", 1, /listEvidence\.familiesMin/],
  ["a value firmer than its source", "deadlines.json", "deadlines/warning.urgent.sign/status", "statute", /warning\.urgent\.sign\.status.*no firmer than its source DESIGN/],
  ["a source that is not there", "deadlines.json", "deadlines/grid.reply/basis", "ATNF-99", /grid\.reply\.basis.*a key of profile\.json's sources/],
  ["a measure that does not end by itself", "measures.json", "measures/freeze/autoRelease", false, /freeze\.autoRelease.*ends by itself/],
  [
    "an assumed length where the law gives one",
    "deadlines.json",
    "deadlines/stop.duration",
    {
      title: { zh: "期限", en: "length" },
      duration: { kind: "CH", amount: 72 },
      starts: { zh: "止付", en: "stop" },
      onExpiry: "auto-release",
      restricts: true,
      status: "assumed",
      basis: "DESIGN",
    },
    /stop-payment\.lawLimit.*statute or regulator/,
  ],
  [
    "a length beyond the law's ceiling",
    "measures.json",
    "measures/protective-stop/lawLimit",
    { kind: "at-most", duration: { kind: "CH", amount: 24 }, status: "regulator", basis: "PBC-2016-86" },
    /protective-stop\.duration.*at most 24 CH \(PBC-2016-86\)/,
  ],
  [
    "a ceiling that no law sets",
    "measures.json",
    "measures/protective-stop/lawLimit",
    { kind: "at-most", duration: { kind: "CH", amount: 72 }, status: "assumed", basis: "DESIGN" },
    /only a law sets a ceiling/,
  ],
  ["assumed rounds where the law gives the length", "measures.json", "measures/stop-payment/rounds/status", "assumed", /rounds\.status/],
  ["a freeze before a case is filed", "measures.json", "measures/freeze/guards", ["case-related-property", "level-of-approval"], /freeze\.guards.*case-filed or court-order/],
  ["a stop without the four-field match", "measures.json", "measures/stop-payment/guards", ["report-or-case"], /four-field-match/],
  [
    "a number cut off without emergency calls",
    "measures.json",
    "measures/number-action/guards",
    ["notice-before-action", "graded-by-risk", "not-protected"],
    /emergency-calls-kept/,
  ],
  ["a list entry from reports alone", "measures.json", "measures/list-entry/guards", ["decision-or-two-families", "not-protected"], /more-than-reports/],
  ["consent that nobody is asked for", "measures.json", "measures/line-suspension/guards", ["live-danger-of-loss", "second-officer", "emergency-calls-kept"], /consent-of-person/],
  ["whoever approves also decides the appeal", "measures.json", "measures/stop-payment/appeal/to", ["dutyLead"], /appeal\.to.*neither proposes nor approves/],
  ["a stop that nobody approves", "measures.json", "measures/stop-payment/approve", [], /somebody who approves/],
  ["nothing to live on", "measures.json", "measures/freeze/needs/needs", [], /still pay for/],
  ["an appeal decided after the end", "measures.json", "measures/stop-payment/appeal/decide", "appeal.other", /appeal\.decide.*helps nobody/],
  ["a notice some time later", "measures.json", "measures/stop-payment/notice/within", null, /latest time by which the person is told/],
  ["a clock that is not there", "deadlines.json", "deadlines/notice.delay", undefined, /notice\.within.*a clock of deadlines\.json/],
  ["the end of a restriction not marked as one", "deadlines.json", "deadlines/list.numberFlag/restricts", false, /list-entry\.duration.*restricts: true/],
  ["a counter that refuses on an assumption", "opening.json", "opening/5/effect", "refuse", /opening\.5\.effect.*refuse on assumed/],
  ["a counter that refuses on a practice", "opening.json", "opening/0/effect", "refuse", /opening\.0\.effect.*refuse on practice.*ask or reverify/],
  ["a misspelt word", "measures.json", "measures/freeze/autorelease", true, /autorelease/],
  ["a misspelt clock", "deadlines.json", "deadlines/stop.durations", {}, /stop\.durations/],
  ["half a day", "deadlines.json", "deadlines/grid.reply/duration/amount", 0.5, /grid\.reply\.duration\.amount: 0\.5/],
  ["a day that does not exist", "profile.json", "validFrom", "2026-02-30", /validFrom.*2026-02-30/],
  ["a text in one language", "messages/measures.json", "texts/freeze.frozen/en", undefined, /freeze\.frozen\.en/],
  ["a text that is missing", "messages/measures.json", "texts/freeze.lapsed", undefined, /texts\.freeze\.lapsed.*both languages/],
  [
    "a text without its remedy",
    "messages/measures.json",
    "texts/freeze.queued",
    { zh: "冻结{what}{reason}{basis}{duration}{decider}{papers}", en: "{what}{reason}{basis}{duration}{decider}{papers}" },
    /freeze\.queued\.zh.*\{remedy\}/,
  ],
  ["a link in a warning", "messages/measures.json", "texts/warning.sms.LOAN", { zh: "请看 abc.com，{helpline}", en: "see {helpline}" }, /warning\.sms\.LOAN\.zh.*no link/],
  [
    "a number to call back that is nobody's",
    "messages/measures.json",
    "texts/warning.sms.LOAN",
    { zh: "请打4008001234或{helpline}", en: "call {helpline}" },
    /4008001234.*no number but 96110, 110, 12381/,
  ],
  ["a word that blames", "messages/measures.json", "texts/warning.sms.LOAN", { zh: "别再轻信，{helpline}", en: "call {helpline}" }, /轻信.*blame nobody/],
  ["a slot in one language only", "messages/general.json", "texts/warning.call-back", { zh: "{code}{helpline}", en: "{code}{helpline}{officer}" }, /call-back\.en.*same slots/],
];

test.for(REFUSED)("%s is refused, with its place", ([, file, where, value, found]) => {
  const { profile, findings } = assembleProfile(withValue(file, where, value), CALENDAR);
  const said = findings.map((one) => `${one.file}: ${one.path}: ${one.value}, expected ${one.expected}`);
  expect(profile).toBeNull();
  expect(
    said.some((line) => found.test(line)),
    said.slice(0, 5).join("\n"),
  ).toBe(true);
});

test("the files as they are give no finding", () => {
  expect(assembleProfile(FILES, CALENDAR).findings).toEqual([]);
});

// --- a deployment's own values ---------------------------------------------------------------------------------------

const MILDER = { reviewOn: "2027-01-01", deadlines: { "protective.duration": { duration: { kind: "CH", amount: 24 }, status: "assumed", basis: "DESIGN" } } };
const HARSHER: readonly (readonly [what: string, local: Json, path: RegExp])[] = [
  [
    "a longer restriction",
    { deadlines: { "protective.duration": { duration: { kind: "CH", amount: 72 }, status: "practice", basis: "LINE-LANZHOU" } } },
    /deadlines\.protective\.duration/,
  ],
  [
    "a restriction counted in another kind of days",
    { deadlines: { "protective.duration": { duration: { kind: "WD", amount: 1 }, status: "assumed", basis: "DESIGN" } } },
    /deadlines\.protective\.duration/,
  ],
  ["a slower answer", { deadlines: { "appeal.number": { duration: { kind: "CH", amount: 48 }, status: "assumed", basis: "DESIGN" } } }, /deadlines\.appeal\.number/],
  ["less time for the person", { deadlines: { "sim.reverify": { duration: { kind: "CH", amount: 2 }, status: "assumed", basis: "DESIGN" } } }, /deadlines\.sim\.reverify/],
  ["a third round", { rounds: { "protective-stop": { max: 3, status: "assumed", basis: "DESIGN" } } }, /rounds\.protective-stop/],
  ["fewer cards", { opening: { O01: { max: 1, effect: "ask", status: "practice", basis: "SIM-FIVE" } } }, /opening\.O01/],
  ["more calls a day", { contactCap: { perPersonAndDay: 9, status: "assumed", basis: "DESIGN" } }, /contactCap/],
];

test("milder local values are taken", () => {
  const { profile, findings } = assembleProfile(new Map(FILES).set("local.json", MILDER), CALENDAR);
  expect(findings).toEqual([]);
  expect(profile?.deadline("protective.duration").duration).toEqual({ kind: "CH", amount: 24 });
  expect(profile?.deadline("protective.duration").restricts).toBe(true);
});

test.for(HARSHER)("%s needs a law", ([, values, where]) => {
  const { profile, findings } = assembleProfile(new Map(FILES).set("local.json", { reviewOn: "2027-01-01", ...values }), CALENDAR);
  expect(profile).toBeNull();
  expect(findings.map((one) => `${one.file} ${one.path} ${one.expected}`).join("\n")).toMatch(new RegExp(`local\\.json ${where.source}.*statute or regulator`));
});

test("harsher local values are taken from a law that is named", () => {
  const local = {
    reviewOn: "2027-01-01",
    sources: { "LOCAL-1": { kind: "regulator", title: { zh: "地方规定", en: "local rule" }, read: "full-text" } },
    deadlines: { "appeal.number": { duration: { kind: "CH", amount: 48 }, status: "regulator", basis: "LOCAL-1" } },
  };
  const { profile, findings } = assembleProfile(new Map(FILES).set("local.json", local), CALENDAR);
  expect(findings).toEqual([]);
  expect(profile?.deadline("appeal.number").duration).toEqual({ kind: "CH", amount: 48 });
});

test("a restriction whose file forgot to say so is still not lengthened by a holiday", () => {
  const { profile } = assembleProfile(withValue("deadlines.json", "deadlines/freeze.unrelatedRelease/duration", { kind: "CD", amount: 3 }), CALENDAR);
  const due = profile?.due("freeze.unrelatedRelease", Date.parse("2026-09-30T09:00:00+08:00"));
  expect([due?.dueAtMs, due?.deadline.dueAtMs].map((ms) => new Date(ms ?? 0).toISOString())).toEqual(["2026-10-03T16:00:00.000Z", "2026-10-08T16:00:00.000Z"]);
});
