/**
 * The words of a play and what they mean on the real program: who acts (`duty lead of Yiwu`), what about (`stop on CCB:621`),
 * how much (`31 200.00 CNY`), when. A stage is a room with its screening; it keeps nothing that a restart would lose.
 */
import type { Role } from "../src/access/role.ts";
import { authorise, type Scope } from "../src/access/scope.ts";
import { minorDigits } from "../src/domain/currency.ts";
import { isMalformed } from "../src/base/problem.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../src/domain/matter.ts";
import { parsePersonal, type PersonalType } from "../src/domain/personal.ts";
import { codeDigest } from "../src/matters/tracking.ts";
import type { Kind, TypedKind } from "../src/matters/kind.ts";
import type { Matter } from "../src/matters/matter.ts";
import { fromRow, MATTER_COLUMNS, type MatterRow } from "../src/matters/matter.ts";
import { ORGS, type Room } from "./case-room.ts";
import { PlayError } from "./play-line.ts";
import type { Town } from "./play-town.ts";

export class Stage {
  readonly room: Room;
  readonly town: Town | null;

  constructor(room: Room, town: Town | null = null) {
    this.room = room;
    this.town = town;
  }

  get nowMs(): number {
    return this.room.world.nowMs();
  }

  get zone(): string {
    return this.room.desk.parts.law.current(this.nowMs).timeZone;
  }

  async settle(): Promise<void> {
    await this.town?.takeIn(this.room);
    await this.room.settle();
  }

  async pass(ms: number): Promise<void> {
    await this.room.pass(ms);
  }

  /** As a process sees it that has just been started. */
  async restarted(): Promise<Stage> {
    const room = await this.room.restarted();
    await this.town?.serve(room);
    return new Stage(room, this.town);
  }

  kind(name: MatterKindName): TypedKind<unknown, string, unknown> {
    const kind: Kind | undefined = this.room.desk.parts.kinds.get(name);
    if (kind === undefined) throw new PlayError(`there is no kind ${name} in this program`);
    return kind as TypedKind<unknown, string, unknown>;
  }

  async query<Row extends object>(text: string, values: readonly (string | readonly string[])[]): Promise<readonly Row[]> {
    return this.room.store.snapshot((sql) => sql.query<Row>(text, values));
  }
}

// --- when -------------------------------------------------------------------------------------------------------------

/** `09:00` of the day on which `nowMs` falls there, or `2026-09-12 09:00`. */
export function hourIn(zone: string, nowMs: number, text: string): number {
  const full = text.length > 5 ? text : `${local(zone, nowMs).slice(0, 10)} ${text}`;
  const guess = Date.parse(`${full.replace(" ", "T")}:00Z`);
  // What the clock there shows at the guess says how far it is from UTC, but for the hour of a change.
  return guess - (Date.parse(`${local(zone, guess).replace(" ", "T")}:00Z`) - guess);
}

function local(zone: string, ms: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).format(ms);
}

const SPAN: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `12m`, `2h`, `30s`. */
export function span(text: string): number {
  const found = /^(\d+)([smhd])$/.exec(text);
  if (found === null) throw new PlayError(`"${text}" is no length of time\n  expected: 12m, 2h, 30s or 3d`);
  return Number(found[1]) * SPAN[found[2]];
}

export const instant = (ms: number): string => new Date(ms).toISOString();

// --- how much -----------------------------------------------------------------------------------------------------------

export interface Money {
  readonly amountMinor: string;
  readonly currency: string;
}

/** `31 200.00 CNY`. */
export function money(text: string): Money {
  const found = /^(\d{1,3}(?: \d{3})*|\d+)(?:\.(\d+))? ([A-Z]{3})$/.exec(text);
  const digits = found === null ? -1 : minorDigits(found[3]);
  if (found === null || (found[2] ?? "").length !== digits) throw new PlayError(`"${text}" is no amount\n  expected: 31 200.00 CNY`);
  return { amountMinor: String(BigInt(found[1].replaceAll(" ", "") + (found[2] ?? ""))), currency: found[3] };
}

// --- who ----------------------------------------------------------------------------------------------------------------

const ROLES: Readonly<Record<string, Role>> = {
  intake: "intake",
  analyst: "analyst",
  dissuader: "dissuader",
  "duty lead": "dutyLead",
  officer: "caseOfficer",
  chief: "countyChief",
  "city chief": "cityChief",
  "province chief": "provinceChief",
  reviewer: "reviewer",
  auditor: "auditor",
  "data protection officer": "dpo",
  "grid officer": "gridOfficer",
};

const PLACES: Readonly<Record<string, string>> = {
  ministry: "org_ministry",
  Shandong: "org_sd",
  Qingdao: "org_qd",
  Shinan: "org_shinan",
  station: "org_shinan_s1",
  Shibei: "org_shibei",
  Zhejiang: "org_zj",
  Yiwu: "org_yiwu",
};

const DESKS: Readonly<Record<string, readonly [Role, string]>> = {
  ICBC: ["bankOps", "org_icbc"],
  CCB: ["bankOps", "org_ccb"],
  ABC: ["bankOps", "org_abc"],
  operator: ["telcoOps", "org_telco"],
  "other operator": ["telcoOps", "org_telco2"],
  platform: ["platformOps", "org_platform"],
};

