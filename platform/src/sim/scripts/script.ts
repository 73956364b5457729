/**
 * What a message script is: one text of our own writing with slots, and what it stands for. It promises nothing about
 * how often a script occurs (that is the town's business) and holds no real person, number, host or firm; messenger
 * names appear only as the channel that a text asks to move to, because rules read exactly that.
 */
import type { ScamCategory } from "../../domain/scam-category.ts";

export type ScriptLang = "zh" | "en";
export type ScriptChannel = "sms" | "im" | "email";
export type ScriptLabel = "fraud" | "illegal" | "marketing" | "ordinary";
/** Stage of a scam at which such a text comes: S1 contacted … S8 after-care (and the scams that pose as it). */
export type ScriptStage = "S1" | "S2" | "S3" | "S4" | "S5" | "S6" | "S7" | "S8";
/** `registered`: an organisation under the name it registered; `contact`: someone the person knows; else `stranger`. */
export type ScriptSender = "registered" | "contact" | "stranger";

export interface Script {
  /** Stable: group, language and position. New texts go to the end of their group. */
  readonly id: string;
  /** Set exactly when `label` is "fraud". */
  readonly category: ScamCategory | null;
  readonly label: ScriptLabel;
  readonly channel: ScriptChannel;
  readonly stage: ScriptStage | null;
  readonly sender: ScriptSender;
  readonly lang: ScriptLang;
  /** With slots like {name}; their fillings are in slots.ts. */
  readonly text: string;
}

/** One scam text: channel, stage, words. */
export type ScamRow = readonly [ScriptChannel, ScriptStage, string];

export function scam(lang: ScriptLang, category: ScamCategory, rows: readonly ScamRow[]): Script[] {
  const group = category.toLowerCase().replaceAll("_", "-");
  return rows.map(([channel, stage, text], i) => ({
    id: `${group}-${lang}-${i + 1}`,
    category,
    label: "fraud",
    channel,
    stage,
    sender: "stranger",
    lang,
    text,
  }));
}

export interface InnocentGroup {
  readonly group: string;
  readonly label: Exclude<ScriptLabel, "fraud">;
  readonly channel: ScriptChannel;
  readonly sender: ScriptSender;
  readonly texts: readonly string[];
}

/** Texts that are no scam; `illegal` ones (gambling, sham invoices) are filed here too, as they take nobody in. */
export function notScam(lang: ScriptLang, groups: readonly InnocentGroup[]): Script[] {
  return groups.flatMap(({ group, label, channel, sender, texts }) =>
    texts.map((text, i) => ({ id: `${group}-${lang}-${i + 1}`, category: null, label, channel, stage: null, sender, lang, text })),
  );
}
