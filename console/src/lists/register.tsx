/**
 * The register of entries as a table, paged and filtered by the server: what each names, does and rests on, its age, hits and
 * clocks, and how far institutions have taken it back. The first part of it is what waits for the reader's signature.
 */
import {
  REGISTER_PARTS,
  type Change,
  type EntryStrength,
  type ListedType,
  type ListingsClient,
  type Register,
  type RegisterPart,
  type RegisterQuery,
  type RegisterRow,
} from "@duanliu/client";
import { Segmented, Select, Table, type TableColumnsType } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, type KeyTable } from "../keys.ts";
import { StateTag } from "../matter/marks.tsx";
import { useKept } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { isPending } from "./lists.ts";
import { Age, Clocks, Does, Hits, useGroundWord, WindowNote } from "./parts.tsx";
import { words } from "./words.ts";

const SIZE = 20;
const STRENGTHS: readonly EntryStrength[] = ["block", "flag", "watch"];
const TYPES: readonly ListedType[] = ["number", "account", "device", "host", "url", "certificate"];
const ORDERS = ["newest", "ends", "review"] as const;
/** Hits and receipts change without a word of it. */
const LOOK_AGAIN_MS = 15_000;
const PENDING_AGAIN_MS = 2_000;

interface Props {
  readonly listings: ListingsClient;
  readonly part: RegisterPart;
  /** Only entries that rest, or rested, on this rule's hits; null for all. */
  readonly rule: string | null;
  /** Told of what is shown. */
  readonly onShown?: (register: Register) => void;
}

const concerns = (change: Change): boolean => change.kind === "list-entry";

export function RegisterTable({ listings, part, rule, onShown }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [strength, setStrength] = useState<EntryStrength | null>(null);
  const [type, setType] = useState<ListedType | null>(null);
  const [order, setOrder] = useState<(typeof ORDERS)[number]>("newest");
  const [page, setPage] = useState(1);
  const query = useMemo(
    (): RegisterQuery => ({
      part,
      order,
      page,
      size: SIZE,
      ...(strength === null ? {} : { strength }),
      ...(type === null ? {} : { type }),
      ...(rule === null ? {} : { rule }),
    }),
    [part, order, page, strength, type, rule],
  );
  const [kept, again] = useKept(
    useCallback((signal: AbortSignal) => listings.register(query, signal), [listings, query]),
    concerns,
  );
  // What was there stays in sight while another page comes.
  const last = useRef<Register | null>(null);
  if (kept.kind === "here") last.current = kept.value;
  const shown = kept.kind === "failed" ? null : last.current;
  const pending = shown?.items.some(isPending) === true;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && again(), pending ? PENDING_AGAIN_MS : LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [again, pending]);
  useEffect(() => {
    if (kept.kind === "here") onShown?.(kept.value);
  }, [kept, onShown]);
  const ground = useGroundWord();
  const rows = useMemo(() => shown?.items ?? [], [shown]);
  const cursor = useCursor(rows);
  if (kept.kind === "failed") return <Failed detail={kept.detail} onAgain={again} />;
  if (shown === null) return <Loading rows={10} />;
  const filtered = strength !== null || type !== null;
  const count = (one: RegisterPart): string => numberText(shown.parts[one], language);
  return (
    <>
      {kept.stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: kept.stale })}
        </p>
      )}
      {rule === null && (
        <nav className="register-parts" aria-label={t("col.state")}>
          <Segmented<RegisterPart>
            value={part}
            onChange={(one) => (one === "all" ? goTo("lists") : goTo("lists", one))}
            options={REGISTER_PARTS.map((one) => ({ value: one, label: `${t(`part.${one}`)} ${count(one)}` }))}
          />
        </nav>
      )}
      <div className="register-filters">
        <Choice
          label={t("filter.strength")}
          value={strength}
          onChange={(value) => (setStrength(value), setPage(1))}
          options={STRENGTHS.map((value) => ({ value, label: t(`strength.${value}`) }))}
        />
        <Choice label={t("filter.type")} value={type} onChange={(value) => (setType(value), setPage(1))} options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))} />
        <label>
          <span className="quiet">{t("order.title")}</span>
          <Select
            aria-label={t("order.title")}
            value={order}
            onChange={(value) => (setOrder(value), setPage(1))}
            options={ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
          />
        </label>
      </div>
      <div className="wide-table" tabIndex={0} role="region" aria-label={rule === null ? t(`part.${part}`) : t("rule.head", { rule })}>
        <Table<RegisterRow>
          className="register-table"
          size="small"
          rowKey="id"
          loading={kept.kind === "loading"}
          dataSource={rows}
          columns={columnsOf(t, language, ground)}
          rowClassName={({ id }) => (id === cursor ? "here" : "")}
          onRow={(entry) => ({ onDoubleClick: () => goTo("lists", entry.id) })}
          pagination={{ current: page, pageSize: SIZE, total: shown.total, showSizeChanger: false, hideOnSinglePage: true, onChange: setPage }}
          locale={{ emptyText: <p className="empty">{rule !== null ? t("rule.none") : filtered ? t("noneFor") : t(`none.${part}`)}</p> }}
        />
      </div>
      <WindowNote window={shown.window} />
    </>
  );
}

