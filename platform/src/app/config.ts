/**
 * The one reader of the environment. Every key is here with its meaning and default; a key that starts with DUANLIU_
 * and is not here refuses to start, because a setting that is silently ignored is worse than none.
 */
import { isIP } from "node:net";
import { homedir } from "node:os";
import path from "node:path";
import { ProblemError, shorten } from "../base/problem.ts";
import { EVENT_KINDS, type EventKind } from "../domain/event-fields.ts";

export interface Retention {
  /** Days that judged events are kept, by action. */
  readonly allowDays: number;
  readonly flaggedDays: number;
  /** Kinds that are kept for other times. */
  readonly byKind?: Readonly<Partial<Record<EventKind, { readonly allowDays?: number; readonly flaggedDays?: number }>>>;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly rulepacksDir: string;
  readonly modelsDir: string;
  readonly jurisdictionsDir: string;
  /** The jurisdiction whose law new matters begin under. */
  readonly profile: string;
  /** The operator's own map for the situation; null shows the one that comes with the console. */
  readonly mapDir: string | null;
  /** A PostgreSQL of the operator's own; null starts one in the data folder. */
  readonly databaseUrl: string | null;
  /** Secrets and addresses of institutions that take orders by webhook; null when all use their desk in this program. */
  readonly webhooksFile: string | null;
  /** Sign-in through an OpenID Connect provider; null without one. */
  readonly oidc: OidcConfig | null;
  /** Proxies whose word about a caller's address is taken: limits on attempts count callers, not the proxy. */
  readonly trustedProxies: readonly string[];
  /** Where people reach the server, when that is not its own address: behind a proxy, for links that are sent. */
  readonly publicUrl: string | null;
  /** Entities remembered per table; each costs fixed memory. */
  readonly entities: { readonly numbers: number; readonly accounts: number; readonly devices: number; readonly hosts: number; readonly persons: number };
  readonly scripts: number;
  /** Transfers in the money graph; about 120 bytes each where accounts have many, twice that where they have few. */
  readonly moneyTransfers: number;
  /** Ties of the evidence graph; a few hundred bytes each with their tokens. */
  readonly ringLinks: number;
  readonly latenessMaxMs: number;
  readonly timeZoneOffsetMinutes: number;
  readonly retention: Retention;
  readonly sample: boolean;
  /** Sample events a second; slow enough to watch. */
  readonly samplePerSecond: number;
  readonly seed: number;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** The file that holds the secret; null for a client that has none. */
  readonly secretFile: string | null;
  readonly title: string;
  readonly claim: string | null;
}

interface Key {
  readonly fallback: string;
  readonly expected: string;
  readonly what: { readonly zh: string; readonly en: string };
  /** True when the default is our own assumption, not read in a law or standard. */
  readonly assumed?: true;
}

/** More rows than this do not fit one table of 2^31 words. */
const ENTITIES_MAX = 16_777_216;

const root = path.resolve(import.meta.dirname, "../../..");

