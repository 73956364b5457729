/**
 * What an event says about who and what belong together: openings and links say who holds and uses what, calls, messages
 * and transfers from which device, an installed app where its back end is. Who paid or called whom is no such evidence:
 * victims do both. Pure; values are as the event has them, and become tokens elsewhere.
 */
import { INTEL, INTEL_BITS, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { readEvent, type EventJson } from "../domain/read-event.ts";
import type { LinkKind, NodeKind } from "./evidence.ts";

export interface SeenThing {
  readonly kind: NodeKind;
  /** In its one written form; accounts are `INSTITUTION:number`. */
  readonly text: string;
}

export interface SeenLink {
  readonly kind: LinkKind;
  readonly from: SeenThing;
  readonly to: SeenThing;
  readonly atMs: number;
  /** The event's id. */
  readonly evidence: string;
}

export interface SeenEvidence {
  readonly links: readonly SeenLink[];
  /** Things that the lists protect or allow: public services join nobody. */
  readonly open: readonly SeenThing[];
}

const NOTHING: SeenEvidence = { links: [], open: [] };

export function evidenceOf(batch: EventBatch, i: number): SeenEvidence {
  const kind = batch.kind(i);
  if (kind === "visit") return NOTHING;
  const event = readEvent(batch, i);
  const things = thingsOf(event);
  const links = linksOf(event, things).filter(({ from, to }) => from.kind !== to.kind || from.text !== to.text);
  if (links.length === 0) return NOTHING;
  const atMs = batch.occurredAtMs(i);
  return { links: links.map((link) => ({ ...link, atMs, evidence: event.id })), open: openOf(batch, i, things) };
}

interface Things {
  /** By the key of the record that they are, 0 to 3, where they are one. */
  readonly keyed: readonly (SeenThing | null)[];
  readonly device: SeenThing | null;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const thing = (kind: NodeKind, value: unknown): SeenThing | null => (textOf(value) === "" ? null : { kind, text: textOf(value) });
/** A sender's name is no number: anybody may write under it. */
const number = (value: unknown): SeenThing | null => (textOf(value).startsWith("+") ? thing("number", value) : null);
const person = (value: unknown): SeenThing | null => (textOf(value).startsWith("+") ? thing("number", value) : thing("person", value));

function account(value: unknown): SeenThing | null {
  if (typeof value !== "object" || value === null) return null;
  const { institution, account: name } = value as { readonly institution: string; readonly account: string };
  return { kind: "account", text: `${institution}:${name}` };
}

function thingsOf(event: EventJson): Things {
  const device = thing("device", event["device"]);
  switch (event.kind) {
    case "call":
    case "message":
      return { keyed: [number(event["from"]), number(event["to"]), device, null], device };
    case "transfer":
      return { keyed: [account(event["from"]), account(event["to"]), device, null], device };
    case "app-install":
      return { keyed: [person(event["subject"]), null, device, thing("app", event["certificate"])], device };
    case "opening":
      return { keyed: [thing("person", event["subject"]), account(event["account"]) ?? number(event["number"]), device, number(event["contactNumber"])], device };
    case "link":
      return { keyed: [number(event["number"]), account(event["account"]), device, thing("person", event["person"])], device };
    default:
      return { keyed: [], device: null };
  }
}

type Tie = Pick<SeenLink, "kind" | "from" | "to">;

function linksOf(event: EventJson, { keyed: [a, b, , d], device }: Things): readonly Tie[] {
  const tie = (kind: LinkKind, from: SeenThing | null | undefined, to: SeenThing | null | undefined): readonly Tie[] =>
    from === null || from === undefined || to === null || to === undefined ? [] : [{ kind, from, to }];
  switch (event.kind) {
    case "call":
    case "message":
    case "transfer":
      // What acts is used on the device: the calling number, the paying account.
      return tie("uses", a, device);
    case "app-install":
      return tie("talks-to", d, thing("host", event["backendHost"]));
    case "opening":
      return [...tie("holds", a, b), ...tie("uses", a, d), ...tie("uses", a, device)];
    case "link": {
      // That a relation ended takes back nothing that was seen.
      if (event["ended"] === true) return [];
      const relation = event["relation"] === "uses" ? "uses" : "holds";
      return [
        ...tie(relation, d, a),
        ...tie(relation, d, b),
        ...tie("uses", d, device),
        ...(d === null ? [...tie("uses", a, device), ...tie("uses", b, device), ...tie("uses", a, b)] : []),
      ];
    }
    default:
      return [];
  }
}

function openOf(batch: EventBatch, i: number, { keyed }: Things): readonly SeenThing[] {
  const intel = batch.words[i * RECORD_WORDS + W.intel];
  return keyed.filter((one, slot): one is SeenThing => one !== null && ((intel >>> (slot * INTEL_BITS)) & (INTEL.protected | INTEL.allow)) !== 0);
}
