/**
 * One account of a trace, masked: what came, what is still there, the signs of good faith beside it, orders and where they stand, and the
 * transfers that prove that this money came here.
 */
import type { AccountOrder, TraceEdge, TraceNode } from "@duanliu/client";
import { Button } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { hashOf } from "../place.ts";
import { exactMoneyText, instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { StateOfMoney } from "./flow-tables.tsx";
import { words } from "./words.ts";

interface Props {
  readonly node: TraceNode;
  readonly path: readonly TraceEdge[];
  readonly nodeOf: ReadonlyMap<string, TraceNode>;
  readonly currency: string;
  readonly onClose: () => void;
}

export function AccountPane({ node, path, nodeOf, currency, onClose }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const head = useRef<HTMLHeadingElement>(null);
  // Chosen in a table below or in the picture, it is read from here on.
  useEffect(() => head.current?.focus({ preventScroll: false }), []);
  const sums = [
    ["in", node.inMinor],
    ["still", node.stillMinor],
    ["exited", node.exitedMinor],
    ["returned", node.returnedMinor],
  ] as const;
  return (
    <aside className="account-pane" aria-labelledby="account-pane-title">
      <header>
        <h2 id="account-pane-title" ref={head} tabIndex={-1}>
          {node.masked}
        </h2>
        <Button size="small" onClick={onClose}>
          {t("pane.close")}
        </Button>
      </header>
      <p>
        <StateOfMoney node={node} /> · {node.role === "victim" ? t("pane.first") : t(`role.${node.role}`)}
        {node.tier !== null && <> · {t("pane.tier", { tier: node.tier })}</>}
      </p>
      <dl className="pairs">
        {sums.map(([name, amount]) => (
          <div key={name}>
            <dt>{t(`pane.${name}`)}</dt>
            <dd>
              <Money amountMinor={amount} currency={currency} />
            </dd>
          </div>
        ))}
        {node.lastArrivalAt !== null && (
          <div>
            <dt>{t("col.last")}</dt>
            <dd>{instantText(Date.parse(node.lastArrivalAt), language)}</dd>
          </div>
        )}
      </dl>
      {node.frontier !== null && <p>▲ {node.frontier.words[language]}</p>}
      <h3>{t("pane.signs")}</h3>
      {node.goodFaith.length === 0 ? (
        <p className="quiet">{t("pane.noSigns")}</p>
      ) : (
        <ul className="plain-list">
          {node.goodFaith.map((sign) => (
            <li key={sign.id}>{sign.words[language]}</li>
          ))}
        </ul>
      )}
      <h3>{t("pane.orders")}</h3>
      {node.orders.length === 0 ? (
        <p className="quiet">{t("pane.noOrders")}</p>
      ) : (
        <ul className="plain-list">
          {node.orders.map((order) => (
            <li key={order.id}>
              <Order order={order} />
            </li>
          ))}
        </ul>
      )}
      {!node.desk && node.role !== "victim" && <p>▲ {t("pane.noDesk")}</p>}
      <h3 id="path-title">{t("pane.path")}</h3>
      <Path node={node} path={path} nodeOf={nodeOf} currency={currency} />
    </aside>
  );
}

function Order({ order }: { readonly order: AccountOrder }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const said = [
    t("pane.ordered", { sum: exactMoneyText(order.amountMinor, order.currency, language) }),
    order.heldMinor === null ? null : t("pane.held", { sum: exactMoneyText(order.heldMinor, order.currency, language) }),
    order.endsAt === null ? null : t("pane.until", { at: instantText(Date.parse(order.endsAt), language) }),
  ];
  return (
    <>
      <a href={hashOf("stop", order.id)}>{order.words[language]}</a> · {said.filter((one) => one !== null).join(" · ")}
    </>
  );
}

function Path({ node, path, nodeOf, currency }: Omit<Props, "onClose">): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (path.length === 0) return <p className="quiet">{node.role === "victim" ? t("pane.victim") : t("pane.noPath")}</p>;
  const [first] = path;
  return (
    <>
      <p className="quiet">{t("pane.pathHow")}</p>
      <ol className="proof" aria-labelledby="path-title">
        {first !== undefined && <li className="start">▲ {nodeOf.get(first.from)?.masked ?? "?"}</li>}
        {path.map((edge, i) => (
          <li key={`${i} ${edge.transfer}`}>
            <span className="quiet">{instantText(Date.parse(edge.at), language)}</span> <Money amountMinor={edge.taintedMinor} currency={currency} /> →{" "}
            <b>{nodeOf.get(edge.to)?.masked ?? "?"}</b> <span className="quiet">{t(`source.${edge.source}`)}</span>
            <br />
            <code>{edge.transfer}</code>
          </li>
        ))}
      </ol>
    </>
  );
}
