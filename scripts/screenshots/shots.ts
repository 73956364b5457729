/**
 * Which pictures of the console there are: whose desk, what is opened, and what must be in sight before a picture is taken. A new
 * screen is a row here. What a desk finds to show comes from the sample town, through the public interface.
 */
import type { Page } from "playwright-core";
import { askAt, type Desk } from "./desk.ts";
import { codeOfSomebody, objectOnce } from "./code.ts";
import { draftedChange } from "./rule-change.ts";

export interface Shot {
  readonly name: string;
  /** Login of the sample, or several of which the first that has something to show is taken; null for the page of the public. */
  readonly who: string | readonly string[] | null;
  /** Where to look, as soon as the town brought something to look at; null when it did not yet. */
  readonly where: (desk: Desk) => Promise<string | null>;
  /** All of these are in sight before the picture is taken. */
  readonly shown: readonly string[];
  /** And these where the screen is wide: a phone shows one thing at a time. */
  readonly beside?: readonly string[];
  /** What a person would press first. */
  readonly press?: (page: Page) => Promise<void>;
}

interface Matter {
  readonly id: string;
  readonly level: number;
  readonly state: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const list = async (desk: Desk, route: string): Promise<readonly Matter[]> => (await askAt<{ readonly items: readonly Matter[] }>(desk, route)).items;

/** What may lie in another unit's hands: null then, and the next one is looked at. */
const ifSeen = <T>(desk: Desk, route: string): Promise<T | null> => askAt<T>(desk, route).catch(() => null);

const size = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** The matter of a list that has most to show; null when the list is empty. */
const richest = (matters: readonly Matter[], worth: (matter: Matter) => number): Matter | null =>
  matters.reduce<Matter | null>((best, one) => (best === null || worth(one) > worth(best) ? one : best), null);

const opened =
  (place: string, route: string, worth: (matter: Matter) => number = () => 0) =>
  async (desk: Desk): Promise<string | null> => {
    const found = richest(
      (await list(desk, route)).filter((one) => worth(one) >= 0),
      worth,
    );
    return found === null ? null : `#/${place}/${found.id}`;
  };

/** The town's people object after days; the picture does not wait for them. */
async function appeal(desk: Desk): Promise<string | null> {
  const found = await opened("appeals", "/v1/appeals?open=true&limit=50", ({ body }) => size(body["papers"]))(desk);
  if (found === null) await objectOnce(desk);
  return found;
}

const always = (hash: string) => (): Promise<string> => Promise.resolve(hash);

interface Race {
  readonly branches: readonly { readonly savableMinor: string | null }[];
}
interface Trace {
  readonly edges: readonly unknown[];
}

/** The report of open stops whose money has most ways to go. */
async function race(desk: Desk): Promise<string | null> {
  const stops = await list(desk, "/v1/stop-payments?open=true&order=due&limit=200");
  let best: { readonly report: string; readonly worth: number } | null = null;
  const weight: Readonly<Record<string, number>> = { drafted: 1, sent: 2, approved: 2, stopped: 3 };
  for (const report of new Set(stops.map(({ body }) => String(body["report"])))) {
    // One after the other: a desk has one pair of hands, and the server others to serve.
    // oxlint-disable-next-line no-await-in-loop
    const branches = (await ifSeen<Race>(desk, `/v1/money/race?matter=${report}&purpose=execute-order`))?.branches ?? [];
    const worth = branches.length + stops.filter(({ body }) => body["report"] === report).reduce((sum, { state }) => sum + (weight[state] ?? 0), 0);
    if (branches.length > 0 && worth > (best?.worth ?? 0)) best = { report, worth };
  }
  return best === null ? null : `#/stop/${best.report}`;
}

async function trace(desk: Desk): Promise<string | null> {
  const reports = await list(desk, "/v1/reports?limit=40");
  let best: { readonly report: string; readonly edges: number } | null = null;
  for (const { id, body } of reports) {
    if (size(body["payments"]) === 0) continue;
    // oxlint-disable-next-line no-await-in-loop
    const edges = (await ifSeen<Trace>(desk, `/v1/money/trace?matter=${id}&purpose=investigate&edgesMax=500`))?.edges ?? [];
    if (edges.length > (best?.edges ?? 2)) best = { report: id, edges: edges.length };
  }
  return best === null ? null : `#/money/${best.report}`;
}

interface RingRow {
  readonly id: string;
  readonly things: Readonly<Record<string, number>>;
  readonly matters: readonly { readonly id: string }[];
}

/** The ring of which most is proved. */
async function ring(desk: Desk): Promise<string | null> {
  const { items } = await askAt<{ readonly items: readonly RingRow[] }>(desk, "/v1/rings?limit=12");
  let best: { readonly hash: string; readonly worth: number } | null = null;
  for (const { id, things, matters } of items) {
    const matter = matters.at(0)?.id;
    if (matter === undefined) continue;
    // oxlint-disable-next-line no-await-in-loop
    const roles = (await ifSeen<{ readonly roles: readonly unknown[] }>(desk, `/v1/rings/${id}?matter=${matter}&purpose=investigate`))?.roles ?? [];
    const worth = roles.length * 10 + Object.values(things).reduce((sum, n) => sum + n, 0);
    if (worth > (best?.worth ?? 0)) best = { hash: `#/money/rings/${id}/${matter}`, worth };
  }
  return best?.hash ?? null;
}

const sayPurpose = async (page: Page): Promise<void> => {
  await page.locator(".purpose-gate button[type=submit]").click();
  await page.locator(".graph-canvas canvas").first().waitFor();
  // On a phone the picture is below what is said of it.
  if ((page.viewportSize()?.width ?? 0) < 800) await page.evaluate("document.querySelector('.graph-box')?.scrollIntoView({ block: 'center' })");
};

const WORK = ".orders-work h1, .orders-work h2, article h1";
const QUEUE = ".queue-rows li";

/** What the law itself says, before what ministries and this program do. */
const toStatutes = async (page: Page): Promise<void> => {
  await page.locator("main .ant-segmented-item").nth(1).click();
};

/** Orders and the race below them, on one screen; on a phone the race. */
const toOrders = async (page: Page): Promise<void> => {
  await page.locator(".branches li").first().waitFor();
  const first = (page.viewportSize()?.width ?? 0) < 800 ? ".race" : ".stop-orders";
  // Its own pane and not the frame around it, where the pane is what scrolls.
  await page.evaluate(`const first = document.querySelector("${first}"); const pane = first.closest(".orders-work");
    if (pane.scrollHeight > pane.clientHeight) pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - 12;
    else first.scrollIntoView();`);
};

/** The town lives on while they are taken: what needs most of its life comes last. */
export const SHOTS: readonly Shot[] = [
  {
    name: "warnings",
    who: "county-a.dissuader.1",
    where: opened("warnings", "/v1/warnings?open=true&mine=true&order=due&limit=50", ({ level, body }) => level * 100 + size(body["signs"])),
    shown: [".outcomes"],
    beside: [QUEUE, ".warning-timeline li"],
  },
  { name: "administration", who: "ministry.admin.1", where: always("#/administration/law"), press: toStatutes, shown: ["tr.ant-table-row"] },
  { name: "rules", who: "ministry.analyst.1", where: draftedChange, shown: [".bill-figures"] },
  { name: "stop", who: "county-a.dutylead.1", where: race, press: toOrders, shown: [".branches li", ".order-rows tbody tr"], beside: [QUEUE] },
  { name: "money", who: "county-a.analyst.1", where: trace, press: sayPurpose, shown: [".graph-canvas canvas"] },
  { name: "rings", who: "ministry.analyst.1", where: ring, press: sayPurpose, shown: [".graph-canvas canvas"] },
  {
    name: "orders",
    who: ["ccb.bankops.1", "icbc.bankops.1", "abc.bankops.1", "cmb.bankops.1", "psbc.bankops.1", "boc.bankops.1", "bcm.bankops.1"],
    where: opened("partner", "/v1/stop-payments?open=true&order=due&limit=50", ({ state }) => ["stopped", "sent"].indexOf(state)),
    shown: [WORK],
    beside: [QUEUE],
  },
  { name: "cases", who: "county-a.caseofficer.1", where: opened("cases", "/v1/cases?open=true&limit=50", ({ body }) => size(body["reports"])), shown: [WORK], beside: [QUEUE] },
  { name: "series", who: "city.analyst.1", where: opened("cases", "/v1/series?open=true&limit=50", ({ body }) => size(body["members"])), shown: [WORK], beside: [QUEUE] },
  {
    name: "campaigns",
    who: "city.citychief.1",
    // With what two units both work on: by then the others have signed and returned.
    where: opened("campaigns", "/v1/campaigns?open=true&limit=50", ({ body }) => size(body["conflicts"]) - 1),
    shown: [WORK, ".packages tr.ant-table-row"],
    beside: [QUEUE],
  },
  { name: "lists", who: "ministry.analyst.1", where: always("#/lists"), shown: ["tr.ant-table-row"] },
  { name: "my-matter", who: null, where: codeOfSomebody, shown: [".my h1, .my h2"] },
  { name: "appeals", who: ["city.reviewer.1", "province.reviewer.1", "county-b.reviewer.1"], where: appeal, shown: [WORK], beside: [QUEUE] },
  { name: "live", who: "ministry.dutylead.1", where: always("#/live"), shown: [".verdict-table tbody tr:nth-child(20)"], beside: [".rates tbody tr"] },
  { name: "situation", who: "ministry.dutylead.1", where: always("#/situation/at/all/day"), shown: [".map-box svg path", ".situation-clocks td a"], beside: [".bar-box svg"] },
  { name: "wall", who: "ministry.dutylead.1", where: always("#/situation/wall/all"), shown: [".wall .map-box svg path", ".wall-rows li .clock"] },
];
