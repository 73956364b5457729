/** Warnings, worked: the queue by remaining time and one screen for the warning that is open. Its parts follow. */
import type { ReactNode } from "react";
import { PLACES } from "../places.tsx";
import { languageNow } from "../words/language.ts";

export function WarningsPlace(): ReactNode {
  return <h1>{PLACES.warnings.title[languageNow()]}</h1>;
}
