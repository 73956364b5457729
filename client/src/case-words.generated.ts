/** Made from the platform's tables by client/test/words.test.ts (vitest -u writes it). Not edited by hand. */
export const CHANNEL_WORDS = {
  "call": {"zh":"电话","en":"Call"},
  "sms": {"zh":"短信","en":"Text message"},
  "chat": {"zh":"聊天软件","en":"Chat"},
  "web": {"zh":"网站","en":"Website"},
  "app": {"zh":"应用软件","en":"App"},
  "in-person": {"zh":"当面","en":"In person"},
} as const;
export const RAIL_WORDS = {
  "bank": {"zh":"银行转账","en":"Bank transfer"},
  "card": {"zh":"银行卡支付","en":"Card payment"},
  "wallet": {"zh":"电子钱包","en":"Wallet"},
  "crypto": {"zh":"虚拟货币","en":"Crypto asset"},
  "cash": {"zh":"现金、黄金当面交付","en":"Cash or gold handed over"},
} as const;
export const CLASS_WORDS = {
  "current": {"zh":"现行案件","en":"Current"},
  "major": {"zh":"重大案件","en":"Major"},
  "cross-border": {"zh":"跨境案件","en":"Cross-border"},
} as const;
export const COMPETENT_WORDS = {
  "victim-at": {"zh":"被害人被侵害时所在地","en":"where the person was when harmed"},
  "loss": {"zh":"财产损失地","en":"where the loss arose"},
  "server": {"zh":"服务器所在地","en":"where the server is"},
  "provider": {"zh":"网络服务提供者所在地","en":"where the provider is"},
  "system": {"zh":"被侵害信息系统及其管理者所在地","en":"where the system or its keeper is"},
  "card-opened": {"zh":"电话卡、银行卡开立地","en":"where the card was opened"},
  "card-moved": {"zh":"两卡出售、转移、藏匿、使用地","en":"where the card was sold, moved, hidden or used"},
  "money-handed-over": {"zh":"交易对手资金交付地","en":"where the counterpart handed over money"},
  "message": {"zh":"信息、广告发送或接收地","en":"where messages or advertisements were sent or received"},
  "device": {"zh":"猫池等设备销售、入网、藏匿地","en":"where devices were sold, plugged in or hidden"},
  "login": {"zh":"账号登录地","en":"where accounts logged in"},
} as const;
export const MERGE_WORDS = {
  "one-person": {"zh":"一人犯数罪","en":"one person, several crimes"},
  "joint": {"zh":"共同犯罪","en":"a joint crime"},
  "co-offender": {"zh":"共同犯罪的人还实施其他犯罪","en":"other crimes of one of them"},
  "linked-crimes": {"zh":"多人的犯罪存在关联，并案有利于查明","en":"linked crimes of several, clearer together"},
  "chain": {"zh":"为同一链条提供工具、技术或转移资金","en":"tools, technology or laundering for one chain"},
  "same-means": {"zh":"使用同一网站、通讯群组、资金账户或窝点","en":"the same website, chat group, account or place"},
} as const;
