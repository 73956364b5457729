/**
 * The names that rules may use, a kind of event at a time, and where each value comes from: the event's own fields,
 * what lists and models said of it, and what was measured. Made from the tables of `domain` and `features`; nothing is
 * listed twice. It also writes the function that loads a record's values into the array of facts.
 */
import { EVENT_FIELDS, EVENT_KINDS, type EventKind, type FieldSpec } from "../domain/event-fields.ts";
import { HOST_FLAG, INTEL, INTEL_BITS, JUDGED, KEY_TYPE, KEY_TYPE_SHIFT, LANGUAGES, NUMBER_FLAG, W } from "../domain/record.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { FEATURES } from "../features/vocabulary.ts";
import type { Binding, Environment, ValueType } from "../rules/environment.ts";
import { LEXICON_BITS, LEXICON_LABELS } from "../text/lexicon.ts";

/** Facts of one event; the rest of the array is free. */
export const FACTS_MAX = 384;

/** Where a binding's value comes from. */
type Source =
  /** An expression over the record: `w` words, `d` doubles, `b` and `e` their offsets for this event. */
  | { readonly from: "record"; readonly code: string }
  /** Written by the feature engine under this name. */
  | { readonly from: "feature" }
  /** Written by the screener from the near-duplicate clusters. */
  | { readonly from: "script" }
  /** A free text at a string reference; the fact only says that it is there. */
  | { readonly from: "text"; readonly code: string; readonly ref: number };

interface Entry {
  readonly name: string;
  readonly type: ValueType;
  readonly values?: readonly string[];
  readonly zh: string;
  readonly en: string;
  readonly source: Source;
}

/** The parties of each kind by key: what rules call A, B, C and D. */
export const PARTIES: Readonly<Record<EventKind, readonly (readonly [name: string, key: number, zh: string, en: string])[]>> = {
  call: [
    ["from", 0, "主叫", "Caller"],
    ["to", 1, "被叫", "Called number"],
    ["device", 2, "主叫设备", "Calling device"],
  ],
  message: [
    ["from", 0, "发送方", "Sender"],
    ["to", 1, "接收方", "Receiver"],
    ["device", 2, "发送设备", "Sending device"],
    ["site", 3, "短信中的网址", "Link in the message"],
  ],
  visit: [
    ["subject", 0, "访问者", "Visitor"],
    ["device", 2, "设备", "Device"],
    ["site", 3, "网站", "Site"],
  ],
  "app-install": [
    ["subject", 0, "使用者", "User"],
    ["device", 2, "设备", "Device"],
    ["app", 3, "应用签名", "App certificate"],
  ],
  transfer: [
    ["from", 0, "付款账户", "Paying account"],
    ["to", 1, "收款账户", "Receiving account"],
    ["device", 2, "设备", "Device"],
  ],
  opening: [
    ["subject", 0, "申请人", "Applicant"],
    ["opened", 1, "所开号码或账户", "What is opened"],
    ["device", 2, "设备", "Device"],
    ["contact", 3, "联系电话", "Contact phone"],
  ],
  link: [],
};

const present = (bit: number): string => `(w[b+${W.present}]&${1 << bit})!==0`;
const judged = (bit: number, value: string): string => `(w[b+${W.judged}]&${bit})!==0?${value}:NaN`;
const low16 = (word: number): string => `w[b+${word}]&65535`;
const high16 = (word: number): string => `w[b+${word}]>>>16`;
const record = (code: string): Source => ({ from: "record", code });

