/** Everybody who plays, joined: who acts when a matter changes or something arrives, in one order that does not change. */
import { CaseOfficers } from "./parties/case-officers.ts";
import { Chiefs } from "./parties/chiefs.ts";
import { Banks } from "./parties/banks.ts";
import { Dissuaders } from "./parties/dissuaders.ts";
import { DutyLeads } from "./parties/duty-leads.ts";
import { Holders } from "./parties/holders.ts";
import { IntakeDesk } from "./parties/intake-desk.ts";
import { Operators } from "./parties/operators.ts";
import type { Payments } from "./parties/payments.ts";
import type { Residents } from "./parties/residents.ts";
import { Reviewers } from "./parties/reviewers.ts";
import type { Party, Scene } from "./scene.ts";

/**
 * Officers and institutions. `leaves` is the share of their work that they leave to whoever is at the console; `hurry` how
 * many times as fast as in life cases are made, and people object and are answered, which otherwise takes hours and days.
 */
export function staffOf(scene: Scene, residents: Residents, payments: Payments, leaves?: number, hurry?: number): readonly Party[] {
  return [
    new Dissuaders(scene, residents, leaves),
    new DutyLeads(scene, leaves),
    new IntakeDesk(scene, leaves),
    new CaseOfficers(scene, leaves, hurry),
    new Chiefs(scene, leaves, hurry),
    new Reviewers(scene, hurry),
    new Banks(scene, payments, residents),
    new Operators(scene),
    new Holders(scene, hurry),
  ];
}
