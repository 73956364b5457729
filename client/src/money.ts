/**
 * Where money went and who moves it: the trace of a matter, its papers, and rings. Each is asked for a matter and a purpose,
 * which the server records. Accounts are tokens with masked forms; only the papers name them, and those the browser opens itself.
 */
import type { DuanliuClient } from "./client.ts";
import type { MatterKind, Purpose } from "./kinds.generated.ts";
import type { Bilingual } from "./types.ts";

export type TraceMethod = "fifo" | "pro-rata" | "lifo";

export interface TracedAccount {
  /** A token; the same account has the same one everywhere. */
  readonly account: string;
  readonly masked: string;
  readonly institution: string;
}

export interface AccountOrder {
  readonly id: string;
  readonly kind: "stop-payment" | "freeze";
  readonly state: string;
  readonly words: Bilingual;
  /** It holds money there, or may come to. */
  readonly live: boolean;
  readonly amountMinor: string;
  readonly currency: string;
  readonly heldMinor: string | null;
  readonly proposedAt: string;
  readonly approvedAt: string | null;
  readonly answeredAt: string | null;
  readonly endsAt: string | null;
}

export interface TraceNode extends TracedAccount {
  readonly role: "victim" | "passed-on" | "holds" | "cash-out" | "returned-to";
  readonly state: "held" | "still-there" | "left" | "unknown";
  /** Null for who paid first. */
  readonly tier: number | null;
  readonly inMinor: string;
  readonly stillMinor: string;
  readonly exitedMinor: string;
  readonly returnedMinor: string;
  readonly lastArrivalAt: string | null;
  readonly frontier: { readonly reason: string; readonly words: Bilingual; readonly taintedMinor: string } | null;
  readonly goodFaith: readonly { readonly id: string; readonly words: Bilingual }[];
  readonly orders: readonly AccountOrder[];
  /** Somebody here takes orders for the institution. */
  readonly desk: boolean;
}

export interface TraceEdge {
  readonly transfer: string;
  readonly from: string;
  readonly to: string;
  readonly tier: number;
  readonly tiers: readonly { readonly tier: number; readonly taintedMinor: string }[] | null;
  readonly amountMinor: string;
  readonly taintedMinor: string;
  readonly at: string;
  readonly channel: string | null;
  readonly source: "stream" | "statement" | "reported" | "told";
  readonly roundTrip: boolean;
}

export interface MoneyTrace {
  readonly matter: string;
  readonly purpose: string;
  readonly method: TraceMethod;
  readonly methodWords: Bilingual;
  readonly methodMeans: Bilingual;
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly asOf: string;
  readonly sums: { readonly stolenMinor: string; readonly stillMinor: string; readonly heldMinor: string; readonly exitedMinor: string; readonly returnedMinor: string };
  readonly payments: readonly {
    readonly report: string;
    readonly transfer: string;
    readonly seen: boolean;
    readonly amountMinor: string;
    readonly currency: string;
    readonly at: string;
  }[];
  readonly nodes: readonly TraceNode[];
  readonly edges: readonly TraceEdge[];
  readonly exits: readonly {
    readonly kind: string;
    readonly words: Bilingual;
    readonly transfer: string;
    readonly account: string;
    readonly at: string;
    readonly taintedMinor: string | null;
    readonly amountMinor: string | null;
    readonly currency: string | null;
  }[];
  readonly truncated: readonly (TracedAccount & { readonly reason: string; readonly words: Bilingual; readonly from: string; readonly taintedMinor: string })[];
  readonly tooBusy: readonly TracedAccount[];
  readonly limits: {
    readonly hopsMax: number;
    readonly windowMs: number | null;
    readonly taintMinPpm: number;
    readonly fanOutMax: number;
    readonly entriesMax: number;
    readonly transfersMax: number;
  };
  readonly until: string | null;
  /** What is in the trace and not in this answer: the smallest. */
  readonly omitted: { readonly nodes: number; readonly edges: number };
}

export interface TraceQuestion {
  readonly matter: string;
  readonly purpose: Purpose;
  readonly method?: TraceMethod;
  readonly currency?: string;
  readonly hopsMax?: number;
  readonly hours?: number;
  /** At most 20,000. */
  readonly edgesMax?: number;
}

