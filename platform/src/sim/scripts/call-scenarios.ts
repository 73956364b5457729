/**
 * How calls of each kind look from outside: who the caller claims to be, where the call comes from, how often it is
 * answered and how long it lasts, and what follows. Metadata only, no transcripts. The figures are assumptions of the
 * simulated town, chosen so that scam calls and their innocent look-alikes overlap; they are not measurements.
 */
import type { ScamCategory } from "../../domain/scam-category.ts";
import type { ScriptStage } from "./script.ts";

export type CallOrigin = "domestic" | "overseas" | "gateway";
/** What the caller moves the person to next. */
export type CallNext = "nothing" | "chat" | "link" | "app" | "screen-share" | "transfer" | "cash";

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface CallScenario {
  readonly id: string;
  readonly category: ScamCategory | null;
  /** Who the caller says he or she is. */
  readonly claim: { readonly zh: string; readonly en: string };
  readonly stage: ScriptStage | null;
  readonly origin: CallOrigin;
  /** Share of the calls that are answered, in thousandths. */
  readonly answeredPermille: number;
  readonly talkS: Range;
  readonly ringS: Range;
  /** Calls that one number makes in an hour to different people. */
  readonly callsPerHour: Range;
  /** Calls to the same person within two hours, from numbers of the same group. */
  readonly repeats: Range;
  /** Local hours in which such calls are made: [from, to). */
  readonly hours: readonly [number, number];
  readonly next: CallNext;
}

type Row = readonly [
  id: string, category: ScamCategory | null, zh: string, en: string, stage: ScriptStage | null, origin: CallOrigin, answeredPermille: number,
  talkS: readonly [number, number], ringS: readonly [number, number], callsPerHour: readonly [number, number], repeats: readonly [number, number],
  hours: readonly [number, number], next: CallNext,
];

