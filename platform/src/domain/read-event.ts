/**
 * From a record back to the event as JSON, for answers, the console and exports. Canonical: what was normalised on the
 * way in comes out normalised. Text that was erased after judging comes out as absent.
 */
import { EVENT_FIELDS, type FieldSpec } from "./event-fields.ts";
import { numberOfKey } from "./identifier.ts";
import { RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "./record.ts";

export type EventJson = { readonly id: string; readonly kind: string; readonly occurredAt: string } & Readonly<Record<string, unknown>>;

/** The text of an identifier that was hashed, or the number that its key is. */
export function identifierText(batch: EventBatch, i: number, keySlot: number, ref: number): string {
  const at = i * RECORD_WORDS + W.keys + keySlot * 2;
  const number = numberOfKey(batch.words[at], batch.words[at + 1]);
  return number >= 0 ? `+${number}` : batch.text(i, ref);
}

export function readField(batch: EventBatch, i: number, field: FieldSpec): unknown {
  const base = i * RECORD_WORDS;
  switch (field.type) {
    case "bool":
      return (batch.words[base + W.bools] & (1 << field.boolBit)) !== 0;
    case "number":
      return batch.doubles[i * RECORD_DOUBLES + W.numsDouble + field.num];
    case "money":
      return String(batch.doubles[i * RECORD_DOUBLES + W.numsDouble + field.num]);
    case "enum":
      return field.values[(batch.words[base + W.enums] >>> (8 * field.enumByte)) & 0xff];
    case "set":
      return field.values.filter((_, n) => (batch.words[base + W.bools] & (1 << (field.boolBit + n))) !== 0);
    case "text":
    case "url":
      return batch.text(i, field.ref) || undefined;
    case "identifier":
      if (field.identifier === "account") return { institution: batch.text(i, field.ref), account: batch.text(i, field.ref + 1) };
      return identifierText(batch, i, field.key, field.ref);
  }
}

export function readEvent(batch: EventBatch, i: number): EventJson {
  const kind = batch.kind(i);
  const out: Record<string, unknown> = { id: batch.text(i, 0), kind, occurredAt: new Date(batch.occurredAtMs(i)).toISOString() };
  for (const field of EVENT_FIELDS[kind]) {
    if (!batch.has(i, field.bit)) continue;
    const value = readField(batch, i, field);
    if (value !== undefined) out[field.name] = value;
  }
  return out as EventJson;
}
