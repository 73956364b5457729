/** Accounts of people: made with a link by which each sets a password of their own, given roles, disabled, signed out. Nobody is removed. */
import type { Account, KeptOrganisation, OneTimeLink, RoleTable } from "@duanliu/client";
import { Alert, Button, Form, Input, Modal, Select, Table } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { useNow } from "../now.ts";
import { ProblemNote } from "../matter/problem.tsx";
import { useSession } from "../session.tsx";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { ShownOnce, Sure, useActing, type Secret } from "./acts.tsx";
import { words } from "./words.ts";

interface Props {
  readonly people: readonly Account[];
  readonly organisations: readonly KeptOrganisation[];
  readonly table: RoleTable;
  readonly onChange: () => void;
}

export function People({ people, organisations, table, onChange }: Props): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const now = useNow();
  const [find, setFind] = useState("");
  const [editing, setEditing] = useState<Account | "new" | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const orgs = useMemo(() => new Map(organisations.map((one) => [one.id, one.name[language]])), [organisations, language]);
  const rows = useMemo(() => {
    const wanted = find.trim().toLowerCase();
    return people.filter(({ login, name, id, org }) => [login, name, id, orgs.get(org) ?? ""].some((text) => text.toLowerCase().includes(wanted)));
  }, [people, find, orgs]);
  const show = (link: OneTimeLink, name: string): void => setSecret({ title: name, text: `${location.origin}${link.path}`, untilMs: link.expiresAtMs });
  return (
    <section className="admin-part">
      <div className="admin-tools">
        <Input.Search aria-label={t("find")} placeholder={t("find")} allowClear onChange={(event) => setFind(event.target.value)} />
        <Button type="primary" onClick={() => setEditing("new")}>
          {t("newPerson")}
        </Button>
      </div>
      <p className="quiet">{t("rightsNote")}</p>
      {said !== null && <Alert type="success" showIcon title={said} closable onClose={() => setSaid(null)} />}
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("part.people")}>
        <Table<Account>
          size="small"
          rowKey="id"
          dataSource={rows}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            {
              title: t("person"),
              render: (_none, { name, login, sample }) => (
                <>
                  {name} {sample && <span className="mark">{t("sample")}</span>}
                  <small className="quiet row-id">{login}</small>
                </>
              ),
            },
            { title: t("organisation"), render: (_none, { org }) => orgs.get(org) ?? org },
            {
              title: t("roles"),
              render: (_none, { roles }) => <span className="role-list">{roles.map((role) => table.roles[role]?.[language] ?? role).join(language === "zh" ? "、" : ", ")}</span>,
            },
            {
              title: t("state"),
              render: (_none, one) => (
                <>
                  {one.disabled ? (
                    <b>{t("disabled")}</b>
                  ) : one.sessions > 0 ? (
                    t("signedIn", { count: one.sessions })
                  ) : !one.hasPassword && !one.sample && one.provider === null ? (
                    t("noPassword")
                  ) : (
                    t("notSignedIn")
                  )}
                  {one.seenAtMs !== null && <small className="quiet row-id">{t("lastSeen", { time: sinceText(one.seenAtMs, now, language) })}</small>}
                </>
              ),
            },
            {
              title: <span className="unseen">{t("change")}</span>,
              render: (_none, one) => (
                <span className="row-acts">
                  <Button onClick={() => setEditing(one)}>{t("change")}</Button>
                  {!one.sample && !one.disabled && (
                    <Sure label={t("link")} title={t("linkTitle", { name: one.name })} what={[t("linkWhat")]} act={async () => show(await keeping.newLink(one.id), one.name)} />
                  )}
                  {one.sessions > 0 && (
                    <Sure
                      label={t("end")}
                      title={t("endTitle", { name: one.name })}
                      what={[t("endWhat")]}
                      act={async () => {
                        setSaid(t("ended", { count: (await keeping.endSessions(one.id)).ended }));
                        onChange();
                      }}
                    />
                  )}
                  {one.disabled ? (
                    <Sure
                      label={t("enable")}
                      title={`${t("enable")} · ${one.name}`}
                      what={[t("rightsNote")]}
                      act={async () => {
                        await keeping.enableUser(one.id);
                        onChange();
                      }}
                    />
                  ) : (
                    <Sure
                      danger
                      label={t("disable")}
                      title={t("disableTitle", { name: one.name })}
                      what={[t("disableWhat"), t("disableUndo")]}
                      act={async () => {
                        await keeping.disableUser(one.id);
                        onChange();
                      }}
                    />
                  )}
                </span>
              ),
            },
          ]}
        />
      </div>
      {editing !== null && (
        <Editing
          one={editing === "new" ? null : editing}
          organisations={organisations}
          table={table}
          onClose={() => setEditing(null)}
          onDone={(link, name) => {
            if (link !== null) show(link, name);
            onChange();
          }}
        />
      )}
      {secret !== null && <ShownOnce secret={secret} onClose={() => setSecret(null)} />}
    </section>
  );
}

interface Given {
  readonly login: string;
  readonly name: string;
  readonly org: string;
  readonly roles: readonly string[];
}

interface EditingProps {
  readonly one: Account | null;
  readonly organisations: readonly KeptOrganisation[];
  readonly table: RoleTable;
  readonly onClose: () => void;
  readonly onDone: (link: OneTimeLink | null, name: string) => void;
}

function Editing({ one, organisations, table, onClose, onDone }: EditingProps): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const [form] = Form.useForm<Given>();
  const { busy, error, clear, run } = useActing();
  const org = Form.useWatch("org", form) ?? one?.org;
  const kind = organisations.find(({ id }) => id === org)?.kind;
  const needed = [{ required: true, message: t("door.needed") }];
  const save = async (given: Given): Promise<void> => {
    let link: OneTimeLink | null = null;
    const done = await run(async () => {
      if (one === null) link = (await keeping.createUser(given)).link;
      else
        await keeping.changeUser(one.id, {
          name: given.name,
          ...(given.org === one.org ? {} : { org: given.org }),
          ...(same(given.roles, one.roles) ? {} : { roles: given.roles }),
        });
    });
    if (!done) return;
    onDone(link, given.name);
    onClose();
  };
  return (
    <Modal
      open
      title={one === null ? t("newPerson") : `${t("change")} · ${one.name}`}
      okText={one === null ? t("createPerson") : t("save")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: busy }}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
    >
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <Form<Given> form={form} layout="vertical" requiredMark={false} initialValues={one ?? { roles: [] }} onFinish={(given) => void save(given)}>
        {one === null && (
          <Form.Item name="login" label={t("login")} rules={needed}>
            <Input spellCheck={false} autoComplete="off" maxLength={64} />
          </Form.Item>
        )}
        <Form.Item name="name" label={t("person")} rules={needed}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="org" label={t("organisation")} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={organisations.filter(({ closedAtMs }) => closedAtMs === null).map(({ id, name }) => ({ value: id, label: name[language] }))}
            onChange={() => form.setFieldValue("roles", [])}
          />
        </Form.Item>
        <Form.Item name="roles" label={t("roles")} extra={t("rolesHow")}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            disabled={kind === undefined}
            options={rolesOf(table, kind).map((role) => ({ value: role, label: table.roles[role]?.[language] ?? role }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Roles that people of a kind of organisation may hold: partners' desks at partners, police roles at the police. */
export function rolesOf(table: RoleTable, kind: string | undefined): readonly string[] {
  return kind === undefined ? [] : Object.entries(table.roles).flatMap(([role, { of }]) => (of.includes(kind) ? [role] : []));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
