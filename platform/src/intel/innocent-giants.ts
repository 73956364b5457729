/**
 * Very large hosts that are found on scam lists again and again although most of what they carry is innocent: shops, app
 * stores, portals, link shorteners, mail. An import may name a page on them, never the whole host. A short table of our
 * own; brands' real domains (domain/brand.ts) are protected besides. A host that is missing is merely not caught.
 */
const GIANTS = `
  google.com youtube.com gmail.com blogger.com goo.gl g.co youtu.be forms.gle sites.google.com docs.google.com
  apple.com apps.apple.com itunes.apple.com icloud.com testflight.apple.com
  microsoft.com live.com office.com outlook.com bing.com msn.com sharepoint.com onedrive.live.com aka.ms
  facebook.com instagram.com whatsapp.com fb.com messenger.com threads.net threads.com
  x.com twitter.com t.co linkedin.com lnkd.in pinterest.com pin.it reddit.com redd.it tumblr.com quora.com medium.com
  tiktok.com telegram.org t.me discord.com discord.gg snapchat.com line.me vk.com ok.ru
  amazon.com ebay.com etsy.com walmart.com aliexpress.com alibaba.com shopee.com lazada.com rakuten.co.jp mercari.com
  taobao.com tmall.com jd.com pinduoduo.com 1688.com suning.com vip.com meituan.com dianping.com ele.me
  qq.com weixin.qq.com baidu.com weibo.com sina.com.cn sohu.com 163.com 126.com netease.com zhihu.com douban.com
  bilibili.com douyin.com kuaishou.com xiaohongshu.com toutiao.com ixigua.com youku.com iqiyi.com csdn.net gitee.com
  cnblogs.com jianshu.com 58.com ganji.com ctrip.com qunar.com so.com sogou.com hao123.com huanqiu.com people.com.cn
  xinhuanet.com cctv.com ifeng.com 360.cn 360.com aliyun.com alipay.com dingtalk.com feishu.cn
  github.com gitlab.com bitbucket.org stackoverflow.com sourceforge.net npmjs.com pypi.org docker.com
  wikipedia.org wikimedia.org archive.org mozilla.org wordpress.com wordpress.org wp.me wix.com weebly.com squarespace.com
  shopify.com godaddy.com namecheap.com cloudflare.com akamai.com fastly.com vercel.com netlify.com heroku.com
  dropbox.com wetransfer.com mega.nz mediafire.com box.com notion.so notion.site canva.com figma.com trello.com
  zoom.us slack.com skype.com paypal.com stripe.com visa.com mastercard.com wise.com
  bit.ly tinyurl.com t.ly is.gd ow.ly buff.ly rb.gy cutt.ly reurl.cc dwz.cn url.cn suo.im rebrand.ly shorturl.at
  yahoo.com yahoo.co.jp aol.com mail.ru yandex.ru yandex.com proton.me zoho.com naver.com daum.net kakao.com
  bbc.co.uk bbc.com cnn.com nytimes.com theguardian.com reuters.com bloomberg.com forbes.com
  netflix.com spotify.com twitch.tv vimeo.com dailymotion.com soundcloud.com imgur.com flickr.com giphy.com
  adobe.com oracle.com ibm.com intel.com nvidia.com samsung.com huawei.com mi.com oppo.com vivo.com lenovo.com
  booking.com airbnb.com tripadvisor.com expedia.com uber.com
  eepurl.com mailchi.mp mailchimp.com sendgrid.net hubspot.com eventbrite.com surveymonkey.com typeform.com change.org
  linktr.ee patreon.com kickstarter.com gofundme.com substack.com livejournal.com blogspot.com
  ethereum.org etherscan.io coinmarketcap.com coingecko.com binance.com coinbase.com
`;

/**
 * Storage and site hosting that the public suffix list does not name, some of it below brands' own domains. The domain
 * itself is an innocent giant; a host below is its customer's, so that a brand's protection does not cover it.
 */
const HOSTING = `
  myqcloud.com tencentcos.cn qcloud.la myhuaweicloud.com huaweicloudsite.com aliyuncs.com bcebos.com baidubce.com ctyun.cn
  ksyuncs.com qiniucdn.com qiniudns.com clouddn.com volces.com amazonaws.com awsapprunner.com cloudfront.net azureedge.net
  azurefd.net windows.net googleusercontent.com withgoogle.com sharepoint.com digitaloceanspaces.com backblazeb2.com
  r2.dev discordapp.net githubusercontent.com dropboxusercontent.com steamusercontent.com akamaized.net fastly.net
`;

const words = (text: string): string[] => text.split(/\s+/).filter((host) => host !== "");
const CUSTOMER_HOSTING: ReadonlySet<string> = new Set(words(HOSTING));

/** Length of the hosting domain that a host lies below; 0 if it lies below none. */
export function customerHosting(host: string): number {
  for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) {
    if (CUSTOMER_HOSTING.has(host.slice(dot + 1))) return host.length - dot - 1;
  }
  return 0;
}

export const INNOCENT_GIANTS: ReadonlySet<string> = new Set([...words(GIANTS), ...CUSTOMER_HOSTING]);

/** The giant that a host is, with or without its usual first label; null if it is none. A customer's host below is none. */
export function innocentGiant(host: string): string | null {
  if (INNOCENT_GIANTS.has(host)) return host;
  const bare = /^(?:www\d?|m|mobile|wap)\.(.+)$/.exec(host)?.[1];
  return bare !== undefined && INNOCENT_GIANTS.has(bare) ? bare : null;
}
