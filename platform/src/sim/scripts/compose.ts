/**
 * Makes one message from a script and a seed: slots filled, and sometimes disguised or mistyped as real ones are. It
 * promises the same message for the same script and the same seed, and no working link or reachable number unless the
 * caller hands one in.
 */
import { chooseVariant, disguise, type Variant } from "./disguise.ts";
import { FRAUD_EN_IMPERSONATION } from "./fraud-en-impersonation.ts";
import { FRAUD_EN_MONEY } from "./fraud-en-money.ts";
import { FRAUD_EN_TRADE } from "./fraud-en-trade.ts";
import { FRAUD_ZH_IMPERSONATION } from "./fraud-zh-impersonation.ts";
import { FRAUD_ZH_MONEY } from "./fraud-zh-money.ts";
import { FRAUD_ZH_TRADE } from "./fraud-zh-trade.ts";
import { INNOCENT_EN } from "./innocent-en.ts";
import { INNOCENT_ZH } from "./innocent-zh.ts";
import type { Script } from "./script.ts";
import { type Chance, fillSlot, SLOT, type SlotSettings } from "./slots.ts";

/** Every script, in a fixed order; the town draws from it by label, category, language and stage. */
export const SCRIPTS: readonly Script[] = [
  ...FRAUD_ZH_MONEY,
  ...FRAUD_ZH_IMPERSONATION,
  ...FRAUD_ZH_TRADE,
  ...INNOCENT_ZH,
  ...FRAUD_EN_MONEY,
  ...FRAUD_EN_IMPERSONATION,
  ...FRAUD_EN_TRADE,
  ...INNOCENT_EN,
];

const BY_ID: ReadonlyMap<string, Script> = new Map(SCRIPTS.map((script) => [script.id, script]));

export interface ComposeSettings extends SlotSettings {
  /** Asks for one variant instead of drawing one; "plain" leaves the text undisguised. */
  readonly variant?: Variant;
}

export interface Composed {
  readonly text: string;
  /** What each slot was filled with, before any disguise. */
  readonly slots: Readonly<Record<string, string>>;
  /** "plain" also when the disguise found nothing to change. */
  readonly variant: Variant;
}

export function scriptById(id: string): Script | undefined {
  return BY_ID.get(id);
}

/** Throws on an id that no script has: ids come from `SCRIPTS`, so that is a bug. A slot named twice is filled once. */
export function compose(templateId: string, prng: Chance, settings: ComposeSettings = {}): Composed {
  const script = BY_ID.get(templateId);
  if (script === undefined) throw new Error(`bug: no script has the id "${templateId}"`);
  const slots: Record<string, string> = {};
  for (const [, name] of script.text.matchAll(SLOT)) slots[name] ??= fillSlot(name, script.lang, prng, settings);
  const filled = script.text.replace(SLOT, (_, name: string) => slots[name]);
  const isHidden = script.label === "fraud" || script.label === "illegal";
  const variant = settings.variant ?? chooseVariant(isHidden, prng);
  const text = disguise(filled, variant, script.lang, prng);
  return { text, slots, variant: text === filled ? "plain" : variant };
}
