/** Keeping an installation: organisations, accounts, tokens, the law in force, the audit chain, its health. Types and calls. */
import type { DuanliuClient } from "./client.ts";
import type { Bilingual } from "./types.ts";

export interface KeptOrganisation {
  readonly id: string;
  readonly kind: string;
  readonly level: string | null;
  readonly name: Bilingual;
  readonly territory: string;
  readonly parent: string | null;
  readonly institution: string | null;
  readonly createdAtMs: number;
  readonly closedAtMs: number | null;
}

export interface OrganisationDraft {
  readonly kind: string;
  readonly name: Bilingual;
  readonly territory: string;
  readonly institution?: string;
}

export interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly org: string;
  readonly roles: readonly string[];
  readonly sample: boolean;
  readonly disabled: boolean;
  readonly hasPassword: boolean;
  readonly provider: "bound" | "waiting" | null;
  readonly sessions: number;
  readonly seenAtMs: number | null;
}

/** Shown once: the address of the program goes before the path. */
export interface OneTimeLink {
  readonly path: string;
  readonly expiresAtMs: number;
}

export interface ApiToken {
  readonly id: string;
  readonly org: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly feed: boolean;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
  readonly usedAtMs: number | null;
}

export interface RoleTable {
  readonly roles: Readonly<Record<string, Bilingual & { readonly of: readonly string[] }>>;
  readonly organisationKinds: Readonly<Record<string, Bilingual>>;
}

export type LawStatus = "statute" | "regulator" | "practice" | "assumed";

export interface LawValue {
  readonly path: string;
  readonly title: Bilingual | null;
  /** `name` is the profile's own, `words` say it. */
  readonly parts: readonly { readonly name: string; readonly words: Bilingual; readonly text: Bilingual }[];
  readonly status: LawStatus;
  readonly basis: string;
  readonly reviewOn: string;
  readonly note: Bilingual | null;
}

export interface LawView {
  readonly id: string;
  readonly title: Bilingual;
  readonly validFrom: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  readonly sources: Readonly<Record<string, { readonly kind: LawStatus; readonly title: Bilingual; readonly read: string; readonly url?: string; readonly note?: Bilingual }>>;
  readonly statuses: Readonly<Record<LawStatus, Bilingual>>;
  readonly counts: Readonly<Record<LawStatus, number>>;
  readonly notAllowed: readonly { readonly measure: Bilingual; readonly because: Bilingual }[];
  readonly values: readonly LawValue[];
}

export interface AuditFinding {
  readonly at: string;
  readonly by: string;
  readonly whole: boolean;
  readonly lines: number;
  readonly checkpoints: number;
  readonly kept: number;
  readonly unsigned: number;
  readonly faults: number;
}

export interface AuditRun extends AuditFinding {
  readonly tookMs: number;
  readonly found: readonly Bilingual[];
}

export interface SystemHealth {
  readonly at: string;
  readonly findings: readonly { readonly urgent: boolean; readonly words: Bilingual }[];
  readonly program: {
    readonly version: string;
    readonly node: string;
    readonly startedAt: string;
    readonly memoryBytes: number;
    readonly versions: Readonly<Record<string, unknown>>;
  };
  readonly log: { readonly failure: string | null; readonly nextSequence: number; readonly pendingBytes: number; readonly bytesOnDisk: number; readonly watchers: number };
  readonly intake: { readonly position: number | null; readonly refused: number; readonly repeated: number; readonly degraded: number };
  readonly store: { readonly version: string; readonly bytes: number; readonly ledgerLines: number; readonly migration: number; readonly answeredMs: number };
  readonly outbox: readonly {
    readonly channel: string;
    readonly addressee: string;
    readonly waiting: number;
    readonly oldestMs: number;
    readonly stuck: number;
    readonly failed: number;
  }[];
  readonly clocks: { readonly armed: number; readonly late: number; readonly failing: number };
  readonly audit: { readonly signedAt: string | null; readonly unsigned: number };
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
}

/** Rows of one request; more than an installation has of most. */
const PAGE = 500;

