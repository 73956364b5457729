/**
 * Pieces of inputs that reports and cases share: the three axes, who somebody is, payments, identifiers of things and
 * people, places. Every list has its limit; what a value means is decided where it is used.
 */
import { z } from "zod";
import { PAYMENT_RAILS, SCAM_CHANNELS, type PaymentRail, type ScamChannel } from "../domain/scam-axes.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { KnownRef } from "../domain/personal.ts";
import { amountMinor, currency, identifier, instant, note } from "../matters/input.ts";

const channels = Object.keys(SCAM_CHANNELS) as [ScamChannel, ...ScamChannel[]];
const rails = Object.keys(PAYMENT_RAILS) as [PaymentRail, ...PaymentRail[]];

export const axes = z
  .object({
    lure: z.enum(SCAM_CATEGORIES).nullable().default(null),
    channel: z.enum(channels).nullable().default(null),
    rail: z.enum(rails).nullable().default(null),
    authorised: z.boolean().nullable().default(null),
  })
  .strict();
export type AxesInput = z.output<typeof axes>;

/** Who somebody is, as far as they say. */
export const somebody = z.object({ name: identifier.optional(), number: identifier.optional(), person: identifier.optional() }).strict();
export type SomebodyInput = z.output<typeof somebody>;

/** The five things asked first: who paid when how much from where to whom, with the slip. */
export const payment = z
  .object({
    from: identifier.optional(),
    to: identifier,
    toName: identifier.optional(),
    amountMinor,
    currency,
    paidAt: instant,
    transfer: z.string().trim().min(1).max(128).optional(),
    /** Reference of the slip or statement, wherever it is kept. */
    slip: z.string().trim().min(1).max(200).optional(),
  })
  .strict();
export type PaymentInput = z.output<typeof payment>;
export const PAYMENTS_MAX = 50;

/** What was lost otherwise than by a payment to an account: cash, gold, goods, cards. */
export const otherLoss = z.object({ amountMinor, currency, what: z.enum(["cash", "gold", "gift-cards", "goods", "crypto", "other"]) }).strict();

/** Longer than an identifier may be: a narrative is said, not entered. */
export const narrative = z.union([z.string().trim().min(1, "what happened, in words").max(8_000, "at most 8000 characters"), z.instanceof(KnownRef)], {
  error: "what happened, in 1 to 8000 characters",
});

const digest = z
  .string()
  .trim()
  .regex(/^[0-9A-Fa-f:]{16,128}$/, "a fingerprint in hexadecimal digits")
  .transform((text) => text.replaceAll(":", "").toLowerCase());

/** Something by which the other side can be found. */
export const trait = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["number", "account", "device", "group", "name"]), value: identifier }).strict(),
  z.object({ type: z.enum(["host", "server"]), value: z.string().trim().min(1).max(2_048) }).strict(),
  z.object({ type: z.literal("certificate"), value: digest }).strict(),
  z.object({ type: z.literal("app"), value: z.string().trim().min(1).max(200) }).strict(),
]);
export type TraitInput = z.output<typeof trait>;
export const TRAITS_MAX = 100;

/** A path of divisions; whether it has the country's form is checked against the profile. */
export const place = z.string().trim().max(100);

export const why = z.object({ why: note });
