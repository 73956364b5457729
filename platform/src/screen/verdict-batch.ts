/**
 * Verdicts of a batch as rows of eight words, with details only for events that something was found in. Most events
 * have none, so most verdicts allocate nothing. The layout is also the log's.
 */
import { ACTIONS, STAGES, type Action, type Stage } from "../domain/verdict.ts";
import { categoryOfCode, type ScamCategory } from "../domain/scam-category.ts";

export const VERDICT_WORDS = 8;
export const V = {
  /** action, level, stage + 1 (0 = none), category code: a byte each. */
  outcome: 0,
  /** score permille in the low half, VERDICT_FLAG bits in the high half. */
  scoreFlags: 1,
  digestLo: 2,
  digestHi: 3,
  /** Offset and length of the details in a frame's heap. */
  details: 4,
} as const;
export const VERDICT_FLAG = { degraded: 1, failed: 2, urgent: 4, families: 8 } as const;

export type FactValue = number | null;

/** What was found in one event. Rules are named by id, so that a verdict can be read under later rulepacks. */
export interface VerdictDetails {
  /** Live rules that hit, strongest first, with the values they report (null = not known). */
  readonly hits: readonly (readonly [rule: string, values: readonly FactValue[]])[];
  readonly unknown: readonly string[];
  readonly failed: readonly string[];
  readonly lowered: readonly string[];
  readonly shadow: readonly string[];
}

export class VerdictBatch {
  readonly words: Uint32Array;
  readonly details: (VerdictDetails | null)[];

  constructor(capacity: number, buffer: ArrayBufferLike = new ArrayBuffer(capacity * VERDICT_WORDS * 4), byteOffset = 0) {
    this.words = new Uint32Array(buffer, byteOffset, capacity * VERDICT_WORDS);
    this.details = new Array<VerdictDetails | null>(capacity).fill(null);
  }

  action(i: number): Action {
    return ACTIONS[this.words[i * VERDICT_WORDS] & 0xff];
  }

  actionCode(i: number): number {
    return this.words[i * VERDICT_WORDS] & 0xff;
  }

  stage(i: number): Stage | null {
    const code = (this.words[i * VERDICT_WORDS] >>> 16) & 0xff;
    return code === 0 ? null : STAGES[code - 1];
  }

  category(i: number): ScamCategory | null {
    return categoryOfCode(this.words[i * VERDICT_WORDS] >>> 24);
  }

  scorePermille(i: number): number {
    return this.words[i * VERDICT_WORDS + V.scoreFlags] & 0xffff;
  }

  flags(i: number): number {
    return this.words[i * VERDICT_WORDS + V.scoreFlags] >>> 16;
  }

  digest(i: number): string {
    const at = i * VERDICT_WORDS;
    return hex8(this.words[at + V.digestHi]) + hex8(this.words[at + V.digestLo]);
  }
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Eight hexadecimal digits. By table, because every verdict has two of them. */
export function hex8(word: number): string {
  return HEX_BYTES[word >>> 24] + HEX_BYTES[(word >>> 16) & 255] + HEX_BYTES[(word >>> 8) & 255] + HEX_BYTES[word & 255];
}
