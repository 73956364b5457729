/**
 * Brands that scammers pretend to be, with the domains and the service numbers that are really theirs, as a short table
 * of facts. What stands here can never be blocked by anyone; a brand that is missing is merely not protected yet.
 * Sources: the brands' own sites; domain facts checked against v2fly/domain-list-community (MIT), numbers against
 * metowolf/vCards and the numbering plan of MIIT (short codes). Store a brand by its id: positions move as the table grows.
 */
export type BrandSector = "bank" | "payment" | "telecom" | "courier" | "platform" | "government" | "securities" | "travel" | "technology" | "crypto";

export interface ProtectedBrand {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly sector: BrandSector;
  /**
   * How hosts spell it. A leading `~` marks an ordinary word or a very short token: it counts only as a whole part beside
   * a word that asks for trust (`apple-id-verify`), never by edit distance.
   */
  readonly tokens: readonly string[];
  /** Registrable domains, subdomains included. */
  readonly realDomains: readonly string[];
  /** As dialled inside China, without +86. */
  readonly serviceNumbers: readonly string[];
}

/** id | Chinese | English | tokens | domains | service numbers */
const TABLE: Readonly<Record<BrandSector, string>> = {
  bank: `
icbc|工商银行|ICBC|icbc|icbc.com.cn icbc.com 95588.com icbc.com.hk icbcasia.com|95588
ccb|建设银行|China Construction Bank|~ccb ccbbank|ccb.com ccb.cn ccb.com.cn asia.ccb.com|95533
abc|农业银行|Agricultural Bank of China|abchina|abchina.com abchina.com.cn 95599.cn|95599
boc|中国银行|Bank of China|~boc bankofchina|boc.cn bankofchina.com bochk.com bocichina.com|95566
bocom|交通银行|Bank of Communications|bankcomm|bankcomm.com bankcomm.cn bankcomm.com.hk|95559
psbc|邮储银行|Postal Savings Bank of China|psbc|psbc.com|95580
cmb|招商银行|China Merchants Bank|~cmb cmbchina|cmbchina.com cmbchina.cn cmbimg.com cmburl.cn cmbwinglungbank.com|95555
citic|中信银行|China CITIC Bank|citicbank ecitic|citicbank.com ecitic.com citicbank.com.cn cncbinternational.com|95558
ceb|光大银行|China Everbright Bank|cebbank|cebbank.com|95595
cmbc|民生银行|China Minsheng Bank|~cmbc|cmbc.com.cn|95568
cib|兴业银行|Industrial Bank|~cib|cib.com.cn|95561
spdb|浦发银行|SPD Bank|~spdb spdbank|spdb.com.cn|95528
cgb|广发银行|China Guangfa Bank|cgbchina|cgbchina.com.cn|95508
hxb|华夏银行|Hua Xia Bank|~hxb|hxb.com.cn|95577
pab|平安银行|Ping An Bank|~pingan pinganbank|pingan.com pingan.com.cn pingan.cn pingan.com.hk yqb.com|95511
czb|浙商银行|China Zheshang Bank|czbank|czbank.com|95527
bob|北京银行|Bank of Beijing|bankofbeijing|bankofbeijing.com.cn|95526
bosc|上海银行|Bank of Shanghai|bankofshanghai|bosc.cn bankofshanghai.com|95594
jsb|江苏银行|Bank of Jiangsu|jsbchina|jsbchina.cn|95319
nbcb|宁波银行|Bank of Ningbo|nbcb|nbcb.com.cn nbcb.cn|95574
njcb|南京银行|Bank of Nanjing|njcb|njcb.com.cn|95302
hzbank|杭州银行|Bank of Hangzhou|hzbank|hzbank.com.cn|95398
webank|微众银行|WeBank|webank|webank.com webankcdn.net|95384
mybank|网商银行|MYbank|~mybank|mybank.cn|95188
cdb|国家开发银行|China Development Bank|~cdb|cdb.com.cn|95593
hsbc|汇丰银行|HSBC|hsbc|hsbc.com hsbc.com.cn hsbc.com.hk hsbc.co.uk hsbc.uk hsbcnet.com hsbc.com.tw hsbc.com.sg|95366
scb|渣打银行|Standard Chartered|standardchartered|sc.com standardchartered.com standardchartered.com.cn standardchartered.com.hk|
citi|花旗银行|Citibank|citibank|citi.com citibank.com citibank.com.cn citibank.com.hk|
hangseng|恒生银行|Hang Seng Bank|hangseng|hangseng.com hangseng.com.cn|
chase|摩根大通银行|Chase|~chase jpmorgan|chase.com jpmorgan.com jpmorganchase.com|
bofa|美国银行|Bank of America|bankofamerica|bankofamerica.com bofa.com|
wells|富国银行|Wells Fargo|wellsfargo|wellsfargo.com wf.com|
barclays|巴克莱银行|Barclays|barclays|barclays.co.uk barclays.com barclaycard.co.uk|
santander|桑坦德银行|Santander|santander|santander.com santander.co.uk santander.es santander.com.br santander.com.mx santander.pt santander.pl santanderbank.com|
dbs|星展银行|DBS|~dbs|dbs.com dbs.com.sg dbs.com.hk|
ocbc|华侨银行|OCBC|ocbc|ocbc.com ocbc.com.sg|
lloyds|劳埃德银行|Lloyds Bank|lloydsbank|lloydsbank.com lloydsbank.co.uk lloydsbankinggroup.com|
bbva|西班牙对外银行|BBVA|bbva|bbva.com bbva.es bbva.mx bbva.pe bbva.com.co|
ing|荷兰国际集团|ING|~ing|ing.com ing.nl ing.de ing.es ing.com.au|
intesa|联合圣保罗银行|Intesa Sanpaolo|intesasanpaolo|intesasanpaolo.com|`,
  payment: `
alipay|支付宝|Alipay|alipay zhifubao|alipay.com alipay.hk alipay.cn alipayobjects.com alipayplus.com antgroup.com|95188
unionpay|银联|UnionPay|unionpay chinaums|unionpay.com 95516.com unionpayintl.com chinaums.com chinapay.com chinaunionpay.com|95516 95534
tenpay|财付通（微信支付）|Tenpay|tenpay wechatpay weixinpay|tenpay.com|95017
bestpay|翼支付|BestPay|bestpay|bestpay.com.cn bestpay.cn|11888
lakala|拉卡拉|Lakala|lakala|lakala.com|95016
paypal|贝宝|PayPal|paypal|paypal.com paypal.me paypalobjects.com paypal.cn paypal-corp.com|
visa|维萨|Visa|~visa|visa.com visa.com.cn visa.cn visa.co.uk|
mastercard|万事达|Mastercard|mastercard|mastercard.com mastercard.com.cn mastercard.us mastercard.cn|
amex|美国运通|American Express|americanexpress amex|americanexpress.com americanexpress.com.cn amex.com aexp-static.com|
wise|Wise|Wise|~wise transferwise|wise.com transferwise.com|
revolut|Revolut|Revolut|revolut|revolut.com revolut.me|
stripe|Stripe|Stripe|~stripe|stripe.com stripe.network|
westernunion|西联汇款|Western Union|westernunion|westernunion.com|
moneygram|速汇金|MoneyGram|moneygram|moneygram.com|
cashapp|Cash App|Cash App|cashapp|cash.app|
venmo|Venmo|Venmo|venmo|venmo.com|
zelle|Zelle|Zelle|zelle|zellepay.com|`,
  telecom: `
chinamobile|中国移动|China Mobile|chinamobile ~10086|10086.cn chinamobile.com chinamobileltd.com 139.com migu.cn cmpay.com hk.chinamobile.com|10086 10085 1008611
chinatelecom|中国电信|China Telecom|chinatelecom ~10000|189.cn chinatelecom.com.cn chinatelecomglobal.com 21cn.com ctyun.cn|10000 10001 10006
chinaunicom|中国联通|China Unicom|chinaunicom ~10010|10010.com 10010.cn chinaunicom.com chinaunicom.cn chinaunicom.com.cn wo.cn wo.com.cn|10010 10011 10018
chinabroadnet|中国广电|China Broadnet|chinabroadnet ~10099|10099.com.cn cbn.cn|10099
chinatower|中国铁塔|China Tower|chinatower|china-tower.com|10096
att|美国电话电报|AT&T|~att|att.com att.net|
verizon|威瑞森|Verizon|verizon|verizon.com verizonwireless.com|
vodafone|沃达丰|Vodafone|vodafone|vodafone.com vodafone.co.uk vodafone.de vodafone.it vodafone.es|
tmobile|T-Mobile|T-Mobile|~tmobile|t-mobile.com telekom.de t-mobile.nl t-mobile.pl|`,
  courier: `
sf|顺丰速运|SF Express|sfexpress|sf-express.com sf.cn sf-international.com sf-airlines.com|95338
chinapost|中国邮政|China Post|chinapost|chinapost.com.cn ems.com.cn 11183.com.cn 11185.cn postmail.cn|11183 11185
zto|中通快递|ZTO Express|~zto ztoexpress|zto.com zto.cn 95311.com ztoglobal.com|95311 95720
yto|圆通速递|YTO Express|~yto ytoexpress|yto.net.cn yto56.com.cn|95554
sto|申通快递|STO Express|stoexpress|sto.cn sto-express.cn sto-express.com|95543
yunda|韵达速递|Yunda Express|yundaex ~yunda|yundaex.com yundaex.cn yunda56.com|95546
jdl|京东物流|JD Logistics|~jdl|jdl.com jdl.cn jdwl.com|950616
deppon|德邦快递|Deppon|deppon|deppon.com deppon.com.cn|95353
jt|极兔速递|J&T Express|jtexpress|jtexpress.cn jtexpress.com jtexpress.com.cn jtexpress.my jtexpress.sg|956025
best|百世快递|Best Express|800best|800best.com 800best.cn best-inc.com|95320
cainiao|菜鸟|Cainiao|cainiao|cainiao.com cainiao.com.cn guoguo-app.com|
fcbox|丰巢|FC Box|fcbox hivebox|fcbox.com|4000633333
dhl|DHL|DHL|~dhl|dhl.com dhl.de dhl.com.cn dhl.co.uk dpdhl.com dhl.com.hk|95380
fedex|联邦快递|FedEx|fedex|fedex.com|4008861888
ups|UPS|UPS|~ups|ups.com|4008208388
usps|美国邮政|USPS|usps|usps.com usps.gov|
royalmail|英国皇家邮政|Royal Mail|royalmail|royalmail.com|
evri|Evri|Evri|evri|evri.com|
dpd|DPD|DPD|~dpd|dpd.com dpd.co.uk dpd.de dpd.fr dpd.nl|
correos|西班牙邮政|Correos|correos|correos.es correos.com|
poczta|Poste Italiane|Poste Italiane|posteitaliane|poste.it posteitaliane.it|`,
  platform: `
taobao|淘宝|Taobao|taobao|taobao.com tb.cn taobaocdn.com tbcdn.cn taobao.org|9510211 9510288
tmall|天猫|Tmall|tmall|tmall.com tmall.hk tmall.ru|
alibaba|阿里巴巴|Alibaba|alibaba 1688|alibaba.com 1688.com alibabagroup.com aliyun.com alibabacloud.com alicdn.com aliexpress.com alibaba-inc.com|4008001688
xianyu|闲鱼|Xianyu|xianyu goofish|goofish.com|9510222
jd|京东|JD.com|jingdong ~jd|jd.com jd.hk jd.id joybuy.com 360buyimg.com jdpay.com jr.jd.com|95118 950618
pdd|拼多多|Pinduoduo|pinduoduo yangkeduo|pinduoduo.com yangkeduo.com pddpic.com temu.com|
suning|苏宁易购|Suning|suning|suning.com suning.cn suningbank.com|95177
vip|唯品会|Vipshop|vipshop|vip.com vipshop.com|
dangdang|当当网|Dangdang|dangdang|dangdang.com ddimg.cn|
meituan|美团|Meituan|meituan|meituan.com meituan.net dianping.com sankuai.com|10107888 10109777
eleme|饿了么|Ele.me|~eleme|ele.me elemecdn.com|10105757
didi|滴滴出行|DiDi|didichuxing didiglobal|didichuxing.com didiglobal.com didi.cn xiaojukeji.com udache.com|95066
douyin|抖音|Douyin|douyin|douyin.com douyinpay.com douyinpic.com douyinvod.com amemv.com iesdouyin.com|95152
kuaishou|快手|Kuaishou|kuaishou|kuaishou.com kuaishou.cn gifshow.com kuaishoupay.com|
xiaohongshu|小红书|Xiaohongshu|xiaohongshu|xiaohongshu.com xhslink.com xhscdn.com rednote.com|
weixin|微信|WeChat|wechat weixin|wechat.com weixin.com weixin.qq.com weixinbridge.com servicewechat.com|
qq|腾讯 QQ|Tencent QQ|~qq tencent|qq.com qq.com.cn tencent.com tencent.cn gtimg.com tencentcloud.com myqcloud.com foxmail.com|0755-83765566 95716
weibo|微博|Weibo|weibo|weibo.com weibo.cn weibocdn.com weibopay.com sina.com.cn sina.cn|4000960960
baidu|百度|Baidu|baidu|baidu.com baidu.cn baidu.com.cn bdstatic.com baidubce.com baidupcs.com duxiaoman.com|
netease|网易|NetEase|netease|163.com 126.com netease.com 126.net 127.net yeah.net|
bilibili|哔哩哔哩|Bilibili|bilibili|bilibili.com bilibili.cn bilibili.tv b23.tv biliapi.com hdslb.com|4001782233
zhihu|知乎|Zhihu|zhihu|zhihu.com zhimg.com|
tiktok|TikTok|TikTok|tiktok|tiktok.com tiktokcdn.com tiktokv.com tiktokw.us tiktokshop.com|
shopee|虾皮|Shopee|shopee|shopee.com shopee.cn shopee.tw shopee.sg shopee.com.my shopee.co.id shopee.vn shopee.ph shopee.co.th shopee.com.br shp.ee|
lazada|来赞达|Lazada|lazada|lazada.com lazada.sg lazada.com.my lazada.co.id lazada.vn lazada.com.ph lazada.co.th|
rakuten|乐天|Rakuten|rakuten|rakuten.co.jp rakuten.com rakuten.com.tw rakuten.ne.jp rakuten.tv r10s.jp rakuten-card.co.jp rakuten-sec.co.jp rakuten-bank.co.jp|
mercari|煤炉|Mercari|mercari|mercari.com mercari.jp|
amazon|亚马逊|Amazon|amazon|amazon.com amazon.cn amazon.co.uk amazon.de amazon.co.jp amazon.fr amazon.it amazon.es amazon.in amazon.ca amazonaws.com aboutamazon.com media-amazon.com amazonpay.com amazontrust.com awsstatic.com primevideo.com aws.dev|
ebay|eBay|eBay|ebay|ebay.com ebay.co.uk ebay.de ebay.com.au ebay.cn ebaystatic.com ebayimg.com|
walmart|沃尔玛|Walmart|walmart|walmart.com walmart.cn walmart.ca walmartimages.com|
etsy|Etsy|Etsy|etsy|etsy.com etsystatic.com|`,
  government: `
gjfzzx|国家反诈中心|National Anti-Fraud Centre|fanzhazhongxin gjfzzx|gjfzzx.cn|96110
mps|公安机关|Public security organs|gonganju|mps.gov.cn cyberpolice.cn|110 119 122 12110 12389
miit|工业和信息化部|Ministry of Industry and Information Technology|~miit|miit.gov.cn 12381.cn 12321.cn 12300.cn|12381 12321 12300
gov12345|政务服务便民热线|Government service line|~12345|www.gov.cn gjzwfw.www.gov.cn|12345
health|医疗急救与卫生热线|Medical emergency and health line||nhc.gov.cn|120 999 12320 12356
tax|国家税务总局|State Taxation Administration|chinatax|chinatax.gov.cn|12366
traffic|交管 12123|Traffic police 12123|~12123|122.gov.cn|12123
mot|交通运输服务监督|Transport supervision line||mot.gov.cn|12328
samr|市场监管热线|Market supervision line||samr.gov.cn|12315
mohrss|人社（社保）|Social security|~12333|mohrss.gov.cn 12333.gov.cn|12333
gjj|住房公积金|Housing provident fund|~12329|mohurd.gov.cn|12329
nhsa|国家医保局|Healthcare Security Administration|~nhsa|nhsa.gov.cn|12393
court|人民法院诉讼服务|People's courts|~12368|court.gov.cn chinacourt.org|12368
procuratorate|检察服务|People's procuratorates|~12309|spp.gov.cn 12309.gov.cn|12309
legalaid|公共法律服务|Legal services|~12348|12348.gov.cn|12348
customs|海关|China Customs|~12360|customs.gov.cn singlewindow.cn|12360
immigration|国家移民管理局|Immigration Administration|~12367|nia.gov.cn|12367
pbc|中国人民银行|People's Bank of China|pbccrc|pbc.gov.cn pbccrc.org.cn|12363
nfra|金融监管总局|Financial Regulatory Administration||nfra.gov.cn cbirc.gov.cn|12378
csrc|中国证监会|Securities Regulatory Commission||csrc.gov.cn|12386
youth|青少年与妇女维权热线|Youth and women's lines||gqt.org.cn women.org.cn|12355 12338
cac|网信办举报中心|Internet reporting centre|~12377|12377.cn cac.gov.cn|12377
xuexi|学习强国|Xuexi Qiangguo|xuexiqiangguo|xuexi.cn|12361
chsi|学信网|CHSI|~chsi|chsi.com.cn chsi.cn|
sgcc|国家电网|State Grid|~sgcc|sgcc.com.cn 95598.cn|95598
csg|南方电网|China Southern Power Grid||csg.cn 95598.csg.cn|95598
irs|美国国税局|IRS|~irs|irs.gov|
hmrc|英国税务海关总署|HMRC|hmrc|hmrc.gov.uk gov.uk|
ezpass|E-ZPass|E-ZPass|ezpass|e-zpassny.com ezpassnj.com e-zpassiag.com ezpassmd.com|`,
  securities: `
citics|中信证券|CITIC Securities|citics|citics.com citics.com.hk cs.ecitic.com|95548
htsc|华泰证券|Huatai Securities|htsc|htsc.com.cn htsc.com|95597
gtht|国泰海通|Guotai Haitong|~gtht|gtht.com gtja.com htsec.com|95521 95553
eastmoney|东方财富|Eastmoney|eastmoney|eastmoney.com 18.cn 1234567.com.cn|95357
ths|同花顺|Hithink RoyalFlush|10jqka|10jqka.com.cn|952555
futu|富途|Futu|futunn futuhk|futunn.com futuhk.com futufin.com moomoo.com|4008701818
cicc|中金公司|CICC|~cicc|cicc.com.cn cicc.com|
chinalife|中国人寿|China Life|chinalife|chinalife.com.cn e-chinalife.com|95519
picc|中国人保|PICC|~picc|picc.com picc.com.cn epicc.com.cn|95518 95591
cpic|太平洋保险|CPIC|~cpic|cpic.com.cn|95500
schwab|嘉信理财|Charles Schwab|schwab|schwab.com schwab.com.hk|
fidelity|富达|Fidelity|~fidelity|fidelity.com fidelity.co.uk fidelity.com.hk|
robinhood|Robinhood|Robinhood|~robinhood|robinhood.com|
etoro|eToro|eToro|etoro|etoro.com|
metatrader|MetaTrader|MetaTrader|metatrader|metatrader4.com metatrader5.com metaquotes.net mql5.com|
ibkr|盈透证券|Interactive Brokers|interactivebrokers|interactivebrokers.com interactivebrokers.com.hk ibkr.com|`,
  travel: `
railway|铁路 12306|China Railway 12306|~12306|12306.cn|12306
ctrip|携程|Trip.com|ctrip|ctrip.com trip.com ctrip.cn ctrip.com.hk|95010
qunar|去哪儿|Qunar|qunar|qunar.com|95117
tongcheng|同程旅行|Tongcheng Travel|~tongcheng|ly.com|95711
fliggy|飞猪|Fliggy|fliggy|fliggy.com|9510208
airchina|中国国航|Air China|airchina|airchina.com.cn airchina.com|95583
ceair|东方航空|China Eastern|ceair|ceair.com|95530
csair|南方航空|China Southern|csair|csair.com csair.cn|95539
hnair|海南航空|Hainan Airlines|hnair|hnair.com hainanairlines.com|95339
booking|缤客|Booking.com|~booking|booking.com bstatic.com|
airbnb|爱彼迎|Airbnb|airbnb|airbnb.com airbnb.cn muscache.com airbnb.co.uk|`,
  technology: `
apple|苹果|Apple|~apple icloud appleid|apple.com icloud.com icloud.com.cn apple.com.cn apple.cn me.com mzstatic.com aaplimg.com itunes.com cdn-apple.com|4006668800
google|谷歌|Google|google ~gmail|google.com google.cn google.com.hk googleapis.com gmail.com gstatic.com youtube.com googleusercontent.com withgoogle.com googlesource.com google.co.uk google.co.jp google.de google.dev googleblog.com|
microsoft|微软|Microsoft|microsoft ~outlook office365 onedrive|microsoft.com live.com outlook.com office.com office365.com microsoftonline.com windows.com msn.com azure.com onedrive.com sharepoint.com windowsupdate.com azureedge.net xbox.com skype.com microsoft365.com|4008203800
facebook|脸书|Facebook|facebook|facebook.com fb.com fb.me fbcdn.net messenger.com meta.com facebook.net facebookmail.com|
instagram|Instagram|Instagram|instagram|instagram.com cdninstagram.com|
whatsapp|WhatsApp|WhatsApp|whatsapp|whatsapp.com whatsapp.net wa.me|
telegram|Telegram|Telegram|telegram|telegram.org t.me telegram.me telegram.dog telegram-cdn.org cdn-telegram.org telegra.ph|
twitter|X（推特）|X (Twitter)|twitter|twitter.com x.com t.co twimg.com|
linkedin|领英|LinkedIn|linkedin|linkedin.com linkedin.cn licdn.com lnkd.in|
netflix|网飞|Netflix|netflix|netflix.com netflix.net nflxext.com nflxvideo.net nflximg.net|
spotify|Spotify|Spotify|spotify|spotify.com scdn.co spotifycdn.com|
discord|Discord|Discord|~discord|discord.com discord.gg discordapp.com discordapp.net discord.gift|
steam|Steam|Steam|steamcommunity steampowered|steampowered.com steamcommunity.com steamstatic.com steamcontent.com steamusercontent.com s.team|
roblox|罗布乐思|Roblox|roblox|roblox.com rbxcdn.com|
adobe|Adobe|Adobe|adobe|adobe.com adobe.io adobelogin.com adobedtm.com acrobat.com|
dropbox|Dropbox|Dropbox|dropbox|dropbox.com dropboxusercontent.com dropboxapi.com|
docusign|DocuSign|DocuSign|docusign|docusign.com docusign.net|
line|LINE|LINE|~line|line.me linecorp.com line-apps.com line-scdn.net line.biz lin.ee|
kakao|Kakao|Kakao|kakao|kakao.com kakaocorp.com kakaobank.com kakaopay.com daum.net kakaocdn.net|
naver|Naver|Naver|naver|naver.com naver.net naver.me navercorp.com pstatic.net|
huawei|华为|Huawei|huawei|huawei.com huawei.cn hicloud.com vmall.com huaweicloud.com dbankcloud.com|950800 950808
xiaomi|小米|Xiaomi|xiaomi|mi.com xiaomi.com xiaomi.cn xiaomi.net miui.com xiaomiev.com|950816 4001005678
oppo|OPPO|OPPO|~oppo|oppo.com oppo.cn heytap.com coloros.com|95018
vivo|vivo|vivo|~vivo|vivo.com vivo.com.cn vivo.cn vivoglobal.com|95033
cloudflare|Cloudflare|Cloudflare|cloudflare|cloudflare.com cloudflare.net cloudflare-dns.com cloudflareinsights.com|
github|GitHub|GitHub|github|github.com githubusercontent.com githubassets.com github.dev ghcr.io|
zoom|Zoom|Zoom|~zoom|zoom.us zoom.com|
anydesk|AnyDesk|AnyDesk|anydesk|anydesk.com|
teamviewer|TeamViewer|TeamViewer|teamviewer|teamviewer.com teamviewer.cn|
todesk|ToDesk|ToDesk|todesk|todesk.com|
sunlogin|向日葵|Sunlogin|sunlogin|oray.com sunlogin.oray.com|`,
  crypto: `
binance|币安|Binance|binance|binance.com binance.us binance.org binance.cloud binance.vision binance.me binance.info bnbchain.org|
okx|欧易|OKX|okex ~okx|okx.com okex.com oklink.com okx.cab okx.ac|
coinbase|Coinbase|Coinbase|coinbase|coinbase.com coinbase.org base.org|
kraken|Kraken|Kraken|~kraken|kraken.com|
kucoin|库币|KuCoin|kucoin|kucoin.com kucoin.plus|
bybit|Bybit|Bybit|bybit|bybit.com bybitglobal.com bybit.cloud|
huobi|火币（HTX）|HTX (Huobi)|huobi|huobi.com htx.com huobi.pro huobigroup.com|
gate|芝麻开门|Gate|gateio|gate.io gate.com|
bitget|Bitget|Bitget|bitget|bitget.com|
bitfinex|Bitfinex|Bitfinex|bitfinex|bitfinex.com|
bitstamp|Bitstamp|Bitstamp|bitstamp|bitstamp.net|
mexc|抹茶|MEXC|mexc|mexc.com|
cryptocom|Crypto.com|Crypto.com|~cryptocom|crypto.com|
blockchain|Blockchain.com|Blockchain.com|~blockchain|blockchain.com blockchain.info|
metamask|小狐狸钱包|MetaMask|metamask|metamask.io|
trustwallet|Trust Wallet|Trust Wallet|trustwallet|trustwallet.com|
walletconnect|WalletConnect|WalletConnect|walletconnect|walletconnect.com walletconnect.org walletconnect.network|
ledger|Ledger|Ledger|~ledger ledgerlive|ledger.com ledgerwallet.com|
trezor|Trezor|Trezor|trezor|trezor.io|
imtoken|imToken|imToken|imtoken|token.im|
tokenpocket|TokenPocket|TokenPocket|tokenpocket|tokenpocket.pro tpwallet.io|
uniswap|Uniswap|Uniswap|uniswap|uniswap.org|
pancakeswap|PancakeSwap|PancakeSwap|pancakeswap|pancakeswap.finance|
opensea|OpenSea|OpenSea|opensea|opensea.io|
tether|泰达|Tether|~tether|tether.to|
etherscan|Etherscan|Etherscan|etherscan|etherscan.io|
coinmarketcap|CoinMarketCap|CoinMarketCap|coinmarketcap|coinmarketcap.com|
polkadot|Polkadot|Polkadot|~polkadot|polkadot.network polkadot.io polkadot.com|
ethereum|Ethereum|Ethereum|~ethereum|ethereum.org|
exodus|Exodus|Exodus|~exodus|exodus.com exodus.io|
phantom|Phantom|Phantom|~phantom|phantom.app phantom.com|
pudgy|Pudgy Penguins|Pudgy Penguins|pudgypenguins|pudgypenguins.com|`,
};

