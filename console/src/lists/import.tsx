/** A list is imported: pasted or from a file, with who says so, and afterwards what became of every line. */
import type { ImportInput, ImportReport, ListEvidence, ListingsClient, SharingMark } from "@duanliu/client";
import { Button, Form, Input, Radio, Select, Upload } from "antd";
import { useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { bytesText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Report } from "./import-report.tsx";
import { decoded, linesOf } from "./lists.ts";
import { words } from "./words.ts";

/** What the server takes at once. */
const CHARACTERS_MAX = 4 << 20;
const TYPES = ["number", "number-prefix", "account", "device", "host", "url", "certificate"] as const;
const EVIDENCE: readonly ListEvidence[] = ["published-feed", "user-report", "operator-decision", "reviewed-signals", "authority-instruction", "case-confirmed"];
const MARKS: readonly SharingMark[] = ["amber", "green", "clear", "red"];
/** As the platform takes it. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

interface Values {
  readonly list: string;
  readonly source: string;
  readonly mode: "add" | "replace";
  readonly kind: "flag" | "watch";
  readonly type: (typeof TYPES)[number] | "";
  readonly evidence: ListEvidence;
  readonly sharing: SharingMark;
  readonly text: string;
}

export function Import({ listings }: { readonly listings: ListingsClient }): ReactNode {
  const [done, setDone] = useState<{ readonly text: string; readonly report: ImportReport } | null>(null);
  return (
    <article className="lists-part">
      {done === null ? (
        <Ask listings={listings} onDone={(text, report) => setDone({ text, report })} />
      ) : (
        <Report text={done.text} report={done.report} onAgain={() => setDone(null)} />
      )}
    </article>
  );
}

interface AskProps {
  readonly listings: ListingsClient;
  readonly onDone: (text: string, report: ImportReport) => void;
}

function Ask({ listings, onDone }: AskProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [said, setSaid] = useState<string | null>(null);
  const mode = Form.useWatch("mode", form) ?? "add";
  const list = Form.useWatch("list", form) ?? "";
  const text = Form.useWatch("text", form) ?? "";
  const needed = [{ required: true, whitespace: true, message: t("form.needed") }];
  const give = async ({ type, ...rest }: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const input: ImportInput = { ...rest, source: rest.source.trim(), ...(type === "" ? {} : { type }) };
      onDone(rest.text, await listings.importList(input));
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  const read = async (file: File): Promise<void> => {
    setSaid(null);
    // Bytes are at least as many as characters.
    if (file.size > CHARACTERS_MAX) return setSaid(t("importing.fileTooLarge", { size: bytesText(CHARACTERS_MAX) }));
    const found = decoded(await file.arrayBuffer());
    form.setFieldValue("text", found.text);
    if (found.older) setSaid(t("importing.decoded"));
  };
  return (
    <>
      <h2>{t("importing.title")}</h2>
      <p className="quiet">{t("importing.intro")}</p>
      <Form<Values>
        form={form}
        className="lists-form"
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ mode: "add", kind: "flag", type: "", evidence: "published-feed", sharing: "amber" }}
        onFinish={(values) => void give(values)}
      >
        <div className="lists-form-row">
          <Form.Item name="list" label={t("importing.list")} rules={[...needed, { pattern: NAME, message: t("importing.listHow") }]}>
            <Input placeholder={t("importing.listHow")} autoComplete="off" spellCheck={false} maxLength={64} autoFocus />
          </Form.Item>
          <Form.Item name="source" label={t("importing.source")} rules={needed}>
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
        </div>
        <Form.Item
          name="text"
          label={t("importing.text")}
          rules={[...needed, { max: CHARACTERS_MAX, message: t("importing.fileTooLarge", { size: bytesText(CHARACTERS_MAX) }) }]}
          extra={t("importing.textHow")}
        >
          <Input.TextArea className="import-text" autoSize={{ minRows: 6, maxRows: 16 }} spellCheck={false} />
        </Form.Item>
        <div className="import-file">
          <Upload
            showUploadList={false}
            beforeUpload={(file) => {
              void read(file);
              return false;
            }}
          >
            <Button>{t("importing.file")}</Button>
          </Upload>
          {text !== "" && <span className="quiet">{t("importing.characters", { n: numberText(linesOf(text.trimEnd()).length, language) })}</span>}
          {said !== null && <span role="status">{said}</span>}
        </div>
        <div className="lists-form-row">
          <Form.Item name="type" label={t("importing.type")}>
            <Select options={[{ value: "" as const, label: t("importing.typeAny") }, ...TYPES.map((value) => ({ value, label: t(`type.${value}`) }))]} />
          </Form.Item>
          <Form.Item name="kind" label={t("importing.kind")}>
            <Select options={(["flag", "watch"] as const).map((value) => ({ value, label: t(`strength.${value}`) }))} />
          </Form.Item>
          <Form.Item name="evidence" label={t("importing.evidence")}>
            <Select options={EVIDENCE.map((value) => ({ value, label: t(`importing.evidenceOf.${value}`) }))} />
          </Form.Item>
          <Form.Item name="sharing" label={t("importing.sharing")}>
            <Select options={MARKS.map((value) => ({ value, label: t(`sharing.${value}`) }))} />
          </Form.Item>
        </div>
        <Form.Item name="mode" label={t("importing.mode")}>
          <Radio.Group options={(["add", "replace"] as const).map((value) => ({ value, label: t(`importing.${value}`) }))} />
        </Form.Item>
        {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
        <p className="will-happen">{mode === "replace" ? t("importing.replaceWarns", { list: list === "" ? "…" : list }) : t("importing.addTells")}</p>
        <div className="buttons">
          <Button type="primary" danger={mode === "replace"} htmlType="submit" loading={busy}>
            {t("importing.give")}
          </Button>
        </div>
      </Form>
    </>
  );
}
