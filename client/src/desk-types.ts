/**
 * What the routes of casework answer: matters with what the reader may do now, their history, clocks and notices. Bodies
 * differ by kind and are named by whoever shows them. Platform and client are held together by client/test/types.test.ts.
 */
import type { MatterKind, Role } from "./kinds.generated.ts";
import type { Bilingual } from "./types.ts";

export interface PersonalRef {
  readonly type: "number" | "account" | "person" | "device" | "name" | "address" | "handle" | "narrative";
  readonly token: string;
  readonly masked: string;
  readonly institution?: string;
}

/** Something that the reader may do with a matter now. */
export interface PossibleCommand {
  readonly name: string;
  readonly words: Bilingual;
}

export interface Matter<Body = unknown> {
  readonly id: string;
  readonly kind: MatterKind;
  readonly state: string;
  readonly version: number;
  readonly serial: string;
  /** Jurisdiction and version of the law it is judged by. */
  readonly profile: string;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  readonly subject: string | null;
  readonly parent: string | null;
  /** Urgency: 0 lowest to 3. */
  readonly level: number;
  readonly dueAtMs: number | null;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  readonly closedAtMs: number | null;
  /** Who has it, opened it and did what last: partners and the public are not told. */
  readonly assignee?: string | null;
  readonly openedBy?: string;
  readonly hands?: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly stateWords: Bilingual;
  readonly commands: readonly PossibleCommand[];
}

export interface HistoryLine {
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly occurredAtMs: number;
  readonly actor: string;
  readonly role: string;
  readonly unit: string | null;
  readonly matter: string | null;
  readonly kind: string | null;
  readonly event: string;
  readonly stateBefore: string | null;
  readonly stateAfter: string | null;
  readonly version: number | null;
  readonly basis: string | null;
  readonly evidence: readonly { readonly kind: string; readonly ref: string }[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface DeadlineView {
  readonly key: string;
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  /** The year of which the holidays are not known, where the date is therefore not certain. */
  readonly unknownYear: number | null;
  readonly state: string;
  readonly firedAtMs: number | null;
}

export interface NoticeView {
  readonly id: string;
  readonly template: string;
  readonly text: Bilingual;
  readonly via: string;
  readonly createdAtMs: number;
  readonly deliveredAtMs: number | null;
}

/** One matter with everything about it. */
export interface MatterInFull<Body = unknown> extends Matter<Body> {
  readonly history: readonly HistoryLine[];
  readonly deadlines: readonly DeadlineView[];
  readonly notices: readonly NoticeView[];
  readonly ended: boolean;
}

export interface Page<Body = unknown> {
  readonly items: readonly Matter<Body>[];
  /** Give as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface ListQuery {
  readonly states?: readonly string[];
  readonly open?: boolean;
  readonly mine?: boolean;
  readonly territory?: string;
  readonly parent?: string;
  /** The unit that answers for them. */
  readonly org?: string;
  /** `due`: as a queue is worked, the most urgent first and within that what is due first; it has one page. */
  readonly order?: "newest" | "due";
  readonly after?: string;
  /** At most 200. */
  readonly limit?: number;
}

/** A command on a matter. `version` is the one that was looked at: when there is a newer one, nothing is done. */
export interface Order {
  readonly id: string;
  readonly command: string;
  readonly input?: unknown;
  readonly version?: number;
  /** RFC 3339 with a zone; now when absent. */
  readonly occurredAt?: string;
}

export interface OpenedValue {
  readonly token: string;
  readonly type: PersonalRef["type"];
  readonly role: string;
  readonly masked: string;
  readonly value: string;
}

/** That a matter changed, never what is in it. */
export interface Change {
  readonly id: string;
  readonly kind: MatterKind;
  readonly state: string;
  readonly version: number;
  readonly territory: string;
  readonly org: string;
  readonly partner: string | null;
  readonly level: number;
  readonly opened: boolean;
  /** What changed beside the matter itself, where it is that: what is known about its money. */
  readonly about?: "money";
}

/** JSON Schema as far as inputs of commands use it. */
export interface InputSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, InputSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly const?: string | number | boolean;
  readonly oneOf?: readonly InputSchema[];
  readonly anyOf?: readonly InputSchema[];
  readonly items?: InputSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly [other: string]: unknown;
}

export interface CommandDescription {
  readonly words: Bilingual;
  readonly who: readonly Role[];
  /** Four eyes: whoever gave one of these last may not give this one. */
  readonly notBy: readonly string[];
  readonly input: InputSchema;
}

/** A kind of matter as the program describes it: what a screen needs to name states and to make forms. */
export interface KindDescription {
  readonly name: MatterKind;
  readonly states: Readonly<Record<string, Bilingual & { readonly end: boolean }>>;
  /** Opening one by hand; nobody does where `who` is empty. */
  readonly opening: CommandDescription;
  readonly commands: Readonly<Record<string, CommandDescription>>;
}

export interface Organisation {
  readonly id: string;
  readonly kind: string;
  readonly name: Bilingual;
  readonly territory: string;
}
