/**
 * Word groups that name what a message tries to do, in Chinese and English, as data of our own making. A hit is a
 * reason to show, not a judgement: banks, couriers and schools use the same words. Chinese words match anywhere;
 * English ones match whole words. Written in plain form: the text is normalised before it is compared.
 */

export const LEXICON_NAMES = [
  "urgencyThreat",
  "asksSecret",
  "otherChannel",
  "jobRebate",
  "safeAccountFee",
  "investPromise",
  "claimsAuthority",
  "claimsBrand",
  "loanOffer",
  "prize",
  "refund",
  "urlPresent",
  "shortenerPresent",
  "phonePresent",
  "strangerOpener",
] as const;

export type LexiconName = (typeof LEXICON_NAMES)[number];

/** What a person reads as the reason. */
export const LEXICON_LABELS: Readonly<Record<LexiconName, { readonly zh: string; readonly en: string }>> = {
  urgencyThreat: { zh: "用停用、冻结、逾期等催促", en: "Threatens or hurries" },
  asksSecret: { zh: "索要验证码、密码或证件", en: "Asks for a code, password or document" },
  otherChannel: { zh: "引导到其他聊天软件或群", en: "Moves you to another chat or group" },
  jobRebate: { zh: "兼职刷单、返佣话术", en: "Easy job or rebate offer" },
  safeAccountFee: { zh: "要求保证金、解冻费或转入安全账户", en: "Asks for a deposit, fee or transfer to a safe account" },
  investPromise: { zh: "承诺投资收益", en: "Promises investment gains" },
  claimsAuthority: { zh: "自称公检法或政府机关", en: "Claims to be an authority" },
  claimsBrand: { zh: "自称银行、快递或平台", en: "Claims to be a bank, courier or platform" },
  loanOffer: { zh: "放贷或办卡话术", en: "Offers a loan or card" },
  prize: { zh: "中奖、积分兑换话术", en: "Prize or points to redeem" },
  refund: { zh: "退款、理赔话术", en: "Refund or compensation" },
  urlPresent: { zh: "含链接", en: "Has a link" },
  shortenerPresent: { zh: "含短链接", en: "Has a shortened link" },
  phonePresent: { zh: "含电话号码", en: "Has a phone number" },
  strangerOpener: { zh: "陌生搭讪", en: "Opens like a stranger" },
};

