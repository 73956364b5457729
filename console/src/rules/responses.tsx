/** The response table in words: which facts about an event lead to which action. */
import type { ResponseCell, ResponseRow } from "@duanliu/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionMark } from "../verdict/action-mark.tsx";

export function Responses({ rows }: { readonly rows: readonly ResponseRow[] }): ReactNode {
  const { t } = useTranslation();
  const words = <T extends string>(cell: ResponseCell<T>, word: (value: T) => string): string => {
    if (cell === "-") return t("rules.either");
    return (Array.isArray(cell) ? (cell as readonly T[]) : [cell as T]).map(word).join(t("list.and"));
  };
  const truth = (cell: boolean | "-"): string => (cell === "-" ? t("rules.either") : t(cell ? "rules.yes" : "rules.no"));
  const titles = ["about", "listed", "level", "families", "urgent", "health", "leads"] as const;
  return (
    <div className="responses">
      <table className="plain">
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {t(`rules.${title}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.label} ${String(row.stream)}`}>
              <td data-title={t("rules.about")}>{words(row.stream, (one) => t(`rules.stream.${one}`))}</td>
              <td data-title={t("rules.listed")}>{words(row.listed, (one) => t(`rules.list.${one}`))}</td>
              <td data-title={t("rules.level")}>{words(row.level, (one) => t(`rules.levels.${one}`))}</td>
              <td data-title={t("rules.families")}>{truth(row.families)}</td>
              <td data-title={t("rules.urgent")}>{truth(row.urgent)}</td>
              <td data-title={t("rules.health")}>{words(row.health, (one) => t(`rules.healths.${one}`))}</td>
              <td data-title={t("rules.leads")}>
                <ActionMark action={row.action} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
