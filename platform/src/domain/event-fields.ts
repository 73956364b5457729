/**
 * What an event may say, as one table: the JSON parsers, the binary record, the rule language's names, the JSON Schema
 * and the documentation are all made from it. Adding a field is adding a row. It holds no behaviour.
 */
import { CURRENCIES } from "./currency.ts";

export const EVENT_KINDS = ["call", "message", "visit", "app-install", "transfer", "opening", "link"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Which of the record's four keys an identifier goes to: A acts, B is acted upon, C is the device, D the place. */
export type KeySlot = 0 | 1 | 2 | 3;
export type IdentifierType = "number" | "number-or-sender" | "subject" | "account" | "device" | "host" | "cell" | "certificate" | "person";

interface Common {
  readonly name: string;
  readonly required?: true;
  readonly zh: string;
  readonly en: string;
}

/** `bit` is the field's place in the record's presence word; `value` says where its value is kept. */
export type FieldSpec = Common & { readonly bit: number } & (
    | { readonly type: "bool"; readonly boolBit: number }
    | { readonly type: "number"; readonly num: number; readonly max: number; readonly unit: string }
    /** Integer of the currency's smallest unit; a decimal string in JSON. */
    | { readonly type: "money"; readonly num: number }
    | { readonly type: "enum"; readonly enumByte: number; readonly values: readonly string[] }
    /** A list of words in JSON, a bit each in the record's bool word, from `boolBit` on. */
    | { readonly type: "set"; readonly boolBit: number; readonly values: readonly string[] }
    | { readonly type: "text"; readonly ref: number; readonly maxBytes: number }
    /** `ref` is where its canonical text is kept; an account takes two: institution, account. */
    | { readonly type: "identifier"; readonly key: KeySlot; readonly ref: number; readonly identifier: IdentifierType }
    | { readonly type: "url"; readonly key: KeySlot; readonly ref: number; readonly hostRef: number }
  );

/** Places in the record's string references. 0 is always the id. */
const TEXT = 1;

const DAY_MS = 86_400_000;

const call: readonly FieldSpec[] = [
  { name: "from", bit: 0, type: "identifier", identifier: "number", key: 0, ref: 2, required: true, zh: "主叫号码", en: "Calling number" },
  { name: "to", bit: 1, type: "identifier", identifier: "number", key: 1, ref: 3, required: true, zh: "被叫号码", en: "Called number" },
  { name: "answered", bit: 2, type: "bool", boolBit: 0, zh: "是否接通", en: "Whether it was answered" },
  { name: "durationMs", bit: 3, type: "number", num: 0, max: 2 * DAY_MS, unit: "ms", zh: "通话时长；缺省表示仍在通话", en: "Talk time; absent while the call goes on" },
  { name: "ringMs", bit: 4, type: "number", num: 1, max: DAY_MS, unit: "ms", zh: "振铃时长", en: "Ringing time" },
  { name: "origin", bit: 5, type: "enum", enumByte: 0, values: ["domestic", "overseas", "gateway", "unknown"], zh: "来源：境内、境外、国际关口、不详", en: "Where it came in: domestic, overseas, international gateway, unknown" },
  { name: "attestation", bit: 6, type: "enum", enumByte: 1, values: ["A", "B", "C", "none"], zh: "主叫认证等级", en: "Caller identity attestation (STIR/SHAKEN level)" },
  { name: "lineType", bit: 7, type: "enum", enumByte: 2, values: ["mobile", "fixed", "iot", "voip", "unknown"], zh: "线路类型", en: "Line type of the calling number" },
  { name: "device", bit: 8, type: "identifier", identifier: "device", key: 2, ref: 4, zh: "主叫设备标识（加密后的IMEI）", en: "Calling device token (hashed IMEI)" },
  { name: "cell", bit: 9, type: "identifier", identifier: "cell", key: 3, ref: 5, zh: "主叫所在小区", en: "Cell of the calling device" },
  { name: "attachLatencyRatio", bit: 10, type: "number", num: 2, max: 1000, unit: "×", zh: "附着时延与常态之比", en: "Attach latency compared with normal" },
  { name: "silentDays", bit: 11, type: "number", num: 3, max: 36_500, unit: "d", zh: "此前静默天数", en: "Days the line was silent before" },
  { name: "roaming", bit: 12, type: "enum", enumByte: 3, values: ["none", "low-risk", "high-risk"], zh: "漫游地风险", en: "Risk of the region it roams in" },
  { name: "forwardingSet", bit: 13, type: "bool", boolBit: 1, zh: "一小时内设置了呼叫转移", en: "Call forwarding to an unknown number was set within the hour" },
  { name: "screenShare", bit: 14, type: "bool", boolBit: 2, zh: "通话中正在共享屏幕", en: "The called person shares the screen" },
  { name: "contact", bit: 15, type: "bool", boolBit: 3, zh: "主叫在被叫通讯录中", en: "The caller is among the called person's contacts" },
  { name: "callerInvalid", bit: 16, type: "bool", boolBit: 4, zh: "主叫号码未分配或无效", en: "The calling number is unassigned or invalid" },
  { name: "doNotOriginate", bit: 17, type: "bool", boolBit: 5, zh: "主叫属于只接不呼号码", en: "The calling number never makes calls (do-not-originate)" },
  { name: "verifiedCaller", bit: 18, type: "bool", boolBit: 6, zh: "已核验的机构来电", en: "Verified business caller" },
];

const message: readonly FieldSpec[] = [
  { name: "from", bit: 0, type: "identifier", identifier: "number-or-sender", key: 0, ref: 2, required: true, zh: "发送号码或名称", en: "Sending number or sender id" },
  { name: "to", bit: 1, type: "identifier", identifier: "number", key: 1, ref: 3, required: true, zh: "接收号码", en: "Receiving number" },
  { name: "text", bit: 2, type: "text", ref: TEXT, maxBytes: 8_000, zh: "正文", en: "Text" },
  { name: "channel", bit: 3, type: "enum", enumByte: 0, values: ["sms", "mms", "rcs", "im", "email"], zh: "渠道", en: "Channel" },
  { name: "senderRegistered", bit: 4, type: "bool", boolBit: 0, zh: "发送方已登记", en: "The sender id is registered" },
  { name: "cell", bit: 5, type: "identifier", identifier: "cell", key: 3, ref: 5, zh: "接收所在小区", en: "Cell where it was received" },
  { name: "cellKnown", bit: 6, type: "bool", boolBit: 1, zh: "小区在运营商名录中", en: "The cell is one of the operator's" },
  { name: "device", bit: 7, type: "identifier", identifier: "device", key: 2, ref: 4, zh: "发送设备标识", en: "Sending device token" },
  { name: "turn", bit: 8, type: "number", num: 0, max: 100_000, unit: "", zh: "会话轮次", en: "Turn number in the conversation" },
  { name: "contact", bit: 9, type: "bool", boolBit: 3, zh: "发送方在通讯录中", en: "The sender is among the receiver's contacts" },
  { name: "lineType", bit: 10, type: "enum", enumByte: 2, values: ["mobile", "fixed", "iot", "voip", "port", "unknown"], zh: "线路类型", en: "Line type of the sender" },
  { name: "registeredUse", bit: 11, type: "bool", boolBit: 4, zh: "内容符合登记用途", en: "The content fits the use the port is registered for" },
];

const visit: readonly FieldSpec[] = [
  { name: "subject", bit: 0, type: "identifier", identifier: "subject", key: 0, ref: 2, required: true, zh: "访问者（号码或人员标识）", en: "Visitor: a number or a person token" },
  { name: "url", bit: 1, type: "url", key: 3, ref: 1, hostRef: 3, zh: "网址（与 host 二选一）", en: "Address (this or host)" },
  { name: "host", bit: 2, type: "identifier", identifier: "host", key: 3, ref: 3, zh: "域名（与 url 二选一）", en: "Host name (this or url)" },
  { name: "device", bit: 3, type: "identifier", identifier: "device", key: 2, ref: 4, zh: "设备标识", en: "Device token" },
  { name: "domainAgeDays", bit: 4, type: "number", num: 0, max: 36_500, unit: "d", zh: "域名注册天数", en: "Days since the domain was registered" },
  { name: "certificateAgeDays", bit: 5, type: "number", num: 1, max: 36_500, unit: "d", zh: "证书签发天数", en: "Days since the certificate was issued" },
  { name: "certificateBrands", bit: 6, type: "number", num: 2, max: 10_000, unit: "", zh: "证书中互不相关的名称数", en: "Unrelated names on the certificate" },
  { name: "redirects", bit: 7, type: "number", num: 3, max: 1_000, unit: "", zh: "跳转次数", en: "Redirects" },
  { name: "templateMatches", bit: 8, type: "number", num: 4, max: 10_000, unit: "", zh: "与已查实网站相同的构件数", en: "Building blocks shared with confirmed scam sites" },
  { name: "coHostedListedPermille", bit: 9, type: "number", num: 5, max: 1_000, unit: "‰", zh: "同服务器涉诈域名占比", en: "Share of listed names on the same server" },
  { name: "registrantSeries7d", bit: 10, type: "number", num: 6, max: 1_000_000, unit: "", zh: "同一注册人七日内同类域名数", en: "Names of one pattern by the registrant in seven days" },
  { name: "cloaked", bit: 11, type: "bool", boolBit: 0, zh: "对检测隐藏内容", en: "Shows checkers other content" },
  { name: "formElsewhere", bit: 12, type: "bool", boolBit: 1, zh: "表单提交到他处", en: "The form posts to another site" },
  { name: "asksCardAndCode", bit: 13, type: "bool", boolBit: 2, zh: "索要卡号和验证码", en: "Asks for card data and codes" },
  { name: "licensed", bit: 14, type: "bool", boolBit: 3, zh: "有备案或许可", en: "Has a licence or filing record" },
  { name: "regulatedContent", bit: 15, type: "bool", boolBit: 4, zh: "内容属投资、彩票或贷款", en: "Offers investment, lottery or loans" },
  { name: "sharedHosting", bit: 16, type: "bool", boolBit: 5, zh: "位于大型共享平台", en: "On a large shared platform" },
  { name: "via", bit: 17, type: "enum", enumByte: 0, values: ["message", "call", "chat", "search", "advert", "direct", "unknown"], zh: "从何处到达", en: "How the person got there" },
];

const appInstall: readonly FieldSpec[] = [
  { name: "subject", bit: 0, type: "identifier", identifier: "subject", key: 0, ref: 2, required: true, zh: "使用者（号码或人员标识）", en: "User: a number or a person token" },
  { name: "package", bit: 1, type: "text", ref: TEXT, maxBytes: 256, zh: "包名", en: "Package name" },
  { name: "certificate", bit: 2, type: "identifier", identifier: "certificate", key: 3, ref: 3, zh: "签名证书指纹", en: "Signing certificate fingerprint" },
  { name: "device", bit: 3, type: "identifier", identifier: "device", key: 2, ref: 4, zh: "设备标识", en: "Device token" },
  { name: "name", bit: 4, type: "text", ref: 5, maxBytes: 256, zh: "应用名称", en: "App name" },
  { name: "backendHost", bit: 5, type: "text", ref: 6, maxBytes: 260, zh: "后台域名", en: "Back-end host" },
  { name: "source", bit: 6, type: "enum", enumByte: 0, values: ["store", "vendor", "link", "sideload", "enterprise", "unknown"], zh: "安装来源", en: "Where it was installed from" },
  { name: "action", bit: 7, type: "enum", enumByte: 1, values: ["install", "open"], zh: "动作", en: "Installed or opened" },
  { name: "appClass", bit: 8, type: "enum", enumByte: 2, values: ["bank", "payment", "remote-control", "screen-share", "meeting", "chat", "investment", "loan", "game", "other"], zh: "应用类别", en: "Class of app" },
  { name: "permissions", bit: 9, type: "set", boolBit: 8, values: ["sms", "contacts", "accessibility", "overlay", "screen-capture", "other"], zh: "申请的权限", en: "Rights it asks for" },
  { name: "packed", bit: 10, type: "bool", boolBit: 0, zh: "加壳", en: "Packed" },
  { name: "webShell", bit: 11, type: "bool", boolBit: 1, zh: "网页封装", en: "A web page in a shell" },
  { name: "remoteConfig", bit: 12, type: "bool", boolBit: 2, zh: "可远程改变内容", en: "Can be changed remotely" },
  { name: "imitatesOfficial", bit: 13, type: "bool", boolBit: 3, zh: "图标或包名近似官方应用而签名不同", en: "Icon or package like an official app, signature not" },
  { name: "assistive", bit: 14, type: "bool", boolBit: 4, zh: "已登记的无障碍应用", en: "A registered assistive app" },
];

const transfer: readonly FieldSpec[] = [
  { name: "from", bit: 0, type: "identifier", identifier: "account", key: 0, ref: 2, required: true, zh: "付款账户", en: "Paying account" },
  { name: "to", bit: 1, type: "identifier", identifier: "account", key: 1, ref: 4, required: true, zh: "收款账户", en: "Receiving account" },
  { name: "amountMinor", bit: 2, type: "money", num: 0, required: true, zh: "金额（最小货币单位）", en: "Amount in the smallest unit" },
  { name: "currency", bit: 3, type: "enum", enumByte: 0, values: CURRENCIES, required: true, zh: "币种", en: "Currency (ISO 4217)" },
  { name: "channel", bit: 4, type: "enum", enumByte: 1, values: ["counter", "mobile", "online", "atm", "third-party", "card", "qr", "crypto", "cash-withdrawal", "other"], zh: "渠道", en: "Channel" },
  { name: "purpose", bit: 5, type: "text", ref: TEXT, maxBytes: 1_000, zh: "用途", en: "Purpose" },
  { name: "device", bit: 6, type: "identifier", identifier: "device", key: 2, ref: 6, zh: "设备标识", en: "Device token" },
  { name: "balanceBeforeMinor", bit: 7, type: "money", num: 1, zh: "付款前余额", en: "Payer's balance before" },
  { name: "usualP95Minor", bit: 8, type: "money", num: 2, zh: "付款人180天单笔第95百分位", en: "Payer's 95th percentile of 180 days" },
  { name: "payerAge", bit: 9, type: "number", num: 3, max: 150, unit: "y", zh: "付款人年龄", en: "Payer's age" },
  { name: "payeeChangedDays", bit: 10, type: "number", num: 4, max: 36_500, unit: "d", zh: "收款资料变更天数", en: "Days since the payee's details changed" },
  { name: "fundsFreedHours", bit: 11, type: "number", num: 5, max: 87_600, unit: "h", zh: "提前支取或放款后小时数", en: "Hours since savings were broken or a loan was drawn" },
  { name: "declaredIncomeMinor", bit: 12, type: "money", num: 6, zh: "付款账户申报月收入", en: "Payer's declared monthly income" },
  { name: "relationMonths", bit: 13, type: "number", num: 7, max: 1_200, unit: "mo", zh: "与收款方往来月数", en: "Months of dealings with the payee" },
  { name: "payeeNew", bit: 14, type: "bool", boolBit: 0, zh: "首次向该收款方付款", en: "First payment to this payee" },
  { name: "nameCheck", bit: 15, type: "enum", enumByte: 2, values: ["match", "close", "none", "unchecked"], zh: "户名核对结果", en: "Confirmation of payee" },
  { name: "payeeType", bit: 16, type: "enum", enumByte: 3, values: ["person", "merchant", "gold", "gift-card", "crypto", "game", "court", "tax", "school", "hospital", "own-account", "other"], zh: "收款方类型", en: "Kind of payee" },
  { name: "firstUseOfChannel", bit: 17, type: "bool", boolBit: 1, zh: "首次使用该渠道", en: "First use of this channel" },
  { name: "remoteHelp", bit: 18, type: "bool", boolBit: 2, zh: "有人远程指导", en: "Somebody helps remotely" },
  { name: "senderDomainLookalike", bit: 19, type: "bool", boolBit: 3, zh: "通知变更的邮箱域名近似", en: "The change came from a look-alike mail domain" },
  { name: "customerConfirmed", bit: 20, type: "bool", boolBit: 4, zh: "客户此前已确认该收款方", en: "The customer confirmed this payee before" },
  { name: "credentialReset24h", bit: 21, type: "bool", boolBit: 5, zh: "24小时内重置过银行密码", en: "Bank credentials were reset within 24 hours" },
  { name: "overseasLogin", bit: 22, type: "bool", boolBit: 6, zh: "境外登录", en: "Logged in from overseas" },
  { name: "caseTier", bit: 23, type: "bool", boolBit: 7, zh: "付款方资金来自已报案款项", en: "The paying account received money of a reported case" },
  { name: "reportedVictim", bit: 24, type: "bool", boolBit: 8, zh: "付款人已报案", en: "The payer has reported this payment as fraud" },
  { name: "goodsTrade", bit: 25, type: "bool", boolBit: 9, zh: "有真实货物或服务交易凭证", en: "There is evidence of a real trade" },
  { name: "sanctionedHolder", bit: 26, type: "bool", boolBit: 10, zh: "收款户主处于惩戒期", en: "The payee's holder is in a sanction term" },
];

const opening: readonly FieldSpec[] = [
  { name: "subject", bit: 0, type: "identifier", identifier: "person", key: 0, ref: 2, required: true, zh: "申请人标识", en: "Applicant token" },
  { name: "product", bit: 1, type: "enum", enumByte: 0, values: ["sim", "esim", "iot-sim", "sim-replacement", "account", "corporate-account", "wallet"], required: true, zh: "产品", en: "Product" },
  { name: "number", bit: 2, type: "identifier", identifier: "number", key: 1, ref: 3, zh: "开通的号码", en: "Number that is opened" },
  { name: "account", bit: 3, type: "identifier", identifier: "account", key: 1, ref: 4, zh: "开立的账户", en: "Account that is opened" },
  { name: "contactNumber", bit: 4, type: "identifier", identifier: "number", key: 3, ref: 6, zh: "联系电话", en: "Contact phone" },
  { name: "device", bit: 5, type: "identifier", identifier: "device", key: 2, ref: 7, zh: "设备标识", en: "Device token" },
  { name: "branch", bit: 6, type: "text", ref: TEXT, maxBytes: 128, zh: "网点", en: "Branch" },
  { name: "cardsHeld", bit: 7, type: "number", num: 0, max: 100_000, unit: "", zh: "该机构名下已有数量", en: "Cards or accounts held with this institution" },
  { name: "contactPersons", bit: 8, type: "number", num: 1, max: 1_000_000, unit: "", zh: "联系电话被几人使用", en: "People who use the contact phone" },
  { name: "groupSize", bit: 9, type: "number", num: 2, max: 10_000, unit: "", zh: "同时前来且互不相识的人数", en: "Strangers who came together" },
  { name: "shellSigns", bit: 10, type: "number", num: 3, max: 100, unit: "", zh: "空壳企业迹象数", en: "Signs of a shell company" },
  { name: "parcelCards", bit: 11, type: "number", num: 4, max: 1_000_000, unit: "", zh: "寄递包裹中的卡数", en: "Cards in the parcel" },
  { name: "imAccounts7d", bit: 12, type: "number", num: 5, max: 1_000_000, unit: "", zh: "七日内注册的即时通讯账号数", en: "Chat accounts registered in seven days" },
  { name: "operators7d", bit: 13, type: "number", num: 6, max: 1_000, unit: "", zh: "七日内办卡的运营商数", en: "Openings on this identity at operators in seven days" },
  { name: "legalCap", bit: 14, type: "number", num: 7, max: 100_000, unit: "", zh: "法定上限", en: "Legal cap for this product" },
  { name: "sanctioned", bit: 15, type: "bool", boolBit: 0, zh: "申请人处于惩戒期", en: "The applicant is in a sanction term" },
  { name: "outOfTown", bit: 16, type: "bool", boolBit: 1, zh: "异地且无本地联系", en: "From out of town, no local tie" },
  { name: "highLimits", bit: 17, type: "bool", boolBit: 2, zh: "立即要求高额度", en: "Wants high limits at once" },
  { name: "employerGroup", bit: 18, type: "bool", boolBit: 3, zh: "单位集体办理", en: "Employer's group opening" },
  { name: "escorted", bit: 19, type: "bool", boolBit: 4, zh: "有人带领", en: "Led by one guide" },
];

const link: readonly FieldSpec[] = [
  { name: "number", bit: 0, type: "identifier", identifier: "number", key: 0, ref: 2, zh: "号码", en: "Number" },
  { name: "account", bit: 1, type: "identifier", identifier: "account", key: 1, ref: 3, zh: "账户", en: "Account" },
  { name: "device", bit: 2, type: "identifier", identifier: "device", key: 2, ref: 5, zh: "设备", en: "Device" },
  { name: "person", bit: 3, type: "identifier", identifier: "person", key: 3, ref: 6, zh: "人员标识", en: "Person token" },
  { name: "relation", bit: 4, type: "enum", enumByte: 0, values: ["holds", "uses"], zh: "关系", en: "Relation" },
  { name: "ended", bit: 5, type: "bool", boolBit: 0, zh: "关系已结束（如号码收回）", en: "The relation has ended (such as a reassigned number)" },
];

/** Fields of each kind besides `id`, `kind` and `occurredAt`, which every event has. */
export const EVENT_FIELDS: Readonly<Record<EventKind, readonly FieldSpec[]>> = {
  call,
  message,
  visit,
  "app-install": appInstall,
  transfer,
  opening,
  link,
};

/** Bytes of an event's id in UTF-8: long enough for a UUID with a source's prefix. */
export const EVENT_ID_BYTES_MAX = 128;
/** Bytes of one event as a JSON line. A longer one is refused, so that one sender cannot fill the memory. */
export const EVENT_LINE_BYTES_MAX = 32_768;

export function kindCode(kind: EventKind): number {
  return EVENT_KINDS.indexOf(kind);
}

export function fieldOf(kind: EventKind, name: string): FieldSpec | undefined {
  return EVENT_FIELDS[kind].find((f) => f.name === name);
}
