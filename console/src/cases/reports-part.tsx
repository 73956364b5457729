/** The reports of a case with what each told as lost. A large case shows its first page and says how many there are. */
import { KINDS, type Me } from "@duanliu/client";
import type { ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { StateTag } from "../matter/marks.tsx";
import { useMatters } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { hashOf } from "../place.ts";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { ReportBody } from "./case.ts";
import { Lure, ReportLoss } from "./matter-card.tsx";
import { words } from "./words.ts";

/** One page of the server. */
const ROWS = 200;

export function ReportsPart({ id, me }: { readonly id: string; readonly me: Me }): ReactNode {
  const t = words.useWords();
  const reads = me.roles.some(({ id: role }) => (KINDS.report.readers as readonly string[]).includes(role));
  return (
    <section aria-labelledby="reports-title">
      <h2 id="reports-title">{t("list.title")}</h2>
      {reads ? <Rows id={id} /> : <p className="quiet">{t("list.none")}</p>}
    </section>
  );
}

function Rows({ id }: { readonly id: string }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [page, again] = useMatters<ReportBody>("report", { parent: id, limit: ROWS });
  if (page.kind === "loading") return <Loading rows={3} />;
  if (page.kind === "failed") return <Failed detail={page.detail} onAgain={again} />;
  const { items, next } = page.value;
  if (items.length === 0) return <p className="quiet">{t("list.none")}</p>;
  return (
    <div className="scroll-x" role="region" aria-labelledby="reports-title" tabIndex={0}>
      <table className="report-rows">
        <thead>
          <tr>
            <th scope="col">{t("list.serial")}</th>
            <th scope="col">{t("list.state")}</th>
            <th scope="col">{t("list.scam")}</th>
            <th scope="col" className="figure">
              {t("list.loss")}
            </th>
            <th scope="col">{t("list.opened")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <a href={hashOf("stop", one.id)}>{one.serial}</a>
              </td>
              <td>
                <StateTag matter={one} />
              </td>
              <td>
                <Lure axes={one.body.axes} />
              </td>
              <td className="figure">
                <ReportLoss body={one.body} />
              </td>
              <td>
                <time dateTime={new Date(one.openedAtMs).toISOString()} title={instantText(one.openedAtMs, language)}>
                  {sinceText(one.openedAtMs, nowMs(), language)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {next !== null && <p className="quiet">{t("list.first", { shown: items.length, all: `> ${ROWS}` })}</p>}
    </div>
  );
}
