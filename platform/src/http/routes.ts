/**
 * Routes of screening: events in, verdicts out, what it runs on. What a route shows of people is masked by whoever makes
 * it; `/v1/events/{id}` needs the exact id, and nothing searches over people.
 */
import type { Route } from "../access/route.ts";
import type { App } from "../app/compose.ts";
import { LIMITS } from "../app/limits.ts";
import { ProblemError } from "../base/problem.ts";
import { eventSchema } from "../domain/event-schema.ts";
import { FEATURES } from "../features/vocabulary.ts";
import { RESPONSE_ROWS } from "../screen/response-table.ts";
import type { SampleStatus } from "../app/sample-status.ts";

/** What the routes of screening work with. */
export interface ScreeningServices {
  readonly app: App;
  readonly sample: () => SampleStatus;
}

export const SCREENING_ROUTES: readonly Route<ScreeningServices>[] = [
  {
    method: "GET",
    path: "/healthz",
    permission: "local",
    gives: "application/json",
    answers: "Health",
    summary: { zh: "是否健康", en: "Whether the server is healthy" },
    run: (_call, { app }) => {
      if (app.service.failure !== null) throw new ProblemError(app.service.failure);
      return { status: "ok", versions: app.engine.versions, startedAt: new Date(app.service.startedAtMs).toISOString() };
    },
  },
  {
    method: "POST",
    path: "/v1/events",
    permission: "local",
    takes: ["application/json", "application/x-ndjson"],
    gives: "application/json",
    answers: "Verdict",
    summary: { zh: "提交事件，返回判定；NDJSON 为流式", en: "Submit events, get verdicts; NDJSON streams" },
  },
  {
    method: "GET",
    path: "/v1/events/:id",
    permission: "local",
    gives: "application/json",
    answers: "JudgedEvent",
    summary: { zh: "按事件编号查询判定（标识已掩码）", en: "One event by its id with its verdict, identifiers masked" },
    run: async ({ params: { id = "" } }, { app }) => {
      const found = await app.service.find(id);
      if (found === null) throw new ProblemError({ code: "not-found", detail: "no event with this id is kept", value: id.slice(0, 40) });
      return found;
    },
  },
  {
    method: "GET",
    path: "/v1/live",
    permission: "local",
    gives: "text/event-stream",
    summary: { zh: "实时判定（SSE）", en: "Verdicts as they happen (server-sent events)" },
  },
  {
    method: "GET",
    path: "/v1/recent",
    permission: "local",
    gives: "application/json",
    summary: { zh: "最近的判定", en: "The last verdicts" },
    run: (_call, { app }) => ({ items: app.service.live.recent(), notShown: app.service.live.notShown }),
  },
  {
    method: "GET",
    path: "/v1/stats",
    permission: "local",
    gives: "application/json",
    answers: "Stats",
    summary: { zh: "计数、速率、版本和容量", en: "Counts, rates, versions and sizes" },
    run: (_call, { app, sample }) => stats(app, sample()),
  },
  {
    method: "GET",
    path: "/v1/rules",
    permission: "local",
    gives: "application/json",
    summary: { zh: "现行规则、类型和响应表", en: "Published rules, typologies and the response table" },
    run: (_call, { app }) => ({
      version: app.engine.rules.version,
      packs: app.engine.rules.packs.map(({ pack }) => pack),
      responses: RESPONSE_ROWS,
      features: FEATURES,
    }),
  },
  {
    method: "GET",
    path: "/v1/lists",
    permission: "local",
    gives: "application/json",
    summary: { zh: "名单概况", en: "Lists, summed up" },
    run: (_call, { app }) => ({ version: app.engine.lists.version, lists: app.engine.lists.summaries(app.service.world.nowMs()) }),
  },
  {
    method: "GET",
    path: "/v1/schema/event.json",
    permission: "local",
    gives: "application/schema+json",
    summary: { zh: "事件的 JSON Schema", en: "JSON Schema of events" },
    run: () => eventSchema(),
  },
  {
    method: "GET",
    path: "/v1/openapi.json",
    permission: "local",
    gives: "application/json",
    summary: { zh: "本接口的 OpenAPI 描述", en: "This interface as OpenAPI" },
  },
  {
    method: "GET",
    path: "/metrics",
    permission: "local",
    gives: "text/plain",
    summary: { zh: "Prometheus 指标", en: "Prometheus metrics" },
  },
];

function stats(app: App, sample: SampleStatus): unknown {
  const { service, engine } = app;
  const nowMs = service.world.nowMs();
  const { features, clusters } = engine.screener;
  return {
    nowMs,
    startedAtMs: service.startedAtMs,
    totals: service.counters.table(),
    lastMinute: service.counters.lately(nowMs, 60),
    lastTenSeconds: service.counters.lately(nowMs, 10),
    refused: service.counters.refused,
    repeated: service.counters.repeated,
    degraded: service.counters.degraded,
    ruleHits: Object.fromEntries([...service.counters.ruleHits].sort((a, b) => b[1] - a[1]).slice(0, 30)),
    notShown: service.live.notShown,
    watchers: service.live.watchers,
    versions: engine.versions,
    recovered: app.recovered,
    log: { nextSequence: service.log.nextSequence, pendingBytes: service.log.pendingBytes, bytesLogged: service.counters.bytesLogged },
    state: { features: features.stats, scriptBytes: clusters.bytes },
    limits: LIMITS,
    sample,
  };
}
