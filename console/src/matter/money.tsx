/**
 * Amounts for people: 万 and 亿 in Chinese, thousands in English, exact to the smallest unit on hover. They come as text of
 * whole smallest units and never pass through a floating number on their way to the exact form.
 */
import type { ReactNode } from "react";
import { exactMoneyText, moneyText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";

export function Money({ amountMinor, currency }: { readonly amountMinor: string; readonly currency: string }): ReactNode {
  const language = languageNow();
  return (
    <span className="money" title={exactMoneyText(amountMinor, currency, language)}>
      {moneyText(Number(amountMinor), currency, language).short}
    </span>
  );
}

/** The sum of amounts, exactly. */
export function sumMinor(amounts: readonly string[]): string {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString();
}
