/** Pieces of inputs that many commands share: instants, money, ids, short texts, each with its limit and its refusal. */
import { z } from "zod";
import { isMalformed } from "../base/problem.ts";
import { CURRENCIES } from "../domain/currency.ts";
import { kindOfId, parseMatterId, type MatterId, type MatterKindName } from "../domain/matter.ts";
import { KnownRef } from "../domain/personal.ts";

/** An instant as RFC 3339 with a zone, `2026-11-26T10:00:00+08:00`; milliseconds since the epoch inside. */
export const instant = z.iso.datetime({ offset: true, message: "an instant with its zone, such as 2026-11-26T10:00:00+08:00" }).transform((text) => Date.parse(text));

/** A positive whole number of the currency's smallest unit, as a decimal string. */
export const amountMinor = z.string().regex(/^[1-9]\d{0,17}$/, "a positive whole amount in the smallest unit, as a string of digits");

export const currency = z.string().refine((code) => CURRENCIES.includes(code), "a currency code such as CNY");

/** An id of one of the kinds. */
export function matterId(...kinds: readonly MatterKindName[]): z.ZodType<MatterId, string> {
  return z.string().transform((text, context) => {
    const id = parseMatterId(text);
    if (!isMalformed(id) && (kinds.length === 0 || kinds.includes(kindOfId(id)))) return id;
    context.addIssue({ code: "custom", message: `the id of a ${kinds.join(" or ") || "matter"}` });
    return z.NEVER;
  });
}

/** A short text that is kept in the history: it must not name people. */
export const note = z.string().trim().min(1, "some words").max(500, "at most 500 characters");

/** An identifier of a person as it was said or sent, parsed when it is made a token; or one that this program knows already. */
export const identifier = z.union([z.string().trim().min(1, "an identifier").max(200, "at most 200 characters"), z.instanceof(KnownRef)], {
  error: "an identifier: 1 to 200 characters",
});

export const none = z.object({}).loose();

/** What the clock gives with its command. */
export const fromClock = z.object({ key: z.string(), dueAtMs: z.number() });

/** What an acknowledgement gives with its command. */
export const acknowledged = z.object({ effect: z.string(), reference: z.string(), atMs: z.number() });
export const undeliverable = z.object({ effect: z.string(), problem: z.string() });
