/**
 * What a report or case says about the other side, from input to what is kept, found again and compared: references for
 * people's identifiers, plain values for things, mentions, and clues by which others are found. Values of people never
 * stand in a clue, only their tokens.
 */
import { isMalformed, ProblemError } from "../base/problem.ts";
import { epochDayAt } from "../domain/calendar.ts";
import type { Clue } from "../domain/case-link.ts";
import { isIpHost, parseHostName, parseUrl, registrableDomain } from "../domain/host-name.ts";
import type { PersonalRef, PersonalType } from "../domain/personal.ts";
import type { ScamAxes } from "../domain/scam-axes.ts";
import type { Identify } from "../matters/decision.ts";
import type { TraitInput } from "./input.ts";

/** As it stands in a body. */
export type Trait =
  | { readonly type: "number" | "account" | "device" | "group" | "name"; readonly ref: PersonalRef }
  | { readonly type: "host" | "server" | "certificate" | "app"; readonly value: string };

const PERSONAL: Readonly<Record<Extract<Trait, { readonly ref: PersonalRef }>["type"], PersonalType>> = {
  number: "number",
  account: "account",
  device: "device",
  group: "handle",
  name: "name",
};

export function traitOf(input: TraitInput, context: Identify, field: string): Trait {
  switch (input.type) {
    case "number":
    case "account":
    case "device":
    case "group":
    case "name":
      return { type: input.type, ref: context.identify(PERSONAL[input.type], input.value, field) };
    case "host":
    case "server":
      return { type: input.type, value: hostOf(input.value, field) };
    case "certificate":
    case "app":
      return { type: input.type, value: input.value };
  }
}

/** People give addresses as they see them: a host, or a whole link. */
function hostOf(text: string, field: string): string {
  const address = parseUrl(text);
  const host = isMalformed(address) ? parseHostName(text) : address.host;
  if (isMalformed(host)) throw new ProblemError({ code: "malformed-input", detail: `${field}: no host or link`, at: { field }, value: host.what, expected: host.expected });
  return host;
}

/** Clues of one trait, used at about `atMs`. A name and an app's own name tell nobody apart: many share them. */
export function cluesOf(trait: Trait, atMs: number): readonly Clue[] {
  switch (trait.type) {
    case "number":
    case "account":
    case "device":
    case "group":
      return [{ kind: trait.type, key: trait.ref.token, atMs }];
    case "host":
      return [{ kind: "host", key: clusterOf(trait.value), atMs }];
    case "server":
    case "certificate":
      return [{ kind: trait.type, key: trait.value, atMs }];
    case "name":
    case "app":
      return [];
  }
}

/** Hosts of one registrable domain have one owner; below a shared suffix and for addresses the host itself is all there is. */
function clusterOf(host: string): string {
  const parsed = parseHostName(host);
  return isMalformed(parsed) || isIpHost(parsed) ? host : (registrableDomain(parsed) ?? host);
}

const WEEK_DAYS = 7;

/** The same way of deceiving in the same week. `OTHER` is no way. */
export function typologyClues(axes: ScamAxes, atMs: number, timeZone: string): readonly Clue[] {
  if (axes.lure === null || axes.lure === "OTHER") return [];
  return [{ kind: "typology", key: `${axes.lure}:${Math.floor(epochDayAt(atMs, timeZone) / WEEK_DAYS)}`, atMs }];
}

export function mentionsOf(traits: readonly Trait[], role: string): readonly { readonly ref: PersonalRef; readonly role: string }[] {
  return traits.flatMap((trait) => ("ref" in trait ? [{ ref: trait.ref, role }] : []));
}

/** Two lists of traits as one, each once. */
export function joinTraits(known: readonly Trait[], more: readonly Trait[]): readonly Trait[] {
  const key = (trait: Trait): string => `${trait.type}:${"ref" in trait ? trait.ref.token : trait.value}`;
  return [...new Map([...known, ...more].map((trait) => [key(trait), trait])).values()];
}
