/**
 * Words of one place, kept beside it (`<place>/words.ts`) and loaded with it: Chinese has the keys of English or does not
 * compile. The hook they give knows the place's keys and those that all places share; a key that is in neither does not
 * compile either.
 */
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import type { en } from "./en.ts";

interface Tree {
  readonly [key: string]: string | Tree;
}
type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
/** A key that counts (`rows_one`, `rows_other`) is asked for as `rows`. */
type Bare<K extends string> = K extends `${infer Word}_${"one" | "other"}` ? Word : K;
type KeyOf<T> = { [K in keyof T & string]: T[K] extends string ? Bare<K> : `${K}.${KeyOf<T[K]>}` }[keyof T & string];

export type Say<T> = (key: KeyOf<T> | KeyOf<typeof en>, values?: Readonly<Record<string, string | number>>) => string;

export interface PlaceWords<T> {
  readonly place: string;
  readonly en: T;
  readonly zh: Shape<T>;
  /** For parts that are drawn: follows the language of the page. */
  readonly useWords: () => Say<T>;
}

export function placeWords<const T extends Tree>(place: string, words: { readonly en: T; readonly zh: Shape<T> }): PlaceWords<T> {
  const add = (): void => {
    i18next.addResourceBundle("en", place, words.en);
    i18next.addResourceBundle("zh", place, words.zh);
  };
  if (i18next.isInitialized) add();
  else i18next.on("initialized", add);
  return {
    place,
    en: words.en,
    zh: words.zh,
    useWords: () => {
      const { t } = useTranslation([place, "translation"] as unknown as "translation", { nsMode: "fallback" });
      return t as unknown as Say<T>;
    },
  };
}