const ROWS: readonly Row[] = [
  ["task-rebate-hr", "TASK_REBATE", "招聘公司人事", "a recruiter", "S1", "domestic", 280, [20, 120], [4, 18], [50, 140], [1, 1], [9, 20], "chat"],
  ["fake-invest-assistant", "FAKE_INVEST", "证券公司讲师助理", "a broker's assistant", "S1", "domestic", 220, [30, 240], [4, 16], [60, 180], [1, 2], [9, 20], "chat"],
  ["fake-invest-support", "FAKE_INVEST", "平台客服", "platform support", "S7", "overseas", 700, [180, 1500], [4, 20], [2, 8], [1, 3], [9, 22], "transfer"],
  ["romance-voice", "ROMANCE", "网上认识的恋人", "a partner met online", "S2", "overseas", 850, [300, 4200], [4, 25], [1, 2], [1, 2], [19, 24], "nothing"],
  ["romance-customs", "ROMANCE", "海关或快递代理", "a customs agent", "S6", "overseas", 600, [120, 700], [5, 20], [1, 6], [1, 3], [9, 18], "transfer"],
  ["romance-invest-coach", "ROMANCE_INVEST", "带着投资的恋人", "a partner who coaches investing", "S6", "overseas", 900, [600, 5400], [4, 25], [1, 2], [1, 2], [19, 24], "app"],
  ["fake-shop-seller", "FAKE_SHOP", "网店卖家", "an online seller", "S6", "domestic", 620, [40, 260], [5, 20], [4, 20], [1, 2], [9, 22], "transfer"],
  ["mil-order-buyer", "MIL_POLICE_ORDER", "部队采购员", "an army buyer", "S1", "domestic", 760, [60, 420], [6, 20], [6, 25], [1, 2], [8, 18], "chat"],
  ["mil-order-supplier", "MIL_POLICE_ORDER", "指定供货商", "the named supplier", "S6", "domestic", 900, [60, 300], [3, 12], [1, 5], [1, 2], [8, 18], "transfer"],
  ["cs-refund-shop", "CS_REFUND", "电商客服", "shop customer service", "S1", "gateway", 420, [60, 900], [4, 18], [30, 110], [1, 4], [8, 21], "screen-share"],
  ["cs-refund-courier", "CS_REFUND", "快递理赔专员", "a parcel claims agent", "S1", "overseas", 380, [60, 1200], [4, 18], [30, 120], [1, 4], [8, 21], "app"],
  ["cs-refund-technician", "CS_REFUND", "电脑技术支持", "a computer technician", "S3", "overseas", 350, [300, 3600], [5, 20], [20, 70], [1, 5], [9, 21], "screen-share"],
  ["loan-agent", "LOAN", "贷款经理", "a loan agent", "S1", "domestic", 180, [15, 150], [3, 14], [80, 240], [1, 1], [9, 20], "link"],
  ["credit-record-desk", "CREDIT_RECORD", "金融监管客服", "a credit supervision desk", "S1", "overseas", 360, [120, 2400], [4, 18], [30, 100], [2, 5], [9, 21], "screen-share"],
  ["authority-police", "AUTHORITY", "公安民警", "a police officer", "S2", "gateway", 330, [300, 7200], [5, 25], [20, 90], [2, 6], [8, 18], "screen-share"],
  ["authority-transfer", "AUTHORITY", "检察官", "a prosecutor", "S6", "overseas", 920, [900, 10_800], [3, 12], [1, 2], [2, 6], [8, 20], "transfer"],
  ["authority-cash", "AUTHORITY", "专案组", "an investigation team", "S6", "overseas", 900, [600, 7200], [3, 12], [1, 2], [2, 5], [8, 20], "cash"],
  ["boss-friend-superior", "BOSS_FRIEND", "单位领导", "a superior at work", "S2", "domestic", 720, [30, 180], [5, 20], [5, 30], [1, 2], [8, 18], "transfer"],
  ["boss-friend-child", "BOSS_FRIEND", "出事的子女", "a child in trouble", "S6", "domestic", 680, [60, 600], [5, 22], [10, 40], [1, 3], [8, 20], "cash"],
  ["invoice-bec-confirm", "INVOICE_BEC", "供应商会计", "a supplier's bookkeeper", "S6", "domestic", 800, [40, 240], [5, 18], [1, 4], [1, 2], [9, 18], "transfer"],
  ["game-trade-support", "GAME_TRADE", "游戏平台客服", "game platform support", "S7", "domestic", 640, [60, 900], [4, 18], [3, 15], [1, 3], [12, 24], "transfer"],
  ["net-black-code", "NET_BLACK", "运营商客服", "operator support", "S4", "domestic", 400, [20, 120], [4, 16], [40, 120], [1, 2], [9, 21], "link"],
  ["sextortion-threat", "SEXTORTION", "持有影像的人", "someone who holds pictures", "S7", "overseas", 560, [20, 200], [5, 25], [3, 15], [3, 12], [0, 24], "transfer"],
  ["lottery-prize-notary", "LOTTERY_PRIZE", "公证处工作人员", "a notary's clerk", "S6", "domestic", 480, [60, 500], [5, 20], [20, 80], [1, 3], [9, 18], "transfer"],
  ["tax-subsidy-cancel", "TAX_SUBSIDY_SUBSCRIPTION", "会员服务客服", "membership service", "S1", "overseas", 390, [90, 2400], [4, 18], [30, 120], [1, 4], [8, 21], "screen-share"],
  ["recovery-officer", "RECOVERY", "追款专员", "a recovery officer", "S8", "overseas", 610, [120, 1200], [5, 20], [5, 20], [1, 3], [9, 20], "transfer"],
  ["charity-appeal", "CHARITY", "慈善机构志愿者", "a charity volunteer", "S1", "domestic", 300, [20, 180], [4, 18], [40, 120], [1, 1], [9, 19], "link"],
  ["mule-recruit-broker", "MULE_RECRUIT", "兼职中介", "a part-time job broker", "S2", "domestic", 520, [30, 240], [4, 18], [10, 40], [1, 2], [10, 23], "chat"],
  ["other-healer", "OTHER", "养生专家", "a health expert", "S1", "domestic", 350, [60, 900], [4, 20], [30, 100], [1, 2], [9, 18], "transfer"],
  ["other-one-ring", "OTHER", "响一声就挂", "rings once and hangs up", "S1", "overseas", 15, [1, 8], [1, 3], [150, 400], [1, 1], [0, 24], "nothing"],

  ["courier", null, "快递员", "a courier", null, "domestic", 720, [8, 50], [6, 25], [15, 45], [1, 2], [8, 21], "nothing"],
  ["food-delivery", null, "送餐员", "a food courier", null, "domestic", 820, [5, 35], [5, 20], [6, 20], [1, 2], [10, 23], "nothing"],
  ["hospital", null, "医院导诊台", "a hospital desk", null, "domestic", 640, [30, 180], [8, 28], [8, 30], [1, 2], [8, 18], "nothing"],
  ["bank-call-back", null, "银行核实", "the bank, checking", null, "domestic", 520, [40, 240], [8, 28], [15, 60], [1, 2], [9, 20], "nothing"],
  ["anti-fraud-hotline", null, "反诈劝阻专线", "the anti-fraud hotline", null, "domestic", 480, [40, 600], [10, 40], [10, 40], [1, 4], [8, 23], "nothing"],
  ["registered-call-centre", null, "已登记的客服中心", "a registered call centre", null, "domestic", 260, [20, 240], [6, 22], [60, 160], [1, 1], [9, 19], "nothing"],
  ["survey", null, "满意度回访", "a survey", null, "domestic", 240, [20, 120], [6, 20], [50, 120], [1, 1], [9, 19], "nothing"],
  ["school-teacher", null, "班主任", "a class teacher", null, "domestic", 800, [40, 300], [6, 25], [1, 10], [1, 2], [8, 21], "nothing"],
  ["family", null, "家人", "family", null, "domestic", 780, [20, 2400], [5, 30], [1, 2], [1, 2], [7, 23], "nothing"],
  ["family-abroad", null, "在国外的家人", "family abroad", null, "overseas", 760, [120, 4800], [6, 30], [1, 1], [1, 2], [7, 24], "nothing"],
  ["friend-helps-pay", null, "帮长辈操作的亲友", "a relative who helps an elder pay", null, "domestic", 860, [300, 1800], [5, 25], [1, 1], [1, 2], [9, 21], "transfer"],
  ["work", null, "同事", "a colleague", null, "domestic", 740, [15, 900], [5, 22], [1, 8], [1, 2], [8, 20], "nothing"],
];

export const CALL_SCENARIOS: readonly CallScenario[] = ROWS.map(
  ([id, category, zh, en, stage, origin, answeredPermille, talkS, ringS, callsPerHour, repeats, hours, next]) => ({
    id,
    category,
    claim: { zh, en },
    stage,
    origin,
    answeredPermille,
    talkS: { min: talkS[0], max: talkS[1] },
    ringS: { min: ringS[0], max: ringS[1] },
    callsPerHour: { min: callsPerHour[0], max: callsPerHour[1] },
    repeats: { min: repeats[0], max: repeats[1] },
    hours,
    next,
  }),
);
