/** The two languages of the page, one press each. */
import { Segmented } from "antd";
import type { ReactNode } from "react";
import { LANGUAGES, chooseLanguage, languageNow } from "../words/language.ts";

const LANGUAGE_WORDS = { zh: "中文", en: "English" } as const;

export function LanguageChoice(): ReactNode {
  return (
    <Segmented
      className="languages"
      value={languageNow()}
      options={LANGUAGES.map((language) => ({ value: language, label: <span lang={language}>{LANGUAGE_WORDS[language]}</span> }))}
      onChange={chooseLanguage}
    />
  );
}
