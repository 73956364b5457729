/**
 * One ring for a matter and a purpose: what it is made of as a picture and as tables, roles each with the links that prove it, shapes of
 * money with what else they may be, amounts, scores explained, and how it came to be what it is.
 */
import { PURPOSE_WORDS, type Purpose, type Ring, type RingLink, type ThingKind } from "@duanliu/client";
import { Button, Table, Tabs } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKept } from "../matter/use-matters.ts";
import { exactMoneyText, instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { arrowOf, LINES_MAX, MARKS_MAX, STILL_LINES, withinMarks } from "./flow.ts";
import { drawnRing, linksOf, THING_LOOKS } from "./ring.ts";
import { Amounts, History, LeftOut, Motifs, Scores } from "./ring-parts.tsx";
import { Things } from "./rings-list.tsx";
import { useMoney } from "./use-money.ts";
import { words } from "./words.ts";

const GraphView = lazy(async () => ({ default: (await import("./graph-view.tsx")).GraphView }));

interface Props {
  readonly id: string;
  readonly matter: string;
  readonly purpose: Purpose;
}

const ROWS = 20;
const NONE: ReadonlySet<string> = new Set();

export function RingScreen({ id, matter, purpose }: Props): ReactNode {
  const money = useMoney();
  const ask = useCallback((signal: AbortSignal) => money.ring(id, { matter, purpose }, signal), [money, id, matter, purpose]);
  const concerns = useCallback((change: { readonly id: string }) => change.id === matter, [matter]);
  const [ring, again] = useKept(ask, concerns);
  if (ring.kind === "loading") return <Loading rows={12} />;
  if (ring.kind === "failed") return <Failed detail={ring.detail} onAgain={again} />;
  return <Shown ring={ring.value} stale={ring.stale} />;
}

/** The masked form of a thing by its token. */
export type NameOf = (thing: string) => string;

function Shown({ ring, stale }: { readonly ring: Ring; readonly stale: string | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [picked, setPicked] = useState<string | null>(null);
  const [proof, setProof] = useState<readonly RingLink[]>([]);
  const [every, setEvery] = useState(false);
  const all = useMemo(() => drawnRing(ring), [ring]);
  const marked = useMemo(() => new Set(proof.map(arrowOf)), [proof]);
  const many = !every && (all.nodes.length > MARKS_MAX || all.edges.length > LINES_MAX);
  // Only a cut picture depends on what must be in it: a choice among all marks draws nothing anew.
  const [apart, lines] = [many ? picked : null, many ? marked : NONE];
  const drawn = useMemo(() => {
    if (!many) return { ...all, unmarked: 0, undrawn: 0 };
    const ends = [...lines].flatMap((arrow) => arrow.split(">"));
    return withinMarks(all, new Set(apart === null ? ends : [...ends, apart]), lines);
  }, [all, many, apart, lines]);
  const names = useMemo(() => new Map(ring.members.map((member) => [member.thing, member.masked])), [ring]);
  const nameOf: NameOf = (thing) => names.get(thing) ?? ring.leftOut.find((one) => one.thing === thing)?.masked ?? "?";
  const roleOf = Map.groupBy(ring.roles, (role) => role.holder);
  const n = (value: number): string => numberText(value, language);
  return (
    <section className="ring-screen" aria-labelledby="ring-title">
      <header className="trace-head">
        <h2 id="ring-title">{ring.id}</h2>
        <span>
          <Things things={ring.things} />
        </span>
        <span className="quiet">
          {t("purpose", { purpose: PURPOSE_WORDS[ring.purpose as Purpose][language] })} · {instantText(Date.parse(ring.asOf), language)}
        </span>
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      {!ring.living && <p>▲ {t("rings.gone")}</p>}
      {ring.provinces.length > 0 && (
        <p>
          {t("rings.provinces", { count: ring.provinces.length })}: {ring.provinces.join(", ")}
        </p>
      )}
      <ul className="legend" aria-label={t("legend.title")}>
        {(Object.keys(ring.things) as ThingKind[])
          .filter((kind) => (ring.things[kind] ?? 0) > 0)
          .map((kind) => (
            <li key={kind}>
              <span aria-hidden="true" style={{ color: `var(--${THING_LOOKS[kind].colour})` }}>
                {THING_LOOKS[kind].sign}
              </span>{" "}
              {t(`thing.${kind}`)}
            </li>
          ))}
      </ul>
      {drawn.nodes.length > 0 && (
        <Suspense fallback={<Loading rows={9} />}>
          <GraphView drawn={drawn} picked={picked} marked={marked} label={t("graph.ringLabel")} onPick={setPicked} />
        </Suspense>
      )}
      <p className="quiet detail" role="status">
        {t("rings.drawn", { nodes: n(drawn.nodes.length), edges: n(drawn.edges.length) })}
        {drawn.edges.length > STILL_LINES && <> {t("detail.still")}</>}
        {drawn.unmarked + drawn.undrawn > 0 && (
          <>
            {" "}
            {t("rings.undrawn", { nodes: n(drawn.unmarked), edges: n(drawn.undrawn) })}{" "}
            <Button size="small" onClick={() => setEvery(true)}>
              {t("detail.every")}
            </Button>
          </>
        )}
        {ring.linksInAll > ring.links.length && <> {t("rings.linksCut", { n: n(ring.links.length), all: n(ring.linksInAll) })}</>}
      </p>
      <Tabs
        aria-label={t("parts")}
        items={[
          { key: "roles", label: t("rings.roles"), children: <Roles ring={ring} nameOf={nameOf} onProof={setProof} /> },
          {
            key: "members",
            label: t("rings.members"),
            children: (
              <Table<Ring["members"][number]>
                className="flow-table"
                size="small"
                rowKey="thing"
                dataSource={ring.members}
                pagination={{ pageSize: ROWS, showSizeChanger: false, hideOnSinglePage: true }}
                scroll={{ x: "max-content" }}
                rowClassName={(member) => (member.thing === picked ? "picked" : "")}
                columns={[
                  {
                    title: t("rings.pick"),
                    key: "thing",
                    render: (_, member) => (
                      <Button type="link" size="small" className="account-name" onClick={() => setPicked(member.thing)}>
                        {member.masked}
                      </Button>
                    ),
                  },
                  { title: t("col.kind"), key: "kind", render: (_, member) => t(`thing.${member.kind}`) },
                  { title: t("col.role"), key: "role", render: (_, member) => (roleOf.get(member.thing) ?? []).map((role) => role.words[language]).join(" · ") || "–" },
                  { title: t("col.province"), key: "province", render: (_, member) => member.province ?? t("rings.unknown") },
                ]}
              />
            ),
          },
          { key: "links", label: t("rings.links"), children: <Links ring={ring} picked={picked} nameOf={nameOf} /> },
          { key: "shapes", label: t("rings.shapes"), children: <Motifs ring={ring} nameOf={nameOf} /> },
          { key: "amounts", label: t("rings.amounts"), children: <Amounts ring={ring} /> },
          { key: "scores", label: t("rings.scores"), children: <Scores ring={ring} nameOf={nameOf} /> },
          {
            key: "history",
            label: t("rings.history"),
            children: (
              <>
                <History ring={ring} />
                <LeftOut ring={ring} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function Roles({ ring, nameOf, onProof }: { readonly ring: Ring; readonly nameOf: NameOf; readonly onProof: (path: readonly RingLink[]) => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (ring.roles.length === 0) return <p className="quiet">{t("rings.noRoles")}</p>;
  return (
    <ul className="ring-roles">
      {ring.roles.map((role) => (
        <li key={`${role.holder} ${role.role}`}>
          <h3>
            {nameOf(role.holder)} · {role.words[language]}
          </h3>
          <p>
            {role.why[language]} <span className="quiet">{t("rings.confidence", { n: numberText(role.confidence, language, 2) })}</span>{" "}
            {role.paths > 1 && <span className="quiet">{t("rings.paths", { count: role.paths })}</span>}{" "}
            <Button size="small" onClick={() => onProof(role.path)}>
              {t("pane.path")}
            </Button>
          </p>
          <ol className="proof">
            {role.path.map((link, i) => (
              <li key={`${i} ${link.evidence}`}>
                <LinkLine link={link} nameOf={nameOf} />
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function LinkLine({ link, nameOf }: { readonly link: RingLink; readonly nameOf: NameOf }): ReactNode {
  const language = languageNow();
  return (
    <>
      <b>{nameOf(link.from)}</b> {link.words[language]} <b>{nameOf(link.to)}</b>
      {link.amountMinor !== null && link.currency !== null && <> {exactMoneyText(link.amountMinor, link.currency, language)}</>}{" "}
      <span className="quiet">{instantText(Date.parse(link.at), language)}</span> <code>{link.evidence}</code>
    </>
  );
}

function Links({ ring, picked, nameOf }: { readonly ring: Ring; readonly picked: string | null; readonly nameOf: NameOf }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const links = useMemo(() => linksOf(ring, picked), [ring, picked]);
  return (
    <Table<RingLink>
      className="flow-table"
      size="small"
      rowKey={(link) => `${link.kind} ${link.from} ${link.to} ${link.evidence}`}
      dataSource={links}
      pagination={{ pageSize: ROWS, showSizeChanger: false, hideOnSinglePage: true }}
      scroll={{ x: "max-content" }}
      columns={[
        { title: t("col.from"), key: "from", render: (_, link) => nameOf(link.from) },
        { title: t("col.link"), key: "kind", render: (_, link) => link.words[language] },
        { title: t("col.to"), key: "to", render: (_, link) => nameOf(link.to) },
        { title: t("col.at"), key: "at", render: (_, link) => instantText(Date.parse(link.at), language) },
        { title: t("col.evidence"), key: "evidence", render: (_, link) => <code>{link.evidence}</code> },
      ]}
    />
  );
}
