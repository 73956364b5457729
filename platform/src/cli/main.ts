/** The `duanliu` command: one verb per file, loaded when called, so that a small verb starts fast. */
import { Command, CommanderError } from "commander";
import { readConfig } from "../app/config.ts";
import { PROGRAM_VERSION } from "../app/engine.ts";
import { PROBLEMS } from "../base/problem.ts";
import type { ReplayOptions } from "./replay.ts";
import type { SimCommand } from "./sim.ts";
import { runVerb, Terminal } from "./terminal.ts";
import type { TraceCommand } from "./trace.ts";
import type { ImportCommand } from "./transfers.ts";

const terminal = new Terminal(/^zh/i.test(process.env["LC_ALL"] ?? process.env["LC_MESSAGES"] ?? process.env["LANG"] ?? "") ? "zh" : "en");

const run = (verb: () => Promise<number>): Promise<void> =>
  runVerb(terminal, verb).then((code) => {
    process.exitCode = code;
  });

const config = (): ReturnType<typeof readConfig> => readConfig(process.env);

const program = new Command("duanliu")
  .description("断流 Duanliu: anti-scam operations centre · 反诈运营中心")
  .version(PROGRAM_VERSION)
  .exitOverride()
  .showHelpAfterError("(duanliu --help)");

program
  .command("serve")
  .description("start the server and the console · 启动服务和控制台")
  .option("--sample", "also play sample traffic · 同时播放示例流量")
  .action((options: { sample?: true }) => run(async () => (await import("./serve.ts")).serve({ ...config(), ...(options.sample === true ? { sample: true } : {}) }, terminal)));

program
  .command("screen")
  .description("judge a file of events (NDJSON) · 判定事件文件")
  .argument("<file>", "events as NDJSON, - for standard input · 事件文件，- 为标准输入")
  .option("--out <file>", "where verdicts go, - for standard output · 判定输出", "-")
  .option("--rejects <file>", "where refused lines go · 拒收文件")
  .action((file: string, options: { out: string; rejects?: string }) =>
    run(async () => (await import("./screen.ts")).screen(config(), { input: file, out: options.out, rejects: options.rejects }, terminal)),
  );

const score = program.command("score").description("rate texts, hosts or subscribers with the models alone · 单独用模型评分");
for (const [what, words] of [
  ["text", "NDJSON rows with id and text · 含 id 和 text 的 NDJSON"],
  ["host", "NDJSON rows with id and host · 含 id 和 host 的 NDJSON"],
  ["subscriber", "CSV of monthly features, the first column is the id · 月度特征 CSV，首列为编号"],
] as const) {
  score
    .command(what)
    .description(words)
    .argument("<file>", "- for standard input · - 为标准输入")
    .option("--explain", "add what weighed · 附上依据")
    .action((file: string, options: { explain?: true }) => run(async () => (await import("./score.ts")).score(config(), what, file, options.explain === true)));
}

program
  .command("trace")
  .description("follow money through a file of transfers (NDJSON) · 在交易文件中追踪资金")
  .argument("<file>", "transfers as NDJSON, - for standard input · 交易文件，- 为标准输入")
  .requiredOption("--from <transfer|account>", "a transfer's id, INSTITUTION:ACCOUNT or an account · 交易编号、机构:账户 或账户")
  .option("--method <method>", "fifo, pro-rata or lifo; pro-rata when absent · 先进先出、按比例、后进先出")
  .option("--hops <n>", "transfers in a row at most; 8 when absent · 最多层级，缺省 8")
  .option("--window <hours>", "how long after the victim's last transfer; the whole file when absent · 时间窗（小时），缺省为全部")
  .option("--since <instant>", "of an account: only payments from then on · 仅此时起的付款")
  .option("--currency <code>", "of an account that has several · 币种")
  .option("--min <minor>", "least amount that is followed, in the smallest unit; 1 when absent · 最低追踪金额")
  .option("--fan-out <n>", "payments of one account that are followed; 100000 when absent · 单账户最多追踪笔数")
  .option("--backward", "from an account back to where its money came from · 由账户回溯来源")
  .option("--until <instant>", "with --backward: money that came until then · 回溯截至此时")
  .option("--json", "the trace as JSON")
  .option("--graphml <file>", "also as GraphML · 另存为 GraphML")
  .option("--csv <file>", "also as CSV · 另存为 CSV")
  .option("--evidence <file>", "also as an evidence sheet (HTML that prints on A4) · 另存为可打印的证据清单")
  .option("--rejects <file>", "where refused lines go · 拒收文件")
  .action((file: string, options: TraceCommand) => run(async () => (await import("./trace.ts")).trace(config(), file, options, terminal)));

