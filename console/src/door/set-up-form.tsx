/** The first organisation and its administrator, with the link that the first start printed. There is no password to find. */
import type { DoorClient } from "@duanliu/client";
import { Alert, Button, Cascader, Form, Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../frame/states.tsx";
import { detailOf } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { takeSecret, type DoorProps } from "./door-props.ts";
import { PasswordItems } from "./password-items.tsx";

interface Given {
  readonly zh: string;
  readonly en: string;
  readonly place: readonly string[];
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly isLeaf: boolean;
  children?: Option[];
}

/** The whole country, as the first step of a path. */
const COUNTRY = "*";

export function SetUpForm({ client, state }: DoorProps): ReactNode {
  const { t } = useTranslation();
  const [secret] = useState(takeSecret);
  const [valid, setValid] = useState<boolean | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    client.setUpLinkValid(secret).then(
      ({ valid: stands }) => setValid(stands),
      (error: unknown) => {
        setValid(false);
        setRefused(detailOf(error));
      },
    );
  }, [client, secret]);
  if (valid === null) return <Loading rows={6} />;
  if (!valid) return <Alert type="error" showIcon title={t("door.linkDead")} description={refused ?? t("door.setUpAgain")} />;
  const save = async (given: Given): Promise<void> => {
    setBusy(true);
    setRefused(null);
    try {
      const place = given.place.at(-1) ?? COUNTRY;
      await client.setUp({
        secret,
        organisation: { name: { zh: given.zh, en: given.en }, territory: place === COUNTRY ? "" : place },
        administrator: { login: given.login, name: given.name, password: given.password },
      });
      location.assign("/");
    } catch (error) {
      setRefused(detailOf(error));
      setBusy(false);
    }
  };
  const needed = [{ required: true, message: t("door.needed") }];
  return (
    <>
      <p>{t("door.setUpIntro", { country: state.profile.title[languageNow()] })}</p>
      {refused !== null && <Alert type="error" showIcon title={refused} />}
      <Form<Given> layout="vertical" requiredMark={false} disabled={busy} onFinish={(given) => void save(given)}>
        <h2>{t("door.organisation")}</h2>
        <Form.Item name="zh" label={t("door.nameZh")} rules={needed}>
          <Input lang="zh" maxLength={120} />
        </Form.Item>
        <Form.Item name="en" label={t("door.nameEn")} rules={needed}>
          <Input lang="en" maxLength={120} />
        </Form.Item>
        <PlaceItem client={client} />
        <h2>{t("door.administrator")}</h2>
        <Form.Item name="name" label={t("door.yourName")} rules={needed}>
          <Input autoComplete="name" maxLength={80} />
        </Form.Item>
        <Form.Item name="login" label={t("door.login")} rules={needed}>
          <Input autoComplete="username" spellCheck={false} maxLength={64} />
        </Form.Item>
        <PasswordItems bounds={state.password} />
        <Button type="primary" htmlType="submit" loading={busy} block>
          {t("door.setUp")}
        </Button>
      </Form>
    </>
  );
}

/** The place that the organisation keeps, tier by tier; each is asked for when it is opened. */
function PlaceItem({ client }: { readonly client: DoorClient }): ReactNode {
  const { t } = useTranslation();
  const [options, setOptions] = useState<Option[]>([]);
  useEffect(() => {
    const load = async (): Promise<void> => setOptions([{ value: COUNTRY, label: t("door.country"), isLeaf: true }, ...(await below(client, ""))]);
    load().catch(() => setOptions([{ value: COUNTRY, label: t("door.country"), isLeaf: true }]));
  }, [client, t]);
  return (
    <Form.Item name="place" label={t("door.place")} extra={t("door.placeHow")} rules={[{ required: true, message: t("door.needed") }]}>
      <Cascader
        options={options}
        changeOnSelect
        loadData={(chosen) => {
          const last = chosen.at(-1);
          if (last === undefined) return;
          void below(client, last.value)
            .then((children) => {
              last.children = children;
              setOptions((old) => [...old]);
            })
            .catch(() => undefined);
        }}
      />
    </Form.Item>
  );
}

async function below(client: DoorClient, under: string): Promise<Option[]> {
  const { places, tiers } = await client.placesUnder(under);
  const depth = under === "" ? 1 : under.split("/").length + 1;
  // The last tier of the tree is of the units' own making, and begins with the one below the official places.
  return places.map((place) => ({ value: place.territory, label: place.name[languageNow()], isLeaf: depth >= tiers.length - 2 }));
}
