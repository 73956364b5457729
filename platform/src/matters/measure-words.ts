/**
 * What every notice of a measure says, made from the profile: what it is about, why, on which basis, until when, who decided,
 * what can be done about it and with which papers. One place, so that no measure forgets one of them.
 */
import { durationInWords, instantInWords, type SlotValues } from "../domain/notice-text.ts";
import type { DeadlineKey, MeasureKind } from "../domain/jurisdiction-words.ts";
import type { AllowedMeasure, JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { CODE_PLACE } from "./tracking.ts";

const both = (words: (language: "zh" | "en") => string): Bilingual => ({ zh: words("zh"), en: words("en") });

/** The power it rests on, by the title of its source. */
export function basisOf(profile: JurisdictionProfile, measure: AllowedMeasure): Bilingual {
  return profile.sources[measure.authority.basis].title;
}

function remedyOf(profile: JurisdictionProfile, measure: AllowedMeasure): Bilingual {
  const { appeal } = measure;
  const time = durationInWords(profile.deadline(appeal.decide).duration);
  const helpline = profile.helplines.find((one) => one.callBack)?.number ?? "";
  const next = both((language) => appeal.next.map((step) => step.to[language]).join(language === "zh" ? "、" : ", "));
  return {
    zh: `可凭编号 ${CODE_PLACE} 免费在线申诉，或拨打 ${helpline}；由未参与原决定的人员在 ${time.zh} 内答复${next.zh === "" ? "" : `；对答复不服，可向${next.zh}提出`}`,
    en: `you may object free of charge with the code ${CODE_PLACE}, or call ${helpline}; somebody who did not decide it answers within ${time.en}${next.en === "" ? "" : `; after that you may turn to ${next.en}`}`,
  };
}

function papersOf(measure: AllowedMeasure): Bilingual {
  return both((language) => measure.appeal.papers.map((paper) => paper[language]).join(language === "zh" ? "、" : ", "));
}

export interface MeasureSaid {
  /** What it is about, masked. */
  readonly about: string;
  readonly reason: Bilingual;
  readonly decider: Bilingual;
}

/**
 * Slots of a notice that something is taken. `untilMs` is when it ends by itself; `clock` is the one that ends it, where it
 * is not the measure's usual one.
 */
export function limitingSlots(profile: JurisdictionProfile, kind: MeasureKind, said: MeasureSaid & { readonly untilMs: number; readonly clock?: DeadlineKey }): SlotValues {
  const measure = profile.allowed(kind);
  const until = instantInWords(said.untilMs, profile.timeZone);
  const length = durationInWords(profile.deadline(said.clock ?? measure.duration).duration);
  return {
    what: said.about,
    reason: said.reason,
    basis: basisOf(profile, measure),
    duration: { zh: `${length.zh}，至 ${until.zh} 自动解除`, en: `${length.en}, ending by itself at ${until.en}` },
    decider: said.decider,
    remedy: remedyOf(profile, measure),
    papers: papersOf(measure),
  };
}

/** Slots of a notice that something is given back. */
export function givingSlots(profile: JurisdictionProfile, said: MeasureSaid): SlotValues {
  const helpline = profile.helplines.find((one) => one.callBack)?.number ?? "";
  return { what: said.about, reason: said.reason, decider: said.decider, contact: helpline };
}
