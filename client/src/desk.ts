/**
 * The routes that every kind of matter has: lists, one matter with its history, commands with the version that was looked
 * at, opening personal data for a purpose, and word of what changes. Routes of one kind alone are asked with `get` and `post`.
 */
import type { DuanliuClient } from "./client.ts";
import type { Change, KindDescription, ListQuery, Matter, MatterInFull, OpenedValue, Order, Organisation, Page } from "./desk-types.ts";
import { KINDS, type MatterKind, type Purpose } from "./kinds.generated.ts";
import { openStream, type StreamHandlers } from "./stream.ts";

/** A matter's address below the server's. */
function routeOf(kind: MatterKind, ...rest: readonly string[]): string {
  return ["/v1", KINDS[kind].plural, ...rest.map(encodeURIComponent)].join("/");
}

export class DeskClient {
  readonly client: DuanliuClient;

  constructor(client: DuanliuClient) {
    this.client = client;
  }

  list<Body = unknown>(kind: MatterKind, query: ListQuery = {}, signal?: AbortSignal): Promise<Page<Body>> {
    const asked = new URLSearchParams();
    if (query.states !== undefined) asked.set("state", query.states.join(","));
    if (query.open !== undefined) asked.set("open", String(query.open));
    if (query.mine === true) asked.set("mine", "true");
    if (query.territory !== undefined) asked.set("territory", query.territory);
    if (query.parent !== undefined) asked.set("parent", query.parent);
    if (query.org !== undefined) asked.set("org", query.org);
    if (query.order !== undefined) asked.set("order", query.order);
    if (query.after !== undefined) asked.set("after", query.after);
    if (query.limit !== undefined) asked.set("limit", String(query.limit));
    const text = asked.toString();
    return this.client.get(`${routeOf(kind)}${text === "" ? "" : `?${text}`}`, signal);
  }

  /** Throws `DuanliuProblem` with code `not-found` when there is none in the reader's scope. */
  show<Body = unknown>(kind: MatterKind, id: string, signal?: AbortSignal): Promise<MatterInFull<Body>> {
    return this.client.get(routeOf(kind, id), signal);
  }

  open<Body = unknown>(kind: MatterKind, input: unknown, occurredAt?: string): Promise<Matter<Body>> {
    return this.client.post(routeOf(kind), { input, ...(occurredAt === undefined ? {} : { occurredAt }) });
  }

  /** Gives a command. Throws `DuanliuProblem` with code `changed-meanwhile` when `version` is not the newest any more. */
  act<Body = unknown>(kind: MatterKind, order: Order): Promise<Matter<Body>> {
    const { id, command, input = {}, version, occurredAt } = order;
    return this.client.post(routeOf(kind, id, command), { input, ...(version === undefined ? {} : { version }), ...(occurredAt === undefined ? {} : { occurredAt }) });
  }

  /** Values behind masked forms, for a matter and a purpose: it is recorded. All of the matter's when no tokens are named. */
  async openPersonal(matter: string, purpose: Purpose, tokens?: readonly string[]): Promise<readonly OpenedValue[]> {
    const { items } = await this.client.post<{ readonly items: readonly OpenedValue[] }>("/v1/personal/open", { matter, purpose, ...(tokens === undefined ? {} : { tokens }) });
    return items;
  }

  /** Other matters in which one identifier of a matter stands too. */
  async related(matter: string, token: string): Promise<readonly { readonly matter: string; readonly kind: MatterKind; readonly role: string; readonly state: string }[]> {
    const { items } = await this.client.get<{ readonly items: readonly { readonly matter: string; readonly kind: MatterKind; readonly role: string; readonly state: string }[] }>(
      `/v1/matters/${encodeURIComponent(matter)}/related?token=${encodeURIComponent(token)}`,
    );
    return items;
  }

  /** Organisations that the reader may see, of one kind (`police`, `telco`, …) when it is named. */
  async organisations(kind?: string, signal?: AbortSignal): Promise<readonly Organisation[]> {
    const { items } = await this.client.get<{ readonly items: readonly Organisation[] }>(`/v1/organisations${kind === undefined ? "" : `?kind=${kind}`}`, signal);
    return items;
  }

  /** Follows what changes within the reader's scope. After a break (`onState` says so) whatever is shown is asked for again. */
  changes(handlers: StreamHandlers<Change>): () => void {
    return openStream(this.client.urlOf("/v1/changes"), handlers);
  }
}

/** Words for states, commands and who gives them, inputs: loaded for the kind that is shown. */
export async function loadKind(kind: MatterKind): Promise<KindDescription> {
  const file = (await import(`./kinds/${kind}.generated.ts`)) as { readonly kind: KindDescription };
  return file.kind;
}