export const CONFIG_KEYS = {
  DUANLIU_HOST: { fallback: "127.0.0.1", expected: "an address of this machine", what: { zh: "监听地址", en: "Address to listen on" } },
  DUANLIU_PORT: { fallback: "7070", expected: "a port from 0 to 65535 (0: any free one)", what: { zh: "端口", en: "Port" } },
  DUANLIU_DATA: { fallback: "", expected: "a folder", what: { zh: "数据目录，缺省为用户目录下 .duanliu", en: "Data folder; .duanliu in the home folder when absent" } },
  DUANLIU_RULEPACKS: { fallback: path.join(root, "rulepacks"), expected: "a folder with rulepacks", what: { zh: "规则包目录", en: "Rulepacks" } },
  DUANLIU_MODELS: { fallback: path.join(root, "platform", "models"), expected: "a folder with models", what: { zh: "模型目录", en: "Models" } },
  DUANLIU_JURISDICTIONS: { fallback: path.join(root, "jurisdictions"), expected: "a folder with jurisdiction profiles", what: { zh: "法域配置目录", en: "Jurisdiction profiles" } },
  DUANLIU_PROFILE: { fallback: "CN", expected: "the id of a profile in that folder", what: { zh: "适用的法域", en: "Jurisdiction that new matters begin under" } },
  DUANLIU_MAP: {
    fallback: "",
    expected: "a folder with map.json, top.json and one GeoJSON file a province",
    what: { zh: "自备（已审核）地图目录，代替随附的轮廓", en: "Folder with the operator's own approved map, shown in place of the outlines that come with the console" },
  },
  DUANLIU_URL: {
    fallback: "",
    expected: "an address such as https://duanliu.example.org",
    what: { zh: "对外网址（经代理访问时）", en: "Address under which people reach the server, behind a proxy" },
  },
  DUANLIU_PROXIES: {
    fallback: "",
    expected: "addresses or networks such as 127.0.0.1,10.0.0.0/8",
    what: { zh: "可信代理地址", en: "Proxies that are believed about a caller's address" },
  },
  DUANLIU_WEBHOOKS: {
    fallback: "",
    expected: "a JSON file with the rights 0600",
    what: { zh: "以 webhook 送达的机构及密钥文件", en: "File with webhooks of institutions and their secrets" },
  },
  DUANLIU_OIDC_ISSUER: { fallback: "", expected: "the address of an OpenID Connect provider", what: { zh: "统一身份认证地址", en: "OpenID Connect provider for signing in" } },
  DUANLIU_OIDC_CLIENT: { fallback: "", expected: "the client id that the provider gave", what: { zh: "统一身份认证的客户端编号", en: "Client id at the provider" } },
  DUANLIU_OIDC_SECRET_FILE: { fallback: "", expected: "a file that holds the client's secret", what: { zh: "客户端密钥文件", en: "File with the client's secret" } },
  DUANLIU_OIDC_TITLE: { fallback: "Single sign-on", expected: "a short name", what: { zh: "登录按钮上的名称", en: "Name on the sign-in button" } },
  DUANLIU_OIDC_CLAIM: {
    fallback: "",
    expected: "a claim such as email or preferred_username",
    what: { zh: "预先登记人员所用的声明", en: "Claim by which people are announced before their subject is known" },
  },
  DUANLIU_NUMBERS: { fallback: "262144", expected: "a whole number from 1024 to 16777216", what: { zh: "同时记忆的号码数", en: "Numbers remembered" }, assumed: true },
  DUANLIU_ACCOUNTS: { fallback: "131072", expected: "a whole number from 1024 to 16777216", what: { zh: "同时记忆的账户数", en: "Accounts remembered" }, assumed: true },
  DUANLIU_DEVICES: { fallback: "65536", expected: "a whole number from 1024 to 16777216", what: { zh: "同时记忆的设备数", en: "Devices remembered" }, assumed: true },
  DUANLIU_HOSTS: { fallback: "65536", expected: "a whole number from 1024 to 16777216", what: { zh: "同时记忆的域名数", en: "Hosts remembered" }, assumed: true },
  DUANLIU_PERSONS: {
    fallback: "131072",
    expected: "a whole number from 1024 to 16777216",
    what: { zh: "同时记忆的人员时间线数", en: "Personal timelines remembered" },
    assumed: true,
  },
  DUANLIU_SCRIPTS: { fallback: "65536", expected: "a whole number from 1024 to 8388608", what: { zh: "同时记忆的话术数", en: "Message scripts remembered" }, assumed: true },
  DUANLIU_MONEY_TRANSFERS: {
    fallback: "2000000",
    expected: "a whole number from 10000 to 400000000",
    what: { zh: "资金图同时记忆的交易笔数（每笔约120至240字节）", en: "Transfers in the money graph, about 120 to 240 bytes each" },
    assumed: true,
  },
  DUANLIU_RING_LINKS: {
    fallback: "500000",
    expected: "a whole number from 1000 to 20000000",
    what: { zh: "团伙图同时记忆的联系数（每条约数百字节）", en: "Ties in the evidence graph of rings, a few hundred bytes each" },
    assumed: true,
  },
  DUANLIU_LATENESS_MINUTES: {
    fallback: "10",
    expected: "a whole number from 0 to 1440",
    what: { zh: "迟到事件仍计入窗口的分钟数", en: "Minutes by which an event may come late and still count" },
    assumed: true,
  },
  DUANLIU_TIME_ZONE_MINUTES: {
    fallback: "480",
    expected: "a whole number from -720 to 840",
    what: { zh: "当地时间与UTC相差分钟数（中国为480）", en: "Local time minus UTC in minutes (China: 480)" },
  },
  DUANLIU_KEEP_ALLOWED_DAYS: {
    fallback: "30",
    expected: "a whole number from 1 to 3660",
    what: { zh: "放行事件保存天数", en: "Days that allowed events are kept" },
    assumed: true,
  },
  DUANLIU_KEEP_FLAGGED_DAYS: {
    fallback: "1096",
    expected: "a whole number from 1 to 3660",
    what: { zh: "其他事件保存天数", en: "Days that other events are kept" },
    assumed: true,
  },
  DUANLIU_KEEP_DAYS: {
    fallback: "",
    expected: "KIND.allow=DAYS or KIND.other=DAYS, separated by commas, DAYS from 1 to 3660, such as message.allow=7,transfer.other=1830",
    what: { zh: "个别种类的保存天数", en: "Days for single kinds, where they differ from the two above" },
  },
  DUANLIU_SAMPLE: { fallback: "false", expected: "true or false", what: { zh: "播放示例流量", en: "Play sample traffic" } },
  DUANLIU_SAMPLE_PER_SECOND: { fallback: "8", expected: "a number from 0.1 to 10000", what: { zh: "示例流量每秒事件数", en: "Sample events a second" } },
  DUANLIU_SEED: { fallback: "20261101", expected: "a whole number from 0 to 4294967295", what: { zh: "示例流量种子", en: "Seed of the sample traffic" } },
  DUANLIU_LOG_LEVEL: { fallback: "info", expected: "fatal, error, warn, info, debug, trace or silent", what: { zh: "日志级别", en: "Log level" } },
} as const satisfies Record<string, Key>;

