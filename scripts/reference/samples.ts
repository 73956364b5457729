/** The files of `samples/`: small inputs of our own making for every verb of the command line, and the page about them. */
import { Prng } from "../../platform/src/base/prng.ts";
import { EVENT_KINDS } from "../../platform/src/domain/event-fields.ts";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES } from "../../platform/src/domain/scam-category.ts";
import { SUBSCRIBER_FEATURES } from "../../platform/src/subscribers/features.ts";
import { block, code, page, table, type Page } from "./page.ts";
import { eventsOfKind, scamStory, type SampleEvent } from "./sample-events.ts";

const ndjson = (rows: readonly SampleEvent[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const fileOf = (category: string): string => `samples/scams/${category.toLowerCase().replaceAll("_", "-")}.ndjson`;

/** Rows with the mistakes that senders make; the test knows which lines are refused. */
function mistakes(): string {
  const [good] = eventsOfKind("call");
  const lines = [
    JSON.stringify(good),
    JSON.stringify({ ...good, id: "smp-mistake-2", occurredAt: "yesterday" }),
    "{not json",
    JSON.stringify({ ...good, id: "smp-mistake-4", to: "12" }),
    JSON.stringify({ ...good, id: "smp-mistake-5", kind: "telegram" }),
    JSON.stringify({ ...good, id: "smp-mistake-6", colour: "blue" }),
  ];
  return `${lines.join("\n")}\n`;
}

const LIST_CSV = `identifier,type,kind,evidence,source,note,confidencePermille,sharing
15400000002,number,block,case-confirmed,sample,case 1 of the samples,900,amber
+447700900123,number,flag,reviewed-signals,sample,,800,green
+4477009001*,number-prefix,watch,user-report,sample,,400,amber
refund-center.example,host,block,operator-decision,sample,,900,green
CCB:900000000000000002,account,flag,case-confirmed,sample,,900,amber
9f86d081884c7d659a2feaa0c55ad015a3bf4f1b,certificate,flag,published-feed,sample,,700,clear
`;

const HOSTS = `# A hosts file, as block lists publish them. Names under .example and .test lead nowhere.
0.0.0.0 refund-center.example
0.0.0.0 parcel-claim.example  # one comment
127.0.0.1 prize.test
`;

const TEXTS: readonly SampleEvent[] = [...(["CS_REFUND", "AUTHORITY", "TASK_REBATE"] as const).flatMap(scamStory), ...eventsOfKind("message")]
  .filter((event) => event["kind"] === "message")
  .map((event) => ({ id: event["id"], text: event["text"] }));

const HOST_ROWS: readonly SampleEvent[] = ["refund-center.example", "secure-login-bank.example.com", "shop.example", "xn--fiqs8s.example"].map((host, i) => ({
  id: `smp-host-${i + 1}`,
  host,
}));

/** Eight made-up subscribers. The figures are drawn, not measured: they show the columns, not a pattern. */
function subscribers(): string {
  const prng = new Prng(20261102);
  const rows = Array.from({ length: 8 }, (_, n) => [`sub-${n + 1}`, ...SUBSCRIBER_FEATURES.map(({ column }) => figure(prng, column, n))]);
  return `${[["subscriber", ...SUBSCRIBER_FEATURES.map((f) => f.column)], ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

function figure(prng: Prng, column: string, row: number): string {
  const value = prng.exponential(column.startsWith("flow") ? 2000 : 40);
  // The last subscriber has no data use: empty is unknown, not zero.
  if (row === 7 && /flow|busi|month_ids/.test(column)) return "";
  if (/rate|voc_calltype1/.test(column)) return prng.next().toFixed(3);
  return /mean|median|var|skew|sem|quantile|arpu/.test(column) ? value.toFixed(2) : String(Math.round(value));
}

function readme(): Page {
  const rows = [
    ...EVENT_KINDS.map((kind) => [`[events/${kind}.ndjson](events/${kind}.ndjson)`, `events of the kind ${kind}`, `${kind} 类事件`]),
    ["[with-mistakes.ndjson](with-mistakes.ndjson)", "six lines, four of them refused; one has an unknown field", "六行，其中四行会被拒收，一行有未知字段"],
    ["[lists/list.csv](lists/list.csv)", "a list of several types and kinds", "多种类型的名单"],
    ["[lists/hosts.txt](lists/hosts.txt)", "a hosts file", "hosts 格式名单"],
    ["[texts.ndjson](texts.ndjson)", "texts to score", "待评分文本"],
    ["[hosts.ndjson](hosts.ndjson)", "host names to score", "待评分域名"],
    ["[subscribers.csv](subscribers.csv)", "eight made-up subscribers with the columns of the subscriber model", "八个虚构用户，列与用户模型一致"],
  ];
  const stories = SCAM_CATEGORIES.map((c) => {
    const file = fileOf(c).slice("samples/".length);
    return [`[${file}](${file})`, SCAM_CATEGORY_NAMES[c].en, SCAM_CATEGORY_NAMES[c].zh];
  });
  return page("samples/README.md", { zh: "示例输入", en: "Samples" }, [
    "Small inputs of our own making. Nobody in them exists: numbers begin with +86 154, which no operator has, or are of the British range kept for drama (+44 7700 900); hosts are of the domains reserved for examples; accounts are made up; texts were written for this project. 全部自编：号码、账户、域名均不存在或不可达，正文为本项目编写。",
    block(
      "sh",
      "npx duanliu screen samples/scams/cs-refund.ndjson\nnpx duanliu score text samples/texts.ndjson\nnpx duanliu lists import my-list samples/lists/list.csv --source sample",
    ),
    "These are for trying things out. They are too few and too tidy to measure detection with. 仅供试用，不足以衡量识别效果。",
    "## By kind and for the other verbs · 按种类",
    table(["File", "English", "中文"], rows),
    "## One story per scam category · 按诈骗类别",
    `A person is written to or called, opens a link, pays, and the money moves on; once in Chinese and once in English. ${code("MULE_RECRUIT")} ends with an account that is opened instead. 每个类别一则短故事，中英文各一。`,
    table(["File", "English", "中文"], stories),
  ]);
}

export function samplePages(): readonly Page[] {
  return [
    ...EVENT_KINDS.map((kind) => ({ path: `samples/events/${kind}.ndjson`, text: ndjson(eventsOfKind(kind)) })),
    ...SCAM_CATEGORIES.map((category) => ({ path: fileOf(category), text: ndjson(scamStory(category)) })),
    { path: "samples/with-mistakes.ndjson", text: mistakes() },
    { path: "samples/lists/list.csv", text: LIST_CSV },
    { path: "samples/lists/hosts.txt", text: HOSTS },
    { path: "samples/texts.ndjson", text: ndjson(TEXTS) },
    { path: "samples/hosts.ndjson", text: ndjson(HOST_ROWS) },
    { path: "samples/subscribers.csv", text: subscribers() },
    readme(),
  ];
}
