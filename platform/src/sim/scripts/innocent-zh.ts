/**
 * Chinese texts that are no scam: the look-alikes that a rule must leave alone, everyday chat, advertising, and the few
 * kinds of illegal advertising that are not scams. Our own words.
 */
import { notScam, type Script } from "./script.ts";

export const INNOCENT_ZH: readonly Script[] = notScam("zh", [
  {
    group: "bank-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【{bank}】您尾号{tail}的账户{date}{time}支出{amount}元，余额{amount2}元。如有疑问请致电卡背面客服电话。",
      "【{bank}】您尾号{tail}的信用卡本期账单{amount}元，到期还款日{date}，已绑定自动还款的客户无需操作。",
      "【{bank}】您于{time}成功登录手机银行，如非本人操作，请立即到网点或拨打卡背面电话办理挂失。",
      "【{bank}】您的定期存款{amount}元将于{date}到期，届时按约定自动转存，利率以网点公示为准。",
      "【{bank}】提醒：我行工作人员不会索要密码和短信验证码，请勿向陌生账户转账。",
      "【{bank}】您申请的转账限额调整已生效，新限额为每日{amount}元，可在柜台随时调回。",
      "【{bank}】您尾号{tail}的账户收到工资{amount}元，余额{amount2}元。",
    ],
  },
  {
    group: "one-time-code", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【{bank}】验证码{code}，您正在向尾号{tail}的账户转账{amount}元，{few}分钟内有效，切勿告知他人。",
      "【{platform}】{code}是您的登录验证码，{few}分钟内有效，非本人操作请忽略。",
      "【{shop}】您正在修改收货地址，验证码{code}，请勿泄露，客服不会向您索取。",
      "【政务服务】您的验证码为{code}，用于身份核验，请在{few}分钟内输入，不要转发给任何人。",
      "【{courier}】取件验证码{code}，请向派送员出示，勿在电话中告知。",
    ],
  },
  {
    group: "courier-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【{courier}】您的包裹已到小区东门驿站，取件码{code}，请于{time}前领取。",
      "【{courier}】派送员{surname}师傅正在派送您的包裹，预计{time}前送达，请保持电话畅通。",
      "【{courier}】您的快递因雨天路滑延误，预计{date}送达，给您带来不便敬请谅解。",
      "【{courier}】您寄出的物品已签收，签收人：门卫，运单{order}。",
      "【{courier}】您的包裹已放入{few}号柜，开箱码{code}，超过{hours}小时将收取保管费{few}元。",
      "【{courier}】您的跨境包裹已完成清关，税费由卖家承担，无需支付其他费用。",
    ],
  },
  {
    group: "government-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【市反诈中心】近期刷单返利类骗局高发，凡是要求先垫付再返款的都是诈骗，如遇可疑来电请及时报警。",
      "【公安局】温馨提示：公检法机关不会通过电话办案，没有安全账户，不会要求您转账。",
      "【气象局】{date}夜间有大到暴雨，请减少外出，注意防范山洪和城市内涝。",
      "【社保局】您{year}年度的养老保险缴费已到账，可在政务大厅窗口打印凭证。",
      "【交警支队】您的机动车检验有效期至{date}，可就近选择检测站办理，无需通过任何链接缴费。",
      "【税务局】{year}年度个人所得税综合汇算将于{date}结束，请通过官方应用办理，退税不收取任何费用。",
      "【街道办】本周六上午社区卫生服务站为老人免费量血压、测血糖，请带身份证。",
      "【教育局】今日起高考考点周边禁鸣，请过往车辆绕行，祝考生顺利。",
    ],
  },
  {
    group: "hospital-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【市医院】您预约的{date}{time}内科门诊已确认，请提前二十分钟到分诊台报到。",
      "【市医院】您的检查报告已出，可凭就诊卡在自助机打印，复诊请重新挂号。",
      "【疫苗接种】宝宝下一针应于{date}接种，请带接种本到社区门诊。",
      "【市医院】您有一笔预交金{amount}元可退，请本人持身份证到一楼收费处办理。",
    ],
  },
  {
    group: "utility-notice", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【供电公司】因线路检修，{date}{time}起停电{few}小时，请提前做好准备。",
      "【自来水】您本月水费{small}元，已从签约账户扣缴成功。",
      "【运营商】您本月套餐已用流量{percent}GB，剩余通话{minutes}分钟，回复数字查询明细。",
      "【运营商】您的话费余额不足{few}元，为避免停机请通过营业厅或官方渠道充值。",
      "【物业】本周四清洗水箱，上午九点至下午三点停水，请各位业主储水。",
    ],
  },
  {
    group: "shop-promotion", label: "marketing", channel: "sms", sender: "registered",
    texts: [
      "【{shop}】会员日全场满三百减{small}，叠加优惠券再打九折，仅限今天，退订回T。",
      "【{shop}】您有一张{small}元券即将到期，到店出示手机号即可使用，退订回T。",
      "【健身房】春季办卡买一年送三个月，前{few}十名加送私教课{few}节，退订回T。",
      "【{shop}】新店开业，{item}直降{small}元，前一百名进店有礼，地址在人民广场地铁口。",
      "【旅行社】海岛五日双飞特价{amount}元起，含机票酒店，名额有限，详询门店，退订回T。",
      "【楼盘】瞰江三居清盘特惠，首付{percent}%起，周末看房有专车接送，退订回T。",
      "【{bank}】信用卡分期手续费{few}折，{date}前办理还送积分，详见官方应用，退订回T。",
      "【培训】成人英语小班课免费试听，外教面授，开课时间{date}，地址就在您家附近，退订回T。",
      "【理财】稳健型产品业绩比较基准每年百分之三，理财非存款，投资须谨慎，到网点详询，退订回T。",
    ],
  },
  {
    group: "recruiter", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【{platform}】{name}您好，您投递的仓库管理员岗位通过初筛，请于{date}{time}到公司现场面试，带好简历。",
      "【人力资源】春季招聘会{date}在体育馆举行，三百家企业到场，求职者免费入场。",
      "【{platform}】您的简历被查看{few}次，完善工作经历可提高匹配度，求职不收取任何费用。",
    ],
  },
  {
    group: "school", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "各位家长，明天春游请给孩子带水和雨衣，八点校门口集合，费用已含在班费里。",
      "@全体成员 家长会定在周五晚七点，请准时参加，开车的家长请停在操场边。",
      "下学期校服按自愿订购，尺码表在群文件里，需要的家长本周内填一下。",
      "老师，{surname}同学今天发烧请假一天，麻烦把作业发我一下，谢谢。",
      "羽毛球社周三晚训练改到二号馆，想报名校际赛的同学在群里接龙。",
    ],
  },
  {
    group: "club", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "周末爬山的朋友进这个群：扫码就行，AA制，每人大概{small}元，包含午饭和车费。",
      "读书会这期聊科幻小说，周日下午两点老地方，新朋友也欢迎，不收费。",
      "合唱团排练改线上了，会议软件链接{link}，进来先静音。",
      "小区团购的草莓到了，{few}号楼下自提，没付款的到时候当面给我就行。",
    ],
  },
  {
    group: "family", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "妈，我到宿舍了，一切都好，周末给你打视频。",
      "爸，生活费收到了，你别总往外跑，膝盖注意保暖。",
      "老婆，晚上加班，{time}左右到家，孩子作业你先看一下。",
      "姐，妈的体检报告我拿到了，没什么大事，血压有点高。",
      "我把这个月房租转你了，{amount}元，你查一下，水电等账单来了再算。",
      "爷爷生日咱们一起订个蛋糕吧，我先付，回头一人转我{small}就行。",
      "儿子，快递帮我拿一下，取件码{code}，在东门柜子里。",
    ],
  },
  {
    group: "friends", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "昨天吃饭的钱我先垫了，一共{small}元，你方便的时候转我。",
      "周六下午打球吗？场地我订好了，两点到四点。",
      "我最近在学做股票模拟盘，亏得一塌糊涂，哈哈，还好不是真钱。",
      "借我的{item}用完了吗？下周我要用，不急，你看时间。",
      "到了给我发个消息，路上慢点，别急。",
      "手机换了新的，号码没变，微信还是这个，聊天记录没了，谁还有上次的照片？",
    ],
  },
  {
    group: "work", label: "ordinary", channel: "im", sender: "contact",
    texts: [
      "{surname}经理，合同扫描件发您邮箱了，付款按原账户走，月底前安排就可以。",
      "明早九点例会改到线上，会议号还是原来的，材料我放共享盘了。",
      "报销单缺一张发票，你补一下，财务{date}截止。",
      "客户说货收到了，数量没问题，{amount}元的尾款周五打过来。",
      "今天系统升级，邮箱可能收发慢，有急事打座机。",
    ],
  },
  {
    group: "account-notice", label: "ordinary", channel: "email", sender: "registered",
    texts: [
      "您好，您在{shop}的订单{order}已发货，预计{date}送达，可在订单页查看物流。",
      "您的{platform}会员将于{date}到期，到期后不会自动扣费，如需续费请在应用内办理。",
      "您好，附件为{date}的电子发票，金额{amount}元，请查收，如有问题请回复本邮件。",
      "您的账号刚在新设备上登录，如果是您本人操作，无需任何处理。",
    ],
  },
  {
    group: "travel", label: "ordinary", channel: "sms", sender: "registered",
    texts: [
      "【铁路】您购买的{date}{time}开车的车票已改签成功，凭证件原件进站，退票差额原路退回。",
      "【航空】{flight}航班预计延误{minutes}分钟，登机口以机场大屏为准，无需任何操作。",
      "【酒店】您预订的大床房已确认，{date}入住，到店付款，可在入住前一天免费取消。",
    ],
  },
  {
    group: "gambling", label: "illegal", channel: "sms", sender: "stranger",
    texts: [
      "线上棋牌真人荷官，首存送{small}，提款秒到，老品牌信誉保证：{link}",
      "足球滚球高水位，注册送彩金{small}，代理佣金{percent}%，登录{link}",
    ],
  },
  {
    group: "sham-papers", label: "illegal", channel: "sms", sender: "stranger",
    texts: ["本公司代开各类发票，点数优惠，验后付款，联系{contact}。", "办理各种证件、印章、学历，效果逼真，加{contact}。"],
  },
]);
