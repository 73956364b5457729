/** Signing in: by password, by the organisation's provider, or as somebody of the sample town. */
import { providerUrl, type SampleAccount } from "@duanliu/client";
import { Alert, Button, Divider, Form, Input, Select } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { detailOf } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import type { DoorProps } from "./door-props.ts";

interface Given {
  readonly login: string;
  readonly password: string;
}

export function SignInForm({ client, state }: DoorProps): ReactNode {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(new URLSearchParams(location.search).get("failed"));
  const enter = async (how: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setRefused(null);
    try {
      await how();
      location.assign("/");
    } catch (error) {
      setRefused(detailOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      {state.setUpNeeded && state.sample === null && <Alert type="info" showIcon title={t("door.notSetUp")} />}
      {refused !== null && <Alert type="error" showIcon title={t("door.refused")} description={refused} />}
      <Form<Given> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ login, password }) => void enter(() => client.signIn(login, password))}>
        <Form.Item name="login" label={t("door.login")} rules={[{ required: true, message: t("door.needed") }]}>
          <Input autoComplete="username" autoFocus spellCheck={false} maxLength={200} />
        </Form.Item>
        <Form.Item name="password" label={t("door.password")} rules={[{ required: true, message: t("door.needed") }]}>
          <Input.Password autoComplete="current-password" maxLength={state.password.max} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy} block>
          {t("door.enter")}
        </Button>
      </Form>
      {state.provider !== null && (
        <Button href={providerUrl("/")} block>
          {t("door.provider", { title: state.provider.title[languageNow()] })}
        </Button>
      )}
      {state.sampleAccounts.length > 0 && (
        <>
          <Divider plain>{t("door.sampleTown")}</Divider>
          <SampleChoice accounts={state.sampleAccounts} busy={busy} onChoice={(login) => void enter(() => client.signInToSample(login))} />
        </>
      )}
      <a href="/my">{t("door.mine")}</a>
    </>
  );
}

interface SampleProps {
  readonly accounts: readonly SampleAccount[];
  readonly busy: boolean;
  readonly onChoice: (login: string) => void;
}

function SampleChoice({ accounts, busy, onChoice }: SampleProps): ReactNode {
  const { t } = useTranslation();
  const [login, setLogin] = useState<string | undefined>(undefined);
  const language = languageNow();
  return (
    <div className="door-sample">
      <p className="quiet">{t("door.sampleHow")}</p>
      <Select
        aria-label={t("door.sampleWho")}
        placeholder={t("door.sampleWho")}
        value={login}
        onChange={setLogin}
        showSearch={{ optionFilterProp: "label" }}
        options={accounts.map((one) => ({ value: one.login, label: `${one.roles.map((role) => role[language]).join(", ")} · ${one.org[language]}` }))}
      />
      <Button disabled={login === undefined || busy} onClick={() => login !== undefined && onChoice(login)} block>
        {t("door.sampleEnter")}
      </Button>
    </div>
  );
}
