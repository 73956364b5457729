/**
 * One run of the town: a seed and a number of days are one history. The real program on a real database is played by its
 * people, institutions and gangs while things go wrong; then nobody acts, nothing goes wrong, and everything that must end
 * has to end by itself. Auditors judge what is left; whoever starts the run prints it.
 */
import { follow as followUp } from "../app/subscriptions.ts";
import { KINDS } from "../app/kinds.ts";
import { lawOf, type Profiles } from "../app/profiles.ts";
import { Prng } from "../base/prng.ts";
import type { MatterKindName } from "../domain/matter.ts";
import type { Kind } from "../matters/kind.ts";
import type { Change, Follow } from "../matters/work.ts";
import type { Store } from "../ports/store.ts";
import type { Breach, Witness } from "./auditors/auditor.ts";
import { AUDITORS } from "./auditors/all.ts";
import { Baton } from "./baton.ts";
import { Books, type MoneyTruth } from "./books.ts";
import { staffOf } from "./cast.ts";
import { homeIn, locateIn, settleCountry } from "./country.ts";
import { drawFaults, NO_FAULTS, Stopper } from "./faults.ts";
import { Feed } from "./feed.ts";
import { beginRound, type GangWorld } from "./gangs.ts";
import { ordinaryEvent } from "./life.ts";
import { Machine, type Judges } from "./machine.ts";
import { Outside } from "./outside.ts";
import { GangMoney } from "./parties/gang-money.ts";
import { Payments } from "./parties/payments.ts";
import { Residents } from "./parties/residents.ts";
import { Rumours } from "./parties/rumours.ts";
import { loadReference } from "./reference.ts";
import { DAY, HOUR, Scene, type Party } from "./scene.ts";
import { openSeededVault } from "./seeded-vault.ts";
import { Stage } from "./stage.ts";
import { buildTown } from "./town.ts";
import { bringTownCases } from "./town-lists.ts";
import { townFigures, type TownFigure } from "./figures.ts";
import { VirtualWorld } from "./virtual-world.ts";

export interface RunOptions {
  readonly seed: number;
  readonly days: number;
  readonly profile: string;
  readonly people?: number;
  readonly gangs?: number;
  /** Rounds of calls or messages of each gang a day. */
  readonly roundsPerDay?: number;
  /** Ordinary events a minute. */
  readonly ordinaryPerMinute?: number;
  readonly faults?: boolean;
  /** The tables of the program, for tests that put a broken one in. */
  readonly kinds?: ReadonlyMap<MatterKindName, Kind>;
  readonly follow?: Follow;
}

export interface RunParts {
  /** An empty store with all migrations. */
  readonly store: Store;
  readonly judges: Judges;
  readonly profiles: Profiles;
  /** Waits in real time, while the database decides who waits for whom. */
  readonly pause: (ms: number) => Promise<void>;
}

export interface RunResult {
  readonly seed: number;
  readonly days: number;
  readonly profile: string;
  readonly breaches: readonly Breach[];
  /** What nobody expected: bugs. The run ended with the first. */
  readonly surprises: readonly string[];
  readonly quiet: { readonly quiet: boolean; readonly untilMs: number };
  readonly figures: readonly TownFigure[];
  readonly truth: MoneyTruth;
  readonly counts: {
    readonly events: number;
    readonly acts: number;
    readonly together: number;
    readonly stopped: number;
    readonly jumps: number;
    readonly received: number;
    readonly receivedAgain: number;
    readonly ledgerLines: number;
    readonly refusals: Readonly<Record<string, number>>;
    readonly matters: Readonly<Record<string, number>>;
  };
  /** The end of the chain of everything that was done: one seed has one. */
  readonly chain: string;
}

/** How the store of a run is opened: how fast the machine is must not decide what happens, so nothing in it gives up by real time. */
export const PATIENT = { statementMsMax: 600_000, lockMsMax: 600_000, pauseMsMax: 600_000, waitMsMax: 600_000 } as const;

/** Thursday 2026-03-12 at eight in Shanghai: an ordinary working day of a year whose holidays are known. */
const START_MS = Date.parse("2026-03-12T08:00:00+08:00");
/** Longer than any clock of any profile: the longest freeze, and what follows it. */
const QUIET_MS = 6 * 366 * DAY;

