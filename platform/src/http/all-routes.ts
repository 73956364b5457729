/**
 * Every route of this program in one table: the server mounts it, and the OpenAPI document, the printed overview and the
 * audit of permissions are made from it. A slice's routes are here or they do not exist.
 */
import { ACCESS_ROUTES } from "../access/access-routes.ts";
import type { Route } from "../access/route.ts";
import type { AccessServices } from "../access/sign-in-routes.ts";
import { APPEALS_ROUTES } from "../appeals/appeals-routes.ts";
import { APPEAL_DESK_ROUTES } from "../appeals/desk-routes.ts";
import { KINDS } from "../app/kinds.ts";
import { BRIEFING_ROUTES, type BriefingServices } from "../briefing/briefing-routes.ts";
import { SITUATION_ROUTES, type SituationServices } from "../briefing/situation-routes.ts";
import { CAMPAIGN_ROUTES } from "../campaigns/campaigns-routes.ts";
import { CARDS_ROUTES, type CardsServices } from "../cards/cards-routes.ts";
import { CASES_ROUTES } from "../cases/cases-routes.ts";
import { PUBLIC_REPORT_ROUTES } from "../cases/public-routes.ts";
import { LISTINGS_ROUTES, type ListingServices } from "../listings/listings-routes.ts";
import { DISSUASION_ROUTES } from "../dissuasion/dissuasion-routes.ts";
import { ORDER_ROUTES } from "../orders/orders-routes.ts";
import { REFUND_ROUTES } from "../orders/refund/refund-routes.ts";
import { MATTER_ROUTES, routesOfKind, type DeskServices } from "../matters/matter-routes.ts";
import { RULEBOOK_ROUTES, type RulebookServices } from "../rulebook/rulebook-routes.ts";
import { RING_ROUTES, type RingServices } from "../rings/ring-routes.ts";
import { MONEY_ROUTES, type MoneyServices } from "../trace/money-routes.ts";
import { CHANGES_ROUTE } from "./changes-route.ts";
import { SCREENING_ROUTES, type ScreeningServices } from "./routes.ts";
import { SYSTEM_ROUTES, type SystemServices } from "./system-routes.ts";

export type Services = ScreeningServices &
  AccessServices &
  DeskServices &
  ListingServices &
  CardsServices &
  MoneyServices &
  RingServices &
  BriefingServices &
  SituationServices &
  SystemServices &
  RulebookServices;

/** Special routes stand before those that every kind has: `/v1/warnings/next` is no matter's id. */
export const ALL_ROUTES: readonly Route<Services>[] = [
  ...SCREENING_ROUTES,
  ...ACCESS_ROUTES,
  ...DISSUASION_ROUTES,
  ...LISTINGS_ROUTES,
  ...CARDS_ROUTES,
  ...CASES_ROUTES,
  ...CAMPAIGN_ROUTES,
  ...ORDER_ROUTES,
  ...REFUND_ROUTES,
  ...MONEY_ROUTES,
  ...RING_ROUTES,
  ...PUBLIC_REPORT_ROUTES,
  ...APPEALS_ROUTES,
  ...APPEAL_DESK_ROUTES,
  ...BRIEFING_ROUTES,
  ...SITUATION_ROUTES,
  ...SYSTEM_ROUTES,
  ...RULEBOOK_ROUTES,
  ...MATTER_ROUTES,
  CHANGES_ROUTE,
  ...[...KINDS.values()].flatMap((kind) => routesOfKind(KINDS, kind)),
];