/** j and k move, Enter opens. */
function useCursor(rows: readonly RegisterRow[]): string | null {
  const [at, setAt] = useState<string | null>(null);
  useKeys(
    useMemo((): KeyTable => {
      const move = (step: 1 | -1): void => {
        const now = rows.findIndex(({ id }) => id === at);
        const next = rows[now < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, now + step))];
        if (next === undefined) return;
        setAt(next.id);
        document.querySelector(`[data-row-key="${next.id}"]`)?.scrollIntoView({ block: "nearest" });
      };
      return {
        j: () => move(1),
        k: () => move(-1),
        Enter: () => {
          if (at !== null && rows.some(({ id }) => id === at)) goTo("lists", at);
        },
      };
    }, [rows, at]),
  );
  return at;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | null) => void;
}

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>): ReactNode {
  const t = words.useWords();
  return (
    <label>
      <span className="quiet">{label}</span>
      <Select<T | "">
        aria-label={label}
        value={value ?? ""}
        onChange={(chosen) => onChange(chosen === "" ? null : chosen)}
        options={[{ value: "" as const, label: t("filter.any") }, ...options.map((one) => ({ ...one }))]}
      />
    </label>
  );
}

type Say = ReturnType<typeof words.useWords>;

function columnsOf(t: Say, language: "zh" | "en", ground: ReturnType<typeof useGroundWord>): TableColumnsType<RegisterRow> {
  return [
    {
      title: t("col.about"),
      render: (_, entry) => (
        <>
          <a className="entry-about" href={hashOf("lists", entry.id)}>
            {entry.body.about}
          </a>
          <span className="quiet row-under">
            {t(`type.${entry.body.type}`)} · {entry.serial}
          </span>
        </>
      ),
    },
    {
      title: t("col.does"),
      render: (_, entry) => (
        <>
          <Does strength={entry.body.strength} />
          <span className="row-under">
            <StateTag matter={entry} />
          </span>
        </>
      ),
    },
    { title: t("col.grounds"), responsive: ["md"], render: (_, entry) => <Grounds entry={entry} language={language} t={t} ground={ground} /> },
    {
      title: t("col.age"),
      align: "right",
      responsive: ["sm"],
      render: (_, { body, openedAtMs }) => <Age fromMs={body.activatedAtMs ?? openedAtMs} proposed={body.activatedAtMs === null} />,
    },
    { title: t("col.hits"), align: "right", responsive: ["sm"], render: (_, { hits }) => <Hits hits={hits} /> },
    { title: t("col.clocks"), render: (_, entry) => <Clocks entry={entry} /> },
    { title: t("col.receipts"), responsive: ["md"], render: (_, entry) => <ReceiptLine entry={entry} /> },
  ];
}

function Grounds({
  entry,
  language,
  t,
  ground,
}: {
  readonly entry: RegisterRow;
  readonly language: "zh" | "en";
  readonly t: Say;
  readonly ground: ReturnType<typeof useGroundWord>;
}): ReactNode {
  const { body } = entry;
  const stands = body.grounds.filter(({ withdrawn }) => withdrawn === null);
  const kinds = [...new Set((stands.length > 0 ? stands : body.grounds).map(ground))];
  const said = body.basis === null ? kinds.join(language === "zh" ? "、" : ", ") : t(`basis.${body.basis}`);
  return (
    <>
      <span>{said}</span>
      <span className="quiet row-under">{body.asked === null ? (body.decider?.[language] ?? sourceOf(body.grounds, t, language)) : t("asked.title")}</span>
    </>
  );
}

/** From where the first ground that says so comes: an authority, or the channels in which signs show. */
function sourceOf(grounds: RegisterRow["body"]["grounds"], t: Say, language: "zh" | "en"): string | null {
  for (const one of grounds) {
    if (one.kind === "authority") return one.authority;
    if (one.kind === "signals") return t("ground.channels", { channels: one.families.map((family) => t(`family.${family}`)).join(language === "zh" ? "、" : ", ") });
  }
  return null;
}

export function ReceiptLine({ entry }: { readonly entry: RegisterRow }): ReactNode {
  const t = words.useWords();
  const { receipts } = entry;
  if (receipts === null) return <span className="quiet">{t("nobody")}</span>;
  if (receipts.withdrawn === 0) return <span>{t("given", { n: receipts.told })}</span>;
  return (
    <>
      <span>
        {receipts.confirmed === receipts.withdrawn ? "✓ " : "… "}
        {t("confirmed", { n: receipts.confirmed, of: receipts.withdrawn })}
      </span>
      {receipts.overdue > 0 && <b className="overdue row-under">▲ {t("overdue", { n: receipts.overdue })}</b>}
    </>
  );
}