const NTH: Readonly<Record<string, number>> = { second: 2, third: 3 };

/** The organisation that a word stands for: `Yiwu`, `CCB`, `operator`. */
export function organisation(text: string): string {
  const found = DESKS[text]?.[1] ?? PLACES[text];
  if (found === undefined) throw new PlayError(`there is no "${text}" here\n  expected: ${[...Object.keys(DESKS), ...Object.keys(PLACES)].join(", ")}`);
  return found;
}

/** `second duty lead of Qingdao`, `CCB`; `holder` is whoever has the code of the notice about the matter. */
export async function who(stage: Stage, text: string, matter: MatterId | null = null): Promise<Scope> {
  if (text === "holder") return holderOf(stage, matter);
  const nth = Object.keys(NTH).find((word) => text.startsWith(`${word} `));
  const plain = nth === undefined ? text : text.slice(nth.length + 1);
  const n = nth === undefined ? 1 : NTH[nth];
  if (Object.hasOwn(DESKS, plain)) return stage.room.as(DESKS[plain][0], DESKS[plain][1], n);
  const [role = "", place] = plain.split(" of ");
  if (!Object.hasOwn(ROLES, role))
    throw new PlayError(`nobody here is "${text}"\n  expected: ${[...Object.keys(ROLES), ...Object.keys(DESKS), "holder"].join(", ")}, with "of" and a place`);
  return stage.room.as(ROLES[role], place === undefined ? undefined : organisation(place), n);
}

/** The code as it stood in the newest letter or message that was handed over about the matter. */
export async function codeOf(stage: Stage, matter: MatterId | null): Promise<string> {
  const notices = await stage.query<{ readonly id: string }>("select id from notice where matter = $1 order by id desc", [matter ?? ""]);
  const effects = new Set(notices.map(({ id }) => `eff_${id}`));
  const { institution, messenger } = stage.room.handed;
  const texts = [
    ...messenger.map(({ id, text }) => ({ id, en: text.en })),
    ...institution.map(({ id, fields }) => ({ id, en: (fields["text"] as { readonly en: string } | undefined)?.en ?? "" })),
  ];
  const codes = texts.filter(({ id }) => effects.has(id)).flatMap(({ en }) => en.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/) ?? []);
  const code = codes.at(-1);
  if (code === undefined) throw new PlayError(`nobody has been given a code about ${matter ?? "it"} yet`);
  return code;
}

async function holderOf(stage: Stage, matter: MatterId | null): Promise<Scope> {
  const [row] = await stage.query<{ readonly matter: string }>("select matter from tracking where code_digest = $1", [codeDigest(await codeOf(stage, matter))]);
  return authorise({ kind: "public", matter: row.matter }, "public");
}

// --- what about -----------------------------------------------------------------------------------------------------------

const SHORT: Readonly<Record<string, MatterKindName>> = { stop: "stop-payment" };
const KINDS: Readonly<Record<string, MatterKindName>> = {
  ...Object.fromEntries(Object.entries(MATTER_KINDS).flatMap(([name, { plural }]) => [name, plural].map((word) => [word, name as MatterKindName]))),
  ...SHORT,
  stops: "stop-payment",
};

export function kindOf(word: string): MatterKindName | null {
  return Object.hasOwn(KINDS, word) ? KINDS[word] : null;
}

/** All matters that `stop`, `stop on CCB:621` or `lead in Yiwu` may mean, the newest first. */
export async function matters(stage: Stage, text: string): Promise<readonly Matter[]> {
  const [, word = "", how, which = ""] = /^(\S+)(?: (on|in) (.+))?$/.exec(text) ?? [];
  const kind = kindOf(word);
  if (kind === null) throw new PlayError(`"${text}" is nothing that is worked on\n  expected: ${["stop", ...Object.keys(MATTER_KINDS)].join(", ")}`);
  const values: (string | readonly string[])[] = [kind];
  let where = "";
  if (how === "on") {
    values.push(tokens(stage, which));
    where = " and (subject = any($2) or (subject is null and exists (select 1 from mention x where x.matter = matter.id and x.token = any($2))))";
  }
  if (how === "in") {
    values.push(ORGS.find((one) => one.id === organisation(which))?.territory ?? "");
    where = " and (territory = $2 or territory like $2 || '/%')";
  }
  return (await stage.query<MatterRow>(`select ${MATTER_COLUMNS} from matter where kind = $1${where} order by id desc`, values)).map(fromRow);
}

/** The newest of them. */
export async function matter(stage: Stage, text: string): Promise<Matter> {
  const [found] = await matters(stage, text);
  if (found === undefined) throw new PlayError(`there is no ${text}`);
  return found;
}

const TYPES: readonly PersonalType[] = ["number", "account", "person", "device"];

/** The tokens that an identifier as it is written could have. */
export function tokens(stage: Stage, text: string): readonly string[] {
  const personal = TYPES.flatMap((type) => {
    const value = parsePersonal(type, text);
    return isMalformed(value) ? [] : [stage.room.desk.parts.vault.token(type, value.canonical)];
  });
  // Sites are nobody's secret and stand as they are.
  return [...personal, `host:${text}`];
}
