/**
 * What the ring routes answer, as schemas: the OpenAPI document is made from them and tests hold the answers to them.
 * Things are tokens with masked forms. Nobody in a ring is called anything but a holder.
 */
import { z } from "zod";
import { LINK_KINDS, NODE_KINDS } from "./evidence.ts";
import { MOTIF_KINDS } from "./motif.ts";
import { ROLES } from "./roles.ts";

const bilingual = z.object({ zh: z.string(), en: z.string() });
const minor = z.string().regex(/^\d+$/);
const at = z.iso.datetime();
const sums = z.record(z.string(), minor).describe("by currency");
const things = z.record(z.enum(NODE_KINDS), z.number().int()).describe("how many of each kind");

const event = z.object({ kind: z.enum(["born", "split", "merged", "dissolved"]), words: bilingual, at, ring: z.string(), other: z.string().nullable() });

export const ringsAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      things,
      provinces: z.array(z.string()),
      bornAt: at,
      changedAt: at,
      /** Matters in the asker's scope in which a thing of the ring stands, newest first; the detail is opened for one of them. */
      matters: z.array(z.object({ id: z.string(), kind: z.string() })),
      mattersInAll: z.number().int(),
    }),
  ),
  next: z.string().nullable().describe("give as `after` for the next page"),
});
export type RingsAnswer = z.output<typeof ringsAnswer>;

const link = z.object({
  kind: z.enum(LINK_KINDS),
  words: bilingual,
  strength: z.number(),
  from: z.string(),
  to: z.string(),
  at,
  evidence: z.string(),
  amountMinor: minor.nullable(),
  currency: z.string().nullable(),
});

export const ringAnswer = z.object({
  id: z.string(),
  matter: z.string(),
  purpose: z.string(),
  asOf: at,
  living: z.boolean(),
  bornAt: at,
  changedAt: at,
  things,
  members: z.array(z.object({ thing: z.string().describe("token"), kind: z.enum(NODE_KINDS), masked: z.string(), province: z.string().nullable(), matters: z.array(z.string()) })),
  links: z.array(link),
  linksInAll: z.number().int(),
  roles: z.array(
    z.object({
      holder: z.string(),
      role: z.enum(ROLES),
      words: bilingual,
      why: bilingual,
      confidence: z.number(),
      path: z.array(link).describe("the links that prove it, in reading order"),
      paths: z.number().int(),
    }),
  ),
  provinces: z.array(z.string()),
  amounts: z.object({ inside: sums, into: sums, outOf: sums }),
  motifs: z.array(
    z.object({
      kind: z.enum(MOTIF_KINDS),
      words: bilingual,
      innocent: bilingual.describe("what else it may be"),
      accounts: z.array(z.string()),
      transfers: z.array(z.string()),
      firstAt: at,
      lastAt: at,
    }),
  ),
  history: z.array(event),
  scores: z
    .object({
      model: z.string(),
      accounts: z.array(
        z.object({
          account: z.string(),
          score: z.number().min(0).max(1),
          because: z.array(
            z.object({
              with: z.string().describe("token of the counterparty"),
              masked: z.string(),
              score: z.number(),
              weighed: z.array(z.object({ zh: z.string(), en: z.string(), value: z.number().nullable(), contribution: z.number() })),
            }),
          ),
        }),
      ),
    })
    .nullable()
    .describe("null where no model is installed"),
  /** Neighbours that join nobody, with the reason. */
  leftOut: z.array(z.object({ thing: z.string(), kind: z.enum(NODE_KINDS), masked: z.string(), reason: z.enum(["hub", "public", "affected"]), words: bilingual })),
  /** Transfers that were looked at for amounts, motifs and scores, and whether there were more. */
  transfersRead: z.number().int(),
  transfersCut: z.boolean(),
});
export type RingAnswer = z.output<typeof ringAnswer>;
