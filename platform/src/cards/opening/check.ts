/**
 * One check before an opening: what a counter says, the event that the screening judges, and the answer made of its
 * verdict by the law of the country. Pure. The answer says nothing that other institutions know, and it never refuses.
 */
import { z } from "zod";
import type { JurisdictionProfile, OpeningRule, ValueStatus } from "../../domain/jurisdiction.ts";
import { durationInWords } from "../../domain/notice-text.ts";
import type { Bilingual, Verdict } from "../../domain/verdict.ts";
import { instant } from "../../matters/input.ts";
import { ANSWER_WORDS, answerOf, SAY, type Answer } from "./answer-table.ts";
import { PRODUCT, PRODUCTS, type Product } from "./products.ts";
import { BROKEN, RULE_WORDS, wordsOf } from "./rule-words.ts";

const count = z.number().int().min(0).max(1_000_000);
const text = (max: number) => z.string().trim().min(1).max(max);

/** The facts of an opening as its event has them; how many are allowed is the law's to say, not the counter's. */
export const checkInput = z.strictObject({
  /** The institution's own number of the request: asked again, it gets the same answer. */
  request: text(64).optional(),
  occurredAt: instant.optional(),
  /** Place of the branch, as a path of divisions; where whoever asks works, if absent. */
  territory: z.string().max(100).optional(),
  branch: text(64).optional(),
  subject: text(64),
  product: z.enum(PRODUCTS),
  number: text(40).optional(),
  account: z.strictObject({ institution: text(64), account: text(64) }).optional(),
  contactNumber: text(40).optional(),
  device: text(64).optional(),
  cardsHeld: count.optional(),
  contactPersons: count.optional(),
  groupSize: count.optional(),
  shellSigns: count.optional(),
  parcelCards: count.optional(),
  imAccounts7d: count.optional(),
  operators7d: count.optional(),
  sanctioned: z.boolean().optional(),
  outOfTown: z.boolean().optional(),
  highLimits: z.boolean().optional(),
  employerGroup: z.boolean().optional(),
  escorted: z.boolean().optional(),
});
export type CheckInput = z.output<typeof checkInput>;

/** What the store knows besides, over everybody's checks; never shown. */
export interface Known {
  /** Cards or accounts of this kind opened here. */
  readonly held: number;
  /** Branches anywhere at which the applicant asked within seven days, without this one. */
  readonly branches: number;
  /** Other people who gave the same contact phone within thirty days. */
  readonly contactOthers: number;
  /** Lines opened anywhere within seven days. */
  readonly lines: number;
}

/** An event of the kind `opening`. */
export type OpeningEvent = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: "opening"; readonly occurredAt: string };

export function lawFor(profile: JurisdictionProfile, rule: string, product: Product): OpeningRule | null {
  const key = rule === "O01" ? PRODUCT[product].cap : rule;
  return profile.opening.find((one) => one.rule === key) ?? null;
}

/** The institution knows best what it holds itself; what others count is the larger of the two. */
export function eventOf(id: string, input: CheckInput, known: Known, profile: JurisdictionProfile, nowMs: number): OpeningEvent {
  const { request: _own, territory: _place, occurredAt, ...facts } = input;
  const cap = lawFor(profile, "O01", input.product)?.max;
  const held = input.cardsHeld ?? known.held;
  const persons = Math.max(input.contactPersons ?? 0, known.contactOthers + 1);
  const lines = Math.max(input.operators7d ?? 0, known.lines);
  return {
    ...facts,
    id,
    kind: "opening",
    occurredAt: new Date(occurredAt ?? nowMs).toISOString(),
    ...(cap === undefined || cap === null ? {} : { legalCap: cap, cardsHeld: held }),
    ...(input.contactNumber === undefined ? {} : { contactPersons: persons }),
    ...(PRODUCT[input.product].class === "line" ? { operators7d: lines } : {}),
  };
}

/** What the published rules say of themselves. */
export interface RuleBook {
  /** Whether a rule states a limit of law, and no sign of anything. */
  isLegal(rule: string): boolean;
  /** The rules that a suppressor lowers. */
  loweredBy(suppressor: string): readonly string[];
}

export interface NotPermitted {
  readonly rule: string;
  readonly words: Bilingual;
  readonly citation: { readonly title: Bilingual; readonly status: ValueStatus; readonly url?: string };
  /** What there is instead; null where there is nothing. */
  readonly instead: Bilingual | null;
}

export interface Ground {
  /** Key of the profile's opening rules. */
  readonly key: string;
  readonly effect: "refuse" | "limit";
  readonly words: Bilingual;
  readonly basis: Bilingual;
}

export interface CheckAnswer {
  readonly check: string;
  readonly answer: Answer;
  readonly words: Bilingual;
  readonly reasons: readonly { readonly rule: string; readonly words: Bilingual }[];
  readonly questions: readonly Bilingual[];
  readonly notPermitted: readonly NotPermitted[];
  /** Grounds on which the institution may, after a person has looked, decide against it; nothing else is one. */
  readonly grounds: readonly Ground[];
  readonly say: Bilingual;
  readonly objection: Bilingual;
  /** The matter in which somebody has to decide, when there is one. */
  readonly opening: string | null;
}

const DESIGN_INSTEAD: Bilingual = { zh: "可以提供限额的或基本的服务", en: "one with limits, or basic services, can be offered" };

