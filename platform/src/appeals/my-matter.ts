/**
 * What the holder of a code sees: what limits them, why, on which basis, by which unit, until when, what can be done about
 * it, and how far what they asked for is. Masked, only their own, and never a person's name inside a unit.
 */
import { durationInWords } from "../domain/notice-text.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { MATTER_KINDS, type MatterId, type MatterKindName } from "../domain/matter.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { Kind } from "../matters/kind.ts";
import { fromRow, MATTER_COLUMNS, type Matter, type MatterRow } from "../matters/matter.ts";
import { CODE_PLACE } from "../matters/tracking.ts";
import type { Sql } from "../ports/store.ts";
import type { Appeal } from "./appeal/appeal.ts";
import { appeal } from "./appeal/kind.ts";
import { appealProgress, type AppealProgress } from "./appeal/progress.ts";
import type { Held } from "./code.ts";
import { compensationProgress, type Compensation, type CompensationProgress } from "./compensation/compensation.ts";
import { compensation } from "./compensation/kind.ts";
import { complaintProgress, type Complaint, type ComplaintProgress } from "./complaint/complaint.ts";
import { complaint } from "./complaint/kind.ts";
import { nextInWords } from "./remedy.ts";
import { aboutOf, chainsOf, isLimiting, isOver, liveOf, measureOf, ruleFor, wasFelt, type Limiting, type Target } from "./target.ts";

export interface Restriction {
  readonly kind: MatterKindName;
  readonly words: Bilingual;
  readonly serial: string;
  readonly about: string;
  readonly state: Bilingual;
  /** It takes something now. */
  readonly inForce: boolean;
  readonly startedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly heldMinor: string | null;
  readonly currency: string | null;
  readonly reason: Bilingual | null;
  readonly basis: Bilingual;
  readonly decider: Bilingual | null;
}

export interface MyMatter {
  /** When it was so, by the server's time: what is left is counted from it. */
  readonly atMs: number;
  readonly serial: string;
  readonly kind: Bilingual;
  readonly restrictions: readonly Restriction[];
  /** What was told to the holder of this code, as it was told. */
  readonly notices: readonly { readonly atMs: number; readonly text: Bilingual }[];
  /** How to object; null where nothing was taken. */
  readonly remedy: { readonly answeredWithin: Bilingual; readonly papers: readonly Bilingual[]; readonly next: Bilingual } | null;
  readonly appeals: readonly AppealProgress[];
  readonly complaints: readonly ComplaintProgress[];
  readonly compensations: readonly CompensationProgress[];
  readonly can: readonly ("appeal" | "complain" | "claim")[];
  /** Whom to call with questions. */
  readonly helpline: { readonly number: string; readonly title: Bilingual } | null;
}

/** What belongs to one code, as matters. */
export interface Mine {
  readonly held: Held;
  readonly root: Matter;
  readonly chain: readonly Target[];
  readonly appeals: readonly Matter<Appeal>[];
  readonly complaints: readonly Matter<Complaint>[];
  readonly compensations: readonly Matter<Compensation>[];
}

const FOLLOWING: ReadonlySet<MatterKindName> = new Set(["appeal", "complaint", "compensation"]);

export async function mineOf(sql: Sql, held: Held): Promise<Mine> {
  const [row] = await sql.query<MatterRow>(`select ${MATTER_COLUMNS} from matter where id = $1`, [held.matter], "mine-root");
  const root = fromRow(row);
  const about = FOLLOWING.has(root.kind) ? root.parent : root.id;
  const chain = about === null ? [] : ((await chainsOf(sql, [about])).get(about) ?? []);
  const parents = [...new Set([...chain.map(({ id }) => id), ...(about === null ? [] : [about])])];
  const rows = await sql.query<MatterRow>(
    `select ${MATTER_COLUMNS} from matter where id = $3 and kind = any($2) or parent = any($1) and kind = any($2) order by id`,
    [parents, [...FOLLOWING], root.id],
    "mine-following",
  );
  const party = await partyOf(sql, chain);
  const mine = party.has(held.recipient?.token ?? "") || party.has(holderOf(root) ?? "");
  const all = rows.map(fromRow).filter((one) => one.id === root.id || (mine && party.has(holderOf(one) ?? "")));
  const of = (kind: MatterKindName): readonly Matter[] => all.filter((one) => one.kind === kind);
  return {
    held,
    root,
    chain,
    appeals: of("appeal").map((one) => appeal.of(one)),
    complaints: of("complaint").map((one) => complaint.of(one)),
    compensations: of("compensation").map((one) => compensation.of(one)),
  };
}

/** Those whom it concerns: what it names, and whoever was given a code about it. A person has an account and a number. */
async function partyOf(sql: Sql, chain: readonly Target[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ readonly recipient: string }>(
    "select distinct recipient from tracking where matter = any($1) and recipient is not null",
    [chain.map(({ id }) => id)],
    "mine-party",
  );
  const named = chain.filter(isLimiting).flatMap(({ about }) => (about === null ? [] : [about.token]));
  return new Set([...named, ...rows.map(({ recipient }) => recipient)]);
}

