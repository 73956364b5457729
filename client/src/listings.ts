/**
 * The lists: the register of entries, who received one and how its withdrawal is carried out, imports with what became of
 * each line, rules whose hits are taken back. An entry is a matter like others (`DeskClient`); here is what only it has.
 * Platform and client are held together by client/test/listings.test.ts.
 */
import type { DuanliuClient } from "./client.ts";
import type { Matter, PersonalRef } from "./desk-types.ts";
import type { Bilingual, ListEntryKind } from "./types.ts";

export type EntryStrength = "watch" | "flag" | "block";
export type ListedType = "number" | "account" | "device" | "host" | "url" | "certificate";
export type SharingMark = "red" | "amber" | "green" | "clear";
export type ListEvidence = "case-confirmed" | "authority-instruction" | "reviewed-signals" | "operator-decision" | "published-feed" | "user-report";
export type SignFamily = "call" | "message" | "web" | "app" | "payment" | "account" | "opening" | "report" | "analyst";

export type EntryGround =
  | { readonly kind: "case"; readonly matter: string }
  | { readonly kind: "authority"; readonly authority: string; readonly document: string }
  | { readonly kind: "decision"; readonly matter: string }
  | {
      readonly kind: "signals";
      readonly families: readonly SignFamily[];
      readonly scorePermille: number;
      readonly rules: readonly string[];
      readonly event?: string | undefined;
      readonly matter?: string | undefined;
    }
  | { readonly kind: "report"; readonly matter: string; readonly reporters: number; readonly stories: number }
  | { readonly kind: "entry"; readonly matter: string };

export type StandingGround = EntryGround & {
  readonly addedAtMs: number;
  readonly withdrawn: { readonly atMs: number; readonly why: string } | null;
  readonly through?: readonly string[];
};

/** What an entry says to the police. */
export interface ListEntryBody {
  readonly type: ListedType;
  readonly ref: PersonalRef | null;
  readonly plain: string | null;
  readonly about: string;
  readonly strength: EntryStrength;
  readonly grounds: readonly StandingGround[];
  readonly basis: "case" | "authority" | "signals" | "decision" | "sign" | "reports" | "linked" | null;
  readonly reason: Bilingual | null;
  readonly confidencePermille: number;
  readonly sharing: SharingMark;
  readonly note: string | null;
  readonly decider: Bilingual | null;
  readonly activatedAtMs: number | null;
  readonly listedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly lifeAssumed: boolean;
  readonly reviewAtMs: number | null;
  readonly reviewDue: boolean;
  readonly reviewedAtMs: number | null;
  readonly recheckDue: boolean;
  readonly recheckedAtMs: number | null;
  readonly extensions: readonly { readonly atMs: number; readonly untilMs: number }[];
  readonly asked: { readonly grounds: readonly EntryGround[]; readonly note: string } | null;
  readonly secondAtMs: number | null;
  readonly tellLater: string | null;
  readonly toldAtMs: number | null;
  readonly outcome: string | null;
  readonly ends: "expired" | "revoked" | "superseded" | null;
  readonly endedAtMs: number | null;
  readonly overdue: number;
  readonly trouble: string | null;
}

/** How often screening met it; a last time of 0 means never. */
export interface ListHits {
  readonly hits: number;
  readonly lastAtMs: number;
}

/** Since when hits were counted, and whether all were. */
export interface HitWindow {
  readonly sinceMs: number;
  readonly complete: boolean;
}

export const REGISTER_PARTS = ["all", "sign", "proposed", "standing", "due", "recalling", "ended"] as const;
export type RegisterPart = (typeof REGISTER_PARTS)[number];

export interface RegisterQuery {
  readonly part?: RegisterPart;
  readonly strength?: EntryStrength;
  readonly type?: ListedType;
  readonly rule?: string;
  readonly order?: "newest" | "ends" | "review";
  readonly page?: number;
  /** At most 100. */
  readonly size?: number;
}

export interface ReceiptCounts {
  readonly told: number;
  readonly withdrawn: number;
  readonly confirmed: number;
  readonly overdue: number;
}

export type RegisterRow = Matter<ListEntryBody> & {
  /** Null before it was in the lists. */
  readonly hits: ListHits | null;
  /** Null when nobody received it. */
  readonly receipts: ReceiptCounts | null;
};

export interface Register {
  readonly items: readonly RegisterRow[];
  readonly total: number;
  readonly parts: Readonly<Record<RegisterPart, number>>;
  readonly window: HitWindow;
}

