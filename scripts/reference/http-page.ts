/** docs/reference/http.md and openapi.json: the routes from their one table, and what the table cannot say. */
import { openApiDocument } from "../../platform/src/http/openapi.ts";
import { JSON_EVENTS_MAX } from "../../platform/src/http/event-routes.ts";
import { ALL_ROUTES } from "../../platform/src/http/all-routes.ts";
import { LIMITS } from "../../platform/src/app/limits.ts";
import { block, code, grouped, json, page, table, type Page } from "./page.ts";

export function httpPage(): Page {
  // Media types stand without code marks: the house rules would take text/plain for a path.
  const rows = ALL_ROUTES.map((r) => [
    r.method,
    code(r.path),
    (r.takes ?? []).join(", "),
    r.gives,
    typeof r.permission === "string" ? r.permission : r.permission.join(", "),
    r.summary.en,
    r.summary.zh,
  ]);
  return page("docs/reference/http.md", { zh: "HTTP 接口", en: "HTTP interface" }, [
    "The server listens on `http://127.0.0.1:7070` unless [configured](configuration.md) otherwise. The same for machines: [openapi.json](openapi.json), which a running server gives at `/v1/openapi.json`. 机器可读描述见 openapi.json。",
    table(["Method", "Path", "Takes", "Gives", "Who", "English", "中文"], rows),
    "*local* means a program on this machine, or one with a feed token; *public* means everybody, a few times a second; *signed-in* and the names of roles mean people with an account and partners' programs with a token, within their territory or organisation. local 指本机程序或持报送令牌的程序；public 指任何人（限频）；其余指已登录人员或持令牌的合作单位程序，且限于其辖区或本单位。",
    "## Sending events · 报送事件",
    `- **application/json**: one event gives one verdict; a list of at most ${grouped(JSON_EVENTS_MAX)} gives a list. A refused single event is a problem with status 400; in a list its place holds \`{"refused": …}\`. 单个事件返回单个判定；数组返回数组。\n- **application/x-ndjson**: one event a line, one answer a line, in the order of the input, blank lines excepted. The answer begins while the request is still being sent. A refused line is answered with the line below and does not stop the rest. 每行一个事件，每行一个回答，顺序一致，边收边答。\n- Nothing is answered before it is durable. 落盘之后才回答。\n- An \`id\` that was seen before with the same content gets its first verdict again and is not counted twice; with other content it is refused. So a sender that is not sure whether an event arrived sends it again. 相同编号与内容重复报送，返回首次判定，不重复计数。`,
    block("json", json({ refused: { line: 3, field: "occurredAt", value: "yesterday", expected: "an RFC 3339 instant …" } })),
    `A sender that is faster than the disk, or that does not read its answers, is slowed down through TCP. Beyond ${grouped(LIMITS.pendingBytesMax >> 20)} MiB of work that waits for the disk, or ${grouped(LIMITS.streamsMax)} open streams, a new request gets status 503 with \`retry-after\`. 超过积压上限时返回 503，请稍后重发。`,
    'If an NDJSON answer ends with a line `{"problem": …}`, everything after the last answered line was not accepted. 若 NDJSON 回答以 problem 行结束，其后的事件未被接收。',
    "## Who may ask · 访问限制",
    "The server answers only when the `host` header names this machine (localhost, 127.0.0.1, ::1 or the configured address), so that a web page elsewhere cannot reach it through a borrowed name. A request that changes something and carries the `origin` of another site is refused. Both give `cross-origin`, status 403. [Operating](../operating.md#behind-a-reverse-proxy) says what a reverse proxy must set. 仅响应指向本机名称的请求，并拒绝跨站提交。",
    "## Live verdicts · 实时判定",
    `\`GET /v1/live\` is a stream of server-sent events. Each has a number as its id and \`{number, receivedAtMs, event, verdict, sample}\` as data, with identifiers masked. A watcher that comes back with \`last-event-id\` gets what it missed of the last ${grouped(LIMITS.recentVerdictsMax)}. Allowed events are thinned out when there are more than ${LIMITS.livePerSecondMax} a second; \`notShown\` in \`/v1/recent\` and \`/v1/stats\` counts them. 标识已掩码；流量大时放行事件抽样显示。`,
    "## Masking · 掩码",
    "Whatever these routes show of people is masked: numbers and accounts keep a beginning and their last four digits. `/v1/events/{id}` needs the exact id; nothing searches over people. 号码与账号只显示首尾；不提供按人检索。",
  ]);
}

export function openApiPage(): Page {
  return { path: "docs/reference/openapi.json", text: `${json(openApiDocument())}\n` };
}
