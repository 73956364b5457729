/** The JSON Schema (draft 2020-12) of events, made from the one table of fields. For senders; our own parsers are stricter about identifiers. */
import { EVENT_FIELDS, EVENT_ID_BYTES_MAX, EVENT_KINDS, type EventKind, type FieldSpec } from "./event-fields.ts";

type Schema = Readonly<Record<string, unknown>>;

const ACCOUNT: Schema = {
  type: "object",
  properties: { institution: { type: "string", minLength: 1, maxLength: 64 }, account: { type: "string", minLength: 1, maxLength: 64 } },
  required: ["institution", "account"],
};

function fieldSchema(field: FieldSpec): Schema {
  const description = `${field.en} · ${field.zh}`;
  switch (field.type) {
    case "bool":
      return { type: "boolean", description };
    case "number":
      return { type: "number", minimum: 0, maximum: field.max, description: field.unit === "" ? description : `${description} (${field.unit})` };
    case "money":
      return { type: "string", pattern: "^(?:0|[1-9][0-9]{0,14})$", description };
    case "enum":
      return { enum: field.values, description };
    case "set":
      return { type: "array", items: { enum: field.values }, maxItems: 100, description };
    case "text":
      return { type: "string", description: `${description}; at most ${field.maxBytes} bytes in UTF-8` };
    case "url":
      return { type: "string", maxLength: 2048, description };
    case "identifier":
      return field.identifier === "account" ? { ...ACCOUNT, description } : { type: "string", minLength: 1, maxLength: 512, description };
  }
}

function kindSchema(kind: EventKind): Schema {
  const fields = EVENT_FIELDS[kind];
  return {
    title: kind,
    type: "object",
    properties: {
      id: { type: "string", minLength: 1, description: `Unique id, at most ${EVENT_ID_BYTES_MAX} bytes · 唯一编号` },
      kind: { const: kind },
      occurredAt: { type: "string", format: "date-time", description: "When it happened (RFC 3339, 2000 to 2099) · 发生时间" },
      ...Object.fromEntries(fields.map((f) => [f.name, fieldSchema(f)])),
    },
    required: ["id", "kind", "occurredAt", ...fields.filter((f) => f.required).map((f) => f.name)],
    ...(kind === "visit" ? { oneOf: [{ required: ["url"] }, { required: ["host"] }] } : {}),
  };
}

export function eventSchema(): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:duanliu:schema:event",
    title: "Duanliu event",
    description: "Fields that are not named here are ignored and counted.",
    oneOf: EVENT_KINDS.map(kindSchema),
  };
}
