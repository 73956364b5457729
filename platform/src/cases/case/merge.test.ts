/** Merging and parting: what was joined is parted exactly as it was, whatever happened in between, and both histories say so. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseRoom, type Room } from "../../../test/case-room.ts";
import { accepted, events, filed, phone } from "../../../test/report-desk.ts";
import type { MatterId } from "../../domain/matter.ts";
import { homesOf } from "../links/homes.ts";
import { report } from "../report/kind.ts";
import type { CaseMatter } from "./decide.ts";
import { policeCase } from "./kind.ts";

let room: Room;
beforeEach(async () => {
  room = await caseRoom();
});
afterEach(async () => {
  expect(room.stuck).toEqual([]);
  await room.close();
});

const chief = () => room.as("countyChief");
const merge = (one: MatterId, into: MatterId): Promise<CaseMatter> => room.act(policeCase, chief(), one, "merge", { into, ground: "joint" });
const part = (one: MatterId): Promise<CaseMatter> => room.act(policeCase, chief(), one, "unmerge", { why: "different people after all" });
const refused = (act: Promise<unknown>): Promise<void> => expect(act).rejects.toThrow(/not possible|no other/);
const homeOf = async (id: string): Promise<string | undefined> => (await room.store.snapshot((sql) => homesOf(sql, [id]))).get(id)?.id;

test("merged, a case and its reports belong to the other; parted, they belong where they were, in the state they were in", async () => {
  const [one, two] = [await accepted(room), await accepted(room, { reporter: { number: phone(2) } })];
  const [a, b] = [await filed(room, [one.id]), await filed(room, [two.id])];
  await room.act(policeCase, room.as("caseOfficer"), a.id, "investigate");
  const before = await room.get(policeCase, a.id);
  await merge(a.id, b.id);
  expect(await room.get(policeCase, a.id)).toMatchObject({ state: "merged", parent: b.id, body: { reports: [one.id], into: { case: b.id, from: "investigating" } } });
  expect((await room.get(policeCase, b.id)).body.merged).toEqual([a.id]);
  expect(await homeOf(one.id)).toBe(b.id);
  await part(a.id);
  const after = await room.get(policeCase, a.id);
  expect(after).toMatchObject({ state: "investigating", parent: before.parent, org: before.org, territory: before.territory, level: before.level });
  expect(after.body).toEqual(before.body);
  expect((await room.get(policeCase, b.id)).body).toEqual(b.body);
  expect(await homeOf(one.id)).toBe(a.id);
  expect((await room.get(report, one.id)).body.case).toBe(a.id);
  // A line in both histories, each way.
  expect(await events(room, a.id)).toEqual(["open", "file", "investigate", "merge", "restore-investigating"]);
  expect(await events(room, b.id)).toEqual(["open", "file", "absorb", "let-go"]);
});

test("no circles, not into itself, not into what has ended or lies elsewhere, and not from a state without a way back", async () => {
  const cases = await Promise.all([1, 2, 3].map(async (n) => filed(room, [(await accepted(room, { reporter: { number: phone(n) } })).id])));
  const [a, b, c] = cases.map((one) => one.id);
  await expect(merge(a, a)).rejects.toThrow(/no other case/);
  await merge(a, b);
  await expect(merge(b, a)).rejects.toThrow(/not possible/);
  await expect(merge(c, a)).rejects.toThrow(/not possible/);
  await merge(b, c);
  await expect(merge(c, b)).rejects.toThrow(/not possible/);
  const far = await filed(room, [(await accepted(room, {}, room.as("intake", "org_yiwu"))).id], "org_yiwu");
  await expect(merge(c, far.id)).rejects.toThrow(/no other case/);
  await expect(room.act(policeCase, chief(), c, "withdraw", { reason: "x" })).rejects.toThrow(/cases go on in this one/);
  // The one in the middle is parted from what it went on in; what goes on in it stays with it.
  await part(b);
  expect((await room.get(policeCase, a)).body.into?.case).toBe(b);
  expect(await homeOf(a)).toBe(b);
});

test("any sequence of merging, parting and adding leaves everybody where the same steps on paper do", async () => {
  const officer = room.as("caseOfficer");
  const step = fc.oneof(
    fc.record({ do: fc.constant("merge" as const), a: fc.nat(4), b: fc.nat(4) }),
    fc.record({ do: fc.constant("part" as const), a: fc.nat(4), b: fc.constant(0) }),
    fc.record({ do: fc.constant("add" as const), a: fc.nat(4), b: fc.constant(0) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      const cases: CaseMatter[] = [];
      for (let n = 0; n < 5; n++) cases.push(await filed(room, [(await accepted(room)).id]));
      const begun = new Map(cases.map((one) => [one.id, one.state]));
      // On paper: where each case goes on, and whose each report is.
      const into = new Map<string, string>();
      const owner = new Map(cases.map((one) => [one.body.reports[0] as string, one.id as string]));
      const root = (id: string): string => {
        const next = into.get(id);
        return next === undefined ? id : root(next);
      };
      for (const { do: what, a, b } of steps) {
        const [one, other] = [cases[a].id, cases[b].id];
        switch (what) {
          case "merge":
            if (into.has(one) || into.has(other) || one === other) await refused(merge(one, other));
            else {
              await merge(one, other);
              into.set(one, other);
            }
            break;
          case "part":
            if (into.has(one)) await part(one);
            else await refused(part(one));
            into.delete(one);
            break;
          case "add": {
            const more = await accepted(room);
            const add = room.act(policeCase, officer, one, "add-reports", { reports: [more.id] });
            if (into.has(one)) await refused(add);
            else {
              await add;
              owner.set(more.id, one);
            }
            break;
          }
        }
      }
      for (const [id, state] of begun) {
        const now = await room.get(policeCase, id);
        expect([now.state, now.parent, now.body.into?.case ?? null]).toEqual(into.has(id) ? ["merged", into.get(id), into.get(id)] : [state, null, null]);
        expect([...now.body.merged].sort()).toEqual(
          [...into]
            .filter(([, target]) => target === id)
            .map(([from]) => from)
            .sort(),
        );
        expect([...now.body.reports].sort()).toEqual(
          [...owner]
            .filter(([, whose]) => whose === id)
            .map(([which]) => which)
            .sort(),
        );
      }
      for (const [which, whose] of owner) expect(await homeOf(which)).toBe(root(whose));
    }),
    { numRuns: 8, seed: 7 },
  );
});