export type TracePaper = "trace.graphml" | "trace.csv" | "evidence-sheet";

export type ThingKind = "person" | "number" | "device" | "account" | "address" | "script" | "host" | "app" | "case";

export interface RingEvent {
  readonly kind: "born" | "split" | "merged" | "dissolved";
  readonly words: Bilingual;
  readonly at: string;
  readonly ring: string;
  readonly other: string | null;
}

export interface RingRow {
  readonly id: string;
  readonly things: Readonly<Partial<Record<ThingKind, number>>>;
  readonly provinces: readonly string[];
  readonly bornAt: string;
  readonly changedAt: string;
  /** In the reader's scope, newest first; the ring is opened for one of them. */
  readonly matters: readonly { readonly id: string; readonly kind: string }[];
  readonly mattersInAll: number;
}

export interface RingLink {
  readonly kind: string;
  readonly words: Bilingual;
  readonly strength: number;
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly evidence: string;
  readonly amountMinor: string | null;
  readonly currency: string | null;
}

export interface Ring {
  readonly id: string;
  readonly matter: string;
  readonly purpose: string;
  readonly asOf: string;
  readonly living: boolean;
  readonly bornAt: string;
  readonly changedAt: string;
  readonly things: RingRow["things"];
  readonly members: readonly { readonly thing: string; readonly kind: ThingKind; readonly masked: string; readonly province: string | null; readonly matters: readonly string[] }[];
  readonly links: readonly RingLink[];
  readonly linksInAll: number;
  readonly roles: readonly {
    readonly holder: string;
    readonly role: string;
    readonly words: Bilingual;
    readonly why: Bilingual;
    readonly confidence: number;
    readonly path: readonly RingLink[];
    readonly paths: number;
  }[];
  readonly provinces: readonly string[];
  readonly amounts: Readonly<Record<"inside" | "into" | "outOf", Readonly<Record<string, string>>>>;
  readonly motifs: readonly {
    readonly kind: string;
    readonly words: Bilingual;
    readonly innocent: Bilingual;
    readonly accounts: readonly string[];
    readonly transfers: readonly string[];
    readonly firstAt: string;
    readonly lastAt: string;
  }[];
  readonly history: readonly RingEvent[];
  readonly scores: {
    readonly model: string;
    readonly accounts: readonly {
      readonly account: string;
      readonly score: number;
      readonly because: readonly {
        readonly with: string;
        readonly masked: string;
        readonly score: number;
        readonly weighed: readonly (Bilingual & { readonly value: number | null; readonly contribution: number })[];
      }[];
    }[];
  } | null;
  readonly leftOut: readonly { readonly thing: string; readonly kind: ThingKind; readonly masked: string; readonly reason: string; readonly words: Bilingual }[];
  readonly transfersRead: number;
  readonly transfersCut: boolean;
}

export class MoneyClient {
  readonly client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.client = client;
  }

  trace(question: TraceQuestion, signal?: AbortSignal): Promise<MoneyTrace> {
    return this.client.get(`/v1/money/trace?${queryOf(question)}`, signal);
  }

  /** Where the browser gets a paper, with accounts in full: the server records that it was opened. */
  paperUrl(paper: TracePaper, question: Omit<TraceQuestion, "edgesMax">, language: "zh" | "en"): string {
    return this.client.urlOf(`/v1/money/${paper}?${queryOf({ ...question, language })}`);
  }

  rings(after?: string, signal?: AbortSignal): Promise<{ readonly items: readonly RingRow[]; readonly next: string | null }> {
    return this.client.get(`/v1/rings?${queryOf({ limit: 50, after })}`, signal);
  }

  /** Throws `DuanliuProblem` with code `purpose-missing` when the matter or the purpose are none. */
  ring(id: string, asked: { readonly matter: string; readonly purpose: Purpose }, signal?: AbortSignal): Promise<Ring> {
    return this.client.get(`/v1/rings/${encodeURIComponent(id)}?${queryOf(asked)}`, signal);
  }
}

/** The kinds of matter that have money to be traced. */
export const MONEY_KINDS: readonly MatterKind[] = ["report", "case", "stop-payment", "freeze", "refund"];

function queryOf(query: object): string {
  const pairs = Object.entries(query as Readonly<Record<string, string | number | undefined>>).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return new URLSearchParams(pairs).toString();
}
