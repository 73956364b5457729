/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
export const OBJECTIVE_WORDS = {
  "principal": {"zh":"抓金主","en":"Principals"},
  "den": {"zh":"铲窝点","en":"Dens"},
  "platform": {"zh":"打平台","en":"Platforms"},
  "money": {"zh":"断资金","en":"Money"},
} as const;
export const SEGMENT_WORDS = {
  "technology": {"zh":"技术链","en":"Technology"},
  "network": {"zh":"网络链","en":"Network"},
  "money": {"zh":"资金链","en":"Money"},
  "people": {"zh":"人员链","en":"People"},
} as const;
export const GROUP_WORDS = {
  "tech-development": {"zh":"非法技术开发","en":"Technology development"},
  "traffic-acquisition": {"zh":"引流推广","en":"Traffic acquisition"},
  "crypto-laundering": {"zh":"虚拟货币洗钱","en":"Laundering by virtual currency"},
  "points-running": {"zh":"跑分洗钱","en":"Laundering through others' accounts"},
  "personal-data": {"zh":"买卖公民个人信息","en":"Trade in personal data"},
  "two-cards": {"zh":"涉“两卡”","en":"Trade in phone and bank cards"},
  "call-site": {"zh":"话务窝点","en":"Call site"},
} as const;
export const FINDING_WORDS = {
  "true": {"zh":"属实","en":"True"},
  "partly": {"zh":"部分属实","en":"Partly true"},
  "false": {"zh":"不属实","en":"Not true"},
} as const;
export const ACTION_WORDS = {
  "money-stop": {"zh":"提出止付、冻结","en":"Proposed that money is stopped","together":false},
  "warn": {"zh":"预警潜在被害人","en":"Warned people at risk","together":false},
  "take-evidence": {"zh":"固定证据","en":"Secured evidence","together":false},
  "arrest": {"zh":"抓捕","en":"Arrest","together":true},
  "den-raid": {"zh":"清查窝点","en":"Raid on a den","together":true},
  "platform-shut": {"zh":"关停平台","en":"Shutting down a platform","together":true},
  "seize": {"zh":"查扣","en":"Seizure","together":true},
} as const;
export const SETTLEMENT_WORDS = {
  "joint": {"zh":"联合行动","en":"Act together"},
  "ours": {"zh":"由我方负责","en":"We do it"},
  "theirs": {"zh":"移交对方","en":"They do it, ours is taken back"},
  "apart": {"zh":"互不影响，各自开展","en":"Does not touch: each goes on"},
} as const;
export const STATUS_WORDS = {
  "identified": {"zh":"已查明身份","en":"Identified","caught":false},
  "wanted": {"zh":"已上网追逃","en":"Wanted","caught":false},
  "caught": {"zh":"已抓获","en":"Caught","caught":true},
  "repatriated": {"zh":"已遣返回国","en":"Brought back from abroad","caught":true},
  "returnee-caught": {"zh":"回流人员已抓获","en":"Caught after returning","caught":true},
  "prosecuted": {"zh":"已移送审查起诉","en":"Handed to the prosecutor","caught":true},
  "cleared": {"zh":"已排除","en":"Cleared","caught":false},
} as const;
export const PART_WORDS = {
  "principal": {"zh":"金主","en":"Principal"},
  "organiser": {"zh":"组织者","en":"Organiser"},
  "member": {"zh":"一般成员","en":"Member"},
  "supplier": {"zh":"提供帮助者","en":"Supplier"},
} as const;
export const GOAL_WORDS = {
  "principals-caught": {"objective":"principal","unit":"count","zh":"抓获金主数","en":"Principals caught"},
  "dens-closed": {"objective":"den","unit":"count","zh":"打掉窝点数","en":"Dens closed"},
  "platforms-closed": {"objective":"platform","unit":"count","zh":"打掉平台数","en":"Platforms closed"},
  "laundering-groups": {"objective":"money","unit":"count","zh":"查实的洗钱团伙线索数","en":"Leads to laundering groups found true"},
  "money-returned": {"objective":"money","unit":"minor","zh":"返还被害人金额","en":"Money returned to those who lost it"},
} as const;