export async function runTown(options: RunOptions, parts: RunParts): Promise<RunResult> {
  const { seed, days, profile: id } = options;
  const prng = new Prng(seed);
  const world = new VirtualWorld(seed, START_MS);
  const law = lawOf(parts.profiles, id);
  const tree = parts.profiles.tree(id);
  const plan = options.faults === false ? NO_FAULTS : drawFaults(prng.fork("faults"), START_MS, days);
  const country = await parts.store.transaction((sql) => settleCountry(sql, id, tree, START_MS));
  const stopper = new Stopper();
  const baton = new Baton(parts.store, prng.fork("baton"), parts.pause);
  const cast: Party[] = [];
  const later: { stage: Stage | null } = { stage: null };
  const nowMs = (): number => later.stage?.nowMs() ?? START_MS;
  const outside = new Outside(nowMs, () => world.nowMs());
  outside.weather = plan.weather;
  const machine = new Machine({
    store: stopper.over(baton.over(parts.store)),
    world,
    vault: openSeededVault(`${seed}`),
    law,
    kinds: options.kinds ?? KINDS,
    follow: options.follow ?? followUp,
    carriers: stopper.carriers(outside.carriers),
    locate: locateIn(country.homes),
    judges: parts.judges,
    timeZoneOffsetMinutes: 480,
    changed: (changes: readonly Change[]) => {
      for (const change of changes) for (const party of cast) party.changed?.(change);
    },
  });
  const stage = new Stage({ world, machine, baton, stopper, plan, prng: prng.fork("stage"), startMs: START_MS });
  later.stage = stage;
  outside.onReceived((message) => {
    for (const party of cast) party.received?.(message);
  });

  // --- the town ----------------------------------------------------------------------------------------------------------
  const reference = loadReference();
  const town = buildTown(prng.fork("town"), reference, { people: options.people ?? 120, gangs: options.gangs ?? 3 });
  bringTownCases(machine.lists, town, START_MS - 1);
  const books = new Books();
  const scene = new Scene({
    prng: prng.fork("parties"),
    country,
    books,
    nowMs,
    profile: () => law.current(world.nowMs()),
    desk: () => machine.desk,
    later: (delayMs, act) => stage.later(delayMs, act),
  });
  for (const person of town.people) books.open(person.account, "resident", { balanceMinor: BigInt(person.usualMinor) * 400n });
  const residents = new Residents(scene, town.people, (number) => homeIn(country.homes, number));
  const payments = new Payments(scene);
  const feed = new Feed(stage, machine, `sim-${seed}`);
  const money = new GangMoney({ scene, town, residents, payments, emit: (draft) => feed.emit(draft) });
  const gangs: GangWorld = {
    prng: prng.fork("gangs"),
    town,
    agenda: stage.agenda,
    emit: (_atMs, draft) => {
      if (draft.kind === "transfer") money.onTheRoad(draft);
      else feed.emit(draft);
    },
    reached: (gang, category, person) => residents.reached(person, gang, category),
    pay: (gang, category, person) => money.pay(gang, category, person),
  };
  cast.push(residents, ...staffOf(scene, residents, payments), new Rumours(scene, residents, days));

  for (const p of town.people) feed.emit({ kind: "link", number: p.number, account: p.account, device: p.device, person: p.person, relation: "holds" });
  const life = prng.fork("life");
  const everyMs = 60_000 / (options.ordinaryPerMinute ?? 1);
  const live = (atMs: number): void => {
    feed.emit(ordinaryEvent(life, town, reference));
    stage.agenda.add(atMs + life.exponential(everyMs), live);
  };
  stage.agenda.add(START_MS + 60_000, live);
  for (const gang of town.gangs) {
    const pace = prng.fork(`pace ${gang.name}`);
    const round = (atMs: number): void => {
      beginRound(gangs, gang, atMs);
      stage.agenda.add(atMs + pace.exponential(DAY / (options.roundsPerDay ?? 5)), round);
    };
    stage.agenda.add(START_MS + HOUR * pace.next() * 3, round);
  }
  const sign = async (): Promise<void> => {
    await machine.sign();
    stage.later(2 * HOUR, sign);
  };
  stage.later(HOUR, sign);
  for (const party of cast) party.begin?.();

  // --- the days, and the quiet after them ----------------------------------------------------------------------------------
  const untilMs = START_MS + days * DAY;
  await stage.playUntil(untilMs);
  const breaches: Breach[] = [];
  const profile = law.current(START_MS);
  const witness = (isOver: boolean): Witness => ({
    store: parts.store,
    outside,
    profile,
    organisations: country.units,
    jumps: stage.jumps,
    publicKeyPem: machine.parts.vault.publicKeyPem,
    checkpoints: machine.checkpoints,
    tokenOf: (type, canonical) => machine.parts.vault.token(type, canonical),
    replay: () => machine.replay(),
    stuck: machine.stuck,
    machineMs: world.nowMs(),
    isOver,
  });
  const audit = async (isOver: boolean): Promise<void> => {
    for (const auditor of AUDITORS) {
      for (const breach of await auditor.check(witness(isOver))) if (!breaches.some((one) => one.auditor === breach.auditor && one.what === breach.what)) breaches.push(breach);
    }
  };
  await audit(false);
  const truth = books.truth();
  outside.weather = () => "fine";
  const quiet = await stage.quiet(QUIET_MS);
  await machine.sign();
  await audit(true);
  // Counted when everything has had its time: what was averted is known a week later.
  const period = { fromMs: START_MS, untilMs: world.nowMs() + DAY };
  const figures = await townFigures({ store: parts.store, outside, profile, residents: residents.all, truth, jumps: stage.jumps, period, nowMs: world.nowMs() });
  const [chain] = await parts.store.snapshot((sql) => sql.query<{ readonly seq: number; readonly hash: Uint8Array }>("select seq, hash from ledger order by seq desc limit 1"));
  const matters = await parts.store.snapshot((sql) =>
    sql.query<{ readonly kind: string; readonly n: number }>("select kind, count(*) as n from matter group by kind order by kind"),
  );
  return {
    seed,
    days,
    profile: id,
    breaches,
    surprises: stage.surprises,
    quiet,
    figures,
    truth,
    counts: {
      events: feed.count,
      acts: stage.acts,
      ...stage.counts,
      jumps: stage.jumps.length,
      received: outside.received.length,
      receivedAgain: outside.again,
      ledgerLines: chain?.seq ?? 0,
      refusals: Object.fromEntries([...scene.refusals].sort(([a], [b]) => (a < b ? -1 : 1))),
      matters: Object.fromEntries(matters.map((row) => [row.kind, row.n])),
    },
    chain: chain === undefined ? "" : Buffer.from(chain.hash).toString("hex"),
  };
}
