/**
 * What the reading of verdicts found about one person, ready for a warning: tokens, signs, level, place. Only this program
 * makes one; input from outside is JSON and can never be an instance, so nobody outside can invent a rule's hit.
 */
import type { WarningLevel } from "../../domain/jurisdiction-words.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { ScamCategory } from "../../domain/scam-category.ts";
import type { SignFamily } from "../../domain/signal.ts";
import type { Stage } from "../../domain/verdict.ts";
import type { RoutingReason, Sign, WarnedPayment } from "./warning.ts";

export interface Found {
  readonly level: WarningLevel;
  readonly victim: PersonalRef;
  readonly known: readonly PersonalRef[];
  readonly number: PersonalRef | null;
  readonly others: readonly PersonalRef[];
  readonly sites: readonly string[];
  readonly category: ScamCategory | null;
  readonly stage: Stage | null;
  /** Strongest first. */
  readonly signs: readonly Sign[];
  readonly events: number;
  readonly rules: readonly string[];
  readonly families: readonly SignFamily[];
  readonly money: readonly WarnedPayment[];
  readonly firstSignAtMs: number;
  readonly lastSignAtMs: number;
  /** Warnings of the same person that this one takes the place of, or takes in. */
  readonly absorbs: readonly MatterId[];
}

export interface Place {
  readonly territory: string;
  readonly unit: string;
  readonly reason: RoutingReason;
  readonly rural: boolean;
}

export class FoundSigns {
  readonly found: Found;
  /** Where it is to be handled; null for signs that join a warning which has its place. */
  readonly place: Place | null;

  constructor(found: Found, place: Place | null) {
    this.found = found;
    this.place = place;
  }
}
