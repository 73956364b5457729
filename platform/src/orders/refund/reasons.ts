/** Why somebody objects to a return and what came of it, as closed lists in both languages: they are told and counted. */
import type { Bilingual } from "../../domain/verdict.ts";

type Reasons = Readonly<Record<string, Bilingual>>;

export const OBJECTION_GROUNDS = {
  "not-a-victim": { zh: "列入的人不是本案被害人", en: "somebody who is listed lost nothing here" },
  "loss-too-high": { zh: "核定的损失偏高", en: "a loss is put too high" },
  "loss-too-low": { zh: "核定的损失偏低", en: "a loss is put too low" },
  "already-repaid": { zh: "损失已经从别处得到偿还", en: "the loss was repaid from elsewhere" },
  "not-listed": { zh: "还有被害人没有列入", en: "somebody who lost money is not listed" },
  "own-money": { zh: "冻结的款项中有他人合法资金", en: "part of what is frozen is somebody's own lawful money" },
} as const satisfies Reasons;

export const OBJECTION_REASONS = {
  "claim-proved": { zh: "报案、转账和流向相互印证，损失属实", en: "report, payment and trace agree; the loss is real" },
  "no-loss-found": { zh: "查明没有这笔损失", en: "no such loss was found" },
  "loss-corrected": { zh: "损失金额已更正", en: "the amount of the loss was corrected" },
  "repaid-elsewhere": { zh: "损失已从别处得到偿还", en: "the loss has been repaid from elsewhere" },
  "next-round": { zh: "不影响本次返还，剩余冻结资金另行启动返还程序", en: "it does not change this return; a new one is opened over what stays frozen" },
  "other-procedure": { zh: "对冻结本身的异议通过申诉办理", en: "an objection to the freeze itself is an appeal" },
} as const satisfies Reasons;
