/**
 * Where the money of one matter went: four figures that are never one, the picture and the same as tables, one account with the
 * path that proves it, papers. Follows new transfers and orders while it is open; what is not shown is always said.
 */
import { PURPOSE_WORDS, type MoneyTrace, type Purpose, type TraceMethod, type TraceQuestion } from "@duanliu/client";
import { Button, Segmented, Select } from "antd";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { Money } from "../matter/money.tsx";
import { useKept } from "../matter/use-matters.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { AccountPane } from "./account-pane.tsx";
import { AccountTable, TransferTable } from "./flow-tables.tsx";
import { FilterLine } from "./filter-line.tsx";
import { arrowOf, EVERYTHING, filtered, pathTo, type FlowFilter } from "./flow.ts";
import { FlowPicture } from "./flow-picture.tsx";
import { Papers } from "./papers.tsx";
import { concernsTrace, useMoney } from "./use-money.ts";
import { words } from "./words.ts";
import "./money.css";

interface Props {
  readonly matter: string;
  readonly purpose: Purpose;
}

const METHODS: readonly TraceMethod[] = ["pro-rata", "fifo", "lifo"];
/** Enough for nearly every trace; more is loaded when somebody asks. */
const EDGES_FIRST = 2_000;
const EDGES_MOST = 20_000;
type View = "graph" | "accounts" | "transfers";
const VIEWS: readonly View[] = ["graph", "accounts", "transfers"];

/** Give it `key={matter}`. */
export function TraceView({ matter, purpose }: Props): ReactNode {
  const money = useMoney();
  const [method, setMethod] = useState<TraceMethod | null>(null);
  const [currency, setCurrency] = useState<string | null>(null);
  const [edgesMax, setEdgesMax] = useState(EDGES_FIRST);
  const latest = useRef<MoneyTrace | null>(null);
  const question = useMemo(
    (): TraceQuestion => ({ matter, purpose, edgesMax, ...(method === null ? {} : { method }), ...(currency === null ? {} : { currency }) }),
    [matter, purpose, method, currency, edgesMax],
  );
  const ask = useCallback((signal: AbortSignal) => money.trace(question, signal), [money, question]);
  const concerns = useMemo(() => concernsTrace(matter, () => latest.current), [matter]);
  const [trace, again] = useKept(ask, concerns);
  if (trace.kind === "here") latest.current = trace.value;
  // Another method is another answer: what is asked for stays in sight while it is on its way.
  const shown = trace.kind === "here" ? trace.value : latest.current;
  if (trace.kind === "failed") return <Failed detail={trace.detail} onAgain={again} />;
  if (shown === null) return <Loading rows={10} />;
  return (
    <Shown
      trace={shown}
      question={question}
      busy={trace.kind === "loading"}
      stale={trace.stale}
      onMethod={setMethod}
      onCurrency={setCurrency}
      onAll={edgesMax < EDGES_MOST ? () => setEdgesMax(EDGES_MOST) : null}
    />
  );
}

interface ShownProps {
  readonly trace: MoneyTrace;
  readonly question: TraceQuestion;
  readonly busy: boolean;
  readonly stale: string | null;
  readonly onMethod: (method: TraceMethod) => void;
  readonly onCurrency: (currency: string) => void;
  readonly onAll: (() => void) | null;
}

