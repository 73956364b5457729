/**
 * The sample town's people at work: its officers, banks and operators take a share of what comes to their desks, by real
 * time and slowly enough to be watched, and leave the rest to whoever is at the console. Only accounts of the sample act,
 * only in sample mode; when it is stopped, what was begun is finished and nothing more follows.
 */
import type { Tell } from "../app/compose.ts";
import { assert } from "../base/assert.ts";
import { Prng } from "../base/prng.ts";
import type { World } from "../base/world.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Desk } from "../matters/desk.ts";
import { Books, keyOf, type Flow } from "./books.ts";
import { staffOf } from "./cast.ts";
import { readCountry } from "./country.ts";
import type { Overheard } from "./overheard.ts";
import { Analysts } from "./parties/analysts.ts";
import { CampaignStaff } from "./parties/campaign-staff.ts";
import { ListStaff } from "./parties/list-staff.ts";
import { Objectors } from "./parties/objectors.ts";
import { BOOKED_AFTER_MS, Payments } from "./parties/payments.ts";
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
  /** What the town's institutions and phones are handed. */
  readonly mail: Overheard;
  /** Whether the sample is played: nothing of this runs otherwise. */
  readonly sample: boolean;
}

/** What takes an hour in a run takes ten minutes here: somebody who looks for ten minutes should see something end. */
const PACE = 6;
/** Share of the work that is left for people at the console. */
const LEAVES = 0.3;
/** Cases, which take days, are there within minutes: somebody who looks should find some of every sort. */
const CASE_HURRY = 15;
/** Nobody of the sample has more than this before them; the rest is the console's. It is also what bounds the load. */
const BACKLOG_MAX_MS = 2 * MINUTE;
/** Appointments at a time. */
const APPOINTMENTS_MAX = 2_000;
/** Payments that an account remembers each way. */
const FLOWS_MAX = 500;

export interface Staff extends TownWatch {
  /** Resolves when everything that was begun so far is done. */
  settled(): Promise<void>;
}

export async function startStaff(parts: StaffParts): Promise<Staff> {
  assert(parts.sample, "the sample town's staff works in sample mode only");
  const { desk, world, town, tell, mail } = parts;
  const country = await desk.store.snapshot((sql) => readCountry(sql, "sample"));
  const diary = new Diary(world, (error) => tell("error", { zh: `示例人员出错：${String(error)}`, en: `The sample's staff failed: ${String(error)}` }));
  const books = new Books(FLOWS_MAX);
  const scene = new Scene({
    prng: new Prng(parts.seed).fork("staff"),
    country,
    books,
    nowMs: () => world.nowMs(),
    profile: parts.profile,
    desk: () => desk,
    later: (delayMs, act) => diary.later(delayMs, act),
    pace: PACE,
    backlogMaxMs: BACKLOG_MAX_MS,
  });
  const residents = new Residents(scene, town.people, sampleHome);
  const payments = new Payments(scene);
  const campaigns = new CampaignStaff(
    scene,
    town.gangs.flatMap(({ tier1 }) => tier1.map(keyOf)),
    LEAVES,
  );
  const cast: readonly Party[] = [
    residents,
    ...staffOf(scene, residents, payments, LEAVES, CASE_HURRY),
    new Analysts(scene),
    new ListStaff(scene, LEAVES),
    new Objectors(scene),
    campaigns,
  ];
  const accounts = new TownAccounts({ books, town, residents, payments, nowMs: () => world.nowMs() });
  const unwatch = desk.watch((changes) => {
    for (const change of changes) for (const party of cast) party.changed?.(change);
  });
  const unlisten = mail.listen((message) => {
    for (const party of cast) party.received?.(message);
  });
  campaigns.begin();
  return {
    event: (event) => accounts.event(event),
    reached: (gang, category, person) => residents.reached(person, gang, category),
    settled: () => diary.settled(),
    async stop() {
      unwatch();
      unlisten();
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

interface AccountsParts {
  readonly books: Books;
  readonly town: Town;
  readonly residents: Residents;
  readonly payments: Payments;
  readonly nowMs: () => number;
}

/** The banks' books, kept from the payments that the town's stream tells of. */
class TownAccounts {
  readonly #parts: AccountsParts;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
    const { books, town } = parts;
    for (const person of town.people) books.open(person.account, "resident", { balanceMinor: BigInt(person.usualMinor) * 4_000n });
    town.shops.forEach((ref, n) => books.open(ref, n < 6 ? "trader" : "shop", { balanceMinor: 1_000_000_000n }));
    for (const gang of town.gangs) [gang.tier1, gang.tier2, gang.tier3].forEach((refs, i) => refs.forEach((ref) => books.open(ref, "mule", { tier: i + 1 })));
    books.open({ institution: "CASH", account: "counter" }, "cash");
  }

  /** A payment of the town's past is booked; one of now waits as long as it can still be held. */
  event({ atMs, line }: TownEvent): void {
    if (!line.includes('"kind":"transfer"')) return;
    const { books, payments, nowMs } = this.#parts;
    const { id, from, to, amountMinor } = JSON.parse(line) as { readonly id: string; readonly from: AccountRef; readonly to: AccountRef; readonly amountMinor: string };
    const booked = (flow: Flow | null): void => this.#booked(id, flow);
    if (atMs < nowMs() - BOOKED_AFTER_MS) booked(books.move(Math.round(atMs), keyOf(from), keyOf(to), BigInt(amountMinor)));
    else payments.order(id, keyOf(from), keyOf(to), BigInt(amountMinor), booked);
  }

  #booked(event: string, flow: Flow | null): void {
    if (flow === null) return;
    const { books, residents } = this.#parts;
    const resident = residents.byAccount(flow.from);
    const payee = books.find(flow.to);
    if (resident !== undefined && payee?.sort === "mule") residents.paid(resident, { flow, event, toName: payee.holder });
  }
}
