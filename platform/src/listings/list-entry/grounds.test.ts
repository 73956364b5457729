/** What may be entered, on which grounds, and what nobody may enter. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../../test/case-room.ts";
import { involved, propose } from "../../../test/list-desk.ts";
import { account } from "../../../test/report-desk.ts";
import { ProblemError } from "../../base/problem.ts";
import { listEntry } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(() => room.close());

const NUMBER = "+8613900139000";
const authority = { kind: "authority", authority: "Communications administration", document: "doc-7" } as const;

async function codeOf(task: Promise<unknown>): Promise<string> {
  return task.then(
    () => "done",
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  );
}

const CARRIES = [
  ["reports alone", "flag", [{ kind: "signals", families: ["report"], scorePermille: 1_000, event: "e" }], "limit-of-law"],
  ["what an officer says and what people say", "flag", [{ kind: "signals", families: ["report", "analyst"], scorePermille: 1_000, event: "e" }], "limit-of-law"],
  ["calls, and what people say", "flag", [{ kind: "signals", families: ["call", "report"], scorePermille: 1_000, event: "e" }], "limit-of-law"],
  ["calls, and what an officer says", "flag", [{ kind: "signals", families: ["call", "analyst"], scorePermille: 1_000, event: "e" }], "limit-of-law"],
  ["one kind of sign", "flag", [{ kind: "signals", families: ["call"], scorePermille: 1_000, event: "e" }], "limit-of-law"],
  ["site and app, which are one", "flag", [{ kind: "signals", families: ["web", "app"], scorePermille: 1_000, event: "e" }], "limit-of-law"],
  ["two kinds of signs", "flag", [{ kind: "signals", families: ["call", "message"], scorePermille: 300, event: "e" }], "done"],
  ["two kinds of weak signs", "block", [{ kind: "signals", families: ["call", "message"], scorePermille: 799, event: "e" }], "limit-of-law"],
  ["two kinds of strong signs", "block", [{ kind: "signals", families: ["call", "message"], scorePermille: 800, event: "e" }], "done"],
  [
    "strong signs in two events",
    "block",
    [
      { kind: "signals", families: ["call"], scorePermille: 900, event: "e" },
      { kind: "signals", families: ["payment"], scorePermille: 100, event: "f" },
    ],
    "done",
  ],
  ["an authority's instruction", "block", [authority], "done"],
  ["signs that stand nowhere", "flag", [{ kind: "signals", families: ["call", "message"], scorePermille: 900 }], "malformed-input"],
  ["a report that nobody can see", "watch", [{ kind: "report", matter: "rep_0000000000" }], "not-found"],
] as const;

test("what grounds carry: reports and single signs a watch, two kinds of signs a flag, strong ones and decisions a block", async () => {
  for (const [i, [what, strength, grounds, expected]] of CARRIES.entries())
    expect(await codeOf(propose(room, { type: "number", identifier: `+86139001391${10 + i}`, strength, grounds: [...grounds] as never })), `${what}: ${strength}`).toBe(expected);
});

test("who was found involved in no case, or was its victim, is not entered on it", async () => {
  const { case: filedCase } = await involved(room, "number", NUMBER);
  const draft = { type: "number" as const, strength: "flag" as const, grounds: [{ kind: "case" as const, matter: filedCase.id }] };
  expect(await codeOf(propose(room, { ...draft, identifier: "+8613800000001" }))).toBe("limit-of-law");
  expect(await codeOf(propose(room, { ...draft, identifier: "+8613700137000" }))).toBe("limit-of-law");
});

const NOBODYS = [
  ["the emergency number", "number", "110"],
  ["another country's", "number", "999"],
  ["the anti-fraud line", "number", "96110"],
  ["a bank's service line", "number", "95588"],
  ["a brand's own site", "host", "icbc.com.cn"],
  ["a host below it", "host", "mybank.icbc.com.cn"],
  ["a state body's site", "host", "www.gov.cn"],
  ["a shop where millions buy", "host", "taobao.com"],
  ["a public suffix", "host", "com.cn"],
] as const;

test("emergency and service numbers, brands and the state: entered by nobody, not even as a watch", async () => {
  for (const [what, type, identifier] of NOBODYS)
    for (const strength of ["watch", "flag", "block"] as const)
      expect(await codeOf(propose(room, { type, identifier, strength, grounds: [authority] })), `${what}: ${strength}`).toBe("limit-of-law");
});

test("a page on a brand's site may be flagged and not blocked; accounts and devices are never blocked", async () => {
  expect(await codeOf(propose(room, { type: "url", identifier: "https://www.icbc.com.cn/user/fake", strength: "block", grounds: [authority] }))).toBe("limit-of-law");
  expect(await codeOf(propose(room, { type: "url", identifier: "https://www.icbc.com.cn/user/fake", strength: "flag", grounds: [authority] }))).toBe("done");
  expect(await codeOf(propose(room, { type: "account", identifier: account(1), strength: "block", grounds: [authority] }))).toBe("limit-of-law");
  expect(await codeOf(propose(room, { type: "device", identifier: "dev-1", strength: "block", grounds: [authority] }))).toBe("limit-of-law");
});

test("outside China's law there is no such entry", async () => {
  const uk = await caseRoom({ profile: "UK" });
  expect(await codeOf(uk.open(listEntry, uk.as("analyst"), { type: "host", identifier: "refund-center.example", strength: "watch", grounds: [authority] }))).toBe("limit-of-law");
  await uk.close();
});
