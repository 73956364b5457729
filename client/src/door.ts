/** Signing in, one's own account, and the set-up of an installation: calls and what they answer. */
import type { DuanliuClient } from "./client.ts";
import type { Bilingual } from "./types.ts";

export type RoleWords = { readonly id: string } & Bilingual;

export interface SampleAccount {
  readonly login: string;
  readonly name: string;
  readonly org: Bilingual;
  readonly roles: readonly RoleWords[];
}

/** What somebody who stands before the door may know. */
export interface DoorState {
  readonly signedIn: boolean;
  readonly setUpNeeded: boolean;
  readonly provider: { readonly title: Bilingual } | null;
  readonly password: { readonly min: number; readonly max: number };
  readonly profile: { readonly id: string; readonly title: Bilingual };
  readonly sample: { readonly words: Bilingual } | null;
  readonly sampleAccounts: readonly SampleAccount[];
}

export interface Me {
  readonly user: { readonly id: string; readonly login: string | null; readonly name: string; readonly sample: boolean };
  readonly org: { readonly id: string; readonly kind: string; readonly name: Bilingual };
  readonly roles: readonly RoleWords[];
  readonly territory: { readonly path: string; readonly name: Bilingual | null };
  readonly sample: { readonly words: Bilingual } | null;
}

export interface PlaceName {
  readonly territory: string;
  readonly name: Bilingual;
}

export interface SetUp {
  readonly secret: string;
  readonly organisation: { readonly name: Bilingual; readonly territory: string };
  readonly administrator: { readonly login: string; readonly name: string; readonly password: string };
}

export class DoorClient {
  readonly #client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.#client = client;
  }

  state(): Promise<DoorState> {
    return this.#client.get("/v1/sign-in");
  }

  me(): Promise<Me> {
    return this.#client.get("/v1/me");
  }

  signIn(login: string, password: string): Promise<unknown> {
    return this.#client.post("/v1/sign-in", { login, password });
  }

  /** An account of the sample town: only while it is played, and from its own machine. */
  signInToSample(login: string): Promise<unknown> {
    return this.#client.post("/v1/sign-in/sample", { login });
  }

  signOut(): Promise<unknown> {
    return this.#client.post("/v1/sign-out");
  }

  setUpLinkValid(secret: string): Promise<{ readonly valid: boolean }> {
    return this.#client.post("/v1/set-up/look", { secret });
  }

  setUp(given: SetUp): Promise<unknown> {
    return this.#client.post("/v1/set-up", given);
  }

  passwordLink(secret: string): Promise<{ readonly login: string; readonly name: string; readonly expiresAtMs: number }> {
    return this.#client.post("/v1/password-link/look", { secret });
  }

  setPassword(secret: string, password: string): Promise<{ readonly login: string }> {
    return this.#client.post("/v1/password-link", { secret, password });
  }

  /** Places of the country's tree below one, with the names of its tiers. */
  placesUnder(under: string): Promise<{ readonly tiers: readonly string[]; readonly places: readonly PlaceName[] }> {
    return this.#client.get(`/v1/territories?under=${encodeURIComponent(under)}`);
  }
}

/** Where the browser goes to sign in at the provider. */
export function providerUrl(returnTo: string): string {
  return `/v1/sign-in/provider?returnTo=${encodeURIComponent(returnTo)}`;
}
