/** docs/reference/features.md: every name that a rule may use, a kind of event at a time, from the environment itself. */
import { EVENT_KINDS, type EventKind } from "../../platform/src/domain/event-fields.ts";
import { FEATURES } from "../../platform/src/features/vocabulary.ts";
import type { Binding } from "../../platform/src/rules/environment.ts";
import { screenEnvironment } from "../../platform/src/screen/environment.ts";
import { code, page, table, type Page } from "./page.ts";

type Source = "event" | "list" | "number" | "text" | "site" | "script" | "measured";

const SOURCE_WORDS: Readonly<Record<Source, readonly [when: string, zh: string]>> = {
  event: ["the sender left the field out", "报送方未填该字段"],
  list: ["lists were not asked", "未查询名单"],
  number: ["never", "不会未知"],
  text: ["there was no text, or it was not judged", "没有正文，或未经模型评分"],
  site: ["there was no host, or it was not judged", "没有域名，或未经模型评分"],
  script: ["there was no text", "没有正文"],
  measured: ["the event lacks the party (no device, no branch), or too little was seen to say", "事件缺少相关方（如无设备、无网点），或所见不足以判断"],
};

const MEASURED = new Set(FEATURES.map((f) => f.name));

function sourceOf(name: string): Source {
  if (MEASURED.has(name)) return "measured";
  const head = name.slice(0, name.indexOf("."));
  switch (head) {
    case "event":
    case "list":
    case "text":
    case "site":
    case "script":
      return head;
    default:
      return "number";
  }
}

export function featuresPage(): Page {
  const { environment, kinds } = screenEnvironment();
  const ofKind = (kind: EventKind): readonly Binding[] => environment.bindings.filter((b) => kinds[kind].slots.has(b.slot));
  const row = (b: Binding): readonly string[] => [
    code(b.name),
    b.type,
    b.values === undefined ? "" : b.values.length > 30 ? `${b.values.length} values` : b.values.join(", "),
    sourceOf(b.name),
    b.en,
    b.zh,
  ];
  return page("docs/reference/features.md", { zh: "特征与可用名称", en: "Features and names" }, [
    "What a [rule](rule-language.md) may ask about an event. A name that a kind does not have is refused when the pack is loaded. 规则可引用的名称；某类事件没有的名称在加载规则包时即被拒绝。",
    "## Where a value comes from, and when it is unknown · 来源与未知",
    table(
      ["Source", "Unknown when", "何时未知"],
      Object.entries(SOURCE_WORDS).map(([source, [when, zh]]) => [source, when, zh]),
    ),
    "*Unknown* is neither false nor 0: a comparison with it is unknown, the rule answers *unknown* unless the rest of its condition decides, and the verdict is marked degraded. `has(name)` asks whether a value is known. What is known not to have happened is 0 for counts and never (larger than any number) for times since. “未知”既非否也非 0：与之比较仍为未知，规则据此回答“未知”，判定标为信息不全。已知没有发生的，计数为 0，“距今”类为从未（大于任何数）。",
    "Every measured value includes the event being judged. Windows are of event time: 1 m, 10 m, 1 h, 24 h, 3 d … before the latest event the party has seen. A window is two buckets, the older one counted in part, so a count near its edge is an estimate. 测得值均含当前事件；时间窗按事件时间计算，由两个桶插值而成，边缘为估计值。",
    ...EVENT_KINDS.filter((kind) => ofKind(kind).length > 0).flatMap((kind) => [
      `## ${kind}`,
      table(["Name", "Type", "Values", "Source", "English", "中文"], ofKind(kind).map(row)),
    ]),
    "Names of `site.` and `text.` are numbers that a model gave: they describe the text or the host, never a person. 模型分值描述的是文本或域名，而不是人。",
  ]);
}
