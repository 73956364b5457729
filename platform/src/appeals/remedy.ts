/** What somebody can do after a decision, in words with its days: the next instance is always named. */
import type { DeadlineKey } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { durationInWords } from "../domain/notice-text.ts";
import type { Bilingual } from "../domain/verdict.ts";

interface Step {
  readonly to: Bilingual;
  readonly within: DeadlineKey | null;
}

export function nextInWords(profile: JurisdictionProfile, next: readonly Step[]): Bilingual {
  const helpline = profile.helplines.find((one) => one.callBack)?.number ?? "";
  if (next.length === 0) return { zh: `可拨打 ${helpline} 说明情况`, en: `you may call ${helpline}` };
  const zh = next.map(({ to, within }) => `${within === null ? "可" : `可在 ${durationInWords(profile.deadline(within).duration).zh} 内`}向${to.zh}提出`);
  const en = next.map(({ to, within }) => `you may turn to ${to.en}${within === null ? "" : ` within ${durationInWords(profile.deadline(within).duration).en}`}`);
  return { zh: zh.join("；"), en: en.join("; ") };
}
