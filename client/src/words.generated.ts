/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
export const EVENT_KINDS = ["call","message","visit","app-install","transfer","opening","link"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
export const ACTIONS = ["allow","flag","warn","hold","block"] as const;
export type Action = (typeof ACTIONS)[number];
export const STAGES = ["S0","S1","S2","S3","S4","S5","S6","S7","S8"] as const;
export type Stage = (typeof STAGES)[number];
export const SCAM_CATEGORIES = ["TASK_REBATE","FAKE_INVEST","ROMANCE","ROMANCE_INVEST","FAKE_SHOP","MIL_POLICE_ORDER","CS_REFUND","LOAN","CREDIT_RECORD","AUTHORITY","BOSS_FRIEND","INVOICE_BEC","GAME_TRADE","NET_BLACK","SEXTORTION","LOTTERY_PRIZE","TAX_SUBSIDY_SUBSCRIPTION","RECOVERY","CHARITY","MULE_RECRUIT","OTHER"] as const;
export type ScamCategory = (typeof SCAM_CATEGORIES)[number];
export const SCAM_CATEGORY_NAMES: Readonly<Record<ScamCategory, { readonly zh: string; readonly en: string }>> = {
  "TASK_REBATE": {"zh":"刷单返利","en":"Paid tasks and rebates"},
  "FAKE_INVEST": {"zh":"虚假投资理财","en":"Fake investment"},
  "ROMANCE": {"zh":"虚假婚恋交友","en":"False romance"},
  "ROMANCE_INVEST": {"zh":"婚恋交友加投资","en":"Romance leading to fake investment"},
  "FAKE_SHOP": {"zh":"虚假购物、服务","en":"Fake goods or services"},
  "MIL_POLICE_ORDER": {"zh":"冒充军警、单位订货","en":"Fake bulk order from the military or an institution"},
  "CS_REFUND": {"zh":"冒充客服退款理赔","en":"Fake customer service or refund"},
  "LOAN": {"zh":"虚假贷款、代办信用卡","en":"Fake loan or credit card"},
  "CREDIT_RECORD": {"zh":"虚假征信","en":"Fake credit-record repair"},
  "AUTHORITY": {"zh":"冒充公检法及政府机关","en":"Impersonating police, courts or government"},
  "BOSS_FRIEND": {"zh":"冒充领导、熟人","en":"Impersonating a superior, relative or friend"},
  "INVOICE_BEC": {"zh":"企业邮箱与账单变更","en":"Business e-mail and invoice redirection"},
  "GAME_TRADE": {"zh":"网络游戏虚假交易","en":"Fake game-item trade"},
  "NET_BLACK": {"zh":"钓鱼、盗号、木马","en":"Phishing, account theft or malware"},
  "SEXTORTION": {"zh":"裸聊敲诈","en":"Intimate-image extortion"},
  "LOTTERY_PRIZE": {"zh":"虚假中奖","en":"Fake prize or lottery"},
  "TAX_SUBSIDY_SUBSCRIPTION": {"zh":"虚假补贴、会员与退费","en":"Fake subsidy, membership or tax refund"},
  "RECOVERY": {"zh":"谎称追回损失","en":"Fake recovery of earlier losses"},
  "CHARITY": {"zh":"虚假募捐","en":"Fake charity"},
  "MULE_RECRUIT": {"zh":"招揽出租出借账户","en":"Recruiting people to lend accounts or cards"},
  "OTHER": {"zh":"其他","en":"Other"},
};
