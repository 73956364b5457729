/**
 * The sample town's people at work: its officers, banks and operators take a share of what comes to their desks, by real
 * time and slowly enough to be watched, and leave the rest to whoever is at the console. Only accounts of the sample act,
 * only in sample mode; when it is stopped, what was begun is finished and nothing more follows.
 */
import { Loop } from "../app/loop.ts";
import type { Tell } from "../app/compose.ts";
import { assert } from "../base/assert.ts";
import { Prng } from "../base/prng.ts";
import type { World } from "../base/world.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Desk } from "../matters/desk.ts";
import { CODE_PLACE, trackingCode } from "../matters/tracking.ts";
import { Books, keyOf } from "./books.ts";
import { staffOf } from "./cast.ts";
import { readCountry } from "./country.ts";
import type { Received } from "./outside.ts";
import { Payments } from "./parties/payments.ts";
import { Residents } from "./parties/residents.ts";
import type { TownWatch } from "./play.ts";
import { sampleHome } from "./sample-people.ts";
import { MINUTE, Scene, type Act, type Party } from "./scene.ts";
import type { TownEvent } from "./stream.ts";
import type { AccountRef, Town } from "./town.ts";

export interface StaffParts {
  readonly desk: Desk;
  readonly world: World;
  readonly profile: () => JurisdictionProfile;
  readonly tell: Tell;
  readonly seed: number;
  readonly town: Town;
  /** Whether the sample is played: nothing of this runs otherwise. */
  readonly sample: boolean;
}

/** What takes an hour in a run takes a third of it here: somebody who looks for ten minutes should see something end. */
const PACE = 3;
/** Share of the work that is left for people at the console. */
const LEAVES = 0.5;
/** Nobody of the sample has more than this before them; the rest is the console's. */
const BACKLOG_MAX_MS = 20 * MINUTE;
/** Appointments at a time. */
const APPOINTMENTS_MAX = 2_000;
const LISTEN_MS = 2_000;
/** How far back deliveries are looked for: longer than a carrier's usual retries. */
const HEARD_MS = 20 * MINUTE;

export interface Staff extends TownWatch {
  /** Resolves when everything that was begun so far is done. */
  settled(): Promise<void>;
}

export async function startStaff(parts: StaffParts): Promise<Staff> {
  assert(parts.sample, "the sample town's staff works in sample mode only");
  const { desk, world, town, tell } = parts;
  const country = await desk.store.snapshot((sql) => readCountry(sql, "sample"));
  const diary = new Diary(world, (error) => tell("error", { zh: `示例人员出错：${String(error)}`, en: `The sample's staff failed: ${String(error)}` }));
  const books = new Books();
  const scene = new Scene({
    prng: new Prng(parts.seed).fork("staff"),
    country,
    books,
    nowMs: () => world.nowMs(),
    profile: parts.profile,
    desk: () => desk,
    later: (delayMs, act) => diary.later(delayMs / PACE, act),
    backlogMaxMs: BACKLOG_MAX_MS,
  });
  const residents = new Residents(scene, town.people, sampleHome);
  const cast: readonly Party[] = [residents, ...staffOf(scene, residents, new Payments(scene), LEAVES)];
  const accounts = new TownAccounts(books, town, residents);
  const unwatch = desk.watch((changes) => {
    for (const change of changes) for (const party of cast) party.changed?.(change);
  });
  const deliveries = new Deliveries(desk);
  const listening = new Loop({
    world,
    idleMs: LISTEN_MS,
    failed: (error) => tell("error", { zh: `示例机构收件失败：${String(error)}`, en: `The sample's institutions could not read their mail: ${String(error)}` }),
    step: async () => {
      for (const message of await deliveries.next()) for (const party of cast) party.received?.(message);
      return null;
    },
  });
  listening.start();
  return {
    event: (event) => accounts.event(event),
    reached: (gang, category, person) => residents.reached(person, gang, category),
    settled: () => diary.settled(),
    async stop() {
      unwatch();
      await listening.stop();
      await diary.close();
    },
  };
}

