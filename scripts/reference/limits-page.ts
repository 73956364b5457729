/**
 * docs/reference/limits.md: every limit with its reason. Values come from the running code; the English reason is the
 * comment above the limit in app/limits.ts, so that it is written once, and the Chinese one is here.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { LIMITS } from "../../platform/src/app/limits.ts";
import { URL_CHARACTERS_MAX, HOST_CHARACTERS_MAX } from "../../platform/src/domain/host-name.ts";
import { EVENT_FIELDS, EVENT_ID_BYTES_MAX, EVENT_LINE_BYTES_MAX } from "../../platform/src/domain/event-fields.ts";
import { JSON_EVENTS_MAX } from "../../platform/src/http/event-routes.ts";
import { IMPORT_LIMITS } from "../../platform/src/intel/import.ts";
import { COLUMNS_MAX, LINE_CHARACTERS_MAX } from "../../platform/src/subscribers/table.ts";
import { code, grouped, page, table, type Page } from "./page.ts";

const SOURCE = path.resolve(import.meta.dirname, "../../platform/src/app/limits.ts");

const ZH: Readonly<Record<keyof typeof LIMITS, string>> = {
  batchEvents: "一起判定、记录、应答的事件数：足以共用一次落盘，又不致久等",
  chunkBytes: "每次从文件或请求读取的字节数",
  fileChunkBytes: "文件每次交给解码线程的字节数：唤醒一次线程的代价相当于几百个事件",
  chunkSlackBytes: "为需改写的字符串和签名预留的空间",
  streamsMax: "同时打开的事件流数；每个约占大半兆字节",
  requestBytesMax: "单个请求的字节数；更长的分多次发送",
  pendingBytesMax: "已接收、尚未落盘的字节数（全部请求合计）；超过则请求稍后重来",
  refusalsShownMax: "终端上显示的拒收行数；全部在拒收文件中",
  liveTextCharactersMax: "更长的正文在实时页面上截断；全文属于具体事项",
  recentVerdictsMax: "为实时页面保留的判定数",
  liveWatchersMax: "同时观看实时判定的连接数",
  livePerSecondMax: "每秒发给一个观看者的判定数；其余只计数",
  recentIdsMax: "记住的事件编号数，重复报送据此返回首次判定",
  snapshotEveryEvents: "两次状态快照之间的事件数",
  snapshotEveryMs: "有新事件时，快照的最长间隔（毫秒）",
  eraseEveryMs: "检查到期数据的间隔（毫秒）",
  intakeSignals: "一次事务中转为预警的判定数：提交即可见",
  intakeFrames: "读取多少日志帧后保存一次进度",
  moneyFrames: "资金图与团伙图每读多少日志帧让出一次，以便应答请求",
  moneyFollowedMax: "自动跟踪资金的报案数（最新的优先）",
  moneyFollowedDays: "报案后自动跟踪资金的天数（自定）",
  moneySnapshotTransfers: "两次资金图快照之间的交易笔数，与上述时间先到者为准",
  databaseConnectionsMax: "同时使用的数据库连接数：再多只会等待同样的处理器",
};

/** Reasons by limit: the comment above each row of the table. */
export function reasonsIn(source: string): ReadonlyMap<string, string> {
  return new Map([...source.matchAll(/\/\*\* (.+) \*\/\n {2}(\w+):/g)].map(([, reason = "", name = ""]) => [name, reason]));
}

export function limitsPage(): Page {
  const reasons = reasonsIn(readFileSync(SOURCE, "utf8"));
  const rows = (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((name) => {
    const reason = reasons.get(name);
    if (reason === undefined) throw new Error(`app/limits.ts gives no reason for ${name}`);
    return [code(name), grouped(LIMITS[name]), reason, ZH[name]];
  });
  const texts = Object.entries(EVENT_FIELDS).flatMap(([kind, fields]) =>
    fields.flatMap((f) => (f.type === "text" ? [[`bytes of ${kind} \`${f.name}\``, grouped(f.maxBytes), "the event is refused"]] : [])),
  );
  const input = [
    ["bytes of one event as a JSON line", grouped(EVENT_LINE_BYTES_MAX), "the line is skipped to its end and refused"],
    ["bytes of an event's `id`", grouped(EVENT_ID_BYTES_MAX), "the event is refused"],
    ...texts,
    ["characters of an address", grouped(URL_CHARACTERS_MAX), "the event is refused"],
    ["characters of a host name", grouped(HOST_CHARACTERS_MAX), "the event is refused"],
    ["events of one JSON list", grouped(JSON_EVENTS_MAX), "the request is refused; NDJSON has no such limit"],
    ["characters of a line of a list that is imported", grouped(IMPORT_LIMITS.lineCharactersMax), "the line is refused"],
    ["refused lines shown in an import's report", grouped(IMPORT_LIMITS.refusedShown), "the rest is counted"],
    ["characters of a line of a subscriber table", grouped(LINE_CHARACTERS_MAX), "the table is refused at that line"],
    ["columns of a subscriber table", grouped(COLUMNS_MAX), "the table is refused"],
  ];
  return page("docs/reference/limits.md", { zh: "上限", en: "Limits" }, [
    "Everything that accepts input has a limit and says so. The limits of the running system are checked against one another at start. 凡接受输入处皆有上限，并明确告知；系统上限在启动时相互校验。",
    "## The running system · 运行中",
    table(["Limit", "Value", "Reason", "说明"], rows),
    "## Input · 输入",
    table(["Limit", "Value", "Beyond it"], input),
    "Limits of rules and rulepacks are in [the rule language](rule-language.md). How many entities are remembered is [configuration](configuration.md). 规则上限见规则语言；实体容量见配置。",
  ]);
}
