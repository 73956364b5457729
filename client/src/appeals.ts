/**
 * Appeals, complaints and compensations as those see them who review, answer and enter them: bodies, the next appeal, what to
 * know before deciding, what a decision would bring about, receipts. Platform and client are held together by
 * client/test/appeals.test.ts.
 */
import type * as words from "./appeal-words.generated.ts";
import type { DuanliuClient } from "./client.ts";
import type { Matter, PersonalRef } from "./desk-types.ts";
import type { MatterKind } from "./kinds.generated.ts";
import type { MyRestriction } from "./my-matter.ts";
import type { Bilingual } from "./types.ts";

/** Told as it stands; the key is for figures. */
export interface ToldReason extends Bilingual {
  readonly key: string;
}

export interface HandedPaper {
  readonly kind: string;
  readonly sha256: string;
  readonly type: string;
  readonly bytes: number;
  readonly name: PersonalRef | null;
  readonly text: PersonalRef | null;
  readonly atMs: number;
}

export interface Asker {
  readonly holder: PersonalRef | null;
  readonly name: PersonalRef | null;
  readonly contact: PersonalRef | null;
  readonly agent: { readonly ground: ToldReason; readonly authority: string } | null;
}

/** What an appeal says to those who review and check. */
export interface AppealBody {
  readonly against: string;
  readonly kind: MatterKind;
  readonly about: string;
  readonly currency: string | null;
  readonly appellant: Asker;
  readonly channel: "online" | "counter" | "institution";
  readonly grounds: readonly ToldReason[];
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly HandedPaper[];
  readonly papersAsked: { readonly papers: readonly Bilingual[]; readonly atMs: number } | null;
  readonly goodFaith: boolean;
  readonly earlier: number;
  readonly unit: Bilingual;
  readonly clock: string;
  readonly dueAtMs: number;
  readonly overdue: number;
  readonly suspendedAtMs: number | null;
  readonly decision: {
    readonly result: "upheld" | "partly" | "rejected";
    readonly reasons: readonly ToldReason[];
    readonly note: string | null;
    readonly keepMinor: string | null;
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual | null;
  } | null;
  readonly through: string | null;
}

export interface ComplaintBody {
  readonly about: string | null;
  readonly kind: MatterKind | null;
  readonly subject: ToldReason;
  readonly complainant: Asker;
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly HandedPaper[];
  readonly unit: Bilingual;
  readonly clock: string;
  readonly dueAtMs: number;
  readonly overdue: number;
  readonly answer: {
    readonly result: "founded" | "unfounded";
    readonly reasons: readonly ToldReason[];
    readonly note: string;
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual;
  } | null;
  readonly through: string | null;
}

export interface CompensationBody {
  readonly against: string;
  readonly kind: MatterKind;
  readonly about: string;
  readonly why: "wrong" | "delay";
  readonly currency: string;
  readonly cost: {
    readonly fromMs: number;
    readonly untilMs: number;
    readonly amountMinor: string | null;
    readonly interestMinor: string | null;
    readonly feesMinor: string | null;
  };
  readonly losses: readonly { readonly kind: ToldReason; readonly amountMinor: string }[];
  readonly claimant: Asker;
  readonly statements: readonly PersonalRef[];
  readonly papers: readonly HandedPaper[];
  readonly payTo: PersonalRef | null;
  readonly claimedMinor: string | null;
  readonly unit: Bilingual;
  readonly clock: string;
  readonly dueAtMs: number;
  readonly overdue: number;
  readonly decision: {
    readonly result: "granted" | "refused";
    readonly amountMinor: string;
    readonly reasons: readonly ToldReason[];
    readonly note: string | null;
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual;
  } | null;
  readonly paid: { readonly reference: string; readonly atMs: number } | null;
  readonly through: string | null;
}

/** What to know before an appeal is decided. */
export interface AppealOutlook {
  /** Why the reader may not decide; null when they may. */
  readonly whyNot: Bilingual | null;
  /** The restriction with what it goes on from and what went on from it, oldest first. */
  readonly restrictions: readonly (MyRestriction & { readonly id: string; readonly kind: MatterKind })[];
  readonly rule: {
    readonly basis: Bilingual;
    readonly status: "statute" | "regulator" | "practice" | "assumed";
    readonly otherUnit: boolean;
    readonly within: Bilingual;
    /** All that may be asked for; asked for by their place in it. */
    readonly papers: readonly Bilingual[];
    readonly next: Bilingual;
  };
  readonly goodFaith: { readonly within: Bilingual; readonly papers: readonly Bilingual[]; readonly status: AppealOutlook["rule"]["status"] } | null;
  readonly earlier: readonly { readonly id: string; readonly serial: string; readonly open: boolean; readonly words: Bilingual }[];
  readonly partly: { readonly id: string; readonly heldMinor: string; readonly currency: string } | null;
  readonly suspends: boolean;
}

/** What a decision would bring about. */
export interface AppealForeseen {
  readonly matters: readonly {
    readonly id: string;
    readonly kind: MatterKind;
    readonly kindWords: Bilingual;
    readonly serial: string;
    readonly about: string;
    /** Null: it begins. */
    readonly before: Bilingual | null;
    readonly after: Bilingual;
  }[];
  /** `to` is null for this program's own lists. */
  readonly handed: readonly { readonly matter: string; readonly to: Bilingual | null; readonly what: string }[];
  readonly told: readonly { readonly matter: string; readonly text: Bilingual; readonly through: Bilingual | null }[];
  readonly compensation: { readonly amountMinor: string; readonly interestMinor: string; readonly currency: string; readonly fromMs: number; readonly untilMs: number } | null;
}

/** What is handed to the person at a counter; the code is kept nowhere. */
export interface AppealReceipt {
  readonly matter: string;
  readonly serial: string;
  readonly code: string;
  readonly text: Bilingual;
}

export class AppealsClient {
  readonly #client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.#client = client;
  }

  /** The unit's next appeal that the reader may decide, theirs from now on; null when there is none. */
  async next(): Promise<Matter<AppealBody> | null> {
    const { task } = await this.#client.post<{ readonly task: Matter<AppealBody> | null }>("/v1/appeals/next");
    return task;
  }

  outlook(id: string, signal?: AbortSignal): Promise<AppealOutlook> {
    return this.#client.get(`/v1/appeals/${encodeURIComponent(id)}/outlook`, signal);
  }

  /** Throws what deciding like this would throw; changes nothing. */
  foresee(id: string, input: unknown): Promise<AppealForeseen> {
    return this.#client.post(`/v1/appeals/${encodeURIComponent(id)}/foresee`, { input });
  }

  /** For whoever entered it; throws `not-found` for everybody else. */
  receipt(kind: "appeal" | "complaint", id: string): Promise<AppealReceipt> {
    return this.#client.post(`/v1/${kind}s/${encodeURIComponent(id)}/receipt`);
  }
}

export type AppealWords = typeof words;

/** What people choose from in appeals, complaints and claims; loaded when somebody does. */
export async function loadAppealWords(): Promise<AppealWords> {
  return import("./appeal-words.generated.ts");
}
