import fc from "fast-check";
import { expect, test } from "vitest";
import { isMalformed } from "../base/problem.ts";
import { hostParts, isIpHost, parseHostName, parseUrl, registrableDomain, skeleton, URL_CHARACTERS_MAX, type HostName } from "./host-name.ts";

const host = (text: string): HostName => {
  const parsed = parseHostName(text);
  if (isMalformed(parsed)) throw new Error(`refused: ${text}`);
  return parsed;
};

test.each([
  ["Pay.Example.COM", "pay.example.com"],
  ["example.com.", "example.com"],
  ["example.com:8443", "example.com"],
  ["user:secret@example.com", "example.com"],
  ["工商银行.example.cn", "xn--czr93rq40bruk.example.cn"],
  ["ｅｘａｍｐｌｅ。com", "example.com"],
  ["bad[.]example[.]com", "bad.example.com"],
  ["bad[dot]example(.)com", "bad.example.com"],
  ["HXXP-Mirror.example.com", "hxxp-mirror.example.com"],
  ["192.0.2.7", "192.0.2.7"],
  ["0xC0.0.2.7", "192.0.2.7"],
  ["[2001:DB8::1]", "[2001:db8::1]"],
  ["_dmarc.example.com", "_dmarc.example.com"],
  ["  example.com ", "example.com"],
])("the host %s becomes %s", (given, expected) => {
  expect(parseHostName(given)).toBe(expected);
});

test.each([
  "",
  " ",
  "localhost",
  "a..b.com",
  "*.example.com",
  "exa mple.com",
  "example.com/path",
  "example.com?x",
  "example.com#x",
  "http://example.com",
  "a".repeat(64) + ".com",
  "a".repeat(600),
  "300.1.1.1",
  "exa\u0000mple.com",
  "<b>.com",
  "%zz.com",
])("the host %j is refused", (given) => {
  expect(isMalformed(parseHostName(given))).toBe(true);
});

test("a refused host is shortened in the message", () => {
  const refused = parseHostName("?".repeat(400));
  expect(isMalformed(refused) && refused.what.length < 80).toBe(true);
});

test.each([
  ["https://Example.com/A/b?q=1#f", "https://example.com/A/b?q=1#f", "example.com"],
  ["example.com/login", "http://example.com/login", "example.com"],
  ["example.com:8080/x", "http://example.com:8080/x", "example.com"],
  ["hxxps://evil[.]example[.]com/a[1]", "https://evil.example.com/a[1]", "evil.example.com"],
  ["hxxp[:]//evil.example.com/", "http://evil.example.com/", "evil.example.com"],
  ["//cdn.example.com/x", "http://cdn.example.com/x", "cdn.example.com"],
  ["https://bank.example@other.example/", "https://other.example/", "other.example"],
  ["http://192.0.2.7/pay", "http://192.0.2.7/pay", "192.0.2.7"],
  ["http://example.com./x", "http://example.com/x", "example.com"],
])("the address %s becomes %s", (given, url, hostName) => {
  expect(parseUrl(given)).toMatchObject({ url, host: hostName });
});

test("what an address hides is said", () => {
  expect(parseUrl("https://bank.example@other.example/")).toMatchObject({ hadUserInfo: true, secure: true, ip: false, port: null });
  expect(parseUrl("http://192.0.2.7:81/pay?a=b")).toMatchObject({ ip: true, port: 81, path: "/pay", query: "?a=b", secure: false });
});

test.each([
  "javascript:alert(1)",
  "mailto:someone@example.com",
  "ftp://example.com/",
  "http://",
  "http:///x",
  "",
  "http://exa mple.com/",
  `http://example.com/${"a".repeat(URL_CHARACTERS_MAX)}`,
])("the address %j is refused", (given) => {
  expect(isMalformed(parseUrl(given))).toBe(true);
});

test.each([
  ["www.example.com.cn", "example.com.cn", "example", "www", false],
  ["someone.pages.dev", "someone.pages.dev", "someone", "", true],
  ["a.b.someone.github.io", "someone.github.io", "someone", "a.b", true],
  ["com.cn", null, "", "", false],
  ["192.0.2.7", null, "", "", false],
])("%s splits by the public suffix list", (name, registrable, core, sub, shared) => {
  expect(hostParts(host(name))).toMatchObject({ registrable, core, sub, shared });
  expect(registrableDomain(host(name))).toBe(registrable);
});

test("IP hosts are told from names", () => {
  expect(["192.0.2.7", "[::1]", "1.2.3.4.example.com", "v4.com"].map((h) => isIpHost(host(h)))).toEqual([true, true, false, false]);
});

test.each([
  ["раураl.com", "paypal.com"],
  ["gооgle.com", "google.com"],
  ["ｍicrosoft.com", "microsoft.com"],
  ["rnicrosoft.com", "microsoft.com"],
  ["paypa1.com", "paypal.com"],
  ["g00gle.com", "google.com"],
  ["tvvitter.com", "twitter.com"],
  ["gοοgle.com", "google.com"],
  ["fácebook.com", "facebook.com"],
  ["аррӏе.com", "apple.com"],
])("%s looks like %s", (false_, true_) => {
  expect(skeleton(host(false_))).toBe(skeleton(host(true_)));
});

test("different names keep different skeletons", () => {
  const names = ["apple.com", "apply.com", "example.com", "exemple.com", "taobao.com", "工商银行.com", "农业银行.com"];
  expect(new Set(names.map((n) => skeleton(host(n)))).size).toBe(names.length);
});

test("parsing twice changes nothing, and a skeleton is its own skeleton", () => {
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.string({ unit: "grapheme", maxLength: 40 })), (text) => {
      const parsed = parseHostName(text);
      if (isMalformed(parsed)) return;
      expect(parseHostName(parsed)).toBe(parsed);
      const seen = skeleton(parsed);
      expect(skeleton(seen as HostName)).toBe(seen);
      const address = parseUrl(`http://${parsed}/`);
      expect(isMalformed(address) ? "refused" : address.host).toBe(parsed);
    }),
    { seed: 42, numRuns: 3_000 },
  );
});

test("100,000 arbitrary strings are parsed or refused, never thrown at", () => {
  let parsed = 0;
  let refused = 0;
  // Letters that hosts, schemes and defanging are made of, so that the deep branches are reached.
  const alphabet = [..."abcxn0159-_.:/@?#[]()%*\\ \u3002\uff0e\u0430\u4e2d\ud83d\ude00\ud800\u202e"];
  let seed = 7;
  for (let i = 0; i < 100_000; i++) {
    let text = i % 3 === 0 ? "http://" : i % 3 === 1 ? "xn--" : "";
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    for (let n = seed % 24; n > 0; n--) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      text += alphabet[(seed >>> 8) % alphabet.length];
    }
    const url = parseUrl(text);
    const name = parseHostName(text);
    if (isMalformed(url)) refused++;
    else {
      parsed++;
      skeleton(url.host);
      registrableDomain(url.host);
    }
    if (!isMalformed(name)) skeleton(name);
  }
  expect(parsed).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(10_000);
});
