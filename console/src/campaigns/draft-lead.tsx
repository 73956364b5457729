/**
 * A lead drafted in one form: the task and what is known, what it is about, what it rests on and whether that may be named, and
 * the unit. The next one like it begins with the same task, so that one analysis becomes the leads of many places quickly.
 */
import type { CampaignBody } from "@duanliu/client";
import { Button, Form, Input, Radio, Select } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { OrganisationSelect } from "../matter/input-fields.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { ProblemNote } from "../matter/problem.tsx";
import { withPatience } from "../matter/patience.ts";
import { useMatter } from "../matter/use-matters.ts";
import { goTo } from "../place.ts";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { useCampaignWords } from "./speak.ts";
import { words } from "./words.ts";

const SUBJECTS = ["account", "number", "device", "address", "person", "handle"] as const;
/** What a computed group is evidence by is made elsewhere, from the group itself. */
const EVIDENCE = ["matter", "document", "statement", "call-record", "photo"] as const;

interface SubjectRow {
  readonly type: (typeof SUBJECTS)[number];
  readonly value: string;
  readonly role: string;
}

interface EvidenceRow {
  readonly kind: (typeof EVIDENCE)[number];
  readonly ref: string;
  readonly disclosable: boolean;
}

interface Typed {
  readonly objective: string;
  readonly segment?: string;
  readonly group?: string;
  readonly unit: string;
  readonly task: string;
  readonly intelligence: string;
  readonly subjects: readonly SubjectRow[];
  readonly evidence: readonly EvidenceRow[];
}

