/**
 * The figures of a campaign as of a moment: leads by how far they have come, people by what became of them, places,
 * devices, platforms, money, provinces, overall and by unit. Made from the leads' steps and results up to the cut-off and
 * from nothing else, so that anybody can compute them again; what arrives later changes them only for later cut-offs.
 */
import type { Lead, Step } from "./lead/lead.ts";
import { FINDINGS, keysOf, PERSON_STATUSES, type Finding, type PersonStatus } from "./words.ts";

/** Of a lead, what figures are made of. */
export interface CountedLead {
  readonly id: string;
  readonly body: Pick<Lead, "steps" | "results" | "objective" | "group">;
}

export interface LeadCounts {
  readonly issued: number;
  readonly signed: number;
  readonly signedInTime: number;
  readonly verified: Readonly<Record<Finding, number>>;
  readonly acted: number;
  readonly actedEarly: number;
  readonly returned: number;
  readonly withdrawn: number;
  /** How often a clock ran out, and how often somebody above stepped in. */
  readonly overdue: number;
  readonly supervised: number;
}

export interface RollUp {
  /** What was recorded after it is not in the figures. */
  readonly cutOffMs: number;
  readonly leads: LeadCounts;
  /** By status, once a person and case; somebody in two cases stands in both. */
  readonly persons: Readonly<Record<PersonStatus, number>>;
  readonly principalsCaught: number;
  readonly dens: number;
  readonly platforms: number;
  readonly devices: number;
  /** One account's money once: the largest sum that anybody returned for it. */
  readonly money: readonly { readonly currency: string; readonly amountMinor: string }[];
  /** First steps of the places that leads went to. */
  readonly provinces: readonly string[];
  readonly byUnit: readonly (LeadCounts & { readonly org: string })[];
}

const NOTHING: LeadCounts = {
  issued: 0,
  signed: 0,
  signedInTime: 0,
  verified: { true: 0, partly: 0, false: 0 },
  acted: 0,
  actedEarly: 0,
  returned: 0,
  withdrawn: 0,
  overdue: 0,
  supervised: 0,
};

export function rollUp(leads: readonly CountedLead[], cutOffMs: number): RollUp {
  const units = new Map<string, LeadCounts>();
  const provinces = new Set<string>();
  for (const { body } of leads) {
    const steps = body.steps.filter(({ atMs }) => atMs <= cutOffMs);
    const holder = steps.findLast(isHandedTo);
    if (holder === undefined) continue;
    units.set(holder.org, plus(units.get(holder.org) ?? NOTHING, countsOf(steps)));
    provinces.add(holder.territory.split("/")[0]);
  }
  const byUnit = [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([org, counts]) => ({ org, ...counts }));
  return {
    cutOffMs,
    leads: byUnit.reduce<LeadCounts>((sum, { org: _org, ...counts }) => plus(sum, counts), NOTHING),
    ...things(leads, cutOffMs),
    provinces: [...provinces].filter((one) => one !== "").sort(),
    byUnit,
  };
}

function isHandedTo(step: Step): step is Extract<Step, { readonly org: string; readonly territory: string }> {
  return step.what === "issued" || step.what === "passed-on";
}

/** How far one lead has come by its steps. A finding that was sent back counts no more until it is given again. */
function countsOf(steps: readonly Step[]): LeadCounts {
  const round = steps.slice(steps.findLastIndex(({ what }) => what === "sent-back") + 1);
  const verified = round.findLast((one) => one.what === "verified");
  // What an earlier unit signed before it passed the lead on is not this one's.
  const held = steps.slice(steps.findLastIndex(({ what }) => what === "passed-on") + 1);
  const signed = held.findLast((one) => one.what === "signed");
  const acted = steps.filter((one) => one.what === "acted");
  return {
    issued: 1,
    signed: signed === undefined ? 0 : 1,
    signedInTime: signed?.inTime === true ? 1 : 0,
    verified: { ...NOTHING.verified, ...(verified === undefined ? {} : { [verified.finding]: 1 }) },
    acted: acted.length > 0 ? 1 : 0,
    actedEarly: acted.some(({ early }) => early) ? 1 : 0,
    returned: round.some(({ what }) => what === "returned") ? 1 : 0,
    withdrawn: steps.some(({ what }) => what === "withdrawn") ? 1 : 0,
    overdue: steps.filter(({ what }) => what === "overdue").length,
    supervised: steps.filter(({ what }) => what === "supervised").length,
  };
}

function plus(a: LeadCounts, b: LeadCounts): LeadCounts {
  const verified = Object.fromEntries(keysOf(FINDINGS).map((key) => [key, a.verified[key] + b.verified[key]])) as Record<Finding, number>;
  return {
    issued: a.issued + b.issued,
    signed: a.signed + b.signed,
    signedInTime: a.signedInTime + b.signedInTime,
    verified,
    acted: a.acted + b.acted,
    actedEarly: a.actedEarly + b.actedEarly,
    returned: a.returned + b.returned,
    withdrawn: a.withdrawn + b.withdrawn,
    overdue: a.overdue + b.overdue,
    supervised: a.supervised + b.supervised,
  };
}

function things(leads: readonly CountedLead[], cutOffMs: number): Pick<RollUp, "persons" | "principalsCaught" | "dens" | "platforms" | "devices" | "money"> {
  const results = leads.flatMap(({ id, body }) => body.results.filter(({ atMs }) => atMs <= cutOffMs).map((result) => ({ id, result })));
  // In the order of time, so that the latest status stands.
  results.sort((a, b) => a.result.atMs - b.result.atMs || (a.id < b.id ? -1 : 1));
  const people = new Map<string, PersonStatus>();
  const principals = new Map<string, string>();
  const dens = new Set<string>();
  const platforms = new Set<string>();
  const devices = new Set<string>();
  let uncountedDevices = 0;
  const accounts = new Map<string, { readonly currency: string; readonly minor: bigint }>();
  for (const [n, { id, result }] of results.entries()) {
    for (const one of result.persons) {
      const key = `${one.case ?? id} ${one.person.token}`;
      people.set(key, one.status);
      // As of its latest word, a case makes somebody a caught principal or it does not.
      if (one.part === "principal" && PERSON_STATUSES[one.status].caught) principals.set(key, one.person.token);
      else principals.delete(key);
    }
    for (const den of result.dens) dens.add(den.token);
    for (const platform of result.platforms) platforms.add(platform.token);
    for (const { device, count } of result.devices) {
      if (device === null) uncountedDevices += count;
      else devices.add(device.token);
    }
    for (const [i, { account, amountMinor, currency }] of result.money.entries()) {
      const key = account === null ? `${n} ${i}` : `${account.token} ${currency}`;
      const minor = BigInt(amountMinor);
      const known = accounts.get(key)?.minor ?? 0n;
      accounts.set(key, { currency, minor: minor > known ? minor : known });
    }
  }
  const sums = new Map<string, bigint>();
  for (const { currency, minor } of accounts.values()) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  const persons = Object.fromEntries(keysOf(PERSON_STATUSES).map((status) => [status, [...people.values()].filter((one) => one === status).length])) as Record<
    PersonStatus,
    number
  >;
  return {
    persons,
    principalsCaught: new Set(principals.values()).size,
    dens: dens.size,
    platforms: platforms.size,
    devices: devices.size + uncountedDevices,
    money: [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amountMinor: String(minor) })),
  };
}
