/**
 * What is measured about the parties of an event, by name: the rule language's names for features, their meaning in two
 * languages and the kinds of event that carry them. Every value includes the event being judged. A value that nobody
 * could know is NaN ("unknown"); "has not happened" is Infinity for times since and 0 for counts, because that is known.
 */
import type { EventKind } from "../domain/event-fields.ts";

export interface FeatureSpec {
  readonly name: string;
  readonly type: "bool" | "int" | "double";
  readonly kinds: readonly EventKind[];
  readonly zh: string;
  readonly en: string;
}

const CALL: readonly EventKind[] = ["call"];
const MESSAGE: readonly EventKind[] = ["message"];
const CALL_MESSAGE: readonly EventKind[] = ["call", "message"];
const VISIT: readonly EventKind[] = ["visit"];
const TRANSFER: readonly EventKind[] = ["transfer"];
const OPENING: readonly EventKind[] = ["opening"];
/** Kinds that touch a person who may be at risk: called, written to, visiting, installing, paying. */
const PERSON: readonly EventKind[] = ["call", "message", "visit", "app-install", "transfer"];

const int = (name: string, kinds: readonly EventKind[], zh: string, en: string): FeatureSpec => ({ name, type: "int", kinds, zh, en });
const double = (name: string, kinds: readonly EventKind[], zh: string, en: string): FeatureSpec => ({ name, type: "double", kinds, zh, en });
const bool = (name: string, kinds: readonly EventKind[], zh: string, en: string): FeatureSpec => ({ name, type: "bool", kinds, zh, en });