export function DraftLead({ id }: { readonly id: string }): ReactNode {
  const [matter, again] = useMatter<CampaignBody>("campaign", id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return <LeadForm id={id} body={matter.value.body} />;
}

function LeadForm({ id, body }: { readonly id: string; readonly body: CampaignBody }): ReactNode {
  const t = words.useWords();
  const { desk } = useSession();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const language = languageNow();
  const [form] = Form.useForm<Typed>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const another = useRef(false);
  const onItsWay = useRef(false);
  const needed = [{ required: true, message: t("form.needed") }];
  const table = (words_: Readonly<Record<string, { readonly zh: string; readonly en: string }>> | undefined) =>
    Object.entries(words_ ?? {}).map(([value, word]) => ({ value, label: word[language] }));
  const known = [...body.series, ...body.cases];
  const send = async ({ unit, ...typed }: Typed): Promise<void> => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    setSaved(null);
    const territory = organisations.find((one) => one.id === unit)?.territory ?? "";
    const input = {
      campaign: id,
      ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined && value !== "")),
      subjects: typed.subjects.map(({ type, value, role }) => ({ of: { type, value: value.trim() }, role })),
      territory,
    };
    try {
      const made = await withPatience(() => desk.open("lead", input));
      if (!another.current) return goTo("campaigns", id);
      setSaved(t("form.saved", { unit: nameOf(organisations, unit), lead: made.serial }));
      form.resetFields(["unit", "subjects"]);
    } catch (caught) {
      setError(caught);
    } finally {
      onItsWay.current = false;
      another.current = false;
      setBusy(false);
    }
  };
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button onClick={() => goTo("campaigns", id)}>‹ {t("form.cancel")}</Button>
          <h1>
            {t("newLead")} <span className="quiet">{t("form.forCampaign", { name: body.name })}</span>
          </h1>
        </div>
        <p className="quiet">{t("form.howLead")}</p>
      </header>
      {saved !== null && (
        <p role="status" className="logged">
          ✓ {saved}
        </p>
      )}
      <Form<Typed>
        form={form}
        className="draft-lead"
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{
          objective: body.objectives[0],
          subjects: [{ type: "account", role: body.objectives[0] ?? "involved" }],
          evidence: [known[0] === undefined ? { kind: "document" } : { kind: "matter", ref: known[0], disclosable: true }],
        }}
        onFinish={(typed) => void send(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
        <div className="draft-two">
          <Form.Item name="unit" label={t("form.place")} rules={needed}>
            <OrganisationSelect offers={(one) => one.kind === "police"} />
          </Form.Item>
          <Form.Item name="objective" label={t("field.objective")} rules={needed}>
            <Radio.Group options={table(all?.OBJECTIVE_WORDS)} />
          </Form.Item>
        </div>
        <Form.Item name="task" label={t("field.task")} rules={[{ required: true, whitespace: true, message: t("form.needed") }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
        </Form.Item>
        <Form.Item name="intelligence" label={t("field.intelligence")} extra={t("form.noNames")} rules={[{ required: true, whitespace: true, message: t("form.needed") }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
        </Form.Item>
        <SubjectRows roles={[...table(all?.OBJECTIVE_WORDS), { value: "involved", label: t("choice.involved") }]} />
        <EvidenceRows known={known} />
        <div className="draft-two">
          <Form.Item name="segment" label={t("field.segment")}>
            <Select options={table(all?.SEGMENT_WORDS)} allowClear />
          </Form.Item>
          <Form.Item name="group" label={t("field.group")}>
            <Select options={table(all?.GROUP_WORDS)} allowClear />
          </Form.Item>
        </div>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("form.save")} <kbd aria-hidden="true">Ctrl ↵</kbd>
          </Button>
          <Button
            disabled={busy}
            onClick={() => {
              another.current = true;
              form.submit();
            }}
          >
            {t("form.saveMore")}
          </Button>
        </div>
      </Form>
    </>
  );
}

function SubjectRows({ roles }: { readonly roles: readonly { readonly value: string; readonly label: string }[] }): ReactNode {
  const t = words.useWords();
  const form = Form.useFormInstance<Typed>();
  const typed = Form.useWatch("subjects", form);
  const needed = [{ required: true, message: t("form.needed") }];
  return (
    <fieldset className="fields">
      <legend>{t("field.subjects")}</legend>
      <Form.List name="subjects">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div key={row.key} className="lead-row">
                <Form.Item name={[row.name, "type"]} label={t("form.whatFor")} rules={needed}>
                  <Select options={SUBJECTS.map((value) => ({ value, label: t(`choice.${value}`) }))} />
                </Form.Item>
                <Form.Item
                  name={[row.name, "value"]}
                  label={t("form.value")}
                  extra={t(`form.subjectHow.${typed?.[row.name]?.type ?? "account"}`)}
                  rules={[{ required: true, whitespace: true, message: t("form.needed") }]}
                >
                  <Input maxLength={200} autoComplete="off" spellCheck={false} />
                </Form.Item>
                <Form.Item name={[row.name, "role"]} label={t("field.role")} rules={needed}>
                  <Select options={[...roles]} />
                </Form.Item>
                {rows.length > 1 && (
                  <Button size="small" onClick={() => remove(row.name)}>
                    {t("form.remove")}
                  </Button>
                )}
              </div>
            ))}
            <Button size="small" onClick={() => add({ type: "account", role: "involved" })}>
              {t("form.add")}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function EvidenceRows({ known }: { readonly known: readonly string[] }): ReactNode {
  const t = words.useWords();
  const needed = [{ required: true, message: t("form.needed") }];
  return (
    <fieldset className="fields">
      <legend>{t("field.evidence")}</legend>
      <Form.List name="evidence">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div key={row.key} className="lead-row">
                <Form.Item name={[row.name, "kind"]} label={t("field.kind")} rules={needed}>
                  <Select options={EVIDENCE.map((value) => ({ value, label: t(`choice.${value}`) }))} />
                </Form.Item>
                <Form.Item name={[row.name, "ref"]} label={t("form.ref")} rules={[{ required: true, whitespace: true, message: t("form.needed") }]}>
                  <Input maxLength={200} autoComplete="off" spellCheck={false} />
                </Form.Item>
                <Form.Item name={[row.name, "disclosable"]} label={t("form.disclosable")} rules={needed}>
                  <Radio.Group
                    options={[
                      { value: true, label: t("form.may") },
                      { value: false, label: t("form.mayNot") },
                    ]}
                  />
                </Form.Item>
                {rows.length > 1 && (
                  <Button size="small" onClick={() => remove(row.name)}>
                    {t("form.remove")}
                  </Button>
                )}
              </div>
            ))}
            <Button size="small" onClick={() => add(known[rows.length] === undefined ? { kind: "document" } : { kind: "matter", ref: known[rows.length], disclosable: true })}>
              {t("form.add")}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
