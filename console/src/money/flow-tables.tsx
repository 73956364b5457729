/** The same flow as the picture, as two tables that are read by keys and by ear: its accounts and its transfers, the largest first. */
import type { TraceEdge, TraceNode } from "@duanliu/client";
import { Button, Table } from "antd";
import type { ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { lookOf, type Flow } from "./flow.ts";
import { words } from "./words.ts";

const ROWS = 25;
const byAmount = (a: string, b: string): number => {
  const more = BigInt(a) - BigInt(b);
  return more === 0n ? 0 : more > 0n ? 1 : -1;
};

export function AccountName({ node, onPick }: { readonly node: TraceNode | undefined; readonly onPick: (account: string) => void }): ReactNode {
  if (node === undefined) return "–";
  return (
    <Button type="link" size="small" className="account-name" onClick={() => onPick(node.account)}>
      {node.masked}
    </Button>
  );
}

/** What became of the money there: sign, colour and word. */
export function StateOfMoney({ node }: { readonly node: Pick<TraceNode, "role" | "state"> }): ReactNode {
  const t = words.useWords();
  const { colour, sign } = lookOf(node);
  return (
    <span className="money-state">
      <span aria-hidden="true" style={{ color: `var(--${colour})` }}>
        {sign}
      </span>{" "}
      {node.role === "victim" ? t("role.victim") : t(`state.${node.state}`)}
    </span>
  );
}

interface AccountProps {
  readonly flow: Flow;
  readonly currency: string;
  readonly picked: string | null;
  readonly onPick: (account: string) => void;
}

export function AccountTable({ flow, currency, picked, onPick }: AccountProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return (
    <Table<TraceNode>
      className="flow-table"
      size="small"
      rowKey="account"
      dataSource={flow.nodes}
      pagination={{ pageSize: ROWS, showSizeChanger: false, hideOnSinglePage: true }}
      scroll={{ x: "max-content" }}
      rowClassName={(node) => (node.account === picked ? "picked" : "")}
      columns={[
        { title: t("col.account"), key: "account", render: (_, node) => <AccountName node={node} onPick={onPick} /> },
        { title: t("col.role"), key: "role", render: (_, node) => <StateOfMoney node={node} /> },
        { title: t("col.tier"), key: "tier", align: "right", sorter: (a, b) => (a.tier ?? 0) - (b.tier ?? 0), render: (_, node) => node.tier ?? "–" },
        {
          title: t("col.in"),
          key: "in",
          align: "right",
          sorter: (a, b) => byAmount(a.inMinor, b.inMinor),
          render: (_, node) => <Money amountMinor={node.inMinor} currency={currency} />,
        },
        {
          title: t("col.still"),
          key: "still",
          align: "right",
          defaultSortOrder: "descend",
          sorter: (a, b) => byAmount(a.stillMinor, b.stillMinor),
          render: (_, node) => <Money amountMinor={node.stillMinor} currency={currency} />,
        },
        { title: t("col.last"), key: "last", render: (_, node) => (node.lastArrivalAt === null ? "–" : instantText(Date.parse(node.lastArrivalAt), language)) },
        { title: t("col.orders"), key: "orders", render: (_, node) => node.orders.map((order) => order.words[language]).join(" · ") || "–" },
        { title: t("col.signs"), key: "signs", align: "right", render: (_, node) => node.goodFaith.length || "–" },
      ]}
    />
  );
}

interface TransferProps {
  readonly flow: Flow;
  readonly nodeOf: ReadonlyMap<string, TraceNode>;
  readonly currency: string;
  readonly marked: readonly TraceEdge[];
  readonly onPick: (account: string) => void;
}

export function TransferTable({ flow, nodeOf, currency, marked, onPick }: TransferProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const onPath = new Set(marked.map((edge) => edge.transfer));
  return (
    <Table<TraceEdge>
      className="flow-table"
      size="small"
      rowKey={(edge) => `${edge.transfer} ${edge.from} ${edge.to}`}
      dataSource={flow.edges}
      pagination={{ pageSize: ROWS, showSizeChanger: false, hideOnSinglePage: true }}
      scroll={{ x: "max-content" }}
      rowClassName={(edge) => (onPath.has(edge.transfer) ? "picked" : "")}
      columns={[
        {
          title: t("col.at"),
          key: "at",
          defaultSortOrder: "ascend",
          sorter: (a, b) => Date.parse(a.at) - Date.parse(b.at),
          render: (_, edge) => instantText(Date.parse(edge.at), language),
        },
        { title: t("col.tier"), key: "tier", align: "right", sorter: (a, b) => a.tier - b.tier, render: (_, edge) => edge.tiers?.map(({ tier }) => tier).join(", ") ?? edge.tier },
        { title: t("col.from"), key: "from", render: (_, edge) => <AccountName node={nodeOf.get(edge.from)} onPick={onPick} /> },
        { title: t("col.to"), key: "to", render: (_, edge) => <AccountName node={nodeOf.get(edge.to)} onPick={onPick} /> },
        {
          title: t("col.amount"),
          key: "amount",
          align: "right",
          sorter: (a, b) => byAmount(a.taintedMinor, b.taintedMinor),
          render: (_, edge) => <Money amountMinor={edge.taintedMinor} currency={currency} />,
        },
        { title: t("col.whole"), key: "whole", align: "right", render: (_, edge) => <Money amountMinor={edge.amountMinor} currency={currency} /> },
        { title: t("col.source"), key: "source", render: (_, edge) => [t(`source.${edge.source}`), ...(edge.roundTrip ? [t("roundTrip")] : [])].join(" · ") },
      ]}
    />
  );
}
