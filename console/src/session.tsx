/**
 * What every place of the console shares: the clients, the live feed, word of changed matters, the counts asked for once a second, and the rules,
 * loaded when somebody needs them. Nothing here draws.
 */
import {
  DeskClient,
  DoorClient,
  DuanliuClient,
  DuanliuProblem,
  KeepingClient,
  SituationClient,
  type Bilingual,
  type Me,
  type Rule,
  type Rules,
  type Stats,
  type Suppressor,
} from "@duanliu/client";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { Feed } from "./live/feed.ts";
import { setServerTime } from "./now.ts";
import { Changes } from "./matter/changes.ts";
import { Watched } from "./watched.ts";
import { languageNow } from "./words/language.ts";

/** Something asked for: nothing yet, here, or failed. `value` of a failure is what was there before. */
export type Loaded<T> = { readonly kind: "loading" } | { readonly kind: "here"; readonly value: T } | { readonly kind: "failed"; readonly detail: string };

export function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface RuleBook {
  readonly rules: Rules;
  readonly ruleOf: ReadonlyMap<string, Rule>;
  readonly suppressorOf: ReadonlyMap<string, Suppressor>;
}

/** A short name of a rule; its id when this version does not have it. */
export function ruleTitle(id: string, book: RuleBook | null): Bilingual {
  const rule = book?.ruleOf.get(id);
  if (rule !== undefined) return rule.title ?? withoutSlots(rule.because);
  return book?.suppressorOf.get(id)?.because ?? { zh: id, en: id };
}

/** A reason with its places for values left open. */
export function withoutSlots(because: Bilingual): Bilingual {
  return { zh: because.zh.replace(/\{[^}]*\}/g, "…"), en: because.en.replace(/\{[^}]*\}/g, "…") };
}

function bookOf(rules: Rules): RuleBook {
  return {
    rules,
    ruleOf: new Map(rules.packs.flatMap((pack) => pack.rules.map((rule) => [rule.id, rule] as const))),
    suppressorOf: new Map(rules.packs.flatMap((pack) => pack.suppressors.map((one) => [one.id, one] as const))),
  };
}

const STATS_EVERY_MS = 1_000;

export class Session {
  readonly client = new DuanliuClient({ language: languageNow });
  readonly door = new DoorClient(this.client);
  readonly desk = new DeskClient(this.client);
  readonly situation = new SituationClient(this.client);
  readonly keeping = new KeepingClient(this.client);
  readonly changes = new Changes(this.desk);
  readonly feed = new Feed();
  readonly stats = new Watched<Loaded<Stats>>({ kind: "loading" });
  readonly book = new Watched<Loaded<RuleBook>>({ kind: "loading" });
  /** Who is signed in; null when nobody is. */
  readonly me = new Watched<Loaded<Me | null>>({ kind: "loading" });
  #bookVersion: string | null = null;
  #bookAsked = false;

  /** Runs until the returned function is called. */
  start(): () => void {
    const stopLive = this.client.live({ onItem: (item) => this.feed.add(item), onState: (state) => this.feed.connection(state) });
    void this.#lookWho();
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async (): Promise<void> => {
      // A page that nobody sees asks for nothing.
      if (document.visibilityState === "visible") await this.#poll();
      if (!stopped) timer = setTimeout(() => void poll(), STATS_EVERY_MS);
    };
    void poll();
    return () => {
      stopped = true;
      clearTimeout(timer);
      stopLive();
      this.changes.stop();
      this.feed.stop();
    };
  }

  async #lookWho(): Promise<void> {
    try {
      const { signedIn } = await this.door.state();
      const me = signedIn ? await this.door.me() : null;
      this.me.set({ kind: "here", value: me });
      if (me !== null) this.changes.start();
    } catch (error) {
      this.me.set({ kind: "failed", detail: detailOf(error) });
    }
  }

  async #poll(): Promise<void> {
    try {
      const value = await this.client.stats();
      setServerTime(value.nowMs);
      this.stats.set({ kind: "here", value });
      if (this.#bookAsked && value.versions.rules !== this.#bookVersion) await this.loadBook();
    } catch (error) {
      // From another machine only people who are signed in see anything.
      if (error instanceof DuanliuProblem && error.problem.code === "not-signed-in") location.assign("/sign-in");
      // What was here stays: the connection mark says since when it is old.
      if (this.stats.get().kind !== "here") this.stats.set({ kind: "failed", detail: detailOf(error) });
    }
  }

  /** Loads the rules, or loads them again when the server has others. */
  async loadBook(): Promise<void> {
    this.#bookAsked = true;
    try {
      const rules = await this.client.rules();
      this.#bookVersion = rules.version;
      this.book.set({ kind: "here", value: bookOf(rules) });
    } catch (error) {
      if (this.book.get().kind !== "here") this.book.set({ kind: "failed", detail: detailOf(error) });
    }
  }

  get bookAsked(): boolean {
    return this.#bookAsked;
  }
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }): ReactNode {
  useEffect(() => session.start(), [session]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("bug: no session above this component");
  return session;
}

export function useStats(): Loaded<Stats> {
  const { stats } = useSession();
  return useSyncExternalStore(stats.watch, stats.get);
}

export function useMe(): Loaded<Me | null> {
  const { me } = useSession();
  return useSyncExternalStore(me.watch, me.get);
}

export function useBook(): Loaded<RuleBook> {
  const session = useSession();
  useEffect(() => {
    if (!session.bookAsked) void session.loadBook();
  }, [session]);
  return useSyncExternalStore(session.book.watch, session.book.get);
}

/** Asks once, and again when `again` is called. */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<T>): readonly [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({ kind: "loading" });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    setState({ kind: "loading" });
    ask(controller.signal).then(
      (value) => setState({ kind: "here", value }),
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ kind: "failed", detail: detailOf(error) });
      },
    );
    return () => controller.abort();
  }, [ask, round]);
  return [state, () => setRound((n) => n + 1)];
}
