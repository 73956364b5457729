/**
 * What the routes of the rulebook ask of whoever runs the rules: what judges now, what a text would be told, precision, and
 * replays. It is carried out where screening, log and store meet; nothing here knows how.
 */
import type { Share } from "../base/wilson.ts";
import type { Scope } from "../access/scope.ts";
import type { Matter } from "../matters/matter.ts";
import type { PackInForce } from "./book-read.ts";
import type { Finding } from "./check.ts";
import type { Replay } from "./replays.ts";
import type { RuleChange } from "./rule-change/rule-change.ts";

export interface RulebookNow {
  /** The version that verdicts carry. */
  readonly version: string;
  readonly book: readonly PackInForce[];
  /** Hits of each rule since the program started. */
  readonly hits: Readonly<Record<string, number>>;
  readonly beside: readonly { readonly change: string; readonly version: string; readonly failed: boolean }[];
}

export interface RulePrecision {
  readonly rule: string;
  /** What it does when it is wrong: raise urgent warnings, or others. */
  readonly floor: "urgent" | "flag";
  readonly confirmed: number;
  readonly refuted: number;
  readonly share: Share;
}

export interface RulebookDesk {
  now(): RulebookNow;
  check(pack: string, text: string, examples: string): readonly Finding[];
  precision(): Promise<{
    readonly sinceMs: number;
    readonly rules: readonly RulePrecision[];
    readonly below: readonly (RulePrecision & { readonly floorPermille: number; readonly verdict: "fall" | "watch" })[];
  }>;
  startReplay(scope: Scope, change: Matter<RuleChange>, window: { readonly fromMs: number; readonly untilMs: number }): Promise<Replay>;
  /** Whether it ran. */
  stopReplay(id: string): boolean;
}
