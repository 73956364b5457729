/** docs/reference/events.md and event.schema.json: what an event may say, from the one table of fields. */
import { EVENT_FIELDS, EVENT_ID_BYTES_MAX, EVENT_KINDS, EVENT_LINE_BYTES_MAX, type EventKind, type FieldSpec } from "../../platform/src/domain/event-fields.ts";
import { eventSchema } from "../../platform/src/domain/event-schema.ts";
import { EVENT_EXAMPLES } from "./event-examples.ts";
import { block, code, grouped, json, page, table, type Page, type Words } from "./page.ts";

const KIND_WORDS: Readonly<Record<EventKind, Words & { readonly note: Words }>> = {
  call: {
    zh: "通话",
    en: "A telephone call",
    note: {
      zh: "通话进行中即可报送，此时不填 `durationMs`；结束后以新的 `id`、相同的 `occurredAt` 和双方号码再报一次。",
      en: "May be sent while it goes on, without `durationMs`; when it has ended, send it again with a new `id`, the same `occurredAt` and the same parties.",
    },
  },
  message: {
    zh: "消息",
    en: "A text message of any channel",
    note: { zh: "判定为放行的消息不保存正文。", en: "The text of a message that is let through is not kept." },
  },
  visit: {
    zh: "访问",
    en: "A visit to a web site",
    note: { zh: "`url` 与 `host` 必填其一，且只能填一个。", en: "Exactly one of `url` and `host`." },
  },
  "app-install": {
    zh: "应用安装",
    en: "An app that is installed or opened",
    note: { zh: "打开应用填 `action` 为 open。", en: "For an app that is opened, `action` is open." },
  },
  transfer: {
    zh: "转账",
    en: "A payment, withdrawal or purchase",
    note: {
      zh: '金额为最小货币单位的整数，以字符串书写："4999900" 即 49,999.00 元。',
      en: 'Amounts are whole numbers of the currency\'s smallest unit, in a text: "4999900" is 49,999.00 CNY.',
    },
  },
  opening: {
    zh: "开户办卡",
    en: "A card or account that is opened",
    note: { zh: "`number` 与 `account` 至多填一个。", en: "At most one of `number` and `account`." },
  },
  link: {
    zh: "关联",
    en: "Identifiers that belong to one person",
    note: {
      zh: "至少两个标识。有了关联，同一个人的通话、短信、上网与转账才能合在一起看。",
      en: "At least two identifiers. Links are what joins a person's calls, messages, visits and payments.",
    },
  },
};

const IDENTIFIERS: readonly (readonly [string, string, string])[] = [
  [
    "number",
    "E.164 with +, or as written in China: mobile, fixed with its area code, service number; 7 to 15 digits",
    "带 + 的 E.164，或中国境内写法：手机、带区号固话、服务号；7 至 15 位",
  ],
  ["number-or-sender", "a number, or a sender name of 1 to 64 characters, compared without case", "号码，或 1 至 64 个字符的发送方名称，不分大小写"],
  ["subject", "a number or a person token", "号码或人员标识"],
  [
    "person, device, cell",
    "a token that you make, 1 to 64 of A–Z a–z 0–9 . _ : @ # -; never a name or an identity number in the clear",
    "由报送方生成的标识，1 至 64 个字符（A–Z a–z 0–9 . _ : @ # -），不得为明文姓名或证件号",
  ],
  ["account", '`{"institution": …, "account": …}`, each 1 to 64 characters', "机构与账号，各 1 至 64 个字符"],
  ["host", "a host name or an IP address; international names in either form", "域名或 IP 地址；国际化域名两种写法均可"],
  ["certificate", "SHA-1 or SHA-256 fingerprint in hexadecimal, with or without colons", "SHA-1 或 SHA-256 指纹，十六进制，冒号可有可无"],
];

function typeText(field: FieldSpec): string {
  switch (field.type) {
    case "bool":
      return "true or false";
    case "number":
      return "number";
    case "money":
      return "decimal text";
    case "enum":
      return "one word";
    case "set":
      return "list of words";
    case "text":
      return "text";
    case "url":
      return "web address";
    case "identifier":
      return field.identifier;
  }
}

function limitText(field: FieldSpec): string {
  switch (field.type) {
    case "number":
      return `0 … ${grouped(field.max)}${field.unit === "" ? "" : ` ${field.unit}`}`;
    case "money":
      return "at most 15 digits";
    case "enum":
      return field.values.length > 40 ? `ISO 4217, ${field.values.length} currencies` : field.values.join(", ");
    case "set":
      return field.values.join(", ");
    case "text":
      return `${grouped(field.maxBytes)} bytes`;
    case "url":
      return "http or https, 2,048 characters";
    case "bool":
    case "identifier":
      return "";
  }
}

function kindPart(kind: EventKind): string {
  const words = KIND_WORDS[kind];
  const rows = EVENT_FIELDS[kind].map((f) => [code(f.name), typeText(f), limitText(f), f.required === true ? "yes" : "", f.zh, f.en]);
  return [
    `## ${kind} · ${words.zh}`,
    `${words.en}. ${words.note.en} ${words.note.zh}`,
    table(["Field", "Type", "Limit, unit or values", "Required", "中文", "English"], rows),
    block("json", json(EVENT_EXAMPLES[kind])),
  ].join("\n\n");
}

export function eventsPage(): Page {
  const every = [
    [code("id"), "text", `1 … ${EVENT_ID_BYTES_MAX} bytes`, "唯一编号；重复报送得到首次的判定", "Unique id; sent again, it gets its first verdict"],
    [code("kind"), "one word", EVENT_KINDS.join(", "), "事件种类", "Kind of event"],
    [code("occurredAt"), "RFC 3339", "2000 … 2099, with an offset or Z", "发生时间", "When it happened"],
  ];
  return page("docs/reference/events.md", { zh: "事件", en: "Events" }, [
    "An event is one JSON object. Many are sent as NDJSON, one object a line. The same as JSON Schema: [event.schema.json](event.schema.json); what comes back: [verdicts](verdicts.md).\n\n每个事件是一个 JSON 对象；批量报送用 NDJSON，每行一个。",
    "## Every event · 所有事件",
    table(["Field", "Type", "Limit", "中文", "English"], every),
    `One event has at most ${grouped(EVENT_LINE_BYTES_MAX)} bytes as a JSON line. A field that is absent or null is *unknown*, which is not the same as false or 0: leave out what you do not know. Fields that are not in these tables are ignored and counted. A wrong value refuses the event and says which field, which value and what was expected; other events go on.\n\n单个事件至多 ${grouped(EVENT_LINE_BYTES_MAX)} 字节。缺省或 null 表示“未知”，不等于否或 0：不知道就不填。表中没有的字段忽略并计数。取值有误则该事件被拒收，并说明字段、取值和应有形式，其余事件不受影响。`,
    "## Identifiers · 标识",
    table(["Type", "English", "中文"], IDENTIFIERS),
    "Units: ms milliseconds, d days, h hours, mo months, y years, ‰ thousandths, × a ratio. 单位：ms 毫秒，d 天，h 小时，mo 月，y 岁，‰ 千分比，× 倍数。",
    ...EVENT_KINDS.map(kindPart),
  ]);
}

export function eventSchemaPage(): Page {
  return { path: "docs/reference/event.schema.json", text: `${json(eventSchema())}\n` };
}