function fieldEntries(field: FieldSpec): readonly Entry[] {
  const words = { zh: field.zh, en: field.en };
  const name = `event.${field.name}`;
  switch (field.type) {
    case "bool":
      return [{ name, type: "bool", ...words, source: record(`${present(field.bit)}?(w[b+${W.bools}]>>>${field.boolBit})&1:NaN`) }];
    case "number":
    case "money":
      return [{ name, type: "double", ...words, source: record(`${present(field.bit)}?d[e+${W.numsDouble + field.num}]:NaN`) }];
    case "enum":
      return [{ name, type: "string", values: field.values, ...words, source: record(`${present(field.bit)}?(w[b+${W.enums}]>>>${8 * field.enumByte})&255:NaN`) }];
    case "set":
      return field.values.map((value, n) => ({
        name: `${name}.${camel(value)}`,
        type: "bool" as const,
        zh: `${field.zh}：${value}`,
        en: `${field.en}: ${value}`,
        source: record(`${present(field.bit)}?(w[b+${W.bools}]>>>${field.boolBit + n})&1:NaN`),
      }));
    case "text":
      return [{ name, type: "string", ...words, source: { from: "text", ref: field.ref, code: `${present(field.bit)}&&w[b+${W.refs + field.ref * 2 + 1}]!==0?1:NaN` } }];
    case "url":
      return [{ name, type: "string", ...words, source: { from: "text", ref: field.ref, code: `${present(field.bit)}?1:NaN` } }];
    case "identifier":
      // Identifiers are for lists and features; a rule may only ask whether one is there.
      return [{ name, type: "bool", ...words, source: record(`${present(field.bit)}?1:NaN`) }];
  }
}

const camel = (text: string): string => text.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase());
const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

const LISTED_WORDS = {
  protected: ["受保护", "protected"],
  allow: ["在允许名单", "on an allow list"],
  block: ["在拦截名单", "on a block list"],
  flag: ["在标记名单", "on a flag list"],
  watch: ["在观察名单", "on a watch list"],
} as const;
const LIST_NAMES = { protected: "Protected", allow: "Allowed", block: "Blocked", flag: "Flagged", watch: "Watched" } as const;

function listEntries(kind: EventKind): Entry[] {
  const out: Entry[] = [];
  for (const [party, key, zh, en] of PARTIES[kind]) {
    for (const name of ["protected", "allow", "block", "flag", "watch"] as const) {
      const shift = key * INTEL_BITS;
      out.push({
        name: `list.${party}${LIST_NAMES[name]}`,
        type: "bool",
        zh: `${zh}${LISTED_WORDS[name][0]}`,
        en: `${en} is ${LISTED_WORDS[name][1]}`,
        source: record(judged(JUDGED.intel, `(w[b+${W.intel}]&${INTEL[name] << shift})!==0?1:0`)),
      });
    }
  }
  return out;
}

const NUMBER_WORDS: Readonly<Record<keyof typeof NUMBER_FLAG, readonly [string, string]>> = {
  mobile: ["是手机号", "is a mobile number"],
  fixed: ["是固话", "is a fixed line"],
  service: ["是服务号", "is a service number"],
  emergency: ["是紧急号码", "is an emergency number"],
  overseas: ["是境外号码", "is an overseas number"],
  premium: ["是高资费号段", "is in a premium range"],
  virtualOperator: ["是虚拟运营商号码", "is of a virtual operator"],
  iot: ["是物联网卡", "is a card for things"],
  valid: ["符合编号计划", "fits the numbering plan"],
};

function numberEntries(kind: EventKind): Entry[] {
  if (kind !== "call" && kind !== "message") return [];
  const parties =
    kind === "call" || kind === "message"
      ? ([
          ["from", 0, "主叫", "Calling number"],
          ["to", 1, "被叫", "Called number"],
        ] as const)
      : [];
  return parties.flatMap(([party, half, zh, en]) =>
    (Object.keys(NUMBER_FLAG) as (keyof typeof NUMBER_FLAG)[]).map((flag) => ({
      name: `${party}.is${capital(flag)}`,
      type: "bool" as const,
      zh: `${zh}${NUMBER_WORDS[flag][0]}`,
      en: `${en} ${NUMBER_WORDS[flag][1]}`,
      source: record(`(w[b+${W.numberFlags}]&${NUMBER_FLAG[flag] << (16 * half)})!==0?1:0`),
    })),
  );
}

