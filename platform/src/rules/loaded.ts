// A rulepack after loading: expressions checked, names resolved, reasons cut into parts. Everything that a verdict says
// of a rule is reachable from here; only load.ts makes these values.

import type { CheckedCondition } from "./condition.ts";
import type { Binding } from "./environment.ts";
import type { Example, Pack, Rule, Suppressor, Typology } from "./pack.ts";

/** A reason text cut at its placeholders; screen/ formats the values. */
export type TemplatePart = { readonly kind: "words"; readonly text: string } | { readonly kind: "value"; readonly binding: Binding };

export interface Reason {
  readonly zh: readonly TemplatePart[];
  readonly en: readonly TemplatePart[];
}

/** Which pack and version a rule came from. */
export interface PackVersion {
  readonly id: string;
  readonly version: string;
}

export interface LoadedRule {
  readonly id: string;
  readonly pack: PackVersion;
  /** The rule as written. */
  readonly rule: Rule;
  readonly when: CheckedCondition | undefined;
  readonly condition: CheckedCondition;
  /** Bindings to report with a hit, in the order of `rule.values`. */
  readonly values: readonly Binding[];
  readonly because: Reason;
  /** Weight × quality, 0…1: the rule's part in the score unless a typology says otherwise. */
  readonly strength: number;
}

export interface LoadedSuppressor {
  readonly id: string;
  readonly pack: PackVersion;
  readonly suppressor: Suppressor;
  readonly when: CheckedCondition | undefined;
  readonly condition: CheckedCondition;
  readonly values: readonly Binding[];
  readonly because: Reason;
}

export interface LoadedTypology {
  readonly id: string;
  readonly pack: PackVersion;
  readonly typology: Typology;
  /** Weight × quality of each member, 0…1. */
  readonly strengths: ReadonlyMap<string, number>;
}

export interface LoadedPack {
  readonly path: string;
  readonly pack: Pack;
  readonly rules: readonly LoadedRule[];
  readonly suppressors: readonly LoadedSuppressor[];
  readonly typologies: readonly LoadedTypology[];
  readonly examples: readonly Example[];
}
