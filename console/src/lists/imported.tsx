/** Lists that were imported as a whole: their sums, and one of them from the inside, page by page, with sources and recent hits. */
import type { ListedPage, ListedQuery, ListedRow, ListEntryKind, ListingsClient } from "@duanliu/client";
import { Button, Table, type TableColumnsType } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKept } from "../matter/use-matters.ts";
import { Clock } from "../matter/clock.tsx";
import { goTo } from "../place.ts";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Age, Assumed, Does, Hits, WindowNote } from "./parts.tsx";
import { Choice } from "./register.tsx";
import { Summary } from "./summary.tsx";
import { words } from "./words.ts";

const SIZE = 20;
const LOOK_AGAIN_MS = 15_000;
const KINDS: readonly ListEntryKind[] = ["block", "flag", "watch", "allow"];
const TYPES: readonly ListedRow["type"][] = ["number", "number-prefix", "account", "device", "host", "url", "certificate"];
const CASEWORK = "casework";

interface Props {
  readonly listings: ListingsClient;
  readonly list: string | null;
}

export function Imported({ listings, list }: Props): ReactNode {
  const t = words.useWords();
  return (
    <article className="lists-part">
      <p className="quiet">{t(list === CASEWORK ? "imported.casework" : "imported.intro")}</p>
      {list === null ? <Summary onLook={(name) => goTo("lists", "imported", name)} /> : <Inside key={list} listings={listings} list={list} />}
    </article>
  );
}

const never = (): boolean => false;

function Inside({ listings, list }: { readonly listings: ListingsClient; readonly list: string }): ReactNode {
  const t = words.useWords();
  const [kind, setKind] = useState<ListEntryKind | null>(null);
  const [type, setType] = useState<ListedRow["type"] | null>(null);
  const [page, setPage] = useState(1);
  const query = useMemo((): ListedQuery => ({ page, size: SIZE, ...(kind === null ? {} : { kind }), ...(type === null ? {} : { type }) }), [page, kind, type]);
  const [kept, again] = useKept(
    useCallback((signal: AbortSignal) => listings.listed(list, query, signal), [listings, list, query]),
    never,
  );
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && again(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  const last = useRef<ListedPage | null>(null);
  if (kept.kind === "here") last.current = kept.value;
  if (kept.kind === "failed") return <Failed detail={kept.detail} onAgain={again} />;
  const shown = last.current;
  if (shown === null) return <Loading rows={10} />;
  return (
    <>
      <div className="register-filters">
        <Button onClick={() => goTo("lists", "imported")}>‹ {t("imported.close")}</Button>
        <h2>{t("imported.entries", { list })}</h2>
        <Choice
          label={t("filter.strength")}
          value={kind}
          onChange={(value) => (setKind(value), setPage(1))}
          options={KINDS.map((value) => ({ value, label: t(`strength.${value}`) }))}
        />
        <Choice label={t("filter.type")} value={type} onChange={(value) => (setType(value), setPage(1))} options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))} />
      </div>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("imported.entries", { list })}>
        <Table<ListedRow>
          size="small"
          rowKey={(row) => `${row.type} ${row.about} ${row.validFromMs}`}
          loading={kept.kind === "loading"}
          dataSource={[...shown.items]}
          columns={columnsOf(t)}
          pagination={{ current: page, pageSize: SIZE, total: shown.total, showSizeChanger: false, hideOnSinglePage: true, onChange: setPage }}
          locale={{ emptyText: <p className="empty">{t("imported.none")}</p> }}
        />
      </div>
      <WindowNote window={shown.window} />
    </>
  );
}

function columnsOf(t: ReturnType<typeof words.useWords>): TableColumnsType<ListedRow> {
  const language = languageNow();
  return [
    {
      title: t("col.about"),
      render: (_, { about, type }) => (
        <>
          <span className="entry-about">{about}</span>
          <span className="quiet row-under">{t(`type.${type}`)}</span>
        </>
      ),
    },
    { title: t("col.does"), render: (_, { kind }) => <Does strength={kind} /> },
    {
      title: t("imported.source"),
      responsive: ["sm"],
      render: (_, { source, evidenceWords, confidencePermille }) => (
        <>
          {source[language]}
          <span className="quiet row-under">
            {evidenceWords[language]} · {numberText(confidencePermille / 10, language, 1)} %
          </span>
        </>
      ),
    },
    { title: t("col.age"), align: "right", responsive: ["sm"], render: (_, { validFromMs }) => <Age fromMs={validFromMs} proposed={false} /> },
    {
      title: t("col.hits"),
      align: "right",
      responsive: ["sm"],
      render: (_, { hits, sharedBy }) =>
        hits !== null && sharedBy > 1 ? (
          <span className="quiet">{t("imported.shared", { hits: numberText(hits.hits, language), n: numberText(sharedBy, language) })}</span>
        ) : (
          <Hits hits={hits ?? { hits: 0, lastAtMs: 0 }} />
        ),
    },
    {
      title: t("col.clocks"),
      render: (_, { validFromMs, validUntilMs, reviewAtMs, lifeAssumed }) => (
        <span className="entry-clocks">
          <span>
            <span className="quiet">{t("endsIn")}</span> <Clock dueAtMs={validUntilMs} startedAtMs={validFromMs} bare /> {lifeAssumed && <Assumed />}
          </span>
          <span>
            <span className="quiet">{t("reviewIn")}</span> <Clock dueAtMs={reviewAtMs} startedAtMs={validFromMs} bare />
          </span>
        </span>
      ),
    },
  ];
}
