/**
 * Routes of the rulebook besides those of its matters: what is in force and what was, the checker as one types, precision with
 * the outcomes behind it, figures of shadow runs, replays and the list behind each figure of a bill. Rules are no secret inside;
 * what they did to whom is read in the reader's own scope.
 */
import { z } from "zod";
import { route, type Route } from "../access/route.ts";
import type { ActingRole } from "../access/role.ts";
import { ProblemError, shorten } from "../base/problem.ts";
import { instant } from "../matters/input.ts";
import { CHECKERS } from "../matters/kind.ts";
import { idOf, PAGE_MAX, type DeskServices } from "../matters/matter-routes.ts";
import type { Matter } from "../matters/matter.ts";
import type { Call } from "../access/route.ts";
import { publications, textOf } from "./book-read.ts";
import { CheckPace } from "./check-pace.ts";
import { differencesOf } from "./check.ts";
import { findReplay, replayEvents, replaysOf, type Replay } from "./replays.ts";
import * as answers from "./rulebook-answers.ts";
import type { RulebookDesk } from "./rulebook-desk.ts";
import { draftText, type RuleChange } from "./rule-change/rule-change.ts";
import { ruleChange } from "./rule-change/kind.ts";
import { shadowEvents, shadowOf } from "./shadow.ts";

export interface RulebookServices extends DeskServices {
  readonly rulebook: RulebookDesk;
}

export const RULEBOOK_READERS: readonly ActingRole[] = ["analyst", ...CHECKERS];
const WRITERS = ["analyst", "dutyLead"] as const;

/** A week: longer stretches cost more than anybody waits for. Assumed. */
const WINDOW_MS_MAX = 7 * 86_400_000;

const pace = new CheckPace();

async function changeOf({ desk }: DeskServices, { scope, params }: Pick<Call, "scope" | "params">): Promise<Matter<RuleChange>> {
  const id = idOf(params["id"] ?? "");
  const found = await desk.find(scope, id);
  if (found.kind !== "rule-change") throw new ProblemError({ code: "not-found", detail: `there is no change of rules ${id} in your scope` });
  return ruleChange.of(found);
}

async function replayOf(services: DeskServices, call: Pick<Call, "scope" | "params">): Promise<Replay> {
  const change = await changeOf(services, call);
  const id = call.params["replay"] ?? "";
  const found = await services.desk.store.snapshot((sql) => findReplay(sql, change.id, id));
  if (found === null) throw new ProblemError({ code: "not-found", detail: `there is no replay ${shorten(id)} of ${change.id}` });
  return found;
}

