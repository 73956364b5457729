/**
 * Which answer a counter gets, as a table: exactly one row applies to every combination, and a test walks all of them.
 * There is no answer that refuses: the strongest is that a person has to look.
 */
import type { Bilingual } from "../../domain/verdict.ts";

/** From least to most: go ahead, ask first, check the holder again, offer one with limits, a person has to look. */
export const ANSWERS = ["go-ahead", "ask", "reverify", "limited", "look"] as const;
export type Answer = (typeof ANSWERS)[number];

export interface AnswerFacts {
  /** Strong signs together, a ground on which the institution itself may refuse, or a rule that broke. */
  readonly look: boolean;
  /** A rule allows this only with limits, or not in full. */
  readonly limit: boolean;
  /** It has to be seen that the person is who they say. */
  readonly reverify: boolean;
  /** Something to ask about. */
  readonly ask: boolean;
}

type Cell = 0 | 1 | "-";
type Row = readonly [string, Cell, Cell, Cell, Cell, Answer];

const ROWS: readonly Row[] = [
  // label                            look limit revfy ask  answer
  ["nothing found",                    0,   0,    0,   0,   "go-ahead"],
  ["something to ask",                 0,   0,    0,   1,   "ask"],
  ["is it the holder",                 0,   0,    1,   "-", "reverify"],
  ["allowed with limits",              0,   1,    "-", "-", "limited"],
  ["too much for a program to decide", 1,   "-",  "-", "-", "look"],
];

const BIT = (cell: Cell, value: boolean): boolean => cell === "-" || (cell === 1) === value;

export function answerRows(facts: AnswerFacts): readonly Answer[] {
  return ROWS.filter(([, look, limit, reverify, ask]) => BIT(look, facts.look) && BIT(limit, facts.limit) && BIT(reverify, facts.reverify) && BIT(ask, facts.ask)).map((row) => row[5]);
}

export function answerOf(facts: AnswerFacts): Answer {
  const [answer] = answerRows(facts);
  return answer;
}

export const ANSWER_WORDS: Readonly<Record<Answer, Bilingual>> = {
  "go-ahead": { zh: "可以办理", en: "Go ahead" },
  ask: { zh: "先问清以下问题再办理", en: "Ask the following first, then open it" },
  reverify: { zh: "先重新核验是否本人，再办理", en: "Check again that it is the holder, then open it" },
  limited: { zh: "可先提供限额或基本服务", en: "Offer one with limits, or basic services" },
  look: { zh: "请由另一名工作人员现场核实后决定", en: "A person has to look and decide" },
};

/** What the counter says to the applicant: thanks, no suspicion, and what comes next. */
export const SAY: Readonly<Record<Answer, Bilingual>> = {
  "go-ahead": { zh: "马上为您办理。", en: "We will open it for you right away." },
  ask: {
    zh: "为了防止有人冒用您的身份，我们需要多问一两句，说清楚就可以办理，不影响您的任何权利。",
    en: "So that nobody uses your identity, we have one or two more questions. Once they are answered it can be opened; this affects no right of yours.",
  },
  reverify: {
    zh: "为了防止有人冒用您的号码，我们需要再核对一次是否您本人，几分钟就好。",
    en: "So that nobody takes over your number, we check once more that it is you; it takes a few minutes.",
  },
  limited: {
    zh: "按规定，现在可以先为您办理限额的或基本的服务，日常使用不受影响；需要完整功能时可以随时再申请。",
    en: "By the rules we can open one with limits, or basic services, for you now. It serves for everyday use, and you may ask for the full one at any time.",
  },
  look: {
    zh: "您的申请需要另一位同事看一下，请稍等。这不是对您的指责，结果和理由都会书面告诉您。",
    en: "A colleague has to look at your application; please wait a moment. Nobody accuses you of anything, and you get the result with its reasons in writing.",
  },
};
