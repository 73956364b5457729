/** What asks for a briefing need: the figures and lists of a scope and period, and the public page, whose months are made anew once in a while. */
import { systemScope, type Scope } from "../access/scope.ts";
import type { World } from "../base/world.ts";
import type { Law } from "../matters/work.ts";
import type { Sql, Store } from "../ports/store.ts";
import { briefingOf, itemsOf, type Briefing } from "./briefing.ts";
import type { Asked, Given, Item, ListAsked } from "./family.ts";
import type { Period } from "./metric.ts";
import { monthOf, monthsBefore, NOTE, type PublicMonth, type Transparency } from "./transparency.ts";

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
/** Everybody may ask for the page: the newest month is computed no more often than this, and earlier ones, which late reports change little, once a day. */
const NEWEST_AGE_MS = 3_600_000;
const EARLIER_AGE_MS = 86_400_000;
/** Figures of a long period read more than a desk's statement may: a hundred thousand warnings take about two seconds. */
const STATEMENT_MS_MAX = 120_000;

interface Made {
  readonly atMs: number;
  readonly month: Promise<PublicMonth>;
}

export function makeBriefingDesk({ store, world, law, given }: BriefingParts): BriefingDesk {
  const pages = new Map<string, Made>();
  const asked = (scope: Scope, period: Period): Asked => {
    const nowMs = world.nowMs();
    return { scope, period, nowMs, profile: law.current(nowMs), given };
  };
  const read = <T>(task: (sql: Sql) => Promise<T>): Promise<T> =>
    store.snapshot(async (sql) => {
      await sql.query(`set local statement_timeout = ${STATEMENT_MS_MAX}`);
      return task(sql);
    });
  const monthly = (month: string, period: Period, ageMs: number): Promise<PublicMonth> => {
    const nowMs = world.nowMs();
    const known = pages.get(month);
    if (known !== undefined && nowMs >= known.atMs && nowMs - known.atMs < ageMs) return known.month;
    const made = read((sql) => monthOf(sql, asked(systemScope("transparency"), period), month));
    pages.set(month, { atMs: nowMs, month: made });
    // What failed is asked for again by whoever comes next.
    made.catch(() => pages.delete(month));
    return made;
  };
  return {
    asked,
    briefing: (scope, period) => read((sql) => briefingOf(sql, asked(scope, period))),
    items: (scope, period, metric, list) => read((sql) => itemsOf(sql, asked(scope, period), metric, list)),
    async transparency() {
      const nowMs = world.nowMs();
      const months: PublicMonth[] = [];
      // One after the other: the public page must not take all connections.
      for (const [i, { month, ...period }] of monthsBefore(nowMs, law.current(nowMs).timeZone, MONTHS).entries())
        months.push(await monthly(month, period, i === 0 ? NEWEST_AGE_MS : EARLIER_AGE_MS));
      for (const known of pages.keys()) if (!months.some(({ month }) => month === known)) pages.delete(known);
      return { note: NOTE, months };
    },
  };
}
