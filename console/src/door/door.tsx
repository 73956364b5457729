/**
 * The pages before the door: signing in, setting one's password by a link, setting up an installation. They stand outside
 * the frame, load little, and keep no secret: what follows the `#` of a link is sent once, in a body.
 */
import { DoorClient, DuanliuClient, type DoorState } from "@duanliu/client";
import { Alert, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageChoice } from "../frame/language-choice.tsx";
import { Failed, Loading } from "../frame/states.tsx";
import { detailOf, type Loaded } from "../session.tsx";
import { THEMES, useLook } from "../theme.ts";
import { languageNow } from "../words/language.ts";
import type { DoorPage } from "./door-pages.ts";
import type { DoorProps } from "./door-props.ts";
import { PasswordForm } from "./password-form.tsx";
import { SetUpForm } from "./set-up-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export function Door({ page }: { readonly page: DoorPage }): ReactNode {
  const { t, i18n } = useTranslation();
  const look = useLook();
  const [client] = useState(() => new DoorClient(new DuanliuClient({ language: languageNow })));
  const [state, setState] = useState<Loaded<DoorState>>({ kind: "loading" });
  useEffect(() => {
    client.state().then(
      (value) => setState({ kind: "here", value }),
      (error: unknown) => setState({ kind: "failed", detail: detailOf(error) }),
    );
  }, [client]);
  return (
    <ConfigProvider theme={THEMES[look]} locale={i18n.language === "zh" ? zhCN : enUS} wave={{ disabled: true }}>
      <div className="door">
        <header className="door-head">
          <span className="brand">
            <b>断流</b> <span>Duanliu</span>
          </span>
          <LanguageChoice />
        </header>
        <main className="door-sheet">
          <h1>{t(`door.title.${page.slice(1) as "sign-in" | "password" | "setup"}`)}</h1>
          {state.kind === "loading" && <Loading rows={4} />}
          {state.kind === "failed" && <Failed detail={state.detail} onAgain={() => location.reload()} />}
          {state.kind === "here" && (
            <>
              {state.value.sample !== null && <Alert type="warning" showIcon title={state.value.sample.words[languageNow()]} />}
              <PageOf page={page} client={client} state={state.value} />
            </>
          )}
        </main>
      </div>
    </ConfigProvider>
  );
}

function PageOf({ page, ...props }: DoorProps & { readonly page: DoorPage }): ReactNode {
  switch (page) {
    case "/sign-in":
      return <SignInForm {...props} />;
    case "/password":
      return <PasswordForm {...props} />;
    case "/setup":
      return <SetUpForm {...props} />;
  }
}
