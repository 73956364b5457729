/**
 * What the money routes answer, as schemas: the OpenAPI document is made from them and tests hold the answers to them.
 * Accounts are tokens with masked forms, amounts decimal strings of the smallest unit, instants RFC 3339. No answer here
 * names an account in full; that is what the exports are for, and they are recorded as opened data.
 */
import { z } from "zod";
import { TRACE_METHODS } from "./limits.ts";

const bilingual = z.object({ zh: z.string(), en: z.string() });
const minor = z.string().regex(/^-?\d+$/);
const at = z.iso.datetime();
const account = z.object({ account: z.string().describe("token; the same account has the same one everywhere"), masked: z.string(), institution: z.string() });
const sign = z.object({ id: z.string(), words: bilingual });

const order = z.object({
  id: z.string(),
  kind: z.enum(["stop-payment", "freeze"]),
  state: z.string(),
  words: bilingual,
  live: z.boolean().describe("it holds money there, or may come to"),
  amountMinor: minor,
  currency: z.string(),
  heldMinor: minor.nullable(),
  proposedAt: at,
  approvedAt: at.nullable(),
  answeredAt: at.nullable(),
  endsAt: at.nullable(),
});
export type OrderShown = z.output<typeof order>;

/** Which question this answers: equal questions have equal answers until money moves. */
const asked = {
  matter: z.string(),
  purpose: z.string(),
  method: z.enum(TRACE_METHODS),
  methodWords: bilingual,
  methodMeans: bilingual,
  currency: z.string(),
  currencies: z.array(z.string()).describe("of the matter's payments; a trace has one"),
  asOf: at,
};

export const NODE_ROLES = ["victim", "passed-on", "holds", "cash-out", "returned-to"] as const;

const node = account.extend({
  role: z.enum(NODE_ROLES),
  /** The colour of the account: held by an order, still there, left, not followed on. */
  state: z.enum(["held", "still-there", "left", "unknown"]),
  tier: z.number().int().nullable().describe("lowest of the transfers that brought money; null for who paid first"),
  inMinor: minor.describe("traced money that came in, in all"),
  stillMinor: minor.describe("traced money last seen there"),
  exitedMinor: minor,
  returnedMinor: minor,
  lastArrivalAt: at.nullable(),
  frontier: z.object({ reason: z.string(), words: bilingual, taintedMinor: minor }).nullable(),
  goodFaith: z.array(sign),
  orders: z.array(order),
  /** Somebody here takes orders for the institution. */
  desk: z.boolean(),
});

const edge = z.object({
  transfer: z.string(),
  from: z.string(),
  to: z.string(),
  tier: z.number().int(),
  tiers: z
    .array(z.object({ tier: z.number().int(), taintedMinor: minor }))
    .nullable()
    .describe("where money of several tiers went together"),
  amountMinor: minor,
  taintedMinor: minor,
  at,
  channel: z.string().nullable(),
  source: z.enum(["stream", "statement", "reported", "told"]),
  roundTrip: z.boolean(),
});

const sums = z.object({
  stolenMinor: minor,
  stillMinor: minor.describe("last seen in accounts, held or not"),
  heldMinor: minor.describe("of it held by stops and freezes, never more than is there"),
  exitedMinor: minor,
  returnedMinor: minor,
});

export const traceAnswer = z.object({
  ...asked,
  sums,
  payments: z.array(
    z.object({
      report: z.string(),
      transfer: z.string(),
      seen: z.boolean().describe("an institution has shown it; else as it was told"),
      amountMinor: minor,
      currency: z.string(),
      at,
    }),
  ),
  nodes: z.array(node),
  edges: z.array(edge),
  exits: z.array(
    z.object({
      kind: z.string(),
      words: bilingual,
      transfer: z.string(),
      account: z.string(),
      at,
      taintedMinor: minor.nullable(),
      amountMinor: minor.nullable(),
      currency: z.string().nullable(),
    }),
  ),
  truncated: z.array(account.extend({ reason: z.string(), words: bilingual, from: at, taintedMinor: minor })),
  /** Accounts with too many transfers to be joined with what only the matter knows. */
  tooBusy: z.array(account),
  limits: z.object({
    hopsMax: z.number().int(),
    windowMs: z.number().nullable(),
    taintMinPpm: z.number(),
    fanOutMax: z.number(),
    entriesMax: z.number(),
    transfersMax: z.number(),
  }),
  until: at.nullable(),
  omitted: z.object({ nodes: z.number().int(), edges: z.number().int() }).describe("smallest first, when there are more than were asked for"),
});
export type TraceAnswer = z.output<typeof traceAnswer>;

const branch = account.extend({
  tier: z.number().int(),
  taintedMinor: minor,
  heldMinor: minor,
  lastArrivalAt: at,
  restedMs: z.number(),
  expected: z
    .object({ basis: z.enum(["account", "tier", "town"]), n: z.number().int(), quickMs: z.number(), medianMs: z.number(), movesAt: at })
    .nullable()
    .describe("null without observations"),
  answer: z.object({ ms: z.number(), n: z.number().int(), assumed: z.boolean() }),
  secondsLeft: z.number().nullable().describe("until an order must be sent; negative when that has passed"),
  chancePpm: z.number().nullable(),
  savableMinor: minor.nullable(),
  lostPerMinuteMinor: minor.nullable(),
  stop: z.object({ scope: z.literal("amount"), amountMinor: minor, currency: z.string(), downstream: z.boolean(), goodFaith: z.array(sign), reason: bilingual }),
  orders: z.array(order),
  /** Null when a stop can be proposed now; else why not. */
  notNow: bilingual.nullable(),
});

export const raceAnswer = z.object({
  ...asked,
  sums: sums.extend({ savableMinor: minor }),
  orders: z.object({ waiting: z.number().int().describe("for a second signature"), sent: z.number().int(), answered: z.number().int() }),
  /** Where a stop saves most by being a minute earlier comes first. */
  branches: z.array(branch),
});
export type RaceAnswer = z.output<typeof raceAnswer>;

export const sourcesAnswer = account.extend({
  matter: z.string(),
  purpose: z.string(),
  method: z.enum(TRACE_METHODS),
  currency: z.string(),
  from: at.nullable(),
  until: at,
  receivedMinor: minor,
  balanceMinor: minor,
  olderMinor: minor,
  sources: z.array(
    z.object({
      transfer: z.string(),
      kind: z.enum(["origin", "hops", "busy"]).describe("origin: the payer's own money; else a limit ended the view there"),
      payer: account,
      payee: account,
      at,
      amountMinor: minor,
      reachedMinor: minor,
      heldMinor: minor,
      reported: z.boolean().describe("the payer's institution says that it was reported"),
      reports: z.array(z.string()).describe("reports in the asker's scope in which the payer is the one who lost money"),
    }),
  ),
  truncated: z.array(account),
});
export type SourcesAnswer = z.output<typeof sourcesAnswer>;

export const stopsAnswer = z.object({
  /** In the order of the accounts asked for. */
  proposed: z.array(z.object({ account: z.string(), id: z.string(), amountMinor: minor, currency: z.string() })),
});

export const statementsAnswer = z.object({
  items: z.array(z.object({ id: z.string(), matter: z.string(), layout: z.string(), transfers: z.number().int(), refused: z.number().int(), importedAt: at })),
});

export const statementAnswer = z.object({
  id: z.string(),
  layout: z.string(),
  encoding: z.string(),
  transfers: z.number().int(),
  skipped: z.number().int(),
  refused: z.array(z.object({ line: z.number().int(), field: z.string().nullable(), expected: z.string() })),
  refusedInAll: z.number().int(),
});
