/** Routes of whoever keeps and whoever checks the installation: its health, the audit chain, the law it works under, and the outlines of its map. */
import { ROLES } from "../access/role.ts";
import { route, type Route } from "../access/route.ts";
import type { AuditDesk } from "../app/audit-run.ts";
import type { SystemHealth } from "../app/health.ts";
import type { OperatorMap } from "../app/operator-map.ts";
import { ProblemError, shorten } from "../base/problem.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { lawView } from "../domain/law-values.ts";

export interface SystemServices {
  readonly system: {
    health(): Promise<SystemHealth>;
    readonly audit: AuditDesk;
    law(): JurisdictionProfile;
    /** Null: the one that comes with the console. */
    readonly map: OperatorMap | null;
  };
}

/** Whoever keeps the installation, and whoever checks it. */
const KEEPERS = ["admin", "auditor", "dpo"] as const;

export const SYSTEM_ROUTES: readonly Route<SystemServices>[] = [
  route({
    method: "GET",
    path: "/v1/system",
    permission: ["admin", "auditor"],
    summary: { zh: "系统状况：日志、数据库、待送、时限、磁盘与版本", en: "Health of the installation: log, database, what waits to be handed over, clocks, disk, versions" },
    run: (_call, { system }) => system.health(),
  }),
  route({
    method: "GET",
    path: "/v1/audit",
    permission: KEEPERS,
    summary: { zh: "以往的审计链核验", en: "Earlier verifications of the audit chain" },
    run: async (_call, { system }) => ({ items: await system.audit.runs() }),
  }),
  route({
    method: "POST",
    path: "/v1/audit/verify",
    permission: KEEPERS,
    summary: { zh: "核验审计链（留痕）", en: "Verify the audit chain now (recorded)" },
    run: ({ scope }, { system }) => system.audit.verify(scope),
  }),
  route({
    method: "GET",
    path: "/v1/profile",
    permission: "signed-in",
    summary: { zh: "适用的法律：每个值及其依据、效力与复核日期", en: "The law in force here: every value with its basis, how firm it is and when it is reviewed" },
    run: (_call, { system }) => lawView(system.law(), ROLES),
  }),
  route({
    method: "GET",
    path: "/v1/map",
    permission: "signed-in",
    summary: { zh: "所用地图及其来源", en: "Which map is used, and whose it is" },
    run: (_call, { system: { map } }) =>
      map === null ? { source: "bundled" } : { source: "operator", title: map.title, approval: map.approval, note: map.note, outlines: map.outlines },
  }),
  route({
    method: "GET",
    path: "/v1/map/:name",
    permission: "signed-in",
    gives: "application/geo+json",
    summary: { zh: "运行单位自备地图的轮廓（GeoJSON）", en: "An outline of the operator's own map (GeoJSON)" },
    run: ({ params: { name = "" } }, { system: { map } }) => {
      const outline = map?.outline(name) ?? null;
      if (outline === null)
        throw new ProblemError({
          code: "not-found",
          detail: `there is no outline ${shorten(name, 20)}`,
          expected: map === null ? "an operator's own map" : map.outlines.join(", "),
        });
      return JSON.parse(outline) as unknown;
    },
  }),
];
