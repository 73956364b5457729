/** What the routes of the rulebook answer, as schemas: for the interface's description, for the client, and for the tests that hold answers to it. */
import { z } from "zod";
import { ACTIONS } from "../domain/verdict.ts";

const action = z.enum(ACTIONS);
const count = z.number().int().min(0);
const atMs = z.number();
const words = z.object({ zh: z.string(), en: z.string() });
const how = z.enum(["shipped", "published", "rolled-back"]);
const digests = z.object({ text: z.string(), examples: z.string() });
const level = z.enum(["urgent", "high", "medium", "low"]);
const both = z.object({ live: count, draft: count });
const page = <T extends z.ZodType>(item: T): z.ZodType => z.object({ items: z.array(item), next: z.union([z.string(), z.number(), z.null()]) });

const share = z.object({ hits: count, of: count, permille: z.number().nullable(), lowPermille: z.number(), highPermille: z.number() });
const precision = z.object({ rule: z.string(), floor: z.enum(["urgent", "flag"]), confirmed: count, refuted: count, share });

export const rulebook = z.object({
  version: z.string(),
  packs: z.array(z.object({ pack: z.string(), seq: count, ...digests.shape, how, change: z.string().nullable(), atMs })),
  hits: z.record(z.string(), count),
  beside: z.array(z.object({ change: z.string(), version: z.string(), failed: z.boolean() })),
  precision: z.object({ sinceMs: atMs, rules: z.array(precision), below: z.array(precision.extend({ floorPermille: z.number(), verdict: z.enum(["fall", "watch"]) })) }),
});

export const packText = z.object({ pack: z.string(), text: z.string(), examples: z.string(), digests, how, change: z.string().nullable(), atMs });

export const publicationList = z.object({
  items: z.array(z.object({ seq: count, pack: z.string(), how, inForce: z.boolean(), change: z.string().nullable(), text: z.string(), atMs, by: z.string() })),
});

const difference = z.object({ rule: z.string(), how: z.enum(["added", "removed", "changed", "mode"]), from: z.string().optional(), to: z.string().optional() });

export const checked = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({
      severity: z.enum(["error", "warning"]),
      code: z.string(),
      file: z.enum(["pack.json", "examples.json"]),
      line: count,
      column: count,
      from: count,
      to: count,
      path: z.string(),
      message: words,
    }),
  ),
  differences: z.array(difference),
});

export const outcomes = page(z.object({ warning: z.string(), serial: z.string(), state: z.string(), outcome: z.enum(["confirmed", "refuted"]), level: count, atMs }));

const pack = z.object({ text: z.string(), examples: z.string() });
export const draft = z.object({ change: z.string(), version: count, pack: z.string(), draft: pack, base: pack });

const shadowRun = z.object({
  change: z.string(),
  draft: z.string(),
  liveVersion: z.string(),
  shadowVersion: z.string(),
  fromMs: atMs,
  untilMs: atMs,
  events: count,
  actions: z.record(z.string(), count),
  rules: z.record(z.string(), z.object({ live: count, shadow: count })),
  failed: z.string().nullable(),
});
export const shadow = z.object({
  sinceMs: atMs.nullable(),
  running: z.object({ change: z.string(), version: z.string(), failed: z.boolean() }).nullable(),
  runs: z.array(shadowRun),
});
export const shadowEventList = page(z.object({ event: z.string(), atMs, kind: z.string(), live: action, shadow: action, rules: z.array(z.string()) }));

const knownFigure = z.object({ of: count, live: count, draft: count });
export const bill = z.object({
  fromMs: atMs,
  untilMs: atMs,
  warmFromMs: atMs,
  liveVersion: z.string(),
  draftVersion: z.string(),
  events: count,
  cut: z.enum(["events", "time"]).nullable(),
  faithful: z.object({ same: count, of: count }),
  actions: z.record(action, z.object({ live: count, draft: count, more: count, fewer: count })),
  rules: z.record(z.string(), both),
  known: z.object({ innocent: knownFigure, confirmed: knownFigure }),
  warnings: z.object({
    live: count,
    draft: count,
    more: count,
    fewer: count,
    raised: count,
    lowered: count,
    levels: z.record(level, both),
    visits: both,
    visitsIfUnreached: both,
    units: z.array(z.object({ unit: z.string().nullable(), name: words.nullable(), more: count, fewer: count, visitsMore: count, visitsFewer: count })),
  }),
  cost: z.object({ liveNs: count, draftNs: count }).nullable(),
  listed: count,
  unlisted: count,
});

export const replay = z.object({
  id: z.string(),
  change: z.string(),
  draft: z.string(),
  fromMs: atMs,
  untilMs: atMs,
  state: z.enum(["running", "done", "stopped", "failed"]),
  events: count,
  reachedMs: atMs,
  report: bill.nullable(),
  why: z.string().nullable(),
  startedBy: z.string(),
  startedAtMs: atMs,
  endedAtMs: atMs.nullable(),
});
export const replayList = z.object({ items: z.array(replay) });
export const replayEventList = page(
  z.object({
    n: count,
    event: z.string(),
    atMs,
    kind: z.string(),
    live: action,
    draft: action,
    rules: z.array(z.string()),
    known: z.enum(["innocent", "confirmed"]).nullable(),
    warning: z.enum(["more", "fewer", "raised", "lowered"]).nullable(),
    liveLevel: level.nullable(),
    draftLevel: level.nullable(),
    visit: z.boolean(),
    unit: z.string().nullable(),
  }),
);
