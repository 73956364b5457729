/** Tokens of programs: made for a partner's roles or for a feed, shown once, revoked for good. */
import type { ApiToken, KeptOrganisation, RoleTable } from "@duanliu/client";
import { Button, Checkbox, Form, Input, InputNumber, Modal, Select, Table } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { useNow } from "../now.ts";
import { useSession } from "../session.tsx";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { rolesOf } from "./people.tsx";
import { ShownOnce, Sure, useActing, type Secret } from "./acts.tsx";
import { words } from "./words.ts";

interface Props {
  readonly tokens: readonly ApiToken[];
  readonly organisations: readonly KeptOrganisation[];
  readonly table: RoleTable;
  readonly onChange: () => void;
}

/** Partners' programs act in roles; elsewhere a token can only feed events. */
const PARTNERS = new Set(["bank", "payment", "telco", "platform"]);

export function Tokens({ tokens, organisations, table, onChange }: Props): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const now = useNow();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const orgs = useMemo(() => new Map(organisations.map((one) => [one.id, one.name[language]])), [organisations, language]);
  return (
    <section className="admin-part">
      <div className="admin-tools">
        <p className="quiet grow">{t("tokensNote")}</p>
        <Button type="primary" onClick={() => setMaking(true)}>
          {t("newToken")}
        </Button>
      </div>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("part.tokens")}>
        <Table<ApiToken>
          size="small"
          rowKey="id"
          dataSource={tokens}
          locale={{ emptyText: t("none") }}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            {
              title: t("program"),
              render: (_none, { name, id }) => (
                <>
                  {name}
                  <small className="quiet row-id">{id}</small>
                </>
              ),
            },
            { title: t("organisation"), render: (_none, { org }) => orgs.get(org) ?? org },
            {
              title: t("roles"),
              render: (_none, { feed, roles }) => (feed ? t("feedMark") : roles.map((role) => table.roles[role]?.[language] ?? role).join(language === "zh" ? "、" : ", ")),
            },
            { title: t("until"), render: (_none, { expiresAtMs }) => instantText(expiresAtMs, language) },
            { title: t("used"), render: (_none, { usedAtMs }) => (usedAtMs === null ? t("never") : sinceText(usedAtMs, now, language)) },
            {
              title: t("state"),
              render: (_none, one) =>
                one.revokedAtMs !== null ? (
                  <b>{t("revoked")}</b>
                ) : one.expiresAtMs <= now ? (
                  t("expired")
                ) : (
                  <Sure
                    danger
                    label={t("revoke")}
                    title={t("revokeTitle", { name: one.name })}
                    what={[t("revokeWhat")]}
                    act={async () => {
                      await keeping.revokeToken(one.id);
                      onChange();
                    }}
                  />
                ),
            },
          ]}
        />
      </div>
      {making && (
        <Making
          organisations={organisations}
          table={table}
          onClose={() => setMaking(false)}
          onDone={(made) => {
            setSecret({ title: made.name, text: made.secret, untilMs: null });
            onChange();
          }}
        />
      )}
      {secret !== null && <ShownOnce secret={secret} onClose={() => setSecret(null)} />}
    </section>
  );
}

interface Given {
  readonly org: string;
  readonly name: string;
  readonly feed: boolean;
  readonly roles: readonly string[];
  readonly days: number;
}

interface MakingProps {
  readonly organisations: readonly KeptOrganisation[];
  readonly table: RoleTable;
  readonly onClose: () => void;
  readonly onDone: (made: ApiToken & { readonly secret: string }) => void;
}

function Making({ organisations, table, onClose, onDone }: MakingProps): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const [form] = Form.useForm<Given>();
  const { busy, error, clear, run } = useActing();
  const org = Form.useWatch("org", form);
  const feed = Form.useWatch("feed", form) === true;
  const kind = organisations.find(({ id }) => id === org)?.kind;
  const partner = kind !== undefined && PARTNERS.has(kind);
  const needed = [{ required: true, message: t("door.needed") }];
  const save = async (given: Given): Promise<void> => {
    await run(async () => {
      const feeds = given.feed || !partner;
      onDone(await keeping.createToken({ org: given.org, name: given.name, feed: feeds, roles: feeds ? [] : given.roles, days: given.days }));
      onClose();
    });
  };
  return (
    <Modal open title={t("newToken")} okText={t("createToken")} cancelText={t("cancel")} okButtonProps={{ loading: busy }} onOk={form.submit} onCancel={onClose} destroyOnHidden>
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <Form<Given> form={form} layout="vertical" requiredMark={false} initialValues={{ feed: false, roles: [], days: 90 }} onFinish={(given) => void save(given)}>
        <Form.Item name="org" label={t("organisation")} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={organisations.filter(({ closedAtMs }) => closedAtMs === null).map(({ id, name }) => ({ value: id, label: name[language] }))}
            onChange={() => form.setFieldValue("roles", [])}
          />
        </Form.Item>
        <Form.Item name="name" label={t("program")} rules={needed}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="feed" valuePropName="checked">
          <Checkbox disabled={!partner}>{t("feed")}</Checkbox>
        </Form.Item>
        {partner && !feed && (
          <Form.Item name="roles" label={t("roles")} rules={needed}>
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: "label" }}
              options={rolesOf(table, kind).map((role) => ({ value: role, label: table.roles[role]?.[language] ?? role }))}
            />
          </Form.Item>
        )}
        <Form.Item name="days" label={t("days")} rules={needed}>
          <InputNumber min={1} max={366} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
