/** The OpenAPI 3.1 document, made from the table of routes and the schema of events. */
import { PROBLEMS } from "../base/problem.ts";
import { PROGRAM_VERSION } from "../app/engine.ts";
import { eventSchema } from "../domain/event-schema.ts";
import { ACTIONS, STAGES } from "../domain/verdict.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { z } from "zod";
import type { Route } from "../access/route.ts";
import { ALL_ROUTES, type Services } from "./all-routes.ts";

const bilingual = { type: "object", properties: { zh: { type: "string" }, en: { type: "string" } }, required: ["zh", "en"] };
const texts = { type: "array", items: { type: "string" } };

const VERDICT = {
  type: "object",
  properties: {
    eventId: { type: "string" },
    action: { enum: ACTIONS },
    scorePermille: { type: "integer", minimum: 0, maximum: 1000 },
    category: { enum: [...SCAM_CATEGORIES, null] },
    stage: { enum: [...STAGES, null] },
    hits: {
      type: "array",
      items: {
        type: "object",
        properties: { rule: { type: "string" }, outcome: { type: "string" }, because: bilingual, values: { type: "object" }, notIf: bilingual },
        required: ["rule", "outcome", "because", "values"],
      },
    },
    listed: {
      type: "array",
      items: {
        type: "object",
        properties: { party: { type: "string" }, kind: { enum: ["protected", "allow", "block", "flag", "watch"] }, because: bilingual },
        required: ["party", "kind", "because"],
      },
    },
    unknown: texts,
    failed: texts,
    lowered: texts,
    shadow: texts,
    degraded: { type: "boolean" },
    versions: { type: "object", additionalProperties: { type: "string" } },
    digest: { type: "string", pattern: "^[0-9a-f]{16}$" },
  },
  required: ["eventId", "action", "scorePermille", "category", "hits", "unknown", "degraded", "versions", "digest"],
};

const PROBLEM = {
  type: "object",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { enum: Object.keys(PROBLEMS) },
    at: { type: "object" },
    value: { type: "string" },
    expected: { type: "string" },
  },
  required: ["type", "title", "status", "detail", "code"],
};

/** A zod schema as what a caller sends; what cannot be said in JSON Schema is left open. */
function schemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as Record<string, unknown>;
  return rest;
}

/** A zod schema as what a caller gets. */
function answerOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any", reused: "inline" }) as Record<string, unknown>;
  return rest;
}

function queryParameters(route: Route<Services>): readonly unknown[] {
  if (route.query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(route.query) as { properties?: Record<string, unknown>; required?: readonly string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }));
}

function bodyOf(route: Route<Services>): Record<string, unknown> {
  if (route.takes !== undefined)
    return { requestBody: { required: true, content: Object.fromEntries(route.takes.map((type) => [type, { schema: { $ref: "#/components/schemas/Event" } }])) } };
  if (route.body === undefined) return {};
  const schema = schemaOf(route.body);
  const fields = Object.fromEntries(Object.entries(route.documents ?? {}).map(([name, field]) => [name, schemaOf(field)]));
  const properties = { ...(schema["properties"] as object | undefined), ...fields };
  return { requestBody: { required: true, content: { "application/json": { schema: { ...schema, properties } } } } };
}

export function openApiDocument(): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ALL_ROUTES) {
    const path = route.path.replace(/:([A-Za-z]+)/g, "{$1}");
    const names = [...route.path.matchAll(/:([A-Za-z]+)/g)].map((m) => m[1]);
    const schema =
      route.result !== undefined
        ? { schema: answerOf(route.result) }
        : route.answers === undefined
          ? {}
          : { schema: route.answers === "Verdict" || route.answers === "Problem" ? { $ref: `#/components/schemas/${route.answers}` } : { type: "object" } };
    (paths[path] ??= {})[route.method.toLowerCase()] = {
      summary: `${route.summary.en} · ${route.summary.zh}`,
      description: `Who: ${typeof route.permission === "string" ? route.permission : route.permission.join(", ")}`,
      parameters: [...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })), ...queryParameters(route)],
      ...bodyOf(route),
      responses: {
        200: { description: route.summary.en, content: { [route.gives]: schema } },
        default: { description: "A problem (RFC 9457)", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
      },
    };
  }
  const { $schema: _, ...event } = eventSchema() as Record<string, unknown>;
  return {
    openapi: "3.1.0",
    info: {
      title: "Duanliu",
      version: PROGRAM_VERSION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description: "Anti-scam operations: events in, explained verdicts out, and the casework that follows them.",
    },
    paths,
    components: { schemas: { Event: event, Verdict: VERDICT, Problem: PROBLEM } },
  };
}