export interface EntryReceipt {
  readonly receiver: string;
  readonly action: "entered" | "withdrawn";
  readonly firstSentAtMs: number;
  readonly sentAtMs: number;
  readonly deliveredAtMs: number | null;
  readonly appliedAtMs: number | null;
  readonly dueAtMs: number | null;
  readonly overdue: boolean;
}

export interface EntryReceipts {
  readonly items: readonly EntryReceipt[];
  readonly applyMs: number;
  readonly hits: ListHits | null;
  readonly window: HitWindow;
}

export interface ListedRow {
  readonly type: ListedType | "number-prefix";
  readonly about: string;
  readonly kind: ListEntryKind;
  readonly evidence: ListEvidence;
  readonly evidenceWords: Bilingual;
  readonly source: Bilingual;
  readonly confidencePermille: number;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly reviewAtMs: number;
  readonly lifeAssumed: boolean;
  readonly sharing: SharingMark;
  readonly sharedBy: number;
  readonly hits: ListHits | null;
}

export interface ListedPage {
  readonly items: readonly ListedRow[];
  readonly total: number;
  readonly window: HitWindow;
}

export interface ListedQuery {
  readonly type?: ListedRow["type"];
  readonly kind?: ListEntryKind;
  readonly page?: number;
  readonly size?: number;
}

export interface ImportInput {
  readonly list: string;
  readonly mode?: "add" | "replace";
  readonly format?: "csv" | "ndjson" | "hosts" | "plain";
  readonly text: string;
  readonly type?: ListedRow["type"];
  readonly kind?: "watch" | "flag";
  readonly evidence?: ListEvidence;
  readonly source: string;
  readonly sharing?: SharingMark;
}

export type LineOutcome = "new" | "changed" | "known" | "refused";

export interface ImportReport {
  readonly list: string;
  readonly mode: "replace" | "add";
  readonly format: "csv" | "ndjson" | "hosts" | "plain" | "empty";
  /** False when a replacing file gave nothing: the list stays. */
  readonly applied: boolean;
  readonly lines: number;
  readonly taken: number;
  readonly updated: number;
  readonly duplicates: number;
  readonly lowered: Readonly<Record<string, number>>;
  readonly refusedTotal: number;
  readonly refusedByReason: Readonly<Record<string, number>>;
  readonly refused: readonly { readonly line: number; readonly reason: string; readonly value: string; readonly why: Bilingual; readonly expected: string }[];
  readonly ignoredFields: Readonly<Record<string, number>>;
  readonly outcomes: readonly { readonly from: number; readonly to: number; readonly outcome: LineOutcome }[];
  /** Lines after this one are in the sums alone; null when all are told. */
  readonly outcomesUntil: number | null;
}

export interface SharedListFigures {
  readonly receivers: readonly {
    readonly receiver: string;
    readonly entered: number;
    readonly withdrawn: number;
    readonly unacknowledged: number;
    readonly unapplied: number;
    readonly overdue: number;
    readonly applyMsMedian: number | null;
  }[];
  readonly entries: readonly { readonly type: string; readonly state: string; readonly strength: string; readonly entries: number }[];
}

export class ListingsClient {
  readonly client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.client = client;
  }

  register(query: RegisterQuery = {}, signal?: AbortSignal): Promise<Register> {
    return this.client.get(`/v1/list-entries/register${asked(query)}`, signal);
  }

  receipts(id: string, signal?: AbortSignal): Promise<EntryReceipts> {
    return this.client.get(`/v1/list-entries/${encodeURIComponent(id)}/receipts`, signal);
  }

  /** Entries of one list that was imported as a whole. */
  listed(list: string, query: ListedQuery = {}, signal?: AbortSignal): Promise<ListedPage> {
    return this.client.get(`/v1/lists/${encodeURIComponent(list)}/entries${asked(query)}`, signal);
  }

  figures(signal?: AbortSignal): Promise<SharedListFigures> {
    return this.client.get("/v1/shared-list/figures", signal);
  }

  importList(input: ImportInput): Promise<ImportReport> {
    return this.client.post("/v1/list-imports", input);
  }

  /** Takes a rule's hits back; gives the entries that fell with them. */
  withdrawRule(rule: string, why: string): Promise<{ readonly fallen: readonly string[] }> {
    return this.client.post(`/v1/list-rules/${encodeURIComponent(rule)}/withdraw`, { why });
  }

  /** An operator's word that numbers have new holders. It says how many were named, never which had an entry. */
  reassigned(numbers: readonly string[]): Promise<{ readonly numbers: number }> {
    return this.client.post("/v1/number-reassignments", { numbers });
  }
}

function asked(query: RegisterQuery | ListedQuery): string {
  const of = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) of.set(name, String(value));
  const text = of.toString();
  return text === "" ? "" : `?${text}`;
}
