/**
 * Following money in the running program: from the log to the graph, to the watched traces of accepted reports, to links
 * and proposed stops; what people see of it, masked and for a purpose; and what is left after a stop of the process.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MatterId } from "../src/domain/matter.ts";
import type { TraceAnswer } from "../src/trace/money-answers.ts";
import { MINUTE } from "./case-room.ts";
import { moved } from "./money-frames.ts";
import { moneyRoom, type MoneyRoom } from "./money-room.ts";
import { accepted, account, paid } from "./report-desk.ts";

let m: MoneyRoom;
beforeEach(async () => {
  m = await moneyRoom();
});
afterEach(async () => {
  await m.close();
});

const VICTIM = account(900);
const [A, B] = [account(1), account(2, "CCB")];
const FOR = { purpose: "investigate" };

const ago = (minutes: number): number => m.room.world.nowMs() - minutes * MINUTE;
const t = (id: string, minutesAgo: number, from: string, to: string, amountMinor: string, more: object = {}): object =>
  moved({ id, from, to, amountMinor, atMs: ago(minutesAgo), more });
const analyst = () => m.room.as("analyst");
const trace = (matter: string, more: object = {}): Promise<TraceAnswer> => m.call(analyst(), "GET /v1/money/trace", { query: { matter, ...FOR, ...more } });
const edges = (answer: TraceAnswer): readonly string[] => answer.edges.map((e) => `${e.transfer} ${e.tier} ${e.taintedMinor} ${e.source}`);

/** A victim paid 50 000.00 to A; A paid 30 000.00 on to B. */
async function known(): Promise<MatterId> {
  const { id } = await accepted(m.room, { payments: [paid(m.room, { to: A, from: VICTIM, amountMinor: "5000000", agoMs: 30 * MINUTE })] });
  await m.stream(t("x1", 30, VICTIM, A, "5000000"), t("x2", 20, A, B, "3000000"));
  return id;
}

test("the trace of a report: masked accounts, tiers on transfers, sums that add up, the method that was asked for", async () => {
  const report = await known();
  const answer = await trace(report);
  expect(edges(answer)).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream"]);
  expect(answer.payments).toMatchObject([{ report, transfer: "x1", seen: true }]);
  expect(answer.sums).toEqual({ stolenMinor: "5000000", stillMinor: "5000000", heldMinor: "0", exitedMinor: "0", returnedMinor: "0" });
  expect(answer.nodes.map(({ masked, role, state, stillMinor }) => ({ masked, role, state, stillMinor }))).toEqual([
    { masked: "ICBC 6222 **** 0900", role: "victim", state: "left", stillMinor: "0" },
    { masked: "ICBC 6222 **** 0001", role: "holds", state: "still-there", stillMinor: "2000000" },
    { masked: "CCB 6222 **** 0002", role: "holds", state: "still-there", stillMinor: "3000000" },
  ]);
  // Nothing of an account but its masked form is in the answer.
  expect(JSON.stringify(answer)).not.toMatch(/6222020000/);
  await m.stream(t("x0", 25, account(50), A, "1000000"));
  expect(edges(await trace(report))).toEqual(["x1 1 5000000 stream", "x2 2 2500000 stream"]);
  expect(edges(await trace(report, { method: "fifo" }))).toEqual(["x1 1 5000000 stream", "x2 2 3000000 stream"]);
  expect(edges(await trace(report, { method: "lifo" }))).toEqual(["x1 1 5000000 stream", "x2 2 2000000 stream"]);
});