const transfers = program.command("transfers").description("transfers from bank statements · 由银行账单得到交易");
transfers
  .command("import")
  .description("a statement (CSV) to transfer events (NDJSON) · 将账单转为交易事件")
  .argument("<statement>", "CSV in UTF-8, UTF-16 or GB18030, - for standard input · 账单，- 为标准输入")
  .option("--out <file>", "where the events go, - for standard output · 输出", "-")
  .option("--layout <id>", "layout of the statement; recognised when absent · 版式，缺省自动识别")
  .option("--map <fields>", "FIELD=COLUMN,… by header or number instead of a layout · 自定义列对应")
  .option("--institution <name>", "whose statement it is · 本方机构")
  .option("--account <account>", "the account it is of, where it does not say · 本方账号")
  .option("--counter-institution <name>", "institution of counterparties without one; UNKNOWN when absent · 对方机构缺省值")
  .option("--currency <code>", "where it does not say · 币种")
  .option("--zone <zone>", "time zone of its times; the layout's when absent · 时区")
  .option("--unit <unit>", "main, minor or wan: unit of the amounts · 金额单位（元、分、万元）")
  .option("--date-order <order>", "ymd, dmy or mdy · 日期顺序")
  .option("--index <file>", "which transfer came from which line · 交易与账单行的对应")
  .option("--rejects <file>", "where refused lines go · 拒收文件")
  .action((file: string, options: ImportCommand) => run(async () => (await import("./transfers.ts")).importTransfers(file, options, terminal)));

const lists = program.command("lists").description("import, export and show lists · 名单导入、导出、查看");
lists
  .command("import")
  .argument("<list>", "name of the list · 名单名称")
  .argument("<file>", "CSV, NDJSON, hosts or plain lines; - for standard input")
  .option("--type <type>", "number, number-prefix, host, url, certificate, account, device")
  .option("--kind <kind>", "block, flag, watch or allow", "flag")
  .option("--format <format>", "csv, ndjson, hosts or plain; recognised when absent")
  .requiredOption("--source <text>", "who says so · 来源")
  .option("--evidence <evidence>", "case-confirmed, authority-instruction, reviewed-signals, operator-decision, published-feed or user-report", "published-feed")
  .option("--sharing <mark>", "clear, green, amber or red", "amber")
  .option("--confidence <permille>", "0 to 1000", "700")
  .option("--replace", "the file is the whole list: entries that are not in it end · 以文件为全部内容")
  .action((list: string, file: string, options: Record<string, string | true>) =>
    run(async () => (await import("./lists.ts")).importCommand(config(), list, file, options, terminal)),
  );
lists
  .command("export")
  .argument("<list>")
  .option("--format <format>", "csv or ndjson", "ndjson")
  .option("--out <file>", "- for standard output", "-")
  .action((list: string, options: { format: string; out: string }) => run(async () => (await import("./lists.ts")).exportCommand(config(), list, options)));
lists
  .command("show")
  .argument("[identifier]", "number, host, account … to look up; without it all lists are summed up")
  .option("--type <type>", "type of the identifier")
  .action((identifier: string | undefined, options: { type?: string }) => run(async () => (await import("./lists.ts")).showCommand(config(), identifier, options.type, terminal)));