/** Appointments in real time, one after the other. */
class Diary {
  readonly #world: World;
  readonly #failed: (error: unknown) => void;
  readonly #open = new Set<() => void>();
  #tail: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(world: World, failed: (error: unknown) => void) {
    this.#world = world;
    this.#failed = failed;
  }

  later(delayMs: number, act: Act): void {
    if (this.#closed || this.#open.size >= APPOINTMENTS_MAX) return;
    const cancel = this.#world.at(this.#world.nowMs() + delayMs, () => {
      this.#open.delete(cancel);
      this.#tail = this.#tail.then(() => (this.#closed ? undefined : act())).catch(this.#failed);
    });
    this.#open.add(cancel);
  }

  async settled(): Promise<void> {
    await this.#tail;
  }

  /** What is being done is finished. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#open) cancel();
    this.#open.clear();
    await this.#tail;
  }
}

/** The banks' books, kept from the payments that the town's stream tells of. */
class TownAccounts {
  readonly #books: Books;
  readonly #residents: Residents;

  constructor(books: Books, town: Town, residents: Residents) {
    this.#books = books;
    this.#residents = residents;
    for (const person of town.people) books.open(person.account, "resident", { balanceMinor: BigInt(person.usualMinor) * 4_000n });
    town.shops.forEach((ref, n) => books.open(ref, n < 6 ? "trader" : "shop", { balanceMinor: 1_000_000_000n }));
    for (const gang of town.gangs) [gang.tier1, gang.tier2, gang.tier3].forEach((refs, i) => refs.forEach((ref) => books.open(ref, "mule", { tier: i + 1 })));
    books.open({ institution: "CASH", account: "counter" }, "cash");
  }

  event({ atMs, line }: TownEvent): void {
    if (!line.includes('"kind":"transfer"')) return;
    const { id, from, to, amountMinor } = JSON.parse(line) as { readonly id: string; readonly from: AccountRef; readonly to: AccountRef; readonly amountMinor: string };
    const flow = this.#books.move(Math.round(atMs), keyOf(from), keyOf(to), BigInt(amountMinor));
    if (flow === null) return;
    const resident = this.#residents.byAccount(flow.from);
    const payee = this.#books.find(flow.to);
    if (resident !== undefined && payee?.sort === "mule") this.#residents.paid(resident, { flow, event: id, toName: payee.holder });
  }
}

interface DeliveredRow {
  readonly id: string;
  readonly matter: string;
  readonly channel: "institution" | "messenger";
  readonly addressee: string;
  readonly payload: Readonly<Record<string, unknown>> & { readonly what?: string; readonly text?: Bilingual; readonly codeFor?: string };
  readonly opens: Readonly<Record<string, string>>;
}

/** What institutions and phones were handed, as it was handed to them: opened then, and read here by whoever got it. */
class Deliveries {
  readonly #desk: Desk;
  readonly #seen = new Set<string>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async next(): Promise<readonly Received[]> {
    const { store, world, parts } = this.#desk;
    const { rows, values } = await store.snapshot(async (sql) => {
      const found = await sql.query<DeliveredRow>(
        "select id, matter, channel, addressee, payload, opens from effect where state = 'delivered' and channel in ('institution', 'messenger') and created_at_ms > $1 order by number",
        [world.nowMs() - HEARD_MS],
      );
      const fresh = found.filter((row) => !this.#seen.has(row.id));
      const tokens = [...new Set(fresh.flatMap((row) => Object.values(row.opens)))];
      const sealed = await sql.query<{ readonly token: string; readonly sealed: Uint8Array }>("select token, sealed from personal where token = any($1)", [tokens]);
      this.#forget(found);
      return { rows: fresh, values: new Map(sealed.map((row) => [row.token, parts.vault.open(row.sealed, row.token)])) };
    });
    return rows.map((row): Received => {
      this.#seen.add(row.id);
      const opened = Object.fromEntries(Object.entries(row.opens).map(([field, token]) => [field, values.get(token)]));
      const fields = { ...row.payload, ...this.#withCode(row), ...opened };
      const to = row.channel === "messenger" ? String(opened["to"] ?? "") : row.addressee;
      return { id: row.id, channel: row.channel, to, what: row.payload.what ?? "", matter: row.channel === "institution" ? row.matter : null, fields, atMs: world.nowMs() };
    });
  }

  #withCode({ matter, payload: { codeFor, text } }: DeliveredRow): { readonly text?: Bilingual } {
    if (codeFor === undefined || text === undefined) return {};
    const code = trackingCode(this.#desk.parts.vault, matter, codeFor);
    return { text: { zh: text.zh.replaceAll(CODE_PLACE, code), en: text.en.replaceAll(CODE_PLACE, code) } };
  }

  /** Ids that are looked for no longer. */
  #forget(found: readonly DeliveredRow[]): void {
    const still = new Set(found.map((row) => row.id));
    for (const id of this.#seen) if (!still.has(id)) this.#seen.delete(id);
  }
}
