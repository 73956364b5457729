/**
 * The rulebook: packs in force, the checker as one types, drafts, shadow runs, replays with their bills. A change of the rules
 * is a matter like others (`DeskClient`); here is what only it has. Platform and client are held together by client/test/rulebook.test.ts.
 */
import type { DuanliuClient } from "./client.ts";
import type { Bilingual } from "./types.ts";
import type { Action, EventKind } from "./words.generated.ts";

export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly permille: number | null;
  readonly lowPermille: number;
  readonly highPermille: number;
}

export interface RulePrecision {
  readonly rule: string;
  readonly floor: "urgent" | "flag";
  readonly confirmed: number;
  readonly refuted: number;
  readonly share: Share;
}

export interface PackInForce {
  readonly pack: string;
  readonly seq: number;
  /** Digests of the rules and of their examples. */
  readonly text: string;
  readonly examples: string;
  readonly how: "shipped" | "published" | "rolled-back";
  readonly change: string | null;
  readonly atMs: number;
}

export interface Rulebook {
  readonly version: string;
  readonly packs: readonly PackInForce[];
  readonly hits: Readonly<Record<string, number>>;
  readonly beside: readonly { readonly change: string; readonly version: string; readonly failed: boolean }[];
  readonly precision: {
    readonly sinceMs: number;
    readonly rules: readonly RulePrecision[];
    readonly below: readonly (RulePrecision & { readonly floorPermille: number; readonly verdict: "fall" | "watch" })[];
  };
}

export interface PackText {
  readonly pack: string;
  readonly text: string;
  readonly examples: string;
  readonly digests: { readonly text: string; readonly examples: string };
  readonly how: PackInForce["how"];
  readonly change: string | null;
  readonly atMs: number;
}

export interface Publication {
  readonly seq: number;
  readonly pack: string;
  readonly how: PackInForce["how"];
  readonly inForce: boolean;
  readonly change: string | null;
  readonly text: string;
  readonly atMs: number;
  readonly by: string;
}

export interface Finding {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly file: "pack.json" | "examples.json";
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** UTF-16 units from the start of the file. */
  readonly from: number;
  readonly to: number;
  readonly path: string;
  readonly message: Bilingual;
}

export interface RuleDifference {
  readonly rule: string;
  readonly how: "added" | "removed" | "changed" | "mode";
  readonly from?: string;
  readonly to?: string;
}

export interface Checked {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly differences: readonly RuleDifference[];
}

/** Body of a change of the rules. */
export interface RuleChangeBody {
  readonly pack: string;
  readonly title: Bilingual;
  readonly why: string;
  readonly base: { readonly text: string; readonly examples: string };
  readonly draft: { readonly text: string; readonly examples: string };
  readonly revision: number;
  readonly authors: readonly string[];
  readonly differences: readonly RuleDifference[];
  readonly errors: number;
  readonly warnings: number;
  readonly shadowSinceMs: number | null;
  readonly approval: {
    readonly by: string;
    readonly atMs: number;
    readonly replay: string | null;
    readonly shadowEvents: number;
    readonly shadowMs: number;
    readonly despite: string | null;
  } | null;
  readonly publishedAtMs: number | null;
  readonly replaced: string | null;
  readonly endedAtMs: number | null;
  readonly outcome: string | null;
}

interface Texts {
  readonly text: string;
  readonly examples: string;
}

export interface RuleDraft {
  readonly change: string;
  readonly version: number;
  readonly pack: string;
  readonly draft: Texts;
  readonly base: Texts;
}

export interface ShadowRun {
  readonly change: string;
  readonly draft: string;
  readonly liveVersion: string;
  readonly shadowVersion: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly events: number;
  /** `warn>hold` and how often. */
  readonly actions: Readonly<Record<string, number>>;
  readonly rules: Readonly<Record<string, { readonly live: number; readonly shadow: number }>>;
  readonly failed: string | null;
}

export interface Shadow {
  readonly sinceMs: number | null;
  readonly running: { readonly change: string; readonly version: string; readonly failed: boolean } | null;
  readonly runs: readonly ShadowRun[];
}

export interface ShadowEvent {
  readonly event: string;
  readonly atMs: number;
  readonly kind: EventKind;
  readonly live: Action;
  readonly shadow: Action;
  readonly rules: readonly string[];
}

export type BillLevel = "urgent" | "high" | "medium" | "low";
export interface Both {
  readonly live: number;
  readonly draft: number;
}

