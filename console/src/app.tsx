/** The frame around every place: antd's theme and language, the rail, the top bar, and the place that the address names. */
import { ROLE_WORDS } from "@duanliu/client";
import { Button, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { Component, Suspense, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { KeysDialog } from "./frame/keys-dialog.tsx";
import { Rail } from "./frame/rail.tsx";
import { TopBar } from "./frame/top-bar.tsx";
import { Loading } from "./frame/states.tsx";
import { useKeys } from "./keys.ts";
import { usePlace, type PlaceName } from "./place.ts";
import { firstPlaceOf, PLACES, placesOf } from "./places.tsx";
import { SessionProvider, useMe, type Session } from "./session.tsx";
import { THEMES, useLook } from "./theme.ts";

export function App({ session }: { readonly session: Session }): ReactNode {
  const { i18n } = useTranslation();
  const look = useLook();
  return (
    <ConfigProvider theme={THEMES[look]} locale={i18n.language === "zh" ? zhCN : enUS} componentSize="small" wave={{ disabled: true }}>
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
  const { name, path } = usePlace();
  const me = useMe();
  const signedIn = me.kind === "here" ? me.value : null;
  const places = useMemo(() => placesOf(signedIn), [signedIn]);
  // Without a name in the address: the first place of whoever looks, once it is known who that is.
  const place = name ?? (me.kind === "loading" ? null : firstPlaceOf(signedIn));
  const search = useRef<HTMLInputElement>(null);
  const [keysShown, setKeysShown] = useState(false);
  useKeys(useMemo(() => ({ "/": () => search.current?.focus(), "?": () => setKeysShown(true) }), []));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {t("skip")}
      </button>
      <TopBar searchRef={search} onKeys={() => setKeysShown(true)} />
      <Rail places={places} place={place} />
      <main id="content" tabIndex={-1} className="content">
        <Fence key={place}>
          <Suspense fallback={<Loading rows={8} />}>{place === null || me.kind === "loading" ? <Loading rows={8} /> : <PlaceOf name={place} path={path} mine={places} />}</Suspense>
        </Fence>
      </main>
      {keysShown && <KeysDialog onClose={() => setKeysShown(false)} />}
    </div>
  );
}

function PlaceOf({ name, path, mine }: { readonly name: PlaceName; readonly path: readonly string[]; readonly mine: readonly PlaceName[] }): ReactNode {
  const { view: View } = PLACES[name];
  return mine.includes(name) ? <View path={path} /> : <NotForYou name={name} />;
}

/** Somebody followed a link to a place of others, or is not signed in. */
function NotForYou({ name }: { readonly name: PlaceName }): ReactNode {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const language = i18n.language === "zh" ? "zh" : "en";
  const { title, who } = PLACES[name];
  const roles = who === "screening" ? [] : who.map((role) => ROLE_WORDS[role][language]);
  return (
    <div className="empty not-for-you">
      <h1>{title[language]}</h1>
      <p>{t("notForYou.why")}</p>
      {roles.length > 0 && <p>{t("notForYou.roles", { roles: roles.join(t("list.and")) })}</p>}
      {me.kind === "here" && me.value === null && (
        <Button type="primary" href="/sign-in">
          {t("door.enter")}
        </Button>
      )}
    </div>
  );
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
