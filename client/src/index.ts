/** The client of Duanliu's HTTP interface: types, words and calls. The words of values are loaded apart, being many. */
import type { FIELD_WORDS } from "./field-words.generated.ts";
import type { VALUE_WORDS } from "./value-words.generated.ts";

export { AppealsClient, loadAppealWords } from "./appeals.ts";
export type * from "./appeals.ts";
export { CampaignClient, loadCampaignWords } from "./campaigns.ts";
export type * from "./campaigns.ts";
export * from "./case-words.generated.ts";
export { CaseworkClient } from "./casework.ts";
export type * from "./casework.ts";
export { DuanliuClient, DuanliuProblem, DuanliuUnreachable, type ClientOptions } from "./client.ts";
export { DeskClient, loadKind } from "./desk.ts";
export type * from "./desk-types.ts";
export { DoorClient, providerUrl, type DoorState, type Me, type PlaceName, type SampleAccount, type SetUp } from "./door.ts";
export { KeepingClient } from "./keeping.ts";
export type * from "./keeping.ts";
export { KINDS, PURPOSE_WORDS, ROLE_WORDS, type MatterKind, type Purpose, type Role } from "./kinds.generated.ts";
export { ListingsClient, REGISTER_PARTS } from "./listings.ts";
export type * from "./listings.ts";
export type { LiveHandlers } from "./live.ts";
export { MONEY_KINDS, MoneyClient } from "./money.ts";
export type * from "./money.ts";
export { MyMatterClient } from "./my-matter.ts";
export type * from "./my-matter.ts";
export { RulebookClient } from "./rulebook.ts";
export type * from "./rulebook.ts";
export { SituationClient } from "./situation.ts";
export type * from "./situation.ts";
export type { StreamHandlers } from "./stream.ts";
export type * from "./types.ts";
export { ACTIONS, EVENT_KINDS, SCAM_CATEGORY_NAMES, STAGES } from "./words.generated.ts";

/** Labels of an event's fields, by kind. */
export async function loadFieldWords(): Promise<typeof FIELD_WORDS> {
  return (await import("./field-words.generated.ts")).FIELD_WORDS;
}

/** What the values that rules look at are called, by their dotted name. Fields of the event (`event.…`) are not among them. */
export async function loadValueWords(): Promise<typeof VALUE_WORDS> {
  return (await import("./value-words.generated.ts")).VALUE_WORDS;
}
