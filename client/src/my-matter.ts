/**
 * What the holder of a code from a notice sees and can do, without an account: calls and what they answer. The code is all
 * that lets one in, so it is kept by nobody here and given with each call.
 */
import type { DuanliuClient } from "./client.ts";
import type { Bilingual } from "./types.ts";

export interface MyRestriction {
  readonly kind: string;
  readonly words: Bilingual;
  readonly serial: string;
  readonly about: string;
  readonly state: Bilingual;
  readonly inForce: boolean;
  readonly startedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly heldMinor: string | null;
  readonly currency: string | null;
  readonly reason: Bilingual | null;
  readonly basis: Bilingual;
  readonly decider: Bilingual | null;
}

export interface MyPaper extends Bilingual {
  readonly kind: string;
  readonly sha256: string;
  readonly atMs: number;
}

/** What an appeal, a complaint and a claim have in common. */
interface Asked {
  readonly id: string;
  readonly serial: string;
  readonly state: string;
  readonly words: Bilingual;
  readonly dueAtMs: number | null;
  readonly late: boolean;
  /** Who answers. */
  readonly unit: Bilingual;
  readonly papers: readonly MyPaper[];
}

export interface MyAppeal extends Asked {
  readonly about: string;
  readonly channel: Bilingual;
  readonly grounds: readonly Bilingual[];
  readonly receivedAtMs: number;
  readonly eased: boolean;
  readonly papersAsked: readonly Bilingual[];
  readonly decision: {
    readonly result: string;
    readonly reasons: readonly Bilingual[];
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly keepMinor: string | null;
    readonly currency: string | null;
    readonly remedy: Bilingual | null;
  } | null;
  readonly can: readonly ("add-papers" | "withdraw")[];
}

export interface MyComplaint extends Asked {
  readonly subject: Bilingual;
  readonly receivedAtMs: number;
  readonly answer: { readonly result: string; readonly reasons: readonly Bilingual[]; readonly decider: Bilingual; readonly atMs: number; readonly remedy: Bilingual } | null;
  readonly can: readonly ("add-papers" | "withdraw")[];
}

export interface MyCompensation extends Asked {
  readonly about: string;
  readonly why: Bilingual;
  readonly currency: string;
  readonly cost: {
    readonly fromMs: number;
    readonly untilMs: number;
    readonly amountMinor: string | null;
    readonly interestMinor: string | null;
    readonly feesMinor: string | null;
  };
  readonly losses: readonly { readonly kind: Bilingual; readonly amountMinor: string }[];
  readonly claimedMinor: string | null;
  readonly decision: {
    readonly result: string;
    readonly amountMinor: string;
    readonly reasons: readonly Bilingual[];
    readonly decider: Bilingual;
    readonly atMs: number;
    readonly remedy: Bilingual;
  } | null;
  readonly paidAtMs: number | null;
  readonly can: readonly ("claim" | "add-papers" | "withdraw")[];
}

export interface MyMatter {
  /** When it was so, by the server's time. */
  readonly atMs: number;
  readonly serial: string;
  readonly kind: Bilingual;
  readonly restrictions: readonly MyRestriction[];
  readonly notices: readonly { readonly atMs: number; readonly text: Bilingual }[];
  readonly remedy: { readonly answeredWithin: Bilingual; readonly papers: readonly Bilingual[]; readonly next: Bilingual } | null;
  readonly appeals: readonly MyAppeal[];
  readonly complaints: readonly MyComplaint[];
  readonly compensations: readonly MyCompensation[];
  readonly can: readonly ("appeal" | "complain" | "claim")[];
  readonly helpline: { readonly number: string; readonly title: Bilingual } | null;
}

/** A paper by its fingerprint; the file is not sent. */
export interface PaperGiven {
  readonly kind: string;
  readonly sha256: string;
  readonly type: string;
  readonly bytes: number;
  readonly name?: string | undefined;
  readonly text?: string | undefined;
}

interface Said {
  readonly statement?: string | undefined;
  readonly papers?: readonly PaperGiven[];
}
export interface AppealGiven extends Said {
  readonly grounds: readonly string[];
  readonly contact?: string | undefined;
}
export interface ComplaintGiven extends Said {
  readonly subject: string;
  readonly contact?: string | undefined;
}
export interface ClaimGiven extends Said {
  readonly losses: readonly { readonly kind: string; readonly amountMinor: string }[];
}

export class MyMatterClient {
  readonly #client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.#client = client;
  }

  /** Throws `DuanliuProblem` with `not-found` for whatever is no code, and `too-many-attempts` after a few of those. */
  look(code: string): Promise<MyMatter> {
    return this.#client.post(MATTER, { code });
  }

  appeal(code: string, given: AppealGiven): Promise<MyMatter> {
    return this.#client.post(`${MATTER}/appeals`, { ...given, code });
  }

  /** To the one with this id, which can be an appeal, a complaint or a claim. */
  addPapers(code: string, of: string, given: Said): Promise<MyMatter> {
    return this.#client.post(`${MATTER}/papers`, { ...given, of, code });
  }

  withdraw(code: string, of: string): Promise<MyMatter> {
    return this.#client.post(`${MATTER}/withdraw`, { of, code });
  }

  complain(code: string, given: ComplaintGiven): Promise<MyMatter> {
    return this.#client.post(`${MATTER}/complaints`, { ...given, code });
  }

  claim(code: string, given: ClaimGiven): Promise<MyMatter> {
    return this.#client.post(`${MATTER}/claims`, { ...given, code });
  }
}

/** The code goes in the body: an address ends in the logs of whatever lies between. */
const MATTER = "/v1/public/matter";
