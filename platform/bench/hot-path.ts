/**
 * The whole judging path on one core: binary frames in, list look-up in 10 million entries, windows for 10 million
 * numbers, all call rules of the rulepacks and as many more as make fifty, verdict rows with reasons for what hit and a
 * digest for each. No network, no disk. Run alone: node --expose-gc platform/bench/hot-path.ts [millions of numbers]
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { KEY_TYPE, KEY_TYPE_SHIFT, EventBatch, RECORD_DOUBLES, RECORD_WORDS, W } from "../src/domain/record.ts";
import { Prng } from "../src/base/prng.ts";
import { newScreener } from "../src/app/engine.ts";
import { LIMITS } from "../src/app/limits.ts";
import { loadHostJudge, loadTextJudge, readRuleSources } from "../src/app/load.ts";
import { IntelLists } from "../src/intel/lists.ts";
import { ListImport } from "../src/intel/import.ts";
import { Annotator } from "../src/screen/annotate.ts";
import { screenEnvironment } from "../src/screen/environment.ts";
import { decodeFrame, encodeFrame, encodeVersions } from "../src/screen/frame.ts";
import { publishRules } from "../src/screen/publish.ts";
import { VerdictBatch } from "../src/screen/verdict-batch.ts";
import { isMalformed } from "../src/base/problem.ts";
import type { BenchRow } from "./bench-row.ts";

const RULES = 50;
const root = path.resolve(import.meta.dirname, "../..");
const FIRST_NUMBER = 8_613_000_000_000;
/** One number in so many is listed. */
const LISTED_EVERY = 200;

/** Call rules beside the published ones until there are fifty; thresholds differ, so none can be left out. */
function moreRules(missing: number): { path: string; text: string } {
  const names = [
    "from.callsOut1h",
    "from.callsOut24h",
    "from.distinctCallees1h",
    "from.callsOut10m",
    "to.callsIn1h",
    "to.callsIn24h",
    "to.distinctCallers24h",
    "event.durationMs",
    "from.nightPermille24h",
    "from.talkMs1h",
  ];
  const rules = Array.from({ length: missing }, (_, n) => ({
    id: `B${n}`,
    kinds: ["call"],
    family: "call",
    if: `${names[n % 10]} >= ${30 + n * 3}.0 && ${names[(n + 3) % 10]} >= ${20 + n * 2}.0 && event.answered == ${n % 2 === 0}`.replace(
      /(from\.calls\w+|from\.distinct\w+|to\.\w+) >= (\d+)\.0/g,
      "$1 >= $2",
    ),
    outcome: "bench",
    weight: "M",
    mode: "live",
    because: { zh: "基准", en: "bench" },
    values: [names[n % 10]],
    notIf: { zh: "无", en: "none" },
    basis: "bench",
    assumed: true,
  }));
  return {
    path: "bench/pack.json",
    text: JSON.stringify({
      id: "bench",
      version: "1.0.0",
      title: { zh: "基准", en: "bench" },
      rules,
      typologies: [{ id: "bench", title: { zh: "基准", en: "bench" }, rules: rules.map((r) => r.id), thresholds: { tellPermille: 500, actPermille: 800 } }],
    }),
  };
}

export interface HotPath {
  readonly eventsPerSecond: number;
  readonly nsPerEvent: number;
  readonly rules: number;
  readonly hits: number;
  readonly checksum: number;
  readonly listEntries: number;
  readonly numbers: number;
}