program
  .command("replay")
  .description("judge the log again with other rules: what would change · 用另一套规则重放日志")
  .option("--rulepacks <dir>", "the other rulepacks; the present ones when absent · 另一套规则包")
  .option("--models <dir>", "judge texts and hosts again with these models · 用这些模型重新评分")
  .option("--as-logged", "each frame by the rules that judged it: nothing may differ · 各帧用当时的规则重判，结果应完全相同")
  .option("--json", "the table as JSON")
  .action((options: ReplayOptions) => run(async () => (await import("./replay.ts")).replay(config(), options, terminal)));

program
  .command("rings")
  .description("score the accounts of a file of transfers and find rings · 为转账文件中的账户评分并发现团伙")
  .argument("<file>", "transfers as NDJSON, - for standard input · 转账文件，- 为标准输入")
  .option("--json", "accounts and rings as JSON · 以 JSON 输出")
  .option("--explain", "add what weighed · 附上依据")
  .action((file: string, options: { json?: true; explain?: true }) => run(async () => (await import("./rings.ts")).rings(config(), file, options, terminal)));

program
  .command("sim")
  .description("play the town: people, gangs, institutions and faults, judged by auditors · 城镇演练")
  .option("--seed <number>", "one seed is one history · 种子")
  .option("--days <days>", "days that are played · 天数", "2")
  .option("--people <count>", "residents · 居民数", "120")
  .option("--gangs <count>", "gangs, 1 to 5 · 团伙数", "3")
  .option("--profile <code>", "jurisdiction, CN or UK · 法域", "CN")
  .option("--no-faults", "nothing goes wrong · 不注入故障")
  .option("--json", "the result as JSON")
  .action((options: SimCommand) => run(async () => (await import("./sim.ts")).sim(config(), options, terminal)));

program
  .command("brief")
  .description("the figures of a period, rights beside success · 工作简报：成效与权利保障并列")
  .option("--from <day>", "a day or an instant; 30 days before the end when absent · 起始日或时刻")
  .option("--to <day>", "a day or an instant, without; now when absent · 截止日或时刻（不含）")
  .option("--json", "the figures as JSON, with the request for the list behind each")
  .action((options: { from?: string; to?: string; json?: true }) => run(async () => (await import("./brief.ts")).brief(config(), options, terminal)));

program
  .command("audit")
  .description("check the chain of everything that was done · 核对审计链")
  .command("verify")
  .description("find what was changed, removed, moved or slipped in, and say where · 查找被改动、删除、调换或插入之处")
  .option("--json", "the report as JSON")
  .option("--checkpoints <file>", "a copy of the signed checkpoints from elsewhere · 另处保存的签章副本")
  .option("--key <file>", "public half of the signing key, PEM; the data folder's when absent · 签章公钥")
  .action((options: { json?: true; checkpoints?: string; key?: string }) => run(async () => (await import("./audit.ts")).auditVerify(config(), options, terminal)));

program
  .command("users")
  .description("accounts, for whoever runs this machine · 账户（供本机管理者）")
  .command("link")
  .description("a link to set a new password · 生成设置新密码的链接")
  .argument("<login>", "name to sign in with · 登录名")
  .action((login: string) => run(async () => (await import("./users.ts")).usersLink(config(), login, terminal)));

program
  .command("directory")
  .description("where people live, for routing warnings · 居住地目录，用于派发预警")
  .command("import")
  .argument("<file>", "CSV: number, place code, rural or urban; - for standard input · 号码、区划代码、城乡")
  .action((file: string) => run(async () => (await import("./directory.ts")).directoryImport(config(), file, terminal)));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has already said what is wrong; help and version end well.
  process.exitCode = error.exitCode === 0 ? 0 : PROBLEMS["bad-arguments"].exit;
}