export const FEATURES: readonly FeatureSpec[] = [
  // The number that calls or writes.
  int("from.callsOut1m", CALL, "1分钟内呼出次数", "Calls made within 1 minute"),
  int("from.callsOut10m", CALL, "10分钟内呼出次数", "Calls made within 10 minutes"),
  int("from.callsOut1h", CALL, "1小时内呼出次数", "Calls made within 1 hour"),
  int("from.callsOut24h", CALL, "24小时内呼出次数", "Calls made within 24 hours"),
  int("from.callsOut3d", CALL, "3天内呼出次数", "Calls made within 3 days"),
  int("from.callsIn24h", CALL, "24小时内呼入次数", "Calls received within 24 hours"),
  int("from.callsIn3d", CALL, "3天内呼入次数", "Calls received within 3 days"),
  int("from.distinctCallees1h", CALL, "1小时内不同被叫数", "Different people called within 1 hour"),
  int("from.distinctCallees24h", CALL, "24小时内不同被叫数", "Different people called within 24 hours"),
  double("from.answeredPermille1h", CALL, "1小时内接通率（‰）", "Answered share within 1 hour (‰)"),
  double("from.answeredPermille24h", CALL, "24小时内接通率（‰）", "Answered share within 24 hours (‰)"),
  double("from.talkMs1h", CALL, "1小时内通话总时长（毫秒）", "Talk time within 1 hour (ms)"),
  int("from.shortRings24h", CALL, "24小时内响一声未接次数", "Unanswered rings of 3 s or less within 24 hours"),
  int("from.sequentialRun10m", CALL, "10分钟内按号段顺序拨打的连续个数", "Consecutive numbers dialled in sequence within 10 minutes"),
  double("from.mainCellPermille24h", CALL, "24小时内主要小区占比（‰）", "Share of the main cell within 24 hours (‰)"),
  int("from.activeHours24h", CALL, "24小时内有通话的小时数", "Hours with calls within 24 hours"),
  double("from.nightPermille24h", CALL_MESSAGE, "24小时内夜间（0–5时）占比（‰）", "Share at night (0–5 h) within 24 hours (‰)"),
  int("from.devices7d", CALL_MESSAGE, "7天内使用过的设备数", "Devices used within 7 days"),
  int("from.messagesOut1h", MESSAGE, "1小时内发送条数", "Messages sent within 1 hour"),
  int("from.messagesOut24h", MESSAGE, "24小时内发送条数", "Messages sent within 24 hours"),
  int("from.distinctRecipients1h", MESSAGE, "1小时内不同接收人数", "Different receivers within 1 hour"),
  double("from.firstSeenDays", CALL_MESSAGE, "首次出现距今天数", "Days since first seen"),
  double("from.quietDays", CALL_MESSAGE, "此前沉默天数", "Days of silence before this"),
  // The number that is called or written to.
  int("to.callsIn1h", CALL, "1小时内接到电话次数", "Calls received within 1 hour"),
  int("to.callsIn24h", CALL, "24小时内接到电话次数", "Calls received within 24 hours"),
  int("to.distinctCallers24h", CALL, "24小时内不同来电号码数", "Different callers within 24 hours"),
  int("to.linkedCallers2h", CALL, "2小时内同一号段或同一设备的来电号码数", "Callers of one number block or device within 2 hours"),
  int("to.overseasCalls180d", CALL, "180天内境外来电次数", "Overseas calls received within 180 days"),
  // The device.
  int("device.numbers24h", CALL_MESSAGE, "24小时内同一设备的号码数", "Numbers used in one device within 24 hours"),
  int("device.accounts30m", TRANSFER, "30分钟内同一终端的账户数", "Accounts used at one terminal within 30 minutes"),
  int("device.accounts24h", TRANSFER, "24小时内同一设备的账户数", "Accounts used on one device within 24 hours"),
  // The site.
  int("host.visits1h", VISIT, "1小时内访问次数", "Visits within 1 hour"),
  int("host.visitors24h", VISIT, "24小时内不同访问者数", "Different visitors within 24 hours"),
  double("host.firstSeenDays", VISIT, "首次出现距今天数", "Days since first seen"),
  // The paying account.
  int("payer.outCount1h", TRANSFER, "1小时内转出笔数", "Payments out within 1 hour"),
  int("payer.outCount24h", TRANSFER, "24小时内转出笔数", "Payments out within 24 hours"),
  double("payer.outMinor24h", TRANSFER, "24小时内转出金额", "Paid out within 24 hours"),
  int("payer.inCount24h", TRANSFER, "24小时内转入笔数", "Payments in within 24 hours"),
  double("payer.inMinor24h", TRANSFER, "24小时内转入金额", "Received within 24 hours"),
  int("payer.distinctPayees24h", TRANSFER, "24小时内不同收款方数", "Different payees within 24 hours"),
  int("payer.distinctPayers24h", TRANSFER, "24小时内不同付款方数", "Different payers within 24 hours"),
  int("payer.fastPasses24h", TRANSFER, "24小时内快进快出次数（10分钟内转出八成）", "Times that 80 % left within 10 minutes, in 24 hours"),
  double("payer.dwellMs", TRANSFER, "距最近一笔转入的时间（毫秒）", "Time since the last payment in (ms)"),
  double("payer.nightPermille24h", TRANSFER, "24小时内夜间金额占比（‰）", "Value moved at night within 24 hours (‰)"),
  double("payer.quietDays", TRANSFER, "此前沉默天数", "Days of silence before this"),
  double("payer.firstSeenDays", TRANSFER, "首次出现距今天数", "Days since first seen"),
  double("payer.usualDailyMinor", TRANSFER, "历史日均流水", "Usual daily flow before today"),
  double("payer.turnoverMinor30d", TRANSFER, "30天流水", "Turnover within 30 days"),
  double("payer.testRatio1h", TRANSFER, "本笔与1小时内小额试探的倍数", "This amount over a test payment within 1 hour"),
  double("payer.minutesSinceTaint", TRANSFER, "距收到报案款项的分钟数", "Minutes since money of a reported case arrived"),
  double("payer.taintOutPermille", TRANSFER, "报案款项转出占比（‰）", "Share of that money paid out since (‰)"),
  double("payer.amountGrowth", TRANSFER, "收到小额返利后付款的增长倍数", "Growth of payments since a small reward came in"),
  int("payer.linkedPayees24h", TRANSFER, "24小时内同一设备或人员名下的收款方数", "Payees of one person or device within 24 hours"),
  // The receiving account.
  int("payee.inCount1h", TRANSFER, "1小时内转入笔数", "Payments in within 1 hour"),
  int("payee.inCount24h", TRANSFER, "24小时内转入笔数", "Payments in within 24 hours"),
  double("payee.inMinor24h", TRANSFER, "24小时内转入金额", "Received within 24 hours"),
  int("payee.distinctPayers24h", TRANSFER, "24小时内不同付款方数", "Different payers within 24 hours"),
  int("payee.distinctPayees24h", TRANSFER, "24小时内不同收款方数", "Different payees within 24 hours"),
  double("payee.outMinor24h", TRANSFER, "24小时内转出金额", "Paid out within 24 hours"),
  int("payee.fastPasses24h", TRANSFER, "24小时内快进快出次数", "Times that 80 % left within 10 minutes, in 24 hours"),
  double("payee.quietDays", TRANSFER, "此前沉默天数", "Days of silence before this"),
  double("payee.firstSeenDays", TRANSFER, "首次出现距今天数", "Days since first seen"),
  double("payee.usualDailyMinor", TRANSFER, "历史日均流水", "Usual daily flow before today"),
  double("payee.testRatio1h", TRANSFER, "本笔与1小时内小额试探的倍数", "This amount over a test payment within 1 hour"),
  double("payee.roundPermille24h", TRANSFER, "24小时内整额收款占比（‰）", "Share of round amounts within 24 hours (‰)"),
  double("payee.symmetryPermille24h", TRANSFER, "24小时内进出金额对称度（‰）", "How alike money in and out are within 24 hours (‰)"),
  // Openings.
  int("contact.applicants30d", OPENING, "30天内使用该联系电话的申请人数", "Applicants using this contact phone within 30 days"),
  int("applicant.openings7d", OPENING, "7天内开户办卡次数", "Openings within 7 days"),
  int("applicant.branches7d", OPENING, "7天内不同网点数", "Different branches within 7 days"),
  // The person's own cross-channel timeline.
  double("person.onCallMs", PERSON, "与非联系人通话已持续（毫秒）", "How long a call with a non-contact has gone on (ms)"),
  bool("person.onCallFlagged", PERSON, "正与名单内号码通话", "On a call with a listed number"),
  double("person.minutesSinceFlaggedTalk", PERSON, "距与名单内号码通话的分钟数", "Minutes since a talk with a listed number"),
  double("person.minutesSinceOverseasCall", PERSON, "距境外来电的分钟数", "Minutes since an overseas call"),
  double("person.minutesSinceScamMessage", PERSON, "距收到可疑短信的分钟数", "Minutes since a message that looked like a scam"),
  double("person.minutesSinceScamSite", PERSON, "距访问可疑网站的分钟数", "Minutes since a visit to a site that looked like a scam"),
  double("person.minutesSinceOffStoreApp", PERSON, "距安装非商店应用的分钟数", "Minutes since an app from outside the store"),
  double("person.minutesSinceListedApp", PERSON, "距安装或打开名单内应用的分钟数", "Minutes since a listed app was installed or opened"),
  double("person.minutesSinceRemoteTool", PERSON, "距打开远程控制或共享屏幕的分钟数", "Minutes since a remote-control or screen-share tool"),
  double("person.minutesSinceNewChatApp", PERSON, "距安装新聊天或会议软件的分钟数", "Minutes since a new chat or meeting app"),
  double("person.minutesSinceForwarding", PERSON, "距设置呼叫转移的分钟数", "Minutes since call forwarding was set"),
  double("person.minutesSinceNewPayee", PERSON, "距添加新收款方的分钟数", "Minutes since a new payee"),
  double("person.minutesSinceSimReplacement", PERSON, "距补换卡的分钟数", "Minutes since a card replacement"),
  double("person.minutesSinceGold", PERSON, "距购买黄金或礼品卡的分钟数", "Minutes since gold or gift cards were bought"),
  double("person.cashMinor24h", PERSON, "24小时内取现金额", "Cash withdrawn within 24 hours"),
  double("person.minutesSinceMoneyMoved", PERSON, "距资金转出的分钟数", "Minutes since money moved out"),
  bool("person.firstCrypto", PERSON, "首次购买虚拟货币", "First crypto purchase"),
  int("person.families24h", PERSON, "24小时内出现可疑迹象的渠道数", "Channels with worrying signs within 24 hours"),
];
