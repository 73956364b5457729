/**
 * Links in a message: the host of the first one, also when it is written without a scheme or with dots and slashes
 * disguised as full-width or bracketed ones. And which hosts only stand for another: link shorteners.
 */
import { isMalformed } from "../base/problem.ts";
import { parseUrl, type HostName } from "../domain/host-name.ts";

const LINK =
  /(?:h(?:tt|xx)ps?:\/\/)?(?:[a-z0-9\u4e00-\u9fff](?:[a-z0-9\u4e00-\u9fff-]{0,61}[a-z0-9\u4e00-\u9fff])?\.){1,6}(?:[a-z]{2,24}|xn--[a-z0-9-]{2,40})(?![a-z0-9.-])(?::\d{1,5})?(?:[/?#][^\s\u3000-\u303f\u4e00-\u9fff]*)?/i;
/** A word with a dot that is no host: file names and figures that people write in messages. */
const NOT_A_HOST = /\.(?:jpg|png|pdf|docx?|xlsx?|txt|zip|apk|mp[34])$/i;

/** The host of the first link in a text, or null. The text may be disguised; what is written is what is found. */
export function firstLinkHost(text: string): HostName | null {
  const plain = text
    .normalize("NFKC")
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
    .replaceAll("[.]", ".")
    .replaceAll("。com", ".com")
    .replaceAll("。cn", ".cn");
  const found = LINK.exec(plain);
  if (found === null || NOT_A_HOST.test(found[0])) return null;
  const url = parseUrl(found[0]);
  return isMalformed(url) ? null : url.host;
}

const SHORTENERS: ReadonlySet<string> = new Set([
  "t.cn",
  "dwz.cn",
  "url.cn",
  "suo.im",
  "suo.nz",
  "mrw.so",
  "u.nu",
  "is.gd",
  "v.gd",
  "bit.ly",
  "t.co",
  "goo.gl",
  "tinyurl.com",
  "ow.ly",
  "buff.ly",
  "rebrand.ly",
  "cutt.ly",
  "shorturl.at",
  "rb.gy",
  "t.ly",
  "tiny.cc",
  "s.id",
  "reurl.cc",
  "lihi.cc",
  "lihi1.com",
  "ppt.cc",
  "picsee.io",
  "bl.ink",
  "short.io",
  "shorte.st",
  "adf.ly",
  "rlu.ru",
  "clck.ru",
  "vk.cc",
  "u.to",
  "x.co",
  "soo.gd",
  "qr.ae",
  "lnkd.in",
  "wp.me",
  "dlvr.it",
  "trib.al",
  "tr.im",
  "rrd.me",
  "sohu.gg",
  "c7.gg",
  "985.so",
  "h5ip.cn",
  "kurl.cn",
  "ft12.com",
]);

/** Whether the host is a public link shortener: it says nothing about where the link leads. */
export function isShortener(host: string): boolean {
  return SHORTENERS.has(host);
}
