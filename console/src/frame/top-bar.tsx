/** Search by the id of an event or a matter, what of the data is real, whether the page is live, the language. Always in sight. */
import { Button, Input, type InputRef } from "antd";
import { useState, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { goTo } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { useMe } from "../session.tsx";
import { ConnectionMark } from "./connection.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { LookChoice } from "./look-choice.tsx";
import { SampleBadge } from "./sample-badge.tsx";
import { WhoAmI } from "./who-am-i.tsx";

interface Props {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onKeys: () => void;
}

export function TopBar({ searchRef, onKeys }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <a className="brand" href="#/">
        <b>断流</b> <span>Duanliu</span>
      </a>
      <Search searchRef={searchRef} />
      <SampleBadge />
      <ConnectionMark />
      <LanguageChoice />
      <LookChoice />
      <WhoAmI />
      <Button className="keys-button" type="text" aria-label={t("keys.open")} title={t("keys.open")} onClick={onKeys}>
        ?
      </Button>
    </header>
  );
}

function Search({ searchRef }: { readonly searchRef: Props["searchRef"] }): ReactNode {
  const { t } = useTranslation();
  const me = useMe();
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
        if (id !== "") goTo(placeOfMatter(id, me.kind === "here" ? me.value : null) ?? "live", id);
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
