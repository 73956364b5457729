/** What asks for a briefing need: the figures and lists of a scope and period, and the public page, made at most once an hour. */
import { systemScope, type Scope } from "../access/scope.ts";
import type { World } from "../base/world.ts";
import type { Law } from "../matters/work.ts";
import type { Store } from "../ports/store.ts";
import { briefingOf, itemsOf, type Briefing } from "./briefing.ts";
import type { Asked, Given, Item, ListAsked } from "./family.ts";
import type { Period } from "./metric.ts";
import { transparencyOf, type Transparency } from "./transparency.ts";

export interface BriefingDesk {
  asked(scope: Scope, period: Period): Asked;
  briefing(scope: Scope, period: Period): Promise<Briefing>;
  items(scope: Scope, period: Period, metric: string, list: ListAsked): Promise<readonly Item[]>;
  transparency(): Promise<Transparency>;
}

export interface BriefingParts {
  readonly store: Store;
  readonly world: Pick<World, "nowMs">;
  readonly law: Pick<Law, "current">;
  readonly given: Given;
}

const MONTHS = 12;
/** Everybody may ask for it: it is computed no more often than this. */
const PUBLIC_AGE_MS = 3_600_000;

export function makeBriefingDesk({ store, world, law, given }: BriefingParts): BriefingDesk {
  let page: { readonly atMs: number; readonly made: Promise<Transparency> } | null = null;
  const asked = (scope: Scope, period: Period): Asked => {
    const nowMs = world.nowMs();
    return { scope, period, nowMs, profile: law.current(nowMs), given };
  };
  return {
    asked,
    briefing: (scope, period) => store.snapshot((sql) => briefingOf(sql, asked(scope, period))),
    items: (scope, period, metric, list) => store.snapshot((sql) => itemsOf(sql, asked(scope, period), metric, list)),
    transparency() {
      const nowMs = world.nowMs();
      if (page === null || nowMs < page.atMs || nowMs - page.atMs >= PUBLIC_AGE_MS) {
        const made = store.snapshot((sql) => transparencyOf(sql, { scope: systemScope("transparency"), nowMs, profile: law.current(nowMs), given }, MONTHS));
        page = { atMs: nowMs, made };
        // What failed is asked for again by whoever comes next.
        made.catch(() => {
          page = null;
        });
      }
      return page.made;
    },
  };
}
