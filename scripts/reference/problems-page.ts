/** docs/reference/problems.md: everything that can go wrong as expected, from the one catalogue. */
import { PROBLEMS, type ProblemCode } from "../../platform/src/base/problem.ts";
import { problemDocument } from "../../platform/src/http/problem-document.ts";
import { block, code, json, page, table, type Page } from "./page.ts";

/** What helps. Short: the detail of each problem says what exactly was wrong. */
const HELP: Readonly<Record<ProblemCode, readonly [en: string, zh: string]>> = {
  "some-events-refused": ["Read the rejects; the rest was judged", "查看拒收文件；其余已判定"],
  "bad-arguments": ["Read the help of the verb", "查看命令帮助"],
  "malformed-input": ["The detail names line, field, value and what was expected", "说明中有行号、字段、取值与应有形式"],
  "input-missing": ["Check the path", "检查路径"],
  "not-found": ["No such thing is kept, or no longer", "不存在，或已过保存期限"],
  "too-large": ["Send several, or NDJSON", "分多次，或用 NDJSON"],
  overloaded: ["Send the same again after a second; what was accepted is not lost", "一秒后重发；已接收的不会丢失"],
  "unsupported-media": ["application/json or application/x-ndjson", "application/json 或 application/x-ndjson"],
  "method-not-allowed": ["See the routes", "查看接口列表"],
  "cross-origin": ["Ask by the machine's own name; behind a proxy see docs/operating.md", "使用本机名称访问；经代理时见 docs/operating.md"],
  "rulepack-invalid": ["Each mistake is shown with its place in the file", "逐条给出文件中的位置"],
  "config-invalid": ["The message names the key and what was expected", "提示中有配置键与应有取值"],
  "model-invalid": ["The file is not a model of this version: fetch or train it again", "模型文件与版本不符：重新获取或训练"],
  "log-damaged": ["Keep the files; restore from a backup; check the disk", "保留现场，从备份恢复，检查磁盘"],
  "log-busy": ["Another process has the data folder open", "数据目录正被另一进程使用"],
  "store-unreachable": ["Check that the database runs and DATABASE_URL is right; work in hand is not lost", "检查数据库是否运行、DATABASE_URL 是否正确；已受理的工作不会丢失"],
  "store-busy": ["Another process uses this data folder's database: stop it, or use another folder", "该数据目录的数据库正被另一进程使用：停止它，或换目录"],
  "store-invalid": ["Use the program version that fits the database, or a new data folder", "使用与数据库相符的版本，或新的数据目录"],
  "keys-invalid": ["Put the keys of this data folder back from your backup; the message names the file", "从备份恢复该数据目录的密钥；提示中有文件名"],
  "not-signed-in": ["Sign in, or send a token", "登录，或发送令牌"],
  "not-allowed": ["Ask somebody with the role that the detail names", "请具有相应角色的人员办理"],
  "provider-unreachable": ["Try again shortly, or sign in with a password; the operator checks the provider's address", "稍后再试，或用密码登录；由管理员检查认证服务地址"],
  "too-many-attempts": ["Wait as long as Retry-After says", "按 Retry-After 的时间等待"],
  "not-now": ["Look at the state: the commands that are possible stand beside it", "查看当前状态与可用操作"],
  "changed-meanwhile": ["Read it again and decide on what is there now", "重新读取后再决定"],
  "limit-of-law": ["The detail names the limit and where it stands", "说明中有所涉限制及其依据"],
  "purpose-missing": ["Name the matter you work on and one of the purposes", "写明所办事项和法定用途"],
  "profile-invalid": ["The message names file, field and what was expected", "提示中有文件、字段与应有取值"],
  "audit-broken": ["Keep the database as it is; the report says where the chain breaks", "保留数据库现场；报告指出断点"],
  "auditor-spoke": ["The output names the promise, the matter and its history; the same seed plays it again", "输出列明承诺、事项及其经过；用同一种子可重演"],
  "write-failed": ["Check space and rights of the data folder; the server accepts nothing more until it is started again", "检查磁盘空间与权限；服务停止接收，重启后恢复"],
  bug: ["Report it, with the server's log", "请附服务日志报告"],
  "port-in-use": ["Set DUANLIU_PORT to another", "用 DUANLIU_PORT 换一个端口"],
};

export function problemsPage(): Page {
  const rows = (Object.keys(PROBLEMS) as ProblemCode[]).map((c) => {
    const { status, exit, title } = PROBLEMS[c];
    const [en, zh] = HELP[c];
    return [code(c), String(status), String(exit), title.en, title.zh, en, zh];
  });
  const exits = [
    ["0", "Done", "完成"],
    ["2", "Done, some lines were refused", "完成，部分行被拒收"],
    ["64 … 78", "As in the table (after sysexits.h)", "见上表（参照 sysexits.h）"],
    ["128 + n", "Ended by signal n", "被信号 n 终止"],
  ];
  const example = problemDocument(
    {
      code: "malformed-input",
      detail: 'occurredAt: "yesterday"; expected an RFC 3339 instant between 2000 and 2100, such as 2026-11-01T08:00:00+08:00',
      at: { field: "occurredAt" },
      value: "yesterday",
      expected: "an RFC 3339 instant between 2000 and 2100, such as 2026-11-01T08:00:00+08:00",
    },
    undefined,
  );
  return page("docs/reference/problems.md", { zh: "问题代码", en: "Problems" }, [
    "Over HTTP a problem is a document by RFC 9457 (application/problem+json); its title is Chinese when `accept-language` begins with zh. The command line shows one sentence on stderr and ends with the exit code.\n\nHTTP 返回 RFC 9457 文档；命令行在标准错误输出一句话，并以退出码结束。",
    table(["Code", "HTTP", "Exit", "English", "中文", "What helps", "处理"], rows),
    block("json", json(example)),
    "Values in problems are shortened, and accounts are masked. 问题中的取值经过截短，账号经过掩码。",
    "## Exit codes · 退出码",
    table(["Exit", "English", "中文"], exits),
  ]);
}
