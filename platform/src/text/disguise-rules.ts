/**
 * Which swapped characters the normaliser undoes, as data of our own making. Each phrase names the plain two-character
 * word and, for each place, the look-alikes or homophones that stand in for it; only a combination that is not a word
 * of its own is listed, because these are undone everywhere. Swaps that need their surroundings carry a guard.
 */

export interface SwapPhrase {
  readonly plain: string;
  readonly first: string;
  readonly second: string;
  /** When set, the swap counts only after one of `before` or in front of one of `after` or of a digit or Latin letter. */
  readonly guard?: { readonly before: string; readonly after: string };
}

const contact = { before: "加佳嘉伽+我添私主留", after: "号群:;,。" };

export const SWAP_PHRASES: readonly SwapPhrase[] = [
  { plain: "微信", first: "薇徽葳巍嶶溦v", second: "伩芯訫" },
  { plain: "微信", first: "威维卫", second: "", guard: contact },
  { plain: "微信", first: "", second: "星心", guard: { before: "加佳嘉伽+", after: "" } },
  { plain: "加微", first: "佳嘉伽珈茄枷+", second: "薇徽葳嶶溦v" },
  { plain: "添加", first: "忝", second: "佳伽珈" },
  { plain: "加群", first: "佳嘉伽珈茄枷+", second: "裙" },
  { plain: "加我", first: "佳伽珈茄枷+", second: "莪" },
  { plain: "加q", first: "佳嘉伽珈茄枷+", second: "扣叩", guard: { before: "", after: ":" } },
  { plain: "q群", first: "扣叩", second: "裙" },
  { plain: "进群", first: "", second: "裙" },
  { plain: "入群", first: "", second: "裙" },
  { plain: "建群", first: "", second: "裙" },
  { plain: "拉群", first: "", second: "裙" },
  { plain: "信群", first: "", second: "裙" },
  { plain: "流群", first: "", second: "裙" },
  { plain: "股群", first: "", second: "裙" },
  { plain: "利群", first: "", second: "裙" },
  { plain: "群主", first: "裙", second: "" },
  { plain: "群号", first: "裙", second: "" },
  { plain: "群聊", first: "裙", second: "" },
  { plain: "贷款", first: "袋岱黛玳", second: "窾" },
  { plain: "放款", first: "", second: "窾" },
  { plain: "发票", first: "", second: "漂瞟嫖鳔缥瓢剽骠嘌膘镖" },
  { plain: "开票", first: "", second: "漂瞟鳔缥剽骠嘌膘镖" },
  { plain: "税票", first: "", second: "漂瞟鳔缥剽骠嘌膘镖" },
  { plain: "股票", first: "鼓", second: "漂瞟鳔缥骠嘌" },
  { plain: "彩票", first: "采睬踩", second: "漂瞟鳔缥骠嘌" },
  { plain: "刷单", first: "唰耍涮", second: "丹旦" },
  { plain: "兼职", first: "蒹", second: "只知织帜枳" },
  { plain: "验证", first: "", second: "怔症" },
  { plain: "证码", first: "", second: "玛" },
  { plain: "密码", first: "蜜泌宓", second: "玛" },
  { plain: "转账", first: "", second: "涨仗" },
  { plain: "账户", first: "", second: "沪" },
  { plain: "银行", first: "垠", second: "航" },
  { plain: "客服", first: "喀", second: "伏" },
  { plain: "红包", first: "洪鸿荭", second: "苞" },
  { plain: "返利", first: "", second: "俐莉" },
  { plain: "佣金", first: "拥庸", second: "" },
  { plain: "赌博", first: "堵睹", second: "搏膊" },
  { plain: "棋牌", first: "祺琪", second: "拍" },
  { plain: "下载", first: "吓", second: "栽哉" },
  { plain: "投资", first: "骰", second: "滋孜" },
  { plain: "理财", first: "", second: "裁" },
  { plain: "点击", first: "", second: "鸡" },
  { plain: "领取", first: "岭", second: "娶" },
  { plain: "充值", first: "冲", second: "" },
  { plain: "信用", first: "", second: "甪" },
  { plain: "注册", first: "铸", second: "" },
  { plain: "网址", first: "罔", second: "祉" },
  { plain: "免费", first: "勉", second: "废沸" },
  { plain: "登录", first: "凳", second: "" },
  { plain: "兑换", first: "", second: "唤涣" },
  { plain: "冻结", first: "栋", second: "" },
  { plain: "操盘", first: "", second: "磐" },
];

/** Two signs that together are read as one: a character written in its halves, a doubled letter, a nickname. */
export const JOINED: readonly (readonly [pair: string, plain: string])[] = [
  ["君羊", "群"],
  ["亻言", "信"],
  ["代贝", "贷"],
  ["钅戋", "钱"],
  ["钅艮", "银"],
  ["彳亍", "行"],
  ["西示", "票"],
  ["讠正", "证"],
  ["石马", "码"],
  ["贝者", "赌"],
  ["车专", "转"],
  ["冫东", "冻"],
  ["纟工", "红"],
  ["扌殳", "投"],
  ["扣扣", "qq"],
  ["叩叩", "qq"],
  ["抠抠", "qq"],
  ["球球", "qq"],
  ["峮", "群"],
];

/** Latin spellings of a chat app's name; undone only beside Chinese characters or digits. */
export const LATIN_NAMES: readonly (readonly [string, string])[] = [
  ["vx", "微信"],
  ["wx", "微信"],
  ["weixin", "微信"],
  ["wechat", "微信"],
  ["vxin", "微信"],
  ["wexin", "微信"],
];

/**
 * Families for the classifier only (first character stands for the rest): merging them everywhere costs a little
 * meaning and gains that an unforeseen swap inside a family changes nothing. Never shown to a person.
 */
export const LOOKALIKE_FAMILIES: readonly string[] = [
  "微薇徽葳巍嶶溦威",
  "加佳嘉伽珈茄枷咖",
  "群裙",
  "票漂飘瞟嫖鳔缥瓢剽骠嘌膘镖",
  "贷袋岱黛玳",
  "单丹旦",
  "职织帜枳",
  "刷唰涮",
  "码玛",
  "账帐胀",
  "包苞",
  "红虹洪鸿荭",
  "博搏膊",
  "赌睹堵",
  "彩采睬踩",
  "佣拥庸",
  "密蜜泌",
  "载栽哉",
  "资姿滋",
  "信伩芯訫",
  "扣叩抠寇蔻",
  "登凳蹬",
  "陆录",
  "领岭",
  "取娶",
  "银垠",
  "证怔症",
  "服伏",
  "换唤焕涣",
  "积绩",
  "值植殖",
  "址祉",
  "费废沸",
  "号浩皓",
  "款窾",
  "冻栋",
  "投骰",
];
