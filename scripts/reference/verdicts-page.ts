/**
 * docs/reference/verdicts.md: what an answer says, what each action asks for and how it ends, and the response table as
 * it is evaluated. Words are here; fields, actions, stages and rows come from the code, and one without words does not
 * compile or stops the generator.
 */
import { ACTIONS, STAGES, type Action, type Stage, type Verdict, type VerdictListing } from "../../platform/src/domain/verdict.ts";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES } from "../../platform/src/domain/scam-category.ts";
import { RESPONSE_ROWS, RESPONSE_VERSION, type ResponseRow } from "../../platform/src/screen/response-table.ts";
import { block, code, json, page, table, type Page, type Words } from "./page.ts";

const FIELDS: Readonly<Record<keyof Verdict, Words & { readonly form: string }>> = {
  eventId: { form: "text", en: "The event's `id`", zh: "事件编号" },
  action: { form: ACTIONS.join(", "), en: "What to do", zh: "处置" },
  scorePermille: {
    form: "0 … 1000",
    en: "How strong the signs are together, in thousandths; the best typology's score",
    zh: "各迹象合计的强度（千分比），取得分最高的类型",
  },
  category: { form: "a code below, or null", en: "Kind of scam that fits best", zh: "最符合的诈骗类别" },
  stage: {
    form: `${STAGES[0]} … ${STAGES[STAGES.length - 1]}, or null`,
    en: "How far the scam has come with the person",
    zh: "骗局进展阶段",
  },
  hits: { form: "list", en: "The rules that hit, each with its reason and the values it looked at", zh: "命中的规则，附理由与取值" },
  listed: {
    form: "list",
    en: "What lists say of the event's parties, and on whose word",
    zh: "名单对各方的说法及出处",
  },
  unknown: { form: "list of rules", en: "Rules that could not answer because a value was absent", zh: "因缺少信息而无法判断的规则" },
  failed: { form: "list of rules", en: "Rules that broke", zh: "运行出错的规则" },
  lowered: {
    form: "list of suppressors",
    en: "What lowered the score, such as a confirmed payee",
    zh: "降低得分的因素，如客户已确认的收款方",
  },
  shadow: {
    form: "list of rules",
    en: "Rules in shadow mode that would have hit; they change nothing",
    zh: "影子规则中本会命中者，不影响结果",
  },
  degraded: {
    form: "true or false",
    en: "Something in `unknown` or `failed`: read the verdict with that in mind",
    zh: "有规则无法判断或出错",
  },
  versions: {
    form: "object",
    en: "Program, rules, lists, text model, host model and response table that judged",
    zh: "参与判定的程序、规则、名单、文本模型、域名模型与响应表版本",
  },
  digest: {
    form: "16 hexadecimal digits",
    en: "Checksum of everything the verdict was made from; the same input and versions give the same digest",
    zh: "判定所依据全部内容的校验值；输入与版本相同则相同",
  },
};

const HIT: readonly (readonly [string, string, string])[] = [
  ["rule", "Id of the rule", "规则编号"],
  ["outcome", "Name of what was found", "发现的名称"],
  ["because", "The reason in both languages, with the values in it", "双语理由，含取值"],
  ["values", "The values the rule looked at, by name; null is unknown, or never for a time since", "规则所看的取值；null 表示未知，对“距今”类取值表示从未发生"],
  ["notIf", "What usually is innocent although it looks like this", "看似相同但通常无辜的情形"],
];

const LISTING: Readonly<Record<keyof VerdictListing, readonly [en: string, zh: string]>> = {
  party: ["The party as rules name it: from, to, device, site, app, subject, opened, contact", "当事方，按规则中的名称"],
  kind: ["protected, allow, block, flag or watch", "受保护、允许、拦截、标记或观察"],
  because: ["Who says so, on what ground, until when, in both languages", "双语说明：出处、依据、期限"],
};

