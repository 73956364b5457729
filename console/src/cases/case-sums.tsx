/** The money of a case: lost, asked to be stopped, held, traced and returned are five figures and never one. What nobody recorded is not nothing. */
import type { CaseMoney } from "@duanliu/client";
import type { ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { Money } from "../matter/money.tsx";
import { useSums } from "./use-casework.ts";
import { words } from "./words.ts";

const FIGURES = ["lost", "requested", "held", "traced", "returned"] as const;

export function CaseSumsPart({ id }: { readonly id: string }): ReactNode {
  const t = words.useWords();
  const [sums, again] = useSums(id);
  if (sums.kind === "loading") return <Loading rows={2} />;
  if (sums.kind === "failed") return <Failed detail={sums.detail} onAgain={again} />;
  const { money, reports, victims, leftOut } = sums.value;
  return (
    <section className="case-sums" aria-label={t("sums.title")}>
      {money.length === 0 && <p className="quiet">{t("sums.none")}</p>}
      {money.map((one) => (
        <dl key={one.currency}>
          {FIGURES.map((figure) => (
            <div key={figure} className={`sum-${figure}`}>
              <dt>{t(`sums.${figure}`)}</dt>
              <dd>
                <Figure amountMinor={minorOf(one, figure)} currency={one.currency} />
              </dd>
            </div>
          ))}
        </dl>
      ))}
      <p className="quiet">{t("sums.how", { reports, victims, leftOut })}</p>
    </section>
  );
}

function minorOf(money: CaseMoney, figure: (typeof FIGURES)[number]): string | null {
  switch (figure) {
    case "lost":
      return money.lostMinor;
    case "requested":
      return money.requestedMinor;
    case "held":
      return money.heldMinor;
    case "traced":
      return money.tracedMinor;
    case "returned":
      return money.returnedMinor;
  }
}

function Figure({ amountMinor, currency }: { readonly amountMinor: string | null; readonly currency: string }): ReactNode {
  const t = words.useWords();
  return amountMinor === null ? <span className="unrecorded">{t("sums.unrecorded")}</span> : <Money amountMinor={amountMinor} currency={currency} />;
}
