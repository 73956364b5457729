/**
 * Which language a page begins in: the one chosen last, else the browser's, else English. It is the only thing that the
 * public page keeps in a browser, and needs no library, so that this page stays small.
 */
export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_UNDER = "duanliu.language";

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    // A browser may forbid storage; the choice then lasts as long as the page.
    return null;
  }
}

export function firstLanguage(): Language {
  const chosen = kept();
  if (chosen === "zh" || chosen === "en") return chosen;
  return navigator.languages.some((tag) => /^zh\b/i.test(tag)) && !/^en\b/i.test(navigator.languages[0] ?? "") ? "zh" : "en";
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT_UNDER, language);
  } catch {
    // See `kept`.
  }
}
