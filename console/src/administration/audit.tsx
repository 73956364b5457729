/** The audit chain, verified from here: what was read, what is broken and where, and every earlier run. */
import type { AuditFinding, AuditRun } from "@duanliu/client";
import { Alert, Button, Descriptions, Table } from "antd";
import { useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { useSession } from "../session.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useActing } from "./acts.tsx";
import { words } from "./words.ts";

interface Props {
  readonly runs: readonly AuditFinding[];
  readonly onChange: () => void;
}

export function Audit({ runs, onChange }: Props): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const language = languageNow();
  const [run, setRun] = useState<AuditRun | null>(null);
  const acting = useActing();
  const verify = (): void =>
    void acting.run(async () => {
      setRun(null);
      setRun(await keeping.verifyAudit());
      onChange();
    });
  return (
    <section className="admin-part">
      <p>{t("verifyWhat")}</p>
      <div>
        <Button type="primary" loading={acting.busy} onClick={verify}>
          {acting.busy ? t("verifying") : t("verify")}
        </Button>
      </div>
      {acting.error !== null && <ProblemNote error={acting.error} onAgain={verify} />}
      {run !== null && (
        <div role="status" className="audit-run">
          <Alert
            type={run.whole ? "success" : "error"}
            showIcon
            title={run.whole ? t("whole") : t("broken", { n: run.faults })}
            description={run.whole ? undefined : t("brokenHow")}
          />
          <Descriptions
            size="small"
            bordered
            column={{ xs: 1, sm: 2, lg: 4 }}
            items={[
              { key: "lines", label: t("auditLines"), children: numberText(run.lines, language) },
              { key: "checkpoints", label: t("auditCheckpoints"), children: numberText(run.checkpoints, language) },
              { key: "kept", label: t("auditKept"), children: numberText(run.kept, language) },
              { key: "unsigned", label: t("auditUnsigned"), children: numberText(run.unsigned, language) },
            ]}
          />
          {run.found.length > 0 && (
            <ol className="named">
              {run.found.map((one) => (
                <li key={one.en}>{one[language]}</li>
              ))}
            </ol>
          )}
        </div>
      )}
      <h2>{t("auditRuns")}</h2>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("auditRuns")}>
        <Table<AuditFinding>
          size="small"
          rowKey="at"
          pagination={false}
          dataSource={runs}
          locale={{ emptyText: t("auditNone") }}
          columns={[
            { title: t("auditAt"), render: (_none, { at }) => instantText(Date.parse(at), language) },
            { title: t("auditBy"), dataIndex: "by" },
            {
              title: t("auditFinding"),
              render: (_none, { whole, faults }) =>
                whole ? <span className="audit-whole">✓ {t("wholeMark")}</span> : <b className="audit-broken">✗ {t("brokenMark", { n: faults })}</b>,
            },
            { title: t("auditLines"), align: "right", render: (_none, { lines }) => numberText(lines, language) },
          ]}
        />
      </div>
    </section>
  );
}
