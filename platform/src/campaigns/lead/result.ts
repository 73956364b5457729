/**
 * What a unit found on a lead, as it is returned: people by what became of them in which case, places, devices, platforms,
 * money. Each thing keeps its token, so that what two units return is counted once. People's names are never in it.
 */
import { z } from "zod";
import type { MatterId } from "../../domain/matter.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import { amountMinor, currency, identifier, matterId } from "../../matters/input.ts";
import type { Context } from "../../matters/kind.ts";
import { keysOf, PERSON_PARTS, PERSON_STATUSES, type PersonPart, type PersonStatus } from "../words.ts";

export const DEVICE_KINDS = ["sim-gateway", "modem-pool", "computer", "phone", "sim", "bank-card", "other"] as const;
export const MONEY_KINDS = ["cash", "account", "goods", "virtual"] as const;

export interface ReturnedPerson {
  readonly person: PersonalRef;
  /** The same person may stand in several cases, with a status in each. */
  readonly case: MatterId | null;
  readonly status: PersonStatus;
  readonly part: PersonPart;
}

export interface ReturnedDevices {
  readonly kind: (typeof DEVICE_KINDS)[number];
  /** Of one that has an identifier; others are counted. */
  readonly device: PersonalRef | null;
  readonly count: number;
}

export interface ReturnedMoney {
  readonly kind: (typeof MONEY_KINDS)[number];
  readonly account: PersonalRef | null;
  readonly amountMinor: string;
  readonly currency: string;
}

export interface Result {
  readonly atMs: number;
  readonly persons: readonly ReturnedPerson[];
  readonly dens: readonly PersonalRef[];
  readonly platforms: readonly PersonalRef[];
  readonly devices: readonly ReturnedDevices[];
  readonly money: readonly ReturnedMoney[];
}

const ITEMS_MAX = 200;
const list = <T extends z.ZodType>(item: T) => z.array(item).max(ITEMS_MAX, `at most ${ITEMS_MAX} at a time`).default([]);

export const resultInput = z
  .object({
    persons: list(
      z
        .object({
          person: identifier,
          case: matterId("case").nullable().default(null),
          status: z.enum(keysOf(PERSON_STATUSES)),
          part: z.enum(keysOf(PERSON_PARTS)).default("member"),
        })
        .strict(),
    ),
    dens: list(z.object({ address: identifier }).strict()),
    platforms: list(z.object({ name: identifier }).strict()),
    devices: list(z.object({ kind: z.enum(DEVICE_KINDS), device: identifier.optional(), count: z.number().int().min(1).max(100_000).default(1) }).strict()),
    money: list(z.object({ kind: z.enum(MONEY_KINDS), account: identifier.optional(), amountMinor, currency }).strict()),
  })
  .strict();
export type ResultInput = z.output<typeof resultInput>;

export function resultOf(input: ResultInput, context: Pick<Context, "identify" | "nowMs">): Result {
  const at = (list_: string, i: number): string => `result.${list_}.${i}`;
  return {
    atMs: context.nowMs,
    persons: input.persons.map(({ person, ...rest }, i) => ({ person: context.identify("person", person, at("persons", i)), ...rest })),
    dens: input.dens.map(({ address }, i) => context.identify("address", address, at("dens", i))),
    platforms: input.platforms.map(({ name }, i) => context.identify("handle", name, at("platforms", i))),
    devices: input.devices.map(({ kind, device, count }, i) => ({
      kind,
      device: device === undefined ? null : context.identify("device", device, at("devices", i)),
      count: device === undefined ? count : 1,
    })),
    money: input.money.map(({ account, ...rest }, i) => ({ ...rest, account: account === undefined ? null : context.identify("account", account, at("money", i)) })),
  };
}

export function isEmpty(result: Result): boolean {
  return [result.persons, result.dens, result.platforms, result.devices, result.money].every((one) => one.length === 0);
}

/** Who and what stands in it, with its part. */
export function mentionsOf(result: Result): readonly { readonly ref: PersonalRef; readonly role: string }[] {
  return [
    ...result.persons.map(({ person }) => ({ ref: person, role: "holder" })),
    ...result.dens.map((ref) => ({ ref, role: "den" })),
    ...result.platforms.map((ref) => ({ ref, role: "platform" })),
    ...result.devices.flatMap(({ device }) => (device === null ? [] : [{ ref: device, role: "device" }])),
    ...result.money.flatMap(({ account }) => (account === null ? [] : [{ ref: account, role: "money" }])),
  ];
}
