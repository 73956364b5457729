/** Choosing one's own password with the link that an administrator gave: it works once. */
import { Alert, Button, Form, Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../frame/states.tsx";
import { detailOf, type Loaded } from "../session.tsx";
import { takeSecret, type DoorProps } from "./door-props.ts";
import { PasswordItems } from "./password-items.tsx";

export function PasswordForm({ client, state }: DoorProps): ReactNode {
  const { t } = useTranslation();
  const [secret] = useState(takeSecret);
  const [whom, setWhom] = useState<Loaded<{ readonly login: string; readonly name: string }>>({ kind: "loading" });
  const [refused, setRefused] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    client.passwordLink(secret).then(
      (value) => setWhom({ kind: "here", value }),
      (error: unknown) => setWhom({ kind: "failed", detail: detailOf(error) }),
    );
  }, [client, secret]);
  if (whom.kind === "loading") return <Loading rows={3} />;
  if (whom.kind === "failed") return <Alert type="error" showIcon title={t("door.linkDead")} description={whom.detail} />;
  if (done) {
    return (
      <>
        <Alert type="success" showIcon title={t("door.passwordSet")} />
        <Button type="primary" href="/sign-in" block>
          {t("door.toSignIn")}
        </Button>
      </>
    );
  }
  const save = async (password: string): Promise<void> => {
    setBusy(true);
    try {
      await client.setPassword(secret, password);
      setDone(true);
    } catch (error) {
      setRefused(detailOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      <p>{t("door.passwordFor", whom.value)}</p>
      {refused !== null && <Alert type="error" showIcon title={refused} />}
      <Form<{ readonly password: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={({ password }) => void save(password)}>
        <Form.Item hidden>
          <Input autoComplete="username" value={whom.value.login} readOnly />
        </Form.Item>
        <PasswordItems bounds={state.password} />
        <Button type="primary" htmlType="submit" loading={busy} block>
          {t("door.save")}
        </Button>
      </Form>
    </>
  );
}
