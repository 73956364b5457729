/** Search by event id, what of the data is real, whether the page is live, the language. Always in sight. */
import { Button, Input, Segmented, type InputRef } from "antd";
import { useState, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { goTo } from "../place.ts";
import { LANGUAGES, chooseLanguage, languageNow } from "../words/language.ts";
import { ConnectionMark } from "./connection.tsx";
import { SampleBadge } from "./sample-badge.tsx";

interface Props {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onKeys: () => void;
}

const LANGUAGE_WORDS = { zh: "中文", en: "English" } as const;

export function TopBar({ searchRef, onKeys }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <a className="brand" href="#/live">
        <b>断流</b> <span>Duanliu</span>
      </a>
      <Search searchRef={searchRef} />
      <SampleBadge />
      <ConnectionMark />
      <Segmented
        className="languages"
        value={languageNow()}
        options={LANGUAGES.map((language) => ({ value: language, label: <span lang={language}>{LANGUAGE_WORDS[language]}</span> }))}
        onChange={chooseLanguage}
      />
      <Button className="keys-button" type="text" aria-label={t("keys.open")} title={t("keys.open")} onClick={onKeys}>
        ?
      </Button>
    </header>
  );
}

function Search({ searchRef }: { readonly searchRef: Props["searchRef"] }): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const hold = (input: InputRef | null): void => {
    searchRef.current = input?.input ?? null;
  };
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        const id = text.trim();
        if (id !== "") goTo("live", id);
      }}
    >
      <Input
        ref={hold}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.currentTarget.blur();
        }}
        aria-label={t("search.label")}
        placeholder={t("search.label")}
        spellCheck={false}
        autoComplete="off"
        maxLength={512}
        suffix={<kbd aria-hidden="true">/</kbd>}
      />
      <Button htmlType="submit">{t("search.go")}</Button>
    </form>
  );
}
