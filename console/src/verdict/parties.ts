/** Who an event is between, in one line, as the server masked them. */
import type { EventJson } from "@duanliu/client";
import type { TFunction } from "i18next";
import { moneyText, wordOfValue } from "../words/format.ts";
import type { Language } from "../words/language.ts";

/** An identifier or account as one text; empty when it is absent. */
export function partyText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  const { institution, account } = value as { readonly institution?: unknown; readonly account?: unknown };
  return [institution, account].filter((part) => typeof part === "string" && part !== "").join(" ");
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" → ");
}

export function partiesOf(event: EventJson, language: Language, t: TFunction): string {
  const text = (name: string): string => partyText(event[name]);
  switch (event.kind) {
    case "call":
    case "message":
      return joined(text("from"), text("to"));
    case "visit":
      return joined(text("subject"), text("host") || hostOf(text("url")));
    case "app-install":
      return joined(text("subject"), text("name") || text("package") || text("certificate"));
    case "transfer": {
      const amount = Number(event["amountMinor"]);
      const money = Number.isFinite(amount) ? ` · ${moneyText(amount, text("currency") || null, language).short}` : "";
      return `${joined(text("from"), text("to"))}${money}`;
    }
    case "opening":
      return joined(text("subject"), `${wordOfValue(text("product"), t)} ${text("number") || text("account")}`.trim());
    case "link":
      return [text("number"), text("account"), text("device"), text("person")].filter((part) => part !== "").join(" = ");
    default:
      return "";
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