function textEntries(kind: EventKind): Entry[] {
  if (kind !== "message" && kind !== "transfer") return [];
  const t = (name: string, type: ValueType, zh: string, en: string, value: string, values?: readonly string[]): Entry => ({
    name: `text.${name}`,
    type,
    zh,
    en,
    ...(values === undefined ? {} : { values }),
    source: record(judged(JUDGED.text, value)),
  });
  const lexicon = (Object.keys(LEXICON_BITS) as (keyof typeof LEXICON_BITS)[]).map((name) =>
    t(name, "bool", LEXICON_LABELS[name].zh, LEXICON_LABELS[name].en, `(w[b+${W.lexicon}]&${LEXICON_BITS[name]})!==0?1:0`),
  );
  if (kind === "transfer") return lexicon;
  return [
    ...lexicon,
    t("fraudPermille", "double", "文本模型：诈骗可能（‰）", "Text model: fraud (‰)", low16(W.textFraudIllegal)),
    t("illegalPermille", "double", "文本模型：违法推广可能（‰）", "Text model: illegal promotion (‰)", high16(W.textFraudIllegal)),
    t("marketingPermille", "double", "文本模型：营销可能（‰）", "Text model: marketing (‰)", low16(W.textMarketingCategory)),
    t("category", "string", "文本模型：类别", "Text model: category", `(w[b+${W.textMarketingCategory}]>>>16)&255`, ["none", ...SCAM_CATEGORIES]),
    t("language", "string", "语言", "Language", `w[b+${W.textMarketingCategory}]>>>24`, LANGUAGES),
    t("disguisePermille", "double", "伪装程度（‰）", "Disguise (‰)", low16(W.disguiseHost)),
    t("truncated", "bool", "正文过长被截断", "Text was cut", `(w[b+${W.judged}]&${JUDGED.textTruncated})!==0?1:0`),
  ];
}

const SITE_WORDS: Readonly<Record<keyof typeof HOST_FLAG, readonly [string, string]>> = {
  punycode: ["含特殊字符域名", "Name in other characters (punycode)"],
  ip: ["直接使用IP地址", "Bare IP address"],
  shortener: ["短链接", "Link shortener"],
  sharedHosting: ["共享平台子域名", "Subdomain of a shared platform"],
  lookalike: ["仿冒官方域名", "Looks like an official site"],
  deepSubdomain: ["多级子域名", "Many subdomain levels"],
};

function siteEntries(kind: EventKind): Entry[] {
  if (kind !== "message" && kind !== "visit") return [];
  return [
    { name: "site.scamPermille", type: "double", zh: "域名模型：诈骗可能（‰）", en: "Host model: scam (‰)", source: record(judged(JUDGED.host, high16(W.disguiseHost))) },
    ...(Object.keys(HOST_FLAG) as (keyof typeof HOST_FLAG)[]).map((flag): Entry => ({
      name: `site.${flag}`,
      type: "bool",
      zh: SITE_WORDS[flag][0],
      en: SITE_WORDS[flag][1],
      source: record(judged(JUDGED.host, `(w[b+${W.hostFlagsBrand}]&${HOST_FLAG[flag]})!==0?1:0`)),
    })),
  ];
}

function scriptEntries(kind: EventKind): Entry[] {
  if (kind !== "message") return [];
  const s = (name: string, zh: string, en: string): Entry => ({ name: `script.${name}`, type: "int", zh, en, source: { from: "script" } });
  return [
    s("size", "同一话术累计条数", "Messages with the same script so far"),
    s("hourCount", "1小时内同一话术条数", "Messages with the same script within 1 hour"),
    s("hourSenders", "1小时内同一话术发送方数", "Senders of the same script within 1 hour"),
  ];
}

function subjectEntry(kind: EventKind): Entry[] {
  if (kind !== "message") return [];
  return [
    {
      name: "from.isName",
      type: "bool",
      zh: "发送方显示为名称",
      en: "The sender shows a name instead of a number",
      source: record(`w[b+${W.keys + 1}]>>>${KEY_TYPE_SHIFT}===${KEY_TYPE.sender}?1:0`),
    },
  ];
}

function entriesOf(kind: EventKind): readonly Entry[] {
  return [
    ...EVENT_FIELDS[kind].flatMap(fieldEntries),
    ...listEntries(kind),
    ...numberEntries(kind),
    ...subjectEntry(kind),
    ...textEntries(kind),
    ...siteEntries(kind),
    ...scriptEntries(kind),
    ...FEATURES.filter((f) => f.kinds.includes(kind)).map((f): Entry => ({ name: f.name, type: f.type, zh: f.zh, en: f.en, source: { from: "feature" } })),
  ];
}

