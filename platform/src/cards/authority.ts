/**
 * Who approves what is done to a number, by the law of the country. Where nobody is named to approve, the institution acts
 * by its own power, and two of its people do.
 */
import type { RoleId } from "../domain/jurisdiction-words.ts";
import type { AllowedMeasure } from "../domain/jurisdiction.ts";

export function approversOf(measure: AllowedMeasure): readonly RoleId[] {
  return measure.approve.length > 0 ? measure.approve : measure.execute;
}