const ACTION_WORDS: Readonly<Record<Action, { readonly does: Words; readonly exit: Words }>> = {
  allow: { does: { en: "Nothing. The event goes on.", zh: "放行，不做任何事。" }, exit: { en: "None is needed.", zh: "无需。" } },
  flag: {
    does: { en: "The event goes on; a person may look at it later.", zh: "放行并标记，供人工查看。" },
    exit: { en: "None is needed: nobody is restricted. Kept as long as the retention says.", zh: "无人受限，无需解除；按保存期限清除。" },
  },
  warn: {
    does: { en: "The event goes on; tell the person at risk, in plain words, why.", zh: "放行，同时用通俗的话提醒当事人并说明原因。" },
    exit: { en: "None is needed: the person decides.", zh: "由本人决定，无需解除。" },
  },
  hold: {
    does: {
      en: "Wait until a person has looked. For money: not executed yet, and neither taken nor refused.",
      zh: "暂缓，等待人工查看；资金未划出，也不扣留、不拒绝。",
    },
    exit: {
      en: "A person releases it, or it ends by itself after the term that whoever executes it has set. This version gives the verdict and does not carry it out.",
      zh: "人工解除，或到执行方设定的期限自动解除。本版本只给出判定，不代为执行。",
    },
  },
  block: {
    does: {
      en: "Do not connect, deliver or open. Only where a reviewed list entry says so.",
      zh: "不接通、不投递、不打开；仅当已复核的名单条目要求时。",
    },
    exit: {
      en: "The entry ends on its own date, is reviewed before half of its life is over, and can be withdrawn; the next event is then judged without it.",
      zh: "名单条目到期自动失效，过半之前必须复核，并可撤销；之后的事件不再受其影响。",
    },
  },
};

const STAGE_WORDS: Readonly<Record<Stage, Words>> = {
  S0: { en: "Exposed: data about the person is about", zh: "信息已泄露" },
  S1: { en: "Contacted: a call, message or advert arrives", zh: "被接触：接到电话、短信或广告" },
  S2: { en: "Engaged: the person answers and talks on", zh: "已互动：回应并继续交谈" },
  S3: { en: "Moved: to another app, site or a shared screen", zh: "被引流：转到其他应用、网站或共享屏幕" },
  S4: { en: "Data given: codes, cards, identity", zh: "已交出信息：验证码、卡号、身份" },
  S5: { en: "Small payment, or a small reward", zh: "小额付款或小额返利" },
  S6: { en: "Main payment", zh: "大额付款" },
  S7: { en: "Repeated payments, threats, fees to get money back", zh: "反复付款、受威胁、缴费提现" },
  S8: { en: "Afterwards, and the scams that pose as help", zh: "事后，以及假借追款的再次诈骗" },
};

const ROW_ZH: Readonly<Record<string, string>> = {
  "a link is a fact, not a risk": "关联是事实，不是风险",
  "protected, quiet": "受保护，无迹象",
  "protected, may be imitated": "受保护，可能被冒用",
  "protected, is imitated": "受保护，正被冒用",
  "allowed, quiet": "允许名单，无迹象",
  "allowed, doubtful": "允许名单，存疑",
  "allowed, strong signs": "允许名单，迹象明显",
  "reviewed block entry": "已复核的拦截条目",
  "quiet contact": "联系，无迹象",
  "quiet, but a rule broke": "无迹象，但有规则出错",
  "flagged contact, quiet otherwise": "标记名单，别无迹象",
  "worth telling, one family": "值得提示，仅一类迹象",
  "worth telling, two families or urgent": "值得提示，两类迹象",
  "worth telling and urgent": "值得提示且紧急",
  "flagged and worth telling": "标记名单且值得提示",
  "strong signs, one family": "迹象明显，仅一类",
  "strong signs, two families": "迹象明显，两类以上",
  "money to a protected payee": "收款方受保护",
  "money to an allowed payee, quiet": "收款方在允许名单，无明显迹象",
  "money to an allowed payee, strong signs": "收款方在允许名单，迹象明显",
  "money to an allowed payee, urgent": "收款方在允许名单，迹象明显且紧急",
  "money to a blocked payee": "收款方在拦截名单",
  "quiet payment": "付款，无迹象",
  "quiet payment, but a rule broke": "付款无迹象，但有规则出错",
  "money to a flagged payee, quiet otherwise": "收款方在标记名单，别无迹象",
  "payment worth telling": "付款值得提示",
  "payment worth telling and urgent": "付款值得提示且紧急",
  "payment to a flagged payee, worth telling": "向标记名单付款且值得提示",
  "payment with strong signs": "付款迹象明显",
  "opening by a protected or allowed applicant": "申请人受保护或在允许名单",
  "quiet opening": "开户办卡，无迹象",
  "quiet opening, but a rule broke": "开户办卡无迹象，但有规则出错",
  "listed applicant, quiet otherwise": "申请人在名单，别无迹象",
  "opening worth telling": "开户办卡值得提示",
  "listed applicant, worth telling": "申请人在名单且值得提示",
  "opening with strong signs": "开户办卡迹象明显",
};