function Shown({ trace, question, busy, stale, onMethod, onCurrency, onAll }: ShownProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [view, setView] = useState<View>("graph");
  const [filter, setFilter] = useState<FlowFilter>(EVERYTHING);
  const [picked, setPicked] = useState<string | null>(null);
  const flow = useMemo(() => filtered(trace, filter), [trace, filter]);
  const path = useMemo(() => (picked === null ? [] : pathTo(trace.edges, picked)), [trace, picked]);
  const marked = useMemo(() => new Set(path.map(arrowOf)), [path]);
  const onPath = useMemo(() => new Set(path.flatMap((edge) => [edge.from, edge.to])), [path]);
  const node = picked === null ? null : (trace.nodes.find((one) => one.account === picked) ?? null);
  const nodeOf = useMemo(() => new Map(trace.nodes.map((one) => [one.account, one])), [trace]);
  const { sums, currency } = trace;
  return (
    <section className="trace-view" aria-labelledby="trace-title" aria-busy={busy}>
      <header className="trace-head">
        <h2 id="trace-title">{t("title")}</h2>
        <span className="quiet">
          {t("purpose", { purpose: PURPOSE_WORDS[trace.purpose as Purpose][language] })} · {t("asOf", { at: instantText(Date.parse(trace.asOf), language) })}
        </span>
        <span className="grow" />
        <Papers question={question} trace={trace} />
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      <dl className="trace-sums">
        {(["stolen", "held", "still", "exited", "returned"] as const).map((name) => (
          <div key={name}>
            <dt>{t(`sums.${name}`)}</dt>
            <dd>
              <Money amountMinor={sums[`${name}Minor`]} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="trace-line">
        <label>
          <span className="quiet">{t("method")}</span>
          <Select<TraceMethod> aria-label={t("method")} value={trace.method} onChange={onMethod} options={METHODS.map((value) => ({ value, label: t(`methods.${value}`) }))} />
        </label>
        {trace.currencies.length > 1 && (
          <label>
            <span className="quiet">{t("currency")}</span>
            <Select<string> aria-label={t("currency")} value={currency} onChange={onCurrency} options={trace.currencies.map((value) => ({ value, label: value }))} />
          </label>
        )}
        <span className="quiet method-means">{trace.methodMeans[language]}</span>
      </div>
      {trace.edges.length === 0 ? (
        <p className="empty">{t("nothing")}</p>
      ) : (
        <>
          <FilterLine trace={trace} filter={filter} onFilter={setFilter} />
          <Segmented<View> aria-label={t("view.title")} value={view} onChange={setView} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} />
          {flow.edges.length === 0 ? (
            <p className="empty">{t("filter.none")}</p>
          ) : (
            <div className={`trace-two ${node === null ? "" : "with-pane"}`}>
              <div>
                {view === "graph" && <FlowPicture flow={flow} picked={picked} marked={marked} onPath={onPath} onPick={setPicked} />}
                {view === "accounts" && <AccountTable flow={flow} currency={currency} picked={picked} onPick={setPicked} />}
                {view === "transfers" && <TransferTable flow={flow} nodeOf={nodeOf} currency={currency} marked={path} onPick={setPicked} />}
              </div>
              {node !== null && <AccountPane key={node.account} node={node} path={path} nodeOf={nodeOf} currency={currency} onClose={() => setPicked(null)} />}
            </div>
          )}
          <Limits trace={trace} onAll={onAll} />
        </>
      )}
    </section>
  );
}

/** What the trace does not follow and what is not loaded. */
function Limits({ trace, onAll }: { readonly trace: MoneyTrace; readonly onAll: (() => void) | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { omitted, truncated, tooBusy, limits, exits, currency } = trace;
  return (
    <div className="trace-limits">
      {exits.length > 0 && (
        <>
          <h3>{t("exits")}</h3>
          <ul className="plain-list">
            {exits.slice(0, 50).map((exit) => (
              <li key={`${exit.transfer} ${exit.account}`}>
                {instantText(Date.parse(exit.at), language)} · {exit.words[language]} {exit.taintedMinor !== null && <Money amountMinor={exit.taintedMinor} currency={currency} />}
              </li>
            ))}
          </ul>
        </>
      )}
      {omitted.edges > 0 && (
        <p>
          ▲ {t("detail.omitted", { edges: omitted.edges, nodes: omitted.nodes })}{" "}
          {onAll !== null && (
            <Button size="small" onClick={onAll}>
              {t("detail.loadAll")}
            </Button>
          )}
        </p>
      )}
      {truncated.length > 0 && <p>▲ {t("detail.cut", { count: truncated.length })}</p>}
      {tooBusy.length > 0 && <p>▲ {t("detail.busy", { accounts: tooBusy.map((one) => one.masked).join(", ") })}</p>}
      <p className="quiet">{t("detail.limits", { hops: limits.hopsMax, ppm: limits.taintMinPpm })}</p>
    </div>
  );
}