/** Loads the facts of one record; features and script facts are written by others. */
export type FactLoader = (words: Uint32Array, doubles: Float64Array, event: number, facts: Float64Array) => void;

export interface KindFacts {
  readonly kind: EventKind;
  /** Slots that events of this kind can fill; the rest stay unknown for them. */
  readonly slots: ReadonlySet<number>;
  /** Slot of each feature by name. */
  readonly featureSlots: ReadonlyMap<string, number>;
  readonly scriptSlots: ReadonlyMap<string, number>;
  /** String reference of each free text by slot. */
  readonly textRefs: ReadonlyMap<number, number>;
  /** The function that loads the given slots (all when absent), written once at start. */
  loader(slots?: ReadonlySet<number>): FactLoader;
}

export interface ScreenEnvironment {
  /** One name, one slot, whatever the kind. */
  readonly environment: Environment;
  readonly kinds: Readonly<Record<EventKind, KindFacts>>;
}

/** Builds the whole environment; once at start. Throws (a bug) when one name means two types. */
export function screenEnvironment(): ScreenEnvironment {
  const merged = new Map<string, Binding>();
  const perKind = new Map(EVENT_KINDS.map((kind) => [kind, entriesOf(kind)]));
  for (const entries of perKind.values()) {
    for (const { source: _, ...entry } of entries) {
      const known = merged.get(entry.name);
      if (known === undefined) {
        if (merged.size >= FACTS_MAX) throw new Error(`bug: more than ${FACTS_MAX} names`);
        merged.set(entry.name, { ...entry, slot: merged.size });
        continue;
      }
      if (known.type !== entry.type || (known.values === undefined) !== (entry.values === undefined)) throw new Error(`bug: ${entry.name} means two things`);
      if (known.values !== undefined) merged.set(entry.name, { ...known, values: [...new Set([...known.values, ...entry.values!])] });
    }
  }
  const slotOf = (name: string): number => merged.get(name)!.slot;
  const kinds = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, kindFacts(kind, perKind.get(kind)!, slotOf, (name) => merged.get(name)!.values)])) as Record<
    EventKind,
    KindFacts
  >;
  return { environment: { bindings: [...merged.values()], slotsMax: FACTS_MAX }, kinds };
}

function kindFacts(kind: EventKind, entries: readonly Entry[], slotOf: (name: string) => number, valuesOf: (name: string) => readonly string[] | undefined): KindFacts {
  const slotsFrom = (from: Source["from"]): ReadonlyMap<string, number> => new Map(entries.flatMap((e) => (e.source.from === from ? [[e.name, slotOf(e.name)] as const] : [])));
  return {
    kind,
    slots: new Set(entries.map((e) => slotOf(e.name))),
    featureSlots: slotsFrom("feature"),
    scriptSlots: slotsFrom("script"),
    textRefs: new Map(entries.flatMap((e) => (e.source.from === "text" ? [[slotOf(e.name), e.source.ref] as const] : []))),
    loader(slots) {
      const remaps: (readonly number[])[] = [];
      const lines = entries.flatMap((entry) => {
        const slot = slotOf(entry.name);
        if ((slots !== undefined && !slots.has(slot)) || (entry.source.from !== "record" && entry.source.from !== "text")) return [];
        // A kind's own list of values may be another part of the merged list: its places are translated.
        const merged = valuesOf(entry.name);
        const places = entry.values?.map((v) => merged!.indexOf(v)) ?? [];
        if (places.every((place, n) => place === n)) return [`f[${slot}]=${entry.source.code};`];
        remaps.push(places);
        return [`{const v=${entry.source.code};f[${slot}]=v===v?r${remaps.length - 1}[v]:NaN;}`];
      });
      const names = remaps.map((_, n) => `r${n}=remaps[${n}]`);
      // Written from our own tables only: no text of a user or a rulepack reaches it.
      const source = `${names.length > 0 ? `const ${names.join(",")};` : ""}return function(w,d,n,f){const b=n*64,e=n*32;${lines.join("\n")}}`;
      return new Function("remaps", source)(remaps) as FactLoader;
    },
  };
}