/** Words by group; urlPresent and phonePresent have none, they come from the shape of the text. */
export const LEXICON_WORDS: Readonly<Record<LexiconName, { readonly zh: readonly string[]; readonly en: readonly string[] }>> = {
  urgencyThreat: {
    zh: ["停用", "冻结", "逾期", "失效", "注销", "过期", "今日内", "24小时内", "小时内有效", "尽快", "立即", "马上", "即将到期", "次日", "后果自负", "影响征信", "强制", "暂停使用", "被锁", "锁定", "异常", "涉嫌", "清零", "最后机会", "限时", "否则将", "立刻", "起诉", "拘留", "通缉"],
    en: ["urgent", "immediately", "suspended", "suspend", "expire", "expires", "expired", "blocked", "deactivated", "locked", "final notice", "last chance", "final chance", "within 24", "act now", "overdue", "arrest", "legal action", "unusual activity", "unauthorized", "unauthorised", "failure to", "valid 12hrs"],
  },
  asksSecret: {
    zh: ["验证码", "校验码", "动态码", "密码", "口令", "身份证号", "身份证照片", "银行卡号", "卡号", "共享屏幕", "屏幕共享", "人脸", "手持身份证", "安全码", "cvv", "核实身份", "提供一下您的"],
    en: ["otp", "password", "pin", "passcode", "one time code", "verification code", "security code", "cvv", "card number", "account number", "date of birth", "social security", "verify your", "confirm your", "update your details", "share your screen", "aadhaar", "kyc"],
  },
  otherChannel: {
    zh: ["加微信", "加我微信", "加微", "微信号", "加qq", "qq号", "qq群", "加群", "进群", "入群", "拉群", "建群", "扫码", "二维码", "扫一扫", "加好友", "添加客服", "联系在线客服", "在线客服", "下载app", "会议app", "下载软件", "腾讯会议", "telegram", "飞机群", "蝙蝠", "钉钉", "私聊", "瞩目", "zoom", "退群", "满即封", "加我", "加v"],
    en: ["whatsapp", "telegram", "wechat", "signal app", "join our group", "join the group", "add me", "scan the code", "qr code", "anydesk", "teamviewer", "install the app", "download the app", "dm me", "line id"],
  },
  jobRebate: {
    zh: ["兼职", "刷单", "点赞", "返佣", "佣金", "日结", "日赚", "做任务", "任务单", "返利", "刷信誉", "刷信用", "在家操作", "手机就可以", "不限地点", "轻松赚", "月入", "招聘", "待遇", "时薪", "一单一结", "免费入职", "垫付", "抢单"],
    en: ["part time job", "work from home", "daily pay", "commission", "easy money", "earn up to", "earn daily", "per day", "like videos", "simple tasks", "complete tasks", "no experience", "job offer", "hiring", "shortlisted"],
  },
  safeAccountFee: {
    zh: ["保证金", "解冻费", "手续费", "安全账户", "流水", "认证金", "押金", "工本费", "税费", "先交", "预付", "验资", "清查资金", "资金清查", "转入指定", "指定账户", "转到我们", "滞纳金", "罚款", "激活费", "会员费", "刷流水", "赎金"],
    en: ["safe account", "processing fee", "advance fee", "deposit fee", "release fee", "customs fee", "redelivery fee", "shipping fee", "unpaid toll", "gift card", "gift cards", "transfer the money", "wire transfer", "activation fee", "small fee", "clearance fee"],
  },
  investPromise: {
    zh: ["牛股", "涨停", "操盘", "荐股", "内幕", "稳赚", "高收益", "高回报", "保本", "翻倍", "跟单", "带单", "老师带", "盈利", "建仓", "主力", "私募", "投资理财", "理财产品", "收益率", "虚拟币", "数字货币", "外汇", "原始股", "比特币", "日收益"],
    en: ["guaranteed returns", "guaranteed profit", "double your", "trading signals", "crypto", "bitcoin", "usdt", "forex", "high returns", "invest now", "passive income", "stock tips", "profits", "mining pool"],
  },
  claimsAuthority: {
    zh: ["公安", "民警", "警官", "派出所", "检察院", "法院", "社保局", "社保", "医保", "银监", "银保监", "反诈中心", "税务局", "税务", "海关", "通信管理局", "专案组", "刑侦", "经侦", "国家政策", "民政局", "教育局", "工信部", "疾控"],
    en: ["police", "court", "tax office", "irs", "hmrc", "customs", "social security administration", "immigration", "government", "ministry", "federal", "fbi", "interpol", "dvla", "medicare", "centrelink", "income tax department"],
  },
  claimsBrand: {
    zh: ["工商银行", "工行", "建设银行", "建行", "农业银行", "农行", "中国银行", "中行", "招商银行", "招行", "交通银行", "邮政储蓄", "邮储", "浦发", "民生银行", "光大银行", "平安", "银联", "支付宝", "微信支付", "京东", "淘宝", "天猫", "拼多多", "抖音", "快手", "美团", "顺丰", "圆通", "中通", "申通", "韵达", "菜鸟", "邮政", "中国移动", "移动", "联通", "电信", "花呗", "借呗", "白条", "金条", "百万保障", "网银", "信用社", "度小满", "微粒贷", "航空", "客服"],
    en: ["paypal", "amazon", "apple id", "icloud", "netflix", "ebay", "microsoft", "google", "facebook", "hsbc", "barclays", "lloyds", "natwest", "santander", "chase", "wells fargo", "bank of america", "citibank", "sbi", "hdfc", "icici", "axis bank", "royal mail", "usps", "fedex", "dhl", "ups", "evri", "your bank", "dear customer", "customer service", "customer services", "orange", "vodafone", "o2", "t mobile", "nokia"],
  },
  loanOffer: {
    zh: ["贷款", "放款", "信用卡", "额度", "无抵押", "免抵押", "低利率", "低息", "下款", "秒批", "借款", "网贷", "提额", "资金周转", "资金需求", "急用钱", "提现", "征信"],
    en: ["loan", "loans", "credit card", "pre approved", "preapproved", "low interest", "cash advance", "debt", "borrow", "instant approval", "mortgage"],
  },
  prize: {
    zh: ["中奖", "抽中", "幸运", "大奖", "恭喜您", "恭喜你", "领取", "兑换", "积分", "兑奖", "奖品", "礼品", "现金红包", "免费领", "抽奖", "彩金", "送彩金", "二等奖", "一等奖"],
    en: ["won", "winner", "prize", "awarded", "award", "congratulations", "congrats", "claim", "claim code", "reward", "rewards", "gift", "lottery", "draw", "bonus", "unredeemed", "redeem", "vouchers", "selected", "guaranteed", "free entry", "cash prize", "lucky"],
  },
  refund: {
    zh: ["退款", "理赔", "赔偿", "退费", "退税", "补偿", "改签", "退票", "双倍赔", "航班取消", "航班已被取消", "质量问题", "丢失", "补贴", "退还", "误操作", "自动扣费", "取消会员"],
    en: ["refund", "refunded", "rebate", "compensation", "reimbursement", "tax return", "overcharged", "entitled to", "tax refund", "cash back", "owed"],
  },
  urlPresent: { zh: [], en: [] },
  shortenerPresent: {
    zh: ["t.cn/", "dwz.cn/", "url.cn/", "suo.im/", "mtw.so/", "u.nu/", "3.cn/", "m.tb.cn/", "dwz.mk/", "sourl.cn/", "c1ink.cn/"],
    en: ["bit.ly/", "tinyurl.com/", "t.co/", "goo.gl/", "is.gd/", "cutt.ly/", "rb.gy/", "rebrand.ly/", "ow.ly/", "buff.ly/", "shorturl.at/", "t.ly/", "tiny.cc/", "v.gd/", "s.id/", "qr.ae/"],
  },
  phonePresent: { zh: [], en: [] },
  strangerOpener: {
    zh: ["好久不见", "还记得我吗", "猜猜我是谁", "我是你领导", "明天来我办公室", "加错了", "打错了", "认识一下", "交个朋友", "你是做什么的", "我换号了", "这是我的新号", "看看这是谁", "这是你吗", "这相册", "老同学聚会", "你的照片", "是我呀"],
    en: ["hi mum", "hi mom", "hi dad", "my new number", "new number", "lost my phone", "broke my phone", "wrong number", "is this", "long time no see", "remember me", "are you free today", "nice to meet you", "how have you been", "secret admirer", "someone you know", "fancies you"],
  },
};
