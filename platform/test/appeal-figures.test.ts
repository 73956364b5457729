/** The figures of rights read real appeals: how many, in time, upheld, how long; what was withdrawn has no outcome. */
import { expect, test } from "vitest";
import { openBriefing } from "../src/app/briefing.ts";
import { BRIEFING_ROUTES } from "../src/briefing/briefing-routes.ts";
import { appeal } from "../src/appeals/appeal/kind.ts";
import type { Briefing } from "../src/briefing/briefing.ts";
import { appealed, decided, REJECTED, reviewer, UPHELD } from "./appeal-desk.ts";
import { caseRoom, HOUR } from "./case-room.ts";
import { stopped } from "./order-desk.ts";
import { account, instantOf } from "./report-desk.ts";

test("four appeals: upheld in two hours, in part in four, rejected late, withdrawn", async () => {
  const room = await caseRoom();
  try {
    const stops = [];
    for (const n of [1, 2, 3, 4]) stops.push((await stopped(room, { to: account(n) })).stop.id);
    const [first, second, third, fourth] = await Promise.all(stops.map((id) => appealed(room, id)));
    await room.act(appeal, room.as("intake", "org_qd"), fourth!.id, "withdraw");
    await room.pass(2 * HOUR);
    await decided(room, first!, UPHELD);
    await room.pass(2 * HOUR);
    await decided(room, second!, { result: "partly", reasons: ["trace-lower"], keepMinor: "100" });
    await room.pass(21 * HOUR);
    await decided(room, third!, REJECTED, reviewer(room, "org_sd"));

    const briefing = openBriefing({ store: room.store, world: room.world, law: room.desk.parts.law });
    const row = BRIEFING_ROUTES.find(({ path }) => path === "/v1/briefing")!;
    const query = row.query?.parse({ from: instantOf(room.world.nowMs() - 48 * HOUR), to: instantOf(room.world.nowMs() + 1) });
    // Where they are decided, and where the stops were made; not elsewhere.
    for (const [org, appeals] of [
      ["org_qd", 4],
      ["org_shinan", 4],
      ["org_shibei", 0],
    ] as const) {
      const call = { scope: room.as("auditor", org), params: {}, query, body: undefined, language: "zh", address: "", session: {} as never } as const;
      const { sections } = (await row.run!(call, { desk: room.desk, briefing })) as Briefing;
      const metrics = new Map(sections.rights.metrics.map((metric) => [metric.key, metric]));
      expect(metrics.get("rights.appeals"), org).toMatchObject({ value: appeals });
      if (appeals === 0) continue;
      expect(metrics.get("rights.appealsInTime")).toMatchObject({ numerator: 2, denominator: 3 });
      expect(metrics.get("rights.appealsUpheld")).toMatchObject({ numerator: 2, denominator: 3 });
      expect(metrics.get("rights.appealTime")).toMatchObject({ n: 3, value: 4 * HOUR });
    }
  } finally {
    await room.close();
  }
});
