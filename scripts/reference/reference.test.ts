/** The reference is what the program's tables say, its examples are events, and the samples are accepted by the program. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { LineReader } from "../../platform/src/app/line-reader.ts";
import type { LineRefusal } from "../../platform/src/domain/decode-event.ts";
import { EVENT_FIELDS, EVENT_KINDS, type EventKind } from "../../platform/src/domain/event-fields.ts";
import { writeEvent } from "../../platform/src/domain/parse-event.ts";
import { readEvent, type EventJson } from "../../platform/src/domain/read-event.ts";
import { EventBatch } from "../../platform/src/domain/record.ts";
import { SCAM_CATEGORIES } from "../../platform/src/domain/scam-category.ts";
import { ListImport } from "../../platform/src/intel/import.ts";
import { IntelLists } from "../../platform/src/intel/lists.ts";
import { SubscriberTableReader } from "../../platform/src/subscribers/table.ts";
import { operatingSettings } from "./configuration-page.ts";
import { EXCLUSIVE } from "./event-examples.ts";
import { reasonsIn } from "./limits-page.ts";
import { json } from "./page.ts";
import { allPages } from "./pages.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8").replaceAll("\r\n", "\n");
const pages = await allPages();

test.each(pages.map((page) => [page.path, page.text] as const))("%s is up to date (node scripts/reference/main.ts writes it)", (file, text) => {
  expect(read(file)).toBe(text);
});

test("nothing else lies in samples", () => {
  const files = readdirSync(path.join(ROOT, "samples"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  expect(found.sort()).toEqual(pages.flatMap((page) => (page.path.startsWith("samples/") ? [page.path] : [])).sort());
});

// --- the reference of events -----------------------------------------------------------------------------------------

const examples = [...read("docs/reference/events.md").matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => JSON.parse(text) as Record<string, unknown>);

test("events.md has an example of each kind", () => {
  expect(examples.map((example) => example["kind"])).toEqual([...EVENT_KINDS]);
});

test.each(examples.map((example) => [example["kind"] as EventKind, example] as const))("the example of %s is an event, and a full one", (kind, example) => {
  const batch = new EventBatch(1);
  batch.heap = new Uint8Array(1 << 16);
  const ignored = new Map<string, number>();
  expect(writeEvent(batch, 0, example, ignored)).toBeNull();
  expect([...ignored.keys()]).toEqual([]);
  const expected = ["id", "kind", "occurredAt", ...EVENT_FIELDS[kind].map((field) => field.name)].filter((name) => name !== EXCLUSIVE[kind]);
  expect(Object.keys(example).sort()).toEqual(expected.sort());
});

// --- samples ---------------------------------------------------------------------------------------------------------

interface Taken {
  readonly events: EventJson[];
  readonly refused: LineRefusal[];
  readonly ignored: ReadonlyMap<string, number>;
}

function take(file: string): Taken {
  const events: EventJson[] = [];
  const refused: LineRefusal[] = [];
  const reader = new LineReader({
    batch: (batch) => {
      for (let i = 0; i < batch.count; i++) events.push(readEvent(batch, i));
    },
    refused: (problem) => void refused.push(problem),
  });
  reader.push(new TextEncoder().encode(read(file)));
  reader.end();
  return { events, refused, ignored: reader.ignored };
}

const streams = pages.map((page) => page.path).filter((file) => /^samples\/(?:events|scams)\//.test(file));

test("there is a stream of each kind and of each category", () => {
  expect(streams.length).toBe(EVENT_KINDS.length + SCAM_CATEGORIES.length);
});

test.each(streams)("%s is accepted, every line of it", (file) => {
  const { events, refused, ignored } = take(file);
  expect(refused).toEqual([]);
  expect([...ignored]).toEqual([]);
  expect(events.length).toBe(read(file).trimEnd().split("\n").length);
  expect(events.length).toBeGreaterThanOrEqual(4);
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  const times = events.map((event) => Date.parse(event.occurredAt));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const [, kind] = /^samples\/events\/(.+)\.ndjson$/.exec(file) ?? [];
  if (kind !== undefined) expect(new Set(events.map((event) => event.kind))).toEqual(new Set([kind]));
});

test("numbers in samples reach nobody", () => {
  const numbers = streams.flatMap((file) => take(file).events.flatMap((event) => ["from", "to", "subject", "number", "contactNumber"].map((name) => event[name])));
  const dialled = numbers.filter((value) => typeof value === "string" && value.startsWith("+"));
  expect(dialled.length).toBeGreaterThan(300);
  expect(dialled.filter((value) => !/^\+(?:86154\d{8}|447700900\d{3})$/.test(String(value)))).toEqual([]);
});

test("mistakes are refused by line and field, and the rest goes on", () => {
  const { events, refused, ignored } = take("samples/with-mistakes.ndjson");
  expect(events.map((event) => event.id)).toEqual(["smp-call-1", "smp-mistake-6"]);
  expect(refused.map((r) => [r.line, r.field])).toEqual([
    [2, "occurredAt"],
    [3, ""],
    [4, "to"],
    [5, "kind"],
  ]);
  expect([...ignored]).toEqual([["colour", 1]]);
});

test.each([
  ["samples/lists/list.csv", "csv", 6],
  ["samples/lists/hosts.txt", "hosts", 3],
] as const)("%s is imported whole", (file, format, taken) => {
  const task = new ListImport(new IntelLists(), {
    list: "sample",
    nowMs: Date.UTC(2026, 10, 2),
    mode: "add",
    defaults: { source: "sample" },
  });
  task.push(new TextEncoder().encode(read(file)));
  expect(task.finish()).toMatchObject({ format, taken, refused: [], lowered: {}, ignoredFields: {} });
});

test("the subscriber table is read, and what is empty is unknown", () => {
  const reader = new SubscriberTableReader();
  const rows = [...reader.read(read("samples/subscribers.csv")), ...reader.end()];
  expect(rows.map((row) => row.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `sub-${n}`));
  expect(rows.map((row) => row.values.some(Number.isNaN))).toEqual([false, false, false, false, false, false, false, true]);
});

// --- the generators' own parts ---------------------------------------------------------------------------------------

test("the settings replace what is between the marks and nothing else", () => {
  const made = operatingSettings("before\n<!-- config-keys: begin -->\nstale table\n<!-- config-keys: end -->\nafter\n").text;
  expect(made.startsWith("before\n<!-- config-keys: begin -->\n\n| Key |")).toBe(true);
  expect(made.endsWith("|\n\n<!-- config-keys: end -->\nafter\n")).toBe(true);
  expect(made).not.toContain("stale table");
  expect(() => operatingSettings("no marks")).toThrow(/marks/);
});

test("a limit's reason is the comment above it", () => {
  const source = "const L = {\n  /** Why one. */\n  one: 1,\n  two: 2,\n};\n";
  expect([...reasonsIn(source)]).toEqual([["one", "Why one."]]);
});

test("JSON is written so that it reads back, short things on one line, Chinese counted double", () => {
  const value = {
    a: [1, 2],
    rows: [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ],
    deep: { long: "字".repeat(80) },
  };
  const text = json(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).toContain('"a": [1, 2]');
  expect(text).toContain('    { "x": 1, "y": 2 },\n');
  expect(text).toContain(`"deep": {\n    "long": "${"字".repeat(80)}"\n  }`);
});
