/** Organisations: found, made, renamed, closed and opened again. Kind and place stay, because matters were routed by them. */
import type { KeptOrganisation, RoleTable } from "@duanliu/client";
import { Alert, Button, Form, Input, Modal, Select, Table } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { useSession } from "../session.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { PlaceField } from "./place-field.tsx";
import { Sure, useActing } from "./acts.tsx";
import { words } from "./words.ts";

interface Props {
  readonly organisations: readonly KeptOrganisation[];
  readonly table: RoleTable;
  readonly onChange: () => void;
}

/** Kinds whose accounts are named by a code. */
const BY_CODE = new Set(["bank", "payment"]);

export function Organisations({ organisations, table, onChange }: Props): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const [find, setFind] = useState("");
  const [making, setMaking] = useState(false);
  const [changing, setChanging] = useState<KeptOrganisation | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const names = useMemo(() => new Map(organisations.map((one) => [one.id, one.name[language]])), [organisations, language]);
  const rows = useMemo(() => {
    const wanted = find.trim().toLowerCase();
    return organisations.filter(({ id, name, institution }) => [id, name.zh, name.en, institution ?? ""].some((text) => text.toLowerCase().includes(wanted)));
  }, [organisations, find]);
  return (
    <section className="admin-part">
      <div className="admin-tools">
        <Input.Search aria-label={t("find")} placeholder={t("find")} allowClear onChange={(event) => setFind(event.target.value)} />
        <Button type="primary" onClick={() => setMaking(true)}>
          {t("newOrganisation")}
        </Button>
      </div>
      {said !== null && <Alert type="success" showIcon title={said} closable onClose={() => setSaid(null)} />}
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("part.organisations")}>
        <Table<KeptOrganisation>
          size="small"
          rowKey="id"
          dataSource={rows}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            {
              title: t("name"),
              render: (_none, { name, id }) => (
                <>
                  {name[language]}
                  <small className="quiet row-id">{id}</small>
                </>
              ),
            },
            { title: t("kind"), render: (_none, { kind, level }) => [table.organisationKinds[kind]?.[language] ?? kind, level].filter((part) => part !== null).join(" · ") },
            { title: t("territory"), render: (_none, { territory }) => (territory === "" ? t("country") : <code>{territory}</code>) },
            { title: t("institution"), dataIndex: "institution" },
            { title: t("parent"), render: (_none, { parent }) => (parent === null ? "" : (names.get(parent) ?? parent)) },
            { title: t("state"), render: (_none, { closedAtMs }) => (closedAtMs === null ? t("works") : <b>{t("closed", { time: instantText(closedAtMs, language) })}</b>) },
            {
              title: <span className="unseen">{t("change")}</span>,
              render: (_none, one) => (
                <span className="row-acts">
                  {one.closedAtMs === null && <Button onClick={() => setChanging(one)}>{t("change")}</Button>}
                  {one.closedAtMs === null ? (
                    <Sure
                      danger
                      label={t("close")}
                      title={t("closeTitle", { name: one.name[language] })}
                      what={[t("closeWhat"), t("closeUndo")]}
                      act={async () => {
                        const { sessionsEnded, tokensRevoked } = await keeping.closeOrganisation(one.id);
                        setSaid(t("closedDone", { sessions: sessionsEnded, tokens: tokensRevoked }));
                        onChange();
                      }}
                    />
                  ) : (
                    <Sure
                      label={t("reopen")}
                      title={`${t("reopen")} · ${one.name[language]}`}
                      what={[t("closeUndo")]}
                      act={async () => {
                        await keeping.openOrganisation(one.id);
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
      {making && <Making table={table} onClose={() => setMaking(false)} onDone={onChange} />}
      {changing !== null && <Changing one={changing} onClose={() => setChanging(null)} onDone={onChange} />}
    </section>
  );
}

interface Given {
  readonly kind: string;
  readonly zh: string;
  readonly en: string;
  readonly territory: string;
  readonly institution?: string;
}

function Making({ table, onClose, onDone }: { readonly table: RoleTable; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const [form] = Form.useForm<Given>();
  const { busy, error, clear, run } = useActing();
  const kind = Form.useWatch("kind", form);
  const needed = [{ required: true, message: t("door.needed") }];
  const save = async ({ kind: of, zh, en, territory, institution }: Given): Promise<void> => {
    const done = await run(async () => {
      await keeping.createOrganisation({ kind: of, name: { zh, en }, territory, ...(BY_CODE.has(of) && institution !== undefined ? { institution } : {}) });
    });
    if (!done) return;
    onDone();
    onClose();
  };
  return (
    <Modal
      open
      title={t("newOrganisation")}
      okText={t("createOrganisation")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: busy }}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
    >
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <Form<Given> form={form} layout="vertical" requiredMark={false} onFinish={(given) => void save(given)}>
        <Form.Item name="kind" label={t("kind")} rules={needed}>
          <Select options={Object.entries(table.organisationKinds).map(([value, word]) => ({ value, label: word[language] }))} />
        </Form.Item>
        <Form.Item name="zh" label={t("nameZh")} rules={needed}>
          <Input lang="zh" maxLength={120} />
        </Form.Item>
        <Form.Item name="en" label={t("nameEn")} rules={needed}>
          <Input lang="en" maxLength={120} />
        </Form.Item>
        <Form.Item
          name="territory"
          label={t("territory")}
          rules={[
            {
              required: true,
              message: t("door.needed"),
              validator: (_rule, value) => (typeof value === "string" ? Promise.resolve() : Promise.reject(new Error(t("door.needed")))),
            },
          ]}
        >
          <PlaceField />
        </Form.Item>
        {kind !== undefined && BY_CODE.has(kind) && (
          <Form.Item name="institution" label={t("institution")} extra={t("institutionHow")} rules={needed}>
            <Input maxLength={64} spellCheck={false} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

function Changing({ one, onClose, onDone }: { readonly one: KeptOrganisation; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const [form] = Form.useForm<Pick<Given, "zh" | "en" | "institution">>();
  const { busy, error, clear, run } = useActing();
  const needed = [{ required: true, message: t("door.needed") }];
  const save = async ({ zh, en, institution }: Pick<Given, "zh" | "en" | "institution">): Promise<void> => {
    const done = await run(async () => {
      await keeping.changeOrganisation(one.id, { name: { zh, en }, ...(BY_CODE.has(one.kind) && institution !== undefined ? { institution } : {}) });
    });
    if (!done) return;
    onDone();
    onClose();
  };
  return (
    <Modal
      open
      title={`${t("change")} · ${one.name[languageNow()]}`}
      okText={t("save")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: busy }}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
    >
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ zh: one.name.zh, en: one.name.en, institution: one.institution ?? undefined }}
        onFinish={(given) => void save(given)}
      >
        <Form.Item name="zh" label={t("nameZh")} rules={needed}>
          <Input lang="zh" maxLength={120} />
        </Form.Item>
        <Form.Item name="en" label={t("nameEn")} rules={needed}>
          <Input lang="en" maxLength={120} />
        </Form.Item>
        {BY_CODE.has(one.kind) && (
          <Form.Item name="institution" label={t("institution")} extra={t("institutionHow")} rules={needed}>
            <Input maxLength={64} spellCheck={false} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
