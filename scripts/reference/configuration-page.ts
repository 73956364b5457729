/**
 * docs/reference/configuration.md and the table of settings inside docs/operating.md, both from the one reader of the
 * environment. Defaults that are paths of this checkout are said in words.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { CONFIG_KEYS } from "../../platform/src/app/config.ts";
import { FeatureEngine, type FeatureLimits } from "../../platform/src/features/engine.ts";
import { ScriptClusters } from "../../platform/src/text/script-cluster.ts";
import { code, grouped, page, table, type Page } from "./page.ts";

type Key = keyof typeof CONFIG_KEYS;

const ROOT = path.resolve(import.meta.dirname, "../..");
const OPERATING = "docs/operating.md";
const BEGIN = "<!-- config-keys: begin -->";
const END = "<!-- config-keys: end -->";

const IN_WORDS: Readonly<Partial<Record<Key, string>>> = {
  DUANLIU_DATA: ".duanliu in the home folder",
  DUANLIU_RULEPACKS: "rulepacks of the repository",
  DUANLIU_MODELS: "models of the platform",
  DUANLIU_JURISDICTIONS: "jurisdictions of the repository",
};

interface Row {
  readonly key: Key;
  readonly fallback: string;
  readonly expected: string;
  readonly zh: string;
  readonly en: string;
  readonly assumed: boolean;
}

function rows(): readonly Row[] {
  return (Object.keys(CONFIG_KEYS) as Key[]).map((key) => {
    const entry = CONFIG_KEYS[key];
    return { key, fallback: IN_WORDS[key] ?? (entry.fallback === "" ? "none" : code(entry.fallback)), expected: entry.expected, ...entry.what, assumed: "assumed" in entry };
  });
}

type Entities = Exclude<keyof FeatureLimits, "latenessMaxMs" | "timeZoneOffsetMinutes">;

const ENTITY_KEYS = {
  DUANLIU_NUMBERS: "numbers",
  DUANLIU_ACCOUNTS: "accounts",
  DUANLIU_DEVICES: "devices",
  DUANLIU_HOSTS: "hosts",
  DUANLIU_PERSONS: "persons",
} as const satisfies Readonly<Partial<Record<Key, Entities>>>;

/** A power of two, because tables are rounded up to one. */
const FEW = 1024;

/** Bytes that one more entity costs: what the memory grows by when there is room for twice as many. */
function bytesPerEntity(entities: Entities): number {
  const few = { numbers: FEW, accounts: FEW, devices: FEW, hosts: FEW, persons: FEW, latenessMaxMs: 0, timeZoneOffsetMinutes: 0 };
  const bytes = (limits: FeatureLimits): number => new FeatureEngine(limits).stats.bytes;
  return (bytes({ ...few, [entities]: FEW * 2 }) - bytes(few)) / FEW;
}

function memoryRows(): readonly (readonly string[])[] {
  const scriptBytes = (new ScriptClusters({ capacity: FEW * 2 }).bytes - new ScriptClusters({ capacity: FEW }).bytes) / FEW;
  const perKey = (Object.keys(ENTITY_KEYS) as (keyof typeof ENTITY_KEYS)[]).map((key) => [key, bytesPerEntity(ENTITY_KEYS[key])] as const);
  return [...perKey, ["DUANLIU_SCRIPTS", scriptBytes] as const].map(([key, bytes]) => {
    const count = Number(CONFIG_KEYS[key].fallback);
    return [code(key), grouped(bytes), grouped(count), `${grouped(Math.round((bytes * count) / 2 ** 20))} MiB`];
  });
}

export function configurationPage(): Page {
  return page("docs/reference/configuration.md", { zh: "配置", en: "Configuration" }, [
    "Settings come from environment variables and are read once at start. A key that starts with `DUANLIU_` and is not here refuses to start, so that a typing error is not a silent default. 配置来自环境变量，启动时读取一次；未知的 DUANLIU_ 键会拒绝启动。",
    table(
      ["Key", "English", "中文", "Default", "Expected", "Assumed · 假定"],
      rows().map((r) => [code(r.key), r.en, r.zh, r.fallback, r.expected, r.assumed ? "yes" : ""]),
    ),
    "*Assumed* marks a default that no law or standard gave us: know your traffic and your law, then set it. 标为“假定”的缺省值并非来自法律或标准，请按实际业务与法规设定。",
    "## Memory · 内存",
    table(["Key", "Bytes per entity · 每个字节", "Default · 缺省", "Together · 合计"], memoryRows()),
    "The room is set aside at start and does not grow; the system hands it over as it is used. Numbers of entities are rounded up to a power of two. When a table is full, whoever was seen longest ago among sixteen gives way to a newcomer and is later met as new. 空间在启动时一次划定，不再增长，随用随占。实体数向上取为二的幂。表满后，最久未见者让位。",
    "After a change of the numbers of entities, the lateness or the time zone, the state is rebuilt from the log at the next start. 修改容量、迟到时限或时区后，下次启动时由日志重建状态。",
  ]);
}

/** The operating guide with its table brought up to date; the rest of it is written by people. */
export function operatingSettings(text = readFileSync(path.join(ROOT, OPERATING), "utf8")): Page {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${OPERATING} has lost its marks ${BEGIN} and ${END}`);
  const part = table(
    ["Key", "What", "Default", "Expected"],
    rows().map((r) => [code(r.key), `${r.en} · ${r.zh}`, `${r.fallback}${r.assumed ? " *" : ""}`, r.expected]),
  );
  return { path: OPERATING, text: `${text.slice(0, begin + BEGIN.length)}\n\n${part}\n\n${text.slice(end)}` };
}
