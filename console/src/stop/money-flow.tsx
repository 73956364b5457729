/**
 * Where the money of a report went. The slot of the drawn graph: whoever draws it replaces the table below by their component
 * with the same props, loaded lazily; the table stays for readers of tables.
 */
import { useCallback, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { Money } from "../matter/money.tsx";
import { useKept } from "../matter/use-matters.ts";
import { useSession } from "../session.tsx";
import { instantText, moneyText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { Trace } from "./stop.ts";
import { concernsOrders } from "./use-orders.ts";
import { words } from "./words.ts";

/** Of a report, case, series or order, looked at for a purpose. */
export interface MoneyFlowProps {
  readonly matter: string;
  readonly purpose: string;
}

const EDGES_SHOWN = 100;

export function MoneyFlow({ matter, purpose }: MoneyFlowProps): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const language = languageNow();
  const ask = useCallback(
    (signal: AbortSignal) => client.get<Trace>(`/v1/money/trace?matter=${encodeURIComponent(matter)}&purpose=${purpose}&edgesMax=${EDGES_SHOWN}`, signal),
    [client, matter, purpose],
  );
  const [trace, again] = useKept(ask, concernsOrders);
  if (trace.kind === "loading") return <Loading rows={4} />;
  if (trace.kind === "failed") return <Failed detail={trace.detail} onAgain={again} />;
  const { nodes, edges, exits, omitted, currency } = trace.value;
  const masked = new Map(nodes.map((node) => [node.account, node]));
  const shown = (account: string): ReactNode => {
    const node = masked.get(account);
    // Nobody has said yet from which account it was paid.
    return node === undefined || node.institution === "UNKNOWN" ? <span className="quiet">{t("money.unknown")}</span> : node.masked;
  };
  return (
    <section className="money-flow" aria-labelledby="money-flow-title">
      <h2 id="money-flow-title">{t("money.title")}</h2>
      {edges.length === 0 ? (
        <p className="quiet">{t("money.none")}</p>
      ) : (
        <div className="scroll-x" role="region" aria-labelledby="money-flow-title" tabIndex={0}>
          <table className="order-rows">
            <thead>
              <tr>
                <th scope="col">{t("money.at")}</th>
                <th scope="col">{t("money.from")}</th>
                <th scope="col">{t("money.to")}</th>
                <th scope="col" className="figure">
                  {t("money.amount")}
                </th>
                <th scope="col">{t("money.source")}</th>
              </tr>
            </thead>
            <tbody>
              {edges.map((edge) => (
                <tr key={edge.transfer}>
                  <td data-label={t("money.at")}>{instantText(new Date(edge.at).getTime(), language)}</td>
                  <td data-label={t("money.from")}>{shown(edge.from)}</td>
                  <td data-label={t("money.to")}>
                    {"→ ".repeat(Math.min(edge.tier, 6))}
                    {shown(edge.to)}
                  </td>
                  <td className="figure" data-label={t("money.amount")}>
                    <Money amountMinor={edge.taintedMinor} currency={currency} />
                    <br />
                    <span className="quiet">{t("money.of", { sum: moneyText(Number(edge.amountMinor), currency, language).short })}</span>
                  </td>
                  <td data-label={t("money.source")}>{t(`money.sources.${edge.source}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {omitted.edges > 0 && <p className="quiet">{t("money.more", { n: omitted.edges })}</p>}
      {exits.length > 0 && (
        <>
          <h3>{t("money.exits")}</h3>
          <ul className="plain-list">
            {exits.map((exit) => (
              <li key={`${exit.transfer} ${exit.account}`}>
                {instantText(new Date(exit.at).getTime(), language)} · {exit.words[language]}{" "}
                {exit.taintedMinor !== null && <Money amountMinor={exit.taintedMinor} currency={currency} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