function holderOf({ kind, body }: Matter): string | null {
  if (kind === "appeal") return (body as Appeal).appellant.holder?.token ?? null;
  if (kind === "complaint") return (body as Complaint).complainant.holder?.token ?? null;
  return kind === "compensation" ? ((body as Compensation).claimant.holder?.token ?? null) : null;
}

export async function myMatter(
  sql: Sql,
  mine: Mine,
  code: string,
  law: { readonly kinds: ReadonlyMap<MatterKindName, Kind>; readonly profileOf: (id: string) => JurisdictionProfile; readonly nowMs: number },
): Promise<MyMatter> {
  const { root, chain, held } = mine;
  const profile = law.profileOf(root.profile);
  const felt = chain.filter(isLimiting).filter(wasFelt);
  const live = liveOf(chain);
  const notices = await sql.query<{ readonly at: number; readonly zh: string; readonly en: string }>(
    "select created_at_ms as at, text_zh as zh, text_en as en from notice where matter = $1 and recipient = $2 order by created_at_ms, id",
    [held.matter, held.recipient?.token ?? ""],
    "mine-notices",
  );
  const helpline = profile.helplines.find((one) => one.callBack);
  const open = mine.appeals.some((one) => one.closedAtMs === null);
  const claimed = new Set(mine.compensations.flatMap((one) => (one.state === "withdrawn" ? [] : [one.body.against])));
  const claimable = chain.some((one) => one.wrong && !claimed.has(one.id)) || mine.compensations.some((one) => one.state === "prepared");
  return {
    atMs: law.nowMs,
    serial: root.serial,
    kind: { zh: MATTER_KINDS[root.kind].zh, en: MATTER_KINDS[root.kind].en },
    restrictions: felt.map((one) => restrictionShown(one, profile, law.kinds)),
    notices: notices.map(({ at, zh, en }) => ({ atMs: at, text: { zh: zh.replaceAll(CODE_PLACE, code), en: en.replaceAll(CODE_PLACE, code) } })),
    remedy: live === null ? null : remedyShown(live, profile),
    appeals: mine.appeals.map((one) => appealProgress(appeal.of(one))),
    complaints: mine.complaints.map((one) => complaintProgress(complaint.of(one))),
    compensations: mine.compensations.map((one) => compensationProgress(compensation.of(one))),
    can: [...(live !== null && !open && !(isOver(live) && live.wrong) ? (["appeal"] as const) : []), "complain", ...(claimable ? (["claim"] as const) : [])],
    helpline: helpline === undefined ? null : { number: helpline.number, title: { zh: helpline.title.zh, en: helpline.title.en } },
  };
}

export function restrictionShown(target: Limiting, profile: JurisdictionProfile, kinds: ReadonlyMap<MatterKindName, Kind>): Restriction {
  const measure = measureOf(target);
  const basis = measure === null ? ruleFor(target, profile).basis : profile.allowed(measure).authority.basis;
  const { reason, decider } = target;
  return {
    kind: target.kind,
    words: measure === null ? { zh: MATTER_KINDS[target.kind].zh, en: MATTER_KINDS[target.kind].en } : profile.wording.measures[measure],
    serial: target.serial,
    about: aboutOf(target),
    state: kinds.get(target.kind)?.stateWords[target.state] ?? { zh: "", en: "" },
    inForce: target.startedAtMs !== null && !isOver(target),
    startedAtMs: target.startedAtMs,
    endsAtMs: isOver(target) ? null : target.endsAtMs,
    endedAtMs: target.endedAtMs,
    heldMinor: target.heldMinor,
    currency: target.heldMinor === null ? null : target.currency,
    reason: reason === null ? null : { zh: reason.zh, en: reason.en },
    basis: profile.sources[basis].title,
    decider: decider === null ? null : { zh: decider.zh, en: decider.en },
  };
}

function remedyShown(target: Limiting, profile: JurisdictionProfile): MyMatter["remedy"] {
  const rule = ruleFor(target, profile);
  return { answeredWithin: durationInWords(profile.deadline(rule.decide).duration), papers: rule.papers, next: nextInWords(profile, rule.next) };
}

/** The one of the holder's own that a command is for: the named one, or the newest that takes it. */
export function ownOf(
  mine: Mine,
  wanted: { readonly of?: string | undefined; readonly can: "add-papers" | "withdraw" },
): { readonly id: MatterId; readonly kind: MatterKindName } | null {
  const all: readonly { readonly progress: { readonly id: string; readonly can: readonly string[] }; readonly matter: Matter }[] = [
    ...mine.compensations.map((one) => ({ progress: compensationProgress(compensation.of(one)), matter: one })),
    ...mine.complaints.map((one) => ({ progress: complaintProgress(complaint.of(one)), matter: one })),
    ...mine.appeals.map((one) => ({ progress: appealProgress(appeal.of(one)), matter: one })),
  ];
  const found = all.findLast(({ progress }) => (wanted.of === undefined ? progress.can.includes(wanted.can) : progress.id === wanted.of));
  return found === undefined ? null : { id: found.matter.id, kind: found.matter.kind };
}