export const RULEBOOK_ROUTES: readonly Route<RulebookServices>[] = [
  route({
    method: "GET",
    path: "/v1/rulebook",
    permission: RULEBOOK_READERS,
    summary: { zh: "规则库：现行规则包、来源与各规则准确率", en: "The rulebook: packs in force, where they come from, precision of each rule" },
    result: answers.rulebook,
    run: async (_call, { rulebook }) => {
      const { version, book, hits, beside } = rulebook.now();
      const { sinceMs, rules, below } = await rulebook.precision();
      return {
        version,
        packs: book.map(({ pack, seq, textDigest, examplesDigest, how, change, atMs }) => ({ pack, seq, text: textDigest, examples: examplesDigest, how, change, atMs })),
        hits,
        beside,
        precision: { sinceMs, rules, below },
      };
    },
  }),
  route({
    method: "GET",
    path: "/v1/rulebook/packs/:pack",
    permission: RULEBOOK_READERS,
    summary: { zh: "某一规则包现行文本及例子", en: "One pack as it is in force, with its examples" },
    result: answers.packText,
    run: ({ params }, { rulebook }) => {
      const found = rulebook.now().book.find(({ pack }) => pack === params["pack"]);
      if (found === undefined) throw new ProblemError({ code: "not-found", detail: `there is no pack ${shorten(params["pack"] ?? "")}` });
      const { pack, text, examples, textDigest, examplesDigest, how, change, atMs } = found;
      return { pack, text, examples, digests: { text: textDigest, examples: examplesDigest }, how, change, atMs };
    },
  }),
  route({
    method: "GET",
    path: "/v1/rulebook/publications",
    permission: RULEBOOK_READERS,
    summary: { zh: "规则发布、回滚的经过", en: "What was in force when: publications and roll-backs" },
    query: z.object({ pack: z.string().max(48).optional(), limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50) }),
    result: answers.publicationList,
    run: async ({ query }, { desk }) => ({ items: await desk.store.snapshot((sql) => publications(sql, query.pack ?? null, query.limit)) }),
  }),
  route({
    method: "POST",
    path: "/v1/rulebook/check",
    permission: WRITERS,
    summary: { zh: "检查规则文本：行、列、问题与应有内容", en: "Check a text: line, column, what is wrong, what was expected" },
    body: z.strictObject(draftText),
    result: answers.checked,
    run: ({ scope, body }, { rulebook, desk }) => {
      pace.admit(scope.actor, desk.world.nowMs());
      const now = rulebook.now().book.find(({ pack }) => pack === body.pack);
      if (now === undefined)
        throw new ProblemError({
          code: "malformed-input",
          detail: `pack: there is no rulepack ${shorten(body.pack)}`,
          at: { field: "pack" },
          value: shorten(body.pack),
          expected: "a pack in force",
        });
      const findings = rulebook.check(body.pack, body.text, body.examples ?? now.examples);
      return { ok: findings.every(({ severity }) => severity !== "error"), findings, differences: differencesOf(now.text, body.text) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/rulebook/rules/:rule/outcomes",
    permission: RULEBOOK_READERS,
    summary: { zh: "某一规则准确率所依据的预警结果", en: "The outcomes behind a rule's precision" },
    query: z.object({
      outcome: z.enum(["confirmed", "refuted"]).optional(),
      from: instant.optional(),
      after: z.string().max(60).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
    result: answers.outcomes,
    run: async ({ scope, params, query }, { desk }) => {
      const filter = scope.filter(6, "m");
      const items = await desk.store.snapshot((sql) =>
        sql.query<{ readonly warning: string }>(
          `select o.warning, o.outcome, o.level, o.at_ms as "atMs", m.state, m.serial from rule_outcome o join matter m on m.id = o.warning
           where o.rule = $1 and ($2::text is null or o.outcome = $2) and o.at_ms >= $3 and ($4::text is null or o.warning < $4) and ${filter.sql} order by o.warning desc limit $5`,
          [params["rule"] ?? "", query.outcome ?? null, query.from ?? 0, query.after ?? null, query.limit + 1, ...filter.values],
        ),
      );
      return { items: items.slice(0, query.limit), next: items.length > query.limit ? (items.at(query.limit - 1)?.warning ?? null) : null };
    },
  }),
  route({
    method: "GET",
    path: "/v1/rule-changes/:id/draft",
    permission: RULEBOOK_READERS,
    summary: { zh: "草稿文本及其所基于的文本", en: "The draft as it is written, and the text it is a change of" },
    result: answers.draft,
    run: async (call, services) => {
      const { id, version, body } = await changeOf(services, call);
      return services.desk.store.snapshot(async (sql) => ({
        change: id,
        version,
        pack: body.pack,
        draft: { text: await textOf(sql, body.draft.text), examples: await textOf(sql, body.draft.examples) },
        base: { text: await textOf(sql, body.base.text), examples: await textOf(sql, body.base.examples) },
      }));
    },
  }),
  route({
    method: "GET",
    path: "/v1/rule-changes/:id/shadow",
    permission: RULEBOOK_READERS,
    summary: { zh: "影子运行的数字：若生效会怎样", en: "Figures of the shadow run: what would have been done" },
    result: answers.shadow,
    run: async (call, services) => {
      const change = await changeOf(services, call);
      const running = services.rulebook.now().beside.find((one) => one.change === change.id) ?? null;
      return { sinceMs: change.body.shadowSinceMs, running, runs: await services.desk.store.snapshot((sql) => shadowOf(sql, change.id)) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/rule-changes/:id/shadow/events",
    permission: RULEBOOK_READERS,
    summary: { zh: "影子运行中会有不同结果的事件", en: "Events that would have ended otherwise" },
    query: z.object({
      live: z.string().max(10).optional(),
      shadow: z.string().max(10).optional(),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
    result: answers.shadowEventList,
    run: async (call, services) => {
      const change = await changeOf(services, call);
      const { live, shadow, after, limit } = call.query;
      const asked = { limit: limit + 1, ...(live === undefined ? {} : { live }), ...(shadow === undefined ? {} : { shadow }), ...(after === undefined ? {} : { after }) };
      const items = await services.desk.store.snapshot((sql) => shadowEvents(sql, change.id, asked));
      return { items: items.slice(0, limit), next: items.length > limit ? (items.at(limit - 1)?.event ?? null) : null };
    },
  }),
  route({
    method: "POST",
    path: "/v1/rule-changes/:id/replays",
    permission: WRITERS,
    summary: { zh: "用草稿重放一段日志，得出代价清单", en: "Replay a stretch of the log by the draft, and make its bill" },
    body: z.strictObject({ from: instant, to: instant }),
    result: answers.replay,
    run: async (call, services) => {
      const { from, to } = call.body;
      if (to <= from || to - from > WINDOW_MS_MAX)
        throw new ProblemError({
          code: "malformed-input",
          detail: "to: the stretch is empty or longer than a week",
          at: { field: "to" },
          expected: "an instant after from, at most 7 days later",
        });
      return services.rulebook.startReplay(call.scope, await changeOf(services, call), { fromMs: from, untilMs: to });
    },
  }),
  route({
    method: "GET",
    path: "/v1/rule-changes/:id/replays",
    permission: RULEBOOK_READERS,
    summary: { zh: "重放及其代价清单", en: "Replays with their bills" },
    result: answers.replayList,
    run: async (call, services) => {
      const change = await changeOf(services, call);
      return { items: await services.desk.store.snapshot((sql) => replaysOf(sql, change.id)) };
    },
  }),
  route({
    method: "GET",
    path: "/v1/rule-changes/:id/replays/:replay/events",
    permission: RULEBOOK_READERS,
    summary: { zh: "代价清单中某一数字所统计的事件", en: "The list behind a figure of a bill" },
    query: z.object({
      live: z.string().max(10).optional(),
      draft: z.string().max(10).optional(),
      changed: z.enum(["true"]).optional(),
      known: z.enum(["innocent", "confirmed"]).optional(),
      warning: z.enum(["more", "fewer", "raised", "lowered"]).optional(),
      level: z.string().max(10).optional(),
      unit: z.string().max(60).optional(),
      visit: z.enum(["true"]).optional(),
      after: z.coerce.number().int().min(-1).default(-1),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
    }),
    result: answers.replayEventList,
    run: async (call, services) => {
      const { id } = await replayOf(services, call);
      const { live, draft, changed, known, warning, level, unit, visit, after, limit } = call.query;
      const asked = {
        after,
        limit: limit + 1,
        changed: changed !== undefined,
        visit: visit !== undefined,
        ...(live === undefined ? {} : { live }),
        ...(draft === undefined ? {} : { draft }),
        ...(known === undefined ? {} : { known }),
        ...(warning === undefined ? {} : { warning }),
        ...(level === undefined ? {} : { level }),
        ...(unit === undefined ? {} : { unit }),
      };
      const items = await services.desk.store.snapshot((sql) => replayEvents(sql, id, asked));
      return { items: items.slice(0, limit), next: items.length > limit ? (items.at(limit - 1)?.n ?? null) : null };
    },
  }),
  route({
    method: "POST",
    path: "/v1/rule-changes/:id/replays/:replay/stop",
    permission: WRITERS,
    summary: { zh: "停止重放", en: "Stop a replay" },
    result: z.object({ stopped: z.boolean() }),
    run: async (call, services) => ({ stopped: services.rulebook.stopReplay((await replayOf(services, call)).id) }),
  }),
];