/** Medians of rounds over the same frames, after one round to warm up. `cpu` counts this process's time, not the wall's. */
export function runHotPath(numbers: number, listEntries: number, rounds = 5, frames = 2_000): HotPath {
  const env = screenEnvironment();
  const sources = readRuleSources(path.join(root, "rulepacks"));
  const published = publishRules(sources, env).kinds[0].compiled.rules.length;
  const rules = publishRules(published < RULES ? [...sources, moreRules(RULES - published)] : sources, env);
  const screener = newScreener(rules, {
    entities: { numbers, accounts: 1024, devices: 1024, hosts: 1024, persons: 1024 },
    scripts: 1024,
    latenessMaxMs: 600_000,
    timeZoneOffsetMinutes: 480,
  });
  const lists = new IntelLists();
  const importer = new ListImport(lists, {
    list: "bench",
    nowMs: Date.UTC(2026, 10, 1),
    mode: "replace",
    format: "plain",
    defaults: { type: "number", kind: "flag", evidence: "published-feed", source: "bench", sharing: "clear", confidencePermille: 500 },
  });
  const encoder = new TextEncoder();
  for (let n = 0; n < listEntries; n += 100_000) {
    let text = "";
    for (let k = n; k < Math.min(listEntries, n + 100_000); k++) text += `+${FIRST_NUMBER + k * LISTED_EVERY}\n`;
    importer.push(encoder.encode(text));
  }
  const taken = importer.finish().taken;
  const annotator = new Annotator({ lists, text: loadTextJudge(path.join(root, "platform", "models")), host: loadHostJudge(path.join(root, "platform", "models")) });
  const input = makeFrames(new Prng(1), numbers, frames);
  const verdicts = new VerdictBatch(LIMITS.batchEvents);
  let hits = 0;
  let checksum = 0;
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage();
    for (const bytes of input) {
      const frame = decodeFrame(bytes);
      if (isMalformed(frame)) throw new Error(frame.expected);
      // The frames are judged again and again: what was written into their rows the last time is cleared.
      const { batch } = frame;
      annotator.annotate(batch, 0, batch.count);
      screener.screen(batch, 0, batch.count, verdicts);
      for (let i = 0; i < batch.count; i++) {
        if (verdicts.details[i] !== null) hits++;
        checksum = (checksum + verdicts.words[i * 8 + 2]) >>> 0;
      }
    }
    const used = process.cpuUsage(start);
    if (round > 0) times.push(used.user + used.system);
  }
  times.sort((a, b) => a - b);
  const events = frames * LIMITS.batchEvents;
  const nsPerEvent = (times[times.length >> 1] * 1000) / events;
  return { eventsPerSecond: 1e9 / nsPerEvent, nsPerEvent, rules: rules.kinds[0].compiled.rules.length, hits, checksum, listEntries: taken, numbers };
}

export function makeFrames(prng: Prng, numbers: number, frames: number): Uint8Array[] {
  const versions = encodeVersions({ program: "bench", rules: "bench", lists: "bench", text: "bench", host: "bench", response: "bench" });
  const out: Uint8Array[] = [];
  const batch = new EventBatch(LIMITS.batchEvents);
  const verdicts = new VerdictBatch(LIMITS.batchEvents);
  batch.heap = new Uint8Array(LIMITS.batchEvents * 16);
  let atMs = Date.UTC(2026, 10, 1);
  for (let f = 0; f < frames; f++) {
    batch.heapEnd = 0;
    for (let i = 0; i < LIMITS.batchEvents; i++) {
      const base = i * RECORD_WORDS;
      batch.words.fill(0, base, base + RECORD_WORDS);
      atMs += prng.int(20);
      batch.doubles[i * RECORD_DOUBLES] = atMs;
      putNumber(batch.words, base + W.keys, FIRST_NUMBER + prng.int(numbers));
      putNumber(batch.words, base + W.keys + 2, FIRST_NUMBER + prng.int(numbers));
      const answered = prng.chance(0.6);
      batch.words[base + W.present] = 0b111111;
      batch.words[base + W.bools] = answered ? 1 : 0;
      batch.doubles[i * RECORD_DOUBLES + W.numsDouble] = answered ? prng.int(300_000) : 0;
      batch.doubles[i * RECORD_DOUBLES + W.numsDouble + 1] = 4_000 + prng.int(20_000);
      const id = encoderOf(`${f}-${i}`);
      batch.heap.set(id, batch.heapEnd);
      batch.words[base + W.refs] = batch.heapEnd;
      batch.words[base + W.refs + 1] = id.length;
      batch.heapEnd += id.length;
    }
    batch.count = LIMITS.batchEvents;
    out.push(encodeFrame(batch, 0, batch.count, verdicts, versions, () => true));
  }
  return out;
}

const utf8 = new TextEncoder();
const encoderOf = (text: string): Uint8Array => utf8.encode(text);

function putNumber(words: Uint32Array, at: number, e164: number): void {
  words[at] = e164 >>> 0;
  words[at + 1] = (Math.floor(e164 / 4294967296) | (KEY_TYPE.number << KEY_TYPE_SHIFT)) >>> 0;
}

/** The bar of 1.5 million events a second a core, as a ratio. */
export function benchHotPath(): Promise<BenchRow[]> {
  const r = runHotPath(10_000_000, 10_000_000);
  return Promise.resolve([
    {
      name: `binary frame → verdict, ${r.numbers / 1e6} M numbers, ${r.listEntries / 1e6} M list entries, ${r.rules} rules`,
      ours: Math.round(r.eventsPerSecond),
      peer: "bar: 1.5 M events/s/core",
      peerValue: 1_500_000,
      ratio: r.eventsPerSecond / 1_500_000,
      unit: "events/s of one core",
      note: `${Math.round(r.nsPerEvent)} ns an event, ${r.hits} verdicts with reasons, checksum ${r.checksum}`,
    },
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const millions = Number(process.argv[2] ?? 10);
  console.log(runHotPath(millions * 1_000_000, millions * 1_000_000));
}
