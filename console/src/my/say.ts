/**
 * What the parts of the public page share: its language, switched at once and remembered, its look, which is the system's
 * until it is changed and is not kept, and how times, money and what is left are said.
 */
import { createContext, use } from "react";
import type { Bilingual } from "@duanliu/client";
import { exactMoneyText } from "../words/format.ts";
import type { Language } from "../words/kept-language.ts";
import { words, type MyWords } from "./words.ts";

export interface Say {
  readonly language: Language;
  readonly w: MyWords;
  /** The words of the platform in the page's language. */
  readonly of: (words: Bilingual) => string;
  /** The same where it stands alone: English then begins with a capital. */
  readonly start: (words: Bilingual) => string;
  /** A sentence with its places filled. */
  readonly fill: (sentence: string, values: Readonly<Record<string, string | number>>) => string;
  readonly moment: (ms: number) => string;
  readonly money: (minor: string, currency: string | null) => string;
  /** The two largest units of what is left; less than a minute in seconds. */
  readonly left: (ms: number) => string;
}

const LOCALE: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function sayIn(language: Language): Say {
  const w: MyWords = words[language];
  const moments = new Intl.DateTimeFormat(LOCALE[language], {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  const fill: Say["fill"] = (sentence, values) => sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
  return {
    language,
    w,
    of: (given) => given[language],
    start: (given) => (language === "zh" ? given.zh : given.en.charAt(0).toUpperCase() + given.en.slice(1)),
    fill,
    moment: (ms) => moments.format(ms),
    money: (minor, currency) => exactMoneyText(minor, currency ?? "", language).trim(),
    left: (ms) => {
      if (ms < MINUTE) return fill(w.s, { n: Math.max(1, Math.ceil(ms / SECOND)) });
      const days = Math.floor(ms / DAY);
      const hours = Math.floor((ms % DAY) / HOUR);
      const minutes = Math.floor((ms % HOUR) / MINUTE);
      const parts = days > 0 ? [fill(w.d, { n: days }), fill(w.h, { n: hours })] : [fill(w.h, { n: hours }), fill(w.min, { n: minutes })];
      return parts.filter((part) => !/^0\D/.test(part)).join(" ");
    },
  };
}

export const SayContext = createContext<Say>(sayIn("en"));
export const useSay = (): Say => use(SayContext);
