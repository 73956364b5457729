/** The frame around every place: antd's theme and language, the rail, the top bar, and the place that the address names. */
import { Button, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { Component, lazy, Suspense, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { KeysDialog } from "./frame/keys-dialog.tsx";
import { Rail } from "./frame/rail.tsx";
import { TopBar } from "./frame/top-bar.tsx";
import { Loading } from "./frame/states.tsx";
import { useKeys } from "./keys.ts";
import { LivePlace } from "./live/live-place.tsx";
import { usePlace } from "./place.ts";
import { SessionProvider, type Session } from "./session.tsx";
import { deskTheme } from "./theme.ts";

const RulesPlace = lazy(async () => ({ default: (await import("./rules/rules-place.tsx")).RulesPlace }));
const ListsPlace = lazy(async () => ({ default: (await import("./lists/lists-place.tsx")).ListsPlace }));
const DataPlace = lazy(async () => ({ default: (await import("./sample/data-place.tsx")).DataPlace }));

export function App({ session }: { readonly session: Session }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider theme={deskTheme} locale={i18n.language === "zh" ? zhCN : enUS} componentSize="small" wave={{ disabled: true }}>
      <Fence>
        <SessionProvider session={session}>
          <Frame />
        </SessionProvider>
      </Fence>
    </ConfigProvider>
  );
}

function Frame(): ReactNode {
  const { t } = useTranslation();
  const place = usePlace();
  const search = useRef<HTMLInputElement>(null);
  const [keysShown, setKeysShown] = useState(false);
  useKeys(useMemo(() => ({ "/": () => search.current?.focus(), "?": () => setKeysShown(true) }), []));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {t("skip")}
      </button>
      <TopBar searchRef={search} onKeys={() => setKeysShown(true)} />
      <Rail place={place.name} />
      <main id="content" tabIndex={-1} className="content">
        <Fence key={place.name}>
          <Suspense fallback={<Loading rows={8} />}>
            <PlaceOf place={place} />
          </Suspense>
        </Fence>
      </main>
      {keysShown && <KeysDialog onClose={() => setKeysShown(false)} />}
    </div>
  );
}

function PlaceOf({ place }: { readonly place: ReturnType<typeof usePlace> }): ReactNode {
  switch (place.name) {
    case "live":
      return <LivePlace eventId={place.eventId} />;
    case "rules":
      return <RulesPlace />;
    case "lists":
      return <ListsPlace />;
    case "data":
      return <DataPlace />;
  }
}

/** A part that could not be drawn or loaded says so and leaves the rest of the page as it is. */
class Fence extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <PageBroken /> : this.props.children;
  }
}

function PageBroken(): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="alert" className="page-broken">
      <p>{t("broken.page")}</p>
      <Button onClick={() => location.reload()}>{t("broken.again")}</Button>
    </div>
  );
}