const words = (text: string | undefined): readonly string[] => (text ?? "").split(" ").filter((word) => word !== "");

export const BRANDS: readonly ProtectedBrand[] = Object.entries(TABLE).flatMap(([sector, lines]) =>
  lines.trim().split("\n").map((line): ProtectedBrand => {
    const [id = "", zh = "", en = "", tokens, domains, numbers] = line.split("|");
    return { id, zh, en, sector: sector as BrandSector, tokens: words(tokens), realDomains: words(domains), serviceNumbers: words(numbers) };
  }),
);

/**
 * Suffixes that a state hands out to its own bodies only: whoever has a name there is who they say. Universities are not
 * among them, because their hosts are often taken over.
 */
export const STATE_SUFFIXES: readonly string[] = ["gov.cn", "mil.cn", "gov", "mil", "gov.hk", "gov.mo", "gov.tw", "gov.uk", "gov.sg", "gov.au", "go.jp", "go.kr", "gov.my", "gc.ca", "govt.nz", "gov.br", "gov.in", "europa.eu"];

const BY_DOMAIN = new Map<string, ProtectedBrand | null>();
for (const suffix of STATE_SUFFIXES) BY_DOMAIN.set(suffix, null);
for (const brand of BRANDS) for (const domain of brand.realDomains) BY_DOMAIN.set(domain, BY_DOMAIN.get(domain) ?? brand);

/** The brand whose real domain this host is or lies under; `"state"` for a state body without an entry; else null. */
export function brandOwning(host: string): ProtectedBrand | "state" | null {
  for (let at = 0; ; ) {
    const found = BY_DOMAIN.get(at === 0 ? host : host.slice(at));
    if (found !== undefined) return found ?? "state";
    const dot = host.indexOf(".", at);
    if (dot < 0) return null;
    at = dot + 1;
  }
}

/** Emergency, government, hospital and brand service numbers as dialled inside China, without +86. */
export const SERVICE_NUMBERS: ReadonlySet<string> = new Set([
  // Emergencies, maritime rescue, domestic violence, and directory assistance.
  "110", "119", "120", "122", "999", "12395", "12338", "114", "116114", "12117", "12121", "12119",
  // Regulators, complaints and public services that no brand above carries.
  "12300", "12305", "12310", "12312", "12313", "12316", "12318", "12319", "12322", "12325", "12326", "12330", "12335", "12336", "12337", "12339", "12340", "12350", "12351", "12369", "12371", "12380", "12388", "12390", "12391", "12396",
  ...BRANDS.flatMap((brand) => brand.serviceNumbers.map((number) => number.replaceAll("-", ""))),
]);