function rowCells(row: ResponseRow): readonly string[] {
  const zh = ROW_ZH[row.label];
  if (zh === undefined) throw new Error(`the response row "${row.label}" has no Chinese words in scripts/reference/verdicts-page.ts`);
  const many = (cell: string | readonly string[]): string => (cell === "-" ? "any" : typeof cell === "string" ? cell : cell.join(" or "));
  const two = (cell: boolean | "-", yes: string, no: string): string => (cell === "-" ? "any" : cell ? yes : no);
  return [
    row.label,
    zh,
    many(row.stream),
    many(row.listed),
    many(row.level),
    two(row.families, "two or more", "one"),
    two(row.urgent, "yes", "no"),
    many(row.health),
    code(row.action),
  ];
}

const EXAMPLE = {
  eventId: "ex-transfer-1",
  action: "hold",
  scorePermille: 720,
  category: "CS_REFUND",
  stage: "S6",
  hits: [
    {
      rule: "example.rule",
      outcome: "new-payee-during-call",
      because: { zh: "通话12分钟后首次向该收款方付款", en: "First payment to this payee after 12 min on a call" },
      values: { "person.onCallMs": 720_000, "event.payeeNew": true },
      notIf: { zh: "家人电话协助付款", en: "Family who helps with a payment by telephone" },
    },
  ],
  listed: [],
  unknown: [],
  failed: [],
  lowered: [],
  shadow: [],
  degraded: false,
  versions: { program: "…", rules: "…", lists: "…", text: "…", host: "…", response: RESPONSE_VERSION },
  digest: "0123456789abcdef",
};

export function verdictsPage(): Page {
  return page("docs/reference/verdicts.md", { zh: "判定", en: "Verdicts" }, [
    "The answer to every accepted [event](events.md). It is given once it is on the disk. 每个被接收的事件得到一份判定；写入磁盘之后才返回。",
    "## Fields · 字段",
    table(
      ["Field", "Form", "English", "中文"],
      Object.entries(FIELDS).map(([name, w]) => [code(name), w.form, w.en, w.zh]),
    ),
    "A hit · 一条命中：",
    table(
      ["Field", "English", "中文"],
      HIT.map(([name, en, zh]) => [code(name), en, zh]),
    ),
    "A listing · 一条名单说明：",
    table(
      ["Field", "English", "中文"],
      Object.entries(LISTING).map(([name, [en, zh]]) => [code(name), en, zh]),
    ),
    "The shape, with a made-up rule · 形式示例（规则为虚构）：",
    block("json", json(EXAMPLE)),
    "## Actions · 处置",
    "From least to most intrusive. A verdict is advice to the system that carries the call, the message or the money. 由轻到重。判定是给承载通话、短信或资金的系统的处置意见。",
    table(
      ["Action", "What it asks for", "要求", "How it ends", "如何解除"],
      ACTIONS.map((a) => [code(a), ACTION_WORDS[a].does.en, ACTION_WORDS[a].does.zh, ACTION_WORDS[a].exit.en, ACTION_WORDS[a].exit.zh]),
    ),
    "## Response table · 响应表",
    `Version ${code(RESPONSE_VERSION)}. Exactly one row applies to every combination; a test walks all of them. 每种组合恰有一行适用。`,
    "- **Stream**: contact is calls, messages, visits and apps; money is transfers; opening is cards and accounts; join is links. 联系：通话、消息、访问、应用；资金：转账；开办：开户办卡；关联。\n- **Listed**: the strongest thing the lists say of the other side. 名单对对方的最强结论。\n- **Level**: quiet below both thresholds of every typology, tell from the first on, act from the second on. 低于两个阈值、达到提示阈值、达到处置阈值。\n- **Families**: independent kinds of signs that hit. 相互独立的迹象类别。\n- **Urgent**: a rule hit that says money is about to move. 资金即将转出。\n- **Health**: whole, unknown (a rule lacked a value), failed (a rule broke). 完整、有未知、有出错。",
    table(["Row", "行", "Stream", "Listed", "Level", "Families", "Urgent", "Health", "Action"], RESPONSE_ROWS.map(rowCells)),
    "## Stages · 阶段",
    table(
      ["Stage", "English", "中文"],
      STAGES.map((s) => [code(s), STAGE_WORDS[s].en, STAGE_WORDS[s].zh]),
    ),
    "## Categories · 类别",
    table(
      ["Code", "English", "中文"],
      SCAM_CATEGORIES.map((c) => [code(c), SCAM_CATEGORY_NAMES[c].en, SCAM_CATEGORY_NAMES[c].zh]),
    ),
  ]);
}