interface Found {
  readonly rule: string;
  readonly law: OpeningRule | null;
  readonly effect: OpeningRule["effect"];
  readonly legal: boolean;
}

/** What was found, and what else weighs. */
interface Weighed {
  readonly found: readonly Found[];
  /** Rules that lacked a fact: they say what to ask. */
  readonly unanswered: readonly string[];
  readonly broken: boolean;
  /** The screening found strong signs together. */
  readonly strong: boolean;
  readonly doubtful: boolean;
  readonly product: Product;
}

export function answerFor(check: string, verdict: Verdict, known: Known, input: CheckInput, profile: JurisdictionProfile, rules: RuleBook): CheckAnswer {
  return weigh(check, profile, {
    found: findings(verdict, known, input, profile, rules),
    unanswered: verdict.unknown.filter((rule) => Object.hasOwn(RULE_WORDS, rule)),
    broken: verdict.failed.length > 0,
    strong: verdict.action === "hold" || verdict.action === "block",
    doubtful: verdict.action !== "allow",
    product: input.product,
  });
}

/** The answer where nothing was found: always the same, so nothing of it is kept. */
export function quietAnswer(check: string, product: Product, profile: JurisdictionProfile): CheckAnswer {
  return weigh(check, profile, { found: [], unanswered: [], broken: false, strong: false, doubtful: false, product });
}

function weigh(check: string, profile: JurisdictionProfile, { found, unanswered, broken, strong, doubtful, product }: Weighed): CheckAnswer {
  const answer = answerOf({
    look: broken || strong || found.some((one) => one.effect === "refuse"),
    limit: found.some((one) => one.effect === "limit"),
    // Whoever asks for somebody's number again could have it: what is doubtful there is who they are.
    reverify: found.some((one) => one.effect === "reverify") || (product === "sim-replacement" && found.length > 0),
    ask: found.length > 0 || unanswered.length > 0 || doubtful,
  });
  return {
    check,
    answer,
    words: ANSWER_WORDS[answer],
    reasons: [...found.map(({ rule }) => ({ rule, words: wordsOf(rule).reason })), ...(broken ? [{ rule: "broken", words: BROKEN }] : [])],
    questions: [...new Set([...found.map(({ rule }) => rule), ...unanswered].map((rule) => wordsOf(rule).question))],
    notPermitted: found.flatMap((one) => notPermitted(one, profile)),
    grounds: found.flatMap((one) => groundsOf(one, profile)),
    say: SAY[answer],
    objection: objectionFor(profile),
    opening: null,
  };
}

function groundsOf({ law, effect, rule }: Found, profile: JurisdictionProfile): readonly Ground[] {
  if (law === null || !isFirm(law) || (effect !== "refuse" && effect !== "limit")) return [];
  return [{ key: law.rule, effect, words: wordsOf(rule).reason, basis: profile.sources[law.basis].title }];
}

/** By the rules, and by what the store counted where their own memory is shorter; a rule that was lowered to nothing is none. */
function findings(verdict: Verdict, known: Known, input: CheckInput, profile: JurisdictionProfile, rules: RuleBook): readonly Found[] {
  const lowered = new Set(verdict.lowered.flatMap((one) => rules.loweredBy(one)));
  const names = new Set(verdict.hits.map((hit) => hit.rule));
  const many = lawFor(profile, "O02", input.product)?.max ?? null;
  if (many !== null && known.branches + (input.branch === undefined ? 0 : 1) >= many) names.add("O02");
  return [...names]
    .filter((rule) => !lowered.has(rule) || rules.isLegal(rule))
    .sort()
    .map((rule) => {
      const law = lawFor(profile, rule, input.product);
      return { rule, law, effect: law?.effect ?? "ask", legal: rules.isLegal(rule) };
    });
}

/** Only what the law itself limits, and the profile cites as law or a regulator's rule, may be said to be not permitted. */
function notPermitted(one: Found, profile: JurisdictionProfile): readonly NotPermitted[] {
  const { law } = one;
  if (!one.legal || law === null || !isFirm(law) || (one.effect !== "refuse" && one.effect !== "limit")) return [];
  const source = profile.sources[law.basis];
  return [
    {
      rule: law.rule,
      words: law.title,
      citation: { title: source.title, status: law.status, ...(source.url === undefined ? {} : { url: source.url }) },
      instead: one.effect === "limit" ? (law.note ?? DESIGN_INSTEAD) : null,
    },
  ];
}

function isFirm(law: OpeningRule): boolean {
  return law.status === "statute" || law.status === "regulator";
}

function objectionFor(profile: JurisdictionProfile): Bilingual {
  const helpline = profile.helplines.find((one) => one.callBack)?.number ?? "";
  const time = profile.deadlines["appeal.other"]?.duration;
  const words = time === undefined ? null : durationInWords(time);
  return {
    zh: `如果没有按您的申请办理，会书面说明理由并给您一个编号，凭编号可以免费申诉，由没有参与决定的人处理${words === null ? "" : `，${words.zh}内答复`}；也可以拨打 ${helpline}`,
    en: `if it is not opened as you asked, you get the reasons in writing and a code with which you may object free of charge; somebody who did not decide it answers${words === null ? "" : ` within ${words.en}`}. You may also call ${helpline}`,
  };
}
