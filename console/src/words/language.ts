/**
 * The language of the page: the one chosen last, else the browser's, else English. `<html lang>` follows, which also
 * picks the right shapes of Chinese characters and the right voice of a screen reader.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";
import { firstLanguage, keepLanguage, type Language } from "./kept-language.ts";
import { zh } from "./zh.ts";

export { LANGUAGES, type Language } from "./kept-language.ts";

function show(language: string): void {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = language === "zh" ? "断流 · 反诈研判" : "Duanliu · anti-scam screening";
}

export function languageNow(): Language {
  return i18next.language === "zh" ? "zh" : "en";
}

export async function startLanguage(): Promise<void> {
  i18next.on("languageChanged", show);
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: "en",
    resources: { en: { translation: en }, zh: { translation: zh } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  show(i18next.language);
}

export function chooseLanguage(language: Language): void {
  keepLanguage(language);
  void i18next.changeLanguage(language);
}