type KeyName = keyof typeof CONFIG_KEYS;

function invalid(key: string, value: string, expected: string): never {
  throw new ProblemError({ code: "config-invalid", detail: `${key} is ${shorten(value)}; expected ${expected}`, at: { field: key }, value: shorten(value), expected });
}

function keepDays(text: string): NonNullable<Retention["byKind"]> {
  const days: Partial<Record<EventKind, { allowDays?: number; flaggedDays?: number }>> = {};
  for (const part of text.split(",").filter((p) => p.trim() !== "")) {
    const [, name, what, count] = /^\s*([a-z-]+)\.(allow|other)=(\d{1,4})\s*$/.exec(part) ?? [];
    const kind = EVENT_KINDS.find((k) => k === name);
    if (kind === undefined || Number(count) < 1 || Number(count) > 3660) return invalid("DUANLIU_KEEP_DAYS", part, CONFIG_KEYS.DUANLIU_KEEP_DAYS.expected);
    (days[kind] ??= {})[what === "allow" ? "allowDays" : "flaggedDays"] = Number(count);
  }
  return days;
}

function proxies(given: string): readonly string[] {
  const list = given
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  for (const one of list) {
    const [address, bits] = one.split("/");
    const version = isIP(address);
    if (version === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))))
      return invalid("DUANLIU_PROXIES", one, CONFIG_KEYS.DUANLIU_PROXIES.expected);
  }
  return list;
}

function oidcConfig(text: (key: KeyName) => string): OidcConfig | null {
  const issuer = text("DUANLIU_OIDC_ISSUER");
  if (issuer === "") return null;
  const clientId = text("DUANLIU_OIDC_CLIENT");
  if (clientId === "") return invalid("DUANLIU_OIDC_CLIENT", clientId, CONFIG_KEYS.DUANLIU_OIDC_CLIENT.expected);
  const secretFile = text("DUANLIU_OIDC_SECRET_FILE");
  const claim = text("DUANLIU_OIDC_CLAIM");
  return { issuer, clientId, secretFile: secretFile === "" ? null : path.resolve(secretFile), title: text("DUANLIU_OIDC_TITLE"), claim: claim === "" ? null : claim };
}

