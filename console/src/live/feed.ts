/**
 * The verdicts that the page holds: the last ones of each action, so that a quiet stream of "allow" does not push out
 * the few that matter. Newest first. Those who watch are told a few times a second, however fast the events come.
 */
import { ACTIONS, type Action, type LiveItem, type LiveState } from "@duanliu/client";

/** Kept per action; a screen shows at most as many. */
export const ROWS_MAX = 200;
/** Between two drawings: slow enough to read, fast enough to feel live. */
const DRAW_EVERY_MS = 250;
/** How long a new row is marked. */
const FRESH_MS = 1_000;
/** What arrives this soon after the connection opened is backlog, not news. */
const BACKLOG_MS = 700;

export interface FeedRow {
  /** Unique on the page, also after the server was restarted. */
  readonly key: number;
  readonly item: LiveItem;
  readonly arrivedAtMs: number;
  readonly backlog: boolean;
}

export interface FeedView {
  readonly connection: LiveState;
  readonly byAction: Readonly<Record<Action, readonly FeedRow[]>>;
  /** All that ever arrived here: the difference of two views is what came between. */
  readonly arrived: number;
  readonly lastAtMs: number | null;
  readonly atMs: number;
}

export function isFresh(row: FeedRow, view: FeedView): boolean {
  return !row.backlog && view.atMs - row.arrivedAtMs < FRESH_MS;
}

/** Rows that pass both filters (null: all), newest first, at most `ROWS_MAX`. */
export function rowsOf(view: FeedView, action: Action | null, kind: string | null): readonly FeedRow[] {
  const from = action === null ? ACTIONS.flatMap((one) => view.byAction[one]) : view.byAction[action];
  const fitting = kind === null ? [...from] : from.filter((row) => row.item.event.kind === kind);
  return fitting.sort((a, b) => b.key - a.key).slice(0, ROWS_MAX);
}

export class Feed {
  readonly #rows = new Map<Action, FeedRow[]>(ACTIONS.map((action) => [action, []]));
  readonly #watchers = new Set<() => void>();
  #connection: LiveState = { kind: "connecting" };
  #openedAtMs = 0;
  #arrived = 0;
  #lastAtMs: number | null = null;
  #view: FeedView = this.#snapshot();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fadeTimer: ReturnType<typeof setTimeout> | undefined;

  add(item: LiveItem): void {
    const now = Date.now();
    const rows = this.#rows.get(item.verdict.action);
    if (rows === undefined) return;
    rows.unshift({ key: ++this.#arrived, item, arrivedAtMs: now, backlog: now - this.#openedAtMs < BACKLOG_MS });
    if (rows.length > ROWS_MAX) rows.pop();
    this.#lastAtMs = item.receivedAtMs;
    this.#drawSoon();
  }

  connection(state: LiveState): void {
    if (state.kind === "open") this.#openedAtMs = Date.now();
    this.#connection = state;
    this.#drawSoon();
  }

  /** The newest verdict of this id, if the page still holds it. */
  find(eventId: string): LiveItem | null {
    for (const rows of this.#rows.values()) {
      const row = rows.find((one) => one.item.event.id === eventId);
      if (row !== undefined) return row.item;
    }
    return null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#fadeTimer);
    this.#timer = undefined;
  }

  readonly view = (): FeedView => this.#view;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  #drawSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, DRAW_EVERY_MS);
    // Drawn once more when the last mark has run out, even if nothing comes any more.
    clearTimeout(this.#fadeTimer);
    this.#fadeTimer = setTimeout(() => this.#draw(), DRAW_EVERY_MS + FRESH_MS);
  }

  #draw(): void {
    this.#view = this.#snapshot();
    for (const watcher of this.#watchers) watcher();
  }

  #snapshot(): FeedView {
    const byAction = Object.fromEntries(ACTIONS.map((action) => [action, [...(this.#rows.get(action) ?? [])]])) as unknown as FeedView["byAction"];
    return { connection: this.#connection, byAction, arrived: this.#arrived, lastAtMs: this.#lastAtMs, atMs: Date.now() };
  }
}