export interface Bill {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly warmFromMs: number;
  readonly liveVersion: string;
  readonly draftVersion: string;
  readonly events: number;
  readonly cut: "events" | "time" | null;
  readonly faithful: { readonly same: number; readonly of: number };
  readonly actions: Readonly<Record<Action, Both & { readonly more: number; readonly fewer: number }>>;
  readonly rules: Readonly<Record<string, Both>>;
  readonly known: Readonly<Record<"innocent" | "confirmed", Both & { readonly of: number }>>;
  readonly warnings: {
    readonly live: number;
    readonly draft: number;
    readonly more: number;
    readonly fewer: number;
    readonly raised: number;
    readonly lowered: number;
    readonly levels: Readonly<Record<BillLevel, Both>>;
    readonly visits: Both;
    readonly visitsIfUnreached: Both;
    readonly units: readonly {
      readonly unit: string | null;
      readonly name: Bilingual | null;
      readonly more: number;
      readonly fewer: number;
      readonly visitsMore: number;
      readonly visitsFewer: number;
    }[];
  };
  readonly cost: { readonly liveNs: number; readonly draftNs: number } | null;
  readonly listed: number;
  readonly unlisted: number;
}

export interface Replay {
  readonly id: string;
  readonly change: string;
  readonly draft: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly state: "running" | "done" | "stopped" | "failed";
  readonly events: number;
  readonly reachedMs: number;
  readonly report: Bill | null;
  readonly why: string | null;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface ReplayEvent {
  readonly n: number;
  readonly event: string;
  readonly atMs: number;
  readonly kind: EventKind;
  readonly live: Action;
  readonly draft: Action;
  readonly rules: readonly string[];
  readonly known: "innocent" | "confirmed" | null;
  readonly warning: "more" | "fewer" | "raised" | "lowered" | null;
  readonly liveLevel: BillLevel | null;
  readonly draftLevel: BillLevel | null;
  readonly visit: boolean;
  readonly unit: string | null;
}

/** Which events of a replay: those that one figure of its bill counts. */
export type ReplayFigure = Readonly<Partial<Record<"live" | "draft" | "changed" | "known" | "warning" | "level" | "unit" | "visit", string>>>;

export interface RuleOutcome {
  readonly warning: string;
  readonly serial: string;
  readonly state: string;
  readonly outcome: "confirmed" | "refuted";
  readonly level: number;
  readonly atMs: number;
}

export interface Rows<T> {
  readonly items: readonly T[];
  /** Give as `after` for the next page; null at the end. */
  readonly next: string | number | null;
}

export class RulebookClient {
  readonly client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.client = client;
  }

  now(signal?: AbortSignal): Promise<Rulebook> {
    return this.client.get("/v1/rulebook", signal);
  }

  pack(pack: string, signal?: AbortSignal): Promise<PackText> {
    return this.client.get(`/v1/rulebook/packs/${encodeURIComponent(pack)}`, signal);
  }

  async publications(signal?: AbortSignal): Promise<readonly Publication[]> {
    return (await this.client.get<Rows<Publication>>("/v1/rulebook/publications", signal)).items;
  }

  /** Throws `DuanliuProblem` with code `too-many-attempts` when one asks faster than one types. */
  check(pack: string, { text, examples }: Texts, signal?: AbortSignal): Promise<Checked> {
    return this.client.post("/v1/rulebook/check", { pack, text, examples }, signal);
  }

  outcomes(rule: string, query: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<Rows<RuleOutcome>> {
    return this.client.get(`/v1/rulebook/rules/${encodeURIComponent(rule)}/outcomes${queryOf(query)}`, signal);
  }

  draft(change: string, signal?: AbortSignal): Promise<RuleDraft> {
    return this.client.get(`/v1/rule-changes/${encodeURIComponent(change)}/draft`, signal);
  }

  shadow(change: string, signal?: AbortSignal): Promise<Shadow> {
    return this.client.get(`/v1/rule-changes/${encodeURIComponent(change)}/shadow`, signal);
  }

  shadowEvents(change: string, query: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Rows<ShadowEvent>> {
    return this.client.get(`/v1/rule-changes/${encodeURIComponent(change)}/shadow/events${queryOf(query)}`, signal);
  }

  startReplay(change: string, from: string, to: string): Promise<Replay> {
    return this.client.post(`/v1/rule-changes/${encodeURIComponent(change)}/replays`, { from, to });
  }

  async replays(change: string, signal?: AbortSignal): Promise<readonly Replay[]> {
    return (await this.client.get<Rows<Replay>>(`/v1/rule-changes/${encodeURIComponent(change)}/replays`, signal)).items;
  }

  stopReplay(change: string, replay: string): Promise<{ readonly stopped: boolean }> {
    return this.client.post(`/v1/rule-changes/${encodeURIComponent(change)}/replays/${encodeURIComponent(replay)}/stop`);
  }

  replayEvents(change: string, replay: string, figure: ReplayFigure, after?: string | number, signal?: AbortSignal): Promise<Rows<ReplayEvent>> {
    const query = { ...figure, ...(after === undefined ? {} : { after: String(after) }) };
    return this.client.get(`/v1/rule-changes/${encodeURIComponent(change)}/replays/${encodeURIComponent(replay)}/events${queryOf(query)}`, signal);
  }
}

function queryOf(query: Readonly<Record<string, string | undefined>>): string {
  const asked = new URLSearchParams(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();
  return asked === "" ? "" : `?${asked}`;
}