export class KeepingClient {
  readonly #client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.#client = client;
  }

  roles(signal?: AbortSignal): Promise<RoleTable> {
    return this.#client.get("/v1/roles", signal);
  }

  organisations(signal?: AbortSignal): Promise<readonly KeptOrganisation[]> {
    return this.#all<KeptOrganisation>("/v1/organisations", signal);
  }

  createOrganisation(draft: OrganisationDraft): Promise<KeptOrganisation> {
    return this.#client.post("/v1/organisations", draft);
  }

  changeOrganisation(id: string, change: { readonly name?: Bilingual; readonly institution?: string }): Promise<KeptOrganisation> {
    return this.#client.post(`/v1/organisations/${encodeURIComponent(id)}`, change);
  }

  closeOrganisation(id: string): Promise<{ readonly sessionsEnded: number; readonly tokensRevoked: number }> {
    return this.#client.post(`/v1/organisations/${encodeURIComponent(id)}/close`);
  }

  openOrganisation(id: string): Promise<KeptOrganisation> {
    return this.#client.post(`/v1/organisations/${encodeURIComponent(id)}/open`);
  }

  users(signal?: AbortSignal): Promise<readonly Account[]> {
    return this.#all<Account>("/v1/users", signal);
  }

  createUser(draft: {
    readonly login: string;
    readonly name: string;
    readonly org: string;
    readonly roles: readonly string[];
  }): Promise<{ readonly account: Account; readonly link: OneTimeLink | null }> {
    return this.#client.post("/v1/users", draft);
  }

  changeUser(id: string, change: { readonly name?: string; readonly org?: string; readonly roles?: readonly string[] }): Promise<Account> {
    return this.#client.post(`/v1/users/${encodeURIComponent(id)}`, change);
  }

  disableUser(id: string): Promise<Account> {
    return this.#client.post(`/v1/users/${encodeURIComponent(id)}/disable`);
  }

  enableUser(id: string): Promise<Account> {
    return this.#client.post(`/v1/users/${encodeURIComponent(id)}/enable`);
  }

  newLink(id: string): Promise<OneTimeLink> {
    return this.#client.post(`/v1/users/${encodeURIComponent(id)}/link`);
  }

  endSessions(id: string): Promise<{ readonly ended: number }> {
    return this.#client.post(`/v1/users/${encodeURIComponent(id)}/end-sessions`);
  }

  tokens(signal?: AbortSignal): Promise<readonly ApiToken[]> {
    return this.#all<ApiToken>("/v1/tokens", signal);
  }

  /** The secret is in this answer and nowhere else. */
  createToken(draft: {
    readonly org: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly feed: boolean;
    readonly days: number;
  }): Promise<ApiToken & { readonly secret: string }> {
    return this.#client.post("/v1/tokens", draft);
  }

  revokeToken(id: string): Promise<ApiToken> {
    return this.#client.post(`/v1/tokens/${encodeURIComponent(id)}/revoke`);
  }

  law(signal?: AbortSignal): Promise<LawView> {
    return this.#client.get("/v1/profile", signal);
  }

  async auditRuns(signal?: AbortSignal): Promise<readonly AuditFinding[]> {
    return (await this.#client.get<{ readonly items: readonly AuditFinding[] }>("/v1/audit", signal)).items;
  }

  verifyAudit(): Promise<AuditRun> {
    return this.#client.post("/v1/audit/verify");
  }

  health(signal?: AbortSignal): Promise<SystemHealth> {
    return this.#client.get("/v1/system", signal);
  }

  async #all<T>(route: string, signal?: AbortSignal): Promise<readonly T[]> {
    const items: T[] = [];
    for (let after: string | null = null; ;) {
      const page: { readonly items: readonly T[]; readonly next: string | null } = await this.#client.get(
        `${route}?limit=${PAGE}${after === null ? "" : `&after=${encodeURIComponent(after)}`}`,
        signal,
      );
      items.push(...page.items);
      if (page.next === null) return items;
      after = page.next;
    }
  }
}
