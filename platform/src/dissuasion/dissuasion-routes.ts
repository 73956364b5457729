/** Routes of dissuasion besides those that every kind has: the next task, what to say, whether a caller is genuine, figures. */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import type { Scope } from "../access/scope.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { parseMatterId, type MatterId } from "../domain/matter.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { instant } from "../matters/input.ts";
import type { Desk } from "../matters/desk.ts";
import { shown, type DeskServices } from "../matters/matter-routes.ts";
import { warningFigures } from "./figures.ts";
import { rulePrecision, rulesBelowFloor } from "./precision.ts";
import { checkCaller, scriptFor, type Script } from "./script.ts";
import { warning } from "./warning/kind.ts";

/** Tasks that nobody has: sent to the unit, or come up to it. */
const FREE = ["dispatched", "escalated"] as const;
/** Outcomes this far back say how good a rule is now. */
export const PRECISION_MS = 90 * 86_400_000;
const PERIOD_MS_MAX = 400 * 86_400_000;

async function script(desk: Desk, scope: Scope, id: MatterId): Promise<Script> {
  const matter = warning.of(await desk.find(scope, id));
  return scriptFor(matter.id, matter.body, await officerName(desk, scope), desk.parts.law.byVersion(matter.profile), desk.parts.vault);
}

/** As the officer introduces themselves: unit and name. */
async function officerName(desk: Desk, scope: Scope): Promise<Bilingual> {
  const { principal } = scope;
  if (principal.kind !== "user") return { zh: "工作人员", en: "an officer" };
  const [user] = await desk.store.snapshot((sql) => sql.query<{ readonly name: string }>("select name from app_user where id = $1", [principal.user], "officer-name"));
  const name = user?.name ?? "";
  return { zh: `${principal.orgName.zh}${name}`, en: name === "" ? principal.orgName.en : `${name} of ${principal.orgName.en}` };
}

function idOf(text: string | undefined): MatterId {
  const id = parseMatterId(text ?? "");
  if (isMalformed(id)) throw new ProblemError({ code: "malformed-input", detail: `"${id.what}" is no id of a warning`, value: id.what, expected: id.expected });
  return id;
}

const period = z.object({ from: instant, to: instant });

export const DISSUASION_ROUTES: readonly Route<DeskServices>[] = [
  route({
    method: "POST",
    path: "/v1/warnings/next",
    permission: ["dissuader", "dutyLead"],
    summary: { zh: "领取本单位下一条预警，连同话术", en: "Take the unit's next warning, with what to say" },
    run: async ({ scope }, { desk }) => {
      const task = await desk.takeNext(scope, { kind: "warning", states: FREE, command: "sign", of: "unit" });
      return task === null ? { task: null } : { task: shown(warning, task, scope), script: await script(desk, scope, task.id) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/warnings/:id/script",
    permission: ["dissuader", "dutyLead", "analyst"],
    summary: { zh: "劝阻话术与来电核对码", en: "What to say, and the code by which the caller can be checked" },
    run: async ({ scope, params }, { desk }) => script(desk, scope, idOf(params["id"])),
  }),
  route({
    method: "GET",
    path: "/v1/public/caller/:code",
    permission: "public",
    summary: { zh: "核对来电人员是否为反诈中心工作人员", en: "Check whether a caller is an officer of the anti-fraud centre" },
    run: async ({ params }, { desk }) => desk.store.snapshot((sql) => checkCaller(sql, params["code"] ?? "", desk.world.nowMs())),
  }),
  route({
    method: "GET",
    path: "/v1/dissuasion/figures",
    permission: ["analyst", "dutyLead", "countyChief", "cityChief", "provinceChief", "auditor"],
    summary: { zh: "预警劝阻指标", en: "Figures of warning and dissuasion" },
    query: period,
    run: async ({ scope, query }, { desk }) => {
      if (query.to <= query.from || query.to - query.from > PERIOD_MS_MAX) {
        throw new ProblemError({
          code: "malformed-input",
          detail: "to: the period is empty or longer than 400 days",
          at: { field: "to" },
          expected: "after from, at most 400 days later",
        });
      }
      return desk.store.snapshot((sql) => warningFigures(sql, scope, { fromMs: query.from, toMs: query.to }));
    },
  }),
  route({
    method: "GET",
    path: "/v1/dissuasion/precision",
    permission: ["analyst", "dutyLead", "auditor"],
    summary: { zh: "各规则的准确率，及低于下限的规则", en: "Precision of each rule, and which are below the floor" },
    run: async (_call, { desk }) => {
      const nowMs = desk.world.nowMs();
      const rules = await desk.store.snapshot((sql) => rulePrecision(sql, nowMs - PRECISION_MS));
      return { rules, below: rulesBelowFloor(rules, desk.parts.law.current(nowMs)) };
    },
  }),
];
