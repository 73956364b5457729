/**
 * The picture of a flow with what is said about it: what the marks mean, how many are drawn, which hubs are folded and what rests
 * while it moves. The drawing itself is loaded when somebody looks at it.
 */
import { Button, Switch } from "antd";
import { lazy, Suspense, useCallback, useId, useMemo, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { drawnFlow, FOLD_FROM, folded, LOOKS, LINES_MAX, MARKS_MAX, STILL_LINES, withinMarks, type Flow } from "./flow.ts";
import { words } from "./words.ts";

// A renderer of its own weight, for whoever looks at pictures.
const GraphView = lazy(async () => ({ default: (await import("./graph-view.tsx")).GraphView }));

interface Props {
  readonly flow: Flow;
  readonly picked: string | null;
  readonly marked: ReadonlySet<string>;
  /** Accounts that are not folded away: those on the path that is shown. */
  readonly onPath: ReadonlySet<string>;
  readonly onPick: (account: string | null) => void;
}

const NONE: ReadonlySet<string> = new Set();

export function FlowPicture({ flow, picked, marked, onPath, onPick }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const foldId = useId();
  const [fold, setFold] = useState<boolean | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(NONE);
  const all = useMemo(() => drawnFlow(flow), [flow]);
  const folding = fold ?? all.nodes.length > FOLD_FROM;
  const kept = useMemo(() => new Set([...onPath, ...(picked === null ? [] : [picked])]), [onPath, picked]);
  const [every, setEvery] = useState(false);
  const many = !every && (all.nodes.length > MARKS_MAX || all.edges.length > LINES_MAX);
  // Only a folded or a cut picture depends on what is kept apart: a choice among all marks draws nothing anew.
  const apart = folding || many ? kept : NONE;
  const lines = many ? marked : NONE;
  const shown = useMemo(() => {
    const some = folding
      ? folded(all, apart, open, (count) => t("bundle", { count }))
      : { ...all, bundles: new Map<string, { readonly hub: string; readonly count: number }>(), foldedAway: 0 };
    return { ...some, ...(many ? withinMarks(some, apart, lines) : { unmarked: 0, undrawn: 0 }) };
  }, [all, folding, apart, open, many, lines, t]);
  const { bundles } = shown;
  const pick = useCallback(
    (key: string | null): void => {
      const bundle = key === null ? undefined : bundles.get(key);
      if (bundle === undefined) onPick(key);
      else setOpen((before) => new Set([...before, bundle.hub]));
    },
    [bundles, onPick],
  );
  const n = (value: number): string => numberText(value, language);
  return (
    <div className="flow-picture">
      <div className="trace-line">
        <span className="fold">
          <Switch
            id={foldId}
            size="small"
            checked={folding}
            onChange={(on) => {
              setFold(on);
              setOpen(NONE);
            }}
          />
          <label htmlFor={foldId}>{t("fold")}</label>
        </span>
        <ul className="legend" aria-label={t("legend.title")}>
          {(["victim", "held", "still-there", "left", "unknown"] as const).map((name) => (
            <li key={name}>
              <span aria-hidden="true" style={{ color: `var(--${LOOKS[name].colour})` }}>
                {LOOKS[name].sign}
              </span>{" "}
              {t(`legend.${name}`)}
            </li>
          ))}
        </ul>
      </div>
      <Suspense fallback={<Loading rows={9} />}>
        <GraphView drawn={shown} picked={picked} marked={marked} label={t("graph.label")} onPick={pick} />
      </Suspense>
      <p className="quiet detail" role="status">
        {t("detail.all", { nodes: n(shown.nodes.length), edges: n(shown.edges.length) })}
        {shown.foldedAway > 0 && <> {t("folded", { count: n(shown.foldedAway), bundles: n(bundles.size) })}</>}
        {shown.edges.length > STILL_LINES && <> {t("detail.still")}</>}
        {shown.unmarked + shown.undrawn > 0 && (
          <>
            {" "}
            {t("detail.undrawn", { nodes: n(shown.unmarked), edges: n(shown.undrawn) })}{" "}
            <Button size="small" onClick={() => setEvery(true)}>
              {t("detail.every")}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