function publicUrl(given: string): string | null {
  if (given === "") return null;
  if (!/^https?:\/\/[^\s/?#@]+$/.test(given)) return invalid("DUANLIU_URL", given, CONFIG_KEYS.DUANLIU_URL.expected);
  return given;
}

/** Reads settings from an environment. Throws `config-invalid` for an unknown key or a value outside its range. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  for (const key of Object.keys(env)) {
    if (key.startsWith("DUANLIU_") && !(key in CONFIG_KEYS)) invalid(key, env[key] ?? "", `a known key; known are ${Object.keys(CONFIG_KEYS).join(", ")}`);
  }
  const text = (key: KeyName): string => env[key] ?? CONFIG_KEYS[key].fallback;
  const between = (key: KeyName, min: number, max: number, whole = true): number => {
    const value = Number(text(key).trim() === "" ? "x" : text(key));
    if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) invalid(key, text(key), CONFIG_KEYS[key].expected);
    return value;
  };
  const entities = (key: KeyName): number => between(key, 1024, ENTITIES_MAX);
  const sample = text("DUANLIU_SAMPLE");
  if (sample !== "true" && sample !== "false") invalid("DUANLIU_SAMPLE", sample, CONFIG_KEYS.DUANLIU_SAMPLE.expected);
  const logLevel = text("DUANLIU_LOG_LEVEL");
  if (!["fatal", "error", "warn", "info", "debug", "trace", "silent"].includes(logLevel)) invalid("DUANLIU_LOG_LEVEL", logLevel, CONFIG_KEYS.DUANLIU_LOG_LEVEL.expected);
  return {
    host: text("DUANLIU_HOST"),
    port: between("DUANLIU_PORT", 0, 65_535),
    dataDir: path.resolve(text("DUANLIU_DATA") || path.join(homedir(), ".duanliu")),
    rulepacksDir: path.resolve(text("DUANLIU_RULEPACKS")),
    modelsDir: path.resolve(text("DUANLIU_MODELS")),
    jurisdictionsDir: path.resolve(text("DUANLIU_JURISDICTIONS")),
    profile: text("DUANLIU_PROFILE"),
    mapDir: text("DUANLIU_MAP") === "" ? null : path.resolve(text("DUANLIU_MAP")),
    databaseUrl: env["DATABASE_URL"] === undefined || env["DATABASE_URL"] === "" ? null : env["DATABASE_URL"],
    trustedProxies: proxies(text("DUANLIU_PROXIES")),
    publicUrl: publicUrl(text("DUANLIU_URL")),
    webhooksFile: text("DUANLIU_WEBHOOKS") === "" ? null : path.resolve(text("DUANLIU_WEBHOOKS")),
    oidc: oidcConfig(text),
    entities: {
      numbers: entities("DUANLIU_NUMBERS"),
      accounts: entities("DUANLIU_ACCOUNTS"),
      devices: entities("DUANLIU_DEVICES"),
      hosts: entities("DUANLIU_HOSTS"),
      persons: entities("DUANLIU_PERSONS"),
    },
    scripts: between("DUANLIU_SCRIPTS", 1024, 8_388_608),
    moneyTransfers: between("DUANLIU_MONEY_TRANSFERS", 10_000, 400_000_000),
    ringLinks: between("DUANLIU_RING_LINKS", 1_000, 20_000_000),
    latenessMaxMs: between("DUANLIU_LATENESS_MINUTES", 0, 1440) * 60_000,
    timeZoneOffsetMinutes: between("DUANLIU_TIME_ZONE_MINUTES", -720, 840),
    retention: {
      allowDays: between("DUANLIU_KEEP_ALLOWED_DAYS", 1, 3660),
      flaggedDays: between("DUANLIU_KEEP_FLAGGED_DAYS", 1, 3660),
      byKind: keepDays(text("DUANLIU_KEEP_DAYS")),
    },
    sample: sample === "true",
    samplePerSecond: between("DUANLIU_SAMPLE_PER_SECOND", 0.1, 10_000, false),
    seed: between("DUANLIU_SEED", 0, 4_294_967_295),
    logLevel: logLevel as Config["logLevel"],
  };
}
